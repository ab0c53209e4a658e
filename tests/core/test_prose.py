"""The light Markdown of course texts."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.prose import Block, Fault, Span, faults, label_faults, parse, plain

MARKS = st.text("ab1 \n*_[]()<>&;#-.`~!|\\:/\"'").filter(lambda text: len(text) < 80)
SIGNS = ("word", " ", "\n", "\n\n", "**", "*", "_", "- ", "1. ", "  ", "`", "<b>", "&nbsp;", "# ")
SIGNS += ("> ", "![a](b)", "~~", "---", "|", "[", "](", "\\", "[^1]", "[a](https://x.org)")
PIECES = st.lists(st.sampled_from(SIGNS), max_size=40).map("".join)
HTML = "use **bold**, *italics* or [words](https://…)"
NO_ADDRESS = "begin its address with https://, or write it without a link"


def test_bold_and_italics_may_stand_in_each_other():
    blocks = parse("One **two *three* four** _five_ ***six***")

    assert blocks == (
        Block(
            (
                Span("One "),
                Span("two ", bold=True),
                Span("three", bold=True, italic=True),
                Span(" four", bold=True),
                Span(" "),
                Span("five", italic=True),
                Span(" "),
                Span("six", bold=True, italic=True),
            )
        ),
    )


def test_marks_within_marks_of_the_same_kind_end_with_the_outer_ones():
    assert parse("*a _b_ c* d") == (Block((Span("a b c", italic=True), Span(" d"))),)


@pytest.mark.parametrize(
    "address", ["https://x.org/a?b=1&c=2", "http://x.org", "tg://resolve?domain=x"]
)
def test_a_link_leads_to_the_web_or_to_telegram(address: str):
    assert parse(f"see [*this* page]({address}).") == (
        Block(
            (
                Span("see "),
                Span("this", italic=True, link=address),
                Span(" page", link=address),
                Span("."),
            )
        ),
    )


def test_a_link_without_words_shows_its_address():
    assert parse("[](https://x.org)") == (Block((Span("https://x.org", link="https://x.org"),)),)


def test_entries_keep_their_marker_and_paragraphs_have_none():
    blocks = parse("First.\n\n- one\n- *two*\n\nThen:\n3. three\n7) four")

    assert blocks == (
        Block((Span("First."),)),
        Block((Span("one"),), "•"),
        Block((Span("two", italic=True),), "•"),
        Block((Span("Then: 3. three 7) four"),)),
    )


def test_numbers_of_entries_stay_as_typed():
    assert parse("3. three\n7. seven") == (
        Block((Span("three"),), "3."),
        Block((Span("seven"),), "7."),
    )


def test_a_soft_line_break_is_a_space_and_a_hard_one_a_line():
    assert parse("one\ntwo  \nthree\\\nfour") == (Block((Span("one two\nthree\nfour"),)),)


def test_what_a_reader_sees_has_no_marks():
    text = "A **bold** [link](https://x.org):\n- one\n- two\n\nEnd of \\*it\\*."

    assert plain(text) == "A bold link:\n• one\n• two\n\nEnd of *it*."


@pytest.mark.parametrize(
    "text",
    [
        "AT&T and R&D; 5 < 6 > 4",
        "3 * 4 * 5",
        "a_b_c and kim_jong",
        "2024.",
        "1962. Then",
        "P'yŏngyang – 평양",
        "#1 of two [¶19]",
        "a | b ~5 ` 50 %",
    ],
)
def test_signs_of_ordinary_sentences_are_text(text: str):
    assert plain(text) == text
    assert faults(text) == ()


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        (
            "# One",
            '"#" begins a heading, which has no place here',
            "leave it out, or write **bold** text",
        ),
        (
            "```",
            "a block of code has no place here",
            "leave out this line",
        ),
        (
            "> One",
            '">" begins a quotation, which has no place here',
            "write it in quotation marks",
        ),
        (
            "***",
            "a drawn line has no place here",
            "leave an empty line instead",
        ),
        (
            "- - -",
            "a drawn line has no place here",
            "leave an empty line instead",
        ),
        (
            "===",
            "a drawn line has no place here",
            "leave an empty line instead",
        ),
        (
            "|---|---|",
            "a table has no place here",
            "write bullet points, one for each row",
        ),
        (
            "`one`",
            '"`one`" is code, which has no place here',
            "leave out the backticks",
        ),
        (
            "~~one~~",
            '"~~one~~" is struck out, which has no place here',
            "leave it out, or leave out the ~~",
        ),
        (
            "[^1]",
            '"[^1]" is a footnote, which has no place here',
            "write it in the text, or leave it out",
        ),
        (
            "** one",
            '"**" is shown as it is typed',
            "put it right before and right after the bold words",
        ),
        (
            "&nbsp;",
            '"&nbsp;" is HTML, which is shown as it is typed',
            "type the character that it stands for",
        ),
        (
            "&#8211;",
            '"&#8211;" is HTML, which is shown as it is typed',
            "type the character that it stands for",
        ),
        (
            "<br/>",
            '"<br/>" is HTML, which is shown as it is typed',
            HTML,
        ),
        (
            "<!-- x -->",
            '"<!--" is HTML, which is shown as it is typed',
            HTML,
        ),
        (
            "<tg://x>",
            '"<tg://x>" is not read as a link',
            "write it as in [words](https://…)",
        ),
        (
            "![a](b.png)",
            '"![a](b.png)" is an image, which has no place here',
            "leave it out, or link to it as in [words](https://…)",
        ),
        (
            "[a](javascript:x)",
            'link "[a](javascript:x)" leads to no web address',
            NO_ADDRESS,
        ),
        (
            "[a](mailto:b@c)",
            'link "[a](mailto:b@c)" leads to no web address',
            NO_ADDRESS,
        ),
        (
            "[a](https://)",
            'link "[a](https://)" leads to no web address',
            NO_ADDRESS,
        ),
    ],
)
def test_everything_else_is_named_and_stays_visible(text: str, what: str, remedy: str):
    assert Fault(1, 1, what, remedy) in faults(text)
    assert re.sub(r"[\s•*-]", "", plain(text)) == re.sub(r"[\s•*-]", "", text)


def test_every_fault_has_its_own_place():
    text = "A `b` c\n\n- one\n  <i>two\n- three &amp;\n\n  # four `five`"

    places = [(fault.line, fault.column) for fault in faults(text)]

    assert places == [(1, 3), (4, 3), (5, 9), (7, 3), (7, 10)]


def test_points_within_points_are_refused_but_shown():
    text = "- one\n  - two\n- three"

    assert plain(text) == "• one - two\n• three"
    assert faults(text) == (
        Fault(
            2,
            3,
            "a point inside another one has no place here",
            "write all points at the same indentation",
        ),
    )


@pytest.mark.parametrize(
    ("label", "place", "what"),
    [
        ("Two\ngaps", (1, 4), "a line break has no place here"),
        ("Two *gaps*", (1, 5), "bold and italics have no place here"),
        ("[Two](https://x.org) gaps", (1, 1), "a link has no place here"),
        ("- Two gaps", (1, 1), "a bullet point has no place here"),
        ("Two <b>gaps", (1, 5), '"<b>" is HTML, which is shown as it is typed'),
    ],
)
def test_a_label_is_plain_text_on_one_line(label: str, place: tuple[int, int], what: str):
    assert [(fault.line, fault.column, fault.what) for fault in label_faults(label)] == [
        (*place, what)
    ]


@pytest.mark.parametrize(
    "label", ["1962", "3. March", "> 130", "# of products", "2 * 3", " Gap \n"]
)
def test_what_only_a_text_could_misread_may_stand_in_a_label(label: str):
    assert label_faults(label) == ()


@given(st.text())
@example("- " * 500 + "deep")
@example("[" * 500 + "a](https://x.org)")
@example("\0\ud800\u202e\r\r\n")
def test_no_text_raises(text: str):
    parse(text)
    plain(text)
    faults(text)
    label_faults(text)


@given(st.one_of(MARKS, PIECES))
def test_letters_and_digits_are_never_lost(text: str):
    seen = re.findall(r"\w", re.sub(r"\(https://x\.org\)", "", text.replace("_", "")))

    assert re.findall(r"\w", plain(text).replace("_", "").replace("https://x.org", "")) == seen


@given(st.lists(st.text("abcXYZ019 ,;?'한서당é", min_size=1).map(str.strip), min_size=1))
def test_text_without_marks_is_what_a_reader_sees(paragraphs: list[str]):
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)

    assert plain(text) == text
    assert faults(text) == ()


@given(st.one_of(st.text(), MARKS, PIECES))
def test_every_fault_stands_in_the_text(text: str):
    lines = text.replace("\r\n", "\n").split("\n")

    for fault in (*faults(text), *label_faults(text)):
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1


@pytest.mark.parametrize(
    "piece", ["[", "*", "**a", "`", "`a", "<a", "![", "[a](", "_a_", "- ", "\\", "~~a", "-|", "&a;"]
)
def test_no_text_takes_long(piece: str):
    began = time.process_time()

    faults(piece * 3000)

    assert time.process_time() - began < 5
