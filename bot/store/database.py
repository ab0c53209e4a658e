"""Opening the database file, and copying it while it is in use."""

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.schema import migrations


class StoreError(Exception):
    """The database cannot be used; the message says why and what to do, in one line."""


def open_database(path: Path | None) -> Database:
    """The database at the path, created and migrated where needed; in memory for None.

    Raises StoreError for a file that is damaged, read-only, no database, locked, or written
    by a newer Seodang.
    """
    where = "in memory" if path is None else str(path)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(
            ":memory:" if path is None else path,
            isolation_level=None,
            check_same_thread=False,  # opened here, used by the store's thread alone
            timeout=5,
        )
        return _prepared(connection, where)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(_in_words(where, error)) from error


def _prepared(connection: sqlite3.Connection, where: str) -> Database:
    # FULL: an answer is on the disk before its feedback leaves
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
    db = Database(connection)
    known = {one.name for one in migrations.pending(db)} | {
        one.name for one in migrations.applied(db)
    }
    ours = set(_names())
    if known - ours:
        raise StoreError(
            f"The database {where} was written by a newer Seodang; update the program, "
            "or name another file in SEODANG_DATABASE."
        )
    first = connection.execute("pragma quick_check(1)").fetchone()[0]
    if first != "ok":
        raise StoreError(_damaged(where))
    migrations.apply(db)
    # a write that changes nothing finds out now whether the file can be written
    connection.execute("begin immediate")
    connection.execute(f"pragma user_version = {len(ours)}")
    connection.execute("commit")
    return db


def _names() -> list[str]:
    return [one.name for one in migrations.pending(Database(memory=True))]


def _damaged(where: str) -> str:
    return (
        f"The database {where} is damaged; put a backup in its place "
        "(see deploy/README.md) and keep the damaged file."
    )


def _in_words(where: str, error: Exception) -> str:
    said = str(error).lower()
    if "readonly" in said or "read-only" in said or isinstance(error, PermissionError):
        return (
            f"The database {where} cannot be written; give the bot's user write access to it "
            "and to its folder."
        )
    if "not a database" in said:
        return f"The file {where} is no Seodang database; name another in SEODANG_DATABASE."
    if "malformed" in said or "corrupt" in said:
        return _damaged(where)
    if "locked" in said:
        return f"The database {where} is in use by another program; stop that one first."
    if "full" in said:
        return f"There is no room left on the disk for the database {where}."
    return f"The database {where} cannot be opened ({error}); check SEODANG_DATABASE."


def backup(source: Path, target: Path) -> None:
    """A copy of the database as of now, whole and checked, while the bot goes on writing.

    The copy appears at the target only when it is complete.  Raises StoreError where the
    source is missing or damaged, or the target cannot be written.
    """
    if not source.is_file():
        raise StoreError(f"There is no database at {source}; name it in SEODANG_DATABASE.")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
        _copy(source, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except sqlite3.Error as error:
        raise StoreError(_in_words(str(source), error)) from error
    except OSError as error:
        reason = error.strerror or error
        raise StoreError(f"The backup {target} cannot be written: {reason}.") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, part: Path) -> None:
    reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    writing = sqlite3.connect(part)
    try:
        reading.backup(writing)
        writing.execute("pragma journal_mode=delete")
        if writing.execute("pragma quick_check(1)").fetchone()[0] != "ok":
            raise StoreError(_damaged(str(source)))
    finally:
        writing.close()
        reading.close()
