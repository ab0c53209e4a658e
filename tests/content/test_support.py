"""Whether a fact says what an option says."""

import pytest

from bot.content.support import supports
from bot.core.course import Fact


def fact(claim: str, *holds: str) -> Fact:
    return Fact.model_validate(
        {"fact": "it", "place": ["¶1"], "voice": "kim", "claim": claim, "holds": holds}
    )


@pytest.mark.parametrize(
    ("claim", "option"),
    [
        ("Better goods come from the counties.", "Goods from counties"),
        ("Twenty mills are built in a year.", "20 mills in a year"),
        ("He wants more *consumer* goods.", "Consumer goods"),
        ("The matter was solved. He does not say how.", "The matter was solved, all of it"),
    ],
)
def test_a_fact_supports_what_it_says_in_other_order_and_dress(claim: str, option: str) -> None:
    is_all = supports(fact(claim, "all"), option)

    assert is_all


@pytest.mark.parametrize(
    ("claim", "option"),
    [
        ("Better goods come from the counties.", "Goods from abroad"),
        ("Twenty mills are built in ten years.", "20 years"),
        ("Twenty mills are built in ten years.", "Ten mills"),
        ("He does not name the county.", "He names the county"),
        ("He names the county.", "He never names the county"),
        ("He names the county.", "He doesn’t name the county"),
        ("Fish and poultry are named.", "Fish"),
        ("It is so.", "It is so, and so on"),
    ],
)
def test_a_fact_does_not_support_what_only_sounds_like_it(claim: str, option: str) -> None:
    assert not supports(fact(claim), option)


def test_what_a_fact_holds_counts_as_said() -> None:
    assert supports(fact("It is so.", "the Party and the state"), "Party and state")


def test_a_single_word_is_enough_where_it_is_told_to_be() -> None:
    assert supports(fact("Fish and poultry are named."), "Fish", at_least=1)
    assert not supports(fact("It is so."), "It is", at_least=1)
