"""The light Markdown of course texts -> blocks of spans, and what else stands in a text.

The one rule: nothing that a reader could see is ever lost.  What the format does not know
(headings, code, HTML) stays in the text as it was typed, and `faults` names it.
"""

import html.entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.list import list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# a course's texts are looked at many times while it is checked
_CACHED = 8192


@dataclass(frozen=True)
class Span:
    """Text of one look; `link` is where it leads, None if nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None


@dataclass(frozen=True)
class Block:
    """A paragraph, or with a marker ("•", "1.") an entry of a list.

    A line break in a span is meant; others have become spaces.
    """

    spans: tuple[Span, ...]
    marker: str | None = None

    @property
    def gap(self) -> str:
        """What parts it from the block above it."""
        return "\n\n" if self.marker is None else "\n"

    @property
    def lead(self) -> str:
        """What stands before its words."""
        return f"{self.marker or ''}{' ' if self.marker and self.spans else ''}"


@dataclass(frozen=True)
class Fault:
    """What does not belong in a text; line and column count from 1, from the text's start."""

    line: int
    column: int
    what: str
    remedy: str


def parse(text: str) -> tuple[Block, ...]:
    """The text's paragraphs and list entries, from top to bottom."""
    return _read(text)[0]


@lru_cache(_CACHED)
def plain(text: str) -> str:
    """What a reader sees, without marks."""
    seen = ""
    for block in parse(text):
        words = "".join(span.text for span in block.spans)
        seen += f"{block.gap if seen else ''}{block.lead}{words}"
    return seen


def faults(text: str) -> tuple[Fault, ...]:
    """Everything that is not light Markdown."""
    return _read(text)[1]


@lru_cache(_CACHED)
def _read(text: str) -> tuple[tuple[Block, ...], tuple[Fault, ...]]:
    if _MARKLESS.fullmatch(text):
        return (Block((Span(text),)),), ()
    reading = _Reading(text)
    blocks = tuple(_blocks(reading))
    return blocks, _in_order(reading.span_faults | reading.block_faults)


def label_faults(text: str) -> tuple[Fault, ...]:
    """Everything that is not plain text on one line, as it stands on buttons and in lists."""
    if _MARKLESS.fullmatch(text):
        return ()
    reading = _Reading(text)
    found = reading.span_faults
    for block in _blocks(reading):
        if block.marker == "•":
            found.setdefault(
                (1, 1), ("a bullet point has no place here", "leave out the sign before it")
            )
        for span in block.spans:
            if span.link is not None:
                place = reading.place(reading.source.find("["))
                found.setdefault(place, ("a link has no place here", "leave only its words"))
            elif span.bold or span.italic:
                place = reading.place(len(re.split("[*_]", reading.source, maxsplit=1)[0]))
                words = ("bold and italics have no place here", "leave out the * or _ around it")
                found.setdefault(place, words)
    if "\n" in reading.source.strip():
        end = len(reading.source) - len(reading.source.lstrip())
        place = reading.place(reading.source.index("\n", end))
        found.setdefault(place, ("a line break has no place here", "write it on one line"))
    return _in_order(found)


# one line in which nothing can be a mark: most texts are, and to parse them would only take time
_MARKLESS = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;?!'\"()%…’“”‘–—-]|[:/](?!/))*(?<! )")

_Place = tuple[int, int]
_Words = tuple[str, str]

_SCHEME = re.compile(r"https?://[^\s/?#]\S*|tg://\S+", re.IGNORECASE)

_NO_BLOCKS: tuple[tuple[re.Pattern[str], _Words], ...] = (
    (
        re.compile(r"#{1,6}(?:[ \t]|$)"),
        ('"#" begins a heading, which has no place here', "leave it out, or write **bold** text"),
    ),
    (
        re.compile(r"```|~~~"),
        ("a block of code has no place here", "leave out this line"),
    ),
    (
        re.compile(r">"),
        ('">" begins a quotation, which has no place here', "write it in quotation marks"),
    ),
    (
        re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|={2,}[ \t]*|--[ \t]*)$"),
        ("a drawn line has no place here", "leave an empty line instead"),
    ),
    (
        re.compile(r"\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?[ \t]*)?$"),
        ("a table has no place here", "write bullet points, one for each row"),
    ),
)

_ENTITY = ('"%s" is HTML, which is shown as it is typed', "type the character that it stands for")

# %s stands for what was typed
_NO_SPANS: tuple[tuple[re.Pattern[str], _Words], ...] = (
    (
        re.compile(r"(`+)[^`\n]+\1(?!`)"),
        ('"%s" is code, which has no place here', "leave out the backticks"),
    ),
    (
        re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"),
        (
            '"%s" is an image, which has no place here',
            "leave it out, or link to it as in [words](https://…)",
        ),
    ),
    (
        re.compile(r"\[\^[^\]\s]+\]"),
        ('"%s" is a footnote, which has no place here', "write it in the text, or leave it out"),
    ),
    (
        re.compile(r"~~[^~\n]+~~"),
        ('"%s" is struck out, which has no place here', "leave it out, or leave out the ~~"),
    ),
    (
        re.compile(r"<(?:https?|tg|mailto):[^<>\s]*>"),
        ('"%s" is not read as a link', "write it as in [words](https://…)"),
    ),
    (
        re.compile(r"</?[A-Za-z][^<>]*>|<!--"),
        (
            '"%s" is HTML, which is shown as it is typed',
            "use **bold**, *italics* or [words](https://…)",
        ),
    ),
    (
        re.compile(r"\[[^\[\]]*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)"),
        (
            'link "%s" leads to no web address',
            "begin its address with https://, or write it without a link",
        ),
    ),
    (re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]*);"), _ENTITY),
)
_NESTED = (
    "a point inside another one has no place here",
    "write all points at the same indentation",
)
_LOOSE = ('"**" is shown as it is typed', "put it right before and right after the bold words")


@dataclass
class _Reading:
    """A text being read, and the faults found in it so far."""

    text: str
    block_faults: dict[_Place, _Words] = field(default_factory=dict)
    span_faults: dict[_Place, _Words] = field(default_factory=dict)
    # where the offsets of the paragraph being read stand in the source
    lines: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        self.source = self.text.replace("\r\n", "\n")

    def place(self, offset: int) -> _Place:
        return (
            self.source.count("\n", 0, offset) + 1,
            offset - self.source.rfind("\n", 0, offset),
        )

    def stands_in(self, content: str, first_line: int) -> None:
        """The paragraph's content is made of the ends of the source's lines."""
        written = self.source.split("\n")
        before, inside, pairs = sum(len(line) + 1 for line in written[:first_line]), 0, []
        for line, part in zip(written[first_line:], content.split("\n"), strict=False):
            pairs.append((inside, before + max(0, line.rstrip().rfind(part.rstrip()))))
            before += len(line) + 1
            inside += len(part) + 1
        self.lines = tuple(pairs)

    def span_fault(self, offset: int, words: _Words) -> None:
        inside, before = max(one for one in self.lines if one[0] <= offset)
        self.span_faults.setdefault(self.place(before + offset - inside), words)


def _in_order(found: dict[_Place, _Words]) -> tuple[Fault, ...]:
    return tuple(Fault(*place, *words) for place, words in sorted(found.items()))


def _blocks(reading: _Reading) -> Iterator[Block]:
    parser = _parser()
    marker: str | None = None
    is_waiting = False  # an entry whose text has not come yet
    for token in parser.parse(reading.source, {"reading": reading}):
        match token.type:
            case "list_item_open":
                marker, is_waiting = f"{token.info}{token.markup}" if token.info else "•", True
            case "list_item_close":
                if is_waiting:
                    yield Block((), marker)
                marker, is_waiting = None, False
            case "inline" if token.map is not None:
                reading.stands_in(token.content, token.map[0])
                tokens = parser.inline.parse(token.content, parser, {"reading": reading}, [])
                _find_loose_signs(reading, token.content, tokens)
                yield Block(tuple(_merged(_spans(tokens))), marker if is_waiting else None)
                is_waiting = False
            case _:
                pass


def _spans(tokens: list[Token]) -> Iterator[Span]:
    look = Span("")
    bold = italic = links_words = 0  # marks can stand within marks of the same kind
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold += token.nesting
                look = replace(look, bold=bold > 0)
            case "em_open" | "em_close":
                italic += token.nesting
                look = replace(look, italic=italic > 0)
            case "link_open":
                look, links_words = replace(look, link=str(token.attrs["href"])), 0
            case "link_close":
                if not links_words and look.link is not None:
                    yield replace(look, text=look.link)
                look = replace(look, link=None)
            case "softbreak":
                yield replace(look, text=" ")
            case "hardbreak":
                yield replace(look, text="\n")
            case _:
                links_words += len(token.content)
                yield replace(look, text=token.content)


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Neighbours of the same look as one span."""
    last: Span | None = None
    for span in spans:
        if not span.text:
            continue
        if last is not None and replace(last, text="") == replace(span, text=""):
            last = replace(last, text=last.text + span.text)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _find_loose_signs(reading: _Reading, content: str, tokens: list[Token]) -> None:
    start = 0
    for token in tokens:
        if token.type == "text" and "**" in token.content:
            start = max(content.find(token.content, start), start)
            reading.span_fault(start + token.content.index("**"), _LOOSE)


class _Parser(MarkdownIt):
    """markdown-it with links to the web and to Telegram only."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _SCHEME.fullmatch(url) is not None


@cache
def _parser() -> _Parser:
    parser = _Parser("zero")
    parser.enable(["escape", "newline", "emphasis", "link", "balance_pairs"])
    parser.disable(["inline", "normalize"])
    parser.block.ruler.before("paragraph", "foreign", _foreign_block, {"alt": ["paragraph"]})
    parser.block.ruler.after("foreign", "entries", _entries, {"alt": ["paragraph", "list"]})
    parser.inline.ruler.push("foreign", _foreign_span)
    return parser


def _foreign_block(state: StateBlock, first: int, _last: int, _silent: bool) -> bool:
    start = state.bMarks[first] + state.tShift[first]
    line = state.src[start : state.eMarks[first]].rstrip()
    for pattern, words in _NO_BLOCKS:
        if pattern.match(line):
            reading: _Reading = state.env["reading"]
            reading.block_faults.setdefault(reading.place(start), words)
    return False


def _entries(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """Lists, but none inside another; so depth is bounded, too."""
    if state.level < 2 or state.sCount[first] < state.blkIndent:
        return list_block(state, first, last, silent)
    start = state.bMarks[first] + state.tShift[first]
    if re.match(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)", state.src[start : state.eMarks[first]]):
        reading: _Reading = state.env["reading"]
        reading.block_faults.setdefault(reading.place(start), _NESTED)
    return False


def _foreign_span(state: StateInline, silent: bool) -> bool:
    for pattern, words in _NO_SPANS:
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None or (words is _ENTITY and not _is_entity(found[0])):
            continue
        reading: _Reading = state.env["reading"]
        seen = " ".join(found[0].split())
        seen = seen if len(seen) <= 40 else f"{seen[:39]}…"
        reading.span_fault(state.pos, (words[0].replace("%s", seen), words[1]))
        if not silent:
            state.append_pending(found[0])
        state.pos = found.end()
        return True
    return False


def _is_entity(text: str) -> bool:
    return text.startswith("&#") or text[1:] in html.entities.html5
