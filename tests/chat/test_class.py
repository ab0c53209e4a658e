"""Instructors ask how the class is doing."""

from tests.chat.test_learning import answer_all
from tests.conversation import School, Student


async def test_before_anybody_has_begun_the_report_says_how_students_join(teacher: Student) -> None:
    await teacher.sends("/class")

    assert teacher.sees("Nobody has begun yet.")


async def test_the_class_at_a_glance(
    school: School, mina: Student, jonas: Student, teacher: Student
) -> None:
    await jonas.sends("/start")
    school.clock.advance(days=8)
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await answer_all(mina)
    await mina.taps("See the result")

    await teacher.sends("/class")

    assert teacher.sees("2 students, 1 active in the last seven days.")
    assert teacher.sees("began 1 · finished 0 · mean of first quizzes 75 % (n = 1)")
    assert teacher.sees("Where does it rise?", "missed by 1 of 1")
    assert teacher.sees("Not seen for a week", "Jonas: 8 days")


async def test_only_first_attempts_count(school: School, mina: Student, teacher: Student) -> None:
    for reply in ("B. False", "A. True"):
        await mina.sends("/quiz")
        await mina.taps("2. Hills")
        await mina.taps(reply)
        await mina.taps("See the result")

    await teacher.sends("/class")

    assert teacher.sees("mean of first quizzes 0 % (n = 1)", "missed by 1 of 1")


async def test_a_module_is_looked_into_by_name_number_or_button(
    mina: Student, teacher: Student
) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Check yourself")

    for ask in ("/class rivers", "/class 1", "/class Riv"):
        await teacher.sends(ask)
        assert teacher.sees("Class: Rivers", "Mina Park: 1/2 pages, 0/4 questions")
    await teacher.taps("← Class")
    await teacher.taps("2. Hills")
    assert teacher.sees("Class: Hills", "not begun 1")


async def test_an_unknown_module_is_said_so(teacher: Student) -> None:
    await teacher.sends("/class oceans")

    assert teacher.sees("There is no module of that name.", "Class: Rivers and hills")


async def test_instructors_are_no_part_of_the_class(teacher: Student, mina: Student) -> None:
    await teacher.sends("/quiz")
    await teacher.taps("1. Rivers")
    await teacher.taps("A")
    await mina.sends("/start")

    await teacher.sends("/class")

    assert teacher.sees("1 student, 1 active", "began 0")


async def test_menus_differ_for_students_and_instructors(
    school: School, mina: Student, teacher: Student
) -> None:
    await school.menus.hang_up()
    await mina.sends("/start")
    await teacher.sends("/start")

    def names(person: int) -> list[str]:
        return [one["command"] for one in school.telegram.commands(person)]

    everyones = ["learn", "quiz", "progress", "source", "sources", "settings", "help", "start"]
    assert names(mina.person) == everyones
    assert names(teacher.person) == [*everyones, "class", "reports"]


async def test_a_name_with_markup_or_direction_marks_stands_harmlessly_in_the_report(
    school: School, teacher: Student
) -> None:
    update = school.telegram.send(1001, "/start")
    update["message"]["from"] |= {"first_name": "<b>Eve</b>\u202e\n", "last_name": "&amp;"}
    await school.receives(update)
    school.clock.advance(days=9)

    await teacher.sends("/class")

    assert teacher.sees("<b>Eve</b> &amp;: 9 days")
