"""Questions that are too short to be measured really are: no screen of theirs is too long."""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import load
from bot.content.lengths import _NOTICE, _is_short
from bot.core.course import Course, QuestionId
from bot.core.screens.gallery import gallery
from bot.render import LONGEST, render
from tests.preview.evening import GOOD
from tests.school import CLAIM, EVERY_TYPE, HILLS, HINTS, OUTLINE, RIVERS, course_of

VOICES = {f"voice-{number}": {"name": f"Voice {number} {'n' * 50}"} for number in range(6)}


def padded(written: Any, length: int) -> Any:
    """The same with so much behind every text that is offered."""
    match written:
        case dict():
            longer = ("right", "wrong", "item", "match", "accept", "items", "distractors")
            return {
                key: padded(value, length) if key in longer or isinstance(value, list) else value
                for key, value in written.items()
            }
        case list():
            return [padded(one, length) for one in written]
        case str():
            return f"{written} {'o' * length}"
        case _:
            return written


def asking(question: dict[str, Any]) -> Course:
    source = {**question, **HINTS, "source": ["¶1"]}
    voices = {**OUTLINE["voices"], **VOICES}
    return course_of({**OUTLINE, "voices": voices}, [(RIVERS, [source]), (HILLS, [])])


@pytest.mark.parametrize("length", [0, 20, 80])
@pytest.mark.parametrize("asked", EVERY_TYPE, ids=lambda one: one["id"])
def test_a_question_taken_for_short_has_no_screen_that_is_too_long(
    asked: dict[str, Any], length: int
) -> None:
    offered = asked if asked is CLAIM else padded(asked, length) | {"source": ["¶1"]}
    whys = ("w" * many for many in range(3500, 0, -50))
    taught, question = next(
        (taught, question)
        for why in whys
        for taught in (asking({**offered, "why": why}),)
        for question in (taught.questions[QuestionId(asked["id"])],)
        if _is_short(question, taught)
    )

    lengths = [render(one.screen).length for one in gallery(taught) if one.question is question]

    assert lengths
    assert max(lengths) + _NOTICE <= LONGEST


def test_what_is_looked_up_and_is_too_long_is_told(tmp_path: Path) -> None:
    shutil.copytree(GOOD, tmp_path, dirs_exist_ok=True)
    outline, glossary = tmp_path / "lessons/course.yaml", tmp_path / "lessons/glossary.yaml"
    written = yaml.load(outline.read_text(encoding="utf-8"), yaml.CBaseLoader)
    terms = yaml.load(glossary.read_text(encoding="utf-8"), yaml.CBaseLoader)
    vouching = {f"book-{n}": {"cite": f"Book {n} {'c' * 50}", "title": "A book"} for n in range(80)}
    written["sources"] |= vouching
    terms["terms"][0]["source"] = list(vouching)
    outline.write_text(yaml.safe_dump(written, allow_unicode=True), encoding="utf-8")
    glossary.write_text(yaml.safe_dump(terms, allow_unicode=True), encoding="utf-8")

    told = [one.what for one in load(tmp_path).problems]

    assert [one for one in told if "more than Telegram takes" in one]
