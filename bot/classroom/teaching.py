"""What instructors ask of the class."""

import unicodedata
from datetime import datetime

from bot.core.actions import StudentId
from bot.core.course import Course, Module, ModuleId, QuestionId
from bot.core.roster import Standing, taken
from bot.core.screens import Screen
from bot.core.screens.teaching import class_module_screen, class_screen
from bot.store import Ledger

Instructors = frozenset[StudentId]


def class_report(course: Course, ledger: Ledger, instructors: Instructors, now: datetime) -> Screen:
    """The class at a glance."""
    missed = ledger.rosters.missed(_versions(course), instructors)
    standings = {module.id: _standing(ledger, module, instructors) for module in course}
    pupils = ledger.rosters.pupils(instructors)
    tests = [
        taken(quiz, ledger.rosters.best(id_, instructors))
        for id_, quiz in course.quizzes.items()
        if quiz.mode == "test"
    ]
    done = [one for one in tests if one is not None]
    return class_screen(course, pupils, standings, missed, now, done)


def module_report(
    course: Course, ledger: Ledger, instructors: Instructors, module_id: ModuleId
) -> Screen | None:
    """The class in one module; None if the course has no such module."""
    module = course.modules.get(module_id)
    if module is None:
        return None
    versions = {(QuestionId(one.id), one.version) for one in module.questions}
    return class_module_screen(
        course,
        module,
        _standing(ledger, module, instructors),
        ledger.rosters.missed(versions, instructors),
        ledger.rosters.module_pupils(
            module.id,
            [page.page for page in module.pages],
            [question.id for question in module.questions],
            instructors,
        ),
        ledger.rosters.gain(module.id, instructors),
    )


def module_named(course: Course, name: str) -> Module | None:
    """The module meant by its number, its id, its title, or the beginning of one of them."""
    wanted = _folded(name)
    if wanted.isdecimal() and len(wanted) <= 3 and 1 <= int(wanted) <= len(course.modules):
        return list(course)[int(wanted) - 1]
    for fits in (str.__eq__, str.startswith):
        for module in course:
            names = (_folded(module.id), _folded(module.title))
            if wanted and any(fits(one, wanted) for one in names):
                return module
    return None


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("-", " ")
    return " ".join(plain.split())


def _versions(course: Course) -> set[tuple[QuestionId, str]]:
    """The questions as the course has them now: answers to older texts do not count."""
    return {(id_, question.version) for id_, question in course.questions.items()}


def _standing(ledger: Ledger, module: Module, instructors: Instructors) -> Standing:
    return ledger.rosters.standing(module.id, [one.page for one in module.pages], instructors)
