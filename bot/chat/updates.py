"""Update -> what it says: the part of Telegram's updates that the bot reads.

Strict about that part and blind to the rest, so that a field Telegram adds tomorrow changes
nothing.  What cannot be read raises ValueError and is passed over, one row at a time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.classroom import Asked, Odd, Said, Visit
from bot.core.actions import (
    Action,
    Class,
    Help,
    Home,
    Modules,
    PlaceFacts,
    Progress,
    Quizzes,
    Reports,
    Settings,
    SourceList,
    StudentId,
    TermList,
    TermSearch,
    unpack,
)
from bot.core.course import Course
from bot.core.notices import Notice
from bot.core.roster import clean_name

# What the bot asks Telegram for; the list is remembered by the server, so it is always sent.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass(frozen=True)
class Command:
    """A line of Telegram's menu."""

    name: str
    about: str
    is_for_instructors: bool
    says: Callable[[str], Action | Asked]
    needs_glossary: bool = False


COMMANDS = (
    Command("learn", "Read the modules, page by page", False, lambda _: Modules()),
    Command("quiz", "Take a quiz, or go on with one", False, lambda _: Quizzes()),
    Command("progress", "What you have read and answered", False, lambda _: Progress()),
    Command(
        "source",
        "What stands at a place of the source",
        False,
        lambda place: PlaceFacts(place) if place else SourceList(),
    ),
    Command("sources", "Everything this course cites", False, lambda _: SourceList()),
    Command(
        "glossary",
        "Terms in Hangul, hanja, romanisation and English",
        False,
        lambda word: TermSearch(word) if word else TermList(),
        needs_glossary=True,
    ),
    Command("settings", "How sure you are, extra time in tests", False, lambda _: Settings()),
    Command("help", "How this works", False, lambda _: Help()),
    Command("start", "The greeting", False, lambda _: Home()),
    Command(
        "class",
        "The class at a glance, or in one module",
        True,
        lambda module: Asked(module) if module else Class(),
    ),
    Command("reports", "What students report of questions", True, lambda _: Reports()),
)
_BY_NAME = {command.name: command for command in COMMANDS}
_COMMAND = re.compile(r"/(\w+)(?:@\w+)?(?:\s+(.*))?\s*", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Incoming:
    """A visit, with what is needed to answer it.

    `query` is the callback to answer and `tapped` the message whose button was pressed; both
    None for a message.
    """

    visit: Visit
    chat: int
    query: str | None = None
    tapped: int | None = None


@dataclass(frozen=True)
class InGroup:
    """Somebody addressed the bot outside a private chat."""

    chat: int
    query: str | None = None


@dataclass(frozen=True)
class Membership:
    """A student blocked the bot, or let it in again."""

    student: StudentId
    is_blocked: bool


Id = Annotated[int, Field(gt=-(2**63), lt=2**63)]


class _Read(BaseModel):
    model_config = ConfigDict(strict=True)


class _User(_Read):
    id: Id
    is_bot: bool = False
    first_name: str = ""
    last_name: str | None = None


class _Chat(_Read):
    id: Id
    type: Literal["private", "group", "supergroup", "channel"] = "private"


class _Message(_Read):
    message_id: Id
    chat: _Chat
    sender: _User | None = Field(default=None, alias="from")
    text: str | None = None


class _Callback(_Read):
    id: str
    sender: _User = Field(alias="from")
    message: _Message | None = None
    data: str | None = None


class _Status(_Read):
    status: str


class _Member(_Read):
    chat: _Chat
    sender: _User = Field(alias="from")
    new_chat_member: _Status


class _Update(_Read):
    update_id: Id
    message: _Message | None = None
    edited_message: _Message | None = None
    callback_query: _Callback | None = None
    my_chat_member: _Member | None = None


def offered(course: Course) -> tuple[Command, ...]:
    """The commands that lead somewhere in this course."""
    return tuple(one for one in COMMANDS if course.glossary or not one.needs_glossary)


Understood = Incoming | InGroup | Membership | None


def sender_of(raw: object) -> int | None:
    """Who sent a raw update; None where that cannot be told."""
    if isinstance(raw, dict):
        for kind in ALLOWED:
            part = raw.get(kind)
            sender = part.get("from") if isinstance(part, dict) else None
            id_ = sender.get("id") if isinstance(sender, dict) else None
            if isinstance(id_, int) and abs(id_) < 2**63:
                return id_
    return None


def understand(raw: object) -> Understood:
    """What an update says; None if it is nothing the bot has to do with.

    Raises ValueError, in a few words, for an update that cannot be read.
    """
    try:
        update = _Update.model_validate(raw)
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise ValueError(f"unreadable at {where or 'the top'}") from error
    if update.callback_query is not None:
        return _tapped(update.callback_query)
    if update.message is not None:
        return _written(update.message, is_edit=False)
    if update.edited_message is not None:
        return _written(update.edited_message, is_edit=True)
    if update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
        member = update.my_chat_member
        is_blocked = member.new_chat_member.status in ("kicked", "left")
        return Membership(StudentId(member.sender.id), is_blocked)
    return None


def _tapped(query: _Callback) -> Understood:
    message = query.message
    if message is not None and message.chat.type != "private":
        return InGroup(message.chat.id, query.id)
    action = unpack(query.data) if query.data is not None else None
    visit = Visit(StudentId(query.sender.id), _name(query.sender), action or Odd(Notice.JUNK))
    chat = query.sender.id if message is None else message.chat.id
    return Incoming(visit, chat, query.id, None if message is None else message.message_id)


def _written(message: _Message, *, is_edit: bool) -> Understood:
    if message.sender is None or message.sender.is_bot:
        return None
    if message.chat.type != "private":
        # in a group the bot speaks only when it is spoken to
        is_command = not is_edit and (message.text or "").startswith("/")
        return InGroup(message.chat.id) if is_command else None
    visit = Visit(
        StudentId(message.sender.id),
        _name(message.sender),
        Odd(Notice.EDITED) if is_edit else _said(message.text),
    )
    return Incoming(visit, message.chat.id)


def _said(text: str | None) -> Action | Said | Asked | Odd:
    if text is None:
        return Odd(Notice.NOT_TEXT)
    # half a surrogate pair cannot be stored
    text = text.encode("utf-8", "replace").decode()
    found = _COMMAND.fullmatch(text)
    if found is None:
        return Said(text)
    command = _BY_NAME.get(found[1].lower())
    if command is None:
        return Odd(Notice.UNKNOWN_COMMAND)
    return command.says((found[2] or "").strip())


def _name(user: _User) -> str:
    return clean_name(f"{user.first_name} {user.last_name or ''}", user.id)
