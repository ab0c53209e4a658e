"""The house itself: its rooms, its map, the size of its modules."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "bot"
MODULES = sorted(HOUSE.rglob("*.py"))
MOST_LINES = 400

IMPORT_ALL = """
import importlib, pkgutil, sys
import bot
names = [one.name for one in pkgutil.walk_packages(bot.__path__, "bot.")]
for name in names:
    importlib.import_module(name)
print(*sorted(names))
"""


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.slow
def test_every_module_can_be_imported_with_an_empty_environment(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    imported = set(done.stdout.split()) | {"bot"}
    assert imported == {name_of(path) for path in MODULES}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= MOST_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text == "" or text.startswith('"""')


@pytest.mark.parametrize("word", ["user_data", "chat_data", "bot_data", "ConversationHandler"])
def test_where_a_student_stands_is_in_the_store_and_nowhere_else(word: str) -> None:
    assert [name_of(path) for path in MODULES if word in path.read_text(encoding="utf-8")] == []


def test_the_map_of_the_house_names_every_room_from_top_to_bottom() -> None:
    rooms = {
        path.stem for path in HOUSE.iterdir() if (path.is_dir() and (path / "__init__.py").exists())
    } | {path.stem for path in HOUSE.glob("*.py")}

    named = re.findall(r"^    (\w+) +\S", bot.__doc__ or "", re.MULTILINE)

    assert sorted(named) == sorted(rooms - {"__init__", "__main__"})
    assert len(named) == len(set(named))


def test_only_the_settings_read_the_environment() -> None:
    reads = re.compile(r"\bos\.(environ|getenv)|\bdotenv\b")

    readers = [name_of(path) for path in MODULES if reads.search(path.read_text(encoding="utf-8"))]

    # the preview starts the bot in an environment made of its own
    assert readers == ["bot.preview.host", "bot.settings"]
