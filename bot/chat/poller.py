"""Long polling: updates are confirmed to Telegram only after they have been stored."""

import asyncio
import logging
from datetime import datetime, timedelta

from telegram import Bot
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.delivery import seconds
from bot.chat.inbox import Clock, Inbox
from bot.chat.updates import ALLOWED
from bot.store import StoreError

log = logging.getLogger(__name__)

# Telegram: at most 100 updates, and at most 50 seconds a poll
BATCH = 100
POLL_SECONDS = 50
LONGEST_WAIT = 30.0
STALE_AFTER = timedelta(seconds=3 * POLL_SECONDS)


class ChatError(Exception):
    """The bot cannot go on; the message says why and what to do, in one line."""


REFUSED = (
    "Telegram refuses the token in SEODANG_TOKEN; copy it again from @BotFather, "
    "or have it make a new one with /token."
)


class Poller:
    """`last_success` is when Telegram last answered; None before the first time.

    After a failure it waits `pause` seconds, after each further one twice as long.
    """

    def __init__(self, bot: Bot, inbox: Inbox, *, clock: Clock, pause: float = 1.0) -> None:
        self._bot = bot
        self._inbox = inbox
        self._clock = clock
        self._pause = pause
        self.last_success: datetime | None = None
        self._trouble = ""

    def is_healthy(self, now: datetime) -> bool:
        """Whether Telegram has answered within three polls."""
        return self.last_success is not None and now - self.last_success < STALE_AFTER

    async def run(self) -> None:
        """Poll until cancelled.  Raises ChatError when Telegram refuses the token."""
        offset: int | None = None
        wait = self._pause
        while True:
            try:
                offset = await self._poll(offset)
            except (InvalidToken, EndPointNotFound) as error:
                raise ChatError(REFUSED) from error
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except (TelegramError, StoreError) as error:
                self._say(error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, LONGEST_WAIT)
            else:
                wait = self._pause
                if self._trouble:
                    log.warning("Polling goes on.")
                    self._trouble = ""

    async def _poll(self, offset: int | None) -> int | None:
        await self._inbox.has_room()
        parameters: dict[str, object] = {
            "timeout": POLL_SECONDS,
            "limit": BATCH,
            "allowed_updates": ALLOWED,
        }
        if offset is not None:
            parameters["offset"] = offset
        updates = await self._bot.do_api_request(
            "getUpdates", api_kwargs=parameters, read_timeout=POLL_SECONDS + 15
        )
        if not isinstance(updates, list):
            raise NetworkError("the answer is no list of updates")
        self.last_success = self._clock()
        await self._inbox.receive(updates)
        ids = [one["update_id"] for one in updates if isinstance(one.get("update_id"), int)]
        return max(ids) + 1 if ids else offset

    def _say(self, error: Exception) -> None:
        """One line when a trouble begins, and none while it lasts."""
        if isinstance(error, Conflict):
            trouble, what = (
                "conflict",
                (
                    "Another bot is polling with the same token, or a webhook is set; "
                    "stop the other one. Waiting"
                ),
            )
        elif isinstance(error, StoreError):
            trouble, what = (
                "store",
                (f"Updates cannot be stored ({error}); they stay with Telegram. Trying again"),
            )
        else:
            trouble, what = "network", f"Telegram cannot be reached ({error}). Trying again"
        if trouble != self._trouble:
            log.warning("%s …", what)
            self._trouble = trouble
