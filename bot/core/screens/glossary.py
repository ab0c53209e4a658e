"""The screens of the glossary: a list of terms, and one entry.

A list is the whole glossary, what a search found, or the terms of a page; it looks the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.actions import OnTheWay, Reading, TermEntry, TermList
from bot.core.course import Course, Module, Page, PageId, Term, TermId
from bot.core.screens import Button, Rows, Screen
from bot.core.screens.leaves import parts, turning, way_back
from bot.core.screens.reading import Cited, cited, terms_of
from bot.core.search import by_english, found

TERMS_A_PART = 10
MOST_PAGES = 6
_A_ROW = 5


@dataclass(frozen=True, kw_only=True)
class TermsScreen(Screen):
    """A list of terms, those of one part; `first` is the number of the first of them.

    `wanted` is what was searched for and `page` the title of the page they belong to, None
    elsewhere.
    """

    terms: tuple[Term, ...]
    first: int
    count: int
    wanted: str | None
    page: str | None


@dataclass(frozen=True, kw_only=True)
class TermScreen(Screen):
    """One entry; `places` are where the source uses it, `sources` what vouches for the form."""

    term: Term
    places: tuple[Cited, ...]
    sources: tuple[Cited, ...]


def terms_screen(course: Course, part: int, back: OnTheWay) -> TermsScreen:
    return _list(by_english(course.glossary.values()), part, back)


def search_screen(course: Course, wanted: str, part: int, back: OnTheWay) -> TermsScreen:
    return _list(found(course.glossary.values(), wanted), part, back, wanted=wanted)


def page_terms_screen(course: Course, page: Page, part: int, back: OnTheWay) -> TermsScreen:
    return _list(terms_of(course, page), part, back, page=page.title)


def term_screen(course: Course, term: Term, back: OnTheWay) -> TermScreen:
    using = [
        (Button(f"Page: {page.title}", Reading(module.id, PageId(page.page))),)
        for module, page in pages_using(course, term)
    ]
    return TermScreen(
        term=term,
        places=cited(course, term.place),
        sources=cited(course, term.source),
        rows=(*using[:MOST_PAGES], (way_back(back), _GLOSSARY)),
    )


def pages_using(course: Course, term: Term) -> Iterator[tuple[Module, Page]]:
    """The pages that name the term."""
    for module in course:
        for page in module.pages:
            if term.term in page.terms:
                yield module, page


_GLOSSARY = Button("Glossary", TermList())


def _list(
    terms: Sequence[Term],
    part: int,
    back: OnTheWay,
    *,
    wanted: str | None = None,
    page: str | None = None,
) -> TermsScreen:
    cut = parts(terms, lambda _: 1, TERMS_A_PART)
    part = min(part, len(cut) - 1)
    first = 1 + TERMS_A_PART * part
    is_whole = wanted is None and page is None
    return TermsScreen(
        terms=cut[part],
        first=first,
        count=len(terms),
        wanted=wanted,
        page=page,
        rows=(
            *_numbers(cut[part], first),
            *turning(part, len(cut)),
            (way_back(back),) if is_whole else (way_back(back), _GLOSSARY),
        ),
    )


def _numbers(terms: Sequence[Term], first: int) -> Rows:
    buttons = [
        Button(f"{number}", TermEntry(TermId(one.term)), key=f"{number}")
        for number, one in enumerate(terms, start=first)
    ]
    return tuple(tuple(buttons[at : at + _A_ROW]) for at in range(0, len(buttons), _A_ROW))
