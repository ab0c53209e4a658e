"""Whatever comes in: a helpful answer, and nothing changed."""

import logging

import pytest

from bot.chat.delivery import Sent
from bot.chat.updates import Incoming
from bot.classroom import Outcome
from tests.conversation import School, Student


@pytest.fixture
async def asked(mina: Student) -> Student:
    """Mina before the first question of a quiz."""
    await mina.sends("/quiz")
    await mina.taps("1. Rivers")
    return mina


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/nonsense", "I do not know that command."),
        ("What is this?", "I could not make sense of that."),
        ("Z", "I could not make sense of that."),
        ("/class", "That is for instructors."),
        ("/class rivers", "That is for instructors."),
    ],
)
async def test_what_cannot_be_understood_is_said_so_and_changes_nothing(
    school: School, asked: Student, text: str, answer: str
) -> None:
    before = school.stored()

    await asked.sends(text)

    assert asked.sees(answer, "Where does it rise?")
    assert school.stored() == before


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "document", "location", "dice"])
async def test_what_is_no_text_is_answered_kindly(
    school: School, asked: Student, kind: str
) -> None:
    before = school.stored()

    await school.receives(school.telegram.post(asked.person, kind))

    assert asked.sees("I read only typed text and taps.", "Where does it rise?")
    assert school.stored() == before


async def test_an_edited_message_changes_nothing(school: School, asked: Student) -> None:
    await asked.sends("hello")
    written = next(one for one in asked.chat if one.get("text") == "hello")
    before = school.stored()

    await school.receives(school.telegram.edit(asked.person, written["message_id"], "A"))

    assert asked.sees("Editing a message changes nothing here.")
    assert school.stored() == before


@pytest.mark.parametrize(
    "junk",
    [
        "",
        ":",
        "p",
        "p:1:1",
        "p:one:1:1",
        "p:-1:1:1",
        "p:99999999999999999999:1:1",
        "p:1:1:99",
        "p:77:1:0",
        "t:1:1:0:1",
        "k:1:1",
        "y:77",
        "y:1",
        "s:77",
        "r:nowhere:nothing",
        "w:rivers:nothing",
        "o:nowhere",
        "q:nowhere",
        "f:nowhere",
        "A:1:0",
        "A:77:0",
        "B:nowhere",
        "C:rivers",
        "D:1:1",
        "E",
        "G:rivers",
        "H:nowhere",
        "I:1:1:0:0",
        "J:1:1:0",
        "L:1:1:3",
        "M:1:1:0",
        "O:7",
        "P:1:1",
        "d:rivers",
        "c",
        "\x00" * 10,
        "서당" * 10,
    ],
)
async def test_forged_buttons_change_nothing_and_show_where_the_student_is(
    school: School, asked: Student, junk: str
) -> None:
    before = school.stored()

    await school.receives(school.telegram.query(asked.person, asked.screen["message_id"], junk))

    assert school.stored() == before
    assert asked.sees("Where does it rise?")
    assert asked.toast is not None


async def test_a_button_of_somebody_else_changes_nothing(
    school: School, asked: Student, jonas: Student
) -> None:
    await jonas.sends("/start")
    data = asked.screen["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    before = school.stored()

    await school.receives(school.telegram.query(jonas.person, jonas.screen["message_id"], data))

    assert school.stored() == before
    assert jonas.toast == "That button does not work any more. Here is where you are."


async def test_an_old_button_says_that_its_question_is_past_and_shows_where_one_is(
    school: School, asked: Student
) -> None:
    old = asked.tap("A")
    stale = school.telegram.again(old, new_id=True)
    await school.receives(old)
    await asked.taps("Next")
    await asked.sends("/help")
    before = school.stored()

    await school.receives(stale)

    assert asked.toast == "That question is past. Here is where you are."
    assert asked.sees("How this works")
    assert school.stored() == before


async def test_an_old_button_on_the_living_message_leaves_it_as_it_is(
    school: School, asked: Student
) -> None:
    old = asked.tap("A")
    stale = school.telegram.again(old, new_id=True)
    await school.receives(old)
    await asked.taps("Next")
    messages = list(asked.chat)

    await school.receives(stale)

    assert asked.toast == "That question is past. Here is where you are."
    assert asked.chat == messages


async def test_a_tap_that_was_on_its_way_while_something_else_was_asked_for_still_counts(
    school: School, asked: Student
) -> None:
    tap = asked.tap("A")
    await asked.sends("/help")

    await school.receives(tap)

    assert asked.sees("Where does it rise?", "Your answer")
    assert [asked.buttons(one) for one in asked.messages[:-1]] == [[], []]


async def test_a_double_tap_counts_once(school: School, asked: Student) -> None:
    tap = asked.tap("A")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert len(school.rows("select * from answers")) == 1
    assert asked.toast == "This question has its answer already. Go on with the button below."


async def test_of_two_different_taps_the_first_counts(school: School, asked: Student) -> None:
    first, second = asked.tap("A"), asked.tap("B")
    option = asked.text.split("A. ")[1].splitlines()[0]

    await school.receives(first, second)

    assert school.rows("select reply from answers") == [(f'["{option}"]',)]


async def test_an_update_that_comes_twice_changes_nothing_the_second_time(
    school: School, asked: Student
) -> None:
    tap = asked.tap("A")
    await school.receives(tap)
    before, messages = school.stored(), list(asked.chat)

    await school.receives(tap)
    await school.receives(school.telegram.again(tap, new_id=False))

    assert (school.stored(), asked.chat) == (before, messages)


async def test_a_double_tap_on_next_does_not_pass_over_a_question(
    school: School, asked: Student
) -> None:
    await asked.taps("A")
    tap = asked.tap("Next")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert asked.sees("question 2 of 4")
    assert asked.toast is None


async def test_a_double_tick_is_one_tick(school: School, asked: Student) -> None:
    await asked.taps("A")
    await asked.taps("Next")
    tick = asked.tap(asked.label("Alba"))

    await school.receives(tick, school.telegram.again(tick, new_id=True))

    assert asked.text.count("☑") == 1


async def test_a_double_tap_at_the_end_shows_the_result_once(
    school: School, teacher: Student, mina: Student
) -> None:
    await mina.sends("/quiz")
    await mina.taps("2. Hills")
    await mina.taps("A. True")
    count = len(mina.messages)
    tap = mina.tap("See the result")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert len(mina.messages) == count + 1
    assert mina.sees("1 of 1 right")


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 900},
        {"update_id": 901, "message": {}},
        {"update_id": 902, "message": "hello"},
        {"update_id": 903, "callback_query": {"id": 5, "from": {"id": "x"}}},
        {"update_id": 904, "message": {"from": {"id": 1001}, "chat": None}},
        {"update_id": 905, "something_new": {"from": {"id": 1001}}},
        {"update_id": 2**70, "message": {}},
        {"update_id": -1},
        {"update_id": "906"},
        {},
        [],
        None,
        "update",
    ],
)
async def test_an_update_that_cannot_be_read_is_passed_over(
    school: School, asked: Student, update: object, caplog: pytest.LogCaptureFixture
) -> None:
    before = school.stored()

    with caplog.at_level(logging.INFO):
        await school.receives(update)
    await asked.taps("A")

    assert len(caplog.records) <= 1
    assert school.stored() != before  # the bot goes on
    assert school.rows("select * from inbox where state in ('new', 'handled')") == []


async def test_in_a_group_the_bot_says_where_it_teaches_and_stores_nothing(
    school: School, mina: Student
) -> None:
    group = school.telegram.group("Seminar", [mina.person])

    await school.receives(school.telegram.send(mina.person, "/learn", chat=group))

    said = [one for one in school.telegram.messages(group) if one["from"]["is_bot"]]
    assert [one["text"] for one in said] == [
        "I teach one student at a time, in a private chat. Open my profile and tap Start."
    ]
    assert school.rows("select * from students") == []


async def test_bad_input_leaves_at_most_one_line_in_the_log(
    school: School, asked: Student, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await asked.sends("/nonsense")
        await school.receives(school.telegram.post(asked.person, "sticker"))
        await school.receives(school.telegram.query(asked.person, asked.screen["message_id"], "x"))

    assert len(caplog.records) == 0


async def test_a_fault_in_the_bot_costs_one_update_and_no_other(
    school: School,
    asked: Student,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Whatever goes wrong while one update is answered, the next ones are answered."""
    show, faults = school.inbox._delivery.show, [RuntimeError("a fault of our own")]

    async def faulty(incoming: Incoming, outcome: Outcome) -> Sent | None:
        if faults:
            raise faults.pop()
        return await show(incoming, outcome)

    monkeypatch.setattr(school.inbox._delivery, "show", faulty)

    await school.receives(
        school.telegram.send(asked.person, "/learn"), school.telegram.send(asked.person, "/help")
    )

    assert asked.sees("How this works")
    assert "led to a fault" in caplog.text


async def test_a_fault_in_the_classroom_is_told_kindly_and_changes_nothing(
    school: School, asked: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = school.stored()
    attend = school.classroom.attend
    monkeypatch.setattr(school.classroom, "attend", lambda *_, **__: 1 // 0)

    await asked.sends("A")

    assert asked.sees("Something went wrong on my side", "Where does it rise?")
    assert school.stored() == before
    monkeypatch.setattr(school.classroom, "attend", attend)
    await asked.sends("A")
    assert asked.sees("Your answer:")
