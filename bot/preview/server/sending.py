"""The methods that put messages into chats, and take them out.

Its one rule: everything is checked before anything is changed; a refused call leaves no trace.
"""

import mimetypes
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.preview.server.chats import Chat, Chats, Message
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import bad_request, not_implemented
from bot.preview.server.files import Stored, photo_size, picture_size
from bot.preview.server.markup import reply_markup
from bot.preview.server.spec import Arguments, File

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
MOST_AT_ONCE = 100
LOOSEST_ACCURACY = 1500
DELETED_WITHIN = timedelta(hours=48)
_UNSUPPORTED = frozenset({
    "business_connection_id", "direct_messages_topic_id", "ephemeral_message_parameters",
    "explanation_media", "heading", "inline_message_id", "live_period", "message_thread_id",
    "proximity_alert_radius", "rich_message", "suggested_post_parameters", "thumbnail",
    "video_start_timestamp",
})  # fmt: skip
_OWN_TO_A_MESSAGE = frozenset({
    "message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message",
    "forward_origin", "has_protected_content", "effect_id",
})  # fmt: skip
_CAPTIONED = ("animation", "audio", "document", "photo", "video", "voice")
_REPLY_TO_WHOLE_MESSAGE = {"message_id", "chat_id", "allow_sending_without_reply"}
_SERVICE = ("pinned_message", "new_chat_members", "left_chat_member", "group_chat_created")
_ACTIONS = frozenset({
    "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice",
    "upload_voice", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
})  # fmt: skip
_DICE = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}
REACTIONS = frozenset(
    """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥
    🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨
    🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
    """.split()  # noqa: SIM905 - a list literal would be seventy lines
)


def send_message(chats: Chats, args: Arguments) -> Message:
    content = text_content(chats, args)
    if utf16_length(content["text"]) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return posted(chats, args, content)


def send_photo(chats: Chats, args: Arguments) -> Message:
    content = photo_content(chats, args, args["photo"])
    return posted(chats, args, content | caption_content(chats, args))


def send_document(chats: Chats, args: Arguments) -> Message:
    content = document_content(chats, args, args["document"])
    return posted(chats, args, content | caption_content(chats, args))


def send_sticker(chats: Chats, args: Arguments) -> Message:
    stored = stored_file(chats, args, args["sticker"], "Sticker")
    width, height = picture_size(stored.file.content) or (512, 512)
    sticker = {
        **stored.facts(),
        "type": "regular",
        "width": width,
        "height": height,
        "is_animated": False,
        "is_video": False,
    }
    if args.get("emoji") and isinstance(uploaded(args, args["sticker"]), File):
        sticker["emoji"] = args["emoji"]
    return posted(chats, args, {"sticker": sticker})


def send_dice(chats: Chats, args: Arguments) -> Message:
    emoji = args.get("emoji", "🎲")
    if emoji not in _DICE:
        raise bad_request("Wrong dice emoji specified")
    value = chats.random.randint(1, _DICE[emoji])
    return posted(chats, args, {"dice": {"emoji": emoji, "value": value}})


def send_location(chats: Chats, args: Arguments) -> Message:
    latitude, longitude = args["latitude"], args["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("Wrong location specified")
    location = {"latitude": latitude, "longitude": longitude}
    accuracy = min(args.get("horizontal_accuracy", 0), LOOSEST_ACCURACY)
    if accuracy > 0:
        location["horizontal_accuracy"] = accuracy
    return posted(chats, args, {"location": location})


def send_chat_action(chats: Chats, args: Arguments) -> bool:
    action = args["action"].lower()
    if action not in _ACTIONS:
        raise bad_request("Wrong parameter action in request")
    refuse_unsupported(args)
    chat = chats.writable(args["chat_id"])
    chats.watches.tell("action", chat.id, action=action)
    return True


def forward_message(chats: Chats, args: Arguments) -> Message:
    original = _original(chats, args, "message to forward", "message can't be forwarded")
    origin = original.get("forward_origin") or {
        "type": "user",
        "date": original["date"],
        "sender_user": original["from"],
    }
    return posted(chats, args, _content(original) | {"forward_origin": origin})


def copy_message(chats: Chats, args: Arguments) -> dict[str, Any]:
    original = _original(chats, args, "message to copy", "the message can't be copied")
    content = _content(original)
    if "caption" in args and not content.keys().isdisjoint(_CAPTIONED):
        content = {
            name: value
            for name, value in content.items()
            if name not in ("caption", "caption_entities")
        } | caption_content(chats, args)
    return {"message_id": posted(chats, args, content)["message_id"]}


def delete_message(chats: Chats, args: Arguments) -> bool:
    chat = chats.chat(args["chat_id"])
    message = chats.message(chat, args["message_id"], "message to delete")
    _check_deletable(chats, chat, message)
    chats.remove(chat, message["message_id"])
    return True


def delete_messages(chats: Chats, args: Arguments) -> bool:
    """Those that are not there any more are passed over."""
    numbers = _several(args["message_ids"])
    chat = chats.chat(args["chat_id"])
    found = [chat.messages[number] for number in numbers if number in chat.messages]
    for message in found:
        _check_deletable(chats, chat, message)
    for message in found:
        chats.remove(chat, message["message_id"])
    return True


def pin_chat_message(chats: Chats, args: Arguments) -> bool:
    refuse_unsupported(args)
    chat = chats.writable(args["chat_id"])
    message = chats.message(chat, args["message_id"], "message to pin")
    if not message.keys().isdisjoint(_SERVICE):
        raise bad_request("service messages can't be pinned")
    number = message["message_id"]
    if number not in chat.pinned:
        chat.pinned.append(number)
        notice = chats.post(chat, chats.bot_user(), {"pinned_message": message})
        # the bot's own messages are no updates, but this one the real server tells
        chats.updates.add("message", notice)
    return True


def unpin_chat_message(chats: Chats, args: Arguments) -> bool:
    """The last pinned message, if none is named."""
    refuse_unsupported(args)
    chat = chats.writable(args["chat_id"])
    number = args.get("message_id", chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number)
    return True


def unpin_all_chat_messages(chats: Chats, args: Arguments) -> bool:
    chats.writable(args["chat_id"]).pinned.clear()
    return True


def set_message_reaction(chats: Chats, args: Arguments) -> bool:
    reactions = args.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in REACTIONS for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    chat = chats.writable(args["chat_id"])
    message = chats.message(chat, args["message_id"], "message to react")
    chat.reactions[message["message_id"]] = reactions
    chats.tell_reactions(chat, message["message_id"])
    return True


def text_content(chats: Chats, args: Arguments) -> dict[str, Any]:
    """Text, entities and link preview; raises ApiError if there is no text."""
    source = args.get("text", "")
    text, entities = chats.text(source, args.get("parse_mode"), args.get("entities"))
    if not text:
        raise bad_request("text must be non-empty" if source else "message text is empty")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in args:
        content["link_preview_options"] = args["link_preview_options"]
    return content


def caption_content(chats: Chats, args: Arguments) -> dict[str, Any]:
    caption, entities = chats.text(
        args.get("caption", ""), args.get("parse_mode"), args.get("caption_entities")
    )
    if utf16_length(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    content: dict[str, Any] = {}
    if caption:
        content["caption"] = caption
    if entities:
        content["caption_entities"] = entities
    if caption and args.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if args.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return content


def photo_content(chats: Chats, args: Arguments, photo: File | str) -> dict[str, Any]:
    if isinstance(upload := uploaded(args, photo), File):
        photo_size(upload)
    stored = stored_file(chats, args, photo, "Photo")
    width, height = photo_size(stored.file)
    return {"photo": [{**stored.facts(), "width": width, "height": height}]}


def document_content(chats: Chats, args: Arguments, document: File | str) -> dict[str, Any]:
    stored = stored_file(chats, args, document, "Document")
    guessed = mimetypes.guess_type(stored.file.name)[0]
    return {
        "document": {
            **stored.facts(),
            "file_name": stored.file.name,
            "mime_type": guessed or stored.file.mime_type,
        }
    }


def uploaded(args: Arguments, value: File | str) -> File | str:
    """The file that `attach://name` means; anything else as it is."""
    if not isinstance(value, str) or not value.startswith("attach://"):
        return value
    found = args.files.get(value.removeprefix("attach://"))
    if found is None:
        raise bad_request(f'there is no file "{value.removeprefix("attach://")}" in the request')
    return found


def stored_file(chats: Chats, args: Arguments, value: File | str, kind: str) -> Stored:
    """An upload is kept, a file_id looked up."""
    value = uploaded(args, value)
    if isinstance(value, File):
        return chats.files.keep(value, kind)
    return chats.files.known(value, kind)


def posted(chats: Chats, args: Arguments, content: dict[str, Any]) -> Message:
    """The bot's new message, with what every kind of message may have."""
    refuse_unsupported(args)
    markup = reply_markup(args.get("reply_markup"))
    chat = chats.writable(args["chat_id"])
    if "reply_parameters" in args:
        content = _reply(chats, chat, args["reply_parameters"]) | content
    if args.get("protect_content"):
        content["has_protected_content"] = True
    if "message_effect_id" in args:
        if chat.is_group:
            raise bad_request("Can't use message effects in the chat")
        content["effect_id"] = args["message_effect_id"]
    if markup is not None and "inline_keyboard" in markup:
        content["reply_markup"] = markup
    message = chats.post(chat, chats.bot_user(), content)
    if markup is not None and "inline_keyboard" not in markup:
        chat.keyboard = None if "remove_keyboard" in markup else markup
        chats.watches.tell("keyboard", chat.id, keyboard=chat.keyboard)
    return message


def refuse_unsupported(args: Arguments) -> None:
    if not _UNSUPPORTED.isdisjoint(args):
        names = ", ".join(sorted(_UNSUPPORTED & args.keys()))
        raise not_implemented(f"the local Telegram does not know the parameter {names}")


def _reply(chats: Chats, chat: Chat, parameters: dict[str, Any]) -> dict[str, Any]:
    if not parameters.keys() <= _REPLY_TO_WHOLE_MESSAGE:
        raise not_implemented("the local Telegram replies to whole messages only")
    where = chats.chat(parameters["chat_id"]) if "chat_id" in parameters else chat
    if where is not chat:
        raise not_implemented("the local Telegram does not reply across chats")
    replied = chat.messages.get(parameters.get("message_id", 0))
    if replied is not None:
        return {"reply_to_message": without(replied, ("reply_to_message",))}
    if parameters.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def without(message: Message, names: Iterable[str]) -> Message:
    return {name: value for name, value in message.items() if name not in names}


def _original(chats: Chats, args: Arguments, what: str, refusal: str) -> Message:
    chat = chats.chat(args["from_chat_id"])
    message = chats.message(chat, args["message_id"], what)
    if message.get("has_protected_content") or not message.keys().isdisjoint(_SERVICE):
        raise bad_request(refusal)
    return message


def _content(message: Message) -> dict[str, Any]:
    if "poll" in message:
        raise not_implemented("the local Telegram does not forward or copy polls")
    return without(message, _OWN_TO_A_MESSAGE)


def _several(numbers: list[int]) -> list[int]:
    if not numbers:
        raise bad_request("Message identifiers are not specified")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request("Too many message identifiers specified")
    if min(numbers) <= 0:
        raise bad_request("Invalid message identifier specified")
    return numbers


def _check_deletable(chats: Chats, chat: Chat, message: Message) -> None:
    sent = datetime.fromtimestamp(message["date"], chats.now().tzinfo)
    if chats.now() - sent > DELETED_WITHIN:
        raise bad_request("message can't be deleted for everyone")
    foreign = message["from"]["id"] != chats.bot["id"]
    if chat.is_group and foreign:
        # in a group only administrators may, and the bot is a plain member
        raise bad_request("message can't be deleted")
