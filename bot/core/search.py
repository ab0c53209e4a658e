"""What somebody means who types a word of the glossary, or a place of a source.

Its one rule: how a keyboard writes it makes no difference: capitals, accents, apostrophes,
hyphens, spaces, the pieces a Hangul syllable was typed in.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.core.course import Course, Term

_APOSTROPHES = re.compile("['’‘ʼʻʽʹ′`´]")
_NO_WORD = re.compile(r"[\W_]+")
_CALLED_A_PLACE = re.compile(r"(?:paragraphs?|paras?|pars?|p)(?=\d)")


def found(terms: Iterable[Term], wanted: str) -> tuple[Term, ...]:
    """Terms of which a form, or any word of one, begins with what is wanted.

    A form that is just this comes first, then forms that begin with it, then words; within
    that by the English.  Nothing is found for what has neither letters nor digits.
    """
    sought = "".join(words(wanted))
    if not sought:
        return ()
    ranked = ((rank, _by_english(one), one) for one in terms if (rank := _rank(one, sought)))
    return tuple(one for *_, one in sorted(ranked, key=lambda ranking: ranking[:2]))


def by_english(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms in the order of the alphabet."""
    return tuple(sorted(terms, key=_by_english))


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded: equal for all ways of typing it."""
    pieces = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text))
    bare = "".join(one for one in pieces if not unicodedata.combining(one))
    folded = unicodedata.normalize("NFKC", bare).casefold().replace("×", "x")
    # folding may bring forth accents that were one with their letter before
    again = (one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one))
    whole = unicodedata.normalize("NFC", "".join(again))
    return tuple(_NO_WORD.sub(" ", whole).split())


def mark_named(course: Course, name: str) -> str | None:
    """The mark meant by it, by its number or letter alone, or by the short form of a source;
    None if nothing is called so."""
    exact = name.strip().strip("[]")
    if exact in course.marks:
        return exact
    sought = _bare(exact)
    if not sought:
        return None
    for mark in course.marks:
        if _bare(mark) == sought:
            return mark
    sources = course.outline.sources.items()
    return next((mark for mark, source in sources if _bare(source.cite) == sought), None)


def _rank(term: Term, sought: str) -> int:
    """1 for a form that is just this, 2 for one that begins so, 3 for a word in it, 0 for none."""
    ranks = [0]
    for form in _forms(term):
        parts = words(form)
        rests = ["".join(parts[start:]) for start in range(len(parts))]
        for start, rest in enumerate(rests):
            if rest.startswith(sought):
                ranks.append(1 if rest == sought and start == 0 else 2 if start == 0 else 3)
    return min((rank for rank in ranks if rank), default=0)


def _forms(term: Term) -> list[str]:
    """All that it is called; what stands beside a slash or in brackets is a form of its own."""
    written = (
        *(term.hangul, term.south, term.hanja),
        *(term.rr, term.mr, term.latin, term.english, term.word),
    )
    return [form for one in written if one for form in re.split(r" / |[()]", one)]


def _by_english(term: Term) -> tuple[tuple[str, ...], str]:
    return words(term.english), term.term


def _bare(name: str) -> str:
    return _CALLED_A_PLACE.sub("", "".join(words(name)), count=1)
