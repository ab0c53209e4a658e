"""Everything can be done by typing: no tap from the first word to the last."""

from collections.abc import Sequence

import pytest

from tests.chat.conftest import Teach
from tests.conversation import Student
from tests.kinds import asking
from tests.school import EVERY_TYPE, HINTS, MINA, TEACHER

WITH_HINTS = [{**EVERY_TYPE[0], **HINTS}, *EVERY_TYPE[1:]]
FINAL = {"quiz": "final", "title": "Final", "mode": "test", "modules": ["rivers"]}


async def types(student: Student, *texts: str | Sequence[str]) -> None:
    """One text after another; a list names options, whose letters are typed."""
    for text in texts:
        typed = text if isinstance(text, str) else " ".join(map(student.label, text))
        await student.sends(typed)
        assert "I could not make sense" not in student.text


async def types_all(student: Student, *handing_in: str, onward: str = "") -> None:
    """A question of each type, right; `handing_in` is how an answer is given where it asks for
    more, `onward` what leaves the feedback."""
    answers: list[str | Sequence[str]] = [
        ["In the north"],
        ["Alba", "Brin"],
        "false",
        "130 km",
        ["Beyond the guide"],
        "두만강",
        ["The spring", "The mill", "The bridge", "The sea"],
        ["In Alba", "In Brin", "In Alba"],
    ]
    for number, answer in enumerate(answers, start=1):
        await types(student, answer, *handing_in)
        if "Confirm" in student.buttons():
            await types(student, "confirm")
        if onward:
            await types(student, onward if number < len(answers) else "see the result")


@pytest.fixture
async def typist(teach: Teach) -> Student:
    school = teach(asking(*WITH_HINTS, confidence=True, pretest=("salty",), quizzes=[FINAL]))
    await school.student(TEACHER).sends("/start")
    return school.student(MINA)


def taps(student: Student) -> int:
    return len(student.school.telegram.answers)


async def test_a_quiz_of_each_type_is_typed_with_how_sure_one_is(typist: Student) -> None:
    await types(typist, "/quiz", "1", "hint")
    assert typist.sees("Hint: It is cold there.")

    await types_all(typist, "sure", onward="next")

    assert typist.sees("8 of 8 right", "What you felt sure of was mostly right")
    assert taps(typist) == 0


async def test_a_module_is_read_from_its_pretest_to_what_was_gained(typist: Student) -> None:
    await types(typist, "/learn", "1", "answer them", "true", "read the module")
    await types(typist, "check yourself", ["In the north"], "onward")
    assert typist.sees("page 2 of 2")

    await types(typist, "finish", "the first questions again", "b", "see the result")

    assert typist.sees("Before reading it was 0 of 1: you gained 100 percentage points.")
    assert taps(typist) == 0


async def test_a_test_is_taken_and_gone_through(typist: Student) -> None:
    await types(typist, "/quiz", "3", "begin")
    await types_all(typist)
    assert typist.sees("Final: result", "8 of 8 right (100 %)")

    await types(typist, "go through my answers", "next", "before", "back to the result")

    assert typist.sees("Final: result")
    assert taps(typist) == 0


async def test_settings_and_reports_are_typed(typist: Student) -> None:
    await types(typist, "/settings", "never ask how sure I am", "+50 %", "no extra", "home")
    await types(typist, "/quiz", "1", ["At sea"])

    await types(typist, "report question", "2", "I do not see why.", "back to the question")

    assert typist.sees("Right answer: In the north")
    assert typist.school.rows("select reason, note from reports") == [(1, "I do not see why.")]
    assert taps(typist) == 0


async def test_what_was_missed_is_retried_and_the_page_reread(typist: Student) -> None:
    await types(typist, "/settings", "never ask how sure I am", "/quiz", "2", "false")

    await types(typist, "see the result", "retry what I missed (1)", "true", "see the result")

    assert typist.sees("Hills: once more", "1 of 1 right (100 %)")
    assert taps(typist) == 0
