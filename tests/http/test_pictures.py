"""Pictures over a real socket: uploaded as a form, then known by their id."""

from pathlib import Path
from typing import Any

import pytest

from tests import sourced
from tests.http.world import World, teaching, until
from tests.pictures import png
from tests.school import MINA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lessons").mkdir()
    (tmp_path / "lessons/river.png").write_bytes(png(40, 30))
    return tmp_path


def photos(world: World) -> list[dict[str, Any]]:
    return [one for one in world.telegram.messages(MINA) if "photo" in one]


async def test_a_picture_is_uploaded_once_and_stays_above_its_page(
    world: World, database: Path, folder: Path
) -> None:
    async with teaching(world, database, sourced.course(), folder):
        world.telegram.send(MINA, "/learn")
        await until(world.sees(MINA, "Modules"))
        world.tap(MINA, "1. Rivers")
        await until(world.sees(MINA, "page 1 of 2"))

        for count in (1, 2):
            before = len(world.telegram.messages(MINA))
            world.tap(MINA, "Picture")
            await until(lambda before=before: len(world.telegram.messages(MINA)) == before + 2)  # type: ignore[misc]
            assert len(photos(world)) == count
            assert "page 1 of 2" in world.telegram.messages(MINA)[-1]["text"]

    first, second = (one["photo"][-1] for one in photos(world))
    assert (first["width"], first["file_size"]) == (40, len(png(40, 30)))
    assert second["file_id"] == first["file_id"]
    uploads = [isinstance(one.params.get("photo"), str) for one in world.calls("sendPhoto")]
    assert uploads == [False, True]
    assert photos(world)[0]["caption"].startswith("The river, drawn. [¶1]")


async def test_a_picture_whose_upload_is_lost_on_the_way_is_sent_again(
    world: World, database: Path, folder: Path
) -> None:
    async with teaching(world, database, sourced.course(), folder):
        world.telegram.send(MINA, "/learn")
        await until(world.sees(MINA, "Modules"))
        world.tap(MINA, "1. Rivers")
        await until(world.sees(MINA, "page 1 of 2"))
        world.telegram.fail(method="sendPhoto", lose_response=True)

        world.tap(MINA, "Picture")

        await until(lambda: len(photos(world)) == 2)  # it had arrived: twice does no harm
        await until(world.sees(MINA, "page 1 of 2"))
