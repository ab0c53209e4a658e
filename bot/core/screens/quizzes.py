"""The screens before a walk: all quizzes, what one of them is like, the offer of a pretest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from bot.core.actions import Action, Before, Door, Home, Modules, Quiz, Quizzes, Reading
from bot.core.course import PRACTISED, Course, Module, ModuleId, PageId, QuizId
from bot.core.course import Quiz as Asked
from bot.core.progress import ModuleProgress, Result
from bot.core.screens import Button, Screen, Style

State = Literal["open", "running", "not yet", "over", "no more attempts", "nothing read"]


@dataclass(frozen=True)
class Attempts:
    """A student's attempts at a quiz: how many have ended, the best of them, and whether one is
    running.  `best` is None before the first."""

    ended: int = 0
    best: Result | None = None
    is_running: bool = False


@dataclass(frozen=True)
class Offer:
    """A quiz as it is offered to one student.

    `questions` is how many are asked.  `minutes` includes the student's extra time; `opens` and
    `closes` are in the course's zone, or None.
    """

    quiz: Asked
    state: State
    questions: int
    attempts: Attempts
    minutes: int | None
    opens: datetime | None
    closes: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in ("open", "running")


def offer(
    course: Course,
    quiz: Asked,
    attempts: Attempts,
    *,
    now: datetime,
    extra: int = 0,
    modules_read: frozenset[ModuleId] = frozenset(),
) -> Offer:
    """`now` is in the course's zone, `extra` the student's extra time in per cent."""
    opens, closes = (
        None if at is None else at.replace(tzinfo=now.tzinfo) for at in (quiz.opens, quiz.closes)
    )
    modules = eligible(course, quiz, modules_read)
    there = sum(len(one.questions) for one in modules)
    minutes = None if quiz.minutes is None else -(-quiz.minutes * (100 + extra) // 100)
    # two times of one zone are compared by its clock, which shows an hour twice in autumn
    at_once = now.astimezone(UTC)
    state: State = "open"
    if attempts.is_running:
        state = "running"
    elif opens is not None and at_once < opens:
        state = "not yet"
    elif closes is not None and at_once >= closes:
        state = "over"
    elif quiz.attempts is not None and attempts.ended >= quiz.attempts:
        state = "no more attempts"
    elif there == 0:
        state = "nothing read"
    draw = quiz.draw or (PRACTISED if quiz.mode == "practice" else there)
    return Offer(quiz, state, min(draw, there), attempts, minutes, opens, closes)


def drawn_in(quiz: Asked) -> int | None:
    """How many questions are drawn; None for all there are."""
    return quiz.draw or (PRACTISED if quiz.mode == "practice" else None)


def asked_of(quiz: Asked, there: int) -> int:
    """How many questions are asked of those there are."""
    most = drawn_in(quiz)
    return there if most is None else min(most, there)


def eligible(course: Course, quiz: Asked, modules_read: frozenset[ModuleId]) -> tuple[Module, ...]:
    """The modules whose questions are asked: of a practice those that the student has read."""
    modules = course.asked_in(quiz)
    if quiz.mode != "practice":
        return modules
    return tuple(one for one in modules if one.id in modules_read)


def ends(offered: Offer, now: datetime) -> datetime | None:
    """When an attempt that begins now stops by itself."""
    limits = [offered.closes] if offered.closes is not None else []
    if offered.minutes is not None:
        limits.append(now.astimezone(UTC) + timedelta(minutes=offered.minutes))
    return min(limits, default=None)


@dataclass(frozen=True, kw_only=True)
class QuizzesScreen(Screen):
    """The modules' quizzes with what has been done of each, and the course's own."""

    standing: tuple[ModuleProgress, ...]
    offers: tuple[Offer, ...]


def quizzes_screen(
    standing: Sequence[ModuleProgress], offers: Sequence[Offer] = ()
) -> QuizzesScreen:
    quizzes = [one for one in standing if one.questions]
    rows = []
    for number, one in enumerate(quizzes, start=1):
        prefix = f"{number}. Continue: " if one.quiz_position else f"{number}. "
        style: Style | None = "primary" if one.quiz_position else None
        text = prefix + one.module.title
        key = str(number)
        rows.append((Button(text, Quiz(QuizId(one.module.id)), key=key, style=style),))
    for number, each in enumerate(offers, start=len(quizzes) + 1):
        is_running = each.state == "running"
        text = f"{number}. {'Continue: ' * is_running}{each.quiz.title}"
        style = "primary" if is_running else None
        id_ = QuizId(each.quiz.quiz)
        action: Action = Quiz(id_) if is_running else Door(id_)
        rows.append((Button(text, action, key=str(number), style=style),))
    return QuizzesScreen(
        standing=tuple(quizzes),
        offers=tuple(offers),
        rows=(*rows, (Button("Modules", Modules()), Button("Home", Home()))),
    )


@dataclass(frozen=True, kw_only=True)
class DoorScreen(Screen):
    """What a quiz is like, before one begins it."""

    offer: Offer


def door_screen(offered: Offer) -> DoorScreen:
    text = "Go on →" if offered.state == "running" else "Begin →"
    begin = (Button(text, Quiz(QuizId(offered.quiz.quiz)), style="primary"),)
    rows = (begin,) if offered.is_open else ()
    if offered.state == "nothing read":
        rows = ((Button("Modules", Modules(), style="primary"),),)
    return DoorScreen(offer=offered, rows=(*rows, (Button("Quizzes", Quizzes()),)))


@dataclass(frozen=True, kw_only=True)
class PretestScreen(Screen):
    """The offer to answer a few questions before a module, and again after it."""

    module: str
    questions: int


def pretest_screen(module: Module, questions: int, first: PageId) -> PretestScreen:
    return PretestScreen(
        module=module.title,
        questions=questions,
        rows=(
            (Button("Answer them →", Before(module.id), style="primary"),),
            (Button("Read at once", Reading(module.id, first)), Button("Modules", Modules())),
        ),
    )


def attempts_of(results: Sequence[Result], *, is_running: bool) -> Attempts:
    """From the results of attempts that have ended."""
    best = max(results, key=lambda one: one.share, default=None)
    return Attempts(len(results), best, is_running)
