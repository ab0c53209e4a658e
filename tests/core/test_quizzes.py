"""What is offered when, and how long it lasts."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.actions import Before, Door, Home, Modules, Quizzes, Reading
from bot.core.actions import Quiz as Begin
from bot.core.course import PRACTISED, ModuleId, PageId, Quiz, QuizId
from bot.core.progress import Record, Result, progress
from bot.core.screens import Button
from bot.core.screens.quizzes import (
    Attempts,
    DoorScreen,
    Offer,
    PretestScreen,
    QuizzesScreen,
    attempts_of,
    door_screen,
    eligible,
    ends,
    offer,
    pretest_screen,
    quizzes_screen,
)
from tests.school import QUIZZES, RIVER_QUESTIONS, course

COURSE = course(quizzes=QUIZZES)
MIXED, MIDTERM, WARM_UP = COURSE.quizzes.values()
RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
BOTH = frozenset({RIVER, HILL})
SEOUL = ZoneInfo("Asia/Seoul")
OPENS = datetime(2026, 3, 1, 9, tzinfo=SEOUL)
CLOSES = datetime(2026, 3, 9, 18, tzinfo=SEOUL)
OPEN = datetime(2026, 3, 2, 12, tzinfo=SEOUL)
MOMENT = timedelta(microseconds=1)
HALF = Result(1, 3, 1.5)
NEW = Attempts()


@pytest.mark.parametrize(
    ("now", "attempts", "state"),
    [
        (OPEN, NEW, "open"),
        (OPENS - MOMENT, NEW, "not yet"),
        (OPENS, NEW, "open"),
        (CLOSES - MOMENT, Attempts(1), "open"),
        (CLOSES, NEW, "over"),
        (CLOSES, Attempts(2), "over"),
        (OPEN, Attempts(1), "open"),
        (OPEN, Attempts(2), "no more attempts"),
        (OPEN, Attempts(3), "no more attempts"),
        (OPEN, Attempts(1, is_running=True), "running"),
        (CLOSES, Attempts(is_running=True), "running"),
    ],
)
def test_a_test_is_open_in_its_time_while_there_are_attempts_and_can_be_gone_on_with(
    now: datetime, attempts: Attempts, state: str
) -> None:
    offered = offer(COURSE, MIDTERM, attempts, now=now)

    assert (offered.state, offered.is_open) == (state, state in ("open", "running"))


def test_an_offer_says_how_much_is_asked_how_long_it_takes_and_when() -> None:
    attempts = Attempts(1, HALF)

    assert offer(COURSE, MIDTERM, attempts, now=OPEN) == Offer(
        MIDTERM, "open", 3, attempts, 10, OPENS, CLOSES
    )


def test_the_course_s_zone_decides_when_a_test_opens() -> None:
    pyongyang, lisbon = ZoneInfo("Asia/Pyongyang"), ZoneInfo("Europe/Lisbon")

    states = [
        offer(COURSE, MIDTERM, NEW, now=OPENS.astimezone(zone)).state
        for zone in (SEOUL, pyongyang, lisbon)
    ]

    assert states == ["open", "open", "not yet"]


@pytest.mark.parametrize(
    ("hour", "opened", "closed"), [(0, "not yet", "open"), (1, "open", "over")]
)
def test_what_happens_when_clocks_go_back_happens_once(hour: int, opened: str, closed: str) -> None:
    """At 02:30, which comes twice: the first counts."""
    berlin, at = ZoneInfo("Europe/Berlin"), "2026-10-25 02:30"
    now = datetime(2026, 10, 25, hour, 15, tzinfo=UTC).astimezone(berlin)
    written = {"quiz": "late", "title": "Late", "mode": "test"}

    states = [
        offer(COURSE, Quiz.model_validate({**written, key: at}), NEW, now=now).state
        for key in ("opens", "closes")
    ]

    assert states == [opened, closed]


def test_ten_minutes_are_ten_minutes_when_clocks_go_back() -> None:
    begins = datetime(2026, 10, 25, 0, 55, tzinfo=UTC)
    quiz = Quiz.model_validate({"quiz": "q", "title": "Q", "mode": "test", "minutes": "10"})
    now = begins.astimezone(ZoneInfo("Europe/Berlin"))

    stops = ends(offer(COURSE, quiz, NEW, now=now), now)

    assert stops is not None
    assert stops.astimezone(UTC) == begins + timedelta(minutes=10)


@pytest.mark.parametrize(("extra", "minutes"), [(0, 10), (25, 13), (50, 15), (100, 20)])
def test_extra_time_is_added_and_rounded_in_the_student_s_favour(extra: int, minutes: int) -> None:
    offered = offer(COURSE, MIDTERM, NEW, now=OPEN, extra=extra)

    assert offered.minutes == minutes
    assert ends(offered, OPEN) == OPEN + timedelta(minutes=minutes)


def test_an_attempt_begun_late_stops_when_the_test_closes() -> None:
    late = CLOSES - timedelta(minutes=4)

    assert ends(offer(COURSE, MIDTERM, NEW, now=late, extra=100), late) == CLOSES


def test_what_has_no_limit_never_stops_by_itself() -> None:
    assert ends(offer(COURSE, WARM_UP, NEW, now=OPEN, extra=100), OPEN) is None


def test_a_test_without_a_time_limit_stops_when_it_closes() -> None:
    open_end = Quiz.model_validate(
        {"quiz": "essay", "title": "Essay", "mode": "test", "closes": "2026-03-09 18:00"}
    )

    assert ends(offer(COURSE, open_end, NEW, now=OPEN), OPEN) == CLOSES


@pytest.mark.parametrize(
    ("read", "state", "questions"),
    [
        (frozenset(), "nothing read", 0),
        (frozenset({HILL}), "open", 1),
        (BOTH, "open", 5),
    ],
)
def test_a_practice_asks_from_the_modules_that_have_been_read(
    read: frozenset[ModuleId], state: str, questions: int
) -> None:
    offered = offer(COURSE, MIXED, NEW, now=OPEN, modules_read=read)

    assert (offered.state, offered.questions) == (state, questions)
    assert {one.id for one in eligible(COURSE, MIXED, read)} == read


def test_a_practice_that_names_no_number_asks_ten_questions_at_most() -> None:
    many = [{**RIVER_QUESTIONS[2], "id": f"q{at}"} for at in range(PRACTISED + 2)]
    taught = course(many, quizzes=QUIZZES)

    offered = [
        offer(taught, taught.quizzes[QuizId(one)], NEW, now=OPEN, modules_read=BOTH).questions
        for one in ("mixed", "warm-up")
    ]

    assert offered == [PRACTISED, 2]


def test_other_quizzes_ask_from_their_modules_read_or_not() -> None:
    assert [one.id for one in eligible(COURSE, WARM_UP, frozenset())] == [RIVER]
    assert [one.id for one in eligible(COURSE, MIDTERM, frozenset())] == [RIVER, HILL]


def test_no_more_is_asked_than_there_is() -> None:
    two = course(rivers=[], quizzes=QUIZZES)

    assert offer(two, MIDTERM, NEW, now=OPEN).questions == 1


def test_of_all_attempts_the_best_counts() -> None:
    results = [Result(1, 4, 1.0), HALF, Result(2, 5, 2.0)]

    assert attempts_of(results, is_running=True) == Attempts(3, HALF, is_running=True)
    assert attempts_of([], is_running=False) == NEW


def offers(attempts: Attempts = NEW) -> tuple[Offer, ...]:
    return tuple(offer(COURSE, one, attempts, now=OPEN) for one in COURSE.quizzes.values())


def test_the_course_s_own_quizzes_stand_behind_those_of_the_modules() -> None:
    standing = progress(COURSE, Record())

    screen = quizzes_screen(standing, offers())

    assert screen == QuizzesScreen(
        standing=standing,
        offers=offers(),
        rows=(
            (Button("1. Rivers", Begin(QuizId("rivers")), key="1"),),
            (Button("2. Hills", Begin(QuizId("hills")), key="2"),),
            (Button("3. All mixed", Door(QuizId("mixed")), key="3"),),
            (Button("4. Midterm", Door(QuizId("midterm")), key="4"),),
            (Button("5. Warm-up", Door(QuizId("warm-up")), key="5"),),
            (Button("Modules", Modules()), Button("Home", Home())),
        ),
    )


def test_a_quiz_that_was_left_is_gone_on_with_without_its_door() -> None:
    rows = quizzes_screen((), offers(Attempts(is_running=True))).rows

    assert rows[1] == (
        Button("2. Continue: Midterm", Begin(QuizId("midterm")), key="2", style="primary"),
    )


BEGIN = Button("Begin →", Begin(QuizId("midterm")), style="primary")
GO_ON = Button("Go on →", Begin(QuizId("midterm")), style="primary")
BACK = (Button("Quizzes", Quizzes()),)


@pytest.mark.parametrize(
    ("now", "attempts", "rows"),
    [
        (OPEN, NEW, ((BEGIN,), BACK)),
        (OPEN, Attempts(is_running=True), ((GO_ON,), BACK)),
        (OPENS - MOMENT, NEW, (BACK,)),
        (CLOSES, NEW, (BACK,)),
        (OPEN, Attempts(2), (BACK,)),
    ],
)
def test_a_door_opens_only_when_the_quiz_can_be_begun(
    now: datetime, attempts: Attempts, rows: tuple[tuple[Button, ...], ...]
) -> None:
    offered = offer(COURSE, MIDTERM, attempts, now=now)

    assert door_screen(offered) == DoorScreen(offer=offered, rows=rows)


def test_the_door_of_a_practice_leads_to_the_modules_while_none_is_read() -> None:
    closed = door_screen(offer(COURSE, MIXED, NEW, now=OPEN))

    assert closed.rows == ((Button("Modules", Modules(), style="primary"),), BACK)


def test_a_pretest_is_offered_and_never_forced() -> None:
    rivers = COURSE.modules[RIVER]

    assert pretest_screen(rivers, 2, PageId("source")) == PretestScreen(
        module="Rivers",
        questions=2,
        rows=(
            (Button("Answer them →", Before(RIVER), style="primary"),),
            (
                Button("Read at once", Reading(RIVER, PageId("source"))),
                Button("Modules", Modules()),
            ),
        ),
    )
