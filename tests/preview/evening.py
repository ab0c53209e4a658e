"""A preview in this process, with its real bot as a child: what `launch` sets up, without a
terminal."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.preview.clock import Clock
from bot.preview.folder import looked_after
from bot.preview.host import Host, Post
from bot.preview.http import application
from bot.preview.launch import PEOPLE
from bot.preview.server import LocalTelegram
from bot.preview.stage import Stage
from tests.preview.looking import Looker, looking

GOOD = Path(__file__).parent.parent / "broken" / "good"
TOKEN = "1:evening"
MINA, JONAS, TEACHER = 1001, 1002, 9001
PATIENCE = 15.0


async def until(claim: Callable[[], object]) -> None:
    """Returns when the claim holds; fails if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not claim():
            await asyncio.sleep(0.005)


@dataclass
class Evening:
    """`folder` holds the course, `states` are those of the bot, oldest first."""

    stage: Stage
    host: Host
    page: Looker
    address: str
    folder: Path
    database: Path
    states: list[tuple[str, str | None]]

    @property
    def telegram(self) -> LocalTelegram:
        return self.stage.telegram

    @property
    def outline(self) -> Path:
        return self.folder / "lessons" / "course.yaml"

    def stored(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query).fetchall()

    def said(self, person: int) -> list[str]:
        """The bot's messages, oldest first."""
        messages = self.telegram.messages(person)
        return [one["text"] for one in messages if one["from"]["is_bot"]]

    async def answers(self, person: int, text: str) -> str:
        """What the bot says when somebody writes this."""
        await self.page.does("send", person=person, text=text)
        assert await self.page.does("quiet", seconds=PATIENCE)
        return self.said(person)[-1]


def new_course(folder: Path) -> None:
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)


@asynccontextmanager
async def evening(
    tmp_path: Path, *, looks_after: bool = True, token: str = TOKEN
) -> AsyncIterator[Evening]:
    """A preview whose bot is down, or begun by the course in the folder as it `looks_after` it."""
    clock = Clock()
    telegram = LocalTelegram(TOKEN, now=clock, people=PEOPLE)
    stage = Stage(telegram, clock)
    runner = web.AppRunner(
        application(stage), access_log=None, handler_cancellation=True, shutdown_timeout=0.1
    )
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = "http://127.0.0.1:{1}".format(*runner.addresses[0])
    folder, database = tmp_path / "course", tmp_path / "preview.db"
    taught = tmp_path / "taught"
    post = Post(token, address, database, taught, stage.seed, ZoneInfo("UTC"))
    states: list[tuple[str, str | None]] = []

    def changed() -> None:
        states.append((host.state, host.why))
        stage.tell_bot()

    stage.host = host = Host(post, changed)
    if folder.is_dir() and not looks_after:
        await host.keep(folder)
    looking_after = asyncio.create_task(
        looked_after(folder, stage.take) if looks_after else asyncio.sleep(3600)
    )
    async with looking(address) as page:
        try:
            yield Evening(stage, host, page, address, folder, database, states)
            assert not looking_after.done(), looking_after.exception()
        finally:
            looking_after.cancel()
            await asyncio.gather(looking_after, return_exceptions=True)
            await host.stop()
            await runner.cleanup()
