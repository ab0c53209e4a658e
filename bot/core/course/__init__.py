"""What instructors write: the course, its modules, pages, questions, facts and terms.

These models are the format of the files in lessons/ and quizzes/, a file of this package for
each kind of file.  Field descriptions are the format's reference for authors.  The package
knows nothing of files or YAML; everything public is imported from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

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
from bot.core.course.outline import Citation, Outline, Source, Voice
from bot.core.course.questions import (
    LABELS,
    Asked,
    Choice,
    Choices,
    Mistake,
    NumberTyped,
    Option,
    Question,
    QuestionId,
    Quiz,
    TrueOrFalse,
    right_answers,
)
from bot.core.course.written import SLUG, SLUG_LENGTH, Number, Slug, Text, TrueFalse, Written, YesNo

__all__ = [
    "CITED",
    "LABELS",
    "SLUG",
    "SLUG_LENGTH",
    "Asked",
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
    "Mistake",
    "Module",
    "ModuleId",
    "Number",
    "NumberTyped",
    "Option",
    "Outline",
    "Page",
    "PageId",
    "Paragraph",
    "Question",
    "QuestionId",
    "Quiz",
    "Slug",
    "Source",
    "Term",
    "TermId",
    "Text",
    "TrueFalse",
    "TrueOrFalse",
    "Voice",
    "Written",
    "YesNo",
    "right_answers",
]


@dataclass(frozen=True)
class Course:
    """A course that has passed all checks: every reference in it leads somewhere."""

    outline: Outline
    modules: Mapping[ModuleId, Module]
    facts: Mapping[FactId, Fact] = field(default_factory=dict)
    glossary: Mapping[TermId, Term] = field(default_factory=dict)

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

    def source_of(self, mark: str) -> Source:
        """The source that a mark cites; KeyError if nothing has this mark."""
        return self.marks[mark].source
