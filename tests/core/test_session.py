"""One walk through questions, step by step."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.actions import Confirm, Hint, Match, Next, Pick, SessionId, Sure, Tick, Undo
from bot.core.course import PageId, Question, QuestionId, QuizId
from bot.core.offers import in_words, offered
from bot.core.session import (
    LONGEST_TYPED,
    Answer,
    Event,
    Questions,
    Refusal,
    Session,
    Step,
    labelled,
    refreshed,
    step,
    timed,
)
from bot.core.session import Typed as Typing
from tests.school import (
    CLAIM,
    COURSE_OF_IT,
    HINTS,
    MINA,
    NAME,
    NOON,
    RIVER_QUESTIONS,
    RIVERS,
    WHAT_IS_WHERE,
    begun,
    module,
)

SEVEN = SessionId(7)
RIVER = module(RIVERS, RIVER_QUESTIONS)
IDS = tuple(QuestionId(one["id"]) for one in RIVER_QUESTIONS)
RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
SPRING, MILL, BRIDGE, SEA = COURSE_OF_IT["items"]


def river(*written: dict[str, Any]) -> Questions:
    return module(RIVERS, list(written))


def at(*written: dict[str, Any], **fields: Any) -> tuple[Session, Questions]:
    """A quiz on these questions, the first of them on the screen."""
    taught = river(*written)
    return begun(taught, *(one["id"] for one in written), **fields), taught


def present(session: Session, taught: Questions) -> Question:
    asked = taught.question(session.present)
    assert asked is not None
    return asked


def position(session: Session, taught: Questions, text: str) -> int:
    asked = present(session, taught)
    return [in_words(asked, one) for one in offered(asked, session.seed)].index(text)


def pick(session: Session, taught: Questions, text: str) -> Pick:
    return Pick(session.id, session.turn, position(session, taught, text))


def after(session: Session, taught: Questions, *events: Event) -> Session:
    """The session after these events, none of which may be refused."""
    for event in events:
        taken = step(session, event, taught)
        assert taken.refusal is None
        session = taken.session
    return session


def placed(session: Session, taught: Questions, *texts: str) -> Session:
    """The session with these entries of an order tapped, one after the other."""
    return after(session, taught, *(pick(session, taught, one) for one in texts))


def matched(session: Session, taught: Questions, *texts: str) -> Session:
    """The session with these choices tapped for the items, one after the other."""
    taps = (
        Match(SEVEN, session.turn, item, position(session, taught, one))
        for item, one in enumerate(texts, start=len(session.draft))
    )
    return after(session, taught, *taps)


def told(
    session: Session, taught: Questions, reply: tuple[str, ...], mark: float, **fields: Any
) -> Answer:
    """The answer to the present question; it is right if the mark is 1, unless said otherwise."""
    is_right = fields.pop("is_right", mark == 1)
    version, turn = present(session, taught).version, session.turn
    return Answer(SEVEN, turn, MINA, session.present, version, reply, mark, is_right, **fields)


def test_a_walk_begins_with_its_first_question_in_its_first_turn() -> None:
    session = begun(RIVER, "rises", kind="check", seed=3, page=PageId("source"))

    assert session == Session(
        SEVEN,
        MINA,
        "check",
        QuizId("rivers"),
        PageId("source"),
        3,
        (IDS[0],),
        position=0,
        turn=1,
        asked=session.asked,
    )


def test_a_walk_passes_over_questions_that_are_gone_when_it_begins() -> None:
    session = begun(RIVER, "gone", "salty")

    assert (session.present, session.turn, session.has_ended) == ("salty", 1, False)


@pytest.mark.parametrize("asked", [[], ["gone"], ["gone", "gone-too"]])
def test_a_walk_through_nothing_has_ended(asked: list[str]) -> None:
    assert begun(RIVER, *asked).has_ended


def test_a_picked_option_is_the_answer() -> None:
    session, taught = at(RISES, SALTY)

    taken = step(session, pick(session, taught, "In the north"), taught)

    assert taken == Step(
        replace(session, reply=("In the north",)),
        told(session, taught, ("In the north",), 1.0),
    )


@pytest.mark.parametrize(("place", "reply", "mark"), [(0, "true", 0.0), (1, "false", 1.0)])
def test_a_statement_is_answered_with_true_or_false(place: int, reply: str, mark: float) -> None:
    session, taught = at(SALTY)

    taken = step(session, Pick(SEVEN, 1, place), taught)

    assert taken.answer == told(session, taught, (reply,), mark)


def test_whose_claim_it_is_is_answered_with_a_voice_and_kept_by_its_id() -> None:
    session, taught = at(CLAIM)

    taken = step(session, pick(session, taught, "Beyond the guide"), taught)

    assert taken == Step(
        replace(session, reply=("beyond",)), told(session, taught, ("beyond",), 1.0)
    )


def test_options_are_ticked_and_unticked_until_they_are_handed_in() -> None:
    session, taught = at(BANKS)
    alba, brin, cole = (position(session, taught, one) for one in ("Alba", "Brin", "Cole"))
    ticks = (
        Tick(SEVEN, 1, cole, 1),
        Tick(SEVEN, 1, brin, 1),
        Tick(SEVEN, 1, cole, 0),
        Tick(SEVEN, 1, alba, 1),
        Tick(SEVEN, 1, alba, 1),
    )

    chosen = after(session, taught, *ticks)
    taken = step(chosen, Confirm(SEVEN, 1), taught)

    assert (set(chosen.draft), len(chosen.draft)) == ({"Alba", "Brin"}, 2)
    assert replace(chosen, draft=()) == session
    assert taken == Step(
        replace(session, reply=("Alba", "Brin")),
        told(session, taught, ("Alba", "Brin"), 1.0),
    )


def test_half_of_what_fits_earns_half_the_mark_and_is_not_right() -> None:
    session, taught = at(BANKS)
    chosen = after(session, taught, Tick(SEVEN, 1, position(session, taught, "Brin"), 1))

    taken = step(chosen, Confirm(SEVEN, 1), taught)

    assert taken.answer == told(session, taught, ("Brin",), 0.5)


def test_a_typed_number_is_kept_as_it_was_typed() -> None:
    session, taught = at(LENGTH)

    taken = step(session, Typing("  about  131\nkm "), taught)

    assert taken == Step(
        replace(session, reply=("about 131 km",)),
        told(session, taught, ("about 131 km",), 1.0),
    )


def test_a_typed_name_is_kept_as_it_was_typed() -> None:
    session, taught = at(NAME)

    taken = step(session, Typing(" tumen   river "), taught)

    assert taken == Step(
        replace(session, reply=("tumen river",)), told(session, taught, ("tumen river",), 1.0)
    )


def test_what_is_almost_right_may_be_typed_once_more_and_then_counts() -> None:
    session, taught = at(NAME)

    almost = step(session, Typing("Tumen Rivr"), taught)
    taken = step(almost.session, Typing("Tumen River"), taught)

    assert almost == Step(replace(session, tries=("Tumen Rivr",)))
    assert taken == Step(
        replace(session, reply=("Tumen River",)),
        told(session, taught, ("Tumen River",), 1.0, tries=("Tumen Rivr",)),
    )


@pytest.mark.parametrize(("second", "mark"), [("Tumen Rivrr", 1.0), ("압록강", 0.0)])
def test_there_is_one_free_try_and_no_other(second: str, mark: float) -> None:
    session, taught = at(NAME)
    almost = after(session, taught, Typing("Tumen Rivr"))

    taken = step(almost, Typing(second), taught)

    assert taken.answer == told(session, taught, (second,), mark, tries=("Tumen Rivr",))


def test_a_test_that_tells_nothing_does_not_tell_that_a_name_is_almost_right() -> None:
    session, taught = at(NAME, SALTY, mode="test")

    taken = step(session, Typing("Tumen Rivr"), taught)

    assert taken.answer == told(session, taught, ("Tumen Rivr",), 1.0)
    assert taken.session.present == "salty"


def test_an_order_is_tapped_entry_by_entry_and_handed_in() -> None:
    session, taught = at(COURSE_OF_IT)

    chosen = placed(session, taught, SPRING, BRIDGE, MILL, SEA)
    taken = step(chosen, Confirm(SEVEN, 1), taught)

    assert chosen == replace(session, draft=(SPRING, BRIDGE, MILL, SEA))
    assert taken == Step(
        replace(session, reply=(SPRING, BRIDGE, MILL, SEA)),
        told(session, taught, (SPRING, BRIDGE, MILL, SEA), 0.5),
    )


def test_an_entry_that_has_its_place_stays_there() -> None:
    session, taught = at(COURSE_OF_IT)
    chosen = placed(session, taught, SEA, MILL)

    taken = step(chosen, pick(chosen, taught, SEA), taught)

    assert taken == Step(chosen)


def test_items_are_matched_one_after_the_other_to_choices_that_may_come_again() -> None:
    session, taught = at(WHAT_IS_WHERE)

    chosen = matched(session, taught, "In Alba", "In Cole", "In Alba")
    taken = step(chosen, Confirm(SEVEN, 1), taught)

    assert chosen == replace(session, draft=("In Alba", "In Cole", "In Alba"))
    assert taken.answer == told(session, taught, ("In Alba", "In Cole", "In Alba"), 2 / 3)


@pytest.mark.parametrize("item", [0, 2])
def test_a_match_for_another_item_than_the_present_changes_nothing(item: int) -> None:
    session, taught = at(WHAT_IS_WHERE)
    chosen = matched(session, taught, "In Alba")

    assert step(chosen, Match(SEVEN, 1, item, 0), taught) == Step(chosen)


@pytest.mark.parametrize("asked", [COURSE_OF_IT, WHAT_IS_WHERE])
def test_what_was_arranged_last_is_taken_back_once_a_tap(asked: dict[str, Any]) -> None:
    session, taught = at(asked)
    options = offered(present(session, taught), session.seed)
    arranged = replace(session, draft=options[:2])

    undone = step(arranged, Undo(SEVEN, 1, 2), taught)
    twice = step(undone.session, Undo(SEVEN, 1, 2), taught)
    late = step(arranged, Undo(SEVEN, 1, 1), taught)
    empty = step(session, Undo(SEVEN, 1, 0), taught)

    assert undone == Step(replace(session, draft=options[:1]))
    assert twice == Step(undone.session)
    assert late == Step(arranged)
    assert empty == Step(session)


@pytest.mark.parametrize("asked", [COURSE_OF_IT, WHAT_IS_WHERE])
def test_nothing_is_handed_in_before_all_have_their_place(asked: dict[str, Any]) -> None:
    session, taught = at(asked)
    options = offered(present(session, taught), session.seed)
    arranged = replace(session, draft=options[:2])

    for one in (session, arranged):
        assert step(one, Confirm(SEVEN, 1), taught) == Step(one, refusal=Refusal.NOT_ALL)


def test_a_hint_is_read_once_a_tap_and_takes_its_share_off_the_mark() -> None:
    session, taught = at({**SALTY, **HINTS, "penalty": "0.25"})

    one = after(session, taught, Hint(SEVEN, 1, 0), Hint(SEVEN, 1, 0))
    two = after(one, taught, Hint(SEVEN, 1, 1), Hint(SEVEN, 1, 2))
    taken = step(two, Pick(SEVEN, 1, 1), taught)

    assert one == replace(session, hints=1)
    assert two == replace(session, hints=2)
    assert taken.answer == told(session, taught, ("false",), 0.5, is_right=True, hints=2)
    assert taken.session == replace(session, reply=("false",))


def test_before_a_module_is_read_there_are_no_hints() -> None:
    session, taught = at({**SALTY, **HINTS}, kind="before")

    assert step(session, Hint(SEVEN, 1, 0), taught) == Step(session)


@pytest.mark.parametrize(
    ("asked", "first", "second", "reply"),
    [
        (SALTY, "True", "False", "false"),
        ({**RISES, "shuffle": "no"}, "At sea", "In the north", "In the north"),
        (CLAIM, "Guide", "Beyond the guide", "beyond"),
    ],
)
def test_where_one_is_asked_how_sure_one_is_that_hands_in_what_was_chosen_last(
    asked: dict[str, Any], first: str, second: str, reply: str
) -> None:
    session, taught = at(asked, asks_confidence=True)

    chosen = after(session, taught, pick(session, taught, first), pick(session, taught, second))
    taken = step(chosen, Sure(SEVEN, 1, 2), taught)

    assert chosen == replace(session, draft=(reply,))
    assert taken == Step(
        replace(session, reply=(reply,)), told(session, taught, (reply,), 1.0, sure=2)
    )


@pytest.mark.parametrize(("asked", "text"), [(LENGTH, "130 km"), (NAME, "두만강")])
def test_what_is_typed_waits_until_one_has_said_how_sure_one_is(
    asked: dict[str, Any], text: str
) -> None:
    session, taught = at(asked, asks_confidence=True)

    chosen = after(session, taught, Typing("999"), Typing(text))
    taken = step(chosen, Sure(SEVEN, 1, 3), taught)

    assert chosen == replace(session, draft=(text,))
    assert taken.answer == told(session, taught, (text,), 1.0, sure=3)


@pytest.mark.parametrize(
    ("asked", "draft"),
    [
        (BANKS, ("Alba", "Brin")),
        (COURSE_OF_IT, (SPRING, MILL, BRIDGE, SEA)),
        (WHAT_IS_WHERE, ("In Alba", "In Brin", "In Alba")),
    ],
)
def test_what_is_ticked_or_arranged_is_handed_in_by_saying_how_sure_one_is(
    asked: dict[str, Any], draft: tuple[str, ...]
) -> None:
    session, taught = at(asked, asks_confidence=True, draft=())
    chosen = replace(session, draft=draft)

    taken = step(chosen, Sure(SEVEN, 1, 1), taught)

    assert taken.answer == told(session, taught, draft, 1.0, sure=1)


def test_how_sure_one_was_of_what_was_almost_right_is_not_asked_again() -> None:
    session, taught = at(NAME, asks_confidence=True)

    almost = after(session, taught, Typing("Tumen Rivr"), Sure(SEVEN, 1, 3))
    taken = step(almost, Typing("Tumen River"), taught)

    assert almost == replace(session, tries=("Tumen Rivr",), sure=3)
    assert taken.answer == told(
        session, taught, ("Tumen River",), 1.0, sure=3, tries=("Tumen Rivr",)
    )


def test_a_second_tap_on_how_sure_one_is_is_not_scolded_where_it_was_almost_right() -> None:
    session, taught = at(NAME, asks_confidence=True)
    almost = after(session, taught, Typing("Tumen Rivr"), Sure(SEVEN, 1, 3))

    assert step(almost, Sure(SEVEN, 1, 3), taught) == Step(almost)
    assert step(almost, Sure(SEVEN, 1, 1), taught) == Step(almost)


@pytest.mark.parametrize(("asks", "level"), [(False, 1), (False, 3), (True, 0), (True, 4)])
def test_nobody_is_surer_than_was_asked(asks: bool, level: int) -> None:
    session, taught = at(BANKS, asks_confidence=asks, draft=())
    chosen = replace(session, draft=("Alba",))

    assert step(chosen, Sure(SEVEN, 1, level), taught) == Step(chosen, refusal=Refusal.NOT_OFFERED)


def test_the_next_question_has_a_turn_of_its_own() -> None:
    session, taught = at(RISES, SALTY)
    answered = after(session, taught, pick(session, taught, "At sea"))

    taken = step(answered, Next(SEVEN, 1), taught)

    assert taken == Step(
        replace(session, position=1, turn=2, asked=taken.session.asked, reply=None)
    )
    assert taken.session.present == "salty"


def test_after_the_last_question_the_walk_has_ended() -> None:
    session, taught = at(SALTY)
    answered = after(session, taught, Pick(SEVEN, 1, 0))

    assert step(answered, Next(SEVEN, 1), taught) == Step(replace(answered, has_ended=True))


@pytest.mark.parametrize("silent", [{"mode": "test"}, {"kind": "before"}])
def test_a_walk_that_tells_nothing_goes_on_at_once(silent: dict[str, Any]) -> None:
    session, taught = at(SALTY, RISES, **silent)

    taken = step(session, Pick(SEVEN, 1, 1), taught)

    assert session.is_silent
    assert taken == Step(
        replace(session, position=1, turn=2, asked=taken.session.asked),
        told(session, taught, ("false",), 1.0),
    )


def test_a_walk_that_tells_nothing_ends_with_its_last_answer() -> None:
    session, taught = at(SALTY, mode="test")

    taken = step(session, Pick(SEVEN, 1, 1), taught)

    assert taken == Step(
        replace(session, reply=("false",), has_ended=True), told(session, taught, ("false",), 1.0)
    )


@pytest.mark.parametrize("kind", ["quiz", "retry", "check", "after"])
def test_feedback_comes_at_once_but_in_tests_and_before_reading(kind: Any) -> None:
    assert not begun(RIVER, "rises", kind=kind).is_silent
    assert not begun(RIVER, "rises", kind=kind, mode="practice").is_silent


def test_a_test_stops_by_itself_when_its_time_is_over() -> None:
    session, _ = at(BANKS, mode="test", ends=NOON)
    busy = replace(session, draft=("Alba",), hints=1, sure=2, tries=("so",))
    moment = timedelta(microseconds=1)

    assert timed(busy, NOON - moment) == busy
    assert timed(busy, NOON) == replace(session, has_ended=True)
    assert timed(busy, NOON + moment) == replace(session, has_ended=True)


def test_what_has_no_end_or_has_ended_is_left_alone() -> None:
    session, _ = at(BANKS)
    over = replace(session, has_ended=True, ends=NOON, draft=("Alba",))

    assert timed(session, NOON) == session
    assert timed(over, NOON) == over


def waiting() -> tuple[Session, Questions]:
    """The second question on the screen, in turn 2."""
    session, taught = at(RISES, BANKS, SALTY)
    answered = after(session, taught, Pick(SEVEN, 1, 0))
    return after(answered, taught, Next(SEVEN, 1)), taught


def answered() -> tuple[Session, Questions]:
    """The feedback to the second question on the screen."""
    session, taught = waiting()
    return after(session, taught, Tick(SEVEN, 2, 0, 1), Confirm(SEVEN, 2)), taught


def third() -> tuple[Session, Questions]:
    """The third question on the screen, in turn 3."""
    session, taught = answered()
    return after(session, taught, Next(SEVEN, 2)), taught


def ended() -> tuple[Session, Questions]:
    session, taught = at(SALTY)
    return after(session, taught, Pick(SEVEN, 1, 0), Next(SEVEN, 1)), taught


def silent() -> tuple[Session, Questions]:
    """The second question of a test on the screen, in turn 2."""
    session, taught = at(SALTY, RISES, mode="test")
    return after(session, taught, Pick(SEVEN, 1, 0)), taught


def silent_ended() -> tuple[Session, Questions]:
    session, taught = at(SALTY, mode="test")
    return after(session, taught, Pick(SEVEN, 1, 0)), taught


def arranging() -> tuple[Session, Questions]:
    return at(COURSE_OF_IT)


def matching() -> tuple[Session, Questions]:
    return at(WHAT_IS_WHERE)


def naming() -> tuple[Session, Questions]:
    return at(NAME)


@pytest.mark.parametrize(
    ("stand", "event", "refusal"),
    [
        (waiting, Pick(SEVEN, 1, 0), Refusal.PAST),
        (waiting, Pick(SEVEN, 3, 0), Refusal.PAST),
        (waiting, Pick(SEVEN, 0, 0), Refusal.PAST),
        (waiting, Tick(SEVEN, 1, 0, 1), Refusal.PAST),
        (waiting, Match(SEVEN, 1, 0, 1), Refusal.PAST),
        (waiting, Undo(SEVEN, 1, 0), Refusal.PAST),
        (waiting, Hint(SEVEN, 1, 0), Refusal.PAST),
        (waiting, Sure(SEVEN, 1, 1), Refusal.PAST),
        (waiting, Confirm(SEVEN, 1), Refusal.PAST),
        (waiting, Confirm(SEVEN, 2), Refusal.NOTHING_TICKED),
        (waiting, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (waiting, Next(SEVEN, 2), Refusal.PAST),
        (waiting, Next(SEVEN, 3), Refusal.PAST),
        (waiting, Pick(SEVEN, 2, 0), Refusal.NOT_OFFERED),
        (waiting, Match(SEVEN, 2, 0, 0), Refusal.NOT_OFFERED),
        (waiting, Undo(SEVEN, 2, 1), Refusal.NOT_OFFERED),
        (waiting, Tick(SEVEN, 2, 4, 1), Refusal.NOT_OFFERED),
        (waiting, Typing("5"), Refusal.NOT_OFFERED),
        (answered, Tick(SEVEN, 2, 0, 1), Refusal.ANSWERED),
        (answered, Confirm(SEVEN, 2), Refusal.ANSWERED),
        (answered, Hint(SEVEN, 2, 0), Refusal.ANSWERED),
        (answered, Sure(SEVEN, 2, 3), Refusal.ANSWERED),
        (answered, Pick(SEVEN, 2, 0), Refusal.ANSWERED),
        (answered, Pick(SEVEN, 1, 0), Refusal.PAST),
        (answered, Typing("5"), Refusal.ANSWERED),
        (answered, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (answered, Next(SEVEN, 3), Refusal.PAST),
        (third, Next(SEVEN, 2), Refusal.JUST_LEFT),
        (third, Next(SEVEN, 1), Refusal.PAST),
        (ended, Pick(SEVEN, 1, 0), Refusal.PAST),
        (ended, Typing("5"), Refusal.PAST),
        (ended, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (ended, Next(SEVEN, 0), Refusal.PAST),
        (ended, Next(SEVEN, 2), Refusal.PAST),
        (silent, Pick(SEVEN, 1, 0), Refusal.JUST_LEFT),
        (silent, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (silent, Next(SEVEN, 2), Refusal.PAST),
        (silent, Pick(SEVEN, 0, 0), Refusal.PAST),
        (silent_ended, Pick(SEVEN, 1, 0), Refusal.JUST_LEFT),
        (silent_ended, Pick(SEVEN, 0, 0), Refusal.PAST),
        (silent_ended, Typing("5"), Refusal.PAST),
        (arranging, Pick(SEVEN, 1, 4), Refusal.NOT_OFFERED),
        (arranging, Match(SEVEN, 1, 0, 0), Refusal.NOT_OFFERED),
        (arranging, Tick(SEVEN, 1, 0, 1), Refusal.NOT_OFFERED),
        (arranging, Typing("5"), Refusal.NOT_OFFERED),
        (matching, Match(SEVEN, 1, 0, 3), Refusal.NOT_OFFERED),
        (matching, Match(SEVEN, 1, 3, 0), Refusal.NOT_OFFERED),
        (matching, Pick(SEVEN, 1, 0), Refusal.NOT_OFFERED),
        (naming, Pick(SEVEN, 1, 0), Refusal.NOT_OFFERED),
        (naming, Confirm(SEVEN, 1), Refusal.NOTHING_TICKED),
        (naming, Typing(" \n "), Refusal.NOT_OFFERED),
        (naming, Typing("\u200b\u2060"), Refusal.NOT_OFFERED),
        (naming, Typing("x" * (LONGEST_TYPED + 1)), Refusal.TOO_LONG),
    ],
)
def test_an_event_that_does_not_belong_changes_nothing(
    stand: Any, event: Event, refusal: Refusal
) -> None:
    session, taught = stand()

    assert step(session, event, taught) == Step(session, refusal=refusal)


def test_what_is_no_number_changes_nothing() -> None:
    session, taught = at(LENGTH)

    assert step(session, Typing("long"), taught) == Step(session, refusal=Refusal.NO_NUMBER)


def test_a_name_may_be_a_hundred_characters_long() -> None:
    session, taught = at(NAME)

    assert step(session, Typing(f" {'x' * LONGEST_TYPED} "), taught).answer is not None


def test_a_position_that_no_option_has_changes_nothing() -> None:
    session, taught = at(RISES)

    assert step(session, Pick(SEVEN, 1, 3), taught) == Step(session, refusal=Refusal.NOT_OFFERED)


def test_a_question_that_is_gone_is_passed_over() -> None:
    session, _ = at(RISES, BANKS, SALTY)
    left = river(SALTY)

    moved = refreshed(session, left)

    assert moved == replace(session, position=2, turn=2, asked=moved.asked)


def test_a_test_is_only_as_long_as_what_can_be_answered_and_what_has_been() -> None:
    session, taught = at(RISES, BANKS, SALTY, LENGTH, mode="test")
    answered = after(session, taught, Pick(SEVEN, 1, 0))
    left = river(SALTY)

    moved = refreshed(answered, left)

    assert moved == replace(
        answered, questions=(IDS[0], IDS[2]), position=1, turn=3, asked=moved.asked
    )
    assert refreshed(moved, left) == moved


def test_a_walk_whose_last_questions_are_gone_has_ended() -> None:
    session, _ = at(RISES, BANKS)

    assert refreshed(session, river(SALTY)) == replace(session, has_ended=True)


def test_feedback_stays_when_its_question_changes() -> None:
    session, taught = at(RISES, SALTY)
    shown_feedback = after(session, taught, Pick(SEVEN, 1, 0))

    assert (
        refreshed(shown_feedback, river({**RISES, "ask": "Where does it begin?"}, SALTY))
        == shown_feedback
    )


def test_feedback_to_a_question_that_is_gone_is_left() -> None:
    session, taught = at(RISES, SALTY)
    left = after(session, taught, Pick(SEVEN, 1, 0))

    moved = refreshed(left, river(SALTY))

    assert moved == replace(session, position=1, turn=2, asked=moved.asked)


@pytest.mark.parametrize(
    "changed",
    [
        {**RISES, "ask": "Where does it begin?"},
        {**RISES, "options": [*RISES["options"], {"wrong": "Nowhere"}]},
        {**RISES, "options": RISES["options"][:2]},
        {**RISES, "options": [{"right": "In the South"}, *RISES["options"][1:]]},
        {
            **RISES,
            "options": [
                {"wrong": "In the north"},
                {"right": "In the south"},
                {"wrong": "At sea"},
            ],
        },
        {**SALTY, "id": "rises"},
    ],
)
def test_a_question_that_changed_on_the_screen_is_asked_anew(changed: dict[str, Any]) -> None:
    session, _ = at(RISES)
    taught = river(changed)

    moved = refreshed(session, taught)
    late = step(moved, Pick(SEVEN, 1, 0), taught)

    assert moved == replace(session, turn=2, asked=moved.asked)
    assert late == Step(moved, refusal=Refusal.PAST)


@pytest.mark.parametrize(
    ("asked", "changed"),
    [
        (BANKS, {"ask": "Which towns lie on it?"}),
        (COURSE_OF_IT, {"items": [SPRING, BRIDGE, MILL, SEA]}),
        (WHAT_IS_WHERE, {"distractors": ["In Dorn"]}),
        (NAME, {"accept": ["Tumen"]}),
        (LENGTH, {"tolerance": "3"}),
        (CLAIM, {"voices": ["beyond", "guide"]}),
    ],
)
def test_what_was_begun_is_forgotten_when_its_question_changes(
    asked: dict[str, Any], changed: dict[str, Any]
) -> None:
    session, _ = at(asked, asks_confidence=True)
    busy = replace(session, draft=("so",), tries=("almost",), hints=2, sure=3)

    moved = refreshed(busy, river({**asked, **changed}))

    assert moved == replace(session, turn=2, asked=moved.asked)


@pytest.mark.parametrize(
    "changed",
    [
        {**RISES, "why": "The guide writes so."},
        {**RISES, "source": ["¶2"]},
        {**RISES, "ask": "Where  does it\nrise?"},
        {**RISES, "options": RISES["options"][::-1]},
        {**RISES, "options": [{"right": "In the north", "because": "Yes."}, *RISES["options"][1:]]},
        {**RISES, **HINTS, "penalty": "0.5"},
    ],
)
def test_a_mended_explanation_does_not_ask_anew(changed: dict[str, Any]) -> None:
    session, _ = at(RISES)

    assert refreshed(session, river(changed)) == session


@pytest.mark.parametrize("asked", [RISES, BANKS])
@pytest.mark.parametrize(("before", "now"), [("no", "no"), ("no", "yes"), ("yes", "no")])
def test_options_put_in_another_order_are_asked_anew(
    asked: dict[str, Any], before: str, now: str
) -> None:
    """Else a tap on what was B would count as what is B now."""
    session, shown = at({**asked, "shuffle": before})
    turned = asked["options"][1:] + asked["options"][:1]
    taught = river({**asked, "shuffle": now, "options": turned})
    was, is_ = (offered(present(session, one), session.seed) for one in (shown, taught))
    assert was != is_

    moved = refreshed(session, taught)

    assert moved == replace(session, turn=2, asked=moved.asked)


def labels(session: Session, taught: Questions, *texts: str) -> str:
    return "".join("ABCDEFGH"[position(session, taught, one)] for one in texts)


def test_labels_typed_together_are_ticked_in_place_of_what_was() -> None:
    session, taught = at(BANKS)
    asked = present(session, taught)
    busy = replace(session, draft=("Dorn",))

    chosen = labelled(busy, asked, ", ".join(labels(session, taught, "Cole", "Alba")))

    assert chosen is not None
    assert (set(chosen.draft), replace(chosen, draft=())) == ({"Alba", "Cole"}, session)


def test_letters_typed_for_an_order_go_on_with_it_or_are_all_of_it() -> None:
    session, taught = at(COURSE_OF_IT)
    asked = present(session, taught)
    busy = replace(session, draft=(SEA, MILL))

    some = labelled(busy, asked, labels(session, taught, BRIDGE))
    rest = labelled(busy, asked, labels(session, taught, BRIDGE, SPRING))
    anew = labelled(busy, asked, labels(session, taught, SPRING, MILL, BRIDGE, SEA))

    assert some == replace(session, draft=(SEA, MILL, BRIDGE))
    assert rest == replace(session, draft=(SEA, MILL, BRIDGE, SPRING))
    assert anew == replace(session, draft=(SPRING, MILL, BRIDGE, SEA))


def test_letters_typed_for_items_may_come_again() -> None:
    session, taught = at(WHAT_IS_WHERE)
    asked = present(session, taught)
    alba, brin = (labels(session, taught, one) for one in ("In Alba", "In Brin"))

    some = labelled(session, asked, alba)
    all_ = labelled(session, asked, f"{alba}, {alba}, {brin}")

    assert some == replace(session, draft=("In Alba",))
    assert all_ == replace(session, draft=("In Alba", "In Alba", "In Brin"))


@pytest.mark.parametrize("typed", [(MILL,), (BRIDGE, BRIDGE), (SPRING, BRIDGE, MILL)])
def test_an_order_that_would_hold_an_entry_twice_is_not_taken(typed: tuple[str, ...]) -> None:
    session, taught = at(COURSE_OF_IT)
    asked = present(session, taught)
    busy = replace(session, draft=(SEA, MILL))

    assert labelled(busy, asked, labels(session, taught, *typed)) is None


def test_more_letters_than_there_are_places_are_not_taken() -> None:
    session, taught = at(WHAT_IS_WHERE)
    asked = present(session, taught)

    assert labelled(session, asked, "AAAA") is None
    assert labelled(replace(session, draft=("In Alba",) * 2), asked, "AA") is None


@pytest.mark.parametrize("asked", [RISES, SALTY, CLAIM, LENGTH, NAME])
def test_labels_are_ticked_only_where_several_can_be_taken(asked: dict[str, Any]) -> None:
    session, taught = at(asked)

    assert labelled(session, present(session, taught), "A") is None
