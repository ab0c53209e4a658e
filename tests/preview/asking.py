"""A bot that asks the local Telegram, and holds every reply against the Bot API's own table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.preview.server import File, LocalTelegram
from bot.preview.server.spec import breaches, method_named, returns

TOKEN = "42:TOKEN"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINA = 1001
JONAS = 1002
TEACHER = 1003


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        self.now += timedelta(**units)


class Bot:
    def __init__(self, telegram: LocalTelegram) -> None:
        self.telegram = telegram

    async def asks(
        self, method: str, files: Mapping[str, File] | None = None, **params: Any
    ) -> Any:
        """The result of a call that must succeed."""
        reply = await self.telegram.call(TOKEN, method, params, files or {})
        assert reply.status == 200, reply.body
        result = reply.body["result"]
        name = method_named(method)
        assert name is not None
        assert breaches(returns(name), result) == []
        assert result is not False
        return result

    async def refused(
        self, method: str, files: Mapping[str, File] | None = None, **params: Any
    ) -> str:
        """The description of a call that must fail."""
        reply = await self.telegram.call(TOKEN, method, params, files or {})
        assert reply.body["ok"] is False, reply.body
        assert reply.body["error_code"] == reply.status
        return str(reply.body["description"])

    async def says(self, text: str = "Hello", chat: int = MINA, **params: Any) -> int:
        """The id of a new message."""
        message = await self.asks("sendMessage", chat_id=chat, text=text, **params)
        return int(message["message_id"])
