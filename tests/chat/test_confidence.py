"""A student says how sure she is: what it changes, and what it never changes."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import (
    COURSE_OF_IT,
    HINTS,
    JONAS,
    MINA,
    NAME,
    RIVER_QUESTIONS,
)

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
LEVELS = ["Guess", "Think so", "Sure"]


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(asking(RISES, BANKS, SALTY, LENGTH, confidence=True))


@pytest.fixture
async def asked(mina: Student) -> Student:
    """Mina before the first question of a quiz that asks how sure she is."""
    return await begins(mina)


async def answers_all(student: Student, *levels: str, right: bool) -> None:
    """The rivers' four questions, each with how sure one is."""
    await student.answers("In the north" if right else "At sea")
    await student.taps(levels[0])
    await student.taps("Next")
    for town in ("Alba", "Brin") if right else ("Cole", "Dorn"):
        await student.answers(town)
    await student.taps(levels[1])
    await student.taps("Next")
    await student.taps("B. False" if right else "A. True")
    await student.taps(levels[2])
    await student.taps("Next")
    await student.sends("130" if right else "7")
    await student.taps(levels[3])
    await student.taps("See the result")


async def test_an_answer_is_chosen_and_handed_in_by_how_sure_one_is(
    school: School, asked: Student
) -> None:
    assert asked.sees("Choose; then say how sure you are.")
    assert not set(LEVELS) & set(asked.buttons())

    await asked.answers("In the north")
    assert asked.sees("● ", "How sure are you?")
    assert [one for one in asked.buttons() if one in LEVELS] == LEVELS
    assert school.rows("select * from answers") == []
    await asked.taps("Think so")

    assert asked.sees("Right. Your answer: In the north", "You thought so: +2 in certainty marks")
    assert school.rows("select mark, sure from answers") == [(1.0, 2)]


async def test_one_may_choose_otherwise_until_one_says_how_sure(
    school: School, asked: Student
) -> None:
    await asked.answers("At sea")
    await asked.taps(asked.text.split(". In the north")[0][-1])
    await asked.sends("sure")

    assert asked.sees("Right. Your answer: In the north", "You were sure: +3")
    assert school.rows("select reply, sure from answers") == [('["In the north"]', 3)]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("Guess", "You guessed: 0"),
        ("think so", "You thought so: −2"),
        ("SURE", "You were sure: −6"),
    ],
)
async def test_being_wrong_costs_the_more_the_surer_one_was(
    asked: Student, level: str, said: str
) -> None:
    await asked.answers("At sea")

    await asked.sends(level)

    assert asked.sees("Not quite.", f"{said} in certainty marks, which count for no grade.")


async def test_ticks_are_handed_in_by_how_sure_one_is_and_can_be_changed_before(
    asked: Student,
) -> None:
    await asked.answers("In the north")
    await asked.taps("Sure")
    await asked.taps("Next")
    assert asked.sees("then say how sure you are")
    assert "Confirm" not in asked.buttons()

    await asked.answers("Cole")
    await asked.answers("Cole")
    assert not set(LEVELS) & set(asked.buttons())
    await asked.answers("Alba")
    await asked.taps("Guess")

    assert asked.sees("Partly right: 50 %.", "You guessed: +0.5 in certainty marks")


async def test_what_is_typed_waits_until_one_says_how_sure_and_can_be_typed_anew(
    teach: Teach,
) -> None:
    school = teach(asking(LENGTH, confidence=True))
    mina = await begins(school.student(MINA))

    await mina.sends("13")
    assert mina.sees("Your answer: 13", "How sure are you?")
    await mina.sends("far away")
    assert mina.sees("That is not a number I can read.", "Your answer: 13")
    await mina.sends("130")
    assert mina.sees("Your answer: 130")
    await mina.sends("guess")

    assert mina.sees("Right. Your answer: 130", "You guessed: +1")


async def test_a_slip_keeps_how_sure_one_was_and_the_second_try_is_handed_in_at_once(
    teach: Teach,
) -> None:
    school = teach(asking({**NAME, "accept": ["창성련석회의", "Joint Meeting"]}, confidence=True))
    mina = await begins(school.student(MINA))
    await mina.sends("Joint Meting")
    assert "Almost" not in mina.text
    await mina.taps("Sure")
    assert mina.sees("Almost.")

    await mina.sends("Joint Meeting")

    assert mina.sees("Right.", "You were sure: +3")
    assert school.rows("select tries, sure from answers") == [('["Joint Meting"]', 3)]


async def test_an_order_asks_how_sure_one_is_once_all_is_placed(teach: Teach) -> None:
    school = teach(asking(COURSE_OF_IT, confidence=True))
    mina = await begins(school.student(MINA))
    for entry in COURSE_OF_IT["items"]:
        assert not set(LEVELS) & set(mina.buttons())
        await mina.answers(entry)
    assert mina.buttons() == [*LEVELS, "Undo", "Stop here"]

    await mina.taps("Undo")
    await mina.answers("The sea")
    await mina.taps("Think so")

    assert mina.sees("Right. Your answer:", "You thought so: +2")


async def test_a_hint_costs_certainty_marks_as_well(teach: Teach) -> None:
    school = teach(asking({**RISES, **HINTS}, confidence=True))
    mina = await begins(school.student(MINA))
    await mina.taps("Hint")
    await mina.answers("In the north")

    await mina.taps("Sure")

    assert mina.sees("With 1 hint: 0.67 of 1 point.", "You were sure: +2 in certainty marks")


async def test_a_double_tap_on_how_sure_counts_once(school: School, asked: Student) -> None:
    await asked.answers("In the north")
    tap = asked.tap("Guess")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert school.rows("select sure from answers") == [(1,)]


async def test_of_two_levels_tapped_the_first_counts(school: School, asked: Student) -> None:
    await asked.answers("In the north")
    first, second = asked.tap("Guess"), asked.tap("Sure")

    await school.receives(first, second)

    assert school.rows("select sure from answers") == [(1,)]


async def test_a_level_before_anything_is_chosen_hands_in_nothing(
    school: School, asked: Student
) -> None:
    data = "L:1:1:3"

    await school.receives(school.telegram.query(MINA, asked.screen["message_id"], data))

    assert asked.toast == "Nothing is ticked yet: tick what fits, then confirm."
    assert school.rows("select * from answers") == []


@pytest.mark.parametrize("level", ["0", "4", "99", "-1"])
async def test_a_forged_level_hands_in_nothing(school: School, asked: Student, level: str) -> None:
    await asked.answers("In the north")
    forged = school.telegram.query(MINA, asked.screen["message_id"], f"L:1:1:{level}")

    await school.receives(forged)

    assert school.rows("select * from answers") == []
    assert asked.sees("How sure are you?")


async def test_the_result_says_in_words_how_well_one_knows_what_one_knows(asked: Student) -> None:
    await answers_all(asked, "Sure", "Sure", "Sure", "Guess", right=False)

    assert asked.sees("How well you know what you know", "When you were sure: 0 of 3 right")
    assert asked.sees("When you guessed: 0 of 1 right", "You were sure of things that are not so.")
    assert asked.sees("Certainty marks, which count for no grade: -18 of 12.")
    await asked.sends("/progress")
    assert asked.sees("How well you know what you know", "When you were sure: 0 of 3 right")


async def test_who_knows_it_and_is_sure_can_trust_that_feeling(asked: Student) -> None:
    await answers_all(asked, *["Sure"] * 4, right=True)

    assert asked.sees("4 of 4 right (100 %)", "What you felt sure of was mostly right")
    assert asked.sees("Certainty marks, which count for no grade: 12 of 12.")


async def test_who_guesses_what_is_right_knows_more_than_she_thinks(asked: Student) -> None:
    await answers_all(asked, *["Guess"] * 4, right=True)

    assert asked.sees("You know more than you think: your guesses are mostly right.")


async def test_what_one_was_sure_of_and_missed_comes_first_again(asked: Student) -> None:
    await answers_all(asked, "Guess", "Think so", "Guess", "Sure", right=False)
    first = asked.text.split("Look at again")[1].splitlines()[2]
    assert first == "4. How long is it? You were sure."

    await asked.taps("Retry what I missed (4)")

    assert asked.sees("once more, 1 of 4", "How long is it?")


async def test_a_retry_does_not_ask_how_sure_one_is(school: School, asked: Student) -> None:
    await answers_all(asked, *["Sure"] * 4, right=False)
    await asked.taps("Retry what I missed (4)")

    await asked.answers("In the north")

    assert asked.sees("Right. Your answer: In the north")
    assert school.rows("select count(*) from answers where sure is null") == [(1,)]


async def test_a_quiz_that_does_not_ask_never_does(teach: Teach) -> None:
    school = teach(asking(RISES))
    mina = await begins(school.student(MINA))
    assert "sure" not in mina.text

    await school.receives(school.telegram.query(MINA, mina.screen["message_id"], "L:1:1:3"))
    assert school.rows("select * from answers") == []
    await mina.sends("sure")
    assert mina.sees("I could not make sense of that.")
    await mina.answers("In the north")
    await mina.taps("See the result")

    assert "know what you know" not in mina.text


async def test_who_does_not_want_to_be_asked_is_not(school: School, mina: Student) -> None:
    await mina.sends("/settings")
    assert mina.sees("Where a quiz asks for it, you say how sure you are of an answer.")
    await mina.taps("Never ask how sure I am")
    assert mina.sees("You are never asked how sure you are.")
    await begins(mina)

    await mina.answers("In the north")

    assert mina.sees("Right. Your answer: In the north")
    assert school.rows("select sure from answers") == [(None,)]


async def test_settings_are_typed_kept_and_one_s_own(school: School, mina: Student) -> None:
    await mina.sends("/settings")
    await mina.sends("never ask how sure i am")
    await school.reopens()
    await mina.sends("/settings")
    assert "Ask how sure I am" in mina.buttons()

    jonas = await begins(school.student(JONAS))
    await jonas.answers("In the north")
    assert jonas.sees("How sure are you?")
    await mina.sends("ask how sure i am")
    await begins(mina)
    await mina.answers("In the north")

    assert mina.sees("How sure are you?")


async def test_a_quiz_that_has_begun_goes_on_asking_when_the_settings_change(
    asked: Student,
) -> None:
    await asked.sends("/settings")
    await asked.taps("Never ask how sure I am")
    await begins(asked, "1. Continue")

    await asked.answers("In the north")

    assert asked.sees("How sure are you?")


async def test_what_was_chosen_survives_a_restart(school: School, asked: Student) -> None:
    await asked.answers("At sea")
    shown = asked.text
    await school.reopens()
    await begins(asked, "1. Continue")
    assert asked.text == shown

    await asked.taps("Sure")

    assert asked.sees("Not quite. Your answer: At sea", "You were sure: −6")
