"""From a raw update to what the student sees.

An update is stored before Telegram is told that it has arrived.  Each student's updates are
worked off one after another, different students' side by side.  A row is marked handled in
the transaction that changes what it changes, and done once its screen has been sent; what a
crash leaves between the two is drawn again at the next start.
"""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram.error import TelegramError

from bot.chat.delivery import Blocked, Delivery, Sent
from bot.chat.menus import Menus
from bot.chat.updates import Incoming, InGroup, Membership, sender_of, understand
from bot.classroom import Classroom, Outcome
from bot.core.actions import StudentId
from bot.core.notices import Notice
from bot.store import Ledger, Row, Store, StoreError

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Seeds = Callable[[], int]
NOBODY = 0
_LARGEST = 2**63  # what SQLite can hold
MOST_WAITING = 2_000


class Inbox:
    """Updates on their way.  `seeds` gives a fresh number for each walk that begins."""

    def __init__(
        self,
        store: Store,
        classroom: Classroom,
        delivery: Delivery,
        menus: Menus,
        *,
        clock: Clock,
        seeds: Seeds,
    ) -> None:
        self._store = store
        self._classroom = classroom
        self._delivery = delivery
        self._menus = menus
        self._clock = clock
        self._seeds = seeds
        self._lines: dict[int, deque[tuple[int, object, bool]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self.waiting = 0
        self._moved = asyncio.Event()
        self.handled = 0
        self.failed = 0

    async def resume(self) -> None:
        """Go on where the last run stopped: draw what was not sent, handle what was not."""
        handled = await self._store.do(lambda ledger: ledger.inbox.handled())
        new = await self._store.do(lambda ledger: ledger.inbox.new())
        for rows, is_handled in ((handled, True), (new, False)):
            for row in rows:
                self._line_up(row.student, row.update_id, json.loads(row.body), is_handled)

    async def receive(self, updates: Sequence[Any]) -> None:
        """Store the updates; they may be confirmed to Telegram once this returns.

        Raises StoreError if they could not be stored, and then nothing of them counts.
        """
        rows, lines = [], []
        for raw in updates:
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            if not isinstance(update_id, int) or not 0 <= update_id < _LARGEST:
                log.warning("An update without an id was passed over.")
                continue
            student = sender_of(raw)
            rows.append(Row(update_id, student, json.dumps(raw)))
            lines.append((student, update_id, raw))
        if not rows:
            return
        now = self._clock()
        stored = self._store.do(lambda ledger: ledger.inbox.put(rows, now))
        # in line behind the storing, so that both share a commit; a worker whose row was not
        # stored, or is no longer new, finds nothing to take
        for student, update_id, raw in lines:
            self._line_up(student, update_id, raw, is_handled=False)
        await stored

    async def has_room(self) -> None:
        """Returns when not too much is waiting."""
        while self.waiting > MOST_WAITING:
            self._moved.clear()
            await self._moved.wait()

    async def settled(self) -> None:
        """Returns when everything that was received has been worked off."""
        while self._workers:
            await asyncio.wait(tuple(self._workers))

    async def stop(self, patience: float) -> None:
        """Finish what is in hand, for at most that many seconds; the rest waits in the store."""
        for line in self._lines.values():
            line.clear()
        if self._workers:
            await asyncio.wait(tuple(self._workers), timeout=patience)
        for worker in tuple(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    def _line_up(self, student: int | None, update_id: int, raw: object, is_handled: bool) -> None:
        key = NOBODY if student is None else student
        self.waiting += 1
        line = self._lines.get(key)
        if line is not None:
            line.append((update_id, raw, is_handled))
            return
        self._lines[key] = deque([(update_id, raw, is_handled)])
        worker = asyncio.get_running_loop().create_task(self._work(key))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, key: int) -> None:
        """Work off one student's line, one update after another."""
        line = self._lines[key]
        try:
            while line:
                update_id, raw, is_handled = line.popleft()
                try:
                    await self._handle(update_id, raw, is_handled)
                except StoreError as error:
                    log.error("Update %s was not handled: %s", update_id, error)  # noqa: TRY400
                except Exception:
                    # one student's line goes on, whatever one update has led to
                    self.failed += 1
                    log.exception("Update %s led to a fault.", update_id)
                finally:
                    self.waiting -= 1
                    self._moved.set()
        finally:
            del self._lines[key]

    async def _handle(self, update_id: int, raw: object, is_handled: bool) -> None:
        try:
            said = understand(raw)
        except ValueError as error:
            log.warning("Update %s was passed over: %s", update_id, error)
            await self._fail(update_id)
            return
        match said:
            case Incoming():
                await self._visit(update_id, said, is_handled)
            case InGroup():
                if await self._take(update_id, is_handled):
                    await self._delivery.decline(said)
                    self._done(update_id)
            case Membership():
                await self._member(update_id, said)
            case None:
                await self._take(update_id, is_handled)
                self._done(update_id)

    async def _member(self, update_id: int, said: Membership) -> None:
        def note(ledger: Ledger) -> None:
            if ledger.inbox.take(update_id):
                ledger.students.block(said.student, is_blocked=said.is_blocked)
                ledger.inbox.done(update_id)

        await self._store.do(note)

    async def _visit(self, update_id: int, incoming: Incoming, is_handled: bool) -> None:
        now, seed = self._clock(), self._seeds()

        def attend(ledger: Ledger) -> Outcome | None:
            if is_handled:
                visit = incoming.visit
                outcome = self._classroom.redraw(ledger, visit.student, now=now, said=visit.said)
                # a new message may have been sent and not noted: only one that is sent, or
                # edited, now is sure to be the living one
                return None if outcome is None else replace(outcome, is_past=True)
            if not ledger.inbox.take(update_id):
                return None
            return self._classroom.attend(ledger, incoming.visit, now=now, seed=seed)

        try:
            outcome = await self._store.do(attend)
        except StoreError:
            raise
        except Exception:
            log.exception("Update %s could not be handled.", update_id)
            await self._fail(update_id)
            student = incoming.visit.student
            outcome = await self._store.do(
                lambda ledger: self._classroom.redraw(
                    ledger, student, now=now, notice=Notice.BROKEN
                )
            )
        if outcome is None:
            return
        self.handled += 1
        await self._deliver(update_id, incoming, outcome)
        if incoming.visit.student in self._menus.awaited:
            await self._menus.meet(incoming.visit.student)

    async def _deliver(self, update_id: int, incoming: Incoming, outcome: Outcome) -> None:
        student = outcome.student.id
        try:
            sent = await self._delivery.show(incoming, outcome)
        except Blocked:
            self._store.later(lambda ledger: ledger.students.block(student, is_blocked=True))
            sent = None
        except TelegramError as error:
            kind = type(outcome.screen).__name__
            log.error("Update %s: Telegram refused a %s: %s", update_id, kind, error)  # noqa: TRY400
            self.failed += 1
            sent = None
        self._done(update_id, student, sent)

    def _done(
        self, update_id: int, student: StudentId | None = None, sent: Sent | None = None
    ) -> None:
        def done(ledger: Ledger) -> None:
            if sent is not None and student is not None:
                ledger.students.shown(student, sent.message, sent.digest, stays=sent.stays)
            ledger.inbox.done(update_id)

        self._store.later(done)

    async def _take(self, update_id: int, is_handled: bool) -> bool:
        return is_handled or await self._store.do(lambda ledger: ledger.inbox.take(update_id))

    async def _fail(self, update_id: int) -> None:
        self.failed += 1
        await self._store.do(lambda ledger: ledger.inbox.fail(update_id))
