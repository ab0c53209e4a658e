"""A student takes a module in the browser, from greeting to result.

It is one of the shipped course, with fewer questions: those of its pages and one of each type.
"""

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.async_api import Browser

from bot.content import load
from bot.core.course import (
    Choices,
    Matching,
    Module,
    ModuleId,
    NumberTyped,
    Ordering,
    Question,
    TextTyped,
    right_answers,
)
from bot.core.prose import plain
from bot.settings import shipped_course
from tests.browser.phone import INSTRUCTOR, STUDENT, Phone, held, needs_chromium, previewed

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), needs_chromium]
FOOD = ModuleId("food-security")


def shortened(folder: Path) -> Path:
    """The folder, with the course in it and a shorter quiz about food."""
    for room in ("lessons", "quizzes"):
        shutil.copytree(shipped_course() / room, folder / room)
    lesson = _read(folder / "lessons/04-food-security.yaml")
    quiz = _read(folder / "quizzes/04-food-security.yaml")
    asked = {*lesson["pretest"], *(page["check"] for page in lesson["pages"])}
    first = {one["type"]: one["id"] for one in reversed(quiz["questions"])}
    kept = [one for one in quiz["questions"] if one["id"] in asked.union(first.values())]
    text = yaml.safe_dump({**quiz, "questions": kept}, allow_unicode=True, sort_keys=False)
    (folder / "quizzes/04-food-security.yaml").write_text(text, encoding="utf-8")
    return folder


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


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
        case TextTyped():
            await phone.sends(key[0] if rightly else "?")
        case Choices():
            options = labels(await phone.text())
            for text in options:
                if (text in key) is rightly:
                    await phone.taps(f" {options[text]}")
            await phone.taps("Confirm")
        case Ordering() | Matching():
            options = labels(await phone.text())
            order = (
                question.items
                if isinstance(question, Ordering)
                else [one.match for one in question.pairs]
            )
            turned = order if rightly else [*order[1:], order[0]]
            await phone.sends(" ".join(options[one] for one in turned))
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
    found = [one for one in module.questions if " ".join(plain(one.ask).split()) in seen]
    assert len(found) == 1, seen
    return found[0]


async def read(phone: Phone, module: Module) -> None:
    """All pages, with their checks answered rightly."""
    await phone.sends("/start")
    assert "Stored here" in await phone.text()
    await phone.taps("Begin")
    await phone.sends("4")
    assert "before you read" in await phone.text()
    await phone.taps("Read at once")
    for number, page in enumerate(module.pages, start=1):
        text = await phone.text()
        assert page.title in text
        assert f"page {number} of 5" in text
        await phone.taps("Check yourself")
        await answer(phone, asked(module, await phone.text()), rightly=True)
        assert "Right." in await phone.text()
        await phone.taps("Onward")
    assert "read to the end" in await phone.text()


async def test_a_module_from_its_first_page_to_its_result_and_the_class_sees_it(
    browser: Browser, tmp_path: Path
) -> None:
    folder = shortened(tmp_path / "course")
    course = load(folder).course
    assert course is not None
    module = course.modules[FOOD]
    total = len(module.questions)
    complaints: list[str] = []

    async with (
        previewed("--course", str(folder)) as address,
        held(browser, f"{address}#{STUDENT}", complaints) as phone,
    ):
        await read(phone, module)
        await phone.taps("Take the quiz")
        for number in range(1, total + 1):
            text = await phone.text()
            assert f"question {number} of {total}" in text
            question = asked(module, text)
            rightly = number % 4 != 0
            await answer(phone, question, rightly=rightly)
            text = await phone.text()
            assert ("Right." in text) is rightly
            alone = " ".join(text.rpartition("Right answer:")[2].split())
            assert all(one in alone for one in right_answers(question))
            await phone.taps("See the result" if number == total else "Next")
        right = total - total // 4
        assert f"{right} of {total} right" in await phone.text()
        assert f"Retry what I missed ({total // 4})" in await phone.keys()

        await phone.page.goto(f"{address}#{INSTRUCTOR}")
        await phone.sends("/class")
        text = await phone.text()
        assert "1 student, 1 active" in text
        assert "finished 1 · mean of first quizzes" in text
        assert "missed by 1 of 1" in text

    assert complaints == []
