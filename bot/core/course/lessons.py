"""lessons/*.yaml: a module's pages, paragraph by paragraph, each in one voice with its sources.

A module is a lesson with its questions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from pydantic import Field, model_validator

from bot.core.course.questions import Question
from bot.core.course.written import LongSlug, Slug, Text, Written

ModuleId = NewType("ModuleId", str)
PageId = NewType("PageId", str)

CITED = re.compile(r"\s*\[([^\[\]]*)\]\s*\Z")


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


class Figure(Written):
    """A picture that belongs to a page."""

    image: Text = Field(description="A file below lessons/, as in figures/map.png.")
    alt: Text = Field(description="The same in words, for those who cannot see it.")
    caption: Text = Field(description="What students read below it.")


class Page(Written):
    page: Slug = Field(description="The page's id, unique in its module.")
    title: Text = Field(description="What the page is about, in a few words.")
    text: tuple[Paragraph, ...] = Field(
        min_length=1, description="Paragraphs, each `- voice: text [source]`."
    )
    check: Slug | None = Field(
        default=None, description="Id of a question of this module, asked right after the page."
    )
    facts: tuple[LongSlug, ...] = Field(
        default=(), description="Ids from lessons/facts.yaml: what the page teaches."
    )
    terms: tuple[Slug, ...] = Field(
        default=(), description="Ids from lessons/glossary.yaml: terms the page uses."
    )
    figure: Figure | None = Field(default=None, description="A picture, where looking helps.")


class Lesson(Written):
    """A file of lessons/: one module's pages."""

    module: Slug = Field(description="The module's id, as in course.yaml.")
    title: Text = Field(description="The module's name.")
    objectives: tuple[Text, ...] = Field(
        min_length=1, description="What a student can do afterwards, each a line with a verb."
    )
    after: tuple[Slug, ...] = Field(
        default=(), description="Modules better read before this one: advice, never a lock."
    )
    pretest: tuple[Slug, ...] = Field(
        default=(),
        max_length=6,
        description="Ids of questions of this module, asked before its first page and after its "
        "last, to show what was gained.",
    )
    pages: tuple[Page, ...] = Field(min_length=1, description="The pages, in reading order.")


@dataclass(frozen=True)
class Module:
    lesson: Lesson
    questions: tuple[Question, ...]
    asks_confidence: bool = False

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
