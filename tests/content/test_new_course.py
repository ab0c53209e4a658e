"""`seodang new-course`: a small, complete course; and nothing of any course in the program."""

import ast
import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bot.cli import main
from bot.content import load
from bot.content.starting import STARTER
from bot.core.course import (
    Choice,
    Choices,
    Course,
    Matching,
    NumberTyped,
    Ordering,
    TextTyped,
    TrueOrFalse,
    WhoseClaim,
)
from tests.browser.phone import STUDENT, previewed

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "bot"
# the shipped course's people, places and words; that it is Korean which students type, the program
# may know
TOPIC = re.compile(
    r"\bkim\b|korea(?!n)|asmolov|kcna|dprk|pyongyang|tanchon|kimhwa|juche|politburo|rodong|changsong|"
    r"kangwon|songchon|김|조선|평양|북한|주체|내각",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [one for one in os.environ if one.startswith("SEODANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def begun(folder: Path) -> Course:
    assert main(["new-course", str(folder)]) == 0
    course = load(folder).course
    assert course is not None
    return course


def strings(path: Path) -> Iterator[str]:
    """What the program can say or compare: its texts without docstrings, and its names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
        ):
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id


def test_a_new_course_has_no_mistake_and_no_doubt(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["new-course", "ferry course"])

    said = capsys.readouterr()
    assert (status, said.err) == (0, "")
    assert load(tmp_path / "ferry course").problems == ()
    assert [line.strip() for line in said.out.splitlines()] == [
        "A small course stands in ferry course:",
        "lessons/01-ferry.yaml",
        "lessons/course.yaml",
        "lessons/facts.yaml",
        "lessons/glossary.yaml",
        "quizzes/01-ferry.yaml",
        "quizzes/quizzes.yaml",
        "See it:   seodang preview --course 'ferry course'",
        "Check it: SEODANG_COURSE='ferry course' seodang check",
    ]


def test_a_new_course_is_copied_as_it_stands_in_the_program(tmp_path: Path) -> None:
    begun(tmp_path / "new")

    def files(folder: Path) -> dict[str, bytes]:
        return {
            one.relative_to(folder).as_posix(): one.read_bytes()
            for one in folder.rglob("*")
            if one.is_file()
        }

    assert files(tmp_path / "new") == files(STARTER)


def test_a_new_course_shows_everything_that_a_course_can_have(tmp_path: Path) -> None:
    course = begun(tmp_path / "new")

    questions = course.questions.values()
    pages = [page for module in course for page in module.pages]
    assert {type(one) for one in questions} == {
        Choice,
        Choices,
        TrueOrFalse,
        WhoseClaim,
        NumberTyped,
        TextTyped,
        Ordering,
        Matching,
    }
    assert all(one.facts for one in questions)
    assert any(one.hints for one in questions)
    assert [one.mode for one in course.quizzes.values()] == ["practice", "test"]
    assert all(module.lesson.pretest for module in course)
    assert {fact for page in pages for fact in page.facts} == set(course.facts)
    assert {term for page in pages for term in page.terms} == set(course.glossary)
    assert any(page.check for page in pages)


def test_every_file_of_a_new_course_explains_itself() -> None:
    texts = {one.name: one.read_text(encoding="utf-8") for one in STARTER.rglob("*.yaml")}

    assert [name for name, text in texts.items() if not text.startswith("# ")] == []


def test_a_new_course_is_about_something_else() -> None:
    for path in STARTER.rglob("*.yaml"):
        assert TOPIC.findall(path.read_text(encoding="utf-8")) == []


def test_an_empty_folder_that_is_there_is_used(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()

    begun(tmp_path / "new")


@pytest.mark.parametrize("name", ["notes.txt", ".hidden"])
def test_a_folder_that_is_not_empty_is_left_as_it_is(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")

    status = main(["new-course", "."])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            f'seodang: . is not empty ("{name}" is in it); name a new folder, or an empty one.\n',
        ),
    )
    assert [one.name for one in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("folder", ["taken", "taken/inside"])
def test_a_file_in_the_way_is_said_plainly(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")

    status = main(["new-course", folder])

    assert (status, capsys.readouterr().err) == (
        2,
        f"seodang: {folder} cannot be made a folder, for a file is in its way; name a new one.\n",
    )
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_made_is_said_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["new-course", "x" * 300])

    assert status == 2
    assert capsys.readouterr().err.endswith(": File name too long.\n")


@pytest.mark.slow
async def test_a_new_course_can_be_tried_in_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(tmp_path / "new")
    monkeypatch.chdir(ROOT)  # so that it is this program that is started

    async with (
        previewed("--course", str(tmp_path / "new")) as address,
        aiohttp.ClientSession(address) as client,
        asyncio.timeout(20),
    ):
        said = {"person": STUDENT, "text": "/learn"}
        async with client.post("/control/send", json=said) as sent:
            assert sent.status == 200
        seen = ""
        while "A report on a ferry" not in seen:  # the bot may still be starting
            await asyncio.sleep(0.1)
            async with client.get(f"/chats/{STUDENT}/transcript") as transcript:
                seen = await transcript.text()


@pytest.mark.parametrize(
    "path", sorted(HOUSE.rglob("*.py")), ids=lambda path: path.relative_to(HOUSE).as_posix()
)
def test_the_program_knows_nothing_of_the_course_it_comes_with(path: Path) -> None:
    assert [one for one in strings(path) if TOPIC.search(one)] == []
