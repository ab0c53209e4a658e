"""Opening the database, and copying it while it is in use."""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.core.actions import StudentId
from bot.core.course import ModuleId, PageId
from bot.schema import migrations
from bot.store import Ledger, StoreError, backup, open_database
from tests.school import MINA, NOON

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "seodang.db"


def filled(path: Path, pages: int = 2000) -> None:
    """A database with somebody who has read a lot in it, in one file."""
    db = open_database(path)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    db.conn.execute("begin")
    for number in range(pages):
        ledger.students.read(MINA, ModuleId("rivers"), PageId(f"page-{number}"), NOON)
    db.conn.execute("commit")
    db.close()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def opens_and_closes(path: Path) -> None:
    open_database(path).close()


def test_a_database_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "data" / "deep" / "seodang.db"

    db = open_database(path)

    assert set(db.table_names()) >= {"students", "pages_read", "sessions", "answers", "inbox"}
    settings = {
        name: db.conn.execute(f"pragma {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "user_version")
    }
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "user_version": len(migrations.applied(db)),
    }
    db.close()


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.touch()

    opens_and_closes(path)

    assert path.stat().st_size > 0


def test_opening_again_changes_nothing(path: Path) -> None:
    filled(path, pages=3)
    before = dump(path)

    opens_and_closes(path)
    opens_and_closes(path)

    assert dump(path) == before


def test_migrations_are_applied_once_each_in_order(path: Path) -> None:
    db = open_database(path)

    names = [one.name for one in migrations.applied(db)]

    assert names == sorted(names)
    assert names[0] == "m001_learning"
    assert migrations.pending(db) == []
    db.close()


def test_each_test_database_in_memory_is_its_own() -> None:
    first, second = open_database(None), open_database(None)

    Ledger(first.conn).students.add(MINA, "Mina", NOON)

    assert Ledger(second.conn).students.find(MINA) is None
    first.close()
    second.close()


def newer(path: Path) -> None:
    filled(path, pages=3)
    connection = sqlite3.connect(path)
    (columns,) = connection.execute(
        "select group_concat(name) from pragma_table_info('_sqlite_migrations')"
    ).fetchone()
    marks = {
        "migration_set": "seodang",
        "name": "m999_later",
        "applied_at": "2030-01-01",
    }
    names = [one for one in columns.split(",") if one in marks]
    connection.execute(
        f"insert into _sqlite_migrations ({','.join(names)}) values ({','.join('?' * len(names))})",
        [marks[one] for one in names],
    )
    connection.commit()
    connection.close()


def overwritten(path: Path) -> None:
    """Some pages in the middle of the file are rubbish."""
    filled(path)
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2 // PAGE * PAGE)
        file.write(b"\xa5" * PAGE * 4)


def cut(path: Path) -> None:
    filled(path)
    os.truncate(path, path.stat().st_size // 2 // PAGE * PAGE)


def beheaded(path: Path) -> None:
    filled(path)
    with path.open("r+b") as file:
        file.write(b"\x00" * 100)


def letter(path: Path) -> None:
    path.write_text("Dear reader, this is no database. " * 200)


def folder(path: Path) -> None:
    path.mkdir()


NO_DATABASE = "The file {path} is no Seodang database; name another in SEODANG_DATABASE."
DAMAGED = (
    "The database {path} is damaged; put a backup in its place (see deploy/README.md) "
    "and keep the damaged file."
)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (
            newer,
            (
                "The database {path} was written by a newer Seodang; update the program, "
                "or name another file in SEODANG_DATABASE."
            ),
        ),
        (overwritten, DAMAGED),
        (cut, DAMAGED),
        (beheaded, NO_DATABASE),
        (letter, NO_DATABASE),
        (
            folder,
            (
                "The database {path} cannot be opened (unable to open database file); "
                "check SEODANG_DATABASE."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_left_as_it_is(
    path: Path, trouble: Callable[[Path], None], said: str
) -> None:
    trouble(path)
    before = None if path.is_dir() else path.read_bytes()

    with pytest.raises(StoreError) as caught:
        open_database(path)

    assert str(caught.value) == said.format(path=path)
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("name", ["notes", "full", "locked", "corrupt", "readonly"])
def test_a_folder_that_cannot_be_made_is_refused_whatever_its_name(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("a file")
    path = tmp_path / name / "data" / "seodang.db"

    with pytest.raises(StoreError) as caught:
        open_database(path)

    assert str(caught.value) == (
        f"The database {path} cannot be opened (Not a directory); check SEODANG_DATABASE."
    )


def _connecting(monkeypatch: pytest.MonkeyPatch, **otherwise: Any) -> None:
    """What the program opens is opened with these options instead."""
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connects(database: Any, **options: Any) -> sqlite3.Connection:
        uri = otherwise.get("query")
        more = {key: one for key, one in otherwise.items() if key != "query"}
        if uri and database != ":memory:":
            return connect(f"{Path(database).as_uri()}?{uri}", uri=True, **(options | more))
        return connect(database, **(options | more))

    monkeypatch.setattr(sqlite3, "connect", connects)


CANNOT_WRITE = (
    "The database {path} cannot be written; give the bot's user write access to it "
    "and to its folder."
)


@pytest.mark.parametrize("make", [filled, lambda path: sqlite3.connect(path).close()])
def test_a_file_that_cannot_be_written_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], None]
) -> None:
    make(path)
    path.touch()
    _connecting(monkeypatch, query="mode=ro")

    with pytest.raises(StoreError) as caught:
        open_database(path)

    assert str(caught.value) == CANNOT_WRITE.format(path=path)


def test_a_whole_database_that_cannot_be_written_is_refused_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is left to migrate, so that no statement would notice by itself."""
    filled(path, pages=1)
    _connecting(monkeypatch, query="mode=ro")

    with pytest.raises(StoreError, match="cannot be written"):
        open_database(path)


@contextlib.contextmanager
def somebody() -> Iterator[None]:
    """Without root's right to write everywhere."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_folder_that_cannot_be_written_is_refused(mode: int) -> None:
    # not in tmp_path, which only its owner may enter
    with tempfile.TemporaryDirectory() as parent:
        Path(parent).chmod(0o755)
        closed = Path(parent) / "closed"
        closed.mkdir(mode=mode)
        path = closed / "data" / "seodang.db"
        try:
            with somebody(), pytest.raises(StoreError) as caught:
                open_database(path)
        finally:
            closed.chmod(0o700)

    assert str(caught.value) == CANNOT_WRITE.format(path=path)


def test_a_database_that_another_program_holds_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(path, pages=1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("begin immediate")
    _connecting(monkeypatch, timeout=0.05)

    with pytest.raises(StoreError) as caught:
        open_database(path)

    holder.close()
    assert str(caught.value) == (
        f"The database {path} is in use by another program; stop that one first."
    )


def test_what_was_refused_is_closed_again(path: Path) -> None:
    """Nothing may hold on to a file that somebody is about to replace."""
    newer(path)
    with pytest.raises(StoreError):
        open_database(path)

    held = {os.path.realpath(one) for one in Path("/proc/self/fd").iterdir()}

    assert str(path) not in held


def test_a_backup_holds_everything_in_one_file(path: Path, tmp_path: Path) -> None:
    filled(path, pages=50)
    target = tmp_path / "copies" / "monday.db"

    backup(path, target)

    assert dump(target) == dump(path)
    assert [one.name for one in target.parent.iterdir()] == ["monday.db"]
    assert target.stat().st_mode & 0o777 == 0o600
    opens_and_closes(target)


def test_a_backup_takes_the_place_of_an_older_one(path: Path, tmp_path: Path) -> None:
    filled(path, pages=5)
    target = tmp_path / "copy.db"
    target.write_text("older")

    backup(path, target)

    assert dump(target) == dump(path)


def test_a_backup_of_a_newer_seodang_s_database_is_made(path: Path, tmp_path: Path) -> None:
    newer(path)

    backup(path, tmp_path / "copy.db")

    assert dump(tmp_path / "copy.db") == dump(path)


WRITER = """
import itertools, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.store import Ledger, open_database

db = open_database(Path(sys.argv[1]))
ledger = Ledger(db.conn)
now = datetime(2026, 3, 2, tzinfo=UTC)
if ledger.students.find(1001) is None:
    ledger.students.add(1001, "Mina", now)
for number in itertools.count(1):
    db.conn.execute("begin immediate")
    ledger.students.read(1001, "rivers", f"page-{number:07}" + "x" * 200, now)
    db.conn.execute("commit")
    print(number, flush=True)
"""


@pytest.mark.slow
def test_a_backup_made_while_the_bot_writes_is_whole_and_holds_all_that_was_stored_before(
    path: Path, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as writer:
        assert writer.stdout is not None
        stored = 0
        copied: list[tuple[int, int, str]] = []
        try:
            while len(copied) < 5:
                stored = int(writer.stdout.readline())
                if stored % 50 == 0:
                    backup(path, target)
                    connection = sqlite3.connect(target)
                    (count,) = connection.execute("select count(*) from pages_read").fetchone()
                    (whole,) = connection.execute("pragma integrity_check").fetchone()
                    connection.close()
                    copied.append((stored, count, whole))
        finally:
            writer.kill()

    assert len(copied) > 1
    assert [whole for _, _, whole in copied] == ["ok"] * len(copied)
    assert all(count >= before for before, count, _ in copied)
    assert copied[-1][1] > copied[0][1]  # the writer went on meanwhile
    opens_and_closes(target)
    opens_and_closes(path)  # and what the kill left behind is whole as well


def test_a_backup_never_overwrites_the_database_itself(path: Path, tmp_path: Path) -> None:
    filled(path, pages=5)
    before = dump(path)
    (tmp_path / "link.db").symlink_to(path)
    os.link(path, tmp_path / "hard.db")

    for target in (path, tmp_path / "." / "seodang.db", tmp_path / "link.db", tmp_path / "hard.db"):
        with pytest.raises(StoreError) as caught:
            backup(path, target)
        assert str(caught.value) == f"{target} is the database itself; name another file."

    assert dump(path) == before


def test_there_is_no_backup_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "none.db"

    with pytest.raises(StoreError) as caught:
        backup(path, tmp_path / "copy.db")

    assert str(caught.value) == f"There is no database at {path}; name it in SEODANG_DATABASE."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("trouble", "said"),
    [(overwritten, DAMAGED), (letter, NO_DATABASE), (beheaded, NO_DATABASE)],
)
def test_there_is_no_backup_of_what_is_damaged(
    path: Path, tmp_path: Path, trouble: Callable[[Path], None], said: str
) -> None:
    trouble(path)
    target = tmp_path / "copies" / "copy.db"
    target.parent.mkdir()
    target.write_text("the last good copy")

    with pytest.raises(StoreError) as caught:
        backup(path, target)

    assert str(caught.value) == said.format(path=path)
    assert [one.name for one in target.parent.iterdir()] == ["copy.db"]
    assert target.read_text() == "the last good copy"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".", "Is a directory"),
        ("/", "Is a directory"),
        ("folder", "Is a directory"),
        ("file/copy.db", "Not a directory"),
        ("file/deeper/copy.db", "Not a directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_backup_that_cannot_be_written_is_said_in_one_sentence(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str
) -> None:
    filled(path, pages=1)
    here = tmp_path / "here"
    (here / "folder").mkdir(parents=True)
    (here / "file").write_text("a file")
    monkeypatch.chdir(here)
    before = sorted(here.rglob("*"))
    target = Path(name)

    with pytest.raises(StoreError) as caught:
        backup(path, target)

    assert str(caught.value) == f"The backup {target} cannot be written: {reason}."
    assert sorted(here.rglob("*")) == before


def test_a_backup_may_have_a_name_as_long_as_names_can_be(path: Path, tmp_path: Path) -> None:
    filled(path, pages=1)
    target = tmp_path / ("x" * 252 + ".db")

    backup(path, target)

    assert dump(target) == dump(path)


def test_a_student_is_enrolled_under_an_id_of_any_size_telegram_gives(path: Path) -> None:
    db = open_database(path)
    ledger = Ledger(db.conn)

    ledger.students.add(StudentId(2**52 - 1), "Mina", NOON)

    assert ledger.students.find(StudentId(2**52 - 1)) is not None
    db.close()
