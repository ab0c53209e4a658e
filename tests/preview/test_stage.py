"""The preview as a whole: the course, the clock, the people, and the bot that teaches them."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.content import load
from bot.preview.clock import FURTHEST, Clock
from bot.preview.server import Person
from bot.preview.stage import Stage
from tests.preview.evening import (
    GOOD,
    JONAS,
    MINA,
    TEACHER,
    Evening,
    evening,
    new_course,
    until,
)

BROKEN = GOOD.parent
shared = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Evening]:
    """One preview for all tests of this module that ask for it, its bot up."""
    folder = tmp_path_factory.mktemp("evening")
    new_course(folder / "course")
    async with evening(folder) as running:
        await until(lambda: running.host.state == "up")
        yield running


@pytest.fixture
def stage(telegram) -> Stage:
    return Stage(telegram, Clock())


@pytest.mark.slow
async def test_a_course_with_mistakes_waits_to_be_mended_and_a_later_mistake_does_no_harm(tmp_path):
    new_course(tmp_path / "course")
    outline = tmp_path / "course" / "lessons" / "course.yaml"
    good = outline.read_text(encoding="utf-8")
    outline.write_text(good + "colour: [blue]\n", encoding="utf-8")
    async with evening(tmp_path) as preview, preview.page.listens() as stream:
        hello = (await stream.next())[1]
        mistake = {
            "path": "lessons/course.yaml",
            "line": len(good.splitlines()) + 1,
            "column": 1,
            "level": "error",
            "text": "colour: [blue]",
        }
        if not hello["problems"]:  # the folder is looked at while the page comes
            hello |= await stream.until("problems")
        waiting = {"state": "waiting", "why": "It waits for a course without mistakes."}

        assert {key: hello["bot"][key] for key in waiting} == waiting
        assert hello["course"] is None
        (problem,) = hello["problems"]
        assert problem | mistake == problem
        assert problem["what"].startswith('unknown key "colour"')
        assert await preview.page.refused("start") == (409, waiting["why"])
        assert (await preview.page.refused("afresh", person=MINA))[0] == 409
        assert await preview.page.does("kill") is None
        assert preview.host.state == "waiting"

        await preview.page.does("send", person=MINA, text="/start")
        outline.write_text(good, encoding="utf-8")
        await until(lambda: preview.host.state == "starting")
        joined = await preview.page.does("join", first_name="Ada", role="instructor")
        states = [(await stream.until("bot"))["state"] for _ in range(5)]
        await until(lambda: preview.said(MINA))

        assert ("course", {"title": "Villages and towns"}) in stream.heard
        assert states == ["starting", "up", "down", "starting", "up"]
        for instructor in (joined["id"], TEACHER):
            assert (await preview.answers(instructor, "/class")).startswith("Class:")
        assert preview.stage.hello()["problems"] == []
        assert "Villages and towns" in preview.said(MINA)[-1]

        process = preview.host._process
        outline.write_text(good.replace("modules: [", "modules: [nowhere, "), encoding="utf-8")
        later = await stream.until("problems")
        while not later["problems"]:  # those of the mended course may come only now
            later = await stream.until("problems")
        asked = await preview.answers(MINA, "/start")

        assert later["problems"][0]["level"] == "error"
        assert later["problems"][0]["text"] == "modules: [nowhere, gaps, grain]"
        assert "Villages and towns" in asked
        assert preview.stage.hello()["course"] == {"title": "Villages and towns"}

        outline.write_text(good.replace("Villages", "Hamlets"), encoding="utf-8")
        assert await stream.until("course") == {"title": "Hamlets and towns"}
        asked = await preview.answers(MINA, "/start")

        assert "Hamlets and towns" in asked
        assert preview.host._process is process


FILES = sorted(
    path for part in ("course", "lessons", "quizzes") for path in (BROKEN / part).glob("*.yaml")
)


async def test_every_problem_carries_the_line_itself(stage, tmp_path):
    carried = 0
    for broken in FILES[::4]:
        new_course(tmp_path)
        name = "course" if broken.parent.name == "course" else "gaps"
        part = "quizzes" if broken.parent.name == "quizzes" else "lessons"
        file = tmp_path / part / f"{name}.yaml"
        file.write_bytes(broken.read_bytes())

        await stage.take(load(tmp_path), tmp_path)

        for problem in stage.mistakes():
            assert set(problem) == {"path", "line", "column", "what", "remedy", "level", "text"}
            assert "\n" not in problem["text"]
            if problem["path"] == f"{part}/{name}.yaml" and problem["line"] > 1:
                assert problem["column"] <= len(problem["text"]) + 1, (broken.name, problem)
                carried += bool(problem["text"])
    assert carried > len(FILES) // 12


@pytest.mark.parametrize("folder", sorted(each.name for each in (BROKEN / "folders").iterdir()))
async def test_a_file_that_cannot_be_read_has_a_problem_and_a_line_that_may_be_empty(stage, folder):
    await stage.take(load(BROKEN / "folders" / folder), BROKEN / "folders" / folder)

    assert all(isinstance(each["text"], str) for each in stage.mistakes())
    assert stage.mistakes() != []


async def test_without_a_bot_of_its_own_the_bot_is_always_up_and_the_course_unknown(stage):
    await stage.take(load(GOOD), GOOD)
    await stage.start()

    assert stage.bot() == {
        "name": "Seodang", "username": "seodang_bot", "state": "up", "why": None,
    }  # fmt: skip
    assert stage.titled() is None
    await stage.afresh(MINA)
    assert stage.telegram.messages(MINA) == []


async def test_free_ids_begin_where_the_role_does_and_pass_over_those_taken(stage):
    for role in ("student", "instructor", "student"):
        await stage.join(Person(stage.free_id(role), "New", role=role))

    assert sorted(stage.telegram.people) == [1001, 1002, 1003, 1004, 1005, 9001]


async def test_a_clock_never_goes_back_nor_beyond_ten_years():
    clock = Clock()
    clock.move(timedelta(days=3))

    for by, why in [
        (timedelta(seconds=-1), "the clock only goes forward"),
        (FURTHEST, "the clock goes no further than 3660 days ahead"),
    ]:
        with pytest.raises(ValueError, match=why):
            clock.move(by)
    assert clock.ahead == timedelta(days=3)
    assert abs(clock() - datetime.now(UTC) - timedelta(days=3)) < timedelta(seconds=1)
    clock.move(FURTHEST - timedelta(days=3))


@shared
@pytest.mark.slow
async def test_quiet_waits_for_the_answer(running):
    for number in range(3):
        before = len(running.said(MINA))
        await running.page.does("send", person=MINA, text=f"{number}")

        assert await running.page.does("quiet", seconds=10) is True
        assert len(running.said(MINA)) == before + 1


@shared
@pytest.mark.slow
@pytest.mark.parametrize(
    "fault",
    [
        {"retry_after": 1},
        {"status": 500},
        {"status": 200, "delay": 0.5},
        {"lose_response": True},
    ],
    ids=["too many requests", "server in trouble", "slow", "answer lost"],
)
async def test_quiet_waits_for_an_answer_that_is_late(running, fault):
    await running.answers(MINA, "/start")
    before = len(running.said(MINA))
    await running.page.does("fail", method="sendMessage", chat=MINA, times=1, **fault)

    await running.page.does("send", person=MINA, text="/learn")
    early = await running.page.does("quiet", seconds=0.3)
    assert await running.page.does("quiet", seconds=10) is True

    assert early is False
    assert len(running.said(MINA)) > before
    assert running.telegram.faults() == []


@shared
@pytest.mark.slow
async def test_a_failure_that_was_asked_for_is_no_breach_and_the_bot_commits_none(running):
    await running.answers(MINA, "/start")
    start = running.stage.wire.next
    await running.page.does("fail", method="sendMessage", status=500)
    await running.answers(MINA, "/learn")

    entries = running.stage.wire.since(start)
    failed = [each for each in entries if each["status"] == 500]
    assert [(each["name"], each["fault"], each["breach"]) for each in failed] == [
        ("sendMessage", True, None)
    ]
    assert [each["breach"] for each in entries if each["breach"]] == []
    assert {"callback_data", "text"} <= {
        measure["what"] for each in entries for measure in each["measures"]
    }


@shared
@pytest.mark.slow
async def test_afresh_empties_chat_and_learning_and_nobody_elses(running):
    for person in (MINA, JONAS):
        await running.answers(person, "/start")
        await running.answers(person, "/quiz")
        await running.page.does("press", person=person, label="1. Two gaps")
        assert await running.page.does("quiet")
    begun = running.stored("select student from sessions order by student")
    jonas = running.telegram.messages(JONAS)

    await running.page.does("afresh", person=MINA)

    assert begun == [(MINA,), (JONAS,)]
    assert running.stored("select student from sessions") == [(JONAS,)]
    assert running.stored("select id from students") == [(JONAS,)]
    assert running.stored("select student from inbox where student = 1001") == []
    assert running.telegram.messages(MINA) == []
    assert running.telegram.messages(JONAS) == jonas
    assert "Stored here" in await running.answers(MINA, "/start")  # as to a stranger


@shared
@pytest.mark.slow
async def test_a_new_instructor_is_known_to_the_bot_and_a_new_student_is_none(running):
    instructor = await running.page.does("join", first_name="Ada", role="instructor")
    student = await running.page.does("join", first_name="Eve")

    answers = [await running.answers(each["id"], "/class") for each in (instructor, student)]

    assert running.host.state == "up"
    assert [each.startswith("Class: Villages and towns") for each in answers] == [True, False]
    menu = await running.page.does("commands", person=instructor["id"])
    assert "class" in {each["command"] for each in menu}


@shared
@pytest.mark.slow
async def test_the_clock_moves_for_the_bot_and_its_telegram_alike(running):
    def ahead(iso: str) -> timedelta:
        return datetime.fromisoformat(iso) - datetime.now(UTC)

    async with running.page.listens() as stream:
        await stream.next()
        day, minute = timedelta(days=1), timedelta(minutes=1)
        moved = await running.page.does("clock", days=1)
        told = await stream.until("clock")
    await running.answers(JONAS, "/learn")
    (seen,) = running.stored(f"select seen from students where id = {JONAS}")
    sent = datetime.fromtimestamp(running.telegram.messages(JONAS)[-1]["date"], UTC)

    assert moved["ahead"] == told["ahead"] == running.stage.clock.ahead.total_seconds()
    assert abs(ahead(moved["now"]) - day) < minute
    assert abs(ahead(seen[0]) - day) < minute
    assert abs(sent - datetime.now(UTC) - day) < minute


@shared
@pytest.mark.slow
async def test_a_repeated_update_changes_nothing_for_the_student(running):
    await running.answers(JONAS, "/start")
    said = running.said(JONAS)

    await running.page.does("repeat", person=JONAS, kind="update")
    assert await running.page.does("quiet")

    assert running.said(JONAS) == said


@shared
@pytest.mark.slow
async def test_after_a_kill_three_wishes_to_start_make_one_bot_that_answers_what_has_come(running):
    await running.answers(MINA, "/start")
    await running.answers(JONAS, "/start")
    home = running.telegram.messages(JONAS)[-1]["message_id"]
    async with running.page.listens() as stream:
        await stream.next()
        await running.page.does("kill")
        killed = await stream.until("bot")
        before = len(running.said(MINA))
        await running.page.does("send", person=MINA, text="/learn")
        tap = await running.page.does("tap", person=JONAS, message_id=home, row=0, column=0)
        loud = await running.page.does("quiet", seconds=0.2)
        forgetting = await running.page.refused("afresh", person=MINA)
        with out_of_reach(running.database):
            starting = await running.page.refused("start")
        failed = [await stream.until("bot") for _ in range(2)]
        await asyncio.gather(*(running.page.does("start") for _ in range(3)))
        up = [(await stream.until("bot"))["state"] for _ in range(2)]
        assert await running.page.does("quiet") is True

    ended = "It ended with status 2; its last line in the terminal says why."
    assert (killed["state"], killed["why"]) == ("down", "It was killed.")
    assert loud is False
    assert forgetting == (409, "The bot is down; start it first, so that it can forget.")
    assert starting == (409, ended)
    assert [(each["state"], each["why"]) for each in failed] == [
        ("starting", None),
        ("down", ended),
    ]
    assert up == ["starting", "up"]
    assert running.states[-2:] == [("starting", None), ("up", None)]
    assert len(running.said(MINA)) == before + 1
    assert running.telegram.answers[-1]["callback_query_id"] == tap["callback_query"]["id"]


@shared
@pytest.mark.slow
async def test_while_the_course_has_mistakes_the_last_good_one_is_taught_even_after_a_kill(running):
    good = running.outline.read_text(encoding="utf-8")
    running.outline.write_text(good + "colour: [blue]\n", encoding="utf-8")
    await until(running.stage.mistakes)

    asked = await running.answers(MINA, "/start")
    await running.page.does("kill")
    killed = (running.host.state, running.host.why)
    await running.page.does("start")
    again = await running.answers(MINA, "/start")
    running.outline.write_text(good, encoding="utf-8")
    await until(lambda: not running.stage.mistakes())

    assert killed == ("down", "It was killed.")
    assert "Villages and towns" in asked
    assert "Villages and towns" in again
    assert running.host.state == "up"


@contextmanager
def out_of_reach(database: Path) -> Iterator[None]:
    """No bot can open it meanwhile."""
    away = database.with_suffix(".away")
    database.rename(away)
    database.mkdir()
    yield
    database.rmdir()
    away.rename(database)
