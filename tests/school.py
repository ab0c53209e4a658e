"""A small course and the people in it, for tests to build on."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from bot.core.actions import StudentId
from bot.core.course import Course, Lesson, Module, ModuleId, Outline, Question, Quiz

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


def question(**fields: Any) -> Question:
    """A question from the keys an author writes."""
    return _question.validate_python(fields)


def module(lesson: dict[str, Any], questions: list[dict[str, Any]]) -> Module:
    """A module from what stands in its two files."""
    written = Lesson.model_validate(lesson)
    if not questions:
        return Module(written, ())
    quiz = Quiz.model_validate({"module": written.module, "questions": questions})
    return Module(written, quiz.questions)


def course_of(
    outline: dict[str, Any], modules: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> Course:
    """A course from what stands in its files: the outline, then each lesson and its questions."""
    made = [module(*files) for files in modules]
    return Course(Outline.model_validate(outline), {ModuleId(one.id): one for one in made})


def course(
    rivers: list[dict[str, Any]] = RIVER_QUESTIONS, hills: list[dict[str, Any]] = HILL_QUESTIONS
) -> Course:
    """The course, with these questions in its two modules."""
    return course_of(OUTLINE, [(RIVERS, rivers), (HILLS, hills)])
