"""quizzes.yaml: what its model admits; which quizzes a course has, and from where they ask."""

from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.course import Quiz, QuizId, Quizzes
from tests.school import (
    HILL_QUESTIONS,
    HILLS,
    OUTLINE,
    QUIZZES,
    RIVER_QUESTIONS,
    RIVERS,
    course,
    course_of,
)


def reason(error: ValidationError) -> str:
    """What the first mistake says."""
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def quiz(**fields: Any) -> Quiz:
    return Quiz.model_validate({"quiz": "mixed", "title": "Mixed", "mode": "test", **fields})


def test_a_quiz_is_read_with_its_limits() -> None:
    written = Quizzes.model_validate({"quizzes": QUIZZES}).quizzes[1]

    assert written == Quiz.model_construct(
        quiz="midterm",
        title="Midterm",
        about="What you know by *now*.",
        mode="test",
        modules=(),
        draw=3,
        confidence=True,
        attempts=2,
        minutes=10,
        opens=datetime(2026, 3, 1, 9),  # noqa: DTZ001 - the course's zone is meant
        closes=datetime(2026, 3, 9, 18),  # noqa: DTZ001
        pass_mark=60,
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"mode": "study", "minutes": "5"}, "minutes"),
        ({"mode": "practice", "attempts": "5"}, "attempts"),
        ({"mode": "practice", "opens": "2026-03-01 09:00"}, "opens"),
        ({"mode": "study", "closes": "2026-03-01 09:00"}, "closes"),
        ({"mode": "study", "pass": "50"}, "pass"),
    ],
)
def test_only_a_test_has_limits(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        quiz(**fields)

    assert reason(caught.value) == f'only a test has "{said}"; take it off, or write mode: test'


@pytest.mark.parametrize("closes", ["2026-03-01 09:00", "2026-02-28 23:59"])
def test_a_quiz_does_not_close_before_it_opens(closes: str) -> None:
    with pytest.raises(ValidationError) as caught:
        quiz(opens="2026-03-01 09:00", closes=closes)

    assert reason(caught.value) == ("the quiz closes before it opens; write a later date in closes")


@pytest.mark.parametrize("written", ["2026-03-01", "1 March 2026 09:00", "2026-02-30 09:00", ""])
def test_what_is_no_date_with_a_time_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        quiz(opens=written)

    assert reason(caught.value) == (
        f'"{written}" is no date with a time; write it as in 2024-12-01 09:00'
    )


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "ten", "", "10000"])
def test_what_is_no_count_is_refused(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        quiz(draw=written)

    assert reason(caught.value) == (
        f'"{written}" is not a whole number from 1 to 9999; write it in digits'
    )


def test_a_pass_mark_is_at_most_a_hundred_per_cent() -> None:
    assert quiz(**{"pass": "100"}).pass_mark == 100
    with pytest.raises(ValidationError, match="less than or equal to 100"):
        quiz(**{"pass": "101"})


def test_a_modules_questions_are_a_quiz_that_goes_by_its_id() -> None:
    taught = course(quizzes=QUIZZES)

    assert taught.quiz(QuizId("rivers")) == Quiz.model_validate(
        {"quiz": "rivers", "title": "Rivers", "mode": "study", "modules": ["rivers"]}
    )
    assert taught.quiz(QuizId("warm-up")) == Quizzes.model_validate({"quizzes": QUIZZES}).quizzes[2]
    assert taught.quiz(QuizId("gone")) is None


def test_a_module_without_questions_has_no_quiz() -> None:
    taught = course_of(OUTLINE, [(RIVERS, RIVER_QUESTIONS), (HILLS, [])])

    assert taught.quiz(QuizId("hills")) is None


def test_a_quiz_asks_from_its_modules_or_from_all() -> None:
    taught = course(quizzes=QUIZZES)
    rivers, hills = taught

    asked = [taught.asked_in(one) for one in taught.quizzes.values()]

    assert asked == [(rivers, hills), (rivers, hills), (rivers,)]


def test_every_question_is_found_in_the_course_and_has_its_home() -> None:
    taught = course()
    rivers, hills = taught

    assert taught.question("high") == hills.question("high")
    assert taught.question("gone") is None
    assert set(taught.homes) == {one["id"] for one in (*RIVER_QUESTIONS, *HILL_QUESTIONS)}
    assert {id_: home for id_, home in taught.homes.items() if home == hills} == {"high": hills}
    assert taught.homes[next(iter(taught.homes))] == rivers
