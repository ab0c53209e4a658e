"""The screens around learning: the greeting, one's progress, the commands."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.actions import (
    Class,
    Modules,
    Progress,
    Quizzes,
    Reports,
    Settings,
    SourceList,
    StudentId,
    TermList,
)
from bot.core.calibration import Calibration
from bot.core.course import Course, Voice
from bot.core.progress import ModuleProgress, next_step
from bot.core.screens import Button, Screen
from bot.core.screens.sources import most_told


@dataclass(frozen=True, kw_only=True)
class HomeScreen(Screen):
    """The greeting, with one button onward."""

    course: str
    about: str
    has_begun: bool


def home_screen(course: Course, standing: Sequence[ModuleProgress]) -> HomeScreen:
    has_begun = any(one.pages_read or one.answered or one.quiz_position for one in standing)
    onward = next_step(standing) if has_begun else None
    text, action = onward or ("See the modules" if has_begun else "Begin", Modules())
    return HomeScreen(
        course=course.title,
        about=course.outline.about,
        has_begun=has_begun,
        rows=((Button(f"{text} →", action, style="primary"),),),
    )


@dataclass(frozen=True, kw_only=True)
class ProgressScreen(Screen):
    """Per module what is read and answered; `onward` is the next step in words, or None.
    `calibration` is over all answers, None where the student never said how sure she was."""

    standing: tuple[ModuleProgress, ...]
    onward: str | None
    calibration: Calibration | None


def progress_screen(
    standing: Sequence[ModuleProgress], known: Calibration | None = None
) -> ProgressScreen:
    onward = next_step(standing)
    first = [(Button(f"{onward[0]} →", onward[1], style="primary"),)] if onward else []
    return ProgressScreen(
        standing=tuple(standing),
        onward=onward[0] if onward else None,
        calibration=known,
        rows=(*first, (Button("Modules", Modules()), Button("Quizzes", Quizzes()))),
    )


@dataclass(frozen=True, kw_only=True)
class HelpScreen(Screen):
    """The commands, those for instructors only to instructors, and who speaks on the pages.

    `example` is a mark to look up, None if nothing can be looked up by its place.  `id` is one's
    own on Telegram: an operator needs it to make somebody an instructor.
    """

    id: StudentId
    is_instructor: bool
    has_glossary: bool
    example: str | None
    voices: tuple[Voice, ...]


def help_screen(course: Course, id_: StudentId, *, is_instructor: bool) -> HelpScreen:
    rows: tuple[tuple[Button, ...], ...] = (
        (Button("Modules", Modules()), Button("Quizzes", Quizzes())),
        (Button("My progress", Progress()), Button("Settings", Settings())),
    )
    asides = [Button("Sources", SourceList())]
    if course.glossary:
        asides.insert(0, Button("Glossary", TermList()))
    rows = (*rows, tuple(asides))
    if is_instructor:
        rows = (*rows, (Button("Class", Class()), Button("Reports", Reports())))
    voices = tuple(course.outline.voices.values())
    return HelpScreen(
        id=id_,
        is_instructor=is_instructor,
        has_glossary=bool(course.glossary),
        example=most_told(course),
        voices=voices,
        rows=rows,
    )
