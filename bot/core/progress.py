"""What one student has done, and what comes next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.actions import Action, Open, Quiz
from bot.core.course import Course, Module, ModuleId, PageId, Question, QuestionId, QuizId


@dataclass(frozen=True)
class Result:
    """How a quiz went: questions right of questions that count, and the points earned, of which
    each question has one."""

    right: int
    answered: int
    points: float

    @property
    def share(self) -> float:
        return self.points / self.answered if self.answered else 0.0

    @property
    def percent(self) -> int:
        """Never 100 with a point missing, never 0 with one earned."""
        percent = round(100 * self.share)
        if percent == 100 and self.points < self.answered:
            return 99
        return 1 if percent == 0 and self.points > 0 else percent

    @property
    def has_parts(self) -> bool:
        """Whether there are points beyond those of the questions that are right."""
        return abs(self.points - self.right) > 0.005


@dataclass(frozen=True)
class Record:
    """What is stored of one student's work, in the course's ids.

    `answered` are questions answered at least once, anywhere.  `results` are the last finished
    quizzes, `open_quizzes` those begun and not finished, with (questions done, questions).
    """

    pages_read: frozenset[tuple[ModuleId, PageId]] = frozenset()
    answered: frozenset[QuestionId] = frozenset()
    results: Mapping[QuizId, Result] | None = None
    open_quizzes: Mapping[QuizId, tuple[int, int]] | None = None


@dataclass(frozen=True)
class ModuleProgress:
    """One student in one module.  `result` is None before the first finished quiz."""

    module: Module
    pages_read: int
    answered: int
    result: Result | None
    quiz_position: tuple[int, int] | None

    @property
    def pages(self) -> int:
        return len(self.module.pages)

    @property
    def questions(self) -> int:
        return len(self.module.questions)

    @property
    def is_read(self) -> bool:
        return self.pages_read == self.pages


def progress(course: Course, record: Record) -> tuple[ModuleProgress, ...]:
    """Where the student stands in each module; what the course no longer has does not count."""
    return tuple(
        ModuleProgress(
            module,
            sum((module.id, page.page) in record.pages_read for page in module.pages),
            sum(question.id in record.answered for question in module.questions),
            (record.results or {}).get(QuizId(module.id)),
            (record.open_quizzes or {}).get(QuizId(module.id)) if module.questions else None,
        )
        for module in course
    )


def next_step(standing: Sequence[ModuleProgress]) -> tuple[str, Action] | None:
    """What to do next, and the action that does it; None when everything is done.

    A quiz that was left comes first, then each module in order: its pages, then its quiz.
    """
    for one in standing:
        if one.quiz_position is not None:
            return f"Go on with the quiz on {one.module.title}", Quiz(QuizId(one.module.id))
    for one in standing:
        if not one.is_read:
            verb = "Go on reading" if one.pages_read else "Read"
            return f"{verb} {one.module.title}", Open(one.module.id)
        if one.result is None and one.questions:
            return f"Take the quiz on {one.module.title}", Quiz(QuizId(one.module.id))
    return None


def first_unread(module: Module, pages_read: Collection[tuple[ModuleId, PageId]]) -> PageId:
    """Where to open a module: its first unread page, or its first page when all are read."""
    for page in module.pages:
        if (module.id, PageId(page.page)) not in pages_read:
            return PageId(page.page)
    return PageId(module.pages[0].page)


def page_about(module: Module, question: Question) -> PageId | None:
    """The page to read again after missing a question.

    The page it checks; otherwise the one that shares most citations with it and, of those, has
    most paragraphs on them, the earlier of two; None if none shares any.
    """
    for page in module.pages:
        if page.check == question.id:
            return PageId(page.page)
    cited = set(question.source)
    best: tuple[int, int, PageId | None] = (0, 0, None)
    for page in module.pages:
        shared = [cited.intersection(paragraph.source) for paragraph in page.text]
        score = (len(set().union(*shared)), sum(map(bool, shared)))
        if score > best[:2]:
            best = (*score, PageId(page.page))
    return best[2]
