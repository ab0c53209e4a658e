"""Questions whose answers are arranged: order, match."""

from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator

from bot.core.course.asked import LABELS, Asked
from bot.core.course.written import Text, Written


class Ordering(Asked):
    type: Literal["order"] = Field(description="The student taps entries in the right order.")
    items: tuple[Text, ...] = Field(
        min_length=3,
        max_length=len(LABELS),
        description="Three to eight entries, in the right order; students see them shuffled.",
    )
    because: Text | None = Field(
        default=None, description="Said to those who order them wrongly: what tempts."
    )

    @field_validator("items")
    @classmethod
    def _each_once(cls, items: tuple[str, ...]) -> tuple[str, ...]:
        for item in items:
            if items.count(item) > 1:
                raise ValueError(f"{item} stands in the order twice; make the entries differ")
        return items

    def _grading(self) -> Any:
        return list(self.items)


class Pair(Written):
    item: Text = Field(description="What is to be matched.")
    match: Text = Field(description="What belongs to it; several items may have the same.")
    because: Text | None = Field(
        default=None, description="Said to those who match the item wrongly."
    )


class Matching(Asked):
    type: Literal["match"] = Field(description="The student finds for each item what belongs.")
    pairs: tuple[Pair, ...] = Field(
        min_length=2, max_length=len(LABELS), description="Two to eight, each with item and match."
    )
    distractors: tuple[Text, ...] = Field(
        default=(), description="Further choices that belong to no item."
    )

    @field_validator("pairs")
    @classmethod
    def _each_item_once(cls, pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
        items = [one.item for one in pairs]
        for item in items:
            if items.count(item) > 1:
                raise ValueError(f"{item} is to be matched twice; make the items differ")
        if len({one.match for one in pairs}) == 1:
            raise ValueError("all items have the same match; give at least two of them others")
        return pairs

    @field_validator("distractors")
    @classmethod
    def _fit_nothing(cls, distractors: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        matches = {one.match for one in info.data.get("pairs", ())}
        for one in distractors:
            if one in matches or distractors.count(one) > 1:
                raise ValueError(f"{one} is a choice already; remove it from distractors")
        if len(matches) + len(distractors) > len(LABELS):
            raise ValueError(
                f"there are more than {len(LABELS)} choices; leave out some distractors"
            )
        return distractors

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be matched to an item, each once."""
        matches = (one.match for one in self.pairs)
        return tuple(dict.fromkeys((*matches, *self.distractors)))

    def _grading(self) -> Any:
        pairs = sorted([one.item, one.match] for one in self.pairs)
        return [pairs, sorted(self.distractors)]
