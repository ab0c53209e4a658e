"""The state machine of one walk through questions: a quiz, a retry, a page's check.

Rule 1: everything that decides what an event does to a session stands here.  Rule 2: an event
that does not belong to the present turn changes nothing; `step` says so and returns the
session as it was.  A turn begins when a question is put on the screen and lasts until its
feedback is left; its number never comes back, so a button of an earlier turn is recognised
whatever happened since.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal, assert_never

from bot.core.actions import Confirm, Next, Pick, SessionId, StudentId, Tick
from bot.core.course import (
    LABELS,
    Choice,
    Choices,
    Module,
    ModuleId,
    NumberTyped,
    PageId,
    Question,
    QuestionId,
    TrueOrFalse,
)
from bot.core.grading import Grade, Reply, grade, typed_number

Kind = Literal["quiz", "retry", "check"]
TRUTH = ("true", "false")


@dataclass(frozen=True)
class Session:
    """Where a walk stands.

    `questions` is the whole walk in order, `position` the index of the present one.
    `asked` stands for the question and its options as they were put on the screen.  `ticks` are
    texts of ticked options.  `reply` is None while the question waits for an answer.  `page` is the
    page a check belongs to, and None for a quiz.
    """

    id: SessionId
    student: StudentId
    kind: Kind
    module: ModuleId
    page: PageId | None
    seed: int
    questions: tuple[QuestionId, ...]
    position: int = 0
    turn: int = 0
    asked: str = ""
    ticks: frozenset[str] = frozenset()
    reply: Reply | None = None
    has_ended: bool = False

    @property
    def present(self) -> QuestionId:
        return self.questions[self.position]


@dataclass(frozen=True)
class Answer:
    """A fact, recorded once: what was replied to one question in one turn."""

    session: SessionId
    turn: int
    student: StudentId
    question: QuestionId
    version: str
    reply: Reply
    mark: float

    @property
    def is_right(self) -> bool:
        return self.mark == 1


@dataclass(frozen=True)
class Typed:
    """A number typed in answer to the present question."""

    text: str


Event = Pick | Tick | Confirm | Next | Typed


class Refusal(Enum):
    """Why an event changed nothing."""

    PAST = "its turn is over"
    ANSWERED = "this turn has its answer"
    JUST_LEFT = "a second tap on the button that led here"
    NOTHING_TICKED = "nothing is ticked"
    NOT_OFFERED = "there is no such option"
    NO_NUMBER = "this is not a number"


@dataclass(frozen=True)
class Step:
    """The session after an event; `refusal` is set where the event changed nothing."""

    session: Session
    answer: Answer | None = None
    refusal: Refusal | None = None


def begin(
    session: SessionId,
    student: StudentId,
    kind: Kind,
    module: Module,
    questions: Sequence[QuestionId],
    *,
    seed: int,
    page: PageId | None = None,
) -> Session:
    """A new walk through questions of the module, the first of them on the screen."""
    fresh = Session(session, student, kind, module.id, page, seed, tuple(questions))
    return refreshed(fresh, module)


def order(session: Session, question: Choice | Choices) -> tuple[str, ...]:
    """The options' texts as they stand on the screen.

    Shuffled by the session's seed, and by nothing else: the same on every screen of the walk,
    after a restart too, and another in the next walk.
    """
    texts = tuple(option.text for option in question.options)
    if not question.shuffle:
        return texts
    return tuple(sorted(texts, key=lambda text: _lot(session.seed, question.id, text)))


def _lot(seed: int, question: str, text: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{question}\0{text}".encode()).digest()


def step(session: Session, event: Event, module: Module) -> Step:
    """What the event does to a session that `refreshed` has brought up to the module."""
    if isinstance(event, Next):
        return _left(session, event, module)
    refusal = _refusal(session, event)
    question = None if session.has_ended else module.question(session.present)
    if refusal is not None or question is None:
        return Step(session, refusal=refusal or Refusal.PAST)
    match question, event:
        case Choices(), Tick(position=position, on=on):
            return _ticked(session, order(session, question), position, is_on=bool(on))
        case Choices(), Confirm():
            if not session.ticks:
                return Step(session, refusal=Refusal.NOTHING_TICKED)
            reply = tuple(o.text for o in question.options if o.text in session.ticks)
            return _answered(session, question, reply)
        case Choice(), Pick(position=position):
            return _picked(session, question, order(session, question), position)
        case TrueOrFalse(), Pick(position=position):
            return _picked(session, question, TRUTH, position)
        case NumberTyped(), Typed(text=text):
            if typed_number(text, question.unit) is None:
                return Step(session, refusal=Refusal.NO_NUMBER)
            return _answered(session, question, (" ".join(text.split()),))
        case _:
            return Step(session, refusal=Refusal.NOT_OFFERED)


def refreshed(session: Session, module: Module) -> Session:
    """The session brought up to the course as it is now.

    Questions that are gone are passed over.  A question that changed while it stood on the
    screen is asked anew, in a turn of its own, so that no tap is judged by a text the student
    has not seen.  A session that has ended, or shows feedback, stays as it is.
    """
    if session.has_ended:
        return session
    if session.reply is not None:
        if module.question(session.present) is not None:
            return session
        session = replace(session, reply=None, asked="")
    for position in range(session.position, len(session.questions)):
        question = module.question(session.questions[position])
        if question is None:
            continue
        shown = _as_shown(session, question)
        if position == session.position and shown == session.asked:
            return session
        return replace(
            session,
            position=position,
            turn=session.turn + 1,
            asked=shown,
            ticks=frozenset(),
        )
    return replace(session, has_ended=True, ticks=frozenset())


def _as_shown(session: Session, question: Question) -> str:
    """Differs where a position on the screen could mean another option."""
    shown = "\0".join((question.version, *labelled(question, session)))
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def _refusal(session: Session, event: Pick | Tick | Confirm | Typed) -> Refusal | None:
    if isinstance(event, Typed):
        is_present = not session.has_ended
    else:
        is_present = not session.has_ended and event.turn == session.turn
    if not is_present:
        return Refusal.PAST
    return None if session.reply is None else Refusal.ANSWERED


def _left(session: Session, event: Next, module: Module) -> Step:
    if event.turn == session.turn and session.reply is not None and not session.has_ended:
        if session.position + 1 >= len(session.questions):
            return Step(replace(session, has_ended=True))
        onward = replace(session, position=session.position + 1, reply=None, asked="")
        return Step(refreshed(onward, module))
    just_left = event.turn == session.turn if session.has_ended else event.turn == session.turn - 1
    return Step(session, refusal=Refusal.JUST_LEFT if just_left else Refusal.PAST)


def _ticked(session: Session, options: Sequence[str], position: int, *, is_on: bool) -> Step:
    if position >= len(options):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    option = {options[position]}
    return Step(replace(session, ticks=session.ticks | option if is_on else session.ticks - option))


def _picked(session: Session, question: Question, options: Sequence[str], position: int) -> Step:
    if position >= len(options):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    return _answered(session, question, (options[position],))


def _answered(session: Session, question: Question, reply: Reply) -> Step:
    judged: Grade = grade(question, reply)
    answer = Answer(
        session.id,
        session.turn,
        session.student,
        session.present,
        question.version,
        reply,
        judged.mark,
    )
    return Step(replace(session, reply=reply, ticks=frozenset()), answer)


def labelled(question: Question, session: Session) -> tuple[str, ...]:
    """What can be tapped, in the order of the screen; empty where the answer is typed."""
    match question:
        case Choice() | Choices():
            return order(session, question)
        case TrueOrFalse():
            return ("True", "False")
        case NumberTyped():
            return ()
        case _:
            assert_never(question)


def ticked(session: Session, question: Choices, text: str) -> Session | None:
    """The session with the options ticked whose labels were typed, as in "A, C"; None if the
    text names anything else."""
    typed = unicodedata.normalize("NFKC", text).upper()
    letters = [letter for letter in typed if letter not in ",;.&+/" and not letter.isspace()]
    options = dict(zip(LABELS, order(session, question), strict=False))
    if not letters or not set(letters) <= set(options):
        return None
    return replace(session, ticks=frozenset(options[letter] for letter in letters))
