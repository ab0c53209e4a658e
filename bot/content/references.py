"""Rules for what one file says of another: its citations, voices, facts, terms, modules.

The one rule: a name that leads nowhere is told with the one that was probably meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from bot.content import listing
from bot.content.drafts import Draft, Sheet
from bot.content.listing import line_of, normal, repeated
from bot.content.nodes import Fields, Scalar, each, scalars
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.core.course import CITED


def unknown_voices(draft: Draft) -> Iterator[Problem]:
    known = listing.voices(draft)
    if known is None:
        return
    for sheet in draft.lessons:
        for paragraph in each(sheet.root, "pages", "*", "text", "*"):
            if isinstance(paragraph, Fields) and len(paragraph.entries) == 1:
                yield from _unknown_voice(sheet, paragraph.entries[0][0], known)
    for sheet, voice in listing.within(draft.ledger, "facts", "*", "voice"):
        yield from _unknown_voice(sheet, voice, known)
    for sheet in draft.banks:
        for question in listing.of_type(sheet, "voice"):
            for path in (("answer",), ("voices", "*"), ("mistakes", "*", "voice")):
                for voice in scalars(question, *path):
                    yield from _unknown_voice(sheet, voice, known)


def unknown_citations(draft: Draft) -> Iterator[Problem]:
    known = {normal(mark.text) for _, mark in listing.marks(draft)}
    for sheet, mark in _not_known(draft, known) if known else ():
        meant = nearest(mark.text, known)
        remedy = f'did you mean "{meant}"?' if meant else "cite an id or a place of its sources"
        what = f"citation {shown(mark.text)} is not in course.yaml"
        yield sheet.problem(mark.place, what, remedy)


def marks_that_cannot_be_cited(draft: Draft) -> Iterator[Problem]:
    """A mark that leads to two places, or that a paragraph could not hold."""
    marks = tuple(listing.marks(draft))
    for sheet, mark, first in repeated(marks):
        what = f"mark {shown(mark.text)} is taken already, in {line_of(sheet, first)}"
        yield sheet.problem(mark.place, what, "give this one another mark")
    for sheet, mark in marks:
        if re.search(r"[\[\],]", mark.text):
            what = f"mark {shown(mark.text)} cannot be cited"
            yield sheet.problem(mark.place, what, "leave out commas and brackets")


def places_in_two_sources(draft: Draft) -> Iterator[Problem]:
    """A fact is one source's; what another says too is a fact of its own."""
    homes = {normal(mark.text): source for source, mark in listing.homes_of_marks(draft)}
    if draft.ledger is None:
        return
    for fact in each(draft.ledger.root, "facts", "*"):
        sources: dict[str, str] = {}
        for mark in scalars(fact, "place", "*"):
            home = homes.get(normal(mark.text))
            if home is None or home in sources:
                continue
            if sources:
                first = next(iter(sources.values()))
                what = f"place {shown(mark.text)} is in another source than {shown(first)}"
                yield draft.ledger.problem(
                    mark.place, what, "write a fact of its own for what the other source says"
                )
            sources[home] = mark.text


def repeated_facts_and_terms(draft: Draft) -> Iterator[Problem]:
    for noun, found in (
        ("fact", listing.within(draft.ledger, "facts", "*", "fact")),
        ("term", listing.within(draft.glossary, "terms", "*", "term")),
    ):
        for sheet, one, first in repeated(found):
            what = f"{noun} id {shown(one.text)} is taken already, in {line_of(sheet, first)}"
            yield sheet.problem(one.place, what, f"give this {noun} another id")


def unknown_facts(draft: Draft) -> Iterator[Problem]:
    known = tuple(one.text for _, one in listing.within(draft.ledger, "facts", "*", "fact"))
    if draft.ledger is not None and not known:
        return
    for room, sheets in (("pages", draft.lessons), ("questions", draft.banks)):
        for sheet in sheets:
            for owner in each(sheet.root, room, "*"):
                yield from _unknown(sheet, scalars(owner, "facts", "*"), known, "fact")


def unknown_terms(draft: Draft) -> Iterator[Problem]:
    known = tuple(one.text for _, one in listing.within(draft.glossary, "terms", "*", "term"))
    if draft.glossary is not None and not known:
        return
    for sheet in draft.lessons:
        for page in each(sheet.root, "pages", "*"):
            yield from _unknown(sheet, scalars(page, "terms", "*"), known, "term")
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            yield from _unknown(sheet, scalars(question, "term"), known, "term")


def modules_to_read_first(draft: Draft) -> Iterator[Problem]:
    """What comes before a module is a module, and never waits for it."""
    known = tuple(dict.fromkeys(module.text for _, module in listing.modules(draft)))
    after: dict[str, tuple[str, ...]] = {}
    for sheet in draft.lessons:
        for module in scalars(sheet.root, "module"):
            after[module.text] = tuple(one.text for one in scalars(sheet.root, "after", "*"))
    for sheet in draft.lessons:
        module_id = next((one.text for one in scalars(sheet.root, "module")), "")
        for first in scalars(sheet.root, "after", "*"):
            if known and first.text not in known:
                what = f"module {shown(first.text)} is not in course.yaml"
                yield sheet.problem(first.place, what, suggestion(first.text, known))
            elif (way := _way(after, first.text, module_id)) is not None:
                round_ = " after ".join((module_id, *way))
                what = f"a module waits for itself: {round_}"
                yield sheet.problem(first.place, what, "take off one of them")


def _unknown_voice(sheet: Sheet, voice: Scalar, known: tuple[str, ...]) -> Iterator[Problem]:
    if voice.text not in known:
        what = f"voice {shown(voice.text)} is not in course.yaml"
        yield sheet.problem(voice.place, what, suggestion(voice.text, known))


def _unknown(
    sheet: Sheet, named: Iterable[Scalar], known: tuple[str, ...], noun: str
) -> Iterator[Problem]:
    """Names of facts or terms that lead nowhere, or that stand twice in one place."""
    home = {"fact": "facts.yaml", "term": "glossary.yaml"}[noun]
    found = tuple((sheet, one) for one in named)
    for _, one in found:
        if one.text not in known:
            meant = nearest(one.text, known)
            remedy = f'did you mean "{meant}"?' if meant else "write it there, or take it off"
            yield sheet.problem(one.place, f"{noun} {shown(one.text)} is not in {home}", remedy)
    for _, one, _ in repeated(found):
        what = f"{noun} {shown(one.text)} stands here twice"
        yield sheet.problem(one.place, what, "keep one of them")


def _not_known(draft: Draft, known: Collection[str]) -> Iterator[tuple[Sheet, Scalar]]:
    """The citations of what is not known."""
    for sheet in draft.lessons:
        for paragraph in scalars(sheet.root, "pages", "*", "text", "*", "*"):
            yield from ((sheet, mark) for mark in _not_known_in(paragraph, known))
    listed = [listing.within(sheet, "questions", "*", "source", "*") for sheet in draft.banks]
    listed += [
        listing.within(draft.ledger, "facts", "*", "place", "*"),
        listing.within(draft.glossary, "terms", "*", "place", "*"),
        listing.within(draft.glossary, "terms", "*", "source", "*"),
    ]
    for citations in listed:
        yield from (each for each in citations if normal(each[1].text) not in known)


def _not_known_in(paragraph: Scalar, known: Collection[str]) -> Iterator[Scalar]:
    """The marks at a paragraph's end that are not known; finding the place of one takes long."""
    cited = CITED.search(paragraph.text)
    if cited is None:
        return
    for found in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", cited[1]):
        if normal(found[0]) in known:
            continue
        before = paragraph.text[: cited.start(1) + found.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield Scalar(found[0], paragraph.inside(line, column))


def _way(after: dict[str, tuple[str, ...]], start: str, goal: str) -> tuple[str, ...] | None:
    """The modules from one to another, each read after the next; None if no way leads there."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for way in ways:  # grows while it is walked
        if way[-1] == goal:
            return way
        for step in after.get(way[-1], ()):
            if step not in seen:
                seen.add(step)
                ways.append((*way, step))
    return None
