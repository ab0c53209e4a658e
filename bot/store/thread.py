"""The one thread on which the database lives.

A call is queued as a function of the ledger.  The thread takes all that has queued up, runs
each in a savepoint, commits once, and only then tells the callers: what they are told is on
the disk.  The event loop never waits for the disk, and no two calls can race.
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.store.ledger import Ledger

T = TypeVar("T")
_MOST_AT_ONCE = 256


class _Call:
    """A function waiting for its turn, and where its outcome goes."""

    __slots__ = ("error", "future", "loop", "result", "work")

    def __init__(
        self,
        work: Callable[[Ledger], object],
        future: "asyncio.Future[Any]",
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self.work = work
        self.future = future
        self.loop = loop
        self.result: object = None
        self.error: Exception | None = None


class Store:
    """The database, called from asyncio."""

    def __init__(self, db: Database) -> None:
        self._connection = db.conn
        self._ledger = Ledger(self._connection)
        self._calls: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Ledger], T]) -> "asyncio.Future[T]":
        """Run the work on the store's thread; done once it is durable.

        The future raises what the work raised, with nothing of it kept, or the sqlite3.Error
        that stopped the commit.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._calls.put(_Call(work, future, loop))
        return future

    def close(self) -> None:
        """Finish what is queued, then close the file."""
        self._calls.put(None)
        self._thread.join()
        self._connection.close()

    def _run(self) -> None:
        is_open = True
        while is_open:
            waiting = [self._calls.get()]
            try:
                while len(waiting) < _MOST_AT_ONCE:
                    waiting.append(self._calls.get_nowait())
            except queue.Empty:
                pass
            calls = [call for call in waiting if call is not None]
            is_open = len(calls) == len(waiting)
            if calls:
                self._commit(calls)
                _tell(calls)

    def _commit(self, calls: list[_Call]) -> None:
        execute = self._connection.execute
        try:
            execute("begin immediate")
            for call in calls:
                execute("savepoint one")
                try:
                    call.result = call.work(self._ledger)
                except Exception as error:  # noqa: BLE001 - it is handed to the caller
                    call.error = error
                    execute("rollback to one")
                execute("release one")
            execute("commit")
        except sqlite3.Error as error:
            if self._connection.in_transaction:
                execute("rollback")
            for call in calls:
                call.error = error


def _tell(calls: list[_Call]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Call]] = {}
    for call in calls:
        by_loop.setdefault(call.loop, []).append(call)
    for loop, told in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, told)


def _resolve(calls: list[_Call]) -> None:
    for call in calls:
        if call.future.done():
            continue
        if call.error is None:
            call.future.set_result(call.result)
        else:
            call.future.set_exception(call.error)
