"""How well a student knows what she knows: what she said of her certainty, against what was right.

Certainty-based marks are shown and never count for a grade.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.grading import certainty_mark

# below this many answers of a kind nothing is said of it
FEWEST = 3

Verdict = Literal["well", "too sure", "too modest"]


@dataclass(frozen=True)
class Level:
    """Answers given with one certainty, 1 to 3: how many, and how many of them were right."""

    sure: int
    answered: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.answered if self.answered else 0.0


@dataclass(frozen=True)
class Calibration:
    """`levels` are those that were used, the surest first.  `marks` is the sum of certainty-based
    marks, `most` what it would be had all been right and sure.  `verdict` is None where there is
    too little to tell."""

    levels: tuple[Level, ...]
    marks: float
    most: int
    verdict: Verdict | None


def calibration(answers: Iterable[tuple[int, bool, float]]) -> Calibration | None:
    """From (how sure, whether right, the mark) of answers; None where no one was asked."""
    known = tuple(answers)
    if not known:
        return None
    levels = tuple(
        Level(sure, len(right), sum(right))
        for sure in (3, 2, 1)
        if (right := [is_right for level, is_right, _ in known if level == sure])
    )
    marks = sum(certainty_mark(mark, sure, is_right=is_right) for sure, is_right, mark in known)
    return Calibration(levels, marks, 3 * len(known), _verdict(levels))


def _verdict(levels: Sequence[Level]) -> Verdict | None:
    """Moodle's marks are fair to who is sure from four in five upwards, and to who guesses below
    two in three: there the expected marks of two certainties are the same."""
    by = {one.sure: one for one in levels}
    sure, guessed = by.get(3), by.get(1)
    if sure is not None and sure.answered >= FEWEST and sure.share < 0.8:
        return "too sure"
    if guessed is not None and guessed.answered >= FEWEST and guessed.share > 2 / 3:
        return "too modest"
    return "well" if sure is not None and sure.answered >= FEWEST else None
