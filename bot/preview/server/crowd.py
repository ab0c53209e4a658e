"""What people do: write, tap, vote, block the bot, make groups.

Its one rule: people can do what Telegram's own apps let them do; anything else is a LookupError
in words, and `query` and `push` are there for what a hostile client can send.
"""

from collections.abc import Iterable
from typing import Any

from bot.preview.server import polls
from bot.preview.server.chats import Chat, Chats, Message, Person
from bot.preview.server.entities import finished, utf16_length
from bot.preview.server.posts import post
from bot.preview.server.sending import LONGEST_TEXT, REACTIONS
from bot.preview.server.spec import File
from bot.preview.server.updates import Update


class Crowd:
    """Each deed returns the update that was queued, empty if the bot does not get one."""

    def __init__(self, chats: Chats) -> None:
        self.chats = chats
        self.people = chats.people
        self._last_group = -4_000_000_000

    def send(
        self, person: int, text: str, *, chat: int | None = None, reply_to: int | None = None
    ) -> Update:
        """The update about a new message; empty if it does not reach the bot.

        Without `chat` the message goes to the bot; so it does in a group only if it is a
        command, mentions the bot or answers it.  Raises LookupError, and ValueError for a text
        that Telegram would not take.
        """
        room = self._room(person, chat)
        content = self._text(text)
        replied = self._message(room, reply_to) if reply_to is not None else None
        if replied is not None:
            content["reply_to_message"] = replied
        message = self.chats.post(room, self._user(person), content)
        if room.is_group and not self._concerns_bot(message, replied):
            return {}
        return self.chats.updates.add("message", message)

    def edit(self, person: int, message_id: int, text: str) -> Update:
        """The update about a person's own message with a new text."""
        room, message = self._found(person, message_id)
        if message["from"]["id"] != person or "text" not in message:
            raise LookupError(f"message {message_id} is not a text of person {person}")
        kept = {name: each for name, each in message.items() if name not in ("text", "entities")}
        edited = kept | self._text(text) | {"edit_date": self.chats.timestamp()}
        self.chats.replace(room, edited)
        return self.chats.updates.add("edited_message", edited)

    def tap(self, person: int, message_id: int, *, row: int, column: int) -> Update:
        """The callback query of a button; raises LookupError if there is no such button."""
        _, message = self._found(person, message_id)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not (0 <= row < len(rows) and 0 <= column < len(rows[row])):
            raise LookupError(f"message {message_id} has no button in row {row}, column {column}")
        button = rows[row][column]
        if "callback_data" not in button:
            raise LookupError(f'the button "{button["text"]}" sends nothing to the bot')
        return self.query(person, message_id, button["callback_data"])

    def query(self, person: int, message_id: int, callback_data: str) -> Update:
        """A callback query with any data, also for a message that is there no more."""
        room = self.chats.chat_of.get(message_id) or self.chats.private(person)
        self.check_member(room, person)
        if room.blocked:
            raise LookupError(f"person {person} has blocked the bot")
        message = room.messages.get(message_id)
        if message is None:
            message = {
                "chat": self.chats.chat_facts(room), "message_id": message_id, "date": 0,
            }  # fmt: skip
        query = {
            "id": self.chats.ask(person, room, message_id),
            "from": self._user(person),
            "message": message,
            "chat_instance": str(4_000_000_000_000 + room.id * 7919),
            "data": callback_data,
        }
        return self.chats.updates.add("callback_query", query)

    def vote(self, person: int, message_id: int, options: Iterable[int]) -> Update:
        """The update about a vote (no options: it is taken back); raises LookupError."""
        _, message = self._found(person, message_id)
        if message.get("poll", {}).get("id") not in self.chats.polls:
            raise LookupError(f"message {message_id} is not a poll of the bot")
        return polls.vote(self.chats, person, message, options)

    def again(self, update: Update, *, new_id: bool) -> Update:
        """The same update once more: as it was, or as a client repeats it, with a new id."""
        if not new_id:
            return self.chats.updates.repeat(update)
        repeated = {name: value for name, value in update.items() if name != "update_id"}
        match update:
            case {
                "callback_query": {
                    "from": {"id": int(person)},
                    "message": {"message_id": int(message), "chat": {"id": int(chat)}},
                } as query
            }:
                number = self.chats.ask(person, self.room(chat), message)
                repeated["callback_query"] = query | {"id": number}
            case {"callback_query": _}:
                raise ValueError("this is no tap that was made here")
            case _:
                pass
        return self.chats.updates.push(repeated)

    def post(
        self,
        person: int,
        kind: str,
        upload: File | None = None,
        caption: str = "",
        *,
        chat: int | None = None,
    ) -> Update:
        """The update about a sticker, photo, document, voice …; see posts.KINDS."""
        content = post(self.chats, person, kind, upload)
        if caption:
            text = self._text(caption)
            content["caption"] = text["text"]
            if "entities" in text:
                content["caption_entities"] = text["entities"]
        room = self._room(person, chat)
        message = self.chats.post(room, self._user(person), content)
        return {} if room.is_group else self.chats.updates.add("message", message)

    def push(self, update: Update) -> Update:
        """Queue anything at all; an `update_id` is added if there is none."""
        return self.chats.updates.push(update)

    def react(self, person: int, message_id: int, emoji: str | None) -> Update:
        """The update about a reaction, None takes it back; empty if the bot wants none."""
        if emoji is not None and emoji not in REACTIONS:
            raise ValueError(f'nobody can react with "{emoji}"; Telegram has 👍, 👎, ❤ and others')
        room, message = self._found(person, message_id)
        old = room.people_react.get((message_id, person), [])
        new = [] if emoji is None else [{"type": "emoji", "emoji": emoji}]
        room.people_react[message_id, person] = new
        self.chats.tell_reactions(room, message_id)
        change = {
            "chat": message["chat"],
            "message_id": message_id,
            "user": self._user(person),
            "date": self.chats.timestamp(),
            "old_reaction": old,
            "new_reaction": new,
        }
        return self.chats.updates.add("message_reaction", change)

    def join(self, person: Person) -> None:
        """A new person; raises ValueError if the id is taken, or can be nobody's."""
        if not 0 < person.id < 2**52 or person.id == self.chats.bot["id"]:
            raise ValueError(f"{person.id} can be nobody's id; take another, above zero")
        if person.id in self.people:
            raise ValueError(f"there is a person with the id {person.id} already")
        self.people[person.id] = person
        self.chats.watches.tell("people", None)

    def empty(self, person: int) -> None:
        """The person's chat as if nothing had ever been written there."""
        self.chats.empty(self.chats.private(person))
        self.chats.watches.tell("people", None)

    def block(self, person: int) -> None:
        self._set_blocked(self.chats.private(person), blocked=True)

    def unblock(self, person: int) -> None:
        self._set_blocked(self.chats.private(person), blocked=False)

    def group(self, title: str, members: Iterable[int]) -> int:
        """A new group with the bot in it; the first member has made it.  Returns its id."""
        people = [self.chats.person(member).id for member in members]
        if not people:
            raise ValueError("a group needs a member who makes it")
        self._last_group -= 1
        statuses = dict.fromkeys(people, "member") | {people[0]: "creator"}
        room = Chat(self._last_group, title=title, members=statuses, started=True)
        self.chats.chats[room.id] = room
        self._tell_membership(room, people[0], "left", "member")
        made = self.chats.post(room, self._user(people[0]), {"group_chat_created": True})
        self.chats.updates.add("message", made)
        self.chats.watches.tell("people", None)
        return room.id

    def _user(self, person: int) -> dict[str, Any]:
        self.chats.person(person)
        return self.chats.user(person) or {}

    def room(self, number: int) -> Chat:
        """Raises LookupError for an id that is nobody's."""
        return self.chats.chats.get(number) or self.chats.private(number)

    def _room(self, person: int, chat: int | None) -> Chat:
        """Where the person writes; writing to the bot starts the chat and lifts a block."""
        room = self.chats.private(person) if chat is None else self.room(chat)
        self.check_member(room, person)
        if room.blocked:
            self._set_blocked(room, blocked=False)
        room.started = True
        return room

    def check_member(self, room: Chat, person: int) -> None:
        self.chats.person(person)
        inside = room.members.get(person, "left") != "left" if room.is_group else room.id == person
        if not inside:
            raise LookupError(f"person {person} is not in chat {room.id}")

    def _found(self, person: int, message_id: int) -> tuple[Chat, Message]:
        room = self.chats.chat_of.get(message_id)
        if room is None:
            raise LookupError(f"there is no message {message_id}")
        self.check_member(room, person)
        return room, room.messages[message_id]

    def _message(self, room: Chat, message_id: int) -> Message:
        if message_id not in room.messages:
            raise LookupError(f"chat {room.id} has no message {message_id}")
        return room.messages[message_id]

    def _text(self, text: str) -> dict[str, Any]:
        clean, entities = finished(text, [], self.chats.user)
        if not clean:
            raise ValueError("a message needs a text")
        if utf16_length(clean) > LONGEST_TEXT:
            raise ValueError(f"a message has at most {LONGEST_TEXT} characters")
        return {"text": clean} | ({"entities": entities} if entities else {})

    def _concerns_bot(self, message: Message, replied: Message | None) -> bool:
        """In groups, privacy mode keeps from the bot what is not meant for it."""
        if replied is not None and replied["from"]["id"] == self.chats.bot["id"]:
            return True
        name = f"@{self.chats.bot['username']}".lower()
        for entity in message.get("entities", ()):
            start = entity["offset"]
            found = message["text"].encode("utf-16-le")[2 * start : 2 * (start + entity["length"])]
            words = found.decode("utf-16-le").lower()
            if entity["type"] == "mention" and words == name:
                return True
            if entity["type"] == "bot_command" and ("@" not in words or words.endswith(name)):
                return True
        return False

    def _set_blocked(self, room: Chat, *, blocked: bool) -> None:
        if room.blocked == blocked:
            return
        room.blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_membership(room, room.id, before, after)
        self.chats.watches.tell("people", None)

    def _tell_membership(self, room: Chat, person: int, before: str, after: str) -> None:
        bot = self.chats.bot_user()
        old, new = (
            {"user": bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})
            for status in (before, after)
        )
        change = {
            "chat": self.chats.chat_facts(room),
            "from": self._user(person),
            "date": self.chats.timestamp(),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.chats.updates.add("my_chat_member", change)
