"""The screen of feedback: what a reply was worth, and why, and where it is taught.

The right answer stands alone at the end, whatever was replied: what is read last stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.actions import (
    Answering,
    LookBack,
    Next,
    QuestionFacts,
    Reading,
    Reporting,
)
from bot.core.answers import Verdict
from bot.core.course import (
    Course,
    Matching,
    Ordering,
    Question,
    QuestionId,
    TextTyped,
    right_answers,
)
from bot.core.grading import certainty_mark, grade, verdict
from bot.core.offers import in_words, wanted
from bot.core.progress import page_about
from bot.core.screens import Button, Rows, Screen
from bot.core.screens.asking import Labelled, Near, labelled_options, nearly, title_of, way_back
from bot.core.screens.reading import Cited, cited
from bot.core.session import Answer, Session

Judgement = Literal["right", "partly", "wrong"]
Remark = Literal["keyboard", "spacing", "diacritics", "almost"]


@dataclass(frozen=True)
class Judged:
    """A line of an arranged answer: what was put there, and whether it belongs there."""

    text: str
    match: str | None
    is_right: bool


@dataclass(frozen=True, kw_only=True)
class FeedbackScreen(Screen):
    """What a reply was worth, and why.

    `replied` are the student's words, `arranged` the same line by line.  `share` is what was
    earned before the hints, 0 to 1, `mark` what is left after them.  `remark` says how a typed
    answer that counts differs from what it should be, `near` shows it; both None elsewhere.
    `also` are further forms that count.  `sure` is how sure the student was, `certainty` what
    that was worth; None where it was not asked.
    """

    title: str
    kind: str
    number: int
    total: int
    question: Question
    options: tuple[Labelled, ...]
    replied: tuple[str, ...]
    arranged: tuple[Judged, ...]
    judgement: Judgement
    share: float
    mark: float
    hints: int
    remark: Remark | None
    near: Near | None
    sure: int | None
    certainty: float | None
    key: tuple[str, ...]
    also: tuple[str, ...]
    because: tuple[str, ...]
    sources: tuple[Cited, ...]


def feedback_screen(
    course: Course, session: Session, question: Question, answer: Answer
) -> FeedbackScreen:
    """What stands on the screen right after an answer."""
    is_last = session.position + 1 == len(session.questions)
    last = "Onward →" if session.kind == "check" else "See the result →"
    onward = Button(last if is_last else "Next →", Next(session.id, session.turn), style="primary")
    rows = ((onward,), *_beside(course, question, answer), (way_back(session),))
    return _feedback(course, session, question, answer, session.position, rows)


def lookback_screen(
    course: Course,
    session: Session,
    position: int,
    question: Question,
    answer: Answer,
    answered: Sequence[int] | None = None,
) -> FeedbackScreen:
    """The same, when the walk is over and is gone through once more; `answered` are the places
    that can be turned to, in order, None for all."""
    there = range(len(session.questions)) if answered is None else answered
    turning = []
    if before := [one for one in there if one < position]:
        turning.append(Button("← Before", LookBack(session.id, before[-1])))
    if after := [one for one in there if one > position]:
        turning.append(Button("Next →", LookBack(session.id, after[0]), style="primary"))
    rows = (
        *((tuple(turning),) if turning else ()),
        *_beside(course, question, answer),
        (Button("← Back to the result", Answering(session.id)),),
    )
    return _feedback(course, session, question, answer, position, rows)


def _feedback(
    course: Course,
    session: Session,
    question: Question,
    answer: Answer,
    position: int,
    rows: Rows,
) -> FeedbackScreen:
    judged = grade(question, answer.reply)
    # it was judged by the question of then
    share = judged.mark if question.version == answer.version else answer.mark
    remark = _remark(question, answer)
    is_near = remark == "almost" and isinstance(question, TextTyped)
    typed = (answer.tries or answer.reply)[-1]
    certainty = None
    if answer.sure is not None:
        certainty = certainty_mark(answer.mark, answer.sure, is_right=answer.is_right)
    return FeedbackScreen(
        title=title_of(course, session),
        kind=session.kind,
        number=position + 1,
        total=len(session.questions),
        question=question,
        options=labelled_options(question, session),
        replied=tuple(in_words(question, one) for one in answer.reply),
        arranged=_arranged(question, answer),
        judgement="right" if answer.is_right else "partly" if share > 0 else "wrong",
        share=share,
        mark=answer.mark,
        hints=answer.hints,
        remark=remark,
        near=nearly(question, typed) if is_near and isinstance(question, TextTyped) else None,
        sure=answer.sure,
        certainty=certainty,
        key=right_answers(question),
        also=question.forms[1:] if isinstance(question, TextTyped) else (),
        because=judged.because,
        sources=cited(course, question.source),
        rows=rows,
    )


def _remark(question: Question, answer: Answer) -> Remark | None:
    if not isinstance(question, TextTyped) or not answer.is_right:
        return None
    if answer.tries:
        return "almost"
    match verdict(question, answer.reply[0]):
        case Verdict.KEYBOARD:
            return "keyboard"
        case Verdict.RIGHT_SPACING:
            return "spacing"
        case Verdict.RIGHT_DIACRITICS:
            return "diacritics"
        case Verdict.ALMOST:
            return "almost"
        case _:
            return None


def _arranged(question: Question, answer: Answer) -> tuple[Judged, ...]:
    if len(answer.reply) != wanted(question):
        return ()
    match question:
        case Ordering():
            lines = zip(question.items, answer.reply, strict=True)
            return tuple(Judged(taken, None, key == taken) for key, taken in lines)
        case Matching():
            pairs = zip(question.pairs, answer.reply, strict=True)
            return tuple(Judged(one.item, taken, one.match == taken) for one, taken in pairs)
        case _:
            return ()


def _beside(course: Course, question: Question, answer: Answer) -> Rows:
    """Where the answer stands in the source, the page that teaches it, and how to object."""
    rows = []
    if question.facts:
        here = QuestionFacts(QuestionId(question.id))
        rows.append((Button("Where is this in the source?", here),))
    module = course.homes.get(QuestionId(question.id))
    page_id = None if module is None else page_about(module, question)
    page = None if module is None or page_id is None else module.page(page_id)
    last = []
    if module is not None and page_id is not None and page is not None:
        last.append(Button("Reread page", Reading(module.id, page_id)))
    last.append(Button("Report question", Reporting(answer.session, answer.turn)))
    return (*rows, tuple(last))
