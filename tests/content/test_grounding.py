"""Right answers and the facts they rest on: what is enough, and what is not."""

import shutil
import unicodedata
from pathlib import Path

import pytest

from bot.content import load

GOOD = Path(__file__).parents[1] / "broken" / "good"

OPTIONS = """\
    options:
      - right: RIGHT
      - wrong: nothing of it
        because: It is so.
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "course")
    return tmp_path / "course"


def told(
    course: Path,
    *,
    ask: str = "What of it?",
    right: str = "all of it",
    source: str = "¶3",
    facts: str = "harvest-good",
) -> list[str]:
    """What is said of a question with this key."""
    (course / "quizzes/gaps.yaml").write_text(
        "module: gaps\nquestions:\n  - id: gap-first\n    type: choice\n"
        f'    ask: "{ask}"\n{OPTIONS.replace("RIGHT", right)}'
        f"    why: It is so.\n    source: [{source}]\n"
        + (f"    facts: [{facts}]\n" if facts else "")
    )
    return [one.what for one in load(course).problems]


def mend(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_key_may_use_what_the_claim_and_the_things_held_say(course: Path) -> None:
    assert told(course, right="in 2023, in Haeju") == []


def test_a_key_may_use_any_of_its_facts(course: Path) -> None:
    ask = "According to Kim, what is to come after the good harvest?"

    assert told(course, ask=ask, right="20 mills, after 2023", facts="harvest-good") != []
    assert (
        told(course, ask=ask, right="20 mills, after 2023", facts="harvest-good, harvest-twenty")
        == []
    )


def test_a_key_may_name_the_voice_of_its_fact(course: Path) -> None:
    outline = course / "lessons/course.yaml"
    mend(outline, "author: {name: The author}", "author: {name: The author, called: [Ms Park]}")

    assert told(course, right="what is good for Ms Park") == []
    assert told(course, right="what is good for Mr Lee") == [
        'name "Mr" of the right answer stands in no fact here',
        'name "Lee" of the right answer stands in no fact here',
    ]


@pytest.mark.parametrize("form", ["해주시", "海州市", "Haeju-si", "Haeju City"])
def test_a_term_counts_by_any_of_its_forms(course: Path, form: str) -> None:
    assert told(course, right=f"the one in {form}") == []
    mend(course / "lessons/facts.yaml", "Haeju]", "Nampo]")
    assert told(course, right=f"the one in {form}") != []


def test_parts_of_an_english_form_count_each(course: Path) -> None:
    mend(course / "lessons/glossary.yaml", "english: Haeju", "english: Haeju (the Port)")

    assert told(course, right="the one in the Port") == []


def test_a_question_beyond_the_text_needs_no_facts(course: Path) -> None:
    outline = course / "lessons/course.yaml"
    mend(outline, "  author: {", "  beyond: {name: Beyond the speech}\n  author: {")

    assert told(course, right="in 1962", source="¶3, ctx-01", facts="") != []
    ask = "Beyond the speech, when was it?"
    assert told(course, ask=ask, right="in 1962", source="¶3, ctx-01", facts="") == []
    assert told(course, ask=ask, right="in 1962", source="¶3, ctx-01") == []


def test_a_question_on_context_alone_needs_no_facts(course: Path) -> None:
    assert told(course, right="in 1962", source="ctx-01", facts="") == []


def test_a_place_without_facts_needs_none(course: Path) -> None:
    assert told(course, source="¶1", facts="") == []
    assert told(course, source="speech", facts="") == []


@pytest.mark.parametrize(
    "ask",
    [
        "What does Kim want?",
        "According to the speech, what is wanted?",
        "In Speech 2024, what is wanted?",
        "What is wanted in the talk?",
        "What does the leader want?",
    ],
)
def test_a_claim_is_attributed_by_voice_source_or_their_other_names(course: Path, ask: str) -> None:
    outline = course / "lessons/course.yaml"
    mend(outline, "kim: {name: Kim,", "kim: {name: 'Kim, as reported', called: [the leader],")
    mend(outline, "{cite: Speech 2024,", "{cite: Speech 2024, called: [the talk],")

    assert told(course, ask=ask, facts="harvest-twenty") == []


@pytest.mark.parametrize("ask", ["What is wanted?", "What does the author want?", "Kimhwa wants?"])
def test_a_claim_is_not_attributed_by_nobody_or_somebody_else(course: Path, ask: str) -> None:
    assert told(course, ask=ask, facts="harvest-twenty") == [
        'the question does not say whose claim "harvest-twenty" is'
    ]


def test_a_longer_name_with_the_source_in_it_is_another_name(course: Path) -> None:
    outline = course / "lessons/course.yaml"
    mend(outline, "{cite: Speech 2024,", "{cite: Speech 2024, called: [the speech],")
    mend(outline, "  author: {", "  beyond: {name: Beyond the speech}\n  author: {")

    assert told(course, ask="In the speech, what is wanted?", facts="harvest-twenty") == []
    assert told(course, ask="Beyond the speech, what is wanted?", facts="harvest-twenty") != []


def test_whoever_asks_for_the_voice_attributes_the_claim(course: Path) -> None:
    assert told(course, ask="Who wants it?", right="Kim", facts="harvest-twenty") == []


def test_a_voice_as_a_wrong_option_is_no_claim(course: Path) -> None:
    outline = course / "lessons/course.yaml"
    mend(outline, "name: The author", "name: The harvest author")
    mend(course / "lessons/facts.yaml", "the author finds", "the harvest author finds")
    quiz = course / "quizzes/gaps.yaml"
    told(course)
    mend(quiz, "nothing of it", "The harvest author")

    assert load(course).problems == ()


def test_a_source_cited_as_a_whole_may_have_facts(course: Path) -> None:
    mend(course / "lessons/facts.yaml", "[¶3]\n    voice: kim", "[ctx-01]\n    voice: kim")

    mend(course / "quizzes/grain.yaml", "[ctx-01]", "[¶2]")

    assert told(course, source="ctx-01", facts="") == [
        "the question cites ctx-01, which has facts, but names none"
    ]
    assert told(course, ask="In Survey 2020, what is wanted?", facts="harvest-twenty") == []


def test_an_unknown_fact_is_told_and_nothing_that_follows_from_it(course: Path) -> None:
    assert told(course, right="in 1962", facts="harvest-good, harvest-bad") == [
        'fact "harvest-bad" is not in facts.yaml'
    ]


def test_without_facts_nothing_is_held_against_them(course: Path) -> None:
    (course / "lessons/facts.yaml").unlink()
    for file in ("lessons/grain.yaml", "quizzes/grain.yaml"):
        text = (course / file).read_text().splitlines(keepends=True)
        (course / file).write_text("".join(one for one in text if "facts:" not in one))

    assert told(course, right="in 1962, in Nampo", facts="") == []


def test_a_fact_without_its_file_is_told(course: Path) -> None:
    (course / "lessons/facts.yaml").unlink()

    assert told(course, facts="") == [
        'fact "harvest-good" is not in facts.yaml',
        'fact "harvest-twenty" is not in facts.yaml',
        'fact "harvest-good" is not in facts.yaml',
        'fact "harvest-good" is not in facts.yaml',
    ]


def test_a_mistake_among_the_facts_hides_what_depends_on_them(course: Path) -> None:
    mend(course / "lessons/facts.yaml", "ask: never", "ask: nevr")

    assert told(course, right="in 1962") == ['ask "nevr" is not known']


def test_a_mark_is_the_same_however_it_is_composed(course: Path) -> None:
    mend(course / "lessons/course.yaml", "¶3]", "제3장]")
    for file in ("lessons/facts.yaml", "lessons/glossary.yaml", "lessons/grain.yaml"):
        mend(course / file, "¶3", unicodedata.normalize("NFD", "제3장"))
    mend(course / "quizzes/grain.yaml", "¶3", unicodedata.normalize("NFD", "제3장"))

    assert load(course).problems == ()


def test_texts_are_the_same_however_they_are_composed(course: Path) -> None:
    composed = load(course).course
    for file in course.rglob("*.yaml"):
        file.write_text(unicodedata.normalize("NFD", file.read_text()))

    loaded = load(course)

    assert loaded.problems == ()
    assert loaded.course == composed
    assert "해주시" in {term.hangul for term in loaded.course.glossary.values()}
