"""Server-sent events: what happens, told to every page that is open.

Its one rule: a page that does not keep up is told so and looks again; nobody waits for it.
"""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakSet

from aiohttp import web

from bot.preview.guard import HEADERS

HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 500
MOST_WAITING = 5000


class News:
    """One for the preview; each open page has a stream of it."""

    def __init__(self) -> None:
        self._streams: set[asyncio.Queue[bytes]] = set()
        self._tasks: WeakSet[asyncio.Task[Any]] = WeakSet()

    def tell(self, name: str, content: Any) -> None:
        if not self._streams:
            return
        told = event(name, content)
        for stream in self._streams:
            if stream.qsize() >= MOST_WAITING:
                while not stream.empty():
                    stream.get_nowait()
                stream.put_nowait(event("missed", {}))
            stream.put_nowait(told)

    async def stream(self, request: web.Request, hello: Any) -> web.StreamResponse:
        """Tell this page everything from now on; `hello()` gives what it begins with."""
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await response.prepare(request)
        retry = f"retry: {RETRY_MILLISECONDS}\n".encode()
        # Open before the hello is made: what happens between the two is told twice, not never.
        with self._opened() as stream:
            try:
                await response.write(retry + event("hello", hello()))
                while True:
                    await response.write(await _next(stream))
            except ConnectionResetError:
                return response

    def close(self) -> None:
        """End every stream."""
        for task in self._tasks:
            task.cancel()

    @contextmanager
    def _opened(self) -> Iterator[asyncio.Queue[bytes]]:
        stream: asyncio.Queue[bytes] = asyncio.Queue()
        self._streams.add(stream)
        try:
            yield stream
        finally:
            self._streams.discard(stream)


async def _next(stream: asyncio.Queue[bytes]) -> bytes:
    """What has happened since, as soon as something has; a comment when nothing does."""
    try:
        told = [await asyncio.wait_for(stream.get(), HEARTBEAT_SECONDS)]
    except TimeoutError:
        return b": nothing new\n\n"
    while not stream.empty():
        told.append(stream.get_nowait())
    return b"".join(told)


def event(name: str, content: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
