"""The methods that change a message in its place.

Its one rule: an edit that changes nothing is refused, as the real server refuses it.
"""

from typing import Any

from bot.preview.server.chats import Chat, Chats, Message
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import bad_request, not_implemented
from bot.preview.server.markup import inline_keyboard
from bot.preview.server.sending import (
    LONGEST_TEXT,
    caption_content,
    document_content,
    photo_content,
    refuse_unsupported,
    text_content,
    without,
)
from bot.preview.server.spec import Arguments

_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", "has_media_spoiler")
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(chats: Chats, args: Arguments) -> Message:
    content = text_content(chats, args)
    if utf16_length(content["text"]) > LONGEST_TEXT:
        # here the real server speaks in code, and in words when it sends
        raise bad_request("MESSAGE_TOO_LONG")
    chat, message = _edited(chats, args)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _replaced(chats, chat, message, args, _TEXT, content)


def edit_message_caption(chats: Chats, args: Arguments) -> Message:
    content = caption_content(chats, args)
    chat, message = _edited(chats, args)
    if message.keys().isdisjoint(_MEDIA):
        raise bad_request("there is no caption in the message to edit")
    return _replaced(chats, chat, message, args, _CAPTION, content)


def edit_message_media(chats: Chats, args: Arguments) -> Message:
    media = args["media"]
    refuse_unsupported(Arguments(media))
    match media["type"]:
        case "photo":
            content = photo_content(chats, args, media["media"])
        case "document":
            content = document_content(chats, args, media["media"])
        case kind:
            raise not_implemented(f"the local Telegram shows photos and documents, not {kind}")
    captioned = Arguments(media)
    content |= caption_content(chats, captioned)
    chat, message = _edited(chats, args)
    if "poll" in message or "dice" in message:
        raise bad_request("message media can't be edited")
    return _replaced(chats, chat, message, args, _TEXT + _CAPTION + _MEDIA, content)


def edit_message_reply_markup(chats: Chats, args: Arguments) -> Message:
    chat, message = _edited(chats, args)
    markup = inline_keyboard(args.get("reply_markup"))
    if markup == message.get("reply_markup"):
        raise bad_request(_NOT_MODIFIED)
    edited = without(message, ("reply_markup",))
    if markup is not None:
        edited["reply_markup"] = markup
    return chats.replace(chat, edited)


def _edited(chats: Chats, args: Arguments) -> tuple[Chat, Message]:
    refuse_unsupported(args)
    if "message_id" not in args:
        raise bad_request("message identifier is not specified")
    if "chat_id" not in args:
        raise bad_request("chat_id is empty")
    chat = chats.writable(args["chat_id"])
    return chat, chats.own(chat, args["message_id"], "message to edit")


def _replaced(
    chats: Chats,
    chat: Chat,
    message: Message,
    args: Arguments,
    names: tuple[str, ...],
    content: dict[str, Any],
) -> Message:
    """`content` and the keyboard in place of what the message has under `names`."""
    markup = inline_keyboard(args.get("reply_markup"))
    if markup == message.get("reply_markup") and all(
        message.get(name) == content.get(name) for name in names
    ):
        raise bad_request(_NOT_MODIFIED)
    edited = without(message, (*names, "reply_markup", "edit_date"))
    edited |= content
    edited["edit_date"] = chats.timestamp()
    if markup is not None:
        edited["reply_markup"] = markup
    return chats.replace(chat, edited)
