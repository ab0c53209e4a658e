"""What a student or an instructor can do, and how it rides in a button.

A `Place` is somewhere to be: the screen drawn from it shows only what is stored, so it can be
drawn again at any time.  The other actions change something first and lead to a place.  What
is looked up lies beside the way: one goes back to where one was.  What a button carries is at
most 64 bytes and never holds an answer or its correctness: positions are those on the screen.
"""

from dataclasses import Field, dataclass, fields
from typing import Any, NewType

from bot.core.course import ModuleId, PageId, QuestionId, TermId

SessionId = NewType("SessionId", int)
StudentId = NewType("StudentId", int)


@dataclass(frozen=True)
class Home:
    """The greeting."""


@dataclass(frozen=True)
class Modules:
    """All modules, with how far one is."""


@dataclass(frozen=True)
class Reading:
    """One page."""

    module: ModuleId
    page: PageId


@dataclass(frozen=True)
class Finished:
    """The end of a module's pages."""

    module: ModuleId


@dataclass(frozen=True)
class Quizzes:
    """All quizzes, with the last result of each."""


@dataclass(frozen=True)
class Answering:
    """A session: its question, the feedback to it, or its result."""

    session: SessionId


@dataclass(frozen=True)
class Progress:
    """What one has read and answered."""


@dataclass(frozen=True)
class Help:
    """The commands."""


@dataclass(frozen=True)
class Class:
    """The class at a glance; for instructors."""


@dataclass(frozen=True)
class ClassModule:
    """The class in one module, by its id; for instructors."""

    module: ModuleId


@dataclass(frozen=True)
class SourceList:
    """Everything that the course cites, in full."""


@dataclass(frozen=True)
class PlaceFacts:
    """What the course takes from one place of a source, or from a source, by its mark."""

    mark: str


@dataclass(frozen=True)
class PageFacts:
    """What a page rests on."""

    module: ModuleId
    page: PageId


@dataclass(frozen=True)
class QuestionFacts:
    """What the answer to a question rests on."""

    question: QuestionId


@dataclass(frozen=True)
class TermList:
    """The whole glossary."""


@dataclass(frozen=True)
class TermSearch:
    """The glossary, looked through for what somebody typed; no button carries it."""

    wanted: str


@dataclass(frozen=True)
class PageTerms:
    """The terms of a page."""

    module: ModuleId
    page: PageId


@dataclass(frozen=True)
class TermEntry:
    """One entry of the glossary."""

    term: TermId


Lookup = (
    SourceList
    | PlaceFacts
    | PageFacts
    | QuestionFacts
    | TermList
    | TermSearch
    | PageTerms
    | TermEntry
)
OnTheWay = (
    Home
    | Modules
    | Reading
    | Finished
    | Quizzes
    | Answering
    | Progress
    | Help
    | Class
    | ClassModule
)


@dataclass(frozen=True)
class Aside:
    """Something looked up, open at its part counted from 0, and where one goes back to.

    It is stored and rides in no button, so it may be longer than one.
    """

    part: int
    look: Lookup
    back: OnTheWay


Place = OnTheWay | Aside


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
    """Begin a module's quiz, or go on with it."""

    module: ModuleId


@dataclass(frozen=True)
class Pick:
    """Take the option at a position on the screen, counted from 0, as the answer."""

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
class Confirm:
    """Hand in the ticked options."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Next:
    """Leave the feedback."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Retry:
    """Answer again what was missed in a session that has ended."""

    session: SessionId


Action = (
    Place
    | Lookup
    | Leaf
    | Back
    | Picture
    | Open
    | Onward
    | Quiz
    | Pick
    | Tick
    | Confirm
    | Next
    | Retry
)

_TAGS: dict[str, type[Action]] = {
    "h": Home,
    "m": Modules,
    "r": Reading,
    "f": Finished,
    "z": Quizzes,
    "s": Answering,
    "g": Progress,
    "?": Help,
    "c": Class,
    "d": ClassModule,
    "o": Open,
    "w": Onward,
    "q": Quiz,
    "p": Pick,
    "t": Tick,
    "k": Confirm,
    "n": Next,
    "y": Retry,
    "u": SourceList,
    "a": PlaceFacts,
    "e": PageFacts,
    "j": QuestionFacts,
    "l": TermList,
    "/": TermSearch,
    "v": PageTerms,
    "b": TermEntry,
    "x": Aside,
    "+": Leaf,
    "<": Back,
    "i": Picture,
}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}
_LARGEST = 2**63 - 1


def pack(action: Action) -> str:
    """The action as the text that a button carries, or the books keep."""
    kind = type(action)
    return ":".join([_TAG_OF[kind], *(_written(getattr(action, one.name)) for one in fields(kind))])


def unpack(text: str) -> Action | None:
    """The action that a button carried; None for junk."""
    tag, *parts = text.split(":")
    kind = _TAGS.get(tag)
    if kind is None or len(parts) != len(fields(kind)):
        return None
    values = {}
    for field, part in zip(fields(kind), parts, strict=True):
        values[field.name] = value = _read(field, part)
        if value is None:
            return None
    return kind(**values)


def _written(value: object) -> str:
    text = pack(value) if isinstance(value, Action) else str(value)
    return text.replace("%", "%25").replace(":", "%3A")


def _read(field: Field[Any], part: str) -> Any:
    """The value of a part; None where it can have none."""
    if field.type is int or field.name == "session":
        is_number = part.isascii() and part.isdigit() and len(part) <= 19
        return int(part) if is_number and int(part) <= _LARGEST else None
    text = part.replace("%3A", ":").replace("%25", "%")
    if field.name == "look":
        look = unpack(text)
        return look if isinstance(look, Lookup) else None
    if field.name == "back":
        back = unpack(text)
        return back if isinstance(back, OnTheWay) else None
    return text
