"""The class as its instructors see it."""

import unicodedata
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.course import QuestionId, Quiz
from bot.core.progress import Result
from bot.core.roster import Missed, Pupil, Taken, absent, clean_name, most_missed, taken
from tests.school import NOON


def test_a_student_is_absent_when_more_than_a_week_has_passed_longest_first() -> None:
    week = timedelta(days=7)
    just = Pupil("Just a week", NOON - week)
    more = Pupil("A second more", NOON - week - timedelta(seconds=1))
    month = Pupil("A month", NOON - timedelta(days=30))
    today = Pupil("Today", NOON)
    ahead = Pupil("A clock ahead", NOON + timedelta(hours=1))

    assert absent([just, more, today, month, ahead], NOON) == (month, more)


def missed(question: str, wrong: int, n: int) -> Missed:
    return Missed(QuestionId(question), wrong, n)


def test_the_most_missed_questions_come_by_share_then_by_number_then_by_id() -> None:
    counted = [
        missed("never", 0, 30),
        missed("few", 1, 10),
        missed("b-half", 2, 4),
        missed("a-half", 2, 4),
        missed("half-of-many", 10, 20),
        missed("all", 1, 1),
    ]

    assert most_missed(counted, most=9) == (
        missed("all", 1, 1),
        missed("half-of-many", 10, 20),
        missed("a-half", 2, 4),
        missed("b-half", 2, 4),
        missed("few", 1, 10),
    )
    assert most_missed(counted) == most_missed(counted, most=9)[:3]


def test_a_class_that_missed_nothing_has_no_most_missed() -> None:
    assert most_missed([missed("never", 0, 30)]) == ()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Mina Park", "Mina Park"),
        ("  Mina \n\t Park\u2028", "Mina Park"),
        ("\u202eMina\u202c Park", "Mina Park"),
        ("\u2067مينا\u2069", "مينا"),
        ("Mi\u200bna\ufeff", "Mina"),
        ("Mi\u00adna", "Mina"),
        ("Mi\x00na\x1b", "Mina"),
        ("Mi\ud800na", "Mina"),
        ("김\u1112\u1161\u11ab", "김한"),
        ("Zoe\u0308", "Zoë"),
        ("👩\u200d🏫 Mina", "👩\u200d🏫 Mina"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("<b>&amp;", "<b>&amp;"),
        ("x" * 40, "x" * 40),
        ("x" * 41, "x" * 39 + "…"),
        ("x" * 38 + " yz", "x" * 38 + "…"),
        ("x" * 300, "x" * 39 + "…"),
    ],
)
def test_a_name_is_made_fit_for_a_list(name: str, shown: str) -> None:
    assert clean_name(name, 5) == shown


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "\n",
        "\u200b",
        "\u202e",
        "\u200d",
        "\u200c \u200d",
        "\ufe0f",
        "\u0301",
        "\u3164",
        "\u115f\u1160",
        "\uffa0",
        "\u2800",
        "\u3164" * 300,
    ],
)
def test_of_a_name_that_cannot_be_seen_the_id_remains(name: str) -> None:
    assert clean_name(name, 5) == "student 5"


@settings(deadline=None)
@given(name=st.text(max_size=300), id_=st.integers(1, 2**52))
def test_every_name_becomes_one_short_visible_line(name: str, id_: int) -> None:
    shown = clean_name(name, id_)

    assert 1 <= len(shown) <= 40
    assert shown == " ".join(shown.split())
    assert any(unicodedata.category(char)[0] in "LNPS" for char in shown)
    hidden = {"Cc", "Cs", "Co", "Cn"}
    assert not any(unicodedata.category(char) in hidden for char in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert clean_name(shown, id_) == shown


def a_test(**more: str) -> Quiz:
    return Quiz.model_validate({"quiz": "midterm", "title": "Midterm", "mode": "test", **more})


def test_a_test_is_told_by_its_best_results_and_how_many_passed() -> None:
    best = [Result(3, 4, 3.0), Result(2, 4, 2.5), Result(0, 4, 0.0), Result(1, 4, 2.5)]

    assert taken(a_test(**{"pass": "62"}), best) == Taken("Midterm", 4, 0.5, 3)
    assert taken(a_test(**{"pass": "63"}), best) == Taken("Midterm", 4, 0.5, 1)
    assert taken(a_test(), best) == Taken("Midterm", 4, 0.5, None)


def test_of_a_test_that_nobody_took_there_is_nothing_to_tell() -> None:
    assert taken(a_test(**{"pass": "60"}), []) is None
