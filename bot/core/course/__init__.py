"""What instructors write: the course, its modules, pages, questions, facts and terms.

These models are the format of the files in lessons/ and quizzes/, a file of this package for
each kind of file.  Field descriptions are the format's reference for authors.  The package
knows nothing of files or YAML; everything public is imported from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.core.course.arranged import Matching, Ordering, Pair
from bot.core.course.asked import LABELS, Asked, QuestionId
from bot.core.course.glossary import Glossary, Term, TermId
from bot.core.course.ledger import Fact, FactId, Ledger
from bot.core.course.lessons import (
    CITED,
    Figure,
    Lesson,
    Module,
    ModuleId,
    Page,
    PageId,
    Paragraph,
)
from bot.core.course.options import Choice, Choices, Option, TrueOrFalse, WhoseClaim, WrongVoice
from bot.core.course.outline import Citation, Outline, Source, Voice
from bot.core.course.questions import Bank, Question, answering, bound, right_answers
from bot.core.course.quizzes import PRACTISED, Mode, Quiz, QuizId, Quizzes
from bot.core.course.typed import NumberTyped, TextTyped, WrongNumber, WrongText
from bot.core.course.written import SLUG, SLUG_LENGTH, Number, Slug, Text, TrueFalse, Written, YesNo

__all__ = [
    "CITED",
    "LABELS",
    "PRACTISED",
    "SLUG",
    "SLUG_LENGTH",
    "Asked",
    "Bank",
    "Choice",
    "Choices",
    "Citation",
    "Course",
    "Fact",
    "FactId",
    "Figure",
    "Glossary",
    "Ledger",
    "Lesson",
    "Matching",
    "Mode",
    "Module",
    "ModuleId",
    "Number",
    "NumberTyped",
    "Option",
    "Ordering",
    "Outline",
    "Page",
    "PageId",
    "Pair",
    "Paragraph",
    "Question",
    "QuestionId",
    "Quiz",
    "QuizId",
    "Quizzes",
    "Slug",
    "Source",
    "Term",
    "TermId",
    "Text",
    "TextTyped",
    "TrueFalse",
    "TrueOrFalse",
    "Voice",
    "WhoseClaim",
    "Written",
    "WrongNumber",
    "WrongText",
    "WrongVoice",
    "YesNo",
    "answering",
    "bound",
    "right_answers",
]


@dataclass(frozen=True)
class Course:
    """A course that has passed all checks: every reference in it leads somewhere."""

    outline: Outline
    modules: Mapping[ModuleId, Module]
    facts: Mapping[FactId, Fact] = field(default_factory=dict)
    glossary: Mapping[TermId, Term] = field(default_factory=dict)
    quizzes: Mapping[QuizId, Quiz] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.outline.title

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules.values())

    @cached_property
    def marks(self) -> Mapping[str, Citation]:
        """Everything that can be cited, by its mark."""
        marks: dict[str, Citation] = {}
        for name, source in self.outline.sources.items():
            marks[name] = Citation(source, None)
            marks |= {place: Citation(source, place) for place in source.places}
        return marks

    @cached_property
    def questions(self) -> Mapping[QuestionId, Question]:
        return {QuestionId(one.id): one for module in self for one in module.questions}

    @cached_property
    def homes(self) -> Mapping[QuestionId, Module]:
        """The module of each question."""
        return {QuestionId(one.id): module for module in self for one in module.questions}

    def question(self, question: str) -> Question | None:
        """The question of that id; None if the course has none (any more)."""
        return self.questions.get(QuestionId(question))

    def quiz(self, quiz: QuizId) -> Quiz | None:
        """The quiz of that id, a module's own among them; None if there is none (any more)."""
        return self.quizzes.get(quiz) or self._own_quizzes.get(quiz)

    @cached_property
    def _own_quizzes(self) -> Mapping[QuizId, Quiz]:
        """The modules' own quizzes."""
        return {
            QuizId(module.id): Quiz(
                quiz=module.id,
                title=module.title,
                mode="study",
                modules=(module.id,),
                confidence=module.asks_confidence,
            )
            for module in self
            if module.questions
        }

    def asked_in(self, quiz: Quiz) -> tuple[Module, ...]:
        """The modules whose questions the quiz asks, in teaching order."""
        return tuple(one for one in self if not quiz.modules or one.id in quiz.modules)

    def source_of(self, mark: str) -> Source:
        """The source that a mark cites; KeyError if nothing has this mark."""
        return self.marks[mark].source
