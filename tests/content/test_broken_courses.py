"""Every rule for authors, each with a course that breaks it: tests/broken/README.md."""

import re
import shutil
from pathlib import Path

import pytest

from bot.content import load

BROKEN = Path(__file__).parents[1] / "broken"
GOOD = BROKEN / "good"
HOMES = {
    "facts": "lessons/facts.yaml",
    "glossary": "lessons/glossary.yaml",
    "course": "lessons/course.yaml",
    "lessons": "lessons/gaps.yaml",
    "quizzes": "quizzes/gaps.yaml",
    "further": "quizzes/quizzes.yaml",
}
FILES = sorted(path for folder in HOMES for path in (BROKEN / folder).iterdir())
FOLDERS = sorted((BROKEN / "folders").iterdir())
PROGRAMMERS_WORDS = re.compile(
    r"\b(dict|str|list|tuple|NoneType|None|bool|Decimal|mapping|validation|discriminator|input|"
    r"scalar|node|parser|pydantic|regex|pattern|ValueError|Value error)\b"
)


def expected(path: Path) -> list[str]:
    """The `# expect:` lines that the file begins with."""
    lines = path.read_bytes().split(b"\n")
    return [
        line.removeprefix(b"# expect: ").decode()
        for line in lines
        if line.startswith(b"# expect: ")
    ]


@pytest.mark.parametrize("broken", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_broken_file_is_told_what_to_mend_and_nothing_else(broken: Path, tmp_path: Path):
    course = tmp_path / "course"
    shutil.copytree(GOOD, course)
    shutil.copy(broken, course / HOMES[broken.parent.name])

    loaded = load(course)

    assert [str(problem) for problem in loaded.problems] == expected(broken)
    assert expected(broken)
    is_sound = all(": warning: " in line for line in expected(broken))
    assert (loaded.course is not None) == is_sound


@pytest.mark.parametrize("broken", FOLDERS, ids=lambda path: path.name)
def test_a_broken_folder_is_told_what_to_mend_and_nothing_else(broken: Path):
    loaded = load(broken)

    assert [str(problem) for problem in loaded.problems] == expected(broken / "README.md")
    assert loaded.problems
    assert loaded.course is None


@pytest.mark.parametrize("broken", [*FILES, *(path / "README.md" for path in FOLDERS)], ids=str)
def test_no_problem_speaks_like_a_program(broken: Path):
    quoted = re.compile(r'"[^"]*"|`[^`]*`')

    words = [quoted.sub("", line) for line in expected(broken)]

    assert [line for line in words if PROGRAMMERS_WORDS.search(line)] == []


def test_the_good_course_has_no_problems():
    loaded = load(GOOD)

    assert loaded.problems == ()
    assert loaded.course is not None
    assert [module.id for module in loaded.course] == ["gaps", "grain"]
