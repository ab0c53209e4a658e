"""A classroom with an in-memory database and nobody in between: visits go straight in.

mina = Room().student(MINA)
mina.does(Open(RIVER))
assert mina.screen == ...
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.classroom import Asked, Classroom, Odd, Outcome, Said, Visit
from bot.core.actions import Action, Place, StudentId
from bot.core.course import Course
from bot.core.notices import Notice
from bot.core.screens import Screen
from bot.core.screens.asking import QuestionScreen
from bot.core.screens.feedback import FeedbackScreen
from bot.core.screens.results import ResultScreen
from bot.store import Ledger, open_database
from tests.school import NOON, TEACHER, course

NAMES = {1001: "Mina Park", 1002: "Jonas", 9001: "Dr Seo"}


@dataclass
class Room:
    taught: Course = field(default_factory=course)
    now: datetime = NOON
    seed: int = 1

    def __post_init__(self) -> None:
        self.db = open_database(None)
        self.ledger = Ledger(self.db.conn)

    def student(self, person: StudentId) -> "Student":
        return Student(self, person)

    def attend(self, person: StudentId, said: Action | Said | Asked | Odd) -> Outcome:
        classroom = Classroom(self.taught, [TEACHER])
        self.seed += 1
        visit = Visit(person, NAMES[person], said)
        return classroom.attend(self.ledger, visit, now=self.now, seed=self.seed)

    def redraw(
        self,
        person: StudentId,
        notice: Notice | None = None,
        said: Action | Said | None = None,
    ) -> Outcome | None:
        return Classroom(self.taught, [TEACHER]).redraw(
            self.ledger, person, now=self.now, notice=notice, said=said
        )

    def advance(self, **units: float) -> None:
        self.now += timedelta(**units)

    def dump(self) -> list[str]:
        """All that is stored."""
        return list(self.db.conn.iterdump())

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.db.conn.execute(query).fetchall()

    def close(self) -> None:
        self.db.close()


@dataclass
class Student:
    """A person, and what the last visit showed."""

    room: Room
    id: StudentId
    outcome: Outcome | None = None

    def does(self, *said: Action | Said | Asked | Odd) -> Screen:
        for one in said:
            self.outcome = self.room.attend(self.id, one)
        return self.screen

    def types(self, text: str) -> Screen:
        return self.does(Said(text))

    def taps(self, label: str) -> Screen:
        """The button whose text begins with the label."""
        return self.does(self.button(label))

    def button(self, label: str) -> Action:
        for button in self.screen.buttons():
            if button.text.removeprefix("☐ ").removeprefix("☑ ").startswith(label):
                return button.action
        texts = [button.text for button in self.screen.buttons()]
        raise AssertionError(f"no button {label!r} among {texts}")

    def picks(self, option: str) -> Screen:
        """The option of that text."""
        return self.taps(self.label(option))

    def label(self, option: str) -> str:
        assert isinstance(self.screen, QuestionScreen)
        return next(one.label for one in self.screen.options if one.text == option)

    @property
    def screen(self) -> Screen:
        assert self.outcome is not None
        return self.outcome.screen

    @property
    def notice(self) -> Notice | None:
        assert self.outcome is not None
        return self.outcome.notice

    @property
    def is_past(self) -> bool:
        assert self.outcome is not None
        return self.outcome.is_past

    @property
    def place(self) -> Place:
        """Where the student stands in the books."""
        found = self.room.ledger.students.find(self.id)
        assert found is not None
        return found.place

    @property
    def question(self) -> QuestionScreen:
        assert isinstance(self.screen, QuestionScreen)
        return self.screen

    @property
    def feedback(self) -> FeedbackScreen:
        assert isinstance(self.screen, FeedbackScreen)
        return self.screen

    @property
    def result(self) -> ResultScreen:
        assert isinstance(self.screen, ResultScreen)
        return self.screen
