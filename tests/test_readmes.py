"""What the READMEs show is true: their examples load, and they name every key and command."""

import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from bot.content import load
from bot.core.course import (
    Bank,
    Choice,
    Choices,
    Course,
    Fact,
    Figure,
    Glossary,
    Ledger,
    Lesson,
    Matching,
    NumberTyped,
    Ordering,
    Outline,
    Page,
    Pair,
    Question,
    Quiz,
    Quizzes,
    Source,
    Term,
    TextTyped,
    TrueOrFalse,
    Voice,
    WhoseClaim,
    Written,
    WrongNumber,
    WrongText,
    WrongVoice,
)
from bot.core.screens.gallery import gallery
from bot.render import render
from bot.settings import shipped_course

ROOT = Path(__file__).parent.parent
A_PICTURE = ROOT / "tests" / "broken" / "good" / "lessons" / "figures" / "map.png"
LESSONS, QUIZZES = ROOT / "lessons" / "README.md", ROOT / "quizzes" / "README.md"
QUESTIONS: list[type[Written]] = [
    Choice,
    Choices,
    TrueOrFalse,
    WhoseClaim,
    NumberTyped,
    TextTyped,
    Ordering,
    Matching,
]
OF_BANKS = [Bank, *QUESTIONS, WrongVoice, WrongNumber, WrongText, Pair]


def examples(path: Path) -> list[str]:
    return re.findall(r"^```yaml\n(.*?)^```", path.read_text(), re.MULTILINE | re.DOTALL)


def accepted(written: Any) -> Written | list[Question]:
    """What an example is, by its keys."""
    if isinstance(written, list):
        return [TypeAdapter(Question).validate_python(one) for one in written]
    models = {"modules": Outline, "pages": Lesson, "questions": Bank}
    models |= {"quizzes": Quizzes, "facts": Ledger, "terms": Glossary}
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
        (QUIZZES, [*OF_BANKS, Quiz]),
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


def test_the_tables_on_quizzes_say_what_the_format_says() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.*) \|$", QUIZZES.read_text(), re.MULTILINE)
    said = {key: [meaning for one, meaning in rows if one == key] for key, _ in rows}

    missing = [
        f"{model.__name__}.{key}: {field.description}"
        for model in [*OF_BANKS, Quiz]
        for key in model.known_keys()
        if key != "type"
        and (field := model.field_of(key)) is not None
        and not any(meaning.startswith(field.description or "") for meaning in said[key])
    ]

    assert missing == []


def test_every_type_of_question_is_shown_and_no_other() -> None:
    shown = [accepted(yaml.load(one, yaml.BaseLoader)) for one in examples(QUIZZES)]

    types = {type(question) for one in shown if isinstance(one, Bank) for question in one.questions}

    assert types == set(QUESTIONS)


def examples_as_a_course(folder: Path) -> Course:
    """The examples of both READMEs, each in the file that it is an example of."""
    outline, lesson, pretest, ledger, glossary = (
        yaml.load(one, yaml.BaseLoader)
        for key in ("voices:", "figure:", "pretest:", "facts:\n  - fact:", "terms:\n  - term:")
        for one in examples(LESSONS)
        if key in one
    )
    shown = [yaml.load(one, yaml.BaseLoader) for one in examples(QUIZZES)]
    questions = [question for one in shown for question in one.get("questions", ())]
    for path, written in (
        ("lessons/course.yaml", outline),
        ("lessons/harvests.yaml", lesson | {"pretest": pretest["pretest"]}),
        ("lessons/facts.yaml", ledger),
        ("lessons/glossary.yaml", glossary),
        ("quizzes/harvests.yaml", {"module": "harvests", "questions": questions}),
        ("quizzes/quizzes.yaml", next(one for one in shown if "quizzes" in one)),
    ):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(yaml.safe_dump(written, allow_unicode=True))
    (folder / "lessons" / "figures").mkdir()
    shutil.copy(A_PICTURE, folder / "lessons" / lesson["pages"][0]["figure"]["image"])
    loaded = load(folder)
    assert [str(one) for one in loaded.problems if one.level == "error"] == []
    assert loaded.course is not None
    return loaded.course


def words_of(text: str) -> str:
    """The text without its marks, labels and line breaks, and how many questions there are."""
    unmarked = re.sub(r"[*✓✗]", "", text)
    return " ".join(re.sub(r"\b[A-H]\. |\d+ of \d+", "", unmarked).split())


def test_students_see_what_the_readmes_show(tmp_path: Path) -> None:
    course = examples_as_a_course(tmp_path)
    screens = [re.sub("<[^>]*>", "", render(one.screen).html) for one in gallery(course)]
    seen = words_of("\n".join(unescape(one) for one in screens))

    quoted = [
        line
        for path in (LESSONS, QUIZZES)
        for line in re.findall("^> (.+)$", path.read_text(), re.MULTILINE)
    ]

    assert quoted
    assert [line for line in quoted if words_of(line) not in seen] == []


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
