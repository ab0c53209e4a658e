"""One walk through questions, step by step, and at random while the course changes."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.actions import Confirm, Next, Pick, SessionId, Tick
from bot.core.course import Choice, Choices, Module, ModuleId, PageId, Question, QuestionId
from bot.core.grading import grade
from bot.core.screens.quizzing import question_screen
from bot.core.session import (
    Answer,
    Event,
    Refusal,
    Session,
    Step,
    Typed,
    begin,
    labelled,
    order,
    refreshed,
    step,
    ticked,
)
from bot.store import Ledger, open_database
from tests.authors import questions, words
from tests.school import MINA, NOON, RIVER_QUESTIONS, RIVERS, module

SEVEN = SessionId(7)
RIVER = module(RIVERS, RIVER_QUESTIONS)
IDS = tuple(QuestionId(one["id"]) for one in RIVER_QUESTIONS)
RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS


def river(*written: dict[str, Any]) -> Module:
    return module(RIVERS, list(written))


def at(*written: dict[str, Any], seed: int = 1) -> tuple[Session, Module]:
    """A quiz on these questions, the first of them on the screen."""
    taught = river(*written)
    ids = [QuestionId(one["id"]) for one in written]
    return begin(SEVEN, MINA, "quiz", taught, ids, seed=seed), taught


def position(session: Session, taught: Module, text: str) -> int:
    asked = taught.question(session.present)
    assert asked is not None
    return labelled(asked, session).index(text)


def pick(session: Session, taught: Module, text: str) -> Pick:
    return Pick(session.id, session.turn, position(session, taught, text))


def after(session: Session, taught: Module, *events: Event) -> Session:
    """The session after these events, none of which may be refused."""
    for event in events:
        taken = step(session, event, taught)
        assert taken.refusal is None
        session = taken.session
    return session


def test_a_walk_begins_with_its_first_question_in_its_first_turn() -> None:
    session = begin(SEVEN, MINA, "check", RIVER, [IDS[0]], seed=3, page=PageId("source"))

    assert session == Session(
        SEVEN,
        MINA,
        "check",
        ModuleId("rivers"),
        PageId("source"),
        3,
        (IDS[0],),
        position=0,
        turn=1,
        asked=session.asked,
    )


def test_a_walk_passes_over_questions_that_are_gone_when_it_begins() -> None:
    session = begin(SEVEN, MINA, "quiz", RIVER, [QuestionId("gone"), IDS[2]], seed=3)

    assert (session.present, session.turn, session.has_ended) == ("salty", 1, False)


@pytest.mark.parametrize("asked", [[], ["gone"], ["gone", "gone-too"]])
def test_a_walk_through_nothing_has_ended(asked: list[QuestionId]) -> None:
    assert begin(SEVEN, MINA, "quiz", RIVER, asked, seed=3).has_ended


def test_a_picked_option_is_the_answer() -> None:
    session, taught = at(RISES, SALTY)

    taken = step(session, pick(session, taught, "In the north"), taught)

    version = taught.questions[0].version
    assert taken == Step(
        replace(session, reply=("In the north",)),
        Answer(SEVEN, 1, MINA, IDS[0], version, ("In the north",), 1.0),
    )


@pytest.mark.parametrize(("place", "reply", "mark"), [(0, "true", 0.0), (1, "false", 1.0)])
def test_a_statement_is_answered_with_true_or_false(place: int, reply: str, mark: float) -> None:
    session, taught = at(SALTY)

    taken = step(session, Pick(SEVEN, 1, place), taught)

    assert taken.answer == Answer(
        SEVEN, 1, MINA, IDS[2], taught.questions[0].version, (reply,), mark
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

    assert chosen == replace(session, ticks=frozenset({"Alba", "Brin"}))
    assert taken == Step(
        replace(session, reply=("Alba", "Brin"), ticks=frozenset()),
        Answer(SEVEN, 1, MINA, IDS[1], taught.questions[0].version, ("Alba", "Brin"), 1.0),
    )


def test_a_typed_number_is_kept_as_it_was_typed() -> None:
    session, taught = at(LENGTH)

    taken = step(session, Typed("  about  131\nkm "), taught)

    version = taught.questions[0].version
    assert taken == Step(
        replace(session, reply=("about 131 km",)),
        Answer(SEVEN, 1, MINA, IDS[3], version, ("about 131 km",), 1.0),
    )


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


def waiting() -> tuple[Session, Module]:
    """The second question on the screen, in turn 2."""
    session, taught = at(RISES, BANKS, SALTY)
    answered = after(session, taught, Pick(SEVEN, 1, 0))
    return after(answered, taught, Next(SEVEN, 1)), taught


def answered() -> tuple[Session, Module]:
    """The feedback to the second question on the screen."""
    session, taught = waiting()
    return after(session, taught, Tick(SEVEN, 2, 0, 1), Confirm(SEVEN, 2)), taught


def third() -> tuple[Session, Module]:
    """The third question on the screen, in turn 3."""
    session, taught = answered()
    return after(session, taught, Next(SEVEN, 2)), taught


def ended() -> tuple[Session, Module]:
    session, taught = at(SALTY)
    return after(session, taught, Pick(SEVEN, 1, 0), Next(SEVEN, 1)), taught


@pytest.mark.parametrize(
    ("stand", "event", "refusal"),
    [
        (waiting, Pick(SEVEN, 1, 0), Refusal.PAST),
        (waiting, Pick(SEVEN, 3, 0), Refusal.PAST),
        (waiting, Pick(SEVEN, 0, 0), Refusal.PAST),
        (waiting, Tick(SEVEN, 1, 0, 1), Refusal.PAST),
        (waiting, Confirm(SEVEN, 1), Refusal.PAST),
        (waiting, Confirm(SEVEN, 2), Refusal.NOTHING_TICKED),
        (waiting, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (waiting, Next(SEVEN, 2), Refusal.PAST),
        (waiting, Next(SEVEN, 3), Refusal.PAST),
        (waiting, Pick(SEVEN, 2, 0), Refusal.NOT_OFFERED),
        (waiting, Tick(SEVEN, 2, 4, 1), Refusal.NOT_OFFERED),
        (waiting, Typed("5"), Refusal.NOT_OFFERED),
        (answered, Tick(SEVEN, 2, 0, 1), Refusal.ANSWERED),
        (answered, Confirm(SEVEN, 2), Refusal.ANSWERED),
        (answered, Pick(SEVEN, 2, 0), Refusal.ANSWERED),
        (answered, Pick(SEVEN, 1, 0), Refusal.PAST),
        (answered, Typed("5"), Refusal.ANSWERED),
        (answered, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (answered, Next(SEVEN, 3), Refusal.PAST),
        (third, Next(SEVEN, 2), Refusal.JUST_LEFT),
        (third, Next(SEVEN, 1), Refusal.PAST),
        (ended, Pick(SEVEN, 1, 0), Refusal.PAST),
        (ended, Typed("5"), Refusal.PAST),
        (ended, Next(SEVEN, 1), Refusal.JUST_LEFT),
        (ended, Next(SEVEN, 0), Refusal.PAST),
        (ended, Next(SEVEN, 2), Refusal.PAST),
    ],
)
def test_an_event_that_does_not_belong_changes_nothing(
    stand: Any, event: Event, refusal: Refusal
) -> None:
    session, taught = stand()

    assert step(session, event, taught) == Step(session, refusal=refusal)


def test_what_is_no_number_changes_nothing() -> None:
    session, taught = at(LENGTH)

    assert step(session, Typed("long"), taught) == Step(session, refusal=Refusal.NO_NUMBER)


def test_a_position_that_no_option_has_changes_nothing() -> None:
    session, taught = at(RISES)

    assert step(session, Pick(SEVEN, 1, 3), taught) == Step(session, refusal=Refusal.NOT_OFFERED)


def test_a_question_that_is_gone_is_passed_over() -> None:
    session, _ = at(RISES, BANKS, SALTY)
    left = river(SALTY)

    moved = refreshed(session, left)

    assert moved == replace(session, position=2, turn=2, asked=moved.asked)


def test_a_walk_whose_last_questions_are_gone_has_ended() -> None:
    session, _ = at(RISES, BANKS)

    assert refreshed(session, river(SALTY)) == replace(session, has_ended=True)


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


def test_ticks_are_forgotten_when_their_question_changes() -> None:
    session, taught = at(BANKS)
    chosen = after(session, taught, Tick(SEVEN, 1, 0, 1))

    moved = refreshed(chosen, river({**BANKS, "ask": "Which towns lie on it?"}))

    assert (moved.ticks, moved.turn) == (frozenset(), 2)


@pytest.mark.parametrize(
    "changed",
    [
        {**RISES, "why": "The guide writes so."},
        {**RISES, "source": ["¶2"]},
        {**RISES, "ask": "Where  does it\nrise?"},
        {**RISES, "options": RISES["options"][::-1]},
        {**RISES, "options": [{"right": "In the north", "because": "Yes."}, *RISES["options"][1:]]},
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
    was, is_ = (labelled(one.questions[0], session) for one in (shown, taught))
    assert was != is_

    moved = refreshed(session, taught)

    assert moved == replace(session, turn=2, asked=moved.asked)


def test_options_without_shuffle_stand_as_written() -> None:
    session, taught = at({**RISES, "shuffle": "no"}, seed=5)

    assert labelled(taught.questions[0], session) == ("In the north", "In the south", "At sea")


def test_each_order_of_options_comes_up_in_some_walk() -> None:
    orders = {labelled(river(BANKS).questions[0], at(BANKS, seed=seed)[0]) for seed in range(300)}

    assert orders == set(permutations(["Alba", "Brin", "Cole", "Dorn"]))


@settings(deadline=None)
@given(asked=questions("one"), seed=st.integers(0, 2**63 - 1))
def test_the_order_of_options_is_a_permutation_and_does_not_depend_on_where_the_walk_stands(
    asked: dict[str, Any], seed: int
) -> None:
    session, taught = at(asked, seed=seed)
    written = taught.questions[0]
    if not isinstance(written, Choice | Choices):
        return
    later = replace(session, turn=9, reply=("x",), ticks=frozenset({"y"}), has_ended=True)

    shown = order(session, written)

    assert sorted(shown) == sorted(option.text for option in written.options)
    assert order(later, written) == shown


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("A", "A"),
        ("a, c", "AC"),
        ("AC", "AC"),
        ("c;a", "AC"),
        ("A & D", "AD"),
        ("A+B/C.D", "ABCD"),
        ("aa", "A"),
        ("a\nb", "AB"),
        ("Ａ, Ｂ", "AB"),
    ],
)
def test_labels_can_be_typed_together(text: str, letters: str) -> None:
    session, taught = at(BANKS)
    asked = taught.questions[0]
    assert isinstance(asked, Choices)
    options = order(session, asked)

    chosen = frozenset(options["ABCD".index(letter)] for letter in letters)
    assert ticked(session, asked, text) == replace(session, ticks=chosen)


@pytest.mark.parametrize("text", ["", " ", ",", "E", "A and B", "1", "Alba", "a?", "가"])
def test_typed_labels_that_no_option_has_tick_nothing(text: str) -> None:
    session, taught = at(BANKS)
    asked = taught.questions[0]
    assert isinstance(asked, Choices)

    assert ticked(session, asked, text) is None


turns = st.sampled_from([-2, -1, -1, 0, 0, 0, 0, 0, 1, 5])
events: st.SearchStrategy[tuple[str, int, int, int]] = st.tuples(
    st.sampled_from(["fitting"] * 6 + ["pick", "tick", "confirm", "next", "next"]),
    turns,
    st.integers(0, 8),
    st.integers(0, 1),
)
NAMES = ("one", "two", "three", "four", "five")


class Walk(RuleBasedStateMachine):
    """A student taps at random, also on screens of long ago, while an author edits the course.

    The student sees `screen`, drawn at some time; what is on it is what a tap there means.
    """

    def __init__(self) -> None:
        super().__init__()
        self.db = open_database(None)
        self.ledger = Ledger(self.db.conn)
        self.ledger.students.add(MINA, "Mina", NOON)
        self.answers: list[Answer] = []

    def teardown(self) -> None:
        self._walks_to_the_end()
        self.db.close()

    @initialize(data=st.data(), seed=st.integers(0, 2**48))
    def begins(self, data: st.DataObject, seed: int) -> None:
        self.written = {name: data.draw(questions(name)) for name in NAMES}
        self._teaches(self.written)
        ids = [QuestionId(name) for name in NAMES]
        self.session = begin(SEVEN, MINA, "quiz", self.taught, ids, seed=seed)
        self.ledger.sessions.add(self.session, NOON)
        self._draws()

    def _teaches(self, written: dict[str, dict[str, Any]]) -> None:
        self.written = written
        self.taught = module(RIVERS, list(written.values()))

    def _draws(self) -> None:
        """The student is shown where the session stands."""
        asked = self.taught.question(self.session.present)
        self.shown: tuple[Question, tuple[str, ...], int] | None = None
        if asked is not None and self.session.reply is None and not self.session.has_ended:
            screen = question_screen(self.taught, self.session, asked)
            texts = tuple(one.text for one in screen.options)
            self.shown = (asked, texts, self.session.turn)
            self.ticked = {one.text for one in screen.options if one.is_ticked}

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def author_writes(self, data: st.DataObject, name: str) -> None:
        self._teaches({**self.written, name: data.draw(questions(name))})

    @precondition(lambda self: len(self.written) > 1)
    @rule(data=st.data())
    def author_deletes(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.written)))
        self._teaches({key: one for key, one in self.written.items() if key != name})

    @rule(data=st.data(), mended=words)
    def author_moves_options_and_mends_a_why(self, data: st.DataObject, mended: str) -> None:
        present = [self.session.present] * 3 if self.session.present in self.written else []
        name = data.draw(st.sampled_from([*present, *sorted(self.written)]))
        asked = {**self.written[name], "why": mended}
        if "options" in asked:
            asked["options"] = data.draw(st.permutations(asked["options"]))
            asked["shuffle"] = data.draw(st.sampled_from(["yes", "no"]))
        self._teaches({**self.written, name: asked})

    @rule(data=st.data())
    def author_moves_questions(self, data: st.DataObject) -> None:
        names = data.draw(st.permutations(sorted(self.written)))
        self._teaches({name: self.written[name] for name in names})

    @rule(event=events, is_double=st.booleans())
    def student_taps(self, event: tuple[str, int, int, int], is_double: bool) -> None:
        kind, off, place, on = event
        if kind == "fitting":
            is_several = self.shown is not None and isinstance(self.shown[0], Choices)
            kind = ("tick" if place else "confirm") if is_several else "pick"
        seen = self.session.turn if self.shown is None else self.shown[2]
        turn = max(0, seen + off)
        if turn > seen:  # forged: at best it is a tap on the screen as it would be now
            self._draws_anew()
        taps: dict[str, Event] = {
            "pick": Pick(SEVEN, turn, place),
            "tick": Tick(SEVEN, turn, place, on),
            "confirm": Confirm(SEVEN, turn),
            "next": Next(SEVEN, turn),
        }
        self._happens(taps[kind], is_double=is_double)

    @rule(text=st.one_of(st.from_regex(r"-?[0-9]{1,6}", fullmatch=True), st.text()))
    def student_types(self, text: str) -> None:
        if refreshed(self.session, self.taught).turn == self.session.turn:
            self._happens(Typed(text), is_double=True)

    @rule()
    def student_answers_and_goes_on(self) -> None:
        self._draws_anew()
        if self.shown is not None:
            self._answers()
        if not self.session.has_ended:
            self._happens(Next(SEVEN, self.session.turn), is_double=True)

    def _draws_anew(self) -> None:
        self.session = refreshed(self.session, self.taught)
        self.ledger.sessions.save(self.session, NOON)
        self._draws()

    def _answers(self) -> None:
        assert self.shown is not None
        asked, _, turn = self.shown
        if isinstance(asked, Choices):
            self._happens(Tick(SEVEN, turn, 0, 1), is_double=False)
            self._happens(Confirm(SEVEN, turn), is_double=False)
        elif asked.type == "number":
            self._happens(Typed("12"), is_double=False)
        else:
            self._happens(Pick(SEVEN, turn, 1), is_double=False)
        assert self.session.reply is not None

    def _happens(self, event: Event, *, is_double: bool) -> None:
        ready = refreshed(self.session, self.taught)
        assert refreshed(ready, self.taught) == ready
        assert ready.turn >= self.session.turn

        taken = step(ready, event, self.taught)

        if taken.refusal is not None:
            assert taken == Step(ready, refusal=taken.refusal)
        if not isinstance(event, Typed) and event.turn != ready.turn:
            assert taken.refusal is not None
        if taken.answer is not None:
            self._is_sound(taken.answer, event)
            self.ledger.sessions.record(taken.answer, "quiz", NOON)
            self.answers.append(taken.answer)
        self.session = taken.session
        self.ledger.sessions.save(self.session, NOON)
        self._draws()
        if is_double:
            again = step(self.session, event, self.taught)
            assert again.session == self.session
            assert again.answer is None

    def _is_sound(self, answer: Answer, event: Event) -> None:
        """It belongs to what the student saw, and is the only one."""
        assert self.shown is not None
        asked, texts, turn = self.shown
        assert answer.turn == turn
        assert answer.question == asked.id
        assert answer.version == asked.version
        assert answer.mark == grade(asked, answer.reply).mark
        if isinstance(event, Pick):
            tapped = texts[event.position]
            assert answer.reply == (tapped.lower() if asked.type == "true_false" else tapped,)
        if isinstance(event, Confirm):
            assert set(answer.reply) == self.ticked
        assert answer.turn not in {one.turn for one in self.answers}
        assert answer.question not in {one.question for one in self.answers}

    @invariant()
    def what_is_stored_is_what_is(self) -> None:
        if hasattr(self, "session"):
            assert self.ledger.sessions.find(SEVEN) == self.session
            assert self.ledger.sessions.answers(SEVEN) == self.answers

    @invariant()
    def ticks_are_options_on_the_screen(self) -> None:
        if hasattr(self, "session"):
            assert self.shown is None or self.session.ticks <= set(self.shown[1])

    def _walks_to_the_end(self) -> None:
        if not hasattr(self, "session"):
            return
        for _ in NAMES:
            self.student_answers_and_goes_on()
        assert self.session.has_ended
        assert len(self.answers) <= len(NAMES)


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
