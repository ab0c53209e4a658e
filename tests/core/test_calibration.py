"""What a student said of her certainty, against what was right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calibration import FEWEST, Calibration, Level, Verdict, calibration

RIGHT, WRONG = (True, 1.0), (False, 0.0)
Said = tuple[int, bool, float]


def said(sure: int, right: int, wrong: int) -> list[Said]:
    return [(sure, *RIGHT)] * right + [(sure, *WRONG)] * wrong


def test_where_nobody_was_asked_there_is_nothing_to_say() -> None:
    assert calibration([]) is None


def test_what_was_said_is_counted_for_each_certainty_the_surest_first() -> None:
    answers = [*said(1, 1, 2), *said(3, 4, 1), *said(2, 0, 1)]

    assert calibration(answers) == Calibration(
        (Level(3, 5, 4), Level(2, 1, 0), Level(1, 3, 1)),
        marks=4 * 3 - 6 + 0 - 2 + 1 + 0,
        most=27,
        verdict="well",
    )


def test_a_certainty_that_was_not_used_is_not_spoken_of() -> None:
    known = calibration(said(2, 1, 1))

    assert known is not None
    assert known.levels == (Level(2, 2, 1),)


def test_a_part_of_the_mark_is_part_of_the_certainty_mark_and_is_not_right() -> None:
    assert calibration([(3, False, 0.5)]) == Calibration((Level(3, 1, 0),), 1.5, 3, None)


def test_who_was_right_after_hints_that_took_everything_is_not_punished() -> None:
    assert calibration([(3, True, 0.0)]) == Calibration((Level(3, 1, 1),), 0.0, 3, None)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (said(3, 4, 1), "well"),
        (said(3, 3, 0), "well"),
        (said(3, 3, 1), "too sure"),
        (said(3, 0, 3), "too sure"),
        (said(3, 0, 2), None),
        (said(3, 2, 0), None),
        (said(1, 3, 1), "too modest"),
        (said(1, 2, 1), None),  # two in three may well be guessed
        (said(1, 2, 0), None),
        (said(2, 0, 9), None),  # of what one never felt sure there is no feeling to trust
        (said(2, 9, 0), None),
        ([*said(3, 3, 0), *said(1, 3, 0)], "too modest"),
        ([*said(3, 0, 3), *said(1, 3, 0)], "too sure"),
        ([*said(3, 3, 0), *said(1, 0, 3)], "well"),
    ],
)
def test_a_verdict_needs_answers_enough_and_is_fair_where_moodle_s_marks_are(
    answers: list[Said], verdict: Verdict | None
) -> None:
    known = calibration(answers)

    assert known is not None
    assert known.verdict == verdict


def test_an_unused_level_has_no_share() -> None:
    assert (Level(3, 0, 0).share, Level(3, 4, 1).share) == (0.0, 0.25)


said_at_random = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([(True, 1.0), (False, 0.0), (False, 0.5)])).map(
        lambda one: (one[0], *one[1])
    ),
    min_size=1,
)


@given(answers=said_at_random, data=st.data())
def test_the_order_of_answers_makes_no_difference_and_the_most_is_never_passed(
    answers: list[Said], data: st.DataObject
) -> None:
    known = calibration(answers)

    assert known is not None
    assert known == calibration(data.draw(st.permutations(answers)))
    assert -6 * len(answers) <= known.marks <= known.most == 3 * len(answers)
    assert sum(one.answered for one in known.levels) == len(answers)
    assert known.verdict is None or len(answers) >= FEWEST
