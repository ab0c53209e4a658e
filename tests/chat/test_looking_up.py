"""A student looks something up, and goes on where they were."""

from collections.abc import Iterator

import pytest

from tests import sourced
from tests.conversation import School, Student


@pytest.fixture
def school() -> Iterator[School]:
    school = School(sourced.course())
    yield school
    school.close()


async def test_a_page_shows_what_it_rests_on_and_leads_back(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    page = mina.text
    assert mina.sees("Terms: 로동신문 · 창성련석")

    await mina.taps("Where is this in the source?")
    assert mina.sees("Rivers · Where it rises", "¶1 · Guide\nThe river begins in the north.")
    assert mina.sees("Hedge: it seems", "¶1, ¶2 · Beyond the guide", "The Guide, 2020")
    assert mina.sees("guide.example")

    await mina.taps("← Back to the page")
    assert mina.text == page
    assert len(mina.messages) == 1


async def test_feedback_shows_what_the_answer_rests_on_and_the_quiz_goes_on(mina: Student) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    await mina.answers("In the south")
    await mina.taps("Where is this in the source?")
    assert mina.sees("Where does it rise?", "The river begins in the north.")

    await mina.taps("← Back to the question")
    assert mina.sees("Not quite")
    await mina.taps("Next")
    assert mina.sees("Which towns stand on it?")


@pytest.mark.parametrize("typed", ["/source ¶1", "/source 1", "/source p1", "/source@a_bot [¶1]"])
async def test_a_place_is_looked_up_while_a_question_waits(mina: Student, typed: str) -> None:
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    question = mina.text

    await mina.sends(typed)
    assert mina.sees("What the course takes from ¶1", "Guide\nThe river begins in the north.")
    assert mina.sees("A page treats this.")
    assert mina.buttons() == ["Page: Where it rises", "← Back to the question", "All sources"]

    await mina.taps("← Back to the question")
    assert mina.text == question


async def test_source_without_a_place_says_how_to_name_one(mina: Student) -> None:
    await mina.sends("/source")

    assert mina.sees("as in /source ¶1.", "The Atlas, 2021", "medium certainty")


async def test_a_place_that_there_is_not_leads_to_all_sources(mina: Student) -> None:
    await mina.sends("/source ¶99")

    assert mina.sees("Nothing in this course goes by that name.", "Sources\n")


async def test_the_glossary_is_browsed_and_searched(mina: Student) -> None:
    await mina.sends("/glossary")
    assert mina.sees("1. county\n군 · gun", "3. Workers' Newspaper\n로동신문")

    await mina.taps("3")
    assert mina.sees("로동신문 in the North", "노동신문 in the South", "Hanja: 勞動新聞")
    assert mina.sees("Its own Latin spelling: Rodong Daily", "A daily paper.")
    assert mina.sees("Used in Guide 2020, ¶1, as “the paper”", "Certainty of the form: medium")

    await mina.sends("ryonsok")
    assert mina.sees("Joint Meeting", "McCune–Reischauer: ch'angsŏng ryŏnsŏk")

    await mina.taps("Page: Where it rises")
    assert mina.sees("page 1 of 2")


@pytest.mark.parametrize("typed", ["/glossary 로동", "/glossary NODONG", "/glossary  worker's"])
async def test_one_hit_opens_its_entry(mina: Student, typed: str) -> None:
    await mina.sends(typed)

    assert mina.sees("Workers' Newspaper", "Revised Romanization")


async def test_nothing_found_says_what_to_try(mina: Student) -> None:
    await mina.sends("/glossary <b>zzz</b>")

    assert mina.sees("Glossary: <b>zzz</b>", "Nothing begins like that.")
    assert mina.buttons() == ["← Back", "Glossary"]


async def test_a_page_leads_to_its_terms_and_a_term_back_to_the_page(mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Terms (2)")
    assert mina.sees("Terms of this page", "2. Joint Meeting")

    await mina.taps("2")
    await mina.taps("← Back to the page")

    assert mina.sees("page 1 of 2")


async def test_a_restart_keeps_what_is_open_and_the_way_back(school: School, mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Terms (2)")
    await school.reopens()

    await mina.taps("1")
    await school.reopens()
    await mina.taps("← Back to the page")

    assert mina.sees("page 1 of 2")


async def test_a_double_tap_on_the_way_back_leads_back_once(school: School, mina: Student) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Where is this in the source?")
    taps = [mina.tap("← Back"), mina.tap("← Back")]

    await school.receives(*taps)

    assert mina.sees("page 1 of 2")
    assert mina.toast is None
    assert len(mina.messages) == 1


async def test_an_old_button_looks_up_and_leads_back_to_where_one_is_now(
    school: School, mina: Student
) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    old = mina.tap("Terms (2)")
    await mina.sends("/progress")

    await school.receives(old)
    assert mina.sees("Terms of this page")
    await mina.taps("← Back")

    assert mina.sees("Your progress")


async def test_the_end_of_a_module_stays_with_its_terms_while_something_is_looked_up(
    mina: Student,
) -> None:
    await mina.sends("/learn")
    await mina.taps("1. Rivers")
    await mina.taps("Check yourself")
    await mina.answers("In the north")
    await mina.taps("Onward")
    await mina.taps("Finish")
    summary = mina.screen
    assert mina.sees("You should now be able to", "• 로동신문 Rodong Sinmun", "What next")
    assert mina.sees("The next module: Hills.")

    await mina.taps("Glossary")
    assert mina.sees("Glossary")
    await mina.taps("← Back to the summary")
    await mina.taps("Next: Hills")

    assert mina.sees("One hill")
    stayed = next(one for one in mina.messages if one["message_id"] == summary["message_id"])
    assert stayed["text"] == summary["text"]


async def test_a_module_says_what_is_better_read_before_and_opens_all_the_same(
    mina: Student,
) -> None:
    await mina.sends("/learn")
    assert mina.sees("1 page · 1 question · best after 1")

    await mina.taps("2. Hills")

    assert mina.sees("Best after: Rivers", "It is high.")


async def test_the_menu_and_the_help_name_the_glossary_where_there_is_one(
    school: School, mina: Student
) -> None:
    await school.menus.hang_up()
    await mina.sends("/help")

    assert "glossary" in [one["command"] for one in school.telegram.commands(mina.person)]
    assert mina.sees("/source ¶1 shows one place", "/sources", "/glossary word")
    await school.reopens(sourced.course(terms=[]))
    await school.menus.hang_up()
    await mina.sends("/help")
    assert "glossary" not in [one["command"] for one in school.telegram.commands(mina.person)]
    assert "/glossary" not in mina.text
    assert "Glossary" not in mina.buttons()


async def test_a_course_without_a_glossary_says_so_to_those_who_ask(
    school: School, mina: Student
) -> None:
    await school.reopens(sourced.course(terms=[]))

    await mina.sends("/glossary")

    assert mina.sees("This course has no glossary. Here is where you are.")
