"""seodang run: the bot."""

import argparse
import asyncio
import gc
import logging
import secrets
import signal
from datetime import UTC, datetime

from bot.cli.status import FINE, CannotRun, Commands, loaded
from bot.core.actions import StudentId
from bot.settings import Settings
from bot.store import open_database


def add(commands: Commands) -> None:
    run = commands.add_parser(
        "run",
        help="teach on Telegram (needs SEODANG_TOKEN)",
        description="Teach on Telegram until stopped. Needs SEODANG_TOKEN, from @BotFather.",
    )
    # the preview's own: a constant seed, and a clock and a course that move by its word
    run.add_argument("--prompted", type=int, metavar="SEED", help=argparse.SUPPRESS)
    run.set_defaults(command=_run)


def _run(options: argparse.Namespace, settings: Settings) -> int:
    token = settings.needed_token()
    gc.disable()  # what is read at the start stays: there is nothing to collect until `serve`
    course, status = loaded(settings)
    if course is None:
        return status
    _log_plainly()
    # telegram is imported here: the other commands do without it
    from bot.chat.pictures import Pictures
    from bot.chat.poller import ChatError
    from bot.chat.prompts import Prompter
    from bot.chat.service import Line, serve
    from bot.classroom import Classroom
    from bot.store import Store

    instructors = [StudentId(one) for one in settings.instructors]
    classroom = Classroom(course, instructors, settings.timezone)
    pictures = Pictures(settings.course)
    line = Line(
        token,
        settings.api_url,
        settings.webhook_url,
        settings.webhook_secret,
        settings.listen,
    )
    db = open_database(settings.database)

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signal_, stop.set)
        if options.prompted is None:
            await serve(line, store, classroom, pictures, stop, clock=_now, seeds=_seed)
            return
        prompter = Prompter(classroom, pictures, store)
        listening = asyncio.create_task(prompter.listen(stop))
        seeds = lambda: int(options.prompted)  # noqa: E731
        await serve(line, store, classroom, pictures, stop, clock=prompter.clock, seeds=seeds)
        listening.cancel()

    store = Store(db)
    try:
        asyncio.run(until_stopped())
    except ChatError as error:
        raise CannotRun(str(error)) from error
    finally:
        store.close()
    return FINE


def _now() -> datetime:
    return datetime.now(UTC)


def _seed() -> int:
    return secrets.randbits(48)


def _log_plainly() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", datefmt="%F %T"
    )
    # httpx writes every address at INFO, and the token is part of it
    for chatty in ("httpx", "httpcore", "telegram", "aiohttp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
