"""What the READMEs show is true: their examples load, and they name every key and command."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from bot.content import load
from bot.core.course import (
    Choice,
    Choices,
    Fact,
    Figure,
    Glossary,
    Ledger,
    Lesson,
    Mistake,
    NumberTyped,
    Outline,
    Page,
    Question,
    Quiz,
    Source,
    Term,
    TrueOrFalse,
    Voice,
    Written,
)
from bot.settings import shipped_course

ROOT = Path(__file__).parent.parent
LESSONS, QUIZZES = ROOT / "lessons" / "README.md", ROOT / "quizzes" / "README.md"


def examples(path: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def accepted(written: Any) -> Written | list[Question]:
    """What an example is, by its keys."""
    if isinstance(written, list):
        return [TypeAdapter(Question).validate_python(one) for one in written]
    models = {"modules": Outline, "pages": Lesson, "questions": Quiz}
    models |= {"facts": Ledger, "terms": Glossary}
    for key, model in models.items():
        if key in written and "id" not in written:
            return model.model_validate(written)
    return [TypeAdapter(Question).validate_python(written)]


@pytest.mark.parametrize("path", [LESSONS, QUIZZES], ids=lambda path: path.parent.name)
def test_every_example_is_accepted(path: Path) -> None:
    shown = examples(path)

    assert shown
    for example in shown:
        assert accepted(yaml.load(example, yaml.BaseLoader))


@pytest.mark.parametrize(
    ("path", "models"),
    [
        (LESSONS, [Outline, Voice, Source, Lesson, Page, Figure, Ledger, Fact, Glossary, Term]),
        (QUIZZES, [Quiz, Choice, Choices, TrueOrFalse, NumberTyped, Mistake]),
    ],
    ids=["lessons", "quizzes"],
)
def test_every_key_is_explained(path: Path, models: list[type[Written]]) -> None:
    text = path.read_text()

    missing = [
        f"{model.__name__}.{key}"
        for model in models
        for key in model.known_keys()
        if f"`{key}`" not in text and f"`{key}:" not in text
    ]

    assert missing == []


def test_the_first_question_of_the_readme_can_be_added_to_the_course(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    block = re.search(r"^    - id: (.*?)\n\n\S", text, re.MULTILINE | re.DOTALL)
    assert block is not None
    for room in ("lessons", "quizzes"):
        shutil.copytree(shipped_course() / room, tmp_path / room)
    quiz = tmp_path / "quizzes" / "02-regional-policy.yaml"
    question = "".join(f"  {line[4:]}\n" for line in block[0].splitlines()[:-1] if line.strip())
    quiz.write_text(f"{quiz.read_text().rstrip()}\n\n{question}")

    loaded = load(tmp_path)

    assert loaded.problems == ()
    assert loaded.course is not None
    assert len(loaded.course.questions) == len(load(shipped_course()).course.questions) + 1
