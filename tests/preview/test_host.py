"""The bot as a child of the preview: started, killed, told things; nothing is left behind."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.preview.host import Host, HostError, Post
from tests.http.world import children
from tests.preview.evening import MINA, TEACHER, Evening, evening, new_course, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at Linux's processes"),
]


@pytest.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Evening]:
    """Nobody starts the bot but the test; afterwards none is left."""
    before = children(os.getpid())
    new_course(tmp_path / "course")
    async with evening(tmp_path, looks_after=False) as bare:
        yield bare
    assert children(os.getpid()) == before


def process(host: Host) -> asyncio.subprocess.Process:
    assert host._process is not None
    return host._process


async def test_the_bot_comes_up_once_and_ends_with_the_end_of_its_input(bare, monkeypatch):
    """Were a setting of the preview's own handed on, this bot would not come up."""
    monkeypatch.setenv("SEODANG_WEBHOOK_URL", "https://elsewhere.example")
    monkeypatch.setenv("SEODANG_TIMEZONE", "Nowhere")
    before = (bare.host.state, bare.host.why)

    await bare.host.start([TEACHER])
    first = process(bare.host)
    await bare.host.start([])
    same = process(bare.host)
    bare.telegram.send(MINA, "/start")
    await until(lambda: bare.said(MINA))
    assert first.stdin is not None
    first.stdin.close()
    await until(lambda: bare.host.state == "down")

    assert before == ("waiting", "It waits for a course without mistakes.")
    assert same is first
    assert first.returncode == 0
    assert bare.states == [
        ("starting", None),
        ("up", None),
        ("down", "It ended with status 0; its last line in the terminal says why."),
    ]
    assert "Villages and towns" in bare.said(MINA)[-1]


async def test_what_is_written_to_a_killed_bot_is_answered_by_the_next_at_its_clock(bare):
    await bare.host.start([])
    await bare.answers(MINA, "/start")

    await bare.host.kill()
    killed = (bare.host.state, bare.host.why)
    bare.telegram.send(MINA, "/learn")
    await bare.host.move(timedelta(days=3).total_seconds())
    with pytest.raises(HostError, match="The bot is down; start it first, so that it can forget"):
        await bare.host.forget(MINA)
    unfinished = await bare.host.unfinished()
    await bare.host.kill()
    await bare.host.start([])
    assert await bare.page.does("quiet")

    assert len(bare.said(MINA)) == 2
    assert killed == ("down", "It was killed.")
    assert unfinished == 0
    ((joined, seen),) = bare.stored("select joined, seen from students")
    now = datetime.now(UTC)
    assert abs(datetime.fromisoformat(joined) - now) < timedelta(minutes=1)
    assert abs(datetime.fromisoformat(seen) - now - timedelta(days=3)) < timedelta(minutes=1)
    assert [state for state, _ in bare.states if state in ("starting", "up")] == [
        "starting", "up", "starting", "up",
    ]  # fmt: skip


async def test_ten_bots_killed_at_any_moment_leave_nothing_behind(bare):
    dice = random.Random(7)
    before = children(os.getpid())
    processes = []
    for _ in range(10):
        starting = asyncio.create_task(bare.host.start([]))
        await until(lambda: bare.host._watching is not None and bare.host._process is not None)
        processes.append(process(bare.host))
        await asyncio.sleep(dice.random() * 0.15)
        await bare.host.kill()
        with pytest.raises(HostError):
            await starting

    assert len({each.pid for each in processes}) == 10
    assert {each.returncode for each in processes} == {-9}
    assert children(os.getpid()) == before
    assert (bare.host.state, bare.host.why) == ("down", "It was killed.")
    assert bare.telegram.chats.updates._poll is None


async def test_a_bot_that_ends_at_once_is_down_and_says_so(tmp_path):
    new_course(tmp_path / "course")
    async with evening(tmp_path, looks_after=False, token="1:wrong") as bare:
        with pytest.raises(HostError) as error:
            await bare.host.start([])

        assert bare.states == [("starting", None), ("down", str(error.value))]
        assert str(error.value) == (
            "It ended with status 2; its last line in the terminal says why."
        )
        assert bare.host._process is None


@pytest.fixture
def never() -> Host:
    """A host whose bot was never started."""
    post = Post("1:none", "http://127.0.0.1:9", Path(), Path(), 0, ZoneInfo("UTC"))
    return Host(post, lambda: None)


async def test_who_was_never_started_can_be_told_to_end_and_fulfils_no_wish(never):
    await never.stop()
    await never.kill()
    await never.move(60)
    await never.teach()
    never.polled()

    assert never.state == "waiting"
    assert await never.unfinished() == 0


async def test_a_late_answer_is_not_taken_for_that_to_another_wish(never):
    never._answers.put_nowait({"ahead": 60})
    never._answers.put_nowait({"unfinished": 2})

    assert await never._answer({"unfinished": True}) == {"unfinished": 2}
