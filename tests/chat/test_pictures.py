"""A picture is a message of its own that stays, above the page it belongs to."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.chat.delivery import Sent
from bot.chat.updates import Incoming
from bot.classroom import Outcome
from tests import sourced
from tests.conversation import School, Student
from tests.pictures import png


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons/river.png").write_bytes(png(40, 30))
    return tmp_path


@pytest.fixture
def school(folder: Path) -> Iterator[School]:
    school = School(sourced.course(), folder)
    yield school
    school.close()


@pytest.fixture
async def reader(mina: Student) -> Student:
    """Mina, on the page with the picture."""
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    return mina


def kinds(student: Student) -> list[str]:
    """What the bot's messages are, oldest first."""
    return ["photo" if "photo" in one else one["text"][:14] for one in student.messages]


def sent_as(school: School) -> list[Any]:
    """What the photos were sent as: None for content, an id for one that Telegram knows."""
    return [
        one.params.get("photo") if isinstance(one.params.get("photo"), str) else None
        for one in school.telegram.calls
        if one.method == "sendPhoto"
    ]


async def test_a_picture_comes_with_its_caption_and_its_words_and_the_page_below_it(
    reader: Student,
) -> None:
    page = reader.screen

    await reader.taps("Picture")

    assert kinds(reader) == ["Where it rises", "photo", "Where it rises"]
    photo = reader.messages[-2]
    assert photo["caption"] == (
        "The river, drawn. [¶1]\n\nIn words: A line from the north to the sea."
    )
    assert "reply_markup" not in photo
    assert (photo["photo"][0]["width"], photo["photo"][0]["height"]) == (40, 30)
    assert reader.text == page["text"]
    assert "reply_markup" not in reader.messages[0]


async def test_the_picture_stays_while_the_page_below_it_goes_on(reader: Student) -> None:
    await reader.taps("Picture")
    await reader.taps("Check yourself")

    assert kinds(reader) == ["Where it rises", "photo", "Rivers · check"]


async def test_typing_picture_shows_it_too(reader: Student) -> None:
    await reader.sends("picture")

    assert kinds(reader) == ["Where it rises", "photo", "Where it rises"]


async def test_a_picture_is_uploaded_once_and_then_known_by_its_id(
    school: School, reader: Student, jonas: Student
) -> None:
    await reader.taps("Picture")
    await jonas.sends("/learn")
    await jonas.taps("1. Rivers")
    await jonas.taps("Picture")

    (first, second) = sent_as(school)
    assert first is None
    assert second == reader.messages[-2]["photo"][-1]["file_id"]


async def test_a_picture_that_was_drawn_again_is_uploaded_again(
    school: School, folder: Path, reader: Student
) -> None:
    await reader.taps("Picture")
    (folder / "lessons/river.png").write_bytes(png(60, 50))

    await reader.taps("Picture")

    assert sent_as(school) == [None, None]
    assert reader.messages[-2]["photo"][0]["width"] == 60


async def test_an_id_that_telegram_does_not_know_any_more_is_replaced_by_an_upload(
    school: School, reader: Student
) -> None:
    await reader.taps("Picture")
    ids = school.inbox._delivery._pictures._ids
    known = next(iter(ids))
    ids[known] = "gone"

    await reader.taps("Picture")

    assert sent_as(school) == [None, "gone", None]
    assert kinds(reader).count("photo") == 2
    school.telegram.calls.clear()  # the refusal was meant


async def test_a_double_tap_sends_one_picture(school: School, reader: Student) -> None:
    taps = [reader.tap("Picture"), reader.tap("Picture")]

    await school.receives(*taps)

    assert kinds(reader) == ["Where it rises", "photo", "Where it rises"]


async def test_a_file_that_is_missing_is_said_and_the_page_stays(
    school: School, folder: Path, reader: Student, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "lessons/river.png").unlink()

    with caplog.at_level(logging.ERROR):
        await reader.taps("Picture")
        assert reader.toast is not None
        assert reader.toast.startswith("The picture cannot be shown just now.")
        await reader.sends("picture")

    assert reader.sees("The picture cannot be shown just now.", "page 1 of 2")
    assert kinds(reader) == ["Where it rises", "The picture ca"]
    assert "river.png cannot be read" in caplog.text
    assert school.rows("select distinct state from inbox") == [("done",)]


async def test_a_picture_outside_the_courses_folder_is_not_sent(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "river.png").write_bytes(png(9, 9))
    files = sourced.files()
    files[0][0]["pages"][0]["figure"] = {**sourced.FIGURE, "image": "../river.png"}
    school = School(sourced.course(lessons=files), folder)
    mina = school.student(1001)
    await mina.sends("/learn")
    await mina.taps("1. Rivers")

    await mina.taps("Picture")

    assert mina.toast is not None
    assert mina.toast.startswith("The picture cannot be shown")
    assert "it is not in the course's folder" in caplog.text
    school.close()


async def test_a_picture_that_telegram_refuses_is_said_above_the_page(
    school: School, folder: Path, reader: Student, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "lessons/river.png").write_bytes(b"no picture at all")

    await reader.taps("Picture")

    assert reader.sees("The picture cannot be shown just now.", "page 1 of 2")
    assert "photo" not in kinds(reader)
    assert "Telegram refused the picture river.png" in caplog.text
    school.telegram.calls.clear()  # the refusal was meant


async def test_a_picture_waits_out_what_passes(school: School, reader: Student) -> None:
    school.telegram.fail(method="sendPhoto", status=500)
    school.telegram.fail(method="sendPhoto", retry_after=1)

    await reader.taps("Picture")

    assert kinds(reader) == ["Where it rises", "photo", "Where it rises"]
    school.telegram.calls.clear()  # the faults were meant


async def test_a_student_who_has_blocked_the_bot_gets_no_picture(
    school: School, reader: Student
) -> None:
    school.telegram.fail(method="sendPhoto", status=403)

    await reader.taps("Picture")

    assert school.rows("select is_blocked from students") == [(1,)]
    assert kinds(reader) == ["Where it rises"]
    school.telegram.calls.clear()  # the refusal was meant


@pytest.mark.parametrize("is_sent", [False, True])
async def test_after_a_crash_the_picture_may_come_twice_and_the_page_is_right(
    school: School,
    reader: Student,
    monkeypatch: pytest.MonkeyPatch,
    is_sent: bool,
) -> None:
    show = school.inbox._delivery.show

    async def crash(incoming: Incoming, outcome: Outcome) -> Sent | None:
        if is_sent:
            await show(incoming, outcome)
        raise RuntimeError("a crash before it was noted")

    monkeypatch.setattr(school.inbox._delivery, "show", crash)
    await reader.taps("Picture")

    await school.reopens()

    assert kinds(reader) == ["Where it rises", *(["photo", "Where it rises"] * (1 + is_sent))]
    assert reader.sees("page 1 of 2")
    assert school.rows("select place from students") == [("r:rivers:source",)]
    assert school.rows("select distinct state from inbox") == [("done",)]
    await reader.taps("Check yourself")
    assert reader.sees("Where does it rise?")
    school.telegram.calls.clear()  # the tap was answered before the crash, too
