"""One visit of one student: what it changes, where it leads, what is on the screen there."""

from dataclasses import replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import assert_never

from bot.classroom.lookups import aside_screen, look_up, on_the_way, page_of, searched
from bot.classroom.moves import Move
from bot.classroom.objections import Objections
from bot.classroom.teaching import class_report, module_named, module_report
from bot.classroom.visits import Asked, Odd, Said
from bot.classroom.walks import Walks, after, pretest_questions
from bot.core.actions import (
    Action,
    After,
    Answering,
    Aside,
    AskConfidence,
    Back,
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
    Place,
    Pretest,
    Progress,
    Quiz,
    Quizzes,
    Reading,
    Report,
    Reporting,
    Reports,
    Retry,
    SessionId,
    Settings,
    StudentId,
    Sure,
    Tick,
    Undo,
)
from bot.core.calibration import calibration
from bot.core.course import Course, Module, ModuleId, PageId, QuestionId, QuizId
from bot.core.notices import Notice
from bot.core.progress import ModuleProgress, Record, first_unread, progress
from bot.core.screens import Screen, pressed
from bot.core.screens.overview import help_screen, home_screen, progress_screen
from bot.core.screens.quizzes import door_screen, pretest_screen, quizzes_screen
from bot.core.screens.reading import finished_screen, modules_screen, page_screen
from bot.core.screens.reports import MOST, reports_screen
from bot.core.screens.settings import settings_screen
from bot.core.settings import EXTRA
from bot.store import Ledger, Student


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
        self._walks = Walks(course, ledger, student, now=now, timezone=timezone, seed=seed)
        self._objections = Objections(course, ledger, self._walks, instructors, now=now)

    def move(self, said: Action | Said | Asked | Odd) -> Move:
        """Change what the visit changes, and say where it leads."""
        match said:
            case Odd(notice=notice):
                return self._stay(notice, is_past=notice is Notice.JUNK)
            case Said(text=text):
                return self._typed(text)
            case Class() | ClassModule() | Asked() | Reports() | Objected():
                return self._teach(said)
            case Answering(session=session):
                found = self._walks.find(session)
                return self._stay(Notice.JUNK) if found is None else Move(self._walks.place(found))
            case (
                Home()
                | Modules()
                | Quizzes()
                | Progress()
                | Help()
                | Settings()
                | Reading()
                | Finished()
                | Door()
                | LookBack()
                | Pretest()
                | Reporting()
            ):
                return Move(said)
            case Back():
                return self._back()
            case Open(module=module):
                return self._open(module)
            case Onward(module=module, page=page):
                return self._onward(module, page)
            case Before() | After() | Quiz() | Retry() | Report():
                return self._walk(said)
            case Pick() | Tick() | Match() | Undo() | Hint() | Confirm() | Sure() | Next():
                return self._walks.event(said.session, said)
            case AskConfidence() | ExtraTime():
                return self._chosen(said)
            case _:
                return look_up(self._course, said, self._student.place, self._answered)

    def _walk(self, said: Before | After | Quiz | Retry | Report) -> Move:
        match said:
            case Before() | After():
                return self._pretest(said)
            case Quiz(quiz=quiz):
                return self._walks.quiz(quiz)
            case Retry(session=session):
                return self._walks.retry(session)
            case Report():
                return self._objections.report(said) or self._stay(Notice.JUNK)

    def screen(self, place: Place) -> Screen | None:
        """What stands at the place; None if the course no longer has it."""
        match place:
            case Home() | Modules() | Quizzes() | Progress() | Settings() | Help():
                return self._overview(place)
            case Reading(module=module, page=page):
                return self._page_screen(module, page)
            case Finished(module=module):
                return self._finished_screen(module)
            case Answering() | LookBack() | Door() | Pretest() | Reporting():
                return self._walk_screen(place)
            case Class() | ClassModule() | Reports() | Objected():
                if not self._is_instructor:
                    return help_screen(self._course, self._student.id, is_instructor=False)
                return self._teaching_screen(place)
            case Aside():
                return aside_screen(self._course, place)
            case _:
                assert_never(place)

    def _overview(self, place: Home | Modules | Quizzes | Progress | Settings | Help) -> Screen:
        match place:
            case Home():
                return home_screen(self._course, self._standing)
            case Modules():
                return self.modules()
            case Quizzes():
                return quizzes_screen(self._standing, self._walks.offers())
            case Progress():
                known = self._ledger.sessions.certainties(self._student.id)
                return progress_screen(self._standing, calibration(known))
            case Settings():
                return settings_screen(self._student.chosen)
            case Help():
                return help_screen(
                    self._course, self._student.id, is_instructor=self._is_instructor
                )

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

    def _teach(self, said: Class | ClassModule | Asked | Reports | Objected) -> Move:
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
        if isinstance(place, Answering):
            if (notice := self._walks.moved_on(place.session)) is not None:
                return self._stay(notice)
            if self._walks.is_answer(place.session, text):
                return self._walks.typed(place.session, text) or self._stay(Notice.STRAY)
        screen = self.screen(place)
        action = None if screen is None else pressed(screen, text)
        if action is not None:
            return self.move(action)
        move = None
        if (search := searched(place, text)) is not None:
            move = self.move(search)
        elif isinstance(place, Answering):
            move = self._walks.typed(place.session, text)
        elif isinstance(place, Reporting):
            move = self._objections.note(place, text)
        return move or self._stay(Notice.STRAY)

    def _chosen(self, said: AskConfidence | ExtraTime) -> Move:
        chosen = self._student.chosen
        match said:
            case AskConfidence(on=on):
                chosen = replace(chosen, confidence=bool(on))
            case ExtraTime(percent=percent):
                if percent not in EXTRA:
                    return self._stay(Notice.JUNK)
                chosen = replace(chosen, extra=percent)
        self._ledger.students.choose(self._student.id, chosen)
        self._student = replace(self._student, chosen=chosen)
        return Move(Settings())

    def _open(self, module_id: ModuleId) -> Move:
        module = self._course.modules.get(module_id)
        if module is None:
            return self._stay(Notice.GONE)
        if self._offers_pretest(module):
            return Move(Pretest(module.id))
        return Move(Reading(module.id, first_unread(module, self._pages_read)))

    def _offers_pretest(self, module: Module) -> bool:
        """Whether the module asks before it is read, and nothing of it has been."""
        if not pretest_questions(module):
            return False
        if any(read == module.id for read, _ in self._pages_read):
            return False
        return not self._ledger.sessions.attempts(self._student.id, "before", QuizId(module.id))

    def _pretest(self, said: Before | After) -> Move:
        module = self._course.modules.get(said.module)
        if module is None:
            return self._stay(Notice.GONE)
        return self._walks.pretest(module, "before" if isinstance(said, Before) else "after")

    def _onward(self, module_id: ModuleId, page_id: PageId) -> Move:
        found = page_of(self._course, module_id, page_id)
        if found is None:
            return self._stay(Notice.GONE)
        module, page = found
        self._ledger.students.read(self._student.id, module_id, page_id, self._now)
        check = page.check
        if check is None or QuestionId(check) in self._answered:
            return Move(after(module, page_id))
        return self._walks.check(module, page_id, QuestionId(check))

    def _page_screen(self, module_id: ModuleId, page_id: PageId) -> Screen | None:
        found = page_of(self._course, module_id, page_id)
        if found is None:
            return None
        check = found[1].check
        has_check = check is not None and QuestionId(check) not in self._answered
        quizzes = {QuizId(module_id), *self._course.quizzes}
        walk = self._ledger.sessions.walk_of(self._student.id, quizzes)
        return page_screen(self._course, *found, self._pages_read, has_check=has_check, walk=walk)

    def _teaching_screen(self, place: Class | ClassModule | Reports | Objected) -> Screen | None:
        reports = self._ledger.reports
        match place:
            case ClassModule(module=module):
                return module_report(self._course, self._ledger, self._instructors, module)
            case Class():
                here = self._now.astimezone(self._timezone)
                return class_report(self._course, self._ledger, self._instructors, here)
            case Objected(session=session, turn=turn):
                found = reports.find(session, turn)
                if found is None:
                    return None
                return reports_screen(self._course, (found,), 1, is_letter=True)
            case Reports():
                return reports_screen(self._course, reports.newest(MOST), reports.count())

    def _finished_screen(self, module_id: ModuleId) -> Screen | None:
        module = self._course.modules.get(module_id)
        if module is None:
            return None
        results = self._ledger.sessions.results(self._student.id)
        return finished_screen(
            self._course,
            module,
            self._pages_read,
            has_result=QuizId(module_id) in results,
            asked_before=self._asked_before(module),
        )

    def _asked_before(self, module: Module) -> int:
        """How many questions of the pretest wait to be answered once more."""
        quiz = QuizId(module.id)
        attempts = self._ledger.sessions.attempts
        was_asked = attempts(self._student.id, "before", quiz)
        if not was_asked or attempts(self._student.id, "after", quiz):
            return 0
        return len(pretest_questions(module))

    def _pretest_screen(self, module_id: ModuleId) -> Screen | None:
        module = self._course.modules.get(module_id)
        if module is None or not (questions := pretest_questions(module)):
            return None
        return pretest_screen(module, len(questions), first_unread(module, self._pages_read))

    def _walk_screen(
        self, place: Answering | LookBack | Door | Pretest | Reporting
    ) -> Screen | None:
        match place:
            case Answering(session=session):
                return self._session_screen(session)
            case LookBack():
                return self._walks.look_back(place)
            case Reporting():
                return self._objections.screen(place)
            case Pretest(module=module):
                return self._pretest_screen(module)
            case Door(quiz=quiz_id):
                quiz = self._course.quizzes.get(quiz_id)
                return None if quiz is None else door_screen(self._walks.offer(quiz))

    def _session_screen(self, session_id: SessionId) -> Screen | None:
        session = self._walks.find(session_id)
        if session is None:
            return None
        place = self._walks.place(session)
        if not isinstance(place, Answering):
            return self.screen(place)
        return self._walks.screen(session)
