"""What the real server refuses, refused here in its own words, and without a trace."""

from typing import Any

import pytest

from bot.preview.server.spec import parameters
from tests.preview.asking import MINA, TEACHER, TOKEN
from tests.preview.scene import CHART, KNOWN, request, scene, world

GROUP = -4_000_000_001
BLOCKED = "Forbidden: bot was blocked by the user"
NEVER_MET = "Forbidden: bot can't initiate conversation with a user"
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


def button(**facts: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "A", **facts}]]}


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x" * 32_769}, "text is too long"),
    ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"},
     "can't parse entities: Can't find end tag corresponding to start tag b"),
    ("sendMessage", {"text": "a", "entities": [{"type": "hat", "offset": 0, "length": 1}]},
     "can't parse MessageEntity: Unsupported type specified"),
    ("sendMessage", {"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ("sendMessage", {"parse_mode": "BBCode"}, "unsupported parse_mode"),
    ("sendMessage", {"reply_markup": button(web_app={"url": "http://school.kr/"})},
     ("inline keyboard button Web App URL 'http://school.kr/' is invalid: "
     "Only HTTPS links are allowed")),
    ("sendMessage", {"reply_markup": button(web_app={})},
     "can't parse inline keyboard button: Can't find field \"url\""),
    ("sendMessage", {"reply_markup": {"keyboard": [[{"text": "A", "web_app": {"url": "h"}}]]}},
     "keyboard button Web App URL 'h' is invalid: Wrong HTTP URL"),
    ("sendMessage", {"reply_markup": {"keyboard": [[{}]]}},
     "can't parse keyboard button: Can't find field \"text\""),
    ("sendLocation", {"latitude": None}, "latitude is empty"),
    ("sendLocation", {"longitude": None}, "longitude is empty"),
    ("sendLocation", {"latitude": 91}, "wrong location specified"),
    ("sendPhoto", {"photo": None}, "there is no photo in the request"),
    ("sendPhoto", {"photo": "nothing"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"caption": "🦉" * 513}, "message caption is too long"),
    ("sendDocument", {"document": None}, "there is no document in the request"),
    ("sendDocument", {"caption": "<i>", "parse_mode": "HTML"},
     "can't parse entities: Can't find end tag corresponding to start tag i"),
    ("sendSticker", {"sticker": None}, "there is no sticker in the request"),
    ("sendPoll", {"reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ("sendPoll", {"type": "vote"}, "unsupported poll type specified"),
    ("forwardMessage", {"from_chat_id": None}, 'parameter "from_chat_id" is required'),
    ("forwardMessage", {"from_chat_id": 5}, "chat not found"),
    ("forwardMessage", {"message_id": 99}, "message to forward not found"),
    ("copyMessage", {"message_id": 99}, "message to copy not found"),
    ("copyMessage", {"from_chat_id": GROUP, "message_id": 3}, "the message can't be copied"),
    ("deleteMessage", {"chat_id": None}, "chat identifier is not specified"),
    ("deleteMessage", {"message_id": None}, "message identifier is not specified"),
    ("deleteMessages", {"message_ids": None}, "message identifiers are not specified"),
    ("deleteMessages", {"message_ids": list(range(1, 102))},
     "too many message identifiers specified"),
    ("deleteMessages", {"message_ids": [3, 0]}, "invalid message identifier specified"),
    ("pinChatMessage", {"message_id": 8}, "service messages can't be pinned"),
    ("sendMessage", {"chat_id": GROUP, "message_effect_id": "5104841245755180586"},
     "can't use message effects in the chat"),
    ("editMessageMedia", {"message_id": 7}, "message media can't be edited"),
    ("getFile", {"file_id": "nothing"}, "invalid file_id"),
    ("pinChatMessage", {"message_id": 99}, "message to pin not found"),
    ("unpinChatMessage", {"message_id": 99}, "message to unpin not found"),
    ("setMessageReaction", {"message_id": 99}, "message to react not found"),
    ("editMessageText", {"chat_id": None, "message_id": None},
     "message identifier is not specified"),
    ("editMessageText", {"reply_markup": button(callback_data="x" * 65)}, "BUTTON_DATA_INVALID"),
    ("editMessageCaption", {"message_id": 99}, "message to edit not found"),
    ("editMessageCaption", {"caption": "x" * 1025}, "message caption is too long"),
    ("editMessageCaption", {"message_id": 1}, "message can't be edited"),
    ("editMessageCaption", {"reply_markup": {"keyboard": [["A"]]}}, "inline keyboard expected"),
    ("editMessageMedia", {"media": None}, 'parameter "media" is required'),
    ("editMessageMedia", {"media": {"type": "photo", "media": "nothing"}},
     "wrong file identifier/HTTP URL specified"),
    ("editMessageReplyMarkup", {"message_id": 99}, "message to edit not found"),
    ("editMessageReplyMarkup", {"reply_markup": button(callback_data="한" * 22)},
     "BUTTON_DATA_INVALID"),
    ("editMessageReplyMarkup", {"reply_markup": button()},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ("stopPoll", {"message_id": 99}, "message with poll to stop not found"),
    ("answerCallbackQuery", {"url": "https://school.kr/"}, "URL_INVALID"),
    ("answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("getChat", {"chat_id": "@nobody"}, "chat not found"),
    ("getFile", {"file_id": ""}, "file_id not specified"),
    ("setMyCommands", {"scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ("getChatMember", {"user_id": None}, "invalid user_id specified"),
    ("setChatMenuButton", {"chat_id": GROUP}, "invalid chat_id specified"),
    ("getChatMenuButton", {"chat_id": GROUP}, "invalid chat_id specified"),
    ("setMyName", {"language_code": "xyz"}, "invalid language code specified"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "changes", "description"), REFUSALS)
async def test_telegrams_refusals_are_given_word_for_word(method, changes, description):
    at = await scene()
    before = world(at.telegram)

    reply = await at.telegram.call(TOKEN, method, request(method, at) | changes)

    assert (reply.status, reply.body) == (
        400,
        {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"},
    )
    assert world(at.telegram) == before


WRITING = sorted(
    name
    for name in KNOWN
    if {"chat_id"} <= parameters(name).readers.keys()
    and not name.startswith(("get", "set", "delete"))
)


@pytest.mark.parametrize("method", WRITING)
async def test_nothing_reaches_who_has_blocked_the_bot(method):
    at = await scene()
    at.telegram.block(MINA)

    reply = await at.telegram.call(TOKEN, method, request(method, at), {"chart": CHART})

    assert (reply.status, reply.body["description"]) == (403, BLOCKED)


@pytest.mark.parametrize("method", WRITING)
async def test_nothing_reaches_who_has_never_written(method):
    at = await scene()
    params = request(method, at) | {"chat_id": TEACHER}

    reply = await at.telegram.call(TOKEN, method, params, {"chart": CHART})

    assert (reply.status, reply.body["description"]) == (403, NEVER_MET)


@pytest.mark.parametrize("method", ["editMessageCaption", "editMessageMedia"])
async def test_an_edit_that_changes_nothing_is_refused_for_pictures_too(method):
    at = await scene()
    media = {"type": "photo", "media": at.photo_id, "caption": "Chart"}
    same = {"caption": "Chart"} if method == "editMessageCaption" else {"media": media}

    reply = await at.telegram.call(TOKEN, method, {"chat_id": MINA, "message_id": at.photo, **same})

    assert (reply.status, reply.body["description"]) == (400, NOT_MODIFIED)


async def test_a_tap_is_answered_once_and_in_time():
    at = await scene()
    answer = {"callback_query_id": at.query}

    first = await at.telegram.call(TOKEN, "answerCallbackQuery", answer)
    second = await at.telegram.call(TOKEN, "answerCallbackQuery", answer)

    assert first.body == {"ok": True, "result": True}
    assert second.body["description"] == TOO_OLD
