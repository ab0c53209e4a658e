"""What a number is when a person types it: in figures, in English words, in Korean.

The one rule: a number is read only where all that was typed is the number and what it counts;
what may mean something else as well is no number.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod

from bot.core.hangul import ascii_digits

_LONGEST = 200
_ABOUT = re.compile(r"^(?:about|around|ca\.?|약|~|≈)\s*")
_SIGN = re.compile(r"[+-](?=\d)|(?:minus|negative|마이너스) ", re.ASCII)
_WHOLE, _PART = r"\d{1,3}(?:[ ,'\u2019]\d{3})+|\d{1,15}", r"(?:[.,](?P<part>\d{1,9}))?"
_FIGURE = re.compile(rf"(?P<whole>{_WHOLE}){_PART}", re.ASCII)
_FIGURE_AND_REST = re.compile(rf"(?P<whole>{_WHOLE}){_PART}(?P<rest>(?:\D.*)?)", re.ASCII)
_WORD = re.compile(rf"(?:{_WHOLE})(?:[.,]\d{{1,9}})?(?=\s|$)|\S+", re.ASCII)

_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6}
_SCALES |= {"billion": 10**9, "bn": 10**9, "trillion": 10**12}
_UP_TO_NINETEEN = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_COUNTED = {word: number for number, word in enumerate(_UP_TO_NINETEEN.split())}
_COUNTED |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_FRACTION = re.compile("hal(f|ves)|(quarter|third|(four|fif|six|seven|eigh|nin|ten|hundred)th)s?")

_KOREAN_POWERS = tuple(zip("조억만천백십", (10**12, 10**8, 10**4, 1000, 100, 10), strict=True))
_KOREAN_SCALES = dict(_KOREAN_POWERS) | {"십만": 10**5, "백만": 10**6, "천만": 10**7}
_KOREAN_DIGITS = {digit: number for number, digit in enumerate("영일이삼사오육칠팔구")}
_KOREAN_DIGITS |= {"공": 0, "령": 0, "륙": 6}
_KOREAN_ONES = "하나 한|둘 두|셋 세 석|넷 네 넉|다섯|여섯|일곱|여덟|아홉"
_KOREAN_TENS = "열|스물 스무|서른|마흔|쉰|예순|일흔|여든|아흔"
_NATIVE_ONES = {one: n for n, way in enumerate(_KOREAN_ONES.split("|"), 1) for one in way.split()}
_NATIVE_TENS = {
    ten: 10 * n for n, way in enumerate(_KOREAN_TENS.split("|"), 1) for ten in way.split()
}
_NATIVE = re.compile(f"({'|'.join(_NATIVE_TENS)})?({'|'.join(_NATIVE_ONES)})?")
_COUNTERS = """
개 개국 개소 건 곳 군 권 그램 년 달 달러 대 도 동 리 마리 명 미터 번 부 분 사람 살 세 시 시간 원 월
구 인 일 자 장 점 주 주년 차 채 척 초 층 킬로 킬로미터 톤 퍼센트 프로 헥타르 회 가지 가구
"""
# with a single syllable before them, others are words: 공장 a factory, 일부 a part
_ALWAYS_COUNTERS = "개 곳 군 권 달 마리 명 번 사람 살 시 원 채 척 톤 가지"


@dataclass(frozen=True)
class _Reading:
    """A number and what stands behind it; `scale` is the largest power that it names."""

    number: Decimal
    rest: str
    scale: int = 1


def typed_number(text: str, unit: str | None = None) -> Decimal | None:
    """The number a student typed; None if there is none, or if more than its unit follows.

    Digits of other scripts, thousands separators, a decimal comma, English and Korean number
    words are understood; one word or the question's unit may follow, and "about" or "~" may
    stand before.  Where the unit is of millions, so is the number: for "million tonnes",
    4.82 million, 4,820 thousand and 4,820,000 tonnes are 4.82, as 4.82 alone is.
    """
    if len(text) > _LONGEST:
        return None
    plain = _ABOUT.sub("", _plain(text))
    sign = _SIGN.match(plain)
    unsigned = plain[sign.end() :] if sign else plain
    counted = _unit_words(unit or "")
    for reading in (*_in_figures(unsigned), *_in_english(unsigned), *_in_korean(unsigned)):
        number = _in_units(reading, counted)
        if number is not None:
            return -number if sign and sign[0] != "+" else number
    return None


def _in_units(reading: _Reading, unit: list[str]) -> Decimal | None:
    """What was read as a count of the unit; None if what follows is not what is counted."""
    rest = _bare(reading.rest.replace("-", " "))
    scales = [scale for scale in map(_scale, unit) if scale]
    if rest and rest == " ".join(unit):
        return reading.number
    noun = " ".join(word for word in unit if not _scale(word))
    if rest not in ("", noun) and not _is_counter(rest):
        return None
    each = prod(scales)
    # nobody counts millions by the million: so large a number is of ones
    is_of_ones = reading.number >= max(each, 10**6) or reading.scale >= min(each, 1000)
    return reading.number / each if each > 1 and is_of_ones else reading.number


def _is_counter(rest: str) -> bool:
    """Whether it is one word that leaves the number what it is."""
    if len(rest.split()) != 1 or re.search(r"\d", rest) or rest[0] in "십백천만억조":
        return False
    is_number = _is_said(rest) and rest not in _COUNTERS.split()
    return not (is_number or _scale(rest) or rest in _COUNTED or _FRACTION.fullmatch(rest))


def _scale(word: str) -> int:
    """What the word multiplies by; 0 if it does not."""
    return _SCALES.get(word, 0) or _KOREAN_SCALES.get(word, 0)


def _in_figures(plain: str) -> Iterator[_Reading]:
    found = _FIGURE_AND_REST.fullmatch(plain)
    if found is not None:
        yield _Reading(_number(found), found["rest"])


def _number(found: "re.Match[str]") -> Decimal:
    whole = re.sub(r"\D", "", found["whole"])
    return Decimal(f"{whole}.{found['part'] or 0}")


def _in_english(plain: str) -> Iterator[_Reading]:
    """Number words, with figures among them: two hundred and five, 4.82 million."""
    spaced = re.sub(r"(?<=[a-z])-(?=[a-z])|(?<=\d)(?=[a-z])", " ", _bare(plain))
    words = _WORD.findall(spaced.removeprefix("a "))
    count = 0
    while count < len(words) and _is_numeral(words[count]):
        count += 1
    numeral, rest = words[:count], " ".join(words[count:])
    if numeral and numeral[0] in _SCALES:
        numeral.insert(0, "one")
    number = _said_in_english(numeral)
    if number is not None:
        yield _Reading(number, rest, max(_SCALES.get(word, 1) for word in numeral))


def _is_numeral(word: str) -> bool:
    is_word = word in _COUNTED or word in _SCALES or word in ("and", "point")
    return is_word or _FIGURE.fullmatch(word) is not None


def _said_in_english(words: list[str]) -> Decimal | None:
    """The number that all the words make; None for five six, hundred million thousand."""
    total = group = Decimal(0)
    below = least = 10**15  # what may be added must be less; each scale is less than the last
    place: Decimal | None = None  # of the next digit behind the point
    for before, word in zip(("", *words), words, strict=False):
        figure = _FIGURE.fullmatch(word)
        number = Decimal(_COUNTED[word]) if word in _COUNTED else figure and _number(figure)
        if word == "point" and before in _COUNTED and place is None:
            place = Decimal("0.1")
        elif word == "and" and before in _SCALES:
            continue
        elif number is not None and place is not None and word in _COUNTED and number < 10:
            group += number * place
            place /= 10
        elif number is not None and place is None and number < below and (number or not before):
            group += number
            below = 10 if number >= 20 and word in _COUNTED else 0
        elif word == "hundred" and 0 < group < 100:
            group, below, place = group * 100, 100, None
        elif word in _SCALES and word != "hundred" and group and (scale := _SCALES[word]) < least:
            total, group = total + group * scale, Decimal(0)
            below, least, place = scale, scale, None
        else:
            return None
    return total + group if words and words[-1] not in ("and", "point") else None


def _in_korean(plain: str) -> Iterator[_Reading]:
    """Sino-Korean and native numerals, with figures among them: 이백 개, 2만 5천, 열두 명."""
    words = _bare(plain).split()
    longest_first = (words[:count] for count in range(len(words), 0, -1))
    spoken = next((some for some in longest_first if _is_said("".join(some))), [])
    numeral, rest = "".join(spoken), words[len(spoken) :]
    if len(rest) == 1:
        numeral, rest = _without_counter(numeral, rest[0])
    number = _said_in_korean(numeral)
    if number is not None and (not rest or len(numeral) > 1 or rest[0] in _COUNTERS.split()):
        scale = max(_KOREAN_SCALES.get(one, 1) for one in numeral)
        yield _Reading(number, " ".join(rest), scale)


def _without_counter(numeral: str, last: str) -> tuple[str, list[str]]:
    """The numeral and what it counts, where the last word may be both, as 이천명 is."""
    for counter in _COUNTERS.split():
        longer = numeral + last.removesuffix(counter)
        is_number = last.endswith(counter) and _is_said(longer)
        is_plain = len(longer) > 1 or (
            longer not in _KOREAN_DIGITS and counter in _ALWAYS_COUNTERS.split()
        )
        if is_number and is_plain:
            return longer, [counter]
    return numeral, [last]


def _is_said(numeral: str) -> bool:
    return _said_in_korean(numeral) is not None


def _said_in_korean(numeral: str) -> Decimal | None:
    """The number that it makes, written without gaps; None if it is none, or figures alone."""
    whole, point, part = numeral.partition("점")
    if not re.search("[가-힣]", whole) or (point and not part) or set(part) - set(_KOREAN_DIGITS):
        return None
    number = Decimal(_KOREAN_DIGITS[whole]) if whole in _KOREAN_DIGITS else _joined(whole)
    decimals = "".join(str(_KOREAN_DIGITS[one]) for one in part)
    return None if number is None else number + Decimal(f"0.{decimals or 0}")


def _joined(numeral: str, powers: Sequence[tuple[str, int]] = _KOREAN_POWERS) -> Decimal | None:
    """What stands before each power times the power, and what is left; 만 alone is one 만."""
    if not powers:
        return _ones(numeral)
    (word, power), *smaller = powers
    before, found, after = numeral.partition(word)
    if not found:
        return _joined(numeral, smaller)
    times, rest = _joined(before or "일", smaller if power > 1000 else ()), _joined(after, smaller)
    return None if times is None or rest is None else times * power + rest


def _ones(numeral: str) -> Decimal | None:
    figure = _FIGURE.fullmatch(numeral)
    if figure is not None:
        return _number(figure)
    if _KOREAN_DIGITS.get(numeral):
        return Decimal(_KOREAN_DIGITS[numeral])
    found = _NATIVE.fullmatch(numeral)
    if found is None:
        return None
    return Decimal(_NATIVE_TENS.get(found[1], 0) + _NATIVE_ONES.get(found[2], 0))


def _unit_words(unit: str) -> list[str]:
    """The unit's words; 만톤 is two of them."""
    words = _bare(_plain(unit)).replace("-", " ")
    return re.sub(rf"^([십백천만억조]+)({'|'.join(_COUNTERS.split())})$", r"\1 \2", words).split()


def _bare(words: str) -> str:
    return words.strip(" .!%")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2212", "-")
    return " ".join(ascii_digits(folded).split())
