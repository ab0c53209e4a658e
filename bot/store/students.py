"""Students: who they are, where they stand, what they have read."""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.actions import Home, Place, StudentId, pack, unpack
from bot.core.course import ModuleId, PageId
from bot.core.settings import Choices


@dataclass(frozen=True)
class Student:
    """`message` is the id of the message that shows where the student is; None before the
    first one.  It `stays` if it must not be edited into another screen.  `digest` stands for
    what it shows.  `chosen` are the student's settings."""

    id: StudentId
    name: str
    place: Place
    message: int | None = None
    message_stays: bool = False
    digest: str = ""
    chosen: Choices = field(default_factory=Choices)


class Students:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def find(self, student: StudentId) -> Student | None:
        row = self._execute(
            "select name, place, message, message_stays, digest, asks_confidence, extra"
            " from students where id = ?",
            (student,),
        ).fetchone()
        if row is None:
            return None
        name, place, message, stays, digest, asks, extra = row
        chosen = Choices(confidence=bool(asks), extra=extra)
        return Student(student, name, _place(place), message, bool(stays), digest, chosen)

    def add(self, student: StudentId, name: str, now: datetime) -> Student:
        at = now.isoformat()
        self._execute(
            "insert into students (id, name, joined, seen, place) values (?, ?, ?, ?, ?)",
            (student, name, at, at, pack(Home())),
        )
        return Student(student, name, Home())

    def move(self, student: StudentId, name: str, place: Place, now: datetime) -> None:
        """The student was here, goes by this name, and now stands at the place."""
        self._execute(
            "update students set name = ?, place = ?, seen = ?, is_blocked = 0 where id = ?",
            (name, pack(place), now.isoformat(), student),
        )

    def choose(self, student: StudentId, chosen: Choices) -> None:
        """The student's settings from now on."""
        self._execute(
            "update students set asks_confidence = ?, extra = ? where id = ?",
            (chosen.confidence, chosen.extra, student),
        )

    def shown(self, student: StudentId, message: int, digest: str, *, stays: bool) -> None:
        """This message shows where the student is."""
        self._execute(
            "update students set message = ?, message_stays = ?, digest = ? where id = ?",
            (message, stays, digest, student),
        )

    def block(self, student: StudentId, *, is_blocked: bool) -> None:
        """The student blocked the bot, or unblocked it."""
        self._execute("update students set is_blocked = ? where id = ?", (is_blocked, student))

    def read(self, student: StudentId, module: ModuleId, page: PageId, now: datetime) -> None:
        """The page is read; a second time changes nothing."""
        self._execute(
            "insert into pages_read values (?, ?, ?, ?) on conflict do nothing",
            (student, module, page, now.isoformat()),
        )

    def pages_read(self, student: StudentId) -> frozenset[tuple[ModuleId, PageId]]:
        rows = self._execute("select module, page from pages_read where student = ?", (student,))
        return frozenset((ModuleId(module), PageId(page)) for module, page in rows)

    def forget(self, student: StudentId) -> None:
        """Everything that is stored about the student."""
        for table in ("reports", "answers", "sessions", "pages_read", "inbox"):
            self._execute(f"delete from {table} where student = ?", (student,))  # noqa: S608 - constants
        self._execute("delete from letters where recipient = ?", (student,))
        self._execute("delete from students where id = ?", (student,))


def _place(packed: str) -> Place:
    action = unpack(packed)
    return action if isinstance(action, Place) else Home()
