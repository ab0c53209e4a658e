"""The glossary's romanisations held against the rules.

The one rule: a rule knows sounds and not words, so what differs is a doubt and no mistake; and
how words are divided is left to the author.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import combinations, islice, pairwise, product
from math import comb

from bot.content.drafts import Draft
from bot.content.nodes import Node, each, scalars
from bot.content.problems import Problem, shown
from bot.content.romanisation import Syllables, mccune_reischauer, revised

# of ways to divide a term into words, and of readings of each, no more are tried
DIVISIONS, READINGS = 1000, 16
_SYLLABLES = re.compile("[\uac00-\ud7a3]+(?: [\uac00-\ud7a3]+)*")
_ALIKE = str.maketrans("ǒǔ’‘ʼ`", "ŏŭ''''")

System = Callable[[str], Iterator[Syllables]]


def romanisations_that_differ(draft: Draft) -> Iterator[Problem]:
    """What is not in Hangul alone, as a title with figures, is left to people."""
    for term in each(draft.glossary.root, "terms", "*") if draft.glossary is not None else ():
        unchecked = next((one.text.casefold() for one in scalars(term, "unchecked")), "no")
        if unchecked not in ("yes", "true"):
            yield from _differing(draft, term)


def nearest_by_rule(written: str, hangul: str, system: System, *, is_split: bool) -> str:
    """What the rules make of the Hangul that comes closest to what was written.

    `is_split` says whether a hyphen parts sounds as a space does.
    """
    parts = re.split("([ -])", written)
    words, breaks = parts[::2], parts[1::2]
    syllables = hangul.replace(" ", "")
    if len(words) > len(syllables) or comb(len(syllables) - 1, len(words) - 1) > DIVISIONS:
        words, breaks = hangul.split(" "), [" "] * hangul.count(" ")
    wanted = _plain(written)
    readings = []
    for cuts in combinations(range(1, len(syllables)), len(words) - 1):
        pieces = [syllables[a:b] for a, b in pairwise((0, *cuts, len(syllables)))]
        for reading in islice(_readings(pieces, breaks, system, is_split=is_split), READINGS):
            if _plain(reading) == wanted:
                return written
            readings.append(reading)
    # compared only now: most are written by the rules, and comparing takes long
    return max(readings, key=lambda one: _closeness(wanted, one), default="")


def _differing(draft: Draft, term: Node) -> Iterator[Problem]:
    hangul = [
        unicodedata.normalize("NFC", form.strip())
        for key in ("hangul", "south")
        for one in scalars(term, key)
        for form in one.text.split("/")
    ]
    hangul = [form for form in hangul if _SYLLABLES.fullmatch(form)]
    for key, system, is_split in (("rr", revised, True), ("mr", mccune_reischauer, False)):
        for written in scalars(term, key):
            for form in filter(None, map(str.strip, written.text.split("/"))):
                ruled = [nearest_by_rule(form, one, system, is_split=is_split) for one in hangul]
                if not ruled or form in ruled or draft.glossary is None:
                    continue
                ruled.sort(key=lambda one: _closeness(form, one), reverse=True)
                what = f"{key} {shown(form)} differs from the rules, which give {shown(ruled[0])}"
                remedy = 'mend it, or write "unchecked: yes" if it is meant'
                yield draft.glossary.problem(written.place, what, remedy, "warning")


def _readings(
    pieces: list[str], breaks: list[str], system: System, *, is_split: bool
) -> Iterator[str]:
    """The pieces with the breaks between them, as the system may write them."""
    words: list[list[str]] = [[pieces[0]]]
    for piece, mark in zip(pieces[1:], breaks, strict=True):
        if mark == " " or is_split:
            words.append([piece])
        else:
            words[-1].append(piece)
    marks = [mark for mark in breaks if mark == " " or is_split]
    for way in product(*(tuple(_hyphenated(word, system)) for word in words)):
        yield way[0] + "".join(mark + word for mark, word in zip(marks, way[1:], strict=True))


def _hyphenated(word: list[str], system: System) -> Iterator[str]:
    """One word of several pieces, with hyphens between them."""
    lengths = [len(piece) for piece in word]
    ends = {sum(lengths[: at + 1]) for at in range(len(lengths) - 1)}
    for syllables in islice(system("".join(word)), READINGS):
        text = "".join(f"{one}-" if at in ends else one for at, one in enumerate(syllables, 1))
        yield text.replace("-'", "-")


def _closeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _plain(one), _plain(other), autojunk=False).ratio()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_ALIKE).casefold()
