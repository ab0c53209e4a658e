"""A course as far as it has been written: the files with their nodes, for the checks.

The one rule: a check looks at nodes, not at models, so that one mistake in a file hides none
of the others.
"""

from dataclasses import dataclass
from pathlib import Path
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
    """All files of a course, and the folder that they and its pictures stand in.

    `outline` is course.yaml, `ledger` facts.yaml, `glossary` glossary.yaml, `quizzes`
    quizzes.yaml; None where there is none.  `banks` are the other files of quizzes/.
    """

    folder: Path
    outline: Sheet | None
    ledger: Sheet | None
    glossary: Sheet | None
    lessons: tuple[Sheet, ...]
    banks: tuple[Sheet, ...]
    quizzes: Sheet | None

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        single = (self.outline, self.ledger, self.glossary, self.quizzes)
        return (*(one for one in single if one is not None), *self.lessons, *self.banks)
