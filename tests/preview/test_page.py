"""The chat page in a real browser, with a whole local Telegram behind it.

After each test the page must have complained of nothing and asked no other host.
"""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, ViewportSize, async_playwright, expect

from bot.preview import people
from bot.preview.server import LocalTelegram, Person

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
MINA = Person(1001, "Mina", "Park")
JUN = Person(1002, "Jun")
INES = Person(2001, "Ines", "Okafor", role="instructor")
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUIZ = {
    "inline_keyboard": [
        [{"text": letter, "callback_data": letter} for letter in "ABC"],
        [{"text": "Stop", "callback_data": "stop", "style": "danger"}],
    ]
}


@dataclass
class Visit:
    """A browser page, the Telegram behind it, and what went wrong on the way."""

    telegram: LocalTelegram
    server: TestServer
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

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

    async def open(self, person: Person | None = None) -> None:
        await self.page.goto(f"{self.address}#{person.id}" if person else self.address)
        if person:
            await expect(self.page.locator("#scroller")).not_to_have_attribute("aria-busy", "true")

    async def ask(self, method: str, **params: Any) -> Any:
        """What the bot asks of Telegram."""
        reply = await self.telegram.call(TOKEN, method, params)
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

    def body(self, number: int) -> Any:
        return self.bubble(number).locator(".body")

    async def position(self) -> float:
        return float(await self.page.evaluate("document.getElementById('scroller').scrollTop"))

    async def fills_the_log(self) -> list[int]:
        return [await self.say(f"Line {number}\n" * 3) for number in range(20)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncIterator[Page]:
    assert CHROMIUM, "Chromium is not installed; the page cannot be tested without it"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(
            locale="en-GB", timezone_id="Asia/Seoul", reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(3000)
        yield page
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def visit(page: Page) -> AsyncIterator[Visit]:
    telegram = LocalTelegram(TOKEN, now=lambda: NOON, people=[MINA, JUN, INES])
    for person in (MINA, JUN):
        telegram.send(person.id, "/start")
    await page.set_viewport_size(DESK)
    async with TestServer(people.application(telegram)) as server:
        visit = Visit(telegram, server, page, str(server.make_url("/")))
        with visit.listening():
            yield visit
            await page.goto("about:blank")
    assert visit.complaints == []


async def test_the_bot_stands_on_the_left_and_the_person_on_the_right(visit):
    await visit.open(MINA)

    number = await visit.say("Welcome, Mina.")

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


async def test_what_is_not_a_text_is_named_in_words(visit):
    await visit.open(MINA)

    visit.telegram.post(MINA.id, "voice")
    await visit.ask(
        "sendPoll", chat_id=MINA.id, question="Which?", options=[{"text": "A"}, {"text": "B"}]
    )

    await expect(visit.page.locator(".kind")).to_have_text(
        ["Voice message", "Poll: Which?\n○ A\n○ B"]
    )


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
    await expect(visit.page.locator("#latest")).to_be_hidden()


async def test_a_reader_above_is_not_moved_and_sees_how_much_is_new(visit):
    await visit.open(MINA)
    numbers = await visit.fills_the_log()
    await expect(visit.bubble(numbers[-1])).to_be_in_viewport()
    await visit.page.evaluate("document.getElementById('scroller').scrollBy(0, -500)")
    await expect(visit.page.locator("#latest")).to_be_visible()
    before = await visit.position()

    last = await visit.say("The last")
    await visit.reword(numbers[-1], "An edit far below")
    await expect(visit.page.locator("#latest .count")).to_have_text("1")
    after = await visit.position()
    await visit.page.locator("#latest").click()

    assert after == before
    await expect(visit.bubble(last)).to_be_in_viewport(ratio=1)


async def test_the_keyboard_has_its_rows_and_a_tap_reaches_the_bot(visit):
    await visit.open(MINA)
    number = await visit.say("A, B or C?", reply_markup=QUIZ)

    await expect(visit.bubble(number).locator(".key")).to_have_count(4)
    rows = await visit.bubble(number).locator(".keys").all_inner_texts()
    await visit.bubble(number).get_by_role("button", name="B").click()
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_text("B")
    tap = await visit.update("callback_query")

    assert [row.split() for row in rows] == [["A", "B", "C"], ["Stop"]]
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
    await visit.bubble(number).get_by_role("button", name="C").click()
    await expect(visit.bubble(number).locator(".key[aria-busy]")).to_have_count(1)
    tap = await visit.update("callback_query")

    await visit.ask(
        "answerCallbackQuery", callback_query_id=tap["id"], text="Too late", show_alert=True
    )

    await expect(visit.page.get_by_role("dialog")).to_have_text(re.compile("Too late"))
    await visit.page.get_by_role("button", name="OK").click()
    await expect(visit.page.get_by_role("dialog")).to_have_count(0)


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
    await expect(visit.page.locator("#status")).to_have_text("typing…")
    await visit.say("Here it is")

    await expect(visit.page.locator("#status")).to_have_text("as Mina Park, student")


async def offer_commands(visit: Visit) -> None:
    named = ("start", "Begin"), ("quiz", "Questions"), ("progress", "How far you are")
    await visit.ask(
        "setMyCommands",
        commands=[{"command": name, "description": about} for name, about in named],
    )


async def test_the_menu_offers_the_commands_and_sends_the_chosen_one(visit):
    await visit.open(MINA)
    await expect(visit.page.locator("#menu")).to_be_hidden()
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
    await expect(visit.page.locator("#menu")).to_be_visible()
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

    await visit.bubble(sent).hover()
    await visit.bubble(sent).get_by_role("button", name="Edit this message").click()
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
    await expect(visit.page.locator("#empty")).to_be_hidden()


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
    await visit.page.goto(f"{visit.address}#999")

    said = visit.page.get_by_text("Nobody here has the number 999")
    await expect(said).to_be_visible()
    await expect(visit.page.locator("#chat")).to_be_hidden()


async def test_a_phone_shows_the_people_first_and_then_one_chat(visit):
    await visit.page.set_viewport_size(PHONE)
    await visit.open()
    await expect(visit.page.locator("#chat")).to_be_hidden()

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
        """[document.documentElement, document.getElementById("scroller")]
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


async def test_a_lost_server_is_said_and_found_again(visit):
    await visit.open(MINA)
    port = visit.server.port

    await visit.server.close()
    await expect(visit.page.locator("#connection")).to_have_text("No connection. Trying again…")
    await visit.page.get_by_label("Message", exact=True).fill("lost?")
    await visit.page.get_by_label("Message", exact=True).press("Enter")
    await expect(visit.page.locator(".toast.wrong")).to_contain_text("No connection")
    await expect(visit.page.get_by_label("Message", exact=True)).to_have_value("lost?")
    await visit.say("While you were away")
    async with TestServer(people.application(visit.telegram), port=port):
        await expect(visit.page.locator("#connection")).to_be_empty()
        await expect(visit.page.locator(".bot .body")).to_have_text("While you were away")
        await visit.page.goto("about:blank")

    # The browser itself complains of each attempt.
    visit.complaints = [each for each in visit.complaints if "ERR_" not in each]


async def test_several_hundred_messages_stay_quick(visit):
    for number in range(300):
        await visit.say(f"<b>{number}</b> " + "a line of text " * 20, parse_mode="HTML")
    await visit.open(MINA)
    await expect(visit.page.locator(".message")).to_have_count(301)

    milliseconds = await visit.page.evaluate(
        """async () => {
            const list = document.getElementById("log");
            const before = performance.now();
            const arrived = new Promise((resolve) => {
                new MutationObserver((_, observer) => {
                    observer.disconnect();
                    requestAnimationFrame(() => setTimeout(resolve));
                }).observe(list, {childList: true});
            });
            await fetch("/people/1001/messages", {
                method: "POST",
                headers: {"Content-Type": "application/json"},
                body: JSON.stringify({text: "one more"}),
            });
            await arrived;
            return performance.now() - before;
        }"""
    )

    assert milliseconds < 500
    await expect(visit.page.locator(".own").last).to_be_in_viewport(ratio=1)
