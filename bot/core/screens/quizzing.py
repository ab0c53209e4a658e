"""The screens of answering: quizzes, a question, the feedback to it, the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.core.actions import (
    Confirm,
    Home,
    Modules,
    Next,
    Pick,
    Progress,
    QuestionFacts,
    Quiz,
    Quizzes,
    Reading,
    Retry,
    Tick,
)
from bot.core.course import (
    LABELS,
    Choices,
    Course,
    Module,
    PageId,
    Question,
    QuestionId,
    TrueOrFalse,
    right_answers,
)
from bot.core.grading import grade
from bot.core.progress import ModuleProgress, Result, page_about
from bot.core.screens import Button, Rows, Screen, Style
from bot.core.screens.reading import Cited, cited
from bot.core.session import Answer, Session, labelled


@dataclass(frozen=True, kw_only=True)
class QuizzesScreen(Screen):
    """All quizzes, with what has been done of each."""

    standing: tuple[ModuleProgress, ...]


def quizzes_screen(standing: Sequence[ModuleProgress]) -> QuizzesScreen:
    quizzes = [one for one in standing if one.questions]
    rows = []
    for number, one in enumerate(quizzes, start=1):
        prefix = f"{number}. Continue: " if one.quiz_position else f"{number}. "
        style: Style | None = "primary" if one.quiz_position else None
        text = prefix + one.module.title
        rows.append((Button(text, Quiz(one.module.id), key=str(number), style=style),))
    return QuizzesScreen(
        standing=tuple(quizzes),
        rows=(*rows, (Button("Modules", Modules()), Button("Home", Home()))),
    )


@dataclass(frozen=True)
class Labelled:
    """An option as it stands in the text, with its label."""

    label: str
    text: str
    is_ticked: bool = False


@dataclass(frozen=True, kw_only=True)
class QuestionScreen(Screen):
    """A question that waits for its answer.

    `fitting` is how many options fit, said only where several do; `unit` what a typed number
    counts; None elsewhere.
    """

    module: str
    kind: str
    number: int
    total: int
    question: Question
    options: tuple[Labelled, ...]
    fitting: int | None
    unit: str | None


def question_screen(module: Module, session: Session, question: Question) -> QuestionScreen:
    options = tuple(
        Labelled(LABELS[index], text, text in session.ticks)
        for index, text in enumerate(labelled(question, session))
    )
    fitting = len(right_answers(question)) if isinstance(question, Choices) else None
    return QuestionScreen(
        module=module.title,
        kind=session.kind,
        number=session.position + 1,
        total=len(session.questions),
        question=question,
        options=options,
        fitting=fitting,
        unit=getattr(question, "unit", None),
        rows=(*_answers(session, question, options), (_way_back(session),)),
    )


def _answers(session: Session, question: Question, options: Sequence[Labelled]) -> Rows:
    if isinstance(question, Choices):
        ticks = tuple(
            Button(
                f"☑ {one.label}" if one.is_ticked else f"☐ {one.label}",
                Tick(session.id, session.turn, position, int(not one.is_ticked)),
                key=one.label,
            )
            for position, one in enumerate(options)
        )
        ready = Button("Confirm", Confirm(session.id, session.turn), style="primary")
        return (*_in_rows(ticks, 4), (ready,))
    is_short = isinstance(question, TrueOrFalse)
    picks = tuple(
        Button(
            f"{one.label}. {one.text}" if is_short else one.label,
            Pick(session.id, session.turn, position),
            key=one.label,
        )
        for position, one in enumerate(options)
    )
    return _in_rows(picks, 4)


def _in_rows(buttons: tuple[Button, ...], width: int) -> Rows:
    """Rows of much the same length, none longer than `width`."""
    if not buttons:
        return ()
    rows = -(-len(buttons) // width)
    each = -(-len(buttons) // rows)
    return tuple(buttons[start : start + each] for start in range(0, len(buttons), each))


def _way_back(session: Session) -> Button:
    if session.kind == "check" and session.page is not None:
        return Button("← Back to the page", Reading(session.module, session.page))
    return Button("Stop here", Quizzes())


@dataclass(frozen=True, kw_only=True)
class FeedbackScreen(Screen):
    """What a reply was worth, and why.  `replied` are the student's words."""

    module: str
    kind: str
    number: int
    total: int
    question: Question
    options: tuple[Labelled, ...]
    replied: tuple[str, ...]
    is_right: bool
    key: tuple[str, ...]
    because: tuple[str, ...]
    sources: tuple[Cited, ...]


def feedback_screen(
    course: Course, module: Module, session: Session, question: Question, answer: Answer
) -> FeedbackScreen:
    is_last = session.position + 1 == len(session.questions)
    last = "Onward →" if session.kind == "check" else "See the result →"
    onward = Button(last if is_last else "Next →", Next(session.id, session.turn), style="primary")
    return FeedbackScreen(
        module=module.title,
        kind=session.kind,
        number=session.position + 1,
        total=len(session.questions),
        question=question,
        options=tuple(
            Labelled(LABELS[index], text) for index, text in enumerate(labelled(question, session))
        ),
        replied=tuple(_shown(question, one) for one in answer.reply),
        is_right=answer.is_right,
        key=right_answers(question),
        because=grade(question, answer.reply).because,
        sources=cited(course, question.source),
        rows=((onward,), *_provenance(question), (_way_back(session),)),
    )


def _provenance(question: Question) -> Rows:
    if not question.facts:
        return ()
    return ((Button("Where is this in the source?", QuestionFacts(QuestionId(question.id))),),)


def _shown(question: Question, reply: str) -> str:
    return reply.capitalize() if isinstance(question, TrueOrFalse) else reply


@dataclass(frozen=True)
class Again:
    """A question to look at again: its number in the quiz, the key, the page that teaches it."""

    number: int
    ask: str
    key: tuple[str, ...]
    page: str | None
    sources: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class ResultScreen(Screen):
    """How a walk ended; `again` are the questions missed, in order."""

    stays: ClassVar[bool] = True
    module: str
    kind: str
    result: Result
    again: tuple[Again, ...]


def result_screen(
    course: Course, module: Module, session: Session, answers: Mapping[QuestionId, Answer]
) -> ResultScreen:
    """`answers` are those of this session, by question."""
    missed = missed_questions(session, answers)
    again = []
    for number, id_ in enumerate(session.questions, start=1):
        question = module.question(id_)
        if id_ not in missed or question is None:
            continue
        about = page_about(module, question)
        page = None if about is None else module.page(about)
        again.append(
            Again(
                number,
                question.ask,
                right_answers(question),
                None if page is None else page.title,
                cited(course, question.source),
            )
        )
    return ResultScreen(
        module=module.title,
        kind=session.kind,
        result=Result(sum(one.is_right for one in answers.values()), len(answers)),
        again=tuple(again),
        rows=_after(module, session, missed),
    )


def missed_questions(
    session: Session, answers: Mapping[QuestionId, Answer]
) -> tuple[QuestionId, ...]:
    """What was answered wrongly in the session, in its order."""
    return tuple(id_ for id_ in session.questions if id_ in answers and not answers[id_].is_right)


def _after(module: Module, session: Session, missed: Sequence[QuestionId]) -> Rows:
    known = [id_ for id_ in missed if module.question(id_) is not None]
    rows: list[tuple[Button, ...]] = []
    if known:
        text = f"Retry what I missed ({len(known)})"
        rows.append((Button(text, Retry(session.id), style="primary"),))
        pages = _pages_to_reread(module, known)
        rows += [(Button(f"Reread: {title}", Reading(module.id, id_)),) for id_, title in pages]
    else:
        rows.append((Button("Modules", Modules(), style="primary"),))
    rows.append((Button("Quizzes", Quizzes()), Button("My progress", Progress())))
    return tuple(rows)


def _pages_to_reread(module: Module, missed: Sequence[QuestionId]) -> list[tuple[PageId, str]]:
    """At most three, those that most of the missed questions lead to."""
    counts: dict[PageId, int] = {}
    for id_ in missed:
        question = module.question(id_)
        about = None if question is None else page_about(module, question)
        if about is not None:
            counts[about] = counts.get(about, 0) + 1
    most = sorted(counts, key=lambda one: -counts[one])[:3]
    return [(PageId(page.page), page.title) for page in module.pages if page.page in most]
