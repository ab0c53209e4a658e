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


def questions(id_: str) -> st.SearchStrategy[dict[str, Any]]:
    """A question of any type, as the keys an author writes."""
    asked = {
        "id": st.just(id_),
        "ask": words,
        "why": st.just("It is so."),
        "source": sources,
    }
    choice = {"type": st.just("choice"), "options": _options(1, 1), "shuffle": yes_or_no}
    choices = {"type": st.just("choices"), "options": _options(2, 7), "shuffle": yes_or_no}
    truth = {"type": st.just("true_false"), "answer": st.sampled_from(["true", "false"])}
    number = {
        "type": st.just("number"),
        "answer": numbers,
        "tolerance": tolerances,
        "unit": st.one_of(st.none(), words),
    }
    return st.one_of(
        *(st.fixed_dictionaries({**asked, **own}) for own in (choice, choices, truth, number))
    )


def modules(ids: tuple[str, ...]) -> st.SearchStrategy[Module]:
    """A module that asks these questions."""
    return st.tuples(*map(questions, ids)).map(lambda written: module(RIVERS, list(written)))
