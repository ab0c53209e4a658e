"""Before a module its questions are asked once, and after it again: what was gained."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import HINTS, JONAS, RIVER_QUESTIONS, TEACHER

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
ASKED = ("rises", "salty")


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(asking({**RISES, **HINTS}, BANKS, SALTY, LENGTH, pretest=ASKED))


async def opens(student: Student) -> Student:
    """What comes where the module on rivers is opened."""
    await student.sends("/learn")
    await student.taps("1. Rivers")
    return student


async def answers_both(student: Student, right: int) -> None:
    """The pretest's two questions, so many of them right."""
    await student.answers("In the north" if right > 0 else "At sea")
    if "Next →" in student.buttons():
        await student.taps("Next")
    await student.taps("B. False" if right > 1 else "A. True")
    if "See the result →" in student.buttons():
        await student.taps("See the result")


async def reads(student: Student) -> None:
    """The module from its first page to its last, answering its check."""
    await opens(student)
    await student.taps("Check yourself")
    await student.answers("In the north")
    await student.taps("Onward")
    await student.taps("Finish")


async def test_before_its_first_page_a_module_offers_its_questions(mina: Student) -> None:
    await opens(mina)

    assert mina.sees("Rivers: before you read", "2 questions on what this module teaches.")
    assert mina.buttons() == ["Answer them →", "Read at once", "Modules"]


async def test_who_does_not_want_to_be_asked_reads_at_once_and_is_not_asked_again(
    mina: Student,
) -> None:
    await opens(mina)
    await mina.taps("Read at once")
    assert mina.sees("Where it rises", "page 1 of 2")
    await mina.taps("Check yourself")

    await opens(mina)

    assert "before you read" not in mina.text


async def test_a_module_without_such_questions_opens_at_its_first_page(mina: Student) -> None:
    await mina.sends("/learn")

    await mina.taps("2. Hills")

    assert mina.sees("One hill", "page 1 of 1")


async def test_the_questions_are_asked_without_a_word_on_right_or_wrong(
    school: School, mina: Student
) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    assert mina.sees("Rivers · before you read, 1 of 2", "Where does it rise?")
    assert "Hint" not in mina.buttons()

    await mina.answers("In the south")
    assert mina.sees("before you read, 2 of 2")
    await mina.taps("A. True")

    assert mina.sees("Rivers: before you read", "0 of 2 right so far.")
    judged = ("In the north", "False", "Not quite", "Look at again", "The guide says so.")
    assert [one for one in judged if one in mina.text] == []
    assert mina.buttons() == ["Read the module →", "Modules"]
    assert [one for one in school.telegram.answers if one.get("text")] == []


async def test_the_answers_cannot_be_gone_through_nor_retried_before_reading(
    school: School, mina: Student
) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=0)
    before, shown = school.stored(), mina.text

    for junk in ("A:1:0", "A:1:1", "y:1", "j:rises", "j:salty", "K:1:1:0"):
        message = mina.screen["message_id"]
        await school.receives(school.telegram.query(mina.person, message, junk))

    assert (school.stored(), mina.text) == (before, shown)


async def test_a_forged_hint_before_reading_shows_nothing(school: School, mina: Student) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    before = school.stored()

    message = mina.screen["message_id"]
    await school.receives(school.telegram.query(mina.person, message, "K:1:1:0"))
    await mina.sends("hint")

    assert "cold" not in mina.text
    assert school.stored() == before


async def test_after_the_answers_one_reads_and_is_not_asked_again(mina: Student) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=1)

    await mina.taps("Read the module")
    assert mina.sees("Where it rises", "page 1 of 2")
    await opens(mina)

    assert mina.sees("Where it rises", "page 1 of 2")


async def test_a_pretest_that_was_left_goes_on(school: School, mina: Student) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await mina.answers("In the south")
    await mina.taps("Stop here")
    await school.reopens()

    await opens(mina)
    await mina.taps("Answer them")

    assert mina.sees("before you read, 2 of 2", "Its water is salty.")


async def test_the_page_s_check_is_asked_although_the_pretest_asked_it(mina: Student) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=2)

    await mina.taps("Read the module")
    await mina.taps("Check yourself")

    assert mina.sees("check yourself", "Where does it rise?")


async def test_a_pretest_counts_for_no_quiz_and_no_progress(
    school: School, mina: Student, teacher: Student
) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=0)

    await mina.sends("/progress")
    assert mina.sees("Questions answered: 0 of 4", "Last result: none yet")
    await teacher.sends("/class 1")

    assert "missed by" not in teacher.text
    assert school.rows("select sum(is_first) from answers") == [(0,)]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0, 2, "you gained 100 percentage points."),
        (1, 2, "you gained 50 percentage points."),
        (1, 1, "as many as now."),
        (2, 1, "50 percentage points more than now; look at the page again."),
    ],
)
async def test_the_same_questions_after_the_last_page_show_what_was_gained(
    mina: Student, before: int, after: int, said: str
) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=before)
    await reads(mina)
    assert mina.sees("The 2 questions from before come once more, to show what you gained.")

    await mina.taps("The first questions again")
    assert mina.sees("Rivers · after reading, 1 of 2")
    await answers_both(mina, right=after)

    assert mina.sees("Rivers: after reading", f"{after} of 2 right")
    assert mina.sees(f"Before reading it was {before} of 2: {said}")
    await mina.sends("/learn")
    await mina.taps("2. Hills")
    await mina.sends("/quiz")
    assert mina.sees("1. Rivers\n4 questions")  # it is no result of the quiz


async def test_after_reading_feedback_comes_at_once_and_what_was_missed_can_be_retried(
    mina: Student,
) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await answers_both(mina, right=0)
    await reads(mina)
    await mina.taps("The first questions again")

    await mina.answers("In the south")
    assert mina.sees("Not quite.", "The guide says so.", "Right answer: In the north")
    await mina.taps("Next")
    await mina.taps("B. False")
    await mina.taps("See the result")

    assert "Retry what I missed (1)" in mina.buttons()


async def test_who_was_not_asked_before_is_not_asked_after(mina: Student) -> None:
    await opens(mina)
    await mina.taps("Read at once")
    await mina.taps("Check yourself")
    await mina.answers("In the north")
    await mina.taps("Onward")

    await mina.taps("Finish")

    assert "once more" not in mina.text
    assert "The first questions again" not in str(mina.buttons())


async def test_instructors_see_what_the_class_gained(
    school: School, mina: Student, teacher: Student
) -> None:
    for student, before, after in ((mina, 0, 2), (school.student(JONAS), 1, 1)):
        await opens(student)
        await student.taps("Answer them")
        await answers_both(student, right=before)
        await teacher.sends("/class 1")
        assert "Before reading" not in teacher.text or student is not mina
        await reads(student)
        await student.taps("The first questions again")
        await answers_both(student, right=after)

    await teacher.sends("/class 1")

    assert teacher.sees("Before reading 25 %, after it 75 % of the same questions right (n = 2).")


async def test_an_instructor_s_own_gain_is_no_part_of_the_class(school: School) -> None:
    teacher = await opens(school.student(TEACHER))
    await teacher.taps("Answer them")
    await answers_both(teacher, right=0)
    await reads(teacher)
    await teacher.taps("The first questions again")
    await answers_both(teacher, right=2)

    await teacher.sends("/class 1")

    assert "Before reading" not in teacher.text


async def test_a_pretest_whose_questions_are_gone_offers_nothing(
    school: School, mina: Student
) -> None:
    await opens(mina)
    await school.reopens(asking(BANKS, LENGTH, pretest=ASKED))

    await mina.taps("Answer them")
    assert mina.toast == "That is no longer in the course. Here is where you are."
    await opens(mina)

    assert mina.sees("Where it rises", "page 1 of 2")


async def test_the_module_s_quiz_is_another_walk_than_its_pretest(mina: Student) -> None:
    await opens(mina)
    await mina.taps("Answer them")
    await mina.answers("At sea")

    await begins(mina)

    assert mina.sees("question 1 of 4", "Where does it rise?")
