"""The screen of a question that waits for its answer.

Whatever is tapped can be typed: a label, the words of a button, or several labels at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.actions import Confirm, Hint, Match, Pick, Quizzes, Reading, Sure, Tick, Undo
from bot.core.answers import Piece, closest, difference
from bot.core.course import (
    LABELS,
    Choices,
    Course,
    Matching,
    ModuleId,
    Ordering,
    Question,
    TextTyped,
    TrueOrFalse,
    right_answers,
)
from bot.core.offers import in_words, offered, wanted
from bot.core.screens import Button, Rows, Screen
from bot.core.session import Session

LEVELS = ("Guess", "Think so", "Sure")


@dataclass(frozen=True)
class Labelled:
    """An option as it stands in the text, with its label; `is_taken` when ticked or chosen."""

    label: str
    text: str
    is_taken: bool = False


@dataclass(frozen=True)
class Placed:
    """A line of what is being arranged: the entry of an order, or an item with its match.

    `text` is None where the order's entry, `match` where the item's match, is still to come.
    """

    text: str | None
    match: str | None = None


@dataclass(frozen=True)
class Near:
    """What was typed and is almost right, piece by piece beside the form that is meant."""

    typed: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Time:
    """What is left of a test's time; `ends` is in the course's zone."""

    left: timedelta
    ends: datetime


@dataclass(frozen=True, kw_only=True)
class QuestionScreen(Screen):
    """A question that waits for its answer.

    `fitting` is how many options fit, said only where several do; `unit` what a typed number
    counts; None elsewhere.  `arranged` is what has been arranged so far, with what is still to
    come.  `typed` is what was typed and is not handed in, `near` what was almost right.
    `hints` are those that were read; `next_hint` says that there is another.  `is_ready` when the
    answer can be handed in by saying how sure one is.  `time` is None where there is no hurry.
    """

    title: str
    kind: str
    number: int
    total: int
    question: Question
    options: tuple[Labelled, ...]
    fitting: int | None
    unit: str | None
    arranged: tuple[Placed, ...]
    typed: str | None
    near: Near | None
    hints: tuple[str, ...]
    next_hint: bool
    asks_confidence: bool
    is_ready: bool
    time: Time | None


def title_of(course: Course, session: Session) -> str:
    """The quiz's name, or the module's."""
    quiz = course.quiz(session.quiz)
    if quiz is not None:
        return quiz.title
    module = course.modules.get(ModuleId(session.quiz))
    return course.title if module is None else module.title


def question_screen(
    course: Course, session: Session, question: Question, time: Time | None = None
) -> QuestionScreen:
    options = labelled_options(question, session)
    is_ready = _is_ready(session, question)
    fitting = len(right_answers(question)) if isinstance(question, Choices) else None
    typed = session.draft[0] if session.draft and not options else None
    next_hint = session.hints < len(question.hints) and session.kind != "before"
    return QuestionScreen(
        title=title_of(course, session),
        kind=session.kind,
        number=session.position + 1,
        total=len(session.questions),
        question=question,
        options=options,
        fitting=fitting,
        unit=getattr(question, "unit", None),
        arranged=_arranged(session, question),
        typed=typed,
        near=_near(session, question),
        hints=question.hints[: session.hints],
        next_hint=next_hint,
        asks_confidence=session.asks_confidence,
        is_ready=is_ready and session.asks_confidence,
        time=time,
        rows=(
            *_answers(session, question, options),
            *_handing_in(session, question, is_ready=is_ready),
            *_help(session, question, next_hint=next_hint),
            (way_back(session),),
        ),
    )


def labelled_options(question: Question, session: Session) -> tuple[Labelled, ...]:
    """What can be taken, in the order of the screen."""
    return tuple(
        Labelled(LABELS[index], in_words(question, one), one in session.draft)
        for index, one in enumerate(offered(question, session.seed))
    )


def way_back(session: Session) -> Button:
    """The way out of a walk; it can be gone on with later."""
    if session.kind == "check" and session.page is not None:
        return Button("← Back to the page", Reading(ModuleId(session.quiz), session.page))
    return Button("Stop here", Quizzes())


def _is_ready(session: Session, question: Question) -> bool:
    return len(session.draft) >= max(1, wanted(question))


def _answers(session: Session, question: Question, options: Sequence[Labelled]) -> Rows:
    here = (session.id, session.turn)
    match question:
        case Choices():
            ticks = (
                Button(
                    f"{'☑' if one.is_taken else '☐'} {one.label}",
                    Tick(*here, position, int(not one.is_taken)),
                    key=one.label,
                )
                for position, one in enumerate(options)
            )
            return in_rows(tuple(ticks), 4)
        case Ordering():
            rest = (
                Button(one.label, Pick(*here, position), key=one.label)
                for position, one in enumerate(options)
                if not one.is_taken
            )
            return in_rows(tuple(rest), 4)
        case Matching():
            item = len(session.draft)
            if item == len(question.pairs):
                return ()
            matches = (
                Button(one.label, Match(*here, item, position), key=one.label)
                for position, one in enumerate(options)
            )
            return in_rows(tuple(matches), 4)
        case _:
            is_short = isinstance(question, TrueOrFalse)
            picks = (
                Button(
                    f"{'● ' if one.is_taken else ''}{one.label}{f'. {one.text}' * is_short}",
                    Pick(*here, position),
                    key=one.label,
                )
                for position, one in enumerate(options)
            )
            return in_rows(tuple(picks), 4)


def _handing_in(session: Session, question: Question, *, is_ready: bool) -> Rows:
    here = (session.id, session.turn)
    if session.asks_confidence:
        levels = enumerate(LEVELS, start=1)
        row = tuple(Button(text, Sure(*here, level), style="primary") for level, text in levels)
        return (row,) if is_ready else ()
    is_arranged = wanted(question) > 0 and is_ready
    if is_arranged or isinstance(question, Choices):
        return ((Button("Confirm", Confirm(*here), style="primary"),),)
    return ()


def _help(session: Session, question: Question, *, next_hint: bool) -> Rows:
    row = []
    if wanted(question) and session.draft:
        row.append(Button("Undo", Undo(session.id, session.turn, len(session.draft))))
    if next_hint:
        row.append(Button("Hint", Hint(session.id, session.turn, session.hints)))
    return (tuple(row),) if row else ()


def in_rows(buttons: tuple[Button, ...], width: int) -> Rows:
    """Rows of much the same length, none longer than `width`."""
    if not buttons:
        return ()
    rows = -(-len(buttons) // width)
    each = -(-len(buttons) // rows)
    return tuple(buttons[start : start + each] for start in range(0, len(buttons), each))


def _arranged(session: Session, question: Question) -> tuple[Placed, ...]:
    missing = (None,) * (wanted(question) - len(session.draft))
    match question:
        case Ordering():
            return tuple(Placed(one) for one in (*session.draft, *missing))
        case Matching():
            matches = (*session.draft, *missing)
            return tuple(
                Placed(pair.item, match)
                for pair, match in zip(question.pairs, matches, strict=False)
            )
        case _:
            return ()


def _near(session: Session, question: Question) -> Near | None:
    if not isinstance(question, TextTyped) or not session.tries:
        return None
    return nearly(question, session.tries[-1])


def nearly(question: TextTyped, typed: str) -> Near:
    """What was typed beside the accepted form that it came nearest to."""
    return Near(typed, difference(typed, closest(typed, question.forms)))
