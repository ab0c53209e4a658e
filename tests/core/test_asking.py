"""The screens of a question before its answer, on the way to it, and after it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import (
    Action,
    Answering,
    Confirm,
    Hint,
    LookBack,
    Match,
    Next,
    Pick,
    QuestionFacts,
    Quizzes,
    Reading,
    Reporting,
    SessionId,
    Sure,
    Tick,
    Undo,
)
from bot.core.answers import Piece
from bot.core.course import Course, ModuleId, PageId, Question, QuestionId, QuizId
from bot.core.grading import after_hints, grade
from bot.core.offers import offered
from bot.core.screens import Button, Rows, pressed
from bot.core.screens.asking import (
    Labelled,
    Near,
    Placed,
    QuestionScreen,
    Time,
    question_screen,
    title_of,
)
from bot.core.screens.feedback import (
    FeedbackScreen,
    Judged,
    feedback_screen,
    lookback_screen,
)
from bot.core.screens.gallery import replies
from bot.core.screens.reading import Cited
from bot.core.session import Answer, Session
from tests.authors import questions
from tests.school import (
    CLAIM,
    COURSE_OF_IT,
    EVERY_TYPE,
    HINTS,
    MINA,
    NAME,
    NOON,
    QUIZZES,
    RIVER_QUESTIONS,
    WHAT_IS_WHERE,
    begun,
    course,
)

RIVER, SOURCE, MOUTH = ModuleId("rivers"), PageId("source"), PageId("mouth")
SEVEN = SessionId(7)
RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
STILL = {**RISES, "shuffle": "no"}
STILL_BANKS = {**BANKS, "shuffle": "no"}
SPRING, MILL, BRIDGE, SEA = COURSE_OF_IT["items"]
GUIDE_1 = Cited("Guide 2020", ("¶1",), "https://guide.example/", None)
NORTH, SOUTH, AT_SEA = (
    Labelled("A", "In the north"),
    Labelled("B", "In the south"),
    Labelled("C", "At sea"),
)
STOP = (Button("Stop here", Quizzes()),)
LEVELS = (
    Button("Guess", Sure(SEVEN, 1, 1), style="primary"),
    Button("Think so", Sure(SEVEN, 1, 2), style="primary"),
    Button("Sure", Sure(SEVEN, 1, 3), style="primary"),
)


def asking(*written: dict[str, Any], **fields: Any) -> tuple[Course, Session]:
    taught = course(list(written))
    return taught, begun(taught, *(one["id"] for one in written), **fields)


def present(taught: Course, session: Session) -> Question:
    asked = taught.question(session.present)
    assert asked is not None
    return asked


def shown(*written: dict[str, Any], later: dict[str, Any] | None = None, **fields: Any) -> Any:
    """The screen of the first of these questions; `later` is what has changed since it was put."""
    taught, session = asking(*written, **fields)
    session = replace(session, **(later or {}))
    return question_screen(taught, session, present(taught, session))


def options(asked: dict[str, Any]) -> tuple[str, ...]:
    """What the question offers in a walk, in the order of the screen."""
    taught, session = asking(asked)
    return offered(present(taught, session), session.seed)


def labels(rows: Rows) -> list[list[str]]:
    return [[button.text for button in row] for row in rows]


def test_a_choice_shows_its_options_with_labels_and_its_buttons_hold_positions() -> None:
    taught, session = asking(STILL, SALTY)

    assert question_screen(taught, session, present(taught, session)) == QuestionScreen(
        title="Rivers",
        kind="quiz",
        number=1,
        total=2,
        question=present(taught, session),
        options=(NORTH, SOUTH, AT_SEA),
        fitting=None,
        unit=None,
        arranged=(),
        typed=None,
        near=None,
        hints=(),
        next_hint=False,
        asks_confidence=False,
        is_ready=False,
        time=None,
        rows=(
            (
                Button("A", Pick(SEVEN, 1, 0), key="A"),
                Button("B", Pick(SEVEN, 1, 1), key="B"),
                Button("C", Pick(SEVEN, 1, 2), key="C"),
            ),
            STOP,
        ),
    )


def test_choices_show_what_is_ticked_and_each_button_turns_its_tick_over() -> None:
    screen = shown(STILL_BANKS, later={"draft": ("Brin",)})

    assert screen.fitting == 2
    assert [one.is_taken for one in screen.options] == [False, True, False, False]
    assert screen.rows == (
        (
            Button("☐ A", Tick(SEVEN, 1, 0, 1), key="A"),
            Button("☑ B", Tick(SEVEN, 1, 1, 0), key="B"),
            Button("☐ C", Tick(SEVEN, 1, 2, 1), key="C"),
            Button("☐ D", Tick(SEVEN, 1, 3, 1), key="D"),
        ),
        (Button("Confirm", Confirm(SEVEN, 1), style="primary"),),
        STOP,
    )


def test_a_statement_is_answered_with_words() -> None:
    assert labels(shown(SALTY).rows) == [["A. True", "B. False"], ["Stop here"]]


def test_a_claim_offers_the_names_of_the_voices() -> None:
    screen = shown(CLAIM)

    assert screen.options == (Labelled("A", "Guide"), Labelled("B", "Beyond the guide"))
    assert labels(screen.rows) == [["A", "B"], ["Stop here"]]


@pytest.mark.parametrize(("asked", "unit"), [(LENGTH, "km"), (NAME, None)])
def test_numbers_and_names_are_typed(asked: dict[str, Any], unit: str | None) -> None:
    screen = shown(asked)

    assert (screen.options, screen.unit, screen.typed) == ((), unit, None)
    assert labels(screen.rows) == [["Stop here"]]


def test_what_was_almost_right_is_shown_beside_what_is_meant() -> None:
    screen = shown(NAME, later={"tries": ("Tumen Rivr",)})

    assert screen.near == Near(
        "Tumen Rivr",
        (Piece("Tumen Riv", "same"), Piece("e", "missing"), Piece("r", "same")),
    )


def test_an_order_offers_what_has_no_place_yet_and_shows_what_has() -> None:
    first, second, third, fourth = options(COURSE_OF_IT)

    screen = shown(COURSE_OF_IT, later={"draft": (third, first)})

    assert screen.arranged == (Placed(third), Placed(first), Placed(None), Placed(None))
    assert screen.options == (
        Labelled("A", first, is_taken=True),
        Labelled("B", second),
        Labelled("C", third, is_taken=True),
        Labelled("D", fourth),
    )
    assert screen.rows == (
        (
            Button("B", Pick(SEVEN, 1, 1), key="B"),
            Button("D", Pick(SEVEN, 1, 3), key="D"),
        ),
        (Button("Undo", Undo(SEVEN, 1, 2)),),
        STOP,
    )


def test_an_order_that_is_complete_can_be_handed_in_or_undone() -> None:
    screen = shown(COURSE_OF_IT, later={"draft": (SEA, MILL, SPRING, BRIDGE)})

    assert screen.rows == (
        (Button("Confirm", Confirm(SEVEN, 1), style="primary"),),
        (Button("Undo", Undo(SEVEN, 1, 4)),),
        STOP,
    )


def test_items_are_matched_one_by_one_and_a_choice_may_come_again() -> None:
    screen = shown(WHAT_IS_WHERE, later={"draft": ("In Alba",)})

    assert screen.arranged == (
        Placed("A mill", "In Alba"),
        Placed("A bridge"),
        Placed("A tower"),
    )
    assert screen.rows == (
        (
            Button("A", Match(SEVEN, 1, 1, 0), key="A"),
            Button("B", Match(SEVEN, 1, 1, 1), key="B"),
            Button("C", Match(SEVEN, 1, 1, 2), key="C"),
        ),
        (Button("Undo", Undo(SEVEN, 1, 1)),),
        STOP,
    )


def test_what_is_all_matched_can_be_handed_in_or_undone() -> None:
    screen = shown(WHAT_IS_WHERE, later={"draft": ("In Alba",) * 3})

    assert screen.rows == (
        (Button("Confirm", Confirm(SEVEN, 1), style="primary"),),
        (Button("Undo", Undo(SEVEN, 1, 3)),),
        STOP,
    )


@pytest.mark.parametrize(
    ("read", "hints", "button"),
    [
        (0, (), Button("Hint", Hint(SEVEN, 1, 0))),
        (1, ("It is *cold* there.",), Button("Hint", Hint(SEVEN, 1, 1))),
        (2, ("It is *cold* there.", "Look at the map."), None),
    ],
)
def test_hints_that_were_read_stay_and_the_next_is_offered_while_there_is_one(
    read: int, hints: tuple[str, ...], button: Button | None
) -> None:
    screen = shown({**SALTY, **HINTS}, later={"hints": read})

    assert (screen.hints, screen.next_hint) == (hints, button is not None)
    assert [one for one in screen.buttons() if isinstance(one.action, Hint)] == (
        [] if button is None else [button]
    )


def test_before_a_module_is_read_no_hint_is_offered() -> None:
    screen = shown({**SALTY, **HINTS}, kind="before")

    assert (screen.next_hint, labels(screen.rows)[-1]) == (False, ["Stop here"])


@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        (STILL, ("At sea",)),
        (STILL_BANKS, ("Brin", "Cole")),
        (SALTY, ("true",)),
        (CLAIM, ("guide",)),
        (LENGTH, ("130 km",)),
        (NAME, ("Nile",)),
        (COURSE_OF_IT, (SEA, MILL, SPRING, BRIDGE)),
        (WHAT_IS_WHERE, ("In Alba",) * 3),
    ],
)
def test_an_answer_that_can_be_handed_in_is_handed_in_by_saying_how_sure_one_is(
    asked: dict[str, Any], draft: tuple[str, ...]
) -> None:
    before = shown(asked, asks_confidence=True)
    ready = shown(asked, asks_confidence=True, later={"draft": draft})
    unasked = shown(asked, later={"draft": draft})

    assert (before.is_ready, ready.is_ready, unasked.is_ready) == (False, True, False)
    assert LEVELS in ready.rows
    assert LEVELS not in (*before.rows, *unasked.rows)
    for screen in (before, ready):
        assert not any(isinstance(one.action, Confirm) for one in screen.buttons())


@pytest.mark.parametrize("asked", [COURSE_OF_IT, WHAT_IS_WHERE])
def test_what_is_not_all_arranged_is_not_ready(asked: dict[str, Any]) -> None:
    screen = shown(asked, asks_confidence=True, later={"draft": options(asked)[:2]})

    assert (screen.is_ready, LEVELS in screen.rows) == (False, False)


def test_what_was_chosen_and_can_still_be_changed_is_marked() -> None:
    screen = shown(STILL, asks_confidence=True, later={"draft": ("At sea",)})
    statement = shown(SALTY, asks_confidence=True, later={"draft": ("true",)})

    assert screen.options == (NORTH, SOUTH, replace(AT_SEA, is_taken=True))
    assert labels(screen.rows)[0] == ["A", "B", "● C"]
    assert labels(statement.rows)[0] == ["● A. True", "B. False"]


@pytest.mark.parametrize(("asked", "text"), [(LENGTH, "130 km"), (NAME, "Nile")])
def test_what_was_typed_and_can_still_be_changed_is_shown(asked: dict[str, Any], text: str) -> None:
    assert shown(asked, asks_confidence=True, later={"draft": (text,)}).typed == text


def test_the_time_that_is_left_is_shown_where_there_is_a_hurry() -> None:
    taught, session = asking(SALTY, mode="test", ends=NOON)
    time = Time(timedelta(minutes=4), NOON)

    assert question_screen(taught, session, present(taught, session), time).time == time


@pytest.mark.parametrize(
    ("count", "rows"),
    [
        (2, ["AB"]),
        (3, ["ABC"]),
        (4, ["ABCD"]),
        (5, ["ABC", "DE"]),
        (6, ["ABC", "DEF"]),
        (7, ["ABCD", "EFG"]),
        (8, ["ABCD", "EFGH"]),
    ],
)
def test_labels_stand_in_rows_of_much_the_same_length(count: int, rows: list[str]) -> None:
    written = [{"right": "0"}, *({"wrong": str(one)} for one in range(1, count))]

    screen = shown({**RISES, "options": written})

    assert labels(screen.rows)[:-1] == [list(row) for row in rows]


def test_a_check_leads_back_to_its_page() -> None:
    screen = shown(RISES, kind="check", page=SOURCE)

    assert screen.rows[-1] == (Button("← Back to the page", Reading(RIVER, SOURCE)),)


@pytest.mark.parametrize(
    ("quiz", "title"),
    [("rivers", "Rivers"), ("midterm", "Midterm"), ("gone", "Rivers and hills")],
)
def test_a_walk_goes_by_the_name_of_its_quiz(quiz: str, title: str) -> None:
    taught = course(quizzes=QUIZZES)

    assert title_of(taught, begun(taught, "rises", quiz=QuizId(quiz))) == title


def test_a_check_in_a_module_that_lost_its_questions_goes_by_the_module() -> None:
    taught = course(rivers=[])

    assert title_of(taught, begun(taught, "rises", kind="check")) == "Rivers"


def told(asked: dict[str, Any], *reply: str, **fields: Any) -> FeedbackScreen:
    """The feedback to that reply to the first of two questions."""
    taught, session = asking(asked, {**SALTY, "id": "another"})
    question = present(taught, session)
    answer = answer_to(session, question, reply, **fields)
    return feedback_screen(taught, replace(session, reply=reply), question, answer)


def answer_to(
    session: Session, question: Question, reply: tuple[str, ...], hints: int = 0, **fields: Any
) -> Answer:
    judged = grade(question, reply)
    return Answer(
        SEVEN,
        session.turn,
        MINA,
        QuestionId(question.id),
        question.version,
        reply,
        after_hints(question, judged.mark, hints),
        judged.is_right,
        hints=hints,
        **fields,
    )


def test_feedback_says_what_was_wrong_what_is_right_and_where_it_stands() -> None:
    screen = told({**STILL, "facts": ["some-fact"]}, "At sea")

    assert screen == FeedbackScreen(
        title="Rivers",
        kind="quiz",
        number=1,
        total=2,
        question=screen.question,
        options=(NORTH, SOUTH, AT_SEA),
        replied=("At sea",),
        arranged=(),
        judgement="wrong",
        share=0.0,
        mark=0.0,
        hints=0,
        remark=None,
        near=None,
        sure=None,
        certainty=None,
        key=("In the north",),
        also=(),
        because=("Rivers end there.",),
        sources=(GUIDE_1,),
        rows=(
            (Button("Next →", Next(SEVEN, 1), style="primary"),),
            (Button("Where is this in the source?", QuestionFacts(QuestionId("rises"))),),
            (
                Button("Reread page", Reading(RIVER, SOURCE)),
                Button("Report question", Reporting(SEVEN, 1)),
            ),
            STOP,
        ),
    )


def test_feedback_to_what_no_page_teaches_leads_to_none() -> None:
    screen = told({**SALTY, "source": ["¶3"]}, "true")

    assert screen.rows[1:] == ((Button("Report question", Reporting(SEVEN, 1)),), STOP)


@pytest.mark.parametrize(
    ("asked", "reply", "judgement", "share", "because"),
    [
        (STILL, ("In the north",), "right", 1.0, ()),
        (STILL_BANKS, ("Alba", "Brin"), "right", 1.0, ()),
        (STILL_BANKS, ("Alba",), "partly", 0.5, ()),
        (STILL_BANKS, ("Alba", "Cole"), "wrong", 0.0, ("Cole stands on a hill.",)),
        (SALTY, ("true",), "wrong", 0.0, ("Only the sea is.",)),
        (CLAIM, ("guide",), "wrong", 0.0, ("The guide does not say so.",)),
        (LENGTH, ("13",), "wrong", 0.0, ("A nought is missing.",)),
        (NAME, ("압록강",), "wrong", 0.0, ("That one flows west.",)),
        (COURSE_OF_IT, (SPRING, BRIDGE, MILL, SEA), "partly", 0.5, ("Water flows down.",)),
        (WHAT_IS_WHERE, ("In Brin",) * 3, "partly", 1 / 3, ("It is the mill of Alba.",)),
    ],
)
def test_feedback_says_how_much_was_right_and_why_not_all(
    asked: dict[str, Any],
    reply: tuple[str, ...],
    judgement: str,
    share: float,
    because: tuple[str, ...],
) -> None:
    screen = told(asked, *reply)

    assert (screen.judgement, screen.share, screen.mark) == (judgement, share, share)
    assert screen.because == because


@pytest.mark.parametrize(
    ("asked", "reply", "replied", "key"),
    [
        (SALTY, ("true",), ("True",), ("False",)),
        (CLAIM, ("guide",), ("Guide",), ("Beyond the guide",)),
        (LENGTH, ("13",), ("13",), ("130 km",)),
        (NAME, ("Nile",), ("Nile",), ("두만강",)),
        (
            WHAT_IS_WHERE,
            ("In Alba", "In Brin", "In Cole"),
            ("In Alba", "In Brin", "In Cole"),
            ("A mill: In Alba", "A bridge: In Brin", "A tower: In Alba"),
        ),
    ],
)
def test_reply_and_key_are_in_the_words_of_the_screen(
    asked: dict[str, Any], reply: tuple[str, ...], replied: tuple[str, ...], key: tuple[str, ...]
) -> None:
    screen = told(asked, *reply)

    assert (screen.replied, screen.key) == (replied, key)


def test_what_was_arranged_is_judged_line_by_line() -> None:
    ordered = told(COURSE_OF_IT, SPRING, BRIDGE, MILL, SEA)
    matched = told(WHAT_IS_WHERE, "In Alba", "In Cole", "In Alba")

    assert ordered.arranged == (
        Judged(SPRING, None, is_right=True),
        Judged(BRIDGE, None, is_right=False),
        Judged(MILL, None, is_right=False),
        Judged(SEA, None, is_right=True),
    )
    assert matched.arranged == (
        Judged("A mill", "In Alba", is_right=True),
        Judged("A bridge", "In Cole", is_right=False),
        Judged("A tower", "In Alba", is_right=True),
    )


@pytest.mark.parametrize(
    ("reply", "tries", "remark", "near"),
    [
        ("두만강", (), None, None),
        ("두만 강", (), "spacing", None),
        ("enaksrkd", (), "keyboard", None),
        ("Tümen River", (), "diacritics", None),
        ("Tumen Rivr", (), "almost", "Tumen Rivr"),
        ("Tumen River", ("Tumen Rivr",), "almost", "Tumen Rivr"),
        ("Nile", ("Tumen Rivr",), None, None),
        ("압록강", (), None, None),
    ],
)
def test_how_a_name_that_counts_was_not_quite_spelt_so_is_remarked(
    reply: str, tries: tuple[str, ...], remark: str | None, near: str | None
) -> None:
    screen = told(NAME, reply, tries=tries)

    assert (screen.remark, screen.near and screen.near.typed) == (remark, near)
    assert screen.also == ("Tumen River",)


def test_feedback_says_what_hints_cost_and_what_certainty_was_worth() -> None:
    right = told({**SALTY, **HINTS, "penalty": "0.25"}, "false", hints=2, sure=3)
    wrong = told(SALTY, "true", sure=3)
    for_nothing = told({**SALTY, **HINTS, "penalty": "1"}, "false", hints=1, sure=3)

    assert (right.share, right.mark, right.hints, right.sure, right.certainty) == (
        1.0,
        0.5,
        2,
        3,
        1.5,
    )
    assert (wrong.sure, wrong.certainty) == (3, -6)
    assert (for_nothing.judgement, for_nothing.certainty) == ("right", 0)


@pytest.mark.parametrize(
    ("kind", "position", "onward"),
    [
        ("quiz", 0, "Next →"),
        ("quiz", 1, "See the result →"),
        ("retry", 1, "See the result →"),
        ("after", 1, "See the result →"),
        ("check", 1, "Onward →"),
    ],
)
def test_the_way_on_from_feedback_says_where_it_leads(
    kind: Any, position: int, onward: str
) -> None:
    taught, session = asking(STILL, SALTY, kind=kind, page=SOURCE, position=position)
    question = present(taught, session)
    answer = answer_to(session, question, ("At sea",))

    screen = feedback_screen(taught, replace(session, reply=("At sea",)), question, answer)

    assert screen.rows[0][0].text == onward


@pytest.mark.parametrize(
    ("position", "turning"),
    [
        (0, [Button("Next →", LookBack(SEVEN, 1), style="primary")]),
        (
            1,
            [
                Button("← Before", LookBack(SEVEN, 0)),
                Button("Next →", LookBack(SEVEN, 2), style="primary"),
            ],
        ),
        (2, [Button("← Before", LookBack(SEVEN, 1))]),
    ],
)
def test_what_is_over_can_be_gone_through_from_answer_to_answer(
    position: int, turning: list[Button]
) -> None:
    taught, session = asking(STILL, SALTY, LENGTH)
    question = taught.questions[session.questions[position]]
    answer = answer_to(session, question, ("x",))
    over = replace(session, position=2, has_ended=True)

    screen = lookback_screen(taught, over, position, question, answer)

    assert (screen.number, screen.total) == (position + 1, 3)
    assert screen.rows[0] == tuple(turning)
    assert screen.rows[-1] == (Button("← Back to the result", Answering(SEVEN)),)


def test_only_what_was_answered_is_gone_through() -> None:
    taught, session = asking(STILL, SALTY, LENGTH, {**SALTY, "id": "last"}, mode="test")
    question = present(taught, session)
    answer = answer_to(session, question, ("At sea",))
    over = replace(session, has_ended=True)

    def turning(position: int, *answered: int) -> list[Action]:
        screen = lookback_screen(taught, over, position, question, answer, answered)
        return [one.action for one in screen.buttons() if isinstance(one.action, LookBack)]

    assert turning(0, 0) == []
    assert turning(2, 0, 2, 3) == [LookBack(SEVEN, 0), LookBack(SEVEN, 3)]


@pytest.mark.parametrize(
    ("reply", "judgement", "share"),
    [(("At sea",), "wrong", 0.0), (("In the north",), "right", 1.0)],
)
def test_what_was_answered_before_the_key_changed_stays_as_right_as_it_was(
    reply: tuple[str, ...], judgement: str, share: float
) -> None:
    taught, session = asking(STILL)
    answer = answer_to(session, present(taught, session), reply)
    turned = [{"wrong": "In the north"}, {"wrong": "In the south"}, {"right": "At sea"}]
    now = course([{**STILL, "options": turned}])
    over = replace(session, has_ended=True)

    screen = lookback_screen(now, over, 0, present(now, session), answer)

    assert (screen.judgement, screen.share, screen.key) == (judgement, share, ("At sea",))


def test_the_one_answer_of_a_walk_has_no_neighbours() -> None:
    taught, session = asking({**SALTY, "source": ["¶3"]})
    question = present(taught, session)
    over = replace(session, has_ended=True)

    screen = lookback_screen(taught, over, 0, question, answer_to(session, question, ("true",)))

    assert labels(screen.rows) == [["Report question"], ["← Back to the result"]]


@pytest.mark.parametrize(
    ("text", "position"),
    [("A", 0), ("b", 1), ("(c)", 2), ("Ｃ", 2), ("1", 0), ("3", 2), ("4", None), ("D", None)],
)
def test_an_option_is_taken_by_its_letter_or_its_number(text: str, position: int | None) -> None:
    expected = None if position is None else Pick(SEVEN, 1, position)

    assert pressed(shown(STILL), text) == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [("a", 0), ("A. True", 0), ("true", 0), ("TRUE!", 0), ("False", 1), ("2", 1), ("t", None)],
)
def test_a_statement_is_answered_by_letter_number_or_word(text: str, position: int | None) -> None:
    expected = None if position is None else Pick(SEVEN, 1, position)

    assert pressed(shown(SALTY), text) == expected
    assert pressed(shown(SALTY, asks_confidence=True, later={"draft": ("true",)}), text) == expected


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("b", Tick(SEVEN, 1, 1, 1)),
        ("☐ B", Tick(SEVEN, 1, 1, 1)),
        ("confirm", Confirm(SEVEN, 1)),
    ],
)
def test_a_typed_letter_turns_a_tick_over(text: str, action: Action) -> None:
    assert pressed(shown(STILL_BANKS), text) == action


def test_a_typed_letter_takes_an_entry_or_a_match() -> None:
    assert pressed(shown(COURSE_OF_IT), "c") == Pick(SEVEN, 1, 2)
    assert pressed(shown(WHAT_IS_WHERE, later={"draft": ("In Alba",)}), "c") == Match(
        SEVEN, 1, 1, 2
    )


@pytest.mark.parametrize(("text", "level"), [("guess", 1), ("Think so", 2), ("SURE", 3)])
def test_how_sure_one_is_can_be_typed(text: str, level: int) -> None:
    screen = shown(STILL, asks_confidence=True, later={"draft": ("At sea",)})

    assert pressed(screen, text) == Sure(SEVEN, 1, level)


@pytest.mark.parametrize("asked", [LENGTH, NAME])
def test_what_answers_presses_no_button(asked: dict[str, Any]) -> None:
    assert pressed(shown(asked), "1") is None
    assert pressed(shown(asked), "stop here") == Quizzes()


MOST_LETTERS = 30


@settings(deadline=None)
@given(
    written=questions("one"),
    seed=st.integers(0, 2**48),
    asks_confidence=st.booleans(),
    data=st.data(),
)
def test_every_question_an_author_may_write_can_be_shown(
    written: dict[str, Any], seed: int, asks_confidence: bool, data: st.DataObject
) -> None:
    taught, session = asking(written, seed=seed, asks_confidence=asks_confidence)
    asked = present(taught, session)
    there = offered(asked, seed)
    begun_ = data.draw(st.lists(st.sampled_from(there), unique=True)) if there else []
    most = 1 if asked.type in ("choice", "true_false", "voice") else 2
    session = replace(session, draft=tuple(begun_[:most]), hints=data.draw(st.integers(0, 3)))

    screen = question_screen(taught, session, asked)

    keyed = [button.key for button in screen.buttons() if button.key is not None]
    offering = [one.label for one in screen.options if asked.type != "order" or not one.is_taken]
    is_full = asked.type == "match" and len(session.draft) == len(screen.arranged)
    assert keyed == ([] if is_full else offering)
    for button in screen.buttons():
        assert pressed(screen, button.text) == button.action
        assert len(button.text) <= MOST_LETTERS
    assert all(len(row) <= 8 for row in screen.rows)


@pytest.mark.parametrize("id_", [one["id"] for one in EVERY_TYPE])
def test_all_kinds_of_replies_have_their_feedback_and_it_leads_on(id_: str) -> None:
    taught = course(EVERY_TYPE)
    session = begun(taught, id_)
    question = present(taught, session)
    right, *others = replies(question)

    judgements = [
        feedback_screen(
            taught, replace(session, reply=reply), question, answer_to(session, question, reply)
        ).judgement
        for reply in (right, *others)
    ]

    assert judgements[0] == "right"
    assert others
    assert "right" not in judgements[1:]
