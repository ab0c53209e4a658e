"""The conversations that ship with the course still hold, word for word."""

from pathlib import Path

import pytest

from bot.content import load
from bot.core.course import Course
from bot.preview.transcript import read, write
from bot.rehearsal import replay

HERE = Path(__file__).parent
TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.fixture(scope="module")
def shipped() -> Course:
    course = load(HERE.parent.parent).course
    assert course is not None
    return course


def test_five_conversations_cover_the_ways_through_the_course() -> None:
    assert [path.stem for path in TRANSCRIPTS] == [
        "a-week-later",
        "class",
        "first-lesson",
        "odd-input",
        "quiz",
    ]


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_a_shipped_conversation_holds(path: Path, shipped: Course) -> None:
    name = f"tests/rehearsal/{path.name}"

    replayed = await replay(shipped, path.read_text(encoding="utf-8"), name)

    if replayed.difference:
        pytest.fail(
            f"{replayed.difference}\n\nIf that is wanted: seodang replay --update {name}",
            pytrace=False,
        )


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_a_shipped_conversation_is_written_as_the_format_has_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert write(read(text)) == text
