"""What open pages are told, and what becomes of a page that does not listen."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.test_utils import TestServer

from bot.preview.clock import Clock
from bot.preview.http import application
from bot.preview.news import MOST_WAITING, News, event
from bot.preview.stage import Stage
from tests.preview.asking import JONAS, MINA
from tests.preview.looking import Looker, looking

KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


@pytest.fixture
def stage(telegram) -> Stage:
    return Stage(telegram, Clock())


@pytest.fixture
async def server(stage) -> AsyncIterator[TestServer]:
    server = TestServer(application(stage), host="127.0.0.1")
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def page(server) -> AsyncIterator[Looker]:
    async with looking(str(server.make_url(""))) as page:
        yield page


def hello_of(stage: Stage, told: dict[str, Any]) -> dict[str, Any]:
    """What a hello holds, at the time at which it was told."""
    return {
        "bot": {"name": "Seodang", "username": "seodang_bot", "state": "up", "why": None},
        "course": None,
        "people": [stage.person(each) for each in stage.telegram.people.values()],
        "groups": [],
        "clock": {"now": told["clock"]["now"], "ahead": 0.0},
        "problems": [],
        "faults": [],
        "wire": stage.wire.next,
    }


async def test_hello_comes_first_at_each_connection(stage, telegram, bot, page):
    async with page.listens() as first:
        hello = await first.next()
        await bot.says("Welcome")
        telegram.fail(times=None)
        await first.until("faults")
        async with page.listens() as second:
            again = await second.next()

    assert hello[0] == again[0] == "hello"
    assert again[1] == hello_of(stage, again[1]) | {
        "faults": [{"number": 1, "what": "calls: 500 Internal Server Error", "left": None}]
    }
    assert again[1]["people"][0]["last"]["text"] == "Welcome"
    assert hello[1]["people"][0]["last"]["text"] == "/start"
    assert again[1]["wire"] == hello[1]["wire"] + 1


async def test_a_page_knows_when_to_come_back(server):
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    head = await reader.readuntil(b"\r\n\r\n")
    first = await reader.readuntil(b"event: hello")
    writer.close()

    assert b"200 OK" in head
    assert b"Cache-Control: no-cache" in head
    assert b"retry: 500\nevent: hello" in first


async def test_the_page_is_told_what_the_bot_does_in_every_chat(telegram, bot, page):
    async with page.listens() as stream:
        await stream.next()

        await bot.asks("sendChatAction", chat_id=MINA, action="typing")
        number = await bot.says("One", reply_markup=KEYBOARD)
        other = await bot.says("For Jonas", chat=JONAS)
        query = telegram.tap(MINA, number, row=0, column=0)["callback_query"]["id"]
        await bot.asks("answerCallbackQuery", callback_query_id=query, text="Right")
        edited = await bot.asks("editMessageText", chat_id=MINA, message_id=number, text="Two")
        telegram.react(MINA, number, "👍")
        await bot.asks("deleteMessage", chat_id=MINA, message_id=number)
        keyboard = {"keyboard": [[{"text": "Yes"}]]}
        last = await bot.says("Sure?", reply_markup=keyboard)
        await bot.asks("setMyCommands", commands=[])

        told = await stream.told(10)

    messages = {each["message_id"]: each for each in telegram.messages(MINA)}
    assert [name for name, _ in told] == [
        "action", "message", "message", "answer", "message", "reaction", "gone", "message",
        "keyboard", "commands",
    ]  # fmt: skip
    facts = [content for _, content in told]
    assert facts[0] == {"chat": MINA, "action": "typing"}
    assert facts[1]["message"]["text"] == "One"
    assert facts[2] == {"chat": JONAS, "message": telegram.messages(JONAS)[-1]}
    assert telegram.messages(JONAS)[-1]["message_id"] == other
    assert facts[3] == {"chat": MINA, "answer": telegram.answers[0]}
    assert facts[4] == {"chat": MINA, "message": edited}
    assert facts[5] == {
        "chat": MINA, "message_id": number, "reactions": [{"type": "emoji", "emoji": "👍"}],
    }  # fmt: skip
    assert facts[6] == {"chat": MINA, "message_id": number}
    assert facts[7] == {"chat": MINA, "message": messages[last]}
    shown = telegram.keyboard(MINA)
    assert shown["keyboard"] == [[{"text": "Yes"}]]
    assert facts[8] == {"chat": MINA, "keyboard": shown}


async def test_each_call_and_update_is_told_as_it_stands_on_the_wire(stage, telegram, bot, page):
    async with page.listens() as stream:
        await stream.next()

        await bot.refused("sendMessage", chat_id=MINA, text="")
        telegram.send(JONAS, "hello")
        entries = [await stream.until("wire") for _ in range(2)]

    assert entries == stage.wire.since(stage.wire.next - 2)
    assert [(each["kind"], each["name"]) for each in entries] == [
        ("call", "sendMessage"),
        ("update", "message"),
    ]
    assert entries[0]["breach"] == "Bad Request: message text is empty"
    assert entries[1]["person"] == JONAS


async def test_the_list_of_people_is_told_when_it_changes(stage, telegram, bot, page):
    def entry(people: dict[str, Any]) -> dict[str, Any]:
        return next(each for each in people["people"] if each["id"] == MINA)

    async with page.listens() as stream:
        await stream.next()

        telegram.send(MINA, "newest")
        written = entry(await stream.until("people"))
        telegram.block(MINA)
        blocked = entry(await stream.until("people"))
        group = telegram.group("Class 1", [JONAS, MINA])
        grouped = await stream.until("people")

    assert written == {
        "id": MINA,
        "name": "Mina Park",
        "first_name": "Mina",
        "role": "student",
        "language": "ko",
        "zone": "UTC",
        "blocked": False,
        "last": telegram.messages(MINA)[-1],
    }
    assert blocked["blocked"] is True
    assert grouped["groups"] == [
        {
            "id": group,
            "title": "Class 1",
            "members": [JONAS, MINA],
            "last": telegram.messages(group)[-1],
        }
    ]


async def test_faults_and_the_clock_are_told_and_counted_down(stage, bot, page):
    async with page.listens() as stream:
        await stream.next()

        await page.does("fail", method="getMe", times=2)
        await bot.refused("getMe")
        moved = await page.does("clock", minutes=5)
        await page.does("heal")
        told = await stream.told(4)

    what = "getMe: 500 Internal Server Error"
    assert [each["ahead"] for name, each in told if name == "clock"] == [300]
    assert [each for each in told if each[0] == "faults"] == [
        ("faults", {"faults": [{"number": 1, "what": what, "left": 2}]}),
        ("faults", {"faults": [{"number": 1, "what": what, "left": 1}]}),
        ("faults", {"faults": []}),
    ]
    assert moved["ahead"] == 300


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"from": {"id": []}, "chat": {"id": {}}}},
        {"message": {"message_id": 1, "from": {"id": MINA}, "chat": {"id": MINA}, "text": 5}},
        {"message": {"message_id": 1, "from": {"id": MINA}, "chat": {"id": MINA}, "photo": 5}},
        {"message": {"message_id": 1, "from": {"id": MINA}, "chat": {"id": MINA}, "text": "x",
                     "reply_to_message": 7}},
        {"callback_query": {"from": {"id": MINA}, "message": {"message_id": 1,
                            "chat": {"id": MINA}}, "data": 5}},
        {"callback_query": {"from": {"id": MINA}, "data": "a"}},
        {"poll_answer": {"user": {"id": MINA}, "option_ids": ["x"]}},
        {"my_chat_member": {"chat": {"id": MINA, "type": "private"}, "from": {"id": MINA},
                            "new_chat_member": 5}},
        {"edited_message": {"message_id": "x", "from": {"id": MINA}, "chat": {"id": MINA}}},
        {"update_id": "high", "nonsense": [[]]},
    ],
)  # fmt: skip
async def test_whatever_is_pushed_the_page_hears_what_comes_next(telegram, page, update):
    async with page.listens() as stream:
        await stream.next()

        await page.does("push", update=update)
        telegram.send(MINA, "afterwards")

        told = await stream.until("message", chat=MINA)
    assert told["message"]["text"] == "afterwards"


async def test_a_page_that_reads_nothing_is_told_missed_and_then_what_is_new(stage):
    """The stream's own queue, since a real one would have to fill every buffer before."""
    with stage.news._opened() as stream:
        for number in range(MOST_WAITING + 2):
            stage.news.tell("number", number)
        told = [stream.get_nowait() for _ in range(stream.qsize())]

    assert told == [
        event("missed", {}),
        event("number", MOST_WAITING),
        event("number", MOST_WAITING + 1),
    ]
    assert stage.news._streams == set()


@pytest.mark.slow
async def test_a_slow_page_is_told_missed_over_the_network(stage, server, page):
    content = "x" * 20_000
    reader, writer = await asyncio.open_connection(server.host, server.port, limit=2**20)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await reader.readuntil(b"event: hello")

    for _ in range(60):  # nobody reads meanwhile
        for _ in range(150):
            stage.news.tell("much", content)
        await asyncio.sleep(0)
    stage.news.tell("last", {})

    async with asyncio.timeout(10):
        seen = b""
        while b"event: last" not in seen:
            seen = seen[-20:] + await reader.read(2**20)
            if b"event: missed\ndata: {}" in seen:
                break
        else:
            pytest.fail("the page was never told that it has missed something")
        while b"event: last" not in seen:
            seen = seen[-20:] + await reader.read(2**20)
    writer.close()


async def test_nobody_waits_for_a_slow_page(stage, server, telegram, page):
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await reader.readuntil(b"event: hello")
    for _ in range(300):
        stage.news.tell("much", "x" * 50_000)

    async with page.listens() as stream:
        await stream.next()
        telegram.send(MINA, "hello")
        told = await stream.until("message", chat=MINA)

    writer.close()
    assert told["message"]["text"] == "hello"


async def test_a_page_that_has_gone_is_forgotten(stage, telegram, page):
    async with page.listens() as stream:
        await stream.next()
        there = len(stage.news._streams)

    async with asyncio.timeout(5):
        while stage.news._streams:
            telegram.send(MINA, "anybody there?")
            await asyncio.sleep(0.01)

    assert there == 1


async def test_nothing_is_made_for_nobody(stage):
    class Unwritable:
        pass

    stage.news.tell("never written", Unwritable())

    with stage.news._opened() as stream:
        assert stream.empty()


async def test_when_nothing_happens_a_comment_keeps_the_stream_open(monkeypatch, server):
    monkeypatch.setattr("bot.preview.news.HEARTBEAT_SECONDS", 0.02)
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    async with asyncio.timeout(5):
        await reader.readuntil(b"event: hello")
        comment = await reader.readuntil(b": nothing new\n\n")

    writer.close()
    assert b"event:" not in comment


async def test_open_streams_do_not_hold_up_the_end(stage):
    server = TestServer(application(stage))
    await server.start_server()
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await reader.readuntil(b"event: hello")

    async with asyncio.timeout(2):
        await server.close()

    writer.close()


@pytest.mark.parametrize("text", ["two\nlines", "\r\n\n", "서당 🙂", "\u2028", "event: x\ndata: y"])
def test_an_event_is_one_line_of_data_whatever_is_in_it(text):
    name, data, *end = event("message", {"text": text}).decode().split("\n")

    assert name == "event: message"
    assert json.loads(data.removeprefix("data: ")) == {"text": text}
    assert end == ["", ""]


def test_a_news_without_pages_can_be_closed():
    News().close()
