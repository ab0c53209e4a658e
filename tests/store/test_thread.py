"""The store's thread: one durable commit for many calls, each on its own."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.actions import StudentId
from bot.store import Ledger, Store, StoreError, open_database
from bot.store.thread import LATER_SECONDS
from tests.school import NOON

Call = asyncio.Future[Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seodang.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    store = Store(open_database(path))
    yield store
    store.close()


def enrolled(person: int) -> Callable[[Ledger], int]:
    """Work that enrols a student and gives the id back."""

    def work(ledger: Ledger) -> int:
        ledger.students.add(StudentId(person), f"Student {person}", NOON)
        return person

    return work


def failing(person: int, error: Exception) -> Callable[[Ledger], int]:
    """Work that enrols a student and then fails."""

    def work(ledger: Ledger) -> int:
        enrolled(person)(ledger)
        raise error

    return work


def on_disk(path: Path) -> list[int]:
    """Students that another process would see, in the order of their enrolment."""
    connection = sqlite3.connect(path)
    try:
        return [id_ for (id_,) in connection.execute("select id from students order by rowid")]
    finally:
        connection.close()


class Gate:
    """Holds the store's thread, so that calls queue up behind it."""

    def __init__(self, store: Store) -> None:
        self._opened = threading.Event()
        self._entered = threading.Event()
        self.passed = store.do(self._wait)

    def _wait(self, _: Ledger) -> None:
        self._entered.set()
        self._opened.wait(5)

    def shut(self) -> None:
        """Wait until nothing but what comes from now on is queued."""
        self._entered.wait(5)

    def open(self) -> None:
        self._opened.set()


async def test_what_a_caller_is_told_is_on_the_disk(store: Store, path: Path) -> None:
    assert await store.do(enrolled(1)) == 1

    assert on_disk(path) == [1]


async def test_a_call_that_fails_takes_no_neighbour_along(store: Store, path: Path) -> None:
    gate = Gate(store)
    gate.shut()
    calls = [
        store.do(enrolled(1)),
        store.do(failing(2, KeyError("so"))),
        store.do(enrolled(3)),
        store.do(enrolled(3)),
        store.do(enrolled(4)),
    ]
    gate.open()

    told = await asyncio.gather(*calls, return_exceptions=True)

    assert [repr(one).partition("(")[0] for one in told] == [
        "1",
        "KeyError",
        "3",
        "IntegrityError",
        "4",
    ]
    assert on_disk(path) == [1, 3, 4]


async def test_trouble_with_the_database_is_told_as_such(store: Store, path: Path) -> None:
    calls = [
        store.do(failing(1, sqlite3.OperationalError("disk I/O error"))),
        store.do(enrolled(2)),
    ]

    told = await asyncio.gather(*calls, return_exceptions=True)

    assert [repr(one) for one in told] == ["StoreError('disk I/O error')", "2"]
    assert on_disk(path) == [2]


async def test_calls_that_queued_up_share_a_commit_and_keep_their_order(
    store: Store, path: Path
) -> None:
    said: list[str] = []
    store._connection.set_trace_callback(said.append)
    gate = Gate(store)
    gate.shut()
    people = [5, 3, 9, 1, 7, *range(100, 120)]
    seen: list[int] = []

    def noted(person: int) -> Callable[[Ledger], int]:
        def work(ledger: Ledger) -> int:
            seen.append(person)
            return enrolled(person)(ledger)

        return work

    calls = [store.do(noted(person)) for person in people]
    gate.open()

    await asyncio.gather(gate.passed, *calls)

    store._connection.set_trace_callback(None)
    assert [one.lower() for one in said].count("commit") == 2  # the gate's own, and the others'
    assert seen == people
    assert on_disk(path) == sorted(people)


async def test_a_commit_that_fails_is_told_to_all_and_keeps_nothing(
    store: Store, path: Path
) -> None:
    def orphaned(ledger: Ledger) -> None:
        """The commit finds a page read by nobody."""
        store._connection.execute("pragma defer_foreign_keys = on")
        store._connection.execute("insert into pages_read values (77, 'a', 'b', 'c')")

    gate = Gate(store)
    gate.shut()
    calls: list[Call] = [store.do(enrolled(1)), store.do(orphaned), store.do(enrolled(2))]
    gate.open()

    told = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(one) for one in told] == [StoreError] * 3
    assert on_disk(path) == []
    assert not store._connection.in_transaction  # which would lock the file
    assert await store.do(enrolled(3)) == 3
    assert on_disk(path) == [3]


async def test_a_transaction_lost_in_the_middle_is_told_to_all(store: Store, path: Path) -> None:
    def lost(_: Ledger) -> None:
        store._connection.execute("rollback")  # as SQLite may do by itself on a full disk
        raise sqlite3.OperationalError("database or disk is full")

    gate = Gate(store)
    gate.shut()
    calls: list[Call] = [store.do(enrolled(1)), store.do(lost), store.do(enrolled(2))]
    gate.open()

    told = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(one) for one in told] == [StoreError] * 3
    assert on_disk(path) == []
    assert await store.do(enrolled(3)) == 3


async def test_a_caller_that_went_away_stops_nobody(store: Store, path: Path) -> None:
    gate = Gate(store)
    gate.shut()
    gone, stays = store.do(enrolled(1)), store.do(enrolled(2))
    gone.cancel()
    gate.open()

    assert await stays == 2
    assert on_disk(path) == [1, 2]


async def test_closing_finishes_what_is_queued(path: Path) -> None:
    store = Store(open_database(path))
    calls = [store.do(enrolled(person)) for person in range(1, 1001)]
    store.later(enrolled(2000))

    store.close()

    assert await asyncio.gather(*calls) == list(range(1, 1001))
    assert on_disk(path) == [*range(1, 1001), 2000]


async def test_a_call_after_closing_fails_instead_of_waiting_for_ever(path: Path) -> None:
    store = Store(open_database(path))
    store.close()

    with pytest.raises(RuntimeError, match="closed"):
        await asyncio.wait_for(store.do(enrolled(1)), 1)


def test_callers_of_several_loops_are_each_told_in_their_own(store: Store, path: Path) -> None:
    told: dict[int, list[int]] = {}

    async def enrol(first: int) -> list[int]:
        return list(await asyncio.gather(*(store.do(enrolled(first + one)) for one in range(50))))

    def run(first: int) -> None:
        told[first] = asyncio.run(enrol(first))

    threads = [threading.Thread(target=run, args=(first,)) for first in (100, 200, 300)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)

    assert told == {first: list(range(first, first + 50)) for first in (100, 200, 300)}
    assert len(on_disk(path)) == 150


def test_a_caller_whose_loop_is_gone_stops_nobody(store: Store, path: Path) -> None:
    async def leave() -> None:
        store.do(lambda _: threading.Event().wait(0.05))
        store.do(enrolled(1))

    asyncio.run(leave())

    async def come() -> int:
        return await store.do(enrolled(2))

    assert asyncio.run(come()) == 2
    assert on_disk(path) == [1, 2]


def test_a_loop_that_closes_just_when_it_is_told_stops_nobody(store: Store) -> None:
    class Closing(asyncio.SelectorEventLoop):
        """Open when it is looked at, closed when it is called."""

        def call_soon_threadsafe(self, *args: object, **more: object) -> asyncio.Handle:
            raise RuntimeError("Event loop is closed")

    leaving = Closing()
    try:

        async def leave() -> None:
            store.do(enrolled(1))

        leaving.run_until_complete(leave())

        async def come() -> int:
            return await asyncio.wait_for(store.do(enrolled(2)), 2)

        assert asyncio.run(come()) == 2
    finally:
        leaving.close()


async def test_what_may_wait_is_done_before_the_next_call_and_in_its_commit(
    store: Store, path: Path
) -> None:
    said: list[str] = []
    await store.do(lambda _: store._connection.set_trace_callback(said.append))
    said.clear()

    store.later(enrolled(9))
    store.later(enrolled(8))
    await store.do(enrolled(7))

    await store.do(lambda _: store._connection.set_trace_callback(None))
    inserted = [one for one in said if one.startswith("insert")]
    assert [one.count("Student 9") for one in inserted] == [1, 0, 0]
    assert on_disk(path) == [7, 8, 9]
    assert [one.lower() for one in said].count("commit") == 1


async def test_what_may_wait_is_done_soon_when_no_call_comes(store: Store, path: Path) -> None:
    for person in (8, 9):
        store.later(enrolled(person))

        assert await comes_to_be(path, person)


def test_what_may_wait_is_done_soon_in_a_second_loop_too(store: Store, path: Path) -> None:
    async def note(person: int) -> None:
        store.later(enrolled(person))

    async def note_and_wait(person: int) -> bool:
        await note(person)
        return await comes_to_be(path, person)

    asyncio.run(note(1))

    assert asyncio.run(note_and_wait(2))
    assert on_disk(path) == [1, 2]


async def comes_to_be(path: Path, person: int) -> bool:
    """Whether somebody is enrolled soon, though nobody asks the store for anything."""
    async with asyncio.timeout(20):
        while person not in on_disk(path):
            await asyncio.sleep(LATER_SECONDS)
    return True


async def test_what_may_wait_and_fails_is_logged_and_stops_nobody(
    store: Store, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.later(failing(1, KeyError("so")))
    store.later(enrolled(2))

    assert await store.do(enrolled(3)) == 3

    assert on_disk(path) == [2, 3]
    assert [(one.levelno, one.getMessage()) for one in caplog.records] == [
        (logging.ERROR, "What was sent could not be noted: 'so'")
    ]
