"""Formatted text: what the bot sent, into the text and the entities that people see.

Its one rule: text and entities come out as the real server returns them: cleaned of control
characters, trimmed, nested entities split and merged, addresses and commands found, offsets
in UTF-16 code units.  Not found here: phone numbers, bank cards and rare top-level domains.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from bot.preview.server.addresses import addresses
from bot.preview.server.errors import bad_request, not_implemented
from bot.preview.server.tags import Span, read_html, write_html

Formatted = tuple[str, list[dict[str, Any]]]

MOST_ENTITIES = 100
LARGEST_SOURCE = 32_768  # bytes, markup included
_SPLITTABLE = ("bold", "italic", "underline", "strikethrough", "spoiler")
_QUOTES = ("blockquote", "expandable_blockquote")
_CODE = ("pre", "code")
_HIDDEN = ("text_link", "text_mention")
_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49,
    "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93,
    "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip
_FOUND = ("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number")
_FACTS = {
    "text_link": ("url",),
    "text_mention": ("user",),
    "pre": ("language",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}
_ODD = re.compile("[\x00-\x09\x0b-\x1f\u2028-\u202e\u0333\u033f\u030a]")
_MARKS = re.compile("[\u200e\u200f]+(?=[\u200e\u200f])")
_BLANK = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e01ff]*"
)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def formatted(
    source: str,
    parse_mode: str | None,
    given: Iterable[Mapping[str, Any]] | None,
    user: Callable[[int], dict[str, Any] | None],
) -> Formatted:
    """Text and entities of what the bot wrote; both empty if only blanks are left.

    `given` are the entities that came instead of a parse mode.  `user` finds a mentioned
    person's User object, None if the bot has never met them.  Raises ApiError.
    """
    try:
        size = len(source.encode())
    except UnicodeEncodeError:
        raise bad_request("Strings must be encoded in UTF-8") from None
    if size > LARGEST_SOURCE:
        raise bad_request("Text is too long")
    match (parse_mode or "").lower():
        case "html":
            text, spans = read_html(source)
        case "" | "none":
            text, spans = source, _spans(source, given or ())
        case "markdown" | "markdownv2":
            raise not_implemented(f"the local Telegram reads HTML, not parse_mode {parse_mode}")
        case _:
            raise bad_request("Unsupported parse_mode")
    return finished(text, spans, user)


def finished(
    text: str, spans: list[Span], user: Callable[[int], dict[str, Any] | None]
) -> Formatted:
    """Cleaned, trimmed, and with the addresses and commands that Telegram finds by itself."""
    text, spans = _cleaned(text, spans)
    if spans:
        spans = _known(spans, user)
        spans = _trimmed(text, resolved(spans))
    text, spans = _stripped(text, spans)
    if _BLANK.fullmatch(text):
        return "", []
    found = [Span(*each) for each in addresses(text)]
    if found:
        fitting = [span for span in found if _has_room(span, spans)]
        spans = _trimmed(text, resolved(spans + fitting))
    return text, (_entities(text, spans) if spans else [])


def html(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The HTML that a bot would send for this text; found addresses stay plain text."""
    spans = _spans(text, entities)
    for span in spans:
        user = span.facts.get("user")
        if isinstance(user, Mapping):
            span.facts["user"] = user["id"]
    return write_html(text, spans)


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_ASTRAL.findall(text))


def resolved(spans: list[Span]) -> list[Span]:
    """Spans that Telegram allows together, sorted.

    Code, links and addresses cannot hold one another, quotes neither; styles are merged where
    they touch, cut where others begin, and dropped inside code.
    """
    spans = sorted(spans, key=_order)
    if all(a.end < b.start for a, b in pairwise(spans)):
        return spans
    quotes = _apart(span for span in spans if span.kind in _QUOTES)
    solid = [
        span
        for span in _apart(s for s in spans if s.kind not in _SPLITTABLE + _QUOTES)
        if all(_beside(span, quote) or _within(span, quote) for quote in quotes)
    ]
    styles = [span for kind in _SPLITTABLE for span in _merged(spans, kind)]
    cuts = sorted(
        {span.start for span in styles}
        | {place for span in solid + quotes for place in (span.start, span.end)}
    )
    pieces = [piece for span in styles for piece in _cut(span, cuts)]
    code = [span for span in solid if span.kind in _CODE]
    kept = [piece for piece in pieces if not any(_within(piece, block) for block in code)]
    return sorted(solid + quotes + kept, key=_order)


def _order(span: Span) -> tuple[int, int, int]:
    return span.start, -span.end, _PRIORITY.get(span.kind, 50)


def _beside(one: Span, other: Span) -> bool:
    return one.end <= other.start or other.end <= one.start


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _apart(spans: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _merged(spans: Iterable[Span], kind: str) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if span.kind != kind:
            continue
        if merged and span.start <= merged[-1].end:
            merged[-1].end = max(merged[-1].end, span.end)
        else:
            merged.append(replace(span))
    return merged


def _cut(span: Span, cuts: list[int]) -> list[Span]:
    places = [span.start, *(cut for cut in cuts if span.start < cut < span.end), span.end]
    return [replace(span, start=start, end=end) for start, end in pairwise(places)]


def _cleaned(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    if text.isascii() and text.isprintable():
        return text, spans
    if _ODD.search(text):
        removed = [m.start() for m in _ODD.finditer(text) if m[0] == "\r" or m[0] > "\x1f"]
        text = _ODD.sub(lambda m: " " if m[0] <= "\x1f" and m[0] != "\r" else "", text)
        for span in spans:
            span.start -= bisect_left(removed, span.start)
            span.end -= bisect_left(removed, span.end)
        spans = [span for span in spans if span.start < span.end]
    return _MARKS.sub(lambda m: "\u200c" * len(m[0]), text), spans


def _known(spans: list[Span], user: Callable[[int], dict[str, Any] | None]) -> list[Span]:
    kept = []
    for span in spans:
        if span.kind == "text_mention":
            met = user(int(span.facts["user"]))
            if met is None:
                continue
            span.facts = {"user": met}
        kept.append(span)
    return kept


def _trimmed(text: str, spans: list[Span]) -> list[Span]:
    """No span begins with a blank, and none holds only blanks, unless it hides a link."""
    changed = False
    kept = []
    for span in spans:
        if span.kind not in _HIDDEN:
            while span.start < span.end and text[span.start] in " \n":
                span.start += 1
                changed = True
            if span.start == span.end:
                continue
        kept.append(span)
    return resolved(kept) if changed else kept


def _stripped(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    text = text.rstrip(" \n")
    if not spans:
        return text.lstrip(" \n"), spans
    spans = [span for span in spans if span.start < len(text)]
    for span in spans:
        span.end = min(span.end, len(text))
    blanks = len(text) - len(text.lstrip(" \n"))
    blanks = min([blanks, *(span.start for span in spans)])
    for span in spans:
        span.start -= blanks
        span.end -= blanks
    return text[blanks:], sorted(spans, key=_order)


def _has_room(span: Span, spans: list[Span]) -> bool:
    return all(
        _beside(span, other) or (other.kind in _QUOTES and _within(span, other))
        for other in spans
        if other.kind not in _SPLITTABLE
    )


def _entities(text: str, spans: list[Span]) -> list[dict[str, Any]]:
    wide = [] if text.isascii() else [match.start() for match in _ASTRAL.finditer(text)]
    entities = []
    for span in spans[:MOST_ENTITIES]:
        start = span.start + bisect_left(wide, span.start)
        length = span.end + bisect_left(wide, span.end) - start
        entity = {"type": span.kind, "offset": start, "length": length}
        if span.facts:
            names = _FACTS.get(span.kind, ())
            entity |= {name: span.facts[name] for name in names if name in span.facts}
        entities.append(entity)
    return entities


def _spans(text: str, entities: Iterable[Mapping[str, Any]]) -> list[Span]:
    """Entities with UTF-16 offsets, as spans; kinds that Telegram finds itself are left out."""
    places: dict[int, int] = {}
    spans = []
    for entity in entities:
        places = places or _places(text)
        kind, start, length = entity["type"], entity["offset"], entity["length"]
        if kind in _FOUND:
            continue
        if kind not in _PRIORITY and kind != "date_time":
            raise bad_request("Can't parse MessageEntity: Unsupported type specified")
        last = max(places)
        if start < 0 or length < 0:
            raise bad_request(f"Receive an entity with incorrect offset {start}")
        if start > last:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {start}")
        if start + length > last:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {start} ends after the end of the text at "
                f"UTF-16 offset {start + length}"
            )
        if start not in places or start + length not in places:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {start} begins or ends in a middle of a "
                "UTF-16 symbol"
            )
        facts = {name: entity[name] for name in _FACTS.get(kind, ()) if name in entity}
        if isinstance(facts.get("user"), Mapping):
            facts["user"] = facts["user"]["id"]
        if length:
            spans.append(Span(kind, places[start], places[start + length], facts))
    return spans


def _places(text: str) -> dict[int, int]:
    """UTF-16 offset -> index in the text, for every character and the end."""
    places = {}
    offset = 0
    for index, character in enumerate(text):
        places[offset] = index
        offset += 2 if character > "\uffff" else 1
    places[offset] = len(text)
    return places
