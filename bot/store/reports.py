"""What students reported of questions."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.actions import SessionId, StudentId
from bot.core.course import QuestionId
from bot.core.reports import REASONS, Report
from bot.core.session import Answer

_FOUND = (
    "select reports.session, reports.turn, reports.student, name, reports.question,"
    " reports.version, reply, reason, note, reports.at from reports"
    " join answers using (session, turn) join students on students.id = reports.student"
)


class Reports:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def say(self, answer: Answer, reason: int, now: datetime) -> None:
        """The student objects to the question of the answer; another reason replaces the first.

        `reason` is a place in REASONS; ValueError for one that is not.
        """
        if not 0 <= reason < len(REASONS):
            raise ValueError(f"there is no such reason: {reason}")
        self._execute(
            "insert into reports (session, turn, student, question, version, reason, at)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict do update set reason = excluded.reason",
            (
                answer.session,
                answer.turn,
                answer.student,
                answer.question,
                answer.version,
                reason,
                now.isoformat(),
            ),
        )

    def add(self, session: SessionId, turn: int, note: str) -> None:
        """What the student writes of it, in place of what was written before."""
        self._execute(
            "update reports set note = ? where session = ? and turn = ?", (note, session, turn)
        )

    def find(self, session: SessionId, turn: int) -> Report | None:
        row = self._execute(f"{_FOUND} where session = ? and turn = ?", (session, turn)).fetchone()
        return None if row is None else _report(row)

    def newest(self, most: int) -> list[Report]:
        rows = self._execute(f"{_FOUND} order by reports.at desc, session desc limit ?", (most,))
        return [_report(row) for row in rows]

    def count(self) -> int:
        (count,) = self._execute("select count(*) from reports").fetchone()
        return int(count)


def _report(row: Sequence[Any]) -> Report:
    session, turn, student, name, question, version, reply, reason, note, at = row
    return Report(
        SessionId(session),
        turn,
        StudentId(student),
        name,
        QuestionId(question),
        version,
        tuple(json.loads(reply)),
        REASONS[reason],
        note,
        datetime.fromisoformat(at),
    )
