"""Is what a student typed the answer, nearly the answer, or another word.

The one rule: leniency ends where another answer begins.  Each rung of the ladder forgives one
thing more: how it was written, spaces, diacritics, the keyboard's layout, a slip.  On each,
what is asked for is looked for first, then what would be another answer; a slip is forgiven
only in what is neither.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Literal

from bot.core import hangul

Kind = Literal["meaning", "romanization"]

_LATIN = re.compile("[a-z]")
_DIGIT = re.compile("[0-9]")


class Verdict(StrEnum):
    """What a typed answer is worth, from the top of the ladder to its foot."""

    RIGHT = "right"
    RIGHT_SPACING = "right_spacing"
    RIGHT_DIACRITICS = "right_diacritics"
    KEYBOARD = "keyboard"
    ALMOST = "almost"
    WRONG = "wrong"

    @property
    def counts(self) -> bool:
        """Whether it is right at once, with no second try."""
        return self not in (Verdict.ALMOST, Verdict.WRONG)


@dataclass(frozen=True)
class Piece:
    """A stretch of what was typed (same, wrong) or of what is right (same, missing)."""

    text: str
    kind: Literal["same", "wrong", "missing"]


def judge(
    typed: str, accept: Sequence[str], others: Sequence[str] = (), kind: Kind = "meaning"
) -> Verdict:
    """What the typed answer is worth; `others` are the answers and distractors beside it.

    Diacritics matter only where a romanization is asked.  What is in `accept` is right even if
    it is in `others` too.
    """
    wanted, unwanted = _forms(tuple(accept), kind), _forms(tuple(others), kind)
    if len(typed) > wanted.most_typed:
        return Verdict.WRONG
    form = _Form.of(typed, kind)
    return (
        _as_written(form, wanted, unwanted, kind)
        or _on_another_layout(form, wanted, unwanted, kind)
        or _with_slips(form, wanted, unwanted)
        or Verdict.WRONG
    )


def closest(typed: str, accept: Sequence[str]) -> str:
    """The accepted form that it came nearest to, of equals the first; ValueError if none is."""
    form = _Form.of(typed, "meaning")

    def slips(one: tuple[str, _Form]) -> tuple[int, int]:
        return _slips(form.bare, one[1].bare), _slips(form.closed, one[1].closed)

    return min(zip(accept, _forms(tuple(accept), "meaning").all, strict=True), key=slips)[0]


def difference(typed: str, right: str) -> tuple[Piece, ...]:
    """What was typed laid against what is right, by whole syllables and letters.

    The same and the wrong pieces joined are what was typed, without invisible marks; the same
    and the missing are what is right.  Where both differ, the wrong piece stands first.
    """
    # imported with the first answer that needs it: it would add 15 ms to every start
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    here, there = (hangul.letters(hangul.visible(one)) for one in (typed, right))
    pieces: list[Piece] = []
    wrong = missing = ""
    for step in Indel.opcodes(here, there):
        taken = "".join(here[step.src_start : step.src_end])
        if step.tag == "equal":
            pieces += Piece(wrong, "wrong"), Piece(missing, "missing"), Piece(taken, "same")
            wrong = missing = ""
        else:
            wrong += taken
            missing += "".join(there[step.dest_start : step.dest_end])
    pieces += Piece(wrong, "wrong"), Piece(missing, "missing")
    return tuple(one for one in pieces if one.text)


@dataclass(frozen=True)
class _Form:
    """A text reduced step by step: as written, without gaps, without diacritics."""

    cased: str
    written: str
    closed: str
    bare: str
    compared: str  # what is looked through for slips: diacritics are none where they matter

    @classmethod
    def of(cls, text: str, kind: Kind) -> "_Form":
        cased = hangul.clean(text)
        written = hangul.folded(cased)
        closed = hangul.without_gaps(written)
        bare = hangul.without_marks(closed)
        return cls(cased, written, closed, bare, bare if kind == "meaning" else closed)

    @cached_property
    def jamo(self) -> str:
        return hangul.jamo(self.compared)

    @cached_property
    def presses(self) -> str:
        return hangul.presses(self.compared)

    @cached_property
    def keys(self) -> str:
        return hangul.keys(hangul.without_gaps(self.cased))

    @cached_property
    def forgiven(self) -> int:
        """How many slips; of two forms, the smaller number counts."""
        is_exact = _DIGIT.search(self.written) or hangul.has_hanja(self.written)
        return 0 if is_exact else _forgiven(self.bare)


@dataclass(frozen=True)
class _Forms:
    """Several texts, reduced once for all answers."""

    all: tuple[_Form, ...]
    written: frozenset[str]
    closed: frozenset[str]
    bare: frozenset[str]
    keys: frozenset[str]
    most_typed: int  # more characters than this, decomposed and with invisible marks, are junk


# the same words stand beside many questions
_form = lru_cache(maxsize=4096)(_Form.of)


@lru_cache(maxsize=256)
def _forms(texts: tuple[str, ...], kind: Kind) -> _Forms:
    forms = tuple(_form(text, kind) for text in texts)
    return _Forms(
        all=forms,
        written=frozenset(one.written for one in forms),
        closed=frozenset(one.closed for one in forms),
        bare=frozenset(one.bare for one in forms),
        keys=frozenset(one.keys for one in forms),
        most_typed=10 * max(map(len, texts), default=0) + 200,
    )


def _as_written(form: _Form, wanted: _Forms, unwanted: _Forms, kind: Kind) -> Verdict | None:
    """The rungs down to diacritics; None if it is neither an answer nor another."""
    if form.written in wanted.written:
        return Verdict.RIGHT
    if form.written in unwanted.written:
        return Verdict.WRONG
    if form.closed in wanted.closed:
        return Verdict.RIGHT_SPACING
    if form.closed in unwanted.closed:
        return Verdict.WRONG
    if form.bare in wanted.bare:
        return Verdict.RIGHT_DIACRITICS if kind == "meaning" else Verdict.ALMOST
    return None


def _on_another_layout(form: _Form, wanted: _Forms, unwanted: _Forms, kind: Kind) -> Verdict | None:
    """What the keys pressed would have written on the other layout."""
    if _LATIN.search(form.written):
        pressed = hangul.without_gaps(form.cased)
        # a phone begins with a capital unasked, and caps lock turns all letters round
        ways = [pressed, pressed[:1].lower() + pressed[1:]]
        if 2 * sum(map(str.isupper, pressed)) > len(pressed):
            ways.append(pressed.swapcase())
        for one in map(hangul.keys, ways):
            if one in wanted.keys:
                return Verdict.KEYBOARD
            if one in unwanted.keys:
                return Verdict.WRONG
    if hangul.has_hangul(form.written):
        found = _as_written(_Form.of(hangul.keys(form.cased), kind), wanted, unwanted, kind)
        return Verdict.KEYBOARD if found is not None and found.counts else found
    return None


def _with_slips(form: _Form, wanted: _Forms, unwanted: _Forms) -> Verdict | None:
    """Almost, within what its length and that of an answer allow, and nearer to no other."""
    if not form.forgiven:
        return None
    slips = [
        count
        for one, count in _near(form, wanted, form.forgiven)
        if max(count, 1) <= one.forgiven and _is_slip(form, one)
    ]
    if not slips or any(_near(form, unwanted, max(0, min(slips) - 1))):
        return None
    return Verdict.ALMOST


def _near(form: _Form, forms: _Forms, most: int) -> Iterator[tuple[_Form, int]]:
    """The forms that are so few slips away, each with how many."""
    # imported with the first answer that needs it: it would add 15 ms to every start
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    for one in forms.all:
        slips = OSA.distance(form.jamo, one.jamo, score_cutoff=most)
        # a vowel left out may join what stands around it: 각소수, 갃수
        slips = slips and min(slips, OSA.distance(form.presses, one.presses, score_cutoff=most))
        if slips <= most:
            yield one, slips


def _slips(one: str, two: str) -> int:
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return min(OSA.distance(way(one), way(two)) for way in (hangul.jamo, hangul.presses))


def _forgiven(word: str) -> int:
    """A syllable of Hangul weighs as much as two Latin letters."""
    weight = sum(map(str.isalpha, word)) + hangul.syllable_count(word)
    return 0 if weight < 5 else 1 if weight <= 8 else 2


def _is_slip(form: _Form, other: _Form) -> bool:
    """Whether the two differ as slips do, and not by a word: North and South, un- and none."""
    shorter, longer = sorted((form.presses, other.presses), key=len)
    if len(longer) - len(shorter) > 1 and longer.endswith(shorter):
        return False
    words = [re.split("[ ·-]+", hangul.without_marks(one.written)) for one in (form, other)]
    return len(words[0]) != len(words[1]) or all(
        _slips(*pair) <= max(1, min(map(_forgiven, pair))) for pair in zip(*words, strict=True)
    )
