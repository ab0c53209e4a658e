"""Opening the database file, and copying it while it is in use."""

import errno
import os
import sqlite3
import tempfile
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
        try:
            return _prepared(connection, where)
        except BaseException:
            connection.close()
            raise
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
    nothing = Database(memory=True)
    try:
        return [one.name for one in migrations.pending(nothing)]
    finally:
        nothing.close()


def _damaged(where: str) -> str:
    return (
        f"The database {where} is damaged; put a backup in its place "
        "(see deploy/README.md) and keep the damaged file."
    )


def _in_words(where: str, error: Exception) -> str:
    # a system's error names the path too, which may hold any of these words
    said = _reason(error) if isinstance(error, OSError) else str(error)
    low = said.lower()
    if "readonly" in low or "read-only" in low or isinstance(error, PermissionError):
        return (
            f"The database {where} cannot be written; give the bot's user write access to it "
            "and to its folder."
        )
    if "not a database" in low:
        return f"The file {where} is no Seodang database; name another in SEODANG_DATABASE."
    if "malformed" in low or "corrupt" in low:
        return _damaged(where)
    if "locked" in low:
        return f"The database {where} is in use by another program; stop that one first."
    if "full" in low:
        return f"There is no room left on the disk for the database {where}."
    return f"The database {where} cannot be opened ({said}); check SEODANG_DATABASE."


def _reason(error: OSError) -> str:
    """The system's word for it, without the path."""
    # mkdir says "File exists" of a file that stands where the folder should be
    return "Not a directory" if isinstance(error, FileExistsError) else error.strerror or str(error)


def backup(source: Path, target: Path) -> None:
    """A copy of the database as of now, whole and checked, while the bot goes on writing.

    The copy appears at the target only when it is complete.  Raises StoreError where the
    source is missing or damaged, or the target cannot be written.
    """
    try:
        is_there = source.is_file()
    except OSError as error:
        raise StoreError(_in_words(str(source), error)) from error
    if not is_there:
        raise StoreError(f"There is no database at {source}; name it in SEODANG_DATABASE.")
    part: Path | None = None
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if target.exists() and target.samefile(source):
            raise StoreError(f"{target} is the database itself; name another file.")
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(".part", ".seodang-", target.parent)
        os.close(handle)
        part = Path(name)
        _copy(source, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
    except sqlite3.Error as error:
        raise StoreError(_in_words(str(source), error)) from error
    except OSError as error:
        raise StoreError(f"The backup {target} cannot be written: {_reason(error)}.") from error
    finally:
        if part is not None:
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
