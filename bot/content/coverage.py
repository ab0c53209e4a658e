"""How much of what is cited the course teaches and asks: a table of places, with the gaps.

The one rule: a place is covered by its facts.  A citation alone shows that somebody was there,
not that what stands there is taught.
"""

import textwrap
from collections.abc import Iterable, Iterator

from bot.core.course import Course, Fact, FactId, Page, Question, Source

WIDTH = 100
_HEAD = ("place", "facts", "taught", "asked", "pages", "questions", "gaps")
_COLUMNS = "{:<8}{:>7}{:>8}{:>7}{:>7}{:>11}  "


def coverage(course: Course) -> str:
    """The table, what it sums up to, and the facts that are missing: plain text, 100 wide."""
    return "\n".join(line.rstrip() for line in _lines(course))


def _lines(course: Course) -> Iterator[str]:
    pages = [page for module in course for page in module.pages]
    questions = list(course.questions.values())
    taught = {fact for page in pages for fact in page.facts}
    asked = {fact for question in questions for fact in question.facts}
    for source in course.outline.sources.values():
        if source.places:
            yield from _table(course, source, taught, asked)
            yield ""
    yield from _wholes(course)
    if not course.facts:
        yield "There is no lessons/facts.yaml, so only citations are counted."
        return
    facts = course.facts.values()
    askable = [fact for fact in facts if fact.ask != "never"]
    yield from _named("Facts on no page", _missing(askable, taught))
    yield from _named("Facts asked by no question", _missing(askable, asked))
    yield from _named("Facts never to be asked", (one.fact for one in facts if one.ask == "never"))
    yield _share("stand on a page", taught, askable)
    yield _share("are asked", asked, askable)


def _table(course: Course, source: Source, taught: set[str], asked: set[str]) -> Iterator[str]:
    yield f"{source.cite}: {len(source.places)} places"
    yield ""
    yield _COLUMNS.format(*_HEAD[:-1]) + _HEAD[-1]
    for place in source.places:
        facts = [fact for fact in course.facts.values() if place in fact.place]
        pages = sum(_is_on(place, page, course) for module in course for page in module.pages)
        questions = sum(_is_in(place, one, course) for one in course.questions.values())
        ids = [fact.fact for fact in facts]
        row = _COLUMNS.format(
            place,
            len(ids),
            len(taught.intersection(ids)),
            len(asked.intersection(ids)),
            pages,
            questions,
        )
        yield from _wrapped(
            row,
            "; ".join(_gaps(facts, pages, questions, taught, asked, has_ledger=bool(course.facts))),
        )


def _gaps(
    facts: list[Fact],
    pages: int,
    questions: int,
    taught: set[str],
    asked: set[str],
    *,
    has_ledger: bool,
) -> Iterator[str]:
    if not pages and not questions:
        yield "cited nowhere"
    elif not facts:
        yield from ("no facts",) if has_ledger else ()
    elif not pages:
        yield "on no page"
    elif not questions:
        yield "in no question"
    askable = [fact for fact in facts if fact.ask != "never"]
    missing = list(_missing(askable, taught))
    if missing:
        yield f"not taught: {', '.join(missing)}"
    unasked = [one for one in _missing(askable, asked) if one not in missing]
    if unasked:
        yield f"not asked: {', '.join(unasked)}"


def _wholes(course: Course) -> Iterator[str]:
    """Sources without places that nothing cites."""
    cited = {
        mark
        for module in course
        for page in module.pages
        for paragraph in page.text
        for mark in paragraph.source
    }
    cited |= {mark for question in course.questions.values() for mark in question.source}
    unused = [
        mark
        for mark, source in course.outline.sources.items()
        if not source.places and mark not in cited
    ]
    yield from _named("Sources cited nowhere", unused)


def _is_on(place: str, page: Page, course: Course) -> bool:
    return any(place in one.source for one in page.text) or _rests_on(place, page.facts, course)


def _is_in(place: str, question: Question, course: Course) -> bool:
    return place in question.source or _rests_on(place, question.facts, course)


def _rests_on(place: str, facts: Iterable[str], course: Course) -> bool:
    return any(place in course.facts[FactId(fact)].place for fact in facts)


def _missing(facts: Iterable[Fact], covered: set[str]) -> Iterator[str]:
    return (fact.fact for fact in facts if fact.fact not in covered)


def _named(what: str, ids: Iterable[str]) -> Iterator[str]:
    named = list(ids)
    if named:
        yield from _wrapped(f"{what} ({len(named)}): ", ", ".join(named), indent=2)
        yield ""


def _share(what: str, covered: set[str], facts: list[Fact]) -> str:
    many = sum(fact.fact in covered for fact in facts)
    share = 100 * many // len(facts) if facts else 100
    return f"{many} of {len(facts)} facts {what}: {share} %."


def _wrapped(head: str, text: str, indent: int | None = None) -> list[str]:
    return textwrap.wrap(
        head + text,
        WIDTH,
        subsequent_indent=" " * (len(head) if indent is None else indent),
        drop_whitespace=True,
        break_on_hyphens=False,
    ) or [head]
