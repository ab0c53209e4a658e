"""How the bot's messages are put in words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.server import File, LocalTelegram, Person
from bot.preview.server.posts import picture
from bot.preview.transcript.hearing import Button, Hearing, buttons, called, linked

TOKEN = "1:hearing"
MINA = 1001


class Chat:
    """Mina's chat with a bot that does what it is told, and somebody who listens."""

    def __init__(self) -> None:
        people = [Person(MINA, "Mina")]
        noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
        self.telegram = LocalTelegram(TOKEN, now=lambda: noon, people=people)
        self.hearing = Hearing(1)
        self._watch = self.telegram.watch()
        self.telegram.send(MINA, "/start")

    async def does(self, method: str, **parameters: Any) -> Any:
        files = parameters.pop("files", {})
        reply = await self.telegram.call(TOKEN, method, {"chat_id": MINA, **parameters}, files)
        assert reply.status == 200, reply.body
        return reply.body["result"]

    async def sends(self, text: str, *rows: str, **more: Any) -> int:
        """A message; each row is a row of labels."""
        keyboard = [[{"text": one, "callback_data": one} for one in row.split()] for row in rows]
        markup = {"reply_markup": {"inline_keyboard": keyboard}} if rows else {}
        sent = await self.does("sendMessage", text=text, parse_mode="HTML", **markup, **more)
        return int(sent["message_id"])

    def heard(self, to: str | None = None) -> str:
        while not self._watch.empty():
            self.hearing.take(self._watch.get_nowait())
        lines = self.hearing.heard(to)
        self.hearing.turn()
        return "\n".join(lines)


@pytest.fixture
def chat() -> Chat:
    return Chat()


async def test_a_message_is_told_without_marks_but_with_the_sites_of_its_links(chat: Chat) -> None:
    await chat.sends(
        '<b>One</b> 서당 😀 <a href="https://www.kcna.kp/en">KCNA</a>, '
        '<a href="tg://user?id=1001">Mina</a>',
        "A B",
    )

    assert chat.heard() == "Seodang\n  One 서당 😀 KCNA (kcna.kp), Mina\n  [A] [B]"


async def test_a_long_line_goes_on_further_in_and_a_short_one_is_left_as_it_is(chat: Chat) -> None:
    await chat.sends(f"{'word ' * 30}\n\n• {'x' * 95}\n  indented")

    assert chat.heard() == (
        "Seodang\n"
        f"  {' '.join(['word'] * 19)}\n    {' '.join(['word'] * 11)}\n\n"
        f"  •\n    {'x' * 95}\n"
        "    indented"
    )


async def test_of_a_message_that_changes_at_once_only_the_last_state_is_told(chat: Chat) -> None:
    number = await chat.sends("One moment")
    await chat.does("editMessageText", message_id=number, text="Here it is")

    assert chat.heard() == "Seodang\n  Here it is"


async def test_an_edit_is_told_in_full_and_by_number_if_it_is_further_up(chat: Chat) -> None:
    first = await chat.sends("one")
    second = await chat.sends("two")
    chat.heard()

    await chat.does("editMessageText", message_id=first, text="ONE")
    await chat.does("editMessageText", message_id=second, text="TWO")

    assert chat.heard() == "Seodang, edited message 1\n  ONE\n\nSeodang, edited\n  TWO"


async def test_an_edit_that_is_undone_at_once_was_nothing(chat: Chat) -> None:
    number = await chat.sends("one")
    chat.heard()

    for text in ("two", "one"):
        await chat.does("editMessageText", message_id=number, text=text)

    assert chat.heard() == ""


async def test_buttons_that_go_are_told_only_if_nothing_else_is(chat: Chat) -> None:
    first, second = await chat.sends("one", "A"), await chat.sends("two", "A")
    chat.heard()

    await chat.does("editMessageReplyMarkup", message_id=first)
    assert chat.heard() == "Seodang, took the buttons from message 1"
    await chat.does("editMessageReplyMarkup", message_id=second)
    await chat.sends("three")
    assert chat.heard() == "Seodang\n  three"


async def test_a_message_that_is_deleted_is_told_by_its_number(chat: Chat) -> None:
    await chat.sends("one")
    number = await chat.sends("two")
    chat.heard()

    await chat.does("deleteMessage", message_id=number)

    assert chat.heard() == "Seodang, deleted message 2"


@pytest.mark.parametrize(("alert", "where"), [(False, "a toast"), (True, "an alert")])
async def test_what_a_tap_is_answered_with_comes_first(chat: Chat, alert: bool, where: str) -> None:
    number = await chat.sends("one", "A")
    chat.heard()
    update = chat.telegram.tap(MINA, number, row=0, column=0)

    await chat.does("editMessageText", message_id=number, text="two")
    query = update["callback_query"]["id"]
    await chat.does("answerCallbackQuery", callback_query_id=query, text="Hm.", show_alert=alert)

    assert chat.heard() == f"Seodang, in {where}\n  Hm.\n\nSeodang, edited\n  two"


async def test_the_answer_that_only_ends_the_wait_is_not_told(chat: Chat) -> None:
    number = await chat.sends("one", "A")
    chat.heard()
    update = chat.telegram.tap(MINA, number, row=0, column=0)

    await chat.does("answerCallbackQuery", callback_query_id=update["callback_query"]["id"])

    assert chat.heard() == ""


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ({"keyboard": [[{"text": "Yes"}, {"text": "No"}]]}, "laid out a keyboard\n  [Yes] [No]"),
        ({"force_reply": True}, "waits for a reply"),
        ({"remove_keyboard": True}, "took the keyboard away"),
    ],
)
async def test_a_keyboard_is_told_after_its_message(
    chat: Chat, markup: dict[str, Any], told: str
) -> None:
    await chat.sends("one", reply_markup=markup)

    assert chat.heard() == f"Seodang\n  one\n\nSeodang, {told}"


async def test_pictures_files_and_polls_are_put_in_words(chat: Chat) -> None:
    png, pdf = picture(9, 9), b"%PDF-1.7"
    await chat.does("sendPhoto", files={"photo": File("a.png", png)}, caption="Look")
    await chat.does("sendDocument", files={"document": File("notes.pdf", pdf)})
    await chat.does("sendPoll", question="Tea?", options=[{"text": "Yes"}, {"text": "No"}])

    assert chat.heard().split("\n\n") == [
        "Seodang\n  (a photo)\n  Look",
        "Seodang\n  (a document notes.pdf)",
        "Seodang\n  (a poll)\n  Tea?\n  1. Yes (0)\n  2. No (0)",
    ]


async def test_a_button_that_leads_elsewhere_is_told_with_its_site(chat: Chat) -> None:
    keyboard = [[{"text": "Read", "url": "https://www.kcna.kp/en"}]]

    await chat.sends("one", reply_markup={"inline_keyboard": keyboard})

    assert chat.heard() == "Seodang\n  one\n  [Read] (kcna.kp)"


async def test_in_the_chat_of_somebody_else_each_part_says_whose_it_is(chat: Chat) -> None:
    await chat.sends("one")
    await chat.sends("two")

    assert chat.heard(to="Mina") == "Seodang, to Mina\n  one\n\nSeodang, to Mina\n  two"


async def test_a_button_is_looked_for_from_the_newest_message_upwards(chat: Chat) -> None:
    first, second = await chat.sends("one", "A B"), await chat.sends("two", "A")
    chat.heard()

    found = [chat.hearing.find(label) for label in ("A", "B")]

    assert [button and button.message for button in found] == [second, first]


async def test_an_old_button_is_the_latest_that_is_no_longer_there(chat: Chat) -> None:
    number = await chat.sends("one", "A B")
    for carries in ("1", "2", "3"):
        keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": carries}]]}
        await chat.does("editMessageReplyMarkup", message_id=number, reply_markup=keyboard)
    chat.heard()

    found = [chat.hearing.find(label, old=True) for label in ("A", "B", "C")]

    assert [button and button.carries for button in found] == ["2", "B", None]


OPTIONS = {
    "message_id": 5,
    "text": "Which?\n\n☑ A. Alba\nB. Brin\n✗ C. Cole",
    "reply_markup": {
        "inline_keyboard": [
            [{"text": text, "callback_data": text} for text in ("☑ A", "☐ B", "C", "D")],
            [{"text": "1. Rivers", "callback_data": "r"}, {"text": "Next →", "callback_data": "n"}],
        ]
    },
}


def test_a_button_that_is_a_mark_is_called_by_the_line_that_it_marks() -> None:
    names = [button.name for button in buttons(OPTIONS)]

    assert names == ["A. Alba", "B. Brin", "C. Cole", "D", "1. Rivers", "Next →"]


@pytest.mark.parametrize(
    ("label", "carries"),
    [
        ("A. Alba", "☑ A"),
        ("A", "☑ A"),
        ("☐ A", "☑ A"),
        ("Alba", "☑ A"),
        ("C. Alba", "☑ A"),
        ("2. Rivers", "r"),
        ("D", "D"),
        ("Next →", "n"),
        ("Next", None),
        ("Dorn", None),
    ],
)
def test_a_button_is_found_by_its_name_by_its_mark_and_by_its_words(
    label: str, carries: str | None
) -> None:
    found = called(label, buttons(OPTIONS))

    assert (found and found.carries) == carries


def test_words_that_two_buttons_share_call_neither() -> None:
    alike = [Button(5, 0, n, f"{n}. Yes", f"{n}. Yes", str(n)) for n in (1, 2)]

    assert called("Yes", alike) is None
    assert called("2. Yes", alike) == alike[1]


@given(st.text(), st.text(min_size=1), st.text())
def test_a_link_adds_its_site_after_its_words(before: str, words: str, after: str) -> None:
    offset, length = (
        len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in (before, words)
    )
    entity = {"type": "text_link", "offset": offset, "length": length, "url": "https://a.example/"}

    assert linked(before + words + after, [entity]) == f"{before}{words} (a.example){after}"
