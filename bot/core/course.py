"""What instructors write: the course, its modules, pages and questions.

These models are the format of the files in lessons/ and quizzes/.  Every scalar arrives as
text, exactly as typed (content/ sees to that), so the types here decide what is a number or
a yes.  Field descriptions are the format's reference for authors.  This module knows nothing
of files or YAML.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NewType, assert_never

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

ModuleId = NewType("ModuleId", str)
PageId = NewType("PageId", str)
QuestionId = NewType("QuestionId", str)

# Telegram: callback_data is 1-64 bytes, and a page's button carries two of these.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 30
LABELS = "ABCDEFGH"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=SLUG_LENGTH)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(lambda text: unicodedata.normalize("NFC", text)),
]


def _yes_or_no(value: object) -> bool:
    answer = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).lower())
    if answer is None:
        raise ValueError(f'"{value}" is neither yes nor no; write yes or no')
    return answer


def _true_or_false(value: object) -> bool:
    answer = {"true": True, "false": False}.get(str(value).lower())
    if answer is None:
        raise ValueError(f'"{value}" is neither true nor false; write true or false')
    return answer


def _number(value: object) -> Decimal:
    text = str(value).strip()
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", text, re.ASCII):
        raise ValueError(f'"{value}" is not a number; write it in digits, as in 130 or 4.82')
    return Decimal(text)


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TrueFalse = Annotated[bool, BeforeValidator(_true_or_false)]
Number = Annotated[Decimal, BeforeValidator(_number)]


class Written(BaseModel):
    """Anything an author writes: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys an author writes, in the order of the format's reference."""
        return tuple(cls.model_fields)


class Voice(Written):
    name: Text = Field(description="What students read before a paragraph in this voice.")
    about: Text | None = Field(
        default=None, description="Who this is and how far to trust it, in a sentence."
    )


class Source(Written):
    """A text that pages and questions cite, by its id or by one of its places."""

    cite: Text = Field(description="Short form shown to students, as in Asmolov 2024.")
    title: Text = Field(description="Author, title, outlet and date in full.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="Where it can be read."
    )
    certainty: Literal["high", "medium", "low"] | None = Field(
        default=None, description="How sure the course is of what it takes from this source."
    )
    places: tuple[Text, ...] = Field(
        default=(),
        description="Marks that can be cited, as in ¶19; none if it is only cited as a whole.",
    )


class Outline(Written):
    """lessons/course.yaml."""

    title: Text = Field(description="The course's name.")
    about: Text = Field(description="What students learn here, in a sentence or two.")
    modules: tuple[Slug, ...] = Field(min_length=1, description="Module ids, in teaching order.")
    voices: dict[Slug, Voice] = Field(
        min_length=1, description="Who speaks in this course; each paragraph names one."
    )
    sources: dict[str, Source] = Field(min_length=1, description="What can be cited.")


class Paragraph(Written):
    """One voice, one text, its sources: written `- kim: The text. [¶19, ctx-05]`."""

    voice: str
    text: Text = Field(description="What the voice says.")
    source: tuple[Text, ...]

    @model_validator(mode="before")
    @classmethod
    def _from_one_line(cls, value: object) -> object:
        if not isinstance(value, Mapping) or len(value) != 1:
            raise ValueError(
                "a paragraph is one voice and its text; write `- voice: The text. [¶19]`"
            )
        voice, text = next(iter(value.items()))
        if not isinstance(text, str):
            raise ValueError(  # noqa: TRY004 - only a ValueError reaches the author
                "the paragraph's text is missing; write it as in `- voice: The text. [¶19]`"
            )
        cited = CITED.search(text)
        if cited is None or not cited[1].strip():
            raise ValueError("the paragraph names no source; end it with one, as in [¶19]")
        marks = tuple(mark.strip() for mark in cited[1].split(",") if mark.strip())
        return {"voice": voice, "text": text[: cited.start()], "source": marks}


CITED = re.compile(r"\s*\[([^\[\]]*)\]\s*\Z")


class Page(Written):
    page: Slug = Field(description="The page's id, unique in its module.")
    title: Text = Field(description="What the page is about, in a few words.")
    text: tuple[Paragraph, ...] = Field(
        min_length=1, description="Paragraphs, each `- voice: text [source]`."
    )
    check: Slug | None = Field(
        default=None, description="Id of a question of this module, asked right after the page."
    )


class Lesson(Written):
    """A file of lessons/: one module's pages."""

    module: Slug = Field(description="The module's id, as in course.yaml.")
    title: Text = Field(description="The module's name.")
    objectives: tuple[Text, ...] = Field(
        min_length=1, description="What a student can do afterwards, each a line with a verb."
    )
    pages: tuple[Page, ...] = Field(min_length=1, description="The pages, in reading order.")


class Option(Written):
    """Written `- right: text`, or `- wrong: text` with `because:`."""

    text: Text = Field(description="What can be chosen.")
    is_right: bool
    because: Text | None = Field(default=None, description="Said to those who choose it.")

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return ("right", "wrong", "because")

    @model_validator(mode="before")
    @classmethod
    def _from_right_or_wrong(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            raise ValueError('an option is more than a text; write "- right: …" or "- wrong: …"')  # noqa: TRY004
        named = [key for key in ("right", "wrong") if key in value]
        if len(named) != 1:
            raise ValueError("an option is right or wrong; write right: or wrong: once in each")
        if unknown := value.keys() - {"right", "wrong", "because"}:
            raise ValueError(f'unknown key "{min(unknown)}"; use right, wrong or because')
        because = {key: value[key] for key in value if key == "because"}
        return {"text": value[named[0]], "is_right": named[0] == "right", **because}


class Asked(Written):
    """What every type of question has."""

    id: Slug = Field(description="Unique in the course; never changed once students answered.")
    ask: Text = Field(description="The question.")
    why: Text = Field(description="The explanation everyone reads after answering.")
    source: tuple[Text, ...] = Field(min_length=1, description="Where it stands, as in [¶19].")

    def _grading(self) -> Any:
        """What decides whether an answer is right, ready for JSON."""
        raise NotImplementedError

    @cached_property
    def version(self) -> str:
        """Changes when the wording asked or what counts as right changes, and only then.

        The order of options, explanations and sources do not belong to it, so mending a typo
        in a `why` keeps a question's statistics whole.
        """
        fields = json.dumps([type(self).__name__, self.ask.split(), self._grading()])
        return hashlib.sha256(fields.encode()).hexdigest()[:12]


class _WithOptions(Asked):
    options: tuple[Option, ...] = Field(
        min_length=2, max_length=len(LABELS), description="Two to eight, each right or wrong."
    )
    shuffle: YesNo = Field(
        default=True,
        description="no keeps the options in the order written, for years or numbers.",
    )

    def _grading(self) -> Any:
        return sorted((option.text, option.is_right) for option in self.options)


class Choice(_WithOptions):
    type: Literal["choice"] = Field(description="One option is right.")

    @field_validator("options")
    @classmethod
    def _one_right(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        right = sum(option.is_right for option in options)
        if right != 1:
            raise ValueError(
                f"{right} of {len(options)} options are right, but a choice question has one; "
                "mark one with right: and the others with wrong:, or write type: choices"
            )
        return options


class Choices(_WithOptions):
    type: Literal["choices"] = Field(description="Several options are right; students tick them.")

    @field_validator("options")
    @classmethod
    def _some_right(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        right = sum(option.is_right for option in options)
        if right < 2 or right == len(options):
            raise ValueError(
                f"{right} of {len(options)} options are right; "
                "give a choices question two or more right ones and at least one wrong one"
            )
        return options


class TrueOrFalse(Asked):
    type: Literal["true_false"] = Field(description="A statement to accept or reject.")
    answer: TrueFalse = Field(description="true or false.")
    because: Text | None = Field(
        default=None, description="Said to those who answered wrongly: why it tempts."
    )

    def _grading(self) -> Any:
        return self.answer


class Mistake(Written):
    number: Number = Field(description="A wrong number that tempts.")
    because: Text = Field(description="Said to those who type it.")


class NumberTyped(Asked):
    type: Literal["number"] = Field(description="The student types a number.")
    answer: Number = Field(description="The right number.")
    tolerance: Annotated[Number, Field(ge=0)] = Field(
        default=Decimal(0), description="How far off still counts as right."
    )
    unit: Text | None = Field(
        default=None, description="What is counted, as in products; shown, and may be typed."
    )
    mistakes: tuple[Mistake, ...] = Field(
        default=(), description="Wrong numbers that tempt, each with because."
    )

    @field_validator("mistakes")
    @classmethod
    def _mistakes_are_wrong(
        cls, mistakes: tuple[Mistake, ...], info: ValidationInfo
    ) -> tuple[Mistake, ...]:
        if not {"answer", "tolerance"} <= info.data.keys():
            return mistakes
        for mistake in mistakes:
            if abs(mistake.number - info.data["answer"]) <= info.data["tolerance"]:
                raise ValueError(
                    f"{mistake.number} is listed as a mistake, but it counts as right; "
                    "remove it, or make the tolerance smaller"
                )
        return mistakes

    def _grading(self) -> Any:
        return [str(self.answer.normalize()), str(self.tolerance.normalize()), self.unit]


Question = Annotated[
    Choice | Choices | TrueOrFalse | NumberTyped,
    Field(discriminator="type"),
]


class Quiz(Written):
    """A file of quizzes/: one module's questions."""

    module: Slug = Field(description="The module's id, as in course.yaml.")
    questions: tuple[Question, ...] = Field(min_length=1, description="The questions.")


@dataclass(frozen=True)
class Citation:
    """A source and the place in it; `place` is None where the source is cited as a whole."""

    source: Source
    place: str | None

    def __str__(self) -> str:
        return self.source.cite if self.place is None else f"{self.source.cite}, {self.place}"


@dataclass(frozen=True)
class Module:
    lesson: Lesson
    questions: tuple[Question, ...]

    @property
    def id(self) -> ModuleId:
        return ModuleId(self.lesson.module)

    @property
    def title(self) -> str:
        return self.lesson.title

    @property
    def pages(self) -> tuple[Page, ...]:
        return self.lesson.pages

    def page(self, page: str) -> Page | None:
        """The page of that id; None if the module has none (any more)."""
        return next((one for one in self.pages if one.page == page), None)

    def question(self, question: str) -> Question | None:
        """The question of that id; None if the module has none (any more)."""
        return next((one for one in self.questions if one.id == question), None)


@dataclass(frozen=True)
class Course:
    """A course that has passed all checks: every reference in it leads somewhere."""

    outline: Outline
    modules: Mapping[ModuleId, Module]

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


def right_answers(question: Question) -> tuple[str, ...]:
    """The key in words, for feedback and reports."""
    match question:
        case Choice() | Choices():
            return tuple(option.text for option in question.options if option.is_right)
        case TrueOrFalse():
            return ("True" if question.answer else "False",)
        case NumberTyped():
            number = f"{question.answer:f}"
            return (f"{number} {question.unit}" if question.unit else number,)
        case _:
            assert_never(question)
