"""quizzes/*.yaml: questions of four types, each with its key, its reasons and its sources.

What decides whether an answer is right is part of a question's `version`; nothing else is.
"""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, NewType, assert_never

from pydantic import Field, ValidationInfo, field_validator, model_validator

from bot.core.course.written import LongSlug, Number, Slug, Text, TrueFalse, Written, YesNo

QuestionId = NewType("QuestionId", str)

LABELS = "ABCDEFGH"


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
    facts: tuple[LongSlug, ...] = Field(
        default=(), description="Ids from lessons/facts.yaml: what the right answer rests on."
    )

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
