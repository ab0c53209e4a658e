"""The queue of updates between what people do and what the bot asks.

Its one rule: an update is given again and again until it is confirmed by a higher offset, or
until it has expired.  Seconds of waiting are real; expiry follows the clock that is passed in.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.preview.server.errors import ApiError, conflict

Update = dict[str, Any]

FIRST_ID = 100_000_001
LONGEST_POLL = 50
LARGEST_BATCH = 100
# the real server forgets a tap much sooner than a message
TAP_LIFETIME = timedelta(seconds=150)
LIFETIME = timedelta(hours=24)
NOT_BY_DEFAULT = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the queue; `again` is one that is given once more although confirmed."""

    update: Update
    expires: datetime
    again: bool = False


class Updates:
    """`allowed` None means all kinds but `NOT_BY_DEFAULT`; `changed` is called after each push,
    `told` gets the update."""

    def __init__(
        self,
        now: Callable[[], datetime],
        first: int = 0,
        told: Callable[[Update], None] | None = None,
    ) -> None:
        self._now = now
        self._told = told or _nothing
        self._waiting: list[Waiting] = []
        self._next_id = FIRST_ID + first
        self._poll: asyncio.Future[None] | None = None
        self.allowed: frozenset[str] | None = None
        self.changed: Callable[[], None] = _nothing

    def __len__(self) -> int:
        self._forget_expired()
        return len(self._waiting)

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants; None leaves it as it was, empty is the default."""
        if kinds is not None:
            self.allowed = frozenset(kind.lower() for kind in kinds) or None

    def add(self, kind: str, content: dict[str, Any]) -> Update:
        """Queue a new update; empty if the bot does not want its kind."""
        wanted = kind not in NOT_BY_DEFAULT if self.allowed is None else kind in self.allowed
        if not wanted:
            return {}
        return self.push({"update_id": self._take_id(), kind: content})

    def push(self, update: Update) -> Update:
        """Queue an update as it stands, whatever is in it."""
        update = update if "update_id" in update else {"update_id": self._take_id(), **update}
        number = update["update_id"]
        if isinstance(number, int) and number >= self._next_id:
            self._next_id = number + 1
        return self._queue(update, again=False)

    def repeat(self, update: Update) -> Update:
        """Give the same update once more, confirmed or not."""
        return self._queue(update, again=True)

    def clear(self) -> None:
        self._waiting.clear()

    def pending(self) -> list[Update]:
        self._forget_expired()
        return [waiting.update for waiting in self._waiting]

    def done(self, update: Update) -> None:
        """A webhook has taken this one."""
        self._waiting = [each for each in self._waiting if each.update is not update]

    async def get(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """A batch as getUpdates returns it; waits up to `seconds` for the first.

        Raises ApiError when another poll takes over.
        """
        self.stop_poll(_TERMINATED)
        self._confirm(offset)
        batch = self._batch(limit)
        if batch or seconds <= 0:
            return batch
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            return []
        finally:
            if self._poll is poll:
                self._poll = None
        return self._batch(limit)

    def stop_poll(self, reason: str) -> None:
        """End the poll that waits now, if any, with a conflict."""
        self._wake(conflict(reason))

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1

    def _queue(self, update: Update, *, again: bool) -> Update:
        lifetime = TAP_LIFETIME if "callback_query" in update else LIFETIME
        self._waiting.append(Waiting(update, self._now() + lifetime, again))
        self._wake(None)
        self.changed()
        self._told(update)
        return update

    def _wake(self, error: ApiError | None) -> None:
        poll, self._poll = self._poll, None
        if poll is None or poll.done():
            return
        if error is None:
            poll.set_result(None)
        else:
            poll.set_exception(error)

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._waiting = [
                each for each in self._waiting if each.again or not _number(each.update) < offset
            ]
        elif offset < 0:
            self._waiting = self._waiting[offset:]

    def _batch(self, limit: int) -> list[Update]:
        self._forget_expired()
        size = max(1, min(limit, LARGEST_BATCH))
        batch = [each.update for each in self._waiting[:size]]
        # given once more, and from now on confirmed like any other
        self._waiting[:size] = [replace(each, again=False) for each in self._waiting[:size]]
        return batch

    def _forget_expired(self) -> None:
        if self._waiting:
            now = self._now()
            self._waiting = [each for each in self._waiting if each.expires > now]


def _number(update: Update) -> float:
    number = update["update_id"]
    return number if isinstance(number, int) else float("inf")


def _nothing(*_: object) -> None:
    pass
