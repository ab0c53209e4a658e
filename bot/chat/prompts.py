"""The preview's word to its bot, by lines on standard input.

Its one rule: each line is a JSON object with one wish, answered on standard output by one line;
the end of input is the wish to stop, so that no bot outlives its preview.

    {"ahead": SECONDS}   read the real time moved forward by so much   -> {"ahead": SECONDS}
    {"course": PATH}     teach the course that is there now            -> {"course": BOOL}
    {"forget": ID}       forget the student                            -> {"forget": ID}
    {"unfinished": true} how many updates are not worked off          -> {"unfinished": COUNT}

A course with mistakes is not taken: the last good one stays.
"""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.chat.pictures import Pictures
from bot.classroom import Classroom
from bot.content import load
from bot.core.actions import StudentId
from bot.store import Ledger, Store


class Prompter:
    """Listens while the bot teaches; its `clock` is the bot's."""

    def __init__(self, classroom: Classroom, pictures: Pictures, store: Store) -> None:
        self._classroom = classroom
        self._pictures = pictures
        self._store = store
        self._ahead = timedelta()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    async def listen(self, stop: asyncio.Event) -> None:
        """Do what is wished, until the input ends; then `stop` is set."""
        reader = asyncio.StreamReader()
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
        )
        try:
            while line := await reader.readline():
                print(json.dumps(await self._done(json.loads(line))), flush=True)  # noqa: T201 - the answer
        finally:
            pipe.close()
            stop.set()  # also if a wish has failed: a bot that no longer listens would stay behind

    async def _done(self, wish: dict[str, Any]) -> dict[str, Any]:
        match wish:
            case {"ahead": float() | int() as seconds}:
                self._ahead = timedelta(seconds=seconds)
            case {"course": str() as path}:
                loaded = await asyncio.to_thread(load, Path(path))
                if loaded.course is not None:
                    self._classroom.course = loaded.course
                    self._pictures.folder = Path(path)
                return {"course": loaded.course is not None}
            case {"forget": int() as student}:
                await self._store.do(lambda ledger: ledger.students.forget(StudentId(student)))
            case {"unfinished": True}:
                return {"unfinished": await self._store.do(_unfinished)}
            case _:
                raise ValueError(f"nobody can wish for {wish}")
        return wish


def _unfinished(ledger: Ledger) -> int:
    return len(ledger.inbox.new()) + len(ledger.inbox.handled())
