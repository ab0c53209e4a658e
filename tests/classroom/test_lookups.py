"""Looking something up beside the way: what is under way stays as it is."""

from collections.abc import Iterator

import pytest

from bot.classroom import Said
from bot.core.actions import (
    Action,
    Answering,
    Aside,
    Back,
    Home,
    Leaf,
    Modules,
    OnTheWay,
    Onward,
    Open,
    PageFacts,
    PageTerms,
    Picture,
    PlaceFacts,
    QuestionFacts,
    Quiz,
    Reading,
    SourceList,
    TermEntry,
    TermList,
    TermSearch,
)
from bot.core.course import ModuleId, PageId, QuestionId, TermId
from bot.core.notices import Notice
from bot.core.screens.glossary import TermScreen, TermsScreen
from bot.core.screens.reading import ModulesScreen, PageScreen, picture_screen
from bot.core.screens.sources import FactsScreen, SourcesScreen
from tests import school, sourced
from tests.classroom.room import Room, Student
from tests.school import MINA

RIVER, SOURCE, MOUTH = ModuleId("rivers"), PageId("source"), PageId("mouth")
HERE = Reading(RIVER, SOURCE)
NEWSPAPER = TermId("newspaper")


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room(sourced.course())
    yield room
    room.close()


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (SourceList(), SourcesScreen),
        (PlaceFacts("¶1"), FactsScreen),
        (PlaceFacts("1"), FactsScreen),
        (PageFacts(RIVER, SOURCE), FactsScreen),
        (TermList(), TermsScreen),
        (TermSearch("e"), TermsScreen),
        (PageTerms(RIVER, SOURCE), TermsScreen),
        (TermEntry(NEWSPAPER), TermScreen),
    ],
)
def test_what_is_looked_up_leads_back_to_the_page(
    mina: Student, action: Action, kind: type
) -> None:
    before = mina.does(Open(RIVER))

    assert isinstance(mina.does(action), kind)
    assert mina.does(Back()) == before
    assert mina.place == HERE


def test_a_running_question_stays_as_it_is_while_something_is_looked_up(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("In the north")
    before = mina.taps("Next →")
    stored = room.rows("select * from sessions, answers")

    mina.does(PlaceFacts("¶1"), SourceList(), TermList(), TermEntry(NEWSPAPER))
    mina.types("A")
    mina.types("130")

    assert mina.does(Back()) == before
    assert room.rows("select * from sessions, answers") == stored


def test_ticks_are_kept_while_something_is_looked_up(mina: Student) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("In the north")
    mina.taps("Next →")
    ticked = mina.picks("Alba")

    mina.does(TermList())

    assert mina.does(Back()) == ticked


def test_the_way_back_stays_known_over_restarts_and_from_one_lookup_to_the_next(
    room: Room, mina: Student
) -> None:
    mina.does(Open(RIVER), PageTerms(RIVER, SOURCE), TermEntry(NEWSPAPER), SourceList())

    assert mina.place == Aside(0, SourceList(), HERE)
    redrawn = room.redraw(MINA)
    assert redrawn is not None
    assert redrawn.screen == mina.screen


def test_after_an_answer_its_facts_lead_back_to_the_feedback(mina: Student) -> None:
    mina.does(Quiz(RIVER))
    feedback = mina.picks("In the south")

    facts = mina.taps("Where is this in the source?")

    assert isinstance(facts, FactsScreen)
    assert facts.about == "Where does it rise?"
    assert mina.taps("← Back to the question") == feedback


def test_the_facts_of_a_question_are_not_to_be_seen_before_it_is_answered(mina: Student) -> None:
    asked = mina.does(Quiz(RIVER))

    assert mina.does(QuestionFacts(QuestionId("rises"))) == asked
    assert mina.notice is Notice.PAST


def test_another_part_is_turned_to_and_the_way_back_stays(room: Room, mina: Student) -> None:
    room.taught = sourced.course(terms=sourced.many_terms(23))
    mina.does(Open(RIVER), TermList())

    screen = mina.taps("More →")

    assert isinstance(screen, TermsScreen)
    assert screen.first == 11
    assert mina.place == Aside(1, TermList(), HERE)
    entry = mina.taps("11")
    assert isinstance(entry, TermScreen)
    assert entry.term.term == "t10"
    assert isinstance(mina.does(Back()), PageScreen)


@pytest.mark.parametrize("action", [Leaf(3), Back()])
def test_a_second_tap_on_a_button_of_what_was_looked_up_changes_nothing(
    mina: Student, action: Action
) -> None:
    page = mina.does(Open(RIVER))

    assert mina.does(action) == page
    assert (mina.notice, mina.is_past) == (None, False)


def test_one_hit_opens_the_entry_and_several_are_listed(mina: Student) -> None:
    entry = mina.does(TermSearch("로동"))
    several = mina.does(TermSearch("sinmun"))
    none = mina.does(TermSearch("zzz"))

    assert isinstance(entry, TermScreen)
    assert isinstance(several, TermScreen)
    assert isinstance(none, TermsScreen)
    assert (none.terms, none.wanted) == ((), "zzz")
    assert mina.notice is None


@pytest.mark.parametrize(
    "open_", [TermList(), TermSearch("zzz"), TermEntry(NEWSPAPER), PageTerms(RIVER, SOURCE)]
)
def test_what_is_typed_where_the_glossary_is_open_is_looked_for(
    mina: Student, open_: Action
) -> None:
    mina.does(Open(RIVER), open_)

    screen = mina.types("kun")

    assert isinstance(screen, TermScreen)
    assert screen.term.term == "county"


def test_a_number_typed_in_the_glossary_opens_the_entry_of_that_number(mina: Student) -> None:
    mina.does(TermList())

    screen = mina.types("1")

    assert isinstance(screen, TermScreen)
    assert screen.term.english == "county"


def test_what_is_typed_beside_the_sources_is_not_looked_for(mina: Student) -> None:
    sources = mina.does(SourceList())

    assert mina.types("county") == sources
    assert mina.notice is Notice.STRAY


def test_a_long_search_is_kept_short(mina: Student) -> None:
    mina.does(TermSearch("z" * 5000))

    assert mina.place == Aside(0, TermSearch("z" * 60), Home())


def test_a_place_that_nothing_is_called_leads_to_all_sources(mina: Student) -> None:
    mina.does(Open(RIVER))

    assert isinstance(mina.does(PlaceFacts("¶99")), SourcesScreen)
    assert mina.notice is Notice.UNKNOWN_SOURCE
    assert isinstance(mina.does(Back()), PageScreen)


@pytest.mark.parametrize("action", [TermList(), TermSearch("county")])
def test_a_course_without_a_glossary_says_so(room: Room, mina: Student, action: Action) -> None:
    room.taught = school.course()
    page = mina.does(Open(RIVER))

    assert mina.does(action) == page
    assert mina.notice is Notice.NO_GLOSSARY


@pytest.mark.parametrize(
    "action",
    [
        PageFacts(RIVER, PageId("gone")),
        PageTerms(ModuleId("gone"), SOURCE),
        TermEntry(TermId("gone")),
        Picture(RIVER, PageId("gone")),
    ],
)
def test_what_the_course_no_longer_has_is_said_to_be_gone(mina: Student, action: Action) -> None:
    page = mina.does(Open(RIVER))

    assert mina.does(action) == page
    assert mina.notice is Notice.GONE


def test_a_way_back_that_is_gone_leads_to_the_modules(room: Room, mina: Student) -> None:
    mina.does(Onward(RIVER, MOUTH), Reading(RIVER, MOUTH), SourceList())
    files = sourced.files()
    del files[0][0]["pages"][1]
    room.taught = sourced.course(lessons=files)

    assert isinstance(mina.does(Back()), ModulesScreen)
    assert (mina.notice, mina.place) == (Notice.GONE, Modules())


def test_an_entry_that_is_gone_while_it_is_open_leads_to_the_modules(
    room: Room, mina: Student
) -> None:
    mina.does(Open(RIVER), TermEntry(NEWSPAPER))
    room.taught = sourced.course(terms=sourced.TERMS[1:])

    redrawn = room.redraw(MINA)

    assert redrawn is not None
    assert isinstance(redrawn.screen, ModulesScreen)


def test_no_button_leads_to_what_only_the_books_hold(mina: Student, jonas: Student) -> None:
    jonas.does(Quiz(RIVER))
    theirs = jonas.place
    assert isinstance(theirs, Answering)
    before = mina.does(Modules())

    assert mina.does(Aside(0, SourceList(), theirs)) == before
    assert mina.notice is Notice.JUNK


@pytest.mark.parametrize("said", [Picture(RIVER, SOURCE), Said("picture"), Said("Picture")])
def test_a_picture_is_shown_above_its_page(room: Room, mina: Student, said: Action | Said) -> None:
    page = mina.does(Open(RIVER))

    assert mina.does(said) == page
    assert mina.outcome is not None
    figure = room.taught.modules[RIVER].pages[0].figure
    assert figure is not None
    assert mina.outcome.picture == picture_screen(figure)
    assert mina.place == HERE


def test_a_picture_that_was_handled_and_perhaps_not_sent_is_sent_again(room: Room) -> None:
    mina = room.student(MINA)
    mina.does(Open(RIVER), Picture(RIVER, SOURCE))
    assert mina.outcome is not None

    again = room.redraw(MINA, said=Picture(RIVER, SOURCE))
    typed = room.redraw(MINA, said=Said("picture"))
    other = room.redraw(MINA, said=Said("onward"))

    assert again is not None
    assert typed is not None
    assert other is not None
    assert (again.screen, again.picture) == (mina.screen, mina.outcome.picture)
    assert typed.picture == again.picture
    assert other.picture is None


def test_a_page_that_lost_its_picture_is_shown_without(room: Room, mina: Student) -> None:
    mina.does(Open(RIVER))
    room.taught = school.course()

    mina.does(Picture(RIVER, SOURCE))

    assert mina.outcome is not None
    assert (mina.outcome.picture, mina.place) == (None, HERE)


@pytest.mark.parametrize("back", [Home(), HERE])
def test_two_students_look_up_without_meeting(
    mina: Student, jonas: Student, back: OnTheWay
) -> None:
    mina.does(back, SourceList())
    jonas.does(TermList())

    assert mina.place == Aside(0, SourceList(), back)
    assert jonas.place == Aside(0, TermList(), Home())
