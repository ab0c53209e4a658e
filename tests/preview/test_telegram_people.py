import asyncio

import pytest

from bot.preview.server import File, LocalTelegram, Person, ResponseLostError
from bot.preview.server.errors import ApiError
from bot.preview.server.posts import KINDS, picture
from bot.preview.server.spec import breaches
from bot.preview.server.watch import MOST_WAITING
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
        events = [await watch.get() for _ in range(11)]

    told = [(event["event"], event["chat"]) for event in events]
    assert [each for each in told if each[0] != "call"] == [
        ("message", MINA),
        ("update", MINA),
        ("answer", MINA),
        ("edit", MINA),
        ("delete", MINA),
        ("commands", None),
    ]
    assert [each["call"].method for each in events if each["event"] == "call"] == [
        "sendMessage",
        "answerCallbackQuery",
        "editMessageText",
        "deleteMessage",
        "setMyCommands",
    ]
    telegram.send(MINA, "unseen")
    assert watch.empty()


async def test_a_slow_watcher_is_told_that_it_missed_something(telegram):
    watch = telegram.watch()

    for number in range(MOST_WAITING // 2 + 1):
        telegram.send(MINA, str(number))

    missed, after = [event async for event in _first(watch, 2)]
    assert missed == {"event": "missed", "chat": None}
    assert after["update"]["message"]["text"] == str(MOST_WAITING // 2)
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

    telegram.join(Person(7, "Ada"))

    assert telegram.send(7, "Hi")["message"]["from"]["first_name"] == "Ada"
    with pytest.raises(ValueError, match="there is a person with the id 7 already"):
        telegram.join(Person(7, "Eve"))
    assert telegram.people[7] == Person(7, "Ada")


@pytest.mark.parametrize("number", [0, -5, 2**52, 42], ids=["none", "a group", "huge", "the bot"])
async def test_nobody_joins_with_an_id_that_can_be_nobodys(telegram, number):
    with pytest.raises(ValueError, match=f"{number} can be nobody's id; take another, above zero"):
        telegram.join(Person(number, "Eve"))

    assert number not in telegram.people


async def test_a_reaction_is_told_to_a_bot_that_wants_it(telegram, bot):
    number = await bot.says()
    unwanted = telegram.react(MINA, number, "👎")
    await bot.asks("getUpdates", allowed_updates=["message_reaction"])

    update = telegram.react(MINA, number, "👍")

    assert unwanted == {}
    assert breaches("Update", update) == []
    assert update["message_reaction"] == {
        "chat": telegram.messages(MINA)[0]["chat"],
        "message_id": number,
        "user": MINA_USER,
        "date": int(NOON.timestamp()),
        "old_reaction": [{"type": "emoji", "emoji": "👎"}],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    }
    assert await bot.asks("getUpdates") == [update]


async def test_a_person_has_one_reaction_beside_the_bots_and_takes_it_back(telegram, bot):
    number = await bot.says()
    hearts = [{"type": "emoji", "emoji": "❤"}]
    await bot.asks("setMessageReaction", chat_id=MINA, message_id=number, reaction=hearts)
    with telegram.watch() as watch:
        telegram.react(MINA, number, "👍")
        telegram.react(MINA, number, "🔥")
        both = telegram.all_reactions(MINA)
        telegram.react(MINA, number, None)
        told = [watch.get_nowait() for _ in range(3)]

    assert both == {number: [*hearts, {"type": "emoji", "emoji": "🔥"}]}
    assert telegram.all_reactions(MINA) == {number: hearts}
    assert told[-1] == {
        "event": "reaction", "chat": MINA, "message_id": number, "reactions": hearts,
    }  # fmt: skip


async def test_in_a_group_everybodys_reactions_stand_under_a_message(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA])
    number = await bot.says("Ready?", chat=group)

    telegram.react(TEACHER, number, "👍")
    telegram.react(MINA, number, "👍")

    assert telegram.all_reactions(group) == {number: [{"type": "emoji", "emoji": "👍"}] * 2}


@pytest.mark.parametrize("emoji", ["", "x", "👍👍", "<b>"])
async def test_only_what_telegram_offers_is_a_reaction(telegram, bot, emoji):
    number = await bot.says()

    with pytest.raises(ValueError, match="nobody can react with"):
        telegram.react(MINA, number, emoji)
    assert telegram.all_reactions(MINA) == {}


async def test_nobody_reacts_in_anothers_chat_or_to_nothing(telegram, bot):
    number = await bot.says()

    with pytest.raises(LookupError, match=f"person {JONAS} is not in chat {MINA}"):
        telegram.react(JONAS, number, "👍")
    with pytest.raises(LookupError, match="there is no message 99"):
        telegram.react(MINA, 99, "👍")


async def test_a_deleted_messages_reactions_are_forgotten(telegram, bot):
    number = await bot.says()
    telegram.react(MINA, number, "👍")

    await bot.asks("deleteMessage", chat_id=MINA, message_id=number)

    assert telegram.all_reactions(MINA) == {}
    assert telegram.chats.chats[MINA].people_react == {}


async def test_an_emptied_chat_is_as_if_nobody_had_ever_written(telegram, bot):
    keyboard = {"keyboard": [[{"text": "Yes"}]]}
    number = await bot.says("Sure?", reply_markup=keyboard)
    await bot.asks("pinChatMessage", chat_id=MINA, message_id=number)
    telegram.react(MINA, number, "👍")
    telegram.block(MINA)
    with telegram.watch() as watch:
        telegram.empty(MINA)
        told = []
        while not watch.empty():
            told.append(watch.get_nowait())

    assert telegram.messages(MINA) == []
    assert (telegram.keyboard(MINA), telegram.all_reactions(MINA)) == (None, {})
    gone = [each["message_id"] for each in told if each["event"] == "delete"]
    assert [gone[0], number in gone] == [1, True]
    assert {"event": "keyboard", "chat": MINA, "keyboard": None} in told
    assert told[-1] == {"event": "people", "chat": None}
    assert await bot.refused("sendMessage", chat_id=MINA, text="Hi") == (
        "Forbidden: bot can't initiate conversation with a user"
    )
    assert len(telegram.messages(JONAS)) == 1


async def test_a_fault_without_end_strikes_until_it_is_healed(telegram, bot):
    telegram.fail(method="getMe", status=502, times=None)

    refusals = [await bot.refused("getMe") for _ in range(30)]

    assert refusals == ["Bad Gateway"] * 30
    assert [each.times for each in telegram.faults()] == [None]
    telegram.heal()
    assert telegram.faults() == []
    assert (await bot.asks("getMe"))["id"] == 42


async def test_a_fault_without_a_method_spares_the_asking_for_updates(telegram, bot):
    telegram.fail(times=None)

    assert await bot.asks("getUpdates") == []
    assert await bot.asks("GETUPDATES") == []
    assert await bot.refused("getMe") == "Internal Server Error"
    telegram.fail(method="getupdates", status=502)
    assert await bot.refused("getUpdates") == "Bad Gateway"
    assert await bot.asks("getUpdates") == []


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"status": 999}, "999 is no status of a failure; take one like 500, 403 or 429"),
        ({"status": 204}, "204 is no status of a failure; take one like 500, 403 or 429"),
        ({"status": 0}, "0 is no status of a failure; take one like 500, 403 or 429"),
        ({"method": "sendMesage"}, 'the Bot API has no method "sendMesage"'),
        ({"retry_after": 0}, '"retry_after" is from 1 to 3600 seconds'),
        ({"retry_after": -3}, '"retry_after" is from 1 to 3600 seconds'),
        ({"times": 0}, '"times" is at least 1, or null for no end of it'),
        ({"delay": -1.0}, '"delay" is from 0 to 3600 seconds'),
        ({"delay": float("nan")}, '"delay" is from 0 to 3600 seconds'),
        ({"delay": float("inf")}, '"delay" is from 0 to 3600 seconds'),
    ],
)
async def test_a_fault_that_no_server_has_is_refused(telegram, bot, fault, sentence):
    with pytest.raises(ValueError) as error:  # noqa: PT011 - the whole sentence is compared
        telegram.fail(**fault)

    assert str(error.value) == sentence
    assert telegram.faults() == []
    assert await bot.says() > 0


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({}, "calls: 500 Internal Server Error"),
        ({"method": "sendMessage", "retry_after": 3},
         "sendMessage: 429 Too Many Requests: retry after 3"),
        ({"chat": MINA, "status": 403},
         "calls to chat 1001: 403 Forbidden: bot was blocked by the user"),
        ({"status": 200, "delay": 1.5}, "calls: 1.5 s slower"),
        ({"status": 504, "delay": 2}, "calls: 504 Gateway Timeout after 2 s"),
        ({"method": "sendMessage", "lose_response": True},
         "sendMessage: carried out, the answer lost"),
    ],
)  # fmt: skip
async def test_a_fault_says_in_words_what_it_does(telegram, fault, sentence):
    telegram.fail(**fault)

    assert [str(each) for each in telegram.faults()] == [sentence]


async def test_faults_are_numbered_counted_down_and_told(telegram, bot):
    with telegram.watch() as watch:
        telegram.fail(method="getMe", times=2)
        telegram.fail(status=502)
        left = [[(each.number, each.times) for each in telegram.faults()]]
        for _ in range(2):
            await bot.refused("getMe")
            left.append([(each.number, each.times) for each in telegram.faults()])
        telegram.heal()
        told = [watch.get_nowait()["event"] for _ in range(watch.qsize())]

    assert left == [[(1, 2), (2, 1)], [(1, 1), (2, 1)], [(2, 1)]]
    assert told == ["faults", "faults", "faults", "call", "faults", "call", "faults"]


async def test_a_call_that_was_meant_to_fail_says_so(telegram, bot):
    telegram.fail(method="getMe")
    await bot.refused("getMe")
    await bot.refused("sendMessage", chat_id=MINA, text="")

    assert [each.is_asked_for for each in telegram.calls] == [True, False]


async def test_what_is_in_hand_is_counted_but_not_the_asking_for_updates(telegram, bot):
    telegram.fail(method="getMe", status=200, delay=0.01)
    slow = asyncio.create_task(bot.asks("getMe"))
    poll = asyncio.create_task(bot.asks("getUpdates", timeout=5))
    await asyncio.sleep(0)

    before = telegram.in_hand
    await slow
    telegram.send(MINA, "Hi")
    await poll

    assert (before, telegram.in_hand) == (1, 0)


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_an_upload_keeps_its_bytes_its_size_and_its_name(telegram, bot, kind):
    content = picture(640, 300)
    upload = File("과정 notes.png", content, "image/png")

    update = telegram.post(MINA, kind, upload, "Look")

    assert breaches("Update", update) == []
    message = update["message"]
    assert message["caption"] == "Look"
    if kind == "photo":
        (largest,) = message["photo"]
        assert (largest["width"], largest["height"]) == (640, 300)
    else:
        largest = message["document"]
        assert (largest["file_name"], largest["mime_type"]) == ("과정 notes.png", "image/png")
    assert largest["file_size"] == len(content)
    found = await bot.asks("getFile", file_id=largest["file_id"])
    assert telegram.file(found["file_path"]).file.content == content


@pytest.mark.parametrize(
    ("kind", "content", "refusal"),
    [
        ("photo", b"no picture", "IMAGE_PROCESS_FAILED"),
        ("photo", picture(2, 50), "PHOTO_INVALID_DIMENSIONS"),
        ("document", b"", "file must be non-empty"),
    ],
)
async def test_an_upload_that_telegram_would_not_take_is_not_sent(
    telegram, bot, kind, content, refusal
):
    with pytest.raises(ApiError, match=refusal):
        telegram.post(MINA, kind, File("a.png", content, "image/png"))

    assert len(telegram.messages(MINA)) == 1
    assert await bot.asks("getUpdates") == []


async def test_a_post_in_a_group_is_seen_there_and_not_told_to_the_bot(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA])
    await bot.asks("getUpdates", offset=-1)

    update = telegram.post(MINA, "photo", chat=group)

    assert update == {}
    assert "photo" in telegram.messages(group)[-1]
    with pytest.raises(LookupError, match=f"person {JONAS} is not in chat {group}"):
        telegram.post(JONAS, "photo", chat=group)


@pytest.mark.parametrize(
    "query",
    [
        5,
        {},
        {"from": {"id": MINA}},
        {"from": {"id": "1001"}, "message": {"message_id": 1, "chat": {"id": MINA}}},
        {"from": {"id": MINA}, "message": {"message_id": 1, "chat": 7}},
    ],
)
async def test_what_is_no_tap_cannot_be_tapped_again(telegram, query):
    with pytest.raises(ValueError, match="this is no tap that was made here"):
        telegram.again({"update_id": 7, "callback_query": query}, new_id=True)

    assert telegram.chats.updates.pending() == []


async def test_a_telegram_of_another_evening_counts_on_from_its_own_first(clock):
    telegram = LocalTelegram(TOKEN, now=clock, people=[Person(MINA, "Mina")], first=7_000_000)

    updates = [telegram.send(MINA, "one"), telegram.send(MINA, "two")]

    assert [each["update_id"] for each in updates] == [107_000_001, 107_000_002]
    assert [each["message"]["message_id"] for each in updates] == [7_000_001, 7_000_002]
