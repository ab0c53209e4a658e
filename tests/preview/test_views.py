"""What the page and scripts can look at, and who may not."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from yarl import URL

from bot.preview.clock import Clock
from bot.preview.http import application
from bot.preview.server import File
from bot.preview.server.posts import picture
from bot.preview.stage import Stage
from bot.preview.views import PAGE
from tests.preview.asking import JONAS, MINA, TEACHER
from tests.school import course

Client = TestClient[web.Request, web.Application]
KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
FOREIGN = ["evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "192.168.1.7",
           "[::1]:80", "[", "127.0.0.1@evil.example", "0.0.0.0"]  # fmt: skip


@pytest.fixture
def stage(telegram) -> Stage:
    return Stage(telegram, Clock())


@pytest.fixture
async def client(stage) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(stage))) as client:
        yield client


async def seen(client: Client, path: str) -> Any:
    reply = await client.get(path)
    assert reply.status == 200, await reply.text()
    return await reply.json()


async def refused(client: Client, path: str, **request: Any) -> tuple[int, str]:
    """The status and the sentence."""
    reply = await client.get(path, **request)
    body = await reply.json()
    assert body.keys() == {"error"}
    return reply.status, body["error"]


@pytest.mark.parametrize("path", ["/", "/gallery"])
async def test_a_page_comes_with_a_policy_that_allows_its_own_files_only(client, path):
    page = await client.get(path)

    assert (page.status, page.content_type) == (200, "text/html")
    assert "<title>" in await page.text()
    assert page.headers["Content-Security-Policy"] == POLICY
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert page.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("name", sorted(path.name for path in PAGE.iterdir()))
async def test_each_file_of_the_page_says_what_it_is(client, name):
    media_types = {
        "css": "text/css", "html": "text/html", "js": "text/javascript", "svg": "image/svg+xml",
    }  # fmt: skip

    file = await client.get(f"/page/{name}")

    assert (file.status, file.content_type) == (200, media_types[name.rpartition(".")[2]])
    assert await file.read() == (PAGE / name).read_bytes()
    assert file.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    "name",
    ["nothing.js", "..%2fviews.py", "%2e%2e%2fviews.py", ".", "..", "x" * 300, "%00", "main.js%00",
     "..%2fpage%2fmain.js", "%2fetc%2fpasswd", "x%2f..%2fmain.js", "%ff"],
)  # fmt: skip
async def test_nothing_beside_the_page_is_served(client, name):
    exactly = URL(f"{client.make_url('/page/')}{name}", encoded=True)

    file = await client.session.get(exactly)

    assert file.status == 404
    assert (await file.json()).keys() == {"error"}


async def test_a_chat_is_its_messages_commands_keyboard_and_reactions(telegram, bot, client):
    number = await bot.says("Welcome", reply_markup=KEYBOARD)
    keyboard = {"keyboard": [[{"text": "Yes"}]]}
    await bot.says("Sure?", reply_markup=keyboard)
    await bot.asks("setMyCommands", commands=[{"command": "quiz", "description": "Ask me"}])
    await bot.asks(
        "setMyCommands",
        commands=[{"command": "class", "description": "The class"}],
        scope={"type": "chat", "chat_id": TEACHER},
    )
    telegram.react(MINA, number, "👍")

    minas = await seen(client, f"/chats/{MINA}")
    teachers = await seen(client, f"/chats/{TEACHER}")

    assert minas == {
        "messages": telegram.messages(MINA),
        "commands": [{"command": "quiz", "description": "Ask me"}],
        "keyboard": telegram.keyboard(MINA),
        "reactions": {str(number): [{"type": "emoji", "emoji": "👍"}]},
    }
    assert [each["text"] for each in minas["messages"]] == ["/start", "Welcome", "Sure?"]
    assert minas["keyboard"]["keyboard"] == [[{"text": "Yes"}]]
    assert teachers == {
        "messages": [],
        "commands": [{"command": "class", "description": "The class"}],
        "keyboard": None,
        "reactions": {},
    }


async def test_a_group_is_seen_as_one_of_its_members(telegram, bot, client):
    group = telegram.group("Class 1", [TEACHER, MINA])
    commands = [{"command": "learn", "description": "Learn"}]
    scope = {"type": "chat_member", "chat_id": group, "user_id": MINA}
    await bot.asks("setMyCommands", commands=commands, scope=scope)

    minas = await seen(client, f"/chats/{group}?as={MINA}")
    teachers = await seen(client, f"/chats/{group}?as={TEACHER}")
    stranger = await refused(client, f"/chats/{group}?as={JONAS}")
    nobody = await refused(client, f"/chats/{group}")

    assert (minas["commands"], teachers["commands"]) == (commands, [])
    assert minas["messages"] == teachers["messages"] == telegram.messages(group)
    assert stranger == (404, f"person {JONAS} is not in chat {group}")
    assert nobody[0] == 404


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/chats/999", 404, "There is no chat 999 here."),
        ("/chats/-4000000001", 404, "There is no chat -4000000001 here."),
        ("/chats/999/transcript", 404, "There is no chat 999 here."),
        (f"/chats/{MINA}?as={JONAS}", 404, f"person {JONAS} is not in chat {MINA}"),
        (f"/chats/{MINA}?as=me", 400, '"as" is a whole number, not "me".'),
        (f"/chats/{MINA}?as=", 400, '"as" is a whole number, not "".'),
        ("/wire?since=--5", 400, '"since" is a whole number, not "--5".'),
        ("/wire?since=5-", 400, '"since" is a whole number, not "5-".'),
        ("/wire?since=1.5", 400, '"since" is a whole number, not "1.5".'),
        ("/wire?since=-", 400, '"since" is a whole number, not "-".'),
        (f"/wire?since={'9' * 17}", 400, f'"since" is a whole number, not "{"9" * 17}".'),
        ("/gallery/screens", 409, "There is no course without mistakes yet."),
        ("/files/none", 404, "There is no such file."),
        ("/files/https:%2f%2fa.kr%2fa.png", 404, "There is no such file."),
        ("/nothing", 404, "There is nothing to GET at /nothing."),
        ("/chats/mina", 404, "There is nothing to GET at /chats/mina."),
        ("/chats/12345678901234567", 404, "There is nothing to GET at /chats/12345678901234567."),
        ("/control/send", 404, "There is nothing to GET at /control/send."),
        ("/people/1001/chat", 404, "There is nothing to GET at /people/1001/chat."),
    ],
)
async def test_what_is_not_there_is_missed_in_a_sentence(client, path, status, sentence):
    assert await refused(client, path) == (status, sentence)


async def test_the_wire_is_read_on_from_a_number(stage, telegram, bot, client):
    await bot.asks("getMe")
    telegram.send(MINA, "hello")
    await client.get("/")  # the page is told meanwhile
    first = await seen(client, "/wire")
    await bot.asks("getMe")
    await client.get("/")

    later = await seen(client, f"/wire?since={first['next']}")

    assert [each["name"] for each in first["entries"]] == ["getMe", "message"]
    assert first["next"] == 2
    assert [(each["number"], each["name"]) for each in later["entries"]] == [(2, "getMe")]
    assert later == {"next": 3, "entries": stage.wire.since(2)}
    assert await seen(client, "/wire?since=-7") == await seen(client, "/wire")
    assert await seen(client, "/wire?since=99") == {"next": 3, "entries": []}


async def test_a_transcript_is_a_text_to_be_saved_under_the_persons_name(stage, telegram, client):
    telegram.send(MINA, "안녕")
    await client.get("/")

    reply = await client.get(f"/chats/{MINA}/transcript")

    assert (reply.status, reply.content_type, reply.charset) == (200, "text/plain", "utf-8")
    assert reply.headers["Content-Disposition"] == "attachment; filename*=UTF-8''mina.txt"
    assert await reply.text() == stage.journal.story(MINA)
    assert "> 안녕" in stage.journal.story(MINA)


async def test_the_gallery_shows_the_course_that_is_taught_now(stage, client):
    stage.course = course()
    first = await seen(client, "/gallery/screens")
    again = await seen(client, "/gallery/screens")
    stage.course = course(hills=[])
    later = await seen(client, "/gallery/screens")

    assert (first["title"], first["limit"]) == ("Rivers and hills", 4096)
    assert again == first
    assert len(later["screens"]) < len(first["screens"])


async def test_a_picture_is_shown_and_anything_else_handed_out(telegram, client):
    photo = telegram.post(MINA, "photo", File("a.png", picture(64, 48), "image/png"))
    page = File("<b>\r\n.html", b"<script>alert(1)</script>", "text/html")
    document = telegram.post(MINA, "document", page)
    drawing = telegram.post(MINA, "document", File("서당.svg", b"<svg/>", "image/svg+xml"))

    shown = await client.get(f"/files/{photo['message']['photo'][-1]['file_id']}")
    handed = [
        await client.get(f"/files/{update['message']['document']['file_id']}")
        for update in (document, drawing)
    ]

    assert (shown.status, shown.content_type) == (200, "image/png")
    assert await shown.read() == picture(64, 48)
    assert "Content-Disposition" not in shown.headers
    assert [each.content_type for each in handed] == ["application/octet-stream"] * 2
    assert [each.headers["Content-Disposition"] for each in handed] == [
        "attachment; filename*=UTF-8''%3Cb%3E%0D%0A.html",
        "attachment; filename*=UTF-8''%EC%84%9C%EB%8B%B9.svg",
    ]
    assert await handed[0].read() == page.content
    assert {each.headers["X-Content-Type-Options"] for each in (shown, *handed)} == {"nosniff"}
    assert {each.headers["Content-Security-Policy"] for each in (shown, *handed)} == {POLICY}


LOOKS = ["/", "/gallery", "/page/main.js", "/events", f"/chats/{MINA}", f"/chats/{MINA}/transcript",
         "/wire", "/gallery/screens", "/files/none", "/nothing"]  # fmt: skip


@pytest.mark.parametrize("path", LOOKS)
async def test_no_look_is_given_under_a_foreign_name_for_this_machine(client, path):
    for host in FOREIGN:
        assert await refused(client, path, headers={"Host": host}) == (
            403,
            f"The preview answers to 127.0.0.1 and localhost, not to {host}.",
        )


@pytest.mark.parametrize("path", LOOKS)
async def test_no_look_is_given_to_a_page_from_elsewhere(client, path):
    for origin in ("http://evil.example", "http://127.0.0.1:1", "null", "", "https://127.0.0.1"):
        assert await refused(client, path, headers={"Origin": origin}) == (
            403,
            f"The preview does not serve pages from {origin}.",
        )


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LocalHost:80", "127.0.0.1:9"])
async def test_every_local_name_may_look(client, host):
    reply = await client.get("/", headers={"Host": host, "Origin": f"http://{host}"})

    assert reply.status == 200


async def test_told_to_be_public_it_answers_to_any_name_but_to_no_foreign_page(stage):
    async with TestClient(TestServer(application(stage, hosts=None))) as client:
        own = {"Host": "classroom:8765", "Origin": "http://classroom:8765"}
        foreign = {"Host": "classroom:8765", "Origin": "http://evil.example"}

        assert (await client.get("/wire", headers=own)).status == 200
        assert await refused(client, "/wire", headers=foreign) == (
            403,
            "The preview does not serve pages from http://evil.example.",
        )


async def test_the_bot_api_is_open_to_whoever_knows_the_token_and_no_page_has_it(client):
    page = await (await client.get("/")).text()
    calls = await client.get("/wire")

    assert "42:TOKEN" not in page + await calls.text()
