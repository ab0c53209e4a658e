"""Facts, terms and figures of a course: what their models admit, what a course makes of them."""

import unicodedata
from typing import Any

import pytest
from pydantic import ValidationError

from bot.core.course import (
    Course,
    Fact,
    FactId,
    Figure,
    Glossary,
    Ledger,
    Lesson,
    Page,
    Term,
    TermId,
    Voice,
)
from tests.school import HILLS, OUTLINE, RIVERS, course, question

FACT: dict[str, Any] = {
    "fact": "rises-north",
    "place": ["¶1"],
    "voice": "guide",
    "claim": "It rises in the north.",
}
TERM: dict[str, Any] = {
    "term": "river",
    "hangul": "강",
    "rr": "gang",
    "mr": "kang",
    "english": "river",
    "definition": "Water that flows.",
    "certainty": "high",
}


def test_a_fact_is_asked_freely_unless_it_says_otherwise() -> None:
    fact = Fact.model_validate(FACT)

    assert (fact.hedge, fact.holds, fact.ask) == (None, (), "freely")


@pytest.mark.parametrize("missing", ["fact", "place", "voice", "claim"])
def test_a_fact_has_a_claim_with_its_voice_and_place(missing: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        Fact.model_validate({key: FACT[key] for key in FACT if key != missing})


@pytest.mark.parametrize(
    "key", [{"place": []}, {"ask": "sometimes"}, {"fact": "Rises"}, {"fact": "x" * 41}, {"x": "y"}]
)
def test_a_fact_of_another_shape_is_refused(key: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate(FACT | key)


def test_the_ids_of_facts_may_be_longer_than_others() -> None:
    long = "x" * 40

    assert Fact.model_validate(FACT | {"fact": long}).fact == long
    assert Page.model_validate(RIVERS["pages"][0] | {"facts": [long]}).facts == (long,)
    with pytest.raises(ValidationError):
        Term.model_validate(TERM | {"term": long})


def test_a_term_needs_no_more_than_its_form_and_meaning() -> None:
    term = Term.model_validate(TERM)

    assert (term.south, term.hanja, term.latin, term.word) == (None, None, None, None)
    assert (term.place, term.source, term.unchecked) == ((), (), False)


def test_the_word_of_the_source_is_written_as_as() -> None:
    term = Term.model_validate(TERM | {"as": "stream", "unchecked": "yes"})

    assert (term.word, term.unchecked) == ("stream", True)
    assert "as" in Term.known_keys()
    assert "word" not in Term.known_keys()
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Term.model_validate(TERM | {"word": "stream"})


@pytest.mark.parametrize("missing", list(TERM))
def test_a_term_without_one_of_its_forms_is_refused(missing: str) -> None:
    with pytest.raises(ValidationError, match="Field required"):
        Term.model_validate({key: TERM[key] for key in TERM if key != missing})


def test_texts_are_composed() -> None:
    composed = "Chosŏn 조선"
    typed = unicodedata.normalize("NFD", composed)

    assert Fact.model_validate(FACT | {"claim": typed, "holds": [typed]}).holds == (composed,)
    assert Term.model_validate(TERM | {"hangul": typed}).hangul == composed
    assert Voice.model_validate({"name": typed, "called": [typed]}).called == (composed,)


@pytest.mark.parametrize("missing", ["image", "alt", "caption"])
def test_a_figure_is_never_without_words(missing: str) -> None:
    whole = {"image": "figures/river.png", "alt": "A river.", "caption": "The river."}

    assert Figure.model_validate(whole).alt == "A river."
    with pytest.raises(ValidationError, match="Field required"):
        Figure.model_validate({key: whole[key] for key in whole if key != missing})


def test_files_hold_at_least_one_entry() -> None:
    assert Ledger.model_validate({"facts": [FACT]}).facts[0].fact == "rises-north"
    assert Glossary.model_validate({"terms": [TERM]}).terms[0].term == "river"
    with pytest.raises(ValidationError):
        Ledger.model_validate({"facts": []})
    with pytest.raises(ValidationError):
        Glossary.model_validate({"terms": []})


def test_pages_lessons_and_questions_do_without() -> None:
    lesson = Lesson.model_validate(HILLS)

    assert lesson.after == ()
    (page,) = lesson.pages
    assert (page.facts, page.terms, page.figure) == ((), (), None)
    assert all(one.facts == () for one in course().questions.values())


def test_what_an_answer_rests_on_does_not_make_it_another_question() -> None:
    asked = {
        "id": "high",
        "type": "true_false",
        "ask": "It is high.",
        "answer": "true",
        "why": "It is.",
        "source": ["¶3"],
    }

    with_facts = question(**asked, facts=["rises-north"])

    assert with_facts.facts == ("rises-north",)
    assert with_facts.version == question(**asked).version


def test_a_course_finds_facts_terms_and_the_source_of_a_mark() -> None:
    small = course()
    fact, term = Fact.model_validate(FACT), Term.model_validate(TERM)

    whole = Course(
        small.outline, small.modules, {FactId("rises-north"): fact}, {TermId("river"): term}
    )

    assert (small.facts, small.glossary) == ({}, {})
    assert whole.facts[FactId("rises-north")] is fact
    assert whole.glossary[TermId("river")] is term
    assert whole.source_of("¶2").title == OUTLINE["sources"]["guide"]["title"]
    assert whole.source_of("atlas").cite == "Atlas 2021"
    with pytest.raises(KeyError):
        whole.source_of("¶9")
