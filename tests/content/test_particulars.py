"""Figures, dates and names of answers, held against what facts say."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.particulars import Evidence, Named, form_of, mentions, names_in, particulars
from bot.content.words import key_of, words, words_and_numbers


def missing(answer: str, *told: str, known: str = "", named: tuple[Named, ...] = ()) -> list[str]:
    """What of the answer stands in nothing that is told, kind by kind."""
    evidence = Evidence(told)
    names = frozenset(key_of(one) for one in known.split())
    found = particulars(answer, evidence, names, named)
    return [f"{one.kind} {one.text}" for one in found if not evidence.holds(one)]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("1,000 homes", "a thousand homes"),
        ("1000 homes", "1,000 homes"),
        ("20 mills", "twenty mills"),
        ("Twenty mills", "20 mills"),
        ("twenty-one mills", "21 mills"),
        ("the 9th plenary", "the ninth plenary"),
        ("the 20th congress", "the twentieth congress"),
        ("4.82 million tonnes", "4,820,000 tonnes"),
        ("4.82", "4.82 million tonnes"),
        ("2 hundred", "two hundred counties"),
        ("a 20×10 policy", "ten years, twenty a year"),
        ("20x10", "10 and 20"),
        ("the year 2024", "on 16 January 2024"),
        ("3 of them", "three of them"),
        ("1 of them", "one of them"),
        ("the 1970s", "in the 70s"),
        ("the 1970s", "in the seventies"),
        ("the one in ¶19", "something"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(answer: str, told: str) -> None:
    assert missing(answer, told) == []


@pytest.mark.parametrize(
    ("answer", "told", "expected"),
    [
        ("20 mills", "21 mills", ["number 20"]),
        ("4.82 million", "482 million", ["number 4.82 million"]),
        ("the 1970s", "in 1970", ["decade 1970s"]),
        ("1970", "in the 1970s", ["number 1970"]),
        ("between 20 and 30", "20 of them", ["number 30"]),
        ("twenty-two of fifty", "22 of them", ["number fifty"]),
        ("two ways", "some ways", ["number two"]),
    ],
)
def test_another_number_is_missing(answer: str, told: str, expected: list[str]) -> None:
    assert missing(answer, told) == expected


def test_one_and_first_count_nothing_unless_they_are_figures() -> None:
    assert missing("one of them, at first", "none") == []
    assert missing("1 of them", "none") == ["number 1"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("on 16 January 2024", "on January 16, 2024"),
        ("on 16 January", "on 16 Jan 2024"),
        ("in January 2024", "on 16 January 2024"),
        ("in January", "on 16 January 2024"),
        ("on 21 August 2023", "on 21–22 August 2023"),
        ("on 22 August 2023", "on 21 and 22 August 2023"),
        ("between 23 and 24 Jan", "23–24 January 2024"),
        ("in May, they may", "3 May 2024"),
        ("the Arduous March", "the arduous march"),
    ],
)
def test_a_date_is_in_one_that_says_as_much(answer: str, told: str) -> None:
    assert missing(answer, told) == []


@pytest.mark.parametrize(
    ("answer", "told", "expected"),
    [
        ("on 15 January 2024", "on 16 January 2024, the 15th time", ["date 15 January 2024"]),
        ("on 16 January 2024", "in January 2024", ["date 16 January 2024"]),
        ("in January 2024", "in January, and in 2024", ["date January 2024"]),
        ("on 16 February 2024", "on 16 January 2024", ["date 16 February 2024"]),
        ("on 21–22 August", "on 21 August", ["date 21 22 August"]),
    ],
)
def test_another_date_is_missing(answer: str, told: str, expected: list[str]) -> None:
    assert missing(answer, told) == expected


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("the one in Kimhwa", "Kimhwa is the one."),
        ("the plan of Kim Tok-hun", "Kim Tok Hun has a plan."),
        ("Kim's plan", "Kim has a plan."),
        ("the plan of Kim Jong Un’s", "Kim Jong Un has a plan."),
        ("the town Ch'angsŏng", "the town Changsong"),
        ("the town Changsong", "the town Ch’angsŏng"),
        ("what Koreans say", "in Korea they say"),
        ("the North Korean one", "one of North Korea"),
        ("called 김화군", "김화군 is its name"),
        ("called " + unicodedata.normalize("NFD", "김화군"), "김화군 is its name"),
        ("Whatever comes. Nothing stands here", "else"),
        ('what is called "Nothing"', "else"),
        ("where I was", "else"),
    ],
)
def test_a_name_is_the_same_with_and_without_its_dress(answer: str, told: str) -> None:
    assert missing(answer, told) == []


def test_another_name_is_missing() -> None:
    told = ("Kimhwa is the one, says KCNA.",)

    assert missing("the one in Songchon", *told) == ["name Songchon"]
    assert missing("the one in 성천군", *told) == ["name 성천군"]
    assert missing("Songchon", *told) == []
    assert missing("Songchon", *told, known="Songchon") == ["name Songchon"]
    assert missing("the Songchon plan of 2030", *told) == ["name Songchon", "number 2030"]


def test_one_name_stands_for_another_of_the_same_thing() -> None:
    spa = Named(frozenset({form_of("SPA"), form_of("Supreme People's Assembly")}))

    assert missing("in the SPA", "The Supreme People's Assembly met.", named=(spa,)) == []
    assert missing("in the Supreme People's Assembly", "SPA", named=(spa,)) == []
    assert missing("in the SPA", "The Assembly met.", named=(spa,)) == ["name SPA"]
    assert missing("in the Supreme one", "the SPA", named=(spa,)) == ["name Supreme"]


def test_a_name_within_a_longer_one_is_no_mention() -> None:
    article, beyond = form_of("the article"), form_of("Beyond the article")

    assert mentions("What does the article say?", [article], unless_within=[beyond])
    assert not mentions("Beyond the article: who?", [article], unless_within=[beyond])
    assert mentions("Beyond the article: does the article?", [article], unless_within=[beyond])


def test_what_is_written_small_elsewhere_is_no_name() -> None:
    told = ("The Party decides, says Kim.", "No party decides.", "Kim Tok Hun")

    assert names_in(told, [key_of("Kangwon"), key_of("Party")]) == {"kim", "tok", "hun", "kangwon"}


@given(st.text())
def test_words_stand_where_they_say(text: str) -> None:
    for one in words(text):
        assert text[one.start : one.end] == one.text
    for one in words_and_numbers(text):
        assert 0 <= one.start < one.end <= len(text)


@given(st.text(), st.text())
def test_an_answer_taken_from_a_fact_misses_nothing(before: str, text: str) -> None:
    assert missing(text, f"{before} . {text}", text) == []
