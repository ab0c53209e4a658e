"""Is this reply right, how nearly, and which feedback applies.

A `Reply` is what the student gave, in the author's words and not by position, so that a
record stays readable when options move: the texts of the options taken; `true` or `false`; a
voice's id; the number or text as typed; the entries in their order; for each item to be matched,
in the order written, what was matched to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from bot.core.answers import Verdict, judge
from bot.core.course import (
    Choice,
    Choices,
    Matching,
    NumberTyped,
    Ordering,
    Question,
    TextTyped,
    TrueOrFalse,
    WhoseClaim,
)
from bot.core.numbers import typed_number

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
    """Judge a reply to the question, as if no hint had been taken.

    Partial credit is Moodle's: of k options that fit, each ticked one adds 1/k; of the n that do
    not, each ticked one takes off 1/n, and no mark is below 0 (the weights that its authors are
    told to give a question with several answers); an order earns a share for each entry in its
    place (its ordering question's default), matching one for each pair.  What the question does
    not offer, as after an edit of the course, is wrong.
    """
    match question:
        case Choice() | Choices():
            right = {option.text for option in question.options if option.is_right}
            taken = [option for option in question.options if option.text in reply]
            because = tuple(option.because for option in taken if option.because)
            if isinstance(question, Choice):
                return Grade(float(set(reply) == right), because)
            return Grade(_several(question, reply), because)
        case TrueOrFalse():
            is_right = reply == ("true" if question.answer else "false",)
            return Grade(float(is_right), () if is_right else _said(question.because))
        case WhoseClaim():
            said = (one.because for one in question.mistakes if (one.voice,) == reply)
            return Grade(float(reply == (question.answer,)), tuple(said))
        case NumberTyped():
            number = typed_number(" ".join(reply), question.unit)
            if number is None:
                return Grade(0)
            least, most = question.counting
            if least <= number <= most:
                return Grade(1)
            mistakes = (one.because for one in question.mistakes if one.number == number)
            return Grade(0, tuple(mistakes))
        case TextTyped():
            # "almost" for the second time counts: the free try is spent
            if verdict(question, " ".join(reply)) is not Verdict.WRONG:
                return Grade(1)
            return Grade(0, _tempted(question, " ".join(reply)))
        case Ordering():
            mark = _share(question.items, reply)
            return Grade(mark, () if mark == 1 else _said(question.because))
        case Matching():
            mark = _share([one.match for one in question.pairs], reply)
            wrong = (
                pair.because
                for pair, taken in zip(question.pairs, reply, strict=False)
                if pair.match != taken
            )
            return Grade(mark, tuple(one for one in wrong if one))
        case _:
            assert_never(question)


def verdict(question: TextTyped, typed: str) -> Verdict:
    """How near what was typed comes to what counts."""
    return judge(typed, question.forms, question.others, question.kind)


def after_hints(question: Question, mark: float, hints: int) -> float:
    """What is left of a mark when hints were taken: Moodle's max(0, mark - hints x penalty)."""
    left = mark - hints * float(question.penalty)
    # three thirds, each written with seven digits, are all of it
    return left if left > 1e-6 else 0.0


def is_partial(question: Question) -> bool:
    """Whether a reply can be partly right."""
    return isinstance(question, Choices | Ordering | Matching)


def certainty_mark(mark: float, sure: int, *, is_right: bool) -> float:
    """Moodle's certainty-based mark: right 1, 2, 3 for a guess, a thought, a certainty (times
    the mark where it is a part, or hints were taken); wrong 0, -2, -6."""
    return mark * sure if is_right or mark > 0 else float((0, -2, -6)[sure - 1])


def _several(question: Choices, reply: Reply) -> float:
    right = [option.text for option in question.options if option.is_right]
    wrong = [option.text for option in question.options if not option.is_right]
    taken = set(reply)
    if not taken <= {*right, *wrong}:
        return 0.0
    share = len(taken & set(right)) / len(right) - len(taken & set(wrong)) / len(wrong)
    return max(0.0, share)


def _share(key: Sequence[str], reply: Reply) -> float:
    """How much of the key stands in its place."""
    if len(reply) != len(key):
        return 0.0
    return sum(one == taken for one, taken in zip(key, reply, strict=True)) / len(key)


def _tempted(question: TextTyped, typed: str) -> tuple[str, ...]:
    """What is said of the mistake that was made, or of the one that came nearest to it."""
    near: tuple[str, ...] = ()
    for one in question.mistakes:
        found = judge(typed, (one.text,), question.forms, question.kind)
        if found.counts:
            return (one.because,)
        if found is Verdict.ALMOST and not near:
            near = (one.because,)
    return near


def _said(because: str | None) -> tuple[str, ...]:
    return () if because is None else (because,)
