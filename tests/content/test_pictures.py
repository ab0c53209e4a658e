"""Pictures of pages: judged by their own bytes, told in an author's words."""

import os
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load
from bot.content.pictures import Size, size_of

GOOD = Path(__file__).parents[1] / "broken" / "good"

TOO_LARGE = "together more than the 10,000 that Telegram takes"
TOO_FLAT = "more than 20 times as much one way as the other"
TOO_HEAVY = "more than Telegram takes"


def png(width: int, height: int) -> bytes:
    """The beginning of a PNG, which is all that is looked at."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + struct.pack(">I", zlib.crc32(head))


def jpeg(width: int, height: int, *, kind: int = 0xC0) -> bytes:
    """The beginning of a JPEG: a segment of another kind, padding, then the one with the size."""
    other = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF" + bytes(10)
    tables = b"\xff\xc4" + struct.pack(">H", 5) + bytes(3)
    size = bytes([0xFF, 0xFF, kind]) + struct.pack(">HBHHB", 11, 8, height, width, 1) + bytes(3)
    return b"\xff\xd8" + other + tables + size


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "course")
    return tmp_path / "course"


def told(course: Path, picture: bytes) -> list[str]:
    """What is said of the page's picture."""
    (course / "lessons/figures/map.png").write_bytes(picture)
    before = 'lessons/grain.yaml:14:14: picture "figures/map.png" '
    return [str(one).removeprefix(before) for one in load(course).problems]


@pytest.mark.parametrize(
    ("picture", "size"),
    [
        (png(640, 480), Size(640, 480)),
        (jpeg(640, 480), Size(640, 480)),
        (jpeg(640, 480, kind=0xC2), Size(640, 480)),
        (png(640, 480)[:20], None),
        (jpeg(640, 480)[:20], None),
        (b"GIF89a", None),
        (b"\xff\xd8", None),
        (b"", None),
    ],
)
def test_the_size_stands_in_the_first_bytes(picture: bytes, size: Size | None) -> None:
    assert size_of(picture) == size


@given(st.binary(), st.sampled_from([b"", b"\xff\xd8", b"\xff\xd8\xff", png(1, 1)[:16]]))
def test_no_bytes_are_beyond_looking_at(rest: bytes, start: bytes) -> None:
    size = size_of(start + rest)

    assert size is None or (size.width >= 0 and size.height >= 0)


@pytest.mark.parametrize(
    "picture",
    [png(5000, 5000), jpeg(2000, 100), png(100, 2000), png(2, 1).ljust(10_000_000)],
    ids=["large", "flat", "high", "heavy"],
)
def test_what_telegram_just_takes_is_fine(course: Path, picture: bytes) -> None:
    assert told(course, picture) == []


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (png(5001, 5000), f"has 5001 × 5000 pixels, {TOO_LARGE}; draw it smaller"),
        (jpeg(2001, 100), f"has 2001 × 100 pixels, {TOO_FLAT}; draw it less narrow"),
        (png(0, 9), "has 0 × 9 pixels; save it again"),
        (png(2, 1).ljust(10_000_001), f"is larger than 10 MB, {TOO_HEAVY}; draw it smaller"),
        (b"GIF89a", "is neither a PNG nor a JPEG; save it as one of them"),
    ],
    ids=["large", "flat", "empty", "heavy", "gif"],
)
def test_what_telegram_does_not_take_is_told(course: Path, picture: bytes, what: str) -> None:
    assert told(course, picture) == [what]


def test_a_link_does_not_lead_out_of_the_course(course: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.png").write_bytes(png(2, 1))
    picture = course / "lessons/figures/map.png"
    picture.unlink()
    picture.symlink_to(tmp_path / "elsewhere.png")

    (problem,) = load(course).problems

    assert problem.what == 'picture "figures/map.png" is outside lessons/'


def test_links_in_a_circle_are_told(course: Path) -> None:
    picture = course / "lessons/figures/map.png"
    picture.unlink()
    picture.symlink_to(picture)

    (problem,) = load(course).problems

    assert problem.remedy == "make it a file that you may read"


def test_what_would_never_end_is_not_opened(course: Path) -> None:
    picture = course / "lessons/figures/map.png"
    picture.unlink()
    os.mkfifo(picture)

    (problem,) = load(course).problems

    assert problem.what == 'picture "figures/map.png" is not a file'


@pytest.mark.parametrize("name", ["C:/map.png", "~/map.png", "figures\\map.png", "https://x/y.png"])
def test_only_a_name_within_lessons_names_a_picture(course: Path, name: str) -> None:
    lesson = course / "lessons/grain.yaml"
    lesson.write_text(lesson.read_text().replace("figures/map.png", name))

    (problem,) = load(course).problems

    assert problem.what == f'picture "{name}" is not named as a file of lessons/'
    assert problem.remedy == "write it as in figures/map.png"
