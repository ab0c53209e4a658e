"""Words and numbers are typed: what counts at once, what nearly does, what does not."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import SURELY, Question, asking, begins
from tests.school import MINA, RIVER_QUESTIONS

LENGTH = RIVER_QUESTIONS[3]
PAPER: Question = {
    "id": "paper",
    "type": "text",
    "ask": "What is the paper called in Korean?",
    "term": "newspaper",
    "hints": ["It is a *daily* paper.", "Workers write it."],
    "mistakes": [{"text": "민주조선", "because": "That is the cabinet's paper."}],
    "why": "Its name stands at its head.",
    "source": ["¶1"],
}
SPELT: Question = {
    **PAPER,
    "id": "spelt",
    "ask": "How is 창성련석 spelt by McCune and Reischauer?",
    "accept": ["ch'angsŏng ryŏnsŏk"],
    "kind": "romanization",
}
del SPELT["term"], SPELT["mistakes"], SPELT["hints"]


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(asking(PAPER))


@pytest.fixture
async def reader(mina: Student) -> Student:
    """Mina before the question for the paper's name."""
    return await begins(mina)


@pytest.mark.parametrize(
    "typed", ["로동신문", "노동신문", "勞動新聞", "Rodong Sinmun", "nodong sinmun", " 로동신문! "]
)
async def test_a_term_counts_in_every_script_northern_or_southern(
    reader: Student, typed: str
) -> None:
    await reader.sends(typed)

    assert reader.sees("Right.", f"Your answer: {typed.strip()}", "Right answer: 로동신문")
    assert reader.sees("(also 노동신문, 勞動新聞, Rodong Sinmun, Nodong Sinmun, Rodong Daily)")


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        ("로동 신문", "It counts, but is spaced otherwise; see below."),
        ("RodongSinmun", "It counts, but is spaced otherwise; see below."),
        ("fhehdtlsans", "Your keyboard was set to another script; the keys were right."),
        ("Rŏdong Sinmun", "It counts; with its marks it is spelt as below."),
    ],
)
async def test_what_was_only_written_otherwise_counts_at_once_and_is_said(
    reader: Student, typed: str, remark: str
) -> None:
    await reader.sends(typed)

    assert reader.sees("Right.", remark)


async def test_a_slip_is_shown_and_the_second_try_counts(school: School, reader: Student) -> None:
    await reader.sends("로동신믄")
    assert reader.sees("Almost.", "You typed: 로동신믄", "It is spelt: 로동신문")
    assert reader.sees("Type it once more, as it is spelt; it then counts.")
    assert school.rows("select * from answers") == []

    await reader.sends("로동신문")

    assert reader.sees("Right.", "It counts, but was not spelt so at once.")
    assert school.rows("select reply, tries, mark, is_right from answers") == [
        ('["로동신문"]', '["로동신믄"]', 1.0, 1)
    ]


async def test_almost_for_the_second_time_counts_with_its_effort(
    school: School, reader: Student
) -> None:
    await reader.sends("로동신믄")
    await reader.sends("로동신뭄")

    assert reader.sees("Right. Your answer: 로동신뭄", "You typed: 로동신믄")
    assert school.rows("select mark, is_right from answers") == [(1.0, 1)]


async def test_a_wrong_word_after_a_near_miss_is_wrong(reader: Student) -> None:
    await reader.sends("로동신믄")
    await reader.sends("신문이 아니다")

    assert reader.sees("Not quite. Your answer: 신문이 아니다", "Right answer: 로동신문")


async def test_a_near_miss_is_kept_over_a_restart(school: School, reader: Student) -> None:
    await reader.sends("로동신믄")
    await school.reopens()
    await reader.sends("/start")
    await reader.taps("Go on")
    assert reader.sees("Almost.", "You typed: 로동신믄")

    await reader.sends("로동신문")

    assert reader.sees("It counts, but was not spelt so at once.")


async def test_a_word_that_tempts_is_told_why_it_is_wrong_even_with_a_slip(
    reader: Student,
) -> None:
    await reader.sends("민주죠선")

    assert reader.sees("Not quite. Your answer: 민주죠선", "That is the cabinet's paper.")


async def test_where_the_spelling_in_latin_letters_is_asked_its_marks_count(
    school: School, mina: Student
) -> None:
    await school.reopens(asking(SPELT))
    await begins(mina)

    await mina.sends("changsong ryonsok")
    assert mina.sees("Almost.", "It is spelt: ch'angsŏng ryŏnsŏk")
    await mina.sends("ch’angsŏng ryŏnsŏk")

    assert mina.sees("Right.", "was not spelt so at once")


async def test_an_answer_that_is_a_button_s_word_as_well_is_the_answer(teach: Teach) -> None:
    school = teach(asking(SURELY))
    mina = await begins(school.student(MINA))
    assert "Hint" in mina.buttons()

    await mina.sends("hint")

    assert mina.sees("Right. Your answer: hint")
    assert school.rows("select hints, mark from answers") == [(0, 1.0)]


async def test_a_button_s_word_that_is_no_answer_is_the_button(reader: Student) -> None:
    await reader.sends("hint")
    assert reader.sees("Hint: It is a daily paper.")

    await reader.sends("stop here")

    assert reader.sees("Quizzes", "begun: 0 of 1 answered")


@pytest.mark.parametrize(
    "typed",
    ["130", "130 km", "131 km", "one hundred and thirty", "백삼십", "130,0", "about 130", "１３０"],
)
async def test_a_number_counts_in_figures_or_words_with_or_without_its_unit(
    typed: str, teach: Teach
) -> None:
    school = teach(asking(LENGTH))
    mina = await begins(school.student(MINA))
    assert mina.sees("Type the number (km).")

    await mina.sends(typed)

    assert mina.sees(f"Right. Your answer: {typed}", "Right answer: 130 km")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("thirteen", "A nought is missing."),
        ("133", "It has been measured."),
        ("-130", "It has been measured."),
    ],
)
async def test_a_wrong_number_is_told_why_where_it_tempts(
    typed: str, said: str, teach: Teach
) -> None:
    school = teach(asking(LENGTH))
    mina = await begins(school.student(MINA))

    await mina.sends(typed)

    assert mina.sees(f"Not quite. Your answer: {typed}", said)


@pytest.mark.parametrize("typed", ["far", "130 kg of it", "5 or 6", "🙂", "½ of a", "A"])
async def test_what_is_no_number_is_said_so_and_asked_again(typed: str, teach: Teach) -> None:
    school = teach(asking(LENGTH))
    mina = await begins(school.student(MINA))

    await mina.sends(typed)

    assert mina.sees("That is not a number I can read.", "How long is it?")
    assert school.rows("select * from answers") == []
