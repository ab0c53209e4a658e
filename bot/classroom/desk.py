"""One visit of one student: what it changes, where it leads, what is on the screen there."""

from datetime import datetime, tzinfo
from functools import cached_property
from typing import assert_never

from bot.classroom.lookups import aside_screen, look_up, on_the_way, page_of, searched
from bot.classroom.moves import Move
from bot.classroom.teaching import class_report, module_named, module_report
from bot.classroom.visits import Asked, Odd, Said
from bot.core.actions import (
    Action,
    Answering,
    Aside,
    Back,
    Class,
    ClassModule,
    Confirm,
    Finished,
    Help,
    Home,
    Modules,
    Next,
    Onward,
    Open,
    Pick,
    Place,
    Progress,
    Quiz,
    Quizzes,
    Reading,
    Retry,
    SessionId,
    StudentId,
    Tick,
)
from bot.core.course import Choices, Course, Module, ModuleId, NumberTyped, PageId, QuestionId
from bot.core.notices import Notice
from bot.core.progress import ModuleProgress, Record, first_unread, progress
from bot.core.screens import Screen, pressed
from bot.core.screens.overview import help_screen, home_screen, progress_screen
from bot.core.screens.quizzing import (
    feedback_screen,
    missed_questions,
    question_screen,
    quizzes_screen,
    result_screen,
)
from bot.core.screens.reading import finished_screen, modules_screen, page_screen
from bot.core.session import (
    Answer,
    Event,
    Kind,
    Refusal,
    Session,
    Typed,
    begin,
    refreshed,
    step,
    ticked,
)
from bot.store import Ledger, Student

_NOTICES = {
    Refusal.ANSWERED: Notice.ANSWERED,
    Refusal.NOTHING_TICKED: Notice.NOTHING_TICKED,
    Refusal.NOT_OFFERED: Notice.NOT_OFFERED,
    Refusal.NO_NUMBER: Notice.NO_NUMBER,
}


class Desk:
    def __init__(
        self,
        course: Course,
        ledger: Ledger,
        student: Student,
        instructors: frozenset[StudentId],
        *,
        now: datetime,
        timezone: tzinfo,
        seed: int,
    ) -> None:
        self._course = course
        self._ledger = ledger
        self._student = student
        self._instructors = instructors
        self._now = now
        self._timezone = timezone
        self._seed = seed
        # what this visit has just stored need not be read again
        self._present: Session | None = None
        self._given: Answer | None = None

    def move(self, said: Action | Said | Asked | Odd) -> Move:
        """Change what the visit changes, and say where it leads."""
        match said:
            case Odd(notice=notice):
                return self._stay(notice, is_past=notice is Notice.JUNK)
            case Said(text=text):
                return self._typed(text)
            case Class() | ClassModule() | Asked():
                return self._class(said)
            case Answering(session=session):
                found = self._session(session)
                return self._stay(Notice.JUNK) if found is None else Move(self._place(found))
            case Home() | Modules() | Quizzes() | Progress() | Help() | Reading() | Finished():
                return Move(said)
            case Back():
                return self._back()
            case Open(module=module):
                return self._open(module)
            case Onward(module=module, page=page):
                return self._onward(module, page)
            case Quiz(module=module):
                return self._quiz(module)
            case Retry(session=session):
                return self._retry(session)
            case Pick() | Tick() | Confirm() | Next():
                return self._event(said.session, said)
            case _:
                return look_up(self._course, said, self._student.place, self._answered)

    def screen(self, place: Place) -> Screen | None:
        """What stands at the place; None if the course no longer has it."""
        match place:
            case Home():
                return home_screen(self._course, self._standing)
            case Modules():
                return self.modules()
            case Quizzes():
                return quizzes_screen(self._standing)
            case Progress():
                return progress_screen(self._standing)
            case Help():
                return help_screen(
                    self._course, self._student.id, is_instructor=self._is_instructor
                )
            case Reading(module=module, page=page):
                return self._page_screen(module, page)
            case Finished(module=module):
                return self._finished_screen(module)
            case Answering(session=session):
                return self._session_screen(session)
            case Class() | ClassModule():
                if not self._is_instructor:
                    return help_screen(self._course, self._student.id, is_instructor=False)
                return self._class_screen(place)
            case Aside():
                return aside_screen(self._course, place)
            case _:
                assert_never(place)

    def modules(self) -> Screen:
        return modules_screen(self._course, self._standing)

    @property
    def _is_instructor(self) -> bool:
        return self._student.id in self._instructors

    @cached_property
    def _standing(self) -> tuple[ModuleProgress, ...]:
        return progress(
            self._course,
            Record(
                self._pages_read,
                self._answered,
                self._ledger.sessions.results(self._student.id),
                self._ledger.sessions.open_quizzes(self._student.id),
            ),
        )

    @property
    def _pages_read(self) -> frozenset[tuple[ModuleId, PageId]]:
        return self._ledger.students.pages_read(self._student.id)

    @property
    def _answered(self) -> frozenset[QuestionId]:
        return self._ledger.sessions.answered(self._student.id)

    def _stay(self, notice: Notice | None, *, is_past: bool = False) -> Move:
        return Move(self._student.place, notice, is_past)

    def _class(self, said: Class | ClassModule | Asked) -> Move:
        if not self._is_instructor:
            return self._stay(Notice.INSTRUCTORS_ONLY)
        if isinstance(said, Asked):
            module = module_named(self._course, said.module)
            if module is None:
                return Move(Class(), Notice.UNKNOWN_MODULE)
            return Move(ClassModule(module.id))
        return Move(said)

    def _back(self) -> Move:
        place = on_the_way(self._student.place)
        if self.screen(place) is None:
            return Move(Modules(), Notice.GONE)
        return Move(place)

    def _typed(self, text: str) -> Move:
        place = self._student.place
        if isinstance(place, Answering) and self._has_moved_on(place.session):
            return self._stay(Notice.PAST)
        screen = self.screen(place)
        action = None if screen is None else pressed(screen, text)
        if action is not None:
            return self.move(action)
        search = searched(place, text)
        if search is not None:
            return self.move(search)
        if not isinstance(place, Answering):
            return self._stay(Notice.STRAY)
        session = self._session(place.session)
        if session is None or session.has_ended or session.reply is not None:
            return self._stay(Notice.STRAY)
        question = self._course.modules[session.module].question(session.present)
        if isinstance(question, NumberTyped):
            return self._event(session.id, Typed(text))
        if isinstance(question, Choices):
            ticks = ticked(session, question, text)
            if ticks is not None:
                self._ledger.sessions.save(ticks, self._now)
                return self._stay(None)
        return self._stay(Notice.STRAY)

    def _open(self, module_id: ModuleId) -> Move:
        module = self._course.modules.get(module_id)
        if module is None:
            return self._stay(Notice.GONE)
        return Move(Reading(module.id, first_unread(module, self._pages_read)))

    def _onward(self, module_id: ModuleId, page_id: PageId) -> Move:
        found = page_of(self._course, module_id, page_id)
        if found is None:
            return self._stay(Notice.GONE)
        module, page = found
        self._ledger.students.read(self._student.id, module_id, page_id, self._now)
        check = page.check
        if check is None or QuestionId(check) in self._answered:
            return Move(_after(module, page_id))
        session = self._ledger.sessions.running(self._student.id, "check", module_id, page_id)
        if session is None:
            session = self._begin("check", module, (QuestionId(check),), page_id)
        return Move(Answering(session.id))

    def _quiz(self, module_id: ModuleId) -> Move:
        module = self._course.modules.get(module_id)
        if module is None or not module.questions:
            return self._stay(Notice.GONE)
        running = self._ledger.sessions.running(self._student.id, "quiz", module_id)
        # one whose last questions are gone from the course ends here, and another begins
        session = None if running is None else self._session(running.id)
        if session is None or session.has_ended:
            questions = tuple(QuestionId(one.id) for one in module.questions)
            session = self._begin("quiz", module, questions)
        return Move(Answering(session.id))

    def _retry(self, session_id: SessionId) -> Move:
        session = self._session(session_id)
        if session is None:
            return self._stay(Notice.JUNK, is_past=True)
        module = self._course.modules[session.module]
        missed = tuple(
            id_
            for id_ in missed_questions(session, self._answers(session))
            if module.question(id_) is not None
        )
        if not missed or not session.has_ended:
            return self._stay(Notice.PAST, is_past=True)
        running = self._ledger.sessions.running(self._student.id, "retry", module.id)
        if running is not None and running.questions == missed:
            return Move(Answering(running.id))
        return Move(Answering(self._begin("retry", module, missed).id))

    def _begin(
        self,
        kind: Kind,
        module: Module,
        questions: tuple[QuestionId, ...],
        page: PageId | None = None,
    ) -> Session:
        session = begin(
            self._ledger.sessions.next_id(),
            self._student.id,
            kind,
            module,
            questions,
            # a bot with a constant seed shuffles each walk of a student differently, too
            seed=self._seed + self._ledger.sessions.begun(self._student.id),
            page=page,
        )
        self._ledger.sessions.add(session, self._now)
        return session

    def _event(self, session_id: SessionId, event: Event) -> Move:
        session = self._session(session_id)
        if session is None:
            return self._stay(Notice.JUNK, is_past=True)
        taken = step(session, event, self._course.modules[session.module])
        place = self._place(taken.session)
        if taken.refusal is Refusal.JUST_LEFT and place == self._student.place:
            return self._stay(None)
        if taken.refusal in (Refusal.PAST, Refusal.JUST_LEFT):
            return self._stay(Notice.PAST, is_past=True)
        if taken.refusal is not None:
            return Move(place, _NOTICES[taken.refusal])
        if taken.answer is not None:
            self._ledger.sessions.record(taken.answer, session.kind, self._now)
            self._given = taken.answer
        self._ledger.sessions.save(taken.session, self._now)
        self._present = taken.session
        return Move(place)

    def _session(self, session_id: SessionId) -> Session | None:
        """The student's own session, brought up to the course; None for any other."""
        if self._present is not None and self._present.id == session_id:
            return self._present
        stored = self._ledger.sessions.find(session_id)
        if stored is None or stored.student != self._student.id:
            return None
        module = self._course.modules.get(stored.module)
        if module is None:
            return None
        session = refreshed(stored, module)
        if session != stored:
            self._ledger.sessions.save(session, self._now)
        return session

    def _has_moved_on(self, session_id: SessionId) -> bool:
        """Whether the course changed under what the student reads: typed text, which names no
        turn, cannot then mean what would be on the screen now."""
        stored = self._ledger.sessions.find(session_id)
        session = self._session(session_id)
        return session is not None and session != stored

    def _place(self, session: Session) -> Place:
        """Where a session is seen: a check that has ended leads on from its page."""
        if session.kind == "check" and session.has_ended and session.page is not None:
            return _after(self._course.modules[session.module], session.page)
        return Answering(session.id)

    def _answers(self, session: Session) -> dict[QuestionId, Answer]:
        return {one.question: one for one in self._ledger.sessions.answers(session.id)}

    def _page_screen(self, module_id: ModuleId, page_id: PageId) -> Screen | None:
        found = page_of(self._course, module_id, page_id)
        if found is None:
            return None
        check = found[1].check
        has_check = check is not None and QuestionId(check) not in self._answered
        return page_screen(self._course, *found, self._pages_read, has_check=has_check)

    def _class_screen(self, place: Class | ClassModule) -> Screen | None:
        if isinstance(place, ClassModule):
            return module_report(self._course, self._ledger, self._instructors, place.module)
        here = self._now.astimezone(self._timezone)
        return class_report(self._course, self._ledger, self._instructors, here)

    def _finished_screen(self, module_id: ModuleId) -> Screen | None:
        module = self._course.modules.get(module_id)
        if module is None:
            return None
        results = self._ledger.sessions.results(self._student.id)
        return finished_screen(
            self._course, module, self._pages_read, has_result=module_id in results
        )

    def _session_screen(self, session_id: SessionId) -> Screen | None:
        session = self._session(session_id)
        if session is None:
            return None
        module = self._course.modules[session.module]
        place = self._place(session)
        if not isinstance(place, Answering):
            return self.screen(place)
        if session.has_ended:
            return result_screen(self._course, module, session, self._answers(session))
        question = module.question(session.present)
        if question is None:
            return None
        if session.reply is None:
            return question_screen(module, session, question)
        answer = self._given or self._ledger.sessions.answer(session.id, session.turn)
        if answer is None:
            return None
        return feedback_screen(self._course, module, session, question, answer)


def _after(module: Module, page_id: PageId) -> Place:
    """The next page, or the end; the module's first page if this one is gone."""
    ids = [PageId(page.page) for page in module.pages]
    following = ids.index(page_id) + 1 if page_id in ids else 0
    return Reading(module.id, ids[following]) if following < len(ids) else Finished(module.id)
