from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.preview.server.entities import finished, formatted, html, utf16_length
from bot.preview.server.errors import ApiError

MINA = {"id": 1001, "is_bot": False, "first_name": "Mina"}
STYLES = ["b", "i", "u", "s", "tg-spoiler", "code", "pre", "blockquote"]


def user(number):
    return MINA if number == MINA["id"] else None


def read(source, parse_mode="HTML"):
    return formatted(source, parse_mode, None, user)


def entity(kind, offset, length, **facts):
    return {"type": kind, "offset": offset, "length": length, **facts}


def refusal(source, parse_mode="HTML", entities=None):
    with pytest.raises(ApiError) as error:
        formatted(source, parse_mode, entities, user)
    assert error.value.code == 400
    return error.value.description.removeprefix("Bad Request: can't parse entities: ")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("<x>", 'Unsupported start tag "x" at byte offset 0'),
        ("서당 <H1>a</H1>", 'Unsupported start tag "h1" at byte offset 7'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("a<br/>", 'Unsupported start tag "br/" at byte offset 1'),
        ("<b>a", "Can't find end tag corresponding to start tag b"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ('<a href="x"', "Unclosed start tag at byte offset 0"),
        (
            "<blockquote expandable",
            (
                "Expected equal sign in declaration of an attribute of the tag "
                '"blockquote" at byte offset 0'
            ),
        ),
        (
            "<b expandable>x</b>",
            ('Expected equal sign in declaration of an attribute of the tag "b" at byte offset 0'),
        ),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        (
            "<a href>x</a>",
            ('Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("é<b><i>a</b></i>", 'Unmatched end tag at byte offset 9, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="x">a</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="now">a</tg-time>', "Invalid Unix time specified"),
        (
            "&#xd800;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source, message):
    assert refusal(source) == message


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b> <strong>b</strong>", "a b", [entity("bold", 0, 1), entity("bold", 2, 1)]),
        ("<I>a</i><EM>b</em>", "ab", [entity("italic", 0, 2)]),
        (
            "<s>a</s> <strike>b</strike> <del>c</del>",
            "a b c",
            [entity("strikethrough", n, 1) for n in (0, 2, 4)],
        ),
        ("<u>a</u> <ins>b</ins>", "a b", [entity("underline", 0, 1), entity("underline", 2, 1)]),
        (
            '<tg-spoiler>a</tg-spoiler> <span class="tg-spoiler">b</span>',
            "a b",
            [entity("spoiler", 0, 1), entity("spoiler", 2, 1)],
        ),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            [entity("pre", 0, 1, language="python")],
        ),
        ('<code class="language-python">x</code>', "x", [entity("code", 0, 1)]),
        (
            "<blockquote expandable>a</blockquote> <blockquote>b</blockquote>",
            "a b",
            [entity("expandable_blockquote", 0, 1), entity("blockquote", 2, 1)],
        ),
        (
            '<a href="example.com">x</a>',
            "x",
            [entity("text_link", 0, 1, url="http://example.com/")],
        ),
        (
            "<a>example.com</a>",
            "example.com",
            [entity("text_link", 0, 11, url="http://example.com/")],
        ),
        (
            '<a href="https://Example.com/A?b=1&amp;c#d">x</a>',
            "x",
            [entity("text_link", 0, 1, url="https://example.com/A?b=1&c#d")],
        ),
        ('<a href="nowhere">x</a>', "x", []),
        ('<a href="tg://user?id=1001">x</a>', "x", [entity("text_mention", 0, 1, user=MINA)]),
        ('<a href="tg://user?id=5">x</a>', "x", []),
        (
            '<tg-emoji emoji-id="536">👍</tg-emoji>',
            "👍",
            [entity("custom_emoji", 0, 2, custom_emoji_id="536")],
        ),
        (
            '<tg-time unix="1647531900" format="wDT">x</tg-time>',
            "x",
            [entity("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")],
        ),
        ("<b></b>x<i> </i>", "x", []),
        ("<b>a</>", "a", [entity("bold", 0, 1)]),
    ],
)
def test_each_tag_becomes_its_entity(source, text, entities):
    assert read(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#49;&#x32;&lt 3", "12< 3"),
        ("&nbsp;&apos;&ltx;&LT;", "&nbsp;&apos;&ltx;&LT;"),
        ("&#0;&#x10ffff;&#12345678;", "&#0;&#x10ffff;&#12345678;"),
    ],
)
def test_only_four_named_entities_and_numbers_are_decoded(source, text):
    assert read(source)[0] == text


def test_offsets_count_utf16_code_units():
    assert read("👍한<b>글👍</b>") == ("👍한글👍", [entity("bold", 3, 3)])


def test_the_text_is_trimmed_and_an_entity_begins_at_a_letter():
    assert read(" \n<b> a </b> \n") == ("a", [entity("bold", 0, 1)])


def test_control_characters_are_cleaned_and_offsets_follow():
    assert read("a\r\u202e\t<b>b\rc</b>") == ("a bc", [entity("bold", 2, 2)])


def test_nested_styles_are_cut_where_another_begins():
    assert read("<b>a<i>b</i>c</b>") == (
        "abc",
        [entity("bold", 0, 1), entity("bold", 1, 2), entity("italic", 1, 1)],
    )


def test_touching_styles_are_merged():
    assert read("<b>a</b><b>b</b>") == ("ab", [entity("bold", 0, 2)])


def test_styles_are_dropped_inside_code_and_cut_around_it():
    assert read("<b>a<code>b<i>c</i></code>d</b>") == (
        "abcd",
        [entity("bold", 0, 1), entity("code", 1, 2), entity("bold", 3, 1)],
    )


def test_a_link_holds_no_code_and_a_quote_no_quote():
    link = '<a href="https://a.kr/"><code>x</code>y</a>'
    quote = "<blockquote>a<blockquote>b</blockquote></blockquote>"

    assert read(link)[1] == [entity("text_link", 0, 2, url="https://a.kr/")]
    assert read(quote)[1] == [entity("blockquote", 0, 2)]


def test_addresses_and_commands_are_found_outside_code():
    text, entities = read(
        "/help@seodang_bot #한국 @mina_park a@b.kr naver.com. <code>/no</code> a/b"
    )

    assert [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in entities] == [
        ("bot_command", "/help@seodang_bot"),
        ("hashtag", "#한국"),
        ("mention", "@mina_park"),
        ("email", "a@b.kr"),
        ("url", "naver.com"),
        ("code", "/no"),
    ]


def test_at_most_a_hundred_entities_are_kept():
    _, entities = read("<b>a</b> " * 120)

    assert len(entities) == 100


def test_only_invisible_characters_are_no_text():
    assert read("<b> \u200b\u3000</b>\n") == ("", [])


def test_entities_may_be_given_instead_of_tags():
    given = [entity("bold", 0, 2), entity("bot_command", 0, 2)]

    assert formatted("👍 a", None, given, user) == ("👍 a", [entity("bold", 0, 2)])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (entity("bold", 5, 1), "entity begins after the end of the text at UTF-16 offset 5"),
        (
            entity("bold", 0, 9),
            (
                "entity beginning at UTF-16 offset 0 ends after the end of the text"
                " at UTF-16 offset 9"
            ),
        ),
        (
            entity("bold", 1, 1),
            ("entity beginning at UTF-16 offset 1 begins or ends in a middle of a UTF-16 symbol"),
        ),
        (entity("bold", -1, 1), "receive an entity with incorrect offset -1"),
        (entity("loud", 0, 1), "can't parse MessageEntity: Unsupported type specified"),
    ],
)
def test_wrong_given_entities_are_refused(given, message):
    assert refusal("👍a", None, [given]) == f"Bad Request: {message}"


def test_other_parse_modes_are_refused():
    assert refusal("a", "BBCode") == "Bad Request: unsupported parse_mode"
    with pytest.raises(ApiError, match="reads HTML, not parse_mode MarkdownV2"):
        formatted("*a*", "MarkdownV2", None, user)


LETTERS = st.text(alphabet="ab \n\r\t<>&\"'/@#._-🦉한é\u200f\u202e\u030a", max_size=8)
TAGS = st.sampled_from([f"<{tag}>" for tag in STYLES] + [f"</{tag}>" for tag in STYLES])
SOUP = st.lists(
    st.one_of(
        LETTERS,
        TAGS,
        st.sampled_from(["<a href='http://a.kr'>", "<a href=tg://user?id=1001>", "</a>", "</>"]),
        st.sampled_from(["&lt;", "&#128064;", "&#xd83d;", "<blockquote expandable>", "<span"]),
    ),
    max_size=14,
).map("".join)


@st.composite
def well_formed(draw, depth=3):
    """HTML with every tag closed in order."""
    pieces = []
    for _ in range(draw(st.integers(0, 4))):
        if depth and draw(st.booleans()):
            tag = draw(st.sampled_from(STYLES))
            pieces.append(f"<{tag}>{draw(well_formed(depth=depth - 1))}</{tag}>")
        else:
            text = draw(LETTERS)
            pieces.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return "".join(pieces)


@given(SOUP)
@example("<a href='http://a.kr'> ></>")
def test_whatever_is_sent_is_read_or_refused(source):
    with suppress(ApiError):
        text, entities = read(source)

        assert text == text.rstrip(" \n")
        links = [e["offset"] for e in entities if e["type"] in ("text_link", "text_mention")]
        assert text == text.lstrip(" \n") or links[0] == 0  # a blank that is a link is kept
        length = utf16_length(text)
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= length for e in entities)


@given(well_formed())
@example("<b>a<i>b</i></b><code> c</code>")
def test_text_and_entities_survive_the_way_back_to_html(source):
    text, entities = read(source)

    assert read(html(text, entities)) == (text, entities)


@given(st.text(max_size=40))
def test_plain_text_comes_out_the_same_the_second_time(source):
    text, entities = finished(source, [], user)

    assert finished(text, [], user) == (text, entities)
