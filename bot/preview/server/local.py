"""A Bot API server in memory: what the bot asks, what people do, what people see.

Its one rule: it is as strict as the real server and never kinder.  It knows nothing of the
house; the bot reaches it like any other Telegram, in process through `call` or over HTTP.

Where it differs from the real one, on purpose, stands in README.md and is held true by
tests/preview/test_strictness.py.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from time import perf_counter
from typing import Any

from bot.preview.server import delivery, polls, profile
from bot.preview.server.chats import Chats, Message, Person
from bot.preview.server.crowd import Crowd
from bot.preview.server.errors import ApiError, ResponseLostError, not_implemented
from bot.preview.server.faults import Fault, Faults
from bot.preview.server.files import Stored
from bot.preview.server.methods import METHODS
from bot.preview.server.spec import File, method_named, parameters, values
from bot.preview.server.watch import Watch

CALLS_KEPT = 2000
LONGEST_DELAY = 3600
ERRORS = frozenset(status for status in HTTPStatus if status >= HTTPStatus.BAD_REQUEST)
_NO_FILES: Mapping[str, File] = {}


@dataclass(frozen=True)
class Reply:
    """What the real API answers: `body` has ok and result, or ok, error_code, description."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Call:
    """What the bot asked and what it got; `seconds` is how long that took.

    `is_asked_for` where the failure was wanted, by `fail`.
    """

    number: int
    at: datetime
    method: str
    params: Mapping[str, Any]
    status: int
    seconds: float
    body: Mapping[str, Any]
    is_asked_for: bool = False

    @property
    def unknown(self) -> list[str]:
        """Parameters that the method does not have; the real server passes over them."""
        name = method_named(self.method)
        return sorted(self.params.keys() - parameters(name).readers.keys()) if name else []


class LocalTelegram(Crowd):
    """`now` is an aware clock: dates, expiry and closing polls follow it; waiting is real.

    `calls` holds the latest of the `called` calls.  Messages and updates are numbered from
    `first` on: a bot that remembers another local Telegram's must not meet them again.
    """

    def __init__(
        self,
        token: str,
        *,
        now: Callable[[], datetime],
        people: Iterable[Person] = (),
        bot_name: str = "Seodang",
        bot_username: str = "seodang_bot",
        seed: int = 0,
        first: int = 0,
    ) -> None:
        number = token.partition(":")[0]
        bot = {
            "id": int(number) if number.isdecimal() else 1,
            "is_bot": True,
            "first_name": bot_name,
            "username": bot_username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        self.token = token
        super().__init__(Chats(bot, now, people, seed, first))
        self.answers = self.chats.answers
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.called = 0
        self.in_hand = 0  # calls that have come and are not answered yet, getUpdates apart
        self._faults = Faults()

    @property
    def bot_name(self) -> str:
        name: str = self.chats.bot["first_name"]
        return name

    async def call(
        self,
        token: str,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, File] = _NO_FILES,
    ) -> Reply:
        """What the bot asks; getUpdates waits here.

        Raises ResponseLostError when a fault wants the answer lost.
        """
        started = perf_counter()
        fault = None
        self.in_hand += method != "getUpdates"
        try:
            if self._faults and (fault := self._faults.take(method, params.get("chat_id"))):
                self._tell_faults()
                await self._suffer(fault)
            result = await self._result(token, method, params, files)
            reply = Reply(200, {"ok": True, "result": result}, {})
        except ApiError as error:
            reply = _refusal(error)
        finally:
            self.in_hand -= method != "getUpdates"
        seconds = perf_counter() - started
        call = Call(
            self.called, self.chats.now(), method, params, reply.status, seconds, reply.body,
            is_asked_for=fault is not None,
        )  # fmt: skip
        self.called += 1
        self.calls.append(call)
        self.chats.watches.tell("call", None, call=call)
        if fault is not None and fault.lose_response:
            raise ResponseLostError(f"the answer to {method} was lost")
        return reply

    async def _suffer(self, fault: Fault) -> None:
        if fault.delay:
            await asyncio.sleep(fault.delay)
        error = fault.error()
        if error is not None and not fault.lose_response:
            raise error

    async def _result(
        self, token: str, method: str, params: Mapping[str, Any], files: Mapping[str, File]
    ) -> Any:
        if token != self.token:
            raise ApiError(401, "Unauthorized")
        if self.chats.logged_out:
            raise ApiError(400, "Logged out")
        name = method_named(method)
        if name is None:
            raise ApiError(404, "Not Found: method not found")
        if self.chats.polls:
            polls.close_due(self.chats)
        handler = METHODS.get(name)
        if handler is not None:
            return handler(self.chats, values(name, params, files))
        if name == "getUpdates":
            self.chats.watches.tell("poll", None)
            return await delivery.get_updates(self.chats, values(name, params, files))
        raise not_implemented(f"the local Telegram does not know {name}")

    def messages(self, chat: int) -> list[Message]:
        """The Message objects of a chat, oldest first; raises LookupError for a stranger's."""
        polls.close_due(self.chats)
        return list(self.room(chat).messages.values())

    def commands(self, person: int, chat: int | None = None) -> list[dict[str, Any]]:
        """What the menu shows this person, by scope and language."""
        room = self.chats.private(person) if chat is None else self.room(chat)
        self.check_member(room, person)
        return profile.menu(self.chats, person, room)

    def keyboard(self, chat: int) -> dict[str, Any] | None:
        """The reply keyboard or forced reply that the chat shows now."""
        return self.room(chat).keyboard

    def reactions(self, chat: int) -> dict[int, list[dict[str, Any]]]:
        """The bot's reactions by message."""
        return dict(self.room(chat).reactions)

    def all_reactions(self, chat: int) -> dict[int, list[dict[str, Any]]]:
        """Everybody's reactions by message; messages without any are left out."""
        room = self.room(chat)
        told = {number: self.chats.reactions(room, number) for number in room.messages}
        return {number: reactions for number, reactions in told.items() if reactions}

    def file(self, path: str) -> Stored | None:
        """What getFile's `file_path` leads to."""
        return self.chats.files.at(path)

    def watch(self) -> Watch:
        """What happens from now on; see Watch."""
        return self.chats.watches.add()

    def fail(
        self,
        *,
        method: str | None = None,
        chat: int | None = None,
        status: int = 500,
        retry_after: int | None = None,
        times: int | None = 1,
        lose_response: bool = False,
        delay: float = 0,
    ) -> None:
        """Let the next calls fail.

        `method` None stands for any but getUpdates, which is named if it is meant; `chat` None
        for any; `times` None for no end of it.

        `status` 200 with a `delay` in seconds is merely slow; `retry_after` makes a 429;
        with `lose_response` the call is carried out, but the bot never hears of it.
        Raises ValueError for a fault that no server has.
        """
        _check_fault(method, status, retry_after, times, delay)
        self._faults.add(
            method, chat, status, retry_after, times, lose_response=lose_response, delay=delay
        )
        self._tell_faults()

    def heal(self) -> None:
        """No more faults."""
        self._faults.clear()
        self._tell_faults()

    def faults(self) -> list[Fault]:
        """The faults that still wait for calls."""
        return self._faults.active()

    def _tell_faults(self) -> None:
        self.chats.watches.tell("faults", None)


def _refusal(error: ApiError) -> Reply:
    body = {"ok": False, "error_code": error.code, "description": error.description}
    if error.retry_after is None:
        return Reply(error.code, body, {})
    body["parameters"] = {"retry_after": error.retry_after}
    return Reply(error.code, body, {"Retry-After": str(error.retry_after)})


def _check_fault(
    method: str | None, status: int, retry_after: int | None, times: int | None, delay: float
) -> None:
    if method is not None and method_named(method) is None:
        raise ValueError(f'the Bot API has no method "{method}"')
    if status != HTTPStatus.OK and status not in ERRORS:
        raise ValueError(f"{status} is no status of a failure; take one like 500, 403 or 429")
    if retry_after is not None and not 0 < retry_after <= LONGEST_DELAY:
        raise ValueError(f'"retry_after" is from 1 to {LONGEST_DELAY} seconds')
    if times is not None and times < 1:
        raise ValueError('"times" is at least 1, or null for no end of it')
    if not 0 <= delay <= LONGEST_DELAY:
        raise ValueError(f'"delay" is from 0 to {LONGEST_DELAY} seconds')
