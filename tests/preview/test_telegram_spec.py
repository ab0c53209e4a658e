import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.preview.server import LocalTelegram, Person
from bot.preview.server.methods import METHODS
from bot.preview.server.spec import breaches, method_named, parameters, returns
from tests.preview.asking import MINA, TOKEN, Bot, Clock
from tests.preview.condense import condensed


def test_every_method_of_the_table_is_in_the_bot_api():
    assert {method_named(name) for name in METHODS} == METHODS.keys()


def test_the_table_is_read_from_a_machine_readable_bot_api():
    field = {"name": "type", "types": ["String"], "required": True}
    schema = {
        "version": "Bot API 99.0",
        "methods": {
            "getThing": {
                "fields": [
                    {
                        "name": "id",
                        "types": ["Integer", "String"],
                        "required": True,
                        "description": "",
                    }
                ],
                "returns": ["ThingA", "Boolean"],
            }
        },
        "types": {
            "Thing": {"fields": [], "subtypes": ["ThingB", "ThingA"]},
            "ThingA": {"fields": [field | {"description": "Type of the thing, always 'a'"}]},
            "ThingB": {"fields": [field | {"description": "Type of the thing, must be b"}]},
        },
    }

    assert condensed(schema) == {
        "version": "99.0",
        "methods": {
            "getThing": {
                "parameters": {"id": "required Integer | String"},
                "returns": "ThingA | Boolean",
            }
        },
        "types": {
            "Thing": {"one_of": ["ThingA", "ThingB"]},
            "ThingA": {"type": "required String = a"},
            "ThingB": {"type": "required String = b"},
        },
    }


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"text": 5}, 'parameter "text" must be of type String'),
        ("sendMessage", {"chat_id": 1.5}, 'parameter "chat_id" must be of type Integer or String'),
        ("sendMessage", {"chat_id": True}, 'parameter "chat_id" must be of type Integer or String'),
        (
            "sendMessage",
            {"protect_content": "maybe"},
            'parameter "protect_content" must be of type Boolean',
        ),
        ("getUpdates", {"offset": "soon"}, 'parameter "offset" must be of type Integer'),
        ("getUpdates", {"offset": True}, 'parameter "offset" must be of type Integer'),
        (
            "getUpdates",
            {"allowed_updates": "message"},
            'parameter "allowed_updates" must be valid JSON',
        ),
        (
            "getUpdates",
            {"allowed_updates": "{}"},
            'parameter "allowed_updates" must be an Array of String',
        ),
        (
            "getUpdates",
            {"allowed_updates": [1]},
            'parameter "allowed_updates" must be of type String',
        ),
        (
            "sendMessage",
            {"entities": [{"type": "bold", "offset": "x", "length": 1}]},
            'parameter "entities" must be a MessageEntity whose field "offset" is of type Integer',
        ),
        ("sendLocation", {"latitude": "north"}, 'parameter "latitude" must be of type Float'),
        ("getFile", {}, 'parameter "file_id" is required'),
        ("deleteMessage", {"chat_id": MINA}, "message identifier is not specified"),
        ("editMessageText", {"chat_id": MINA, "text": "a"}, "message identifier is not specified"),
        ("editMessageText", {"message_id": 2, "text": "a"}, "chat_id is empty"),
        ("sendPhoto", {"chat_id": MINA}, "there is no photo in the request"),
        (
            "setWebhook",
            {"url": "", "certificate": "x"},
            'parameter "certificate" must be an uploaded file',
        ),
    ],
)
async def test_wrong_types_are_refused_by_name(bot, method, params, description):
    assert await bot.refused(method, **params) == f"Bad Request: {description}"


async def test_forms_carry_numbers_booleans_and_json_as_text(bot):
    message = await bot.asks(
        "sendMessage",
        chat_id=str(MINA),
        text="a b",
        protect_content="True",
        entities=json.dumps([{"type": "bold", "offset": 0, "length": 1}]),
        reply_parameters=json.dumps({"message_id": 1}),
        reply_markup="",
        link_preview_options=None,
    )

    assert message["has_protected_content"] is True
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert message["reply_to_message"]["message_id"] == 1


async def test_yes_and_no_are_read_as_the_real_server_reads_them(bot):
    read = [
        (await bot.asks("sendMessage", chat_id=MINA, text="Hi", protect_content=value)).get(
            "has_protected_content", False
        )
        for value in (True, "true", "True", "1", "yes", False, "false", "0", "no", "")
    ]

    assert read == [True] * 5 + [False] * 5


async def test_unknown_parameters_are_passed_over(bot):
    assert "colour" not in await bot.asks("sendMessage", chat_id=MINA, text="Hi", colour="red")


@pytest.mark.parametrize(
    ("kind", "value", "breach"),
    [
        ("User", {"id": 1, "is_bot": True}, "result.first_name is missing"),
        (
            "User",
            {"id": "1", "is_bot": True, "first_name": "A"},
            "result.id is not of type Integer: '1'",
        ),
        (
            "User",
            {"id": 1, "is_bot": True, "first_name": "A", "hat": 1},
            "result.hat is not a field of User",
        ),
        ("Array of User", [5], "result[0] is not a User: 5"),
        ("Array of User", {}, "result is not an array"),
        ("ReactionType", {"type": "emoji"}, "result.emoji is missing"),
        (
            "BotCommandScopeChat",
            {"type": "default", "chat_id": 1},
            "result.type is not chat: 'default'",
        ),
    ],
)
def test_a_reply_that_breaks_the_table_is_found(kind, value, breach):
    assert breaches(kind, value) == [breach]


def test_a_reply_may_be_any_of_its_kinds():
    assert breaches("Message | Boolean", True) == []
    assert breaches("Float", 1) == []
    assert breaches("MaybeInaccessibleMessage", {
        "chat": {"id": 1, "type": "private"}, "message_id": 1, "date": 0,
    }) == []  # fmt: skip


VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-3, 3),
        st.floats(allow_nan=False),
        st.sampled_from([MINA, str(MINA), "1", "<b>x</b>", "HTML", "photo", "attach://x", "[[]]"]),
        st.text(max_size=4),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["type", "text", "media", "inline_keyboard", "keyboard", "message_id", "emoji",
                 "offset", "length", "command", "description", "chat_id", "user_id", "user"]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=6,
)  # fmt: skip


@st.composite
def calls(draw):
    method = draw(st.sampled_from(sorted(METHODS.keys() - {"logOut"})))
    known = sorted(parameters(method).readers) or ["x"]
    params = draw(st.dictionaries(st.sampled_from(known), VALUES, max_size=6))
    usual = {"chat_id": MINA, "text": "Hi", "message_id": 2, "url": ""}
    return method, {name: usual[name] for name in known if name in usual} | params


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(calls(), min_size=1, max_size=4))
async def test_any_call_is_answered_or_refused_and_never_breaks_the_server(sequence):
    telegram = LocalTelegram(TOKEN, now=Clock(), people=[Person(MINA, "Mina")])
    telegram.send(MINA, "/start")
    await Bot(telegram).says()

    for method, params in sequence:
        reply = await telegram.call(TOKEN, method, params)
        if reply.body["ok"]:
            assert breaches(returns(method), reply.body["result"]) == []
        else:
            assert reply.body["error_code"] == reply.status >= 400

    assert breaches("Array of Update", telegram.chats.updates.pending()) == []
