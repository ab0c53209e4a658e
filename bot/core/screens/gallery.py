"""Every screen that a course can show: what an author proofreads, and what must fit.

Each page with its terms, its picture and what it rests on, each question before and after each
kind of answer and what its answer rests on, the result of the best and of the worst walk, each
place of a source, each entry of the glossary, and the overviews.
"""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from bot.core.actions import Answering, Home, Reading, Reporting, SessionId, StudentId
from bot.core.course import (
    Choice,
    Choices,
    Course,
    Matching,
    Module,
    NumberTyped,
    Ordering,
    Page,
    PageId,
    Question,
    QuestionId,
    Quiz,
    QuizId,
    Term,
    TextTyped,
    TrueOrFalse,
    WhoseClaim,
    right_answers,
)
from bot.core.grading import Reply, grade
from bot.core.offers import offered
from bot.core.progress import ModuleProgress, Result
from bot.core.screens import Screen
from bot.core.screens.asking import question_screen
from bot.core.screens.feedback import feedback_screen
from bot.core.screens.glossary import page_terms_screen, search_screen, term_screen, terms_screen
from bot.core.screens.overview import help_screen, home_screen, progress_screen
from bot.core.screens.quizzes import (
    Attempts,
    Offer,
    asked_of,
    door_screen,
    pretest_screen,
    quizzes_screen,
)
from bot.core.screens.reading import (
    finished_screen,
    modules_screen,
    page_screen,
    picture_screen,
)
from bot.core.screens.reports import reporting_screen
from bot.core.screens.results import Tested, result_screen
from bot.core.screens.settings import settings_screen
from bot.core.screens.sources import (
    FactsScreen,
    SourcesScreen,
    page_facts_screen,
    place_facts_screen,
    question_facts_screen,
    sources_screen,
)
from bot.core.session import Answer, Session
from bot.core.settings import Choices as Chosen

_NOBODY = StudentId(2**52)  # as long as Telegram's ids get
_SESSION = SessionId(2**40)


Moment = Literal["at first", "in the end", "all right", "all wrong", "with hints", "arranged"]


@dataclass(frozen=True)
class Exhibit:
    """A screen, and what it belongs to; None for all of a module, or of the course.

    `reply` is what was replied to the question, None before.  `moment` says what the student
    has done by then, where the screen depends on it.  `mark` and `term` are what was looked up,
    None where that is nothing, or all.
    """

    screen: Screen
    module: Module | None = None
    page: Page | None = None
    question: Question | None = None
    reply: Reply | None = None
    moment: Moment | None = None
    mark: str | None = None
    term: Term | None = None


def gallery(course: Course, passing_over: Container[str] = ()) -> Iterator[Exhibit]:
    """All screens, those of the course first, then module by module, then what can be looked up.

    `passing_over` are ids of questions that are left out, asked and answered.
    """
    yield from _on_the_way(course, passing_over)
    for module in course:
        for page in module.pages:
            yield from _beside(course, module, page)
        for question in module.questions:
            yield from _grounds(course, module, question)
    yield from _looked_up(course)


def _on_the_way(course: Course, passing_over: Container[str]) -> Iterator[Exhibit]:
    """The screens that are not looked up."""
    yield from _overviews(course)
    for module in course:
        for page in module.pages:
            shown = page_screen(course, module, page, has_check=page.check is not None)
            yield Exhibit(shown, module, page=page)
            if page.figure is not None:
                yield Exhibit(picture_screen(page.figure), module, page=page)
        yield from _finished(course, module)
        for question in module.questions:
            if question.id not in passing_over:
                yield from _asked(course, module, question)
        if module.questions:
            yield from _results(course, module)


def _beside(course: Course, module: Module, page: Page) -> Iterator[Exhibit]:
    """What a page rests on, and its terms."""
    here = Reading(module.id, PageId(page.page))
    if page.facts:
        for screen in _leaves(lambda part: page_facts_screen(course, module, page, part, here)):
            yield Exhibit(screen, module, page=page)
    if page.terms:
        yield Exhibit(page_terms_screen(course, page, 0, here), module, page=page)


def _looked_up(course: Course) -> Iterator[Exhibit]:
    for screen in _leaves(lambda part: sources_screen(course, part, Home())):
        yield Exhibit(screen)
    for mark in dict.fromkeys(place for one in course.facts.values() for place in one.place):
        yield from _place(course, mark)
    if course.glossary:
        yield Exhibit(terms_screen(course, 0, Home()))
        yield Exhibit(search_screen(course, "?", 0, Home()))
        for term in course.glossary.values():
            yield Exhibit(term_screen(course, term, Home()), term=term)


def _place(course: Course, mark: str) -> Iterator[Exhibit]:
    for screen in _leaves(lambda part: place_facts_screen(course, mark, part, Home())):
        yield Exhibit(screen, mark=mark)


def _leaves(
    screen: Callable[[int], FactsScreen | SourcesScreen],
) -> Iterator[FactsScreen | SourcesScreen]:
    """All parts of what is looked up."""
    first = screen(0)
    yield first
    yield from (screen(part) for part in range(1, first.total))


def _overviews(course: Course) -> Iterator[Exhibit]:
    moments: tuple[Moment, ...] = ("at first", "in the end")
    for moment in moments:
        standing = _standing(course, is_done=moment == "in the end")
        yield Exhibit(home_screen(course, standing), moment=moment)
        yield Exhibit(modules_screen(course, standing), moment=moment)
        yield Exhibit(quizzes_screen(standing, _offers(course)), moment=moment)
        yield Exhibit(progress_screen(standing, None), moment=moment)
    for is_instructor in (False, True):
        yield Exhibit(help_screen(course, _NOBODY, is_instructor=is_instructor))
    yield Exhibit(settings_screen(Chosen()))
    yield from _reporting(course)
    for one in _offers(course):
        yield Exhibit(door_screen(one))


def _reporting(course: Course) -> Iterator[Exhibit]:
    """The longest question, reported."""
    longest = max(course.questions.values(), key=lambda one: len(one.ask), default=None)
    if longest is not None:
        yield Exhibit(reporting_screen(Reporting(_SESSION, 1), longest, None))


def _offers(course: Course) -> tuple[Offer, ...]:
    return tuple(_offer(course, quiz) for quiz in course.quizzes.values())


def _offer(course: Course, quiz: Quiz) -> Offer:
    there = sum(len(one.questions) for one in course.asked_in(quiz))
    attempts = Attempts(1, Result(0, 1, 0))
    limits = (quiz.minutes, quiz.opens, quiz.closes)
    return Offer(quiz, "open", asked_of(quiz, there), attempts, *limits)


def _finished(course: Course, module: Module) -> Iterator[Exhibit]:
    """The end of a module's pages: nothing of the course read, and all of it."""
    pages = [(one.id, PageId(page.page)) for one in course for page in one.pages]
    asked = len(module.lesson.pretest)
    if asked:
        first = PageId(module.pages[0].page)
        yield Exhibit(pretest_screen(module, asked, first), module, moment="at first")
    shown = finished_screen(course, module, (), has_result=True, asked_before=asked)
    yield Exhibit(shown, module, moment="at first")
    shown = finished_screen(course, module, pages, has_result=False)
    yield Exhibit(shown, module, moment="in the end")


def _standing(course: Course, *, is_done: bool) -> tuple[ModuleProgress, ...]:
    return tuple(
        ModuleProgress(
            module,
            pages_read=len(module.pages) if is_done else 0,
            answered=len(module.questions) if is_done else 0,
            result=Result(0, len(module.questions), 0) if is_done and module.questions else None,
            quiz_position=(0, len(module.questions)) if is_done and module.questions else None,
        )
        for module in course
    )


def _walk(module: Module) -> Session:
    """All questions of the module, in the order written."""
    ids = tuple(QuestionId(one.id) for one in module.questions)
    return Session(_SESSION, _NOBODY, "quiz", QuizId(module.id), None, 1, ids, turn=1)


def _asked(course: Course, module: Module, question: Question) -> Iterator[Exhibit]:
    session = replace(_walk(module), position=module.questions.index(question))
    yield Exhibit(question_screen(course, session, question), module, question=question)
    for moment, drafted in _drafted(session, question):
        shown = question_screen(course, drafted, question)
        yield Exhibit(shown, module, question=question, moment=moment)
    for reply in replies(question):
        answered = replace(session, reply=reply)
        answer = _answer(session, question, reply)
        feedback = feedback_screen(course, answered, question, answer)
        yield Exhibit(feedback, module, question=question, reply=reply)


def _grounds(course: Course, module: Module, question: Question) -> Iterator[Exhibit]:
    """What the answer rests on."""
    if question.facts:
        here = Answering(_SESSION)
        for screen in _leaves(
            lambda part: question_facts_screen(course, module, question, part, here)
        ):
            yield Exhibit(screen, module, question=question)


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
        case WhoseClaim():
            yield (question.answer,)
            yield from ((one,) for one in question.offered if one != question.answer)
        case NumberTyped():
            yield (f"{question.answer:f}",)
            yield from ((f"{one.number:f}",) for one in question.mistakes)
            yield (f"{question.counting[1] + 1:f}",)
        case TextTyped():
            yield question.forms[:1]
            yield from ((one.text,) for one in question.mistakes)
            yield ("?",)
        case Ordering():
            yield question.items
            yield tuple(reversed(question.items))
        case Matching():
            matches = tuple(one.match for one in question.pairs)
            yield matches
            yield (*matches[1:], matches[0])
        case _:
            assert_never(question)


def _drafted(session: Session, question: Question) -> Iterator[tuple[Moment, Session]]:
    """The question with all its hints, and with all that can be arranged."""
    if question.hints:
        yield "with hints", replace(session, hints=len(question.hints))
    match question:
        case Ordering():
            yield "arranged", replace(session, draft=offered(question, session.seed))
        case Matching():
            yield "arranged", replace(session, draft=tuple(one.match for one in question.pairs))
        case _:
            pass


def _answer(session: Session, question: Question, reply: Reply) -> Answer:
    judged = grade(question, reply)
    id_ = QuestionId(question.id)
    return Answer(
        session.id,
        session.turn,
        _NOBODY,
        id_,
        question.version,
        reply,
        judged.mark,
        judged.is_right,
    )


def _results(course: Course, module: Module) -> Iterator[Exhibit]:
    session = replace(_walk(module), has_ended=True)
    moments: tuple[Moment, ...] = ("all right", "all wrong")
    for moment in moments:
        answers = {}
        for question in module.questions:
            right, wrong, *_ = replies(question)
            reply = right if moment == "all right" else wrong
            answers[QuestionId(question.id)] = replace(_answer(session, question, reply), sure=3)
        tested = Tested(100, 1, 0, is_timed_out=True)
        shown = result_screen(course, session, answers, tested=tested)
        yield Exhibit(shown, module, moment=moment)
