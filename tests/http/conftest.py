import io
import logging
from collections.abc import AsyncIterator, Iterator
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
def discreet() -> Iterator[None]:
    """Whatever happens, the token stands in no line of the log, tracebacks included."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield
    root.setLevel(level)
    root.removeHandler(handler)
    assert TOKEN not in written.getvalue()
