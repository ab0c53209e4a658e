"""Course texts as Telegram reads them."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from bot.core.prose import plain
from bot.render.markup import inline, telegram_html

PIECES = (
    "word",
    " ",
    "\n",
    "\n\n",
    "**",
    "*",
    "- ",
    "1. ",
    "<",
    ">",
    "&",
    '"',
    "</b>",
    "&lt;",
    "[",
)
PIECES += ("](tg://x)", "[a](https://x.org/?a=1&b=<2>)", '[a](https://x.org/"onclick=)')
TEXTS = st.one_of(
    st.text(),
    st.text("ab \n*_[]()<>&;#-.`~!\\:/\"'"),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
)


class Telegram(HTMLParser):
    """Reads as Telegram does: the tags it was promised, each closed in turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[str] = []
        self.seen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, [name for name, _ in attrs]) in [("b", []), ("i", []), ("a", ["href"])]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen += data

    def handle_entityref(self, name: str) -> None:
        self.seen += {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}[name]

    def handle_charref(self, name: str) -> None:
        raise AssertionError(name)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def read(html: Markup) -> str:
    telegram = Telegram()
    telegram.feed(str(html))
    telegram.close()
    assert telegram.open == []
    return telegram.seen


def test_a_text_becomes_telegram_html():
    text = "A **bold *and* italic** [“link”](https://x.org/?a=1&b=2).\n\n- one\n- two\n\nEnd."

    assert telegram_html(text) == (
        "A <b>bold </b><b><i>and</i></b><b> italic</b> "
        '<a href="https://x.org/?a=1&amp;b=2">“link”</a>.\n• one\n• two\n\nEnd.'
    )


def test_what_is_not_markdown_is_shown_as_it_is_typed():
    text = 'AT&T <b>5 < 6</b> "x" &nbsp;'

    assert telegram_html(text) == ("AT&amp;T &lt;b&gt;5 &lt; 6&lt;/b&gt; &quot;x&quot; &amp;nbsp;")


def test_inline_is_one_line():
    assert inline("One  \n*two*\n\n- three\n- four") == "One <i>two</i> • three • four"


@pytest.mark.parametrize("shape", [telegram_html, inline])
def test_the_result_is_not_escaped_again(shape):
    assert Markup("<u>{}</u>").format(shape("a *b*")) == "<u>a <i>b</i></u>"


@given(TEXTS)
def test_whatever_the_text_telegram_can_read_it_and_sees_what_a_reader_sees(text: str):
    assert read(telegram_html(text)) == plain(text)


@given(TEXTS)
def test_whatever_the_text_an_inline_text_is_one_line(text: str):
    assert read(inline(text)).split() == plain(text).split()
    assert "\n" not in inline(text)
