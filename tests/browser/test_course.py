"""A student takes a module of the shipped course in the browser, from greeting to result."""

import pytest

from bot.content import load
from bot.core.course import Choices, Module, ModuleId, NumberTyped, Question, right_answers
from bot.settings import shipped_course
from tests.browser.phone import INSTRUCTOR, STUDENT, Phone, held, needs_chromium, previewed

pytestmark = [pytest.mark.slow, needs_chromium]
FOOD = ModuleId("food-security")


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
    await phone.sends("4")
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

    async with previewed() as address, held(f"{address}#{STUDENT}", complaints) as phone:
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
        await phone.sends("/class")
        text = await phone.text()
        assert "1 student, 1 active" in text
        assert f"finished 1 · mean of first quizzes {round(100 * right / total)} % (n = 1)" in text
        assert "missed by 1 of 1" in text

    assert complaints == []
