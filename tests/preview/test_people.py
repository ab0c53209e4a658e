"""The routes of the chat page, over HTTP, with a whole local Telegram behind them."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.preview import people
from bot.preview.server import LocalTelegram, Person

TOKEN = "42:local"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINA = Person(1001, "Mina", "Park")
JUN = Person(1002, "Jun")
INES = Person(2001, "Ines", "Okafor", role="instructor")
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}],
        [{"text": "Article", "url": "https://example.org/"}],
    ]
}

Client = TestClient[web.Request, web.Application]


@pytest.fixture
def telegram() -> LocalTelegram:
    return LocalTelegram(TOKEN, now=lambda: NOON, people=[MINA, JUN, INES])


@pytest.fixture
async def client(telegram: LocalTelegram) -> AsyncIterator[Client]:
    async with TestClient(TestServer(people.application(telegram))) as client:
        yield client


async def ask(telegram: LocalTelegram, method: str, **params: Any) -> Any:
    """What the bot asks of Telegram."""
    reply = await telegram.call(TOKEN, method, params)
    assert reply.body["ok"], reply.body
    return reply.body["result"]


async def say(telegram: LocalTelegram, person: Person, text: str, **params: Any) -> dict[str, Any]:
    return await ask(telegram, "sendMessage", chat_id=person.id, text=text, **params)


async def next_events(stream: ClientResponse, count: int) -> list[tuple[str, Any]]:
    """The next events of a stream: their names and contents."""
    events = []
    async with asyncio.timeout(5):
        name = ""
        while len(events) < count:
            line = (await stream.content.readline()).decode().rstrip("\n")
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                events.append((name, json.loads(line.removeprefix("data: "))))
    return events


async def test_the_page_comes_with_a_policy_that_allows_its_own_files_only(client):
    page = await client.get("/")

    assert page.status == 200
    assert page.content_type == "text/html"
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("main.js", "text/javascript"),
        ("style.css", "text/css"),
        ("icon.svg", "image/svg+xml"),
    ],
)
async def test_each_file_of_the_page_says_what_it_is(client, name, media_type):
    file = await client.get(f"/page/{name}")

    assert (file.status, file.content_type) == (200, media_type)


@pytest.mark.parametrize("name", ["nothing.js", "..%2fpeople.py", "%2e%2e%2fserver.py", "."])
async def test_nothing_beside_the_page_is_served(client, name):
    file = await client.get(f"/page/{name}")

    assert file.status == 404


async def test_the_list_of_people_shows_what_was_said_last(telegram, client):
    telegram.send(MINA.id, "/start")
    welcome = await say(telegram, MINA, "Welcome")

    listed = await (await client.get("/people")).json()

    assert listed == {
        "bot": {"name": "Seodang"},
        "people": [
            {"id": 1001, "name": "Mina Park", "role": "student", "last": welcome},
            {"id": 1002, "name": "Jun", "role": "student", "last": None},
            {"id": 2001, "name": "Ines Okafor", "role": "instructor", "last": None},
        ],
    }


async def test_a_chat_is_its_messages_and_the_commands_of_this_person(telegram, client):
    telegram.send(MINA.id, "/start")
    await say(telegram, MINA, "Welcome", reply_markup=KEYBOARD)
    await ask(telegram, "setMyCommands", commands=[{"command": "quiz", "description": "Ask me"}])
    await ask(
        telegram,
        "setMyCommands",
        commands=[{"command": "class", "description": "The class"}],
        scope={"type": "chat", "chat_id": INES.id},
    )

    minas = await (await client.get("/people/1001/chat")).json()
    ines = await (await client.get("/people/2001/chat")).json()

    assert minas == {
        "messages": telegram.messages(MINA.id),
        "commands": [{"command": "quiz", "description": "Ask me"}],
    }
    assert [message["text"] for message in minas["messages"]] == ["/start", "Welcome"]
    assert ines == {
        "messages": [],
        "commands": [{"command": "class", "description": "The class"}],
    }


async def test_what_a_person_writes_is_an_update_for_the_bot(telegram, client):
    reply = await client.post("/people/1001/messages", json={"text": "서당 ㅎㅎ 🙂"})

    update = await reply.json()
    assert reply.status == 200
    assert update["message"]["text"] == "서당 ㅎㅎ 🙂"
    assert update["message"]["from"]["id"] == MINA.id
    assert await ask(telegram, "getUpdates") == [update]


async def test_a_tap_is_a_callback_query_for_the_bot(telegram, client):
    telegram.send(MINA.id, "/start")
    question = await say(telegram, MINA, "A or B?", reply_markup=KEYBOARD)

    reply = await client.post(
        "/people/1001/taps",
        json={"message_id": question["message_id"], "row": 0, "column": 1},
    )

    update = await reply.json()
    assert reply.status == 200
    assert update["callback_query"]["data"] == "b"
    assert (await ask(telegram, "getUpdates"))[-1] == update


async def test_an_edit_is_an_edited_message_for_the_bot(telegram, client):
    sent = telegram.send(MINA.id, "hundred")

    reply = await client.post(
        "/people/1001/edits",
        json={"message_id": sent["message"]["message_id"], "text": "a hundred"},
    )

    update = await reply.json()
    assert reply.status == 200
    assert update["edited_message"]["text"] == "a hundred"
    assert (await ask(telegram, "getUpdates"))[-1] == update


@pytest.mark.parametrize(
    ("path", "body", "status", "sentence"),
    [
        ("999/messages", {"text": "hello"}, 404, "Nobody here has the number 999."),
        (
            "1001/messages",
            {},
            400,
            "The text is missing; nobody can send an empty message.",
        ),
        (
            "1001/messages",
            {"text": " \n"},
            400,
            "The text is missing; nobody can send an empty message.",
        ),
        (
            "1001/messages",
            {"text": "🙂" * 2049},
            400,
            "The text has 4098 characters; Telegram takes 4096.",
        ),
        ("1001/messages", ["hello"], 400, 'Send a JSON object, as in {"text": "/start"}.'),
        (
            "1001/taps",
            {"message_id": 1, "row": True, "column": 0},
            400,
            "row is missing or is not a whole number.",
        ),
        ("1001/edits", {"text": "x"}, 400, "message_id is missing or is not a whole number."),
    ],
)
async def test_a_request_that_cannot_be_meant_is_refused_in_a_sentence(
    client, path, body, status, sentence
):
    reply = await client.post(f"/people/{path}", json=body)

    assert (reply.status, await reply.json()) == (status, {"error": sentence})


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("taps", {"message_id": 77, "row": 0, "column": 0}),
        ("taps", {"message_id": 2, "row": 0, "column": 5}),
        ("edits", {"message_id": 77, "text": "x"}),
    ],
)
async def test_what_is_not_there_is_missed_in_words(telegram, client, path, body):
    telegram.send(MINA.id, "/start")
    await say(telegram, MINA, "A or B?", reply_markup=KEYBOARD)

    reply = await client.post(f"/people/1001/{path}", json=body)

    error = (await reply.json())["error"]
    assert reply.status == 404
    assert len(error.split()) > 2


async def test_who_blocks_the_bot_cannot_tap(telegram, client):
    telegram.send(MINA.id, "/start")
    question = await say(telegram, MINA, "A or B?", reply_markup=KEYBOARD)
    telegram.block(MINA.id)

    reply = await client.post(
        "/people/1001/taps",
        json={"message_id": question["message_id"], "row": 0, "column": 1},
    )

    assert reply.status == 409
    assert await reply.json() == {
        "error": "Mina has blocked the bot; writing to it lifts the block."
    }


async def test_broken_json_is_refused_in_a_sentence(client):
    reply = await client.post(
        "/people/1001/messages", data="{", headers={"Content-Type": "application/json"}
    )

    assert reply.status == 400
    assert (await reply.json())["error"].startswith("This is not JSON")


async def test_the_stream_begins_with_the_whole_chat(telegram, client):
    telegram.send(MINA.id, "/start")
    await say(telegram, MINA, "Welcome")

    async with client.get("/people/1001/events") as stream:
        events = await next_events(stream, 1)

    assert stream.content_type == "text/event-stream"
    assert events == [("chat", await (await client.get("/people/1001/chat")).json())]


async def test_the_stream_tells_what_the_bot_does_as_it_does_it(telegram, client):
    telegram.send(MINA.id, "/start")
    entry = {"id": 1001, "name": "Mina Park", "role": "student"}
    async with client.get("/people/1001/events") as stream:
        await next_events(stream, 1)

        await ask(telegram, "sendChatAction", chat_id=MINA.id, action="typing")
        assert await next_events(stream, 1) == [("action", {"action": "typing"})]

        said = await say(telegram, MINA, "One", reply_markup=KEYBOARD)
        assert await next_events(stream, 2) == [
            ("person", {**entry, "last": said}),
            ("message", said),
        ]

        number = said["message_id"]
        query = telegram.tap(MINA.id, number, row=0, column=0)["callback_query"]["id"]
        await ask(telegram, "answerCallbackQuery", callback_query_id=query, text="Right")
        [(name, answer)] = await next_events(stream, 1)
        assert (name, answer) == ("answer", telegram.answers[0])
        assert (answer["callback_query_id"], answer["text"]) == (query, "Right")

        edited = await ask(
            telegram, "editMessageText", chat_id=MINA.id, message_id=number, text="Two"
        )
        assert await next_events(stream, 2) == [
            ("person", {**entry, "last": edited}),
            ("message", edited),
        ]

        await ask(telegram, "deleteMessage", chat_id=MINA.id, message_id=number)
        assert await next_events(stream, 2) == [
            ("person", {**entry, "last": telegram.messages(MINA.id)[0]}),
            ("gone", {"message_id": number}),
        ]

        menu = [{"command": "quiz", "description": "Ask"}]
        await ask(telegram, "setMyCommands", commands=menu)
        assert await next_events(stream, 1) == [("commands", menu)]


async def test_of_others_the_stream_tells_only_what_the_list_shows(telegram, client):
    telegram.send(JUN.id, "/start")
    async with client.get("/people/1001/events") as stream:
        await next_events(stream, 1)

        said = await say(telegram, JUN, "For Jun alone", reply_markup=KEYBOARD)
        query = telegram.tap(JUN.id, said["message_id"], row=0, column=0)["callback_query"]["id"]
        await ask(telegram, "answerCallbackQuery", callback_query_id=query, text="Right")
        telegram.send(MINA.id, "me too")
        events = await next_events(stream, 3)

    assert events == [
        ("person", {"id": 1002, "name": "Jun", "role": "student", "last": said}),
        (
            "person",
            {
                "id": 1001,
                "name": "Mina Park",
                "role": "student",
                "last": telegram.messages(MINA.id)[-1],
            },
        ),
        ("message", telegram.messages(MINA.id)[-1]),
    ]


async def test_a_stream_that_fell_behind_is_given_the_whole_chat_again(telegram, client):
    telegram.send(MINA.id, "/start")
    async with client.get("/people/1001/events") as stream:
        await next_events(stream, 1)

        # More than a watcher holds, before the stream has its turn.
        for number in range(1100):
            telegram.send(MINA.id, f"text {number}")
        chat = (await next_events(stream, 1))[0]

    assert chat == ("chat", await (await client.get("/people/1001/chat")).json())


async def test_open_streams_do_not_hold_up_the_end(telegram):
    server = TestServer(people.application(telegram))
    await server.start_server()
    reader, writer = await asyncio.open_connection(server.host, server.port)
    writer.write(b"GET /people/1001/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    await reader.readuntil(b"event: chat")

    async with asyncio.timeout(2):
        await server.close()

    writer.close()


@pytest.mark.parametrize("path", ["/", "/people", "/people/1001/chat", "/page/main.js"])
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "192.168.1.7"]
)
async def test_a_foreign_name_for_this_machine_is_refused(client, path, host):
    reply = await client.get(path, headers={"Host": host})

    assert reply.status == 403
    assert await reply.json() == {
        "error": f"The preview answers to 127.0.0.1 and localhost, not to {host}."
    }


@pytest.mark.parametrize("origin", ["http://evil.example", "http://127.0.0.1:1", "null"])
async def test_a_page_from_elsewhere_cannot_write_as_a_person(telegram, client, origin):
    reply = await client.post(
        "/people/1001/messages", json={"text": "/forgetme"}, headers={"Origin": origin}
    )

    assert reply.status == 403
    assert telegram.messages(MINA.id) == []


async def test_a_form_from_elsewhere_cannot_write_as_a_person(telegram, client):
    reply = await client.post(
        "/people/1001/messages",
        data='{"text": "/forgetme"}',
        headers={"Content-Type": "text/plain"},
    )

    assert reply.status == 400
    assert telegram.messages(MINA.id) == []


async def test_the_page_itself_may_write_under_either_local_name(telegram, client):
    local = f"localhost:{client.port}"

    reply = await client.post(
        "/people/1001/messages",
        json={"text": "/start"},
        headers={"Host": local, "Origin": f"http://{local}"},
    )

    assert reply.status == 200
    assert len(telegram.messages(MINA.id)) == 1
