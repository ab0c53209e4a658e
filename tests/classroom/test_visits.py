"""Whole visits: what a student does, what then stands on the screen and in the books."""

import sqlite3
from datetime import timedelta
from typing import Any

import pytest

from bot.classroom import Asked, Classroom, Odd, Outcome, Visit
from bot.classroom.teaching import module_named
from bot.core.actions import (
    Action,
    After,
    Answering,
    Before,
    Class,
    ClassModule,
    Confirm,
    Door,
    ExtraTime,
    Finished,
    Help,
    Hint,
    Home,
    LookBack,
    Match,
    Modules,
    Next,
    Objected,
    Onward,
    Open,
    Pick,
    Pretest,
    Progress,
    Quiz,
    Reading,
    Report,
    Reporting,
    Reports,
    Retry,
    SessionId,
    Sure,
    Tick,
    Undo,
)
from bot.core.course import Course, ModuleId, Outline, PageId, QuestionId, QuizId
from bot.core.notices import Notice
from bot.core.progress import Result
from bot.core.roster import Missed, ModulePupil, Standing
from bot.core.screens.asking import QuestionScreen
from bot.core.screens.overview import HelpScreen, HomeScreen, ProgressScreen
from bot.core.screens.quizzes import QuizzesScreen
from bot.core.screens.reading import FinishedScreen, ModulesScreen, PageScreen
from bot.core.screens.teaching import AbsentRow, ClassModuleScreen, ClassScreen
from bot.store import Student as Known
from tests.classroom.room import Room, Student
from tests.school import (
    HILL_QUESTIONS,
    HILLS,
    JONAS,
    MINA,
    NOON,
    OUTLINE,
    RIVER_QUESTIONS,
    RIVERS,
    course,
    module,
)

RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
SOURCE, MOUTH, ONE = PageId("source"), PageId("mouth"), PageId("one")
FIRST = SessionId(1)
RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS


def test_a_first_visit_enrols_the_student_and_greets(room: Room, mina: Student) -> None:
    mina.does(Home())

    assert isinstance(mina.screen, HomeScreen)
    assert mina.outcome == Outcome(Known(MINA, "Mina Park", Home()), mina.screen)
    assert room.rows("select id, name, joined, seen, place from students") == [
        (1001, "Mina Park", NOON.isoformat(), NOON.isoformat(), "h")
    ]


def test_each_visit_notes_when_where_and_under_which_name(room: Room, mina: Student) -> None:
    mina.does(Home())
    room.advance(hours=3)

    mina.does(Progress())

    assert isinstance(mina.screen, ProgressScreen)
    seen = (NOON + timedelta(hours=3)).isoformat()
    assert room.rows("select joined, seen, place from students") == [(NOON.isoformat(), seen, "g")]


def test_a_student_goes_by_the_name_given_last(room: Room, mina: Student) -> None:
    mina.does(Home())
    visit = Visit(MINA, "Mina Weber", Home())

    Classroom(room.taught).attend(room.ledger, visit, now=NOON, seed=1)

    assert room.rows("select name from students") == [("Mina Weber",)]


def test_a_module_is_read_page_by_page_with_its_check_to_its_end(room: Room, mina: Student) -> None:
    mina.does(Modules())
    mina.taps("1. Rivers")
    assert isinstance(mina.screen, PageScreen)
    assert (mina.place, mina.screen.has_check) == (Reading(RIVER, SOURCE), True)

    mina.taps("Check yourself")
    assert (mina.question.kind, mina.question.question.id) == ("check", "rises")
    mina.picks("In the north")
    assert mina.feedback.judgement == "right"
    mina.taps("Onward")
    assert mina.place == Reading(RIVER, MOUTH)

    mina.taps("Finish")
    assert isinstance(mina.screen, FinishedScreen)
    assert (mina.place, mina.screen.unread) == (Finished(RIVER), ())
    assert room.ledger.students.pages_read(MINA) == {(RIVER, SOURCE), (RIVER, MOUTH)}


def test_reading_goes_on_at_the_first_unread_page(mina: Student) -> None:
    mina.does(Onward(RIVER, SOURCE), Home())

    mina.taps("Go on reading Rivers")

    assert mina.place == Reading(RIVER, MOUTH)


def test_a_check_that_was_left_goes_on_where_it_was(room: Room, mina: Student) -> None:
    mina.does(Onward(RIVER, SOURCE))
    mina.taps("← Back to the page")
    assert mina.place == Reading(RIVER, SOURCE)

    mina.taps("Check yourself")

    assert mina.place == Answering(FIRST)
    assert room.rows("select count(*) from sessions") == [(1,)]


def test_feedback_to_a_check_that_was_left_is_shown_until_it_is_passed(mina: Student) -> None:
    mina.does(Onward(RIVER, SOURCE))
    mina.picks("At sea")
    mina.taps("← Back to the page")

    mina.does(Answering(FIRST))

    assert mina.feedback.replied == ("At sea",)


def test_a_check_that_was_answered_is_not_asked_again(room: Room, mina: Student) -> None:
    mina.does(Onward(RIVER, SOURCE))
    mina.picks("At sea")
    mina.taps("Onward")

    mina.does(Reading(RIVER, SOURCE))
    assert isinstance(mina.screen, PageScreen)
    assert not mina.screen.has_check
    mina.taps("Onward")

    assert mina.place == Reading(RIVER, MOUTH)
    assert room.rows("select count(*) from answers") == [(1,)]


def test_a_page_that_was_passed_over_is_named_at_the_end(mina: Student) -> None:
    mina.does(Onward(RIVER, MOUTH))

    assert isinstance(mina.screen, FinishedScreen)
    assert mina.screen.unread == ("Where it rises",)
    mina.taps("Read what is left")
    assert mina.place == Reading(RIVER, SOURCE)


def whole_quiz(mina: Student, *, right: bool) -> None:
    """The rivers' quiz from its first question to its result."""
    mina.does(Quiz(RIVER))
    mina.picks("In the north" if right else "At sea")
    mina.taps("Next")
    for town in ("Alba", "Brin" if right else "Cole"):
        mina.picks(town)
    mina.taps("Confirm")
    mina.taps("Next")
    mina.picks("False" if right else "True")
    mina.taps("Next")
    mina.types("130" if right else "13")
    mina.taps("See the result")


def test_a_quiz_is_answered_to_its_result(room: Room, mina: Student) -> None:
    whole_quiz(mina, right=True)

    assert (mina.result.result, mina.result.again) == (Result(4, 4, 4), ())
    assert room.rows("select turn, question, mark, is_first from answers") == [
        (1, "rises", 1.0, 1),
        (2, "banks", 1.0, 1),
        (3, "salty", 1.0, 1),
        (4, "length", 1.0, 1),
    ]
    assert room.rows("select has_ended, ended, right, answered, is_first from sessions") == [
        (1, NOON.isoformat(), 4, 4, 1)
    ]


def test_a_quiz_that_was_left_goes_on_with_the_same_question_in_the_same_order(
    mina: Student,
) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("Next")
    mina.picks("Brin")
    left = mina.screen
    mina.taps("Stop here")
    assert isinstance(mina.screen, QuizzesScreen)

    mina.taps("1. Continue: Rivers")

    assert mina.screen == left


def test_what_was_missed_is_asked_again_and_only_that(room: Room, mina: Student) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("Next")
    mina.types(mina.label("Alba"))
    mina.taps("Confirm")
    mina.taps("Next")
    mina.picks("False")
    mina.taps("Next")
    mina.types("130")
    mina.taps("See the result")

    mina.taps("Retry what I missed (2)")
    assert (mina.question.kind, mina.question.question.id, mina.question.total) == (
        "retry",
        "rises",
        2,
    )
    mina.picks("In the north")
    mina.taps("Next")
    mina.types(mina.label("Brin"))
    mina.taps("Confirm")
    mina.taps("See the result")

    assert mina.result.result == Result(1, 2, 1.5)
    assert mina.button("Retry what I missed (1)") == Retry(SessionId(2))
    # a retry teaches; it changes nothing of the quiz's result
    assert room.ledger.sessions.results(MINA) == {RIVER: Result(2, 4, 2.5)}
    assert room.rows("select question, is_first from answers where session = 2") == [
        ("rises", 0),
        ("banks", 0),
    ]


def test_a_retry_that_was_left_goes_on(room: Room, mina: Student) -> None:
    whole_quiz(mina, right=False)
    mina.taps("Retry")
    mina.picks("In the north")
    mina.taps("Next")
    left = mina.screen

    mina.does(Home(), Retry(FIRST))

    assert mina.screen == left
    assert room.rows("select count(*) from sessions") == [(2,)]


def test_a_retry_of_another_quiz_does_not_go_on_with_the_old_one(room: Room, mina: Student) -> None:
    whole_quiz(mina, right=False)
    mina.taps("Retry")
    room.taught = course(rivers=[RISES])
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("See the result")

    mina.taps("Retry what I missed (1)")

    assert (mina.question.total, mina.place) == (1, Answering(SessionId(4)))


def test_a_quiz_taken_again_counts_as_the_last_but_not_as_the_first(
    room: Room, mina: Student
) -> None:
    whole_quiz(mina, right=False)
    whole_quiz(mina, right=True)

    assert room.ledger.sessions.results(MINA) == {RIVER: Result(4, 4, 4)}
    assert room.rows("select id, right, is_first from sessions") == [(1, 0, 1), (2, 4, 0)]
    assert room.rows("select sum(is_first) from answers where session = 2") == [(0,)]


def test_the_options_of_another_walk_stand_in_another_order(room: Room, mina: Student) -> None:
    orders = set()
    for _ in range(20):
        mina.does(Quiz(HILL), Quiz(RIVER))
        orders.add(tuple(one.text for one in mina.question.options))
        for _ in range(4):
            session = room.ledger.sessions.running(MINA, "quiz", RIVER)
            assert session is not None
            mina.does(Answering(session.id))
            if isinstance(mina.screen, QuestionScreen):
                mina.types("A")
                mina.types("Confirm")
                mina.types("1")
            mina.does(Next(session.id, session.turn))

    assert len(orders) > 2


def test_letters_numbers_and_words_can_be_typed_instead_of_taps(mina: Student) -> None:
    mina.does(Home())
    for text in ("begin", "1", "check yourself", "b", "onward", "finish", "take the quiz"):
        mina.types(text)

    assert (mina.notice, mina.place) == (None, Answering(SessionId(2)))


def test_labels_typed_together_tick_exactly_those(mina: Student) -> None:
    mina.does(Quiz(RIVER))
    mina.types("1")
    mina.types("next")
    mina.types("a")
    wanted = ", ".join([mina.label("Alba"), mina.label("Brin")])

    mina.types(wanted)

    assert {one.text for one in mina.question.options if one.is_taken} == {"Alba", "Brin"}
    mina.types("confirm")
    assert mina.feedback.judgement == "right"


@pytest.mark.parametrize("text", ["what?", "Z", "9", "in the north", "\x00", "가", "." * 4000])
def test_text_that_means_nothing_here_changes_nothing(room: Room, mina: Student, text: str) -> None:
    mina.does(Quiz(RIVER))
    before, screen = room.dump(), mina.screen

    mina.types(text)

    assert (mina.notice, mina.screen) == (Notice.STRAY, screen)
    assert room.dump() == before


def test_what_is_no_number_is_said_so_and_changes_nothing(room: Room, mina: Student) -> None:
    room.taught = course(rivers=[LENGTH])
    mina.does(Quiz(RIVER))
    before = room.dump()

    said = []
    for text in ("long", "5 or 6", "130" + "x" * 4000, "1" + ",000" * 1000):
        mina.types(text)
        said.append(mina.notice)

    assert said == [Notice.NO_NUMBER] * 2 + [Notice.TOO_LONG] * 2
    assert room.dump() == before


def standing_in_a_quiz(room: Room) -> tuple[Student, Student, Student]:
    """Mina before question 2 of a quiz, session 2, with a finished check behind her; Jonas
    and the teacher at home; and a walk of Jonas's, session 3."""
    mina, jonas, teacher = (room.student(one) for one in (MINA, JONAS, 9001))  # type: ignore[arg-type]
    mina.does(Onward(RIVER, SOURCE))
    mina.picks("At sea")
    mina.taps("Onward")
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("Next")
    jonas.does(Quiz(HILL), Home())
    teacher.does(Home())
    mina.does(Answering(SessionId(2)))
    return mina, jonas, teacher


_NOWHERE, _NOBODY = ModuleId("nowhere"), SessionId(77)
FORGED: list[tuple[Action | Asked, Notice | None]] = [
    (Reading(_NOWHERE, SOURCE), Notice.GONE),
    (Reading(RIVER, ONE), Notice.GONE),
    (Reading(RIVER, PageId("")), Notice.GONE),
    (Finished(_NOWHERE), Notice.GONE),
    (Open(_NOWHERE), Notice.GONE),
    (Open(ModuleId("")), Notice.GONE),
    (Open(ModuleId("Rivers")), Notice.GONE),
    (Onward(_NOWHERE, SOURCE), Notice.GONE),
    (Onward(RIVER, ONE), Notice.GONE),
    (Quiz(_NOWHERE), Notice.GONE),
    (Quiz(ModuleId("' or 1=1 --")), Notice.GONE),
    (Answering(_NOBODY), Notice.JUNK),
    (Answering(SessionId(2**63 - 1)), Notice.JUNK),
    (Answering(SessionId(3)), Notice.JUNK),
    (Pick(_NOBODY, 1, 0), Notice.JUNK),
    (Pick(SessionId(3), 1, 0), Notice.JUNK),
    (Pick(SessionId(2), 1, 0), Notice.PAST),
    (Pick(SessionId(2), 3, 0), Notice.PAST),
    (Pick(SessionId(2), 2**63 - 1, 0), Notice.PAST),
    (Pick(SessionId(1), 1, 0), Notice.PAST),
    (Pick(SessionId(2), 2, 0), Notice.NOT_OFFERED),
    (Tick(SessionId(3), 1, 0, 1), Notice.JUNK),
    (Tick(SessionId(2), 1, 0, 1), Notice.PAST),
    (Tick(SessionId(2), 2, 4, 1), Notice.NOT_OFFERED),
    (Tick(SessionId(2), 2, 2**63 - 1, 1), Notice.NOT_OFFERED),
    (Tick(SessionId(2), 2, 0, 0), None),
    (Confirm(SessionId(3), 1), Notice.JUNK),
    (Confirm(SessionId(2), 2), Notice.NOTHING_TICKED),
    (Next(SessionId(3), 1), Notice.JUNK),
    (Next(SessionId(2), 1), None),
    (Next(SessionId(2), 2), Notice.PAST),
    (Retry(_NOBODY), Notice.JUNK),
    (Retry(SessionId(3)), Notice.JUNK),
    (Retry(SessionId(2)), Notice.PAST),
    (Match(SessionId(3), 1, 0, 0), Notice.JUNK),
    (Match(SessionId(2), 1, 0, 0), Notice.PAST),
    (Match(SessionId(2), 2, 0, 0), Notice.NOT_OFFERED),
    (Undo(SessionId(3), 1, 1), Notice.JUNK),
    (Undo(SessionId(2), 2, 1), Notice.NOT_OFFERED),
    (Hint(SessionId(3), 1, 0), Notice.JUNK),
    (Hint(SessionId(2), 2, 0), None),
    (Hint(SessionId(2), 2, 2**63 - 1), None),
    (Sure(SessionId(3), 1, 3), Notice.JUNK),
    (Sure(SessionId(2), 2, 3), Notice.NOT_OFFERED),
    (LookBack(SessionId(3), 0), Notice.GONE),
    (LookBack(SessionId(2), 0), Notice.GONE),
    (LookBack(_NOBODY, 0), Notice.GONE),
    (Door(QuizId("nowhere")), Notice.GONE),
    (Door(QuizId("rivers")), Notice.GONE),
    (Pretest(_NOWHERE), Notice.GONE),
    (Pretest(RIVER), Notice.GONE),
    (Before(_NOWHERE), Notice.GONE),
    (Before(RIVER), Notice.GONE),
    (After(_NOWHERE), Notice.GONE),
    (After(RIVER), Notice.GONE),
    (Reporting(SessionId(3), 1), Notice.GONE),
    (Reporting(SessionId(2), 2), Notice.GONE),
    (Report(SessionId(3), 1, 0), Notice.JUNK),
    (Report(SessionId(2), 2, 0), Notice.JUNK),
    (Report(SessionId(2), 1, 4), Notice.JUNK),
    (Report(_NOBODY, 1, 0), Notice.JUNK),
    (ExtraTime(1), Notice.JUNK),
    (ExtraTime(2**63 - 1), Notice.JUNK),
    (Class(), Notice.INSTRUCTORS_ONLY),
    (ClassModule(RIVER), Notice.INSTRUCTORS_ONLY),
    (Reports(), Notice.INSTRUCTORS_ONLY),
    (Objected(SessionId(2), 1), Notice.INSTRUCTORS_ONLY),
    (Asked("rivers"), Notice.INSTRUCTORS_ONLY),
]


@pytest.mark.parametrize(("forged", "notice"), FORGED)
def test_what_was_forged_or_belongs_to_somebody_else_changes_nothing(
    room: Room, forged: Action | Asked, notice: Notice | None
) -> None:
    mina, _, _ = standing_in_a_quiz(room)
    before, screen = room.dump(), mina.screen

    mina.does(forged)

    assert (mina.notice, mina.screen) == (notice, screen)
    assert room.dump() == before


@pytest.mark.parametrize("notice", list(Notice))
def test_what_cannot_be_done_is_said_beside_the_screen_and_changes_nothing(
    room: Room, notice: Notice
) -> None:
    mina, _, _ = standing_in_a_quiz(room)
    before, screen = room.dump(), mina.screen

    mina.does(Odd(notice))

    assert (mina.notice, mina.screen, mina.is_past) == (notice, screen, notice is Notice.JUNK)
    assert room.dump() == before


def test_an_old_button_asks_for_the_present_screen_to_be_sent_anew(room: Room) -> None:
    mina, _, _ = standing_in_a_quiz(room)

    mina.does(Pick(SessionId(2), 1, 0))

    assert (mina.notice, mina.is_past) == (Notice.PAST, True)


def test_a_double_tap_is_answered_once_and_shows_the_feedback(room: Room, mina: Student) -> None:
    mina.does(Quiz(RIVER))
    tap = mina.button("A")
    mina.does(tap)
    before, screen = room.dump(), mina.screen

    mina.does(tap)

    assert (mina.notice, mina.screen) == (Notice.ANSWERED, screen)
    assert room.dump() == before


@pytest.mark.parametrize(
    ("tap", "notice"),
    [
        (Pick(FIRST, 2, 0), Notice.NOT_OFFERED),
        (Confirm(FIRST, 2), Notice.NOTHING_TICKED),
        (Tick(FIRST, 2, 7, 1), Notice.NOT_OFFERED),
    ],
)
def test_what_is_wrong_with_a_tap_is_said_where_it_was_tapped(
    mina: Student, tap: Action, notice: Notice
) -> None:
    """The notice speaks of buttons below: they must be those of the question."""
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("Next")
    question = mina.screen
    mina.does(Help())

    mina.does(tap)

    assert (mina.notice, mina.screen) == (notice, question)


def test_a_second_tap_that_comes_late_shows_the_feedback_it_speaks_of(mina: Student) -> None:
    mina.does(Quiz(RIVER))
    tap = mina.button("A")
    mina.does(tap)
    feedback = mina.screen
    mina.does(Help())

    mina.does(tap)

    assert (mina.notice, mina.screen) == (Notice.ANSWERED, feedback)


def test_a_double_tap_on_next_is_silent_where_it_led_and_past_elsewhere(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    tap = mina.button("Next")
    mina.does(tap)
    said = []

    for elsewhere in (Answering(FIRST), Help()):
        mina.does(elsewhere)
        before, screen = room.dump(), mina.screen
        mina.does(tap)
        assert (room.dump(), mina.screen) == (before, screen)
        said.append((mina.notice, mina.is_past))

    assert said == [(None, False), (Notice.PAST, True)]


def test_an_answer_stored_twice_is_refused_by_the_books(room: Room, mina: Student) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    answer = room.ledger.sessions.answer(FIRST, 1)
    assert answer is not None

    with pytest.raises(sqlite3.IntegrityError):
        room.ledger.sessions.record(answer, "quiz", NOON)


def reworded(asked: dict[str, Any]) -> dict[str, Any]:
    return {**asked, "ask": asked["ask"] + " Say."}


def test_a_question_that_changed_on_the_screen_is_asked_anew_and_no_old_tap_counts(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(RIVER))
    tap = mina.button("A")
    room.taught = course(rivers=[reworded(RISES), BANKS, SALTY, LENGTH])

    mina.does(tap)

    assert (mina.notice, mina.is_past) == (Notice.PAST, True)
    assert mina.question.question.ask == "Where does it rise? Say."
    assert room.rows("select count(*) from answers") == [(0,)]


@pytest.mark.parametrize("text", ["A", "1"])
def test_a_typed_label_does_not_answer_a_question_that_was_not_on_the_screen(
    room: Room, mina: Student, text: str
) -> None:
    mina.does(Quiz(RIVER))
    room.taught = course(rivers=[reworded(RISES), BANKS, SALTY, LENGTH])

    mina.types(text)

    assert mina.notice == Notice.PAST
    assert mina.question.question.ask == "Where does it rise? Say."
    assert room.rows("select count(*) from answers") == [(0,)]


def test_typed_labels_do_not_tick_what_was_not_on_the_screen(room: Room, mina: Student) -> None:
    room.taught = course(rivers=[BANKS])
    mina.does(Quiz(RIVER))
    room.taught = course(rivers=[reworded(BANKS)])

    mina.types("A, B")

    assert mina.notice == Notice.PAST
    assert not any(one.is_taken for one in mina.question.options)


def test_a_typed_number_does_not_answer_a_question_that_was_not_on_the_screen(
    room: Room, mina: Student
) -> None:
    room.taught = course(rivers=[RISES, LENGTH])
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    mina.taps("Next")
    room.taught = course(rivers=[RISES, {**reworded(LENGTH), "answer": "7", "mistakes": []}])

    mina.types("130")

    assert (mina.notice, mina.question.question.id) == (Notice.PAST, "length")
    assert room.rows("select count(*) from answers") == [(1,)]


def test_a_typed_label_does_not_answer_the_question_after_one_that_is_gone(
    room: Room, mina: Student
) -> None:
    room.taught = course(rivers=[RISES, SALTY])
    mina.does(Quiz(RIVER))
    room.taught = course(rivers=[SALTY])

    mina.types("A")

    assert (mina.notice, mina.question.question.id) == (Notice.PAST, "salty")
    assert room.rows("select count(*) from answers") == [(0,)]


def test_options_put_in_another_order_make_an_old_tap_void(room: Room, mina: Student) -> None:
    still = {**RISES, "shuffle": "no"}
    room.taught = course(rivers=[still])
    mina.does(Quiz(RIVER))
    tap = mina.button("A")
    room.taught = course(rivers=[{**still, "options": RISES["options"][::-1]}])

    mina.does(tap)

    assert mina.notice == Notice.PAST
    assert room.rows("select count(*) from answers") == [(0,)]


def test_a_question_that_is_gone_is_passed_over_and_the_result_counts_what_was_answered(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("In the north")
    room.taught = course(rivers=[RISES])

    mina.taps("Next")

    assert mina.result.result == Result(1, 1, 1)


def test_a_quiz_of_which_nothing_is_left_gives_way_to_another(room: Room, mina: Student) -> None:
    room.taught = course(rivers=[RISES])
    mina.does(Quiz(RIVER))
    room.taught = course(rivers=[SALTY])

    mina.does(Quiz(RIVER))

    assert (mina.question.question.id, mina.place) == ("salty", Answering(SessionId(2)))
    assert room.ledger.sessions.results(MINA) == {}
    assert room.rows("select is_first from sessions where id = 1") == [(0,)]


def test_a_quiz_of_a_module_that_lost_its_questions_is_proposed_nowhere(
    room: Room, mina: Student
) -> None:
    mina.does(Onward(HILL, ONE), Quiz(HILL))
    room.taught = course(hills=[])

    mina.does(Home())

    assert [one.action for one in mina.screen.buttons()] == [Open(RIVER)]


def without_hills() -> Course:
    outline = {**OUTLINE, "modules": ["rivers"]}
    return Course(Outline.model_validate(outline), {RIVER: module(RIVERS, RIVER_QUESTIONS)})


@pytest.mark.parametrize("place", [Reading(HILL, ONE), Finished(HILL)])
def test_whoever_stood_in_a_module_that_is_gone_finds_the_modules(
    room: Room, mina: Student, place: Action
) -> None:
    mina.does(place)
    room.taught = without_hills()

    redrawn = room.redraw(MINA)
    mina.types("onward")

    assert redrawn is not None
    assert isinstance(redrawn.screen, ModulesScreen)
    assert isinstance(mina.screen, ModulesScreen)
    assert mina.place == Modules()


def test_a_quiz_of_a_module_that_is_gone_ends_and_begins_anew_when_the_module_is_back(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(HILL))
    room.taught = without_hills()
    mina.does(Answering(FIRST))
    assert (mina.result.title, mina.result.result) == ("Rivers and hills", Result(0, 0, 0))
    mina.does(Quiz(HILL))
    assert mina.notice == Notice.GONE

    room.taught = course()
    mina.does(Quiz(HILL))

    assert (mina.question.question.id, mina.place) == ("high", Answering(SessionId(2)))
    assert room.rows("select count(*) from sessions where is_first") == [(0,)]


def test_a_page_that_is_gone_is_not_marked_read(room: Room, mina: Student) -> None:
    mina.does(Reading(RIVER, MOUTH))
    pages = RIVERS["pages"][:1]
    left = module({**RIVERS, "pages": pages}, RIVER_QUESTIONS)
    room.taught = Course(
        Outline.model_validate(OUTLINE), {RIVER: left, HILL: module(HILLS, HILL_QUESTIONS)}
    )

    mina.does(Onward(RIVER, MOUTH))

    assert mina.notice == Notice.GONE
    assert isinstance(mina.screen, ModulesScreen)
    assert room.ledger.students.pages_read(MINA) == frozenset()


def test_a_check_whose_page_is_gone_leads_to_the_module_s_first_page(
    room: Room, mina: Student
) -> None:
    mina.does(Onward(RIVER, SOURCE))
    mina.picks("At sea")
    left = module({**RIVERS, "pages": RIVERS["pages"][1:]}, RIVER_QUESTIONS)
    room.taught = Course(
        Outline.model_validate(OUTLINE), {RIVER: left, HILL: module(HILLS, HILL_QUESTIONS)}
    )

    mina.taps("Onward")

    assert mina.place == Reading(RIVER, MOUTH)


def test_a_check_whose_question_is_gone_leads_on_from_its_page(room: Room, mina: Student) -> None:
    mina.does(Onward(RIVER, SOURCE))
    pages = [{**RIVERS["pages"][0], "check": None}, RIVERS["pages"][1]]
    left = module({**RIVERS, "pages": pages}, [BANKS])
    room.taught = Course(
        Outline.model_validate(OUTLINE), {RIVER: left, HILL: module(HILLS, HILL_QUESTIONS)}
    )

    redrawn = room.redraw(MINA)

    assert redrawn is not None
    assert isinstance(redrawn.screen, PageScreen)
    assert redrawn.screen.page.page == "mouth"


def test_a_type_that_changed_while_its_feedback_was_shown_is_no_trouble(
    room: Room, mina: Student
) -> None:
    mina.does(Quiz(RIVER))
    mina.picks("At sea")
    for changed in (SALTY, LENGTH, BANKS):
        room.taught = course(rivers=[{**changed, "id": "rises"}, BANKS])
        redrawn = room.redraw(MINA)
        assert redrawn is not None

    mina.taps("Next")

    assert mina.question.question.id == "banks"


def test_redrawing_shows_where_one_stands_and_changes_nothing(room: Room) -> None:
    mina, _, _ = standing_in_a_quiz(room)
    before = room.dump()

    redrawn = room.redraw(MINA, Notice.BROKEN)

    known = room.ledger.students.find(MINA)
    assert known is not None
    assert redrawn == Outcome(known, mina.screen, Notice.BROKEN)
    assert room.dump() == before


def test_nothing_is_drawn_for_somebody_unknown(room: Room) -> None:
    assert room.redraw(MINA) is None


def test_an_instructor_sees_the_class(room: Room, mina: Student, teacher: Student) -> None:
    whole_quiz(mina, right=False)
    room.student(JONAS).does(Onward(HILL, ONE))
    whole_quiz(teacher, right=True)
    room.advance(days=8)
    room.student(JONAS).does(Home())

    teacher.does(Class())

    assert isinstance(teacher.screen, ClassScreen)
    assert (teacher.screen.students, teacher.screen.active) == (2, 1)
    assert [one.standing for one in teacher.screen.modules] == [
        Standing(RIVER, 1, 0, 0.0, 1),
        Standing(HILL, 1, 0, None, 0),
    ]
    assert [one.missed for one in teacher.screen.missed] == [
        Missed(QuestionId(id_), 1, 1) for id_ in ("banks", "length", "rises")
    ]
    assert teacher.screen.absent == (AbsentRow("Mina Park", 8),)


def test_an_instructor_sees_the_class_in_one_module(
    room: Room, mina: Student, teacher: Student
) -> None:
    whole_quiz(mina, right=True)
    mina.does(Onward(RIVER, SOURCE))
    room.student(JONAS).does(Home())

    teacher.does(Asked("rivers"))

    assert teacher.place == ClassModule(RIVER)
    assert isinstance(teacher.screen, ClassModuleScreen)
    assert teacher.screen.pupils == (ModulePupil("Mina Park", 1, 4, 1.0),)
    assert teacher.screen.not_begun == 1


def test_answers_to_an_older_wording_do_not_count_in_the_class(
    room: Room, mina: Student, teacher: Student
) -> None:
    whole_quiz(mina, right=False)
    room.taught = course(rivers=[reworded(RISES), BANKS, SALTY, LENGTH])

    teacher.does(Asked("1"))

    assert isinstance(teacher.screen, ClassModuleScreen)
    assert {one.missed.question for one in teacher.screen.missed} == {"banks", "salty", "length"}


def test_an_unknown_module_shows_the_class_and_says_so(teacher: Student) -> None:
    teacher.does(Asked("oceans"))

    assert isinstance(teacher.screen, ClassScreen)
    assert (teacher.notice, teacher.place) == (Notice.UNKNOWN_MODULE, Class())


def test_a_class_report_forged_for_a_module_that_is_not_there_is_gone(teacher: Student) -> None:
    teacher.does(Home(), ClassModule(_NOWHERE))

    assert (teacher.notice, teacher.place) == (Notice.GONE, Home())


def test_who_is_an_instructor_no_more_sees_no_class(room: Room, teacher: Student) -> None:
    teacher.does(Class())

    redrawn = Classroom(room.taught, []).redraw(room.ledger, teacher.id, now=NOON)

    assert redrawn is not None
    assert isinstance(redrawn.screen, HelpScreen)
    assert not redrawn.screen.is_instructor


def two_named(first: str, second: str, titles: tuple[str, str]) -> Course:
    outline = {**OUTLINE, "modules": [first, second]}
    return Course(
        Outline.model_validate(outline),
        {
            ModuleId(id_): module({**HILLS, "module": id_, "title": title}, [])
            for id_, title in zip((first, second), titles, strict=True)
        },
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("1", "food-security"),
        ("02", "trade"),
        ("２", "trade"),
        ("food-security", "food-security"),
        ("Food Security", "food-security"),
        ("food", "food-security"),
        ("  FOOD   sec ", "food-security"),
        ("trade", "trade"),
        ("Sino-Korean trade", "trade"),
        ("sino korean", "trade"),
        ("Sino–Korean trade", None),
        ("0", None),
        ("3", None),
        ("00012", None),
        ("10001", None),
        ("", None),
        ("-", None),
        ("ood", None),
        ("1 2", None),
    ],
)
def test_a_module_is_found_by_number_id_title_or_their_beginnings(
    name: str, found: str | None
) -> None:
    taught = two_named("food-security", "trade", ("Food security", "Sino-Korean trade"))

    module_ = module_named(taught, name)

    assert (None if module_ is None else module_.id) == found


def test_a_whole_name_comes_before_the_beginning_of_another() -> None:
    taught = two_named("food-security", "food", ("Safety", "Meals"))

    found = module_named(taught, "food")

    assert found is not None
    assert found.id == "food"


def test_a_title_typed_in_decomposed_letters_is_found() -> None:
    taught = two_named("one", "two", ("한국", "Zoë"))

    found = [module_named(taught, name) for name in ("한국", "Zoe\u0308")]

    assert [one and one.id for one in found] == ["one", "two"]
