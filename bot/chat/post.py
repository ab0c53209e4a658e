"""What goes out without being asked for: letters, and the end of tests whose time is over.

The one rule: a letter is marked once it has gone, so that a crash may send one twice and never
loses one.
"""

import asyncio
import logging
from functools import partial
from typing import NoReturn

from telegram.error import TelegramError

from bot.chat.delivery import Blocked, Delivery
from bot.chat.inbox import Clock
from bot.classroom import Classroom
from bot.core.screens import Screen
from bot.store import Ledger, Letter, Store, StoreError

log = logging.getLogger(__name__)
EVERY = 1.0
_LETTERS_A_SECOND = 20


class Post:
    def __init__(
        self, store: Store, classroom: Classroom, delivery: Delivery, *, clock: Clock
    ) -> None:
        self._store = store
        self._classroom = classroom
        self._delivery = delivery
        self._clock = clock

    async def run(self) -> NoReturn:
        """Look every second for what is due."""
        while True:
            try:
                await self.round()
            except StoreError as error:
                log.error("No letters for now: %s", error)  # noqa: TRY400
            await asyncio.sleep(EVERY)

    async def round(self) -> None:
        """Send what is due by now, below Telegram's pace for replies."""
        for letter, screen in await self._store.do(self._due):
            is_delivered = screen is not None and await self._send(letter, screen)
            await self._store.do(partial(_sent, letter=letter.id, is_delivered=is_delivered))

    def _due(self, ledger: Ledger) -> list[tuple[Letter, Screen | None]]:
        now = self._clock()
        self._classroom.tick(ledger, now=now)
        letters = ledger.letters.due(now, _LETTERS_A_SECOND)
        return [(one, self._classroom.letter(ledger, one, now=now)) for one in letters]

    async def _send(self, letter: Letter, screen: Screen) -> bool:
        """Whether Telegram took it; somebody who never wrote to the bot gets none."""
        try:
            await self._delivery.post(letter.recipient, screen)
        except Blocked:
            log.info("Letter %s: %s has blocked the bot.", letter.id, letter.recipient)
            return False
        except TelegramError as error:
            log.info("Letter %s to %s was refused: %s", letter.id, letter.recipient, error)
            return False
        return True


def _sent(ledger: Ledger, *, letter: int, is_delivered: bool) -> None:
    ledger.letters.sent(letter, is_delivered=is_delivered)
