"""What a question offers, in which order, and which labels were typed."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.course import Question
from bot.core.offers import in_words, labels_in, offered, wanted
from tests.authors import questions
from tests.school import EVERY_TYPE, question

ASKED = {one["id"]: question(**one) for one in EVERY_TYPE}
WRITTEN = {one["id"]: one for one in EVERY_TYPE}
seeds = st.integers(0, 2**63 - 1)


@pytest.mark.parametrize(
    ("id_", "expected"),
    [
        ("rises", {"In the north", "In the south", "At sea"}),
        ("banks", {"Alba", "Brin", "Cole", "Dorn"}),
        ("salty", {"true", "false"}),
        ("claim", {"guide", "beyond"}),
        ("length", set()),
        ("name", set()),
        ("course-of-it", {"The spring", "The mill", "The bridge", "The sea"}),
        ("what-is-where", {"In Alba", "In Brin", "In Cole"}),
    ],
)
def test_each_type_offers_what_can_be_taken_each_once(id_: str, expected: set[str]) -> None:
    options = offered(ASKED[id_], 1)

    assert (set(options), len(options)) == (expected, len(expected))


def test_voices_are_read_by_name_and_statements_by_word() -> None:
    read = {
        id_: [in_words(ASKED[id_], one) for one in offered(ASKED[id_], 1)]
        for id_ in ("salty", "claim")
    }

    assert read == {"salty": ["True", "False"], "claim": ["Guide", "Beyond the guide"]}


def test_a_voice_that_is_gone_is_read_by_its_id() -> None:
    assert in_words(ASKED["claim"], "gone") == "gone"


def test_only_the_voices_that_the_author_names_are_offered_in_the_course_s_order() -> None:
    two = question(**{**WRITTEN["claim"], "voices": ["beyond", "guide"]})
    one = question(**{**WRITTEN["claim"], "voices": ["beyond"], "mistakes": []})

    assert offered(two, 1) == ("guide", "beyond")
    assert offered(one, 1) == ("beyond",)


def test_an_arranged_answer_has_an_entry_for_each_item() -> None:
    assert {id_: wanted(one) for id_, one in ASKED.items() if wanted(one)} == {
        "course-of-it": 4,
        "what-is-where": 3,
    }


@pytest.mark.parametrize("id_", ["rises", "banks"])
def test_options_without_shuffle_stand_as_written(id_: str) -> None:
    written: dict[str, Any] = {**WRITTEN[id_], "shuffle": "no"}
    asked = question(**written)

    orders = {offered(asked, seed) for seed in range(20)}

    assert orders == {tuple(next(iter(one.values())) for one in written["options"])}


def test_each_order_of_options_comes_up_in_some_walk() -> None:
    orders = {offered(ASKED["banks"], seed) for seed in range(300)}

    assert orders == set(permutations(["Alba", "Brin", "Cole", "Dorn"]))


def test_each_order_of_entries_comes_up_but_the_right_one() -> None:
    asked = ASKED["course-of-it"]
    right = ("The spring", "The mill", "The bridge", "The sea")

    orders = {offered(asked, seed) for seed in range(300)}

    assert orders == set(permutations(right)) - {right}


def test_two_questions_with_the_same_options_are_not_shuffled_alike() -> None:
    other = question(**{**WRITTEN["banks"], "id": "other"})

    assert [offered(ASKED["banks"], seed) for seed in range(9)] != [
        offered(other, seed) for seed in range(9)
    ]


@settings(deadline=None)
@given(asked=questions("one").map(lambda written: question(**written)), seed=seeds)
def test_what_is_offered_is_the_same_each_time_and_each_thing_once(
    asked: Question, seed: int
) -> None:
    options = offered(asked, seed)

    assert offered(asked, seed) == options
    assert sorted(options) == sorted({*offered(asked, 0)})
    assert len(options) <= 8


@settings(deadline=None)
@given(written=questions("one", "order"), seed=seeds)
def test_an_order_never_stands_right_on_the_screen(written: dict[str, Any], seed: int) -> None:
    assert offered(question(**written), seed) != tuple(written["items"])


@pytest.mark.parametrize(
    ("text", "positions"),
    [
        ("A", (0,)),
        ("a, c", (0, 2)),
        ("AC", (0, 2)),
        ("c;a", (2, 0)),
        ("A & D", (0, 3)),
        ("A+B/C.D", (0, 1, 2, 3)),
        ("d > c → b - a", (3, 2, 1, 0)),
        ("aa", (0, 0)),
        ("a\nb", (0, 1)),
        ("Ａ, Ｂ", (0, 1)),
    ],
)
def test_labels_can_be_typed_together(text: str, positions: tuple[int, ...]) -> None:
    assert labels_in(text, 4) == positions


@pytest.mark.parametrize(
    "text", ["", " ", ",", "E", "A and B", "1", "Alba", "a?", "가", "ABCDABCDA", "A" * 5000]
)
def test_what_is_no_label_names_no_option(text: str) -> None:
    assert labels_in(text, 4) is None


@given(text=st.text(), offers=st.integers(0, 8))
def test_labels_are_read_or_refused_and_never_raise(text: str, offers: int) -> None:
    positions = labels_in(text, offers)

    assert positions is None or (positions and all(0 <= one < offers for one in positions))
