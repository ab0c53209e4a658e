"""The screens of reporting a question: the reasons, the thanks, and what instructors read."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.actions import Answering, Home, Report, Reporting, SessionId
from bot.core.course import Course, Question, right_answers
from bot.core.offers import in_words
from bot.core.reports import REASONS
from bot.core.reports import Report as Objection
from bot.core.screens import Button, Screen

MOST = 8


@dataclass(frozen=True, kw_only=True)
class ReportingScreen(Screen):
    """What may be wrong with a question; `reason` and `note` are what was said of it so far."""

    ask: str
    reason: str | None
    note: str | None


def reporting_screen(
    place: Reporting, question: Question, said: Objection | None
) -> ReportingScreen:
    reason = None if said is None else said.reason
    rows = tuple(
        (
            Button(
                f"{number + 1}{' ✓' if text == reason else '.'} {text}",
                Report(place.session, place.turn, number),
                key=str(number + 1),
            ),
        )
        for number, text in enumerate(REASONS)
    )
    return ReportingScreen(
        ask=question.ask,
        reason=reason,
        note=None if said is None else said.note,
        rows=(*rows, (Button("← Back to the question", Answering(SessionId(place.session))),)),
    )


@dataclass(frozen=True)
class Reported:
    """A report as instructors read it.  `ask` and `key` are None where the question is no longer
    in the course; `is_current` says whether the question still reads as it did."""

    report: Objection
    module: str | None
    ask: str | None
    replied: tuple[str, ...]
    key: tuple[str, ...]
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ReportsScreen(Screen):
    """The newest reports, and how many there are in all; alone as a letter."""

    reports: tuple[Reported, ...]
    total: int
    is_letter: bool


def reports_screen(
    course: Course, reports: Sequence[Objection], total: int, *, is_letter: bool = False
) -> ReportsScreen:
    return ReportsScreen(
        reports=tuple(_reported(course, one) for one in reports),
        total=total,
        is_letter=is_letter,
        rows=() if is_letter else ((Button("Home", Home()),),),
    )


def _reported(course: Course, report: Objection) -> Reported:
    question, module = course.question(report.question), course.homes.get(report.question)
    if question is None or module is None:
        return Reported(report, None, None, report.replied, (), is_current=False)
    return Reported(
        report,
        module.title,
        question.ask,
        tuple(in_words(question, one) for one in report.replied),
        right_answers(question),
        is_current=question.version == report.version,
    )
