"""One Chromium and one preview of a course for all tests of this folder.

Its one rule: each test finds a window of its own, a bot that is up, and nobody who has learned
anything yet.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from bot.content import load
from bot.core.course import Course
from bot.preview.launch import PEOPLE
from bot.settings import shipped_course
from tests.browser.phone import CHROMIUM, FLAGS, previewed
from tests.preview.evening import GOOD
from tests.preview.looking import Looker, looking


@pytest.fixture(scope="session")
def course() -> Course:
    course = load(shipped_course()).course
    assert course is not None
    return course


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running() -> AsyncIterator[str]:
    """The address of a preview that goes on from test to test."""
    async with previewed() as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running_small() -> AsyncIterator[str]:
    async with previewed("--course", str(GOOD)) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def preview(running: str) -> str:
    """The address of a preview as it is after its start, but for its clock and newcomers."""
    await forget_all(running)
    return running


@pytest_asyncio.fixture(loop_scope="session")
async def small(running_small: str) -> str:
    """The same with a small course, for tests that look long at all there is."""
    await forget_all(running_small)
    return running_small


async def forget_all(address: str) -> None:
    """The bot is up then, as if for the first time."""
    async with looking(address) as page:
        await page.does("heal")
        await is_up(page)
        for person in PEOPLE:
            await page.does("afresh", person=person.id)


async def is_up(page: Looker) -> None:
    """Returns when the bot is up; one that is down is started."""
    async with page.listens() as stream:
        state = (await stream.next())[1]["bot"]["state"]
        if state == "down":
            await page.does("start")
        elif state != "up":
            await stream.until("bot", state="up")
