"""What students and instructors can do: load, step, save.

Plain synchronous code on the store's thread: everything a visit changes is changed in the
one transaction in which it runs, and the screen is drawn from what has been saved.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from bot.classroom.desk import Desk
from bot.classroom.lookups import picture_wanted
from bot.classroom.moves import Move
from bot.classroom.visits import Asked, Odd, Said, Visit
from bot.core.actions import Action, Answering, Home, Modules, Objected, StudentId
from bot.core.course import Course
from bot.core.notices import Notice
from bot.core.screens import Screen
from bot.core.screens.reading import PictureScreen
from bot.core.session import timed
from bot.store import Ledger, Letter, Student

__all__ = ["Asked", "Classroom", "Odd", "Outcome", "Said", "Visit"]


@dataclass(frozen=True)
class Outcome:
    """What to show, and to whom.

    `student` is as before the screen is shown: its message is the one that may be edited.
    `is_past` asks for the screen to be sent anew, since an old button was pressed far up.
    `picture` is a message of its own, to stand above the screen.
    """

    student: Student
    screen: Screen
    notice: Notice | None = None
    is_past: bool = False
    picture: PictureScreen | None = None


class Classroom:
    """One course, taught to everyone who writes."""

    def __init__(
        self,
        course: Course,
        instructors: Collection[StudentId] = (),
        timezone: tzinfo = UTC,
    ) -> None:
        self.course = course
        self.instructors = frozenset(instructors)
        self._timezone = timezone

    def _desk(self, ledger: Ledger, student: Student, now: datetime, seed: int) -> Desk:
        return Desk(
            self.course,
            ledger,
            student,
            self.instructors,
            now=now,
            timezone=self._timezone,
            seed=seed,
        )

    def attend(self, ledger: Ledger, visit: Visit, *, now: datetime, seed: int) -> Outcome:
        """Do what the visit asks for, and return what to show.

        `seed` decides the order of options if a walk through questions begins here.
        """
        student = ledger.students.find(visit.student) or ledger.students.add(
            visit.student, visit.name, now
        )
        desk = self._desk(ledger, student, now, seed)
        move = desk.move(visit.said)
        screen = desk.screen(move.place)
        if screen is None:
            move = Move(student.place, Notice.GONE)
            screen = desk.screen(student.place)
        if screen is None:
            move = Move(Modules(), move.notice)
            screen = desk.modules()
        ledger.students.move(student.id, visit.name, move.place, now)
        picture = None if move.notice else picture_wanted(self.course, visit.said, screen)
        return Outcome(student, screen, move.notice, move.is_past, picture)

    def letter(self, ledger: Ledger, letter: Letter, *, now: datetime) -> Screen | None:
        """What a letter shows now; None where there is nothing (any more) to show."""
        if isinstance(letter.place, Objected) and letter.recipient not in self.instructors:
            return None
        recipient = ledger.students.find(letter.recipient)
        reader = recipient or Student(letter.recipient, "", Home())
        return self._desk(ledger, reader, now, seed=0).screen(letter.place)

    def tick(self, ledger: Ledger, *, now: datetime) -> None:
        """End the tests whose time is over, and write to whoever was at them."""
        for session in ledger.sessions.overdue(now):
            ended = ledger.sessions.find(session)
            if ended is None:
                continue
            ledger.sessions.save(timed(ended, now), now)
            ledger.letters.write(ended.student, Answering(session), now)

    def redraw(
        self,
        ledger: Ledger,
        student: StudentId,
        *,
        now: datetime,
        notice: Notice | None = None,
        said: Action | Said | Asked | Odd | None = None,
    ) -> Outcome | None:
        """The screen that belongs to what is stored; None for someone unknown.

        `said` is what was handled and perhaps not shown: it may have asked for a picture.
        """
        known = ledger.students.find(student)
        if known is None:
            return None
        desk = self._desk(ledger, known, now, seed=0)
        screen = desk.screen(known.place) or desk.modules()
        picture = None if said is None else picture_wanted(self.course, said, screen)
        return Outcome(known, screen, notice, picture=picture)
