"""The class as its instructors see it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.course import ModuleId, QuestionId, Quiz
from bot.core.progress import Result

ABSENT_AFTER = timedelta(days=7)
# control, format (bidi overrides among them), surrogate, private, unassigned
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINERS = "\u200c\u200d"  # part of Persian words and of emoji
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters and a symbol drawn as nothing


@dataclass(frozen=True)
class Pupil:
    """A student in the roster: the name as given, and when last seen."""

    name: str
    seen: datetime


@dataclass(frozen=True)
class Standing:
    """A module in the class.

    `began` counts students with a page read or a quiz begun, `finished` those with all pages
    read and a quiz finished.  `first_result` is the mean share right in each student's first
    finished quiz, 0 to 1, over `first_quizzes` students; None where there is none.
    """

    module: ModuleId
    began: int
    finished: int
    first_result: float | None
    first_quizzes: int


@dataclass(frozen=True)
class Gain:
    """Mean shares right, 0 to 1, of the `n` students who answered the same questions before
    reading a module and after it, the first time each."""

    before: float
    after: float
    n: int


@dataclass(frozen=True)
class Taken:
    """A test as the class took it: how many students, the mean of their best results, 0 to 1, and
    how many passed, None where nothing passes."""

    title: str
    students: int
    mean: float
    passed: int | None


@dataclass(frozen=True)
class Missed:
    """How often a question was wrong the first time a student answered it in a quiz."""

    question: QuestionId
    wrong: int
    n: int

    @property
    def share(self) -> float:
        return self.wrong / self.n


@dataclass(frozen=True)
class ModulePupil:
    """A student in one module; `first_result` is a share, None before a finished quiz."""

    name: str
    pages_read: int
    answered: int
    first_result: float | None


def taken(quiz: Quiz, best: Sequence[Result]) -> Taken | None:
    """From each student's best result; None where nobody took it."""
    if not best:
        return None
    mean = sum(one.share for one in best) / len(best)
    mark = quiz.pass_mark
    passed = None if mark is None else sum(one.percent >= mark for one in best)
    return Taken(quiz.title, len(best), mean, passed)


def absent(pupils: Sequence[Pupil], now: datetime) -> tuple[Pupil, ...]:
    """Who has not been seen for a week, longest absence first."""
    gone = [pupil for pupil in pupils if now - pupil.seen > ABSENT_AFTER]
    return tuple(sorted(gone, key=lambda pupil: pupil.seen))


def most_missed(missed: Sequence[Missed], most: int = 3) -> tuple[Missed, ...]:
    """The questions missed by the largest share of students; those never missed are left out."""
    wrong = [one for one in missed if one.wrong]
    return tuple(sorted(wrong, key=lambda one: (-one.share, -one.n, one.question))[:most])


def clean_name(name: str, id_: int) -> str:
    """A name fit to stand in a list: on one line, at most 40 characters, without marks that
    would turn its neighbours around; the id where nothing is left of it."""
    kept = (
        char
        for char in unicodedata.normalize("NFC", name)
        if unicodedata.category(char) not in _INVISIBLE or char in _JOINERS
    )
    words = " ".join("".join(kept).split())
    if not any(_is_visible(char) for char in words):
        return f"student {id_}"
    return words[:39].rstrip() + "…" if len(words) > 40 else words


def _is_visible(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNPS" and char not in _BLANK
