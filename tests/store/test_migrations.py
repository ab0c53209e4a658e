"""A database of the first shape, with what people did in it, is brought to the present one."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.core.actions import Answering, Objected, SessionId, StudentId
from bot.core.course import ModuleId, PageId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.roster import Missed, Standing
from bot.core.session import Answer, Session, refreshed
from bot.schema import migrations
from bot.store import Ledger, Student, open_database
from tests.school import JONAS, MINA, NOON, RIVER_QUESTIONS, begun, course

AT = NOON.isoformat()
RIVER, OF_RIVERS = ModuleId("rivers"), QuizId("rivers")
COURSE = course()
RISES, BANKS, SALTY, LENGTH = (QuestionId(one["id"]) for one in RIVER_QUESTIONS)
VERSION = {id_: one.version for id_, one in COURSE.questions.items()}


def first_shape(path: Path) -> Database:
    """A database as the first migration alone makes it."""
    db = Database(path)
    migrations.apply(db, stop_before="m002_questions_worth_answering")
    return db


def row(db: Database, table: str, **values: Any) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    db.conn.execute(f"insert into {table} ({names}) values ({marks})", list(values.values()))


def walk(db: Database, id_: int, **values: Any) -> None:
    """A walk that waits at its second question, in its second turn, unless `values` differ."""
    told = {
        "id": id_,
        "student": MINA,
        "kind": "quiz",
        "module": "rivers",
        "seed": 1,
        "questions": json.dumps([RISES, BANKS]),
        "position": 1,
        "turn": 2,
        "asked": "v",
        "ticks": "[]",
        "has_ended": 0,
        "began": AT,
    }
    row(db, "sessions", **{**told, **values})


def answer(db: Database, session: int, turn: int, question: QuestionId, *, right: bool) -> None:
    row(
        db,
        "answers",
        session=session,
        turn=turn,
        student=MINA,
        question=question,
        version=VERSION[question],
        reply=json.dumps(["서당", "so"]),
        mark=float(right),
        at=AT,
        is_first=int(session == 1),
    )


def lived_in(path: Path) -> None:
    """Mina took the quiz, retries what she missed, and is at a page's check; Jonas has come."""
    db = first_shape(path)
    db.conn.execute("begin")
    place = "s:2"
    row(db, "students", id=MINA, name="Mina", joined=AT, seen=AT, place=place, message=5)
    row(db, "students", id=JONAS, name="Jonas", joined=AT, seen=AT, place="h")
    row(db, "pages_read", student=MINA, module="rivers", page="source", at=AT)
    over = {"reply": '["Alba"]', "has_ended": 1, "ended": AT, "right": 1, "answered": 2}
    walk(db, 1, **over, is_first=1)
    answer(db, 1, 1, RISES, right=True)
    answer(db, 1, 2, BANKS, right=False)
    walk(db, 2, kind="retry", questions=json.dumps([BANKS]), position=0, ticks='["Alba", "Cole"]')
    walk(db, 3, kind="check", page="source", position=0, turn=1, reply='["At sea"]')
    answer(db, 3, 1, RISES, right=False)
    row(db, "inbox", update_id=9, student=MINA, body="{}", received=AT)
    db.conn.execute("commit")
    db.close()


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "seodang.db"
    lived_in(path)
    db = open_database(path)
    yield db
    db.close()


def shape(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every column as the database knows it."""
    tables = [one for one in db.table_names() if not one.startswith("_")]
    return {
        table: sorted(one[1:] for one in db.conn.execute(f"pragma table_info({table})"))
        for table in tables
    }


def indexes(db: Database) -> list[tuple[Any, ...]]:
    return sorted(
        db.conn.execute("select name, sql from sqlite_master where type = 'index' and sql != ''")
    )


def empty(path: Path) -> None:
    first_shape(path).close()


@pytest.mark.parametrize("old", [empty, lived_in])
def test_an_old_database_has_the_shape_of_a_new_one(
    tmp_path: Path, old: Callable[[Path], None]
) -> None:
    old(tmp_path / "old.db")

    migrated, fresh = open_database(tmp_path / "old.db"), open_database(tmp_path / "new.db")

    assert shape(migrated) == shape(fresh)
    assert indexes(migrated) == indexes(fresh)
    assert migrated.conn.execute("pragma foreign_key_check").fetchall() == []
    migrated.close()
    fresh.close()


def test_students_stand_where_they_stood_and_have_chosen_nothing(migrated: Database) -> None:
    students = Ledger(migrated.conn).students

    assert students.find(MINA) == Student(MINA, "Mina", Answering(SessionId(2)), 5)
    assert students.pages_read(MINA) == {(RIVER, PageId("source"))}


def test_walks_go_on_as_they_stood_with_their_ticks(migrated: Database) -> None:
    sessions = Ledger(migrated.conn).sessions
    quiz = Session(SessionId(1), MINA, "quiz", OF_RIVERS, None, 1, (RISES, BANKS))

    assert [sessions.find(SessionId(id_)) for id_ in (1, 2, 3)] == [
        replace(quiz, position=1, turn=2, asked="v", reply=("Alba",), has_ended=True),
        replace(
            quiz,
            id=SessionId(2),
            kind="retry",
            questions=(BANKS,),
            turn=2,
            asked="v",
            draft=("Alba", "Cole"),
        ),
        replace(
            quiz,
            id=SessionId(3),
            kind="check",
            page=PageId("source"),
            turn=1,
            asked="v",
            reply=("At sea",),
        ),
    ]


def test_answers_are_as_right_as_they_were(migrated: Database) -> None:
    sessions = Ledger(migrated.conn).sessions
    reply = ("서당", "so")

    assert sessions.answers(SessionId(1)) == [
        Answer(SessionId(1), 1, MINA, RISES, VERSION[RISES], reply, 1.0, is_right=True),
        Answer(SessionId(1), 2, MINA, BANKS, VERSION[BANKS], reply, 0.0, is_right=False),
    ]
    assert sessions.answered(MINA) == {RISES, BANKS}
    assert sessions.certainties(MINA) == []


def test_results_and_the_figures_of_the_class_are_what_they_were(migrated: Database) -> None:
    ledger = Ledger(migrated.conn)
    versions = {(id_, VERSION[id_]) for id_ in (RISES, BANKS)}

    assert ledger.sessions.results(MINA) == {OF_RIVERS: Result(1, 2, 1.0)}
    assert ledger.sessions.attempts(MINA, "quiz", OF_RIVERS) == [Result(1, 2, 1.0)]
    assert ledger.rosters.standing(RIVER, ["source"], []) == Standing(RIVER, 1, 1, 0.5, 1)
    assert ledger.rosters.missed(versions, []) == [Missed(BANKS, 1, 1), Missed(RISES, 0, 1)]
    assert ledger.rosters.gain(RIVER, []) is None


def test_nobody_has_reported_anything_and_no_letter_waits(migrated: Database) -> None:
    ledger = Ledger(migrated.conn)

    assert (ledger.reports.count(), ledger.letters.due(NOON)) == (0, [])
    assert ledger.sessions.overdue(NOON) == []


def test_what_is_new_works_on_what_is_old(migrated: Database) -> None:
    ledger = Ledger(migrated.conn)
    session = ledger.sessions.find(SessionId(2))
    old = ledger.sessions.answer(SessionId(3), 1)
    assert session is not None
    assert old is not None
    given = Answer(session.id, 2, MINA, BANKS, "v", ("Alba",), 0.5, is_right=False, sure=2)

    ledger.sessions.record(given, "retry", NOON)
    ledger.sessions.save(replace(session, draft=(), reply=("Alba",), has_ended=True), NOON)
    ledger.reports.say(old, 0, NOON)
    ledger.letters.write(StudentId(9), Objected(old.session, old.turn), NOON)

    assert ledger.sessions.attempts(MINA, "retry", OF_RIVERS) == [Result(0, 1, 0.5)]
    assert [one.replied for one in ledger.reports.newest(9)] == [("서당", "so")]
    assert len(ledger.letters.due(NOON)) == 1


def test_a_question_that_stood_on_the_screen_need_not_be_asked_anew(tmp_path: Path) -> None:
    """What stands for a question and its options has not changed for the types of then."""
    shown = begun(COURSE, BANKS, SALTY)
    path = tmp_path / "seodang.db"
    db = first_shape(path)
    db.conn.execute("begin")
    row(db, "students", id=MINA, name="Mina", joined=AT, seen=AT, place="s:1")
    walk(db, 1, asked="35d8b75455c3", position=0, turn=1, questions=json.dumps([BANKS, SALTY]))
    db.conn.execute("commit")
    db.close()

    migrated = open_database(path)
    session = Ledger(migrated.conn).sessions.find(SessionId(1))

    assert session is not None
    assert refreshed(session, COURSE) == session == replace(shown, id=SessionId(1))
    migrated.close()
