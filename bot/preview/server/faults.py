"""Faults on demand: a network and a Telegram that fail as the real ones do.

Its one rule: a fault happens as often as was asked for, to the calls that were named.
"""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import count

from bot.preview.server.errors import ApiError, too_many_requests


@dataclass(slots=True)
class Fault:
    """`method` None stands for any but getUpdates, `chat` None for any.

    `status` 200 lets the call through; `times` None means until it is healed; `delay` is in
    seconds; with `lose_response` the call is carried out and its answer lost.
    """

    number: int
    method: str | None
    chat: int | None
    status: int
    retry_after: int | None
    times: int | None
    lose_response: bool
    delay: float

    def __str__(self) -> str:
        calls = self.method or "calls"
        where = "" if self.chat is None else f" to chat {self.chat}"
        return f"{calls}{where}: {self._harm()}"

    def _harm(self) -> str:
        if self.lose_response:
            return "carried out, the answer lost"
        error = self.error()
        if error is None:
            return f"{self.delay:g} s slower"
        after = f" after {self.delay:g} s" if self.delay else ""
        return f"{error.code} {error.description}{after}"

    def error(self) -> ApiError | None:
        if self.retry_after is not None or self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return too_many_requests(self.retry_after or 1)
        if self.status == HTTPStatus.OK:
            return None
        if self.status == HTTPStatus.FORBIDDEN:
            return ApiError(403, "Forbidden: bot was blocked by the user")
        return ApiError(self.status, HTTPStatus(self.status).phrase)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._numbers = count(1)

    def __bool__(self) -> bool:
        return bool(self._faults)

    def active(self) -> list[Fault]:
        """Those that still wait for calls, oldest first."""
        return list(self._faults)

    def add(
        self,
        method: str | None,
        chat: int | None,
        status: int,
        retry_after: int | None,
        times: int | None,
        *,
        lose_response: bool,
        delay: float,
    ) -> None:
        number = next(self._numbers)
        self._faults.append(
            Fault(number, method, chat, status, retry_after, times, lose_response, delay)
        )

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The first fault that is meant for this call; each is counted down."""
        for fault in self._faults:
            if fault.method is None:
                named = method.lower() != "getupdates"
            else:
                named = fault.method.lower() == method.lower()
            if named and (fault.chat is None or str(fault.chat) == str(chat)):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                return fault
        return None
