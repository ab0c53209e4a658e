import pytest

from bot.preview.server import File
from bot.preview.server.chats import MESSAGES_KEPT
from tests.preview.asking import JONAS, MINA, NOON, TEACHER

KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


def buttons(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


def button(text="A", **facts):
    return {"text": text, **(facts or {"callback_data": "a"})}


async def test_a_message_is_what_the_real_server_returns(bot):
    message = await bot.asks(
        "sendMessage",
        chat_id=MINA,
        text="<b>Hello</b>",
        parse_mode="HTML",
        reply_markup=KEYBOARD,
        link_preview_options={"is_disabled": True},
        protect_content=True,
    )

    assert message == {
        "message_id": 3,
        "from": {"id": 42, "is_bot": True, "first_name": "Seodang", "username": "seodang_bot"},
        "chat": {
            "id": MINA,
            "first_name": "Mina",
            "last_name": "Park",
            "username": "mina_park",
            "type": "private",
        },
        "date": int(NOON.timestamp()),
        "text": "Hello",
        "entities": [{"type": "bold", "offset": 0, "length": 5}],
        "link_preview_options": {"is_disabled": True},
        "has_protected_content": True,
        "reply_markup": KEYBOARD,
    }


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": "Hi"}, "Bad Request: chat_id is empty"),
        ({"chat_id": MINA}, "Bad Request: message text is empty"),
        ({"chat_id": MINA, "text": ""}, "Bad Request: message text is empty"),
        ({"chat_id": MINA, "text": " \n"}, "Bad Request: text must be non-empty"),
        ({"chat_id": MINA, "text": "x" * 4097}, "Bad Request: message is too long"),
        ({"chat_id": MINA, "text": "🦉" * 2049}, "Bad Request: message is too long"),
        ({"chat_id": 5, "text": "Hi"}, "Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "Hi"}, "Bad Request: chat not found"),
        (
            {"chat_id": TEACHER, "text": "Hi"},
            "Forbidden: bot can't initiate conversation with a user",
        ),
        ({"chat_id": MINA, "text": "\ud800"}, "Bad Request: strings must be encoded in UTF-8"),
        (
            {"chat_id": MINA, "text": "<x>", "parse_mode": "HTML"},
            'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        (
            {"chat_id": MINA, "text": "Hi", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
    ],
)
async def test_a_message_is_refused_in_telegrams_words(telegram, bot, params, description):
    before = telegram.messages(MINA)

    assert await bot.refused("sendMessage", **params) == description
    assert telegram.messages(MINA) == before


async def test_a_text_may_have_4096_characters_after_parsing(bot):
    assert await bot.says("<b>" + "x" * 4096 + "</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (buttons([button(callback_data="x" * 65)]), "BUTTON_DATA_INVALID"),
        (buttons([button(callback_data="한" * 22)]), "BUTTON_DATA_INVALID"),
        (
            buttons([{"text": "A"}]),
            (
                "can't parse inline keyboard button: Text buttons are "
                "unallowed in the inline keyboard"
            ),
        ),
        (
            buttons([button(callback_data="")]),
            (
                "can't parse inline keyboard button: Text buttons "
                "are unallowed in the inline keyboard"
            ),
        ),
        (
            buttons([button(callback_data="a", url="https://a.kr")]),
            (
                "can't parse inline keyboard "
                "button: exactly one action is allowed, found callback_data and url"
            ),
        ),
        (
            buttons([{"callback_data": "a"}]),
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            buttons([{"text": 5, "callback_data": "a"}]),
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            buttons([button(callback_data=5)]),
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        (
            buttons([button(" ", callback_data="a")]),
            "inline keyboard button text must be non-empty",
        ),
        (
            buttons([button(url="localhost")]),
            "inline keyboard button URL 'localhost' is invalid: Wrong HTTP URL",
        ),
        (
            buttons([button(callback_data="a", style="pink")]),
            (
                "can't parse inline keyboard button: "
                'style must be one of danger, success, primary, not "pink"'
            ),
        ),
        (buttons(*[[button()]] * 101), "reply markup is too long"),
        (buttons([button()] * 9), "reply markup is too long"),
        (
            buttons(["A"]),
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": ["A"]},
            ('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ),
        (
            {"keyboard": [[5]]},
            "can't parse keyboard button: KeyboardButton must be a String or an Object",
        ),
        ([], "object expected as reply markup"),
        ("{", 'parameter "reply_markup" must be valid JSON'),
    ],
)
async def test_a_keyboard_is_refused_in_telegrams_words(bot, markup, description):
    refused = await bot.refused("sendMessage", chat_id=MINA, text="Hi", reply_markup=markup)

    assert refused == f"Bad Request: {description}"


async def test_a_keyboard_may_have_64_bytes_of_data_and_a_hundred_buttons(telegram, bot):
    widest = buttons(*[[button(callback_data="x" * 64)]] * 100)

    number = await bot.says(reply_markup=widest)

    assert telegram.messages(MINA)[-1]["message_id"] == number
    assert telegram.messages(MINA)[-1]["reply_markup"] == widest


async def test_a_url_button_leads_where_telegram_would_lead(telegram, bot):
    await bot.says(reply_markup=buttons([button(url="a.kr")], [button(url="tg://user?id=1001")]))

    rows = telegram.messages(MINA)[-1]["reply_markup"]["inline_keyboard"]
    assert [row[0]["url"] for row in rows] == ["http://a.kr/", "tg://user?id=1001"]


async def test_a_reply_keyboard_belongs_to_the_chat_until_it_is_removed(telegram, bot):
    shown = {"keyboard": [[{"text": "Yes"}, {"text": "No"}]], "resize_keyboard": True}

    await bot.says(reply_markup={"keyboard": [["Yes", "No"]], "resize_keyboard": True})

    assert telegram.keyboard(MINA) == shown
    assert "reply_markup" not in telegram.messages(MINA)[-1]
    await bot.says(reply_markup={"remove_keyboard": True})
    assert telegram.keyboard(MINA) is None


async def test_a_reply_holds_the_message_it_answers(telegram, bot):
    first = await bot.says("first")

    message = await bot.asks(
        "sendMessage", chat_id=MINA, text="second", reply_parameters={"message_id": first}
    )

    assert message["reply_to_message"] == telegram.messages(MINA)[-2]
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await bot.asks(
        "sendMessage", chat_id=MINA, text="third", reply_parameters=lenient
    )


async def test_only_the_latest_messages_of_a_chat_are_kept(telegram, bot):
    first = await bot.says("first")
    for number in range(MESSAGES_KEPT):
        await bot.says(str(number))

    assert len(telegram.messages(MINA)) == MESSAGES_KEPT
    assert await bot.refused("deleteMessage", chat_id=MINA, message_id=first) == (
        "Bad Request: message to delete not found"
    )


async def test_a_deleted_message_is_gone_for_everybody(telegram, bot):
    number = await bot.says()

    assert await bot.asks("deleteMessage", chat_id=MINA, message_id=number) is True
    assert await bot.refused("deleteMessage", chat_id=MINA, message_id=number) == (
        "Bad Request: message to delete not found"
    )
    assert [m["message_id"] for m in telegram.messages(MINA)] == [1]


async def test_a_message_older_than_two_days_stays(bot, clock):
    number = await bot.says()
    clock.advance(hours=49)

    assert await bot.refused("deleteMessage", chat_id=MINA, message_id=number) == (
        "Bad Request: message can't be deleted for everyone"
    )


async def test_several_messages_are_deleted_at_once_and_missing_ones_passed_over(telegram, bot):
    numbers = [await bot.says(), await bot.says(), 99]

    assert await bot.asks("deleteMessages", chat_id=MINA, message_ids=numbers) is True
    assert len(telegram.messages(MINA)) == 1
    assert await bot.refused("deleteMessages", chat_id=MINA, message_ids=[]) == (
        "Bad Request: message identifiers are not specified"
    )


async def test_a_forwarded_message_names_its_origin_and_a_copy_does_not(telegram, bot):
    sent = telegram.send(MINA, "my words")["message"]

    forwarded = await bot.asks(
        "forwardMessage", chat_id=JONAS, from_chat_id=MINA, message_id=sent["message_id"]
    )
    copied = await bot.asks(
        "copyMessage", chat_id=JONAS, from_chat_id=MINA, message_id=sent["message_id"]
    )

    assert forwarded["forward_origin"] == {
        "type": "user",
        "date": sent["date"],
        "sender_user": sent["from"],
    }
    copy = telegram.messages(JONAS)[-1]
    assert copied == {"message_id": copy["message_id"]}
    assert copy["text"] == "my words"
    assert "forward_origin" not in copy


async def test_protected_content_is_not_forwarded(bot):
    number = await bot.says(protect_content=True)

    assert await bot.refused(
        "forwardMessage", chat_id=JONAS, from_chat_id=MINA, message_id=number
    ) == ("Bad Request: message can't be forwarded")


async def test_stickers_dice_and_places_can_be_sent(bot):
    sticker = await bot.asks("sendSticker", {"sticker": File("a.webp", b"a")}, chat_id=MINA)
    dice = await bot.asks("sendDice", chat_id=MINA, emoji="🏀")
    place = await bot.asks("sendLocation", chat_id=MINA, latitude="39.03", longitude=125.75)

    assert sticker["sticker"]["type"] == "regular"
    assert dice["dice"]["value"] in range(1, 6)
    assert place["location"] == {"latitude": 39.03, "longitude": 125.75}
    assert await bot.refused("sendDice", chat_id=MINA, emoji="x") == (
        "Bad Request: wrong dice emoji specified"
    )


async def test_typing_is_told_to_those_who_watch_the_chat(telegram, bot):
    with telegram.watch() as watch:
        await bot.asks("sendChatAction", chat_id=MINA, action="typing")

        assert await watch.get() == {"event": "action", "chat": MINA, "action": "typing"}
    assert await bot.refused("sendChatAction", chat_id=MINA, action="sleeping") == (
        "Bad Request: wrong parameter action in request"
    )


async def test_a_pinned_message_is_shown_and_told(telegram, bot):
    number = await bot.says("Read this")

    await bot.asks("pinChatMessage", chat_id=MINA, message_id=number)

    notice = telegram.messages(MINA)[-1]
    assert notice["pinned_message"]["text"] == "Read this"
    assert [update["message"] for update in await bot.asks("getUpdates")] == [notice]
    assert (await bot.asks("getChat", chat_id=MINA))["pinned_message"]["message_id"] == number
    await bot.asks("unpinChatMessage", chat_id=MINA)
    assert "pinned_message" not in await bot.asks("getChat", chat_id=MINA)


async def test_a_pinned_message_that_is_kept_no_longer_is_pinned_no_longer(bot):
    number = await bot.says("Read this")
    await bot.asks("pinChatMessage", chat_id=MINA, message_id=number)

    for count in range(MESSAGES_KEPT):
        await bot.says(str(count))

    assert "pinned_message" not in await bot.asks("getChat", chat_id=MINA)


async def test_the_bot_reacts_with_one_of_telegrams_emoji(telegram, bot):
    number = telegram.send(MINA, "hello")["message"]["message_id"]
    thumb = {"type": "emoji", "emoji": "👍"}

    await bot.asks("setMessageReaction", chat_id=MINA, message_id=number, reaction=[thumb])

    assert telegram.reactions(MINA) == {number: [thumb]}
    assert [
        await bot.refused("setMessageReaction", chat_id=MINA, message_id=number, reaction=reaction)
        for reaction in ([thumb, thumb], [{"type": "emoji", "emoji": "🇰🇵"}])
    ] == ["Bad Request: REACTIONS_TOO_MANY", "Bad Request: REACTION_INVALID"]


async def test_what_is_not_built_is_refused_in_words(bot):
    assert await bot.refused("sendInvoice", chat_id=MINA) == (
        "Not Implemented: the local Telegram does not know sendInvoice"
    )
    assert await bot.refused("sendMessage", chat_id=MINA, text="Hi", message_thread_id=1) == (
        "Not Implemented: the local Telegram does not know the parameter message_thread_id"
    )
