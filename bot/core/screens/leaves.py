"""What is looked up, in parts that fit on the screen, and the way back to where one was."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.core.actions import Answering, Back, Finished, Leaf, OnTheWay, Reading
from bot.core.prose import plain
from bot.core.screens import Button

# letters: two screens of a phone, and far from the most that Telegram takes
COMFORTABLE = 2200

_Item = TypeVar("_Item")


def parts(
    items: Sequence[_Item], length: Callable[[_Item], int], most: int = COMFORTABLE
) -> tuple[tuple[_Item, ...], ...]:
    """The items in order, as many to a part as are no longer together than `most`; at least
    one part, and in each at least one item where there are any."""
    cut: list[list[_Item]] = [[]]
    used = 0
    for item in items:
        if cut[-1] and used + length(item) > most:
            cut.append([])
            used = 0
        cut[-1].append(item)
        used += length(item)
    return tuple(map(tuple, cut))


def seen(*texts: str | None) -> int:
    """How long texts are on the screen, one under the other."""
    return sum(len(plain(text)) + 2 for text in texts if text)


def turning(part: int, total: int) -> tuple[tuple[Button, ...], ...]:
    """A row that leads to the parts before and after; none where there is one part."""
    row = []
    if part > 0:
        row.append(Button("← Before", Leaf(part - 1)))
    if part + 1 < total:
        row.append(Button("More →", Leaf(part + 1)))
    return (tuple(row),) if row else ()


def way_back(back: OnTheWay) -> Button:
    """The button that leads back to where one was."""
    match back:
        case Reading():
            return Button("← Back to the page", Back())
        case Answering():
            return Button("← Back to the question", Back())
        case Finished():
            return Button("← Back to the summary", Back())
        case _:
            return Button("← Back", Back())
