"""What every type of question has, and what stands for its grading.

What decides whether an answer is right is part of a question's `version`; nothing else is.
"""

import hashlib
import json
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, NewType

from pydantic import Field

from bot.core.course.written import LongSlug, Number, Slug, Text, Written

QuestionId = NewType("QuestionId", str)

LABELS = "ABCDEFGH"
# Moodle's default for a question with several tries
THIRD = Decimal("0.3333333")


class Asked(Written):
    """What every type of question has."""

    id: Slug = Field(description="Unique in the course; never changed once students answered.")
    ask: Text = Field(description="The question.")
    why: Text = Field(description="The explanation everyone reads after answering.")
    source: tuple[Text, ...] = Field(min_length=1, description="Where it stands, as in [¶19].")
    facts: tuple[LongSlug, ...] = Field(
        default=(), description="Ids from lessons/facts.yaml: what the right answer rests on."
    )

    hints: tuple[Text, ...] = Field(
        default=(), max_length=3, description="Shown one by one to those who ask for them."
    )
    penalty: Annotated[Number, Field(ge=0, le=1)] = Field(
        default=THIRD, description="What each hint takes off the mark, from 0 to 1."
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
