"""The small course once more, with all that can be looked up: facts, terms, a picture, modules
better read before others."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from bot.core.course import Course, Fact, FactId, Term, TermId
from tests.school import (
    EVERY_TYPE,
    HILL_QUESTIONS,
    HILLS,
    HINTS,
    NAME,
    OUTLINE,
    QUIZZES,
    RIVER_QUESTIONS,
    RIVERS,
    course_of,
)

FACTS: list[dict[str, Any]] = [
    {
        "fact": "rises",
        "place": ["¶1"],
        "voice": "guide",
        "claim": "The river begins in the *north*.",
        "hedge": "it seems",
    },
    {
        "fact": "ends",
        "place": ["¶2"],
        "voice": "guide",
        "claim": "The river ends in the sea.",
    },
    {
        "fact": "twice",
        "place": ["¶1", "¶2"],
        "voice": "beyond",
        "claim": "Between both lie 130 km.",
    },
]

TERMS: list[dict[str, Any]] = [
    {
        "term": "newspaper",
        "hangul": "로동신문",
        "south": "노동신문",
        "hanja": "勞動新聞",
        "rr": "Rodong Sinmun / Nodong Sinmun",
        "mr": "Rodong Sinmun / Nodong Sinmun",
        "latin": "Rodong Daily",
        "english": "Workers' Newspaper",
        "definition": "A *daily* paper.",
        "place": ["¶1"],
        "as": "the paper",
        "source": ["atlas"],
        "certainty": "medium",
    },
    {
        "term": "source",
        "hangul": "창성련석",
        "rr": "changseong-ryeonseok",
        "mr": "ch'angsŏng ryŏnsŏk",
        "english": "Joint Meeting",
        "definition": "A meeting.",
        "certainty": "high",
    },
    {
        "term": "county",
        "hangul": "군",
        "hanja": "郡",
        "rr": "gun",
        "mr": "kun",
        "english": "county",
        "definition": "Smaller than a province.",
        "certainty": "high",
    },
]

FIGURE: dict[str, Any] = {
    "image": "river.png",
    "alt": "A line from the north to the sea.",
    "caption": "The river, *drawn*. [¶1]",
}


Files = tuple[dict[str, Any], list[dict[str, Any]]]


def files() -> list[Files]:
    """The lessons, each with its questions: rivers have facts, terms and a picture; hills come
    better after them, with one term."""
    rivers, hills = deepcopy(RIVERS), deepcopy(HILLS)
    rivers["pages"][0] |= {
        "facts": ["rises", "twice"],
        "terms": ["newspaper", "source"],
        "figure": FIGURE,
    }
    rivers["pages"][1] |= {"facts": ["ends"]}
    hills["after"] = ["rivers"]
    hills["pages"][0]["terms"] = ["county"]
    return [
        (rivers, [{**RIVER_QUESTIONS[0], "facts": ["rises"]}, *RIVER_QUESTIONS[1:]]),
        (hills, HILL_QUESTIONS),
    ]


def many_terms(count: int) -> list[dict[str, Any]]:
    """So many terms, in the order of their English."""
    return [{**TERMS[2], "term": f"t{at}", "english": f"term {at:03}"} for at in range(count)]


def course(
    facts: list[dict[str, Any]] = FACTS,
    terms: list[dict[str, Any]] = TERMS,
    lessons: list[Files] | None = None,
    outline: dict[str, Any] = OUTLINE,
    quizzes: list[dict[str, Any]] | None = None,
) -> Course:
    ledger = {FactId(one["fact"]): Fact.model_validate(one) for one in facts}
    glossary = {TermId(one["term"]): Term.model_validate(one) for one in terms}
    plain = course_of(outline, lessons or files(), quizzes, glossary)
    return replace(plain, facts=ledger)


def whole_files() -> list[Files]:
    """The lessons with a question of every type, each with hints, and a pretest."""
    (rivers, _), hills = files()
    rivers["pretest"] = ["rises", "what-is-where"]
    asked = [{**one, **HINTS} for one in EVERY_TYPE]
    asked[0]["facts"] = ["rises"]
    daily: dict[str, Any] = {**NAME, "id": "daily", "term": "newspaper"}
    del daily["accept"]
    return [(rivers, [*asked, daily]), hills]


def whole() -> Course:
    """All there is: a question of every type, a pretest, a further quiz of each mode."""
    return course(lessons=whole_files(), quizzes=QUIZZES)
