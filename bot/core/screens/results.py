"""The screen of a walk that has ended: what was right, what to look at again, what was gained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.actions import Finished, LookBack, Modules, Open, Progress, Quiz, Quizzes, Reading
from bot.core.actions import Retry as RetryMissed
from bot.core.calibration import Calibration, calibration
from bot.core.course import Course, ModuleId, PageId, QuestionId, right_answers
from bot.core.progress import Result, page_about
from bot.core.screens import Button, Screen
from bot.core.screens.asking import title_of
from bot.core.screens.reading import Cited, cited
from bot.core.session import Answer, Session


@dataclass(frozen=True)
class Again:
    """A question to look at again: its number in the quiz, the key, the page that teaches it."""

    number: int
    ask: str
    key: tuple[str, ...]
    page: str | None
    sources: tuple[Cited, ...]
    was_sure: bool


@dataclass(frozen=True)
class Tested:
    """What a test's result means: `pass_mark` in per cent and `attempts` left are None where the
    test has none; `best` is the best of all attempts, in per cent."""

    pass_mark: int | None
    attempts: int | None
    best: int
    is_timed_out: bool

    def is_passed(self, percent: int) -> bool:
        return self.pass_mark is not None and percent >= self.pass_mark


@dataclass(frozen=True, kw_only=True)
class ResultScreen(Screen):
    """How a walk ended; `again` are the questions missed, those first of which the student was
    sure.  `tested` is None where it was no test, `calibration` where certainty was not asked,
    `before` where there is nothing to compare with."""

    stays: ClassVar[bool] = True
    title: str
    kind: str
    result: Result
    again: tuple[Again, ...]
    tested: Tested | None
    calibration: Calibration | None
    before: Result | None


def result_of(session: Session, answers: Mapping[QuestionId, Answer]) -> Result:
    """In a test what was left unanswered counts as wrong."""
    return Result(
        sum(one.is_right for one in answers.values()),
        len(session.questions) if session.mode == "test" else len(answers),
        sum(one.mark for one in answers.values()),
    )


def result_screen(
    course: Course,
    session: Session,
    answers: Mapping[QuestionId, Answer],
    *,
    tested: Tested | None = None,
    before: Result | None = None,
) -> ResultScreen:
    """`answers` are those of this session, by question; `before` is the pretest's result."""
    missed = [] if session.kind == "before" else missed_questions(session, answers)
    asked = [(one.sure, one.is_right, one.mark) for one in answers.values() if one.sure is not None]
    return ResultScreen(
        title=title_of(course, session),
        kind=session.kind,
        result=result_of(session, answers),
        again=tuple(_again(course, session, answers, missed)),
        tested=tested,
        calibration=calibration(asked),
        before=before,
        rows=_after(course, session, answers, missed, tested),
    )


def missed_questions(
    session: Session, answers: Mapping[QuestionId, Answer]
) -> tuple[QuestionId, ...]:
    """What was not right in the session, in a test what was left open as well: first that of
    which the student was sure, then in the session's order."""
    missed = [
        id_
        for id_ in session.questions
        if (not answers[id_].is_right if id_ in answers else session.mode == "test")
    ]
    sure = {id_: one.sure or 0 for id_, one in answers.items()}
    return tuple(sorted(missed, key=lambda id_: -sure.get(id_, 0)))


def _again(
    course: Course,
    session: Session,
    answers: Mapping[QuestionId, Answer],
    missed: Sequence[QuestionId],
) -> list[Again]:
    again = []
    for id_ in missed:
        question, module = course.question(id_), course.homes.get(id_)
        if question is None or module is None:
            continue
        about = page_about(module, question)
        page = None if about is None else module.page(about)
        again.append(
            Again(
                session.questions.index(id_) + 1,
                question.ask,
                right_answers(question),
                None if page is None else page.title,
                cited(course, question.source),
                was_sure=id_ in answers and answers[id_].sure == 3,
            )
        )
    return again


def _after(
    course: Course,
    session: Session,
    answers: Mapping[QuestionId, Answer],
    missed: Sequence[QuestionId],
    tested: Tested | None,
) -> tuple[tuple[Button, ...], ...]:
    if session.kind == "before":
        reading = Open(ModuleId(session.quiz))
        return (
            (Button("Read the module →", reading, style="primary"),),
            (Button("Modules", Modules()),),
        )
    known = [id_ for id_ in missed if course.question(id_) is not None]
    rows: list[tuple[Button, ...]] = []
    if known:
        if session.mode != "test":
            text = f"Retry what I missed ({len(known)})"
            rows.append((Button(text, RetryMissed(session.id), style="primary"),))
        pages = _pages_to_reread(course, known)
        rows += [
            (Button(f"Reread: {title}", Reading(module, page)),) for module, page, title in pages
        ]
    elif session.kind == "after":
        onward = Finished(ModuleId(session.quiz))
        rows.append((Button("Onward →", onward, style="primary"),))
    else:
        rows.append((Button("Modules", Modules(), style="primary"),))
    look = [Button("Go through my answers", LookBack(session.id, 0))] if answers else []
    if tested is not None and (tested.attempts is None or tested.attempts > 0):
        look.append(Button("Try again", Quiz(session.quiz)))
    if look:
        rows.append(tuple(look))
    rows.append((Button("Quizzes", Quizzes()), Button("My progress", Progress())))
    return tuple(rows)


def _pages_to_reread(
    course: Course, missed: Sequence[QuestionId]
) -> list[tuple[ModuleId, PageId, str]]:
    """At most three, those that most of the missed questions lead to."""
    counts: dict[tuple[ModuleId, PageId], int] = {}
    for id_ in missed:
        question, module = course.question(id_), course.homes.get(id_)
        about = None if question is None or module is None else page_about(module, question)
        if module is not None and about is not None:
            counts[module.id, about] = counts.get((module.id, about), 0) + 1
    most = sorted(counts, key=lambda one: -counts[one])[:3]
    return [
        (module.id, PageId(page.page), page.title)
        for module in course
        for page in module.pages
        if (module.id, page.page) in most
    ]
