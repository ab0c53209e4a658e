"""The course's folder, looked at again and again: saved is seen.

Its one rule: what is being written is waited out; only files that stand still are read.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from bot.content import Loaded, load

LOOK_SECONDS = 0.3

_Stamps = dict[Path, tuple[int, int]]


async def looked_after(folder: Path, take: Callable[[Loaded, Path], Awaitable[None]]) -> None:
    """Load the course, now and whenever a file of it has changed, until cancelled."""
    known = seen = _stamps(folder)
    await take(await asyncio.to_thread(load, folder), folder)
    while True:
        await asyncio.sleep(LOOK_SECONDS)
        now = await asyncio.to_thread(_stamps, folder)
        if now == seen != known:
            known = seen
            await take(await asyncio.to_thread(load, folder), folder)
        seen = now


def _stamps(folder: Path) -> _Stamps:
    """When each file was changed, and how long it is."""
    stamps = {}
    for part in ("lessons", "quizzes"):
        with suppress(OSError):  # gone while it was looked at
            for path in (folder / part).rglob("*"):
                with suppress(OSError):
                    about = path.stat()
                    stamps[path] = (about.st_mtime_ns, about.st_size)
    return stamps
