import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.http.world import TOKEN, World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    await world.open()
    yield world
    await world.close()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "school.db"


@pytest.fixture(autouse=True)
def discreet(caplog: pytest.LogCaptureFixture) -> object:
    """Whatever happens, the token stands in no line of the log."""
    with caplog.at_level(logging.INFO):
        yield
    assert TOKEN not in "".join(record.getMessage() for record in caplog.records)
