"""What changes something first, and then leads to a place."""

from dataclasses import dataclass

from bot.core.actions.ids import SessionId
from bot.core.course import ModuleId, PageId, QuizId


@dataclass(frozen=True)
class Leaf:
    """Turn what is looked up to another part, counted from 0."""

    part: int


@dataclass(frozen=True)
class Back:
    """Leave what is looked up for where one was before."""


@dataclass(frozen=True)
class Picture:
    """Look at a page's picture."""

    module: ModuleId
    page: PageId


@dataclass(frozen=True)
class Open:
    """Go to where one left a module."""

    module: ModuleId


@dataclass(frozen=True)
class Onward:
    """The page is read: go to its check question, the next page, or the end."""

    module: ModuleId
    page: PageId


@dataclass(frozen=True)
class Quiz:
    """Begin a quiz, or go on with it; a module's own goes by the module's id."""

    quiz: QuizId


@dataclass(frozen=True)
class Before:
    """Answer a module's questions before reading it."""

    module: ModuleId


@dataclass(frozen=True)
class After:
    """Answer the same questions after reading it."""

    module: ModuleId


@dataclass(frozen=True)
class Pick:
    """Take the option at a position on the screen, counted from 0: as the answer, or as the
    next entry of an order."""

    session: SessionId
    turn: int
    position: int


@dataclass(frozen=True)
class Tick:
    """Tick an option (`on` is 1) or untick it (0): doing it twice does no harm."""

    session: SessionId
    turn: int
    position: int
    on: int


@dataclass(frozen=True)
class Match:
    """Match the item of that number, counted from 0, to the choice at a position."""

    session: SessionId
    turn: int
    item: int
    position: int


@dataclass(frozen=True)
class Undo:
    """Take back the last of `count` entries: doing it twice does no harm."""

    session: SessionId
    turn: int
    count: int


@dataclass(frozen=True)
class Hint:
    """Read the hint after the first `count`."""

    session: SessionId
    turn: int
    count: int


@dataclass(frozen=True)
class Confirm:
    """Hand in what is ticked or arranged."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Sure:
    """Hand in the answer and say how sure one is: 1 guessed, 2 thought so, 3 sure."""

    session: SessionId
    turn: int
    level: int


@dataclass(frozen=True)
class Next:
    """Leave the feedback."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Retry:
    """Answer again what was missed in a session that has ended."""

    session: SessionId


@dataclass(frozen=True)
class Report:
    """Say what is wrong with the question of an answer: a reason of `reports.REASONS`."""

    session: SessionId
    turn: int
    reason: int


@dataclass(frozen=True)
class AskConfidence:
    """Be asked how sure one is where a quiz asks (1), or never (0)."""

    on: int


@dataclass(frozen=True)
class ExtraTime:
    """Have so many per cent more time in tests."""

    percent: int
