"""The bot is killed at random moments while a class answers; nothing is lost, doubled or misplaced.

The local Telegram lives in the test's process and survives; the bot is the real command in a
process of its own, ended by `kill -9` and started again at once.  In the end what students saw
is compared with what is stored.
"""

import asyncio
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from aiohttp import web

from bot.classroom import Classroom, Visit
from bot.content import load
from bot.core.actions import Next, Quiz, SessionId, StudentId, unpack
from bot.core.course import Choices, Course, Matching, Ordering, Question, QuestionId, QuizId
from bot.core.grading import grade
from bot.core.offers import in_words, offered
from bot.core.session import Answer, Session
from bot.preview.http import routes
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.tags import read_html
from bot.render import render
from bot.store import Ledger, open_database
from tests.crash.bot import PATIENCE, TOKEN, Bot
from tests.crash.pupils import Counted, Pupil, Turn, asked, counted, words
from tests.crash.riverside import riverside
from tests.school import EVERY_TYPE

pytestmark = pytest.mark.slow

FIRST = 5000
MOST_WAITING = 100  # a slow machine would otherwise never work off what has come


def _now() -> datetime:
    return datetime.now(UTC)


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
    """Everything that students saw: every state of every message of the bot.

    `feedback` is kept by the turn which its first button leaves.
    """

    telegram: LocalTelegram
    feedback: dict[Turn, set[str]] = field(default_factory=lambda: defaultdict(set))

    async def watch(self) -> None:
        with self.telegram.watch() as watch:
            async for event in watch:
                assert event["event"] != "missed"
                if event["event"] in ("message", "edit"):
                    message = event["message"]
                    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                    leaves = unpack(rows[0][0]["callback_data"]) if rows else None
                    if isinstance(leaves, Next):
                        self.feedback[leaves.session, leaves.turn].add(message["text"])


async def lesson(path: Path, *, students: int, answers: int, kills: int, seed: int) -> None:
    """A class that answers while the bot is killed again and again, and what is left of it."""
    folder = riverside(path.parent / "course")
    course = load(folder).course
    assert course is not None
    dice = random.Random(seed)
    people = [Person(FIRST + n, f"Student {n}") for n in range(students)]
    telegram = LocalTelegram(TOKEN, now=_now, people=people)
    sight = Sight(telegram)
    watching = asyncio.create_task(sight.watch())
    books = _opened(path)
    pupils = [
        Pupil(telegram, one.id, random.Random(dice.random()), course, partial(_worked_off, books))
        for one in people
    ]
    async with served(telegram) as address:
        bot = Bot(address, path, folder)
        await bot.start()
        for pupil in pupils:
            telegram.send(pupil.person, "/quiz")

        async def study(pupil: Pupil) -> None:
            while True:
                await asyncio.sleep(pupil.dice.uniform(0.02, 0.15))
                if len(telegram.chats.updates) < MOST_WAITING:
                    pupil.act()

        studying = [asyncio.create_task(study(one)) for one in pupils]
        try:
            async with asyncio.timeout(180):
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
            if bot.is_alive:
                await bot.kill()
            books.close()
    assert [one for one in faults if not isinstance(one, asyncio.CancelledError)] == []
    _compare(path, course, telegram, sight)
    _nothing_lost(path, set().union(*(one.sent for one in pupils)))
    _what_was_handed_in_counted(path, pupils, {one["type"] for one in EVERY_TYPE})


async def _listens(telegram: LocalTelegram) -> None:
    """Returns when a bot waits for updates: before, it cannot be told to stop in peace."""
    async with asyncio.timeout(PATIENCE):
        while telegram.chats.updates._poll is None:
            await asyncio.sleep(0.01)


async def _some_moment(telegram: LocalTelegram, dice: random.Random) -> None:
    """Any moment, or one while the bot is busy with the first updates that it has fetched."""
    if dice.random() < 0.5:
        await asyncio.sleep(dice.uniform(0.15, 0.4))
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


def _opened(path: Path) -> sqlite3.Connection:
    """The books, to be read while they are written."""
    open_database(path).close()
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)


def _worked_off(books: sqlite3.Connection, student: int) -> set[int]:
    """The updates of a student whose answers have been sent."""
    rows = books.execute(
        "select update_id from inbox where student = ? and state = 'done'", (student,)
    )
    return {update_id for (update_id,) in rows}


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
        answers = [answer for _, answer in _answers(Ledger(db.conn))]
        twice = Counter((one.session, one.question) for one in answers)
        assert {pair: n for pair, n in twice.items() if n > 1} == {}
        seen = {
            turn: {_seen(course, text) for text in texts} for turn, texts in sight.feedback.items()
        }
        stored = {
            (one.session, one.turn): {_told(course.questions[one.question], one.reply)}
            for one in answers
        }
        assert seen == stored  # what was shown is stored, what is stored was shown
        _living_messages(Ledger(db.conn), course, telegram)
    finally:
        db.close()


def _answers(ledger: Ledger) -> list[tuple[Session, Answer]]:
    """Everything that was ever answered, with its walk."""
    ids = map(SessionId, range(1, ledger.sessions.next_id()))
    walks = [walk for id_ in ids if (walk := ledger.sessions.find(id_)) is not None]
    return [(walk, one) for walk in walks for one in ledger.sessions.answers(walk.id)]


def _told(question: Question, reply: tuple[str, ...]) -> tuple[str, str, str]:
    """What feedback has to say: the question, the judgement, what was answered."""
    judged = grade(question, reply)
    share = f"Partly right: {100 * judged.mark:.0f} %."
    judgement = "Right." if judged.is_right else share if judged.mark > 0 else "Not quite."
    match question:
        case Ordering():
            said = [f"{number}. {one}" for number, one in enumerate(reply, start=1)]
        case Matching():
            pairs = zip(question.pairs, reply, strict=True)
            said = [f"{pair.item} → {one}" for pair, one in pairs]
        case _:
            said = ["; ".join(in_words(question, one) for one in reply)]
    return words(question.ask), judgement, " | ".join(said)


def _seen(course: Course, text: str) -> tuple[str, str, str]:
    """The same, as it stands in a message."""
    before, _, after = text.partition(" Your answer:")
    said = after.splitlines()[0].strip()
    if not said:
        marked = (line for line in after.splitlines() if line[:2] in ("✓ ", "✗ "))
        said = " | ".join(line[2:] for line in marked)
    return words(asked(course, text).ask), before.splitlines()[-1], said


def _nothing_lost(path: Path, sent: set[int]) -> None:
    with _reading(path) as db:
        arrived = {update_id for (update_id,) in db.execute("select update_id from inbox")}
    assert sent - arrived == set()


def _what_was_handed_in_counted(path: Path, pupils: list[Pupil], kinds: set[str]) -> None:
    """Of all that was done in a turn, what was handed in first is the answer, and nothing else."""
    db = open_database(path)
    try:
        ledger = Ledger(db.conn)
        done: dict[Turn, Counted] = {}
        stored: dict[Turn, Counted] = {}
        questions: dict[QuestionId, Question] = {}
        for pupil in pupils:
            for turn, question in pupil.questions.items():
                walk = ledger.sessions.find(SessionId(turn[0]))
                assert walk is not None
                asks = walk.asks_confidence
                one = counted(question, pupil.deeds[turn], asks_confidence=asks)
                if one is not None:
                    done[turn] = one
                questions[QuestionId(question.id)] = question
        for walk, answer in _answers(ledger):
            question = questions[answer.question]
            stored[answer.session, answer.turn] = _counted(question, walk, answer)
        assert done == stored
        assert {questions[one.question].type for _, one in _answers(ledger)} == kinds
    finally:
        db.close()


def _counted(question: Question, walk: Session, answer: Answer) -> Counted:
    """What is stored, put as the student did it."""
    options = offered(question, walk.seed)
    taken = tuple(options.index(one) if options else one for one in answer.reply)
    if isinstance(question, Choices):
        taken = tuple(sorted(taken))
    return Counted(taken, answer.sure, answer.tries)


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


async def test_kills_in_mid_question_keep_what_was_ticked_arranged_and_typed(
    tmp_path: Path,
) -> None:
    """One student alone, killed at nearly every step of quizzes that ask all types."""
    await lesson(tmp_path / "alone.db", students=1, answers=14, kills=10, seed=7)


async def test_letters_that_were_due_when_the_bot_was_killed_go_out_after_all(
    tmp_path: Path,
) -> None:
    """The time of a test is over for a whole class; a kill may send one letter twice."""
    folder, path, dice = riverside(tmp_path / "course"), tmp_path / "letters.db", random.Random(7)
    people = [Person(FIRST + n, f"Student {n}") for n in range(80)]
    telegram = LocalTelegram(TOKEN, now=_now, people=people)
    _at_a_test_that_is_over(path, folder, people)
    for one in people:
        telegram.send(one.id, "/start")  # a bot may not write first
    telegram.chats.updates.clear()
    async with served(telegram) as address:
        bot = Bot(address, path, folder)
        await bot.start()
        try:
            async with asyncio.timeout(60):
                while (sent := _letters(path)["sent"]) < len(people):
                    await _more_letters(path, sent, dice.randrange(1, 10))
                    if bot.kills < 8:
                        await bot.kill()
                        await bot.start()
                await _listens(telegram)
                assert await bot.stop() == 0
        finally:
            if bot.is_alive:
                await bot.kill()
    assert bot.kills == 8
    results = [_results(telegram, one) for one in people]
    assert min(results) == 1
    assert sum(results) - len(people) <= bot.kills
    assert _letters(path) == Counter(sent=len(people))


def _at_a_test_that_is_over(path: Path, folder: Path, people: list[Person]) -> None:
    course = load(folder).course
    assert course is not None
    db = open_database(path)
    try:
        for one in people:
            visit = Visit(StudentId(one.id), one.first_name, Quiz(QuizId("final")))
            then = _now() - timedelta(hours=1)
            Classroom(course).attend(Ledger(db.conn), visit, now=then, seed=1)
    finally:
        db.close()


def _letters(path: Path) -> Counter[str]:
    """How many letters there are in each state."""
    with _reading(path) as db:
        return Counter(state for (state,) in db.execute("select state from letters"))


async def _more_letters(path: Path, sent: int, count: int) -> None:
    """Returns when so many more have been sent, or all."""
    while (now := _letters(path))["sent"] < min(sent + count, now.total() or sent + count):
        await asyncio.sleep(0.002)


def _results(telegram: LocalTelegram, person: Person) -> int:
    return sum("The time was over" in one.get("text", "") for one in telegram.messages(person.id))
