"""The screen of a walk that has ended."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.actions import (
    Finished,
    LookBack,
    Modules,
    Open,
    Progress,
    Quiz,
    Quizzes,
    Reading,
    Retry,
    SessionId,
)
from bot.core.calibration import Calibration, Level
from bot.core.course import ModuleId, PageId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.screens import Button, Rows
from bot.core.screens.reading import Cited
from bot.core.screens.results import (
    Again,
    ResultScreen,
    missed_questions,
    result_of,
    result_screen,
)
from bot.core.screens.results import Tested as OfTest
from bot.core.session import Answer, Session
from tests.school import MINA, OUTLINE, QUIZZES, RIVER_QUESTIONS, RIVERS, begun, course, course_of

COURSE = course(quizzes=QUIZZES)
RIVER, SOURCE, MOUTH = ModuleId("rivers"), PageId("source"), PageId("mouth")
IDS = [QuestionId(one["id"]) for one in RIVER_QUESTIONS]
SEVEN = SessionId(7)
SALTY = RIVER_QUESTIONS[2]
GUIDE_1 = Cited("Guide 2020", ("¶1",), "https://guide.example/", None)
ATLAS = Cited("Atlas 2021", (), None, "medium")
LAST = (Button("Quizzes", Quizzes()), Button("My progress", Progress()))
GO_THROUGH = Button("Go through my answers", LookBack(SEVEN, 0))
AGAIN = Button("Try again", Quiz(QuizId("midterm")))
TO_MODULES = (Button("Modules", Modules(), style="primary"),)


def answer(at: int, mark: float, **fields: Any) -> Answer:
    return Answer(SEVEN, at + 1, MINA, IDS[at], "v", ("so",), mark, mark == 1, **fields)


def finished(*marks: float, **fields: Any) -> tuple[Session, dict[QuestionId, Answer]]:
    """A walk through the rivers' questions that has ended with these marks."""
    session = begun(COURSE, *IDS, **fields)
    answers = {IDS[at]: answer(at, mark) for at, mark in enumerate(marks)}
    return replace(session, position=3, turn=4, has_ended=True), answers


def labels(rows: Rows) -> list[list[str]]:
    return [[button.text for button in row] for row in rows]


def test_the_result_lists_what_was_missed_and_leads_to_it() -> None:
    assert result_screen(COURSE, *finished(0, 1, 1, 0)) == ResultScreen(
        title="Rivers",
        kind="quiz",
        result=Result(2, 4, 2.0),
        again=(
            Again(
                1,
                "Where does it rise?",
                ("In the north",),
                "Where it rises",
                (GUIDE_1,),
                was_sure=False,
            ),
            Again(4, "How long is it?", ("130 km",), "Where it ends", (ATLAS,), was_sure=False),
        ),
        tested=None,
        calibration=None,
        before=None,
        rows=(
            (Button("Retry what I missed (2)", Retry(SEVEN), style="primary"),),
            (Button("Reread: Where it rises", Reading(RIVER, SOURCE)),),
            (Button("Reread: Where it ends", Reading(RIVER, MOUTH)),),
            (GO_THROUGH,),
            LAST,
        ),
    )


def test_a_result_without_mistakes_leads_on() -> None:
    screen = result_screen(COURSE, *finished(1, 1, 1, 1))

    assert (screen.again, screen.rows) == ((), (TO_MODULES, (GO_THROUGH,), LAST))


def test_what_was_partly_right_counts_its_part_and_is_looked_at_again() -> None:
    screen = result_screen(COURSE, *finished(1, 0.5, 1, 1))

    assert screen.result == Result(3, 4, 3.5)
    assert [one.number for one in screen.again] == [2]


def test_what_one_was_sure_of_and_missed_comes_first() -> None:
    session, answers = finished(0, 0, 0, 0)
    sure = {IDS[1]: 2, IDS[2]: 3, IDS[3]: 1}
    answers |= {id_: replace(answers[id_], sure=level) for id_, level in sure.items()}

    screen = result_screen(COURSE, session, answers)

    assert missed_questions(session, answers) == (IDS[2], IDS[1], IDS[3], IDS[0])
    assert [(one.number, one.was_sure) for one in screen.again] == [
        (3, True),
        (2, False),
        (4, False),
        (1, False),
    ]


def test_a_result_does_not_speak_of_questions_that_are_gone() -> None:
    session, answers = finished(0, 1, 1, 0)
    left = course(RIVER_QUESTIONS[1:])

    screen = result_screen(left, session, answers)

    assert missed_questions(session, answers) == (IDS[0], IDS[3])
    assert [one.number for one in screen.again] == [4]
    assert screen.rows[0][0].text == "Retry what I missed (1)"
    assert screen.result == Result(2, 4, 2.0)


def test_at_most_three_pages_to_reread_are_offered_those_most_needed_in_their_order() -> None:
    pages = [
        {"page": f"p{one}", "title": f"Page {one}", "text": [{"guide": f"So. [m{one}]"}]}
        for one in range(5)
    ]
    cites = [4, 0, 1, 1, 4, 3, 0]
    written = [
        {**SALTY, "id": f"q{index}", "source": [f"m{one}"]} for index, one in enumerate(cites)
    ]
    sources = {f"m{one}": OUTLINE["sources"]["atlas"] for one in range(5)}
    outline = {**OUTLINE, "modules": ["rivers"], "sources": sources}
    taught = course_of(outline, [({**RIVERS, "pages": pages}, written)])
    session = replace(begun(taught, *(one["id"] for one in written)), has_ended=True)
    answers = {
        id_: Answer(SEVEN, 1, MINA, id_, "v", ("true",), 0, is_right=False)
        for id_ in session.questions
    }

    screen = result_screen(taught, session, answers)

    assert [row[0].text for row in screen.rows[1:-2]] == [
        "Reread: Page 0",
        "Reread: Page 1",
        "Reread: Page 4",
    ]


def test_in_a_test_what_was_left_open_counts_as_wrong() -> None:
    session, answers = finished(1, 1, mode="test")

    assert result_of(session, answers) == Result(2, 4, 2.0)
    assert result_of(replace(session, mode="study"), answers) == Result(2, 2, 2.0)


@pytest.mark.parametrize(
    ("tested", "rows"),
    [
        (OfTest(60, 1, 50, is_timed_out=False), ((GO_THROUGH, AGAIN), LAST)),
        (OfTest(None, None, 50, is_timed_out=True), ((GO_THROUGH, AGAIN), LAST)),
        (OfTest(60, 0, 50, is_timed_out=False), ((GO_THROUGH,), LAST)),
    ],
)
def test_a_test_is_not_retried_but_taken_again_while_there_are_attempts(
    tested: OfTest, rows: Rows
) -> None:
    over = finished(0, 1, 1, 1, mode="test", quiz=QuizId("midterm"))

    screen = result_screen(COURSE, *over, tested=tested)

    assert (screen.title, screen.tested) == ("Midterm", tested)
    assert screen.rows == (
        (Button("Reread: Where it rises", Reading(RIVER, SOURCE)),),
        *rows,
    )


def test_a_test_in_which_nothing_was_answered_has_nothing_to_go_through() -> None:
    tested = OfTest(60, 1, 0, is_timed_out=True)

    screen = result_screen(COURSE, *finished(mode="test", quiz=QuizId("midterm")), tested=tested)

    assert screen.result == Result(0, 4, 0)
    assert screen.rows[-2:] == ((AGAIN,), LAST)


def test_what_was_left_open_in_a_test_is_looked_at_again_and_elsewhere_not() -> None:
    session, answers = finished(1, 0, mode="test")
    answers[IDS[1]] = replace(answers[IDS[1]], sure=3)

    screen = result_screen(COURSE, session, answers)

    assert [(one.number, one.was_sure) for one in screen.again] == [
        (2, True),
        (3, False),
        (4, False),
    ]
    assert missed_questions(replace(session, mode="study"), answers) == (IDS[1],)


@pytest.mark.parametrize(
    ("pass_mark", "percent", "is_passed"),
    [(60, 60, True), (60, 59, False), (60, 100, True), (None, 100, False)],
)
def test_a_test_is_passed_from_its_pass_mark_on(
    pass_mark: int | None, percent: int, is_passed: bool
) -> None:
    assert OfTest(pass_mark, None, 0, is_timed_out=False).is_passed(percent) == is_passed


def test_before_reading_nothing_is_told_but_how_many_were_right() -> None:
    screen = result_screen(COURSE, *finished(0, 1, kind="before"))

    assert (screen.result, screen.again) == (Result(1, 2, 1.0), ())
    assert screen.rows == (
        (Button("Read the module →", Open(RIVER), style="primary"),),
        (Button("Modules", Modules()),),
    )


def test_after_reading_the_result_stands_beside_that_of_before() -> None:
    before = Result(1, 4, 1.0)

    screen = result_screen(COURSE, *finished(1, 1, 1, 1, kind="after"), before=before)

    assert (screen.before, screen.result) == (before, Result(4, 4, 4.0))
    assert screen.rows[0] == (Button("Onward →", Finished(RIVER), style="primary"),)


def test_what_was_missed_after_reading_can_be_retried_and_reread() -> None:
    screen = result_screen(COURSE, *finished(0, 1, 1, 1, kind="after"))

    assert labels(screen.rows)[:2] == [["Retry what I missed (1)"], ["Reread: Where it rises"]]


def test_what_was_said_of_certainty_is_set_against_what_was_right() -> None:
    session, answers = finished(1, 1, 0.5, 0)
    answers |= {id_: replace(answers[id_], sure=3) for id_ in IDS[:3]}

    assert result_screen(COURSE, session, answers).calibration == Calibration(
        (Level(3, 3, 2),), 3 + 3 + 1.5, 9, "too sure"
    )
