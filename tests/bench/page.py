"""How quick the preview is, at the page: ready, first paint, a tap, a long conversation."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter
from typing import Any

import aiohttp
from playwright.async_api import Page, async_playwright

from tests.browser.phone import FLAGS

STUDENT = 1001
LONG = 1002
TAPS = 60
MESSAGES = 2000

# From the press of a key to the frame that shows something else.
TAP = """label => new Promise((resolve, reject) => {
  const log = document.querySelector('.pane .log');
  const keys = [...log.querySelectorAll('.bot .key')];
  const key = keys.reverse().find((one) => one.innerText.trim().startsWith(label));
  if (!key) { reject(new Error(`no key ${label}`)); return; }
  const before = log.innerText;
  const began = performance.now();
  const look = () => {
    if (log.innerText !== before) resolve(performance.now() - began);
    else requestAnimationFrame(look);
  };
  key.click();
  requestAnimationFrame(look);
})"""

# Scroll from the end towards the beginning, for a thousand frames; the time between them, in ms.
SCROLL = """() => new Promise((resolve) => {
  const scroller = document.querySelector('.pane .scroller');
  const frames = [];
  let last = performance.now();
  let step = -240;
  const next = (now) => {
    frames.push(now - last);
    last = now;
    const top = scroller.scrollTop;
    scroller.scrollTop = top + step;
    if (frames.length > 1000) { resolve(frames.slice(1)); return; }
    if (scroller.scrollTop === top) {
      if (step > 0) { resolve(frames.slice(1)); return; }
      step = 240;
    }
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
})"""


@dataclass(frozen=True)
class Quickness:
    """Milliseconds, except `smooth`: the share of frames that came within two of 60 a second."""

    ready: float
    first_paint: float
    taps: list[float]
    opened: float
    frames: list[float]

    @property
    def smooth(self) -> float:
        return sum(each <= 34 for each in self.frames) / len(self.frames)

    def rows(self) -> list[str]:
        taps, frames = sorted(self.taps), sorted(self.frames)
        return [
            f"| from the command to a bot that is up | {self.ready:,.0f} ms |",
            f"| first paint | {self.first_paint:,.0f} ms |",
            f"| a tap to its new screen, median | {taps[len(taps) // 2]:.0f} ms |",
            f"| a tap to its new screen, 95 of 100 | {taps[len(taps) * 95 // 100]:.0f} ms |",
            f"| opening a chat of {MESSAGES:,} messages | {self.opened:,.0f} ms |",
            f"| scrolling through it: the median frame | {frames[len(frames) // 2]:.1f} ms |",
            f"| scrolling: 99 of 100 frames | {frames[len(frames) * 99 // 100]:.1f} ms |",
            f"| scrolling: frames within 34 ms | {100 * self.smooth:.1f} % |",
        ]


async def quickness() -> Quickness | None:
    """None where Chromium is not installed."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    async with (
        previewed() as (address, ready),
        aiohttp.ClientSession(address) as session,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(f"{address}/#{STUDENT}")
        await page.wait_for_selector(".pane textarea")
        paint = await page.evaluate(
            "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        taps = await tapped(session, page)
        await fill(session)
        began = perf_counter()
        await page.goto("about:blank")
        await page.goto(f"{address}/#{LONG}")
        await page.wait_for_function(
            "count => document.querySelectorAll('.pane .log .message').length >= count",
            arg=MESSAGES,
        )
        opened = 1000 * (perf_counter() - began)
        frames = await page.evaluate(SCROLL)
        await browser.close()
    return Quickness(ready, paint, taps, opened, frames)


async def tapped(session: aiohttp.ClientSession, page: Page) -> list[float]:
    """The times of many taps, each of which leads to another screen."""
    await done(session, "send", person=STUDENT, text="/learn")
    await page.wait_for_selector(".pane .log .bot .key")
    labels = ["1. ", *("Modules", "1. ") * (TAPS // 2)]
    return [await page.evaluate(TAP, label) for label in labels]


async def fill(session: aiohttp.ClientSession) -> None:
    """A long conversation."""
    for text, _ in zip(cycle(("/learn", "/quiz", "/help", "/progress")), range(MESSAGES // 2)):
        await done(session, "send", person=LONG, text=text)
    await done(session, "quiet", seconds=60)


async def done(session: aiohttp.ClientSession, deed: str, **arguments: Any) -> None:
    async with session.post(f"/control/{deed}", json=arguments) as response:
        response.raise_for_status()


@asynccontextmanager
async def previewed() -> AsyncIterator[tuple[str, float]]:
    """The address of a preview whose bot is up, and how many milliseconds that took."""
    began = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "preview", "--no-open", "--port", "0"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        address = (await process.stdout.readline()).decode().split("/  ")[0]
        async with aiohttp.ClientSession(address) as session, session.get("/events") as events:
            async for line in events.content:
                if b'"state": "up"' in line:
                    break
        yield address, 1000 * (perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
