import pytest

from bot.preview.server import File
from bot.preview.server.posts import picture
from tests.preview.asking import JONAS, MINA, TEACHER

KEYBOARD = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def test_an_edit_takes_the_place_of_text_and_keyboard(telegram, bot, clock):
    number = await bot.says("<b>old</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    before = telegram.messages(MINA)[-1]
    clock.advance(seconds=5)

    edited = await bot.asks("editMessageText", chat_id=MINA, message_id=number, text="new")

    kept = {name: before[name] for name in ("message_id", "from", "chat", "date")}
    assert edited == kept | {"text": "new", "edit_date": int(clock().timestamp())}
    assert telegram.messages(MINA)[-1] == edited


async def test_a_queued_tap_keeps_the_message_as_it_was(telegram, bot):
    number = await bot.says("old", reply_markup=KEYBOARD)
    tap = telegram.tap(MINA, number, row=0, column=0)

    await bot.asks("editMessageText", chat_id=MINA, message_id=number, text="new")

    assert tap["callback_query"]["message"]["text"] == "old"


@pytest.mark.parametrize("text", ["Hi", "Hi\n", " <b></b>Hi"])
async def test_an_edit_that_changes_nothing_is_refused(bot, text):
    number = await bot.says("Hi", reply_markup=KEYBOARD)

    refused = await bot.refused(
        "editMessageText",
        chat_id=MINA,
        message_id=number,
        text=text,
        parse_mode="HTML",
        reply_markup=KEYBOARD,
    )

    assert refused == NOT_MODIFIED


async def test_an_edited_text_may_have_4096_characters(bot):
    number = await bot.says("Hi")

    await bot.asks("editMessageText", chat_id=MINA, message_id=number, text="x" * 4096)


async def test_a_changed_entity_is_a_change(bot):
    number = await bot.says("Hi")

    edited = await bot.asks(
        "editMessageText", chat_id=MINA, message_id=number, text="<b>Hi</b>", parse_mode="HTML"
    )

    assert edited["entities"] == [{"type": "bold", "offset": 0, "length": 2}]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"text": ""}, "Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "Bad Request: MESSAGE_TOO_LONG"),
        ({"text": "a", "message_id": 99}, "Bad Request: message to edit not found"),
        ({"text": "a", "message_id": 1}, "Bad Request: message can't be edited"),
        ({"text": "a", "chat_id": JONAS}, "Bad Request: message to edit not found"),
        ({"text": "a", "chat_id": 5}, "Bad Request: chat not found"),
        (
            {"text": "a", "chat_id": TEACHER},
            "Forbidden: bot can't initiate conversation with a user",
        ),
        (
            {"text": "a", "reply_markup": {"keyboard": [["A"]]}},
            "Bad Request: inline keyboard expected",
        ),
    ],
)
async def test_an_edit_is_refused_in_telegrams_words(bot, params, description):
    number = await bot.says("Hi")

    refused = await bot.refused(
        "editMessageText", **({"chat_id": MINA, "message_id": number} | params)
    )

    assert refused == description


async def test_a_deleted_message_cannot_be_edited(bot):
    number = await bot.says()
    await bot.asks("deleteMessage", chat_id=MINA, message_id=number)

    assert await bot.refused("editMessageText", chat_id=MINA, message_id=number, text="new") == (
        "Bad Request: message to edit not found"
    )


async def test_a_new_keyboard_alone_is_no_edit_of_the_text(bot):
    number = await bot.says("Hi", reply_markup=KEYBOARD)

    edited = await bot.asks("editMessageReplyMarkup", chat_id=MINA, message_id=number)

    assert "reply_markup" not in edited
    assert "edit_date" not in edited
    assert await bot.refused("editMessageReplyMarkup", chat_id=MINA, message_id=number) == (
        NOT_MODIFIED
    )


async def test_a_caption_is_edited_and_a_text_has_none(bot):
    chart = File("chart.png", picture(8, 8))
    photo = await bot.asks("sendPhoto", {"photo": chart}, chat_id=MINA, caption="old")
    text = await bot.says("Hi")

    edited = await bot.asks(
        "editMessageCaption", chat_id=MINA, message_id=photo["message_id"], caption="new"
    )

    assert edited["caption"] == "new"
    assert edited["photo"] == photo["photo"]
    assert await bot.refused("editMessageCaption", chat_id=MINA, message_id=text) == (
        "Bad Request: there is no caption in the message to edit"
    )
    assert await bot.refused(
        "editMessageText", chat_id=MINA, message_id=photo["message_id"], text="a"
    ) == ("Bad Request: there is no text in the message to edit")


async def test_a_picture_takes_the_place_of_a_text(bot):
    number = await bot.says("Hi")
    media = {
        "type": "photo",
        "media": "attach://chart",
        "caption": "<i>Chart</i>",
        "parse_mode": "HTML",
    }

    edited = await bot.asks(
        "editMessageMedia",
        {"chart": File("chart.png", picture(8, 4))},
        chat_id=MINA,
        message_id=number,
        media=media,
    )

    assert "text" not in edited
    assert edited["photo"][0]["width"] == 8
    assert edited["caption_entities"] == [{"type": "italic", "offset": 0, "length": 5}]


async def test_the_bot_cannot_edit_in_a_chat_that_blocked_it(telegram, bot):
    number = await bot.says()
    telegram.block(MINA)

    assert await bot.refused("editMessageText", chat_id=MINA, message_id=number, text="new") == (
        "Forbidden: bot was blocked by the user"
    )
