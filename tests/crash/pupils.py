"""Students with nervous fingers, and what counts of all they do.

The rule they are judged by: of all that is handed in to a question, the first is the answer.
"""

import random
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from bot.core.actions import Action, Confirm, Pick, Tick, unpack
from bot.core.course import Course, Question
from bot.preview.server import LocalTelegram


def words(text: str) -> str:
    """The text without emphasis and line breaks."""
    return " ".join(text.replace("*", "").split())


def asked(course: Course, text: str) -> Question:
    """The question that stands in a message."""
    (found,) = (one for one in course.questions.values() if words(one.ask) in words(text))
    return found


@dataclass
class HandedIn:
    """What counts of all taps and texts, in the order in which somebody made them.

    Turns are (session, turn); `replies` and `ticks` are positions of options; `numbers` are what
    was typed first, by the question's id.
    """

    replies: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    ticks: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def note(self, action: Action | None) -> None:
        match action:
            case Pick(session=session, turn=turn, position=position):
                self.replies.setdefault((session, turn), frozenset({position}))
            case Tick(session=session, turn=turn, position=position, on=on):
                ticks = self.ticks.get((session, turn), frozenset())
                self.ticks[session, turn] = ticks | {position} if on else ticks - {position}
            case Confirm(session=session, turn=turn) if self.ticks.get((session, turn)):
                self.replies.setdefault((session, turn), self.ticks[session, turn])
            case _:
                pass


@dataclass
class Pupil:
    """Somebody who answers what stands on the screen, with nervous fingers."""

    telegram: LocalTelegram
    person: int
    dice: random.Random
    course: Course
    sent: set[int] = field(default_factory=set)
    handed_in: HandedIn = field(default_factory=HandedIn)
    earlier: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=20))

    @property
    def screen(self) -> dict[str, Any] | None:
        mine = [one for one in self.telegram.messages(self.person) if one["from"]["is_bot"]]
        return mine[-1] if mine else None

    def act(self) -> None:
        """One thing that a student might do now, perhaps twice."""
        for update in self._does():
            if update["update_id"] in self.sent:
                continue
            self.sent.add(update["update_id"])
            self.earlier.append(update)
            self.handed_in.note(unpack(update.get("callback_query", {}).get("data", "")))

    def _does(self) -> list[dict[str, Any]]:
        screen = self.screen
        if screen is None:
            return [self.telegram.send(self.person, "/quiz")]
        rows = screen.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [
            (row, column, button)
            for row, line in enumerate(rows)
            for column, button in enumerate(line)
        ]
        if "Type the number" in screen["text"]:
            number = str(self.dice.randrange(300))
            question = asked(self.course, screen["text"])
            self.handed_in.numbers.setdefault(question.id, number)
            return [self.telegram.send(self.person, number)]
        if not buttons:
            return [self.telegram.send(self.person, "/quiz")]
        row, column, _ = self._chosen(buttons)
        update = self.telegram.tap(self.person, screen["message_id"], row=row, column=column)
        return [update, *self._nervously(update, buttons, screen)]

    def _chosen(self, buttons: list[Any]) -> Any:
        """Answer, tick, confirm or go on; never stop."""
        useful = [
            one
            for one in buttons
            if isinstance(unpack(one[2]["callback_data"]), Pick | Tick | Confirm)
        ]
        if len(useful) > 2 and self.dice.random() < 0.4:
            return useful[-1]
        return self.dice.choice(useful) if useful else buttons[0]

    def _nervously(
        self, update: dict[str, Any], buttons: list[Any], screen: dict[str, Any]
    ) -> list[dict[str, Any]]:
        match self.dice.randrange(7):
            case 0:
                return [self.telegram.again(update, new_id=True)]
            case 1:
                return [self.telegram.again(update, new_id=False)]
            case 2:
                row, column, _ = self._chosen(buttons)
                number = screen["message_id"]
                return [self.telegram.tap(self.person, number, row=row, column=column)]
            case 3:
                taps = [one for one in self.earlier if "callback_query" in one]
                return [self.telegram.again(self.dice.choice(taps), new_id=True)] if taps else []
            case _:
                return []
