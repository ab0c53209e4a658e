"""The types of questions that are typed, arranged or ask for a voice: their models."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.course import (
    Glossary,
    Matching,
    NumberTyped,
    Ordering,
    Question,
    TermId,
    TextTyped,
    WhoseClaim,
    answering,
    bound,
    right_answers,
)
from tests.school import (
    CLAIM,
    COURSE_OF_IT,
    EVERY_TYPE,
    HINTS,
    NAME,
    RIVER_QUESTIONS,
    RIVERS,
    WHAT_IS_WHERE,
    module,
    question,
)

LENGTH = RIVER_QUESTIONS[3]
TERM: dict[str, Any] = {
    "term": "labour",
    "hangul": "로동",
    "south": "노동",
    "hanja": "勞動",
    "rr": "rodong / nodong",
    "mr": "rodong / nodong",
    "latin": "Rodong",
    "english": "labour",
    "definition": "Work.",
    "certainty": "high",
}
GLOSSARY = {TermId(one.term): one for one in Glossary.model_validate({"terms": [TERM]}).terms}
VERSIONS = {
    "claim": "df88dced7ec5",
    "name": "7ef71d696929",
    "course-of-it": "ec1931c0965b",
    "what-is-where": "1f23e58827a6",
}


def reason(error: ValidationError) -> str:
    """What the first mistake says."""
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def typed(**fields: Any) -> TextTyped:
    """The question after the name, knowing the glossary and no other question."""
    kept = {key: value for key, value in NAME.items() if key not in ("accept", "mistakes")}
    (known,) = bound([question(**kept, **fields)], {}, GLOSSARY)
    assert isinstance(known, TextTyped)
    return known


@pytest.mark.parametrize(
    ("asked", "changed", "said"),
    [
        (
            CLAIM,
            {"voices": ["guide", "atlas"]},
            '"beyond" is the answer, but no choice; add it to voices',
        ),
        (
            CLAIM,
            {"mistakes": [{"voice": "beyond", "because": "No."}]},
            "beyond is listed as a mistake, but it is the answer; remove it",
        ),
        (
            LENGTH,
            {"range": ["128", "132"]},
            "there is a tolerance and a range; keep one of them",
        ),
        (
            LENGTH,
            {"tolerance": "0", "range": ["132", "128"]},
            "the range ends before it begins; write the smaller number first",
        ),
        (
            LENGTH,
            {"tolerance": "0", "range": ["131", "132"]},
            "the answer 130 lies outside the range; widen it",
        ),
        (
            LENGTH,
            {
                "tolerance": "0",
                "range": ["100", "140"],
                "mistakes": [{"number": "100", "because": "No."}],
            },
            (
                "100 is listed as a mistake, but it counts as right; "
                "remove it, or make the tolerance or range smaller"
            ),
        ),
        (
            NAME,
            {"accept": []},
            (
                "nothing counts as right; add accept with the right forms, or term with the id "
                "of a term"
            ),
        ),
        (
            COURSE_OF_IT,
            {"items": ["The spring", "The sea", "The spring"]},
            "The spring stands in the order twice; make the entries differ",
        ),
        (
            WHAT_IS_WHERE,
            {"pairs": [{"item": "A", "match": "1"}, {"item": "A", "match": "2"}]},
            "A is to be matched twice; make the items differ",
        ),
        (
            WHAT_IS_WHERE,
            {"pairs": [{"item": "A", "match": "1"}, {"item": "B", "match": "1"}]},
            "all items have the same match; give at least two of them others",
        ),
        (
            WHAT_IS_WHERE,
            {"distractors": ["In Alba"]},
            "In Alba is a choice already; remove it from distractors",
        ),
        (
            WHAT_IS_WHERE,
            {"distractors": ["In Cole", "In Cole"]},
            "In Cole is a choice already; remove it from distractors",
        ),
        (
            WHAT_IS_WHERE,
            {"distractors": [f"In D{number}" for number in range(7)]},
            "there are more than 8 choices; leave out some distractors",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    asked: dict[str, Any], changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        question(**{**asked, **changed})

    assert reason(caught.value) == said


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (COURSE_OF_IT, {"items": ["The spring", "The sea"]}),
        (COURSE_OF_IT, {"items": [f"Place {number}" for number in range(9)]}),
        (WHAT_IS_WHERE, {"pairs": [{"item": "A", "match": "1"}]}),
        (WHAT_IS_WHERE, {"pairs": [{"item": str(n), "match": str(n)} for n in range(9)]}),
        (CLAIM, {"voices": ["beyond", *(f"v{number}" for number in range(8))]}),
        (LENGTH, {"tolerance": "0", "range": ["130"]}),
        (LENGTH, {"tolerance": "0", "range": ["129", "130", "131"]}),
        (LENGTH, {"hints": ["One.", "Two.", "Three.", "Four."]}),
        (LENGTH, {"penalty": "1.5"}),
        (LENGTH, {"penalty": "-0.1"}),
        (NAME, {"kind": "spelling"}),
    ],
)
def test_what_is_too_few_or_too_many_is_refused(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError):
        question(**{**asked, **changed})


def test_a_question_offers_the_voices_of_the_course_by_name_unless_it_names_some() -> None:
    all_of_them, two = question(**CLAIM), question(**CLAIM, voices=["beyond"])

    assert isinstance(all_of_them, WhoseClaim)
    assert isinstance(two, WhoseClaim)
    assert (all_of_them.offered, two.offered) == (("guide", "beyond"), ("beyond",))
    assert all_of_them.name("beyond") == "Beyond the guide"
    assert right_answers(all_of_them) == ("Beyond the guide",)


def test_a_range_counts_from_end_to_end_and_a_tolerance_on_both_sides() -> None:
    asked = {**LENGTH, "mistakes": []}
    tolerant = question(**asked)
    ranging = question(**{**asked, "tolerance": "0", "range": ["120", "130"]})

    assert isinstance(tolerant, NumberTyped)
    assert isinstance(ranging, NumberTyped)
    assert tolerant.counting == (Decimal(128), Decimal(132))
    assert ranging.counting == (Decimal(120), Decimal(130))


@pytest.mark.parametrize(
    ("fields", "forms"),
    [
        ({"accept": ["work", "toil"]}, ("work", "toil")),
        ({"term": "labour"}, ("로동", "노동", "勞動", "rodong", "nodong", "Rodong")),
        (
            {"accept": ["labour", "노동"], "term": "labour"},
            ("labour", "노동", "로동", "勞動", "rodong", "nodong", "Rodong"),
        ),
        ({"term": "labour", "kind": "romanization"}, ("rodong", "nodong")),
        ({"term": "gone", "accept": ["work"]}, ("work",)),
    ],
)
def test_what_counts_are_the_forms_written_and_those_of_the_term(
    fields: dict[str, Any], forms: tuple[str, ...]
) -> None:
    asked = typed(**fields)

    assert asked.forms == forms
    assert right_answers(asked) == forms[:1]


def test_what_answers_other_questions_of_the_module_is_never_nearly_right() -> None:
    rivers = module(RIVERS, [NAME, CLAIM, COURSE_OF_IT, WHAT_IS_WHERE])

    name = rivers.question("name")

    assert isinstance(name, TextTyped)
    assert name.others == (
        "압록강",
        "The spring",
        "The mill",
        "The bridge",
        "The sea",
        "A mill",
        "A bridge",
        "A tower",
        "In Alba",
        "In Brin",
        "In Cole",
    )


def test_every_choice_of_a_match_is_offered_once() -> None:
    asked = question(**WHAT_IS_WHERE)

    assert isinstance(asked, Matching)
    assert asked.choices == ("In Alba", "In Brin", "In Cole")
    assert right_answers(asked) == ("A mill: In Alba", "A bridge: In Brin", "A tower: In Alba")


def test_the_key_of_an_order_is_the_order_written() -> None:
    asked = question(**COURSE_OF_IT)

    assert isinstance(asked, Ordering)
    assert right_answers(asked) == ("The spring", "The mill", "The bridge", "The sea")
    assert answering(asked) == asked.items


def test_a_hint_takes_a_third_off_unless_the_author_says_otherwise() -> None:
    usual, cheap = question(**LENGTH, **HINTS), question(**LENGTH, **HINTS, penalty="0.1")

    assert (usual.penalty, cheap.penalty) == (Decimal("0.3333333"), Decimal("0.1"))
    assert usual.hints == ("It is *cold* there.", "Look at the map.")


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (CLAIM, {"answer": "guide", "mistakes": []}),
        (CLAIM, {"voices": ["guide", "beyond"]}),
        (LENGTH, {"tolerance": "0", "range": ["128", "132"]}),
        (NAME, {"accept": ["두만강"]}),
        (NAME, {"kind": "romanization"}),
        (COURSE_OF_IT, {"items": COURSE_OF_IT["items"][::-1]}),
        (WHAT_IS_WHERE, {"distractors": []}),
        (WHAT_IS_WHERE, {"pairs": WHAT_IS_WHERE["pairs"][:2]}),
    ],
)
def test_a_question_judged_otherwise_is_another_version(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert question(**asked).version != question(**(asked | changed)).version


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (CLAIM, {"mistakes": []}),
        (CLAIM, HINTS),
        (NAME, {"accept": NAME["accept"][::-1]}),
        (NAME, {"mistakes": []}),
        (COURSE_OF_IT, {"because": None}),
        (COURSE_OF_IT, {"penalty": "0"}),
        (WHAT_IS_WHERE, {"pairs": WHAT_IS_WHERE["pairs"][::-1]}),
    ],
)
def test_what_does_not_change_the_key_keeps_the_version(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert question(**asked).version == question(**(asked | changed)).version


def test_the_versions_of_these_types_stay_the_same_from_one_release_to_the_next() -> None:
    asked: list[Question] = [question(**one) for one in EVERY_TYPE[4:]]

    assert {one.id: one.version for one in asked} == VERSIONS
