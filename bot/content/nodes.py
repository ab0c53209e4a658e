"""A YAML file as its author wrote it: every scalar a text, everything with its place.

The one rule: YAML decides nothing but the structure.  `no` is the text "no", `1.10` the text
"1.10"; what is a number or a yes is for the models of core/course.py.  This module knows
nothing of courses.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

DEPTH = 20  # levels of lists and keys within each other; a course needs seven


class Place(NamedTuple):
    """Line and column, both from 1, the column in characters."""

    line: int
    column: int


@dataclass(frozen=True)
class Scalar:
    """A text; `raw` is what stands in the file for it, quotes and all."""

    text: str
    place: Place
    raw: str = ""
    style: str = ""

    def inside(self, line: int, column: int) -> Place:
        """Where in the file that place of the text stands; both count from 1.

        Folding, indentation and quoting only move whitespace about, so the n-th visible
        character of the text is the n-th visible one of the file.
        """
        before = self.text.split("\n")[: line - 1]
        head = "".join((*before, self.text.split("\n")[line - 1][: column - 1]))
        wanted = sum(not one.isspace() for one in head)
        place = self.place
        for unit, is_visible in _units(self.raw, self.style):
            if is_visible and wanted == 0:
                return place
            wanted -= is_visible
            breaks = unit.count("\n")
            place = Place(
                place.line + breaks,
                len(unit) - unit.rfind("\n") if breaks else place.column + len(unit),
            )
        return self.place


@dataclass(frozen=True)
class Items:
    """A list: written with dashes, or in brackets (`is_flow`)."""

    items: tuple["Node", ...]
    place: Place
    is_flow: bool = False


@dataclass(frozen=True)
class Fields:
    """Keys and their values, in the order written, each key once; in braces if `is_flow`."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place
    is_flow: bool = False

    def key(self, name: str) -> Scalar | None:
        entry = self._by_name.get(name)
        return entry and entry[0]

    def get(self, name: str) -> "Node | None":
        entry = self._by_name.get(name)
        return entry and entry[1]

    @cached_property
    def _by_name(self) -> "dict[str, tuple[Scalar, Node]]":
        return {entry[0].text: entry for entry in self.entries}


Node = Scalar | Items | Fields


def plain(node: Node) -> object:
    """The node as texts, lists and dictionaries."""
    match node:
        case Scalar():
            return node.text
        case Items():
            return [plain(item) for item in node.items]
        case Fields():
            return {key.text: plain(value) for key, value in node.entries}


def each(node: Node | None, *path: str) -> Iterator[Node]:
    """The nodes that the path leads to; "*" stands for every item or every value.

    Where the file has something else than the path expects, it leads nowhere.
    """
    found: list[Node] = [] if node is None else [node]
    for step in path:
        inner: list[Node] = []
        for one in found:
            match one:
                case Items() if step == "*":
                    inner += one.items
                case Fields() if step == "*":
                    inner += (value for _, value in one.entries)
                case Fields() if (value := one.get(step)) is not None:
                    inner.append(value)
                case _:
                    pass
        found = inner
    yield from found


def scalars(node: Node | None, *path: str) -> Iterator[Scalar]:
    """The texts that the path leads to, empty ones left out."""
    for one in each(node, *path):
        if isinstance(one, Scalar) and one.text.strip():
            yield one


def all_scalars(node: Node) -> Iterator[Scalar]:
    """Every text below the node, keys among them, in the order of the file."""
    match node:
        case Scalar():
            yield node
        case Items():
            for item in node.items:
                yield from all_scalars(item)
        case Fields():
            for key, value in node.entries:
                yield key
                yield from all_scalars(value)


_UNITS = {
    "'": re.compile(r"''|[\s\S]"),
    '"': re.compile(
        r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\n[ \t]*|[\s\S])|[\s\S]"
    ),
}
_BLANK_ESCAPES = frozenset("tnvfrNLP_ \t\n")


def _units(raw: str, style: str) -> Iterator[tuple[str, bool]]:
    """What stands for one character each, with whether that character is visible."""
    if style in ("|", ">"):
        header, line_break, raw = raw.partition("\n")
        yield header + line_break, False
    elif style in _UNITS:
        yield raw[:1], False
        raw = raw[1:]
    pattern = _UNITS.get(style)
    for unit in raw if pattern is None else pattern.findall(raw):
        if len(unit) > 1 and unit[1] in "xuU" and style == '"':
            yield unit, not chr(int(f"0x{unit[2:]}", 0)).isspace()
        elif len(unit) > 1 and style == '"':
            yield unit, unit[1] not in _BLANK_ESCAPES
        else:
            yield unit, not unit.isspace()
