"""What one student says is wrong with a question, and how it reaches the instructors.

The one rule: only one's own answers can be objected to, and only once their feedback was given.
"""

from datetime import datetime, timedelta

from bot.classroom.moves import Move
from bot.classroom.walks import Walks
from bot.core.actions import Objected, Report, Reporting, SessionId, StudentId
from bot.core.course import Course, Question
from bot.core.hangul import visible
from bot.core.notices import Notice
from bot.core.reports import LONGEST_NOTE, REASONS
from bot.core.screens import Screen
from bot.core.screens.reports import reporting_screen
from bot.core.session import Answer
from bot.store import Ledger

# so that a sentence that follows goes out in the same letter
REPORTED_AFTER = timedelta(minutes=1)


class Objections:
    def __init__(
        self,
        course: Course,
        ledger: Ledger,
        walks: Walks,
        instructors: frozenset[StudentId],
        *,
        now: datetime,
    ) -> None:
        self._course = course
        self._ledger = ledger
        self._walks = walks
        self._instructors = instructors
        self._now = now

    def report(self, said: Report) -> Move | None:
        """Tell the instructors, a minute later, so that a sentence can go with it; None where
        there is nothing to object to."""
        found = self._objection(said.session, said.turn)
        if found is None or said.reason >= len(REASONS):
            return None
        self._ledger.reports.say(found[1], said.reason, self._now)
        for instructor in sorted(self._instructors):
            if self._ledger.students.find(instructor) is not None:  # others cannot be written to
                place = Objected(said.session, said.turn)
                self._ledger.letters.write(instructor, place, self._now + REPORTED_AFTER)
        return Move(Reporting(said.session, said.turn))

    def note(self, place: Reporting, text: str) -> Move | None:
        """A sentence that goes with a report; None where nothing has been reported, or nothing
        can be seen of it."""
        words = " ".join(visible(text).split())
        if not words or self._ledger.reports.find(place.session, place.turn) is None:
            return None
        if len(words) > LONGEST_NOTE:
            return Move(place, Notice.TOO_LONG)
        self._ledger.reports.add(place.session, place.turn, words)
        return Move(place)

    def screen(self, place: Reporting) -> Screen | None:
        """The reasons to choose from; None where there is nothing to object to."""
        found = self._objection(place.session, place.turn)
        if found is None:
            return None
        said = self._ledger.reports.find(place.session, place.turn)
        return reporting_screen(place, found[0], said)

    def _objection(self, session_id: SessionId, turn: int) -> tuple[Question, Answer] | None:
        """The question and answer that the student objects to, where feedback has been given."""
        session = self._walks.find(session_id)
        answer = self._ledger.sessions.answer(session_id, turn)
        if session is None or answer is None or (session.is_silent and not session.has_ended):
            return None
        question = self._course.question(answer.question)
        return None if question is None else (question, answer)
