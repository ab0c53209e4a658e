"""What a student or an instructor can do, and how it rides in a button.

A `Place` is somewhere to be: the screen drawn from it shows only what is stored, so it can be
drawn again at any time.  The other actions change something first and lead to a place.  An
action packs into at most 64 bytes and never holds an answer or its correctness: positions
are those on the screen.
"""

from dataclasses import dataclass, fields
from typing import NewType

from bot.core.course import ModuleId, PageId

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


Place = (
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


Action = Place | Open | Onward | Quiz | Pick | Tick | Confirm | Next | Retry

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
}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}
_PARTS = {
    kind: tuple((one.name, one.type is int or one.name == "session") for one in fields(kind))
    for kind in _TAG_OF
}
_LARGEST = 2**63 - 1


def pack(action: Action) -> str:
    """The action as the text that a button carries."""
    kind = type(action)
    return ":".join([_TAG_OF[kind], *(str(getattr(action, name)) for name, _ in _PARTS[kind])])


def unpack(text: str) -> Action | None:
    """The action that a button carried; None for junk."""
    tag, *parts = text.split(":")
    kind = _TAGS.get(tag)
    if kind is None or len(parts) != len(_PARTS[kind]):
        return None
    values: dict[str, str | int] = {}
    for (name, is_number), part in zip(_PARTS[kind], parts, strict=True):
        if not is_number:
            values[name] = part
        elif part.isascii() and part.isdigit() and len(part) <= 19 and int(part) <= _LARGEST:
            values[name] = int(part)
        else:
            return None
    return kind(**values)  # type: ignore[arg-type]
