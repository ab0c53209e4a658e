"""Which replies are right, how nearly, and what is said to those that are not."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import Verdict
from bot.core.course import Choice, Choices, Matching, Ordering, Question, TextTyped
from bot.core.grading import Grade, after_hints, certainty_mark, grade, is_partial, verdict
from bot.core.offers import offered
from bot.core.screens.gallery import replies
from tests.authors import TYPES, numbers, questions, tolerances
from tests.school import CLAIM, COURSE_OF_IT, EVERY_TYPE, NAME, WHAT_IS_WHERE, question

ASKED = {one["id"]: question(**one) for one in EVERY_TYPE}
RISES, BANKS, SALTY, LENGTH = (ASKED[id_] for id_ in ("rises", "banks", "salty", "length"))
SPRING, MILL, BRIDGE, SEA = COURSE_OF_IT["items"]
OFFERING = tuple(one for one in TYPES if one not in ("number", "text"))
any_question = questions("any").map(lambda written: question(**written))


def number(**fields: Any) -> Any:
    asked = {"id": "n", "type": "number", "ask": "How many?", "why": "So many.", "source": ["¶1"]}
    return question(**asked, **fields)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("In the north",), Grade(1.0)),
        (("In the south",), Grade(0.0, ("The south is where it ends.",))),
        (("At sea",), Grade(0.0, ("Rivers end there.",))),
        (("in the north",), Grade(0.0)),
        (("Nowhere",), Grade(0.0)),
        (("In the north", "At sea"), Grade(0.0, ("Rivers end there.",))),
        ((), Grade(0.0)),
    ],
)
def test_a_choice_is_right_when_its_right_option_is_taken(
    reply: tuple[str, ...], expected: Grade
) -> None:
    assert grade(RISES, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("Alba", "Brin"), Grade(1.0)),
        (("Brin", "Alba"), Grade(1.0)),
        (("Alba",), Grade(0.5)),
        (("Alba", "Brin", "Dorn"), Grade(0.5)),
        (("Alba", "Dorn"), Grade(0.0)),
        (("Dorn",), Grade(0.0)),
        (("Alba", "Brin", "Cole"), Grade(0.5, ("Cole stands on a hill.",))),
        (("Alba", "Brin", "Cole", "Dorn"), Grade(0.0, ("Cole stands on a hill.",))),
        (("Alba", "Brin", "Elsewhere"), Grade(0.0)),
        ((), Grade(0.0)),
    ],
)
def test_what_fits_adds_its_share_and_what_does_not_takes_one_off(
    reply: tuple[str, ...], expected: Grade
) -> None:
    assert grade(BANKS, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("false",), Grade(1.0)),
        (("true",), Grade(0.0, ("Only the sea is.",))),
        (("False",), Grade(0.0, ("Only the sea is.",))),
        ((), Grade(0.0, ("Only the sea is.",))),
    ],
)
def test_a_statement_is_accepted_or_rejected(reply: tuple[str, ...], expected: Grade) -> None:
    assert grade(SALTY, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("beyond",), Grade(1.0)),
        (("guide",), Grade(0.0, ("The guide does not say so.",))),
        (("Beyond the guide",), Grade(0.0)),
        (("beyond", "guide"), Grade(0.0)),
        ((), Grade(0.0)),
    ],
)
def test_a_claim_is_the_voice_s_that_makes_it(reply: tuple[str, ...], expected: Grade) -> None:
    assert grade(question(**CLAIM), reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("130", Grade(1)),
        ("128", Grade(1)),
        ("132 km", Grade(1)),
        ("127.999999999", Grade(0)),
        ("132.000000001", Grade(0)),
        ("13", Grade(0, ("A nought is missing.",))),
        ("13.0", Grade(0, ("A nought is missing.",))),
        ("13.1", Grade(0)),
        ("long", Grade(0)),
    ],
)
def test_a_number_is_right_up_to_its_tolerance(reply: str, expected: Grade) -> None:
    assert grade(LENGTH, (reply,)) == expected


@pytest.mark.parametrize(
    ("reply", "mark"), [("4.8", 1), ("4.9", 1), ("5", 1), ("4.79", 0), ("5.01", 0)]
)
def test_a_number_is_right_within_its_range_to_both_ends(reply: str, mark: int) -> None:
    asked = number(answer="4.82", range=["4.8", "5"])

    assert grade(asked, (reply,)) == Grade(mark)


@settings(max_examples=50, deadline=None)
@given(written=numbers, tolerance=tolerances, off=numbers)
def test_the_tolerance_is_exact_at_its_border(written: str, tolerance: str, off: str) -> None:
    asked = number(answer=written, tolerance=tolerance)
    a_hair = Decimal("0.000000001")
    answer, far = Decimal(written), Decimal(tolerance)
    border = (answer + far, answer - far, answer, answer + far + a_hair, answer - far - a_hair)
    readable = [one for one in border if abs(one) < 10**15]

    marks = [grade(asked, (f"{one:f}",)).mark for one in readable]

    assert marks == [float(abs(one - answer) <= far) for one in readable]
    assert grade(asked, (off,)).is_right == (abs(Decimal(off) - answer) <= far)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("두만강", Grade(1)),
        ("TUMEN  RIVER", Grade(1)),
        ("Tumen-River", Grade(1)),
        ("Tumen Rivr", Grade(1)),  # its free try is not the grade's business
        ("압록강", Grade(0, ("That one flows west.",))),
        ("In Alba", Grade(0)),
        ("", Grade(0)),
    ],
)
def test_a_name_is_right_in_each_of_its_forms(reply: str, expected: Grade) -> None:
    assert grade(question(**NAME), (reply,)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"), [("Tumen River", "right"), ("Tumen Rivr", "almost"), ("Nile", "wrong")]
)
def test_how_near_a_name_comes_is_known_before_it_is_graded(typed: str, expected: str) -> None:
    asked = question(**NAME)
    assert isinstance(asked, TextTyped)

    assert verdict(asked, typed) is Verdict(expected)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ((SPRING, MILL, BRIDGE, SEA), Grade(1.0)),
        ((SPRING, BRIDGE, MILL, SEA), Grade(0.5, ("Water flows down.",))),
        ((SPRING, BRIDGE, SEA, MILL), Grade(0.25, ("Water flows down.",))),
        ((SEA, BRIDGE, MILL, SPRING), Grade(0.0, ("Water flows down.",))),
        ((SPRING, MILL, BRIDGE), Grade(0.0, ("Water flows down.",))),
        ((SPRING, MILL, BRIDGE, SEA, SEA), Grade(0.0, ("Water flows down.",))),
        ((), Grade(0.0, ("Water flows down.",))),
    ],
)
def test_each_entry_in_its_place_earns_its_share(reply: tuple[str, ...], expected: Grade) -> None:
    assert grade(question(**COURSE_OF_IT), reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("In Alba", "In Brin", "In Alba"), Grade(1.0)),
        (("In Alba", "In Cole", "In Alba"), Grade(2 / 3)),
        (("In Cole", "In Brin", "In Brin"), Grade(1 / 3, ("It is the mill of Alba.",))),
        (("In Brin", "In Alba", "In Brin"), Grade(0.0, ("It is the mill of Alba.",))),
        (("In Alba", "In Brin"), Grade(0.0)),
        ((), Grade(0.0)),
    ],
)
def test_each_pair_earns_its_share(reply: tuple[str, ...], expected: Grade) -> None:
    assert grade(question(**WHAT_IS_WHERE), reply) == expected


def test_where_several_are_taken_or_arranged_a_reply_can_be_partly_right() -> None:
    assert {id_ for id_, one in ASKED.items() if is_partial(one)} == {
        "banks",
        "course-of-it",
        "what-is-where",
    }


@pytest.mark.parametrize(
    ("mark", "hints", "penalty", "left"),
    [
        (1.0, 0, "0.25", 1.0),
        (1.0, 1, "0.25", 0.75),
        (1.0, 2, "0.25", 0.5),
        (0.5, 3, "0.25", 0.0),
        (0.0, 1, "0.25", 0.0),
        (1.0, 3, "0", 1.0),
        (1.0, 1, "1", 0.0),
    ],
)
def test_each_hint_takes_its_penalty_off_and_no_mark_is_below_nought(
    mark: float, hints: int, penalty: str, left: float
) -> None:
    asked = number(answer="1", penalty=penalty)

    assert after_hints(asked, mark, hints) == left


def test_unless_the_author_says_otherwise_a_hint_costs_a_third_and_three_cost_all() -> None:
    asked = number(answer="1")

    left = [after_hints(asked, 1.0, hints) for hints in range(4)]

    assert left == [1.0, pytest.approx(2 / 3, abs=1e-6), pytest.approx(1 / 3, abs=1e-6), 0.0]


def test_certainty_marks_are_moodle_s() -> None:
    table = {
        is_right: [certainty_mark(float(is_right), sure, is_right=is_right) for sure in (1, 2, 3)]
        for is_right in (True, False)
    }

    assert table == {True: [1, 2, 3], False: [0, -2, -6]}


@pytest.mark.parametrize(
    ("mark", "is_right", "expected"),
    [(0.5, False, 1.5), (0.25, True, 0.75), (0.0, True, 0.0)],
)
def test_a_part_of_the_mark_has_its_part_of_the_certainty_mark(
    mark: float, is_right: bool, expected: float
) -> None:
    """Whoever was right after hints that took all of the mark is not punished for it."""
    assert certainty_mark(mark, 3, is_right=is_right) == expected


@settings(max_examples=50, deadline=None)
@given(mark=st.floats(0, 1), hints=st.integers(0, 3), asked=any_question)
def test_a_hint_never_raises_a_mark(mark: float, hints: int, asked: Question) -> None:
    left = [after_hints(asked, mark, count) for count in range(hints + 1)]

    assert left == sorted(left, reverse=True)
    assert 0 <= left[-1] <= left[0] <= mark


def reordered(data: st.DataObject, asked: dict[str, Any]) -> dict[str, Any]:
    """The same question with what it offers in another order, where that is no other question."""
    keys = {"options", "distractors", "voices", "pairs"} & asked.keys()
    return asked | {key: data.draw(st.permutations(asked[key])) for key in keys}


def a_reply(data: st.DataObject, asked: Question) -> tuple[str, ...]:
    """What a student may hand in: of what is offered, or typed."""
    options = offered(asked, data.draw(st.integers(0, 99)))
    match asked:
        case Choices():
            return tuple(data.draw(st.lists(st.sampled_from(options), unique=True)))
        case Ordering():
            return tuple(data.draw(st.permutations(options)))
        case Matching():
            return tuple(data.draw(st.sampled_from(options)) for _ in asked.pairs)
        case _ if options:
            return (data.draw(st.sampled_from(options)),)
        case _:
            return data.draw(st.sampled_from([*replies(asked), ("x",), ("12",)]))


@settings(max_examples=50, deadline=None)
@given(written=questions("any", *(one for one in TYPES if one != "match")), data=st.data())
def test_the_order_in_which_options_are_written_changes_no_grade(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked, turned = question(**written), question(**reordered(data, written))
    reply = a_reply(data, asked)

    one, other = grade(asked, reply), grade(turned, reply)

    assert (one.mark, sorted(one.because)) == (other.mark, sorted(other.because))
    assert asked.version == turned.version


@settings(max_examples=50, deadline=None)
@given(written=questions("any", "match"), data=st.data())
def test_items_in_another_order_are_matched_as_well(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked, turned = question(**written), question(**reordered(data, written))
    assert isinstance(asked, Matching)
    assert isinstance(turned, Matching)
    taken = dict(zip((one.item for one in asked.pairs), a_reply(data, asked), strict=True))

    marks = [
        grade(one, tuple(taken[pair.item] for pair in one.pairs)).mark for one in (asked, turned)
    ]

    assert marks[0] == marks[1]


@settings(max_examples=50, deadline=None)
@given(written=questions("any", "choices"), data=st.data())
def test_ticks_in_another_order_earn_the_same(written: dict[str, Any], data: st.DataObject) -> None:
    asked = question(**written)
    reply = a_reply(data, asked)

    assert grade(asked, reply) == grade(asked, tuple(data.draw(st.permutations(reply))))


@settings(max_examples=50, deadline=None)
@given(asked=any_question, data=st.data())
def test_a_mark_lies_between_nought_and_one_and_is_the_same_each_time(
    asked: Question, data: st.DataObject
) -> None:
    reply = a_reply(data, asked)

    judged = grade(asked, reply)

    assert 0 <= judged.mark <= 1
    assert judged.is_right == (judged.mark == 1)
    assert judged.mark in (0, 1) or is_partial(asked)
    assert grade(asked, reply) == judged


@settings(max_examples=50, deadline=None)
@given(asked=any_question)
def test_the_key_is_right_and_earns_the_whole_mark(asked: Question) -> None:
    right, *_ = replies(asked)

    assert grade(asked, right) == Grade(1.0, grade(asked, right).because)


@settings(max_examples=50, deadline=None)
@given(written=questions("any", *OFFERING), data=st.data())
def test_only_the_whole_key_earns_the_whole_mark(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked = question(**written)
    key, *_ = replies(asked)
    reply = a_reply(data, asked)

    is_key = sorted(reply) == sorted(key) if isinstance(asked, Choices) else reply == key

    assert grade(asked, reply).is_right == is_key


@settings(max_examples=50, deadline=None)
@given(written=questions("any", "choices"))
def test_who_ticks_everything_earns_nothing(written: dict[str, Any]) -> None:
    asked = question(**written)

    assert grade(asked, offered(asked, 1)).mark == 0


@settings(max_examples=50, deadline=None)
@given(asked=any_question, reply=st.lists(st.text(), max_size=9))
def test_junk_is_judged_and_never_raises(asked: Question, reply: list[str]) -> None:
    judged = grade(asked, tuple(reply))

    assert 0 <= judged.mark <= 1
    assert judged.is_right == (judged.mark == 1)


@settings(max_examples=50, deadline=None)
@given(written=questions("any", "choice", "choices"), data=st.data())
def test_of_options_exactly_the_right_ones_are_right(
    written: dict[str, Any], data: st.DataObject
) -> None:
    asked = question(**written)
    assert isinstance(asked, Choice | Choices)
    texts = [option.text for option in asked.options]
    taken = data.draw(st.lists(st.sampled_from(texts), unique=True))

    judged = grade(asked, tuple(taken))

    right = [option.text for option in asked.options if option.is_right]
    assert judged.is_right == (sorted(taken) == sorted(right))
    assert judged.because == tuple(
        option.because for option in asked.options if option.text in taken and option.because
    )
