"""Sessions are current values; answers are facts that are only ever added."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.core.actions import SessionId, StudentId
from bot.core.course import PageId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.session import Answer, Kind, Session

_COLUMNS = (
    "id, student, kind, quiz, page, seed, questions, mode, asks_confidence, ends, position, turn,"
    " asked, draft, tries, hints, sure, reply, has_ended"
)
_ANSWER = "session, turn, student, question, version, reply, mark, is_right, sure, hints, tries"


class Sessions:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute

    def next_id(self) -> SessionId:
        (highest,) = self._execute("select coalesce(max(id), 0) from sessions").fetchone()
        return SessionId(highest + 1)

    def add(self, session: Session, now: datetime) -> None:
        self._execute(
            f"insert into sessions ({_COLUMNS}, began)"  # noqa: S608 - a constant
            f" values ({', '.join('?' * 20)})",
            (
                session.id,
                session.student,
                session.kind,
                session.quiz,
                session.page,
                session.seed,
                json.dumps(session.questions),
                session.mode,
                session.asks_confidence,
                None if session.ends is None else session.ends.astimezone(UTC).isoformat(),
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
        self, student: StudentId, kind: Kind, quiz: QuizId, page: PageId | None = None
    ) -> Session | None:
        """The student's session of that kind that has not ended; None if there is none."""
        row = self._execute(
            f"select {_COLUMNS} from sessions where student = ? and kind = ? and quiz = ?"  # noqa: S608 - a constant
            " and page is ? and has_ended = 0 order by id desc",
            (student, kind, quiz, page),
        ).fetchone()
        return None if row is None else _session(row)

    def save(self, session: Session, now: datetime) -> None:
        """The session as it is now; where it has just ended, its result counts from now on."""
        self._execute(
            "update sessions set questions = ?, position = ?, turn = ?, asked = ?, draft = ?,"
            " tries = ?, hints = ?, sure = ?, reply = ?, has_ended = ? where id = ?",
            (json.dumps(session.questions), *_state(session), session.id),
        )
        if not session.has_ended:
            return
        self._execute(
            "update sessions set ended = :now, (right, answered, points) ="
            " (select coalesce(sum(is_right), 0),"
            "  iif(mode = 'test', json_array_length(questions), count(*)),"
            "  coalesce(sum(mark), 0) from answers where session = :id)"
            " where id = :id and ended is null",
            {"now": now.isoformat(), "id": session.id},
        )
        self._execute(
            "update sessions set is_first = 1 where id = ? and kind = 'quiz' and answered > 0"
            " and not exists (select 1 from sessions as other where other.student = ? and"
            " other.kind = 'quiz' and other.quiz = ? and other.is_first = 1)",
            (session.id, session.student, session.quiz),
        )

    def record(self, answer: Answer, kind: Kind, now: datetime) -> None:
        """Add the fact.  Raises sqlite3.IntegrityError if the turn has its answer already."""
        self._execute(
            f"insert into answers ({_ANSWER}, at, is_first)"  # noqa: S608 - a constant
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? = 'quiz' and not exists"
            " (select 1 from answers where student = ? and question = ? and is_first = 1))",
            (
                answer.session,
                answer.turn,
                answer.student,
                answer.question,
                answer.version,
                json.dumps(answer.reply, ensure_ascii=False),
                answer.mark,
                answer.is_right,
                answer.sure,
                answer.hints,
                json.dumps(answer.tries, ensure_ascii=False),
                now.isoformat(),
                kind,
                answer.student,
                answer.question,
            ),
        )

    def answers(self, session: SessionId) -> list[Answer]:
        """What was answered in a session, in order."""
        rows = self._execute(
            f"select {_ANSWER} from answers where session = ? order by turn",  # noqa: S608 - a constant
            (session,),
        )
        return [_answer(row) for row in rows]

    def answer(self, session: SessionId, turn: int) -> Answer | None:
        """What was answered in a turn; None while it waits."""
        row = self._execute(
            f"select {_ANSWER} from answers where session = ? and turn = ?",  # noqa: S608 - a constant
            (session, turn),
        ).fetchone()
        return None if row is None else _answer(row)

    def answered(self, student: StudentId) -> frozenset[QuestionId]:
        """Questions that the student has answered at least once, and knows the answer of: not
        those of a pretest, nor of a test that has not ended."""
        rows = self._execute(
            "select distinct question from answers where student = ? and session not in"
            " (select id from sessions where student = ?"
            "  and (kind = 'before' or mode = 'test' and has_ended = 0))",
            (student, student),
        )
        return frozenset(QuestionId(question) for (question,) in rows)

    def results(self, student: StudentId) -> dict[QuizId, Result]:
        """The last finished attempt at each quiz; one without an answer is none, but in a test."""
        rows = self._execute(
            "select quiz, right, answered, points from sessions where student = ?"
            " and kind = 'quiz' and has_ended = 1 and answered > 0 order by id",
            (student,),
        )
        return {QuizId(quiz): Result(*result) for quiz, *result in rows}

    def attempts(self, student: StudentId, kind: Kind, quiz: QuizId) -> list[Result]:
        """The results of all walks of that kind that have ended, in order."""
        rows = self._execute(
            "select right, answered, points from sessions where student = ? and kind = ?"
            " and quiz = ? and has_ended = 1 and answered > 0 order by id",
            (student, kind, quiz),
        )
        return [Result(*row) for row in rows]

    def asked(self, student: StudentId, quiz: QuizId) -> dict[QuestionId, int]:
        """How often each question was asked in the student's attempts at a quiz."""
        rows = self._execute(
            "select value, count(*) from sessions, json_each(questions) where student = ?"
            " and kind = 'quiz' and quiz = ? group by value",
            (student, quiz),
        )
        return {QuestionId(question): count for question, count in rows}

    def walk_of(self, student: StudentId, quizzes: Collection[QuizId]) -> SessionId | None:
        """The newest walk through one of the quizzes that has not ended, but for a page's check
        and a pretest; None if there is none."""
        row = self._execute(
            "select max(id) from sessions where student = ? and has_ended = 0"
            " and kind in ('quiz', 'retry', 'after')"
            " and quiz in (select value from json_each(?))",
            (student, json.dumps(sorted(quizzes))),
        ).fetchone()
        return None if row[0] is None else SessionId(row[0])

    def open_quizzes(self, student: StudentId) -> dict[QuizId, tuple[int, int]]:
        """Quizzes begun and not finished: (questions answered, questions)."""
        rows = self._execute(
            "select quiz, (select count(*) from answers where session = sessions.id),"
            " json_array_length(questions) from sessions"
            " where student = ? and kind = 'quiz' and has_ended = 0 order by id",
            (student,),
        )
        return {QuizId(quiz): (answered, total) for quiz, answered, total in rows}

    def certainties(self, student: StudentId) -> list[tuple[int, bool, float]]:
        """(How sure, whether right, the mark) of each answer to which the student said so, but
        for those whose feedback waits."""
        rows = self._execute(
            "select sure, is_right, mark from answers where student = ? and sure is not null"
            " and session not in (select id from sessions where student = ?"
            "  and mode = 'test' and has_ended = 0) order by session, turn",
            (student, student),
        )
        return [(sure, bool(is_right), mark) for sure, is_right, mark in rows]

    def overdue(self, now: datetime, most: int = 50) -> list[SessionId]:
        """Tests whose time is over and that have not ended, the longest overdue first."""
        rows = self._execute(
            "select id from sessions where has_ended = 0 and ends is not null and ends <= ?"
            " order by ends limit ?",
            (now.astimezone(UTC).isoformat(), most),
        )
        return [SessionId(id_) for (id_,) in rows]


def _state(session: Session) -> tuple[int, int, str, str, str, int, int | None, str | None, bool]:
    return (
        session.position,
        session.turn,
        session.asked,
        json.dumps(session.draft, ensure_ascii=False),
        json.dumps(session.tries, ensure_ascii=False),
        session.hints,
        session.sure,
        None if session.reply is None else json.dumps(session.reply, ensure_ascii=False),
        session.has_ended,
    )


def _session(row: Sequence[Any]) -> Session:
    (
        id_,
        student,
        kind,
        quiz,
        page,
        seed,
        questions,
        mode,
        asks_confidence,
        ends,
        position,
        turn,
        asked,
        draft,
        tries,
        hints,
        sure,
        reply,
        has_ended,
    ) = row
    return Session(
        id_,
        student,
        kind,
        quiz,
        page,
        seed,
        tuple(json.loads(questions)),
        mode,
        bool(asks_confidence),
        None if ends is None else datetime.fromisoformat(ends),
        position,
        turn,
        asked,
        tuple(json.loads(draft)),
        tuple(json.loads(tries)),
        hints,
        sure,
        None if reply is None else tuple(json.loads(reply)),
        bool(has_ended),
    )


def _answer(row: Sequence[Any]) -> Answer:
    session, turn, student, question, version, reply, mark, is_right, sure, hints, tries = row
    return Answer(
        session,
        turn,
        student,
        question,
        version,
        tuple(json.loads(reply)),
        mark,
        bool(is_right),
        sure,
        hints,
        tuple(json.loads(tries)),
    )
