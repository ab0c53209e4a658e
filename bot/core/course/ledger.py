"""lessons/facts.yaml: what the sources say, claim by claim, in the course's own words.

A fact is said by one voice at one place; pages teach facts, right answers rest on them.  The
ledger holds no wording of the source.
"""

from typing import Literal, NewType

from pydantic import Field

from bot.core.course.written import LongSlug, Slug, Text, Written

FactId = NewType("FactId", str)


class Fact(Written):
    """One claim of one voice, and where it stands."""

    fact: LongSlug = Field(description="The fact's id, unique in the course.")
    place: tuple[Text, ...] = Field(
        min_length=1, description="Where it stands: places of one source, as in [¶19]."
    )
    voice: Slug = Field(description="Who says so: a voice of course.yaml.")
    claim: Text = Field(description="What is said, in the course's own words.")
    hedge: Text | None = Field(
        default=None, description="How the source softens it, if it does, in a few words."
    )
    holds: tuple[Text, ...] = Field(
        default=(),
        description="Figures, dates and names that an answer may use beyond those in the claim.",
    )
    ask: Literal["freely", "attributed", "never"] = Field(
        default="freely",
        description="attributed: only in questions that name the voice; never: in none.",
    )


class Ledger(Written):
    """lessons/facts.yaml."""

    facts: tuple[Fact, ...] = Field(min_length=1, description="The facts, in reading order.")
