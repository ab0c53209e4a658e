"""Everything that a bot can ask for, one valid call for each method, on chats made for it.

Its one rule: a scene is the same whenever it is made anew, so that two worlds can be compared.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.preview import server
from bot.preview.server import File, LocalTelegram, Person
from bot.preview.server.methods import METHODS
from bot.preview.server.posts import picture
from bot.preview.server.spec import parameters
from tests.preview.asking import JONAS, MINA, TEACHER, TOKEN, Clock

TABLE = json.loads((Path(server.__file__).parent / "spec.json").read_text(encoding="utf-8"))
KNOWN = sorted({*METHODS, "getUpdates"})
UNKNOWN = sorted(TABLE["methods"].keys() - set(KNOWN))
# waiting shows in no answer: test_telegram_updates.py measures it
WAITING = ("getUpdates", "timeout")
PARAMETERS = [
    (method, name)
    for method in KNOWN
    for name in sorted(parameters(method).readers)
    if (method, name) != WAITING
]
CAPTION = ("caption_entities", "parse_mode", "show_caption_above_media")
CHART = File("chart.png", picture(8, 4), "image/png")
NOTES = File("notes.txt", b"Kimhwa", "text/plain")
FILES = {
    "chart": CHART,
    "other": File("o.png", picture(9, 9), "image/png"),
    "notes": File("n", b"n"),
}
LEARN = {"command": "learn", "description": "Learn"}
ASK = {"command": "quiz", "description": "Ask me"}
KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
QUIZ = {
    "question": "<b>Which?</b>",
    "options": [{"text": "A"}, {"text": "B"}],
    "type": "quiz",
    "correct_option_ids": [0],
    "explanation": "<b>Because</b>",
    "description": "<b>A quiz</b>",
}


@dataclass
class Scene:
    """What there is to ask about; the same whenever it is made anew."""

    telegram: LocalTelegram
    group: int
    text: int
    photo: int
    poll: int
    photo_id: str
    document_id: str
    query: str


async def scene() -> Scene:
    """Mina and Jonas have written, the bot has sent one message of each kind, Mina has tapped."""
    people = [Person(MINA, "Mina"), Person(JONAS, "Jonas"), Person(TEACHER, "Dr", "Seo")]
    telegram = LocalTelegram(TOKEN, now=Clock(), people=people)
    telegram.send(MINA, "/start")
    telegram.send(JONAS, "/start")
    group = telegram.group("Class 1", [MINA, JONAS])

    async def made(method: str, files: dict[str, File] | None = None, **params: Any) -> Any:
        reply = await telegram.call(TOKEN, method, {"chat_id": MINA, **params}, files or {})
        assert reply.body["ok"], reply.body
        return reply.body["result"]

    text = await made("sendMessage", text="Which?", reply_markup=KEYBOARD)
    photo = await made("sendPhoto", {"photo": CHART}, caption="Chart")
    document = await made("sendDocument", {"document": NOTES})
    poll = await made("sendPoll", question="Which?", options=[{"text": "A"}, {"text": "B"}])
    await made("pinChatMessage", message_id=photo["message_id"])
    await made("pinChatMessage", message_id=text["message_id"])
    for language in ("", "ko"):
        for kind in ("Name", "Description", "ShortDescription"):
            field = {"ShortDescription": "short_description"}.get(kind, kind.lower())
            text_of = {field: f"A school {language}", "language_code": language}
            await made(f"setMy{kind}", **text_of)
        await made("setMyCommands", commands=[ASK if language else LEARN], language_code=language)
    await made("setMyCommands", commands=[LEARN, ASK], scope={"type": "all_private_chats"})
    await telegram.call(TOKEN, "setChatMenuButton", {"menu_button": {"type": "default"}})
    await made("setChatMenuButton", menu_button={"type": "commands"})
    tap = telegram.tap(MINA, text["message_id"], row=0, column=0)
    return Scene(
        telegram,
        group,
        text["message_id"],
        photo["message_id"],
        poll["message_id"],
        photo["photo"][-1]["file_id"],
        document["document"]["file_id"],
        tap["callback_query"]["id"],
    )


def request(method: str, at: Scene, name: str | None = None) -> dict[str, Any]:
    """A call that the real server takes, on which the parameter `name` can show its effect."""
    chat = {"chat_id": MINA}
    old = chat | {"from_chat_id": MINA, "message_id": at.photo}
    requests: dict[str, dict[str, Any]] = {
        "answerCallbackQuery": {"callback_query_id": at.query},
        "copyMessage": old | ({"caption": "<b>New</b>"} if name in CAPTION else {}),
        "deleteMessages": chat | {"message_ids": [at.text, at.photo]},
        "editMessageCaption": chat | {"message_id": at.photo, "caption": "<b>New</b>"},
        "editMessageMedia": chat
        | {"message_id": at.photo, "media": {"type": "document", "media": at.document_id}},
        "editMessageText": chat | {"message_id": at.text, "text": "<b>New</b>"},
        "forwardMessage": old,
        "getChatAdministrators": {"chat_id": at.group},
        "getChatMember": {"chat_id": at.group, "user_id": MINA},
        "getChatMemberCount": {"chat_id": at.group},
        "getFile": {"file_id": at.photo_id},
        "getUserProfilePhotos": {"user_id": MINA},
        "sendChatAction": chat | {"action": "typing"},
        "sendDocument": chat | {"document": at.document_id, "caption": "<b>New</b>"},
        "sendLocation": chat | {"latitude": 37.5, "longitude": 127.0},
        "sendMessage": chat | {"text": "<b>New</b>"},
        "sendPhoto": chat | {"photo": at.photo_id, "caption": "<b>New</b>"},
        "sendPoll": chat | QUIZ,
        "sendSticker": chat | {"sticker": "attach://chart"},
        "setMessageReaction": chat
        | {"message_id": at.text, "reaction": [{"type": "emoji", "emoji": "👍"}]},
        "setMyCommands": {"commands": [LEARN]},
        "setMyDescription": {"description": "A school"},
        "setMyName": {"name": "A school"},
        "setMyShortDescription": {"short_description": "A school"},
        "setWebhook": {"url": "https://school.kr/hook"},
        "stopPoll": chat | {"message_id": at.poll},
    }
    usual = {"chat_id": MINA, "message_id": at.text}
    known = parameters(method).readers
    return requests.get(method) or {each: usual[each] for each in known if each in usual}


def another(method: str, at: Scene, name: str) -> Any:
    """A value that the parameter may have, and that `request` does not have yet."""
    values = {
        ("editMessageMedia", "media"): {"type": "photo", "media": at.photo_id},
        ("getChatAdministrators", "chat_id"): MINA,
        ("getChatMember", "chat_id"): MINA,
        ("getChatMember", "user_id"): JONAS,
        ("getChatMemberCount", "chat_id"): MINA,
        ("copyMessage", "message_id"): at.text,
        ("forwardMessage", "message_id"): at.text,
        ("getUserProfilePhotos", "user_id"): 5,
        ("sendDice", "emoji"): "🎰",
        ("sendPoll", "media"): {"type": "photo", "media": at.photo_id},
        ("sendPoll", "question"): "What?",
        ("sendPoll", "question_entities"): [
            {"type": "custom_emoji", "offset": 0, "length": 1, "custom_emoji_id": "5"}
        ],
        ("sendPoll", "type"): "regular",
        ("stopPoll", "message_id"): at.text,
        ("unpinChatMessage", "message_id"): at.photo,
        ("sendChatAction", "message_thread_id"): 7,
    }
    usual = {
        "action": "upload_photo", "allowed_updates": ["poll"], "callback_query_id": "1",
        "caption": "Another", "certificate": "attach://chart", "chat_id": JONAS,
        "close_date": int(Clock()().timestamp()) + 60, "commands": [ASK],
        "correct_option_ids": [1], "country_codes": ["KR"], "description": "Another",
        "document": "attach://notes", "drop_pending_updates": True, "emoji": "👍",
        "ephemeral_message_parameters": {"receiver_user_id": MINA},
        "explanation": "Another", "explanation_media": {"type": "photo", "media": at.photo_id},
        "file_id": at.document_id, "from_chat_id": JONAS, "horizontal_accuracy": 50.0,
        "ip_address": "10.0.0.1", "is_anonymous": False, "language_code": "ko", "latitude": 38.0,
        "limit": 1, "longitude": 128.0,
        "link_preview_options": {"is_disabled": True}, "menu_button": {"type": "commands"},
        "message_id": at.poll, "message_ids": [at.poll], "name": "Another", "offset": -1,
        "options": [{"text": "C"}], "parse_mode": "HTML", "photo": "attach://other",
        "reaction": [], "reply_parameters": {"message_id": at.text},
        "reply_markup": {"inline_keyboard": [[{"text": "B", "callback_data": "b"}]]},
        "rich_message": {"html": "New"},
        "scope": {"type": "all_private_chats"}, "short_description": "Another",
        "sticker": "attach://other", "suggested_post_parameters": {}, "text": "Another",
        "thumbnail": "attach://chart", "url": "https://school.kr/other",
        "user_id": TEACHER,
    }  # fmt: skip
    if (method, name) in values:
        return values[method, name]
    if name in usual:
        return usual[name]
    if name.endswith("entities"):
        return [{"type": "bold", "offset": 0, "length": 1}]
    if name.endswith("parse_mode"):
        return "HTML"
    kind = TABLE["methods"][method]["parameters"][name]
    return {"Boolean": True, "Integer": 7, "String": "7"}[kind]


def world(telegram: LocalTelegram) -> dict[str, Any]:
    """All that anybody can see or be told."""
    chats = telegram.chats
    return {
        "chats": {
            room.id: (room.messages, room.keyboard, room.pinned, room.reactions)
            for room in chats.chats.values()
        },
        "told": chats.updates.pending(),
        "answers": chats.answers,
        "bot": (chats.bot, chats.commands, chats.texts, chats.menu_buttons, chats.logged_out),
        "webhook": (chats.webhook, chats.updates.allowed),
        "polls": {number: (poll.content, poll.closes) for number, poll in chats.polls.items()},
    }


async def asked(method: str, name: str | None = None) -> tuple[int, Any, Any]:
    """Status, body and the world after a call, with the parameter `name` in another way."""
    at = await scene()
    params = request(method, at, name)
    if name is not None:
        params[name] = another(method, at, name)
    if name == "inline_message_id":
        del params["chat_id"], params["message_id"]
    with at.telegram.watch() as watch:
        reply = await at.telegram.call(TOKEN, method, params, FILES)
        told = [event for event in drained(watch) if event["event"] == "action"]
    return reply.status, reply.body, (world(at.telegram), told)


def drained(watch: Any) -> Iterator[Any]:
    while not watch.empty():
        yield watch.get_nowait()
