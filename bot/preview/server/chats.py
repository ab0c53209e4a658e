"""People, chats and messages: the state of the local Telegram.

Its one rule: what has been handed out is never changed.  An edit puts a new message in the
old one's place, so that an update keeps what was true when it was made.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.preview.server.entities import formatted
from bot.preview.server.errors import bad_request, forbidden
from bot.preview.server.files import Files
from bot.preview.server.updates import Updates
from bot.preview.server.watch import Watches

Message = dict[str, Any]

MESSAGES_KEPT = 3000
QUERIES_KEPT = 5000
ANSWERS_KEPT = 2000
ANSWER_WITHIN = timedelta(seconds=150)


@dataclass(frozen=True)
class Person:
    """`role` is student or instructor, `zone` an IANA name: labels for the page alone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "en"
    role: str = "student"
    zone: str = "UTC"


@dataclass(slots=True)
class Chat:
    """`members` maps a group's people to their status; `started` is whether the bot may write.

    `reactions` are the bot's, by message; `people_react` holds people's, by message and person.
    """

    id: int
    title: str | None = None
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    started: bool = False
    blocked: bool = False
    keyboard: dict[str, Any] | None = None
    pinned: list[int] = field(default_factory=list)
    reactions: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    people_react: dict[tuple[int, int], list[dict[str, Any]]] = field(default_factory=dict)

    @property
    def is_group(self) -> bool:
        return self.title is not None


@dataclass(frozen=True, slots=True)
class Query:
    """A tap that waits for its answer."""

    person: int
    chat: int
    message: int
    made: datetime


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str = ""
    error: str = ""
    error_date: int = 0


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat that an update is about; None for one about none, or for junk."""
    for content in update.values():
        if isinstance(content, dict):
            holder = content.get("message") or content
            chat = holder.get("chat") or content.get("user") if isinstance(holder, dict) else None
            if isinstance(chat, dict):
                return chat.get("id")
    return None


class Chats:
    """`bot` is the bot's own User; `commands` are keyed by scope and language, `texts` (its
    name and descriptions) by kind and language."""

    def __init__(
        self,
        bot: dict[str, Any],
        now: Callable[[], datetime],
        people: Iterable[Person],
        seed: int = 0,
        first: int = 0,
    ) -> None:
        self.now = now
        self.bot = bot
        self.first_name: str = bot["first_name"]
        self.people = {person.id: person for person in people}
        self.chats: dict[int, Chat] = {}
        self.chat_of: dict[int, Chat] = {}
        self.watches = Watches()
        self.updates = Updates(now, first, self._tell_update)
        self.files = Files()
        self.webhook = Webhook()
        self.queries: dict[str, Query] = {}
        self.answers: list[dict[str, Any]] = []
        self.commands: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}
        self.polls: dict[str, Any] = {}
        self.logged_out = False
        self._last_message = first
        self._last_query = 4_000_000_000_000_000_000
        self.random = Random(seed)  # noqa: S311 - dice and poll ids, not secrets

    def timestamp(self) -> int:
        return int(self.now().timestamp())

    def person(self, number: int) -> Person:
        """Raises LookupError if nobody has this id."""
        if number not in self.people:
            raise LookupError(f"no person has the id {number}")
        return self.people[number]

    def user(self, number: int) -> dict[str, Any] | None:
        """The User object of a person or the bot; None for a stranger."""
        if number == self.bot["id"]:
            return self.bot_user()
        person = self.people.get(number)
        if person is None:
            return None
        user = {"id": person.id, "is_bot": False, "first_name": person.first_name}
        optional = ("last_name", "username", "language_code")
        return user | {name: value for name in optional if (value := getattr(person, name))}

    def bot_user(self) -> dict[str, Any]:
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def chat_facts(self, chat: Chat) -> dict[str, Any]:
        """The Chat object."""
        if chat.is_group:
            return {"id": chat.id, "title": chat.title, "type": "group"}
        user = self.user(chat.id) or {}
        own = ("first_name", "last_name", "username")
        names: dict[str, Any] = {name: user[name] for name in own if name in user}
        return {"id": chat.id, **names, "type": "private"}

    def private(self, person: int) -> Chat:
        """The chat of a person and the bot; raises LookupError for a stranger."""
        chat = self.chats.get(person)
        if chat is None:
            chat = self.chats[self.person(person).id] = Chat(person)
        return chat

    def chat(self, number: int | str) -> Chat:
        """The chat that the bot means; raises ApiError if it has never met it."""
        chat = self.chats.get(number) if isinstance(number, int) else None
        if chat is not None:
            return chat
        if number not in self.people:
            raise bad_request("chat not found")
        return self.private(int(number))

    def writable(self, number: int | str) -> Chat:
        """The same, and the bot may write there."""
        chat = self.chat(number)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def text(self, source: str, parse_mode: Any, entities: Any) -> tuple[str, list[dict[str, Any]]]:
        return formatted(source, parse_mode, entities, self.user)

    def message(self, chat: Chat, number: int, what: str) -> Message:
        """Raises ApiError in Telegram's words, e.g. `message to edit not found`."""
        message = chat.messages.get(number)
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def own(self, chat: Chat, number: int, what: str) -> Message:
        """The same, and it is the bot's own."""
        message = self.message(chat, number, what)
        if message["from"]["id"] != self.bot["id"]:
            raise bad_request("message can't be edited")
        return message

    def post(self, chat: Chat, sender: dict[str, Any], content: dict[str, Any]) -> Message:
        """A new message at the end of the chat."""
        self._last_message += 1
        message = {
            "message_id": self._last_message,
            "from": sender,
            "chat": self.chat_facts(chat),
            "date": self.timestamp(),
            **content,
        }
        chat.messages[self._last_message] = message
        self.chat_of[self._last_message] = chat
        if len(chat.messages) > MESSAGES_KEPT:
            self._forget(chat, next(iter(chat.messages)))
        self.watches.tell("message", chat.id, message=message)
        return message

    def replace(self, chat: Chat, message: Message) -> Message:
        """A new version of a message, in the old one's place."""
        chat.messages[message["message_id"]] = message
        self.watches.tell("edit", chat.id, message=message)
        return message

    def remove(self, chat: Chat, number: int) -> None:
        self._forget(chat, number)
        self.watches.tell("delete", chat.id, message_id=number)

    def ask(self, person: int, chat: Chat, message: int) -> str:
        """The id of a new query, which the bot may answer once."""
        self._last_query += 1
        number = str(self._last_query)
        self.queries[number] = Query(person, chat.id, message, self.now())
        if len(self.queries) > QUERIES_KEPT:
            del self.queries[next(iter(self.queries))]
        return number

    def answer(self, number: str, content: dict[str, Any]) -> None:
        """Raises ApiError if the query is unknown, answered already, or too old."""
        query = self.queries.pop(number, None)
        if query is None or self.now() - query.made > ANSWER_WITHIN:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        answer = {
            "callback_query_id": number,
            "person": query.person,
            "message_id": query.message,
            **content,
        }
        self.answers.append(answer)
        del self.answers[:-ANSWERS_KEPT]
        self.watches.tell("answer", query.chat, answer=answer)

    def empty(self, chat: Chat) -> None:
        """Nothing was ever written here."""
        for number in list(chat.messages):
            self.remove(chat, number)
        if chat.keyboard is not None:
            chat.keyboard = None
            self.watches.tell("keyboard", chat.id, keyboard=None)
        chat.blocked = chat.started = False

    def reactions(self, chat: Chat, number: int) -> list[dict[str, Any]]:
        """What stands under a message: the bot's reactions and people's."""
        people = (given for (each, _), given in chat.people_react.items() if each == number)
        return [*chat.reactions.get(number, []), *(one for given in people for one in given)]

    def tell_reactions(self, chat: Chat, number: int) -> None:
        reactions = self.reactions(chat, number)
        self.watches.tell("reaction", chat.id, message_id=number, reactions=reactions)

    def _tell_update(self, update: dict[str, Any]) -> None:
        self.watches.tell("update", chat_of(update), update=update)

    def _forget(self, chat: Chat, number: int) -> None:
        del chat.messages[number]
        self.chat_of.pop(number, None)
        chat.reactions.pop(number, None)
        for given in [each for each in chat.people_react if each[0] == number]:
            del chat.people_react[given]
        if number in chat.pinned:
            chat.pinned.remove(number)
