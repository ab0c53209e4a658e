"""Hangul -> Latin letters by rule: Revised Romanization, and McCune–Reischauer as ALA-LC has it.

The one rule: letters follow sound.  A word is first respelled as it is said, syllable by
syllable; then each system is a table.  Where the rules leave a choice, as to a compound with a
hidden n, every sound that they allow is given, the likeliest first.  Words are taken for
nouns, so an h after k, t and p is kept (묵호 Mukho).
"""

from collections.abc import Iterator
from itertools import pairwise, product

Sound = tuple[str, str, str]  # onset, vowel and coda of a syllable; "" for none
Syllables = tuple[str, ...]  # in Latin letters


def _table(jamo: str, letters: str) -> dict[str, str]:
    return dict(zip(jamo, letters.split(" "), strict=True))


_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PAIRS = {
    one: (two[0], two[1])
    for one, two in _table(
        "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ", "ㄱㅅ ㄴㅈ ㄴㅎ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅂㅅ"
    ).items()
}
# what is left of a coda that is not drawn over to the next syllable
_CLOSED = dict.fromkeys("ㄲㅋㄳㄺ", "ㄱ") | dict.fromkeys("ㅅㅆㅈㅊㅌㅎ", "ㄷ")
_CLOSED |= dict.fromkeys("ㅍㅄㄿ", "ㅂ") | dict.fromkeys("ㄼㄽㄾㅀ", "ㄹ")
_CLOSED |= {"ㄵ": "ㄴ", "ㄶ": "ㄴ", "ㄻ": "ㅁ"}
_ASPIRATED = {"ㄱ": "ㅋ", "ㄷ": "ㅌ", "ㅈ": "ㅊ"}
_NASAL = {"ㄱ": "ㅇ", "ㄷ": "ㄴ", "ㅂ": "ㅁ"}
_SOFTENED = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}  # before i
_WITH_I = "ㅣㅑㅕㅛㅠㅖㅒ"

_RR = {"": ""} | _table(
    _ONSETS + _VOWELS,
    "g kk n d tt r m b pp s ss  j jj ch k t p h "
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
)
_MR = {"": ""} | _table(
    _ONSETS + _VOWELS,
    "k kk n t tt r m p pp s ss  ch tch ch' k' t' p' h "
    "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i",
)
_MR_VOICED = _table("ㄱㄷㅂㅈ", "g d b j")
_FINALS = {"": ""} | _table("ㄱㄴㄷㄹㅁㅂㅇ", "k n t l m p ng")


def revised(word: str) -> Iterator[Syllables]:
    """What a word in Hangul may be in Revised Romanization."""
    for sounds in _said(word):
        before = ("", *(coda for _, _, coda in sounds))
        yield tuple(
            ("l" if onset == coda_before == "ㄹ" else _RR[onset]) + _RR[vowel] + _FINALS[coda]
            for coda_before, (onset, vowel, coda) in zip(before, sounds, strict=False)
        )


def mccune_reischauer(word: str) -> Iterator[Syllables]:
    """What a word in Hangul may be in McCune–Reischauer."""
    for sounds in _said(word):
        edge: Sound = ("", "", "")
        framed = zip((edge, *sounds), sounds, (*sounds[1:], edge), strict=False)
        yield from product(*(tuple(_mr(*three)) for three in framed))


def _mr(before: Sound, here: Sound, after: Sound) -> Iterator[str]:
    """A syllable in McCune–Reischauer, between its neighbours; edges have no vowel."""
    onset, vowel, coda = here
    letters = _MR[vowel]
    if (before[1], before[2], onset, vowel) in (("ㅏ", "", "", "ㅔ"), ("ㅗ", "", "", "ㅔ")):
        letters = "ë"
    final = _FINALS[coda]
    if coda == "ㄹ" and after[0] == "ㅎ":
        final = "r"
    elif coda == "ㄷ" and after[0] == "ㅅ":
        final = "s"
    for one in _mr_onsets(before, onset):
        yield f"{'sh' if (onset, vowel) == ('ㅅ', 'ㅟ') else one}{letters}{final}"


def _mr_onsets(before: Sound, onset: str) -> Iterator[str]:
    is_voiced = bool(before[1]) and before[2] in ("", "ㄴ", "ㅁ", "ㅇ", "ㄹ")
    if onset == before[2] == "ㄹ":
        yield "l"
    elif before[2] == "ㄴ" and onset == "ㄱ":
        yield "'g"
    elif is_voiced and onset in _MR_VOICED:
        if before[2] == "ㄹ" and onset in ("ㄷ", "ㅈ"):  # tense in words from Chinese
            yield _MR[onset]
        yield _MR_VOICED[onset]
    else:
        yield _MR[onset]


def _said(word: str) -> Iterator[tuple[Sound, ...]]:
    """The syllables as they are said, in every way that the rules allow."""
    spelled = [_taken_apart(one) for one in word]
    joints = [_joined(here[2], *after[:2]) for here, after in pairwise(spelled)]
    last = spelled[-1][2]
    for way in product(*joints):
        onsets = (spelled[0][0], *(onset for _, onset in way))
        codas = (*(coda for coda, _ in way), _CLOSED.get(last, last))
        yield tuple(zip(onsets, (vowel for _, vowel, _ in spelled), codas, strict=True))


def _taken_apart(syllable: str) -> Sound:
    number = ord(syllable) - ord("가")
    if not 0 <= number < 19 * 21 * 28:
        raise ValueError(f"{syllable!r} is no syllable of Hangul")
    rest, coda = divmod(number, 28)
    onset, vowel = divmod(rest, 21)
    return _ONSETS[onset].replace("ㅇ", ""), _VOWELS[vowel], _CODAS[coda - 1] if coda else ""


def _joined(coda: str, onset: str, vowel: str) -> list[tuple[str, str]]:
    """What a coda and the onset after it become, in every way that the rules allow."""
    closed = _CLOSED.get(coda, coda)
    stays, moves = _PAIRS.get(coda, ("", coda))
    if not coda:
        return [("", onset)]
    if not onset:
        hidden = _joined(closed, "ㄴ", vowel) if vowel in _WITH_I else []
        if coda == "ㅇ":
            return [("ㅇ", ""), *hidden]
        if moves == "ㅎ":
            return [("", stays)]
        return [(stays, _SOFTENED.get(moves, moves) if vowel == "ㅣ" else moves), *hidden]
    if moves == "ㅎ" and onset in _ASPIRATED:
        return [(stays, _ASPIRATED[onset])]
    if moves == "ㅎ" and onset == "ㅅ":
        return [(stays, "ㅅ")]
    if onset == "ㅎ" and (moves == "ㅈ" or (moves == "ㄷ" and vowel in "ㅣㅕ")):
        return [(stays, "ㅊ")]
    if closed in _NASAL and onset in ("ㄴ", "ㅁ", "ㄹ"):
        return [(_NASAL[closed], "ㄴ" if onset == "ㄹ" else onset)]
    if (closed, onset) == ("ㄴ", "ㄹ"):
        return [("ㄹ", "ㄹ"), ("ㄴ", "ㄴ")]
    if closed in ("ㅁ", "ㅇ") and onset == "ㄹ":
        return [(closed, "ㄴ")]
    if (closed, onset) == ("ㄹ", "ㄴ"):
        return [("ㄹ", "ㄹ")]
    return [(closed, onset)]
