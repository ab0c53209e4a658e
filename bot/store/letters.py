"""Letters: screens that are sent without being asked for, each once.

Like everything on a screen, what a letter says is drawn when it is sent, from what is stored
then; a letter is only somebody to send it to, and a place.
"""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.actions import Place, StudentId, pack, unpack


@dataclass(frozen=True)
class Letter:
    id: int
    recipient: StudentId
    place: Place


class Letters:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def write(self, recipient: StudentId, place: Place, due: datetime) -> None:
        """Send the place's screen to somebody when it is due; a second time changes nothing."""
        self._execute(
            "insert into letters (recipient, place, due) values (?, ?, ?) on conflict do nothing",
            (recipient, pack(place), due.astimezone(UTC).isoformat()),
        )

    def due(self, now: datetime, most: int = 20) -> list[Letter]:
        """Those to be sent now, the earliest first."""
        rows = self._execute(
            "select id, recipient, place from letters where state = 'waiting' and due <= ?"
            " order by due, id limit ?",
            (now.astimezone(UTC).isoformat(), most),
        )
        letters = []
        for id_, recipient, packed in rows:
            place = unpack(packed)
            if isinstance(place, Place):
                letters.append(Letter(id_, StudentId(recipient), place))
        return letters

    def sent(self, letter: int, *, is_delivered: bool) -> None:
        """The letter has gone out, or never will."""
        self._execute(
            "update letters set state = ? where id = ?",
            ("sent" if is_delivered else "failed", letter),
        )
