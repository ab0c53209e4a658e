"""One student's walks through questions: where they begin, what a tap does to them, what they show.

The one rule: a walk is brought up to the hour and to the course before anything else is done
with it, and what it then is, is saved.
"""

from datetime import datetime, tzinfo
from functools import cached_property

from bot.classroom.moves import Move
from bot.core.actions import (
    Answering,
    Door,
    Finished,
    LookBack,
    Place,
    Reading,
    SessionId,
)
from bot.core.course import (
    Course,
    Module,
    ModuleId,
    NumberTyped,
    PageId,
    QuestionId,
    Quiz,
    QuizId,
    TextTyped,
)
from bot.core.drawing import drawn, interleaved
from bot.core.grading import verdict
from bot.core.hangul import visible
from bot.core.notices import Notice
from bot.core.progress import Result
from bot.core.screens import Screen
from bot.core.screens.asking import Time, question_screen
from bot.core.screens.feedback import feedback_screen, lookback_screen
from bot.core.screens.quizzes import Attempts, Offer, attempts_of, drawn_in, eligible, ends, offer
from bot.core.screens.results import Tested, missed_questions, result_screen
from bot.core.session import (
    Answer,
    Event,
    Kind,
    Refusal,
    Session,
    Typed,
    labelled,
    refreshed,
    step,
    timed,
)
from bot.store import Ledger, Student

_NOTICES = {
    Refusal.ANSWERED: Notice.ANSWERED,
    Refusal.NOTHING_TICKED: Notice.NOTHING_TICKED,
    Refusal.NOT_ALL: Notice.NOT_ALL,
    Refusal.NOT_OFFERED: Notice.NOT_OFFERED,
    Refusal.NO_NUMBER: Notice.NO_NUMBER,
    Refusal.TOO_LONG: Notice.TOO_LONG,
}


class Walks:
    def __init__(
        self,
        course: Course,
        ledger: Ledger,
        student: Student,
        *,
        now: datetime,
        timezone: tzinfo,
        seed: int,
    ) -> None:
        self._course = course
        self._ledger = ledger
        self._student = student
        self._now = now
        self._timezone = timezone
        self._seed = seed
        # what this visit has just stored need not be read again
        self._present: Session | None = None
        self._given: Answer | None = None

    # where walks begin

    def quiz(self, quiz_id: QuizId) -> Move:
        """Begin a quiz, or go on with it."""
        quiz = self._course.quiz(quiz_id)
        running = self._running("quiz", quiz_id)
        if running is not None:
            return Move(Answering(running.id))
        if quiz is None:
            return Move(self._student.place, Notice.GONE)
        offered = self.offer(quiz)
        if not offered.is_open or not offered.questions:
            return Move(Door(quiz_id))
        seed = self._next_seed
        modules = eligible(self._course, quiz, self._modules_read)
        count = drawn_in(quiz)
        asked = self._ledger.sessions.asked(self._student.id, quiz_id) if count else {}
        questions = drawn(modules, count, asked, seed)
        if quiz.mode == "practice":
            questions = interleaved(modules, questions, seed)
        return self._begun(
            Session(
                self._ledger.sessions.next_id(),
                self._student.id,
                "quiz",
                quiz_id,
                None,
                seed,
                questions,
                quiz.mode,
                asks_confidence=quiz.confidence and self._student.chosen.confidence,
                ends=ends(offered, self._now),
            )
        )

    def check(self, module: Module, page: PageId, question: QuestionId) -> Move:
        """A page's question."""
        running = self._ledger.sessions.running(self._student.id, "check", QuizId(module.id), page)
        if running is not None:
            return Move(Answering(running.id))
        return self._begin("check", QuizId(module.id), (question,), page)

    def pretest(self, module: Module, kind: Kind) -> Move:
        """The module's questions of before and after."""
        running = self._running(kind, QuizId(module.id))
        if running is not None:
            return Move(Answering(running.id))
        questions = pretest_questions(module)
        if not questions:
            return Move(self._student.place, Notice.GONE)
        return self._begin(kind, QuizId(module.id), questions)

    def retry(self, session_id: SessionId) -> Move:
        """Once more what was missed."""
        session = self.find(session_id)
        if session is None:
            return self._stay(Notice.JUNK, is_past=True)
        missed = tuple(
            id_
            for id_ in missed_questions(session, self.answers(session))
            if self._course.question(id_) is not None
        )
        if not missed or not session.has_ended or session.is_silent:
            return self._stay(Notice.PAST, is_past=True)
        running = self._ledger.sessions.running(self._student.id, "retry", session.quiz)
        if running is not None and running.questions == missed:
            return Move(Answering(running.id))
        return self._begin("retry", session.quiz, missed)

    def _begin(
        self,
        kind: Kind,
        quiz: QuizId,
        questions: tuple[QuestionId, ...],
        page: PageId | None = None,
    ) -> Move:
        id_ = self._ledger.sessions.next_id()
        fresh = Session(id_, self._student.id, kind, quiz, page, self._next_seed, questions)
        return self._begun(fresh)

    def _begun(self, fresh: Session) -> Move:
        session = refreshed(fresh, self._course)
        self._ledger.sessions.add(session, self._now)
        self._present = session
        return Move(Answering(session.id))

    @property
    def _next_seed(self) -> int:
        # a bot with a constant seed shuffles each walk of a student differently, too
        return self._seed + self._ledger.sessions.begun(self._student.id)

    def _running(self, kind: Kind, quiz: QuizId) -> Session | None:
        """The walk of that kind that can be gone on with; one whose last questions are gone from
        the course, or whose time is over, ends here."""
        running = self._ledger.sessions.running(self._student.id, kind, quiz)
        session = None if running is None else self.find(running.id)
        return None if session is None or session.has_ended else session

    # what is offered

    @cached_property
    def _modules_read(self) -> frozenset[ModuleId]:
        read = self._ledger.students.pages_read(self._student.id)
        return frozenset(
            module.id
            for module in self._course
            if all((module.id, PageId(page.page)) in read for page in module.pages)
        )

    def offers(self) -> tuple[Offer, ...]:
        """The course's own quizzes, as they stand for the student."""
        return tuple(self.offer(quiz) for quiz in self._course.quizzes.values())

    def offer(self, quiz: Quiz) -> Offer:
        id_ = QuizId(quiz.quiz)
        return offer(
            self._course,
            quiz,
            self._attempts(id_),
            now=self._now.astimezone(self._timezone),
            extra=self._student.chosen.extra,
            modules_read=self._modules_read,
        )

    def _attempts(self, quiz: QuizId) -> Attempts:
        results = self._ledger.sessions.attempts(self._student.id, "quiz", quiz)
        return attempts_of(results, is_running=self._running("quiz", quiz) is not None)

    # what happens on the way

    def event(self, session_id: SessionId, event: Event) -> Move:
        session = self.find(session_id)
        if session is None:
            return self._stay(Notice.JUNK, is_past=True)
        taken = step(session, event, self._course)
        place = self.place(taken.session)
        if taken.refusal in (Refusal.PAST, Refusal.JUST_LEFT):
            if self._is_timed_out(session):
                return Move(place, Notice.TIME_OVER)
            if taken.refusal is Refusal.JUST_LEFT and place == self._student.place:
                return self._stay(None)
            return self._stay(Notice.PAST, is_past=True)
        if taken.refusal is not None:
            return Move(place, _NOTICES[taken.refusal])
        if taken.answer is not None:
            self._ledger.sessions.record(taken.answer, session.kind, self._now)
            self._given = taken.answer
        self._save(taken.session)
        return Move(place)

    def typed(self, session_id: SessionId, text: str) -> Move | None:
        """What typed text does to a walk; None where it means nothing."""
        session = self.find(session_id)
        if session is None or session.has_ended or session.reply is not None:
            return None
        question = self._course.question(session.present)
        if not visible(text).strip():
            return None
        if isinstance(question, NumberTyped | TextTyped):
            return self.event(session.id, Typed(text))
        arranged = None if question is None else labelled(session, question, text)
        if arranged is None:
            return None
        self._save(arranged)
        return self._stay(None)

    def is_answer(self, session_id: SessionId, text: str) -> bool:
        """Whether a word that stands on a button as well is an answer that counts."""
        session = self.find(session_id)
        if session is None or session.has_ended or session.reply is not None:
            return False
        question = self._course.question(session.present)
        return isinstance(question, TextTyped) and verdict(question, text).counts

    def _save(self, session: Session) -> None:
        self._ledger.sessions.save(session, self._now)
        self._present = session

    def find(self, session_id: SessionId) -> Session | None:
        """The student's own walk, brought up to the hour and the course; None for any other."""
        if self._present is not None and self._present.id == session_id:
            return self._present
        stored = self._ledger.sessions.find(session_id)
        if stored is None or stored.student != self._student.id:
            return None
        session = refreshed(timed(stored, self._now), self._course)
        if session != stored:
            self._save(session)
        return session

    def moved_on(self, session_id: SessionId) -> Notice | None:
        """What to say where the course changed, or the time ran out, under what the student
        reads: typed text, which names no turn, cannot then mean what would be on the screen
        now.  None where nothing of the kind happened."""
        stored = self._ledger.sessions.find(session_id)
        session = self.find(session_id)
        if session is None or session == stored:
            return None
        return Notice.TIME_OVER if self._is_timed_out(session) else Notice.PAST

    def _is_timed_out(self, session: Session) -> bool:
        """Whether the time ran out before everything had its answer."""
        if not session.has_ended or session.ends is None or self._now < session.ends:
            return False
        return len(self._ledger.sessions.answers(session.id)) < len(session.questions)

    def answers(self, session: Session) -> dict[QuestionId, Answer]:
        return {one.question: one for one in self._ledger.sessions.answers(session.id)}

    # what is on the screen

    def place(self, session: Session) -> Place:
        """Where a walk is seen: a check that has ended leads on from its page."""
        if session.kind == "check" and session.has_ended and session.page is not None:
            module = self._course.modules.get(ModuleId(session.quiz))
            if module is not None:
                return after(module, session.page)
        return Answering(session.id)

    def screen(self, session: Session) -> Screen | None:
        """The question, the feedback to it, or the result."""
        if session.has_ended:
            return self._result(session)
        question = self._course.question(session.present)
        if question is None:
            return None
        if session.reply is None:
            return question_screen(self._course, session, question, self._time(session))
        answer = self._given or self._ledger.sessions.answer(session.id, session.turn)
        if answer is None:
            return None
        return feedback_screen(self._course, session, question, answer)

    def look_back(self, place: LookBack) -> Screen | None:
        """An answer of a walk that has ended, the next one where there is none at the place."""
        session = self.find(place.session)
        if session is None or not session.has_ended or session.kind == "before":
            return None
        answers = self.answers(session)
        asked = [self._course.question(id_) for id_ in session.questions]
        there = [
            at
            for at, id_ in enumerate(session.questions)
            if id_ in answers and asked[at] is not None
        ]
        position = next((at for at in there if at >= place.position), None)
        question = None if position is None else asked[position]
        if position is None or question is None:
            return None
        answer = answers[session.questions[position]]
        return lookback_screen(self._course, session, position, question, answer, there)

    def _time(self, session: Session) -> Time | None:
        if session.ends is None:
            return None
        return Time(session.ends - self._now, session.ends.astimezone(self._timezone))

    def _result(self, session: Session) -> Screen:
        before = None
        if session.kind == "after":
            results = self._ledger.sessions.attempts(self._student.id, "before", session.quiz)
            before = results[0] if results else None
        return result_screen(
            self._course,
            session,
            self.answers(session),
            tested=self._tested(session),
            before=before,
        )

    def _tested(self, session: Session) -> Tested | None:
        quiz = self._course.quiz(session.quiz)
        if session.kind != "quiz" or session.mode != "test" or quiz is None:
            return None
        attempts = self._attempts(session.quiz)
        best = attempts.best or Result(0, 1, 0)
        return Tested(
            quiz.pass_mark,
            None if quiz.attempts is None else max(0, quiz.attempts - attempts.ended),
            best.percent,
            is_timed_out=self._is_timed_out(session),
        )

    def _stay(self, notice: Notice | None, *, is_past: bool = False) -> Move:
        return Move(self._student.place, notice, is_past)


def pretest_questions(module: Module) -> tuple[QuestionId, ...]:
    """The questions asked before a module and after it; none where it does not ask for them."""
    return tuple(
        QuestionId(one) for one in module.lesson.pretest if module.question(one) is not None
    )


def after(module: Module, page_id: PageId) -> Place:
    """The next page, or the end; the module's first page if this one is gone."""
    ids = [PageId(page.page) for page in module.pages]
    following = ids.index(page_id) + 1 if page_id in ids else 0
    return Reading(module.id, ids[following]) if following < len(ids) else Finished(module.id)
