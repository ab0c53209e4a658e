"""Every screen that a course can show: what an author proofreads, and what must fit.

Each page, each question before and after each kind of answer, the result of the best and of
the worst walk, and the overviews.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from bot.core.actions import SessionId, StudentId
from bot.core.course import (
    Choice,
    Choices,
    Course,
    Module,
    NumberTyped,
    Page,
    Question,
    QuestionId,
    TrueOrFalse,
    right_answers,
)
from bot.core.grading import Reply, grade
from bot.core.progress import ModuleProgress, Result
from bot.core.screens import Screen
from bot.core.screens.overview import help_screen, home_screen, progress_screen
from bot.core.screens.quizzing import (
    feedback_screen,
    question_screen,
    quizzes_screen,
    result_screen,
)
from bot.core.screens.reading import finished_screen, modules_screen, page_screen
from bot.core.session import Answer, Session, begin

_NOBODY = StudentId(2**52)  # as long as Telegram's ids get
_SESSION = SessionId(2**40)


@dataclass(frozen=True)
class Exhibit:
    """A screen, and what it belongs to; None for all of a module, or of the course."""

    screen: Screen
    module: Module | None = None
    page: Page | None = None
    question: Question | None = None


def gallery(course: Course) -> Iterator[Exhibit]:
    """All screens, those of the course first, then module by module."""
    for standing in (_standing(course, is_done=False), _standing(course, is_done=True)):
        yield Exhibit(home_screen(course, standing))
        yield Exhibit(modules_screen(course, standing))
        yield Exhibit(quizzes_screen(standing))
        yield Exhibit(progress_screen(standing))
    yield Exhibit(help_screen(course, _NOBODY, is_instructor=True))
    for module in course:
        for page in module.pages:
            shown = page_screen(course, module, page, has_check=page.check is not None)
            yield Exhibit(shown, module, page=page)
        yield Exhibit(finished_screen(module, (), has_result=True), module)
        for question in module.questions:
            for screen in _asked(course, module, question):
                yield Exhibit(screen, module, question=question)
        if module.questions:
            for screen in _results(course, module):
                yield Exhibit(screen, module)


def _standing(course: Course, *, is_done: bool) -> tuple[ModuleProgress, ...]:
    return tuple(
        ModuleProgress(
            module,
            pages_read=len(module.pages) if is_done else 0,
            answered=len(module.questions) if is_done else 0,
            result=Result(0, len(module.questions)) if is_done and module.questions else None,
            quiz_position=(0, len(module.questions)) if is_done and module.questions else None,
        )
        for module in course
    )


def _walk(module: Module, *questions: Question) -> Session:
    ids = [QuestionId(one.id) for one in questions]
    return begin(_SESSION, _NOBODY, "quiz", module, ids, seed=1)


def _asked(course: Course, module: Module, question: Question) -> Iterator[Screen]:
    session = _walk(module, question)
    yield question_screen(module, session, question)
    for reply in replies(question):
        answered = replace(session, reply=reply)
        answer = _answer(session, question, reply)
        yield feedback_screen(course, module, answered, question, answer)


def replies(question: Question) -> Iterator[Reply]:
    """Each kind of reply: the right one first, then those that get another feedback."""
    match question:
        case Choice():
            yield right_answers(question)
            yield from ((one.text,) for one in question.options if not one.is_right)
        case Choices():
            yield right_answers(question)
            yield tuple(one.text for one in question.options if not one.is_right)
            yield tuple(one.text for one in question.options)
        case TrueOrFalse():
            yield ("true",) if question.answer else ("false",)
            yield ("false",) if question.answer else ("true",)
        case NumberTyped():
            yield (f"{question.answer:f}",)
            yield from ((f"{one.number:f}",) for one in question.mistakes)
            yield (f"{question.answer + question.tolerance + 1:f}",)
        case _:
            assert_never(question)


def _answer(session: Session, question: Question, reply: Reply) -> Answer:
    mark = grade(question, reply).mark
    id_ = QuestionId(question.id)
    return Answer(session.id, session.turn, _NOBODY, id_, question.version, reply, mark)


def _results(course: Course, module: Module) -> Iterator[Screen]:
    session = replace(_walk(module, *module.questions), has_ended=True)
    for is_best in (True, False):
        answers = {}
        for question in module.questions:
            first, second, *_ = replies(question)
            answer = _answer(session, question, first if is_best else second)
            answers[QuestionId(question.id)] = answer
        yield result_screen(course, module, session, answers)
