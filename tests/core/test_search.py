"""What somebody means who types a word of the glossary, or a place of a source."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.course import Term
from bot.core.search import by_english, found, mark_named, words
from tests import sourced

COURSE = sourced.course()
TERMS = COURSE.glossary.values()


def ids(wanted: str) -> list[str]:
    return [one.term for one in found(TERMS, wanted)]


def term(**fields: Any) -> Term:
    return Term.model_validate({**sourced.TERMS[2], **fields})


@pytest.mark.parametrize(
    "wanted",
    [
        "로동신문",
        "로동",
        "노동신문",
        "勞動新聞",
        "勞",
        "rodong sinmun",
        "RODONG",
        "nodong",
        "Sinmun",
        "rodongsinmun",
        "Rodong-Sinmun",
        "Rodong Daily",
        "daily",
        "workers",
        "Workers’ news",
        "WORKER'S",
        "newspaper",
        "the paper",
        "paper",
    ],
)
def test_a_term_is_found_by_the_beginning_of_any_word_of_any_form(wanted: str) -> None:
    assert ids(wanted) == ["newspaper"]


@pytest.mark.parametrize(
    "wanted",
    [
        "ch'angsŏng ryŏnsŏk",
        "changsong ryonsok",
        "ch’angsŏng",
        "chʼangso",
        "CHANGSŎNG",
        "changseong ryeonseok",
        "changseongryeonseok",
        "changseong-ryeonseok",
        "ryeonseok",
        "ryŏnsŏk",
    ],
)
def test_accents_apostrophes_hyphens_spaces_and_capitals_make_no_difference(wanted: str) -> None:
    assert ids(wanted) == ["source"]


@pytest.mark.parametrize("wanted", ["odong", "동신문", "aper", "meet", "x", "가"])
def test_the_middle_of_a_word_finds_nothing_of_it(wanted: str) -> None:
    assert "newspaper" not in ids(wanted)


@pytest.mark.parametrize("wanted", ["", " ", "-", "'’", "?!", "/", "…"])
def test_what_has_neither_letters_nor_digits_finds_nothing(wanted: str) -> None:
    assert ids(wanted) == []


def test_a_syllable_is_not_found_by_the_beginning_of_it() -> None:
    assert found([term(hangul="김화군")], "기") == ()
    assert len(found([term(hangul="김화군")], "김")) == 1


def test_a_form_that_is_just_this_comes_first_then_beginnings_then_words() -> None:
    terms = [
        term(term="inside", english="big county"),
        term(term="longer", english="county seat", hangul="x", rr="x", mr="x"),
        term(term="just", english="county"),
    ]

    assert [one.term for one in found(terms, "county")] == ["just", "longer", "inside"]


def test_what_is_found_equally_well_stands_by_its_english() -> None:
    terms = [term(term=name, english=f"county {name}") for name in ("b", "c", "a")]

    assert [one.term for one in found(terms, "county")] == ["a", "b", "c"]
    assert [one.term for one in by_english(terms)] == ["a", "b", "c"]


def test_a_form_with_a_multiplication_sign_is_found_by_an_x() -> None:
    assert len(found([term(hangul="지방발전 20×10 정책")], "20x10")) == 1


@given(text=st.text())
def test_words_are_the_same_however_a_text_is_composed_and_folding_twice_changes_nothing(
    text: str,
) -> None:
    folded = words(text)

    for form in ("NFC", "NFD"):
        assert words(unicodedata.normalize(form, text)) == folded
    assert words(" ".join(folded)) == folded


@given(chosen=st.sampled_from(sourced.TERMS), letters=st.integers(1, 30), upper=st.booleans())
def test_every_beginning_of_every_form_finds_its_term(
    chosen: dict[str, Any], letters: int, upper: bool
) -> None:
    for key in ("hangul", "south", "hanja", "rr", "mr", "latin", "english", "as"):
        form = chosen.get(key, "").split(" / ")[0]
        typed = form[:letters].upper() if upper else form[:letters]
        if words(typed):
            assert chosen["term"] in ids(typed)
            assert chosen["term"] in ids(unicodedata.normalize("NFD", typed))


@given(wanted=st.text())
def test_no_text_makes_searching_raise(wanted: str) -> None:
    assert set(found(TERMS, wanted)) <= set(TERMS)
    assert mark_named(COURSE, wanted) in {None, *COURSE.marks}


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("¶2", "¶2"),
        ("2", "¶2"),
        (" [¶2] ", "¶2"),
        ("p2", "¶2"),
        ("P. 2", "¶2"),
        ("para 2", "¶2"),
        ("paragraph 2", "¶2"),
        ("guide", "guide"),
        ("Guide 2020", "guide"),
        ("atlas2021", "atlas"),
        ("ATLAS", "atlas"),
        ("4", None),
        ("22", None),
        ("p", None),
        ("", None),
        ("¶", None),
        ("paragraph", None),
    ],
)
def test_a_place_is_known_by_its_mark_its_number_or_its_source(name: str, mark: str | None) -> None:
    assert mark_named(COURSE, name) == mark
