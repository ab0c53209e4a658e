"""Which replies are right, and what is said to those that are not."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.course import Choice, Choices
from bot.core.grading import Grade, grade, typed_number
from tests.authors import numbers, questions, tolerances
from tests.school import RIVER_QUESTIONS, question

RISES, BANKS, SALTY, LENGTH = (question(**one) for one in RIVER_QUESTIONS)


def number(**fields: Any) -> Any:
    asked = {"id": "n", "type": "number", "ask": "How many?", "why": "So many.", "source": ["¶1"]}
    return question(**asked, **fields)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("In the north",), Grade(1.0)),
        (("In the south",), Grade(0.0, ("The south is where it ends.",))),
        (("At sea",), Grade(0.0, ("Rivers end there.",))),
        (("in the north",), Grade(0.0)),
        (("Nowhere",), Grade(0.0)),
        (("In the north", "At sea"), Grade(0.0, ("Rivers end there.",))),
        ((), Grade(0.0)),
    ],
)
def test_a_choice_is_right_when_its_right_option_is_taken(
    reply: tuple[str, ...], expected: Grade
) -> None:
    assert grade(RISES, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("Alba", "Brin"), Grade(1.0)),
        (("Brin", "Alba"), Grade(1.0)),
        (("Alba",), Grade(0.0)),
        (("Alba", "Brin", "Dorn"), Grade(0.0)),
        (("Alba", "Brin", "Cole"), Grade(0.0, ("Cole stands on a hill.",))),
        (("Alba", "Brin", "Elsewhere"), Grade(0.0)),
        ((), Grade(0.0)),
    ],
)
def test_choices_are_right_when_all_that_fit_are_ticked_and_nothing_else(
    reply: tuple[str, ...], expected: Grade
) -> None:
    assert grade(BANKS, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (("false",), Grade(1.0)),
        (("true",), Grade(0.0, ("Only the sea is.",))),
        (("False",), Grade(0.0, ("Only the sea is.",))),
        ((), Grade(0.0, ("Only the sea is.",))),
    ],
)
def test_a_statement_is_accepted_or_rejected(reply: tuple[str, ...], expected: Grade) -> None:
    assert grade(SALTY, reply) == expected


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("130", Grade(1)),
        ("128", Grade(1)),
        ("132 km", Grade(1)),
        ("127.999999999", Grade(0)),
        ("132.000000001", Grade(0)),
        ("13", Grade(0, ("A nought is missing.",))),
        ("13.0", Grade(0, ("A nought is missing.",))),
        ("13.1", Grade(0)),
        ("long", Grade(0)),
    ],
)
def test_a_number_is_right_up_to_its_tolerance(reply: str, expected: Grade) -> None:
    assert grade(LENGTH, (reply,)) == expected


@settings(deadline=None)
@given(written=numbers, tolerance=tolerances, off=numbers)
def test_the_tolerance_is_exact_at_its_border(written: str, tolerance: str, off: str) -> None:
    asked = number(answer=written, tolerance=tolerance)
    a_hair = Decimal("0.000000001")
    answer, far = Decimal(written), Decimal(tolerance)

    marks = [
        grade(asked, (f"{one:f}",)).mark
        for one in (
            answer + far,
            answer - far,
            answer,
            answer + far + a_hair,
            answer - far - a_hair,
        )
        if abs(one) < 10**15
    ]
    expected = [
        float(abs(one - answer) <= far)
        for one in (
            answer + far,
            answer - far,
            answer,
            answer + far + a_hair,
            answer - far - a_hair,
        )
        if abs(one) < 10**15
    ]

    assert marks == expected
    assert grade(asked, (off,)).is_right == (abs(Decimal(off) - answer) <= far)


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
    ],
)
def test_numbers_are_understood_as_people_type_them(
    text: str, unit: str | None, expected: str
) -> None:
    assert typed_number(text, unit) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "½",
        "1½",
        "130 or 140",
        "130-140",
        "130–140",
        "12:30",
        "2024-01-15",
        "1/2",
        "1e5",
        "0x10",
        "1.2.3",
        "12 34",
        "1,23,456",
        "--5",
        "+-5",
        "130 food products",
        "five",
        "一百三十",
        "NaN",
        "Infinity",
        "1" * 16,
        "1." + "1" * 10,
        "5 million",
        "5 Thousand",
        "130 thousand.",
        "130" + "x" * 4000,
        "1" + ",000" * 1000,
        "130\x00 b",
    ],
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert typed_number(text) is None


_ZEROS = "0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠၀០᠐０"


@settings(deadline=None)
@given(
    value=st.integers(0, 10**15 - 1),
    part=st.from_regex(r"[0-9]{0,9}", fullmatch=True),
    sign=st.sampled_from(["", "-", "+", "−"]),
    separator=st.sampled_from(["", ",", " ", "'", "’", "\u00a0", "\u202f"]),
    point=st.sampled_from([".", ","]),
    zero=st.sampled_from(_ZEROS),
    around=st.sampled_from(["{}", " {} ", "about {}", "~{}", "{} km", "{}km", "{}."]),
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

    found = typed_number(
        sign + around.format(dressed) if around[0] == "{" else around.format(sign + dressed), "km"
    )

    assert found == (-expected if sign in ("-", "−") else expected)


@settings(deadline=None)
@given(asked=questions("any"), reply=st.lists(st.text(), max_size=9))
def test_junk_is_judged_and_never_raises(asked: dict[str, Any], reply: list[str]) -> None:
    judged = grade(question(**asked), tuple(reply))

    assert judged.mark in (0, 1)
    assert judged.is_right == (judged.mark == 1)


@settings(deadline=None)
@given(text=st.text(), unit=st.one_of(st.none(), st.text(min_size=1)))
def test_no_text_and_no_unit_makes_reading_a_number_raise(text: str, unit: str | None) -> None:
    found = typed_number(text, unit)

    assert found is None or found.is_finite()


@settings(deadline=None)
@given(asked=questions("any"), data=st.data())
def test_of_options_exactly_the_right_ones_are_right(asked: dict[str, Any], data: Any) -> None:
    written = question(**asked)
    if not isinstance(written, Choice | Choices):
        return
    texts = [option.text for option in written.options]
    taken = data.draw(st.lists(st.sampled_from(texts), unique=True))

    judged = grade(written, tuple(taken))

    right = [option.text for option in written.options if option.is_right]
    assert judged == Grade(
        float(sorted(taken) == sorted(right)),
        tuple(
            option.because for option in written.options if option.text in taken and option.because
        ),
    )
