"""What people who write prose in YAML get wrong, found by mending it.

The one rule: a remedy is proposed only after it was tried, that is when the mended text reads
further than the written one.  So the rest of the file can be looked through as well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from bot.content.nodes import DEPTH
from bot.content.problems import Problem
from bot.core.course import Written

LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SLIPS = 40
BUDGET = 20_000_000  # characters read in trying remedies: a few seconds
LOOK_BACK = 60

_ENTRY = re.compile(
    r"(?P<lead>\s*(?:- +)*)(?:(?P<key>[^\s:\"'#\[{-][^:#\"]*?):(?: +|$))?(?P<value>.*)"
)
_JOINED = re.compile(r"(\s*)-([a-z_]+):(?: |$)")
_BLOCK = re.compile(r"[:-] [|>][-+0-9]*(?: +#.*|\s*)$")
_MEANING = {
    '"': "the end of a text in quotes",
    "'": "the end of a text in quotes",
    "*": "a reference in YAML",
    "&": "an anchor in YAML",
    "!": "a tag in YAML",
    "|": "a text of several lines in YAML",
    ">": "a text of several lines in YAML",
    "[": "the beginning of entries in YAML",
    "{": "the beginning of keys in YAML",
    "%": "a sign that YAML keeps for itself",
    "@": "a sign that YAML keeps for itself",
    "`": "a sign that YAML keeps for itself",
    "?": "a sign that YAML keeps for itself",
    "-": "the beginning of an entry in YAML",
    "]": "the end of entries in YAML",
    "}": "the end of keys in YAML",
    ",": "the next entry in YAML",
}


def quoted(line: str) -> str:
    """The line with its value in quotation marks."""
    found = _ENTRY.match(line.rstrip())
    if found is None or not found["value"]:
        return line
    return found[0][: found.start("value")] + _in_quotes(found["value"])


def shortened(line: str) -> str:
    """The line as it is shown in a remedy."""
    line = line.strip()
    return line if len(line) <= 100 else f"{line[:60].rstrip()} … {line[-30:].lstrip()}"


def mend(path: str, text: str) -> tuple[str | None, tuple[Problem, ...]]:
    """The text as it was meant, and what was wrong; None where no remedy helps."""
    lines, slips = _with_spaced_dashes(path, text.split("\n"))
    budget = BUDGET
    while (error := _first_error(lines)) is not None:
        budget -= len(text)
        for mending in _mendings(lines, error):
            budget -= len(text)
            if budget < 0:
                break
            mended = [*lines[: mending.first], *mending.lines, *lines[mending.last + 1 :]]
            after = _first_error(mended)
            if after is None or after.is_beyond(error, mending):
                slips.append(_problem(path, mending))
                lines = mended
                break
        else:
            return None, (*slips, _unknown(path, error))
        if budget < 0 or len(slips) == SLIPS:
            return None, tuple(slips) or (_unknown(path, error),)
    return "\n".join(lines), tuple(slips)


def has_a_joined_dash(line: str) -> bool:
    """Whether the line begins with a dash and, without a space, a key of the format."""
    found = _JOINED.match(line)
    return found is not None and found[2] in _keys()


def _with_spaced_dashes(path: str, lines: list[str]) -> tuple[list[str], list[Problem]]:
    """All of them at once: mending one of several in a list would not read any further."""
    slips: list[Problem] = []
    mended = list(lines)
    block: int | None = None  # the indentation of the line that begins a | or > text
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if block is not None and (indent > block or not line.strip()):
            continue
        block = indent if _BLOCK.search(line) else None
        if has_a_joined_dash(line) and len(slips) < SLIPS:
            (mending,) = _joined_dash(line, number)
            mended[number] = mending.lines[0]
            slips.append(_problem(path, mending))
    return mended, slips


@dataclass(frozen=True)
class _Error:
    """Where reading stopped, and where what was being read had begun; lines from 0."""

    line: int
    column: int
    began: int
    began_column: int = 0
    is_open_quote: bool = False

    def is_beyond(self, other: "_Error", mending: "_Mending") -> bool:
        if self.is_open_quote and other.is_open_quote:  # both stopped at the end of the file
            return self.began > max(other.began, mending.last)
        return self.line > max(other.line, mending.last)


@dataclass(frozen=True)
class _Mending:
    """Lines to put in place of those from `first` to `last`, counted from 0."""

    first: int
    last: int
    lines: tuple[str, ...]
    line: int
    column: int
    what: str
    remedy: str


def _first_error(lines: list[str]) -> _Error | None:
    depth = 0
    try:
        for event in yaml.parse("\n".join(lines), Loader=LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEPTH:  # refused elsewhere, and slow to read to its end
                return None
    except yaml.MarkedYAMLError as error:
        stopped, began = error.problem_mark, error.context_mark
        if stopped is None:
            return _Error(0, 0, 0)
        line = min(stopped.line, len(lines) - 1)
        if began is None:
            return _Error(line, stopped.column, line)
        is_open_quote = error.context == "while scanning a quoted scalar" and str(
            error.problem
        ).endswith("end of stream")
        return _Error(line, stopped.column, began.line, began.column, is_open_quote)
    except yaml.YAMLError:
        return _Error(0, 0, 0)
    return None


def _mendings(lines: list[str], error: _Error) -> Iterator[_Mending]:
    """What may help, the likeliest first."""
    previous = next((n for n in range(error.line - 1, -1, -1) if lines[n].strip()), error.line)
    near = tuple(dict.fromkeys((error.line, min(error.began, len(lines) - 1), previous)))
    for number in near:
        yield from _spacing(lines, number)
    for number in near:
        yield from _indentation(lines, number)
        yield from _closing(lines, number)
    for number in range(error.line - 1, max(-1, error.line - LOOK_BACK), -1):
        if number not in near:
            yield from _closing(lines, number)
    for number in near:
        yield from _quoting(lines, number, error)
    yield from _quoting_several(lines, error)


def _spacing(lines: list[str], number: int) -> Iterator[_Mending]:
    line = lines[number]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent and line.strip():
        spaces = line.replace("\t", "  ")
        for other in dict.fromkeys((spaces, *_like_neighbours(lines, number))):
            what = "the line is indented with a tab"
            how = f"use spaces, as in `{other.rstrip()}`"
            yield _one(number, len(indent) - len(indent.lstrip(" ")), other, what, how)
    yield from _joined_dash(line, number)
    if found := re.match(r"(\s*(?:- +)?)([A-Za-z_]+):((?!//)\S.*)", line):
        what = f'a space is missing after "{found[2]}:"'
        yield _one(number, len(found[1]), f"{found[1]}{found[2]}: {found[3]}", what)
    if (found := re.match(r"(\s*(?:- +)?)([a-z_]+)(?: +(.*)|$)", line)) and found[2] in _keys():
        what = f'the colon after "{found[2]}" is missing'
        mended = f"{found[1]}{found[2]}: {found[3] or ''}".rstrip()
        yield _one(number, len(found[1]), mended, what)


def _joined_dash(line: str, number: int) -> Iterator[_Mending]:
    if found := re.match(r"(\s*)-([^\s-].*)", line):
        what = "a space is missing after the dash"
        yield _one(number, len(found[1]), f"{found[1]}- {found[2]}", what)


def _indentation(lines: list[str], number: int) -> Iterator[_Mending]:
    if not _begins_an_entry(lines[number]):
        return
    indent = len(lines[number]) - len(lines[number].lstrip())
    for other in _like_neighbours(lines, number):
        there = len(other) - len(other.lstrip())
        if there != indent:
            side = "right" if there < indent else "left"
            what = f"the line stands too far to the {side}"
            how = f"indent it like its neighbours, as in `{other.rstrip()}`"
            yield _one(number, indent, other, what, how)


def _begins_an_entry(line: str) -> bool:
    found = re.match(r"\s*(?:- |-$|([a-z_]+):(?: |$))", line)
    return found is not None and (found[1] is None or found[1] in _keys())


def _closing(lines: list[str], number: int) -> Iterator[_Mending]:
    line = lines[number].rstrip()
    found = _ENTRY.match(line)
    if found is None or not found["value"]:
        return
    value, column = found["value"], found.start("value")
    for sign, end, called in (
        ('"', '"', "quotation mark"),
        ("'", "'", "quotation mark"),
        ("[", "]", "bracket"),
        ("{", "}", "brace"),
    ):
        if value[0] == sign and not value[1:].endswith(end):
            what = f"the {called} {sign} is not closed"
            how = f"close it, as in `{shortened(line + end)}`"
            yield _one(number, column, line + end, what, how)
    if value[0] == '"' and value[-1] == '"' and "\\" in value:
        what = "a backslash has a meaning of its own between double quotation marks"
        yield _one(number, column + value.index("\\"), line.replace("\\", "\\\\"), what)


def _quoting(lines: list[str], number: int, error: _Error) -> Iterator[_Mending]:
    line = lines[number].rstrip()
    found = _ENTRY.match(line)
    if found is None or not found["value"] or not (found["lead"] or found["key"]):
        return
    value, column = found["value"], found.start("value")
    if value[0] in _MEANING:
        what = f"the text begins with {value[0]}, which is {_MEANING[value[0]]}"
        if value[0] in "\"'":
            what = f"the text goes on after the quotation mark {value[0]} that ends it"
    elif colon := re.search(r":(?= |$)", value):
        what = f'": " in the text after {_after(found)} looks like another key to YAML'
        column += colon.start()
        if number == error.line and ":" in line[error.column : error.column + 1]:
            column = error.column
    else:
        what = "YAML cannot read this text"
    how = f"put it in quotes, as in `{shortened(quoted(line))}`"
    yield _one(number, column, quoted(line), what, how)


def _quoting_several(lines: list[str], error: _Error) -> Iterator[_Mending]:
    """For a text of several lines: quotes from the line that it begins in to its last."""
    if lines[error.line][error.column : error.column + 1] != ":":
        return
    indent = len(lines[error.line]) - len(lines[error.line].lstrip())
    first = error.line
    for first in range(error.line - 1, max(-1, error.line - LOOK_BACK), -1):
        line = lines[first]
        if line.strip() and len(line) - len(line.lstrip()) < indent:
            break
    found = _ENTRY.match(lines[first])
    if found is None or not found["value"] or not (found["lead"] or found["key"]):
        return
    if first == error.line:
        return
    last = error.line
    if any(_begins_an_entry(line) for line in lines[first + 1 : error.line + 1]):
        return
    while last + 1 < len(lines) and len(lines[last + 1]) - len(lines[last + 1].lstrip()) >= indent:
        last += 1
    text = "\n".join((found["value"], *lines[first + 1 : last + 1])).rstrip()
    head = lines[first][: found.start("value")]
    mended = tuple((head + _in_quotes(text)).split("\n"))
    what = f'": " in the text after {_after(found)} looks like another key to YAML'
    begin, end = shortened(mended[0]), shortened(mended[-1])
    remedy = f"put the whole text in quotes, from `{begin}` to `{end}`"
    yield _Mending(first, last, mended, error.line, error.column, what, remedy)


def _like_neighbours(lines: list[str], number: int) -> Iterator[str]:
    """The line with the indentation of those above it, the nearest first."""
    text = lines[number].lstrip()
    here = len(lines[number].expandtabs(2)) - len(text)
    indents: dict[int, None] = {}
    for line in reversed(lines[max(0, number - LOOK_BACK) : number]):
        if line.strip():
            dashes = re.match(r"[ ]*((?:- +)*)", line)
            indents[len(line) - len(line.lstrip(" "))] = None
            if dashes is not None and dashes[1]:
                indents[dashes.end()] = None
    for indent in sorted(indents, key=lambda one: abs(one - here)):
        yield " " * indent + text


def _one(number: int, column: int, mended: str, what: str, how: str = "") -> _Mending:
    remedy = how or f"write `{shortened(mended)}`"
    return _Mending(number, number, (mended,), number, column, what, remedy)


def _problem(path: str, mending: _Mending) -> Problem:
    return Problem(path, mending.line + 1, mending.column + 1, mending.what, mending.remedy)


def _unknown(path: str, error: _Error) -> Problem:
    if error.is_open_quote:
        what, remedy = "the quotation mark that begins here is never closed", "close it"
        return Problem(path, error.began + 1, error.began_column + 1, what, remedy)
    return Problem(
        path,
        error.line + 1,
        error.column + 1,
        "YAML cannot read on from here",
        "look at this line and the one before: their indentation, their quotation marks, and "
        'a space after each ":" and "-"',
    )


def _after(found: "re.Match[str]") -> str:
    return f'"{found["key"]}:"' if found["key"] else "the dash"


def _in_quotes(text: str) -> str:
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


@cache
def _keys() -> frozenset[str]:
    """Every key of the format."""
    models = list(Written.__subclasses__())
    for model in models:  # grows while it is walked: subclasses have subclasses
        models += model.__subclasses__()
    return frozenset(key for model in models for key in model.known_keys())
