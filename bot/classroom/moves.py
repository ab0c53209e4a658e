"""Where a visit leads."""

from dataclasses import dataclass

from bot.core.actions import Place
from bot.core.notices import Notice


@dataclass(frozen=True)
class Move:
    """Where a visit leads; `is_past` when an old button was pressed."""

    place: Place
    notice: Notice | None = None
    is_past: bool = False
