"""Students with nervous fingers, and what counts of all they do.

The rule they are judged by: what is done in a turn counts in the order in which it was done,
until something is handed in; that is the answer, whatever comes after.
"""

import random
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.core.actions import (
    Action,
    Confirm,
    Hint,
    Match,
    Next,
    Pick,
    Quiz,
    Quizzes,
    Retry,
    Sure,
    Tick,
    Undo,
    unpack,
)
from bot.core.answers import Verdict
from bot.core.course import Choices, Course, Matching, Ordering, Question, TextTyped
from bot.core.grading import verdict
from bot.core.offers import wanted
from bot.preview.server import LocalTelegram

InTurn = Pick | Tick | Match | Undo | Confirm | Sure | Next | Hint
Turn = tuple[int, int]  # a session and its turn
WORDS = ("두만강", "Tumen River", "Tumen Rivr", "압록강", "a river")


def words(text: str) -> str:
    """The text without emphasis and line breaks."""
    return " ".join(text.replace("*", "").split())


def asked(course: Course, text: str) -> Question:
    """The question that stands in a message."""
    (found,) = (one for one in course.questions.values() if words(one.ask) in words(text))
    return found


@dataclass(frozen=True)
class Counted:
    """What counts of a turn: positions on the screen, or what was typed."""

    taken: tuple[int | str, ...]
    sure: int | None
    tries: tuple[int | str, ...]


def counted(
    question: Question, deeds: Iterable[Action | str], *, asks_confidence: bool
) -> Counted | None:
    """What counts of all that was tapped and typed in a turn; None where nothing was handed in."""
    draft: list[int | str] = []
    tries: tuple[int | str, ...] = ()
    sure = None
    for deed in deeds:
        is_handed_in = False
        is_whole = len(draft) >= max(1, wanted(question))
        match question, deed:
            case Ordering(), Pick(position=position):
                draft += [position] * (position not in draft)
            case Matching(), Match(item=item, position=position):
                draft += [position] * (item == len(draft))
            case _, Undo(count=count):
                draft = draft[:-1] if count == len(draft) else draft
            case Choices(), Tick(position=position, on=on):
                draft = [one for one in draft if one != position] + [position] * on
            case _, Pick(position=position):
                draft, is_handed_in = [position], not asks_confidence
            case _, str():
                draft, is_handed_in = [deed], not asks_confidence or sure is not None
            case _, Sure(level=level) if is_whole:
                sure, is_handed_in = level, True
            case _, Confirm():
                is_handed_in = is_whole
            case _:
                pass
        is_near = is_handed_in and isinstance(question, TextTyped) and not tries
        if is_near and verdict(question, str(draft[0])) is Verdict.ALMOST:  # type: ignore[arg-type]
            draft, tries = [], (draft[0],)
        elif is_handed_in:
            is_set = isinstance(question, Choices)  # ticks have no order
            return Counted(tuple(sorted(draft) if is_set else draft), sure, tries)
    return None


@dataclass
class Pupil:
    """Somebody who answers what stands on the screen, with nervous fingers.

    `deeds` are everything done, by turn, in the order in which it was done; `questions` what
    stood on the screen in each turn.  What is typed names no turn, so nothing is typed before
    the bot has `worked_off` all that was done before.
    """

    telegram: LocalTelegram
    person: int
    dice: random.Random
    course: Course
    worked_off: Callable[[int], set[int]]
    sent: set[int] = field(default_factory=set)
    deeds: dict[Turn, list[Action | str]] = field(default_factory=lambda: defaultdict(list))
    questions: dict[Turn, Question] = field(default_factory=dict)
    earlier: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def screen(self) -> dict[str, Any] | None:
        mine = [one for one in self.telegram.messages(self.person) if one["from"]["is_bot"]]
        return mine[-1] if mine else None

    def act(self) -> None:
        """One thing that a student might do now, perhaps twice."""
        screen = self.screen
        buttons = [] if screen is None else _buttons(screen)
        if screen is None or not buttons:
            self._note(self.telegram.send(self.person, "/quiz"))
            return
        turn = next(
            ((one.session, one.turn) for _, _, one in buttons if isinstance(one, Hint)), None
        )
        is_ready = any(isinstance(one, Sure) for _, _, one in buttons)
        if turn is not None and (not is_ready or self.dice.random() < 0.3):
            self._types(screen, turn)
        else:
            self._taps(screen, buttons)

    def _types(self, screen: dict[str, Any], turn: Turn) -> None:
        if not self.sent <= self.worked_off(self.person) or screen != self.screen:
            return
        question = self.questions[turn] = asked(self.course, screen["text"])
        is_text = isinstance(question, TextTyped)
        text = self.dice.choice(WORDS) if is_text else str(self.dice.randrange(300))
        self.deeds[turn].append(text)
        self._note(self.telegram.send(self.person, text))

    def _taps(self, screen: dict[str, Any], buttons: list[tuple[int, int, Action]]) -> None:
        row, column, action = self._chosen(buttons)
        update = self.telegram.tap(self.person, screen["message_id"], row=row, column=column)
        self._note(update)
        if not isinstance(action, InTurn):
            return
        self.questions[action.session, action.turn] = asked(self.course, screen["text"])
        self.earlier.append(update)
        match self.dice.randrange(7):
            case 0:
                self._note(self.telegram.again(update, new_id=True))
            case 1:
                self._note(self.telegram.again(update, new_id=False))
            case 2:
                row, column, _ = self._chosen(buttons)
                number = screen["message_id"]
                self._note(self.telegram.tap(self.person, number, row=row, column=column))
            case 3:
                old = self.dice.choice(self.earlier)
                self._note(self.telegram.again(old, new_id=True))
            case _:
                pass

    def _chosen(self, buttons: list[tuple[int, int, Action]]) -> tuple[int, int, Action]:
        """Answer, hand in or go on; take something back at times; never stop."""
        weights = [
            6
            if isinstance(one, Sure | Confirm | Next | Retry)
            else 4
            if isinstance(one, Pick | Tick | Match | Quiz)
            else 1
            if isinstance(one, Undo | Quizzes)
            else 0
            for _, _, one in buttons
        ]
        if isinstance(buttons[-1][2], Quizzes) and any(weights[:-1]):
            weights[-1] = 0  # the way out of a question
        return self.dice.choices(buttons, weights)[0]

    def _note(self, update: dict[str, Any]) -> None:
        if update["update_id"] in self.sent:
            return
        self.sent.add(update["update_id"])
        action = unpack(update.get("callback_query", {}).get("data", ""))
        if isinstance(action, InTurn):
            self.deeds[action.session, action.turn].append(action)


def _buttons(screen: dict[str, Any]) -> list[tuple[int, int, Action]]:
    """Rows, columns and what the buttons hold."""
    rows = screen.get("reply_markup", {}).get("inline_keyboard", [])
    return [
        (row, column, action)
        for row, line in enumerate(rows)
        for column, button in enumerate(line)
        if (action := unpack(button["callback_data"])) is not None
    ]
