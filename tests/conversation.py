"""Whole conversations in process: the bot's chat over the local Telegram, without a network.

A test says what a student does and what the student then sees:

    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    assert mina.sees("Where it rises")
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.chat.delivery import Delivery
from bot.chat.inbox import Inbox
from bot.chat.menus import Menus
from bot.chat.service import Line, connect
from bot.classroom import Classroom
from bot.core.actions import StudentId
from bot.core.course import Course
from bot.preview.server import LocalTelegram, Person
from bot.store import Store, open_database
from tests.school import JONAS, MINA, NOON, TEACHER, course

TOKEN = "1:conversation"
PEOPLE = (
    Person(MINA, "Mina", "Park"),
    Person(JONAS, "Jonas"),
    Person(TEACHER, "Dr", "Seo", role="instructor"),
)


@dataclass
class Clock:
    """The time that the bot and its Telegram see."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        self.now += timedelta(**units)


class InProcess(BaseRequest):
    """Requests that never leave the process."""

    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        token, name = url.rpartition("/bot")[2].split("/", 1)
        parameters = {} if request_data is None else request_data.parameters
        reply = await self._telegram.call(token, name, parameters)
        return reply.status, json.dumps(reply.body).encode()


@dataclass
class School:
    """The bot, its Telegram and the people in it.  `taught` may be replaced while it runs."""

    taught: Course = field(default_factory=course)
    clock: Clock = field(default_factory=Clock)
    seeds: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.telegram = LocalTelegram(TOKEN, now=self.clock, people=PEOPLE)
        self.db = open_database(None)
        self.store = Store(self.db)
        self.bot: Bot = connect(Line(TOKEN, "http://local"), InProcess(self.telegram))
        self._open()

    def _open(self) -> None:
        self.classroom = Classroom(self.taught, [TEACHER])
        self.menus = Menus(self.bot, self.classroom.instructors)
        self.inbox = Inbox(
            self.store,
            self.classroom,
            Delivery(self.bot),
            self.menus,
            clock=self.clock,
            seeds=lambda: next(self.seeds),
        )

    async def reopens(self, taught: Course | None = None) -> None:
        """The bot starts anew on the same database, perhaps with another course."""
        self.taught = taught or self.taught
        self._open()
        await self.inbox.resume()
        await self._settled()

    async def _settled(self) -> None:
        await self.inbox.settled()
        await self.store.do(lambda _: None)  # behind what was stored without waiting

    async def receives(self, *updates: Any) -> None:
        await self.inbox.receive(updates)
        await self._settled()

    def student(self, person: int) -> "Student":
        return Student(self, person)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What is stored."""
        return self.db.conn.execute(query).fetchall()

    def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """All that is stored of learning, to compare before and after."""
        return {
            table: self.rows(f"select * from {table}")
            for table in ("pages_read", "sessions", "answers")
        }

    def close(self) -> None:
        """The end of a test: whatever it did, no call may have broken a rule of the Bot API."""
        self.store.close()
        broken = [
            (one.method, one.unknown, one.body.get("description"))
            for one in self.telegram.calls
            if one.unknown or (one.status != 200 and "not modified" not in str(one.body))
        ]
        assert broken == []


@dataclass
class Student:
    """A person with a phone."""

    school: School
    person: int

    @property
    def id(self) -> StudentId:
        return StudentId(self.person)

    @property
    def chat(self) -> list[dict[str, Any]]:
        return self.school.telegram.messages(self.person)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The bot's messages, oldest first."""
        return [one for one in self.chat if one["from"]["is_bot"]]

    @property
    def screen(self) -> dict[str, Any]:
        """The bot's newest message."""
        return self.messages[-1]

    @property
    def text(self) -> str:
        return str(self.screen["text"])

    @property
    def toast(self) -> str | None:
        """What the last tap was answered with."""
        return self.school.telegram.answers[-1].get("text") or None

    def sees(self, *texts: str) -> bool:
        """Whether the newest message holds all of this."""
        missing = [text for text in texts if text not in self.text]
        assert not missing, f"{missing} not in:\n{self.text}"
        return True

    def buttons(self, message: dict[str, Any] | None = None) -> list[str]:
        return [one["text"] for _, _, one in _buttons(message or self.screen)]

    async def sends(self, text: str) -> None:
        await self.school.receives(self.school.telegram.send(self.person, text))

    async def taps(self, label: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tap the button whose text is the label, or begins with it; the update is returned."""
        update = self.tap(label, message)
        await self.school.receives(update)
        return update

    def tap(self, label: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """The update of a tap that has not reached the bot yet."""
        message = message or self.screen
        row, column = _place(message, label)
        return self.school.telegram.tap(self.person, message["message_id"], row=row, column=column)

    async def answers(self, option: str) -> None:
        """Tap the label of the option with that text."""
        await self.taps(self.label(option))

    def label(self, option: str) -> str:
        """The letter that stands before an option in the newest message."""
        for line in self.text.splitlines():
            mark, _, rest = line.removeprefix("☑ ").partition(". ")
            if rest == option and len(mark) == 1:
                return mark
        raise AssertionError(f"no option {option!r} in:\n{self.text}")


def _buttons(message: dict[str, Any]) -> Iterable[tuple[int, int, dict[str, Any]]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    for row, buttons in enumerate(rows):
        for column, button in enumerate(buttons):
            yield row, column, button


def _place(message: dict[str, Any], label: str) -> tuple[int, int]:
    found = list(_buttons(message))
    for exact in (True, False):
        for row, column, button in found:
            text = button["text"].removeprefix("☐ ").removeprefix("☑ ")
            if text == label or (not exact and text.startswith(label)):
                return row, column
    texts = [button["text"] for _, _, button in found]
    raise AssertionError(f"no button {label!r} among {texts}")
