"""Course texts -> Telegram HTML.

The one rule: whatever a text holds, only <b>, <i> and <a href> come out, each closed again,
and of the named entities only those that Telegram knows.
"""

from functools import lru_cache

from markupsafe import Markup

from bot.core.prose import Block, Span, parse

# a course's texts are few and come back again and again
_CACHED = 4096


@lru_cache(_CACHED)
def telegram_html(text: str) -> Markup:
    """A text with its paragraphs and lists."""
    html = ""
    for block in parse(text):
        html += f"{block.gap if html else ''}{_block(block)}"
    return Markup(html)  # noqa: S704 - every part was escaped


@lru_cache(_CACHED)
def inline(text: str) -> Markup:
    """A text as one line, to stand within another."""
    line = " ".join(_block(block) for block in parse(text))
    return Markup(" ".join(line.split()))  # noqa: S704 - every part was escaped


def _block(block: Block) -> str:
    return _escaped(block.lead) + "".join(_span(span) for span in block.spans)


def _span(span: Span) -> str:
    words = _escaped(span.text)
    if span.italic:
        words = f"<i>{words}</i>"
    if span.bold:
        words = f"<b>{words}</b>"
    return words if span.link is None else f'<a href="{_escaped(span.link)}">{words}</a>'


def _escaped(text: str) -> str:
    # Telegram: &lt; &gt; &amp; &quot; are all the names it knows
    return (
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    )
