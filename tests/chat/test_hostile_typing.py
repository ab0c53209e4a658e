"""Whatever is typed into a question or a report: no fault, no refusal, no markup."""

import logging

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import Question, asking, begins
from tests.school import (
    CLAIM,
    COURSE_OF_IT,
    EVERY_TYPE,
    MINA,
    NAME,
    RIVER_QUESTIONS,
    TEACHER,
    WHAT_IS_WHERE,
)

HOSTILE = {
    "long": "a" * 10_000,
    "long in Hangul": "가나다 " * 2_500,
    "a hundred": "🙂" * 100,
    "zero width": "두\u200b만\u200d강\ufeff",
    "only zero width": "\u200b\u200c\u200d\u2060",
    "right to left": "\u202e강만두\u202c\u2066x\u2069",
    "marks on marks": "a" + "\u0301" * 90,
    "jamo": "\u1103\u116e\u1106\u1161\u11ab" * 10,
    "family": "👩‍👩‍👧‍👦🇰🇵🏳️‍🌈",
    "nothing": "\x00",
    "controls": "\x01\x02\x1b[31m",
    "half a pair": "\ud83d",
    "sql": "'); drop table answers; --",
    "template": "{{7*7}}{% for x in y %}${7*7}",
    "html": "<b>bold</b><script>alert(1)</script>&lt;&amp;&#x41;",
    "unclosed": "</i></b><a href='tg://user?id=1'>",
    "markdown": "*a* _b_ [c](http://d) `e` ||f||",
    "format": "%s%n{0}{x!r}\\N{BULLET}",
    "path": "../../etc/passwd",
    "lines": "A\n\n\n\nB\r\n\tC",
    "letters": "ABCDEFGH" * 40,
    "digits": "9" * 90,
    "digits of other scripts": "१२३ ١٢٣ ⑫ ½ Ⅷ 🔟",
    "a large power": "10^999999999",
    "infinite": "inf nan -0 1e999",
    "command within": "130 /reports",
    "separators": ",;.&+/>→-" * 10,
    "callback": "p:1:1:0",
}
TYPES: list[Question] = [*RIVER_QUESTIONS, CLAIM, NAME, COURSE_OF_IT, WHAT_IS_WHERE]
MARKUP = ("<b>", "<script>", "{{7*7}}", "*a*")


def test_all_types_of_questions_are_among_those_typed_into() -> None:
    assert {one["id"] for one in TYPES} == {one["id"] for one in EVERY_TYPE}


def healthy(school: School, caplog: pytest.LogCaptureFixture) -> bool:
    """Nothing raised, nothing refused; that a rule of the Bot API was broken shows at the end."""
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
    assert (school.inbox.failed, school.rows("select * from inbox where state != 'done'")) == (
        0,
        [],
    )
    return True


async def types(student: Student, text: str) -> None:
    """Type what no client of Telegram would let anybody type."""
    update = student.school.telegram.send(student.person, "x")
    update["message"]["text"] = text
    await student.school.receives(update)


def as_typed(student: Student, text: str) -> bool:
    """Whether what stands in the message of the text stands there letter by letter."""
    return all(one in student.text for one in MARKUP if one in text)


@pytest.mark.parametrize("confidence", [False, True])
@pytest.mark.parametrize("question", TYPES, ids=lambda one: one["type"])
async def test_a_question_bears_whatever_is_typed(
    teach: Teach, caplog: pytest.LogCaptureFixture, question: Question, confidence: bool
) -> None:
    school = teach(asking(question, confidence=confidence))
    mina = await begins(school.student(MINA))

    for text in HOSTILE.values():
        await types(mina, text)
        assert mina.sees(question["ask"])
        if "See the result →" in mina.buttons():
            assert as_typed(mina, text)
            await mina.taps("See the result")
            await begins(mina)
        elif confidence and "Your answer:" in mina.text:
            assert as_typed(mina, text) or "could not make sense" in mina.text

    assert healthy(school, caplog)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_an_answer_and_a_sentence_are_shown_as_they_were_typed(
    teach: Teach, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    school = teach(asking(NAME))
    mina, teacher = school.student(MINA), school.student(TEACHER)
    await teacher.sends("/start")
    await begins(mina)
    await types(mina, text)
    if "Your answer:" not in mina.text:
        told = "That is too long." if len(text) > 100 else "I could not make sense of that."
        assert mina.sees(told, "What is the river called in Korean?")
        await mina.sends("x")
    answered = mina.text.partition("Your answer: ")[2].splitlines()[0]

    await mina.taps("Report question")
    await mina.taps("1")
    await types(mina, text)
    await school.passes(minutes=1)

    assert teacher.sees("A student reports a question", f"Answered: {answered[:30]}")
    assert as_typed(mina, text)
    assert as_typed(teacher, text)
    await teacher.sends("/reports")
    assert teacher.sees("My answer is right too")
    assert as_typed(teacher, text)
    assert healthy(school, caplog)


async def test_directions_and_invisible_marks_in_a_sentence_do_not_reach_instructors(
    teach: Teach,
) -> None:
    school = teach(asking(NAME))
    mina, teacher = school.student(MINA), school.student(TEACHER)
    await teacher.sends("/start")
    await begins(mina)
    await mina.sends("x")
    await mina.taps("Report question")
    await mina.taps("1")

    await types(mina, "\u202eso\u202c it\x00 is\u200b")
    await school.passes(minutes=1)

    assert teacher.sees("“so it is”")


async def test_a_sentence_of_nothing_visible_is_none(teach: Teach) -> None:
    school = teach(asking(NAME))
    mina = await begins(school.student(MINA))
    await mina.sends("x")
    await mina.taps("Report question")
    await mina.taps("1")

    await types(mina, "\u200b\u202e\u2060")

    assert mina.sees("I could not make sense of that.")
    assert school.rows("select note from reports") == [(None,)]
