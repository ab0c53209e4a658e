"""Small courses for conversations about questions of every type, and how a quiz is begun."""

from dataclasses import replace
from typing import Any

from bot.core.course import Course
from tests.conversation import Student
from tests.school import HILL_QUESTIONS, HILLS, RIVERS, module
from tests.sourced import course as sourced

Question = dict[str, Any]

SURELY: Question = {
    "id": "surely",
    "type": "text",
    "ask": "Which word does the guide use for a path?",
    "accept": ["Hint"],
    "hints": ["It begins with *H*."],
    "why": "The guide calls it so.",
    "source": ["¶1"],
}


def asking(
    *questions: Question,
    hills: list[Question] = HILL_QUESTIONS,
    quizzes: list[dict[str, Any]] | None = None,
    confidence: bool = False,
    pretest: tuple[str, ...] = (),
) -> Course:
    """The small course with its facts and terms, asking these questions about its rivers."""
    rivers = {**RIVERS, "pretest": pretest}
    if "rises" not in [one["id"] for one in questions]:
        rivers["pages"] = [{**page, "check": None} for page in RIVERS["pages"]]
    taught = sourced(lessons=[(rivers, list(questions)), (HILLS, hills)], quizzes=quizzes)
    if not confidence:
        return taught
    asked = module(rivers, list(questions), glossary=taught.glossary, confidence="yes")
    return replace(taught, modules={**taught.modules, asked.id: asked})


async def begins(student: Student, quiz: str = "1. Rivers") -> Student:
    """The quiz's first question; a quiz of the course's own has a door before it."""
    await student.sends("/quiz")
    await student.taps(quiz)
    if "Begin →" in student.buttons():
        await student.taps("Begin")
    return student
