"""A student says what is wrong with a question; instructors read it, once, with the answer."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import JONAS, MINA, RIVER_QUESTIONS, TEACHER

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
REASONS = [
    "1. My answer is right too",
    "2. The question is unclear",
    "3. There is a typo",
    "4. The source does not say so",
]


@pytest.fixture
async def unsure(mina: Student, teacher: Student) -> Student:
    """Mina before the feedback to an answer that was wrong; the instructor is at home."""
    await teacher.sends("/start")
    await begins(mina)
    await mina.answers("At sea")
    return mina


async def reports(student: Student) -> Student:
    await student.taps("Report question")
    return student


async def test_under_every_feedback_stands_how_to_object(unsure: Student) -> None:
    assert "Report question" in unsure.buttons()

    await reports(unsure)

    assert unsure.sees("What is wrong with this question?", "Where does it rise?")
    assert unsure.sees("Your instructors will read it, with your answer and your name.")
    assert unsure.buttons() == [*REASONS, "← Back to the question"]


@pytest.mark.parametrize("said", ["3", "There is a typo", "3."])
async def test_a_reason_is_tapped_or_typed_and_thanked_for(
    school: School, unsure: Student, said: str
) -> None:
    await reports(unsure)

    await unsure.sends(said)

    assert unsure.sees("Noted: There is a typo.", "Thank you.", "type a sentence to go with it")
    assert [one for one in unsure.buttons() if "✓" in one] == [unsure.buttons()[2]]
    assert school.rows("select student, question, reason, note from reports") == [
        (MINA, "rises", 2, None)
    ]


async def test_instructors_get_one_letter_a_minute_later_with_all_they_need(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("1. My answer")
    await unsure.sends("Some maps draw\n it so.")
    assert unsure.sees("You wrote: Some maps draw it so.", "type a sentence to replace it")
    count = len(teacher.messages)
    await school.passes(seconds=59)
    assert len(teacher.messages) == count

    await school.passes(seconds=1)
    await school.passes(hours=5)

    assert len(teacher.messages) == count + 1
    version = school.classroom.course.questions["rises"].version  # type: ignore[index]
    assert teacher.text.splitlines() == [
        "A student reports a question",
        "",
        "My answer is right too · Mina Park, 2026-03-02",
        "“Some maps draw it so.”",
        "Where does it rise? (Rivers, rises)",
        "Answered: At sea",
        "Key: In the north",
        f"version {version}",
    ]
    assert teacher.buttons() == []


async def test_a_letter_leaves_what_an_instructor_reads_where_it_is(
    school: School, unsure: Student, teacher: Student
) -> None:
    await teacher.sends("/class")
    await reports(unsure)
    await unsure.taps("2")
    await school.passes(minutes=1)
    report = teacher.messages[-2]

    await teacher.taps("1. Rivers", report)

    assert "Class: Rivers" in teacher.messages[-2]["text"]
    assert teacher.sees("A student reports a question")


async def test_another_reason_replaces_the_first_and_the_letter_says_the_last(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("1")
    await unsure.sends("No.")
    await unsure.taps("4")
    assert unsure.sees("Noted: The source does not say so.", "You wrote: No.")
    assert unsure.buttons()[0] == REASONS[0]

    await school.passes(minutes=1)

    assert teacher.sees("The source does not say so · Mina Park", "“No.”")
    assert school.rows("select count(*) from letters") == [(1,)]


async def test_another_sentence_replaces_the_first(unsure: Student, school: School) -> None:
    await reports(unsure)
    await unsure.taps("1")
    await unsure.sends("One.")

    await unsure.sends("Two.")

    assert unsure.sees("You wrote: Two.")
    assert school.rows("select note from reports") == [("Two.",)]


async def test_a_sentence_before_a_reason_is_no_report(school: School, unsure: Student) -> None:
    await reports(unsure)

    await unsure.sends("It is wrong.")

    assert unsure.sees("I could not make sense of that.")
    assert school.rows("select * from reports") == []


@pytest.mark.parametrize(("length", "fits"), [(500, True), (501, False), (3000, False)])
async def test_a_sentence_that_is_too_long_is_said_so_and_not_kept(
    school: School, unsure: Student, length: int, fits: bool
) -> None:
    await reports(unsure)
    await unsure.taps("1")

    await unsure.sends("x" * length)

    note = "x" * length if fits else None
    assert school.rows("select note from reports") == [(note,)]
    assert ("That is too long. Say it in fewer words." in unsure.text) == (not fits)


async def test_a_double_tap_on_a_reason_is_one_report(school: School, unsure: Student) -> None:
    await reports(unsure)
    tap = unsure.tap("2")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert school.rows("select count(*) from reports") == [(1,)]
    assert school.rows("select count(*) from letters") == [(1,)]


async def test_the_way_back_leads_to_the_feedback_and_the_quiz_goes_on(unsure: Student) -> None:
    feedback = unsure.text
    await reports(unsure)
    await unsure.taps("1")

    await unsure.taps("← Back to the question")
    assert unsure.text == feedback
    await unsure.taps("Next")

    assert unsure.sees("question 2 of 4")


async def test_a_report_survives_a_restart_and_its_letter_goes_out_after_it(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("3")
    school.clock.advance(minutes=5)

    await school.reopens()
    assert teacher.sees("A student reports a question", "There is a typo")
    await unsure.sends("It is in the first word.")

    assert unsure.sees("You wrote: It is in the first word.")
    await teacher.sends("/reports")
    assert teacher.sees("“It is in the first word.”")


async def test_instructors_list_what_was_reported_the_newest_first(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("1")
    await unsure.taps("← Back to the question")
    await unsure.taps("Next")
    await school.passes(minutes=2)
    await unsure.answers("Cole")
    await unsure.taps("Confirm")
    await reports(unsure)
    await unsure.taps("2")

    await teacher.sends("/reports")

    assert teacher.sees("Reported questions", "Which towns stand on it?", "Where does it rise?")
    assert teacher.text.index("towns") < teacher.text.index("rise?")
    assert teacher.buttons() == ["Home"]


async def test_without_reports_instructors_read_that_there_are_none(teacher: Student) -> None:
    await teacher.sends("/reports")

    assert teacher.sees("Nobody has reported a question.")


async def test_a_question_that_changed_or_went_since_is_said_so(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("2")
    await school.reopens(asking({**RISES, "ask": "Where is its source?"}, BANKS))
    await teacher.sends("/reports")
    assert teacher.sees("Where is its source?", "The question has changed since then.")

    await school.reopens(asking(BANKS))
    await teacher.sends("/reports")

    assert teacher.sees("Question rises is no longer in the course.")


async def test_many_long_reports_fit_into_one_message(
    school: School, teach: Teach, teacher: Student
) -> None:
    """A message holds 4096 characters, and an emoji counts twice."""
    questions = [{**SALTY, "id": f"q-{number}", "ask": "Long? " * 60} for number in range(12)]
    school = teach(asking(*questions))
    teacher = school.student(TEACHER)
    mina = await begins(school.student(MINA))
    for _ in questions:
        await mina.taps("A. True")
        await reports(mina)
        await mina.taps("1")
        await mina.sends("🙂" * 500)
        await mina.taps("← Back to the question")
        await mina.taps("See the result" if "See the result →" in mina.buttons() else "Next")

    await teacher.sends("/reports")

    assert teacher.sees("Reported questions")
    assert school.inbox.failed == 0


@pytest.mark.parametrize("asked", ["/reports", "/class"])
async def test_students_do_not_read_reports(unsure: Student, asked: str) -> None:
    await unsure.sends(asked)

    assert unsure.sees("That is for instructors.")


@pytest.mark.parametrize("junk", ["E", "P:1:1", "P:99:1"])
async def test_a_forged_button_does_not_show_reports_to_students(
    school: School, unsure: Student, junk: str
) -> None:
    await reports(unsure)
    await unsure.taps("1")
    jonas = school.student(JONAS)
    await jonas.sends("/start")

    await school.receives(school.telegram.query(JONAS, jonas.screen["message_id"], junk))

    assert jonas.toast == "That is for instructors. Here is where you are."
    assert "Mina" not in jonas.text


@pytest.mark.parametrize("junk", ["D:1:1", "M:1:1:0", "D:1:2", "M:77:1:0"])
async def test_somebody_else_s_answer_cannot_be_reported(
    school: School, unsure: Student, junk: str
) -> None:
    jonas = school.student(JONAS)
    await jonas.sends("/start")
    before = jonas.text

    await school.receives(school.telegram.query(JONAS, jonas.screen["message_id"], junk))
    await jonas.sends("A sentence of mine.")

    assert school.rows("select * from reports") == []
    assert school.rows("select * from letters") == []
    assert before in jonas.text


@pytest.mark.parametrize("reason", ["4", "99", "9223372036854775807"])
async def test_a_forged_reason_is_no_report(
    school: School, unsure: Student, teacher: Student, reason: str
) -> None:
    message = unsure.screen["message_id"]

    await school.receives(school.telegram.query(MINA, message, f"M:1:1:{reason}"))
    await school.passes(minutes=1)
    await teacher.sends("/reports")

    assert teacher.sees("Nobody has reported a question.")
    assert unsure.sees("Your answer: At sea")
    assert unsure.toast == "That button does not work any more. Here is where you are."
    assert school.inbox.failed == 0


async def test_an_answer_that_was_not_given_yet_cannot_be_reported(
    school: School, unsure: Student
) -> None:
    await unsure.taps("Next")
    message = unsure.screen["message_id"]

    await school.receives(school.telegram.query(MINA, message, "M:1:2:0"))

    assert school.rows("select * from reports") == []


async def test_an_answer_of_a_test_is_reported_only_after_its_end(teach: Teach) -> None:
    final = {"quiz": "final", "title": "Final", "mode": "test"}
    school = teach(asking(RISES, SALTY, hills=[], quizzes=[final]))
    teacher, mina = school.student(TEACHER), school.student(MINA)
    await teacher.sends("/start")
    await begins(mina, "2. Final")
    await mina.answers("At sea")
    message = mina.screen["message_id"]
    await school.receives(school.telegram.query(MINA, message, "M:1:1:0"))
    assert school.rows("select * from reports") == []
    await mina.taps("A. True")

    await mina.taps("Go through my answers")
    await reports(mina)
    await mina.taps("1")

    assert school.rows("select question, reason from reports") == [("rises", 0)]


async def test_who_never_wrote_to_the_bot_gets_no_letter(school: School, mina: Student) -> None:
    """Telegram lets a bot write only to those who wrote to it."""
    await begins(mina)
    await mina.answers("At sea")
    await reports(mina)

    await mina.taps("1")
    await school.passes(minutes=1)

    assert school.rows("select * from letters") == []
    assert school.rows("select count(*) from reports") == [(1,)]


async def test_an_instructor_who_has_blocked_the_bot_misses_the_letter_and_no_one_else(
    school: School, unsure: Student
) -> None:
    school.telegram.block(TEACHER)
    await reports(unsure)
    await unsure.taps("1")

    await school.passes(minutes=1)
    await school.passes(minutes=1)

    assert school.rows("select state from letters") == [("failed",)]
    refused = [one for one in school.telegram.calls if one.status == 403]
    assert len(refused) == 1
    school.telegram.calls.clear()  # that refusal was meant


async def test_who_is_an_instructor_no_more_gets_no_letter(
    school: School, unsure: Student, teacher: Student
) -> None:
    await reports(unsure)
    await unsure.taps("1")
    count = len(teacher.messages)
    school.classroom.instructors = frozenset()

    await school.passes(minutes=1)

    assert len(teacher.messages) == count
