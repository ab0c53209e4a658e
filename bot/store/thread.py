"""The one thread on which the database lives.

A call is queued as a function of the ledger.  The thread takes all that has queued up, commits
once, and only then tells the callers: what they are told is on the disk.  A call that fails
leaves nothing behind and takes no neighbour along.  The event loop never waits for the disk,
and no two calls can race.
"""

import asyncio
import contextlib
import logging
import queue
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from sqlite_utils import Database

from bot.store.database import StoreError
from bot.store.ledger import Ledger

log = logging.getLogger(__name__)

T = TypeVar("T")
# the first feedback leaves while the next group is stored: larger groups make all wait for all
_MOST_AT_ONCE = 32
LATER_SECONDS = 0.05


class _Call:
    """A function waiting for its turn, and where its outcome goes; nowhere for None."""

    __slots__ = ("error", "future", "loop", "result", "work")

    def __init__(
        self,
        work: Callable[[Ledger], object],
        future: "asyncio.Future[Any] | None",
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
        self._later: deque[_Call] = deque()
        self._waking: asyncio.AbstractEventLoop | None = None
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="store", daemon=True)
        self._thread.start()

    def do(self, work: Callable[[Ledger], T]) -> "asyncio.Future[T]":
        """Run the work on the store's thread; done once it is durable.

        The work may be run twice, the first time undone: it changes nothing but the ledger.
        The future raises what the work raised, with nothing of it kept; StoreError when the
        database itself is in trouble, as when the disk is full.
        """
        if self._is_closed:
            raise RuntimeError("the store is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._calls.put(_Call(work, future, loop))
        return future

    def later(self, work: Callable[[Ledger], object]) -> None:
        """Run the work with the next call, before it, or soon if none comes.

        For what need not be durable at once: it shares a commit that happens anyway.  A
        failure is logged.
        """
        loop = asyncio.get_running_loop()
        self._later.append(_Call(work, None, loop))
        if self._waking is not loop:
            self._waking = loop
            loop.call_later(LATER_SECONDS, self._wake, loop)

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        self._waking = None
        if self._later:
            self._calls.put(_Call(_nothing, None, loop))

    def close(self) -> None:
        """Finish what is queued, then close the file."""
        self._is_closed = True
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
            now = [call for call in waiting if call is not None]
            is_open = len(now) == len(waiting)
            calls = [self._later.popleft() for _ in range(len(self._later))] + now
            if calls:
                self._commit(calls)
                _tell(calls)

    def _commit(self, calls: list[_Call]) -> None:
        """All calls in one transaction; where one fails, all once more, each by itself.

        A statement hands the interpreter to the event loop and has to wait to get it back, so
        the savepoints that part the calls are set only when they are needed.
        """
        try:
            self._try_together(calls)
        except Exception:  # noqa: BLE001 - the calls are run again, and then it is told
            try:
                self._undo()
                self._run_apart(calls)
            except sqlite3.Error as error:
                self._undo()
                for call in calls:
                    call.error = StoreError(str(error))

    def _try_together(self, calls: list[_Call]) -> None:
        self._connection.execute("begin immediate")
        for call in calls:
            call.result = call.work(self._ledger)
        self._connection.execute("commit")

    def _run_apart(self, calls: list[_Call]) -> None:
        execute = self._connection.execute
        execute("begin immediate")
        for call in calls:
            execute("savepoint one")
            try:
                call.result = call.work(self._ledger)
            except Exception as error:  # noqa: BLE001 - it is handed to the caller
                is_trouble = isinstance(error, sqlite3.OperationalError)
                call.error = StoreError(str(error)) if is_trouble else error
                execute("rollback to one")
            execute("release one")
        execute("commit")

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("rollback")


def _nothing(_: Ledger) -> None:
    """What wakes the thread."""


def _tell(calls: list[_Call]) -> None:
    by_loop: dict[asyncio.AbstractEventLoop, list[_Call]] = {}
    for call in calls:
        if call.future is None:
            if call.error is not None:
                log.error("What was sent could not be noted: %s", call.error)
            continue
        by_loop.setdefault(call.loop, []).append(call)
    for loop, told in by_loop.items():
        # a loop that is closed, perhaps this very moment, has nobody left to be told
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_resolve, told)


def _resolve(calls: list[_Call]) -> None:
    for call in calls:
        if call.future is None or call.future.done():
            continue
        if call.error is None:
            call.future.set_result(call.result)
        else:
            call.future.set_exception(call.error)
