"""Screen -> Telegram HTML and keyboard rows: the only place that knows how a screen reads.

One template a kind of screen, named after it; what students read is changed there.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.core.actions import pack
from bot.core.notices import Notice
from bot.core.prose import plain
from bot.core.screens import Screen, Style
from bot.render.markup import inline, telegram_html

# Telegram: a message is 1-4096 characters after its entities are taken out, counted in
# UTF-16 units; an answer to a callback at most 200.
LONGEST = 4096
LONGEST_TOAST = 200
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Face:
    """A button as it is seen, and what it carries."""

    text: str
    carries: str
    style: Style | None


@dataclass(frozen=True)
class Shown:
    """A message: Telegram HTML, and rows of buttons."""

    html: str
    rows: tuple[tuple[Face, ...], ...]

    @property
    def length(self) -> int:
        """Characters as Telegram counts them: without tags, in UTF-16 units."""
        return len(unescape(_TAG.sub("", self.html)).encode("utf-16-le")) // 2

    @property
    def digest(self) -> str:
        """Stands for what is seen: equal digests, equal messages."""
        return hashlib.blake2b(repr(self).encode(), digest_size=12).hexdigest()


def render(screen: Screen, notice: Notice | None = None) -> Shown:
    """The screen as a message, with a notice above it where there is one."""
    html = _template(type(screen).__name__).render(screen=screen)
    if notice is not None:
        html = f"<i>{words(notice)}</i>\n\n{html}"
    rows = tuple(
        tuple(Face(one.text, pack(one.action), one.style) for one in row) for row in screen.rows
    )
    return Shown(_tidy(html), rows)


def words(notice: Notice) -> str:
    """The notice in plain words, without markup."""
    return str(getattr(_notices(), notice.value)()).strip()


def _tidy(html: str) -> str:
    """No more than one empty line between paragraphs, none around them."""
    return re.sub(r"\n{3,}", "\n\n", html).strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = telegram_html
    environment.filters["inline"] = inline
    environment.filters["short"] = _short
    environment.filters["days"] = _days
    return environment


@cache
def _template(screen: str) -> Template:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", screen.removesuffix("Screen")).lower()
    return _environment().get_template(f"{name}.j2")


@cache
def _notices() -> object:
    return _environment().get_template("notices.j2").module


def _short(text: str, longest: int) -> str:
    """The beginning of a text, without marks, for a list of many."""
    words = " ".join(plain(text).split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
