"""lessons/course.yaml: the course's name, its modules in order, its voices, what it cites.

Nothing here knows a lesson: an outline says who may speak and what may be cited.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.core.course.written import Slug, Text, Written


class Voice(Written):
    name: Text = Field(description="What students read before a paragraph in this voice.")
    about: Text | None = Field(
        default=None, description="Who this is and how far to trust it, in a sentence."
    )
    called: tuple[Text, ...] = Field(
        default=(), description="Other words that name this voice, as in the author."
    )


class Source(Written):
    """A text that pages and questions cite, by its id or by one of its places."""

    cite: Text = Field(description="Short form shown to students, as in Harrow 1901.")
    title: Text = Field(description="Author, title, outlet and date in full.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = Field(
        default=None, description="Where it can be read."
    )
    certainty: Literal["high", "medium", "low"] | None = Field(
        default=None, description="How sure the course is of what it takes from this source."
    )
    called: tuple[Text, ...] = Field(
        default=(), description="Other words that name this source, as in the article."
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
    sources: dict[Text, Source] = Field(min_length=1, description="What can be cited.")


@dataclass(frozen=True)
class Citation:
    """A source and the place in it; `place` is None where the source is cited as a whole."""

    source: Source
    place: str | None

    def __str__(self) -> str:
        return self.source.cite if self.place is None else f"{self.source.cite}, {self.place}"
