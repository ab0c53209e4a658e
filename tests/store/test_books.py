"""What the store keeps of students, their walks and the updates that came."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.core.actions import (
    Answering,
    Finished,
    Home,
    Pick,
    Place,
    Progress,
    Reading,
    SessionId,
    StudentId,
    pack,
)
from bot.core.course import ModuleId, PageId, QuestionId
from bot.core.progress import Result
from bot.core.session import Answer, Kind, Session
from bot.store import Ledger, Row, Student, open_database
from bot.store.inbox import KEPT_FOR
from tests.authors import slugs
from tests.school import JONAS, MINA, NOON

RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
SOURCE, MOUTH = PageId("source"), PageId("mouth")
RISES, SALTY = QuestionId("rises"), QuestionId("salty")


@pytest.fixture
def db() -> Iterator[Database]:
    db = open_database(None)
    yield db
    db.close()


@pytest.fixture
def ledger(db: Database) -> Ledger:
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    ledger.students.add(JONAS, "Jonas", NOON)
    return ledger


def test_a_new_student_stands_at_the_greeting(ledger: Ledger) -> None:
    assert ledger.students.find(MINA) == Student(MINA, "Mina", Home())


def test_nobody_is_found_who_has_not_come(db: Database) -> None:
    assert Ledger(db.conn).students.find(MINA) is None


@pytest.mark.parametrize(
    "place",
    [Home(), Progress(), Reading(RIVER, SOURCE), Finished(HILL), Answering(SessionId(2**63 - 1))],
)
def test_where_a_student_stands_is_kept(ledger: Ledger, place: Place) -> None:
    ledger.students.move(MINA, "Mina Park", place, NOON)

    assert ledger.students.find(MINA) == Student(MINA, "Mina Park", place)
    assert ledger.students.find(JONAS) == Student(JONAS, "Jonas", Home())


@pytest.mark.parametrize("stored", ["", "nonsense", pack(Pick(SessionId(1), 1, 1))])
def test_a_place_that_cannot_be_read_is_the_greeting(
    db: Database, ledger: Ledger, stored: str
) -> None:
    db.conn.execute("update students set place = ? where id = ?", (stored, MINA))

    assert ledger.students.find(MINA) == Student(MINA, "Mina", Home())


def test_the_message_that_shows_the_screen_is_kept(ledger: Ledger) -> None:
    ledger.students.shown(MINA, 77, "digest", stays=True)

    assert ledger.students.find(MINA) == Student(MINA, "Mina", Home(), 77, True, "digest")


def test_whoever_comes_back_is_blocked_no_more(db: Database, ledger: Ledger) -> None:
    blocked = "select is_blocked from students where id = 1001"
    ledger.students.block(MINA, is_blocked=True)
    was = db.conn.execute(blocked).fetchone()

    ledger.students.move(MINA, "Mina", Home(), NOON)

    assert (was, db.conn.execute(blocked).fetchone()) == ((1,), (0,))


def test_a_page_is_read_once_at_its_first_time(db: Database, ledger: Ledger) -> None:
    ledger.students.read(MINA, RIVER, SOURCE, NOON)
    ledger.students.read(MINA, RIVER, SOURCE, NOON + timedelta(hours=1))
    ledger.students.read(JONAS, RIVER, MOUTH, NOON)

    assert ledger.students.pages_read(MINA) == {(RIVER, SOURCE)}
    assert db.conn.execute("select at from pages_read where student = 1001").fetchall() == [
        (NOON.isoformat(),)
    ]


def walk(id_: int = 1, kind: Kind = "quiz", **fields: Any) -> Session:
    session = Session(SessionId(id_), MINA, kind, RIVER, None, 5, (RISES, SALTY), 0, 1, "v")
    return replace(session, **fields)


def answered(session: Session, question: QuestionId, turn: int, mark: float) -> Answer:
    return Answer(session.id, turn, session.student, question, "v", ("so",), mark)


TABLES = ("students", "pages_read", "sessions", "answers", "inbox")


def learn(ledger: Ledger, student: StudentId, session: int) -> None:
    """Somebody comes, reads, is asked, and answers."""
    begun = walk(session, student=student)
    ledger.inbox.put([Row(session, student, "{}")], NOON)
    ledger.students.read(student, RIVER, SOURCE, NOON)
    ledger.sessions.add(begun, NOON)
    ledger.sessions.record(answered(begun, RISES, 1, 1.0), "quiz", NOON)


def stored(db: Database) -> dict[str, list[Any]]:
    return {table: db.conn.execute(f"select * from {table}").fetchall() for table in TABLES}


def test_of_a_forgotten_student_nothing_is_left_and_of_others_everything(
    db: Database, ledger: Ledger
) -> None:
    learn(ledger, JONAS, 1)
    ledger.inbox.put([Row(9, None, "{}")], NOON)
    alone = {table: [row for row in rows if MINA not in row] for table, rows in stored(db).items()}
    learn(ledger, MINA, 2)

    ledger.students.forget(MINA)

    assert stored(db) == alone
    assert ledger.students.find(MINA) is None
    assert [len(rows) for rows in alone.values()] == [1, 1, 1, 1, 2]


def test_who_was_forgotten_may_come_again_as_a_stranger(ledger: Ledger) -> None:
    learn(ledger, MINA, 2)
    ledger.students.forget(MINA)

    ledger.students.add(MINA, "Mina", NOON)

    assert ledger.students.find(MINA) == Student(MINA, "Mina", Home())
    assert ledger.students.pages_read(MINA) == frozenset()
    assert ledger.sessions.answered(MINA) == frozenset()
    assert ledger.sessions.begun(MINA) == 0
    learn(ledger, MINA, 2)


def test_forgetting_a_stranger_changes_nothing(db: Database, ledger: Ledger) -> None:
    learn(ledger, JONAS, 1)
    before = stored(db)

    ledger.students.forget(StudentId(5))

    assert stored(db) == before


def test_every_table_about_students_is_forgotten(db: Database) -> None:
    about = {
        table
        for (table,) in db.conn.execute("select name from sqlite_master where type = 'table'")
        if {"student", "students"}
        & {table, *(row[1] for row in db.conn.execute(f"pragma table_info({table})"))}
    }

    assert about == set(TABLES)


def test_a_students_walks_are_counted_the_ended_ones_too(ledger: Ledger) -> None:
    before = ledger.sessions.begun(MINA)
    for session in (walk(1), walk(2, kind="check", page=SOURCE), walk(3, has_ended=True)):
        ledger.sessions.add(session, NOON)
    ledger.sessions.add(walk(4, student=JONAS), NOON)

    assert (before, ledger.sessions.begun(MINA), ledger.sessions.begun(JONAS)) == (0, 3, 1)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
sessions = st.builds(
    Session,
    id=st.just(SessionId(1)),
    student=st.just(MINA),
    kind=st.sampled_from(["quiz", "retry", "check"]),
    module=slugs,
    page=st.one_of(st.none(), slugs),
    seed=st.integers(0, 2**63 - 1),
    questions=st.lists(slugs, max_size=9).map(tuple),
    position=st.integers(0, 9),
    turn=st.integers(0, 2**40),
    asked=texts,
    ticks=st.frozensets(texts, max_size=8),
    reply=st.one_of(st.none(), st.lists(texts, max_size=8).map(tuple)),
    has_ended=st.booleans(),
)


@settings(deadline=None)
@given(first=sessions, second=sessions)
def test_a_session_comes_back_as_it_was_saved(first: Session, second: Session) -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    later = replace(
        second,
        kind=first.kind,
        module=first.module,
        page=first.page,
        seed=first.seed,
        questions=first.questions,
    )

    ledger.sessions.add(first, NOON)
    added = ledger.sessions.find(first.id)
    ledger.sessions.save(later, NOON)

    assert added == first
    assert ledger.sessions.find(first.id) == later
    db.close()


@settings(deadline=None)
@given(reply=st.lists(texts, max_size=8).map(tuple), mark=st.sampled_from([0.0, 0.5, 1.0]))
def test_an_answer_comes_back_as_it_was_recorded(reply: tuple[str, ...], mark: float) -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    ledger.sessions.add(walk(), NOON)
    answer = Answer(SessionId(1), 3, MINA, RISES, "v", reply, mark)

    ledger.sessions.record(answer, "quiz", NOON)

    assert ledger.sessions.answer(SessionId(1), 3) == answer
    assert ledger.sessions.answers(SessionId(1)) == [answer]
    db.close()


def test_sessions_are_numbered_from_one_and_no_number_comes_back(ledger: Ledger) -> None:
    first = ledger.sessions.next_id()
    ledger.sessions.add(walk(first), NOON)

    assert (first, ledger.sessions.next_id()) == (1, 2)


def test_nothing_is_found_where_nothing_is(ledger: Ledger) -> None:
    ledger.sessions.add(walk(), NOON)

    assert ledger.sessions.find(SessionId(2)) is None
    assert ledger.sessions.answer(SessionId(1), 1) is None
    assert ledger.sessions.answers(SessionId(2)) == []


@pytest.mark.parametrize(
    "other",
    [
        walk(2, student=JONAS),
        walk(2, kind="retry"),
        walk(2, module=HILL),
        walk(2, page=SOURCE),
        walk(2, has_ended=True),
    ],
)
def test_the_running_walk_is_the_one_of_that_student_kind_module_and_page(
    ledger: Ledger, other: Session
) -> None:
    ledger.sessions.add(other, NOON)
    assert ledger.sessions.running(MINA, "quiz", RIVER) is None

    ledger.sessions.add(walk(3), NOON)
    assert ledger.sessions.running(MINA, "quiz", RIVER) == walk(3)


def test_of_two_running_walks_the_later_is_the_one(ledger: Ledger) -> None:
    for id_ in (1, 2):
        ledger.sessions.add(walk(id_, "retry"), NOON)

    assert ledger.sessions.running(MINA, "retry", RIVER) == walk(2, "retry")


def test_a_check_is_found_by_its_page(ledger: Ledger) -> None:
    check = walk(1, "check", page=SOURCE)
    ledger.sessions.add(check, NOON)

    assert ledger.sessions.running(MINA, "check", RIVER, SOURCE) == check
    assert ledger.sessions.running(MINA, "check", RIVER, MOUTH) is None
    assert ledger.sessions.running(MINA, "check", RIVER) is None


def test_a_turn_has_one_answer(ledger: Ledger) -> None:
    session = walk()
    ledger.sessions.add(session, NOON)
    ledger.sessions.record(answered(session, RISES, 1, 0), "quiz", NOON)

    with pytest.raises(sqlite3.IntegrityError):
        ledger.sessions.record(answered(session, SALTY, 1, 1), "quiz", NOON)

    assert ledger.sessions.answers(session.id) == [answered(session, RISES, 1, 0)]


def test_a_fact_needs_a_session_and_a_session_a_student(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger.sessions.record(answered(walk(9), RISES, 1, 0), "quiz", NOON)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.sessions.add(walk(student=77), NOON)


def test_results_are_those_of_the_last_finished_quiz_in_which_something_was_answered(
    ledger: Ledger,
) -> None:
    marks = {1: (0, 0), 2: (1, 0), 3: (), 4: (1, 1)}
    for id_, given_ in marks.items():
        session = walk(id_)
        ledger.sessions.add(session, NOON)
        for turn, mark in enumerate(given_, start=1):
            ledger.sessions.record(answered(session, RISES, turn, mark), "quiz", NOON)
        if id_ < 4:
            ledger.sessions.save(replace(session, has_ended=True), NOON)
    ledger.sessions.add(walk(5, "retry", has_ended=True), NOON)

    assert ledger.sessions.results(MINA) == {RIVER: Result(1, 2)}
    assert ledger.sessions.results(JONAS) == {}
    assert ledger.sessions.open_quizzes(MINA) == {RIVER: (2, 2)}
    assert ledger.sessions.open_quizzes(JONAS) == {}


def test_a_result_counts_from_the_moment_a_walk_ends_and_only_once(
    db: Database, ledger: Ledger
) -> None:
    session = walk()
    ledger.sessions.add(session, NOON)
    ledger.sessions.record(answered(session, RISES, 1, 1), "quiz", NOON)
    over = replace(session, has_ended=True)

    for hours in range(3):
        ledger.sessions.save(over, NOON + timedelta(hours=hours))

    assert db.conn.execute("select began, ended, is_first from sessions").fetchall() == [
        (NOON.isoformat(), NOON.isoformat(), 1)
    ]


def test_what_was_answered_anywhere_counts_as_answered(ledger: Ledger) -> None:
    kinds: tuple[Kind, ...] = ("quiz", "check", "retry")
    for id_, kind in enumerate(kinds, start=1):
        session = walk(id_, kind)
        ledger.sessions.add(session, NOON)
        question = QuestionId(f"q{kind}")
        ledger.sessions.record(answered(session, question, 1, 0), kind, NOON)

    assert ledger.sessions.answered(MINA) == {"qquiz", "qcheck", "qretry"}
    assert ledger.sessions.answered(JONAS) == frozenset()


def row(update_id: int, body: str = "{}") -> Row:
    return Row(update_id, MINA, body)


def test_updates_wait_in_order_until_they_are_taken(ledger: Ledger) -> None:
    ledger.inbox.put([row(7), row(5), Row(6, None, "[]")], NOON)

    assert ledger.inbox.new() == [row(5), Row(6, None, "[]"), row(7)]
    assert ledger.inbox.take(6)
    assert ledger.inbox.new() == [row(5), row(7)]
    assert ledger.inbox.handled() == [Row(6, None, "[]")]
    ledger.inbox.done(6)
    assert ledger.inbox.handled() == []


def test_an_update_that_comes_again_changes_nothing(ledger: Ledger) -> None:
    ledger.inbox.put([row(5, "first")], NOON)
    ledger.inbox.take(5)

    ledger.inbox.put([row(5, "second"), row(6)], NOON)

    assert ledger.inbox.handled() == [row(5, "first")]
    assert ledger.inbox.new() == [row(6)]


@pytest.mark.parametrize("state", ["handled", "done", "failed", "unknown"])
def test_an_update_is_handled_once(ledger: Ledger, state: str) -> None:
    if state != "unknown":
        ledger.inbox.put([row(5)], NOON)
    if state == "handled":
        ledger.inbox.take(5)
    if state == "done":
        ledger.inbox.done(5)
    if state == "failed":
        ledger.inbox.fail(5)

    assert not ledger.inbox.take(5)


def test_only_old_updates_that_are_over_are_forgotten(db: Database, ledger: Ledger) -> None:
    old = NOON - KEPT_FOR - timedelta(microseconds=1)
    ledger.inbox.put([row(1), row(2), row(3), row(4)], old)
    ledger.inbox.put([row(5)], NOON - KEPT_FOR)
    ledger.inbox.done(1)
    ledger.inbox.fail(2)
    ledger.inbox.take(3)
    ledger.inbox.done(5)

    ledger.inbox.prune(NOON)

    assert db.conn.execute("select update_id, state from inbox").fetchall() == [
        (3, "handled"),
        (4, "new"),
        (5, "done"),
    ]
