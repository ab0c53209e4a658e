"""The bot as a whole: connect, say who one is, work until told to stop."""

import asyncio
import contextlib
import gc
import logging
import warnings
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, NoReturn

from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.request import BaseRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.chat.delivery import Delivery
from bot.chat.inbox import Clock, Inbox, Seeds
from bot.chat.listener import WEBHOOK_PATH, Listener
from bot.chat.menus import Menus
from bot.chat.pictures import Pictures
from bot.chat.poller import REFUSED, ChatError, Poller
from bot.chat.post import Post
from bot.chat.transport import Transport
from bot.chat.updates import ALLOWED
from bot.classroom import Classroom
from bot.store import Store

log = logging.getLogger(__name__)

FIRST_TRIES = 3
PATIENCE = 10.0
PRUNE_SECONDS = 3600.0


@dataclass(frozen=True)
class Line:
    """How the bot reaches Telegram, and is reached.

    `webhook_url` is None for long polling; `listen` is (host, port) of the bot's own web
    server, None for none.
    """

    token: str
    api_url: str
    webhook_url: str | None = None
    webhook_secret: str | None = None
    listen: tuple[str, int] | None = None


def connect(line: Line, request: BaseRequest | None = None) -> Bot:
    """A client of the Bot API.  Raises ChatError for a token that cannot be one."""
    # raw results are meant: nobody reads the parsed ones
    warnings.filterwarnings("ignore", "Please use 'Bot", PTBUserWarning)
    # RetryAfter holds seconds now and a timedelta soon; delivery takes either
    warnings.filterwarnings("ignore", "Deprecated since version v22.2", PTBDeprecationWarning)
    try:
        return Bot(
            line.token,
            base_url=f"{line.api_url}/bot",
            base_file_url=f"{line.api_url}/file/bot",
            request=request or Transport(),
            get_updates_request=request or Transport(),
        )
    except InvalidToken as error:
        raise ChatError(REFUSED) from error


async def serve(
    line: Line,
    store: Store,
    classroom: Classroom,
    pictures: Pictures,
    stop: asyncio.Event,
    *,
    clock: Clock,
    seeds: Seeds,
    pause: float = 1.0,
) -> None:
    """Teach until `stop` is set, then finish what is in hand.

    `pause` is how many seconds it first waits when Telegram has failed to answer a poll.
    Raises ChatError when Telegram cannot be reached at the start, or refuses the token.
    """
    bot = connect(line)
    menus = Menus(bot, classroom)
    delivery = Delivery(bot, pictures)
    inbox = Inbox(store, classroom, delivery, menus, clock=clock, seeds=seeds)
    post = Post(store, classroom, delivery, clock=clock)
    poller = Poller(bot, inbox, clock=clock, pause=pause)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(bot.shutdown)
        if not await _introduced(bot, line, stop):
            return
        poller.last_success = clock()
        await inbox.resume()
        await stack.enter_async_context(_listening(line, inbox, poller, clock))
        gc.collect()
        gc.set_threshold(20_000, 20, 20)  # an update makes some hundred objects, few of them rings
        gc.enable()
        gc.freeze()  # the course and the libraries live as long as the bot
        tasks: list[asyncio.Task[Any]] = [asyncio.create_task(stop.wait())]
        if line.webhook_url is None:
            tasks.append(asyncio.create_task(poller.run()))
        tasks.append(asyncio.create_task(_housekeeping(store, menus, clock)))
        tasks.append(asyncio.create_task(post.run()))
        log.info("Teaching %s as @%s.", classroom.course.title, bot.username)
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await inbox.stop(PATIENCE)
    log.info("Stopped; everything is stored.")


async def _housekeeping(store: Store, menus: Menus, clock: Clock) -> NoReturn:
    """What is due at the start, and what is due every hour."""
    await menus.hang_up()
    while True:
        store.later(lambda ledger: ledger.inbox.prune(clock()))  # a full disk is no reason to stop
        await asyncio.sleep(PRUNE_SECONDS)


async def _introduced(bot: Bot, line: Line, stop: asyncio.Event) -> bool:
    """Whether Telegram knows the bot before it is told to stop."""
    introducing = asyncio.create_task(_introduce(bot, line))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((introducing, stopping), return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        introducing.cancel()
        await asyncio.gather(introducing, return_exceptions=True)
        return False
    stopping.cancel()
    introducing.result()
    return True


async def _introduce(bot: Bot, line: Line) -> None:
    for attempt in range(1, FIRST_TRIES + 1):
        try:
            await bot.initialize()
            if line.webhook_url is None:
                await bot.delete_webhook(drop_pending_updates=False)
            else:
                await bot.set_webhook(
                    f"{line.webhook_url.rstrip('/')}{WEBHOOK_PATH}",
                    secret_token=line.webhook_secret,
                    allowed_updates=ALLOWED,
                    drop_pending_updates=False,
                )
        except InvalidToken as error:
            raise ChatError(REFUSED) from error
        except NetworkError as error:
            if attempt == FIRST_TRIES:
                raise ChatError(
                    f"The Bot API at {line.api_url} cannot be reached ({error}); "
                    "check the network and SEODANG_API_URL."
                ) from error
            log.warning("The Bot API at %s cannot be reached (%s) …", line.api_url, error)
            await asyncio.sleep(attempt)
        except TelegramError as error:
            raise ChatError(f"The Bot API at {line.api_url} answered: {error}") from error
        else:
            return


@contextlib.asynccontextmanager
async def _listening(line: Line, inbox: Inbox, poller: Poller, clock: Clock) -> AsyncIterator[None]:
    if line.listen is None:
        yield
        return
    is_webhook = line.webhook_url is not None
    listener = Listener(
        inbox,
        secret=line.webhook_secret if is_webhook else None,
        is_healthy=lambda: is_webhook or poller.is_healthy(clock()),
    )
    runner = web.AppRunner(listener.application(), access_log=None)
    await runner.setup()
    host, port = line.listen
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        await runner.cleanup()
        raise ChatError(
            f"Port {port} on {host} cannot be used ({error.strerror}); name another in "
            "SEODANG_LISTEN."
        ) from error
    try:
        yield
    finally:
        await runner.cleanup()
