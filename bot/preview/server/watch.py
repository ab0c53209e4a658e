"""What happens in the chats, for those who look on: the page, tests.

Its one rule: a watcher that does not keep up loses events, never the server its memory; it
then finds {"event": "missed"} and looks at the chats again.
"""

import asyncio
from typing import Any, Self
from weakref import WeakSet

Event = dict[str, Any]

MOST_WAITING = 5000


class Watch(asyncio.Queue[Event]):
    """One watcher's events, as a queue, an async iterator and a context manager.

    Events have `event` (message, edit, delete, answer, commands, action, keyboard, reaction,
    update, poll, call, faults,
    people) and `chat`, None where every chat is meant.
    """

    def __init__(self, watches: "WeakSet[Watch]") -> None:
        super().__init__()
        self._watches = watches
        watches.add(self)

    def tell(self, event: Event) -> None:
        if self.qsize() >= MOST_WAITING:
            while not self.empty():
                self.get_nowait()
            event = {"event": "missed", "chat": None}
        self.put_nowait(event)

    def close(self) -> None:
        self._watches.discard(self)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Event:
        return await self.get()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Watches:
    """All watchers; one that nobody holds any more is forgotten."""

    def __init__(self) -> None:
        self._watches: WeakSet[Watch] = WeakSet()

    def add(self) -> Watch:
        return Watch(self._watches)

    def tell(self, event: str, chat: int | None, **facts: Any) -> None:
        if self._watches:
            for watch in list(self._watches):
                watch.tell({"event": event, "chat": chat, **facts})
