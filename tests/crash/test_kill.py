"""The bot is killed at random moments while a class answers; nothing is lost, doubled or misplaced.

The local Telegram lives in the test's process and survives; the bot is the real command in a
process of its own, ended by `kill -9` and started again at once.  In the end what students saw
is compared with what is stored.
"""

import asyncio
import json
import os
import random
import re
import signal
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest
from aiohttp import web

from bot.classroom import Classroom
from bot.content import load
from bot.core.actions import StudentId
from bot.core.course import Course, NumberTyped, TrueOrFalse
from bot.core.session import labelled
from bot.preview.http import routes
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.tags import read_html
from bot.render import render
from bot.store import Ledger, open_database
from tests.crash.pupils import Pupil, asked, words
from tests.lightened import lightened

pytestmark = pytest.mark.slow

TOKEN = "1:crash"
FIRST = 5000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Bot:
    """The real command; `kills` counts how often it was ended without a word."""

    address: str
    database: Path
    course: Path
    process: asyncio.subprocess.Process | None = None
    kills: int = 0

    async def start(self) -> None:
        self.process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env=os.environ
            | {
                "SEODANG_TOKEN": TOKEN,
                "SEODANG_API_URL": self.address,
                "SEODANG_DATABASE": str(self.database),
                "SEODANG_COURSE": str(self.course),
            },
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()
        self.kills += 1

    async def stop(self) -> int | None:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(self.process.wait(), 15)
        return self.process.returncode


@asynccontextmanager
async def served(telegram: LocalTelegram) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes(telegram))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class Sight:
    """Everything that students saw: every state of every message of the bot."""

    telegram: LocalTelegram
    feedback: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def watch(self) -> None:
        with self.telegram.watch() as watch:
            async for event in watch:
                assert event["event"] != "missed"
                if event["event"] in ("message", "edit"):
                    message = event["message"]
                    if message["from"]["is_bot"] and "Your answer:" in message["text"]:
                        self.feedback[event["chat"]].add(message["text"])


async def lesson(path: Path, *, students: int, answers: int, kills: int, seed: int) -> None:
    """A class that answers while the bot is killed again and again, and what is left of it."""
    folder = lightened(path.parent / "course")
    course = load(folder).course
    assert course is not None
    dice = random.Random(seed)
    people = [Person(FIRST + n, f"Student {n}") for n in range(students)]
    telegram = LocalTelegram(TOKEN, now=_now, people=people)
    sight = Sight(telegram)
    watching = asyncio.create_task(sight.watch())
    pupils = [Pupil(telegram, one.id, random.Random(dice.random()), course) for one in people]
    async with served(telegram) as address:
        bot = Bot(address, path, folder)
        await bot.start()
        for pupil in pupils:
            telegram.send(pupil.person, "/quiz")

        async def study(pupil: Pupil) -> None:
            while True:
                await asyncio.sleep(pupil.dice.uniform(0.02, 0.15))
                pupil.act()

        studying = [asyncio.create_task(study(one)) for one in pupils]
        try:
            async with asyncio.timeout(90):
                while bot.kills < kills or _stored(path) < answers:
                    await _some_moment(telegram, dice)
                    if bot.kills < kills:
                        await bot.kill()
                        await bot.start()
                for task in studying:
                    task.cancel()
                await asyncio.gather(*studying, return_exceptions=True)
                await bot.kill()
                for pupil in pupils:
                    pupil.act()
                await bot.start()
                await _busy(telegram, dice)
                await bot.kill()
                await bot.start()
                await _settled(telegram, path)
                await _listens(telegram)
                assert await bot.stop() == 0
        finally:
            for task in (*studying, watching):
                task.cancel()
            faults = await asyncio.gather(*studying, watching, return_exceptions=True)
            if bot.process is not None and bot.process.returncode is None:
                await bot.kill()
    assert [one for one in faults if not isinstance(one, asyncio.CancelledError)] == []
    _compare(path, course, telegram, sight)
    _nothing_lost(path, set().union(*(one.sent for one in pupils)))
    _first_replies_counted(path, course, pupils)


async def _listens(telegram: LocalTelegram) -> None:
    """Returns when a bot waits for updates: before, it cannot be told to stop in peace."""
    async with asyncio.timeout(15):
        while telegram.chats.updates._poll is None:
            await asyncio.sleep(0.01)


async def _some_moment(telegram: LocalTelegram, dice: random.Random) -> None:
    """Any moment, or one while the bot is busy with the first updates that it has fetched."""
    if dice.random() < 0.5:
        await asyncio.sleep(dice.uniform(0.45, 1.1))
    else:
        await _busy(telegram, dice)


async def _busy(telegram: LocalTelegram, dice: random.Random) -> None:
    """Returns while the bot works on updates that it has just fetched."""
    before = telegram.called
    while not any(
        one.method == "getUpdates" and one.body.get("result")
        for one in islice(reversed(telegram.calls), telegram.called - before)
    ):
        await asyncio.sleep(0.001)
    await asyncio.sleep(dice.uniform(0, 0.05))


def _stored(path: Path) -> int:
    if not path.exists():
        return 0
    with _reading(path) as db:
        try:
            return int(db.execute("select count(*) from answers").fetchone()[0])
        except sqlite3.OperationalError:  # the tables are being made
            return 0


def _reading(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5))


async def _settled(telegram: LocalTelegram, path: Path) -> None:
    """Every update has been fetched and worked off, and it stays so for a moment."""
    quiet, last = 0, -1
    async with asyncio.timeout(30):
        while quiet < 5:
            await asyncio.sleep(0.1)
            with _reading(path) as db:
                waiting, count = db.execute(
                    "select sum(state in ('new', 'handled')), count(*) from inbox"
                ).fetchone()
            is_quiet = not waiting and not telegram.chats.updates and count == last
            quiet = quiet + 1 if is_quiet else 0
            last = count


def _compare(path: Path, course: Course, telegram: LocalTelegram, sight: Sight) -> None:
    db = open_database(path)
    try:
        assert db.conn.execute("pragma integrity_check").fetchone() == ("ok",)
        assert (
            db.conn.execute("select count(*) from inbox where state != 'done'").fetchone()[0] == 0
        )
        rows = db.conn.execute(
            "select session, turn, student, question, reply, mark from answers"
        ).fetchall()
        twice = Counter((session, question) for session, _, _, question, _, _ in rows)
        assert {pair: n for pair, n in twice.items() if n > 1} == {}
        stored = defaultdict(set)
        for _, _, student, question, reply, mark in rows:
            shown = "; ".join(_as_shown(course, question, one) for one in json.loads(reply))
            stored[student].add((words(course.questions[question].ask), shown, mark == 1))
        for student in telegram.people:
            seen = {_feedback(text, course) for text in sight.feedback[student]}
            assert seen <= stored[student]  # nothing was shown that is not stored
            assert stored[student] <= seen  # nothing is stored that was not shown
        assert sum(map(len, stored.values())) == len(rows)
        _living_messages(Ledger(db.conn), course, telegram)
    finally:
        db.close()


def _nothing_lost(path: Path, sent: set[int]) -> None:
    with _reading(path) as db:
        arrived = {update_id for (update_id,) in db.execute("select update_id from inbox")}
    assert sent - arrived == set()


def _first_replies_counted(path: Path, course: Course, pupils: list[Pupil]) -> None:
    """Of all that was handed in to a question, the first is the answer, whatever came between."""
    handed_in = {one.person: one.handed_in for one in pupils}
    types = set()
    db = open_database(path)
    try:
        ledger = Ledger(db.conn)
        rows = db.conn.execute(
            "select student, session, turn, question, reply from answers"
        ).fetchall()
        for student, id_, turn, name, reply in rows:
            session, question = ledger.sessions.find(id_), course.questions[name]
            assert session is not None
            types.add(question.type)
            given = [one.casefold() for one in json.loads(reply)]
            if isinstance(question, NumberTyped):
                assert given == [handed_in[student].numbers[name]]
            else:
                options = labelled(question, session)
                positions = handed_in[student].replies[id_, turn]
                assert sorted(given) == sorted(options[one].casefold() for one in positions)
    finally:
        db.close()
    assert types == {"choice", "choices", "true_false", "number"}


def _as_shown(course: Course, question: str, reply: str) -> str:
    is_truth = isinstance(course.questions[question], TrueOrFalse)  # type: ignore[index]
    return reply.capitalize() if is_truth else reply


def _feedback(text: str, course: Course) -> tuple[str, str, bool]:
    """A feedback's question, what was answered, and whether it was right."""
    found = re.search(r"(Right\.|Not quite\.) Your answer: (.*)", text)
    assert found is not None
    return words(asked(course, text).ask), found[2], found[1] == "Right."


def _living_messages(ledger: Ledger, course: Course, telegram: LocalTelegram) -> None:
    """Each student's newest message shows the screen that belongs to what is stored."""
    classroom = Classroom(course)
    for person in telegram.people:
        outcome = classroom.redraw(ledger, StudentId(person), now=_now())
        assert outcome is not None
        newest = [one for one in telegram.messages(person) if one["from"]["is_bot"]][-1]
        text, _ = read_html(render(outcome.screen).html)
        assert newest["message_id"] == outcome.student.message
        assert words(newest["text"]).endswith(words(text))  # a notice may stand above


async def test_kills_at_random_moments_lose_nothing_and_count_nothing_twice(
    tmp_path: Path,
) -> None:
    await lesson(tmp_path / "class.db", students=20, answers=200, kills=20, seed=20260302)


async def test_kills_between_ticks_and_typed_numbers_lose_nothing(tmp_path: Path) -> None:
    """One student alone, killed at nearly every step of a quiz that asks all types."""
    await lesson(tmp_path / "alone.db", students=1, answers=14, kills=10, seed=7)
