"""A walk at random: a student taps and types what there is, while an author edits the course."""

from dataclasses import replace
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core.actions import Confirm, Hint, Match, Next, Pick, SessionId, Sure, Tick
from bot.core.course import (
    Choices,
    Course,
    Matching,
    NumberTyped,
    Ordering,
    TextTyped,
    right_answers,
)
from bot.core.grading import after_hints, grade
from bot.core.offers import offered, wanted
from bot.core.screens.asking import QuestionScreen, question_screen
from bot.core.session import (
    Answer,
    Event,
    Session,
    Step,
    Turned,
    Typed,
    labelled,
    refreshed,
    step,
    timed,
)
from bot.store import Ledger, open_database
from tests.authors import TYPES, questions, words
from tests.school import MINA, NOON, begun, course

SEVEN = SessionId(7)
NAMES = ("one", "two", "three", "four", "five")
TAPS = (*get_args(Turned), Next)

kinds = st.sampled_from(
    [
        {"kind": "quiz", "mode": "study"},
        {"kind": "quiz", "mode": "test"},
        {"kind": "quiz", "mode": "practice"},
        {"kind": "retry"},
        {"kind": "check", "page": "source"},
        {"kind": "before"},
        {"kind": "after"},
    ]
)
forged = st.tuples(
    st.sampled_from(TAPS),
    st.sampled_from([-2, -1, -1, 0, 0, 0, 0, 0, 1, 5]),
    st.fixed_dictionaries(
        {
            "position": st.integers(0, 8),
            "on": st.integers(0, 1),
            "item": st.integers(0, 8),
            "count": st.integers(0, 8),
            "level": st.integers(0, 4),
        }
    ),
)
typed = st.one_of(st.from_regex(r"-?[0-9]{1,6}", fullmatch=True), st.text())


def tap(kind: type[Any], turn: int, values: dict[str, int]) -> Event:
    own = {name: value for name, value in values.items() if name in kind.__match_args__}
    event: Event = kind(session=SEVEN, turn=turn, **own)
    return event


class Walk(RuleBasedStateMachine):
    """A student taps at random, also on screens of long ago, while an author edits the course.

    `seen` is the question's screen as it was drawn last, with the session it was drawn of; what
    is on it is what a tap there means.
    """

    def __init__(self) -> None:
        super().__init__()
        self.db = open_database(None)
        self.ledger = Ledger(self.db.conn)
        self.ledger.students.add(MINA, "Mina", NOON)
        self.answers: list[Answer] = []
        self.taps: list[Event] = []

    def teardown(self) -> None:
        self._walks_to_the_end()
        self.db.close()

    @initialize(
        data=st.data(), walk=kinds, asks_confidence=st.booleans(), seed=st.integers(0, 2**48)
    )
    def begins(
        self, data: st.DataObject, walk: dict[str, Any], asks_confidence: bool, seed: int
    ) -> None:
        types = (*TYPES, "choice", "choices", "choice", "choices")  # they are edited most
        self._teaches({name: data.draw(questions(name, *types)) for name in NAMES})
        self.session = begun(
            self.taught, *NAMES, seed=seed, asks_confidence=asks_confidence, **walk
        )
        self.ledger.sessions.add(self.session, NOON)
        self._draws()

    def _teaches(self, written: dict[str, dict[str, Any]]) -> None:
        self.written = written
        self.taught: Course = course(list(written.values()))

    def _draws(self) -> None:
        """The student is shown where the session stands."""
        asked = None if self.session.has_ended else self.taught.question(self.session.present)
        self.seen: tuple[QuestionScreen, Session] | None = None
        if asked is not None and self.session.reply is None:
            screen = question_screen(self.taught, self.session, asked)
            self.seen = screen, self.session
            self.taps += [one.action for one in screen.buttons() if isinstance(one.action, TAPS)]

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def author_writes(self, data: st.DataObject, name: str) -> None:
        self._teaches({**self.written, name: data.draw(questions(name))})

    @precondition(lambda self: len(self.written) > 1)
    @rule(data=st.data())
    def author_deletes(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.written)))
        self._teaches({key: one for key, one in self.written.items() if key != name})

    @rule(data=st.data(), mended=words, is_tapped=st.booleans())
    def author_moves_options_and_mends_a_why(
        self, data: st.DataObject, mended: str, is_tapped: bool
    ) -> None:
        present = [] if self.session.has_ended else [self.session.present] * 3
        known = [one for one in present if one in self.written]
        name = data.draw(st.sampled_from([*known, *sorted(self.written)]))
        asked = {**self.written[name], "why": mended}
        for key in ("options", "pairs", "distractors"):
            if key in asked:
                asked[key] = data.draw(st.permutations(asked[key]))
        if "options" in asked:
            asked["shuffle"] = data.draw(st.sampled_from(["yes", "no", "no"]))
        self._teaches({**self.written, name: asked})
        if is_tapped:  # on the screen as it was drawn before
            self.student_taps_what_is_shown(data, is_double=False)

    @rule(data=st.data())
    def author_moves_questions(self, data: st.DataObject) -> None:
        names = data.draw(st.permutations(sorted(self.written)))
        self._teaches({name: self.written[name] for name in names})

    @rule(data=st.data(), is_double=st.booleans())
    def student_taps_what_is_shown(self, data: st.DataObject, is_double: bool) -> None:
        if self.session.reply is not None:
            self._happens(Next(SEVEN, self.session.turn), is_double=is_double)
        elif self.seen is not None:
            buttons = self.seen[0].buttons()
            shown = [one.action for one in buttons if isinstance(one.action, TAPS)]
            if shown:
                self._happens(data.draw(st.sampled_from(shown)), is_double=is_double)

    @rule()
    def student_reads_a_hint_and_answers(self) -> None:
        self._draws_anew()
        if self.seen is not None and self.seen[0].next_hint:
            hint = Hint(SEVEN, self.session.turn, self.session.hints)
            self._happens(hint, is_double=True)
            assert self.session.hints == hint.count + 1
            self._answers()

    @precondition(lambda self: self.taps)
    @rule(data=st.data(), is_double=st.booleans())
    def student_taps_what_was_shown_once(self, data: st.DataObject, is_double: bool) -> None:
        self._happens(data.draw(st.sampled_from(self.taps)), is_double=is_double)

    @rule(event=forged, is_double=st.booleans())
    def somebody_forges_a_tap(
        self, event: tuple[type[Any], int, dict[str, int]], is_double: bool
    ) -> None:
        kind, off, values = event
        seen = self.session.turn if self.seen is None else self.seen[1].turn
        turn = max(0, seen + off)
        if turn > seen:  # at best it is a tap on the screen as it would be now
            self._draws_anew()
        self._happens(tap(kind, turn, values), is_double=is_double)

    @rule(text=typed)
    def student_types(self, text: str) -> None:
        if refreshed(self.session, self.taught).turn == self.session.turn:
            self._happens(Typed(text), is_double=False)

    @precondition(lambda self: self.seen is not None)
    @rule(is_slip=st.booleans())
    def student_types_the_answer(self, is_slip: bool) -> None:
        assert self.seen is not None
        right = right_answers(self.seen[0].question)[0]
        self.student_types(right[:-1] if is_slip else right)

    @rule(text=st.text("ABCDEFGH, ", max_size=9))
    def student_types_labels(self, text: str) -> None:
        self._draws_anew()
        if self.seen is not None:
            chosen = labelled(self.session, self.seen[0].question, text)
            self.session = chosen or self.session
            self.ledger.sessions.save(self.session, NOON)
            self._draws()

    @rule()
    def student_answers_and_goes_on(self) -> None:
        self._draws_anew()
        answered = len(self.answers)
        if self.seen is not None:
            self._answers()
            assert len(self.answers) == answered + 1
        if self.session.reply is not None:
            self._happens(Next(SEVEN, self.session.turn), is_double=True)

    def _draws_anew(self) -> None:
        self.session = refreshed(self.session, self.taught)
        self.ledger.sessions.save(self.session, NOON)
        self._draws()

    def _answers(self) -> None:
        """Whatever has been begun is brought to an answer, by what the screen offers."""
        assert self.seen is not None
        asked, turn = self.seen[0].question, self.session.turn
        match asked:
            case Choices():
                self._happens(Tick(SEVEN, turn, 0, 1), is_double=True)
            case NumberTyped() | TextTyped():
                self._happens(Typed("12"), is_double=False)
            case Ordering():
                for place in range(len(asked.items)):
                    self._happens(Pick(SEVEN, turn, place), is_double=True)
            case Matching():
                for item in range(len(asked.pairs)):
                    self._happens(Match(SEVEN, turn, item, 0), is_double=True)
            case _:
                self._happens(Pick(SEVEN, turn, 1), is_double=True)
        if self.session.turn == turn and self.session.reply is None:
            sure = Sure(SEVEN, turn, 2) if self.session.asks_confidence else Confirm(SEVEN, turn)
            self._happens(sure, is_double=True)
        if self.session.turn == turn and self.session.reply is None:
            self._happens(Typed("12"), is_double=False)  # it was almost right

    def _happens(self, event: Event, *, is_double: bool) -> None:
        ready = refreshed(timed(self.session, NOON), self.taught)
        assert refreshed(ready, self.taught) == ready
        assert ready.turn >= self.session.turn

        taken = step(ready, event, self.taught)

        if taken.refusal is not None:
            assert taken.session is ready
            assert taken.answer is None
        if not isinstance(event, Typed) and event.turn != ready.turn:
            assert taken.refusal is not None
        if isinstance(event, Hint):
            assert taken.session.hints - ready.hints in (0, 1)
        if taken.refusal is None and isinstance(event, Tick | Pick | Match):
            self._takes_what_was_seen(event, ready, taken)
        if taken.answer is not None:
            self._is_sound(taken.answer, event, ready)
            self.ledger.sessions.record(taken.answer, ready.kind, NOON)
            self.answers.append(taken.answer)
        self.session = taken.session
        self.ledger.sessions.save(self.session, NOON)
        self._draws()
        self.a_draft_holds_only_what_is_offered()
        self.what_is_begun_is_over_with_the_answer()
        self.nothing_is_told_that_should_wait()
        if is_double:
            again = step(self.session, event, self.taught)
            assert again.session == self.session
            assert again.answer is None

    def _takes_what_was_seen(self, event: Tick | Pick | Match, ready: Session, taken: Step) -> None:
        """What stood at that position on the screen that was tapped."""
        assert self.seen is not None
        screen, drawn = self.seen
        tapped = offered(screen.question, drawn.seed)[event.position]
        given = taken.session.draft if taken.answer is None else taken.answer.reply
        if isinstance(event, Tick):
            assert (tapped in given) == bool(event.on)
        elif isinstance(event, Pick):
            assert tapped in given
        elif event.item == len(ready.draft):
            assert given == (*ready.draft, tapped)

    def _is_sound(self, answer: Answer, event: Event, ready: Session) -> None:
        """It belongs to what the student saw, and is the only one."""
        assert self.seen is not None
        screen, drawn = self.seen
        asked = self.taught.question(ready.present)
        assert asked is not None
        judged = grade(asked, answer.reply)
        sure = event.level if isinstance(event, Sure) else drawn.sure
        assert replace(answer, reply=()) == Answer(
            SEVEN,
            drawn.turn,
            MINA,
            drawn.present,
            screen.question.version,
            (),
            after_hints(asked, judged.mark, drawn.hints),
            judged.is_right,
            sure,
            drawn.hints,
            drawn.tries,
        )
        if isinstance(event, Confirm | Sure):
            assert sorted(answer.reply) == sorted(drawn.draft)
            if wanted(asked):
                assert answer.reply == drawn.draft
        assert answer.turn not in {one.turn for one in self.answers}
        assert answer.question not in {one.question for one in self.answers}

    @invariant()
    def what_is_stored_is_what_is(self) -> None:
        if hasattr(self, "session"):
            assert self.ledger.sessions.find(SEVEN) == self.session
            assert self.ledger.sessions.answers(SEVEN) == self.answers

    @invariant()
    def a_draft_holds_only_what_is_offered(self) -> None:
        if not hasattr(self, "session") or self.seen is None:
            return
        asked, draft = self.seen[0].question, self.session.draft
        if isinstance(asked, NumberTyped | TextTyped):
            assert len(draft) <= 1
        else:
            assert set(draft) <= set(offered(asked, self.session.seed))
            assert len(draft) <= (wanted(asked) or len(offered(asked, self.session.seed)))
        if not isinstance(asked, Matching):
            assert len(set(draft)) == len(draft)

    @invariant()
    def what_is_begun_is_over_with_the_answer(self) -> None:
        if hasattr(self, "session") and (self.session.reply is not None or self.session.has_ended):
            over = replace(self.session, draft=(), tries=(), hints=0, sure=None)
            assert self.session == over

    @invariant()
    def nothing_is_told_that_should_wait(self) -> None:
        if hasattr(self, "session") and self.session.is_silent:
            assert self.session.reply is None or self.session.has_ended
            assert self.session.tries == ()
        if hasattr(self, "session") and self.session.kind == "before":
            assert self.session.hints == 0
        if hasattr(self, "session") and not self.session.asks_confidence:
            assert self.session.sure is None

    def _walks_to_the_end(self) -> None:
        if not hasattr(self, "session"):
            return
        for _ in NAMES:
            self.student_answers_and_goes_on()
        assert self.session.has_ended
        assert len(self.answers) <= len(NAMES)


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
