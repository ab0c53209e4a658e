"""What the page and scripts can do, and how they are told that they cannot."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestServer
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.preview import control
from bot.preview.clock import FURTHEST, Clock
from bot.preview.control import LARGEST_FILE
from bot.preview.http import application
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.posts import KINDS, picture
from bot.preview.stage import Stage
from tests.preview.asking import JONAS, MINA, NOON, TEACHER, TOKEN
from tests.preview.looking import Looker

KEYBOARD = {
    "inline_keyboard": [
        [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}],
        [{"text": "More", "url": "https://a.kr/"}],
    ]
}
# what no sentence for people may hold
PYTHON = (
    "dict", "list_", "tuple", "NoneType", "Error", "Traceback", "codec", "int()", "'utf",
    "HTTPStatus", "argument", "literal", "iterable", "sys.", "None", "validation",
)  # fmt: skip


def is_for_people(sentence: str) -> bool:
    return len(sentence.split()) > 2 and not [each for each in PYTHON if each in sentence]


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
    async with ClientSession(str(server.make_url("/")).rstrip("/")) as client:
        yield Looker(client)


def queue(telegram: LocalTelegram) -> list[dict[str, Any]]:
    return telegram.chats.updates.pending()


def new(telegram: LocalTelegram) -> dict[str, Any]:
    """The one update that waits for the bot."""
    (update,) = queue(telegram)
    return update


async def test_what_a_person_writes_is_an_update_for_the_bot(telegram, page):
    update = await page.does("send", person=MINA, text="서당 ㅎㅎ 🙂")

    assert update["message"]["text"] == "서당 ㅎㅎ 🙂"
    assert update["message"]["from"]["id"] == MINA
    assert new(telegram) == update


async def test_a_person_answers_a_message_and_edits_the_answer(telegram, bot, page):
    question = await bot.says("How long?")
    answer = await page.does("send", person=MINA, text="hundred", reply_to=question)
    number = answer["message"]["message_id"]

    edit = await page.does("edit", person=MINA, message_id=number, text="a hundred")

    assert answer["message"]["reply_to_message"]["message_id"] == question
    assert edit["edited_message"]["text"] == "a hundred"
    assert queue(telegram) == [answer, edit]


async def test_a_tap_is_a_callback_query_with_the_buttons_data(telegram, bot, page):
    number = await bot.says("A or B?", reply_markup=KEYBOARD)

    tap = await page.does("tap", person=MINA, message_id=number, row=0, column=1)
    forged = await page.does("query", person=MINA, message_id=number, callback_data="forged")

    assert [each["callback_query"]["data"] for each in (tap, forged)] == ["b", "forged"]
    assert queue(telegram) == [tap, forged]


async def test_the_button_of_that_name_is_pressed_in_the_newest_message_that_has_it(bot, page):
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "new"}]]}
    old = await bot.says("A or B?", reply_markup=KEYBOARD)
    newest = await bot.says("A?", reply_markup=keyboard)
    await bot.says("No buttons")

    a = (await page.does("press", person=MINA, label="A"))["callback_query"]
    b = (await page.does("press", person=MINA, label="B"))["callback_query"]

    assert (a["data"], a["message"]["message_id"]) == ("new", newest)
    assert (b["data"], b["message"]["message_id"]) == ("b", old)
    assert await page.refused("press", person=MINA, label="C") == (
        404,
        'There is no button "C"; the newest are: "A".',
    )
    assert await page.refused("press", person=MINA, label="More") == (
        404,
        'the button "More" sends nothing to the bot',
    )
    assert await page.refused("press", person=JONAS, label="A") == (
        404,
        'There is no button "A"; the newest are: none.',
    )


async def test_a_vote_is_cast_and_taken_back(bot, page):
    poll = await bot.asks(
        "sendPoll",
        chat_id=MINA,
        question="Which?",
        options=[{"text": "A"}, {"text": "B"}],
        is_anonymous=False,
    )
    number = poll["message_id"]

    cast = await page.does("vote", person=MINA, message_id=number, options=[1])
    back = await page.does("vote", person=MINA, message_id=number, options=[])

    assert [each["poll_answer"]["option_ids"] for each in (cast, back)] == [[1], []]
    for options in ([2], [-1], [0, 1]):
        status, sentence = await page.refused(
            "vote", person=MINA, message_id=number, options=options
        )
        assert (status, is_for_people(sentence)) == (404, True)


async def test_a_reaction_is_given_and_taken_back(telegram, bot, page):
    number = await bot.says()

    unheard = await page.does("react", person=MINA, message_id=number, emoji="👍")
    given = telegram.all_reactions(MINA)
    await page.does("react", person=MINA, message_id=number, emoji=None)

    assert unheard == {}  # the bot has not asked for reactions
    assert given == {number: [{"type": "emoji", "emoji": "👍"}]}
    assert telegram.all_reactions(MINA) == {}


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_of_thing_can_be_posted(telegram, page, kind):
    update = await page.does("post", person=MINA, kind=kind, caption="Look")

    assert kind in update["message"]
    assert update["message"]["caption"] == "Look"
    assert new(telegram) == update


async def test_the_last_update_comes_once_more_as_it_was(telegram, bot, page):
    first = await page.does("send", person=MINA, text="one")
    other = await page.does("send", person=JONAS, text="two")
    await bot.asks("getUpdates", offset=other["update_id"] + 1)

    again = await page.does("repeat", person=MINA, kind="update")

    assert again == first
    assert await bot.asks("getUpdates", offset=other["update_id"] + 1) == [first]


async def test_the_last_tap_comes_once_more_as_a_client_repeats_it(bot, page):
    number = await bot.says("A or B?", reply_markup=KEYBOARD)
    tap = await page.does("tap", person=MINA, message_id=number, row=0, column=1)
    await page.does("send", person=MINA, text="between")

    again = await page.does("repeat", person=MINA, kind="tap")

    assert again["update_id"] == tap["update_id"] + 2
    assert again["callback_query"]["data"] == "b"
    assert again["callback_query"]["id"] != tap["callback_query"]["id"]


async def test_nothing_is_repeated_of_who_has_done_nothing(page):
    await page.does("send", person=MINA, text="one")

    assert await page.refused("repeat", person=MINA, kind="tap") == (
        404,
        "Mina has not tapped anything yet.",
    )
    assert await page.refused("repeat", person=JONAS, kind="update") == (
        404,
        "Jonas has not done anything yet.",
    )
    assert await page.refused("repeat", person=MINA, kind="twice") == (
        400,
        '"kind" is "update" or "tap"',
    )
    assert (await page.refused("repeat", person=5, kind="tap"))[0] == 404


async def test_a_block_is_told_and_lifted(telegram, bot, page):
    number = await bot.says("A or B?", reply_markup=KEYBOARD)
    await page.does("block", person=MINA)

    status, sentence = await page.refused("tap", person=MINA, message_id=number, row=0, column=1)
    await page.does("unblock", person=MINA)

    assert (status, sentence) == (404, f"person {MINA} has blocked the bot")
    assert [each["my_chat_member"]["new_chat_member"]["status"] for each in queue(telegram)] == [
        "kicked",
        "member",
    ]


async def test_a_group_is_made_and_written_in(telegram, page):
    group = await page.does("group", title="Class 1", members=[TEACHER, MINA])

    heard = await page.does("send", person=MINA, text="/learn", chat=group)
    unheard = await page.does("send", person=MINA, text="just talk", chat=group)

    assert group < 0
    assert (heard["message"]["chat"]["title"], unheard) == ("Class 1", {})
    assert await page.refused("group", title="Nobody", members=[]) == (
        400,
        "a group needs a member who makes it",
    )
    assert await page.refused("group", title="Who", members=[5]) == (
        404,
        "no person has the id 5",
    )
    assert await page.refused("send", person=JONAS, text="Hi", chat=group) == (
        404,
        f"person {JONAS} is not in chat {group}",
    )


async def test_somebody_joins_with_a_free_id(stage, telegram, page):
    ada = await page.does(
        "join", first_name="Ada", last_name="Kim", language_code="ko", zone="Asia/Seoul"
    )
    eve = await page.does("join", first_name="Eve", role="instructor", language_code=None)
    bob = await page.does("join", first_name="Bob", id=77)

    assert ada == {
        "id": 1004,
        "name": "Ada Kim",
        "first_name": "Ada",
        "role": "student",
        "language": "ko",
        "zone": "Asia/Seoul",
        "blocked": False,
        "last": None,
    }
    assert (eve["id"], eve["role"], eve["language"]) == (9001, "instructor", None)
    assert bob["id"] == 77
    assert telegram.people[1004] == Person(
        1004, "Ada", "Kim", language_code="ko", zone="Asia/Seoul"
    )
    assert [each["id"] for each in stage.everyone()["people"]] == [
        MINA, JONAS, TEACHER, 1004, 9001, 77,
    ]  # fmt: skip
    assert (await page.does("send", person=1004, text="Hi"))["message"]["from"]["id"] == 1004


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"first_name": " "}, "a person has a first name"),
        ({"first_name": "Eve", "role": "dean"}, '"role" is "student" or "instructor"'),
        ({"first_name": "Eve", "id": MINA}, f"there is a person with the id {MINA} already"),
        ({"first_name": "Eve", "id": -1}, "-1 can be nobody's id; take another, above zero"),
        ({"first_name": "Eve", "id": 42}, "42 can be nobody's id; take another, above zero"),
        ({"first_name": "Eve", "zone": "Mars/Sea"},
         'there is no time zone "Mars/Sea"; write one like Asia/Seoul'),
        ({"first_name": "Eve", "zone": "../UTC"},
         'there is no time zone "../UTC"; write one like Asia/Seoul'),
        ({}, '"first_name" is missing in the body.'),
        ({"first_name": 5}, '"first_name" is not a text.'),
        ({"first_name": "Eve", "age": 20}, 'There is no "age" here; see bot/preview/README.md.'),
    ],
)  # fmt: skip
async def test_nobody_joins_who_could_not_be(telegram, page, body, sentence):
    assert await page.refused("join", **body) == (400, sentence)
    assert len(telegram.people) == 3


async def test_the_clock_moves_forward_by_all_units_together(stage, page):
    first = await page.does("clock", days=1, hours=2, minutes=3, seconds=4.5)
    second = await page.does("clock", seconds=1)
    still = await page.does("clock")

    assert [each["ahead"] for each in (first, second, still)] == [93784.5, 93785.5, 93785.5]
    assert stage.clock.ahead.total_seconds() == 93785.5
    assert first["now"] < second["now"] < still["now"]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"seconds": -1}, "the clock only goes forward"),
        ({"days": 1, "hours": -25}, "the clock only goes forward"),
        ({"days": FURTHEST.days + 1}, "the clock goes no further than 3660 days ahead"),
        ({"days": 1e300}, "nobody lives that long"),
        ({"days": "1"}, '"days" is not a number.'),
        ({"weeks": 1}, 'There is no "weeks" here; see bot/preview/README.md.'),
    ],
)
async def test_the_clock_goes_nowhere_else(stage, page, body, sentence):
    assert await page.refused("clock", **body) == (400, sentence)
    assert stage.clock.ahead.total_seconds() == 0


async def test_faults_are_set_and_healed(telegram, bot, page):
    assert await page.does("fail", method="getMe", status=502, times=None) is None
    assert await bot.refused("getMe") == "Bad Gateway"
    assert await page.refused("fail", status=999) == (
        400,
        "999 is no status of a failure; take one like 500, 403 or 429",
    )
    assert await page.refused("fail", delay=1e400) == (
        400,
        "This is not JSON: there is a number without value or end, or no end of brackets.",
    )
    assert await page.does("heal") is None
    assert telegram.faults() == []


async def test_a_bot_that_is_somebody_elses_is_neither_killed_nor_started(page):
    assert await page.does("kill") is None
    assert await page.does("start") is None
    assert (await page.does("quiet", seconds=1)) is True


async def test_quiet_waits_until_the_bot_has_taken_what_waits(telegram, bot, page):
    update = telegram.send(MINA, "one")

    loud = await page.does("quiet", seconds=0.1)
    await bot.asks("getUpdates", offset=update["update_id"] + 1)
    quiet = await page.does("quiet", seconds=5)

    assert (loud, quiet) == (False, True)
    assert await page.does("quiet", seconds=-1) is False


async def test_a_conversation_is_seen_as_text_messages_and_menus(stage, telegram, bot, page):
    await page.does("send", person=MINA, text="안녕")
    await bot.says("Welcome")
    await bot.asks("setMyCommands", commands=[{"command": "quiz", "description": "Ask me"}])

    assert await page.does("text", chat=MINA) == {"text": stage.journal.story(MINA)}
    assert "> 안녕\n\nSeodang\n  Welcome" in stage.journal.story(MINA)
    assert await page.does("messages", chat=MINA) == telegram.messages(MINA)
    assert await page.does("commands", person=MINA) == [
        {"command": "quiz", "description": "Ask me"}
    ]
    assert await page.does("keyboard", chat=MINA) is None
    assert (await page.refused("text", chat=5))[0] == 404


async def test_the_log_of_calls_is_read_on_from_a_number(bot, page):
    await bot.asks("getMe", odd=1)
    log = await page.does("calls")
    await bot.refused("getYou")

    later = await page.does("calls", since=log["next"])

    (call,) = log["calls"]
    assert (call["number"], call["method"], call["status"]) == (0, "getMe", 200)
    assert (call["at"], call["params"], call["unknown"]) == (NOON.isoformat(), {"odd": 1}, ["odd"])
    assert [(each["number"], each["method"], each["status"]) for each in later["calls"]] == [
        (1, "getYou", 404)
    ]


async def test_answered_taps_and_pushed_updates_are_seen(telegram, bot, page):
    tap = await page.does("query", person=MINA, message_id=1, callback_data="a")
    await bot.asks("answerCallbackQuery", callback_query_id=tap["callback_query"]["id"])
    pushed = await page.does("push", update={"nonsense": {"한": [None]}})
    again = await page.does("again", update=tap, new_id=False)

    assert await page.does("answers") == telegram.answers
    assert pushed == {"update_id": tap["update_id"] + 1, "nonsense": {"한": [None]}}
    assert (again, queue(telegram)) == (tap, [tap, pushed, tap])


async def test_a_chat_made_afresh_is_empty_and_repeats_nothing(telegram, bot, page):
    await page.does("send", person=MINA, text="one")
    number = await bot.says("A or B?", reply_markup=KEYBOARD)
    await page.does("tap", person=MINA, message_id=number, row=0, column=1)

    assert await page.does("afresh", person=MINA) is None

    assert telegram.messages(MINA) == []
    for kind in ("update", "tap"):
        assert (await page.refused("repeat", person=MINA, kind=kind))[0] == 404
    await page.does("send", person=MINA, text="first")
    text = (await page.does("text", chat=MINA))["text"]
    assert text.count("\n> ") == 1
    assert "one" not in text
    assert (await page.refused("afresh", person=5))[0] == 404


async def test_a_file_goes_up_as_it_is(telegram, page):
    content = picture(64, 48)
    query = {"person": str(MINA), "kind": "photo", "name": "서당.png", "caption": "Look"}

    async with page.client.post(
        "/files", params=query, data=content, headers={"Content-Type": "image/png"}
    ) as reply:
        update = await reply.json()

    assert reply.status == 200
    (photo,) = update["message"]["photo"]
    assert (photo["width"], photo["file_size"]) == (64, len(content))
    assert update["message"]["caption"] == "Look"
    assert new(telegram) == update
    async with page.client.get(f"/files/{photo['file_id']}") as shown:
        assert (await shown.read(), shown.content_type) == (content, "image/png")


async def test_a_file_goes_into_a_group_and_keeps_its_name(telegram, page):
    group = telegram.group("Class 1", [MINA])
    query = {"person": str(MINA), "name": "notes.pdf", "chat": str(group)}

    async with page.client.post("/files", params=query, data=b"%PDF") as reply:
        assert (reply.status, await reply.json()) == (200, {})

    assert telegram.messages(group)[-1]["document"]["file_name"] == "notes.pdf"


@pytest.mark.parametrize(
    ("query", "content", "status", "sentence"),
    [
        ("", b"x", 400, "Say who sends it, as in /files?person=1001"),
        ("person=mina", b"x", 400, "Say who sends it, as in /files?person=1001"),
        ("person=5", b"x", 404, "no person has the id 5"),
        ("person=1001&kind=voice", b"x", 400, '"kind" is photo or document, not "voice".'),
        ("person=1001&kind=photo", b"x", 400, "Bad Request: IMAGE_PROCESS_FAILED."),
        ("person=1001", b"", 400, "Bad Request: file must be non-empty."),
        (f"person=1001&chat={JONAS}", b"x", 404, f"person {MINA} is not in chat {JONAS}"),
        (f"person=1001&caption={'x' * 4097}", b"x", 400,
         "a message has at most 4096 characters"),
    ],
)  # fmt: skip
async def test_a_file_that_nobody_could_send_is_refused_in_a_sentence(
    telegram, page, query, content, status, sentence
):
    async with page.client.post(f"/files?{query}", data=content) as reply:
        assert (reply.status, await reply.json()) == (status, {"error": sentence})

    assert len(telegram.messages(MINA)) == 1


async def test_a_file_that_is_too_large_is_refused_while_it_comes(monkeypatch, telegram, page):
    monkeypatch.setattr(control, "LARGEST_FILE", 1000)

    async with page.client.post(f"/files?person={MINA}", data=b"x" * 1001) as reply:
        answer = await reply.json()

    assert (reply.status, answer) == (
        400,
        {"error": "The file has more than 50 MB; Telegram takes no larger."},
    )
    assert LARGEST_FILE == 50 * 2**20
    assert len(telegram.messages(MINA)) == 1


async def test_a_large_file_is_taken_without_holding_anybody_up(telegram, page):
    content = b"\x00" * (30 * 2**20)

    async with page.client.post(f"/files?person={MINA}", data=BytesIO(content)) as reply:
        update = await reply.json()

    assert update["message"]["document"]["file_size"] == len(content)


@pytest.mark.parametrize(
    ("deed", "body", "status", "sentence"),
    [
        ("send", {"person": 5, "text": "Hi"}, 404, "no person has the id 5"),
        ("send", {"person": MINA, "text": ""}, 400, "a message needs a text"),
        ("send", {"person": MINA, "text": "🙂" * 2049}, 400,
         "a message has at most 4096 characters"),
        ("send", {"person": MINA}, 400, '"text" is missing in the body.'),
        ("send", {"text": "Hi"}, 400, '"person" is missing in the body.'),
        ("send", {"person": "1001", "text": "Hi"}, 400, '"person" is not a whole number.'),
        ("send", {"person": True, "text": "Hi"}, 400, '"person" is not a whole number.'),
        ("send", {"person": 1001.5, "text": "Hi"}, 400, '"person" is not a whole number.'),
        ("send", {"person": MINA, "text": None}, 400, '"text" is not a text.'),
        ("send", {"person": MINA, "text": ["Hi"]}, 400, '"text" is not a text.'),
        ("send", {"person": MINA, "text": "Hi", "self": 1}, 400,
         'There is no "self" here; see bot/preview/README.md.'),
        ("send", {"person": MINA, "text": "Hi", "reply_to": 99}, 404,
         f"chat {MINA} has no message 99"),
        ("tap", {"person": MINA, "message_id": 9, "row": 0, "column": 0}, 404,
         "there is no message 9"),
        ("tap", {"person": MINA, "message_id": 1, "row": 0, "column": 0}, 404,
         "message 1 has no button in row 0, column 0"),
        ("edit", {"person": MINA, "message_id": 2, "text": "x"}, 404,
         f"person {MINA} is not in chat {JONAS}"),
        ("push", {"update": 5}, 400, '"update" is not an object.'),
        ("push", {"update": [{}]}, 400, '"update" is not an object.'),
        ("again", {"update": {"callback_query": {}}, "new_id": True}, 400,
         "this is no tap that was made here"),
        ("again", {"update": {}, "new_id": 1}, 400, '"new_id" is not true or false.'),
        ("post", {"person": MINA, "kind": "smell"}, 404, None),
        ("group", {"title": "x", "members": "abc"}, 400, '"members" is not a list.'),
        ("group", {"title": "x", "members": {"1001": 1}}, 400, '"members" is not a list.'),
        ("group", {"title": "x", "members": [MINA, "a"]}, 400,
         '"members.1" is not a whole number.'),
        ("group", {"title": "x", "members": 5}, 400, '"members" is not a list.'),
        ("vote", {"person": MINA, "message_id": 1, "options": [None]}, 400,
         '"options.0" is not a whole number.'),
        ("vote", {"person": MINA, "message_id": 1, "options": [0]}, 404,
         "message 1 is not a poll of the bot"),
        ("react", {"person": MINA, "message_id": 1, "emoji": "x"}, 400, None),
        ("react", {"person": MINA, "message_id": 99, "emoji": None}, 404, "there is no message 99"),
        ("text", {"chat": -4_000_000_001}, 404, "no person has the id -4000000001"),
        ("dance", {}, 404, "There is nothing to POST at /control/dance."),
        ("send/", {}, 404, "There is nothing to POST at /control/send/."),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_said_in_a_sentence(telegram, page, deed, body, status, sentence):
    refusal = await page.refused(deed, **body)

    assert refusal == (status, sentence or refusal[1])
    assert is_for_people(refusal[1])
    assert queue(telegram) == []


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "This is not JSON: Expecting value, line 1, column 1."),
        (b"{", None),
        (b'{"person": 1001,}', None),
        (b"\xff", "This is not JSON: it is not UTF-8."),
        ('{"text": "안녕"}'.encode("euc-kr"), "This is not JSON: it is not UTF-8."),
        (b"[]", 'Send a JSON object, as in {"person": 1001, "text": "/start"}.'),
        (b"null", 'Send a JSON object, as in {"person": 1001, "text": "/start"}.'),
        (b'{"person": 1001, "text": "\\ud800"}',
         "There is half a character in it, a lone surrogate."),
        (b'{"person": 1001, "\\udfff": 1}', "There is half a character in it, a lone surrogate."),
        (b'{"person": NaN, "text": "Hi"}', None),
        (b'{"person": 1e999, "text": "Hi"}', None),
        (b'{"person": ' + b"1" * 5000 + b"}", None),
        (b"[" * 100_000, None),
        (b'{"person":' * 100_000, None),
        (b" " * 2**21, "This is too long; a deed needs less than a megabyte."),
    ],
    ids=range(15),
)  # fmt: skip
async def test_what_is_no_json_is_refused_in_a_sentence(telegram, page, body, sentence):
    headers = {"Content-Type": "application/json"}
    async with page.client.post("/control/send", data=BytesIO(body), headers=headers) as reply:
        answer = await reply.json()

    assert (reply.status, answer.keys()) == (400, {"error"})
    assert answer["error"] == (sentence or answer["error"])
    assert is_for_people(answer["error"])
    assert queue(telegram) == []


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
async def test_a_form_from_elsewhere_cannot_write_as_a_person(telegram, page, media_type):
    body = json.dumps({"person": MINA, "text": "/forgetme"})

    async with page.client.post(
        "/control/send", data=body, headers={"Content-Type": media_type}
    ) as reply:
        assert (reply.status, await reply.json()) == (
            400,
            {"error": "Send JSON, with Content-Type: application/json."},
        )
    assert queue(telegram) == []


async def test_json_in_an_unknown_charset_is_read_as_utf_8(page):
    headers = {"Content-Type": "application/json; charset=nonsense"}
    body = json.dumps({"person": MINA, "text": "안녕"}, ensure_ascii=False).encode()

    async with page.client.post("/control/send", data=body, headers=headers) as reply:
        assert (await reply.json())["message"]["text"] == "안녕"


DEEDS = (
    "send", "edit", "tap", "query", "vote", "react", "again", "push", "block", "unblock", "group",
    "fail", "heal", "messages", "commands", "keyboard", "press", "post", "repeat", "join",
    "afresh", "clock", "kill", "start", "quiet", "text", "answers", "calls",
)  # fmt: skip


async def test_every_deed_is_kept_from_pages_and_names_elsewhere(stage, telegram, server, page):
    offered = {
        route.resource.canonical.removeprefix("/control/")
        for route in server.app.router.routes()
        if route.resource.canonical.startswith("/control/")
    }
    foreign = [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"http://127.0.0.1:{server.port + 1}"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Host": f"rebound.example:{server.port}"},
    ]

    async def status(path: str, headers: dict[str, str]) -> int:
        body = {"person": MINA, "text": "/forgetme"}
        async with page.client.post(path, json=body, headers=headers) as reply:
            return reply.status

    refused = {
        (path, number): await status(path, headers)
        for path in (*(f"/control/{deed}" for deed in DEEDS), f"/files?person={MINA}")
        for number, headers in enumerate(foreign)
    }

    assert offered == set(DEEDS)
    assert set(refused.values()) == {403}
    assert len(telegram.messages(MINA)) == 1


async def test_the_page_itself_may_act_under_either_local_name(telegram, server, page):
    for name in ("localhost", "127.0.0.1"):
        local = f"{name}:{server.port}"
        headers = {"Host": local, "Origin": f"http://{local}"}
        body = {"person": MINA, "text": name}
        async with page.client.post("/control/send", json=body, headers=headers) as reply:
            assert reply.status == 200

    assert [each["text"] for each in telegram.messages(MINA)] == [
        "/start",
        "localhost",
        "127.0.0.1",
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
    | st.sampled_from([MINA, JONAS, TEACHER, 1, 2, "👍", "update", "tap", "photo", "getMe", 500]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip
NAMES = (
    "person", "text", "chat", "reply_to", "message_id", "row", "column", "label", "options",
    "callback_data", "emoji", "kind", "caption", "update", "new_id", "title", "members",
    "first_name", "role", "zone", "id", "seconds", "days", "method", "status", "times",
    "retry_after", "lose_response", "since",
)  # fmt: skip
NEEDED = {
    "send": "person text",
    "edit": "person message_id text",
    "tap": "person message_id row column",
    "query": "person message_id callback_data",
    "vote": "person message_id options",
    "react": "person message_id emoji",
    "press": "person label",
    "post": "person kind",
    "repeat": "person kind",
    "again": "update new_id",
    "push": "update",
    "group": "title members",
    "join": "first_name",
    "text": "chat",
    "messages": "chat",
    "keyboard": "chat",
    "commands": "person",
    "afresh": "person",
    "block": "person",
    "unblock": "person",
}


@st.composite
def wishes(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A deed with its arguments, be they what they may, and perhaps one more."""
    deed = draw(st.sampled_from(sorted(set(DEEDS) - {"quiet"})))
    names = [*NEEDED.get(deed, "").split(), *draw(st.lists(st.sampled_from(NAMES), max_size=1))]
    numbers = st.sampled_from([MINA, JONAS, 1, 2, 3])
    return deed, {
        name: draw(numbers | anything if name in ("person", "chat", "message_id") else anything)
        for name in names
    }


async def answered(wish: tuple[str, dict[str, Any]]) -> tuple[int, Any]:
    deed, body = wish
    telegram = LocalTelegram(TOKEN, now=Clock(), people=[Person(MINA, "Mina"), Person(JONAS, "J")])
    telegram.send(MINA, "/start")
    server = TestServer(application(Stage(telegram, Clock())), host="127.0.0.1")
    await server.start_server()
    try:
        async with ClientSession() as client:
            reply: ClientResponse = await client.post(
                server.make_url(f"/control/{deed}"), json=body
            )
            return reply.status, json.loads(await reply.text())
    finally:
        await server.close()


@settings(deadline=None, max_examples=40)
@given(wish=wishes())
def test_whatever_is_asked_for_is_done_or_refused_in_a_sentence(wish):
    status, answer = asyncio.run(answered(wish))

    assert status in (200, 400, 404, 409)
    if status != 200:
        assert answer.keys() == {"error"}
        assert is_for_people(answer["error"].replace(json.dumps(wish[1]), ""))
