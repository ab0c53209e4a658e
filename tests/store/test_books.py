"""What the store keeps of students, their walks and the updates that came."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.core.actions import (
    Answering,
    Finished,
    Home,
    Objected,
    Pick,
    Place,
    Progress,
    Reading,
    SessionId,
    StudentId,
    pack,
)
from bot.core.course import Mode, ModuleId, PageId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.session import Answer, Kind, Session
from bot.core.settings import EXTRA, Choices
from bot.store import Ledger, Row, Student, open_database
from bot.store.inbox import KEPT_FOR
from tests.authors import slugs
from tests.school import JONAS, MINA, NOON

RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
OF_RIVERS, OF_HILLS, MIDTERM = QuizId("rivers"), QuizId("hills"), QuizId("midterm")
SOURCE, MOUTH = PageId("source"), PageId("mouth")
# no zone with summer time: an hour that is there twice equals none of another zone
SEOUL = timezone(timedelta(hours=9))
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
    session = Session(SessionId(id_), MINA, kind, OF_RIVERS, None, 5, (RISES, SALTY))
    shown: dict[str, Any] = {"turn": 1, "asked": "v", **fields}
    return replace(session, **shown)


def answered(
    session: Session, question: QuestionId, turn: int, mark: float, **fields: Any
) -> Answer:
    is_right = mark == 1
    student = session.student
    return Answer(session.id, turn, student, question, "v", ("so",), mark, is_right, **fields)


TABLES = ("students", "pages_read", "sessions", "answers", "inbox", "reports")


def learn(ledger: Ledger, student: StudentId, session: int) -> None:
    """Somebody comes, reads, is asked, and answers."""
    begun = walk(session, student=student)
    ledger.inbox.put([Row(session, student, "{}")], NOON)
    ledger.students.read(student, RIVER, SOURCE, NOON)
    ledger.sessions.add(begun, NOON)
    answer = answered(begun, RISES, 1, 1.0)
    ledger.sessions.record(answer, "quiz", NOON)
    ledger.reports.say(answer, 2, NOON)
    ledger.letters.write(student, Objected(begun.id, 1), NOON)


def stored(db: Database) -> dict[str, list[Any]]:
    tables = (*TABLES, "letters")
    return {table: db.conn.execute(f"select * from {table}").fetchall() for table in tables}


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
    assert [len(rows) for rows in alone.values()] == [1, 1, 1, 1, 2, 1, 1]


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
    kind=st.sampled_from(get_args(Kind)),
    quiz=slugs,
    page=st.one_of(st.none(), slugs),
    seed=st.integers(0, 2**63 - 1),
    questions=st.lists(slugs, max_size=9).map(tuple),
    position=st.integers(0, 9),
    turn=st.integers(0, 2**40),
    asked=texts,
    mode=st.sampled_from(get_args(Mode)),
    asks_confidence=st.booleans(),
    ends=st.one_of(st.none(), st.datetimes(timezones=st.sampled_from([UTC, SEOUL]))),
    draft=st.lists(texts, max_size=8).map(tuple),
    tries=st.lists(texts, max_size=2).map(tuple),
    hints=st.integers(0, 3),
    sure=st.one_of(st.none(), st.integers(1, 3)),
    reply=st.one_of(st.none(), st.lists(texts, max_size=8).map(tuple)),
    has_ended=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(first=sessions, second=sessions)
def test_a_session_comes_back_as_it_was_saved(first: Session, second: Session) -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    settled = ("kind", "quiz", "page", "seed", "mode", "asks_confidence", "ends")
    later = replace(second, **{name: getattr(first, name) for name in settled})

    ledger.sessions.add(first, NOON)
    added = ledger.sessions.find(first.id)
    ledger.sessions.save(later, NOON)

    assert added == first
    assert ledger.sessions.find(first.id) == later
    db.close()


@settings(max_examples=50, deadline=None)
@given(
    answer=st.builds(
        Answer,
        session=st.just(SessionId(1)),
        turn=st.integers(1, 9),
        student=st.just(MINA),
        question=slugs,
        version=texts,
        reply=st.lists(texts, max_size=8).map(tuple),
        mark=st.floats(0, 1),
        is_right=st.booleans(),
        sure=st.one_of(st.none(), st.integers(1, 3)),
        hints=st.integers(0, 3),
        tries=st.lists(texts, max_size=2).map(tuple),
    )
)
def test_an_answer_comes_back_as_it_was_recorded(answer: Answer) -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    ledger.sessions.add(walk(), NOON)

    ledger.sessions.record(answer, "quiz", NOON)

    assert ledger.sessions.answer(SessionId(1), answer.turn) == answer
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
        walk(2, quiz=OF_HILLS),
        walk(2, page=SOURCE),
        walk(2, has_ended=True),
    ],
)
def test_the_running_walk_is_the_one_of_that_student_kind_module_and_page(
    ledger: Ledger, other: Session
) -> None:
    ledger.sessions.add(other, NOON)
    assert ledger.sessions.running(MINA, "quiz", OF_RIVERS) is None

    ledger.sessions.add(walk(3), NOON)
    assert ledger.sessions.running(MINA, "quiz", OF_RIVERS) == walk(3)


def test_of_two_running_walks_the_later_is_the_one(ledger: Ledger) -> None:
    for id_ in (1, 2):
        ledger.sessions.add(walk(id_, "retry"), NOON)

    assert ledger.sessions.running(MINA, "retry", OF_RIVERS) == walk(2, "retry")


def test_a_check_is_found_by_its_page(ledger: Ledger) -> None:
    check = walk(1, "check", page=SOURCE)
    ledger.sessions.add(check, NOON)

    assert ledger.sessions.running(MINA, "check", OF_RIVERS, SOURCE) == check
    assert ledger.sessions.running(MINA, "check", OF_RIVERS, MOUTH) is None
    assert ledger.sessions.running(MINA, "check", OF_RIVERS) is None


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

    assert ledger.sessions.results(MINA) == {OF_RIVERS: Result(1, 2, 1)}
    assert ledger.sessions.results(JONAS) == {}
    assert ledger.sessions.open_quizzes(MINA) == {OF_RIVERS: (2, 2)}
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
    kinds: tuple[Kind, ...] = ("quiz", "check", "retry", "after")
    for id_, kind in enumerate(kinds, start=1):
        session = walk(id_, kind)
        ledger.sessions.add(session, NOON)
        question = QuestionId(f"q{kind}")
        ledger.sessions.record(answered(session, question, 1, 0), kind, NOON)

    assert ledger.sessions.answered(MINA) == {"qquiz", "qcheck", "qretry", "qafter"}
    assert ledger.sessions.answered(JONAS) == frozenset()


def given_(ledger: Ledger, session: Session, *marks: float, **fields: Any) -> Session:
    """A walk in which these marks were earned, question by question."""
    ledger.sessions.add(replace(session, has_ended=False), NOON)
    for turn, (question, mark) in enumerate(zip(session.questions, marks, strict=False), start=1):
        answer = answered(session, question, turn, mark, **fields)
        ledger.sessions.record(answer, session.kind, NOON)
    ledger.sessions.save(session, NOON)
    return session


@pytest.mark.parametrize(
    ("session", "known"),
    [
        (walk(kind="before"), set()),
        (walk(kind="before", has_ended=True), set()),
        (walk(mode="test"), set()),
        (walk(mode="test", has_ended=True), {RISES}),
        (walk(), {RISES}),
    ],
)
def test_what_has_been_asked_and_not_been_told_does_not_count_as_answered(
    ledger: Ledger, session: Session, known: set[QuestionId]
) -> None:
    given_(ledger, session, 1)

    assert ledger.sessions.answered(MINA) == known


def test_points_count_as_earned_and_what_is_right_as_it_was_judged(
    db: Database, ledger: Ledger
) -> None:
    session = walk()
    ledger.sessions.add(session, NOON)
    hinted = replace(answered(session, RISES, 1, 0.75, hints=1), is_right=True)
    for answer in (hinted, answered(session, SALTY, 2, 0.5)):
        ledger.sessions.record(answer, "quiz", NOON)
    ledger.sessions.save(replace(session, has_ended=True), NOON)

    assert ledger.sessions.results(MINA) == {OF_RIVERS: Result(1, 2, 1.25)}


def test_in_a_test_what_was_left_open_counts_even_if_that_is_all(ledger: Ledger) -> None:
    test: dict[str, Any] = {"quiz": MIDTERM, "mode": "test", "has_ended": True}
    given_(ledger, walk(1, **test), 1)
    given_(ledger, walk(2, **test))

    assert ledger.sessions.attempts(MINA, "quiz", MIDTERM) == [Result(1, 2, 1), Result(0, 2, 0)]
    assert ledger.sessions.results(MINA) == {MIDTERM: Result(0, 2, 0)}


def test_attempts_are_all_walks_of_their_kind_that_have_ended_in_order(ledger: Ledger) -> None:
    given_(ledger, walk(1, has_ended=True), 0, 1)
    given_(ledger, walk(2, "before", has_ended=True), 1, 1)
    given_(ledger, walk(3, has_ended=True), 1, 0.5)
    given_(ledger, walk(4, has_ended=True))  # left without an answer
    given_(ledger, walk(5), 1)
    given_(ledger, walk(6, student=JONAS, has_ended=True), 0)
    given_(ledger, walk(7, quiz=OF_HILLS, has_ended=True), 0)

    attempts = ledger.sessions.attempts

    assert attempts(MINA, "quiz", OF_RIVERS) == [Result(1, 2, 1), Result(1, 2, 1.5)]
    assert attempts(MINA, "before", OF_RIVERS) == [Result(2, 2, 2)]
    assert attempts(MINA, "after", OF_RIVERS) == []


def test_a_question_is_asked_as_often_as_an_attempt_at_the_quiz_drew_it(ledger: Ledger) -> None:
    for id_, drawn in enumerate([(RISES, SALTY), (SALTY,), (SALTY,)], start=1):
        ledger.sessions.add(walk(id_, quiz=MIDTERM, questions=drawn), NOON)
    ledger.sessions.add(walk(4, quiz=MIDTERM, student=JONAS), NOON)
    ledger.sessions.add(walk(5, "retry", quiz=MIDTERM), NOON)
    ledger.sessions.add(walk(6), NOON)

    assert ledger.sessions.asked(MINA, MIDTERM) == {RISES: 1, SALTY: 3}
    assert ledger.sessions.asked(MINA, OF_HILLS) == {}


def test_certainties_are_of_answers_whose_feedback_has_been_given(ledger: Ledger) -> None:
    given_(ledger, walk(1), 1, 0.5, sure=3)
    given_(ledger, walk(2, mode="test"), 1, 1, sure=2)
    given_(ledger, walk(3, mode="test", has_ended=True), 0, sure=1)
    given_(ledger, walk(4), 1)
    given_(ledger, walk(5, student=JONAS), 0, sure=2)

    assert ledger.sessions.certainties(MINA) == [(3, True, 1), (3, False, 0.5), (1, False, 0)]


def test_tests_whose_time_is_over_are_found_the_longest_overdue_first(ledger: Ledger) -> None:
    moment = timedelta(microseconds=1)
    ends = {1: NOON, 2: NOON - moment, 3: NOON + moment, 4: None, 5: NOON - timedelta(days=1)}
    for id_, at in ends.items():
        ledger.sessions.add(walk(id_, mode="test", ends=at), NOON)
    ledger.sessions.add(walk(6, mode="test", ends=NOON.astimezone(SEOUL)), NOON)
    ledger.sessions.add(walk(7, mode="test", ends=NOON, has_ended=True), NOON)

    assert ledger.sessions.overdue(NOON) == [5, 2, 1, 6]
    assert ledger.sessions.overdue(NOON.astimezone(SEOUL), most=2) == [5, 2]


def test_the_walk_that_was_left_for_a_page_is_the_newest_that_can_be_gone_on_with(
    ledger: Ledger,
) -> None:
    quizzes = {OF_RIVERS, MIDTERM}
    nothing = ledger.sessions.walk_of(MINA, quizzes)
    for id_, session in enumerate(
        [
            walk(kind="retry"),
            walk(quiz=MIDTERM),
            walk(quiz=OF_HILLS),
            walk(kind="check", page=SOURCE),
            walk(kind="before"),
            walk(has_ended=True),
            walk(student=JONAS),
        ],
        start=1,
    ):
        ledger.sessions.add(replace(session, id=SessionId(id_)), NOON)

    assert nothing is None
    assert ledger.sessions.walk_of(MINA, quizzes) == 2
    assert ledger.sessions.walk_of(MINA, {OF_RIVERS}) == 1


@pytest.mark.parametrize("chosen", [Choices(False, one) for one in EXTRA])
def test_what_a_student_chose_is_kept(ledger: Ledger, chosen: Choices) -> None:
    ledger.students.choose(MINA, chosen)

    ledger.students.move(MINA, "Mina", Progress(), NOON)

    assert ledger.students.find(MINA) == Student(MINA, "Mina", Progress(), chosen=chosen)
    assert ledger.students.find(JONAS) == Student(JONAS, "Jonas", Home())


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
