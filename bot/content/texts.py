"""Rules for what students read: its length, its marks, its characters.

The one rule: lengths are those that a reader sees, without marks, and places are those of the
file, so that a fault in the third line of a text is told with that line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.content.drafts import Draft, Sheet
from bot.content.listing import within
from bot.content.nodes import Fields, Scalar, all_scalars, each, scalars
from bot.content.problems import Problem, shown
from bot.core.course import CITED
from bot.core.prose import Fault, faults, label_faults, plain
from bot.core.session import LONGEST_TYPED

# Telegram: a message holds 4096 characters; a page is its title, its paragraphs with their
# voices and citations, and where the student stands in the module.
PAGE = 2600
# beyond this a text is not looked at: it is too long in any case
ENDLESS = 20_000

_UNSHOWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True)
class _Kind:
    """Texts of one kind: what they are called, how long they may be, where they stand."""

    name: str
    at_most: int
    path: tuple[str, ...]
    faults: Callable[[str], tuple[Fault, ...]] = faults


_OUTLINE = (
    _Kind("title", 64, ("title",), label_faults),
    _Kind("about", 600, ("about",)),
    _Kind("name", 64, ("voices", "*", "name"), label_faults),
    _Kind("about", 300, ("voices", "*", "about")),
    _Kind("called", 64, ("voices", "*", "called", "*"), label_faults),
    _Kind("cite", 64, ("sources", "*", "cite"), label_faults),
    _Kind("title", 400, ("sources", "*", "title"), label_faults),
    _Kind("called", 64, ("sources", "*", "called", "*"), label_faults),
)
_LESSON = (
    _Kind("title", 64, ("title",), label_faults),
    _Kind("objective", 200, ("objectives", "*"), label_faults),
    _Kind("title", 64, ("pages", "*", "title"), label_faults),
    _Kind("paragraph", PAGE, ("pages", "*", "text", "*", "*")),
    _Kind("alt", 1000, ("pages", "*", "figure", "alt")),
    _Kind("caption", 1024, ("pages", "*", "figure", "caption")),
)
_LEDGER = (
    _Kind("claim", 500, ("facts", "*", "claim")),
    _Kind("hedge", 200, ("facts", "*", "hedge"), label_faults),
    _Kind("holds", 100, ("facts", "*", "holds", "*"), label_faults),
)
_FORMS = ("hangul", "south", "hanja", "rr", "mr", "latin", "english", "as")
_GLOSSARY = (
    *(_Kind(form, 100, ("terms", "*", form), label_faults) for form in _FORMS),
    _Kind("definition", 500, ("terms", "*", "definition")),
)
_BANK = (
    _Kind("ask", 600, ("questions", "*", "ask")),
    _Kind("why", 600, ("questions", "*", "why")),
    _Kind("because", 300, ("questions", "*", "because")),
    _Kind("unit", 32, ("questions", "*", "unit"), label_faults),
    _Kind("option", 100, ("questions", "*", "options", "*", "right"), label_faults),
    _Kind("option", 100, ("questions", "*", "options", "*", "wrong"), label_faults),
    _Kind("because", 300, ("questions", "*", "options", "*", "because")),
    _Kind("because", 300, ("questions", "*", "mistakes", "*", "because")),
    _Kind("accept", LONGEST_TYPED, ("questions", "*", "accept", "*"), label_faults),
    _Kind("mistake", LONGEST_TYPED, ("questions", "*", "mistakes", "*", "text"), label_faults),
    _Kind("item", 100, ("questions", "*", "items", "*"), label_faults),
    _Kind("item", 100, ("questions", "*", "pairs", "*", "item"), label_faults),
    _Kind("match", 100, ("questions", "*", "pairs", "*", "match"), label_faults),
    _Kind("because", 300, ("questions", "*", "pairs", "*", "because")),
    _Kind("distractor", 100, ("questions", "*", "distractors", "*"), label_faults),
    _Kind("hint", 250, ("questions", "*", "hints", "*")),
)
_QUIZZES = (
    _Kind("title", 64, ("quizzes", "*", "title"), label_faults),
    _Kind("about", 600, ("quizzes", "*", "about")),
)


def unreadable_texts(draft: Draft) -> Iterator[Problem]:
    """Marks that do not belong in a text, and texts that are too long."""
    for sheets, kinds in (
        ((draft.outline,), _OUTLINE),
        ((draft.ledger,), _LEDGER),
        ((draft.glossary,), _GLOSSARY),
        (draft.lessons, _LESSON),
        (draft.banks, _BANK),
        ((draft.quizzes,), _QUIZZES),
    ):
        for sheet in sheets:
            for kind in kinds:
                for found in within(sheet, *kind.path):
                    yield from _looked_at(*found, kind)


def overlong_pages(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.lessons:
        for page in each(sheet.root, "pages", "*"):
            texts = [_seen(one) for one in scalars(page, "text", "*", "*")]
            many = sum(len(text) for text in texts)
            key = page.key("text") if isinstance(page, Fields) else None
            if many > PAGE and len(texts) > 1 and key is not None:
                yield sheet.problem(
                    key.place,
                    f"the page's paragraphs have {many:,} characters together",
                    f"shorten them to at most {PAGE:,}, or make two pages of them",
                )


def unshowable_characters(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.sheets:
        for scalar in all_scalars(sheet.root) if sheet.root is not None else ():
            for found in _UNSHOWABLE.finditer(scalar.text):
                before = scalar.text[: found.start()]
                line = before.count("\n") + 1
                column = len(before) - before.rfind("\n")
                yield sheet.problem(
                    scalar.inside(line, column),
                    f"a character that cannot be shown (U+{ord(found[0]):04X}) stands here",
                    "delete it",
                )


def _looked_at(sheet: Sheet, scalar: Scalar, kind: _Kind) -> Iterator[Problem]:
    text = _uncited(scalar.text) if kind.name == "paragraph" else scalar.text
    many = len(text.strip()) if len(text) > ENDLESS else len(plain(text))
    if many > kind.at_most:
        what = f"{kind.name} {shown(text)} has {many:,} characters"
        yield sheet.problem(scalar.place, what, f"shorten it to at most {kind.at_most:,}")
    if len(text) <= ENDLESS:
        for fault in kind.faults(text):
            yield sheet.problem(scalar.inside(fault.line, fault.column), fault.what, fault.remedy)


def _uncited(text: str) -> str:
    """A paragraph without the sources at its end."""
    cited = CITED.search(text)
    return text if cited is None else text[: cited.start()]


def _seen(paragraph: Scalar) -> str:
    text = _uncited(paragraph.text)
    return text if len(text) > ENDLESS else plain(text)
