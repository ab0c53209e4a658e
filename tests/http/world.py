"""The bot and its Telegram over real sockets, in one loop or as a process of its own."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.chat.inbox import Clock
from bot.chat.pictures import Pictures
from bot.chat.service import Line, serve
from bot.classroom import Classroom
from bot.core.course import Course
from bot.preview.http import routes
from bot.preview.server import LocalTelegram, Person
from bot.store import Store, open_database
from tests.school import JONAS, MINA, TEACHER, course

TOKEN = "1:secret-of-the-bot"
PATIENCE = 8.0


def now() -> datetime:
    return datetime.now(UTC)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def children(parent: int) -> list[int]:
    """The processes that a process has started and that have not ended."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            # pid (name) state parent …, and the name may hold anything
            _, ppid = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            if int(ppid) == parent:
                found.append(int(folder.name))
    return found


async def until(claim: Callable[[], object]) -> None:
    """Returns when the claim holds; fails if it never does."""
    async with asyncio.timeout(PATIENCE):
        while not claim():
            await asyncio.sleep(0.005)


@dataclass
class World:
    """A Telegram on a port of its own, that can go away and come back."""

    port: int = field(default_factory=free_port)
    telegram: LocalTelegram = field(
        default_factory=lambda: LocalTelegram(
            TOKEN,
            now=now,
            people=[
                Person(MINA, "Mina"),
                Person(JONAS, "Jonas"),
                Person(TEACHER, "Seo", role="instructor"),
            ],
        )
    )
    _runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        app = web.Application()
        app.add_routes(routes(self.telegram))
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def queue(self) -> list[dict[str, Any]]:
        """The updates that the bot has not confirmed."""
        return self.telegram.chats.updates.pending()

    def calls(self, method: str, chat: int | None = None) -> list[Any]:
        """The bot's calls of a method, oldest first; those about one chat where it is named."""
        return [
            one
            for one in self.telegram.calls
            if one.method.lower() == method.lower() and chat in (None, one.params.get("chat_id"))
        ]

    def said(self, person: int) -> list[str]:
        """The bot's messages to somebody, oldest first."""
        messages = self.telegram.messages(person)
        return [one.get("text", "") for one in messages if one["from"]["is_bot"]]

    def sees(self, person: int, text: str) -> Callable[[], bool]:
        return lambda: bool(self.said(person)) and text in self.said(person)[-1]

    def tap(self, person: int, label: str) -> dict[str, Any]:
        """Press the key that begins with the label under the newest message."""
        message = [one for one in self.telegram.messages(person) if one["from"]["is_bot"]][-1]
        for row, keys in enumerate(message["reply_markup"]["inline_keyboard"]):
            for column, key in enumerate(keys):
                if key["text"].startswith(label):
                    return self.telegram.tap(person, message["message_id"], row=row, column=column)
        raise AssertionError(f"no key {label!r} in {message}")


@dataclass
class Teaching:
    """The bot at work in this loop."""

    store: Store
    task: "asyncio.Task[None]"

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        return await self.store.do(lambda ledger: ledger.inbox._execute(query).fetchall())

    async def comes_to(self, query: str, rows: list[tuple[Any, ...]]) -> None:
        """Returns when the query finds these rows."""
        async with asyncio.timeout(PATIENCE):
            while await self.rows(query) != rows:
                await asyncio.sleep(0.01)

    @asynccontextmanager
    async def cannot_store(self) -> AsyncIterator[None]:
        """For as long as the block lasts, the database takes no update."""
        await self.rows("alter table inbox rename to out_of_reach")
        yield
        await self.rows("alter table out_of_reach rename to inbox")


@asynccontextmanager
async def teaching(
    world: World,
    database: Path,
    taught: Course | None = None,
    folder: Path | None = None,
    *,
    clock: Clock = now,
    **line: Any,
) -> AsyncIterator[Teaching]:
    """The bot in this loop, until the block ends; then it finishes what is in hand."""
    store = Store(open_database(database))
    stop = asyncio.Event()
    seeds = count(1)
    task = asyncio.create_task(
        serve(
            Line(TOKEN, world.address, **line),
            store,
            Classroom(taught or course(), [TEACHER]),
            Pictures(folder),
            stop,
            clock=clock,
            seeds=lambda: next(seeds),
            pause=0.1,
        )
    )
    try:
        yield Teaching(store, task)
    finally:
        stop.set()
        await asyncio.wait((task,), timeout=15)
        store.close()
        task.result()


@dataclass
class Command:
    """`python -m bot …` as a process, with all it says."""

    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)

    async def listen(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said.append(line.decode())

    @property
    def output(self) -> str:
        return "".join(self.said)

    async def ended(self) -> int | None:
        """Its status; fails where it never ends."""
        await asyncio.wait_for(self.process.wait(), 20)
        return self.process.returncode


@asynccontextmanager
async def command(
    *arguments: str, under: Sequence[str] = (), **settings: str
) -> AsyncIterator[Command]:
    """The command while the block lasts; `under` is a program that starts it.

    Whatever it says is printed, for those who look at a failure, and never holds the token.
    """
    process = await asyncio.create_subprocess_exec(
        *(*under, sys.executable, "-m", "bot", *arguments),
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = Command(process)
    listening = asyncio.create_task(running.listen())
    try:
        yield running
    finally:
        if process.returncode is None:
            left = children(process.pid)
            process.kill()
            for child in left:
                with suppress(ProcessLookupError):  # it has ended by itself
                    os.kill(child, signal.SIGKILL)
        await process.wait()
        await asyncio.wait_for(listening, PATIENCE)
        sys.stdout.write(running.output)
    assert TOKEN not in running.output
