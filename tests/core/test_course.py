"""The format of a course: what its models admit, and what they make of it."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.course import (
    Choice,
    Citation,
    Course,
    Lesson,
    NumberTyped,
    Option,
    Outline,
    Page,
    Paragraph,
    Question,
    Source,
    WrongNumber,
    right_answers,
)
from tests.school import HILLS, OUTLINE, RIVER_QUESTIONS, RIVERS, course, question

RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
VERSIONS = ["8ffa5a9c7dec", "65db29d87cdc", "04d56bf7ae5c", "cce10b6d64e4"]


def reason(error: ValidationError) -> str:
    """What the first mistake says."""
    return error.errors()[0]["msg"].removeprefix("Value error, ")


def test_a_paragraph_is_a_voice_a_text_and_its_sources() -> None:
    paragraph = Paragraph.model_validate({"kim": "It *rises*. [¶19,  ctx-05 ,]  "})

    assert paragraph == Paragraph.model_construct(
        voice="kim", text="It *rises*.", source=("¶19", "ctx-05")
    )


def test_only_the_last_brackets_of_a_paragraph_are_its_sources() -> None:
    paragraph = Paragraph.model_validate({"kim": "A [link](https://x.example/) [sic] here. [¶1]"})

    assert paragraph.text == "A [link](https://x.example/) [sic] here."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"kim": "No source."}, "the paragraph names no source; end it with one, as in [¶19]"),
        ({"kim": "Empty. []"}, "the paragraph names no source; end it with one, as in [¶19]"),
        ({"kim": "Empty. [ ]"}, "the paragraph names no source; end it with one, as in [¶19]"),
        (
            {"kim": "In the middle [¶1] only."},
            "the paragraph names no source; end it with one, as in [¶19]",
        ),
        (
            {"kim": None},
            "the paragraph's text is missing; write it as in `- voice: The text. [¶19]`",
        ),
        (
            {"kim": "A. [¶1]", "kcna": "B. [¶2]"},
            "a paragraph is one voice and its text; write `- voice: The text. [¶19]`",
        ),
        ({}, "a paragraph is one voice and its text; write `- voice: The text. [¶19]`"),
        (
            "A text. [¶1]",
            "a paragraph is one voice and its text; write `- voice: The text. [¶19]`",
        ),
    ],
)
def test_a_paragraph_without_a_voice_a_text_or_a_source_is_refused(
    written: object, said: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        Paragraph.model_validate(written)

    assert reason(caught.value) == said


def test_a_paragraph_of_nothing_but_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        Paragraph.model_validate({"kim": " [¶1]"})


def test_an_option_is_right_or_wrong() -> None:
    assert Option.model_validate({"right": " yes "}) == Option.model_construct(
        text="yes", is_right=True, because=None
    )
    assert Option.model_validate({"wrong": "no", "because": "So."}) == Option.model_construct(
        text="no", is_right=False, because="So."
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("yes", 'an option is more than a text; write "- right: …" or "- wrong: …"'),
        ({"because": "So."}, "an option is right or wrong; write right: or wrong: once in each"),
        (
            {"right": "a", "wrong": "b"},
            "an option is right or wrong; write right: or wrong: once in each",
        ),
        ({"right": "a", "why": "b"}, 'unknown key "why"; use right, wrong or because'),
    ],
)
def test_an_option_that_is_neither_is_refused(written: object, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Option.model_validate(written)

    assert reason(caught.value) == said


def options(*right: bool) -> list[dict[str, str]]:
    return [
        {"right" if is_right else "wrong": f"option {number}"}
        for number, is_right in enumerate(right)
    ]


@pytest.mark.parametrize(
    ("asked", "right", "fits"),
    [
        (RISES, (True, False), True),
        (RISES, (False, True, *[False] * 6), True),
        (RISES, (False, False), False),
        (RISES, (True, True), False),
        (RISES, (True,), False),
        (RISES, (True, *[False] * 8), False),
        (RISES, (), False),
        (BANKS, (True, True, False), True),
        (BANKS, (*[True] * 7, False), True),
        (BANKS, (True, False), False),
        (BANKS, (True, True), False),
        (BANKS, (False, False), False),
        (BANKS, (*[True] * 8, False), False),
    ],
)
def test_how_many_options_may_be_right_depends_on_the_type(
    asked: dict[str, Any], right: tuple[bool, ...], fits: bool
) -> None:
    written = {**asked, "options": options(*right)}

    try:
        question(**written)
    except ValidationError:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("130", "130"),
        (" 4.82 ", "4.82"),
        ("-0.5", "-0.5"),
        ("+7", "7"),
        ("9" * 15, "9" * 15),
        ("0.000000001", "0.000000001"),
    ],
)
def test_a_number_is_read_exactly(written: str, number: str) -> None:
    asked = question(**{**LENGTH, "answer": written, "mistakes": []})

    assert isinstance(asked, NumberTyped)
    assert asked.answer == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "x",
        "1e5",
        "1,5",
        "1 000",
        "１３０",
        "NaN",
        "inf",
        "0x1",
        "9" * 16,
        "0." + "1" * 10,
        ".5",
    ],
)
def test_what_is_no_number_is_refused_with_its_value(written: str) -> None:
    with pytest.raises(ValidationError) as caught:
        question(**{**LENGTH, "answer": written, "mistakes": []})

    assert reason(caught.value) == (
        f'"{written}" is not a number; write it in digits, as in 130 or 4.82'
    )


def test_a_tolerance_is_not_negative() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        question(**{**LENGTH, "tolerance": "-1"})


def mistaken(number: str) -> dict[str, Any]:
    return {**LENGTH, "mistakes": [{"number": number, "because": "So."}]}


def test_a_mistake_lies_outside_the_tolerance() -> None:
    asked = question(**mistaken("127"))

    assert isinstance(asked, NumberTyped)
    assert asked.mistakes == (WrongNumber.model_construct(number=Decimal(127), because="So."),)


@pytest.mark.parametrize("number", ["128", "130.0", "132"])
def test_a_mistake_that_counts_as_right_is_refused(number: str) -> None:
    with pytest.raises(ValidationError) as caught:
        question(**mistaken(number))

    assert reason(caught.value) == (
        f"{number} is listed as a mistake, but it counts as right; "
        "remove it, or make the tolerance or range smaller"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("Yes", True), ("true", True), ("NO", False)]
)
def test_shuffle_is_yes_or_no(written: str, meant: bool) -> None:
    asked = question(**{**RISES, "shuffle": written})

    assert isinstance(asked, Choice)
    assert asked.shuffle is meant


def test_a_shuffle_that_is_neither_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        question(**{**RISES, "shuffle": "maybe"})

    assert reason(caught.value) == '"maybe" is neither yes nor no; write yes or no'


def test_an_answer_that_is_neither_true_nor_false_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        question(**{**SALTY, "answer": "yes"})

    assert reason(caught.value) == '"yes" is neither true nor false; write true or false'


@pytest.mark.parametrize("slug", ["a", "gap-rank", "20x10", "a" * 30])
def test_ids_are_short_and_plain(slug: str) -> None:
    assert question(**{**RISES, "id": slug}).id == slug


@pytest.mark.parametrize(
    "slug", ["", "A", "a--b", "-a", "a-", "a b", "a_b", "é", "a:b", "a\n", "a" * 31]
)
def test_ids_that_would_not_fit_a_button_are_refused(slug: str) -> None:
    with pytest.raises(ValidationError):
        question(**{**RISES, "id": slug})


def test_texts_are_composed_so_that_equal_texts_are_equal() -> None:
    decomposed = {**RISES, "ask": "한국?"}

    assert question(**decomposed).ask == "한국?"


@pytest.mark.parametrize(
    ("model", "written"),
    [
        (Page, {**RIVERS["pages"][0], "colour": "red"}),
        (Lesson, {**RIVERS, "colour": "red"}),
        (Outline, {**OUTLINE, "colour": "red"}),
        (Source, {**OUTLINE["sources"]["atlas"], "colour": "red"}),
    ],
)
def test_a_key_that_the_format_does_not_know_is_refused(
    model: type[Any], written: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        model.model_validate(written)


@pytest.mark.parametrize("url", ["guide.example", "ftp://guide.example", "https://", "https://a b"])
def test_a_source_that_cannot_be_opened_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"cite": "Guide", "title": "The Guide", "url": url})


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (RISES, {"ask": "Whence does it flow?"}),
        (RISES, {"options": [{"right": "Up north"}, *RISES["options"][1:]]}),
        (RISES, {"options": RISES["options"][:2]}),
        (BANKS, {"options": [*BANKS["options"][:3], {"right": "Dorn"}]}),
        (SALTY, {"answer": "true"}),
        (LENGTH, {"answer": "131"}),
        (LENGTH, {"tolerance": "3"}),
        (LENGTH, {"unit": "miles"}),
    ],
)
def test_a_question_asked_or_judged_otherwise_is_another_version(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert question(**asked).version != question(**(asked | changed)).version


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (RISES, {"why": "Because."}),
        (RISES, {"source": ["¶2", "¶3"]}),
        (RISES, {"id": "other"}),
        (RISES, {"shuffle": "no"}),
        (RISES, {"ask": " Where does\n  it rise?"}),
        (RISES, {"options": RISES["options"][::-1]}),
        (RISES, {"options": [{"right": "In the north", "because": "Yes."}, *RISES["options"][1:]]}),
        (SALTY, {"because": "It only tastes so."}),
        (LENGTH, {"answer": "130.0"}),
        (LENGTH, {"tolerance": "2.00"}),
        (LENGTH, {"mistakes": []}),
    ],
)
def test_what_changes_neither_wording_nor_key_keeps_the_version(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    assert question(**asked).version == question(**(asked | changed)).version


def test_versions_stay_the_same_from_one_release_to_the_next() -> None:
    """They are stored with every answer: another value would part the answers from it."""
    assert [question(**one).version for one in RIVER_QUESTIONS] == VERSIONS


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        (RISES, ("In the north",)),
        (BANKS, ("Alba", "Brin")),
        (SALTY, ("False",)),
        ({**SALTY, "answer": "true"}, ("True",)),
        (LENGTH, ("130 km",)),
        ({**LENGTH, "unit": None}, ("130",)),
        ({**LENGTH, "answer": "4.80", "unit": None, "mistakes": []}, ("4.80",)),
        ({**LENGTH, "answer": "1" + "0" * 14, "unit": None}, ("100000000000000",)),
    ],
)
def test_the_key_in_words(asked: dict[str, Any], key: tuple[str, ...]) -> None:
    assert right_answers(question(**asked)) == key


def test_everything_that_can_be_cited_has_its_mark() -> None:
    taught = course()
    guide, atlas = taught.outline.sources["guide"], taught.outline.sources["atlas"]

    assert taught.marks == {
        "guide": Citation(guide, None),
        "¶1": Citation(guide, "¶1"),
        "¶2": Citation(guide, "¶2"),
        "¶3": Citation(guide, "¶3"),
        "atlas": Citation(atlas, None),
    }
    assert [str(taught.marks[one]) for one in ("¶2", "atlas")] == ["Guide 2020, ¶2", "Atlas 2021"]


def test_pages_and_questions_are_found_by_id() -> None:
    taught: Course = course()
    rivers, hills = taught

    assert rivers.page("mouth") == rivers.pages[1]
    assert rivers.question("salty") == rivers.questions[2]
    assert (rivers.page("one"), rivers.question("high")) == (None, None)
    assert hills.page("one") == Page.model_validate(HILLS["pages"][0])
    questions: list[Question] = [*rivers.questions, *hills.questions]
    assert list(taught.questions.values()) == questions
