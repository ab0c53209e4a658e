"""Faults on demand: a network and a Telegram that fail as the real ones do.

Its one rule: a fault happens as often as was asked for, to the calls that were named.
"""

from dataclasses import dataclass
from http import HTTPStatus

from bot.preview.server.errors import ApiError, too_many_requests


@dataclass(slots=True)
class Fault:
    """`method` and `chat` None stand for any; `status` 200 lets the call through.

    `delay` is in seconds; with `lose_response` the call is carried out and its answer lost.
    """

    method: str | None
    chat: int | None
    status: int
    retry_after: int | None
    times: int
    lose_response: bool
    delay: float

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

    def __bool__(self) -> bool:
        return bool(self._faults)

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str, chat: object) -> Fault | None:
        """The first fault that is meant for this call; each is counted down."""
        for fault in self._faults:
            named = fault.method is None or fault.method.lower() == method.lower()
            if named and (fault.chat is None or str(fault.chat) == str(chat)):
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None
