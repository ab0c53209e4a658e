"""The commands as processes: what they say and how they end."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import open_database
from tests.http.world import TOKEN, World, children, command, free_port, until
from tests.preview.evening import GOOD, new_course
from tests.school import MINA

pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at Linux's processes")


@pytest.fixture(autouse=True)
def taught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small course: it is quickly read."""
    monkeypatch.setenv("SEODANG_COURSE", str(GOOD))


async def test_run_teaches_ends_cleanly_and_goes_on(world: World, database: Path) -> None:
    settings = {
        "SEODANG_TOKEN": TOKEN,
        "SEODANG_API_URL": world.address,
        "SEODANG_DATABASE": str(database),
    }
    async with command("run", **settings) as bot:
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.ended() == 0
    assert "Stopped; everything is stored." in bot.output

    world.tap(MINA, "1. ")
    async with command("run", **settings) as bot:
        await until(world.sees(MINA, "question 1 of"))
        bot.process.send_signal(signal.SIGINT)
        assert await bot.ended() == 0


async def test_a_refused_token_is_one_line_and_status_2(world: World, database: Path) -> None:
    async with command(
        "run",
        SEODANG_TOKEN="1:wrong-token",
        SEODANG_API_URL=world.address,
        SEODANG_DATABASE=str(database),
    ) as bot:
        assert await bot.ended() == 2

    assert bot.output.count("\n") == 1
    assert "Telegram refuses the token in SEODANG_TOKEN" in bot.output
    assert "wrong-token" not in bot.output


async def test_an_unreachable_api_is_said_and_ends_with_status_2(database: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    async with command(
        "run", SEODANG_TOKEN=TOKEN, SEODANG_API_URL=address, SEODANG_DATABASE=str(database)
    ) as bot:
        assert await bot.ended() == 2

    assert f"seodang: The Bot API at {address} cannot be reached" in bot.said[-1]
    assert "SEODANG_API_URL" in bot.said[-1]
    assert "Traceback" not in bot.output


async def test_a_bot_that_cannot_reach_telegram_still_stops_at_once(
    world: World, database: Path
) -> None:
    async with command(
        "run",
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=world.address,
        SEODANG_DATABASE=str(database),
    ) as bot:
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        await world.close()
        await until(lambda: "Telegram cannot be reached" in bot.output)
        bot.process.send_signal(signal.SIGTERM)

        async with asyncio.timeout(3):
            assert await bot.ended() == 0


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The small course with a slip in two of its files."""
    new_course(tmp_path)
    for name, right, slip in (
        ("gaps.yaml", "why:", "wyh:"),
        ("grain.yaml", "type: choices\n", "type: choises\n"),
    ):
        quiz = tmp_path / "quizzes" / name
        quiz.write_text(quiz.read_text().replace(right, slip, 1))
    return tmp_path


@pytest.mark.parametrize("arguments", [("run",), ("check",)])
async def test_a_course_with_mistakes_does_not_start_and_every_one_is_said(
    world: World, broken: Path, arguments: tuple[str, ...]
) -> None:
    async with command(
        *arguments,
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=world.address,
        SEODANG_COURSE=str(broken),
        SEODANG_DATABASE=str(broken / "school.db"),
    ) as bot:
        assert await bot.ended() == 1

    *problems, total = bot.said
    assert {one.split(":")[0] for one in problems} == {
        "quizzes/gaps.yaml",
        "quizzes/grain.yaml",
    }
    assert 'did you mean "why"?' in bot.output
    assert 'did you mean "choices"?' in bot.output
    assert total == f"{len(problems)} mistakes in {broken}.\n"
    assert not world.telegram.calls
    assert not (broken / "school.db").exists()


def other_text(path: Path) -> None:
    path.write_text("This is no database, however long the text may be. " * 100)


def damaged(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("create table t (a)")
        db.executemany("insert into t values (?)", [("x" * 500,)] * 200)
    db.close()
    content = bytearray(path.read_bytes())
    content[8192:40_000] = b"\x7f" * (40_000 - 8192)
    path.write_bytes(content)


def newer(path: Path) -> None:
    db = open_database(path)
    db.conn.execute(
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('seodang', 'm999_future', '')"
    )
    db.close()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (other_text, "seodang: The file {path} is no Seodang database"),
        (damaged, "seodang: The database {path} is damaged"),
        (newer, "seodang: The database {path} was written by a newer Seodang"),
    ],
)
async def test_a_database_that_cannot_be_used_is_one_line_and_status_2(
    world: World, database: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(database)

    async with command(
        "run",
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=world.address,
        SEODANG_DATABASE=str(database),
    ) as bot:
        assert await bot.ended() == 2

    assert bot.output.count("\n") == 1
    assert bot.output.startswith(said.format(path=database))


@linux
async def test_a_database_that_cannot_be_written_is_one_line_and_status_2(
    world: World, tmp_path: Path
) -> None:
    database = tmp_path / "closed" / "school.db"
    open_database(database).close()
    database.chmod(0o444)
    database.parent.chmod(0o555)
    # root may write everywhere, unless this right is taken away
    under = ("setpriv", "--bounding-set=-dac_override") if os.geteuid() == 0 else ()

    async with command(
        "run",
        under=under,
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=world.address,
        SEODANG_DATABASE=str(database),
    ) as bot:
        status = await bot.ended()
    database.parent.chmod(0o755)

    assert status == 2
    assert bot.output == (
        f"seodang: The database {database} cannot be written; give the bot's user write access "
        "to it and to its folder.\n"
    )


@linux
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
async def test_the_bot_beside_the_preview_ends_with_it(ending: signal.Signals) -> None:
    async with command("preview", "--no-open", "--port", "0") as preview:
        await until(lambda: "Teaching" in preview.output)
        (bot,) = children(preview.process.pid)
        preview.process.send_signal(ending)
        status = await preview.ended()
        is_left = Path(f"/proc/{bot}").exists()
        if is_left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(bot, signal.SIGKILL)

    assert (status, is_left) == (0, False)
    assert "Stopped; everything is stored." in preview.output


async def test_a_port_for_health_that_is_taken_is_said_plainly(
    world: World, database: Path
) -> None:
    async with command(
        "run",
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=world.address,
        SEODANG_DATABASE=str(database),
        SEODANG_LISTEN=f"127.0.0.1:{world.port}",
    ) as bot:
        assert await bot.ended() == 2

    assert "SEODANG_LISTEN" in bot.said[-1]
