"""Long polling over a real socket: what goes well, and what goes wrong and passes."""

import asyncio
import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.poller import ChatError
from tests.http.world import PATIENCE, TOKEN, World, teaching, until
from tests.school import JONAS, MINA, TEACHER


async def test_from_the_first_start_to_an_answer(world: World, database: Path) -> None:
    async with teaching(world, database) as bot:
        world.telegram.send(MINA, "/start")
        await until(world.sees(MINA, "Rivers and hills"))
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "2. Hills")
        await until(world.sees(MINA, "It is high."))
        world.tap(MINA, "A. True")
        await until(world.sees(MINA, "Right."))

        assert await bot.rows("select question, mark from answers") == [("high", 1.0)]


async def test_students_and_instructors_find_their_menus(world: World, database: Path) -> None:
    world.telegram.send(TEACHER, "/start")

    async with teaching(world, database):
        await until(lambda: len(world.telegram.commands(TEACHER)) == 10)

    assert [one["command"] for one in world.telegram.commands(MINA)][:2] == ["learn", "quiz"]
    assert [one["command"] for one in world.telegram.commands(TEACHER)][-2:] == ["class", "reports"]


async def test_an_instructor_who_writes_for_the_first_time_gets_the_menu_then(
    world: World, database: Path
) -> None:
    async with teaching(world, database):
        await until(lambda: world.calls("setMyCommands"))
        world.telegram.send(TEACHER, "/start")

        await until(lambda: len(world.telegram.commands(TEACHER)) == 10)


async def test_what_came_while_the_bot_was_away_is_answered(world: World, database: Path) -> None:
    world.telegram.send(MINA, "/help")

    async with teaching(world, database):
        await until(world.sees(MINA, "How this works"))


async def test_a_restart_draws_nothing_twice(world: World, database: Path) -> None:
    async with teaching(world, database):
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
    before = world.said(MINA)

    async with teaching(world, database):
        await until(lambda: len(world.calls("setMyCommands")) >= 3)
        await asyncio.sleep(0.1)

    assert world.said(MINA) == before


async def test_a_restart_goes_on_at_the_same_question(world: World, database: Path) -> None:
    async with teaching(world, database):
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "1. Rivers")
        await until(world.sees(MINA, "question 1 of 4"))

    world.tap(MINA, "A")
    async with teaching(world, database):
        await until(world.sees(MINA, "Your answer:"))


async def test_many_texts_at_once_are_answered_in_their_order(world: World, database: Path) -> None:
    asked = ["/learn", "/quiz", "/progress", "/help"] * 5
    for text in asked:
        world.telegram.send(MINA, text)

    async with teaching(world, database):
        await until(lambda: len(world.said(MINA)) == len(asked))

    titles = {"/learn": "Modules", "/quiz": "Quizzes", "/progress": "Your progress"}
    expected = [titles.get(text, "How this works") for text in asked]
    assert [text.splitlines()[0] for text in world.said(MINA)] == expected


async def test_a_second_bot_with_the_same_token_is_waited_out(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with teaching(world, database):
        await until(lambda: world.telegram.chats.updates._poll)  # the bot waits for updates
        other = asyncio.create_task(world.telegram.call(TOKEN, "getUpdates", {"timeout": 1}))
        await until(lambda: "Another bot is polling" in caplog.text)
        await other

        world.telegram.send(MINA, "/start")
        await until(world.sees(MINA, "Rivers and hills"))
        await until(lambda: "Polling goes on." in caplog.text)

    assert caplog.text.count("Another bot is polling") == 1


async def test_a_telegram_that_goes_away_is_said_once_and_waited_for(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with teaching(world, database):
        await until(lambda: world.calls("setMyCommands"))
        await world.close()
        await until(lambda: "Telegram cannot be reached" in caplog.text)
        await asyncio.sleep(0.4)  # it is tried twice more
        await world.open()
        world.telegram.send(MINA, "/start")

        await until(world.sees(MINA, "Rivers and hills"))

    assert caplog.text.count("Telegram cannot be reached") == 1


async def test_too_many_requests_are_obeyed_for_that_chat_and_no_other_waits(
    world: World, database: Path
) -> None:
    world.telegram.fail(method="sendMessage", chat=MINA, retry_after=1)
    world.telegram.send(MINA, "/start")
    world.telegram.send(JONAS, "/start")

    async with teaching(world, database):
        await until(world.sees(JONAS, "Rivers and hills"))
        assert world.said(MINA) == []
        await until(world.sees(MINA, "Rivers and hills"))


async def test_too_many_requests_for_an_edit_are_obeyed_for_as_long_as_was_said(
    world: World, database: Path
) -> None:
    async with teaching(world, database):
        for person in (MINA, JONAS):
            world.telegram.send(person, "/quiz")
            await until(world.sees(person, "Quizzes"))
        world.telegram.fail(method="editMessageText", chat=MINA, retry_after=2)
        for person in (MINA, JONAS):
            world.tap(person, "2. Hills")
        await until(world.sees(JONAS, "It is high."))
        assert world.sees(MINA, "Quizzes")()
        await until(world.sees(MINA, "It is high."))

    refused, again = world.calls("editMessageText", MINA)
    (other,) = world.calls("editMessageText", JONAS)
    assert (refused.status, again.status, other.status) == (429, 200, 200)
    assert again.at - refused.at >= timedelta(seconds=2)
    assert other.at - refused.at < timedelta(seconds=1)


@pytest.mark.parametrize("status", [500, 502])
async def test_a_server_in_trouble_is_asked_again(
    world: World, database: Path, status: int
) -> None:
    async with teaching(world, database) as bot:
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "2. Hills")
        await until(world.sees(MINA, "It is high."))
        world.telegram.fail(method="editMessageText", status=status, times=2)
        world.tap(MINA, "A. True")
        await until(world.sees(MINA, "Right."))

        assert await bot.rows("select count(*) from answers") == [(1,)]


async def test_an_answer_of_telegram_that_is_lost_doubles_nothing_in_the_store(
    world: World, database: Path
) -> None:
    async with teaching(world, database) as bot:
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "2. Hills")
        await until(world.sees(MINA, "It is high."))
        world.telegram.fail(method="editMessageText", lose_response=True)
        world.tap(MINA, "A. True")
        await until(lambda: len(world.calls("editMessageText")) == 3)

        assert await bot.rows("select count(*) from answers") == [(1,)]
        assert len(world.said(MINA)) == 1


async def test_an_update_is_confirmed_only_once_it_is_stored(world: World, database: Path) -> None:
    async with teaching(world, database) as bot:
        await until(lambda: world.calls("setMyCommands"))
        is_disk_ready = threading.Event()
        bot.store.later(lambda _: is_disk_ready.wait(PATIENCE))
        update = world.telegram.send(MINA, "/start")
        await asyncio.sleep(0.3)
        assert world.queue == [update]
        is_disk_ready.set()

        await until(lambda: world.queue == [])
        await until(world.sees(MINA, "Rivers and hills"))


async def test_what_cannot_be_stored_stays_with_telegram_until_it_can(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with teaching(world, database) as bot:
        await until(lambda: world.calls("setMyCommands"))
        async with bot.cannot_store():
            update = world.telegram.send(MINA, "/start")
            await until(lambda: "Updates cannot be stored" in caplog.text)
            assert world.queue == [update]

        await until(world.sees(MINA, "Rivers and hills"))

    assert len(world.said(MINA)) == 1
    assert caplog.text.count("Updates cannot be stored") == 1


async def test_what_was_not_sent_before_the_end_is_drawn_at_the_next_start(
    world: World, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.service.PATIENCE", 0.1)
    world.telegram.fail(method="sendMessage", chat=MINA, status=502, times=1000)
    world.telegram.send(MINA, "/quiz")
    async with teaching(world, database) as bot:
        await bot.comes_to("select state from inbox", [("handled",)])
    assert world.said(MINA) == []

    world.telegram.heal()
    async with teaching(world, database) as bot:
        await until(world.sees(MINA, "Quizzes"))
        await bot.comes_to("select state from inbox", [("done",)])

    assert len(world.said(MINA)) == 1


async def test_after_a_kill_between_sending_and_noting_the_newest_message_is_the_living_one(
    world: World, database: Path
) -> None:
    async with teaching(world, database) as bot:
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "2. Hills")
        await until(world.sees(MINA, "It is high."))
        answer = world.tap(MINA, "A. True")
        await until(world.sees(MINA, "Right."))
        world.tap(MINA, "See the result")
        await until(world.sees(MINA, "1 of 1 right"))
        world.telegram.send(MINA, "/quiz")
        await until(lambda: len(world.said(MINA)) == 3)
        old = world.telegram.again(answer, new_id=True)
        await until(lambda: len(world.said(MINA)) == 4)
        await bot.comes_to("select count(*) from inbox where state <> 'done'", [(0,)])
        # as if the bot had been killed right after it sent the fourth message
        await bot.rows(f"update inbox set state = 'handled' where update_id = {old['update_id']}")
        second = world.telegram.messages(MINA)[-2]["message_id"]
        await bot.rows(f"update students set message = {second}")

    async with teaching(world, database) as bot:
        await bot.comes_to("select count(*) from inbox where state <> 'done'", [(0,)])
        newest = world.telegram.messages(MINA)[-1]

        assert await bot.rows("select message from students") == [(newest["message_id"],)]
        assert newest["reply_markup"]["inline_keyboard"]


async def test_a_slow_network_of_one_makes_nobody_else_wait(world: World, database: Path) -> None:
    world.telegram.fail(method="sendMessage", chat=MINA, status=200, delay=1.0)
    world.telegram.send(MINA, "/start")
    world.telegram.send(JONAS, "/start")

    async with teaching(world, database):
        await until(world.sees(JONAS, "Rivers and hills"))
        assert world.said(MINA) == []
        await until(world.sees(MINA, "Rivers and hills"))


async def test_a_student_who_blocks_the_bot_is_marked_and_unmarked(
    world: World, database: Path
) -> None:
    async with teaching(world, database) as bot:
        world.telegram.send(MINA, "/start")
        await until(world.sees(MINA, "Rivers and hills"))

        world.telegram.block(MINA)
        await bot.comes_to("select is_blocked from students", [(1,)])
        world.telegram.unblock(MINA)
        await bot.comes_to("select is_blocked from students", [(0,)])


async def test_a_message_refused_as_blocked_marks_the_student_and_goes_on(
    world: World, database: Path
) -> None:
    world.telegram.fail(method="sendMessage", chat=MINA, status=403)
    world.telegram.send(MINA, "/start")

    async with teaching(world, database) as bot:
        world.telegram.send(JONAS, "/start")
        await until(world.sees(JONAS, "Rivers and hills"))
        await until(lambda: len(world.calls("sendMessage")) >= 2)
        await asyncio.sleep(0.2)

        assert await bot.rows(f"select is_blocked from students where id = {MINA}") == [(1,)]
        assert await bot.rows("select count(*) from inbox where state <> 'done'") == [(0,)]


async def test_a_message_that_was_deleted_is_sent_anew(world: World, database: Path) -> None:
    async with teaching(world, database):
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        tap = world.tap(MINA, "2. Hills")
        gone = {"chat_id": MINA, "message_id": tap["callback_query"]["message"]["message_id"]}
        await world.telegram.call(TOKEN, "deleteMessage", gone)

        await until(world.sees(MINA, "It is high."))


async def test_a_callback_that_is_too_old_to_answer_is_passed_over(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with teaching(world, database):
        world.telegram.send(MINA, "/quiz")
        await until(world.sees(MINA, "Quizzes"))
        world.telegram.fail(method="answerCallbackQuery", status=400)
        world.tap(MINA, "2. Hills")

        await until(world.sees(MINA, "It is high."))
    assert [one.status for one in world.calls("answerCallbackQuery")] == [400]
    complaints = [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING]
    assert complaints == []


async def test_an_update_that_cannot_be_read_does_not_stop_the_others(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    number = world.telegram.send(MINA, "/start")["update_id"]
    world.telegram.push({"update_id": number + 1, "message": {"nonsense": True}})
    world.telegram.push({"update_id": number + 2, "unheard_of": []})
    world.telegram.send(JONAS, "/start")

    async with teaching(world, database) as bot:
        await until(world.sees(JONAS, "Rivers and hills"))
        await until(world.sees(MINA, "Rivers and hills"))
        await asyncio.sleep(0.1)

        failed = await bot.rows("select update_id from inbox where state = 'failed'")
        assert failed == [(number + 1,)]
    assert caplog.text.count("was passed over") == 1


async def test_a_token_that_is_refused_while_the_bot_runs_ends_it(
    world: World, database: Path
) -> None:
    with pytest.raises(ChatError, match="refuses the token"):  # noqa: PT012 - raised at the end
        async with teaching(world, database) as bot:
            await until(lambda: world.calls("setMyCommands"))
            world.telegram.token = "1:another"
            world.telegram.send(MINA, "/start")
            await asyncio.wait_for(asyncio.shield(asyncio.wait((bot.task,))), 10)


async def test_stopping_finishes_what_is_in_hand(
    world: World, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    world.telegram.fail(method="sendMessage", chat=MINA, status=200, delay=0.5)

    async with teaching(world, database):
        world.telegram.send(MINA, "/start")
        await until(lambda: world.calls("getUpdates"))
        await asyncio.sleep(0.2)

    assert world.sees(MINA, "Rivers and hills")()
    assert "Stopped; everything is stored." in caplog.text
