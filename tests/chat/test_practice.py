"""Practice: questions from what was read, mixed, those first that one had least often."""

from typing import Any

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import MINA

MIXED = {"quiz": "mixed", "title": "All mixed", "mode": "practice"}


def statements(name: str, count: int) -> list[dict[str, Any]]:
    """So many statements about that, all of them true."""
    return [
        {
            "id": f"{name}-{number}",
            "type": "true_false",
            "ask": f"Statement {number} of {name}.",
            "answer": "true",
            "why": "It is.",
            "source": ["¶3"],
        }
        for number in range(1, count + 1)
    ]


@pytest.fixture
def school(teach: Teach) -> School:
    hills = statements("hills", 4)
    return teach(asking(*statements("rivers", 4), hills=hills, quizzes=[MIXED | {"draw": "4"}]))


async def reads(student: Student, *modules: str) -> None:
    for module in modules:
        await student.sends("/learn")
        await student.taps(module)
        while "Finish" not in str(student.buttons()):
            await student.taps("Onward")
        await student.taps("Finish")


async def asked_in(student: Student) -> list[str]:
    """What the practice asks, from its first question to its result."""
    questions = []
    while "True or false?" in student.text:
        questions.append(student.text.split("True or false?\n")[1].splitlines()[0])
        await student.taps("A. True")
        last = "See the result" if "See the result →" in student.buttons() else "Next"
        await student.taps(last)
    return questions


async def test_nobody_practises_before_a_module_is_read_to_its_end(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Onward")
    await mina.sends("/quiz")
    assert mina.sees("3. All mixed", "opens when you have read a module")

    await mina.taps("3. All mixed")

    assert mina.sees("Read one first.")
    assert mina.buttons() == ["Modules", "Quizzes"]


async def test_a_forged_beginning_before_anything_is_read_leads_to_the_door(
    school: School, mina: Student
) -> None:
    await mina.sends("/quiz")

    await school.receives(school.telegram.query(MINA, mina.screen["message_id"], "q:mixed"))

    assert mina.sees("Read one first.")
    assert school.rows("select * from sessions") == []


async def test_only_what_was_read_is_asked(mina: Student) -> None:
    await reads(mina, "2. Hills")
    await begins(mina, "3. All mixed")

    asked = await asked_in(mina)

    assert sorted(asked) == [f"Statement {number} of hills." for number in range(1, 5)]


async def test_questions_go_from_module_to_module(teach: Teach) -> None:
    hills = statements("hills", 4)
    school = teach(asking(*statements("rivers", 4), hills=hills, quizzes=[MIXED | {"draw": "8"}]))
    mina = school.student(MINA)
    await reads(mina, "1. Rivers", "2. Hills")

    await begins(mina, "3. All mixed")

    homes = [one.rpartition(" of ")[2] for one in await asked_in(mina)]
    assert homes == ["rivers.", "hills."] * 4


async def test_what_was_asked_least_often_comes_next(mina: Student) -> None:
    await reads(mina, "1. Rivers", "2. Hills")
    draws = []

    for _ in range(4):
        await begins(mina, "3. All mixed")
        draws.append(set(await asked_in(mina)))

    assert draws[0].isdisjoint(draws[1])
    assert draws[2].isdisjoint(draws[3])
    assert draws[0] | draws[1] == draws[2] | draws[3]


async def test_feedback_comes_at_once_and_what_was_missed_can_be_retried(
    mina: Student,
) -> None:
    await reads(mina, "2. Hills")
    await begins(mina, "3. All mixed")
    await mina.taps("B. False")
    assert mina.sees("All mixed · question 1 of 4", "Not quite. Your answer: False", "It is.")
    await mina.taps("Next")
    await asked_in(mina)
    assert mina.sees("All mixed: result", "3 of 4 right (75 %)")

    await mina.taps("Retry what I missed (1)")

    assert mina.sees("All mixed · once more, 1 of 1")


async def test_a_practice_that_was_left_goes_on_with_the_same_draw(
    school: School, mina: Student
) -> None:
    await reads(mina, "1. Rivers", "2. Hills")
    await begins(mina, "3. All mixed")
    await mina.taps("A. True")
    await mina.taps("Next")
    left = mina.text
    await mina.taps("Stop here")
    await school.reopens()

    await begins(mina, "3. Continue: All mixed")

    assert mina.text == left


async def test_the_door_says_as_many_questions_as_are_asked(teach: Teach) -> None:
    """Ten, where the course does not say how many."""
    school = teach(asking(*statements("rivers", 15), quizzes=[MIXED]))
    mina = school.student(MINA)
    await reads(mina, "1. Rivers")
    await mina.sends("/quiz")
    assert mina.sees("practice · 10 questions")
    await mina.taps("3. All mixed")
    assert mina.sees("10 questions from the modules that you have read")

    await mina.taps("Begin")

    assert mina.sees("question 1 of 10")
