"""A small course and the people in it, for tests to build on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.core.actions import SessionId, StudentId
from bot.core.course import (
    Bank,
    Course,
    Lesson,
    Module,
    ModuleId,
    Outline,
    Question,
    QuestionId,
    QuizId,
    Quizzes,
    Term,
    TermId,
    bound,
)
from bot.core.session import Questions, Session, refreshed

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINA, JONAS, TEACHER = StudentId(1001), StudentId(1002), StudentId(9001)

OUTLINE: dict[str, Any] = {
    "title": "Rivers and hills",
    "about": "A course about *two* things.",
    "modules": ["rivers", "hills"],
    "voices": {
        "guide": {"name": "Guide", "about": "Somebody who was there."},
        "beyond": {"name": "Beyond the guide"},
    },
    "sources": {
        "guide": {
            "cite": "Guide 2020",
            "title": "The Guide, 2020",
            "url": "https://guide.example/",
            "places": ["¶1", "¶2", "¶3"],
        },
        "atlas": {"cite": "Atlas 2021", "title": "The Atlas, 2021", "certainty": "medium"},
    },
}

RIVERS: dict[str, Any] = {
    "module": "rivers",
    "title": "Rivers",
    "objectives": ["Name the **longest** river."],
    "pages": [
        {
            "page": "source",
            "title": "Where it rises",
            "text": [{"guide": "It rises in the *north*. [¶1]"}],
            "check": "rises",
        },
        {
            "page": "mouth",
            "title": "Where it ends",
            "text": [{"guide": "It ends in the sea. [¶2]"}, {"beyond": "Slowly. [atlas]"}],
        },
    ],
}

RIVER_QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "rises",
        "type": "choice",
        "ask": "Where does it rise?",
        "options": [
            {"right": "In the north"},
            {"wrong": "In the south", "because": "The south is where it ends."},
            {"wrong": "At sea", "because": "Rivers end there."},
        ],
        "why": "The guide says so.",
        "source": ["¶1"],
    },
    {
        "id": "banks",
        "type": "choices",
        "ask": "Which towns stand on it?",
        "options": [
            {"right": "Alba"},
            {"right": "Brin"},
            {"wrong": "Cole", "because": "Cole stands on a hill."},
            {"wrong": "Dorn"},
        ],
        "why": "Two towns do.",
        "source": ["¶2"],
    },
    {
        "id": "salty",
        "type": "true_false",
        "ask": "Its water is salty.",
        "answer": "false",
        "because": "Only the sea is.",
        "why": "It is fresh.",
        "source": ["¶2"],
    },
    {
        "id": "length",
        "type": "number",
        "ask": "How long is it?",
        "answer": "130",
        "tolerance": "2",
        "unit": "km",
        "mistakes": [{"number": "13", "because": "A nought is missing."}],
        "why": "It has been measured.",
        "source": ["atlas"],
    },
]

# types that the rivers' own quiz does without
CLAIM: dict[str, Any] = {
    "id": "claim",
    "type": "voice",
    "ask": "The river is slow.",
    "answer": "beyond",
    "mistakes": [{"voice": "guide", "because": "The guide does not say so."}],
    "why": "Only the atlas knows.",
    "source": ["atlas"],
}
NAME: dict[str, Any] = {
    "id": "name",
    "type": "text",
    "ask": "What is the river called in Korean?",
    "accept": ["두만강", "Tumen River"],
    "mistakes": [{"text": "압록강", "because": "That one flows west."}],
    "why": "So it is called.",
    "source": ["¶1"],
}
COURSE_OF_IT: dict[str, Any] = {
    "id": "course-of-it",
    "type": "order",
    "ask": "What does it pass, from where it rises?",
    "items": ["The spring", "The mill", "The bridge", "The sea"],
    "because": "Water flows down.",
    "why": "So the guide walks.",
    "source": ["¶1", "¶2"],
}
WHAT_IS_WHERE: dict[str, Any] = {
    "id": "what-is-where",
    "type": "match",
    "ask": "What stands where?",
    "pairs": [
        {"item": "A mill", "match": "In Alba", "because": "It is the mill of Alba."},
        {"item": "A bridge", "match": "In Brin"},
        {"item": "A tower", "match": "In Alba"},
    ],
    "distractors": ["In Cole"],
    "why": "The guide saw them.",
    "source": ["¶2"],
}
HINTS: dict[str, Any] = {"hints": ["It is *cold* there.", "Look at the map."]}
EVERY_TYPE: list[dict[str, Any]] = [
    *RIVER_QUESTIONS,
    CLAIM,
    NAME,
    COURSE_OF_IT,
    WHAT_IS_WHERE,
]
# quizzes beside those that the modules have of themselves: one of each mode
QUIZZES: list[dict[str, Any]] = [
    {"quiz": "mixed", "title": "All mixed", "mode": "practice", "confidence": "yes"},
    {
        "quiz": "midterm",
        "title": "Midterm",
        "about": "What you know by *now*.",
        "mode": "test",
        "draw": "3",
        "attempts": "2",
        "minutes": "10",
        "opens": "2026-03-01 09:00",
        "closes": "2026-03-09 18:00",
        "pass": "60",
        "confidence": "yes",
    },
    {"quiz": "warm-up", "title": "Warm-up", "mode": "study", "modules": ["rivers"], "draw": "2"},
]

HILLS: dict[str, Any] = {
    "module": "hills",
    "title": "Hills",
    "objectives": ["Name a hill."],
    "pages": [{"page": "one", "title": "One hill", "text": [{"guide": "It is high. [¶3]"}]}],
}

HILL_QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "high",
        "type": "true_false",
        "ask": "It is high.",
        "answer": "true",
        "why": "It is.",
        "source": ["¶3"],
    }
]

_question: TypeAdapter[Question] = TypeAdapter(Question)
_outline = Outline.model_validate(OUTLINE)


def question(**fields: Any) -> Question:
    """A question from the keys an author writes, knowing the voices of the course."""
    return bound([_question.validate_python(fields)], _outline.voices, {})[0]


def module(
    lesson: dict[str, Any],
    questions: list[dict[str, Any]],
    *,
    outline: Outline = _outline,
    glossary: Mapping[TermId, Term] | None = None,
    **of_bank: Any,
) -> Module:
    """A module from what stands in its two files; `of_bank` are further keys of the second."""
    written = Lesson.model_validate(lesson)
    if not questions:
        return Module(written, ())
    bank = Bank.model_validate({"module": written.module, "questions": questions, **of_bank})
    known = bound(bank.questions, outline.voices, glossary or {})
    return Module(written, known, bank.confidence)


def course_of(
    outline: dict[str, Any],
    modules: list[tuple[dict[str, Any], list[dict[str, Any]]]],
    quizzes: list[dict[str, Any]] | None = None,
    glossary: Mapping[TermId, Term] | None = None,
) -> Course:
    """A course from what stands in its files: the outline, then each lesson and its questions."""
    written = Outline.model_validate(outline)
    made = [module(*files, outline=written, glossary=glossary) for files in modules]
    further = Quizzes.model_validate({"quizzes": quizzes}).quizzes if quizzes else ()
    return Course(
        written,
        {ModuleId(one.id): one for one in made},
        glossary=glossary or {},
        quizzes={QuizId(one.quiz): one for one in further},
    )


def course(
    rivers: list[dict[str, Any]] = RIVER_QUESTIONS,
    hills: list[dict[str, Any]] = HILL_QUESTIONS,
    quizzes: list[dict[str, Any]] | None = None,
) -> Course:
    """The course, with these questions in its two modules, and these quizzes of its own."""
    return course_of(OUTLINE, [(RIVERS, rivers), (HILLS, hills)], quizzes)


def begun(taught: Questions, *questions: str, **fields: Any) -> Session:
    """A walk through these questions with its first on the screen: session 7, Mina's, a quiz on
    the rivers with 1 as its seed, unless `fields` say otherwise."""
    ids = tuple(QuestionId(one) for one in questions)
    fresh = Session(SessionId(7), MINA, "quiz", QuizId("rivers"), None, 1, ids)
    return refreshed(replace(fresh, **fields), taught)
