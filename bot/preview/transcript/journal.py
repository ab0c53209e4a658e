"""The stories of all chats, so that any of them can be saved as a transcript.

Its one rule: it writes down what was done and what was seen, and asks nobody else: events in,
text out.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from bot.preview.server import LocalTelegram, Person
from bot.preview.server.posts import KINDS
from bot.preview.server.watch import Event
from bot.preview.transcript.deeds import (
    Answers,
    Blocks,
    Deed,
    Edits,
    Forges,
    Posts,
    Repeats,
    Says,
    Taps,
    Unblocks,
    Votes,
)
from bot.preview.transcript.hearing import Button, Hearing
from bot.preview.transcript.text import Group, Later, Step, Transcript, write

STEPS_KEPT = 5000
UTC_ZONE = ZoneInfo("UTC")

Update = Mapping[str, Any]


class Journal:
    """Tell it every event of `telegram.watch()`, and {"event": "clock", "seconds": moved} when
    the clock is moved.  `seed` is the bot's, `zone` the class's."""

    def __init__(self, telegram: LocalTelegram, seed: int, zone: tzinfo = UTC_ZONE) -> None:
        self._telegram = telegram
        self._seed = seed
        self._zone = zone
        self._stories: dict[int, Story] = {}

    def told(self, event: Event) -> None:
        """Write an event down."""
        match event["event"], event.get("chat"):
            case "missed", _:
                for story in self._stories.values():
                    story.is_whole = False
            case "clock", _:
                for story in self._stories.values():
                    story.wait(round(event["seconds"]))
            case _, int(chat):
                if chat not in self._stories:
                    self._stories[chat] = Story(int(self._telegram.chats.bot["id"]))
                self._stories[chat].take(event, self._telegram)
            case _:
                pass  # about no chat

    def story(self, chat: int) -> str:
        """The chat's conversation so far, as a transcript; one without a deed has only a head."""
        story = self._stories.get(chat) or Story(0)
        room = self._telegram.room(chat)
        group = None
        if room.title is not None:
            group = Group(" ".join(room.title.split()), tuple(room.members))
        begins = (story.begins or self._telegram.chats.now()).astimezone(self._zone)
        return write(
            Transcript(begins, self._seed, story.steps(), group=group, is_whole=story.is_whole)
        )

    def forget(self, chat: int) -> None:
        """The chat begins anew."""
        self._stories.pop(chat, None)


class Story:
    """One chat's conversation: its latest steps."""

    def __init__(self, bot: int) -> None:
        self.begins: datetime | None = None
        self.is_whole = True
        self._hearing = Hearing(bot)
        self._steps: deque[Step] = deque(maxlen=STEPS_KEPT)
        self._last: Update = {}

    def take(self, event: Event, telegram: LocalTelegram) -> None:
        if event["event"] != "update":
            self._hearing.take(event)
            return
        update = event["update"]
        person = _person(update, telegram)
        deed = None if person is None else self._deed(update)
        if person is None or deed is None:
            return
        if self.begins is None:
            self.begins = telegram.chats.now()
        last = self._steps[-1].act if self._steps else None
        if isinstance(last, Taps) and self._is_same_tap(update):
            self._steps[-1] = Step(person, replace(last, times=last.times + 1))
        else:
            self._add(Step(person, deed))
        self._last = update

    def wait(self, seconds: int) -> None:
        last = self._steps[-1].act if self._steps else None
        if isinstance(last, Later) and self._hearing.is_silent:
            self._steps[-1] = Step(None, Later(last.seconds + seconds))
        elif last is not None:
            self._add(Step(None, Later(seconds)))

    def steps(self) -> tuple[Step, ...]:
        """Oldest first; the last with what has been heard so far."""
        if not self._steps:
            return ()
        *before, last = self._steps
        return (*before, replace(last, heard=self._hearing.heard()))

    def _add(self, step: Step) -> None:
        if self._steps:
            self._steps[-1] = replace(self._steps[-1], heard=self._hearing.heard())
        self._hearing.turn()
        self.is_whole = self.is_whole and len(self._steps) < STEPS_KEPT
        self._steps.append(step)

    def _is_same_tap(self, update: Update) -> bool:
        """The button was tapped once more before the bot had answered."""
        before, now = (one.get("callback_query") for one in (self._last, update))
        return (
            before is not None
            and now is not None
            and self._last["update_id"] != update["update_id"]
            and self._hearing.is_silent
            and before["data"] == now["data"]
            and before["message"]["message_id"] == now["message"]["message_id"]
            and before["from"]["id"] == now["from"]["id"]
        )

    def _deed(self, update: Update) -> Deed | None:
        """What was done; None for what people cannot do by themselves."""
        if update.get("update_id") == self._last.get("update_id"):
            return Repeats()
        match update:
            case {"callback_query": {"message": {"message_id": int(message)}, "data": str(data)}}:
                return self._tap(message, data)
            case {"message": {"message_id": int()} as message}:
                return self._written(message)
            case {"edited_message": {"message_id": int(number), "text": str(text)}}:
                own = self._hearing.own_number(number)
                return None if own is None else Edits(own, text)
            case {"my_chat_member": {"chat": {"type": "private"}, "new_chat_member": member}}:
                return Blocks() if member.get("status") == "kicked" else Unblocks()
            case {"poll_answer": {"option_ids": [*options]}}:
                return Votes(tuple(each + 1 for each in options))
            case _:
                return None

    def _written(self, message: Mapping[str, Any]) -> Deed | None:
        if isinstance(message.get("text"), str):
            replied = message.get("reply_to_message", {}).get("message_id")
            number = None if replied is None else self._hearing.number(replied)
            text = message["text"]
            return Says(text) if number is None else Answers(number, text)
        kind = next((one for one in KINDS if one in message), None)
        if kind is None:
            return None
        name = message[kind].get("file_name", "") if kind == "document" else ""
        # what would end the name in a transcript is no part of it there
        name = " ".join(name.replace(":", " ").split())
        return Posts(kind, name, message.get("caption", ""))

    def _tap(self, message: int, data: str) -> Deed | None:
        hearing = self._hearing
        number = hearing.number(message)
        for old in (False, True):
            shown = chain.from_iterable(hearing.buttons(message, old=old))
            button = next((one for one in shown if one.carries == data), None)
            if button is None:
                continue
            for place in (None, number):
                there = None if place is None else message
                if _leads(hearing.find(button.name, there, old=old), button):
                    return Taps(button.name, place, is_old=old)
        return None if number is None else Forges(number, data)


def _leads(found: Button | None, wanted: Button) -> bool:
    return found is not None and (found.message, found.carries) == (wanted.message, wanted.carries)


def _person(update: Update, telegram: LocalTelegram) -> Person | None:
    """Who sent an update."""
    contents: Iterable[Any] = update.values()
    for content in contents:
        if isinstance(content, dict):
            user = content.get("from") or content.get("user")
            number = user.get("id") if isinstance(user, dict) else None
            if isinstance(number, int):
                return telegram.people.get(number)
    return None
