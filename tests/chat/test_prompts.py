"""The preview's word to its bot: lines on standard input, each answered by one."""

import asyncio
import io
import json
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.chat.pictures import Pictures
from bot.chat.prompts import Prompter
from bot.classroom import Classroom
from bot.store import Row, Store, open_database
from tests.school import JONAS, MINA, NOON, TEACHER, course

GOOD = Path(__file__).parent.parent / "broken" / "good"


@dataclass
class Preview:
    """Whoever writes the lines, and reads what is answered."""

    prompter: Prompter
    classroom: Classroom
    store: Store
    pipe: io.FileIO
    stop: asyncio.Event
    listening: "asyncio.Task[None]"
    answered: pytest.CaptureFixture[str]

    async def says(self, line: str) -> list[Any]:
        """What the line is answered with."""
        self.pipe.write(line.encode() + b"\n")
        out = ""
        async with asyncio.timeout(5):
            while not out.endswith("\n") and not self.listening.done():
                await asyncio.sleep(0.001)
                out += self.answered.readouterr().out
        return [json.loads(each) for each in out.splitlines()]

    async def wishes(self, **wish: Any) -> Any:
        (answer,) = await self.says(json.dumps(wish))
        return answer


@pytest.fixture
async def preview(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Preview]:
    reading, writing = os.pipe()
    store = Store(open_database(None))
    classroom = Classroom(course(), [TEACHER], UTC)
    prompter = Prompter(classroom, Pictures(), store)
    stop = asyncio.Event()
    with os.fdopen(reading) as stdin, os.fdopen(writing, "wb", buffering=0) as pipe:
        monkeypatch.setattr("sys.stdin", stdin)
        listening = asyncio.create_task(prompter.listen(stop))
        yield Preview(prompter, classroom, store, pipe, stop, listening, capsys)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
    store.close()


def ahead(prompter: Prompter) -> timedelta:
    return prompter.clock() - datetime.now(UTC)


async def test_the_bots_clock_is_the_real_one_until_it_is_moved(preview):
    second = timedelta(seconds=1)
    before = ahead(preview.prompter)

    answers = [await preview.wishes(ahead=3600), await preview.wishes(ahead=90000.5)]

    assert abs(before) < second
    assert answers == [{"ahead": 3600}, {"ahead": 90000.5}]
    assert abs(ahead(preview.prompter) - timedelta(seconds=90000.5)) < second


async def test_the_course_that_is_there_now_is_taught(preview, tmp_path):
    shutil.copytree(GOOD, tmp_path / "course")

    answer = await preview.wishes(course=str(tmp_path / "course"))

    assert answer == {"course": True}
    assert [module.id for module in preview.classroom.course] == ["gaps", "grain"]


async def test_a_course_with_mistakes_is_not_taken(preview, tmp_path):
    before = preview.classroom.course
    shutil.copytree(GOOD, tmp_path / "course")
    (tmp_path / "course" / "lessons" / "grain.yaml").write_text("module: [")

    answers = [
        await preview.wishes(course=str(tmp_path / "course")),
        await preview.wishes(course=str(tmp_path / "nowhere")),
    ]

    assert answers == [{"course": False}] * 2
    assert preview.classroom.course is before


async def test_one_student_is_forgotten_and_no_other(preview):
    for student in (MINA, JONAS):
        await preview.store.do(lambda ledger, one=student: ledger.students.add(one, "x", NOON))

    answer = await preview.wishes(forget=MINA)

    found = [
        await preview.store.do(lambda ledger, one=student: ledger.students.find(one))
        for student in (MINA, JONAS)
    ]
    assert answer == {"forget": MINA}
    assert [each is None for each in found] == [True, False]


async def test_updates_that_are_not_worked_off_are_counted(preview):
    rows = [Row(number, MINA, "{}") for number in range(5)]
    await preview.store.do(lambda ledger: ledger.inbox.put(rows, NOON))
    await preview.store.do(lambda ledger: ledger.inbox.take(0))
    await preview.store.do(lambda ledger: ledger.inbox.done(1))
    await preview.store.do(lambda ledger: ledger.inbox.fail(2))

    assert await preview.wishes(unfinished=True) == {"unfinished": 3}


async def test_the_end_of_input_is_the_wish_to_stop(preview):
    was_stopped = preview.stop.is_set()

    preview.pipe.close()

    async with asyncio.timeout(5):
        await preview.listening
    assert (was_stopped, preview.stop.is_set()) == (False, True)


async def test_a_line_without_an_end_is_no_end_of_input(preview):
    preview.pipe.write(b'{"ahead":')
    await asyncio.sleep(0.01)
    preview.pipe.write(b" 60}\n")

    assert await preview.says('{"unfinished": true}') != []
    assert abs(ahead(preview.prompter) - timedelta(seconds=60)) < timedelta(seconds=1)


@pytest.mark.parametrize("line", ["{", '"dance"', "{}", '{"dance": 1}', '{"forget": "mina"}'])
async def test_a_bot_that_cannot_understand_its_preview_stops(preview, line):
    """It could not hear the end of input either, and would stay behind."""
    assert await preview.says(line) == []

    with pytest.raises(ValueError, match=r"nobody can wish for|Expecting"):
        preview.listening.result()
    assert preview.stop.is_set()
