"""The small course as files, with a quiz of every type twice: a bot that starts often reads it
quickly.

Rivers ask how sure one is, hills do not.  Whatever is typed has a hint, so that its turn stands
on a button.
"""

from pathlib import Path
from typing import Any

import yaml

from tests.school import EVERY_TYPE, HILLS, OUTLINE, RIVERS

FINAL = {"quiz": "final", "title": "Final", "mode": "test", "modules": ["rivers"], "minutes": "5"}


def riverside(folder: Path) -> Path:
    """The folder, with the course written into it."""
    for room in ("lessons", "quizzes"):
        (folder / room).mkdir(parents=True)
    _write(folder, "lessons/course.yaml", OUTLINE)
    _write(folder, "lessons/01-rivers.yaml", {**RIVERS, "objectives": ["Name a river."]})
    _write(folder, "lessons/02-hills.yaml", HILLS)
    rivers = [_hinted(one) for one in EVERY_TYPE]
    _write(
        folder,
        "quizzes/01-rivers.yaml",
        {"module": "rivers", "confidence": "yes", "questions": rivers},
    )
    uphill = [
        {**one, "id": f"up-{one['id']}", "ask": f"{one['ask'][:-1]}, uphill?"} for one in rivers
    ]
    _write(folder, "quizzes/02-hills.yaml", {"module": "hills", "questions": uphill})
    _write(folder, "quizzes/quizzes.yaml", {"quizzes": [FINAL]})
    return folder


def _hinted(question: dict[str, Any]) -> dict[str, Any]:
    is_typed = question["type"] in ("number", "text")
    return {**question, "hints": ["The guide knows."]} if is_typed else question


def _write(folder: Path, path: str, content: Any) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    (folder / path).write_text(text, encoding="utf-8")
