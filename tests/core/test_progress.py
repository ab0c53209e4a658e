"""What a student has done, and what comes next."""

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.actions import Open, Quiz
from bot.core.course import Course, ModuleId, Outline, PageId, QuestionId, QuizId
from bot.core.progress import (
    ModuleProgress,
    Record,
    Result,
    first_unread,
    next_step,
    page_about,
    progress,
)
from tests.school import OUTLINE, RIVER_QUESTIONS, RIVERS, course, module, question

COURSE = course()
RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
SOURCE, MOUTH, ONE = PageId("source"), PageId("mouth"), PageId("one")
ALL_READ = frozenset({(RIVER, SOURCE), (RIVER, MOUTH), (HILL, ONE)})
DONE = Result(1, 1, 1.0)
OF_RIVERS, OF_HILLS = QuizId("rivers"), QuizId("hills")


@pytest.mark.parametrize(
    ("result", "percent"),
    [
        (Result(0, 0, 0), 0),
        (Result(0, 3, 0), 0),
        (Result(1, 3, 1), 33),
        (Result(2, 3, 2), 67),
        (Result(3, 3, 3), 100),
        (Result(0, 3, 1.5), 50),
        (Result(1, 4, 1.25), 31),
        (Result(199, 200, 199), 99),
        (Result(199, 200, 199.9), 99),
        (Result(1, 300, 1), 1),
        (Result(0, 300, 0.25), 1),
    ],
)
def test_a_result_is_the_share_of_points_in_percent_and_whole_only_with_all(
    result: Result, percent: int
) -> None:
    assert result.percent == percent


@pytest.mark.parametrize(
    ("result", "has_parts"),
    [
        (Result(1, 3, 1), False),
        (Result(1, 3, 1.001), False),  # what rounding leaves is no part
        (Result(1, 3, 1.5), True),
        (Result(1, 3, 0.67), True),
    ],
)
def test_points_beside_those_of_right_answers_are_parts(result: Result, has_parts: bool) -> None:
    assert result.has_parts == has_parts


def test_a_student_who_has_done_nothing_stands_at_nought_everywhere() -> None:
    standing = progress(COURSE, Record())

    assert standing == (
        ModuleProgress(COURSE.modules[RIVER], 0, 0, None, None),
        ModuleProgress(COURSE.modules[HILL], 0, 0, None, None),
    )
    assert [(one.pages, one.questions, one.is_read) for one in standing] == [
        (2, 4, False),
        (1, 1, False),
    ]


def test_only_what_the_course_still_has_counts() -> None:
    record = Record(
        pages_read=frozenset({(RIVER, SOURCE), (RIVER, PageId("gone")), (HILL, MOUTH)}),
        answered=frozenset({QuestionId("rises"), QuestionId("gone")}),
        results={OF_RIVERS: Result(1, 2, 1.5), QuizId("gone"): Result(9, 9, 9)},
        open_quizzes={QuizId("gone"): (1, 2), OF_HILLS: (0, 1)},
    )

    assert progress(COURSE, record) == (
        ModuleProgress(COURSE.modules[RIVER], 1, 1, Result(1, 2, 1.5), None),
        ModuleProgress(COURSE.modules[HILL], 0, 0, None, (0, 1)),
    )


def test_a_module_counts_as_read_with_its_last_page() -> None:
    standing = progress(COURSE, Record(pages_read=ALL_READ))

    assert [one.is_read for one in standing] == [True, True]


@pytest.mark.parametrize(
    ("pages", "results", "running", "expected"),
    [
        (frozenset(), {}, {}, ("Read Rivers", Open(RIVER))),
        (frozenset({(RIVER, MOUTH)}), {}, {}, ("Go on reading Rivers", Open(RIVER))),
        (ALL_READ, {}, {}, ("Take the quiz on Rivers", Quiz(OF_RIVERS))),
        (
            frozenset({(RIVER, SOURCE), (RIVER, MOUTH)}),
            {},
            {},
            ("Take the quiz on Rivers", Quiz(OF_RIVERS)),
        ),
        (
            frozenset({(RIVER, SOURCE), (RIVER, MOUTH)}),
            {OF_RIVERS: DONE},
            {},
            ("Read Hills", Open(HILL)),
        ),
        (ALL_READ, {OF_RIVERS: DONE}, {}, ("Take the quiz on Hills", Quiz(OF_HILLS))),
        (ALL_READ, {OF_RIVERS: DONE, OF_HILLS: DONE}, {}, None),
        (frozenset(), {}, {OF_HILLS: (0, 1)}, ("Go on with the quiz on Hills", Quiz(OF_HILLS))),
        (
            ALL_READ,
            {OF_RIVERS: DONE, OF_HILLS: DONE},
            {OF_RIVERS: (3, 4)},
            ("Go on with the quiz on Rivers", Quiz(OF_RIVERS)),
        ),
    ],
)
def test_the_next_step_is_a_quiz_that_was_left_then_reading_then_quizzes_in_order(
    pages: frozenset[tuple[ModuleId, PageId]],
    results: Mapping[QuizId, Result],
    running: Mapping[QuizId, tuple[int, int]],
    expected: tuple[str, Any] | None,
) -> None:
    record = Record(pages_read=pages, results=results, open_quizzes=running)

    assert next_step(progress(COURSE, record)) == expected


def test_a_module_without_questions_is_done_when_it_is_read() -> None:
    quizless = course(hills=[])
    record = Record(pages_read=ALL_READ, results={OF_RIVERS: DONE})

    assert next_step(progress(quizless, record)) is None


def test_a_quiz_left_in_a_module_that_lost_its_questions_is_not_proposed() -> None:
    quizless = course(hills=[])
    record = Record(pages_read=ALL_READ, results={OF_RIVERS: DONE}, open_quizzes={OF_HILLS: (0, 1)})

    assert next_step(progress(quizless, record)) is None


@pytest.mark.parametrize(
    ("pages_read", "page"),
    [
        (frozenset(), SOURCE),
        (frozenset({(RIVER, SOURCE)}), MOUTH),
        (frozenset({(RIVER, MOUTH)}), SOURCE),
        (frozenset({(HILL, SOURCE)}), SOURCE),
        (ALL_READ, SOURCE),
    ],
)
def test_a_module_opens_at_its_first_unread_page(
    pages_read: frozenset[tuple[ModuleId, PageId]], page: PageId
) -> None:
    assert first_unread(COURSE.modules[RIVER], pages_read) == page


def asked(id_: str, *source: str) -> Any:
    return question(
        id=id_, type="true_false", ask="So?", answer="true", why="So.", source=list(source)
    )


@pytest.mark.parametrize(
    ("id_", "source", "page"),
    [
        ("rises", ("¶2", "atlas"), SOURCE),  # the page whose check it is comes first
        ("other", ("¶1",), SOURCE),
        ("other", ("¶2",), MOUTH),
        ("other", ("atlas",), MOUTH),
        ("other", ("¶1", "¶2"), SOURCE),  # of two alike the earlier
        ("other", ("¶1", "¶2", "atlas"), MOUTH),  # otherwise the one that shares most
        ("other", ("¶2", "¶2", "¶1"), SOURCE),
        ("other", ("¶3",), None),
        ("other", ("guide",), None),
    ],
)
def test_the_page_about_a_question_checks_it_or_shares_most_of_its_sources(
    id_: str, source: tuple[str, ...], page: PageId | None
) -> None:
    assert page_about(COURSE.modules[RIVER], asked(id_, *source)) == page


def test_of_two_pages_that_share_as_much_the_earlier_is_about_a_question() -> None:
    pages = [{**RIVERS["pages"][1], "page": page} for page in ("a-first", "z-second")]
    taught = module({**RIVERS, "pages": pages}, [])

    assert page_about(taught, asked("other", "¶2")) == "a-first"


def test_modules_stand_in_teaching_order() -> None:
    outline = Outline.model_validate(OUTLINE)
    turned = Course(outline, {HILL: COURSE.modules[HILL], RIVER: module(RIVERS, RIVER_QUESTIONS)})

    assert [one.module.id for one in progress(turned, Record())] == [HILL, RIVER]
