"""A course as far as it has been written: the files with their nodes, for the checks.

The one rule: a check looks at nodes, not at models, so that one mistake in a file hides none
of the others.
"""

from dataclasses import dataclass
from typing import Literal

from bot.content.nodes import Node, Place
from bot.content.problems import Problem
from bot.core.course import Written


@dataclass(frozen=True)
class Sheet:
    """One file; `root` is None where it could not be read, `written` where it is not sound."""

    path: str
    root: Node | None
    written: Written | None

    def problem(
        self, place: Place, what: str, remedy: str, level: Literal["error", "warning"] = "error"
    ) -> Problem:
        return Problem(self.path, place.line, place.column, what, remedy, level)


@dataclass(frozen=True)
class Draft:
    """All files of a course; `outline` is course.yaml, None where there is none."""

    outline: Sheet | None
    lessons: tuple[Sheet, ...]
    quizzes: tuple[Sheet, ...]

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return (*((self.outline,) if self.outline else ()), *self.lessons, *self.quizzes)
