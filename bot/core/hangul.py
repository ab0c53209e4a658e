"""Korean as it is written and typed: what two ways of writing the same word have in common.

The one rule: what only looks or sits differently is made one, and no letter becomes another.
So a letter of Hangul (jamo) is the same at a syllable's head, at its foot and alone, a letter
alone is no syllable, and an apostrophe of a romanization is one whatever the keyboard made of
it.
"""

import re
import unicodedata

_ONSETS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# conjoining jamo, as NFD gives them, to the letters that stand alone
_ALONE = {
    first + place: letter
    for first, letters in ((0x1100, _ONSETS), (0x1161, _VOWELS), (0x11A8, _CODAS))
    for place, letter in enumerate(letters)
}
# letters that are two presses; ㄲ and ㅒ are one, with Shift
_TWO_PRESSES = """
ㅘㅗㅏ ㅙㅗㅐ ㅚㅗㅣ ㅝㅜㅓ ㅞㅜㅔ ㅟㅜㅣ ㅢㅡㅣ
ㄳㄱㅅ ㄵㄴㅈ ㄶㄴㅎ ㄺㄹㄱ ㄻㄹㅁ ㄼㄹㅂ ㄽㄹㅅ ㄾㄹㅌ ㄿㄹㅍ ㅀㄹㅎ ㅄㅂㅅ
"""
_PRESSES = str.maketrans({three[0]: three[1:] for three in _TWO_PRESSES.split()})
# KS X 5002, the two-set layout (dubeolsik)
_KEYS = str.maketrans(
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
    "qwertyuiopasdfghjklzxcvbnmQWERTOP",
)
_SHIFTED = frozenset("QWERTOP")
_SYLLABLE = re.compile("[가-힣]")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c가-힣\ud7b0-\ud7fb]")
_HANJA = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

# a letter with its marks, or a syllable of old Hangul, which has no character of its own
_LETTER = re.compile("(?s:.[\u0300-\u036f\u1160-\u11ff\ud7b0-\ud7fb]*)")
# controls, soft hyphens, joiners, directions, fillers, variation selectors
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
# full-width Latin and half-width Hangul; NFKC would also join letters of Hangul that stand alone
_WIDTHS = {
    place: chr(int(plain.split()[1], 16))
    for place in range(0xFF01, 0xFFEF)
    if (plain := unicodedata.decomposition(chr(place))).startswith(("<wide>", "<narrow>"))
}
_ALIKE = (
    _WIDTHS
    | dict.fromkeys(map(ord, "’‘‛ʼʻʽʹ′`´＇｀"), "'")
    | dict.fromkeys(map(ord, "“”„‟″＂"), '"')
    | dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－〜～"), "-")
    | dict.fromkeys(map(ord, "ㆍ‧・･•∙⋅"), "·")
    | {ord("ǒ"): "ŏ", ord("ǔ"): "ŭ"}
)
_OUTER = frozenset("'\".,;:!?…。、·¡¿")
_OUTER_CATEGORIES = frozenset({"Zs", "Pd", "Ps", "Pe", "Pi", "Pf"})
_SIGNED = re.compile("[-.]+[0-9]")
_BETWEEN_DIGITS = re.compile(r"(?<=[0-9])[ ·-]+(?=[0-9])")
# a hyphen with nothing before it and a digit behind it is a sign
_GAPS = re.compile(r"[ ·]|(?<=\w)-|-(?![0-9])")
_MARKS = re.compile("(?<=[A-Za-z])[\u0300-\u036f]+")


def has_hangul(text: str) -> bool:
    """Whether a syllable or a single letter of Hangul is in it."""
    return _HANGUL.search(text) is not None


def has_hanja(text: str) -> bool:
    return _HANJA.search(text) is not None


def syllable_count(text: str) -> int:
    """How many whole syllables are in it; letters alone are none."""
    return len(_SYLLABLE.findall(text))


def jamo(text: str) -> str:
    """Each syllable taken apart into its two or three letters: 왕 is ㅇㅘㅇ."""
    apart = (unicodedata.normalize("NFD", one) if "가" <= one <= "힣" else one for one in text)
    return "".join(apart).translate(_ALONE)


def presses(text: str) -> str:
    """Each syllable taken apart into what is pressed for it: 왕 is ㅇㅗㅏㅇ."""
    return jamo(text).translate(_PRESSES)


def keys(text: str) -> str:
    """What the same presses write where the keyboard is on Latin letters: 왕 is dhkd.

    A capital stands only where Shift makes another letter of Hangul: Rk is 까, and K is k.
    """
    return "".join(
        one if one in _SHIFTED or not one.isascii() else one.lower()
        for one in presses(text).translate(_KEYS)
    )


def letters(text: str) -> list[str]:
    """The text by what a reader sees as one: a syllable, or a letter with its marks."""
    return _LETTER.findall(text)


def visible(text: str) -> str:
    """The text composed (NFC), without what nobody sees."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def clean(text: str) -> str:
    """Widths, quotes, apostrophes, dashes, digits and spaces made one, outer punctuation gone.

    A text of nothing else stays.  Case stays too: with Shift, a key is another letter.
    """
    alike = unicodedata.normalize("NFC", visible(text).translate(_ALIKE)).translate(_ALIKE)
    spaced = " ".join(ascii_digits(alike).split())
    start, end = 0, len(spaced)
    while start < end and _is_outer(spaced[start]) and not _SIGNED.match(spaced, start):
        start += 1
    while start < end and _is_outer(spaced[end - 1]):
        end -= 1
    return spaced[start:end] or spaced


def ascii_digits(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    digits = (unicodedata.decimal(one, None) for one in text)
    return "".join(one if n is None else str(n) for one, n in zip(text, digits, strict=True))


def folded(cleaned: str) -> str:
    """Without regard to case."""
    return unicodedata.normalize("NFC", cleaned.casefold()).translate(_ALIKE)


def without_gaps(cleaned: str) -> str:
    """Without spaces, hyphens and middle dots; two numbers stay two."""
    return _GAPS.sub("", _BETWEEN_DIGITS.sub("–", cleaned)) or cleaned


def without_marks(cleaned: str) -> str:
    """Without apostrophes and the diacritics of Latin letters."""
    marked = unicodedata.normalize("NFD", cleaned)
    return unicodedata.normalize("NFC", _MARKS.sub("", marked)).replace("'", "") or cleaned


def _is_outer(one: str) -> bool:
    return one in _OUTER or unicodedata.category(one) in _OUTER_CATEGORIES
