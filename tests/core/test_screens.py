"""What is on the screen, and what typed text means there."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import (
    Action,
    Back,
    Class,
    ClassModule,
    Confirm,
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
    Tick,
)
from bot.core.course import Course, Module, ModuleId, Outline, PageId, QuestionId
from bot.core.progress import Record, Result, progress
from bot.core.roster import Missed, ModulePupil, Pupil, Standing
from bot.core.screens import Button, Rows, Screen, pressed
from bot.core.screens.gallery import gallery
from bot.core.screens.overview import HomeScreen, help_screen, home_screen, progress_screen
from bot.core.screens.quizzing import (
    Again,
    FeedbackScreen,
    Labelled,
    QuestionScreen,
    ResultScreen,
    feedback_screen,
    missed_questions,
    question_screen,
    quizzes_screen,
    result_screen,
)
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
from bot.core.session import Answer, Session, begin, step
from tests import sourced
from tests.authors import modules
from tests.school import (
    MINA,
    NOON,
    OUTLINE,
    RIVER_QUESTIONS,
    RIVERS,
    course,
    module,
    question,
)

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


def asking(*written: dict[str, Any], seed: int = 1) -> tuple[Module, Session]:
    taught = module(RIVERS, list(written))
    ids = [QuestionId(one["id"]) for one in written]
    return taught, begin(SEVEN, MINA, "quiz", taught, ids, seed=seed)


def question_shown(*written: dict[str, Any], seed: int = 1) -> QuestionScreen:
    taught, session = asking(*written, seed=seed)
    return question_screen(taught, session, taught.questions[0])


def labels(rows: Rows) -> list[list[str]]:
    return [[button.text for button in row] for row in rows]


STILL = {**RISES, "shuffle": "no"}


def test_a_choice_shows_its_options_with_labels_and_its_buttons_hold_positions() -> None:
    taught, session = asking(STILL, SALTY)

    assert question_screen(taught, session, taught.questions[0]) == QuestionScreen(
        module="Rivers",
        kind="quiz",
        number=1,
        total=2,
        question=taught.questions[0],
        options=(
            Labelled("A", "In the north"),
            Labelled("B", "In the south"),
            Labelled("C", "At sea"),
        ),
        fitting=None,
        unit=None,
        rows=(
            (
                Button("A", Pick(SEVEN, 1, 0), key="A"),
                Button("B", Pick(SEVEN, 1, 1), key="B"),
                Button("C", Pick(SEVEN, 1, 2), key="C"),
            ),
            (Button("Stop here", Quizzes()),),
        ),
    )


def test_choices_show_what_is_ticked_and_each_button_turns_its_tick_over() -> None:
    taught, session = asking({**BANKS, "shuffle": "no"})
    chosen = replace(session, ticks=frozenset({"Brin"}))

    screen = question_screen(taught, chosen, taught.questions[0])

    assert screen.fitting == 2
    assert [one.is_ticked for one in screen.options] == [False, True, False, False]
    assert screen.rows == (
        (
            Button("☐ A", Tick(SEVEN, 1, 0, 1), key="A"),
            Button("☑ B", Tick(SEVEN, 1, 1, 0), key="B"),
            Button("☐ C", Tick(SEVEN, 1, 2, 1), key="C"),
            Button("☐ D", Tick(SEVEN, 1, 3, 1), key="D"),
        ),
        (Button("Confirm", Confirm(SEVEN, 1), style="primary"),),
        (Button("Stop here", Quizzes()),),
    )


def test_a_statement_is_answered_with_words() -> None:
    assert labels(question_shown(SALTY).rows) == [["A. True", "B. False"], ["Stop here"]]


def test_a_number_is_typed() -> None:
    screen = question_shown(LENGTH)

    assert (screen.options, screen.unit, labels(screen.rows)) == ((), "km", [["Stop here"]])


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
    options = [{"right": "0"}, *({"wrong": str(one)} for one in range(1, count))]

    screen = question_shown({**RISES, "options": options})

    assert labels(screen.rows)[:-1] == [list(row) for row in rows]


def test_a_check_leads_back_to_its_page() -> None:
    session = begin(SEVEN, MINA, "check", RIVERS_MODULE, [IDS[0]], seed=1, page=SOURCE)

    screen = question_screen(RIVERS_MODULE, session, RIVERS_MODULE.questions[0])

    assert screen.rows[-1] == (Button("← Back to the page", Reading(RIVER, SOURCE)),)


def answered(text: str) -> tuple[Session, Answer]:
    """After picking that option of the first question."""
    taught, session = asking(STILL, SALTY)
    texts = ["In the north", "In the south", "At sea"]
    taken = step(session, Pick(SEVEN, 1, texts.index(text)), taught)
    assert taken.answer is not None
    return taken.session, taken.answer


def test_feedback_says_what_was_wrong_what_is_right_and_where_it_stands() -> None:
    taught, _ = asking(STILL, SALTY)
    session, answer = answered("At sea")

    screen = feedback_screen(COURSE, taught, session, taught.questions[0], answer)

    assert screen == FeedbackScreen(
        module="Rivers",
        kind="quiz",
        number=1,
        total=2,
        question=taught.questions[0],
        options=(
            Labelled("A", "In the north"),
            Labelled("B", "In the south"),
            Labelled("C", "At sea"),
        ),
        replied=("At sea",),
        is_right=False,
        key=("In the north",),
        because=("Rivers end there.",),
        sources=(GUIDE_1,),
        rows=(
            (Button("Next →", Next(SEVEN, 1), style="primary"),),
            (Button("Stop here", Quizzes()),),
        ),
    )


@pytest.mark.parametrize(
    ("kind", "position", "onward"),
    [
        ("quiz", 0, "Next →"),
        ("quiz", 1, "See the result →"),
        ("retry", 1, "See the result →"),
        ("check", 1, "Onward →"),
    ],
)
def test_the_way_on_from_feedback_says_where_it_leads(
    kind: Any, position: int, onward: str
) -> None:
    taught, _ = asking(STILL, SALTY)
    session, answer = answered("At sea")
    session = replace(session, kind=kind, position=position, page=SOURCE)

    screen = feedback_screen(COURSE, taught, session, taught.questions[position], answer)

    assert screen.rows[0][0].text == onward


def test_the_reply_to_a_statement_is_shown_as_it_stood_on_the_button() -> None:
    taught, session = asking(SALTY)
    taken = step(session, Pick(SEVEN, 1, 0), taught)
    assert taken.answer is not None

    screen = feedback_screen(COURSE, taught, taken.session, taught.questions[0], taken.answer)

    assert (screen.replied, screen.key, screen.because) == (
        ("True",),
        ("False",),
        ("Only the sea is.",),
    )


def answer(question_: int, mark: float) -> Answer:
    return Answer(SEVEN, question_ + 1, MINA, IDS[question_], "v", ("so",), mark)


def finished_quiz(*marks: float) -> tuple[Session, dict[QuestionId, Answer]]:
    session = begin(SEVEN, MINA, "quiz", RIVERS_MODULE, IDS, seed=1)
    answers = {IDS[index]: answer(index, mark) for index, mark in enumerate(marks)}
    return replace(session, position=3, turn=4, has_ended=True), answers


def test_the_result_lists_what_was_missed_and_leads_to_it() -> None:
    session, answers = finished_quiz(0, 1, 1, 0)

    screen = result_screen(COURSE, RIVERS_MODULE, session, answers)

    assert screen == ResultScreen(
        module="Rivers",
        kind="quiz",
        result=Result(2, 4),
        again=(
            Again(1, "Where does it rise?", ("In the north",), "Where it rises", (GUIDE_1,)),
            Again(4, "How long is it?", ("130 km",), "Where it ends", (ATLAS,)),
        ),
        rows=(
            (Button("Retry what I missed (2)", Retry(SEVEN), style="primary"),),
            (Button("Reread: Where it rises", Reading(RIVER, SOURCE)),),
            (Button("Reread: Where it ends", Reading(RIVER, MOUTH)),),
            (Button("Quizzes", Quizzes()), Button("My progress", Progress())),
        ),
    )


def test_a_result_without_mistakes_leads_on() -> None:
    session, answers = finished_quiz(1, 1, 1, 1)

    screen = result_screen(COURSE, RIVERS_MODULE, session, answers)

    assert (screen.again, labels(screen.rows)) == (
        (),
        [["Modules"], ["Quizzes", "My progress"]],
    )


def test_a_result_does_not_speak_of_questions_that_are_gone() -> None:
    session, answers = finished_quiz(0, 1, 1, 0)
    left = module(RIVERS, RIVER_QUESTIONS[1:])

    screen = result_screen(COURSE, left, session, answers)

    assert missed_questions(session, answers) == (IDS[0], IDS[3])
    assert [one.number for one in screen.again] == [4]
    assert screen.rows[0][0].text == "Retry what I missed (1)"
    assert screen.result == Result(2, 4)


def test_at_most_three_pages_to_reread_are_offered_those_most_needed_in_their_order() -> None:
    pages = [
        {"page": f"p{one}", "title": f"Page {one}", "text": [{"guide": f"So. [m{one}]"}]}
        for one in range(5)
    ]
    cites = [4, 0, 1, 1, 4, 3, 0]
    written = [
        {**SALTY, "id": f"q{index}", "source": [f"m{one}"]} for index, one in enumerate(cites)
    ]
    outline = {**OUTLINE, "sources": {f"m{one}": OUTLINE["sources"]["atlas"] for one in range(5)}}
    taught = module({**RIVERS, "pages": pages}, written)
    ids = [QuestionId(f"q{index}") for index in range(len(cites))]
    session = replace(begin(SEVEN, MINA, "quiz", taught, ids, seed=1), has_ended=True)
    answers = {id_: Answer(SEVEN, 1, MINA, id_, "v", ("true",), 0) for id_ in ids}
    whole = Course(Outline.model_validate(outline), {RIVER: taught})

    screen = result_screen(whole, taught, session, answers)

    assert [row[0].text for row in screen.rows[1:-1]] == [
        "Reread: Page 0",
        "Reread: Page 1",
        "Reread: Page 4",
    ]


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
        rows=(
            (Button("Take the quiz →", Quiz(RIVER), style="primary"),),
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
        results={RIVER: Result(1, 4), HILL: Result(1, 1)},
    )
    standing = progress(COURSE, done)

    assert home_screen(COURSE, standing).rows[0][0].text == "See the modules →"
    assert labels(progress_screen(standing).rows) == [["Modules", "Quizzes"]]


def test_a_quiz_that_was_left_is_offered_to_be_continued() -> None:
    standing = progress(COURSE, Record(open_quizzes={HILL: (0, 1)}))

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

    assert texts[1] == [*texts[0], "Class"]
    assert "Class" not in texts[0]


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

    screen = class_screen(COURSE, pupils, {RIVER: rivers, HILL: hills}, missed, NOON)

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
        rows=(
            (Button("1. Rivers", ClassModule(RIVER), key="1"),),
            (Button("2. Hills", ClassModule(HILL), key="2"),),
            (Button("Refresh", Class()), Button("Help", Help())),
        ),
    )


def test_a_large_class_is_listed_in_part() -> None:
    gone = [Pupil(f"P{one}", NOON - timedelta(days=99)) for one in range(MOST_NAMES + 5)]
    begun = [ModulePupil(f"P{one:02}", 1, 0, None) for one in range(MOST_PUPILS + 7)]
    idle = [ModulePupil("Idle", 0, 0, None)] * 3
    standings = {RIVER: NOTHING, HILL: NOTHING}

    whole = class_screen(COURSE, gone, standings, [], NOON)
    part = class_module_screen(COURSE, RIVERS_MODULE, NOTHING, [], [*begun, *idle])

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
    ("text", "position"),
    [("A", 0), ("b", 1), ("(c)", 2), ("Ｃ", 2), ("1", 0), ("3", 2), ("4", None), ("D", None)],
)
def test_an_option_is_taken_by_its_letter_or_its_number(text: str, position: int | None) -> None:
    expected = None if position is None else Pick(SEVEN, 1, position)

    assert pressed(question_shown(STILL), text) == expected


@pytest.mark.parametrize(
    ("text", "position"),
    [("a", 0), ("A. True", 0), ("true", 0), ("TRUE!", 0), ("False", 1), ("2", 1), ("t", None)],
)
def test_a_statement_is_answered_by_letter_number_or_word(text: str, position: int | None) -> None:
    expected = None if position is None else Pick(SEVEN, 1, position)

    assert pressed(question_shown(SALTY), text) == expected


def test_a_typed_letter_turns_a_tick_over() -> None:
    screen = question_shown({**BANKS, "shuffle": "no"})

    assert pressed(screen, "b") == Tick(SEVEN, 1, 1, 1)
    assert pressed(screen, "☐ B") == Tick(SEVEN, 1, 1, 1)
    assert pressed(screen, "confirm") == Confirm(SEVEN, 1)


def test_a_number_that_answers_presses_no_button() -> None:
    assert pressed(question_shown(LENGTH), "1") is None
    assert pressed(question_shown(LENGTH), "stop here") == Quizzes()


@settings(deadline=None)
@given(text=st.text())
def test_no_text_makes_pressing_raise(text: str) -> None:
    screens: list[Screen] = [
        question_shown(STILL),
        question_shown(BANKS),
        modules_screen(COURSE, progress(COURSE, Record())),
    ]

    for screen in screens:
        action = pressed(screen, text)
        assert action is None or action in [one.action for one in screen.buttons()]


def many_modules(count: int) -> Course:
    """A course of that many modules with the longest titles."""
    outline = {**OUTLINE, "modules": [f"m{number}" for number in range(count)]}
    taught = {
        ModuleId(name): module(
            {**RIVERS, "module": name, "title": "W" * 64}, [{**SALTY, "id": f"q{name}"}]
        )
        for name in outline["modules"]
    }
    return Course(Outline.model_validate(outline), taught)


def every_screen() -> Iterator[Screen]:
    large = many_modules(98)
    eight = [{"right": "0"}, *({"wrong": str(one)} for one in range(1, 8))]
    for taught in (COURSE, large):
        records = (
            Record(),
            Record(open_quizzes={one.id: (0, 1) for one in taught}),
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
    for one, page, has_check in itertools.product(COURSE, range(2), (True, False)):
        if page < len(one.pages):
            yield page_screen(COURSE, one, one.pages[page], has_check=has_check)
    for has_result, read in itertools.product((True, False), (set(), {(RIVER, SOURCE)})):
        yield finished_screen(COURSE, RIVERS_MODULE, read, has_result=has_result)
    without = course(hills=[])
    yield finished_screen(without, without.modules[HILL], set(), has_result=False)
    yield from (one.screen for one in gallery(sourced.course()))
    for asked in (*RIVER_QUESTIONS, {**RISES, "options": eight}):
        yield question_shown(asked)
    for marks in itertools.product((0, 1), repeat=4):
        yield result_screen(COURSE, RIVERS_MODULE, *finished_quiz(*marks))
    session, taken = answered("At sea")
    yield feedback_screen(COURSE, RIVERS_MODULE, session, question(**STILL), taken)


def test_every_screen_fits_a_phone_and_has_a_way_on_and_a_way_back() -> None:
    shown = list(every_screen())

    for screen in shown:
        buttons = list(screen.buttons())
        assert all(1 <= len(row) <= 8 for row in screen.rows), screen
        assert 1 <= len(buttons) <= 100 or isinstance(screen, PictureScreen), screen
        assert all(button.text.strip() for button in buttons), screen
        keys = [button.key for button in buttons if button.key is not None]
        assert len(keys) == len(set(keys)), screen
        assert any(isinstance(one.action, Place | Back) for one in buttons) or isinstance(
            screen, HomeScreen | PictureScreen
        ), screen
        assert sum(one.style == "primary" for one in buttons if one.key is None) <= 1, screen
    kinds = {type(one) for one in shown}
    assert kinds == set(Screen.__subclasses__())


@settings(deadline=None)
@given(taught=modules(("one",)), seed=st.integers(0, 2**48))
def test_every_question_an_author_may_write_can_be_shown(taught: Module, seed: int) -> None:
    session = begin(SEVEN, MINA, "quiz", taught, [QuestionId("one")], seed=seed)

    screen = question_screen(taught, session, taught.questions[0])

    keyed = [button.key for button in screen.buttons() if button.key is not None]
    assert keyed == [option.label for option in screen.options]
    for button in screen.buttons():
        assert pressed(screen, button.text) == button.action
    assert all(len(row) <= 8 for row in screen.rows)
