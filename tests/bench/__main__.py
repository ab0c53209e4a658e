"""Measure answers a second, delays, memory and start: make bench.

Every figure of a run belongs to that run's machine and minute: compare ratios.  Each tap is an
answer: graded, stored durably, its callback answered, its message edited.  The floors do the
same two calls and nothing else.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.content import load
from bot.core.actions import Home, Pick, SessionId, StudentId, pack
from bot.core.course import Choice, Course, QuestionId, QuizId, TrueOrFalse
from bot.core.session import Session, refreshed
from bot.settings import shipped_course
from bot.store import Ledger, open_database
from tests.bench.answers import judging
from tests.bench.crowd import FIRST, TOKEN, Crowd, Figures
from tests.bench.page import quickness

TICKS = os.sysconf("SC_CLK_TCK")
WARM_UP = 0.5


@dataclass(frozen=True)
class Measured:
    """A row of the table; memory is the bot's peak, in MB."""

    name: str
    figures: Figures
    cpu_ms: float
    memory: float

    def row(self) -> str:
        return (
            f"| {self.name} | {self.figures.rate:,.0f} | {self.figures.p50:,.1f} |"
            f" {self.figures.percentile(0.99):,.1f} | {self.cpu_ms:.2f} | {self.memory:.0f} |"
        )


def prepared(
    path: Path, course: Course, students: int, each: int
) -> Callable[[int], Iterator[str]]:
    """A database in which every student has many one-question walks to answer in turn."""
    db = open_database(path)
    ledger = Ledger(db.conn)
    now = datetime.now(UTC)
    asked = [
        (QuizId(module.id), QuestionId(question.id))
        for module in course
        for question in module.questions
        if isinstance(question, Choice | TrueOrFalse)
    ]
    db.conn.execute("begin")
    for index in range(students):
        student = StudentId(FIRST + index)
        ledger.students.add(student, f"Student {index}", now)
        ledger.students.move(student, f"Student {index}", Home(), now)
        for number in range(each):
            quiz, question = asked[number % len(asked)]
            id_ = SessionId(1 + index * each + number)
            session = Session(id_, student, "quiz", quiz, None, id_, (question,))
            ledger.sessions.add(refreshed(session, course), now)
    db.conn.execute("commit")
    db.conn.execute("pragma wal_checkpoint(truncate)")
    db.conn.close()

    def taps(person: int) -> Iterator[str]:
        first = 1 + (person - FIRST) * each
        return (pack(Pick(SessionId(first + n), 1, n % 2)) for n in range(each))

    return taps


@contextlib.asynccontextmanager
async def process(*arguments: str, **environment: str) -> AsyncIterator[int]:
    """A Python process while it runs; ended by its id."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        env={**os.environ, **environment},
        stderr=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield child.pid
    finally:
        if child.returncode is None:
            child.terminate()
        try:
            await asyncio.wait_for(child.wait(), 15)
        except TimeoutError:
            child.kill()
            await child.wait()


# A deployed bot has no numpy; here it is installed for the figures' drawing, and sqlite-utils
# imports what it finds.
DEPLOYED = "import sys; sys.modules['numpy'] = None; from bot.cli import main; sys.exit(main())"


def bot(address: str, database: Path) -> contextlib.AbstractAsyncContextManager[int]:
    return process(
        "-c",
        DEPLOYED,
        "run",
        SEODANG_TOKEN=TOKEN,
        SEODANG_API_URL=address,
        SEODANG_DATABASE=str(database),
    )


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def loop_of_floor(kind: str, students: int, delay: float, seconds: float) -> Measured:
    crowd = Crowd(students)

    def taps(_: int) -> Iterator[str]:
        while True:
            yield "y"

    async with (
        crowd.served() as address,
        process("-m", "tests.bench.floor", address, TOKEN, kind) as pid,
    ):
        await crowd.polled.wait()
        await crowd.arrive(by_writing=False)
        await asyncio.sleep(0.5)
        crowd.delay = delay
        before = cpu_seconds(pid)
        figures = await crowd.closed_loop(taps, seconds=seconds, warm_up=WARM_UP)
        cpu = (cpu_seconds(pid) - before) * seconds / (seconds + WARM_UP)
        return Measured(f"floor: {kind}", figures, 1000 * cpu / figures.answers, memory_mb(pid))


async def loop_of_bot(
    course: Course, students: int, delay: float, seconds: float, rate: float | None = None
) -> Measured:
    """The bot under a closed loop, or at a rate of taps a second."""
    crowd = Crowd(students)
    each = int((rate or 2500) * seconds * 2 / students) + 100
    with tempfile.TemporaryDirectory(prefix="seodang-") as folder:
        database = Path(folder) / "bench.db"
        taps = prepared(database, course, students, each)
        async with crowd.served() as address, bot(address, database) as pid:
            await crowd.polled.wait()
            await crowd.arrive(by_writing=True)
            await asyncio.sleep(0.5)
            crowd.delay = delay
            before = cpu_seconds(pid)
            if rate is None:
                figures = await crowd.closed_loop(taps, seconds=seconds, warm_up=WARM_UP)
                measured, name = seconds + WARM_UP, "Seodang"
            else:
                figures = await crowd.open_loop(taps, rate=rate, seconds=seconds)
                measured, name = seconds, f"Seodang at {rate:g} taps/s"
            cpu = (cpu_seconds(pid) - before) * seconds / measured
            return Measured(name, figures, 1000 * cpu / figures.answers, memory_mb(pid))


async def start_seconds() -> float:
    """From the start of the process to the first getUpdates."""
    crowd = Crowd(1)
    with tempfile.TemporaryDirectory(prefix="seodang-") as folder:
        async with crowd.served() as address:
            began = perf_counter()
            async with bot(address, Path(folder) / "bench.db"):
                await asyncio.wait_for(crowd.polled.wait(), 30)
                return perf_counter() - began


async def main(seconds: float) -> None:
    loaded = load(shipped_course())
    assert loaded.course is not None
    course = loaded.course
    say = lambda line: print(line, flush=True)  # noqa: E731

    def table(title: str) -> None:
        say(f"\n{title}\n")
        say("| what | answers/s | p50 ms | p99 ms | CPU ms an answer | memory MB |")
        say("|---|---|---|---|---|---|")

    table("100 students, closed loop, no delay")
    httpx = await loop_of_floor("httpx", 100, 0, seconds)
    say(httpx.row())
    own = await loop_of_floor("aiohttp", 100, 0, seconds)
    say(own.row())
    seodang = await loop_of_bot(course, 100, 0, seconds)
    say(seodang.row())
    say(
        f"\n{seodang.figures.rate / httpx.figures.rate:.1f} times the httpx floor, "
        f"{seodang.figures.rate / own.figures.rate:.2f} of the floor on its own transport"
    )

    table("500 students, closed loop, 50 ms of network delay a call")
    httpx = await loop_of_floor("httpx", 500, 0.05, 2 * seconds)
    say(httpx.row())
    own = await loop_of_floor("aiohttp", 500, 0.05, seconds)
    say(own.row())
    seodang = await loop_of_bot(course, 500, 0.05, seconds)
    say(seodang.row())
    say(
        f"\n{seodang.figures.rate / httpx.figures.rate:.1f} times the httpx floor, "
        f"{seodang.figures.rate / own.figures.rate:.2f} of the floor on its own transport"
    )

    table("Open loop, 300 students, no delay")
    for rate in (100.0, 300.0):
        say((await loop_of_bot(course, 300, 0, seconds, rate)).row())

    starts = [await start_seconds() for _ in range(3)]
    say(f"\nFrom start to the first getUpdates: {sorted(starts)[1]:.2f} s")

    judging()

    say("\nThe preview, at the page\n\n| what | |\n|---|---|")
    quick = await quickness()
    for row in ["| Chromium is not installed | |"] if quick is None else quick.rows():
        say(row)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each row takes")
    asyncio.run(main(parser.parse_args().seconds))
