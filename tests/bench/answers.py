"""How long judging takes: one typed answer against 200 accepted forms."""

import random
from time import perf_counter

from bot.core.answers import Verdict, judge

FORMS = 200
ANSWERS = 500


def words(count: int, seed: int) -> tuple[str, ...]:
    """Words of 4 to 8 syllables of Hangul, each fourth of twice as many Latin letters."""
    chance = random.Random(seed)
    syllables, letters = [chr(one) for one in range(ord("가"), ord("힣"))], "abdeghijklmnoprstuyŏŭ"
    return tuple(
        "".join(chance.choices(syllables, k=chance.randint(4, 8)))
        if number % 4
        else "".join(chance.choices(letters, k=chance.randint(8, 16)))
        for number in range(count)
    )


def judging() -> dict[str, float]:
    """Milliseconds an answer, each of them wrong, which takes longest; prints them too.

    Cold are forms that were never seen, with the accepted and as many others to be reduced;
    warm are the same forms from the second answer on.
    """
    judge("훈민정은", ["훈민정음"])  # the library's import is no part of it
    typed = words(ANSWERS, seed=1)
    asked = [(words(FORMS, seed=2 + n), words(FORMS, seed=102 + n)) for n in range(20)]

    began = perf_counter()
    verdicts = [judge(one, *forms) for one, forms in zip(typed, asked, strict=False)]
    cold = (perf_counter() - began) / len(asked)
    began = perf_counter()
    verdicts += [judge(one, *asked[0]) for one in typed]
    warm = (perf_counter() - began) / len(typed)

    assert set(verdicts) == {Verdict.WRONG}
    figures = {"cold": 1000 * cold, "warm": 1000 * warm}
    print(f"\nA typed answer against {FORMS} forms\n\n| what | ms an answer |\n|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure:.3f} |")
    return figures


if __name__ == "__main__":
    judging()
