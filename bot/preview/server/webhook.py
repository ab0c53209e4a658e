"""Posting updates to the bot's webhook.

Its one rule: within a lane (a chat's messages, a person's taps) one post at a time and in order;
an update leaves the queue only after a 2xx, and is otherwise tried again after growing delays.
"""

import asyncio
import json
from http import HTTPStatus

import aiohttp

from bot.preview.server.local import LocalTelegram
from bot.preview.server.updates import Update

LONGEST_DELAY = 60.0
_GIVEN_UP_AFTER = 60.0


class Courier:
    """Carries what is queued while a webhook is set; delays are in seconds."""

    def __init__(self, telegram: LocalTelegram, *, first_delay: float = 1.0) -> None:
        self._chats = telegram.chats
        self._first_delay = first_delay
        self._lanes: dict[object, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        """Until cancelled."""
        self._chats.updates.changed = self._wake.set
        async with aiohttp.ClientSession() as self._session:
            try:
                while True:
                    self._wake.clear()
                    self._send_off()
                    await self._wake.wait()
            finally:
                for lane in list(self._lanes.values()):
                    lane.cancel()
                await asyncio.gather(*self._lanes.values(), return_exceptions=True)

    def _send_off(self) -> None:
        webhook = self._chats.webhook
        if not webhook.url:
            return
        for update in self._chats.updates.pending():
            lane = _lane(update)
            if len(self._lanes) >= webhook.max_connections:
                return
            if lane not in self._lanes:
                self._lanes[lane] = asyncio.create_task(self._serve(lane))

    async def _serve(self, lane: object) -> None:
        delay = self._first_delay
        try:
            while (update := self._first_in(lane)) is not None:
                if await self._posted(update):
                    self._chats.updates.done(update)
                    delay = self._first_delay
                else:
                    await asyncio.sleep(delay)
                    delay = min(2 * delay, LONGEST_DELAY)
        finally:
            del self._lanes[lane]
            self._wake.set()

    def _first_in(self, lane: object) -> Update | None:
        if not self._chats.webhook.url:
            return None
        return next((u for u in self._chats.updates.pending() if _lane(u) == lane), None)

    async def _posted(self, update: Update) -> bool:
        webhook = self._chats.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        if self._session is None:
            raise RuntimeError("the courier is not running")
        try:
            async with self._session.post(
                webhook.url,
                data=json.dumps(update),
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=_GIVEN_UP_AFTER),
                allow_redirects=False,
            ) as response:
                await response.read()
                if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
                    return True
                error = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as failure:
            error = "Connection timed out" if isinstance(failure, TimeoutError) else str(failure)
        webhook.error, webhook.error_date = error, self._chats.timestamp()
        return False


def _lane(update: Update) -> object:
    match update:
        case {"callback_query": {"from": {"id": person}}}:
            return "tap", person
        case {"poll_answer": {"poll_id": poll}} | {"poll": {"id": poll}}:
            return "poll", poll
        case _:
            contents = (each for each in update.values() if isinstance(each, dict))
            chats = (each["chat"].get("id") for each in contents if "chat" in each)
            return "chat", next(chats, None)
