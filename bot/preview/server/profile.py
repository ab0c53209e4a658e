"""The bot's own name, descriptions, commands and menu; chats and their members.

Its one rule: what a person sees follows from scope and language as Telegram resolves them, the
narrowest first.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.preview.server.chats import Chat, Chats
from bot.preview.server.errors import bad_request, not_implemented
from bot.preview.server.spec import Arguments

Scope = tuple[Any, ...]

MOST_COMMANDS = 100
LONGEST_NAMES = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_ADMINISTRATORS = ("creator", "administrator")


def get_me(chats: Chats, _: Arguments) -> dict[str, Any]:
    return chats.bot


def set_my_commands(chats: Chats, args: Arguments) -> bool:
    commands = [_command(each) for each in args["commands"]]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("Too many bot commands specified")
    key = (_scope(chats, args), _language(args))
    if commands:
        chats.commands[key] = commands
    else:
        chats.commands.pop(key, None)
    chats.watches.tell("commands", None)
    return True


def get_my_commands(chats: Chats, args: Arguments) -> list[dict[str, Any]]:
    return chats.commands.get((_scope(chats, args), _language(args)), [])


def delete_my_commands(chats: Chats, args: Arguments) -> bool:
    chats.commands.pop((_scope(chats, args), _language(args)), None)
    chats.watches.tell("commands", None)
    return True


def menu(chats: Chats, person: int, chat: Chat) -> list[dict[str, Any]]:
    """The commands that this person sees in this chat."""
    language = (chats.person(person).language_code or "")[:2]
    for scope in _scopes(person, chat):
        for tongue in (language, ""):
            found = chats.commands.get((scope, tongue))
            if found:
                return found
    return []


def set_my_name(chats: Chats, args: Arguments) -> bool:
    _set_text(chats, args, "name")
    name = chats.texts.get(("name", ""), chats.first_name)
    chats.bot = chats.bot | {"first_name": name}
    return True


def set_my_description(chats: Chats, args: Arguments) -> bool:
    return _set_text(chats, args, "description")


def set_my_short_description(chats: Chats, args: Arguments) -> bool:
    return _set_text(chats, args, "short_description")


def get_my_name(chats: Chats, args: Arguments) -> dict[str, str]:
    return {"name": _get_text(chats, args, "name") or chats.first_name}


def get_my_description(chats: Chats, args: Arguments) -> dict[str, str]:
    return {"description": _get_text(chats, args, "description")}


def get_my_short_description(chats: Chats, args: Arguments) -> dict[str, str]:
    return {"short_description": _get_text(chats, args, "short_description")}


def set_chat_menu_button(chats: Chats, args: Arguments) -> bool:
    button = args.get("menu_button", {"type": "default"})
    if button["type"] == "web_app":
        raise not_implemented("the local Telegram's menu opens no web app")
    chat = _private(chats, args).id if "chat_id" in args else None
    chats.menu_buttons[chat] = button
    return True


def get_chat_menu_button(chats: Chats, args: Arguments) -> dict[str, Any]:
    standard = chats.menu_buttons.get(None, {"type": "commands"})
    if "chat_id" not in args:
        return standard
    own = chats.menu_buttons.get(_private(chats, args).id, {"type": "default"})
    return standard if own["type"] == "default" else own


def get_chat(chats: Chats, args: Arguments) -> dict[str, Any]:
    chat = chats.chat(args["chat_id"])
    facts = chats.chat_facts(chat) | {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if "username" in facts:
        facts["active_usernames"] = [facts["username"]]
    if chat.pinned:
        facts["pinned_message"] = chat.messages[chat.pinned[-1]]
    return facts


def get_chat_member(chats: Chats, args: Arguments) -> dict[str, Any]:
    return _member(chats, _group_or_private(chats, args), args["user_id"])


def get_chat_member_count(chats: Chats, args: Arguments) -> int:
    chat = chats.chat(args["chat_id"])
    return len(_present(chat)) + 1


def get_chat_administrators(chats: Chats, args: Arguments) -> list[dict[str, Any]]:
    chat = chats.chat(args["chat_id"])
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    return [
        _member(chats, chat, person)
        for person, status in chat.members.items()
        if status in _ADMINISTRATORS
    ]


def get_user_profile_photos(chats: Chats, args: Arguments) -> dict[str, Any]:
    if chats.user(args["user_id"]) is None:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}


def log_out(chats: Chats, _: Arguments) -> bool:
    chats.logged_out = True
    return True


def close(chats: Chats, _: Arguments) -> bool:
    chats.updates.stop_poll("terminated by close request")
    return True


def _command(given: dict[str, Any]) -> dict[str, Any]:
    command = given["command"].strip().removeprefix("/")
    description = given["description"].strip()
    if not command:
        raise bad_request("Command must be non-empty")
    if len(command) > 32:
        raise bad_request("Command length must not exceed 32")
    if not description:
        raise bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise bad_request("Command description length must not exceed 256")
    if given.get("is_ephemeral"):
        raise not_implemented("the local Telegram has no ephemeral commands")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    return given | {"command": command, "description": description}


def _scope(chats: Chats, args: Arguments) -> Scope:
    scope = args.get("scope", {"type": "default"})
    kind = scope["type"]
    if "chat_id" not in scope:
        return (kind,)
    chat = chats.chat(scope["chat_id"])
    if kind in ("chat_administrators", "chat_member") and not chat.is_group:
        raise bad_request("can't change commands of members of a private chat")
    return (kind, chat.id, scope["user_id"]) if kind == "chat_member" else (kind, chat.id)


def _scopes(person: int, chat: Chat) -> Iterator[Scope]:
    """From the narrowest to the widest."""
    if chat.is_group:
        administrates = chat.members.get(person) in _ADMINISTRATORS
        yield ("chat_member", chat.id, person)
        if administrates:
            yield ("chat_administrators", chat.id)
        yield ("chat", chat.id)
        if administrates:
            yield ("all_chat_administrators",)
        yield ("all_group_chats",)
    else:
        yield ("chat", chat.id)
        yield ("all_private_chats",)
    yield ("default",)


def _language(args: Arguments) -> str:
    language: str = args.get("language_code", "")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("Invalid language code specified")
    return language


def _set_text(chats: Chats, args: Arguments, kind: str) -> bool:
    text = args.get(kind, "").strip()
    if len(text) > LONGEST_NAMES[kind]:
        raise bad_request(
            f"Bot {kind.replace('_', ' ')} length must not exceed {LONGEST_NAMES[kind]}"
        )
    key = (kind, _language(args))
    if text:
        chats.texts[key] = text
    else:
        chats.texts.pop(key, None)
    return True


def _get_text(chats: Chats, args: Arguments, kind: str) -> str:
    return chats.texts.get((kind, _language(args))) or chats.texts.get((kind, ""), "")


def _group_or_private(chats: Chats, args: Arguments) -> Chat:
    chat = chats.chat(args["chat_id"])
    if not chat.is_group and args["user_id"] not in (chat.id, chats.bot["id"]):
        raise bad_request("user not found")
    return chat


def _private(chats: Chats, args: Arguments) -> Chat:
    if args["chat_id"] <= 0:
        raise bad_request("Invalid chat_id specified")
    return chats.chat(args["chat_id"])


def _present(chat: Chat) -> list[int]:
    if not chat.is_group:
        return [chat.id]
    return [person for person, status in chat.members.items() if status != "left"]


def _member(chats: Chats, chat: Chat, number: int) -> dict[str, Any]:
    user = chats.user(number)
    if user is None:
        raise bad_request("user not found")
    if number == chats.bot["id"] or not chat.is_group:
        return {"user": user, "status": "member"}
    match chat.members.get(number, "left"):
        case "creator":
            return {"user": user, "status": "creator", "is_anonymous": False}
        case status:
            return {"user": user, "status": status}
