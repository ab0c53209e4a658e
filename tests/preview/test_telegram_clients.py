"""Two independent clients judge the server over HTTP: aiogram and python-telegram-bot."""

import pytest
import telegram as ptb
from aiohttp.test_utils import TestServer

from bot.preview.clock import Clock
from bot.preview.http import application
from bot.preview.server.posts import KINDS, picture
from bot.preview.stage import Stage
from tests.preview.asking import JONAS, MINA, TEACHER, TOKEN


@pytest.fixture
async def address(telegram):
    app = application(Stage(telegram, Clock()), looks_on=False)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield f"http://127.0.0.1:{server.port}"
    await server.close()


@pytest.fixture
async def gram(aiogram, address):
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    yield aiogram.Bot(TOKEN, session=session)
    # the session's own close() sleeps for a quarter of a second
    if session._session is not None:
        await session._session.close()


@pytest.fixture
async def python(address):
    bot = ptb.Bot(TOKEN, base_url=f"{address}/bot", base_file_url=f"{address}/file/bot")
    async with bot:
        yield bot


async def test_aiogram_talks_with_people(aiogram, telegram, gram):
    types = aiogram.types
    button = types.InlineKeyboardButton(text="A", callback_data="a", style="success")
    keyboard = types.InlineKeyboardMarkup(inline_keyboard=[[button]])

    message = await gram.send_message(MINA, "<b>Hi</b>", parse_mode="HTML", reply_markup=keyboard)
    telegram.tap(MINA, message.message_id, row=0, column=0)
    (update,) = await gram.get_updates(allowed_updates=["callback_query"])
    await gram.answer_callback_query(update.callback_query.id, text="Right")
    edited = await gram.edit_message_text("Done", chat_id=MINA, message_id=message.message_id)
    await gram.edit_message_reply_markup(
        chat_id=MINA, message_id=message.message_id, reply_markup=keyboard
    )
    copy = await gram.copy_message(JONAS, MINA, message.message_id)
    forwarded = await gram.forward_message(JONAS, MINA, message.message_id)
    deleted = await gram.delete_message(MINA, message.message_id)

    assert message.html_text == "<b>Hi</b>"
    assert update.callback_query.message.message_id == message.message_id
    assert (edited.text, edited.reply_markup) == ("Done", None)
    assert telegram.answers[-1]["text"] == "Right"
    assert telegram.messages(JONAS)[-2]["message_id"] == copy.message_id
    assert forwarded.forward_origin.sender_user.is_bot
    assert deleted is True


async def test_aiogram_reads_every_kind_of_update(telegram, gram):
    for kind in KINDS:
        telegram.post(MINA, kind)
    telegram.edit(MINA, telegram.send(MINA, "helo")["message"]["message_id"], "hello")
    telegram.block(JONAS)
    telegram.group("Class 1", [TEACHER])

    updates = await gram.get_updates()

    assert [update.event_type for update in updates] == [
        *["message"] * (len(KINDS) + 1),
        "edited_message",
        "my_chat_member",
        "my_chat_member",
        "message",
    ]


async def test_aiogram_sends_files_and_fetches_them(aiogram, gram):
    chart = aiogram.types.BufferedInputFile(picture(8, 4), "chart.png")

    photo = await gram.send_photo(MINA, chart, caption="Chart")
    document = await gram.send_document(MINA, chart)
    media = aiogram.types.InputMediaDocument(media=chart, caption="Again")
    await gram.edit_message_media(media, chat_id=MINA, message_id=photo.message_id)
    content = await gram.download(document.document.file_id)

    assert (photo.photo[-1].width, photo.photo[-1].height) == (8, 4)
    assert content.read() == picture(8, 4)


async def test_aiogram_asks_quizzes(telegram, gram):
    message = await gram.send_poll(
        MINA, "Which?", ["A", "B"], type="quiz", correct_option_ids=[1], is_anonymous=False
    )
    telegram.vote(MINA, message.message_id, [0])
    counted, answered = await gram.get_updates()
    poll = await gram.stop_poll(MINA, message.message_id)

    assert answered.poll_answer.option_ids == [0]
    assert counted.poll.total_voter_count == 1
    assert poll.is_closed


async def test_aiogram_sets_up_the_bot(aiogram, gram):
    command = aiogram.types.BotCommand(command="learn", description="Learn")
    scope = aiogram.types.BotCommandScopeChat(chat_id=MINA)

    await gram.set_my_commands([command], scope=scope, language_code="ko")
    await gram.set_my_description("A small school")
    await gram.set_chat_menu_button(menu_button=aiogram.types.MenuButtonCommands())

    (known,) = await gram.get_my_commands(scope=scope, language_code="ko")
    assert (known.command, known.description) == ("learn", "Learn")
    assert (await gram.get_my_description()).description == "A small school"
    assert (await gram.get_chat_menu_button()).type == "commands"
    assert (await gram.me()).username == "seodang_bot"
    assert (await gram.get_chat(MINA)).first_name == "Mina"
    assert (await gram.get_chat_member(MINA, MINA)).status == "member"
    assert (await gram.get_webhook_info()).url == ""


async def test_aiogram_knows_the_errors(aiogram, telegram, gram):
    with pytest.raises(aiogram.exceptions.TelegramBadRequest, match="message text is empty"):
        await gram.send_message(MINA, "")
    with pytest.raises(
        aiogram.exceptions.TelegramForbiddenError, match="can't initiate conversation"
    ):
        await gram.send_message(TEACHER, "Hi")
    telegram.fail(retry_after=9)
    with pytest.raises(aiogram.exceptions.TelegramRetryAfter) as error:
        await gram.send_message(MINA, "Hi")
    assert error.value.retry_after == 9


async def test_python_telegram_bot_talks_with_people(telegram, python):
    button = ptb.InlineKeyboardButton("A", callback_data="a")

    message = await python.send_message(
        MINA, "<b>Hi</b>", parse_mode="HTML", reply_markup=ptb.InlineKeyboardMarkup([[button]])
    )
    telegram.tap(MINA, message.message_id, row=0, column=0)
    (update,) = await python.get_updates()
    await update.callback_query.answer("Right", show_alert=True)
    await update.callback_query.edit_message_text("Done")
    with pytest.raises(ptb.error.BadRequest, match="Message is not modified"):
        await update.callback_query.edit_message_text("Done")

    assert message.text_html == "<b>Hi</b>"
    assert update.effective_user.id == MINA
    assert telegram.messages(MINA)[-1]["text"] == "Done"
    assert telegram.answers[-1]["show_alert"] is True


async def test_python_telegram_bot_reads_every_kind_of_update(telegram, python):
    for kind in KINDS:
        telegram.post(MINA, kind)
    telegram.block(JONAS)
    number = (await python.send_poll(MINA, "Which?", ["A", "B"], is_anonymous=False)).message_id
    telegram.vote(MINA, number, [0])

    updates = await python.get_updates()

    assert [
        update.message.effective_attachment is not None for update in updates[: len(KINDS)]
    ] == [True] * len(KINDS)
    assert updates[-3].my_chat_member.new_chat_member.status == "kicked"
    assert updates[-2].poll.total_voter_count == 1
    assert updates[-1].poll_answer.user.id == MINA


async def test_python_telegram_bot_sends_files_and_fetches_them(python):
    photo = await python.send_photo(MINA, picture(8, 4), caption="Chart")
    document = await python.send_document(MINA, b"title: A course", filename="course.yaml")

    file = await document.document.get_file()

    assert photo.photo[-1].width == 8
    assert bytes(await file.download_as_bytearray()) == b"title: A course"


async def test_python_telegram_bot_knows_the_errors(telegram, python, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    with pytest.raises(ptb.error.Forbidden, match="initiate conversation"):
        await python.send_message(TEACHER, "Hi")
    telegram.fail(retry_after=9)
    with pytest.raises(ptb.error.RetryAfter):
        await python.send_message(MINA, "Hi")
    telegram.fail(method="getUpdates", status=409)
    with pytest.raises(ptb.error.Conflict):
        await python.get_updates()
    telegram.fail(lose_response=True)
    with pytest.raises(ptb.error.NetworkError):
        await python.send_message(MINA, "Hi")
