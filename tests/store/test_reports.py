"""What students reported of questions."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from bot.core.actions import SessionId, StudentId
from bot.core.course import QuestionId, QuizId
from bot.core.reports import REASONS, Report
from bot.core.session import Answer, Session
from bot.store import Ledger, open_database
from tests.school import JONAS, MINA, NOON

RISES = QuestionId("rises")


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    ledger.students.add(JONAS, "Jonas", NOON)
    yield ledger
    db.close()


def answered(ledger: Ledger, session: int, student: StudentId = MINA) -> Answer:
    """An answer of a walk of its own."""
    id_ = SessionId(session)
    ledger.sessions.add(Session(id_, student, "quiz", QuizId("rivers"), None, 1, (RISES,)), NOON)
    answer = Answer(id_, 1, student, RISES, "v", ("At sea", "북"), 0, is_right=False)
    ledger.sessions.record(answer, "quiz", NOON)
    return answer


def said(session: int, reason: int, note: str | None = None, at: datetime = NOON) -> Report:
    return Report(
        SessionId(session),
        1,
        MINA,
        "Mina",
        RISES,
        "v",
        ("At sea", "북"),
        REASONS[reason],
        note,
        at,
    )


def test_a_report_says_who_objects_to_what_and_what_was_answered(ledger: Ledger) -> None:
    answer = answered(ledger, 7)
    before = ledger.reports.find(answer.session, 1)

    ledger.reports.say(answer, 1, NOON)

    assert before is None
    assert ledger.reports.find(answer.session, 1) == said(7, 1)
    assert ledger.reports.find(answer.session, 2) is None
    assert ledger.reports.count() == 1


def test_another_reason_replaces_the_first_and_keeps_the_sentence(ledger: Ledger) -> None:
    answer = answered(ledger, 7)
    ledger.reports.say(answer, 1, NOON)
    ledger.reports.add(answer.session, 1, "It is.")

    ledger.reports.say(answer, 3, NOON + timedelta(hours=1))

    assert ledger.reports.find(answer.session, 1) == said(7, 3, "It is.")
    assert ledger.reports.count() == 1


def test_a_later_sentence_replaces_the_first(ledger: Ledger) -> None:
    answer = answered(ledger, 7)
    ledger.reports.say(answer, 0, NOON)

    for note in ("One.", "Two."):
        ledger.reports.add(answer.session, 1, note)

    assert ledger.reports.find(answer.session, 1) == said(7, 0, "Two.")


def test_a_sentence_without_a_report_is_kept_nowhere(ledger: Ledger) -> None:
    answer = answered(ledger, 7)

    ledger.reports.add(answer.session, 1, "It is.")

    assert ledger.reports.count() == 0


def test_the_newest_reports_come_first(ledger: Ledger) -> None:
    hours = {1: 2, 2: 0, 3: 1, 4: 2}
    for session, hour in hours.items():
        ledger.reports.say(answered(ledger, session), 0, NOON + timedelta(hours=hour))

    newest = ledger.reports.newest(3)

    assert newest == [
        said(session, 0, at=NOON + timedelta(hours=hours[session])) for session in (4, 1, 3)
    ]
    assert ledger.reports.count() == 4


def test_a_report_goes_by_the_name_its_student_has_now(ledger: Ledger) -> None:
    answer = answered(ledger, 7, JONAS)
    ledger.reports.say(answer, 0, NOON)

    ledger.students.move(JONAS, "Jonas Kim", ledger.students.find(JONAS).place, NOON)  # type: ignore[union-attr]

    found = ledger.reports.find(answer.session, 1)
    assert found is not None
    assert found.name == "Jonas Kim"


@pytest.mark.parametrize("reason", [len(REASONS), 9, -1])
def test_a_reason_that_there_is_not_is_refused(ledger: Ledger, reason: int) -> None:
    answer = answered(ledger, 7)

    with pytest.raises(ValueError, match="no such reason"):
        ledger.reports.say(answer, reason, NOON)

    assert ledger.reports.count() == 0
