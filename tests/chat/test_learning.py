"""A student reads, answers, leaves and comes back."""

from bot.core.course import Course
from tests.conversation import School, Student
from tests.school import RIVER_QUESTIONS, course


async def test_start_greets_says_what_is_stored_and_leads_on_with_one_button(mina: Student) -> None:
    await mina.sends("/start")

    assert mina.sees("Rivers and hills", "Stored here: your Telegram id and name")
    assert mina.buttons() == ["Begin →"]


async def test_a_module_is_read_page_by_page_and_its_check_question_comes_after_its_page(
    mina: Student,
) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    assert mina.sees("Where it rises", "page 1 of 2", "Guide:", "[¶1]")

    await mina.taps("Check yourself")
    assert mina.sees("check yourself", "Where does it rise?")

    await mina.answers("In the south")
    assert mina.sees("Not quite", "The south is where it ends.", "The guide says so.")
    assert mina.sees("Right answer: In the north", "Source: Guide 2020, ¶1")

    await mina.taps("Onward")
    assert mina.sees("Where it ends", "page 2 of 2")

    await mina.taps("Finish")
    assert mina.sees("read to the end", "Name the longest river.")
    assert len(mina.messages) == 2  # the end stays: it is a message of its own


async def test_a_page_leads_back_and_the_first_one_to_the_modules(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("2. Hills")
    await mina.taps("← Back")

    assert mina.sees("Modules")


async def test_a_module_opens_where_it_was_left(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Check yourself")
    await mina.answers("In the north")
    await mina.sends("/learn")
    assert mina.sees("1 of 2 pages read")

    await mina.taps("1. Rivers")

    assert mina.sees("Where it ends")


async def test_a_check_that_has_its_answer_is_not_asked_again(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Check yourself")
    await mina.answers("In the north")
    await mina.taps("← Back to the page")
    assert "Onward →" in mina.buttons()

    await mina.taps("Onward")

    assert mina.sees("Where it ends")


async def answer_all(student: Student) -> None:
    """The quiz on rivers, with one question missed."""
    await student.answers("In the south")
    await student.taps("Next")
    await student.taps(student.label("Alba"))
    await student.taps(student.label("Brin"))
    await student.taps("Confirm")
    await student.taps("Next")
    await student.taps("B. False")
    await student.taps("Next")
    await student.sends("131 km")


async def test_a_quiz_asks_every_type_and_ends_with_what_to_look_at_again(mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    assert mina.sees("question 1 of 4")

    await answer_all(mina)
    assert mina.sees("Right. Your answer: 131 km")
    await mina.taps("See the result")

    assert mina.sees("3 of 4 right (75 %)", "1. Where does it rise?", "→ In the north")
    assert mina.sees("Where it rises")
    assert "Retry what I missed (1)" in mina.buttons()


async def test_what_was_missed_can_be_retried_and_only_that(mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await answer_all(mina)
    await mina.taps("See the result")

    await mina.taps("Retry what I missed")
    assert mina.sees("once more, 1 of 1", "Where does it rise?")
    await mina.answers("In the north")
    await mina.taps("See the result")

    assert mina.sees("1 of 1 right", "Nothing to look at again.")


async def test_several_options_are_ticked_unticked_and_confirmed(mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await mina.answers("In the north")
    await mina.taps("Next")
    assert mina.sees("2 of them fit: tick both")

    await mina.taps("Confirm")
    assert mina.toast == "Nothing is ticked yet: tick what fits, then confirm."
    await mina.taps(mina.label("Cole"))
    assert mina.sees("☑")
    await mina.taps(mina.label("Cole"))
    await mina.taps(mina.label("Alba"))
    await mina.taps("Confirm")

    assert mina.sees("Partly right: 50 %. Your answer: Alba", "Right answer: Alba; Brin")


async def test_typing_a_letter_or_a_number_works_like_tapping(mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.sends("1")
    assert mina.sees("Where does it rise?")

    await mina.sends(mina.label("In the north").lower())
    assert mina.sees("Right.")

    await mina.sends("next")
    await mina.sends(f"{mina.label('Alba')}, {mina.label('Brin')}")
    assert mina.text.count("☑") == 2
    await mina.sends("confirm")
    assert mina.sees("Right.")

    await mina.sends("next")
    await mina.sends("2")
    assert mina.sees("Right.", "Your answer: False")


async def test_a_number_that_cannot_be_read_is_not_an_answer(school: School, mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    for reply in ("In the north", None, None):
        if reply:
            await mina.answers(reply)
        elif "True or false" in mina.text:
            await mina.taps("B. False")
        else:
            await mina.taps(mina.label("Alba"))
            await mina.taps("Confirm")
        await mina.taps("Next")

    await mina.sends("very long")
    assert mina.sees("That is not a number I can read", "How long is it?")

    await mina.sends("13")
    assert mina.sees("Not quite", "A nought is missing.", "Right answer: 130 km")
    assert len(school.rows("select * from answers")) == 4


async def test_a_quiz_that_was_left_goes_on_at_the_same_question_in_the_same_order(
    school: School, mina: Student
) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await mina.answers("In the north")
    await mina.taps("Next")
    before = mina.text

    await mina.taps("Stop here")
    assert mina.sees("begun: 1 of 4 answered")
    school.clock.advance(days=3)
    await school.reopens()
    await mina.sends("/quiz")
    await mina.taps("1. Continue: Rivers")

    assert mina.text == before


async def test_options_stand_in_another_order_in_another_walk(
    school: School, mina: Student
) -> None:
    orders = set()
    for _ in range(8):
        await mina.sends("/quiz")
        await mina.taps("1. Rivers")
        orders.add(mina.text)
        await answer_all(mina)
        await mina.taps("See the result")

    assert len(orders) > 1


async def test_progress_says_what_is_done_and_what_comes_next(mina: Student) -> None:
    await mina.sends("/progress")
    assert mina.sees("Pages read: 0 of 2", "Last result: none yet", "Next: Read Rivers.")

    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await mina.answers("In the north")
    await mina.sends("/progress")
    assert mina.sees("Questions answered: 1 of 4", "Next: Go on with the quiz on Rivers.")

    await mina.taps("Go on with the quiz")
    assert mina.sees("The guide says so.")


async def test_start_brings_back_to_where_one_left(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Check yourself")
    await mina.sends("/start")

    assert mina.sees("Welcome back")
    assert mina.buttons() == ["Go on reading Rivers →"]


async def test_a_question_that_was_changed_is_asked_anew_and_an_old_tap_does_not_answer_it(
    school: School, mina: Student
) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    old = mina.tap(mina.label("In the north"))
    reworded = {**RIVER_QUESTIONS[0], "ask": "Where is its source?"}
    await school.reopens(course([reworded, *RIVER_QUESTIONS[1:]]))

    await school.receives(old)

    assert mina.sees("Where is its source?")
    assert mina.toast == "That question is past. Here is where you are."
    assert school.rows("select * from answers") == []


async def test_a_question_that_is_gone_from_the_course_is_passed_over(
    school: School, mina: Student
) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    shorter: Course = course(RIVER_QUESTIONS[1:])
    await school.reopens(shorter)

    await mina.sends("/quiz")
    await mina.taps("1. Continue")

    assert mina.sees("Which towns stand on it?")
