"""The floors: python-telegram-bot with a handler that does the same two calls, nothing else.

    python -m tests.bench.floor URL TOKEN httpx|aiohttp

`httpx` is the library as it comes, one update at a time; `aiohttp` is the transport that the
bot uses, updates side by side and both calls at once: the best that a handler can do on it.
"""

import asyncio
import sys
from itertools import count

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes

from bot.chat.transport import Transport

# as long as the feedback to a question of the shipped course
TEXT = "<i>Regional policy · question 3 of 28</i>\n\n<b>A question?</b>\n\n" + "An option. " * 50
KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Next →", callback_data="n:1:1")],
        [InlineKeyboardButton("Stop here", callback_data="z")],
    ]
)
_number = count()


async def one_after_another(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await query.answer()
    await query.edit_message_text(
        f"{TEXT} {next(_number)}", parse_mode="HTML", reply_markup=KEYBOARD
    )


async def both_at_once(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    await asyncio.gather(
        query.answer(),
        query.edit_message_text(
            f"{TEXT} {next(_number)}", parse_mode="HTML", reply_markup=KEYBOARD
        ),
    )


def main(url: str, token: str, transport: str) -> None:
    builder = Application.builder().token(token).base_url(f"{url}/bot")
    if transport == "aiohttp":
        builder = builder.request(Transport()).get_updates_request(Transport())
        builder = builder.concurrent_updates(512)
    application = builder.build()
    handler = both_at_once if transport == "aiohttp" else one_after_another
    application.add_handler(CallbackQueryHandler(handler))
    application.run_polling(allowed_updates=["callback_query"])


if __name__ == "__main__":
    main(*sys.argv[1:])
