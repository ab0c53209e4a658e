"""A hint helps and costs; both are said before."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import HINTS, RIVER_QUESTIONS

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(asking({**RISES, **HINTS}, {**LENGTH, **HINTS, "penalty": "0.1"}))


@pytest.fixture
async def asked(mina: Student) -> Student:
    return await begins(mina)


async def test_what_a_hint_costs_is_said_before_it_is_read(asked: Student) -> None:
    assert asked.sees("A hint takes 33 % off this question.")
    assert "cold" not in asked.text

    await asked.taps("Hint")
    assert asked.sees("Hint: It is cold there.", "Another hint takes 33 % off this question.")
    await asked.sends("hint")

    assert asked.sees("Hint: It is cold there.\nHint: Look at the map.")
    assert "off this question" not in asked.text
    assert "Hint" not in asked.buttons()


async def test_hints_are_taken_off_the_mark_and_a_right_answer_stays_right(
    school: School, asked: Student
) -> None:
    await asked.taps("Hint")
    await asked.answers("In the north")
    assert asked.sees("Right. Your answer: In the north", "With 1 hint: 0.67 of 1 point.")
    await asked.taps("Next")
    await asked.taps("Hint")
    await asked.taps("Hint")
    await asked.sends("130")
    assert asked.sees("With 2 hints: 0.8 of 1 point.")

    await asked.taps("See the result")

    assert asked.sees("2 of 2 right, 1.47 points", "(73 %)")
    assert asked.sees("Nothing to look at again.")
    assert school.rows("select round(mark, 2), is_right, hints from answers") == [
        (0.67, 1, 1),
        (0.8, 1, 2),
    ]


async def test_a_double_tap_reads_one_hint(school: School, asked: Student) -> None:
    tap = asked.tap("Hint")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert asked.sees("Hint: It is cold there.")
    assert "Look at the map" not in asked.text


async def test_a_hint_that_was_read_costs_after_a_restart_too(
    school: School, asked: Student
) -> None:
    await asked.taps("Hint")
    await school.reopens()
    await begins(asked, "1. Continue")
    assert asked.sees("Hint: It is cold there.")

    await asked.answers("In the north")

    assert asked.sees("With 1 hint: 0.67 of 1 point.")


async def test_a_wrong_answer_with_hints_is_worth_nothing_and_never_less(
    school: School, asked: Student
) -> None:
    await asked.taps("Hint")
    await asked.taps("Hint")
    await asked.answers("At sea")

    assert asked.sees("Not quite.", "With 2 hints: 0 of 1 point.")
    assert school.rows("select mark from answers") == [(0.0,)]


async def test_hints_of_one_question_do_not_cost_the_next(school: School, asked: Student) -> None:
    await asked.taps("Hint")
    await asked.answers("In the north")
    await asked.taps("Next")

    await asked.sends("130")

    assert "hint" not in asked.text
    assert school.rows("select hints, mark from answers where question = 'length'") == [(0, 1.0)]


async def test_a_hint_after_the_answer_changes_nothing(school: School, asked: Student) -> None:
    tap = asked.tap("Hint")
    await asked.answers("In the north")
    before = school.stored()

    await school.receives(tap)

    assert asked.toast == "This question has its answer already. Go on with the button below."
    assert school.stored() == before


@pytest.mark.parametrize("question", [BANKS, SALTY])
async def test_a_question_without_hints_offers_none(
    school: School, mina: Student, question: dict[str, object]
) -> None:
    await school.reopens(asking(question))
    await begins(mina)
    before = school.stored()

    await mina.sends("hint")

    assert mina.sees("I could not make sense of that.")
    assert school.stored() == before


async def test_a_hint_that_costs_nothing_says_nothing_of_a_cost(
    school: School, mina: Student
) -> None:
    await school.reopens(asking({**RISES, **HINTS, "penalty": "0"}))
    await begins(mina)
    assert "off this question" not in mina.text

    await mina.taps("Hint")
    await mina.answers("In the north")

    assert school.rows("select mark from answers") == [(1.0,)]
