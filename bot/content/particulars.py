"""What an answer says in figures, dates and names, and whether facts hold it.

The one rule: only particulars are compared, never meaning.  A figure, a date or a name either
stands in what the facts say or it does not; where it stands is all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from bot.content.words import Word, words, words_and_numbers

_YEAR = """
january february march april may june july august september october november december
"""
_MONTHS = _YEAR.split()
_MONTH = {month: number for number, month in enumerate(_MONTHS, 1)}
_MONTH |= {month[:3]: number for number, month in enumerate(_MONTHS, 1)} | {"sept": 9}
_MORE_THAN_A_MONTH = frozenset({"march", "mar", "may"})

Form = tuple[str, ...]


@dataclass(frozen=True)
class Date:
    """A date as far as it is given."""

    month: int
    day: Decimal | None = None
    year: Decimal | None = None

    def is_in(self, other: "Date") -> bool:
        """Whether the other one says at least as much."""
        return (
            self.month == other.month
            and self.day in (None, other.day)
            and self.year in (None, other.year)
        )


@dataclass(frozen=True)
class Particular:
    """A figure, a date or a name of an answer; `at` is where it stands in its text."""

    kind: str
    text: str
    at: int
    value: Decimal | Date | str


@dataclass(frozen=True)
class Named:
    """Something with several names, any of which stands for the others."""

    forms: frozenset[Form]

    @cached_property
    def firsts(self) -> frozenset[str]:
        """The words with which its names begin."""
        return frozenset(form[0] for form in self.forms if form)


@dataclass(frozen=True)
class Evidence:
    """What the facts of an answer say, all of it together."""

    texts: tuple[str, ...]

    @cached_property
    def _numbers(self) -> frozenset[Decimal]:
        found = (one for text in self.texts for one in (*words(text), *words_and_numbers(text)))
        return frozenset(one.number for one in found if one.number is not None)

    @cached_property
    def _dates(self) -> tuple[Date, ...]:
        return tuple(date for text in self.texts for date, _ in _dates(words(text)))

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(one.key for text in self.texts for one in words(text))

    def holds(self, particular: Particular) -> bool:
        match particular.value:
            case Decimal() as number:
                return number in self._numbers
            case Date() as date:
                return any(date.is_in(other) for other in self._dates)
            case str() as name:
                return name in self._keys

    def names(self, named: Named) -> bool:
        """Whether any of its names stands here."""
        return any(
            next(_places_of(named.forms, words(text)), None) is not None for text in self.texts
        )


def form_of(text: str) -> Form:
    """The words of a name, reduced."""
    return tuple(one.key for one in words(text))


def mentions(text: str, forms: Iterable[Form], *, unless_within: Iterable[Form] = ()) -> bool:
    """Whether any of the names stands in the text, and not only as a part of another name."""
    single = words(text)
    others = tuple(_places_of(unless_within, single))
    return any(
        not any(
            first <= start and end <= last and last - first > end - start for first, last in others
        )
        for start, end in _places_of(forms, single)
    )


def particulars(
    text: str, evidence: Evidence, known: frozenset[str], named: Iterable[Named]
) -> Iterator[Particular]:
    """The figures, dates and names of an answer, in order.

    Left out is what the evidence calls by another name; `known` are names that the course
    uses, which are told at the beginning of a sentence as well.
    """
    single = words(text)
    taken: set[int] = set()
    keys = {word.key for word in single}
    for one in named:
        if keys.isdisjoint(one.firsts):
            continue
        spans = tuple(_places_of(one.forms, single))
        if spans and evidence.names(one):
            taken |= {at for start, end in spans for at in range(start, end)}
    found = [*_dated(single, taken), *_numbered(text, single, taken)]
    for at, word in enumerate(single):
        if at in taken or word.number is not None:
            continue
        if word.key.removesuffix("s").isdigit():
            found.append(Particular("decade", word.text, word.start, word.key))
        elif word.is_name or word.key in known:
            found.append(Particular("name", word.text, word.start, word.key))
    yield from sorted(found, key=lambda one: one.at)


def names_in(texts: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """These names and those of the texts, without what the texts use as another word."""
    found = [one for text in texts for one in words(text) if one.number is None]
    all_names = {*names, *(one.key for one in found if one.is_name)}
    return frozenset(all_names - {one.key for one in found if one.text[0].islower()})


def _dated(single: tuple[Word, ...], taken: set[int]) -> Iterator[Particular]:
    for date, span in _dates(single):
        if taken.isdisjoint(span):
            text = " ".join(single[at].text for at in span)
            yield Particular("date", text, single[span[0]].start, date)
    taken |= {at for _, span in _dates(single) for at in span}


def _numbered(text: str, single: tuple[Word, ...], taken: set[int]) -> Iterator[Particular]:
    starts = {single[at].start for at in taken}
    for word in words_and_numbers(text):
        if word.number is not None and word.start not in starts and not word.is_everyday:
            yield Particular("number", text[word.start : word.end], word.start, word.number)


def _dates(single: tuple[Word, ...]) -> Iterator[tuple[Date, range]]:
    """The dates with the words they consist of; of 21–22 August two."""
    for at, word in enumerate(single):
        month = _MONTH.get(word.text.casefold()) if word.text[0].isupper() else None
        if month is None:
            continue
        days, start = _days_before(single, at)
        end = at + 1
        if not days and (day := _figure(single, end, 1, 31)) is not None:
            days, end = (day,), end + 1
        year = _figure(single, end, 1000, 2999)
        end += year is not None
        if not days and year is None and word.text.casefold() in _MORE_THAN_A_MONTH:
            continue
        for day in days or (None,):
            yield Date(month, day, year), range(start, end)


def _days_before(single: tuple[Word, ...], at: int) -> tuple[tuple[Decimal, ...], int]:
    """The day or two days before a month, and where they begin."""
    last = _figure(single, at - 1, 1, 31)
    if last is None:
        return (), at
    joined = single[at - 2].key in ("and", "to") if at >= 2 else False
    begin = at - 2 - joined
    first = _figure(single, begin, 1, 31)
    return ((last,), at - 1) if first is None else ((first, last), begin)


def _figure(single: tuple[Word, ...], at: int, least: int, most: int) -> Decimal | None:
    number = single[at].number if 0 <= at < len(single) else None
    is_figure = number is not None and single[at].text[0].isdigit()
    return number if is_figure and number is not None and least <= number <= most else None


def _places_of(forms: Iterable[Form], single: tuple[Word, ...]) -> Iterator[tuple[int, int]]:
    keys = tuple(one.key for one in single)
    starts: dict[str, list[int]] = {}
    for at, key in enumerate(keys):
        starts.setdefault(key, []).append(at)
    for form in forms:
        for at in starts.get(form[0], ()) if form else ():
            if keys[at : at + len(form)] == form:
                yield at, at + len(form)
