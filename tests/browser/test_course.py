"""A student takes a module of the shipped course in the browser, from the greeting to the result.

The preview runs as its users run it: the command, the real bot beside it, Chromium in front.
"""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from playwright.async_api import Page, async_playwright

from bot.content import load
from bot.core.course import Choices, Module, ModuleId, NumberTyped, Question, right_answers
from bot.settings import shipped_course

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("CI") != "true", reason="Chromium is not installed"
    ),
]
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
FOOD = ModuleId("food-security")


@asynccontextmanager
async def previewed() -> AsyncIterator[str]:
    """The address of a preview while it runs."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "preview", "--no-open", "--port", "0"),
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

    async def text(self) -> str:
        """The bot's newest message, as it is seen."""
        return str(await self.page.locator("#log .bot .text").last.inner_text())

    async def keys(self) -> list[str]:
        return list(await self.page.locator("#log .bot").last.locator(".key").all_inner_texts())

    async def taps(self, label: str) -> None:
        """Tap the key that begins with the label, and wait for what it leads to."""
        before = await self._seen()
        key = self.page.locator("#log .bot").last.locator(".key").filter(has_text=label).first
        await key.click()
        await self._changed(before)

    async def sends(self, text: str) -> None:
        before = await self._seen()
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")
        await self._changed(before)

    async def _seen(self) -> list[str]:
        return list(await self.page.locator("#log .bot").all_inner_texts())

    async def _changed(self, before: list[str]) -> None:
        await self.page.wait_for_function(
            "before => JSON.stringify([...document.querySelectorAll('#log .bot')]"
            ".map(one => one.innerText)) !== JSON.stringify(before)",
            arg=before,
            timeout=5000,
        )


@asynccontextmanager
async def held(address: str, complaints: list[str]) -> AsyncIterator[Phone]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 390, "height": 844})
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}#{STUDENT}")
        yield Phone(page)
        await browser.close()


def labels(text: str) -> dict[str, str]:
    """Each option's letter, by its text, as they stand in a message."""
    lines = [line.removeprefix("☑ ") for line in text.splitlines()]
    return {line[3:]: line[0] for line in lines if line[1:3] == ". "}


async def answer(phone: Phone, question: Question, *, rightly: bool) -> None:
    """Answer what is asked; wrongly means as far from right as can be."""
    key = right_answers(question)
    match question:
        case NumberTyped():
            await phone.sends(f"{question.answer:f}" if rightly else "77777")
        case Choices():
            options = labels(await phone.text())
            for text in options:
                if (text in key) is rightly:
                    await phone.taps(f" {options[text]}")
            await phone.taps("Confirm")
        case _:
            options = labels(await phone.text())
            taken = next(text for text in options if (text in key) is rightly)
            if question.type == "choice":
                await phone.sends(options[taken].lower())
            else:
                await phone.taps(options[taken])


def asked(module: Module, text: str) -> Question:
    """The question that a message asks."""
    seen = " ".join(text.split())
    found = [one for one in module.questions if " ".join(one.ask.split()) in seen]
    assert len(found) == 1, seen
    return found[0]


async def read(phone: Phone, module: Module) -> None:
    """All pages, with their checks answered rightly."""
    await phone.sends("/start")
    assert "Stored here" in await phone.text()
    await phone.taps("Begin")
    await phone.sends("3")
    for number, page in enumerate(module.pages, start=1):
        text = await phone.text()
        assert page.title in text
        assert f"page {number} of 5" in text
        await phone.taps("Check yourself")
        await answer(phone, asked(module, await phone.text()), rightly=True)
        assert "Right." in await phone.text()
        await phone.taps("Onward")
    assert "read to the end" in await phone.text()


async def test_a_module_from_its_first_page_to_its_result_and_the_class_sees_it() -> None:
    course = load(shipped_course()).course
    assert course is not None
    module = course.modules[FOOD]
    total = len(module.questions)
    complaints: list[str] = []

    async with previewed() as address, held(address, complaints) as phone:
        await read(phone, module)
        await phone.taps("Take the quiz")
        for number in range(1, total + 1):
            text = await phone.text()
            assert f"question {number} of {total}" in text
            question = asked(module, text)
            rightly = number % 4 != 0
            await answer(phone, question, rightly=rightly)
            text = await phone.text()
            assert ("Right." if rightly else "Not quite.") in text
            assert all(one in " ".join(text.split()) for one in right_answers(question))
            await phone.taps("See the result" if number == total else "Next")
        right = total - total // 4
        assert f"{right} of {total} right" in await phone.text()
        assert f"Retry what I missed ({total // 4})" in await phone.keys()

        await phone.page.goto(f"{address}#{INSTRUCTOR}")
        await phone.page.reload()
        await phone.sends("/class")
        text = await phone.text()
        assert "1 student, 1 active" in text
        assert f"finished 1 · mean of first quizzes {round(100 * right / total)} % (n = 1)" in text
        assert "missed by 1 of 1" in text

    assert complaints == []
