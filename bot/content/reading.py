"""The bytes of a YAML file -> its nodes, or what its author should mend.

The one rule: no bytes raise, and none take long.  The nodes are built from the parser's
events with a stack, so that depth is bounded and aliases never multiply.  This module knows
nothing of courses.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.content.nodes import DEPTH, Fields, Items, Node, Place, Scalar
from bot.content.problems import Problem, shown
from bot.content.slips import LOADER, has_a_joined_dash, mend, quoted, shortened

BYTES = 1_000_000
NODES = 50_000  # two thousand questions have thirty thousand

# what YAML refuses, and line breaks that YAML counts and editors do not
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


def read(path: str, raw: bytes) -> tuple[Node | None, tuple[Problem, ...]]:
    """The file's nodes and its problems; None where the file is beyond reading.

    Nodes come together with problems where it is plain what the author meant: then the
    rest of the file can be looked through as well.
    """
    text = _decoded(path, raw)
    if isinstance(text, Problem):
        return None, (text,)
    if unprintable := tuple(_unprintable(path, text)):
        return None, unprintable
    slips: tuple[Problem, ...] = ()
    builder = _Builder(path, text)
    try:
        node = builder.build()
        reads = not builder.joined_dashes
    except yaml.YAMLError:
        reads = False
    if not reads:
        mended, slips = mend(path, text)
        if mended is None:
            return None, slips
        builder = _Builder(path, mended)
        node = builder.build()
    slipped = {slip.line for slip in slips}
    found = tuple(one for one in builder.problems if one.line not in slipped)
    return node, (*slips, *found)


def _decoded(path: str, raw: bytes) -> str | Problem:
    if len(raw) > BYTES:
        return Problem(
            path, 1, 1, "the file is larger than 1 MB", "split it, or look what got into it"
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem(path, 1, 1, "the file is saved as UTF-16", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError as error:
            before = raw[: error.start]
            column = len(before.rpartition(b"\n")[2].decode()) + 1
            return Problem(
                path,
                before.count(b"\n") + 1,
                column,
                f"this character is not UTF-8; the file seems to be saved as {_encoding(raw)}",
                "save it as UTF-8",
            )
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(raw: bytes) -> str:
    try:
        raw.decode("euc-kr")
    except UnicodeDecodeError:
        return "Windows-1252"
    return "Korean EUC-KR (CP949)"


def _unprintable(path: str, text: str) -> Iterator[Problem]:
    for count, found in enumerate(_UNPRINTABLE.finditer(text)):
        if count == 20:  # it is not a text at all
            return
        line = text.count("\n", 0, found.start()) + 1
        yield Problem(
            path,
            line,
            found.start() - text.rfind("\n", 0, found.start()),
            f"an invisible character (U+{ord(found[0]):04X}) stands here",
            "delete it and type the text around it again",
        )


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    place: Place
    is_mapping: bool
    is_flow: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)
    key: Scalar | None = None

    def closed(self) -> Node:
        if self.is_mapping:
            return Fields(tuple(self.entries.values()), self.place, self.is_flow)
        return Items(tuple(self.items), self.place, self.is_flow)


class _Builder:
    """Builds the nodes of one text; `problems` fill as it goes."""

    def __init__(self, path: str, text: str) -> None:
        self.problems: list[Problem] = []
        self.joined_dashes = False
        self._path = path
        self._text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._nodes = 0

    def build(self) -> Node | None:
        """Raises yaml.YAMLError where the text is not YAML."""
        documents = 0
        for event in yaml.parse(self._text, Loader=LOADER):
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        self._complain(
                            _place(event),
                            "a second document begins here",
                            'keep one in each file; remove the line "---" or what follows it',
                        )
                        break
                case yaml.NodeEvent():
                    if not self._take(event):
                        return None
                case yaml.CollectionEndEvent():
                    self._add(self._open.pop().closed())
                case _:
                    pass
        if isinstance(self._root, Scalar) and not self._root.text.strip():
            self._root = None
        if self._root is None and not self.problems:
            self._complain(
                Place(1, 1), "the file is empty", "write the course's text in it, or delete it"
            )
        return self._root

    def _take(self, event: yaml.NodeEvent) -> bool:
        """Whether the rest of the text is worth reading."""
        place = _place(event)
        self._nodes += 1
        if self._nodes > NODES:
            self.problems = []
            what = f"the file holds more than {NODES:,} texts and entries"
            self._complain(place, what, "split it, or look what got into it")
            return False
        if isinstance(event, yaml.AliasEvent):
            self._refuse_sign(place, "*")
            self._add(Scalar(f"*{event.anchor}", place))
            return True
        if event.anchor is not None:
            self._refuse_sign(place, "&")
        elif self._text.startswith("!", self._offset(place)):
            self._refuse_sign(place, "!")
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event, place))
            return True
        if len(self._open) == DEPTH:
            self._complain(
                place,
                f"this is nested more than {DEPTH} levels deep",
                "look for a line with too much indentation or too many brackets",
            )
            return False
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        is_flow = isinstance(event, yaml.CollectionStartEvent) and bool(event.flow_style)
        self._open.append(_Open(place, is_mapping, is_flow))
        return True

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        after = _mark(event.end_mark)
        start, end = self._offset(place), self._offset(after)
        rest = self._text[end : self._text.find("\n", end) + 1 or None].rstrip()
        if not event.style and re.match(r"[ \t]+#[^\s#]", rest):
            self._complain(
                after,
                f"YAML leaves out {shown(rest)}, because a space and # begin a comment",
                self._in_quotes(place),
            )
        return Scalar(event.value, place, self._text[start:end], event.style or "")

    def _add(self, node: Node) -> None:
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            parent.key = self._as_key(node, parent)
        else:
            parent.entries.setdefault(parent.key.text, (parent.key, node))
            parent.key = None

    def _as_key(self, node: Node, parent: _Open) -> Scalar:
        if not isinstance(node, Scalar):
            self._complain(
                node.place,
                "brackets or entries stand where a key belongs",
                "if they begin a text, put the text in quotes",
            )
            return Scalar("", node.place)
        if node.text in parent.entries:
            first = parent.entries[node.text][0].place.line
            self._complain(
                node.place,
                f"key {shown(node.text)} stands here a second time, after line {first}",
                "keep one of them",
            )
        elif node.text == "<<" and not node.style:
            self._complain(
                node.place, 'the merge key "<<" is not used in courses', "write the keys out"
            )
        elif has_a_joined_dash(f"{node.text}:"):
            self.joined_dashes = True
        return node

    def _refuse_sign(self, place: Place, sign: str) -> None:
        is_key = bool(self._open) and self._open[-1].is_mapping and self._open[-1].key is None
        meaning = {"*": "a reference", "&": "an anchor", "!": "a tag"}[sign]
        self._complain(
            place,
            f"a text cannot begin with {sign}, which is {meaning} in YAML",
            "leave it out of the key" if is_key else self._in_quotes(place),
        )

    def _in_quotes(self, place: Place) -> str:
        start = self._starts[place.line - 1]
        line = self._text[start : self._text.find("\n", start) + 1 or None]
        return f"put the text in quotes, as in `{shortened(quoted(line))}`"

    def _offset(self, place: Place) -> int:
        if place.line > len(self._starts):
            return len(self._text)
        return self._starts[place.line - 1] + place.column - 1

    def _complain(self, place: Place, what: str, remedy: str) -> None:
        self.problems.append(Problem(self._path, place.line, place.column, what, remedy))


def _place(event: yaml.Event) -> Place:
    return _mark(event.start_mark)


def _mark(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)
