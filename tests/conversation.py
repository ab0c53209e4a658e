"""Whole conversations in process: the bot's chat over the local Telegram, without a network.

A test says what a student does and what the student then sees:

    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    assert mina.sees("Where it rises")
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.actions import StudentId
from bot.core.course import Course
from bot.preview.server import Person
from bot.preview.transcript.deeds import Says
from bot.preview.transcript.hearing import Button, buttons, called
from bot.rehearsal import Clock, Rehearsal
from tests.school import JONAS, MINA, NOON, TEACHER, course

__all__ = ["Clock", "School", "Student"]

PEOPLE = (
    Person(MINA, "Mina", "Park"),
    Person(JONAS, "Jonas"),
    Person(TEACHER, "Dr", "Seo", role="instructor"),
)


class School(Rehearsal):
    """The bot, its Telegram and the people in it, and what is stored."""

    def __init__(self, taught: Course | None = None, folder: Path | None = None) -> None:
        super().__init__(taught or course(), PEOPLE, begins=NOON, folder=folder)

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
        super().close()
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
        return [one.text for one in buttons(message or self.screen)]

    async def sends(self, text: str) -> None:
        await self.school.does(self.person, Says(text))

    async def taps(self, label: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """Tap the button of that name, or whose text begins so; the update is returned."""
        update = self.tap(label, message)
        await self.school.receives(update)
        return update

    def tap(self, label: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """The update of a tap that has not reached the bot yet."""
        button = _found(message or self.screen, label)
        return self.school.telegram.tap(
            self.person, button.message, row=button.row, column=button.column
        )

    async def answers(self, option: str) -> None:
        """Tap the option with that text."""
        await self.taps(self.label(option))

    def label(self, option: str) -> str:
        """The letter of the option with that text in the newest message."""
        for button in buttons(self.screen):
            letter, _, words = button.name.partition(". ")
            if words == option:
                return letter
        raise AssertionError(f"no option {option!r} in:\n{self.text}")


def _found(message: dict[str, Any], label: str) -> Button:
    shown = buttons(message)
    begun = (one for one in shown if one.text.startswith(label))
    button = called(label, shown) or next(begun, None)
    assert button is not None, f"no button {label!r} among {[one.text for one in shown]}"
    return button
