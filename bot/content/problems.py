"""What is wrong in a course's files, said to the person who wrote them.

The one rule: a problem says where, what, and what to do, in an author's words.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """One mistake, or with level "warning" one doubt, in a file of the course.

    `path` is relative to the course's folder, with forward slashes; lines and columns count
    from 1, columns in characters.
    """

    path: str
    line: int
    column: int
    what: str
    remedy: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        doubt = "warning: " if self.level == "warning" else ""
        return f"{self.path}:{self.line}:{self.column}: {doubt}{self.what}; {self.remedy}"


def shown(text: str) -> str:
    """A text in quotation marks, on one line and short enough for a message."""
    line = "".join(one if one.isprintable() else " " for one in text[: 2 * SHOWN])
    line = " ".join(line.split())
    return f'"{line}"' if len(line) <= SHOWN else f'"{line[: SHOWN - 1].rstrip()}…"'


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None if none resembles it."""
    if len(word) > SHOWN:  # comparing is quadratic, and nobody mistypes that much
        return None
    folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold(), folded, n=1)
    return folded[found[0]] if found else None


def suggestion(word: str, known: Iterable[str]) -> str:
    """A remedy for an unknown word: the one that was probably meant, or those there are."""
    choices = tuple(known)
    meant = nearest(word, choices)
    if meant is not None:
        return f'did you mean "{meant}"?'
    if not choices:
        return "there are none yet"
    named = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
    return f"use {named}" if len(choices) == 1 else f"use one of {named}"
