"""What is on the screen, as values: the words of the course and buttons that hold actions.

Each kind of screen has one template of the same name in render/, which knows how it reads.
Nothing here knows Telegram.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from bot.core.actions import Action

Style = Literal["primary", "success", "danger"]
# they stand on a button and say how things are; nobody types them
_MARKS = "✓☐☑● "


@dataclass(frozen=True)
class Button:
    """`key` is the label that stands in the text and can be typed; None if there is none."""

    text: str
    action: Action
    key: str | None = None
    style: Style | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What every kind of screen has.  One that `stays` is never edited into another."""

    stays: ClassVar[bool] = False
    rows: Rows

    def buttons(self) -> Iterator[Button]:
        for row in self.rows:
            yield from row


def pressed(screen: Screen, text: str) -> Action | None:
    """The button that typed text means: by its label, its number, or its words."""
    typed = _plain(text)
    if not typed:
        return None
    keyed = [button for button in screen.buttons() if button.key is not None]
    for button in screen.buttons():
        if typed in (_plain(button.text), _plain(button.key or "")):
            return button.action
    if typed.isdecimal() and len(typed) <= 3 and 1 <= int(typed) <= len(keyed):
        return keyed[int(typed) - 1].action
    for button in keyed:
        words = button.text.lstrip(_MARKS).removeprefix(button.key or "")
        if typed == _plain(words):
            return button.action
    return None


def _plain(text: str) -> str:
    kept = unicodedata.normalize("NFKC", text).casefold()
    return kept.strip(" \t\r\n.,;:!?()[]\"'·—–-→←" + _MARKS)
