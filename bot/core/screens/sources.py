"""The screens of provenance: where a page, an answer or a place stands, who says so, how surely.

Claims are the course's own words; a source is given in full, with its address.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.core.actions import OnTheWay, Reading, SourceList
from bot.core.course import Course, Fact, FactId, Module, Page, PageId, Question, Source
from bot.core.screens import Button, Screen
from bot.core.screens.leaves import parts, seen, turning, way_back

MOST_PAGES = 8


@dataclass(frozen=True)
class Claim:
    """A fact as students read it; `voice` is a name."""

    places: tuple[str, ...]
    voice: str
    hedge: str | None
    claim: str


@dataclass(frozen=True, kw_only=True)
class FactsScreen(Screen):
    """What stands behind something: the claims, then the sources in full.

    `about` is a page's title, a question or a mark; `module` is None for a mark.  `part` is
    counted from 0, out of `total`; `pages` is how many treat a mark.
    """

    module: str | None
    about: str
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    part: int
    total: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class SourcesScreen(Screen):
    """What the course cites, in full; `example` is a mark to look up, None if there is none."""

    sources: tuple[Source, ...]
    example: str | None
    part: int
    total: int


def page_facts_screen(
    course: Course, module: Module, page: Page, part: int, back: OnTheWay
) -> FactsScreen:
    marks = [mark for one in page.text for mark in one.source]
    facts = [course.facts[one] for one in _known(course, page.facts)]
    return _facts_screen(course, facts, marks, part, back, module=module.title, about=page.title)


def question_facts_screen(
    course: Course, module: Module, question: Question, part: int, back: OnTheWay
) -> FactsScreen:
    facts = [course.facts[one] for one in _known(course, question.facts)]
    return _facts_screen(
        course, facts, question.source, part, back, module=module.title, about=question.ask
    )


def place_facts_screen(course: Course, mark: str, part: int, back: OnTheWay) -> FactsScreen:
    """All that the course takes from the place, with ways to the pages that treat it."""
    facts = [one for one in course.facts.values() if mark in one.place]
    citation = course.marks[mark]
    about = mark if citation.place else citation.source.cite
    screen = _facts_screen(course, facts, [mark], part, back, module=None, about=about)
    treating = list(pages_on(course, mark))
    rows = [(_to_page(module, page),) for module, page in treating[:MOST_PAGES]]
    *others, last = screen.rows
    return replace(
        screen,
        pages=len(treating),
        rows=(*others, *rows, (*last, Button("All sources", SourceList()))),
    )


def sources_screen(course: Course, part: int, back: OnTheWay) -> SourcesScreen:
    cut = parts(tuple(course.outline.sources.values()), _cited_length)
    part = min(part, len(cut) - 1)
    return SourcesScreen(
        sources=cut[part],
        example=most_told(course),
        part=part,
        total=len(cut),
        rows=(*turning(part, len(cut)), (way_back(back),)),
    )


def most_told(course: Course) -> str | None:
    """The place from which the course takes most; None if it takes nothing from places."""
    counts = Counter(place for one in course.facts.values() for place in one.place)
    return max(counts, key=lambda place: counts[place], default=None)


def pages_on(course: Course, mark: str) -> Iterator[tuple[Module, Page]]:
    """The pages that cite the mark, or teach a fact that stands there."""
    for module in course:
        for page in module.pages:
            cited = {one for paragraph in page.text for one in paragraph.source}
            taught = {
                place for one in _known(course, page.facts) for place in course.facts[one].place
            }
            if mark in cited | taught:
                yield module, page


def _facts_screen(
    course: Course,
    facts: Iterable[Fact],
    marks: Iterable[str],
    part: int,
    back: OnTheWay,
    *,
    module: str | None,
    about: str,
) -> FactsScreen:
    facts = tuple(facts)
    cited = (*(place for one in facts for place in one.place), *marks)
    sources = tuple(dict.fromkeys(course.source_of(mark) for mark in cited))
    items: list[Claim | Source] = [_claim(course, one) for one in facts]
    cut = parts([*items, *sources], _length)
    part = min(part, len(cut) - 1)
    return FactsScreen(
        module=module,
        about=about,
        claims=tuple(one for one in cut[part] if isinstance(one, Claim)),
        sources=tuple(one for one in cut[part] if isinstance(one, Source)),
        part=part,
        total=len(cut),
        pages=0,
        rows=(*turning(part, len(cut)), (way_back(back),)),
    )


def _claim(course: Course, fact: Fact) -> Claim:
    voice = course.outline.voices[fact.voice].name
    return Claim(fact.place, voice, fact.hedge, fact.claim)


def _known(course: Course, facts: Iterable[str]) -> list[FactId]:
    return [FactId(one) for one in facts if one in course.facts]


def _length(one: Claim | Source) -> int:
    if isinstance(one, Source):
        return _cited_length(one)
    return seen(one.claim, one.hedge, one.voice, ", ".join(one.places))


def _cited_length(source: Source) -> int:
    return seen(source.cite, source.title, source.url)


def _to_page(module: Module, page: Page) -> Button:
    return Button(f"Page: {page.title}", Reading(module.id, PageId(page.page)))
