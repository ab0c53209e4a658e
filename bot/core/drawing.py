"""Which questions are asked in a quiz, and in which order.

The one rule: a draw is decided by its seed and by what the student was asked before, so the
same draw can be made again.
"""

import hashlib
from collections.abc import Mapping, Sequence

from bot.core.course import Module, QuestionId


def drawn(
    modules: Sequence[Module], count: int | None, asked: Mapping[QuestionId, int], seed: int
) -> tuple[QuestionId, ...]:
    """Questions of the modules, at most `count`, never one twice; None for all.

    Moodle's rule for random questions: chance decides among those that were asked the fewest
    times.  `asked` says how often each was, in the student's earlier attempts at the quiz.
    """
    ids = [QuestionId(one.id) for module in modules for one in module.questions]
    if count is None:
        return tuple(ids)
    chance = sorted(ids, key=lambda id_: (asked.get(id_, 0), _lot(seed, id_)))
    return tuple(chance[:count])


def interleaved(
    modules: Sequence[Module], questions: Sequence[QuestionId], seed: int
) -> tuple[QuestionId, ...]:
    """The questions in an order that goes from module to module as long as it can."""
    chosen = set(questions)
    decks = [
        sorted(
            (QuestionId(one.id) for one in module.questions if one.id in chosen),
            key=lambda id_: _lot(seed, id_),
        )
        for module in modules
    ]
    order: list[QuestionId] = []
    last = -1
    while any(decks):
        # the fullest deck but the one just drawn from; the earlier module of two
        rest = [at for at, deck in enumerate(decks) if deck and at != last] or [last]
        last = max(rest, key=lambda at: (len(decks[at]), -at))
        order.append(decks[last].pop())
    return tuple(order)


def _lot(seed: int, question: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{question}".encode()).digest()
