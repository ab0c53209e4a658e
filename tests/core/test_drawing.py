"""Which questions a quiz asks, and in which order."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.course import Module, QuestionId
from bot.core.drawing import drawn, interleaved
from tests.school import HILLS, RIVERS, module


def deck(name: str, count: int) -> Module:
    """A module with so many questions: a0, a1, …"""
    asked = [
        {
            "id": f"{name}{at}",
            "type": "true_false",
            "ask": "So?",
            "answer": "true",
            "why": "So.",
            "source": ["¶1"],
        }
        for at in range(count)
    ]
    return module({**(RIVERS if name == "a" else HILLS), "module": name}, asked)


A, B = deck("a", 6), deck("b", 3)
ALL = tuple(QuestionId(one.id) for one in (*A.questions, *B.questions))
seeds = st.integers(0, 2**63 - 1)
sizes = st.lists(st.integers(0, 6), max_size=4)


@st.composite
def banks(draw: st.DrawFn) -> tuple[Module, ...]:
    return tuple(deck("pqrs"[at], count) for at, count in enumerate(draw(sizes)))


def test_without_a_number_all_are_asked_in_the_order_written() -> None:
    assert drawn((A, B), None, {}, 1) == ALL
    assert drawn((B, A), None, {ALL[0]: 9}, 2) == (*ALL[6:], *ALL[:6])


def test_those_asked_least_often_are_drawn_first() -> None:
    asked = dict.fromkeys(ALL, 2) | {ALL[4]: 0, ALL[7]: 1, ALL[1]: 1}

    draws = {drawn((A, B), 3, asked, seed) for seed in range(50)}

    assert draws == {(ALL[4], ALL[1], ALL[7]), (ALL[4], ALL[7], ALL[1])}


def test_who_has_drawn_often_enough_has_been_asked_everything() -> None:
    asked: Counter[QuestionId] = Counter()

    for seed in range(3):
        asked.update(drawn((A, B), 3, asked, seed))

    assert asked == Counter(ALL)


def test_chance_decides_among_those_asked_equally_often() -> None:
    firsts = Counter(drawn((A, B), 1, {}, seed)[0] for seed in range(900))

    assert set(firsts) == set(ALL)
    assert min(firsts.values()) > 60


@given(modules=banks(), count=st.integers(1, 30), seed=seeds, data=st.data())
def test_a_draw_holds_no_question_twice_and_not_more_than_wanted_and_can_be_made_again(
    modules: tuple[Module, ...], count: int, seed: int, data: st.DataObject
) -> None:
    there = [QuestionId(one.id) for each in modules for one in each.questions]
    asked = {one: data.draw(st.integers(0, 3)) for one in there}

    draw = drawn(modules, count, asked, seed)

    assert len(set(draw)) == len(draw) == min(count, len(there))
    assert set(draw) <= set(there)
    assert drawn(modules, count, asked, seed) == draw
    left = [asked[one] for one in there if one not in draw]
    assert max((asked[one] for one in draw), default=0) <= min(left, default=3)


@pytest.mark.parametrize("seed", range(5))
def test_neighbours_come_from_different_modules_as_long_as_there_are_two(seed: int) -> None:
    order = interleaved((A, B), ALL, seed)

    assert "".join(one[0] for one in order) == "ababababa"[:7] + "aa"


@given(modules=banks(), seed=seeds, data=st.data())
def test_interleaving_keeps_all_that_was_drawn_and_parts_what_can_be_parted(
    modules: tuple[Module, ...], seed: int, data: st.DataObject
) -> None:
    there = [QuestionId(one.id) for each in modules for one in each.questions]
    chosen = data.draw(st.lists(st.sampled_from(there), unique=True)) if there else []

    order = interleaved(modules, chosen, seed)

    assert sorted(order) == sorted(chosen)
    assert interleaved(modules, chosen, seed) == order
    counts = Counter(one[0] for one in order)
    most = max(counts.values(), default=0)
    together = sum(one[0] == two[0] for one, two in pairwise(order))
    assert together == max(0, most - (len(order) - most) - 1)


def test_two_walks_are_not_interleaved_alike() -> None:
    assert len({interleaved((A, B), ALL, seed) for seed in range(9)}) > 5
