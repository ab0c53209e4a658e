"""lessons/glossary.yaml: the course's terms in every script in which a student may meet them.

The northern form is the entry's own; a southern one is given only where it differs.
"""

from typing import Literal, NewType

from pydantic import Field

from bot.core.course.written import Slug, Text, Written, YesNo

TermId = NewType("TermId", str)


class Term(Written):
    """One entry: its forms, what it means, where the source uses it."""

    term: Slug = Field(description="The term's id, unique in the course.")
    hangul: Text = Field(description="The term in Hangul, in its northern form.")
    south: Text | None = Field(
        default=None, description="The southern form in Hangul, only where it differs."
    )
    hanja: Text | None = Field(default=None, description="The term in Chinese characters.")
    rr: Text = Field(description="The term in Revised Romanization.")
    mr: Text = Field(description="The term in McCune–Reischauer, by ALA-LC's rules.")
    latin: Text | None = Field(
        default=None, description="How its owners write it in Latin letters, for names."
    )
    english: Text = Field(description="The term in English.")
    definition: Text = Field(description="What it means, in a sentence or two.")
    place: tuple[Text, ...] = Field(
        default=(), description="Where the source uses it, as in [¶19]."
    )
    word: Text | None = Field(
        default=None, alias="as", description="The source's own word, if it is another."
    )
    source: tuple[Text, ...] = Field(
        default=(), description="What vouches for the form, as in [ctx-08]."
    )
    certainty: Literal["high", "medium", "low"] = Field(
        description="How sure the course is of the form."
    )
    unchecked: YesNo = Field(
        default=False, description="yes: the romanisation departs from the rules on purpose."
    )


class Glossary(Written):
    """lessons/glossary.yaml."""

    terms: tuple[Term, ...] = Field(min_length=1, description="The terms, in teaching order.")
