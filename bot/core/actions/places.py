"""Somewhere to be: the screen drawn from a place shows only what is stored.

What is looked up lies beside the way: one goes back to where one was.
"""

from dataclasses import dataclass

from bot.core.actions.ids import SessionId
from bot.core.course import ModuleId, PageId, QuestionId, QuizId, TermId


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
class LookBack:
    """An answer of a session that has ended, by its place in the walk, with its feedback."""

    session: SessionId
    position: int


@dataclass(frozen=True)
class Door:
    """What a quiz is like, before one begins it."""

    quiz: QuizId


@dataclass(frozen=True)
class Pretest:
    """The offer to answer a module's questions before reading it."""

    module: ModuleId


@dataclass(frozen=True)
class Reporting:
    """What may be wrong with the question of an answer."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Objected:
    """A student's report, alone; for instructors."""

    session: SessionId
    turn: int


@dataclass(frozen=True)
class Reports:
    """What students reported of questions; for instructors."""


@dataclass(frozen=True)
class Settings:
    """What a student may choose."""


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
    | LookBack
    | Door
    | Pretest
    | Reporting
    | Objected
    | Reports
    | Settings
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
