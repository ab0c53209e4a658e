"""Tests: silent to their end, with their time, their window, their attempts and their result."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import JONAS, MINA, NAME, RIVER_QUESTIONS, TEACHER

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
FACTUAL = [{**one, "facts": ["rises"]} for one in RIVER_QUESTIONS]
FINAL = {"quiz": "final", "title": "Final", "mode": "test"}
TIMED = FINAL | {"minutes": "10"}
BERLIN = ZoneInfo("Europe/Berlin")
OVER = "The time was over; what was left open counts as wrong."


def final(*questions: dict[str, Any], **fields: str) -> Any:
    """A course whose test asks these questions."""
    return asking(*(questions or FACTUAL), hills=[], quizzes=[FINAL | fields])


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(final())


@pytest.fixture
async def tested(mina: Student) -> Student:
    """Mina before the first question of the test."""
    return await begins(mina, "2. Final")


async def answers_all(student: Student, right: int = 4) -> None:
    """The four questions in their order, so many of them right."""
    await student.answers("In the north" if right > 0 else "At sea")
    for town in ("Alba", "Brin") if right > 1 else ("Cole",):
        await student.answers(town)
    await student.taps("Confirm")
    await student.taps("B. False" if right > 2 else "A. True")
    await student.sends("130" if right > 3 else "7")


async def test_one_question_follows_another_and_nothing_is_said_of_right_or_wrong(
    school: School, tested: Student
) -> None:
    said = []

    for reply in ("At sea", "Cole"):
        await tested.answers(reply)
        said.append(tested.text)
    await tested.taps("Confirm")
    await tested.taps("A. True")
    said.append(tested.text)

    assert tested.sees("Final · question 4 of 4", "How long is it?")
    judged = ("Right", "right", "Not quite", "✓", "✗", "The guide says so.", "stands on a hill")
    assert [one for text in said for one in judged if one in text] == []
    assert [one.get("text") for one in school.telegram.answers if one.get("text")] == []


async def test_all_is_said_at_the_end(tested: Student) -> None:
    await answers_all(tested, right=2)

    assert tested.sees("Final: result", "2 of 4 right (50 %).", "Look at again")
    assert tested.sees("3. Its water is salty.\n→ False", "4. How long is it?\n→ 130 km")
    assert "Retry" not in str(tested.buttons())


async def test_a_slip_is_not_told_in_a_test_and_counts_as_typed(teach: Teach) -> None:
    school = teach(final({**NAME, "accept": ["Joint Meeting"]}, SALTY))
    mina = await begins(school.student(MINA), "2. Final")

    await mina.sends("Joint Meting")

    assert mina.sees("question 2 of 2")
    assert "Almost" not in mina.text
    assert school.rows("select reply, tries, is_right from answers") == [
        ('["Joint Meting"]', "[]", 1)
    ]


@pytest.mark.parametrize(
    ("junk", "toast"),
    [
        ("j:rises", "That question is past. Here is where you are."),
        ("D:1:1", "That is no longer in the course. Here is where you are."),
        ("M:1:1:0", "That button does not work any more. Here is where you are."),
        ("A:1:0", "That is no longer in the course. Here is where you are."),
        ("y:1", "That question is past. Here is where you are."),
        ("n:1:1", None),
        ("n:1:2", "That question is past. Here is where you are."),
        ("p:1:1:1", None),
    ],
)
async def test_no_forged_button_says_before_the_end_what_was_right(
    school: School, tested: Student, junk: str, toast: str | None
) -> None:
    await tested.answers("In the north")
    before, shown = school.stored(), tested.text

    await school.receives(school.telegram.query(MINA, tested.screen["message_id"], junk))

    assert (school.stored(), tested.text, tested.toast) == (before, shown, toast)
    assert school.rows("select * from reports") == []


@pytest.mark.parametrize(
    "command", ["/progress", "/quiz", "/learn", "/start", "/help", "/source ¶1", "/glossary"]
)
async def test_no_command_says_before_the_end_what_was_right(teach: Teach, command: str) -> None:
    """What is shown is the same whether the first answers were right or wrong."""
    seen = []
    for right in (0, 2):
        school = teach(final())
        mina = await begins(school.student(MINA), "2. Final")
        await mina.answers("In the north" if right else "At sea")
        for town in ("Alba", "Brin") if right else ("Cole", "Dorn"):
            await mina.answers(town)
        await mina.taps("Confirm")

        await mina.sends(command)
        seen.append((mina.text, mina.buttons()))

    assert seen[0] == seen[1]
    assert "Questions answered: 2" not in seen[0][0]


async def test_what_an_answer_rests_on_is_looked_up_only_after_the_end(
    school: School, tested: Student
) -> None:
    await answers_all(tested)
    await tested.taps("Go through my answers")

    await tested.taps("Where is this in the source?")

    assert tested.sees("The river begins in the north.")


async def test_the_class_s_figures_leave_out_a_test_until_it_ends(
    school: School, tested: Student, teacher: Student
) -> None:
    await tested.answers("At sea")
    await teacher.sends("/class")
    assert "missed by" not in teacher.text
    await teacher.sends("/class 1")
    assert "missed by" not in teacher.text
    await tested.answers("Cole")
    await tested.taps("Confirm")
    await tested.taps("A. True")
    await tested.sends("7")

    await teacher.sends("/class 1")

    assert teacher.sees("missed by 1 of 1")


async def test_the_answers_of_a_test_can_be_gone_through_at_its_end(tested: Student) -> None:
    await answers_all(tested, right=2)

    await tested.taps("Go through my answers")
    assert tested.sees("Final · question 1 of 4", "Right. Your answer: In the north")
    assert "← Before" not in tested.buttons()
    await tested.taps("Next")
    await tested.sends("next")
    assert tested.sees("question 3 of 4", "Not quite. Your answer: True", "Right answer: False")
    await tested.taps("Next")
    assert tested.sees("question 4 of 4")
    assert "Next →" not in tested.buttons()
    await tested.taps("← Before")
    assert tested.sees("question 3 of 4")
    await tested.taps("← Back to the result")

    assert tested.sees("Final: result", "2 of 4 right")


async def test_going_through_ends_with_the_last_answer_where_the_rest_was_left_open(
    teach: Teach,
) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.answers("In the north")
    await school.passes(minutes=10)
    assert mina.sees("1 of 4 right", "(25 %)")

    await mina.taps("Go through my answers")

    assert mina.sees("question 1 of 4", "Right. Your answer: In the north")
    assert "Next →" not in mina.buttons()


async def test_what_was_left_open_is_to_be_looked_at_again(teach: Teach) -> None:
    school = teach(final(RISES, SALTY, minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.answers("In the north")

    await school.passes(minutes=10)

    assert mina.sees("1 of 2 right", "Look at again", "2. Its water is salty.")


@pytest.mark.parametrize(
    ("right", "said"), [(4, "Passed: 60 % are needed."), (2, "Not passed: 60 % are needed.")]
)
async def test_the_pass_mark_decides(teach: Teach, right: int, said: str) -> None:
    school = teach(final(**{"pass": "60"}))
    mina = school.student(MINA)
    await mina.sends("/quiz")
    await mina.taps("2. Final")
    assert mina.sees("60 % of the points pass.")
    await mina.taps("Begin")

    await answers_all(mina, right)

    assert mina.sees(said)


async def test_attempts_are_counted_and_the_best_one_counts(teach: Teach) -> None:
    school = teach(final(attempts="2"))
    mina = await begins(school.student(MINA), "2. Final")
    await answers_all(mina, right=4)
    assert mina.sees("4 of 4 right", "1 attempt left.")
    await mina.taps("Try again")
    await answers_all(mina, right=1)
    assert mina.sees("Your best attempt, which counts: 100 %.", "0 attempts left.")
    assert "Try again" not in mina.buttons()
    again = school.telegram.query(MINA, mina.screen["message_id"], "q:final")

    await school.receives(again)

    assert mina.sees("Attempts: 2, of which 2 are used.", "You have no attempt left.")
    assert mina.buttons() == ["Quizzes"]
    assert school.rows("select count(*) from sessions") == [(2,)]
    await mina.taps("Quizzes")
    assert mina.sees("test · no attempt left · best result: 100 %")


async def test_a_double_tap_on_begin_takes_one_attempt(school: School, mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("2. Final")
    tap = mina.tap("Begin")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert school.rows("select count(*) from sessions") == [(1,)]


async def test_a_test_draws_anew_and_shuffles_anew(teach: Teach) -> None:
    school = teach(final(draw="2"))
    mina = school.student(MINA)
    drawn = []
    for _ in range(2):
        await begins(mina, "2. Final")
        drawn.append(school.rows("select questions from sessions order by id desc")[0][0])
        await school.reopens()
        while "result" not in mina.text:
            await mina.sends("130" if "Type the number" in mina.text else "A")
            if "Confirm" in mina.buttons():
                await mina.taps("Confirm")

    asked = [set(one.strip("[]").split(", ")) for one in drawn]
    assert asked[0].isdisjoint(asked[1])


async def opened(student: Student) -> bool:
    """Whether the test can be begun now."""
    await student.sends("/quiz")
    await student.taps("2. Final")
    return "Begin →" in student.buttons()


@pytest.mark.parametrize(
    ("opens", "moment"),
    [
        ("2026-03-10 09:00", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        # clocks go forward at 01:00 UTC, from 02:00 to 03:00
        ("2026-03-29 01:30", datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),
        ("2026-03-29 03:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("2026-03-30 09:00", datetime(2026, 3, 30, 7, tzinfo=UTC)),
        ("2026-10-26 09:00", datetime(2026, 10, 26, 8, tzinfo=UTC)),
    ],
)
async def test_a_test_opens_by_the_clock_of_the_course_s_zone(
    teach: Teach, opens: str, moment: datetime
) -> None:
    school = teach(final(opens=opens), BERLIN, moment - timedelta(minutes=1))
    mina = school.student(MINA)
    assert not await opened(mina)
    assert mina.sees("Opens: ", "It is not open yet.")
    forged = school.telegram.query(MINA, mina.screen["message_id"], "q:final")
    await school.receives(forged)
    assert school.rows("select * from sessions") == []

    await school.passes(minutes=1)

    assert await opened(mina)


@pytest.mark.parametrize(
    ("closes", "moment"),
    [
        ("2026-03-10 09:00", datetime(2026, 3, 10, 8, tzinfo=UTC)),
        ("2026-03-29 03:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        # clocks go back at 01:00 UTC, from 03:00 to 02:00: the first 02:30 is meant
        ("2026-10-25 02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25 03:30", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
    ],
)
async def test_a_test_closes_by_the_clock_of_the_course_s_zone(
    teach: Teach, closes: str, moment: datetime
) -> None:
    school = teach(final(closes=closes), BERLIN, moment - timedelta(minutes=1))
    mina = school.student(MINA)
    assert await opened(mina)

    await school.passes(minutes=1)

    assert not await opened(mina)
    assert mina.sees("It is closed.")


async def test_a_test_that_has_closed_once_stays_closed_when_clocks_go_back(teach: Teach) -> None:
    moment = datetime(2026, 10, 25, 1, 15, tzinfo=UTC)  # 02:15 for the second time
    school = teach(final(closes="2026-10-25 02:30"), BERLIN, moment)

    assert not await opened(school.student(MINA))


async def test_whoever_is_at_a_test_that_closes_stops(teach: Teach) -> None:
    school = teach(final(closes="2026-03-02 12:05", minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    assert mina.sees("5 minutes left, until 12:05")

    await school.passes(minutes=5)

    assert mina.sees("Final: result", "0 of 4 right", OVER)


@pytest.mark.parametrize(("extra", "minutes"), [("+25 %", 13), ("+50 %", 15), ("+100 %", 20)])
async def test_who_needs_extra_time_has_it(teach: Teach, extra: str, minutes: int) -> None:
    school = teach(final(minutes="10"))
    mina, jonas = school.student(MINA), school.student(JONAS)
    await mina.sends("/settings")
    await mina.taps(extra)
    assert mina.sees(f"Tests with a time limit give you {extra[1:]} more.")
    await mina.sends("/quiz")
    await mina.taps("2. Final")
    assert mina.sees(f"Time: {minutes} minutes, your extra time included.")
    await mina.taps("Begin")
    assert mina.sees(f"{minutes} minutes left")
    await begins(jonas, "2. Final")
    assert jonas.sees("10 minutes left, until 12:10")

    await school.passes(minutes=10)
    assert jonas.sees("Final: result")
    await mina.answers("In the north")
    assert mina.sees("question 2 of 4")
    await school.passes(minutes=minutes - 10)

    assert mina.sees("1 of 4 right", OVER)


async def test_extra_time_taken_in_the_middle_changes_nothing_of_this_attempt(
    teach: Teach,
) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.sends("/settings")
    await mina.taps("+100 %")

    await begins(mina, "2. Continue: Final")

    assert mina.sees("10 minutes left, until 12:10")


async def test_time_that_runs_out_by_itself_sends_the_result_once(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.answers("In the north")
    count = len(mina.messages)

    await school.passes(minutes=9, seconds=59)
    assert len(mina.messages) == count
    await school.passes(seconds=1)
    await school.passes(hours=1)

    assert len(mina.messages) == count + 1
    assert mina.sees("Final: result", "1 of 4 right", "(25 %)", OVER)
    assert school.rows("select recipient, state from letters") == [(MINA, "sent")]


async def test_a_tap_after_the_time_is_no_answer_and_shows_the_result(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    school.clock.advance(minutes=10)

    await mina.answers("In the north")

    assert mina.sees("Final: result", "0 of 4 right", OVER)
    assert school.rows("select * from answers") == []
    assert mina.toast == "The time is over. What you answered before counts."
    await school.passes(hours=1)
    assert school.rows("select * from letters") == []


async def test_what_is_typed_after_the_time_is_no_answer_and_shows_the_result(
    teach: Teach,
) -> None:
    school = teach(final(LENGTH, minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    school.clock.advance(minutes=10, seconds=1)

    await mina.sends("130")

    assert mina.sees("The time is over. What you answered before counts.", "0 of 1 right", OVER)
    assert school.rows("select * from answers") == []


async def test_an_answer_in_the_last_second_counts(teach: Teach) -> None:
    school = teach(final(LENGTH, minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    school.clock.advance(minutes=9, seconds=59)

    await mina.sends("130")

    assert mina.sees("1 of 1 right (100 %)")
    assert "The time was over" not in mina.text


async def test_an_old_button_after_the_letter_shows_the_result_again(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    asked, label = mina.screen, mina.label("In the north")
    await school.passes(minutes=11)

    await mina.taps(label, asked)

    assert mina.sees("Final: result", OVER)
    assert school.rows("select * from answers") == []


async def test_time_runs_on_while_one_is_away(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.taps("Stop here")
    assert mina.sees("2. Final", "test · begun")
    await school.passes(minutes=4)
    await begins(mina, "2. Continue: Final")
    assert mina.sees("6 minutes left")
    await mina.taps("Stop here")

    await school.passes(minutes=6)

    assert mina.sees("Final: result", OVER)


async def test_a_letter_does_not_take_away_what_one_is_reading(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.sends("/learn")
    await mina.taps("2. Hills")
    page = mina.screen

    await school.passes(minutes=10)

    assert mina.sees("Final: result")
    assert mina.messages[-2] == page
    await mina.taps("Finish", page)
    assert mina.sees("Hills: read to the end")


async def test_a_restart_in_the_middle_changes_neither_question_nor_time(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.answers("In the north")
    await mina.answers("Alba")
    shown = mina.text

    await school.reopens()
    await begins(mina, "2. Continue: Final")

    assert mina.text == shown


async def test_time_that_ran_out_while_the_bot_was_down_is_over_at_its_start(
    teach: Teach,
) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    school.clock.advance(hours=3)

    await school.reopens()

    assert mina.sees("Final: result", OVER)


async def test_a_question_that_changes_in_the_middle_is_asked_anew(
    school: School, tested: Student
) -> None:
    old = tested.tap(tested.label("In the north"))
    await school.reopens(final({**RISES, "ask": "Where is its source?"}, BANKS, SALTY, LENGTH))

    await school.receives(old)

    assert tested.sees("question 1 of 4", "Where is its source?")
    assert school.rows("select * from answers") == []


async def test_a_question_that_is_removed_in_the_middle_is_passed_over(
    school: School, tested: Student
) -> None:
    await school.reopens(final(SALTY, LENGTH))
    await begins(tested, "2. Continue: Final")
    assert tested.sees("Its water is salty.")

    await tested.taps("B. False")
    await tested.sends("130")

    assert tested.sees("Final: result", "2 of 2 right (100 %)")


async def test_questions_that_were_moved_in_the_middle_are_asked_as_drawn(
    school: School, tested: Student
) -> None:
    await tested.answers("In the north")
    await school.reopens(final(LENGTH, SALTY, RISES, BANKS))

    await begins(tested, "2. Continue: Final")

    assert tested.sees("question 2 of 4", "Which towns stand on it?")


async def test_a_question_that_went_to_another_module_is_asked_all_the_same(
    school: School, tested: Student
) -> None:
    moved = asking(BANKS, SALTY, LENGTH, hills=[RISES], quizzes=[FINAL])
    await school.reopens(moved)

    await begins(tested, "3. Continue: Final")
    await tested.answers("In the north")

    assert tested.sees("question 2 of 4", "Which towns stand on it?")


async def test_a_test_that_is_removed_in_the_middle_can_be_finished(
    school: School, tested: Student
) -> None:
    await tested.answers("In the north")
    await school.reopens(asking(*FACTUAL, hills=[]))
    await tested.sends("/quiz")
    assert "Final" not in tested.text
    await school.receives(school.telegram.query(MINA, tested.screen["message_id"], "q:final"))
    assert tested.sees("question 2 of 4")

    for town in ("Alba", "Brin"):
        await tested.answers(town)
    await tested.taps("Confirm")
    await tested.taps("B. False")
    await tested.sends("130")

    assert tested.sees("4 of 4 right (100 %)")
    assert "Try again" not in tested.buttons()


async def test_the_time_of_a_removed_test_runs_out_too(teach: Teach) -> None:
    school = teach(final(minutes="10"))
    mina = await begins(school.student(MINA), "2. Final")
    await school.reopens(asking(*FACTUAL, hills=[]))

    await school.passes(minutes=10)

    assert mina.sees("result", "0 of 4 right")


async def test_a_test_asks_how_sure_one_is_and_says_at_its_end_how_well_one_knew(
    teach: Teach,
) -> None:
    school = teach(final(RISES, SALTY, LENGTH, confidence="yes"))
    mina = await begins(school.student(MINA), "2. Final")
    await mina.answers("At sea")
    await mina.taps("Sure")
    assert mina.sees("question 2 of 3")
    assert "−" not in mina.text
    await mina.sends("/progress")
    assert "know what you know" not in mina.text
    await begins(mina, "2. Continue: Final")
    await mina.taps("A. True")
    await mina.taps("Sure")
    await mina.sends("7")

    await mina.sends("sure")

    assert mina.sees("When you were sure: 0 of 3 right", "You were sure of things")


async def test_one_s_own_test_is_nobody_else_s(school: School, tested: Student) -> None:
    jonas = school.student(JONAS)
    await jonas.sends("/start")
    data = tested.screen["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    before = school.stored()

    await school.receives(school.telegram.query(JONAS, jonas.screen["message_id"], data))

    assert school.stored() == before
    assert jonas.toast == "That button does not work any more. Here is where you are."


async def test_an_instructor_s_own_try_is_no_part_of_the_class(school: School) -> None:
    teacher = await begins(school.student(TEACHER), "2. Final")
    await answers_all(teacher, right=0)

    await teacher.sends("/class 1")

    assert "missed by" not in teacher.text
