"""The figures of the class, against a recount of the same history by hand."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import SessionId, StudentId
from bot.core.course import ModuleId, PageId, QuestionId, QuizId
from bot.core.progress import Result
from bot.core.roster import Gain, Missed, ModulePupil, Pupil, Standing
from bot.core.session import Answer, Kind, Session
from bot.store import Ledger, open_database
from tests.school import NOON

RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
PAGES = {RIVER: ["source", "mouth"], HILL: ["one"]}
QUESTIONS = {RIVER: ["rises", "banks", "salty"], HILL: ["high"]}
MODULE_OF = {question: module for module, asked in QUESTIONS.items() for question in asked}
PEOPLE = [StudentId(1001), StudentId(1002), StudentId(1003), StudentId(9001), StudentId(9002)]
INSTRUCTORS = [StudentId(9001), StudentId(9002), StudentId(9999)]
CLASS = [one for one in PEOPLE if one not in INSTRUCTORS]


@dataclass(frozen=True)
class Read:
    student: StudentId
    module: ModuleId
    page: str


@dataclass(frozen=True)
class Walked:
    """A whole walk: what was answered, in order, and whether it came to its end."""

    student: StudentId
    kind: Kind
    module: ModuleId
    answers: tuple[tuple[str, str, float], ...]  # question, version, mark
    has_ended: bool


History = list[Read | Walked]


@st.composite
def _walked(draw: st.DrawFn) -> Walked:
    module = draw(st.sampled_from([RIVER, RIVER, HILL]))
    asked = draw(st.lists(st.sampled_from(QUESTIONS[module]), unique=True))
    answers = tuple(
        (one, draw(st.sampled_from(["v1", "v1", "v2"])), draw(st.sampled_from([0.0, 0.5, 1.0])))
        for one in asked
    )
    kinds: list[Kind] = ["quiz", "quiz", "quiz", "retry", "check", "before", "after"]
    kind = draw(st.sampled_from(kinds))
    return Walked(draw(st.sampled_from(PEOPLE)), kind, module, answers, draw(st.booleans()))


read = st.builds(
    Read,
    st.sampled_from(PEOPLE),
    st.sampled_from([RIVER, HILL]),
    st.sampled_from(["source", "mouth", "one", "gone"]),
)
histories = st.lists(st.one_of(read, _walked(), _walked()), max_size=30)


def stored(history: History) -> tuple[Ledger, Any]:
    db = open_database(None)
    ledger = Ledger(db.conn)
    for person in PEOPLE:
        ledger.students.add(person, f"Student {person}", NOON)
    for id_, event in enumerate(history, start=1):
        if isinstance(event, Read):
            ledger.students.read(event.student, event.module, PageId(event.page), NOON)
        else:
            _store(ledger, SessionId(id_), event)
    return ledger, db


def _store(ledger: Ledger, id_: SessionId, walked: Walked) -> None:
    questions = tuple(QuestionId(one) for one, _, _ in walked.answers)
    quiz = QuizId(walked.module)
    session = Session(id_, walked.student, walked.kind, quiz, None, 1, questions)
    ledger.sessions.add(session, NOON)
    for turn, (question, version, mark) in enumerate(walked.answers, start=1):
        asked, is_right = QuestionId(question), mark == 1
        answer = Answer(id_, turn, walked.student, asked, version, ("so",), mark, is_right)
        ledger.sessions.record(answer, walked.kind, NOON)
    if walked.has_ended:
        ledger.sessions.save(replace(session, has_ended=True), NOON)


def pages_of(history: History, student: StudentId, module: ModuleId) -> set[str]:
    return {
        one.page
        for one in history
        if isinstance(one, Read) and (one.student, one.module) == (student, module)
    } & set(PAGES[module])


def walks(
    history: History, student: StudentId, module: ModuleId, kind: Kind = "quiz"
) -> list[Walked]:
    return [
        one
        for one in history
        if isinstance(one, Walked)
        and (one.student, one.kind, one.module) == (student, kind, module)
    ]


def first_result(
    history: History, student: StudentId, module: ModuleId, kind: Kind = "quiz"
) -> float | None:
    for one in walks(history, student, module, kind):
        if one.has_ended and one.answers:
            return sum(mark for _, _, mark in one.answers) / len(one.answers)
    return None


def gained(history: History, module: ModuleId) -> Gain | None:
    both = [
        (before, after)
        for one in CLASS
        if (before := first_result(history, one, module, "before")) is not None
        and (after := first_result(history, one, module, "after")) is not None
    ]
    if not both:
        return None
    before, after = (sum(one) / len(both) for one in zip(*both, strict=True))
    return Gain(before, after, len(both))


def counted(history: History, module: ModuleId) -> Standing:
    firsts = [share for one in CLASS if (share := first_result(history, one, module)) is not None]
    return Standing(
        module,
        began=sum(
            bool(pages_of(history, one, module) or walks(history, one, module)) for one in CLASS
        ),
        finished=sum(
            len(pages_of(history, one, module)) == len(PAGES[module])
            and first_result(history, one, module) is not None
            for one in CLASS
        ),
        first_result=sum(firsts) / len(firsts) if firsts else None,
        first_quizzes=len(firsts),
    )


def counted_missed(history: History, version: str) -> dict[str, tuple[int, int]]:
    """Per question: wrong and all, among first answers in quizzes, of this version."""
    seen: set[tuple[StudentId, str]] = set()
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for walked in history:
        if not isinstance(walked, Walked) or walked.kind != "quiz":
            continue
        for question, answered, mark in walked.answers:
            is_first = (walked.student, question) not in seen
            seen.add((walked.student, question))
            if is_first and walked.student in CLASS and answered == version:
                wrong, all_ = counts[question]
                counts[question] = (wrong + (mark < 1), all_ + 1)
    return dict(counts)


def counted_answers(history: History, student: StudentId, module: ModuleId) -> int:
    return len(
        {
            question
            for one in history
            if isinstance(one, Walked) and one.student == student and one.kind != "before"
            for question, _, _ in one.answers
            if MODULE_OF[question] == module
        }
    )


@settings(max_examples=50, deadline=None)
@given(history=histories)
def test_the_figures_of_the_class_are_those_of_a_recount(history: History) -> None:
    ledger, db = stored(history)

    for module in (RIVER, HILL):
        standing = ledger.rosters.standing(module, PAGES[module], INSTRUCTORS)
        expected = counted(history, module)
        assert replace(standing, first_result=None) == replace(expected, first_result=None)
        assert standing.first_result == pytest.approx(expected.first_result)
        assert ledger.rosters.gain(module, INSTRUCTORS) == gained(history, module)
        assert ledger.rosters.module_pupils(
            module, PAGES[module], QUESTIONS[module], INSTRUCTORS
        ) == [
            ModulePupil(
                f"Student {one}",
                len(pages_of(history, one, module)),
                counted_answers(history, one, module),
                first_result(history, one, module),
            )
            for one in CLASS
        ]
    for version in ("v1", "v2"):
        versions = {(QuestionId(one), version) for one in MODULE_OF}
        found = ledger.rosters.missed(versions, INSTRUCTORS)
        assert {one.question: (one.wrong, one.n) for one in found} == counted_missed(
            history, version
        )
    db.close()


@pytest.mark.parametrize(
    ("kind", "answers", "has_ended", "finished"),
    [
        ("quiz", (("high", "v1", 0.0),), True, 1),
        ("quiz", (("high", "v1", 0.0),), False, 0),
        ("quiz", (), True, 0),
        ("retry", (("high", "v1", 1.0),), True, 0),
        ("check", (("high", "v1", 1.0),), True, 0),
        ("before", (("high", "v1", 1.0),), True, 0),
        ("after", (("high", "v1", 1.0),), True, 0),
    ],
)
def test_a_module_is_finished_with_its_pages_and_a_quiz(
    kind: Kind, answers: tuple[tuple[str, str, float], ...], has_ended: bool, finished: int
) -> None:
    walked = Walked(CLASS[0], kind, HILL, answers, has_ended)
    ledger, db = stored([Read(CLASS[0], HILL, "one"), walked])

    standing = ledger.rosters.standing(HILL, PAGES[HILL], INSTRUCTORS)

    assert (standing.began, standing.finished) == (1, finished)
    db.close()


def test_only_the_questions_asked_for_are_counted() -> None:
    history: History = [
        Walked(CLASS[0], "quiz", RIVER, (("rises", "v1", 0.0), ("banks", "v1", 1.0)), True)
    ]
    ledger, db = stored(history)

    found = ledger.rosters.missed({(QuestionId("banks"), "v1")}, [])

    assert found == [Missed(QuestionId("banks"), 0, 1)]
    assert ledger.rosters.missed(set(), []) == []
    db.close()


def answered_both_times(*marks: tuple[Kind, float]) -> History:
    """One student who answered the same question with these marks, one walk after the other."""
    return [
        Walked(CLASS[0], kind, HILL, (("high", "v1", mark),), has_ended=True)
        for kind, mark in marks
    ]


@pytest.mark.parametrize(
    ("marks", "gain"),
    [
        ([("before", 0.5), ("after", 1.0)], Gain(0.5, 1.0, 1)),
        ([("before", 0.5), ("after", 1.0), ("after", 0.0)], Gain(0.5, 1.0, 1)),
        ([("before", 0.0), ("before", 1.0), ("after", 1.0)], Gain(0.0, 1.0, 1)),
        ([("before", 0.5)], None),
        ([("after", 0.5)], None),
        ([("before", 0.5), ("quiz", 1.0)], None),
    ],
)
def test_what_is_gained_lies_between_the_first_time_before_and_the_first_time_after(
    marks: list[tuple[Kind, float]], gain: Gain | None
) -> None:
    ledger, db = stored(answered_both_times(*marks))

    assert ledger.rosters.gain(HILL, []) == gain
    assert ledger.rosters.gain(HILL, [CLASS[0]]) is None
    assert ledger.rosters.gain(RIVER, []) is None
    db.close()


def test_of_all_attempts_at_a_quiz_each_student_s_best_counts() -> None:
    marks = {1: (CLASS[0], 0.0, 1.0), 2: (CLASS[0], 1.0, 0.5), 3: (CLASS[1], 0.5, 0.5)}
    history: History = [
        Walked(student, "quiz", RIVER, (("rises", "v1", one), ("banks", "v1", two)), True)
        for student, one, two in marks.values()
    ]
    others: History = [
        Walked(CLASS[1], "retry", RIVER, (("rises", "v1", 1.0),), True),
        Walked(CLASS[1], "quiz", RIVER, (("rises", "v1", 1.0),), False),
        Walked(CLASS[1], "quiz", HILL, (("high", "v1", 1.0),), True),
        Walked(INSTRUCTORS[0], "quiz", RIVER, (("rises", "v1", 1.0),), True),
    ]
    ledger, db = stored([*history, *others])

    best = ledger.rosters.best(QuizId("rivers"), INSTRUCTORS)

    assert best == [Result(1, 2, 1.5), Result(0, 2, 1.0)]
    assert ledger.rosters.best(QuizId("midterm"), []) == []
    db.close()


def test_in_a_running_test_nothing_counts_as_answered_yet() -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    ledger.students.add(CLASS[0], "Mina", NOON)
    high = QuestionId("high")
    test = Session(SessionId(1), CLASS[0], "quiz", QuizId("midterm"), None, 1, (high,), "test")
    ledger.sessions.add(test, NOON)
    answer = Answer(test.id, 1, CLASS[0], high, "v1", ("so",), 1, is_right=True)
    ledger.sessions.record(answer, "quiz", NOON)

    def answered() -> list[int]:
        pupils = ledger.rosters.module_pupils(HILL, PAGES[HILL], QUESTIONS[HILL], [])
        return [one.answered for one in pupils]

    def missed() -> list[Missed]:
        return ledger.rosters.missed({(high, "v1")}, [])

    before = answered(), missed()
    ledger.sessions.save(replace(test, has_ended=True), NOON)

    assert before == ([0], [])
    assert (answered(), missed()) == ([1], [Missed(high, 0, 1)])
    db.close()


def test_an_empty_class_has_empty_figures() -> None:
    db = open_database(None)
    rosters = Ledger(db.conn).rosters

    assert rosters.pupils([]) == []
    assert rosters.gain(RIVER, []) is None
    assert rosters.standing(RIVER, PAGES[RIVER], []) == Standing(RIVER, 0, 0, None, 0)
    assert rosters.module_pupils(RIVER, PAGES[RIVER], QUESTIONS[RIVER], []) == []
    db.close()


def test_pupils_are_listed_by_name_with_when_they_were_last_seen() -> None:
    db = open_database(None)
    ledger = Ledger(db.conn)
    later = NOON + timedelta(days=1, microseconds=5)
    for id_, name, seen in ((3, "Mina", NOON), (2, "Amal", later), (1, "Mina", later)):
        ledger.students.add(StudentId(id_), name, seen)
    ledger.students.add(StudentId(9), "Teacher", NOON)

    assert ledger.rosters.pupils([StudentId(9)]) == [
        Pupil("Amal", later),
        Pupil("Mina", later),
        Pupil("Mina", NOON),
    ]
    db.close()
