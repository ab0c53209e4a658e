"""A text as the grounding rules read it: words and figures, each reduced to what compares.

The one rule: two ways of writing the same thing read the same: 1,000 and a thousand, twenty and
20, Kim's and Kim, Tok-hun and Tok Hun, with diacritics and without.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r"""
    (?P<mark>¶\w+)
    | (?P<figure>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ending>st|nd|rd|th|s)?(?![^\W_])
    | (?P<digits>\d+)
    | (?P<word>[^\W\d_]+(?:['’ʼ‘`][^\W\d_]+)*)
    | (?P<opening>[.!?:…]+["”’)\]]*(?=\s|$)|\n|["“‘](?=\w))
    """,
    re.VERBOSE,
)
_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_IN_ORDER = """
zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_BY_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _BY_TENS.split()
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_COUNTED = (
    {word: number for number, word in enumerate(_UP_TO_NINETEEN.split())}
    | {word: number for number, word in enumerate(_IN_ORDER.split())}
    | {word: 10 * number for number, word in enumerate(_TENS, 2)}
    | {f"{word[:-1]}ieth": 10 * number for number, word in enumerate(_TENS, 2)}
)
_DECADES = {f"{word[:-1]}ies": f"19{number}0s" for number, word in enumerate(_TENS, 2)}
_HANGUL_OR_HANJA = re.compile("[\u1100-\u11ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_APOSTROPHES = re.compile("['’ʼ‘`]")
_POSSESSIVE = re.compile("['’ʼ‘`]s$")
# Romans, Roman and Rome's are the same name
_ENDING = re.compile(r"(?<=[^\W\d_]{3})(?:(?<=a)ns?|(?<!s)s)$")


@dataclass(frozen=True)
class Word:
    """A word or a figure; `start` and `end` are where it stands in its text.

    `key` is the word reduced; `number` what a figure or number word says; `opens` whether a
    sentence begins here, where a capital says nothing.
    """

    text: str
    key: str
    start: int
    end: int
    number: Decimal | None = None
    opens: bool = False

    @property
    def is_name(self) -> bool:
        """Whether the writing alone says so: Hangul, hanja, or a capital within a sentence."""
        if _HANGUL_OR_HANJA.search(self.text):
            return True
        return self.text[0].isupper() and not self.opens and self.text not in ("I", "A")

    @property
    def is_everyday(self) -> bool:
        """Whether this is a number word that mostly counts nothing: one of them, at first."""
        return self.text.casefold() in ("one", "first")


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The text's words and figures in order."""
    return tuple(_words(text))


@lru_cache(maxsize=4096)
def words_and_numbers(text: str) -> tuple[Word, ...]:
    """The same with twenty-one and 4.82 million as one number each."""
    return tuple(_joined(words(text)))


def key_of(word: str) -> str:
    """The word reduced: no case, diacritics, apostrophes, possessive or plural."""
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(one for one in plain if unicodedata.category(one) != "Mn")
    plain = unicodedata.normalize("NFC", plain).casefold()
    plain = _APOSTROPHES.sub("", _POSSESSIVE.sub("", plain))
    return _ENDING.sub("", plain)


def _words(text: str) -> Iterator[Word]:
    opens = True
    for found in _TOKEN.finditer(text):
        if found["opening"] is None and found["mark"] is None:
            yield _word(found, opens=opens)
        opens = found["opening"] is not None


def _word(found: "re.Match[str]", *, opens: bool) -> Word:
    text, start, end = found[0], found.start(), found.end()
    if found["word"]:
        word = text.casefold()
        number = Decimal(_COUNTED[word]) if word in _COUNTED else None
        key = _DECADES.get(word) or (str(number) if number is not None else key_of(text))
        return Word(text, key, start, end, number, opens)
    figure = (found["figure"] or found["digits"]).replace(",", "")
    if found["ending"] == "s":  # the 1970s, the 70s
        return Word(text, f"{'19' if len(figure) == 2 else ''}{figure}s", start, end, None, opens)
    number = Decimal(figure)
    return Word(text, f"{number:f}", start, end, number, opens)


def _joined(single: tuple[Word, ...]) -> Iterator[Word]:
    word: Word | None = None
    for one in single:
        scale = _SCALES.get(one.text.casefold())
        after = one if scale is None else replace(one, key=str(scale), number=Decimal(scale))
        number = None if word is None else _together(word, after)
        if word is not None and number is not None:
            text = f"{word.text} {after.text}"
            word = Word(text, f"{number:f}", word.start, after.end, number, word.opens)
            continue
        if word is not None:
            yield word
        word = after
    if word is not None:
        yield word


def _together(word: Word, after: Word) -> Decimal | None:
    """The number that the two say together; None if each is for itself."""
    if word.number is None:
        return None
    if after.text.casefold() in _SCALES and after.number is not None:
        return word.number * after.number
    is_unit = after.text.casefold() in _COUNTED and after.number is not None and after.number < 10
    if word.text.casefold() in _TENS and is_unit and after.number is not None:
        return word.number + after.number
    return None
