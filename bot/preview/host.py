"""The bot beside its Telegram: started, killed, told the time, given the course.

Its one rule: the bot runs as `seodang run` does, told nothing but where its Telegram is; the
lines on its standard input are for the clock, the course and forgetting a person, see
bot/chat/prompts.py.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

State = Literal["up", "starting", "down", "waiting"]
STOP_SECONDS = 12.0
ANSWER_SECONDS = 10.0
START_SECONDS = 20.0


class HostError(Exception):
    """The bot cannot do what was asked for; the message says why, for people."""


@dataclass(frozen=True)
class Post:
    """Where the bot finds what it needs.

    `course` is a folder of its own: the last good version is kept there, so that the bot can be
    started again while the author's files have mistakes.
    """

    token: str
    address: str
    database: Path
    course: Path
    seed: int
    zone: ZoneInfo


class Host:
    """One bot, and what is known of it.

    `state` is "waiting" until there is a course without mistakes, "starting" until the bot has
    asked for updates.  `why` says in a sentence why it is down, None while it is not.  `changed`
    is called whenever one of them is another.
    """

    def __init__(self, post: Post, changed: Callable[[], None]) -> None:
        self._post = post
        self._changed = changed
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._asking = asyncio.Lock()
        self._polled = asyncio.Event()
        self._ahead = 0.0
        self._wanted: str | None = None
        self.state: State = "waiting"
        self.why: str | None = "It waits for a course without mistakes."

    async def start(self, instructors: Iterable[int]) -> None:
        """Start the bot; nothing happens if it runs already.

        Raises HostError if it ends before it has asked for updates.
        """
        if self._process is not None:
            return
        self._polled.clear()
        self._wanted = None
        self._be("starting")
        self._answers = asyncio.Queue()
        kept = {key: value for key, value in os.environ.items() if not key.startswith("SEODANG_")}
        process = self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", "--prompted", str(self._post.seed)),
            env=kept
            | {
                "SEODANG_TOKEN": self._post.token,
                "SEODANG_API_URL": self._post.address,
                "SEODANG_DATABASE": str(self._post.database),
                "SEODANG_COURSE": str(self._post.course),
                "SEODANG_TIMEZONE": self._post.zone.key,
                "SEODANG_INSTRUCTORS": ",".join(map(str, instructors)),
            },
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is ours; the bot is then told to finish
        )
        self._watching = asyncio.create_task(self._watch(process))
        if self._ahead:
            await self.move(self._ahead)
        polled = asyncio.create_task(self._polled.wait())
        await asyncio.wait(
            {polled, self._watching}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        polled.cancel()
        if self._process is not process:
            raise HostError(self.why or "The bot has ended.")

    def polled(self) -> None:
        """The bot has asked its Telegram for updates."""
        if self.state == "starting":
            self._polled.set()
            self._be("up")

    async def kill(self) -> None:
        """End the bot as a power cut does."""
        if self._process is not None and self._watching is not None:
            self._wanted = "It was killed."
            self._process.kill()
            await asyncio.shield(self._watching)

    async def stop(self) -> None:
        """Let the bot finish what is in hand, and end."""
        process, watching = self._process, self._watching
        if process is None or watching is None:
            return
        self._wanted = "It was stopped."
        process.send_signal(signal.SIGTERM)
        await asyncio.wait({watching}, timeout=STOP_SECONDS)
        if process.returncode is None:
            process.kill()
            await watching

    async def move(self, ahead: float) -> None:
        """The bot's clock is so many seconds ahead of the real time; also after a restart."""
        self._ahead = ahead
        await self._ask({"ahead": ahead})

    async def keep(self, folder: Path) -> None:
        """Take this version of the course for the bot, which reads it at its next start."""
        await asyncio.to_thread(_copied, folder, self._post.course)

    async def teach(self) -> None:
        """Read the course that is kept anew."""
        await self._ask({"course": str(self._post.course)})

    async def forget(self, person: int) -> None:
        """Forget the person; raises HostError while the bot is down."""
        if self._process is None:
            raise HostError("The bot is down; start it first, so that it can forget.")
        await self._ask({"forget": person})

    async def unfinished(self) -> int:
        """How many updates the bot has taken and not worked off; 0 while it is down."""
        answer = await self._ask({"unfinished": True})
        return int(answer.get("unfinished", 0))

    async def _ask(self, wish: dict[str, Any]) -> dict[str, Any]:
        """Have the wish fulfilled, and what the bot answered; a bot that is down, or goes down,
        fulfils none."""
        async with self._asking:
            process, watching = self._process, self._watching
            if process is None or process.stdin is None or watching is None:
                return {}
            with contextlib.suppress(ConnectionError):
                process.stdin.write(json.dumps(wish).encode() + b"\n")
                await process.stdin.drain()
            answered = asyncio.create_task(self._answer(wish))
            await asyncio.wait(
                {answered, watching}, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if answered.done():
                return answered.result()
            answered.cancel()
            return {}

    async def _answer(self, wish: dict[str, Any]) -> dict[str, Any]:
        """The next answer to such a wish; a late one to an earlier wish is passed over."""
        while True:
            answer = await self._answers.get()
            if answer.keys() == wish.keys():
                return answer

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Read what the bot says until it ends."""
        assert process.stdout is not None  # noqa: S101 - asked for above
        async for line in process.stdout:
            try:
                self._answers.put_nowait(json.loads(line))
            except ValueError:
                print(line.decode(errors="replace"), end="", flush=True)  # noqa: T201 - the bot's own line
        status = await process.wait()
        if self._process is process:
            self._process = None
            by_itself = f"It ended with status {status}; its last line in the terminal says why."
            self._be("down", self._wanted or by_itself)

    def _be(self, state: State, why: str | None = None) -> None:
        self.state, self.why = state, why
        self._changed()


def _copied(folder: Path, kept: Path) -> None:
    """A copy of the course, in the place of the one before."""
    fresh = kept.with_name(f"{kept.name}-next")
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("lessons", "quizzes"):
        with contextlib.suppress(FileNotFoundError):  # gone again: the next look tells
            shutil.copytree(folder / part, fresh / part)
    shutil.rmtree(kept, ignore_errors=True)
    fresh.rename(kept)
