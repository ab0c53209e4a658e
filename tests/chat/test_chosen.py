"""Statements, voices, several options: what is chosen, and what part of it counts."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School
from tests.kinds import asking, begins
from tests.school import CLAIM, MINA, RIVER_QUESTIONS

_, BANKS, SALTY, _ = RIVER_QUESTIONS
TOWNS = {
    **BANKS,
    "id": "towns",
    "options": [
        {"right": "Alba"},
        {"right": "Brin"},
        {"right": "Edda"},
        {"wrong": "Cole", "because": "Cole stands on a hill."},
        {"wrong": "Dorn"},
    ],
}


async def test_a_claim_is_given_to_one_of_the_course_s_voices(teach: Teach) -> None:
    school = teach(asking(CLAIM))
    mina = await begins(school.student(MINA))
    assert mina.sees("Whose claim is this?", "The river is slow.")
    assert mina.sees("A. Guide\nB. Beyond the guide")

    await mina.taps("A")

    assert mina.sees("✗ A. Guide\n✓ B. Beyond the guide", "Not quite. Your answer: Guide")
    assert mina.sees("The guide does not say so.", "Right answer: Beyond the guide")
    assert school.rows("select reply from answers") == [('["guide"]',)]


@pytest.mark.parametrize("typed", ["B", "b.", "2"])
async def test_a_voice_is_typed_by_its_letter(typed: str, teach: Teach) -> None:
    school = teach(asking(CLAIM))
    mina = await begins(school.student(MINA))

    await mina.sends(typed)

    assert mina.sees("Right. Your answer: Beyond the guide")


@pytest.mark.parametrize(
    ("typed", "judged"),
    [("false", "Right."), ("B", "Right."), ("True", "Not quite."), ("1", "Not quite.")],
)
async def test_a_statement_is_typed_in_words_or_letters(
    typed: str, judged: str, teach: Teach
) -> None:
    school = teach(asking(SALTY))
    mina = await begins(school.student(MINA))
    assert mina.sees("True or false?", "A. True\nB. False")

    await mina.sends(typed)

    assert mina.sees(judged, "Right answer: False")
    assert ("Only the sea is." in mina.text) == (judged == "Not quite.")


@pytest.mark.parametrize(
    ("ticked", "said", "mark"),
    [
        (("Alba", "Brin", "Edda"), "Right.", 1.0),
        (("Alba", "Brin"), "Partly right: 67 %.", 0.6667),
        (("Alba", "Brin", "Edda", "Cole"), "Partly right: 50 %.", 0.5),
        (("Alba", "Cole"), "Not quite.", 0.0),
        (("Alba", "Brin", "Edda", "Cole", "Dorn"), "Not quite.", 0.0),
    ],
)
async def test_each_that_fits_counts_its_share_and_each_that_does_not_takes_off_its_own(
    ticked: tuple[str, ...], said: str, mark: float, teach: Teach
) -> None:
    school = teach(asking(TOWNS))
    mina = await begins(school.student(MINA))
    assert mina.sees("3 of them fit: tick all 3, then confirm.")
    assert mina.sees("Each that fits counts 1/3, each that does not takes off 1/2.")

    for town in ticked:
        await mina.answers(town)
    await mina.taps("Confirm")

    assert mina.sees(said, "Right answer: Alba; Brin; Edda")
    assert ("Cole stands on a hill." in mina.text) == ("Cole" in ticked)
    assert school.rows("select round(mark, 4), is_right from answers") == [(mark, mark == 1)]


async def test_a_part_counts_in_the_result_s_points(teach: Teach) -> None:
    school = teach(asking(TOWNS, SALTY))
    mina = await begins(school.student(MINA))
    for town in ("Alba", "Brin"):
        await mina.answers(town)
    await mina.taps("Confirm")
    await mina.taps("Next")
    await mina.taps("B. False")

    await mina.taps("See the result")

    assert mina.sees("1 of 2 right, 1.67 points", "(83 %)")
    assert mina.sees("Look at again", "1. Which towns stand on it?")
    await mina.sends("/quiz")
    assert mina.sees("last result: 83 %")


async def test_ticks_are_typed_and_typing_others_replaces_them(
    school: School, teach: Teach
) -> None:
    school = teach(asking(TOWNS))
    mina = await begins(school.student(MINA))
    await mina.sends(f"{mina.label('Cole')} {mina.label('Dorn')}")

    await mina.sends(",".join(mina.label(one) for one in ("Alba", "Brin", "Edda")))
    await mina.sends("confirm")

    assert mina.sees("Right.")
