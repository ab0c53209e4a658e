"""What the page shows of calls and updates: what came, how long it is, what is wrong with it."""

import contextlib
import json
from typing import Any

import pytest

from bot.preview.server import ResponseLostError
from bot.preview.wire import ENTRIES_KEPT, Wire, breach, measures
from tests.preview.asking import MINA, NOON, TOKEN

TAP = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


@pytest.fixture
def called(telegram):
    """Let the bot call, and have the call as it was noted."""

    async def call(method: str, **params: Any):
        with contextlib.suppress(ResponseLostError):
            await telegram.call(TOKEN, method, params)
        return telegram.calls[-1]

    return call


def lengths(call) -> list[tuple[str, int, int]]:
    return [(each["what"], each["length"], each["limit"]) for each in measures(call)]


async def test_a_call_is_kept_with_all_that_was_sent_and_answered(telegram, called):
    call = await called("sendMessage", chat_id=MINA, text="Hi", reply_markup=TAP)

    entry = Wire().called(call)

    assert entry == {
        "number": 0,
        "at": NOON.isoformat(),
        "kind": "call",
        "name": "sendMessage",
        "chat": MINA,
        "person": MINA,
        "status": 200,
        "seconds": call.seconds,
        "fault": False,
        "breach": None,
        "measures": [
            {"what": "text", "length": 2, "limit": 4096},
            {"what": "callback_data", "length": 1, "limit": 64},
        ],
        "sent": {"chat_id": MINA, "text": "Hi", "reply_markup": TAP},
        "answer": {"ok": True, "result": telegram.messages(MINA)[-1]},
    }
    assert json.loads(json.dumps(entry)) == entry


@pytest.mark.parametrize(
    ("does", "name"),
    [
        (lambda telegram: telegram.send(MINA, "/learn"), "message"),
        (lambda telegram: telegram.edit(MINA, 1, "/learn"), "edited_message"),
        (lambda telegram: telegram.query(MINA, 1, "a"), "callback_query"),
        (lambda telegram: telegram.block(MINA) or updates(telegram)[-1], "my_chat_member"),
    ],
)
async def test_an_update_is_kept_with_its_kind_chat_and_person(telegram, does, name):
    update = does(telegram)

    entry = Wire().updated(update, NOON)

    assert entry == {
        "number": 0,
        "at": NOON.isoformat(),
        "kind": "update",
        "name": name,
        "chat": MINA,
        "person": MINA,
        "status": None,
        "seconds": None,
        "fault": False,
        "breach": None,
        "measures": [],
        "sent": update,
        "answer": None,
    }


def updates(telegram) -> list[dict[str, Any]]:
    return telegram.chats.updates.pending()


async def test_a_group_is_no_person(telegram, called):
    group = telegram.group("Class 1", [MINA])

    call = Wire().called(await called("sendMessage", chat_id=group, text="Hi"))
    update = Wire().updated(telegram.send(MINA, "/learn", chat=group), NOON)

    assert (call["chat"], call["person"]) == (group, None)
    assert (update["chat"], update["person"]) == (group, MINA)


@pytest.mark.parametrize(
    "junk",
    [
        {},
        {"update_id": 1},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": 5, "poll": []},
        {"message": {"from": 5, "chat": "here"}},
        {"message": {"from": {"id": []}, "chat": {"id": {}}}},
        {"callback_query": {"message": "none"}},
    ],
)
async def test_whatever_is_pushed_has_an_entry(junk):
    wire = Wire()

    entry = wire.updated(junk, NOON)

    assert (entry["sent"], wire.entries[-1]) == (junk, entry)


async def test_entries_are_numbered_and_read_on_from_a_number(called):
    wire = Wire()
    for _ in range(5):
        wire.called(await called("getMe"))

    assert [entry["number"] for entry in wire.since(0)] == [0, 1, 2, 3, 4]
    assert [entry["number"] for entry in wire.since(3)] == [3, 4]
    assert wire.since(wire.next) == []
    assert wire.next == 5


async def test_only_the_latest_2000_are_kept_and_numbers_go_on(called):
    wire = Wire()
    call = await called("getMe")
    for _ in range(2500):
        wire.called(call)

    numbers = [entry["number"] for entry in wire.since(0)]
    assert numbers == list(range(500, 2500))
    assert len(numbers) == ENTRIES_KEPT == 2000


@pytest.mark.parametrize(
    ("text", "length"),
    [("a" * 4096, 4096), ("서당" * 10, 20), ("🙂" * 10, 20), ("👩‍🏫", 5), ("é", 1), ("한 🇰🇷", 6)],
    ids=["ascii", "hangul", "emoji", "joined emoji", "composed", "flag"],
)
async def test_a_text_is_measured_in_utf_16_units(called, text, length):
    call = await called("sendMessage", chat_id=MINA, text=text)

    assert (call.status, lengths(call)) == (200, [("text", length, 4096)])


async def test_a_text_that_was_taken_is_measured_without_its_markup(called):
    call = await called("sendMessage", chat_id=MINA, text="<b>서당</b> &lt;", parse_mode="HTML")

    assert lengths(call) == [("text", 4, 4096)]


async def test_a_text_that_is_too_long_is_measured_and_named_in_telegrams_words(called):
    call = await called("sendMessage", chat_id=MINA, text="🙂" * 2049)

    assert lengths(call) == [("text", 4098, 4096)]
    assert breach(call) == call.body["description"] == "Bad Request: message is too long"


@pytest.mark.parametrize(
    ("data", "length"), [("x" * 64, 64), ("서당" * 3, 18), ("🙂" * 16, 64), ("é", 2)]
)
async def test_callback_data_is_measured_in_bytes(called, data, length):
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": data}]]}

    call = await called("sendMessage", chat_id=MINA, text="Hi", reply_markup=keyboard)

    assert (call.status, lengths(call)[1]) == (200, ("callback_data", length, 64))


async def test_the_longest_callback_data_of_all_buttons_counts(called):
    rows = [[{"text": "A", "callback_data": "a"}], [{"text": "B", "callback_data": "서" * 22}]]

    call = await called(
        "sendMessage", chat_id=MINA, text="Hi", reply_markup={"inline_keyboard": rows}
    )

    assert lengths(call)[1] == ("callback_data", 66, 64)
    assert breach(call) == call.body["description"]
    assert "BUTTON_DATA_INVALID" in breach(call)


async def test_a_keyboard_that_came_as_text_is_measured_too(called):
    call = await called("sendMessage", chat_id=str(MINA), text="Hi", reply_markup=json.dumps(TAP))
    broken = await called("sendMessage", chat_id=MINA, text="Hi", reply_markup="{")

    assert lengths(call) == [("text", 2, 4096), ("callback_data", 1, 64)]
    assert lengths(broken) == [("text", 2, 4096)]


@pytest.mark.parametrize("method", ["answerCallbackQuery", "answercallbackquery"])
@pytest.mark.parametrize("text", ["x" * 200, "서" * 200, "🙂" * 100])
async def test_a_toast_has_200(telegram, called, method, text):
    query = telegram.query(MINA, 1, "a")["callback_query"]["id"]

    call = await called(method, callback_query_id=query, text=text)

    assert (call.status, lengths(call)) == (200, [("text", 200, 200)])


@pytest.mark.parametrize("text", ["x" * 201, "🙂" * 101, "🙂" * 200])
async def test_what_is_measured_as_too_long_is_refused(telegram, called, text):
    query = telegram.query(MINA, 1, "a")["callback_query"]["id"]

    call = await called("answerCallbackQuery", callback_query_id=query, text=text)

    ((_, length, limit),) = lengths(call)
    assert (length > limit, breach(call)) == (True, "Bad Request: MESSAGE_TOO_LONG")


async def test_a_poll_is_measured_by_its_question_and_explanation(called):
    call = await called(
        "sendPoll",
        chat_id=MINA,
        question="어디? 🙂",
        options=[{"text": "A"}, {"text": "B"}],
        type="quiz",
        correct_option_ids=[0],
        explanation="So it is.",
    )

    assert call.status == 200, call.body
    assert lengths(call) == [("explanation", 9, 200), ("question", 6, 300)]


async def test_a_call_without_texts_has_no_measures(called):
    assert lengths(await called("getMe")) == []
    assert lengths(await called("sendMessage", chat_id=MINA, text="")) == []
    assert lengths(await called("sendMessage", chat_id=MINA, text=5)) == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": MINA, "text": ""}),
        ("sendMessage", {"chat_id": 5, "text": "Hi"}),
        ("sendMessage", {"chat_id": MINA, "text": "<b>", "parse_mode": "HTML"}),
        ("editMessageText", {"chat_id": MINA, "message_id": 1, "text": "mine"}),
        ("answerCallbackQuery", {"callback_query_id": "1"}),
        ("getYou", {}),
    ],
)
async def test_a_breach_is_said_in_the_words_of_the_refusal(called, method, params):
    call = await called(method, **params)

    assert call.status >= 400
    assert breach(call) == call.body["description"]


async def test_a_parameter_that_the_method_does_not_have_is_a_breach(called):
    one = await called("sendMessage", chat_id=MINA, text="Hi", colour="red")
    two = await called("getMe", a=1, b=2)

    assert breach(one) == "sendMessage has no parameter colour; Telegram passes over it"
    assert breach(two) == "getMe has no parameter a, b; Telegram passes over it"


async def test_what_the_bot_cannot_help_is_no_breach(telegram, called):
    telegram.block(MINA)

    blocked = await called("sendMessage", chat_id=MINA, text="Hi")

    assert (blocked.status, breach(blocked)) == (403, None)


@pytest.mark.parametrize(
    "fault",
    [
        {},
        {"status": 400},
        {"status": 403},
        {"retry_after": 3},
        {"lose_response": True},
        {"status": 200, "delay": 0.001},
    ],
)
async def test_a_failure_that_was_asked_for_is_no_breach(telegram, called, fault):
    telegram.fail(method="sendMessage", **fault)

    entry = Wire().called(await called("sendMessage", chat_id=MINA, text="Hi", colour="red"))

    assert (entry["fault"], entry["breach"]) == (True, None)
