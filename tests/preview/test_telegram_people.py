import asyncio

import pytest

from bot.preview.server import LocalTelegram, Person, ResponseLostError
from bot.preview.server.posts import KINDS
from bot.preview.server.spec import breaches
from tests.preview.asking import JONAS, MINA, NOON, TEACHER, TOKEN

MINA_USER = {
    "id": MINA,
    "is_bot": False,
    "first_name": "Mina",
    "last_name": "Park",
    "username": "mina_park",
    "language_code": "ko",
}
KEYBOARD = {
    "inline_keyboard": [
        [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}],
        [{"text": "More", "url": "https://a.kr/"}],
    ]
}
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


async def test_a_command_arrives_with_its_entity(telegram):
    update = telegram.send(TEACHER, "/start cohort-1")

    assert breaches("Update", update) == []
    assert update["message"] == {
        "message_id": 3,
        "from": {
            "id": TEACHER,
            "is_bot": False,
            "first_name": "Dr",
            "last_name": "Seo",
            "language_code": "en",
        },
        "chat": {"id": TEACHER, "first_name": "Dr", "last_name": "Seo", "type": "private"},
        "date": int(NOON.timestamp()),
        "text": "/start cohort-1",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    }


async def test_a_person_edits_their_own_words_only(telegram, bot):
    mine = telegram.send(MINA, "helo")["message"]["message_id"]
    bots = await bot.says()

    update = telegram.edit(MINA, mine, "hello")

    assert breaches("Update", update) == []
    assert update["edited_message"]["text"] == "hello"
    assert telegram.messages(MINA)[1]["text"] == "hello"
    with pytest.raises(LookupError, match=f"message {bots} is not a text of person {MINA}"):
        telegram.edit(MINA, bots, "mine now")
    with pytest.raises(LookupError, match=f"person {JONAS} is not in chat {MINA}"):
        telegram.edit(JONAS, mine, "mine now")


async def test_a_tap_sends_the_buttons_data_with_the_message(telegram, bot):
    number = await bot.says("Choose", reply_markup=KEYBOARD)

    update = telegram.tap(MINA, number, row=0, column=1)

    assert breaches("Update", update) == []
    query = update["callback_query"]
    assert query["from"] == MINA_USER
    assert query["data"] == "b"
    assert query["message"] == telegram.messages(MINA)[-1]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        (0, 2, "message 3 has no button in row 0, column 2"),
        (-1, 0, "message 3 has no button in row -1, column 0"),
        (1, 0, 'the button "More" sends nothing to the bot'),
    ],
)
async def test_only_what_is_there_can_be_tapped(telegram, bot, row, column, message):
    await bot.says("Choose", reply_markup=KEYBOARD)

    with pytest.raises(LookupError, match=message):
        telegram.tap(MINA, 3, row=row, column=column)
    with pytest.raises(LookupError, match="there is no message 99"):
        telegram.tap(MINA, 99, row=0, column=0)


async def test_old_and_forged_data_can_be_sent_even_for_a_deleted_message(telegram, bot):
    number = await bot.says("Choose", reply_markup=KEYBOARD)
    forged = telegram.query(MINA, number, "drop table")
    await bot.asks("deleteMessage", chat_id=MINA, message_id=number)

    old = telegram.query(MINA, number, "a")

    assert forged["callback_query"]["data"] == "drop table"
    assert breaches("Update", old) == []
    assert old["callback_query"]["message"] == {
        "chat": telegram.messages(MINA)[0]["chat"],
        "message_id": number,
        "date": 0,
    }


async def test_a_tap_is_answered_once(telegram, bot):
    number = await bot.says("Choose", reply_markup=KEYBOARD)
    query = telegram.tap(MINA, number, row=0, column=0)["callback_query"]["id"]

    await bot.asks("answerCallbackQuery", callback_query_id=query, text="Right", show_alert=True)

    assert telegram.answers == [
        {
            "callback_query_id": query,
            "person": MINA,
            "message_id": number,
            "text": "Right",
            "show_alert": True,
            "url": "",
            "cache_time": 0,
        }
    ]
    assert await bot.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_a_tap_is_answered_soon_or_never_and_in_200_characters(telegram, bot, clock):
    number = await bot.says("Choose", reply_markup=KEYBOARD)
    query = telegram.tap(MINA, number, row=0, column=0)["callback_query"]["id"]

    assert await bot.refused("answerCallbackQuery", callback_query_id=query, text="x" * 201) == (
        "Bad Request: MESSAGE_TOO_LONG"
    )
    clock.advance(seconds=151)
    assert await bot.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == TOO_OLD


async def test_a_repeated_tap_has_a_new_update_and_a_new_query(telegram, bot):
    number = await bot.says("Choose", reply_markup=KEYBOARD)
    first = telegram.tap(MINA, number, row=0, column=0)

    second = telegram.again(first, new_id=True)

    assert second["update_id"] == first["update_id"] + 1
    assert second["callback_query"]["id"] != first["callback_query"]["id"]
    assert second["callback_query"]["data"] == "a"
    await bot.asks("answerCallbackQuery", callback_query_id=first["callback_query"]["id"])
    await bot.asks("answerCallbackQuery", callback_query_id=second["callback_query"]["id"])


async def test_a_block_is_told_at_once_and_nothing_can_be_sent(telegram, bot):
    telegram.block(MINA)

    (update,) = await bot.asks("getUpdates")
    change = update["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"] == {
        "user": telegram.chats.bot_user(),
        "status": "kicked",
        "until_date": 0,
    }
    assert await bot.refused("sendMessage", chat_id=MINA, text="Hi") == (
        "Forbidden: bot was blocked by the user"
    )
    telegram.block(MINA)
    assert len(await bot.asks("getUpdates")) == 1


async def test_who_writes_again_has_lifted_the_block(telegram, bot):
    telegram.block(MINA)

    telegram.send(MINA, "/start")

    kinds = [min(update.keys() - {"update_id"}) for update in await bot.asks("getUpdates")]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    assert await bot.says() > 0


@pytest.mark.parametrize("kind", KINDS)
async def test_people_can_post_every_kind_of_thing(telegram, bot, kind):
    update = telegram.post(MINA, kind)

    assert breaches("Update", update) == []
    assert kind in update["message"]
    assert await bot.asks("getUpdates") == [update]


async def test_nobody_posts_what_telegram_does_not_have(telegram):
    with pytest.raises(LookupError, match='nobody can post a "smell"; the kinds are animation'):
        telegram.post(MINA, "smell")


@pytest.mark.parametrize("text", ["", " \n\u200b", "x" * 4097])
async def test_a_text_that_telegram_would_not_take_is_not_sent(telegram, text):
    with pytest.raises(ValueError, match="a message"):
        telegram.send(MINA, text)


async def test_in_a_group_the_bot_hears_only_what_concerns_it(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA])
    question = await bot.says("Ready?", chat=group)

    heard = [
        bool(telegram.send(MINA, text, chat=group, reply_to=reply))
        for text, reply in [
            ("just talk", None),
            ("/learn", None),
            ("/learn@seodang_bot", None),
            ("/learn@other_bot", None),
            ("한 👍 @Seodang_Bot look", None),
            ("yes", question),
        ]
    ]

    assert heard == [False, True, True, False, True, True]
    with pytest.raises(LookupError, match=f"person {JONAS} is not in chat {group}"):
        telegram.send(JONAS, "/learn", chat=group)


async def test_a_new_group_is_told_to_the_bot(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA])

    joined, made = await bot.asks("getUpdates")

    assert joined["my_chat_member"]["chat"] == {"id": group, "title": "Class 1", "type": "group"}
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert made["message"]["group_chat_created"] is True
    assert await bot.asks("getChatMemberCount", chat_id=group) == 3
    administrators = await bot.asks("getChatAdministrators", chat_id=group)
    assert administrators == [
        {"user": telegram.chats.user(TEACHER), "status": "creator", "is_anonymous": False}
    ]
    assert (await bot.asks("getChatMember", chat_id=group, user_id=JONAS))["status"] == "left"


async def test_in_a_group_the_bot_deletes_its_own_messages_only(telegram, bot):
    group = telegram.group("Class 1", [TEACHER])
    own = await bot.says("Hello", chat=group)
    foreign = telegram.send(TEACHER, "/learn", chat=group)["message"]["message_id"]

    await bot.asks("deleteMessage", chat_id=group, message_id=own)

    assert await bot.refused("deleteMessage", chat_id=group, message_id=foreign) == (
        "Bad Request: message can't be deleted"
    )


async def test_watchers_see_messages_edits_answers_and_deletions(telegram, bot):
    with telegram.watch() as watch:
        number = await bot.says("Choose", reply_markup=KEYBOARD)
        query = telegram.tap(MINA, number, row=0, column=0)["callback_query"]["id"]
        await bot.asks("answerCallbackQuery", callback_query_id=query)
        await bot.asks("editMessageText", chat_id=MINA, message_id=number, text="Done")
        await bot.asks("deleteMessage", chat_id=MINA, message_id=number)
        await bot.asks("setMyCommands", commands=[])
        events = [await watch.get() for _ in range(5)]

    assert [(event["event"], event["chat"]) for event in events] == [
        ("message", MINA),
        ("answer", MINA),
        ("edit", MINA),
        ("delete", MINA),
        ("commands", None),
    ]
    telegram.send(MINA, "unseen")
    assert watch.empty()


async def test_a_slow_watcher_is_told_that_it_missed_something(telegram):
    watch = telegram.watch()

    for number in range(1001):
        telegram.send(MINA, str(number))

    assert [event async for event in _first(watch, 1)] == [{"event": "missed", "chat": None}]
    assert watch.empty()


async def _first(watch, count):
    for _ in range(count):
        yield await anext(watch)


async def test_every_call_is_logged_with_its_unknown_parameters(telegram, bot):
    await bot.says("Hi", colour="red")
    await bot.refused("sendMessage", chat_id=5, text="Hi")

    last, wrong = list(telegram.calls)[-2:]
    assert (last.method, last.status, last.unknown) == ("sendMessage", 200, ["colour"])
    assert (wrong.status, wrong.body["error_code"], wrong.at) == (400, 400, NOON)
    assert telegram.called == 2
    assert 0 <= last.seconds < 5


async def test_a_fault_strikes_as_often_and_whom_it_was_meant_for(telegram, bot):
    telegram.fail(method="sendMessage", chat=MINA, retry_after=3, times=2)

    reply = await telegram.call(TOKEN, "sendmessage", {"chat_id": str(MINA), "text": "Hi"})

    assert reply.status == 429
    assert reply.headers == {"Retry-After": "3"}
    assert reply.body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    assert await bot.says(chat=JONAS) > 0
    assert await bot.refused("sendMessage", chat_id=MINA, text="Hi") == (
        "Too Many Requests: retry after 3"
    )
    assert await bot.says(chat=MINA) > 0


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
        (403, "Forbidden: bot was blocked by the user"),
    ],
)
async def test_a_failing_server_speaks_as_the_real_one(telegram, bot, status, description):
    telegram.fail(status=status)

    assert await bot.refused("getMe") == description


async def test_a_lost_answer_leaves_the_message_sent(telegram):
    telegram.fail(lose_response=True)

    with pytest.raises(ResponseLostError):
        await telegram.call(TOKEN, "sendMessage", {"chat_id": MINA, "text": "Hi"})

    assert telegram.messages(MINA)[-1]["text"] == "Hi"


async def test_a_slow_call_succeeds_in_the_end(telegram, bot):
    telegram.fail(status=200, delay=0.01)

    slow = asyncio.create_task(bot.says("slow"))
    await asyncio.sleep(0)
    quick = await bot.says("quick")

    assert await slow == quick + 1


async def test_faults_can_be_healed(telegram, bot):
    telegram.fail(times=100)

    telegram.heal()

    assert await bot.says() > 0


async def test_token_and_method_are_checked_first(telegram, bot):
    assert (await telegram.call("42:WRONG", "getMe", {})).body == {
        "ok": False,
        "error_code": 401,
        "description": "Unauthorized",
    }
    assert await bot.refused("getYou") == "Not Found: method not found"
    assert await bot.asks("GETME") == await bot.asks("getMe")


async def test_a_bot_that_logged_out_is_told_so(bot):
    await bot.asks("logOut")

    assert await bot.refused("getMe") == "Logged out"


async def test_people_can_join_later_and_strangers_are_named(clock):
    telegram = LocalTelegram(TOKEN, now=clock)
    with pytest.raises(LookupError, match="no person has the id 7"):
        telegram.send(7, "Hi")

    telegram.people[7] = Person(7, "Ada")

    assert telegram.send(7, "Hi")["message"]["from"]["first_name"] == "Ada"
