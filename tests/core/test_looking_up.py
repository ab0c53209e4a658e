"""The screens beside the way: sources, facts, terms, pictures, the end of a module."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.actions import (
    Answering,
    Back,
    Finished,
    Home,
    Leaf,
    Modules,
    OnTheWay,
    Open,
    PageFacts,
    PageTerms,
    Picture,
    QuestionFacts,
    Quiz,
    Reading,
    SessionId,
    SourceList,
    TermEntry,
    TermList,
)
from bot.core.course import Course, Module, ModuleId, PageId, QuestionId, QuizId, TermId
from bot.core.progress import Record, progress
from bot.core.screens import Button, Screen, pressed
from bot.core.screens.asking import question_screen
from bot.core.screens.feedback import feedback_screen
from bot.core.screens.glossary import (
    page_terms_screen,
    search_screen,
    term_screen,
    terms_screen,
)
from bot.core.screens.leaves import parts, way_back
from bot.core.screens.reading import Cited, finished_screen, modules_screen, page_screen
from bot.core.screens.sources import (
    Claim,
    FactsScreen,
    page_facts_screen,
    place_facts_screen,
    question_facts_screen,
    sources_screen,
)
from bot.core.session import Answer
from tests import sourced
from tests.school import HILL_QUESTIONS, HILLS, MINA, OUTLINE, begun

COURSE = sourced.course()
RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
SOURCE, MOUTH, ONE = PageId("source"), PageId("mouth"), PageId("one")
RIVERS, HILLS_MODULE = COURSE.modules[RIVER], COURSE.modules[HILL]
HERE = Reading(RIVER, SOURCE)
GUIDE, ATLAS = COURSE.outline.sources["guide"], COURSE.outline.sources["atlas"]
ALL_READ = [(RIVER, SOURCE), (RIVER, MOUTH), (HILL, ONE)]

RISES = Claim(("¶1",), "Guide", "it seems", "The river begins in the *north*.")
TWICE = Claim(("¶1", "¶2"), "Beyond the guide", None, "Between both lie 130 km.")
ENDS = Claim(("¶2",), "Guide", None, "The river ends in the sea.")


def labels(screen: Screen) -> list[list[str]]:
    return [[one.text for one in row] for row in screen.rows]


def many_facts(count: int) -> Course:
    """So many facts of 300 letters at one place."""
    written = [
        {**sourced.FACTS[0], "fact": f"f{at}", "claim": f"{at:03} " + "word " * 60}
        for at in range(count)
    ]
    return sourced.course([*written, *sourced.FACTS[1:]])


def test_a_page_offers_its_facts_terms_and_picture() -> None:
    screen = page_screen(COURSE, RIVERS, RIVERS.pages[0], has_check=True)

    assert screen.rows[1:] == (
        (Button("Where is this in the source?", PageFacts(RIVER, SOURCE)),),
        (
            Button("Terms (2)", PageTerms(RIVER, SOURCE)),
            Button("Picture", Picture(RIVER, SOURCE)),
            Button("Modules", Modules()),
        ),
    )
    assert [one.term for one in screen.terms] == ["newspaper", "source"]


def test_a_page_with_one_term_leads_straight_to_it() -> None:
    screen = page_screen(COURSE, HILLS_MODULE, HILLS_MODULE.pages[0], has_check=False)

    assert screen.rows[1][0] == Button("Terms (1)", TermEntry(TermId("county")))


def test_a_page_without_any_of_it_offers_none_of_it() -> None:
    screen = page_screen(COURSE, RIVERS, RIVERS.pages[1], has_check=False)

    assert labels(screen)[1:] == [["Where is this in the source?"], ["Modules"]]


def test_behind_a_page_stand_its_facts_and_its_sources_in_full() -> None:
    assert page_facts_screen(COURSE, RIVERS, RIVERS.pages[0], 0, HERE) == FactsScreen(
        module="Rivers",
        about="Where it rises",
        claims=(RISES, TWICE),
        sources=(GUIDE,),
        part=0,
        total=1,
        pages=0,
        rows=((Button("← Back to the page", Back()),),),
    )


def test_sources_that_a_page_cites_without_a_fact_stand_there_too() -> None:
    screen = page_facts_screen(COURSE, RIVERS, RIVERS.pages[1], 0, HERE)

    assert (screen.claims, screen.sources) == ((ENDS,), (GUIDE, ATLAS))


def test_behind_an_answer_stand_the_facts_that_decide_it() -> None:
    question = RIVERS.questions[0]

    screen = question_facts_screen(COURSE, RIVERS, question, 0, Answering(SessionId(7)))

    assert (screen.about, screen.claims) == ("Where does it rise?", (RISES,))
    assert screen.rows == ((Button("← Back to the question", Back()),),)


def test_feedback_leads_to_the_facts_and_a_question_before_its_answer_does_not() -> None:
    rises = QuestionId("rises")
    session = begun(COURSE, rises)
    question = RIVERS.questions[0]
    reply = ("In the north",)
    answer = Answer(SessionId(7), 1, MINA, rises, question.version, reply, 1, is_right=True)

    asked = question_screen(COURSE, session, question)
    told = feedback_screen(COURSE, replace(session, reply=reply), question, answer)

    assert told.rows[1] == (Button("Where is this in the source?", QuestionFacts(rises)),)
    assert not any(isinstance(one.action, QuestionFacts) for one in asked.buttons())


def test_feedback_to_a_question_without_facts_leads_to_none() -> None:
    salty = RIVERS.questions[2]
    id_ = QuestionId("salty")
    session = begun(COURSE, id_)
    answer = Answer(SessionId(7), 1, MINA, id_, salty.version, ("true",), 0, is_right=False)

    told = feedback_screen(COURSE, replace(session, reply=("true",)), salty, answer)

    assert labels(told) == [
        ["See the result →"],
        ["Reread page", "Report question"],
        ["Stop here"],
    ]


def test_a_place_has_all_its_facts_and_leads_to_the_pages_that_treat_it() -> None:
    assert place_facts_screen(COURSE, "¶2", 0, Home()) == FactsScreen(
        module=None,
        about="¶2",
        claims=(ENDS, TWICE),
        sources=(GUIDE,),
        part=0,
        total=1,
        pages=2,
        rows=(
            (Button("Page: Where it rises", Reading(RIVER, SOURCE)),),
            (Button("Page: Where it ends", Reading(RIVER, MOUTH)),),
            (Button("← Back", Back()), Button("All sources", SourceList())),
        ),
    )


def test_a_source_without_places_is_looked_up_as_a_whole() -> None:
    screen = place_facts_screen(COURSE, "atlas", 0, Home())

    assert (screen.about, screen.claims, screen.sources) == ("Atlas 2021", (), (ATLAS,))
    assert labels(screen)[0] == ["Page: Where it ends"]


def test_a_place_of_forty_facts_is_cut_into_parts_that_hold_them_all_in_order() -> None:
    taught = many_facts(40)
    first = place_facts_screen(taught, "¶1", 0, Home())

    screens = [place_facts_screen(taught, "¶1", part, Home()) for part in range(first.total)]

    told = [one.claim[:3] for screen in screens for one in screen.claims]
    assert told[:40] == [f"{at:03}" for at in range(40)]
    assert [screen.part for screen in screens] == list(range(7))
    assert [bool(screen.sources) for screen in screens] == [False] * 6 + [True]
    assert labels(screens[0])[0] == ["More →"]
    assert labels(screens[1])[0] == ["← Before", "More →"]
    assert labels(screens[6])[0] == ["← Before"]
    assert screens[1].rows[0] == (Button("← Before", Leaf(0)), Button("More →", Leaf(2)))


@pytest.mark.parametrize("part", [7, 99, 2**62])
def test_a_part_that_is_not_there_is_the_last(part: int) -> None:
    taught = many_facts(40)

    assert place_facts_screen(taught, "¶1", part, Home()).part == 6
    assert sources_screen(taught, part, Home()).part == 0
    assert terms_screen(taught, part, Home()).first == 1


def test_all_sources_name_an_example_to_look_up() -> None:
    screen = sources_screen(COURSE, 0, Home())

    assert (screen.sources, screen.example) == ((GUIDE, ATLAS), "¶1")
    assert sources_screen(sourced.course(facts=[]), 0, Home()).example is None


def test_parts_are_as_long_as_they_may_be_and_never_empty() -> None:
    assert parts([3, 3, 3, 9, 1], lambda one: one, 6) == ((3, 3), (3,), (9,), (1,))
    assert parts([9, 1], lambda one: one, 6) == ((9,), (1,))
    assert parts([], lambda _: 1, 6) == ((),)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (HERE, "← Back to the page"),
        (Answering(SessionId(7)), "← Back to the question"),
        (Finished(RIVER), "← Back to the summary"),
        (Home(), "← Back"),
    ],
)
def test_the_way_back_says_where_it_leads(place: OnTheWay, text: str) -> None:
    assert way_back(place) == Button(text, Back())


def test_the_glossary_shows_ten_terms_at_a_time_by_their_english() -> None:
    taught = sourced.course(terms=sourced.many_terms(23))

    first, last = (terms_screen(taught, part, Home()) for part in (0, 2))

    assert [one.term for one in first.terms] == [f"t{at}" for at in range(10)]
    assert (first.first, first.count) == (1, 23)
    assert labels(first) == [list("12345"), ["6", "7", "8", "9", "10"], ["More →"], ["← Back"]]
    assert (last.first, [one.term for one in last.terms]) == (21, ["t20", "t21", "t22"])
    assert labels(last) == [["21", "22", "23"], ["← Before"], ["← Back"]]


@pytest.mark.parametrize(("part", "typed", "term"), [(0, "2", "t1"), (2, "22", "t21")])
def test_a_term_is_opened_by_its_number(part: int, typed: str, term: str) -> None:
    taught = sourced.course(terms=sourced.many_terms(23))

    assert pressed(terms_screen(taught, part, Home()), typed) == TermEntry(TermId(term))


def test_a_search_shows_what_it_found_and_says_what_was_wanted() -> None:
    screen = search_screen(COURSE, "Co", 0, Home())

    assert (screen.wanted, [one.term for one in screen.terms]) == ("Co", ["county"])
    assert labels(screen) == [["1"], ["← Back", "Glossary"]]


def test_the_terms_of_a_page_stand_in_its_order() -> None:
    screen = page_terms_screen(COURSE, RIVERS.pages[0], 0, HERE)

    assert (screen.page, [one.term for one in screen.terms]) == (
        "Where it rises",
        ["newspaper", "source"],
    )
    assert labels(screen)[-1] == ["← Back to the page", "Glossary"]


def test_an_entry_says_where_the_source_uses_it_and_leads_to_the_pages_that_do() -> None:
    screen = term_screen(COURSE, COURSE.glossary[TermId("newspaper")], HERE)

    assert screen.places == (Cited("Guide 2020", ("¶1",), "https://guide.example/", None),)
    assert screen.sources == (Cited("Atlas 2021", (), None, "medium"),)
    assert screen.rows == (
        (Button("Page: Where it rises", Reading(RIVER, SOURCE)),),
        (Button("← Back to the page", Back()), Button("Glossary", TermList())),
    )


def test_the_first_page_says_what_is_better_read_before() -> None:
    page = HILLS_MODULE.pages[0]

    unread = page_screen(COURSE, HILLS_MODULE, page, [(RIVER, SOURCE)], has_check=False)
    read = page_screen(COURSE, HILLS_MODULE, page, ALL_READ, has_check=False)

    assert (unread.first, read.first) == (("Rivers",), ())


def test_a_later_page_does_not_say_it_again() -> None:
    lesson = {**HILLS, "after": ["rivers"], "pages": [*HILLS["pages"], {**HILLS["pages"][0]}]}
    lesson["pages"][1]["page"] = "two"
    files = sourced.files()
    taught = sourced.course(terms=[], lessons=[files[0], (lesson, HILL_QUESTIONS)])
    hills = taught.modules[HILL]

    assert page_screen(taught, hills, hills.pages[1], has_check=False).first == ()


def test_the_modules_say_by_number_what_is_better_read_before() -> None:
    record = Record(pages_read=frozenset(ALL_READ[:2]))

    assert modules_screen(COURSE, progress(COURSE, Record())).first == ((), (1,))
    assert modules_screen(COURSE, progress(COURSE, record)).first == ((), ())


def test_a_module_that_is_read_needs_nothing_before_it() -> None:
    record = Record(pages_read=frozenset([(HILL, ONE)]))

    assert modules_screen(COURSE, progress(COURSE, record)).first == ((), ())


def test_the_end_of_a_module_names_its_terms_and_leads_on() -> None:
    screen = finished_screen(COURSE, RIVERS, ALL_READ[:2], has_result=True)

    assert [one.term for one in screen.terms] == ["newspaper", "source"]
    assert (screen.onward, screen.first, screen.term_count) == ("Hills", (), 2)
    assert screen.rows == (
        (Button("Take the quiz again →", Quiz(QuizId("rivers"))),),
        (Button("Next: Hills →", Open(HILL), style="primary"),),
        (Button("Glossary", TermList()), Button("Modules", Modules())),
    )


def test_the_end_of_a_module_shows_twelve_terms_and_counts_the_rest() -> None:
    files = sourced.files()
    files[0][0]["pages"][1]["terms"] = [f"t{at}" for at in range(20)]
    taught = sourced.course(terms=[*sourced.TERMS, *sourced.many_terms(20)], lessons=files)

    screen = finished_screen(taught, taught.modules[RIVER], [], has_result=False)

    assert (len(screen.terms), screen.term_count) == (12, 22)


def test_what_is_advised_to_wait_is_not_next_while_something_else_is_open() -> None:
    taught = three_modules(after_of_second=["third"])

    screen = finished_screen(taught, taught.modules[RIVER], ALL_READ[:2], has_result=True)

    assert (screen.onward, screen.first) == ("Third", ())


def test_the_end_says_what_the_next_module_had_better_wait_for() -> None:
    taught = three_modules(after_of_second=["third"])
    read = [(RIVER, SOURCE), (ModuleId("third"), ONE)]

    screen = finished_screen(taught, taught.modules[ModuleId("third")], read, has_result=True)

    assert (screen.onward, screen.first) == ("Rivers", ())
    waiting = three_modules(after_of_second=["rivers"], after_of_first=["hills"])
    screen = finished_screen(waiting, waiting.modules[ModuleId("third")], read, has_result=True)
    assert (screen.onward, screen.first) == ("Rivers", ("Hills",))


def three_modules(*, after_of_second: list[str], after_of_first: list[str] | None = None) -> Course:
    (rivers, questions), _ = sourced.files()
    rivers["after"] = after_of_first or []
    hills: dict[str, Any] = {**HILLS, "after": after_of_second}
    third = {**HILLS, "module": "third", "title": "Third"}
    outline = {**OUTLINE, "modules": ["rivers", "hills", "third"]}
    return sourced.course(lessons=[(rivers, questions), (hills, []), (third, [])], outline=outline)


def test_a_course_that_is_read_leads_to_no_other_module() -> None:
    screen = finished_screen(COURSE, RIVERS, ALL_READ, has_result=True)

    assert screen.onward is None


def test_ids_that_the_course_no_longer_has_are_passed_over() -> None:
    bare = sourced.course(facts=[], terms=[])
    module: Module = bare.modules[RIVER]

    assert page_screen(bare, module, module.pages[0], has_check=False).terms == ()
    assert page_facts_screen(bare, module, module.pages[0], 0, HERE).claims == ()
