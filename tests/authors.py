"""What an author may write, drawn at random for hypothesis: ids, questions, modules."""

import unicodedata
from typing import Any

from hypothesis import strategies as st

from bot.core.course import LABELS, SLUG_LENGTH, Module
from tests.school import RIVERS, module

_letters = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=SLUG_LENGTH)
slugs = st.one_of(
    _letters,
    st.lists(_letters, min_size=2, max_size=3).map("-".join).filter(lambda id_: len(id_) <= 30),
)

words = st.text(
    st.characters(categories=["L", "N", "P", "S"]),
    min_size=1,
    max_size=12,
).map(lambda text: unicodedata.normalize("NFC", text))

sources = st.just(["¶1"])
yes_or_no = st.sampled_from(["yes", "no"])
numbers = st.from_regex(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", fullmatch=True)
tolerances = st.from_regex(r"[0-9]{1,15}(\.[0-9]{1,9})?", fullmatch=True)


@st.composite
def _options(draw: st.DrawFn, fewest_right: int, most_right: int) -> list[dict[str, str]]:
    count = draw(st.integers(max(2, fewest_right + 1), len(LABELS)))
    texts = draw(st.lists(words, min_size=count, max_size=count, unique=True))
    right = draw(st.integers(fewest_right, min(most_right, count - 1)))
    return draw(
        st.permutations(
            [{"right": text} for text in texts[:right]]
            + [{"wrong": text, "because": f"not {text}"} for text in texts[right:]]
        )
    )


_texts = st.lists(words, min_size=3, max_size=len(LABELS), unique=True)
hints = st.fixed_dictionaries(
    {},
    optional={
        "hints": st.lists(words, min_size=1, max_size=3),
        "penalty": st.sampled_from(["0", "0.1", "0.25", "0.5", "1"]),
    },
)


@st.composite
def _pairs(draw: st.DrawFn) -> dict[str, Any]:
    items = draw(st.lists(words, min_size=2, max_size=5, unique=True))
    choices = draw(st.lists(words, min_size=2, max_size=len(LABELS), unique=True))
    matches = [*choices[:2], *(draw(st.sampled_from(choices)) for _ in items[2:])]
    pairs = [{"item": one, "match": two} for one, two in zip(items, matches, strict=True)]
    return {"pairs": pairs, "distractors": [one for one in choices if one not in matches]}


TYPES = ("choice", "choices", "true_false", "voice", "number", "text", "order", "match")


def questions(id_: str, *types: str) -> st.SearchStrategy[dict[str, Any]]:
    """A question of any type, or of one of these types, as the keys an author writes."""
    own: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "choice": {"options": _options(1, 1), "shuffle": yes_or_no},
        "choices": {"options": _options(2, 7), "shuffle": yes_or_no},
        "true_false": {"answer": st.sampled_from(["true", "false"])},
        "voice": {"answer": st.sampled_from(["guide", "beyond"])},
        "number": {
            "answer": numbers,
            "tolerance": tolerances,
            "unit": st.one_of(st.none(), words),
        },
        "text": {"accept": st.lists(words, min_size=1, max_size=3)},
        "order": {"items": _texts},
        "match": {"paired": _pairs()},
    }

    def of(type_: str) -> st.SearchStrategy[dict[str, Any]]:
        asked = {"id": st.just(id_), "ask": words, "why": st.just("It is so."), "source": sources}
        keys = {**asked, "type": st.just(type_), "hinted": hints, **own[type_]}
        return st.fixed_dictionaries(keys).map(_flat)

    return st.one_of(*(of(one) for one in types or TYPES))


def _flat(written: dict[str, Any]) -> dict[str, Any]:
    """With what was drawn together beside the other keys."""
    together = [written.pop(key) for key in ("hinted", "paired") if key in written]
    return written | {key: value for one in together for key, value in one.items()}


def modules(ids: tuple[str, ...]) -> st.SearchStrategy[Module]:
    """A module that asks these questions."""
    return st.tuples(*map(questions, ids)).map(lambda written: module(RIVERS, list(written)))
