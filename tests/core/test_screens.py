"""What is on the screen, and what typed text means there."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import (
    Action,
    After,
    Answering,
    AskConfidence,
    Back,
    Class,
    ClassModule,
    ExtraTime,
    Help,
    Home,
    Modules,
    Onward,
    Open,
    Place,
    Quiz,
    Quizzes,
    Reading,
    Reporting,
    SessionId,
    Sure,
)
from bot.core.actions import Report as SayReport
from bot.core.course import Course, ModuleId, Outline, PageId, QuestionId, QuizId
from bot.core.grading import grade
from bot.core.progress import Record, Result, progress
from bot.core.reports import REASONS, Report
from bot.core.roster import Missed, ModulePupil, Pupil, Standing, Taken
from bot.core.screens import Button, Rows, Screen, pressed
from bot.core.screens.asking import question_screen
from bot.core.screens.feedback import feedback_screen, lookback_screen
from bot.core.screens.gallery import gallery, replies
from bot.core.screens.overview import HomeScreen, help_screen, home_screen, progress_screen
from bot.core.screens.quizzes import Attempts, door_screen, offer, quizzes_screen
from bot.core.screens.reading import (
    Cited,
    FinishedScreen,
    PageScreen,
    PictureScreen,
    Spoken,
    cited,
    finished_screen,
    modules_screen,
    page_screen,
)
from bot.core.screens.reports import (
    Reported,
    ReportingScreen,
    ReportsScreen,
    reporting_screen,
    reports_screen,
)
from bot.core.screens.results import Tested as OfTest
from bot.core.screens.results import result_screen
from bot.core.screens.settings import SettingsScreen, settings_screen
from bot.core.screens.teaching import (
    MOST_NAMES,
    MOST_PUPILS,
    AbsentRow,
    ClassScreen,
    MissedRow,
    ModuleRow,
    class_module_screen,
    class_screen,
)
from bot.core.session import Answer, Kind
from bot.core.settings import Choices
from tests import sourced
from tests.school import (
    MINA,
    NOON,
    OUTLINE,
    RIVER_QUESTIONS,
    RIVERS,
    begun,
    course,
    course_of,
)

WHOLE = sourced.whole()
COURSE = course()
RIVER, HILL = ModuleId("rivers"), ModuleId("hills")
RIVERS_MODULE = COURSE.modules[RIVER]
IDS = [QuestionId(one["id"]) for one in RIVER_QUESTIONS]
SEVEN = SessionId(7)
RISES, BANKS, SALTY, LENGTH = RIVER_QUESTIONS
SOURCE, MOUTH = PageId("source"), PageId("mouth")
GUIDE_1 = Cited("Guide 2020", ("¶1",), "https://guide.example/", None)
GUIDE_2 = Cited("Guide 2020", ("¶2",), "https://guide.example/", None)
ATLAS = Cited("Atlas 2021", (), None, "medium")


def labels(rows: Rows) -> list[list[str]]:
    return [[button.text for button in row] for row in rows]


def test_a_page_names_its_voices_and_gathers_its_sources() -> None:
    page = RIVERS_MODULE.pages[1]

    assert page_screen(COURSE, RIVERS_MODULE, page, has_check=False) == PageScreen(
        module="Rivers",
        page=page,
        number=2,
        total=2,
        paragraphs=(
            Spoken("Guide", "It ends in the sea.", (GUIDE_2,)),
            Spoken("Beyond the guide", "Slowly.", (ATLAS,)),
        ),
        sources=(GUIDE_2, ATLAS),
        terms=(),
        first=(),
        has_check=False,
        rows=(
            (
                Button("← Back", Reading(RIVER, SOURCE)),
                Button("Finish →", Onward(RIVER, MOUTH), style="primary"),
            ),
            (Button("Modules", Modules()),),
        ),
    )


@pytest.mark.parametrize(
    ("page", "has_check", "back", "onward"),
    [
        (0, True, Modules(), "Check yourself →"),
        (0, False, Modules(), "Onward →"),
        (1, True, Reading(RIVER, SOURCE), "Check yourself →"),
        (1, False, Reading(RIVER, SOURCE), "Finish →"),
    ],
)
def test_the_way_on_from_a_page_says_where_it_leads(
    page: int, has_check: bool, back: Action, onward: str
) -> None:
    screen = page_screen(COURSE, RIVERS_MODULE, RIVERS_MODULE.pages[page], has_check=has_check)

    assert (screen.rows[0][0].action, screen.rows[0][1].text) == (back, onward)


def test_places_in_one_source_stand_together_in_its_order() -> None:
    marks = ["¶2", "atlas", "¶1", "¶2", "guide"]

    assert cited(COURSE, marks) == (
        Cited("Guide 2020", ("¶1", "¶2"), "https://guide.example/", None),
        ATLAS,
    )


def test_two_sources_of_one_short_form_keep_their_own_places_and_addresses() -> None:
    guide = OUTLINE["sources"]["guide"]
    second = {**guide, "url": "https://second.example/", "places": ["¶2 (second)"]}
    outline = {**OUTLINE, "sources": {"guide": guide, "second": second}}
    taught = Course(Outline.model_validate(outline), COURSE.modules)

    assert cited(taught, ["¶1", "¶2 (second)"]) == (
        GUIDE_1,
        Cited("Guide 2020", ("¶2 (second)",), "https://second.example/", None),
    )


def test_the_end_of_a_module_leads_to_its_quiz_and_names_what_was_passed_over() -> None:
    read = frozenset({(RIVER, MOUTH)})

    assert finished_screen(COURSE, RIVERS_MODULE, read, has_result=False) == FinishedScreen(
        module=RIVERS_MODULE,
        unread=("Where it rises",),
        terms=(),
        term_count=0,
        onward="Hills",
        first=(),
        has_result=False,
        asked_before=0,
        rows=(
            (Button("Take the quiz →", Quiz(QuizId("rivers")), style="primary"),),
            (Button("Read what is left", Open(RIVER)),),
            (Button("Next: Hills →", Open(HILL)),),
            (Button("Modules", Modules()),),
        ),
    )


def test_the_end_of_a_module_without_questions_leads_to_the_modules() -> None:
    taught = course(hills=[])
    read = {(RIVER, SOURCE), (RIVER, MOUTH), (HILL, PageId("one"))}

    screen = finished_screen(taught, taught.modules[HILL], read, has_result=False)

    assert labels(screen.rows) == [["Modules"]]


def test_the_greeting_has_one_button_and_it_begins_or_goes_on() -> None:
    new = home_screen(COURSE, progress(COURSE, Record()))
    begun = home_screen(COURSE, progress(COURSE, Record(frozenset({(RIVER, SOURCE)}))))

    assert new == HomeScreen(
        course="Rivers and hills",
        about="A course about *two* things.",
        has_begun=False,
        rows=((Button("Begin →", Modules(), style="primary"),),),
    )
    assert begun.rows == ((Button("Go on reading Rivers →", Open(RIVER), style="primary"),),)


def test_whoever_has_done_everything_is_shown_the_modules() -> None:
    done = Record(
        frozenset({(RIVER, SOURCE), (RIVER, MOUTH), (HILL, PageId("one"))}),
        results={QuizId("rivers"): Result(1, 4, 1), QuizId("hills"): Result(1, 1, 1)},
    )
    standing = progress(COURSE, done)

    assert home_screen(COURSE, standing).rows[0][0].text == "See the modules →"
    assert labels(progress_screen(standing).rows) == [["Modules", "Quizzes"]]


def test_a_quiz_that_was_left_is_offered_to_be_continued() -> None:
    standing = progress(COURSE, Record(open_quizzes={QuizId("hills"): (0, 1)}))

    assert labels(quizzes_screen(standing).rows) == [
        ["1. Rivers"],
        ["2. Continue: Hills"],
        ["Modules", "Home"],
    ]


def test_quizzes_are_numbered_without_gaps() -> None:
    quizless = course(rivers=[])

    assert labels(quizzes_screen(progress(quizless, Record())).rows)[0] == ["1. Hills"]


def test_help_offers_the_class_to_instructors_alone() -> None:
    texts = [
        [one.text for one in help_screen(COURSE, MINA, is_instructor=is_).buttons()]
        for is_ in (False, True)
    ]

    assert texts[1] == [*texts[0], "Class", "Reports"]
    assert not {"Class", "Reports"} & {*texts[0]}


NOTHING = Standing(RIVER, 0, 0, None, 0)


def test_the_class_at_a_glance() -> None:
    pupils = [
        Pupil("Mina", NOON - timedelta(days=8, hours=3)),
        Pupil("Jonas", NOON),
        Pupil("Amal", NOON - timedelta(days=40)),
    ]
    rivers = Standing(RIVER, 2, 1, 0.5, 1)
    hills = Standing(HILL, 0, 0, None, 0)
    missed = [
        Missed(IDS[0], 1, 2),
        Missed(IDS[1], 0, 2),
        Missed(QuestionId("gone"), 2, 2),
        Missed(QuestionId("high"), 1, 4),
    ]

    midterm = Taken("Midterm", 2, 0.5, 1)
    standings = {RIVER: rivers, HILL: hills}

    screen = class_screen(COURSE, pupils, standings, missed, NOON, [midterm])

    assert screen == ClassScreen(
        at=NOON,
        course="Rivers and hills",
        students=3,
        active=1,
        modules=(ModuleRow("Rivers", rivers), ModuleRow("Hills", hills)),
        missed=(
            MissedRow("Rivers", "Where does it rise?", missed[0]),
            MissedRow("Hills", "It is high.", missed[3]),
        ),
        absent=(AbsentRow("Amal", 40), AbsentRow("Mina", 8)),
        more_absent=0,
        tests=(midterm,),
        rows=(
            (Button("1. Rivers", ClassModule(RIVER), key="1"),),
            (Button("2. Hills", ClassModule(HILL), key="2"),),
            (Button("Refresh", Class()), Button("Help", Help())),
        ),
    )


def test_a_large_class_is_listed_in_part() -> None:
    gone = [Pupil(f"P{one}", NOON - timedelta(days=99)) for one in range(MOST_NAMES + 5)]
    busy = [ModulePupil(f"P{one:02}", 1, 0, None) for one in range(MOST_PUPILS + 7)]
    idle = [ModulePupil("Idle", 0, 0, None)] * 3
    standings = {RIVER: NOTHING, HILL: NOTHING}

    whole = class_screen(COURSE, gone, standings, [], NOON)
    part = class_module_screen(COURSE, RIVERS_MODULE, NOTHING, [], [*busy, *idle])

    assert (len(whole.absent), whole.more_absent) == (MOST_NAMES, 5)
    assert (len(part.pupils), part.more_pupils, part.not_begun) == (MOST_PUPILS, 7, 3)


def test_in_a_module_students_stand_with_the_last_first() -> None:
    far, quick, slow = (
        ModulePupil("Far", 2, 4, 0.5),
        ModulePupil("Quick", 1, 3, None),
        ModulePupil("Slow", 1, 0, None),
    )

    screen = class_module_screen(COURSE, RIVERS_MODULE, NOTHING, [], [far, quick, slow])

    assert screen.pupils == (slow, quick, far)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("1", Open(RIVER)),
        ("2", Open(HILL)),
        ("2.", Open(HILL)),
        (" 02 ", Open(HILL)),
        ("２", Open(HILL)),
        ("٢", Open(HILL)),
        ("२", Open(HILL)),
        ("Hills", Open(HILL)),
        ("hills!", Open(HILL)),
        ("2. HILLS", Open(HILL)),
        ("«Hills»", None),
        ("Ｈｉｌｌｓ", Open(HILL)),
        ("home", Home()),
        ("→ Quizzes", Quizzes()),
        ("0", None),
        ("3", None),
        ("00003", None),
        ("00012", None),
        ("2001", None),
        ("-2", Open(HILL)),
        ("2 1", None),
        ("½", None),
        ("²", Open(HILL)),
        ("hill", None),
        ("언덕", None),
        ("", None),
        ("   ", None),
        ("...", None),
        ("→", None),
        ("9" * 5000, None),
    ],
)
def test_what_is_typed_presses_the_button_it_means(text: str, action: Action | None) -> None:
    screen = modules_screen(COURSE, progress(COURSE, Record()))

    assert pressed(screen, text) == action


@pytest.mark.parametrize(
    ("text", "percent"), [("No extra", 0), ("+25 %", 25), ("+50 %", 50), ("● +50 %", 50)]
)
def test_what_is_chosen_is_marked_and_can_be_typed_without_its_mark(
    text: str, percent: int
) -> None:
    assert pressed(settings_screen(Choices(extra=50)), text) == ExtraTime(percent)


@settings(deadline=None)
@given(text=st.text())
def test_no_text_makes_pressing_raise(text: str) -> None:
    screens: list[Screen] = [
        *(asked_anew(id_) for id_ in WHOLE.questions),
        modules_screen(COURSE, progress(COURSE, Record())),
        settings_screen(Choices()),
    ]

    for screen in screens:
        action = pressed(screen, text)
        assert action is None or action in [one.action for one in screen.buttons()]


@pytest.mark.parametrize(
    ("chosen", "rows"),
    [
        (
            Choices(),
            (
                (Button("Never ask how sure I am", AskConfidence(0)),),
                (
                    Button("● No extra", ExtraTime(0)),
                    Button("+25 %", ExtraTime(25)),
                    Button("+50 %", ExtraTime(50)),
                    Button("+100 %", ExtraTime(100)),
                ),
                (Button("Home", Home()),),
            ),
        ),
        (
            Choices(confidence=False, extra=25),
            (
                (Button("Ask how sure I am", AskConfidence(1)),),
                (
                    Button("No extra", ExtraTime(0)),
                    Button("● +25 %", ExtraTime(25)),
                    Button("+50 %", ExtraTime(50)),
                    Button("+100 %", ExtraTime(100)),
                ),
                (Button("Home", Home()),),
            ),
        ),
    ],
)
def test_settings_show_what_is_chosen_and_offer_the_rest(chosen: Choices, rows: Rows) -> None:
    assert settings_screen(chosen) == SettingsScreen(chosen=chosen, rows=rows)


HERE = Reporting(SEVEN, 3)


def objection(**fields: Any) -> Report:
    asked = WHOLE.questions[QuestionId("claim")]
    said = Report(
        SEVEN,
        3,
        MINA,
        "Mina",
        QuestionId("claim"),
        asked.version,
        ("guide",),
        REASONS[3],
        None,
        NOON,
    )
    return replace(said, **fields)


def test_a_question_is_reported_for_a_reason_that_can_be_changed() -> None:
    asked = WHOLE.questions[QuestionId("claim")]

    new = reporting_screen(HERE, asked, None)
    said = reporting_screen(HERE, asked, objection(note="It is."))

    assert new == ReportingScreen(
        ask="The river is slow.",
        reason=None,
        note=None,
        rows=(
            *(
                (Button(f"{at}. {reason}", SayReport(SEVEN, 3, at - 1), key=str(at)),)
                for at, reason in enumerate(REASONS, start=1)
            ),
            (Button("← Back to the question", Answering(SEVEN)),),
        ),
    )
    assert (said.reason, said.note) == (REASONS[3], "It is.")
    assert labels(said.rows)[2:4] == [["3. There is a typo"], [f"4 ✓ {REASONS[3]}"]]
    for screen in (new, said):
        assert pressed(screen, "4") == pressed(screen, REASONS[3]) == SayReport(SEVEN, 3, 3)


def test_instructors_read_what_was_answered_and_what_is_right_as_the_course_is_now() -> None:
    now, then = objection(), objection(version="other")
    gone = objection(question=QuestionId("gone"))

    screen = reports_screen(WHOLE, (now, then, gone), 9)

    told = ("Rivers", "The river is slow.", ("Guide",), ("Beyond the guide",))
    assert screen == ReportsScreen(
        reports=(
            Reported(now, *told, is_current=True),
            Reported(then, *told, is_current=False),
            Reported(gone, None, None, ("guide",), (), is_current=False),
        ),
        total=9,
        is_letter=False,
        rows=((Button("Home", Home()),),),
    )


def test_a_report_comes_as_a_letter_without_buttons() -> None:
    screen = reports_screen(WHOLE, (objection(),), 1, is_letter=True)

    assert (screen.is_letter, screen.rows) == (True, ())


def test_a_page_that_was_turned_to_from_a_quiz_leads_back_to_it() -> None:
    screen = page_screen(COURSE, RIVERS_MODULE, RIVERS_MODULE.pages[0], has_check=False, walk=SEVEN)

    assert (Button("Go on with the quiz", Answering(SEVEN)),) in screen.rows


def test_the_questions_of_before_come_first_when_a_module_is_read() -> None:
    screen = finished_screen(COURSE, RIVERS_MODULE, (), has_result=False, asked_before=2)

    assert screen.asked_before == 2
    assert screen.rows[0] == (Button("The first questions again →", After(RIVER), style="primary"),)
    assert [one.text for one in screen.buttons() if one.style == "primary"] == [
        "The first questions again →"
    ]


def many_modules(count: int) -> Course:
    """A course of that many modules with the longest titles."""
    names = [f"m{number}" for number in range(count)]
    return course_of(
        {**OUTLINE, "modules": names},
        [
            ({**RIVERS, "module": name, "title": TITLE}, [{**SALTY, "id": f"q{name}"}])
            for name in names
        ],
    )


def asked_anew(id_: str, **fields: Any) -> Screen:
    session = begun(WHOLE, id_, **fields)
    return question_screen(WHOLE, session, WHOLE.questions[QuestionId(id_)])


def walks() -> Iterator[Screen]:
    """Every question on every kind of walk, and what comes after."""
    kinds: list[dict[str, Any]] = [
        {},
        {"kind": "check", "page": SOURCE},
        {"kind": "before"},
        {"asks_confidence": True},
        {"mode": "test", "quiz": QuizId("midterm")},
    ]
    for id_, fields in itertools.product(WHOLE.questions, kinds):
        asked = WHOLE.questions[id_]
        yield asked_anew(id_, **fields)
        session = replace(begun(WHOLE, id_, **fields), hints=1)
        right, *others = replies(asked)
        for draft in ((), right[:1], right, *others):
            yield question_screen(WHOLE, replace(session, draft=draft), asked)
        for reply in (right, *others):
            judged = grade(asked, reply)
            answer = Answer(
                SEVEN, 1, MINA, id_, asked.version, reply, judged.mark, judged.is_right, sure=3
            )
            yield feedback_screen(WHOLE, replace(session, reply=reply), asked, answer)
            yield lookback_screen(WHOLE, replace(session, has_ended=True), 0, asked, answer)


def results() -> Iterator[Screen]:
    walked = begun(WHOLE, *IDS)
    for marks in itertools.product((0, 0.5, 1), repeat=4):
        answers = {
            id_: Answer(SEVEN, 1, MINA, id_, "v", ("so",), mark, mark == 1, sure=2)
            for id_, mark in zip(IDS, marks, strict=True)
        }
        for kind in get_args(Kind):
            over = replace(walked, kind=kind, has_ended=True)
            yield result_screen(WHOLE, over, answers)
        test = replace(walked, mode="test", quiz=QuizId("midterm"), has_ended=True)
        for left in (None, 0, 1):
            yield result_screen(
                WHOLE, test, answers, tested=OfTest(60, left, 50, is_timed_out=True)
            )


def quizzes() -> Iterator[Screen]:
    for attempts in (Attempts(), Attempts(1, is_running=True), Attempts(2)):
        offers = [offer(WHOLE, one, attempts, now=NOON) for one in WHOLE.quizzes.values()]
        yield from (door_screen(one) for one in offers)
        yield quizzes_screen(progress(WHOLE, Record()), offers)
    yield settings_screen(Choices(extra=100))
    asked = WHOLE.questions[QuestionId("claim")]
    for reason in REASONS:
        yield reporting_screen(HERE, asked, objection(reason=reason))
    yield reports_screen(WHOLE, (objection(),) * 8, 9)


def overviews() -> Iterator[Screen]:
    for taught in (COURSE, many_modules(98)):
        records = (
            Record(),
            Record(open_quizzes={QuizId(one.id): (0, 1) for one in taught}),
        )
        for standing in (progress(taught, record) for record in records):
            yield home_screen(taught, standing)
            yield modules_screen(taught, standing)
            yield quizzes_screen(standing)
            yield progress_screen(standing)
        for is_instructor in (True, False):
            yield help_screen(taught, MINA, is_instructor=is_instructor)
        standings = {one.id: NOTHING for one in taught}
        yield class_screen(taught, [], standings, [], NOON)
    yield class_module_screen(COURSE, RIVERS_MODULE, NOTHING, [], [])


def reading() -> Iterator[Screen]:
    for one, page, has_check in itertools.product(COURSE, range(2), (True, False)):
        if page < len(one.pages):
            yield page_screen(COURSE, one, one.pages[page], has_check=has_check, walk=SEVEN)
    for has_result, read, before in itertools.product(
        (True, False), (set(), {(RIVER, SOURCE)}), (0, 2)
    ):
        yield finished_screen(
            COURSE, RIVERS_MODULE, read, has_result=has_result, asked_before=before
        )
    without = course(hills=[])
    yield finished_screen(without, without.modules[HILL], set(), has_result=False)


def every_screen() -> Iterator[Screen]:
    yield from overviews()
    yield from reading()
    yield from walks()
    yield from results()
    yield from quizzes()
    yield from (one.screen for one in gallery(WHOLE))


TITLE = "W" * 64
TITLES = (
    TITLE,
    *(one.title for one in WHOLE),
    *(one.title for one in WHOLE.quizzes.values()),
    *(page.title for one in WHOLE for page in one.pages),
)


def without_title(text: str) -> str:
    return next((text.replace(one, "") for one in TITLES if one in text), text)


def test_every_screen_fits_a_phone_and_has_a_way_on_and_a_way_back() -> None:
    shown = list(every_screen())

    for screen in shown:
        buttons = list(screen.buttons())
        assert all(1 <= len(row) <= 8 for row in screen.rows), screen
        assert 1 <= len(buttons) <= 100 or isinstance(screen, PictureScreen), screen
        assert all(button.text.strip() for button in buttons), screen
        assert all(len(without_title(button.text)) <= 30 for button in buttons), screen
        keys = [button.key for button in buttons if button.key is not None]
        assert len(keys) == len(set(keys)), screen
        assert any(isinstance(one.action, Place | Back) for one in buttons) or isinstance(
            screen, HomeScreen | PictureScreen
        ), screen
        leading = [one for one in buttons if one.style == "primary" and one.key is None]
        assert len(leading) <= 1 or {type(one.action) for one in leading} == {Sure}, screen
    kinds = {type(one) for one in shown}
    assert kinds == set(Screen.__subclasses__())
