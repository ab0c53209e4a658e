"""What a draft lists: its modules, voices, marks, questions, facts and terms, with their places.

The one rule: only what is written is listed; where a file cannot be read, nothing of it is known.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator

from bot.content.drafts import Draft, Sheet
from bot.content.nodes import Fields, Node, Scalar, each, scalars

Found = tuple[Sheet, Scalar]


def modules(draft: Draft) -> Iterator[Found]:
    if draft.outline is not None:
        for module in scalars(draft.outline.root, "modules", "*"):
            yield draft.outline, module


def questions(quizzes: Iterable[Sheet]) -> Iterator[Found]:
    for sheet in quizzes:
        for question in scalars(sheet.root, "questions", "*", "id"):
            yield sheet, question


def of_type(sheet: Sheet, *types: str) -> Iterator[Node]:
    """The questions of a file that are of one of the types."""
    for question in each(sheet.root, "questions", "*"):
        if type_of(question) in types:
            yield question


def type_of(question: Node) -> str:
    """The type as it is written; empty where there is none."""
    return next((one.text for one in scalars(question, "type")), "")


def homes(draft: Draft) -> Iterator[tuple[str, Scalar]]:
    """Every question's id, with its module's."""
    for sheet, question in questions(draft.banks):
        for module in scalars(sheet.root, "module"):
            yield module.text, question


def voices(draft: Draft) -> tuple[str, ...] | None:
    """The ids of the voices; None where they are not known."""
    root = draft.outline.root if draft.outline is not None else None
    voices = root.get("voices") if isinstance(root, Fields) else None
    return tuple(key.text for key, _ in voices.entries) if isinstance(voices, Fields) else None


def marks(draft: Draft) -> Iterator[Found]:
    """Everything that can be cited: the sources' ids and their places."""
    if draft.outline is not None:
        for _, mark in homes_of_marks(draft):
            yield draft.outline, mark


def homes_of_marks(draft: Draft) -> Iterator[tuple[str, Scalar]]:
    """Everything that can be cited, with its source's id."""
    root = draft.outline.root if draft.outline is not None else None
    sources = root.get("sources") if isinstance(root, Fields) else None
    for key, source in sources.entries if isinstance(sources, Fields) else ():
        yield key.text, key
        for place in scalars(source, "places", "*"):
            yield key.text, place


def within(sheet: Sheet | None, *path: str) -> Iterator[Found]:
    """The texts of a file that the path leads to, empty ones left out."""
    if sheet is not None:
        for one in scalars(sheet.root, *path):
            yield sheet, one


def repeated(
    found: Iterable[Found], sameness: Callable[[str], str] = str
) -> Iterator[tuple[Sheet, Scalar, Found]]:
    """Those that were there before, each with the first of its kind."""
    seen: dict[str, Found] = {}
    for sheet, scalar in found:
        first = seen.setdefault(sameness(scalar.text.strip()), (sheet, scalar))
        if first[1] is not scalar:
            yield sheet, scalar, first


def line_of(here: Sheet, found: Found) -> str:
    """Where the first one is: the line, with its file if that is another."""
    sheet, scalar = found
    line = scalar.place.line
    return f"line {line}" if sheet.path == here.path else f"{sheet.path}, line {line}"


def normal(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())
