"""Is this reply right, and which feedback applies.

A `Reply` is what the student gave, in the author's words and not by position, so that a
record stays readable when options move: the texts of the options taken, `true` or `false`,
or the number as typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from bot.core.course import Choice, Choices, NumberTyped, Question, TrueOrFalse

Reply = tuple[str, ...]


@dataclass(frozen=True)
class Grade:
    """`mark` lies between 0 and 1; `because` are the author's words on what was taken."""

    mark: float
    because: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.mark == 1


def grade(question: Question, reply: Reply) -> Grade:
    """Judge a reply to the question.

    A `choices` question is right only when all that fit are ticked and nothing else.  What
    the question does not offer, as after an edit of the course, is wrong.
    """
    match question:
        case Choice() | Choices():
            right = {option.text for option in question.options if option.is_right}
            taken = [option for option in question.options if option.text in reply]
            because = tuple(option.because for option in taken if option.because)
            return Grade(float(set(reply) == right), because)
        case TrueOrFalse():
            is_right = reply == ("true" if question.answer else "false",)
            return Grade(float(is_right), _said(None if is_right else question.because))
        case NumberTyped():
            number = typed_number(" ".join(reply), question.unit)
            if number is None:
                return Grade(0)
            if abs(number - question.answer) <= question.tolerance:
                return Grade(1)
            mistakes = (one.because for one in question.mistakes if one.number == number)
            return Grade(0, tuple(mistakes))
        case _:
            assert_never(question)


def _said(because: str | None) -> tuple[str, ...]:
    return () if because is None else (because,)


_DIGITS = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:[ ,'\u2019]\d{3})+|\d{1,15})(?:[.,](?P<part>\d{1,9}))?"
    r"(?P<rest>(?:\D.*)?)",
    re.ASCII,
)
_LONGEST = 100
_SCALES = frozenset({"dozen", "hundred", "thousand", "million", "billion", "trillion"})


def typed_number(text: str, unit: str | None = None) -> Decimal | None:
    """The number a student typed; None if there is none, or if more than its unit follows.

    Digits of other scripts, thousands separators and a decimal comma are understood; one word
    or the question's unit may follow the number, and "about" or "~" may stand before it.  A
    word that would make the number another one, as in "5 million", may not, unless the unit
    has it too.
    """
    if len(text) > _LONGEST:
        return None
    plain = re.sub(r"^(about|around|ca\.?|~|≈)\s*", "", _plain(text))
    found = _DIGITS.fullmatch(plain)
    if found is None or not _counts(_bare(found["rest"]), _bare(_plain(unit or ""))):
        return None
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{found['sign']}{whole}.{found['part'] or 0}")


def _counts(rest: str, unit: str) -> bool:
    """Whether these words after a number say only what it counts."""
    if rest in ("", unit):
        return True
    is_word = len(rest.split()) == 1 and not re.search(r"\d", rest)
    return is_word and (rest not in _SCALES or rest in unit.split())


def _bare(words: str) -> str:
    return words.strip(" .!%")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2212", "-")
    return " ".join("".join(_ascii_digit(char) for char in folded).split())


def _ascii_digit(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return char if digit is None else str(digit)
