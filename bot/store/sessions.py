"""Sessions are current values; answers are facts that are only ever added."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.actions import SessionId, StudentId
from bot.core.course import ModuleId, PageId, QuestionId
from bot.core.progress import Result
from bot.core.session import Answer, Kind, Session

_COLUMNS = (
    "id, student, kind, module, page, seed, questions, position, turn, asked, ticks, reply,"
    " has_ended"
)


class Sessions:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def next_id(self) -> SessionId:
        (highest,) = self._execute("select coalesce(max(id), 0) from sessions").fetchone()
        return SessionId(highest + 1)

    def add(self, session: Session, now: datetime) -> None:
        self._execute(
            "insert into sessions (id, student, kind, module, page, seed, questions, position,"
            " turn, asked, ticks, reply, has_ended, began)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                session.id,
                session.student,
                session.kind,
                session.module,
                session.page,
                session.seed,
                json.dumps(session.questions),
                *_state(session),
                now.isoformat(),
            ),
        )

    def begun(self, student: StudentId) -> int:
        """How many sessions the student has begun."""
        (count,) = self._execute(
            "select count(*) from sessions where student = ?", (student,)
        ).fetchone()
        return int(count)

    def find(self, session: SessionId) -> Session | None:
        row = self._execute(
            f"select {_COLUMNS} from sessions where id = ?",  # noqa: S608 - a constant
            (session,),
        ).fetchone()
        return None if row is None else _session(row)

    def running(
        self, student: StudentId, kind: Kind, module: ModuleId, page: PageId | None = None
    ) -> Session | None:
        """The student's session of that kind that has not ended; None if there is none."""
        row = self._execute(
            f"select {_COLUMNS} from sessions where student = ? and kind = ? and module = ?"  # noqa: S608 - a constant
            " and page is ? and has_ended = 0 order by id desc",
            (student, kind, module, page),
        ).fetchone()
        return None if row is None else _session(row)

    def save(self, session: Session, now: datetime) -> None:
        """The session as it is now; where it has just ended, its result counts from now on."""
        self._execute(
            "update sessions set position = ?, turn = ?, asked = ?, ticks = ?, reply = ?,"
            " has_ended = ? where id = ?",
            (*_state(session), session.id),
        )
        if not session.has_ended:
            return
        self._execute(
            "update sessions set ended = :now, (right, answered) ="
            " (select coalesce(sum(mark = 1), 0), count(*) from answers where session = :id)"
            " where id = :id and ended is null",
            {"now": now.isoformat(), "id": session.id},
        )
        self._execute(
            "update sessions set is_first = 1 where id = ? and kind = 'quiz' and answered > 0"
            " and not exists (select 1 from sessions as other where other.student = ? and"
            " other.kind = 'quiz' and other.module = ? and other.is_first = 1)",
            (session.id, session.student, session.module),
        )

    def record(self, answer: Answer, kind: Kind, now: datetime) -> None:
        """Add the fact.  Raises sqlite3.IntegrityError if the turn has its answer already."""
        self._execute(
            "insert into answers values (?, ?, ?, ?, ?, ?, ?, ?, ? = 'quiz' and not exists"
            " (select 1 from answers where student = ? and question = ? and is_first = 1))",
            (
                answer.session,
                answer.turn,
                answer.student,
                answer.question,
                answer.version,
                json.dumps(answer.reply, ensure_ascii=False),
                answer.mark,
                now.isoformat(),
                kind,
                answer.student,
                answer.question,
            ),
        )

    def answers(self, session: SessionId) -> list[Answer]:
        """What was answered in a session, in order."""
        rows = self._execute(
            "select session, turn, student, question, version, reply, mark from answers"
            " where session = ? order by turn",
            (session,),
        )
        return [_answer(row) for row in rows]

    def answer(self, session: SessionId, turn: int) -> Answer | None:
        """What was answered in a turn; None while it waits."""
        row = self._execute(
            "select session, turn, student, question, version, reply, mark from answers"
            " where session = ? and turn = ?",
            (session, turn),
        ).fetchone()
        return None if row is None else _answer(row)

    def answered(self, student: StudentId) -> frozenset[QuestionId]:
        """Questions that the student has answered at least once, anywhere."""
        rows = self._execute("select distinct question from answers where student = ?", (student,))
        return frozenset(QuestionId(question) for (question,) in rows)

    def results(self, student: StudentId) -> dict[ModuleId, Result]:
        """The last finished quiz of each module; one in which nothing was answered is none."""
        rows = self._execute(
            "select module, right, answered from sessions where student = ? and kind = 'quiz'"
            " and has_ended = 1 and answered > 0 order by id",
            (student,),
        )
        return {ModuleId(module): Result(right, answered) for module, right, answered in rows}

    def open_quizzes(self, student: StudentId) -> dict[ModuleId, tuple[int, int]]:
        """Quizzes begun and not finished: (questions answered, questions)."""
        rows = self._execute(
            "select module, (select count(*) from answers where session = sessions.id),"
            " json_array_length(questions) from sessions"
            " where student = ? and kind = 'quiz' and has_ended = 0 order by id",
            (student,),
        )
        return {ModuleId(module): (answered, total) for module, answered, total in rows}


def _state(session: Session) -> tuple[int, int, str, str, str | None, bool]:
    return (
        session.position,
        session.turn,
        session.asked,
        json.dumps(sorted(session.ticks), ensure_ascii=False),
        None if session.reply is None else json.dumps(session.reply, ensure_ascii=False),
        session.has_ended,
    )


def _session(row: Sequence[Any]) -> Session:
    (
        id_,
        student,
        kind,
        module,
        page,
        seed,
        questions,
        position,
        turn,
        asked,
        ticks,
        reply,
        ended,
    ) = row
    return Session(
        id_,
        student,
        kind,
        module,
        page,
        seed,
        tuple(json.loads(questions)),
        position,
        turn,
        asked,
        frozenset(json.loads(ticks)),
        None if reply is None else tuple(json.loads(reply)),
        bool(ended),
    )


def _answer(row: Sequence[Any]) -> Answer:
    session, turn, student, question, version, reply, mark = row
    return Answer(session, turn, student, question, version, tuple(json.loads(reply)), mark)
