"""The preview as its users run it: the command, the real bot beside it, Chromium in front."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STUDENT, INSTRUCTOR = 1001, 9001
PATIENCE = 5000  # milliseconds

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="Chromium is not installed"
)


@asynccontextmanager
async def previewed(*options: str) -> AsyncIterator[str]:
    """The address of a preview while it runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "preview", "--no-open", "--port", "0", *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.wait(), 20)
    assert process.returncode == 0


@dataclass
class Phone:
    """The page, as somebody holds it."""

    page: Page

    @property
    def newest(self) -> Locator:
        """The bot's newest message."""
        return self.page.locator(".pane .log .bot").last

    async def text(self) -> str:
        """The bot's newest message, as it is seen."""
        await self.newest.scroll_into_view_if_needed()  # what is far away is not laid out
        return str(await self.newest.locator(".text").inner_text())

    async def keys(self) -> list[str]:
        return list(await self.newest.locator(".key").all_inner_texts())

    async def taps(self, label: str) -> None:
        """Tap the key that begins with the label, and wait for what it leads to."""
        before = await self._seen()
        await self.newest.locator(".key").filter(has_text=label).first.click()
        await self._changed(before)

    async def sends(self, text: str) -> None:
        before = await self._seen()
        await self.writes(text)
        await self._changed(before)

    async def writes(self, text: str) -> None:
        """Send it, and do not wait for an answer."""
        await self.page.locator(".pane textarea").first.fill(text)
        await self.page.locator(".pane textarea").first.press("Enter")

    async def presses(self, name: str) -> None:
        """Press a button of the page."""
        await self.page.get_by_role("button", name=name).first.click()

    async def sees(self, text: str) -> None:
        """Wait until the page shows it."""
        await self.page.get_by_text(text).first.wait_for(timeout=PATIENCE)

    async def _seen(self) -> list[str]:
        return list(await self.page.locator(".pane .log .bot").all_text_contents())

    async def _changed(self, before: list[str]) -> None:
        await self.page.wait_for_function(
            "before => JSON.stringify([...document.querySelectorAll('.pane .log .bot')]"
            ".map(one => one.textContent)) !== JSON.stringify(before)",
            arg=before,
            timeout=PATIENCE,
            polling=20,  # at every frame, it would be most of the browser's work
        )


@asynccontextmanager
async def held(
    browser: Browser,
    address: str,
    complaints: list[str],
    width: int = 390,
    height: int = 844,
    **context: Any,
) -> AsyncIterator[Phone]:
    """The page in a window of that size; what the browser complains of is written down."""
    page = await browser.new_page(viewport={"width": width, "height": height}, **context)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        await page.goto(address)
        yield Phone(page)
    finally:
        await page.close()
