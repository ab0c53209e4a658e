"""quizzes/quizzes.yaml: quizzes beside those that the modules have of themselves.

A quiz is a way of asking questions that stand in the modules' banks.
"""

import re
from datetime import datetime
from typing import Annotated, Literal, NewType, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.core.course.written import Slug, Text, Written, YesNo

# a module's own quiz goes by the module's id
QuizId = NewType("QuizId", str)
Mode = Literal["study", "practice", "test"]

PRACTISED = 10


def _count(value: object) -> int:
    text = str(value).strip()
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII):
        raise ValueError(f'"{value}" is not a whole number from 1 to 9999; write it in digits')
    return int(text)


def _moment(value: object) -> datetime:
    try:
        return datetime.strptime(str(value).strip(), "%Y-%m-%d %H:%M")  # noqa: DTZ007 - the course's zone
    except ValueError:
        raise ValueError(
            f'"{value}" is no date with a time; write it as in 2024-12-01 09:00'
        ) from None


Count = Annotated[int, BeforeValidator(_count)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Quiz(Written):
    """One way of asking; `opens` and `closes` are without a zone: the course's is meant."""

    quiz: Slug = Field(description="The quiz's id; no module's.")
    title: Text = Field(description="The quiz's name.")
    about: Text | None = Field(default=None, description="What students read before they begin.")
    mode: Mode = Field(
        description="study: feedback at once, and what was missed once more; practice: the same, "
        "drawn from modules that the student has read; test: feedback at the end."
    )
    modules: tuple[Slug, ...] = Field(
        default=(), description="Ids of the modules whose questions are asked; all if left out."
    )
    draw: Count | None = Field(
        default=None,
        description="How many questions are drawn, those first that the student had least often.",
    )
    confidence: YesNo = Field(
        default=False, description="yes: students are asked how sure they are."
    )
    attempts: Count | None = Field(
        default=None, description="How often a student may take a test; the best result counts."
    )
    minutes: Count | None = Field(
        default=None, description="The time for a test, without a student's extra time."
    )
    opens: Moment | None = Field(
        default=None, description="When a test opens, in the course's zone: 2024-12-01 09:00."
    )
    closes: Moment | None = Field(
        default=None, description="When a test closes and whoever is at it stops."
    )
    pass_mark: Annotated[Count, Field(le=100)] | None = Field(
        default=None, alias="pass", description="Per cent of the points that pass a test."
    )

    @model_validator(mode="after")
    def _fits_its_mode(self) -> Self:
        only_tests = ("attempts", "minutes", "opens", "closes", "pass_mark")
        for name in only_tests:
            if self.mode != "test" and getattr(self, name) is not None:
                key = "pass" if name == "pass_mark" else name
                raise ValueError(f'only a test has "{key}"; take it off, or write mode: test')
        if self.opens is not None and self.closes is not None and self.closes <= self.opens:
            raise ValueError("the quiz closes before it opens; write a later date in closes")
        return self


class Quizzes(Written):
    """quizzes/quizzes.yaml."""

    quizzes: tuple[Quiz, ...] = Field(min_length=1, description="The quizzes, in their order.")
