"""Every screen of a course as Telegram shows it, for whoever proofreads it.

Its one rule: what is refused here is refused by the preview's own Telegram: each screen is
sent to one, and what comes back is shown.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

from bot.core.course import Course
from bot.core.screens import Screen
from bot.core.screens.feedback import FeedbackScreen
from bot.core.screens.gallery import Exhibit, gallery
from bot.core.screens.glossary import TermScreen, TermsScreen
from bot.core.screens.overview import HelpScreen, HomeScreen, ProgressScreen
from bot.core.screens.quizzes import DoorScreen, PretestScreen, QuizzesScreen
from bot.core.screens.reading import FinishedScreen, ModulesScreen, PageScreen, PictureScreen
from bot.core.screens.reports import ReportingScreen
from bot.core.screens.results import ResultScreen
from bot.core.screens.settings import SettingsScreen
from bot.core.screens.sources import FactsScreen, SourcesScreen
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import ApiError
from bot.preview.server.sending import LONGEST_CAPTION, LONGEST_TEXT, send_message
from bot.preview.server.spec import values
from bot.render import Face, Shown, render

Kind = Literal["page", "question", "answer", "result", "overview", "lookup"]

_READER = Person(1, "Reader")
_ANY_TIME = datetime(2024, 1, 1, tzinfo=UTC)  # a screen shows none
_OVERVIEWS: Mapping[type[Screen], str] = {
    HomeScreen: "Greeting",
    ModulesScreen: "Modules",
    QuizzesScreen: "Quizzes",
    ProgressScreen: "My progress",
    FinishedScreen: "End of the pages",
    PretestScreen: "Before the first page",
    SettingsScreen: "Settings",
    ReportingScreen: "Reporting a question",
}
_LOOKUPS = (FactsScreen, SourcesScreen, TermsScreen, TermScreen, PictureScreen)


def screens(course: Course) -> dict[str, Any]:
    """{"title", "limit", "screens"}, ready for JSON; `limit` is how long a message may be.

    Each screen has `id` (the same as long as the author's ids are), `kind`, `module` ({"id",
    "title"} or null), `title` (a caption), `length` (in UTF-16 units, without tags), what a
    Message has (`text`, `entities`, `reply_markup` or null), and `breach`: why Telegram would
    refuse it, in a sentence, or null.  A picture is shown by what stands below it.
    """
    telegram = LocalTelegram("1:gallery", now=lambda: _ANY_TIME, people=[_READER])
    telegram.chats.private(_READER.id).started = True
    counts: dict[str, int] = {}
    return {
        "title": course.title,
        "limit": LONGEST_TEXT,
        "screens": [_screen(telegram, one, counts) for one in gallery(course)],
    }


def _screen(telegram: LocalTelegram, exhibit: Exhibit, counts: dict[str, int]) -> dict[str, Any]:
    kind = _kind(exhibit)
    place = _place(kind, exhibit)
    if kind == "answer":
        counts[place] = counts.get(place, 0) + 1
        place = f"{place}.{counts[place]}"
    elif kind == "lookup":
        place = _lookup(exhibit)
        counts[place] = counts.get(place, 0) + 1
        place = place if counts[place] == 1 else f"{place}.{counts[place]}"
    module = exhibit.module
    return {
        "id": place,
        "kind": kind,
        "module": None if module is None else {"id": module.id, "title": module.title},
        "title": _caption(exhibit),
        **_sent(telegram, render(exhibit.screen), _limit(exhibit.screen)),
    }


def _limit(screen: Screen) -> int:
    return LONGEST_CAPTION if isinstance(screen, PictureScreen) else LONGEST_TEXT


def _kind(exhibit: Exhibit) -> Kind:
    if isinstance(exhibit.screen, _LOOKUPS):
        return "lookup"
    if exhibit.page is not None:
        return "page"
    if exhibit.question is not None:
        return "question" if exhibit.reply is None else "answer"
    return "result" if isinstance(exhibit.screen, ResultScreen) else "overview"


def _place(kind: Kind, exhibit: Exhibit) -> str:
    """An id from the author's; an id of a module, a page or a question has no dot."""
    if exhibit.question is not None:
        moment = "" if exhibit.moment is None else f".{exhibit.moment.replace(' ', '-')}"
        return f"{kind}.{exhibit.question.id}{moment}"
    parts: list[str] = [] if exhibit.module is None else [exhibit.module.id]
    if exhibit.page is not None:
        return ".".join([kind, *parts, exhibit.page.page])
    if kind == "overview":
        parts = [*parts, _overview(exhibit.screen)]
    if exhibit.moment is not None:
        parts = [*parts, exhibit.moment]
    return ".".join([kind, *parts]).lower().replace(" ", "-")


def _lookup(exhibit: Exhibit) -> str:
    """An id for what is looked up; a mark may hold what no address can."""
    names = {FactsScreen: "facts", SourcesScreen: "sources", PictureScreen: "picture"}
    parts = ["lookup", names.get(type(exhibit.screen), "terms")]
    if exhibit.question is not None:
        parts += ["answer", exhibit.question.id]
    elif exhibit.module is not None and exhibit.page is not None:
        parts += [exhibit.module.id, exhibit.page.page]
    elif exhibit.mark is not None:
        latin = unicodedata.normalize("NFKD", exhibit.mark).lower()
        parts += ["at", re.sub(r"[^a-z0-9]+", "-", latin).strip("-") or "mark"]
    elif exhibit.term is not None:
        parts += [exhibit.term.term]
    return ".".join(parts)


def _caption(exhibit: Exhibit) -> str:
    match exhibit.screen:
        case FactsScreen(part=part, total=total, about=about):
            leaf = f" · part {part + 1} of {total}" if total > 1 else ""
            asked = exhibit.question
            return f"In the source: {about if asked is None else f'question {asked.id}'}{leaf}"
        case SourcesScreen(part=part, total=total):
            return f"Sources · part {part + 1} of {total}"
        case TermsScreen(wanted=wanted, page=title):
            return f"Terms of {title}" if title else "Glossary: nothing" if wanted else "Glossary"
        case TermScreen(term=term):
            return f"Term · {term.english}"
        case PictureScreen():
            title = "" if exhibit.page is None else exhibit.page.title
            return f"Picture · {title}"
        case PageScreen(number=number, total=total, page=page):
            return f"Page {number} of {total} · {page.title}"
        case FeedbackScreen(question=question, replied=replied, judgement=worth):
            return f"Question {question.id} · answered: {'; '.join(replied)} ({worth})"
        case ResultScreen():
            return f"Result · {exhibit.moment}"
        case FinishedScreen(unread=unread):
            return f"End of the pages · {'none read' if unread else 'all read'}"
        case _:
            pass
    if exhibit.question is not None:
        return f"Question {exhibit.question.id} · {exhibit.moment or 'before'}"
    name = _overview(exhibit.screen)
    return name if exhibit.moment is None else f"{name} · {exhibit.moment}"


def _overview(screen: Screen) -> str:
    if isinstance(screen, DoorScreen):
        return f"Before {screen.offer.quiz.title}"
    if isinstance(screen, HelpScreen):
        return "Help for instructors" if screen.is_instructor else "Help for students"
    return _OVERVIEWS[type(screen)]


def _sent(telegram: LocalTelegram, shown: Shown, limit: int) -> dict[str, Any]:
    """The message that Telegram makes of it, or as much as can be shown of one it refuses."""
    asked = _asked(shown)
    breach = None
    try:
        given = {"chat_id": _READER.id, **asked}
        message = send_message(telegram.chats, values("sendMessage", given, {}))
        text, entities = message["text"], message.get("entities", [])
        if utf16_length(text) > limit:
            breach = "Telegram refuses it: Bad Request: message caption is too long."
    except ApiError as refusal:
        breach = f"Telegram refuses it: {refusal.description}."
        text, entities = _readable(telegram, shown)
    return {
        "text": text,
        "entities": entities,
        "reply_markup": asked.get("reply_markup"),
        "length": utf16_length(text),
        "limit": limit,
        "breach": breach,
    }


def _readable(telegram: LocalTelegram, shown: Shown) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities, or the HTML itself where that is what cannot be read."""
    try:
        return telegram.chats.text(shown.html, "HTML", None)
    except ApiError:
        return shown.html, []


def _asked(shown: Shown) -> dict[str, Any]:
    """A message as a bot asks for it."""
    asked: dict[str, Any] = {"text": shown.html, "parse_mode": "HTML"}
    if shown.rows:
        rows = [[_button(one) for one in row] for row in shown.rows]
        asked["reply_markup"] = {"inline_keyboard": rows}
    return asked


def _button(face: Face) -> dict[str, str]:
    button = {"text": face.text, "callback_data": face.carries}
    return button if face.style is None else {**button, "style": face.style}
