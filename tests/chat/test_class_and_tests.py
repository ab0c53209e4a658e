"""Instructors see how the class did in a test."""

from tests.chat.conftest import Teach
from tests.chat.test_taking_tests import answers_all, final
from tests.conversation import Student
from tests.kinds import begins
from tests.school import JONAS, MINA, TEACHER


async def test_the_class_shows_the_mean_of_best_results_and_who_passed(teach: Teach) -> None:
    school = teach(final(**{"pass": "60"}))
    mina, jonas, teacher = map(school.student, (MINA, JONAS, TEACHER))
    for student, right in ((mina, 1), (mina, 4), (jonas, 2), (teacher, 0)):
        await answers_all(await begins(student, "2. Final"), right)

    await teacher.sends("/class")

    assert teacher.sees("Final\n2 students · mean of best results 75 % · passed 1")


async def test_a_test_without_a_pass_mark_has_no_word_on_passing(teach: Teach) -> None:
    school = teach(final())
    await answers_all(await begins(school.student(MINA), "2. Final"), right=4)
    teacher: Student = school.student(TEACHER)

    await teacher.sends("/class")

    assert teacher.sees("Final\n1 student · mean of best results 100 %\n")
    assert "passed" not in teacher.text


async def test_a_test_that_nobody_has_ended_is_not_in_the_class(teach: Teach) -> None:
    school = teach(final())
    await begins(school.student(MINA), "2. Final")
    teacher = school.student(TEACHER)

    await teacher.sends("/class")

    assert "Final" not in teacher.text
