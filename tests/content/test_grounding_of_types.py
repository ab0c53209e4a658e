"""What claims, typed words, orders and matches rest on; and the hints that say too much."""

import shutil
from pathlib import Path

import pytest

from bot.content import load

GOOD = Path(__file__).parents[1] / "broken" / "good"
TEXT = "type: text\nask: Which town?\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "course")
    return tmp_path / "course"


def told(
    course: Path, question: str, *, source: str = "¶3", facts: str = "harvest-good"
) -> list[str]:
    """What is said of a question with these keys."""
    keys = question + f"why: It is so.\nsource: [{source}]\n"
    keys += f"facts: [{facts}]\n" if facts else ""
    written = keys.replace("\n", "\n    ").rstrip(" ")
    (course / "quizzes/gaps.yaml").write_text(
        f"module: gaps\nquestions:\n  - id: gap-first\n    {written}"
    )
    return [one.what for one in load(course).problems]


def test_a_claim_is_its_voices_whatever_the_ledger_wants_named(course: Path) -> None:
    claim = "type: voice\nask: Twenty new mills are wanted.\nanswer: kim\n"

    assert told(course, claim, facts="harvest-twenty") == []


def test_a_claim_from_a_source_without_facts_needs_none(course: Path) -> None:
    claim = "type: voice\nask: Oats grew in 1962.\nanswer: author\n"

    assert told(course, claim, source="ctx-01", facts="") == []
    assert told(course, claim, source="¶3, ctx-01") == [
        'number "1962" of the right answer stands in no fact here'
    ]


@pytest.mark.parametrize("accept", ["Haeju", "해주시, Haeju", "Wonsan, Haeju", "the town", "haeju"])
def test_one_form_in_the_facts_is_enough(course: Path, accept: str) -> None:
    assert told(course, f"{TEXT}accept: [{accept}]\n") == []


def test_where_no_form_is_in_the_facts_the_first_is_told(course: Path) -> None:
    assert told(course, f"{TEXT}accept: [Wonsan, Hamhung]\n") == [
        'name "Wonsan" of the right answer stands in no fact here'
    ]


@pytest.mark.parametrize("key", ["term: haeju", "accept: [Wonsan-si]\nkind: romanization"])
def test_a_term_and_a_spelling_rest_on_no_fact(course: Path, key: str) -> None:
    assert told(course, f"{TEXT}{key}\n", facts="") == []
    assert told(course, f"{TEXT}{key}\n") == []


ORDER = "type: order\nask: What came first?\nitems: [The harvest, The war of 1950, The mills]\n"


def test_an_order_with_parts_from_elsewhere_needs_no_ground(course: Path) -> None:
    assert told(course, ORDER) == ['number "1950" of the right answer stands in no fact here']
    assert told(course, ORDER, source="¶3, ctx-01") == []


def match(first: str, match_: str, more: str = "") -> str:
    return (
        f"type: match\nask: What belongs together?\npairs:\n"
        f"  - item: {first}\n    match: {match_}\n  - item: Something\n    match: else\n{more}"
    )


def test_a_term_to_be_matched_rests_on_the_glossary(course: Path) -> None:
    assert told(course, match("살림집", "a home")) == []
    assert told(course, match("연극", "a play")) == [
        'name "연극" of the right answer stands in no fact here'
    ]


def test_an_item_may_say_whose_claim_it_is(course: Path) -> None:
    assert told(course, match("Mills", "twenty"), facts="harvest-twenty") == [
        'the question does not say whose claim "harvest-twenty" is'
    ]
    assert told(course, match("What Kim wants", "twenty mills"), facts="harvest-twenty") == []


@pytest.mark.parametrize("distractor", ["mills", "thirty new mills"])
def test_a_distractor_that_no_fact_says_of_an_item_is_no_mistake(
    course: Path, distractor: str
) -> None:
    question = match("Haeju, as Kim wants it", "a town", f"distractors: [{distractor}]\n")

    assert told(course, question, facts="harvest-twenty") == []


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("type: number\nask: How many?\nanswer: 21\n", "Look at the one before page 22."),
        ("type: number\nask: How many?\nanswer: 1\n", "One of the two gaps is smaller."),
        (f"{TEXT}term: haeju\n", "It ends in 시."),
        ("type: voice\nask: It was good.\nanswer: author\n", "Kim does not say it."),
        ("type: true_false\nask: It was good.\nanswer: true\n", "It was good, wasn't it?"),
        (match("rice", "plain"), "Rice needs water."),
        (ORDER.replace(" of 1950", ""), "The harvest comes first."),
    ],
)
def test_a_hint_may_say_where_to_look(course: Path, question: str, hint: str) -> None:
    assert told(course, f'{question}hints: ["{hint}"]\n', source="¶1", facts="") == []
