"""The chat page in a real browser, with a whole local Telegram behind it.

Opening the page costs more than most tests do with it, so one page stays open from test to test,
and each finds its chats as they were at first; a test that brings in new people or groups, or
breaks something, asks for a Telegram and a page of its own (`alone`).  After each test the page
must have complained of nothing and asked no other host.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, Route, ViewportSize, async_playwright, expect

from bot.preview.clock import Clock
from bot.preview.http import application
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.posts import picture
from bot.preview.server.spec import File
from bot.preview.stage import Stage
from bot.preview.views import PAGE

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.asyncio(loop_scope="module"),
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
TOKEN = "42:local"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINA = Person(1001, "Mina", "Park", language_code="ko", zone="Asia/Seoul")
JUN = Person(1002, "Jun", zone="America/New_York")
INES = Person(2001, "Ines", "Okafor", role="instructor")
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUIZ = {
    "inline_keyboard": [
        [{"text": letter, "callback_data": letter} for letter in "ABC"],
        [{"text": "Stop", "callback_data": "stop", "style": "danger"}],
    ]
}

# Nothing half written, nothing over the page, no chat open.
LEAVE = """async () => {
    for (const field of document.querySelectorAll("textarea")) field.value = "";
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    for (const popover of document.querySelectorAll(":popover-open")) popover.hidePopover();
    document.getElementById("toasts").replaceChildren();
    if (location.hash === "#nobody") return;
    const left = new Promise((go) => addEventListener("hashchange", go, {once: true}));
    location.hash = "nobody";
    await left;
}"""

# WCAG 2.2, contrast of texts against the colours that lie behind them
WEAK_TEXTS = """() => {
    const parsed = (colour) => {
        const [red, green, blue, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
        return [red, green, blue, alpha];
    };
    const laid = (above, below) => [0, 1, 2]
        .map((each) => above[each] * above[3] + below[each] * (1 - above[3])).concat(1);
    const behind = (node) => {
        const layers = [];
        for (let each = node; each; each = each.parentElement) {
            const { backgroundColor, backgroundImage } = getComputedStyle(each);
            layers.push(parsed(backgroundColor));
            if (backgroundImage.startsWith("linear-gradient(")) {
                layers.push(parsed(backgroundImage.match(/rgba?\\([^)]*\\)/)[0]));
            }
        }
        return layers.reduceRight((below, above) => laid(above, below), [255, 255, 255, 1]);
    };
    const light = (colour) => colour.slice(0, 3)
        .map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    const weak = [];
    const texts = document.createTreeWalker(document.getElementById("house"), NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode.parentElement;
        const isSeen = texts.currentNode.data.trim() && node.checkVisibility();
        if (!isSeen || node.closest(".unseen, :disabled")) continue;
        const ground = behind(node);
        const shades = [light(laid(parsed(getComputedStyle(node).color), ground)), light(ground)];
        const contrast = (Math.max(...shades) + 0.05) / (Math.min(...shades) + 0.05);
        if (contrast < 4.5) weak.push(`${contrast.toFixed(2)} ${texts.currentNode.data}`);
    }
    return weak;
}"""


class Noon(Clock):
    """It stands still until it is moved."""

    def __call__(self) -> datetime:
        return NOON + self.ahead


@dataclass
class Visit:
    """A browser page, the Telegram behind it, and what went wrong on the way."""

    telegram: LocalTelegram
    server: TestServer
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    is_loaded: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        listeners: dict[str, Callable[[Any], None]] = {
            "console": lambda message: self.complaints.append(message.text),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "request": lambda request: self._asked(request.url),
        }
        for event, listener in listeners.items():
            self.page.on(event, listener)
        yield
        for event, listener in listeners.items():
            self.page.remove_listener(event, listener)

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "about:")):
            self.complaints.append(f"asked {url}")

    async def open(self, *chats: Person | int) -> None:
        """Open these chats side by side; none opens the page as it comes, anew."""
        numbers = [chat if isinstance(chat, int) else chat.id for chat in chats]
        place = "+".join(map(str, numbers))
        if self.is_loaded and place:
            await self.page.evaluate("place => { location.hash = place; }", place)
        else:
            await self.load(place)
        for number in numbers:
            await expect(self.pane(number).locator(".message, .empty").first).to_be_attached()
            await expect(self.pane(number).locator(".scroller[aria-busy]")).to_have_count(0)

    async def load(self, place: str) -> None:
        """Load the page, even where it is there already."""
        await self.page.goto("about:blank")
        await self.page.goto(f"{self.address}#{place}")
        self.is_loaded = True

    async def begin(self) -> None:
        """The chats as they are at first, and none of them open."""
        if self.is_loaded:
            await self.page.evaluate(LEAVE)
        for person in self.telegram.people:
            self.telegram.empty(person)
        if self.telegram.commands(MINA.id):
            await self.ask("deleteMyCommands")
        self.telegram.chats.updates.clear()
        for person in (MINA, JUN):
            self.telegram.send(person.id, "/start")
        self.complaints.clear()

    def pane(self, number: int) -> Any:
        return self.page.locator(f'.pane[data-chat="{number}"]')

    async def ask(self, method: str, files: dict[str, File] | None = None, /, **params: Any) -> Any:
        """What the bot asks of Telegram."""
        reply = await self.telegram.call(TOKEN, method, params, files or {})
        assert reply.body["ok"], reply.body
        return reply.body["result"]

    async def say(self, text: str, person: Person = MINA, **params: Any) -> int:
        """The id of a new message from the bot."""
        sent = await self.ask("sendMessage", chat_id=person.id, text=text, **params)
        return int(sent["message_id"])

    async def reword(self, number: int, text: str, **params: Any) -> None:
        await self.ask("editMessageText", chat_id=MINA.id, message_id=number, text=text, **params)

    async def update(self, kind: str) -> Any:
        """The newest of this kind that has reached the bot; waits for the first."""
        async with asyncio.timeout(5):
            while True:
                found = [update for update in await self.ask("getUpdates") if kind in update]
                if found:
                    return found[-1][kind]
                await asyncio.sleep(0.01)

    def bubble(self, number: int) -> Any:
        return self.page.locator(f'.message[data-id="{number}"]')

    async def chooses(self, number: int, entry: str) -> None:
        """Choose from the menu beside a message."""
        await self.bubble(number).hover()
        await self.bubble(number).locator(".more").click()
        await self.page.locator("#menu").get_by_text(entry, exact=True).click()

    def body(self, number: int) -> Any:
        return self.bubble(number).locator(".body")

    async def position(self) -> float:
        return float(await self.page.locator(".scroller").evaluate("node => node.scrollTop"))

    async def fills_the_log(self) -> list[int]:
        return [await self.say(f"Line {number}\n" * 3) for number in range(20)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    assert CHROMIUM, "Chromium is not installed; the page cannot be tested without it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(
            locale="en-GB", timezone_id="America/Lima", reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(3000)
        yield page
        await browser.close()


@dataclass
class House:
    """The visit that goes on from test to test, None before the first and after a trouble."""

    page: Page
    visit: Visit | None = None
    ending: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(self) -> Visit:
        if self.visit is None:
            clock = Noon()
            telegram = LocalTelegram(TOKEN, now=clock, people=[MINA, JUN, INES])
            server = TestServer(application(Stage(telegram, clock)))
            await self.ending.enter_async_context(server)
            self.visit = Visit(telegram, server, self.page, str(server.make_url("/")))
            self.ending.enter_context(self.visit.listening())
            await self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        await self.page.set_viewport_size(DESK)
        await self.visit.begin()
        return self.visit

    async def close(self) -> None:
        if self.visit is not None:
            await self.page.goto("about:blank")
            self.visit = None
            await self.ending.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(page: Page) -> AsyncIterator[House]:
    house = House(page)
    yield house
    await house.close()


@pytest_asyncio.fixture(loop_scope="module")
async def alone(house: House) -> AsyncIterator[None]:
    """Nothing of this test reaches the next."""
    await house.close()
    yield
    await house.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    failed = request.session.testsfailed
    visit = await house.open()
    yield visit
    complaints = list(visit.complaints)
    if complaints or request.session.testsfailed > failed:
        await house.close()
    assert complaints == []


async def test_the_bot_stands_on_the_left_and_the_person_on_the_right(visit):
    await visit.open(MINA)

    number = await visit.say("Welcome, Mina.")

    await expect(visit.bubble(number)).to_be_visible()
    middle = DESK["width"] / 2
    own = await visit.page.locator(".message.own .bubble").bounding_box()
    bots = await visit.bubble(number).locator(".bubble").bounding_box()
    await expect(visit.bubble(number)).to_have_class(re.compile("bot"))
    await expect(visit.bubble(number).locator("time")).to_have_text("21:00")
    await expect(visit.page).to_have_title("Mina Park · Seodang preview")
    assert bots["x"] < middle < own["x"]
    assert bots["y"] > own["y"]


async def test_each_entity_has_its_look(visit):
    looks = {
        "<b>서당</b>": ("strong", "서당"),
        "🙂🙂 <i>after emoji</i>": ("em", "after emoji"),
        "<u>under</u>": ("u", "under"),
        "<s>struck</s>": ("s", "struck"),
        "<b>bold <i>both</i></b>": ("strong em", "both"),
        "<code>x = 1</code>": ("code", "x = 1"),
        "<pre><code class='language-python'>x</code></pre>": ("pre[data-language=python]", "x"),
        "<a href='https://example.org/a'>source</a>": ("a[target=_blank]", "source"),
        "see https://example.org": ("a[rel='noopener noreferrer']", "https://example.org"),
        "<blockquote>said <b>so</b></blockquote>": ("blockquote strong", "so"),
        "<tg-spoiler>130</tg-spoiler>": (".spoiler", "130"),
        "press /quiz now": ("button.command", "/quiz"),
        "<a href='tg://user?id=1002'>Jun</a>": ("span.marked", "Jun"),
    }
    await visit.open(MINA)

    sent = {html: await visit.say(html, parse_mode="HTML") for html in looks}

    await expect(visit.page.locator(".bot")).to_have_count(len(looks))
    shown = {
        html: (looks[html][0], await visit.body(number).locator(looks[html][0]).text_content())
        for html, number in sent.items()
    }
    assert shown == looks


async def test_what_is_not_drawn_is_named_in_words(visit):
    await visit.open(MINA)

    for kind in ("voice", "dice", "contact", "location", "venue", "sticker"):
        visit.telegram.post(MINA.id, kind)

    await expect(visit.page.locator(".kind")).to_have_count(6)
    words = await visit.page.locator(".kind").all_text_contents()
    assert re.fullmatch("🎲 [1-6]", words.pop(1))
    assert words == [
        "Voice message, 3 s",
        "Contact Mina, +10000000000",
        "Place 37.5665, 126.978",
        "Gyeongbokgung, 161 Sajik-ro, Seoul",
        "Sticker 👍",
    ]


async def test_a_line_after_a_quote_follows_without_a_gap(visit):
    await visit.open(MINA)

    number = await visit.say("<blockquote>said</blockquote>\nthen", parse_mode="HTML")

    await expect(visit.body(number)).to_have_text("saidthen", use_inner_text=False)
    assert await visit.body(number).evaluate("node => node.lastChild.data") == "then"


async def test_a_spoiler_hides_its_text_until_it_is_pressed(visit):
    await visit.open(MINA)
    number = await visit.say(
        "<tg-spoiler>130</tg-spoiler> and <tg-spoiler>Kimhwa</tg-spoiler>", parse_mode="HTML"
    )
    spoiler = visit.body(number).locator(".spoiler").first
    await expect(spoiler).to_have_css("color", "rgba(0, 0, 0, 0)")

    await spoiler.click()

    await expect(visit.body(number).locator(".spoiler.open")).to_have_count(2)
    await expect(spoiler).not_to_have_css("color", "rgba(0, 0, 0, 0)")


async def test_a_spoiler_opens_from_the_keyboard(visit):
    await visit.open(MINA)
    number = await visit.say("<tg-spoiler>130</tg-spoiler>", parse_mode="HTML")
    spoiler = visit.body(number).get_by_role("button", name="Hidden text; press to show")

    await spoiler.press("Enter")

    await expect(visit.body(number).locator(".spoiler.open")).to_have_text("130")


async def test_a_long_expandable_quote_unfolds(visit):
    await visit.open(MINA)
    number = await visit.say(
        f"<blockquote expandable>{'a county ' * 200}</blockquote>", parse_mode="HTML"
    )
    quote = visit.body(number).locator("blockquote")
    folded = (await quote.bounding_box())["height"]

    await quote.get_by_role("button", name="Show all").click()

    await expect(quote.get_by_role("button")).to_have_accessible_name("Show less")
    assert folded < 100
    assert (await quote.bounding_box())["height"] > 2 * folded


async def test_an_edit_changes_the_same_bubble_and_marks_it(visit):
    await visit.open(MINA)
    number = await visit.say("Question 1", reply_markup=QUIZ)
    await visit.bubble(number).evaluate("node => { node.kept = true; }")

    await visit.reword(number, "Question 2", reply_markup=QUIZ)

    await expect(visit.body(number)).to_have_text("Question 2")
    await expect(visit.bubble(number).locator("time")).to_have_text("edited 21:00")
    assert await visit.bubble(number).evaluate("node => node.kept")


async def test_an_edit_of_the_keyboard_leaves_an_open_spoiler_open(visit):
    await visit.open(MINA)
    number = await visit.say("<tg-spoiler>130</tg-spoiler>", parse_mode="HTML", reply_markup=QUIZ)
    await visit.body(number).locator(".spoiler").click()

    await visit.ask("editMessageReplyMarkup", chat_id=MINA.id, message_id=number)

    await expect(visit.bubble(number).locator(".key")).to_have_count(0)
    await expect(visit.body(number).locator(".spoiler.open")).to_have_count(1)


async def test_a_key_that_was_pressed_keeps_the_focus_when_the_question_changes(visit):
    await visit.open(MINA)
    number = await visit.say("Question 1", reply_markup=QUIZ)
    await visit.bubble(number).get_by_role("button", name="B").press("Enter")
    other = {"inline_keyboard": [[{"text": x, "callback_data": x} for x in ("yes", "no")]]}

    await visit.reword(number, "Question 2", reply_markup=other)

    await expect(visit.bubble(number).get_by_role("button", name="no")).to_be_focused()


async def test_a_deleted_message_goes(visit):
    await visit.open(MINA)
    number = await visit.say("A slip")
    await expect(visit.bubble(number)).to_be_visible()

    await visit.ask("deleteMessage", chat_id=MINA.id, message_id=number)

    await expect(visit.bubble(number)).to_have_count(0)


async def test_a_reader_at_the_end_stays_there(visit):
    await visit.open(MINA)
    await visit.fills_the_log()

    number = await visit.say("The last")

    await expect(visit.bubble(number)).to_be_in_viewport(ratio=1)
    await expect(visit.page.locator(".latest")).to_be_hidden()


async def test_a_reader_above_is_not_moved_and_sees_how_much_is_new(visit):
    await visit.open(MINA)
    numbers = await visit.fills_the_log()
    await expect(visit.bubble(numbers[-1])).to_be_in_viewport()
    await visit.page.evaluate("document.querySelector('.scroller').scrollBy(0, -500)")
    await expect(visit.page.locator(".latest")).to_be_visible()
    before = await visit.position()

    last = await visit.say("The last")
    await visit.reword(numbers[-1], "An edit far below")
    await expect(visit.page.locator(".latest .count")).to_have_text("1")
    after = await visit.position()
    await visit.page.locator(".latest").click()

    assert after == before
    await expect(visit.bubble(last)).to_be_in_viewport(ratio=1)


async def test_the_keyboard_has_its_rows_and_a_tap_reaches_the_bot(visit):
    await visit.open(MINA)
    number = await visit.say("A, B or C?", reply_markup=QUIZ)

    await expect(visit.bubble(number).locator(".key")).to_have_count(4)
    rows = [
        await row.locator(".key").all_text_contents()
        for row in await visit.bubble(number).locator(".keys").all()
    ]
    await visit.bubble(number).get_by_role("button", name="B").click()
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_text("B")
    tap = await visit.update("callback_query")

    assert rows == [["A", "B", "C"], ["Stop"]]
    assert (tap["data"], tap["from"]["id"]) == ("B", MINA.id)
    await expect(visit.bubble(number).get_by_role("button", name="Stop")).to_have_class(
        re.compile("danger")
    )


async def test_an_answer_is_a_toast_and_frees_the_key(visit):
    await visit.open(MINA)
    number = await visit.say("A, B or C?", reply_markup=QUIZ)
    await visit.bubble(number).get_by_role("button", name="B").click()
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_count(1)
    tap = await visit.update("callback_query")

    await visit.ask("answerCallbackQuery", callback_query_id=tap["id"], text="Not quite")

    await expect(visit.page.locator(".toast")).to_have_text("Not quite")
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_count(0)


async def test_an_alert_waits_for_ok(visit):
    await visit.open(MINA)
    number = await visit.say("A, B or C?", reply_markup=QUIZ)
    await visit.bubble(number).get_by_role("button", name="C", exact=True).click()
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_count(1)
    tap = await visit.update("callback_query")

    await visit.ask(
        "answerCallbackQuery", callback_query_id=tap["id"], text="Too late", show_alert=True
    )

    await expect(visit.page.locator("#alert[open]")).to_have_text(re.compile("Too late"))
    await visit.page.get_by_role("button", name="OK").click()
    await expect(visit.page.locator("#alert[open]")).to_have_count(0)


async def test_a_button_with_an_address_opens_a_new_tab(visit):
    await visit.open(MINA)
    away = {"inline_keyboard": [[{"text": "Article", "url": "https://example.org/a"}]]}

    number = await visit.say("Read it", reply_markup=away)

    key = visit.bubble(number).get_by_role("link", name="Article")
    await expect(key).to_have_attribute("href", "https://example.org/a")
    await expect(key).to_have_attribute("target", "_blank")
    await expect(key).to_have_attribute("rel", "noopener noreferrer")


async def test_typing_is_shown_until_the_message_comes(visit):
    await visit.open(MINA)

    await visit.ask("sendChatAction", chat_id=MINA.id, action="typing")
    await expect(visit.page.locator(".status")).to_have_text("typing…")
    await visit.say("Here it is")

    await expect(visit.page.locator(".status")).to_have_text("as Mina Park, student")


async def offer_commands(visit: Visit) -> None:
    named = ("start", "Begin"), ("quiz", "Questions"), ("progress", "How far you are")
    await visit.ask(
        "setMyCommands",
        commands=[{"command": name, "description": about} for name, about in named],
    )


async def test_the_menu_offers_the_commands_and_sends_the_chosen_one(visit):
    await visit.open(MINA)
    await expect(visit.page.locator(".composer .menu")).to_be_hidden()
    await offer_commands(visit)

    await visit.page.get_by_role("button", name="Menu").click()
    offered = await visit.page.get_by_role("option").all_inner_texts()
    await visit.page.get_by_role("option", name="/progress").click()

    await expect(visit.page.locator(".own .body").last).to_have_text("/progress")
    await expect(visit.page.get_by_role("listbox")).to_have_count(0)
    assert [text.split("\n")[0] for text in offered] == ["/start", "/quiz", "/progress"]


async def test_a_slash_offers_what_fits_and_enter_sends_it(visit):
    await visit.open(MINA)
    await offer_commands(visit)
    await expect(visit.page.locator(".composer .menu")).to_be_visible()
    field = visit.page.get_by_label("Message", exact=True)

    await field.press_sequentially("/")
    await expect(visit.page.get_by_role("option")).to_have_count(3)
    await field.press("ArrowDown")
    await expect(visit.page.get_by_role("option", selected=True)).to_contain_text("/quiz")
    await field.press_sequentially("p")
    await expect(visit.page.get_by_role("option")).to_have_count(1)
    await field.press("Enter")

    await expect(visit.page.locator(".own .body").last).to_have_text("/progress")
    await expect(field).to_have_value("")


async def test_enter_sends_and_shift_enter_begins_a_line(visit):
    await visit.open(MINA)
    field = visit.page.get_by_label("Message", exact=True)

    await field.press_sequentially("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")

    await expect(visit.page.locator(".own .body").last).to_have_text("one\ntwo")
    await expect(field).to_have_value("")
    assert (await visit.update("message"))["text"] == "one\ntwo"


async def test_enter_that_ends_a_hangul_syllable_does_not_send(visit):
    await visit.open(MINA)
    field = visit.page.get_by_label("Message", exact=True)
    await field.fill("김화")

    await field.evaluate(
        """field => field.dispatchEvent(new KeyboardEvent(
            "keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )

    await expect(field).to_have_value("김화")
    await field.press("Enter")
    await expect(visit.page.locator(".own .body")).to_have_text(["/start", "김화"])


async def test_arrow_up_brings_back_what_was_sent_and_arrow_down_leads_back(visit):
    visit.telegram.send(MINA.id, "130")
    await visit.open(MINA)
    field = visit.page.get_by_label("Message", exact=True)

    values = []
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"):
        await field.press(key)
        values.append(await field.input_value())

    assert values == ["130", "/start", "130", ""]


async def test_a_person_can_edit_what_they_wrote(visit):
    sent = visit.telegram.send(MINA.id, "hundred")["message"]["message_id"]
    await visit.open(MINA)
    field = visit.page.get_by_label("Message", exact=True)
    await field.fill("a draft")

    await visit.chooses(sent, "Edit")
    await expect(field).to_have_value("hundred")
    await field.fill("a hundred")
    await field.press("Enter")

    await expect(visit.body(sent)).to_have_text("a hundred")
    await expect(field).to_have_value("a draft")
    assert (await visit.update("edited_message"))["text"] == "a hundred"


async def test_an_empty_chat_offers_to_start(visit):
    await visit.open(INES)

    await visit.page.get_by_role("button", name="Start", exact=True).click()

    await expect(visit.page.locator(".own .body")).to_have_text("/start")
    await expect(visit.page.locator(".empty")).to_be_hidden()


async def test_another_person_has_another_chat_and_unread_messages(visit):
    await visit.open(MINA)
    row = visit.page.get_by_role("link", name="Jun")
    await visit.say("For Jun", person=JUN)
    await expect(row.locator(".unread")).to_have_text("1")

    await row.click()

    await expect(visit.page.locator(".bot .body")).to_have_text("For Jun")
    await expect(row.locator(".unread")).to_have_count(0)
    await expect(row).to_have_attribute("aria-current", "page")
    assert visit.page.url.endswith("#1002")


async def test_a_draft_waits_for_its_person(visit):
    await visit.open(MINA)
    field = visit.page.get_by_label("Message", exact=True)
    await field.fill("half a thought")

    await visit.page.get_by_role("link", name="Jun").click()
    await expect(field).to_have_value("")
    await visit.page.get_by_role("link", name="Mina").click()

    await expect(field).to_have_value("half a thought")


async def test_a_number_that_nobody_has_is_said(visit):
    await visit.load("999")

    said = visit.page.get_by_text("Nobody here has the number 999")
    await expect(said).to_be_visible()
    await expect(visit.page.locator("#panes")).to_be_hidden()


async def test_a_phone_shows_the_people_first_and_then_one_chat(visit):
    await visit.page.set_viewport_size(PHONE)
    await visit.open()
    await expect(visit.page.locator("#panes")).to_be_hidden()

    await visit.page.get_by_role("link", name="Mina").click()

    await expect(visit.page.locator(".own .body")).to_have_text("/start")
    await expect(visit.page.locator("#people")).to_be_hidden()
    await visit.page.get_by_role("link", name="All people").click()
    await expect(visit.page.locator("#people")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
async def test_eight_long_keys_fit_and_can_be_hit(visit, viewport):
    await visit.page.set_viewport_size(viewport)
    await visit.open(MINA)
    rows = [
        [{"text": str(number), "callback_data": "x"} for number in range(8)],
        [{"text": "a very long answer " * 8, "callback_data": "x"}],
        [{"text": "x" * 120, "callback_data": "x"}, {"text": "y", "callback_data": "x"}],
    ]

    number = await visit.say("Choose", reply_markup={"inline_keyboard": rows})

    await expect(visit.bubble(number).locator(".key")).to_have_count(11)
    keys = visit.bubble(number).locator(".key")
    boxes = [await key.bounding_box() for key in await keys.all()]
    overflow = await keys.evaluate_all(
        "keys => keys.map((key) => key.scrollWidth - key.clientWidth)"
    )
    assert max(overflow) == 0
    assert min(box["width"] for box in boxes) >= 40
    assert min(box["height"] for box in boxes) >= 40
    assert max(box["x"] + box["width"] for box in boxes) <= viewport["width"]


async def test_hostile_texts_are_texts(visit):
    texts = [
        "<img src=x onerror=\"document.title='hacked'\">",
        "<script>document.title = 'hacked'</script>",
        "a \u2067evil\u2066 txt.exe \u200f!",
        "ا\u0301" * 200,
        "m" * 4000,
        "&lt;b&gt; ${1} {{1}} </div></li>",
        "javascript:alert(1)",
    ]
    await visit.page.set_viewport_size(PHONE)
    await visit.open(MINA)

    for text in texts:
        keyboard = {"inline_keyboard": [[{"text": text[:60], "callback_data": "x"}]]}
        await visit.say(text, reply_markup=keyboard)
        visit.telegram.send(MINA.id, text)

    await expect(visit.page.locator(".bot")).to_have_count(len(texts))
    shown = await visit.page.locator(".bot .body").evaluate_all(
        "nodes => nodes.map((node) => node.innerHTML.includes('<') ? node : node.textContent)"
    )
    overflow = await visit.page.evaluate(
        """[document.documentElement, document.querySelector(".scroller")]
            .map((node) => node.scrollWidth - node.clientWidth)"""
    )
    assert (shown, overflow) == (texts, [0, 0])
    await expect(visit.page).to_have_title("Mina Park · Seodang preview")


async def test_entities_that_no_server_would_send_do_no_harm(visit):
    await visit.open(MINA)

    shown = await visit.page.evaluate(
        """async () => {
            const { formatted } = await import("/page/entities.js");
            const node = document.createElement("div");
            node.append(formatted("🙂 abc", [
                {type: "bold", offset: 0, length: 4},
                {type: "italic", offset: 3, length: 99},
                {type: "code", offset: -1, length: 3},
                {type: "text_link", offset: 4, length: 1, url: "javascript:alert(1)"},
                {type: "unheard_of", offset: 50, length: 1},
            ], () => {}));
            return node.innerHTML;
        }"""
    )

    assert shown == ("<strong>🙂 <em>a</em></strong><em><span>b</span>c</em>")


async def test_a_lost_server_is_said_and_found_again(alone, visit):
    await visit.open(MINA)
    port = visit.server.port

    await visit.server.close()
    await expect(visit.page.locator("#connection")).to_have_text("No connection. Trying again…")
    await visit.page.get_by_label("Message", exact=True).fill("lost?")
    await visit.page.get_by_label("Message", exact=True).press("Enter")
    await expect(visit.page.locator(".toast.wrong")).to_contain_text("No connection")
    await expect(visit.page.get_by_label("Message", exact=True)).to_have_value("lost?")
    await visit.say("While you were away")
    async with TestServer(application(Stage(visit.telegram, Noon())), port=port):
        await expect(visit.page.locator("#connection")).to_be_empty()
        await expect(visit.page.locator(".bot .body")).to_have_text("While you were away")
        await visit.page.goto("about:blank")

    # The browser itself complains of each attempt.
    visit.complaints = [each for each in visit.complaints if "ERR_" not in each]


async def test_a_photo_has_its_place_before_it_has_come(visit):
    await visit.open(MINA)
    photo = {"p": File("gap.png", picture(640, 360), "image/png")}

    sent = await visit.ask(
        "sendPhoto", photo, chat_id=MINA.id, photo="attach://p", caption="<b>Two</b> gaps",
        parse_mode="HTML",
    )  # fmt: skip

    image = visit.bubble(sent["message_id"]).locator(".photo img")
    await expect(image).to_have_js_property("naturalWidth", 640)
    await expect(image).to_have_accessible_name("Two gaps")
    await expect(visit.body(sent["message_id"]).locator("strong")).to_have_text("Two")
    box = await image.bounding_box()
    size = [await image.get_attribute(name) for name in ("width", "height")]
    assert size == ["640", "360"]
    assert box["width"] / box["height"] == pytest.approx(640 / 360, rel=0.01)


async def test_a_document_has_a_name_a_size_and_can_be_downloaded(visit):
    await visit.open(MINA)
    drawing = picture(30, 20)
    file = {"f": File("answers.png", drawing + b"x" * (24310 - len(drawing)), "image/png")}

    await visit.ask("sendDocument", file, chat_id=MINA.id, document="attach://f")
    row = visit.page.locator("a.document")
    await expect(row).to_contain_text("answers.png")
    await expect(row).to_contain_text("24.3 KB")
    async with visit.page.expect_download() as started:
        await row.click()

    download = await started.value
    assert download.suggested_filename == "answers.png"


async def test_a_picture_goes_out_as_a_photo_and_another_file_as_a_document(visit):
    await visit.open(MINA)
    await visit.page.get_by_label("Message", exact=True).fill("both of them")

    await visit.page.locator("input[type=file]").set_input_files(
        [
            {"name": "map.png", "mimeType": "image/png", "buffer": picture(30, 20)},
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"notes"},
        ]
    )

    await expect(visit.page.locator(".own .photo img")).to_have_js_property("naturalWidth", 30)
    await expect(visit.page.locator(".own a.document")).to_contain_text("notes.txt")
    await expect(visit.page.get_by_label("Message", exact=True)).to_have_value("")
    sent = visit.telegram.messages(MINA.id)[-2:]
    assert [message.get("caption") for message in sent] == ["both of them", None]


@pytest.mark.parametrize("way", ["drop", "paste"])
async def test_a_file_can_be_dropped_and_pasted(visit, way):
    await visit.open(MINA)

    await visit.page.locator("textarea").evaluate(
        """(field, way) => {
            const given = new DataTransfer();
            given.items.add(new File(["notes"], "notes.txt", {type: "text/plain"}));
            const about = {bubbles: true, cancelable: true};
            field.dispatchEvent(way === "paste"
                ? new ClipboardEvent("paste", {...about, clipboardData: given})
                : new DragEvent("drop", {...about, dataTransfer: given}));
        }""",
        way,
    )

    await expect(visit.page.locator(".own a.document")).to_contain_text("notes.txt")


async def test_a_file_over_the_chat_shows_where_it_can_be_dropped(visit):
    await visit.open(MINA)
    over = """(node, type) => {
        const given = new DataTransfer();
        given.items.add(new File(["notes"], "notes.txt"));
        node.dispatchEvent(new DragEvent(type, {bubbles: true, dataTransfer: given}));
    }"""

    await visit.page.locator(".log").evaluate(over, "dragover")
    await expect(visit.page.locator(".drop")).to_be_visible()
    await visit.pane(MINA.id).evaluate(over, "dragleave")

    await expect(visit.page.locator(".drop")).to_be_hidden()


async def poll(visit: Visit, chat: int = MINA.id, **params: Any) -> Any:
    """A poll's message on the page, with the options A, B and C."""
    sent = await visit.ask(
        "sendPoll", chat_id=chat, question="Which?", options=[{"text": x} for x in "ABC"], **params
    )
    return visit.bubble(sent["message_id"])


async def test_a_quiz_says_what_is_right_and_why_once_it_is_answered(visit):
    await visit.open(MINA)
    quiz = await poll(
        visit, type="quiz", correct_option_ids=[1], explanation="Because.", is_anonymous=False
    )
    await expect(quiz.locator(".nature")).to_have_text("Quiz")
    await expect(quiz.locator(".explanation")).to_have_count(0)

    await quiz.get_by_role("button", name="A", exact=True).click()

    await expect(quiz.locator(".option.mine.wrong")).to_contain_text("A (your choice, wrong)")
    await expect(quiz.locator(".option.right")).to_contain_text("B (right)")
    await expect(quiz.locator(".explanation")).to_have_text("Because.")
    await expect(quiz.locator(".foot")).to_have_text("1 answer")
    assert (await visit.update("poll_answer"))["option_ids"] == [0]


async def test_several_options_are_chosen_first_and_then_voted_for(visit):
    await visit.open(MINA)
    asked = await poll(visit, allows_multiple_answers=True)
    ballot = asked.get_by_role("button", name="Vote", exact=True)
    await expect(ballot).to_be_disabled()

    await asked.get_by_role("checkbox", name="A").click()
    await asked.get_by_role("checkbox", name="C").press("Space")
    await ballot.click()

    await expect(asked.locator(".option.mine .words")).to_have_text(["A", "C"])
    await expect(asked.locator(".option .mark")).to_have_text(["100 %", "0 %", "100 %"])


async def test_a_vote_can_be_taken_back_and_survives_a_reload(visit):
    await visit.open(MINA)
    asked = await poll(visit)
    await asked.get_by_role("button", name="B").click()
    await expect(asked.locator(".option.mine .words")).to_have_text("B")

    await visit.page.reload()
    await expect(asked.locator(".option.mine .words")).to_have_text("B")
    await asked.get_by_role("button", name="Retract vote").click()

    await expect(asked.get_by_role("button", name="B")).to_be_visible()
    await expect(asked.locator(".foot")).to_have_text("No votes yet")


async def test_a_closed_poll_shows_its_final_results(visit):
    await visit.open(MINA)
    asked = await poll(visit)
    await expect(asked.locator(".nature")).to_have_text("Anonymous poll")
    number = int(await asked.get_attribute("data-id"))

    await visit.ask("stopPoll", chat_id=MINA.id, message_id=number)

    await expect(asked.locator(".nature")).to_have_text("Final results")
    await expect(asked.locator("button.option")).to_have_count(0)


async def test_what_cannot_be_voted_for_is_said_in_words(visit):
    await visit.open(MINA)
    asked = await poll(visit)
    await expect(asked.locator(".option")).to_have_count(3)
    number = int(await asked.get_attribute("data-id"))
    visit.telegram.chats.polls.clear()

    await asked.get_by_role("button", name="A", exact=True).click()

    await expect(visit.page.locator(".toast.wrong")).to_contain_text(f"message {number} is not")
    await expect(asked.locator("button.option")).to_have_count(3)
    visit.complaints = [each for each in visit.complaints if "404" not in each]


async def test_reactions_stand_under_a_message_and_a_press_takes_back_ones_own(visit):
    await visit.open(MINA)
    number = await visit.say("Well?")

    await visit.chooses(number, "🎉")
    own = visit.bubble(number).get_by_role("button", name="🎉 1, yours among them")
    await expect(own).to_have_attribute("aria-pressed", "true")
    await visit.ask(
        "setMessageReaction", chat_id=MINA.id, message_id=number,
        reaction=[{"type": "emoji", "emoji": "👍"}],
    )  # fmt: skip
    await expect(visit.bubble(number).locator(".reaction")).to_have_count(2)
    await own.click()

    await expect(visit.bubble(number).locator(".reaction")).to_have_text(["👍"])


async def test_a_reply_shows_what_it_answers_and_leads_there(visit):
    await visit.open(MINA)
    number = await visit.say("The question")
    await visit.fills_the_log()
    await visit.page.locator(".scroller").evaluate("node => node.scrollTo(0, 0)")
    field = visit.page.get_by_label("Message", exact=True)

    await visit.chooses(number, "Reply")
    await expect(visit.page.locator(".about")).to_contain_text("Reply to Seodang The question")
    await field.press_sequentially("The answer")
    await field.press("Enter")
    await expect(visit.page.locator(".about")).to_be_hidden()
    quoted = visit.page.locator(".own .quoted")
    await expect(quoted).to_contain_text("The question")
    await expect(visit.bubble(number)).not_to_be_in_viewport()
    await quoted.click()

    await expect(visit.bubble(number)).to_be_in_viewport()
    assert visit.telegram.messages(MINA.id)[-1]["reply_to_message"]["message_id"] == number


async def test_a_reply_keyboard_sends_what_its_keys_say(visit):
    await visit.open(MINA)
    keyboard = {
        "keyboard": [["A", "B"], [{"text": "My number", "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
        "input_field_placeholder": "A or B",
    }

    await visit.say("A or B?", reply_markup=keyboard)
    field = visit.page.get_by_label("Message", exact=True)
    await expect(field).to_have_attribute("placeholder", "A or B")
    await expect(visit.page.locator(".reply-key")).to_have_text(["A", "B", "My number"])
    await expect(visit.page.locator(".reply-key").last).to_be_disabled()
    await visit.page.locator(".reply-key").first.click()

    await expect(visit.page.locator(".own .body").last).to_have_text("A")
    await expect(visit.page.locator(".reply-keys")).to_be_hidden()
    await visit.page.get_by_role("button", name="Keyboard").click()
    await expect(visit.page.locator(".reply-keys")).to_be_visible()
    await visit.say("Thank you", reply_markup={"remove_keyboard": True})
    await expect(visit.page.locator(".reply-key")).to_have_count(0)
    await expect(field).to_have_attribute("placeholder", "Message")


async def test_a_reply_that_the_bot_asks_for_is_given_with_the_next_message(visit):
    await visit.open(MINA)

    number = await visit.say(
        "Your name?", reply_markup={"force_reply": True, "input_field_placeholder": "A name"}
    )
    field = visit.page.get_by_label("Message", exact=True)
    await expect(visit.page.locator(".about")).to_contain_text("Reply to Seodang")
    await expect(field).to_have_attribute("placeholder", "A name")
    await field.fill("Mina")
    await field.press("Enter")

    await expect(visit.page.locator(".own .quoted")).to_contain_text("Your name?")
    await expect(visit.page.locator(".about")).to_be_hidden()
    await expect(field).to_have_attribute("placeholder", "Message")
    assert visit.telegram.messages(MINA.id)[-1]["reply_to_message"]["message_id"] == number


async def test_a_group_shows_who_speaks_and_lets_one_choose_as_whom(alone, visit):
    group = visit.telegram.group("Spring class", [MINA.id, JUN.id])
    visit.telegram.send(JUN.id, "good morning", chat=group)
    await visit.open(group)
    pane = visit.pane(group)
    await expect(pane.locator(".service")).to_have_text(
        "Mina Park created the group “Spring class”"
    )
    await expect(pane.locator(".other .sender")).to_have_text("Jun")

    await pane.get_by_label("Write as").select_option(label="Jun")
    await expect(pane.locator(".own .body")).to_have_text("good morning")
    await pane.locator("textarea").fill("/quiz")
    await pane.locator("textarea").press("Enter")

    await expect(pane.locator(".own .body")).to_have_text(["good morning", "/quiz"])
    await expect(pane.locator(".own time").first).to_have_text("07:00")
    said = await visit.update("message")
    assert (said["chat"]["id"], said["from"]["id"], said["text"]) == (group, JUN.id, "/quiz")


async def test_a_pinned_message_is_told_in_the_middle_and_can_be_found(visit):
    await visit.open(MINA)
    number = await visit.say("Read <tg-spoiler>this</tg-spoiler>", parse_mode="HTML")

    await visit.ask("pinChatMessage", chat_id=MINA.id, message_id=number)
    pinned = visit.page.locator(".service")
    await expect(pinned).to_have_text("Seodang pinned “Read ▒▒▒▒”")
    await pinned.get_by_role("button").click()

    await expect(visit.bubble(number)).to_have_class(re.compile("flash"))


async def test_two_chats_side_by_side_are_two_whole_chats(visit):
    await visit.open(MINA, INES)
    mina, ines = visit.pane(MINA.id), visit.pane(INES.id)

    await ines.locator("textarea").fill("as the instructor")
    await ines.locator("textarea").press("Enter")
    await mina.locator("textarea").fill("as the student")
    await mina.locator("textarea").press("Enter")

    await expect(ines.locator(".own .body")).to_have_text(["as the instructor"])
    await expect(mina.locator(".own .body")).to_have_text(["/start", "as the student"])
    boxes = [await pane.bounding_box() for pane in (mina, ines)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert await visit.page.evaluate("document.body.dataset.chats") == "1001 2001"


async def test_the_menu_of_a_chat_opens_another_beside_it_and_a_cross_closes_it(visit):
    await visit.open(MINA)

    await visit.pane(MINA.id).get_by_role("button", name="Options").press("Enter")
    await visit.page.get_by_role("menuitem", name="See side by side with…").press("Enter")
    await visit.page.get_by_role("menuitem", name="Ines Okafor").press("Enter")
    await expect(visit.page.locator(".pane")).to_have_count(2)
    assert visit.page.url.endswith("#1001+2001")
    await visit.pane(MINA.id).get_by_role("button", name="Close this conversation").click()

    await expect(visit.page.locator(".pane")).to_have_count(1)
    assert visit.page.url.endswith("#2001")


async def test_of_two_chats_the_one_in_use_gives_way_to_another(visit):
    await visit.open(MINA, INES)
    await visit.pane(INES.id).locator("textarea").focus()

    await visit.page.get_by_role("link", name="Jun").click()

    await expect(visit.pane(JUN.id).locator(".own .body")).to_have_text("/start")
    assert visit.page.url.endswith("#1001+1002")


async def test_a_phone_shows_the_first_of_two_chats(visit):
    await visit.page.set_viewport_size(PHONE)
    await visit.open(MINA, INES)

    await expect(visit.pane(MINA.id)).to_be_visible()
    await expect(visit.pane(INES.id)).to_be_hidden()


async def test_a_person_can_block_the_bot_and_take_it_back(visit):
    await visit.open(MINA)
    options = visit.page.get_by_role("button", name="Options")

    await options.click()
    await visit.page.get_by_role("menuitem", name="Block the bot").click()
    await expect(visit.page.locator(".status")).to_have_text(
        "as Mina Park, who has blocked the bot"
    )
    blocked = visit.telegram.chats.private(MINA.id).blocked
    await options.click()
    await visit.page.get_by_role("menuitem", name="Unblock the bot").click()

    await expect(visit.page.locator(".status")).to_have_text("as Mina Park, student")
    assert blocked
    assert not visit.telegram.chats.private(MINA.id).blocked


async def test_to_start_afresh_is_asked_for_twice(visit):
    await visit.open(MINA)
    options = visit.page.get_by_role("button", name="Options")

    await options.click()
    await visit.page.get_by_role("menuitem", name="Start afresh…").click()
    await visit.page.get_by_role("button", name="Cancel").click()
    await options.click()
    kept = len(visit.telegram.messages(MINA.id))
    await visit.page.get_by_role("menuitem", name="Start afresh…").click()
    await visit.page.get_by_role("button", name="Start afresh").click()

    await expect(visit.page.locator(".empty")).to_be_visible()
    assert (kept, visit.telegram.messages(MINA.id)) == (1, [])


async def test_a_conversation_can_be_saved(visit):
    await visit.open(MINA)

    await visit.page.get_by_role("button", name="Options").click()
    async with visit.page.expect_download() as started:
        await visit.page.get_by_role("menuitem", name="Save conversation").click()

    assert (await started.value).suggested_filename == "mina.txt"


async def test_somebody_new_comes_by_a_dialog_and_can_write_at_once(alone, visit):
    await visit.open(MINA)

    await visit.page.get_by_role("button", name="Add a person or a group").click()
    dialog = visit.page.locator("#joining")
    await dialog.get_by_label("First name").fill("Yuki")
    await dialog.get_by_label("Time zone").fill("Mars/Olympus")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Mars/Olympus")
    await dialog.get_by_label("Time zone").fill("Asia/Tokyo")
    await dialog.get_by_role("radio", name="Instructor").check()
    await dialog.get_by_role("button", name="Add").click()

    await expect(visit.page.locator(".status")).to_have_text("as Yuki, instructor")
    await expect(dialog).to_be_hidden()
    new = visit.telegram.people[max(visit.telegram.people)]
    assert (new.first_name, new.zone, new.role) == ("Yuki", "Asia/Tokyo", "instructor")
    visit.complaints = [each for each in visit.complaints if "400" not in each]


async def test_a_group_comes_by_the_same_dialog_and_needs_a_member(alone, visit):
    await visit.open(MINA)

    await visit.page.get_by_role("button", name="Add a person or a group").click()
    dialog = visit.page.locator("#joining")
    await dialog.get_by_label("A group").check()
    await dialog.get_by_label("Title").fill("Reading circle")
    await dialog.get_by_role("button", name="Add").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("at least one")
    await dialog.get_by_label("Jun").check()
    await dialog.get_by_role("button", name="Add").click()

    await expect(visit.page.locator(".title")).to_have_text("Reading circle")
    await expect(visit.page.locator(".service")).to_contain_text("Jun created the group")


async def test_a_bot_that_is_down_is_said_until_it_is_up(visit):
    await visit.open(MINA)
    tell = """async (bot) => {
        const { tell } = await import("/page/stream.js");
        tell("bot", {name: "Seodang", username: "seodang_bot", why: null, ...bot});
    }"""
    strip = visit.page.locator(".strip")
    said = {}

    for state in ("down", "starting", "waiting"):
        await visit.page.evaluate(tell, {"state": state})
        said[state] = (await strip.inner_text()).split("\n\n")
    await visit.page.evaluate(tell, {"state": "up"})

    await expect(strip).to_be_hidden()
    assert said == {
        "down": ["The bot is down: what you write waits for it.", "Start"],
        "starting": ["The bot is starting…"],
        "waiting": ["The bot is waiting: the course has mistakes.", "Show them"],
    }


async def test_a_double_tap_is_two_taps_at_once_and_only_once(alone, visit):
    await visit.open(MINA)
    number = await visit.say("A, B or C?", reply_markup=QUIZ)
    await visit.page.evaluate(
        """() => {
            document.body.dataset.double = "yes";
            document.addEventListener("doubled", () => { document.title = "doubled"; });
        }"""
    )

    for _ in range(2):
        await visit.bubble(number).get_by_role("button", name="B").click()

    await expect(visit.page).to_have_title("doubled")
    async with asyncio.timeout(5):
        while (
            len(
                taps := [each for each in await visit.ask("getUpdates") if "callback_query" in each]
            )
            < 3
        ):
            await asyncio.sleep(0.01)
    assert [each["callback_query"]["data"] for each in taps] == ["B", "B", "B"]


async def test_the_tools_open_beside_the_chat_and_stay_open(visit):
    await visit.open(MINA)

    await visit.page.get_by_role("button", name="Tools").click()
    await expect(visit.page.get_by_role("complementary", name="Tools")).to_be_visible()
    await visit.page.reload()
    await expect(visit.page.get_by_role("complementary", name="Tools")).to_be_visible()
    overflow = await visit.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    await visit.page.get_by_role("button", name="Tools").click()

    await expect(visit.page.get_by_role("complementary", name="Tools")).to_be_hidden()
    assert overflow == 0


async def test_on_a_phone_the_tools_are_a_sheet_that_can_be_closed(visit):
    await visit.page.set_viewport_size(PHONE)
    await visit.open()

    await visit.page.get_by_role("button", name="Tools").click()
    sheet = await visit.page.locator("#toolbox").bounding_box()
    await expect(visit.page.get_by_role("button", name="Close the tools")).to_be_focused()
    await visit.page.get_by_role("button", name="Close the tools").click()

    await expect(visit.page.get_by_role("button", name="Tools")).to_be_focused()
    assert sheet["width"] == PHONE["width"]


MODULES = sorted(PAGE.glob("*.js"))
TEXTS = [*MODULES, *sorted(PAGE.glob("*.css")), *sorted(PAGE.glob("*.html"))]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
async def test_a_module_of_the_page_says_what_it_is_for_and_is_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()

    assert lines[0].startswith("// ")
    assert any(line.startswith("// Its one rule: ") for line in lines[:4])
    assert len(lines) <= 300


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
async def test_the_page_needs_nothing_from_elsewhere_and_has_no_code_in_its_markup(path):
    text = path.read_text(encoding="utf-8")

    markup = text if path.suffix == ".html" else ""
    assert re.findall(r"""(?:src|href|url|import)\W{1,3}(?:https?:)?//""", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style", markup) == []
    assert "innerHTML" not in text


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
async def test_every_control_has_a_name_and_can_be_hit(alone, visit, viewport):
    await visit.page.set_viewport_size(viewport)
    group = visit.telegram.group("Spring class", [MINA.id, JUN.id])
    await visit.open(group)
    await poll(visit, group, allows_multiple_answers=True)
    keyboard = {"keyboard": [["A", "B"]]}
    await visit.ask("sendMessage", chat_id=group, text="A or B?", reply_markup=keyboard)
    asked = await visit.ask("sendMessage", chat_id=group, text="A?", reply_markup=QUIZ)
    await visit.ask("pinChatMessage", chat_id=group, message_id=asked["message_id"])
    await expect(visit.page.locator("button.pill")).to_be_visible()

    faulty = await visit.page.evaluate(
        """() => [...document.querySelectorAll("button, a, select, textarea")]
            .filter((node) => node.checkVisibility() && node.closest(".pane, #people"))
            .filter((node) => {
                const { width, height } = node.getBoundingClientRect();
                const name = node.getAttribute("aria-label") || node.textContent.trim();
                return !name || width < 44 || height < 44;
            })
            .map((node) => node.outerHTML)"""
    )

    assert faulty == []


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_texts_stand_out_from_what_is_behind_them(visit, theme):
    await visit.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    await visit.open(MINA)
    text = "<b>bold</b> <code>code</code> <a href='https://example.org'>link</a> /quiz"
    number = await visit.say(
        f"<blockquote>{text}</blockquote>{text}", parse_mode="HTML", reply_markup=QUIZ
    )
    visit.telegram.send(MINA.id, "an answer with https://example.org", reply_to=number)
    quiz = await poll(visit, type="quiz", correct_option_ids=[1], explanation="Because.")
    await quiz.get_by_role("button", name="A", exact=True).click()
    await expect(quiz.locator(".explanation")).to_be_visible()

    weak = await visit.page.evaluate(WEAK_TEXTS)
    await visit.page.emulate_media(color_scheme="light", reduced_motion="reduce")

    assert weak == []


async def test_what_happens_while_a_chat_is_fetched_is_not_lost(visit):
    gone = await visit.say("Gone soon")

    async def slow(route: Route) -> None:
        response = await route.fetch()
        await visit.say("New meanwhile")
        await visit.ask("deleteMessage", chat_id=MINA.id, message_id=gone)
        await visit.page.wait_for_function("window.told === 2")
        await route.fulfill(response=response)

    await visit.open(JUN)
    await visit.page.evaluate(
        """async () => {
            const { stream } = await import("/page/stream.js");
            window.told = 0;
            for (const name of ["message", "gone"]) {
                stream.addEventListener(name, () => { window.told += 1; });
            }
        }"""
    )
    await visit.page.route("**/chats/1001", slow)
    await visit.page.get_by_role("link", name="Mina").click()

    await expect(visit.page.locator(".body")).to_have_text(["/start", "New meanwhile"])
    await visit.page.unroute("**/chats/1001")


async def test_a_stream_that_is_refused_is_asked_for_again(visit):
    refused = []

    async def refuse_once(route: Route) -> None:
        refused.append(route.request.url)
        await (route.fulfill(status=503) if len(refused) == 1 else route.continue_())

    await visit.page.route("**/events", refuse_once)
    await visit.load(str(MINA.id))
    await expect(visit.page.locator("#connection")).to_have_text("No connection. Trying again…")

    await expect(visit.page.locator(".own .body")).to_have_text("/start")
    await expect(visit.page.locator("#connection")).to_be_empty()
    await visit.page.unroute("**/events")
    visit.complaints = [each for each in visit.complaints if "503" not in each]


async def test_two_thousand_messages_stay_quick(alone, visit):
    for number in range(2000):
        await visit.say(f"<b>{number}</b> " + "a line of text " * 20, parse_mode="HTML")
    await visit.open(MINA)
    await expect(visit.page.locator(".message")).to_have_count(2001)

    milliseconds = await visit.page.evaluate(
        """async () => {
            const list = document.querySelector(".log");
            const before = performance.now();
            const arrived = new Promise((resolve) => {
                new MutationObserver((_, observer) => {
                    observer.disconnect();
                    requestAnimationFrame(() => setTimeout(resolve));
                }).observe(list, {childList: true});
            });
            await fetch("/control/send", {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({person: 1001, text: "one more"}),
            });
            await arrived;
            return performance.now() - before;
        }"""
    )

    assert milliseconds < 500
    await expect(visit.page.locator(".own").last).to_be_in_viewport(ratio=1)
