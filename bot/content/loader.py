"""A folder with lessons/ and quizzes/ -> the course, or everything that is wrong with it.

The one rule: nothing that stands in the folder raises; what cannot be read is a problem.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bot.content.checks import CHECKS
from bot.content.drafts import Draft, Sheet
from bot.content.lengths import screens_that_do_not_fit
from bot.content.nodes import plain
from bot.content.problems import Problem
from bot.content.reading import BYTES, read
from bot.content.wording import problems_of
from bot.core.course import (
    Bank,
    Course,
    FactId,
    Glossary,
    Ledger,
    Lesson,
    Module,
    ModuleId,
    Outline,
    QuizId,
    Quizzes,
    Term,
    TermId,
    Written,
    bound,
)

OUTLINE = "lessons/course.yaml"
LEDGER = "lessons/facts.yaml"
GLOSSARY = "lessons/glossary.yaml"
QUIZZES = "quizzes/quizzes.yaml"


@dataclass(frozen=True)
class Loaded:
    """A course and what was found in its files.

    `course` is None where any problem is an error.  Problems stand in the order of the files:
    course.yaml, the other files of lessons/, the quizzes; in a file, from top to bottom.
    """

    course: Course | None
    problems: tuple[Problem, ...]


def load(folder: Path) -> Loaded:
    """The course of the folder that holds lessons/ and quizzes/."""
    found = _Found()
    if not _is_folder(folder):
        remedy = "name the folder that holds lessons/ and quizzes/"
        found.other.append(Problem(".", 1, 1, f'there is no folder "{folder}"', remedy))
        return Loaded(None, found.in_order())
    lessons, quizzes = _paths(folder, "lessons", found), _paths(folder, "quizzes", found)
    if OUTLINE not in lessons and not {"lessons", "lessons/course.yml"}.intersection(lessons):
        remedy = "write it, with title, about, modules, voices and sources"
        found.other.append(Problem(OUTLINE, 1, 1, "there is no course.yaml in lessons/", remedy))
    single = {
        path: _sheet(folder, path, model, found)
        for path, model in (
            (OUTLINE, Outline),
            (LEDGER, Ledger),
            (GLOSSARY, Glossary),
            (QUIZZES, Quizzes),
        )
        if path in (*lessons, *quizzes)
    }
    draft = Draft(
        folder,
        outline=single.get(OUTLINE),
        ledger=single.get(LEDGER),
        glossary=single.get(GLOSSARY),
        lessons=tuple(_sheet(folder, one, Lesson, found) for one in lessons if one not in single),
        banks=tuple(_sheet(folder, one, Bank, found) for one in quizzes if one not in single),
        quizzes=single.get(QUIZZES),
    )
    for check in CHECKS:
        found.other += check(draft)
    if not found.is_sound():
        return Loaded(None, found.in_order())
    course = _course(draft)
    if course is not None:
        found.other += screens_that_do_not_fit(draft, course)
    return Loaded(course if found.is_sound() else None, found.in_order())


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # it stands in a folder that may not be read
        return False


@dataclass
class _Found:
    """Problems as they come: those of the YAML itself, and those of what it says."""

    slips: list[Problem] = field(default_factory=list)
    other: list[Problem] = field(default_factory=list)

    def is_sound(self) -> bool:
        """Whether there are only warnings."""
        return all(one.level == "warning" for one in (*self.slips, *self.other))

    def in_order(self) -> tuple[Problem, ...]:
        """By file and line; a line with a slip has no others: its words are a guess."""
        slipped = {(one.path, one.line) for one in self.slips}
        others = (one for one in self.other if (one.path, one.line) not in slipped)
        return tuple(
            sorted(
                dict.fromkeys((*self.slips, *others)),
                key=lambda one: (one.path != OUTLINE, one.path, one.line, one.column),
            )
        )


def _paths(folder: Path, room: str, found: _Found) -> tuple[str, ...]:
    """The room's YAML files, sorted, relative to the folder; the room itself if it has none."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder / room))
    except FileNotFoundError:
        what = f"the folder {room}/ is missing"
        found.other.append(Problem(room, 1, 1, what, "make it, even if nothing stands in it yet"))
        return (room,)
    except OSError as error:
        what = f"the folder {room}/ cannot be read ({error.strerror})"
        found.other.append(Problem(room, 1, 1, what, "make it a folder that you may read"))
        return (room,)
    endings = (".yaml", ".yml")
    return tuple(
        f"{room}/{name}"
        for name in names
        if Path(name).suffix.lower() in endings and not name.startswith(".")
    )


def _sheet(folder: Path, path: str, model: type[Written], found: _Found) -> Sheet:
    if path in ("lessons", "quizzes"):  # not there, and told so
        return Sheet(path, None, None)
    raw = _raw(folder, path)
    if isinstance(raw, Problem):
        found.other.append(raw)
        return Sheet(path, None, None)
    root, slips = read(path, raw)
    found.slips += slips
    if root is None:
        return Sheet(path, None, None)
    try:
        written = model.model_validate(plain(root))
    except ValidationError as error:
        found.other += problems_of(path, root, model, error)
        return Sheet(path, root, None)
    return Sheet(path, root, written)


def _raw(folder: Path, path: str) -> bytes | Problem:
    if not path.isprintable():
        seen = "".join(one if one.isprintable() else "?" for one in path)
        what = "the file's name has characters that cannot be shown"
        return Problem(seen, 1, 1, what, "rename it, in Latin letters")
    if not path.endswith(".yaml"):
        what = f'the name ends in "{Path(path).suffix}", so the file is left out'
        return Problem(path, 1, 1, what, f"rename it to {Path(path).with_suffix('.yaml').name}")
    try:
        if not (folder / path).is_file():  # a folder, or something that would never end
            return Problem(path, 1, 1, "this is not a file", "give it another name, or delete it")
        with (folder / path).open("rb") as file:
            return file.read(BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        return Problem(path, 1, 1, what, "make it a file that you may read")


def _course(draft: Draft) -> Course | None:
    outline = draft.outline and draft.outline.written
    if not isinstance(outline, Outline):
        return None
    lessons = {
        one.module: one for sheet in draft.lessons if isinstance(one := sheet.written, Lesson)
    }
    banks = {one.module: one for sheet in draft.banks if isinstance(one := sheet.written, Bank)}
    ledger = draft.ledger and draft.ledger.written
    glossary = draft.glossary and draft.glossary.written
    quizzes = draft.quizzes and draft.quizzes.written
    terms = (
        {TermId(one.term): one for one in glossary.terms} if isinstance(glossary, Glossary) else {}
    )
    return Course(
        outline,
        {
            ModuleId(name): _module(lessons[name], banks.get(name), outline, terms)
            for name in outline.modules
        },
        {FactId(one.fact): one for one in ledger.facts} if isinstance(ledger, Ledger) else {},
        terms,
        {QuizId(one.quiz): one for one in quizzes.quizzes} if isinstance(quizzes, Quizzes) else {},
    )


def _module(
    lesson: Lesson, bank: Bank | None, outline: Outline, terms: Mapping[TermId, Term]
) -> Module:
    if bank is None:
        return Module(lesson, ())
    return Module(lesson, bound(bank.questions, outline.voices, terms), bank.confidence)
