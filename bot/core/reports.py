"""What students say is wrong with a question."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.actions import SessionId, StudentId
from bot.core.course import QuestionId

# the order is kept: a report stores the number
REASONS = (
    "My answer is right too",
    "The question is unclear",
    "There is a typo",
    "The source does not say so",
)
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Report:
    """One student's objection to one question, with the answer it came from.

    `reason` is one of REASONS; `note` what the student wrote, None for nothing.
    """

    session: SessionId
    turn: int
    student: StudentId
    name: str
    question: QuestionId
    version: str
    replied: tuple[str, ...]
    reason: str
    note: str | None
    at: datetime
