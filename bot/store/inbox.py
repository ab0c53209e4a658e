"""The inbox: every update as it came, and how far it has been worked off."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(days=2)


@dataclass(frozen=True)
class Row:
    """An update as Telegram sent it, in JSON; `student` is None where nobody sent it."""

    update_id: int
    student: int | None
    body: str


class Inbox:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany

    def put(self, rows: Iterable[Row], now: datetime) -> None:
        """Store new updates; one whose update_id is known changes nothing."""
        at = now.isoformat()
        self._executemany(
            "insert into inbox (update_id, student, body, received) values (?, ?, ?, ?)"
            " on conflict do nothing",
            [(row.update_id, row.student, row.body, at) for row in rows],
        )

    def take(self, update_id: int) -> bool:
        """Mark a new update handled; False if it is not new, and then it must not be handled."""
        changed = self._execute(
            "update inbox set state = 'handled' where update_id = ? and state = 'new'",
            (update_id,),
        )
        return changed.rowcount == 1

    def done(self, update_id: int) -> None:
        """What the update led to has reached the student."""
        self._execute("update inbox set state = 'done' where update_id = ?", (update_id,))

    def fail(self, update_id: int) -> None:
        """The update cannot be handled; it is kept and passed over."""
        self._execute("update inbox set state = 'failed' where update_id = ?", (update_id,))

    def new(self) -> list[Row]:
        """Updates stored and not handled, in order."""
        return self._in_state("new")

    def handled(self) -> list[Row]:
        """Updates handled whose screen may not have been sent, in order."""
        return self._in_state("handled")

    def _in_state(self, state: str) -> list[Row]:
        found = self._execute(
            "select update_id, student, body from inbox where state = ? order by update_id",
            (state,),
        )
        return [Row(*row) for row in found]

    def prune(self, now: datetime) -> None:
        """Forget updates that Telegram cannot send again: it keeps them for a day.

        After a week of silence Telegram may choose update ids anew; an old row must not then
        pass for a duplicate.
        """
        self._execute(
            "delete from inbox where received < ? and state in ('done', 'failed')",
            ((now - KEPT_FOR).isoformat(),),
        )
