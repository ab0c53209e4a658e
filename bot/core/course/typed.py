"""Questions whose answers are typed: number, text."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from bot.core.course.asked import Asked
from bot.core.course.glossary import Term
from bot.core.course.written import Number, Slug, Text, Written
from bot.core.hangul import clean, folded, without_marks


class WrongNumber(Written):
    number: Number = Field(description="A wrong number that tempts.")
    because: Text = Field(description="Said to those who type it.")


class NumberTyped(Asked):
    type: Literal["number"] = Field(description="The student types a number.")
    answer: Number = Field(description="The right number.")
    tolerance: Annotated[Number, Field(ge=0)] = Field(
        default=Decimal(0), description="How far off still counts as right."
    )
    within: tuple[Number, ...] = Field(
        default=(),
        alias="range",
        min_length=2,
        max_length=2,
        description="The least and the most that count as right, as in [4.8, 5], "
        "in place of a tolerance.",
    )
    unit: Text | None = Field(
        default=None, description="What is counted, as in products; shown, and may be typed."
    )
    mistakes: tuple[WrongNumber, ...] = Field(
        default=(), description="Wrong numbers that tempt, each with because."
    )

    @field_validator("within")
    @classmethod
    def _answer_is_within(
        cls, within: tuple[Decimal, ...], info: ValidationInfo
    ) -> tuple[Decimal, ...]:
        answer = info.data.get("answer")
        if within and info.data.get("tolerance"):
            raise ValueError("there is a tolerance and a range; keep one of them")
        if within and within[0] > within[1]:
            raise ValueError("the range ends before it begins; write the smaller number first")
        if within and answer is not None and not within[0] <= answer <= within[1]:
            raise ValueError(f"the answer {answer} lies outside the range; widen it")
        return within

    @field_validator("mistakes")
    @classmethod
    def _mistakes_are_wrong(
        cls, mistakes: tuple[WrongNumber, ...], info: ValidationInfo
    ) -> tuple[WrongNumber, ...]:
        if not {"answer", "tolerance", "within"} <= info.data.keys():
            return mistakes
        least, most = _counting(*(info.data[key] for key in ("answer", "tolerance", "within")))
        for mistake in mistakes:
            if least <= mistake.number <= most:
                raise ValueError(
                    f"{mistake.number} is listed as a mistake, but it counts as right; "
                    "remove it, or make the tolerance or range smaller"
                )
        return mistakes

    @property
    def counting(self) -> tuple[Decimal, Decimal]:
        """The least and the most that count as right."""
        return _counting(self.answer, self.tolerance, self.within)

    def _grading(self) -> Any:
        ends = [str(one.normalize()) for one in self.within or (self.tolerance,)]
        return [str(self.answer.normalize()), *ends, self.unit]


def _counting(
    answer: Decimal, tolerance: Decimal, within: tuple[Decimal, ...]
) -> tuple[Decimal, Decimal]:
    return (within[0], within[1]) if within else (answer - tolerance, answer + tolerance)


class WrongText(Written):
    text: Text = Field(description="A wrong answer that tempts.")
    because: Text = Field(description="Said to those who type it.")


class TextTyped(Asked):
    """What counts are its `forms`: those written, and those that the glossary has of its term."""

    type: Literal["text"] = Field(description="The student types a word or a name.")
    accept: tuple[Text, ...] = Field(
        default=(), description="What counts as right, the form to be shown first."
    )
    term: Slug | None = Field(
        default=None,
        description="Id of a term from glossary.yaml, all of whose Korean forms count.",
    )
    kind: Literal["meaning", "romanization"] = Field(
        default="meaning",
        description="romanization: the question is about spelling in Latin letters, "
        "so marks such as ŏ count.",
    )
    mistakes: tuple[WrongText, ...] = Field(
        default=(), description="Wrong answers that tempt, each with because."
    )

    _of_term: tuple[str, ...] = PrivateAttr(default=())
    _others: tuple[str, ...] = PrivateAttr(default=())

    @model_validator(mode="after")
    def _has_an_answer(self) -> Self:
        if not self.accept and self.term is None:
            raise ValueError(
                "nothing counts as right; add accept with the right forms, or term with the id "
                "of a term"
            )
        return self

    def bound(self, term: Term | None, others: Sequence[str]) -> Self:
        """The same, knowing its term, and what answers other questions of its module."""
        bound = self.model_copy()
        # what the question shows itself is no answer to it
        shown = _bare(self.ask)
        of_term = () if term is None else _forms(term, self.kind)
        bound._of_term = tuple(one for one in of_term if _bare(one) not in shown)  # noqa: SLF001 - its own
        forms = set(bound.forms)
        wrong = (*(one.text for one in self.mistakes), *others)
        bound._others = tuple(dict.fromkeys(one for one in wrong if one not in forms))  # noqa: SLF001
        return bound

    @property
    def forms(self) -> tuple[str, ...]:
        """Everything that counts as right, the form to be shown first."""
        return tuple(dict.fromkeys((*self.accept, *self._of_term)))

    @property
    def others(self) -> tuple[str, ...]:
        """What is never a near miss: its mistakes, and the answers of its module."""
        return self._others or tuple(one.text for one in self.mistakes)

    def _grading(self) -> Any:
        return [self.kind, sorted(self.forms), self.term]


def _bare(text: str) -> str:
    return without_marks(folded(clean(text)))


def _forms(term: Term, kind: Literal["meaning", "romanization"]) -> tuple[str, ...]:
    latin = [one.strip() for spelled in (term.rr, term.mr) for one in spelled.split(" / ")]
    if kind == "romanization":
        return tuple(dict.fromkeys(latin))
    written = (term.hangul, term.south, term.hanja, *latin, term.latin)
    return tuple(dict.fromkeys(one for one in written if one))
