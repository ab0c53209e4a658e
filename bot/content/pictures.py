"""Rules for pictures: what a page shows is a file that Telegram takes as a photo.

The one rule: a picture is judged by its own first bytes, never by its name.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.drafts import Draft
from bot.content.listing import normal, within
from bot.content.problems import Problem, shown

ROOM = "lessons"  # what pages say of a picture begins there
# what Telegram takes as a photo
BYTES = 10_000_000
WIDTH_AND_HEIGHT = 10_000
RATIO = 20


@dataclass(frozen=True)
class Size:
    """Of a picture, in pixels."""

    width: int
    height: int


def pictures_that_cannot_be_sent(draft: Draft) -> Iterator[Problem]:
    for lesson in draft.lessons:
        for sheet, image in within(lesson, "pages", "*", "figure", "image"):
            name = normal(image.text)
            fault = _fault(draft.folder / ROOM, name)
            if fault is not None:
                what, remedy = fault
                yield sheet.problem(image.place, f"picture {shown(name)} {what}", remedy)


def size_of(picture: bytes) -> Size | None:
    """A PNG's or JPEG's width and height; None where it is neither, or is broken."""
    if picture.startswith(b"\x89PNG\r\n\x1a\n") and picture[12:16] == b"IHDR":
        return Size(*struct.unpack(">II", picture[16:24])) if len(picture) >= 24 else None
    if picture.startswith(b"\xff\xd8"):
        return _size_of_jpeg(picture)
    return None


def _size_of_jpeg(picture: bytes) -> Size | None:
    """A JPEG is a row of segments, each with its kind and length; one kind holds the size."""
    at = 2
    while at + 9 <= len(picture) and picture[at] == 0xFF:
        kind = picture[at + 1]
        if kind == 0xFF:  # may be repeated before the kind
            at += 1
        elif 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return Size(width, height)
        else:
            at += 2 + int.from_bytes(picture[at + 2 : at + 4])
    return None


def _fault(room: Path, name: str) -> tuple[str, str] | None:
    """What is wrong with the picture of that name, and what to do; None if it can be sent."""
    if not name.isprintable() or re.match(r"[/~]|[A-Za-z]+:", name) or "\\" in name:
        return "is not named as a file of lessons/", "write it as in figures/map.png"
    try:
        path = (room / name).resolve()
        if not path.is_relative_to(room.resolve()):
            return "is outside lessons/", "put it there, as in figures/map.png"
        if not path.exists():
            return "does not exist in lessons/", "put it there, or mend its name"
        if not path.is_file():  # a folder, or something that would never end
            return "is not a file", "name the file itself"
        with path.open("rb") as file:
            picture = file.read(BYTES + 1)
    except (OSError, RuntimeError) as error:  # links in a circle are a RuntimeError
        why = error.strerror if isinstance(error, OSError) else "its links go round in a circle"
        return f"cannot be read ({why})", "make it a file that you may read"
    size = size_of(picture)
    if size is None:
        return "is neither a PNG nor a JPEG", "save it as one of them"
    return _too_large(len(picture), size)


def _too_large(many: int, size: Size) -> tuple[str, str] | None:
    measures = f"{size.width} × {size.height} pixels"
    if many > BYTES:
        return "is larger than 10 MB, more than Telegram takes", "draw it smaller"
    if not size.width or not size.height:
        return f"has {measures}", "save it again"
    if size.width + size.height > WIDTH_AND_HEIGHT:
        what = f"has {measures}, together more than the {WIDTH_AND_HEIGHT:,} that Telegram takes"
        return what, "draw it smaller"
    if max(size.width, size.height) > RATIO * min(size.width, size.height):
        what = f"has {measures}, more than {RATIO} times as much one way as the other"
        return what, "draw it less narrow"
    return None
