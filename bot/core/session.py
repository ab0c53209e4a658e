"""The state machine of one walk through questions: a quiz, a retry, a page's check, a pretest.

Rule 1: everything that decides what an event does to a session stands here.  Rule 2: an event
that does not belong to the present turn changes nothing; `step` says so and returns the
session as it was.  A turn begins when a question is put on the screen and lasts until its
feedback is left; its number never comes back, so a button of an earlier turn is recognised
whatever happened since.  Rule 3: an event that comes twice does what it does once.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Literal, Protocol

from bot.core.actions import (
    Confirm,
    Hint,
    Match,
    Next,
    Pick,
    SessionId,
    StudentId,
    Sure,
    Tick,
    Undo,
)
from bot.core.answers import Verdict
from bot.core.course import (
    Choice,
    Choices,
    Matching,
    Mode,
    NumberTyped,
    Ordering,
    PageId,
    Question,
    QuestionId,
    QuizId,
    TextTyped,
    TrueOrFalse,
    WhoseClaim,
)
from bot.core.grading import Reply, after_hints, grade, verdict
from bot.core.hangul import visible
from bot.core.numbers import typed_number
from bot.core.offers import in_words, labels_in, offered, wanted

# quiz: one of the course's, in its mode; before and after: a module's pretest and its like
Kind = Literal["quiz", "retry", "check", "before", "after"]
LONGEST_TYPED = 100


class Questions(Protocol):
    """Where questions are found: a module, or the course."""

    def question(self, question: str) -> Question | None: ...


@dataclass(frozen=True)
class Session:
    """Where a walk stands.

    `quiz` is the quiz's id, a module's for what belongs to a module.  `questions` is the whole
    walk in order, `position` the index of the present one.  `ends` is when a test stops by
    itself, None for never.  `asked` stands for the question and its options as they were put on
    the screen.  `draft` is what has been ticked, arranged or typed and is not handed in; `tries`
    what was typed before and was almost right; `hints` how many were read; `sure` how sure the
    student said to be, None before.  `reply` is None while the question waits for an answer.
    `page` is the page a check belongs to, and None elsewhere.
    """

    id: SessionId
    student: StudentId
    kind: Kind
    quiz: QuizId
    page: PageId | None
    seed: int
    questions: tuple[QuestionId, ...]
    mode: Mode = "study"
    asks_confidence: bool = False
    ends: datetime | None = None
    position: int = 0
    turn: int = 0
    asked: str = ""
    draft: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()
    hints: int = 0
    sure: int | None = None
    reply: Reply | None = None
    has_ended: bool = False

    @property
    def present(self) -> QuestionId:
        return self.questions[self.position]

    @property
    def is_silent(self) -> bool:
        """Whether feedback waits for the end."""
        return self.mode == "test" or self.kind == "before"


@dataclass(frozen=True)
class Answer:
    """A fact, recorded once: what was replied to one question in one turn.

    `mark` is between 0 and 1, less what the hints cost; `is_right` says whether it was all of it
    before that.  `sure` is 1, 2 or 3, None where it was not asked; `tries` is what was typed
    before and was almost right.
    """

    session: SessionId
    turn: int
    student: StudentId
    question: QuestionId
    version: str
    reply: Reply
    mark: float
    is_right: bool
    sure: int | None = None
    hints: int = 0
    tries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Typed:
    """What was typed in answer to the present question."""

    text: str


Turned = Pick | Tick | Match | Undo | Hint | Confirm | Sure
Event = Turned | Next | Typed


class Refusal(Enum):
    """Why an event changed nothing."""

    PAST = "its turn is over"
    ANSWERED = "this turn has its answer"
    JUST_LEFT = "a second tap on the button that led here"
    NOTHING_TICKED = "nothing is ticked"
    NOT_ALL = "something is still to be arranged"
    NOT_OFFERED = "there is no such option"
    NO_NUMBER = "this is not a number"
    TOO_LONG = "this is too long for an answer"


@dataclass(frozen=True)
class Step:
    """The session after an event; `refusal` is set where the event changed nothing."""

    session: Session
    answer: Answer | None = None
    refusal: Refusal | None = None


def timed(session: Session, now: datetime) -> Session:
    """The session, ended if its time is over."""
    if session.has_ended or session.ends is None or now < session.ends:
        return session
    return _ended(session)


def step(session: Session, event: Event, questions: Questions) -> Step:
    """What the event does to a session that `timed` and `refreshed` have brought up to date."""
    if isinstance(event, Next):
        return _left(session, event, questions)
    refusal = _refusal(session, event)
    question = None if session.has_ended else questions.question(session.present)
    if refusal is not None or question is None:
        return Step(session, refusal=refusal or Refusal.PAST)
    if isinstance(event, Hint):
        is_next = event.count == session.hints < len(question.hints) and session.kind != "before"
        return Step(replace(session, hints=session.hints + 1) if is_next else session)
    if isinstance(event, Confirm | Sure):
        return _handed_in(session, question, event, questions)
    match question, event:
        case Choices(), Tick(position=position, on=on):
            return _ticked(session, offered(question, session.seed), position, is_on=bool(on))
        case Choice() | TrueOrFalse() | WhoseClaim(), Pick(position=position):
            return _picked(session, question, position, questions)
        case Ordering(), Pick(position=position):
            return _placed(session, question, position)
        case Matching(), Match(item=item, position=position):
            return _matched(session, question, item, position)
        case Ordering() | Matching(), Undo(count=count):
            is_last = count == len(session.draft) > 0
            return Step(replace(session, draft=session.draft[:-1]) if is_last else session)
        case NumberTyped() | TextTyped(), Typed(text=text):
            return _typed(session, question, text, questions)
        case _:
            return Step(session, refusal=Refusal.NOT_OFFERED)


def refreshed(session: Session, questions: Questions) -> Session:
    """The session brought up to the course as it is now.

    Questions that are gone are passed over.  A question that changed while it stood on the
    screen is asked anew, in a turn of its own, so that no tap is judged by a text the student
    has not seen.  A session that has ended, or shows feedback, stays as it is.
    """
    if session.has_ended:
        return session
    if session.mode == "test":
        session = _without_gone(session, questions)
    if session.reply is not None:
        if questions.question(session.present) is not None:
            return session
        session = replace(session, reply=None, asked="")
    for position in range(session.position, len(session.questions)):
        question = questions.question(session.questions[position])
        if question is None:
            continue
        shown = _as_shown(session, question)
        if position == session.position and shown == session.asked:
            return session
        fresh = replace(session, draft=(), tries=(), hints=0, sure=None)
        return replace(fresh, position=position, turn=session.turn + 1, asked=shown)
    return _ended(session)


def _without_gone(session: Session, questions: Questions) -> Session:
    """In a test what is left open counts as wrong; what nobody can answer any more does not."""
    done, rest = session.questions[: session.position], session.questions[session.position :]
    there = tuple(one for one in rest if questions.question(one) is not None)
    return session if there == rest else replace(session, questions=(*done, *there))


def labelled(session: Session, question: Question, text: str) -> Session | None:
    """The session with what was meant by typed labels, as in "A, C", ticked or arranged; None
    if the text names anything else."""
    if not isinstance(question, Choices | Ordering | Matching):
        return None
    options = offered(question, session.seed)
    positions = labels_in(text, len(options))
    if positions is None:
        return None
    taken = tuple(options[one] for one in positions)
    if isinstance(question, Choices):
        return replace(session, draft=tuple(one for one in options if one in taken))
    draft = taken if len(taken) == wanted(question) else (*session.draft, *taken)
    is_twice = isinstance(question, Ordering) and len(set(draft)) < len(draft)
    return None if is_twice or len(draft) > wanted(question) else replace(session, draft=draft)


def _as_shown(session: Session, question: Question) -> str:
    """Differs where a position on the screen could mean another option."""
    options = (in_words(question, one) for one in offered(question, session.seed))
    shown = "\0".join((question.version, *options))
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def _refusal(session: Session, event: Turned | Typed) -> Refusal | None:
    if isinstance(event, Typed):
        is_present = not session.has_ended
    else:
        is_present = not session.has_ended and event.turn == session.turn
    if not is_present:
        if session.is_silent and not isinstance(event, Typed):
            # nothing is said between two questions, so a second tap comes from the one before
            before = session.turn if session.has_ended else session.turn - 1
            return Refusal.JUST_LEFT if event.turn == before else Refusal.PAST
        return Refusal.PAST
    return None if session.reply is None else Refusal.ANSWERED


def _left(session: Session, event: Next, questions: Questions) -> Step:
    if event.turn == session.turn and session.reply is not None and not session.has_ended:
        return Step(_onward(session, questions))
    just_left = event.turn == session.turn if session.has_ended else event.turn == session.turn - 1
    return Step(session, refusal=Refusal.JUST_LEFT if just_left else Refusal.PAST)


def _onward(session: Session, questions: Questions) -> Session:
    if session.position + 1 >= len(session.questions):
        return _ended(session)
    return refreshed(
        replace(session, position=session.position + 1, reply=None, asked=""), questions
    )


def _ended(session: Session) -> Session:
    return replace(session, has_ended=True, draft=(), tries=(), hints=0, sure=None)


def _ticked(session: Session, options: Sequence[str], position: int, *, is_on: bool) -> Step:
    if position >= len(options):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    ticks = {*session.draft} - {options[position]} | ({options[position]} if is_on else set())
    return Step(replace(session, draft=tuple(one for one in options if one in ticks)))


def _picked(session: Session, question: Question, position: int, questions: Questions) -> Step:
    options = offered(question, session.seed)
    if position >= len(options):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    if session.asks_confidence:
        return Step(replace(session, draft=(options[position],)))
    return _answered(session, question, (options[position],), questions)


def _placed(session: Session, question: Ordering, position: int) -> Step:
    options = offered(question, session.seed)
    if position >= len(options):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    if options[position] in session.draft:
        return Step(session)
    return Step(replace(session, draft=(*session.draft, options[position])))


def _matched(session: Session, question: Matching, item: int, position: int) -> Step:
    options = offered(question, session.seed)
    if position >= len(options) or item >= len(question.pairs):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    if item != len(session.draft):
        return Step(session)
    return Step(replace(session, draft=(*session.draft, options[position])))


def _typed(
    session: Session, question: NumberTyped | TextTyped, text: str, questions: Questions
) -> Step:
    text = " ".join(text.split())
    if not visible(text).strip():
        return Step(session, refusal=Refusal.NOT_OFFERED)
    if len(text) > LONGEST_TYPED:
        return Step(session, refusal=Refusal.TOO_LONG)
    if isinstance(question, NumberTyped) and typed_number(text, question.unit) is None:
        return Step(session, refusal=Refusal.NO_NUMBER)
    drafted = replace(session, draft=(text,))
    if session.asks_confidence and session.sure is None:
        return Step(drafted)
    return _handed_in(drafted, question, None, questions)


def _handed_in(
    session: Session, question: Question, event: Confirm | Sure | None, questions: Questions
) -> Step:
    if isinstance(event, Sure) and not (session.asks_confidence and 1 <= event.level <= 3):
        return Step(session, refusal=Refusal.NOT_OFFERED)
    if len(session.draft) < wanted(question):
        return Step(session, refusal=Refusal.NOT_ALL)
    if not session.draft:
        # what was almost right has just been handed in, and is to be typed once more
        return Step(session, refusal=None if session.tries else Refusal.NOTHING_TICKED)
    if isinstance(event, Sure):
        session = replace(session, sure=event.level)
    reply = session.draft
    if isinstance(question, Choices):
        reply = tuple(one.text for one in question.options if one.text in session.draft)
    if (
        isinstance(question, TextTyped)
        and not (session.tries or session.is_silent)
        and verdict(question, reply[0]) is Verdict.ALMOST
    ):
        return Step(replace(session, draft=(), tries=reply))
    return _answered(session, question, reply, questions)


def _answered(session: Session, question: Question, reply: Reply, questions: Questions) -> Step:
    judged = grade(question, reply)
    answer = Answer(
        session.id,
        session.turn,
        session.student,
        session.present,
        question.version,
        reply,
        after_hints(question, judged.mark, session.hints),
        judged.is_right,
        session.sure,
        session.hints,
        session.tries,
    )
    answered = replace(session, reply=reply, draft=(), tries=(), hints=0, sure=None)
    return Step(_onward(answered, questions) if session.is_silent else answered, answer)
