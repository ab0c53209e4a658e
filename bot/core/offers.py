"""What a question offers, and how it reads: options, voices, entries, matches.

A part of a reply is the author's text, `true` or `false`, or a voice's id; students see it
`in_words`, with a label of `LABELS` by its position.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import assert_never

from bot.core.course import (
    LABELS,
    Choice,
    Choices,
    Matching,
    NumberTyped,
    Ordering,
    Question,
    TextTyped,
    TrueOrFalse,
    WhoseClaim,
)

TRUTH = ("true", "false")


def offered(question: Question, seed: int) -> tuple[str, ...]:
    """What can be taken, as it stands in a reply, in the order of the screen.

    Shuffled by the walk's seed, and by nothing else: the same on every screen of the walk,
    after a restart too, and another in the next walk.  Empty where the answer is typed.
    """
    match question:
        case Choice() | Choices():
            texts = tuple(option.text for option in question.options)
            return _shuffled(seed, question, texts) if question.shuffle else texts
        case TrueOrFalse():
            return TRUTH
        case WhoseClaim():
            return tuple(question.offered)
        case Ordering():
            shuffled = _shuffled(seed, question, question.items)
            # the right order is no question
            return (*shuffled[1:], shuffled[0]) if shuffled == question.items else shuffled
        case Matching():
            return _shuffled(seed, question, question.choices)
        case NumberTyped() | TextTyped():
            return ()
        case _:
            assert_never(question)


def in_words(question: Question, taken: str) -> str:
    """One part of a reply as students read it."""
    match question:
        case TrueOrFalse():
            return taken.capitalize()
        case WhoseClaim():
            return question.name(taken)
        case _:
            return taken


def wanted(question: Question) -> int:
    """How many entries an arranged answer has; 0 where nothing is arranged."""
    match question:
        case Ordering():
            return len(question.items)
        case Matching():
            return len(question.pairs)
        case _:
            return 0


def _shuffled(seed: int, question: Question, texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda text: _lot(seed, question.id, text)))


def _lot(seed: int, question: str, text: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{question}\0{text}".encode()).digest()


def labels_in(text: str, offers: int) -> tuple[int, ...] | None:
    """The positions of the labels that were typed, as in "A, C"; None if the text names anything
    else."""
    typed = unicodedata.normalize("NFKC", text).upper()
    letters = [one for one in typed if one not in ",;.&+/>→-" and not one.isspace()]
    known = LABELS[:offers]
    if not letters or len(letters) > len(LABELS) or not set(letters) <= set(known):
        return None
    return tuple(known.index(one) for one in letters)
