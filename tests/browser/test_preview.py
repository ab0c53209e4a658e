"""The preview as a workbench, driven in Chromium: files, faults, clock, mistakes, gallery."""

from pathlib import Path
from typing import Any

import aiohttp
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser

from bot.core.course import Course
from bot.core.screens.gallery import gallery
from bot.rehearsal import replay
from tests.browser.phone import INSTRUCTOR, STUDENT, Phone, held, needs_chromium, previewed
from tests.preview.evening import new_course

pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="session"), needs_chromium]
DESK = {"width": 1280, "height": 800}
PICTURE = Path(__file__).parent / "conversation.png"


async def opens_tools(phone: Phone, tab: str) -> None:
    await phone.presses("Tools")
    await phone.page.get_by_role("tab", name=tab).click()


async def fits(phone: Phone) -> bool:
    """Whether nothing reaches over the edge of the window."""
    return bool(
        await phone.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    )


async def faults_found(phone: Phone, *rules: str) -> list[tuple[str, str]]:
    """The serious and critical faults that axe finds by these rules, or by all: rule and where."""
    only = {"runOnly": list(rules)} if rules else {}
    results = await Axe().run(phone.page, options={"resultTypes": ["violations"], **only})
    return [
        (fault["id"], node["html"][:120])
        for fault in results.response["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


async def test_an_instructor_beside_a_student_sees_the_class_change(
    browser: Browser, preview: str
) -> None:
    complaints: list[str] = []

    async with held(browser, f"{preview}#{STUDENT}+{INSTRUCTOR}", complaints, **DESK) as phone:
        student, instructor = (
            phone.page.locator(f'.pane[data-chat="{who}"]') for who in (STUDENT, INSTRUCTOR)
        )
        await instructor.locator("textarea").fill("/class")
        await instructor.locator("textarea").press("Enter")
        await instructor.locator(".key", has_text="Refresh").wait_for()
        await student.locator("textarea").fill("/quiz")
        await student.locator("textarea").press("Enter")
        await student.locator(".key", has_text="4. Food security").click()
        await student.locator(".key", has_text="Stop here").wait_for()
        await instructor.locator(".key", has_text="Refresh").click()
        await instructor.get_by_text("1 student, 1 active").wait_for()

        assert "began 1" in await instructor.locator(".bot").last.inner_text()

    assert complaints == []


DROP = """pane => {
  const data = new DataTransfer();
  data.items.add(new File(["a list"], "list.csv", {type: "text/csv"}));
  for (const type of ["dragenter", "dragover", "drop"]) {
    const about = {bubbles: true, cancelable: true, dataTransfer: data};
    pane.dispatchEvent(new DragEvent(type, about));
  }
}"""


async def test_files_go_up_and_come_down(browser: Browser, preview: str, tmp_path: Path) -> None:
    notes = tmp_path / "notes on the plenum.txt"
    notes.write_text("Twenty counties, ten years.", encoding="utf-8")

    async with held(browser, f"{preview}#{STUDENT}", []) as phone:
        chooser = phone.page.locator(".pane input[type=file]")
        await chooser.set_input_files(notes)
        sent = phone.page.locator(".own a.document")
        await sent.wait_for()
        async with phone.page.expect_download() as coming:
            await sent.click()
        down = await (await coming.value).path()
        await chooser.set_input_files(PICTURE)
        photo = phone.page.locator(".own .photo img")
        await photo.wait_for()
        await phone.page.wait_for_function(
            "() => document.querySelector('.own .photo img').naturalWidth > 0"
        )
        await phone.page.locator(".pane .scroller").evaluate(DROP)
        await phone.page.locator(".own a.document", has_text="list.csv").wait_for()

        assert (await coming.value).suggested_filename == notes.name
        assert down.read_text(encoding="utf-8") == "Twenty counties, ten years."


async def test_a_fault_and_a_kill_are_overcome_and_a_week_passes_by_button(
    browser: Browser, preview: str
) -> None:
    async with held(browser, f"{preview}#{STUDENT}", [], **DESK) as phone:
        await opens_tools(phone, "Faults")
        await phone.presses("Server error 500 for the next call")
        await phone.sees("500 Internal Server Error")
        await phone.sends("/learn")
        assert "Regional policy" in await phone.text()
        await phone.sees("Nothing is broken")
        await phone.page.get_by_role("tab", name="Wire").click()
        await phone.page.locator("#tools .fault", has_text="500").first.wait_for()

        strip = phone.page.locator(".pane .strip")
        await phone.presses("Kill")
        await strip.get_by_text("The bot is down").wait_for()
        await phone.writes("/help")
        await strip.get_by_role("button", name="Start").click()
        await strip.wait_for(state="hidden")
        await phone.page.locator(".pane .bot", has_text="/progress").wait_for()

        await phone.presses("+1 week")
        await phone.sees("1 week ahead")
        await phone.page.goto(f"{preview}#{INSTRUCTOR}")
        await phone.sends("/class")
        text = await phone.text()
        assert "Not seen for a week" in text
        assert "Mina Park: 7 days" in text


async def test_a_mistake_is_shown_and_the_last_good_course_goes_on(
    browser: Browser, tmp_path: Path
) -> None:
    new_course(tmp_path)
    outline = tmp_path / "lessons" / "course.yaml"
    good = outline.read_text(encoding="utf-8")

    async with (
        previewed("--course", str(tmp_path)) as address,
        held(browser, f"{address}#{STUDENT}", [], **DESK) as phone,
    ):
        await phone.sends("/start")
        outline.write_text(good.replace("title:", "titel:", 1), encoding="utf-8")
        await phone.page.locator("#troubles").get_by_text("mistake").first.wait_for()
        await phone.sends("/learn")
        assert "Two gaps" in await phone.text()
        await phone.page.locator("#troubles").get_by_role("button").click()
        problems = await phone.page.get_by_role("tabpanel", name="Problems").inner_text()
        assert "lessons/course.yaml" in problems
        assert "titel:" in problems
        assert "title" in problems.replace("titel", "")
        outline.write_text(good.replace("title: ", "title: Mended, ", 1), encoding="utf-8")
        await phone.sees("No mistakes in the course.")
        await phone.sends("/start")

        assert (await phone.text()).startswith("Mended, ")


async def test_a_course_with_mistakes_is_waited_for(browser: Browser, tmp_path: Path) -> None:
    new_course(tmp_path)
    outline = tmp_path / "lessons" / "course.yaml"
    good = outline.read_text(encoding="utf-8")
    outline.write_text(good.replace("title:", "titel:", 1), encoding="utf-8")

    async with (
        previewed("--course", str(tmp_path)) as address,
        held(browser, f"{address}#{STUDENT}", [], **DESK) as phone,
    ):
        await phone.page.locator(".pane .strip", has_text="mistake").wait_for()
        await phone.writes("/start")
        outline.write_text(good, encoding="utf-8")

        await phone.page.locator(".pane .bot", has_text="Stored here").wait_for()


async def test_the_saved_conversation_holds_when_it_is_replayed(
    browser: Browser, preview: str, course: Course, tmp_path: Path
) -> None:

    async with held(browser, f"{preview}#{STUDENT}", [], **DESK) as phone:
        await phone.sends("/quiz")
        await phone.taps("3. Cabinet")
        await phone.sends("a")
        await phone.page.locator(".pane .options").click()
        async with phone.page.expect_download() as coming:
            await phone.page.get_by_role("menuitem", name="Save conversation").click()
        saved = (await (await coming.value).path()).read_text(encoding="utf-8")

    assert "> /quiz\n" in saved
    assert (await replay(course, saved)).difference == ""


async def test_the_gallery_shows_every_screen_and_none_that_telegram_refuses(
    browser: Browser, preview: str, course: Course
) -> None:
    screens = len(list(gallery(course)))
    complaints: list[str] = []

    async with held(browser, f"{preview}gallery", complaints, **DESK) as phone:
        await phone.page.locator(".screen").first.wait_for(timeout=10_000)
        await phone.page.wait_for_function(
            "count => document.querySelectorAll('.screen').length === count", arg=screens
        )

        assert await phone.page.locator(".screen.breach, .screen .breach").count() == 0
        assert await fits(phone)

    assert complaints == []


async def test_the_gallery_is_legible_and_reachable_for_everybody(
    browser: Browser, small: str
) -> None:
    async with held(browser, f"{small}gallery", [], **DESK) as phone:
        await phone.page.locator(".screen").first.wait_for(timeout=10_000)

        assert await faults_found(phone) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_legible_and_reachable_for_everybody(
    browser: Browser, small: str, scheme: Any, tmp_path: Path
) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    rules = () if scheme == "light" else ("color-contrast",)  # the rest is the same in the dark
    brightness = "() => getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0]"

    async with held(browser, f"{small}#{STUDENT}", [], **DESK, color_scheme=scheme) as phone:
        await phone.sends("/quiz")
        await phone.taps("1. Two gaps")
        await phone.sends("a")
        found["chat"] = await faults_found(phone, *rules)
        await phone.presses("Tools")
        for tab in ("Wire", "Faults"):
            await phone.page.get_by_role("tab", name=tab).click()
            found[tab] = await faults_found(phone, *rules)
        assert await fits(phone)
        await phone.presses("Add a person")
        found["dialog"] = await faults_found(phone, *rules)
        await phone.page.keyboard.press("Escape")
        desk = await phone.page.screenshot(path=tmp_path / f"desk-{scheme}.png")
        await phone.page.get_by_role("button", name="Tools", exact=True).first.click()
        await phone.page.set_viewport_size({"width": 390, "height": 844})
        assert await fits(phone)
        narrow = await phone.page.screenshot(path=tmp_path / f"phone-{scheme}.png")
        shade = int(await phone.page.evaluate(brightness))

    assert {where: faults for where, faults in found.items() if faults} == {}
    assert (shade > 200) if scheme == "light" else (shade < 60)
    assert desk != narrow


async def test_everything_can_be_done_by_keyboard(browser: Browser, preview: str) -> None:
    async with held(browser, f"{preview}#{STUDENT}", [], **DESK) as phone:
        await phone.page.locator(".pane .menu").wait_for()
        await phone.page.locator(".pane textarea").focus()
        await phone.page.keyboard.type("/q")
        await phone.page.keyboard.press("Enter")
        await phone.page.locator(".pane .bot .key").first.wait_for()
        first = phone.page.locator(".pane .bot .key", has_text="2. Regional policy")
        for _ in range(30):
            await phone.page.keyboard.press("Shift+Tab")
            if await first.evaluate("key => key === document.activeElement"):
                break
        await phone.page.keyboard.press("Enter")

        await phone.page.locator(".pane .bot", has_text="question 1 of").wait_for()


async def test_someone_new_can_be_added_and_begins_afresh(browser: Browser, preview: str) -> None:
    async with held(browser, f"{preview}#{STUDENT}", [], **DESK) as phone:
        await phone.presses("Add a person")
        dialog = phone.page.locator("#joining")
        await dialog.get_by_label("First name").fill("Soo-ah")
        await dialog.get_by_label("Time zone").fill("America/Chicago")
        await dialog.get_by_role("button", name="Add").click()
        await phone.page.locator("#people a.person", has_text="Soo-ah").click()
        await phone.sends("/learn")
        await phone.page.locator(".pane .options").click()
        await phone.page.get_by_role("menuitem", name="Start afresh").click()
        await phone.page.locator("#confirm .danger").click()
        await phone.page.locator(".pane .empty").wait_for()

        async with aiohttp.ClientSession(preview) as session, session.get("/events") as events:
            people = await events.content.readuntil(b"\n\n")
        assert b'"zone": "America/Chicago"' in people
