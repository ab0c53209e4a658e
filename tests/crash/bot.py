"""The bot as a process that can be killed many times, as each of its lives begins quickly.

Its one rule: a life is a process of its own that runs the command as it is; only what the
program imports is read once for all of them, before the fork.
"""

import asyncio
import multiprocessing
import os
import sys
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

TOKEN = "1:crash"
PATIENCE = 15.0
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["bot.cli", "bot.chat.service", "bot.chat.prompts", __name__])


@dataclass
class Bot:
    """The real command; `kills` counts how often it was ended without a word."""

    address: str
    database: Path
    course: Path
    process: ForkServerProcess | None = None
    kills: int = 0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive()

    async def start(self) -> None:
        settings = {
            "SEODANG_TOKEN": TOKEN,
            "SEODANG_API_URL": self.address,
            "SEODANG_DATABASE": str(self.database),
            "SEODANG_COURSE": str(self.course),
        }
        self.process = _forks.Process(target=_run, args=(settings,), daemon=True)
        # the first of all waits until everything is imported
        await asyncio.to_thread(self.process.start)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self._ended()
        self.kills += 1

    async def stop(self) -> int | None:
        assert self.process is not None
        self.process.terminate()
        await self._ended()
        return self.process.exitcode

    async def _ended(self) -> None:
        assert self.process is not None
        async with asyncio.timeout(PATIENCE):
            while self.process.is_alive():
                await asyncio.sleep(0.001)


def _run(settings: dict[str, str]) -> None:
    """What `python -m bot run` does."""
    os.environ.update(settings)
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), 2)
    from bot.cli import main

    sys.exit(main(["run"]))
