"""What is read as a number, and what is not."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.numbers import typed_number


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("130", None, "130"),
        (" 130 ", None, "130"),
        ("130.", None, "130"),
        ("130!", None, "130"),
        ("+130", None, "130"),
        ("-4.5", None, "-4.5"),
        ("−4.5", None, "-4.5"),
        ("0", None, "0"),
        ("007", None, "7"),
        ("4.82", None, "4.82"),
        ("4,82", None, "4.82"),
        ("1,234", None, "1234"),
        ("1 234", None, "1234"),
        ("1\u00a0234", None, "1234"),
        ("1\u202f234", None, "1234"),
        ("1'234", None, "1234"),
        ("1’234", None, "1234"),
        ("1,234,567.89", None, "1234567.89"),
        ("1 234 567,89", None, "1234567.89"),
        ("１３０", None, "130"),
        ("２００", None, "200"),
        ("４．８２", None, "4.82"),
        ("١٣٠", None, "130"),
        ("۱۳۰", None, "130"),
        ("१३०", None, "130"),
        ("๑๓๐", None, "130"),
        ("~130", None, "130"),
        ("≈ 130", None, "130"),
        ("about 130", None, "130"),
        ("About 130.", None, "130"),
        ("ca. 130", None, "130"),
        ("130 products", None, "130"),
        ("130 months", None, "130"),
        ("130개", None, "130"),
        ("130 KM", "km", "130"),
        ("130km.", "km", "130"),
        ("12%", None, "12"),
        ("12 %", "%", "12"),
        ("130 food products", "food products", "130"),
        ("130 FOOD  PRODUCTS", "food products", "130"),
        ("4.82 million tonnes", "million tonnes", "4.82"),
        ("4.82 million", "million tonnes", "4.82"),
        ("40 km²", "km²", "40"),
        ("40 km2", "km²", "40"),
        ("3 U.S. dollars", "U.S. dollars", "3"),
        ("5 tonnes a year.", "tonnes a year.", "5"),
        ("5 inter-Korean talks", "inter-Korean talks", "5"),
    ],
)
def test_figures_are_understood_as_people_type_them(
    text: str, unit: str | None, expected: str
) -> None:
    assert typed_number(text, unit) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("five", "5"),
        ("Zero", "0"),
        ("twenty-one", "21"),
        ("twenty one", "21"),
        ("nineteen", "19"),
        ("two hundred", "200"),
        ("a hundred", "100"),
        ("hundred", "100"),
        ("one hundred and thirty", "130"),
        ("One Hundred Thirty.", "130"),
        ("fifteen hundred", "1500"),
        ("two dozen", "24"),
        ("3 thousand", "3000"),
        ("5k", "5000"),
        ("5 million", "5000000"),
        ("5million", "5000000"),
        ("5 Thousand", "5000"),
        ("130 thousand.", "130000"),
        ("1,234 thousand", "1234000"),
        ("4,82 million", "4820000"),
        ("0.5 bn", "500000000"),
        ("3 thousand 200", "3200"),
        ("5 hundred and thirty", "530"),
        ("two million three hundred thousand and five", "2300005"),
        ("four point eight two", "4.82"),
        ("zero point five", "0.5"),
        ("four point eight two million", "4820000"),
        ("minus five", "-5"),
        ("-5 million", "-5000000"),
        ("about two hundred", "200"),
        ("two hundred products", "200"),
        ("twenty counties", "20"),
        ("five%", "5"),
    ],
)
def test_english_number_words_are_numbers(text: str, expected: str) -> None:
    assert typed_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("영", "0"),
        ("공", "0"),
        ("오", "5"),
        ("이백", "200"),
        ("백삼십", "130"),
        ("일백삼십", "130"),
        ("륙십륙", "66"),
        ("육십육", "66"),
        ("천구백사십육", "1946"),
        ("이천이십사년", "2024"),
        ("만 이천", "12000"),
        ("만이천", "12000"),
        ("백만", "1000000"),
        ("사백팔십이만", "4820000"),
        ("일억 이천삼백만", "123000000"),
        ("사점팔이", "4.82"),
        ("영점오", "0.5"),
        ("하나", "1"),
        ("열두", "12"),
        ("스무", "20"),
        ("스물한", "21"),
        ("백스물다섯", "125"),
        ("2만", "20000"),
        ("2 만", "20000"),
        ("3천", "3000"),
        ("3 천 명", "3000"),
        ("2만 5천", "25000"),
        ("2만5천", "25000"),
        ("1억2천만", "120000000"),
        ("4.8만", "48000"),
        ("1,200만", "12000000"),
        ("2조", "2000000000000"),
        ("２만", "20000"),
        ("200개", "200"),
        ("200 개", "200"),
        ("20군", "20"),
        ("5일", "5"),
        ("이백 개", "200"),
        ("이백개", "200"),
        ("이백 제품", "200"),
        ("스무 군", "20"),
        ("스물한 살", "21"),
        ("열두명", "12"),
        ("두개", "2"),
        ("천명", "1000"),
        ("오만원", "50000"),
        ("오십점", "50"),
        ("482만 톤", "4820000"),
        ("약 200", "200"),
        ("약 이백 개", "200"),
        ("마이너스 오", "-5"),
        (unicodedata.normalize("NFD", "이백 개"), "200"),
    ],
)
def test_korean_numerals_are_numbers(text: str, expected: str) -> None:
    assert typed_number(text) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("4.82", "million tonnes", "4.82"),
        ("4.82 tonnes", "million tonnes", "4.82"),
        ("4820000 tonnes", "million tonnes", "4.82"),
        ("4,820,000", "million tonnes", "4.82"),
        ("4820 thousand tonnes", "million tonnes", "4.82"),
        ("four point eight two million tonnes", "million tonnes", "4.82"),
        ("two million tonnes", "million tonnes", "2"),
        ("two million tonnes", "tonnes", "2000000"),
        ("two", "million tonnes", "2"),
        ("two hundred", "million tonnes", "200"),
        ("5 billion", "million", "5000"),
        ("482만 톤", "million tonnes", "4.82"),
        ("1500", "thousand people", "1500"),
        ("1,500,000 people", "thousand people", "1500"),
        ("two hundred people", "hundred people", "2"),
        ("two dozen", "dozen eggs", "2"),
        ("482만 톤", "만 톤", "482"),
        ("482만톤", "만톤", "482"),
        ("482만 톤", "만톤", "482"),
        ("4820000", "만톤", "482"),
        ("482", "만 톤", "482"),
        ("4820000", "만 톤", "482"),
        ("2조", "조", "2"),
        ("5 million tonnes a year", "tonnes a year", "5000000"),
        ("five a day", "a day", "5"),
        ("5 quarters", "quarters", "5"),
        ("3 South Korean million won", "South Korean million won", "3"),
    ],
)
def test_where_the_unit_is_of_millions_so_is_the_number(
    text: str, unit: str, expected: str
) -> None:
    assert typed_number(text, unit) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a", "½", "1½", "130 or 140", "130-140", "130–140", "12:30", "2024-01-15"),
        *("1/2", "1e5", "0x10", "1.2.3", "12 34", "1,23,456", "--5", "+-5", "130 food products"),
        *("一百三十", "NaN", "Infinity", "1" * 16, "1." + "1" * 10, "130" + "x" * 4000),
        *("1" + ",000" * 1000, "130\x00 b"),
        *(
            "five six",
            "twenty zero",
            "five hundred and zero",
            "two million thousand",
            "four point eight point five",
            "영십",
            "이백영",
            "twenty ten",
            "zero five",
            "and five",
            "five and",
            "hundred hundred",
        ),
        *("thousand million", "two million three million", "point five", "five point"),
        *("four point eighty", "two thirds", "half a million", "three quarters", "2 thirds"),
        *("not five", "five or six", "a few", "one of them", "two million tonnes of grain"),
        *("5 two", "2 5", "4.82 5", "five 6", "minus", "-five"),
        *(
            "사이",
            "이이",
            "십천",
            "백천",
            "만만",
            "한국",
            "이 문제",
            "일부",
            "공장",
            "조건",
            "사람",
        ),
        *(
            "두 시 삼십 분",
            "오 육",
            "5조각",
            "5만궤짝",
            "5 오",
            "점",
            "오점",
            "약",
            "개",
            "백 개 남짓",
        ),
    ],
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert typed_number(text) is None


WORDS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
"""
ONES, TENS = WORDS.split()[:20], WORDS.split()[20:]
PIECES = """
2 5,000 4.8 - a and point five twenty hundred thousand million dozen zero
이 삼 십 백 천 만 억 점 열 두 개 원 % . , tonnes
"""


def in_english(number: int) -> str:
    for scale, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= scale:
            rest = f" {in_english(number % scale)}" if number % scale else ""
            return f"{in_english(number // scale)} {word}{rest}"
    if number >= 100:
        rest = f" and {in_english(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    if number >= 20:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10]}" if number % 10 else "")
    return ONES[number]


def in_korean(number: int) -> str:
    digits = "영일이삼사오육칠팔구"
    for scale, word in ((10**12, "조"), (10**8, "억"), (10**4, "만")):
        if number >= scale:
            rest = f" {in_korean(number % scale)}" if number % scale else ""
            return f"{in_korean(number // scale)}{word}{rest}"
    spelled = ""
    for scale, word in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = number // scale % 10
        if digit:
            spelled += ("" if digit == 1 and word else digits[digit]) + word
    return spelled or "영"


@settings(deadline=None, max_examples=100)
@given(number=st.one_of(st.integers(0, 2000), st.integers(0, 10**12 - 1)))
def test_every_number_is_read_as_it_is_said(number: int) -> None:
    english, korean = in_english(number), in_korean(number)

    assert typed_number(english) == number
    assert typed_number(f"{english} tonnes") == number
    assert typed_number(english.replace("-", " ").upper()) == number
    assert typed_number(korean) == number
    assert typed_number(f"{korean} 개") == number
    assert typed_number(korean.replace(" ", "") + "톤", "톤") == (number if number > 9 else None)


_ZEROS = "0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀០᠐０"


@settings(deadline=None, max_examples=100)
@given(
    value=st.integers(0, 10**15 - 1),
    part=st.from_regex(r"[0-9]{0,9}", fullmatch=True),
    sign=st.sampled_from(["", "-", "+", "−"]),
    separator=st.sampled_from(["", ",", " ", "'", "’", "\u00a0", "\u202f"]),
    point=st.sampled_from([".", ","]),
    zero=st.sampled_from(_ZEROS),
    around=st.sampled_from(["{}", " {} ", "about {}", "~{}", "{} km", "{}km", "{}.", "약 {}개"]),
)
def test_any_number_is_read_in_any_dress(
    value: int, part: str, sign: str, separator: str, point: str, zero: str, around: str
) -> None:
    if separator == "," and not part and value < 1000:
        separator = ""
    plain = f"{value:,}".replace(",", separator) + (f"{point}{part}" if part else "")
    dressed = "".join(chr(ord(zero) + int(one)) if one.isdigit() else one for one in plain)
    # three digits behind a lone comma are thousands, whoever meant a decimal comma
    is_thousands = point == "," and len(part) == 3 and (value < 1000 or separator)
    expected = Decimal(f"{value}{part}") if is_thousands else Decimal(f"{value}.{part or 0}")

    found = typed_number(around.format(sign + dressed), "km")

    assert found == (-expected if sign in ("-", "−") else expected)


pieces = st.sampled_from(PIECES.split())


@settings(deadline=None, max_examples=200)
@given(
    text=st.one_of(
        st.text(), st.lists(pieces, max_size=9).map(" ".join), st.lists(pieces).map("".join)
    ),
    unit=st.one_of(st.none(), st.text(min_size=1), st.lists(pieces, max_size=4).map(" ".join)),
)
def test_no_text_and_no_unit_makes_reading_a_number_raise(text: str, unit: str | None) -> None:
    found = typed_number(text, unit)

    assert found is None or found.is_finite()
