"""Telegram's HTML: tags into spans of plain text, and spans back into tags.

Its one rule: what the real server refuses is refused here with the same words and the same
byte offset.  Which spans may overlap, and what becomes of blanks, is entities.py's business.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bot.preview.server.addresses import link
from bot.preview.server.errors import ApiError, bad_request

_KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
_MARK = re.compile(r"[<&]")
# most tags look like one of these; the others are read letter by letter
_PLAIN_TAG = re.compile(
    "<(/?)(a|b|strong|i|em|s|strike|del|u|ins|tg-spoiler|pre|code|blockquote)( expandable)?>"
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = " \t\r\n\0\v"
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_PERSON = re.compile(r"tg:(?://)?user\?id=([0-9]+)", re.IGNORECASE)
_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


@dataclass(slots=True)
class Span:
    """Characters `start` to `end` of the text (Python's indices, not UTF-16's)."""

    kind: str
    start: int
    end: int
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    start: int
    facts: dict[str, Any]


def read_html(source: str) -> tuple[str, list[Span]]:
    """The plain text and its spans, in the order in which they end; raises ApiError."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Reading(source).result()


def write_html(text: str, spans: list[Span]) -> str:
    """HTML that reads as `text` with `spans`, which must be nested in one another."""
    opens: dict[int, list[Span]] = {}
    for span in spans:
        opens.setdefault(span.start, []).append(span)
    pieces = []
    inside: list[Span] = []
    for index in range(len(text) + 1):
        while inside and inside[-1].end == index:
            pieces.append(_closing(inside.pop()))
        for span in sorted(opens.get(index, ()), key=_widest_first):
            pieces.append(_opening(span))
            inside.append(span)
        pieces.append(escape(text[index : index + 1]))
    return "".join(pieces).replace("&#x27;", "'")


class _Reading:
    """One pass over the source; `at` is where it stands."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.pieces: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.spans: list[Span] = []

    def result(self) -> tuple[str, list[Span]]:
        source = self.source
        while (mark := _MARK.search(source, self.at)) is not None:
            self._add(source[self.at : mark.start()])
            self.at = mark.start()
            if source[self.at] == "&":
                self._add(self._character() or self._one())
            elif tag := self._plain_tag():
                start, self.at = self.at, tag.end()
                if tag[1]:
                    self._close(tag[2], start)
                else:
                    self.open.append(_Open(tag[2], tag[3] or "", self.length, {}))
            elif source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        self._add(source[self.at :])
        if self.open:
            raise _refused(f"Can't find end tag corresponding to start tag {self.open[-1].tag}")
        text = "".join(self.pieces)
        if "&#" in source and _SURROGATE.search(text):
            raise _refused(
                "Text contains invalid Unicode characters after decoding HTML entities, check "
                "for unmatched surrogate code units"
            )
        return text, self.spans

    def _plain_tag(self) -> re.Match[str] | None:
        tag = _PLAIN_TAG.match(self.source, self.at)
        if tag is None or tag[3] is None or (tag[2] == "blockquote" and not tag[1]):
            return tag
        return None

    def _add(self, piece: str) -> None:
        if piece:
            self.pieces.append(piece)
            self.length += len(piece)

    def _one(self) -> str:
        self.at += 1
        return self.source[self.at - 1]

    def _character(self) -> str:
        """The character that an entity stands for; empty, and nowhere further, if none."""
        match = _CHARACTER.match(self.source, self.at)
        if match is None:
            return ""
        hexadecimal, decimal, name = match.groups()
        if name:
            found = _NAMED.get(name, "")
        else:
            digits = match[0].rstrip(";")
            code = (
                0 if len(digits) >= 10 else int(hexadecimal or decimal, 16 if hexadecimal else 10)
            )
            found = chr(code) if 0 < code < 0x10FFFF else ""
        if found:
            self.at = match.end()
        return found

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else "\0"

    def _until(self, stops: str) -> str:
        start = self.at
        while self._peek() not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip_spaces(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def _start_tag(self) -> None:
        start = self.at
        self.at += 1
        tag = self._until(_SPACE + ">").lower()
        if self.at >= len(self.source):
            raise self._refused_at("Unclosed start tag", start)
        if tag not in _KINDS:
            raise self._refused_at(f'Unsupported start tag "{tag}"', start)
        attributes: dict[str, str] = {}
        while self._peek() != ">":
            self._skip_spaces()
            if self._peek() == ">":
                break
            self._attribute(tag, attributes, start)
        self.at += 1
        self._enter(tag, attributes, start)

    def _attribute(self, tag: str, attributes: dict[str, str], start: int) -> None:
        name = self._until(_SPACE + "=>")
        if not name:
            raise self._refused_at(f'Empty attribute name in the tag "{tag}"', start)
        self._skip_spaces()
        if self._peek() != "=":
            if tag == "blockquote" and name == "expandable" and self.at < len(self.source):
                attributes[name] = name
                return
            raise self._refused_at(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"', start
            )
        self.at += 1
        self._skip_spaces()
        if self.at >= len(self.source):
            raise self._refused_at(f'Unclosed start tag "{tag}"', start)
        attributes[name] = self._value()
        if self.at >= len(self.source):
            raise self._refused_at("Unclosed start tag", start)

    def _value(self) -> str:
        quote = self._peek()
        if quote not in "'\"":
            start = self.at
            token = _TOKEN.match(self.source, self.at)
            self.at = token.end() if token else self.at
            if self._peek() not in _SPACE + ">":
                raise self._refused_at("Unexpected end of name token", start)
            return self.source[start : self.at].lower()
        self.at += 1
        value = ""
        while self.at < len(self.source) and self.source[self.at] != quote:
            value += (self._character() if self._peek() == "&" else "") or self._one()
        self.at += 1
        return value

    def _enter(self, tag: str, attributes: dict[str, str], start: int) -> None:
        argument = ""
        facts: dict[str, Any] = {}
        match tag:
            case "a":
                argument = attributes.get("href", "")
            case "code":
                language = attributes.get("class", "")
                if language.startswith("language-"):
                    argument = language.removeprefix("language-")
            case "span" if attributes.get("class") != "tg-spoiler":
                raise self._refused_at('Tag "span" must have class "tg-spoiler"', start)
            case "blockquote":
                argument = attributes.get("expandable", "")
            case "tg-emoji":
                facts = {"custom_emoji_id": attributes.get("emoji-id", "")}
            case "tg-time":
                facts = {"unix_time": attributes.get("unix", "")}
                if "format" in attributes:
                    facts["date_time_format"] = attributes["format"]
            case _:
                pass
        self.open.append(_Open(tag, argument, self.length, facts))

    def _end_tag(self) -> None:
        start = self.at
        if not self.open:
            raise self._refused_at("Unexpected end tag", start)
        self.at += 2
        tag = self._until(_SPACE + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise self._refused_at("Unclosed end tag", start)
        self.at += 1
        self._close(tag, start)

    def _close(self, tag: str, start: int) -> None:
        if not self.open:
            raise self._refused_at("Unexpected end tag", start)
        opened = self.open[-1]
        if tag not in ("", opened.tag):
            where = self._byte(start)
            raise _refused(
                f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", '
                f'found "</{tag}>"'
            )
        self.open.pop()
        if self.length > opened.start:
            self._span(opened)

    def _span(self, opened: _Open) -> None:
        span = Span(_KINDS[opened.tag], opened.start, self.length, opened.facts)
        match span.kind:
            case "text_link":
                text = "".join(self.pieces)
                if not self._address(span, opened.argument or text[span.start : span.end]):
                    return
            case "custom_emoji":
                if not re.fullmatch(r"-?[0-9]{1,19}", str(span.facts["custom_emoji_id"])):
                    raise _refused("Invalid custom emoji identifier specified")
            case "date_time":
                _check_time(span)
            case "blockquote" if opened.argument:
                span.kind = "expandable_blockquote"
            case "pre" | "code" if self._joins_last(span, opened.argument):
                return
            case "code" if opened.argument:
                span.facts["language"] = opened.argument
            case _:
                pass
        self.spans.append(span)

    def _address(self, span: Span, address: str) -> bool:
        """False if the address leads nowhere: the text stays, the link does not."""
        person = _PERSON.fullmatch(address)
        if person:
            span.kind, span.facts = "text_mention", {"user": int(person[1])}
            return True
        url = link(address)
        if url is not None:
            span.facts = {"url": url}
        return url is not None

    def _joins_last(self, span: Span, language: str) -> bool:
        """`pre` and `code` around the same text, one with a language, are one block of code."""
        last = self.spans[-1] if self.spans else None
        if last is None or (last.start, last.end) != (span.start, span.end):
            return False
        if span.kind == "pre" and last.kind == "code" and "language" in last.facts:
            last.kind = "pre"
            return True
        if span.kind == "code" and last.kind == "pre" and language:
            last.facts["language"] = language
            return True
        return False

    def _byte(self, index: int) -> int:
        return len(self.source[:index].encode(errors="surrogatepass"))

    def _refused_at(self, message: str, index: int) -> ApiError:
        return _refused(f"{message} at byte offset {self._byte(index)}")


def _refused(message: str) -> ApiError:
    return bad_request(f"Can't parse entities: {message}")


def _check_time(span: Span) -> None:
    if not re.fullmatch(r"[0-9]{1,10}", str(span.facts["unix_time"])):
        raise _refused("Invalid Unix time specified")
    if not _TIME_FORMAT.fullmatch(str(span.facts.get("date_time_format", "r"))):
        raise _refused("Invalid date-time format specified")
    span.facts["unix_time"] = int(span.facts["unix_time"])


def _widest_first(span: Span) -> int:
    return -span.end


def _opening(span: Span) -> str:
    facts = {name: escape(str(value)) for name, value in span.facts.items()}
    match span.kind:
        case "text_link":
            return f'<a href="{facts["url"]}">'
        case "text_mention":
            return f'<a href="tg://user?id={facts["user"]}">'
        case "pre" if "language" in facts:
            return f'<pre><code class="language-{facts["language"]}">'
        case "expandable_blockquote":
            return "<blockquote expandable>"
        case "custom_emoji":
            return f'<tg-emoji emoji-id="{facts["custom_emoji_id"]}">'
        case "date_time":
            form = f' format="{facts["date_time_format"]}"' if "date_time_format" in facts else ""
            return f'<tg-time unix="{facts["unix_time"]}"{form}>'
        case _:
            return f"<{_TAGS[span.kind]}>"


def _closing(span: Span) -> str:
    if span.kind == "pre" and "language" in span.facts:
        return "</code></pre>"
    return f"</{_TAGS[span.kind]}>"


_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "text_mention": "a",
    "custom_emoji": "tg-emoji",
    "date_time": "tg-time",
}
