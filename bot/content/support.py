"""Whether a fact says what an option says, as far as words can tell.

The one rule: better to miss one than to accuse one.  A fact supports an option if all words
that mean something stand in its claim or in one of the things that it holds, with the same
number of the same thing; what is denied supports nothing.
"""

import re
from itertools import pairwise

from bot.content.words import Word, words_and_numbers
from bot.core.course import Fact
from bot.core.prose import plain

_SENTENCE = re.compile(r"(?<=[.!?;])\s")
_GRAMMAR = """
a about after all also an and any are as at be been before being both but by can could did do
does each every for from had has have he her here his in into is it its may more most of off on
or other our out over own she should so some than that the their them then there these they this
those to too under up very was we were what when where which while who whose will with would you
your
"""
_DENIALS = "cannot neither never no nobody none nor not nothing without"
_MEANINGLESS = frozenset(_GRAMMAR.split())
_DENYING = frozenset(_DENIALS.split())


def supports(fact: Fact, option: str, at_least: int = 2) -> bool:
    """Whether the fact says it; options of fewer words than `at_least` say too little."""
    told = words_and_numbers(option)
    meant = _meaning(told)
    if len(meant) < at_least:
        return False
    sentences = (*_SENTENCE.split(plain(fact.claim)), *fact.holds)
    affirmed = [one for one in map(words_and_numbers, sentences) if not _denies(one)]
    said = [_meaning(one) for one in affirmed]
    counted = {pair for text in said for pair in pairwise(one.key for one in text)}
    return {one.key for one in meant} <= {one.key for text in said for one in text} and all(
        (one.key, following.key) in counted
        for one, following in pairwise(meant)
        if one.number is not None
    )


def _meaning(text: tuple[Word, ...]) -> list[Word]:
    return [one for one in text if one.text.casefold() not in _MEANINGLESS]


def _denies(text: tuple[Word, ...]) -> bool:
    return any(
        one.text.casefold() in _DENYING or one.text.casefold().endswith(("n't", "n’t"))
        for one in text
    )
