"""What students look up beside their way: sources, facts, terms, pictures.

Its one rule: looking up changes nothing but where one is, and the way back stays known.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import assert_never

from bot.classroom.moves import Move
from bot.classroom.visits import Asked, Odd, Said
from bot.core.actions import (
    Action,
    Aside,
    Leaf,
    Lookup,
    OnTheWay,
    PageFacts,
    PageTerms,
    Picture,
    Place,
    PlaceFacts,
    QuestionFacts,
    Reading,
    SourceList,
    TermEntry,
    TermList,
    TermSearch,
)
from bot.core.course import Course, Module, ModuleId, Page, PageId, QuestionId, TermId
from bot.core.notices import Notice
from bot.core.screens import Screen, pressed
from bot.core.screens.glossary import page_terms_screen, search_screen, term_screen, terms_screen
from bot.core.screens.reading import PictureScreen, picture_screen
from bot.core.screens.sources import (
    page_facts_screen,
    place_facts_screen,
    question_facts_screen,
    sources_screen,
)
from bot.core.search import found, mark_named

_MOST_WANTED = 60


def look_up(
    course: Course,
    look: Lookup | Leaf | Picture | Aside,
    place: Place,
    answered: Collection[QuestionId] = (),
) -> Move:
    """Lead from the place to what is looked up.  `answered` are questions whose answers may be
    talked about."""
    back = on_the_way(place)
    match look:
        case Aside():  # only the books hold it; a button that does is none of ours
            return Move(place, Notice.JUNK, is_past=True)
        case Leaf(part=part):
            return Move(replace(place, part=part) if isinstance(place, Aside) else place)
        case Picture(module=module, page=page):
            return Move(Reading(module, page))
        case QuestionFacts(question=question) if question not in answered:
            return Move(place, Notice.PAST, is_past=True)
        case PlaceFacts(mark=name):
            mark = mark_named(course, name)
            if mark is None:
                return Move(Aside(0, SourceList(), back), Notice.UNKNOWN_SOURCE)
            look = PlaceFacts(mark)
        case TermList() | TermSearch() if not course.glossary:
            return Move(place, Notice.NO_GLOSSARY)
        case TermSearch(wanted=wanted):
            hits = found(course.glossary.values(), wanted)
            one = len(hits) == 1
            look = TermEntry(TermId(hits[0].term)) if one else TermSearch(wanted[:_MOST_WANTED])
        case _:
            pass
    return Move(Aside(0, look, back))


def on_the_way(place: Place) -> OnTheWay:
    """The place, or where one goes back to from what is looked up."""
    return place.back if isinstance(place, Aside) else place


def searched(place: Place, text: str) -> TermSearch | None:
    """What typed text looks for where the glossary is open; None elsewhere."""
    is_open = isinstance(place, Aside) and isinstance(
        place.look, TermList | TermSearch | TermEntry | PageTerms
    )
    return TermSearch(text) if is_open else None


def aside_screen(course: Course, aside: Aside) -> Screen | None:
    """What is looked up; None if the course no longer has it."""
    part, back = aside.part, aside.back
    match aside.look:
        case SourceList():
            return sources_screen(course, part, back)
        case PlaceFacts(mark=mark):
            known = mark in course.marks
            return place_facts_screen(course, mark, part, back) if known else None
        case PageFacts(module=module, page=page):
            found_page = page_of(course, module, page)
            return found_page and page_facts_screen(course, *found_page, part, back)
        case QuestionFacts(question=question):
            for one in course:
                asked = one.question(question)
                if asked is not None:
                    return question_facts_screen(course, one, asked, part, back)
            return None
        case TermList():
            return terms_screen(course, part, back)
        case TermSearch(wanted=wanted):
            return search_screen(course, wanted, part, back)
        case PageTerms(module=module, page=page):
            found_page = page_of(course, module, page)
            return found_page and page_terms_screen(course, found_page[1], part, back)
        case TermEntry(term=term):
            entry = course.glossary.get(term)
            return None if entry is None else term_screen(course, entry, back)
        case _:
            assert_never(aside.look)


def picture_wanted(
    course: Course, said: Action | Said | Asked | Odd, screen: Screen
) -> PictureScreen | None:
    """The picture that is asked for, tapped or typed; None if none is, or it is gone.

    `screen` is what stands where the visit has led.
    """
    action = pressed(screen, said.text) if isinstance(said, Said) else said
    if not isinstance(action, Picture):
        return None
    found_page = page_of(course, action.module, action.page)
    figure = found_page and found_page[1].figure
    return None if figure is None else picture_screen(figure)


def page_of(course: Course, module_id: ModuleId, page_id: PageId) -> tuple[Module, Page] | None:
    """The page and its module; None if the course has it no longer."""
    module = course.modules.get(module_id)
    page = None if module is None else module.page(page_id)
    return None if module is None or page is None else (module, page)
