"""Letters: what is to be sent without being asked for, and whether it has been."""

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlite_utils import Database

from bot.core.actions import Objected, Reports, SessionId
from bot.store import Ledger, Letter, open_database
from bot.store.letters import Letters
from tests.school import JONAS, MINA, NOON, TEACHER

MOMENT = timedelta(microseconds=1)
SEOUL = ZoneInfo("Asia/Seoul")
FIRST, SECOND = Objected(SessionId(7), 1), Objected(SessionId(7), 2)


@pytest.fixture
def db() -> Iterator[Database]:
    db = open_database(None)
    yield db
    db.close()


@pytest.fixture
def letters(db: Database) -> Letters:
    return Ledger(db.conn).letters


def test_a_letter_waits_until_it_is_due(letters: Letters) -> None:
    letters.write(TEACHER, FIRST, NOON)

    assert letters.due(NOON - MOMENT) == []
    assert letters.due(NOON) == [Letter(1, TEACHER, FIRST)]
    assert letters.due(NOON.astimezone(SEOUL)) == [Letter(1, TEACHER, FIRST)]


def test_a_letter_is_written_once_to_each_and_goes_out_when_it_was_first_due(
    letters: Letters,
) -> None:
    letters.write(TEACHER, FIRST, NOON)

    letters.write(TEACHER, FIRST, NOON + timedelta(hours=1))
    letters.write(MINA, FIRST, NOON)

    assert [one.recipient for one in letters.due(NOON)] == [TEACHER, MINA]


@pytest.mark.parametrize(("is_delivered", "state"), [(True, "sent"), (False, "failed")])
def test_a_letter_that_went_out_or_never_will_is_not_sent_again(
    db: Database, letters: Letters, is_delivered: bool, state: str
) -> None:
    letters.write(TEACHER, FIRST, NOON)
    letters.write(TEACHER, SECOND, NOON)
    first, second = letters.due(NOON)

    letters.sent(first.id, is_delivered=is_delivered)
    letters.write(TEACHER, FIRST, NOON)

    assert letters.due(NOON) == [second]
    assert db.conn.execute("select state from letters order by id").fetchall() == [
        (state,),
        ("waiting",),
    ]


def test_letters_go_out_in_the_order_in_which_they_are_due_so_many_at_a_time(
    letters: Letters,
) -> None:
    for at in (3, 1, 2, 0):
        due = (NOON + timedelta(minutes=at)).astimezone(SEOUL)
        letters.write(TEACHER, Objected(SessionId(at), 1), due)
    letters.write(JONAS, FIRST, NOON)

    now = NOON + timedelta(minutes=2)

    assert [one.place for one in letters.due(now)] == [
        Objected(SessionId(0), 1),
        FIRST,
        Objected(SessionId(1), 1),
        Objected(SessionId(2), 1),
    ]
    assert len(letters.due(now, most=2)) == 2


def test_what_is_no_place_any_more_is_not_sent(db: Database, letters: Letters) -> None:
    letters.write(TEACHER, FIRST, NOON)
    letters.write(TEACHER, Reports(), NOON)

    db.conn.execute("update letters set place = 'nonsense' where id = 1")

    assert letters.due(NOON) == [Letter(2, TEACHER, Reports())]
