"""The screens of instructors: the class at a glance, and in one module."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.actions import Class, ClassModule, Help
from bot.core.course import Course, Module, ModuleId
from bot.core.roster import Gain, Missed, ModulePupil, Pupil, Standing, Taken, absent, most_missed
from bot.core.screens import Button, Screen

MOST_NAMES = 10
MOST_PUPILS = 25


@dataclass(frozen=True)
class ModuleRow:
    title: str
    standing: Standing


@dataclass(frozen=True)
class MissedRow:
    """A question often missed: what it asks, in which module, and how often."""

    module: str
    ask: str
    missed: Missed


@dataclass(frozen=True)
class AbsentRow:
    name: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ClassScreen(Screen):
    """The class at a glance; `at` is in the course's zone, `more_absent` counts those beyond
    the names listed."""

    at: datetime
    course: str
    students: int
    active: int
    modules: tuple[ModuleRow, ...]
    tests: tuple[Taken, ...]
    missed: tuple[MissedRow, ...]
    absent: tuple[AbsentRow, ...]
    more_absent: int


def class_screen(
    course: Course,
    pupils: Sequence[Pupil],
    standings: Mapping[ModuleId, Standing],
    missed: Sequence[Missed],
    now: datetime,
    tests: Sequence[Taken] = (),
) -> ClassScreen:
    """`now` is in the course's zone.  `missed` may hold every question's count: the worst are
    chosen here."""
    gone = absent(pupils, now)
    modules = tuple(ModuleRow(one.title, standings[one.id]) for one in course)
    rows = [
        (Button(f"{number}. {one.title}", ClassModule(one.id), key=str(number)),)
        for number, one in enumerate(course, start=1)
    ]
    return ClassScreen(
        at=now,
        course=course.title,
        students=len(pupils),
        active=len(pupils) - len(gone),
        modules=modules,
        tests=tuple(tests),
        missed=_named(course, most_missed(missed)),
        absent=tuple(AbsentRow(one.name, (now - one.seen).days) for one in gone[:MOST_NAMES]),
        more_absent=max(0, len(gone) - MOST_NAMES),
        rows=(*rows, (Button("Refresh", Class()), Button("Help", Help()))),
    )


@dataclass(frozen=True, kw_only=True)
class ClassModuleScreen(Screen):
    """The class in one module; students in order of how far they are, the last first."""

    module: str
    pages: int
    questions: int
    standing: Standing
    missed: tuple[MissedRow, ...]
    pupils: tuple[ModulePupil, ...]
    more_pupils: int
    not_begun: int
    gain: Gain | None


def class_module_screen(
    course: Course,
    module: Module,
    standing: Standing,
    missed: Sequence[Missed],
    pupils: Sequence[ModulePupil],
    gain: Gain | None = None,
) -> ClassModuleScreen:
    """`pupils` are all students, those who have not begun the module too."""
    begun = [one for one in pupils if one.pages_read or one.answered]
    behind = sorted(begun, key=lambda one: (one.pages_read, one.answered, one.name))
    return ClassModuleScreen(
        module=module.title,
        pages=len(module.pages),
        questions=len(module.questions),
        standing=standing,
        missed=_named(course, most_missed(missed, most=5)),
        pupils=tuple(behind[:MOST_PUPILS]),
        more_pupils=max(0, len(behind) - MOST_PUPILS),
        not_begun=len(pupils) - len(begun),
        gain=gain,
        rows=((Button("← Class", Class()), Button("Refresh", ClassModule(module.id))),),
    )


def _named(course: Course, missed: Sequence[Missed]) -> tuple[MissedRow, ...]:
    rows = []
    for one in missed:
        question, module = course.question(one.question), course.homes.get(one.question)
        if question is not None and module is not None:
            rows.append(MissedRow(module.title, question.ask, one))
    return tuple(rows)
