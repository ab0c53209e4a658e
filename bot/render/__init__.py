"""Screen -> Telegram HTML and keyboard rows: the only place that knows how a screen reads.

One template a kind of screen, named after it; what students read is changed there.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
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
# UTF-16 units; an answer to a callback at most 200, a picture's caption at most 1024.
LONGEST = 4096
LONGEST_TOAST = 200
LONGEST_CAPTION = 1024
_MOST_TITLES = 3
_LONG_ADDRESS = 60
_FEWEST_WORDS = 40
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
    environment.filters["cut"] = _cut
    environment.filters["percent"] = _percent
    environment.filters["points"] = _points
    environment.filters["signed"] = _signed
    environment.filters["moment"] = _moment
    environment.filters["time_left"] = _time_left
    environment.filters["days"] = _days
    environment.filters["several"] = _several
    environment.filters["numbers"] = _numbers
    environment.filters["address"] = _address
    environment.globals["room_for_words"] = _room_for_words
    return environment


@cache
def _template(screen: str) -> Template:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", screen.removesuffix("Screen")).lower()
    return _environment().get_template(f"{name}.j2")


@cache
def _notices() -> object:
    return _environment().get_template("notices.j2").module


def _short(text: str, longest: int) -> str:
    """The beginning of a course's text, without marks, for a list of many."""
    return _cut(plain(text), longest)


def _cut(text: str, longest: int) -> str:
    """The beginning of what somebody wrote, as it is; `longest` in UTF-16 units."""
    words = " ".join(text.split())
    units = words.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * longest:
        return words
    return f"{units[: 2 * (longest - 1)].decode('utf-16-le', 'ignore').rstrip()}…"


def _percent(share: float | Decimal) -> str:
    """A share of 1, in per cent."""
    return f"{100 * share:.0f} %"


def _points(points: float) -> str:
    """Points with two places at most, and none that say nothing: 1, 0.5, 3.67."""
    return f"{round(points, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def _signed(points: float) -> str:
    return f"{'+' if points > 0 else ''}{_points(points)}".replace("-", "−")


def _moment(at: datetime) -> str:
    return f"{at.day} {at.strftime('%B %Y, %H:%M %Z')}".strip()


def _time_left(left: timedelta) -> str:
    """Whole minutes, rounded up, so that nobody is told to have none while there is some."""
    minutes = max(0, -(-int(left.total_seconds()) // 60))
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _several(titles: Sequence[str]) -> str:
    """Three titles at most; beyond that, how many more."""
    if len(titles) <= _MOST_TITLES:
        return ", ".join(titles)
    return f"{', '.join(titles[:_MOST_TITLES])} and {len(titles) - _MOST_TITLES} more"


def _numbers(numbers: Sequence[int]) -> str:
    """Ascending numbers, with those that follow each other joined: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _address(url: str) -> str:
    """An address as it is read: whole where it is short, or the place where it begins."""
    bare = url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return bare if len(bare) <= _LONG_ADDRESS else f"{bare.partition('/')[0]}/…"


def _room_for_words(caption: str) -> int:
    """How many characters below the caption can say the same as the picture; 0 for too few."""
    used = sum(len(text.encode("utf-16-le")) // 2 for text in (plain(caption), "\n\nIn words: "))
    room = LONGEST_CAPTION - used
    return room if room >= _FEWEST_WORDS else 0
