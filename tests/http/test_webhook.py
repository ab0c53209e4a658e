"""Webhook mode, health and metrics: the bot's own web server."""

import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.http.world import Teaching, World, free_port, teaching, until
from tests.school import MINA

SECRET = "a-secret-of-32-letters-and-digits"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Hook:
    """What Telegram would do with the bot's webhook."""

    def __init__(self, bot: Teaching, port: int) -> None:
        self.bot = bot
        self.base = f"http://127.0.0.1:{port}"

    async def post(self, body: Any, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {HEADER: secret}
        kind = {"data": io.BytesIO(body)} if isinstance(body, bytes) else {"json": body}
        async with (
            aiohttp.ClientSession() as client,
            client.post(f"{self.base}/telegram", headers=headers, **kind) as response,
        ):
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as client, client.get(f"{self.base}{path}") as response:
            return response.status, await response.text()


@pytest.fixture
async def hook(world: World, database: Path) -> AsyncIterator[Hook]:
    port = free_port()
    async with teaching(
        world,
        database,
        webhook_url="https://school.example/bot",
        webhook_secret=SECRET,
        listen=("127.0.0.1", port),
    ) as bot:
        await until(lambda: world.calls("setMyCommands"))
        yield Hook(bot, port)


async def test_telegram_is_told_the_address_and_the_secret(world: World, hook: Hook) -> None:
    (call,) = world.calls("setWebhook")

    assert call.params["url"] == "https://school.example/bot/telegram"
    assert call.params["secret_token"] == SECRET
    assert world.calls("getUpdates") == []


async def test_an_update_is_stored_before_it_is_confirmed_and_then_answered(
    world: World, hook: Hook
) -> None:
    update = world.telegram.send(MINA, "/start")

    assert await hook.post(update) == 200

    assert await hook.bot.rows("select update_id from inbox") == [(update["update_id"],)]
    await until(world.sees(MINA, "Rivers and hills"))


async def test_an_update_that_comes_twice_is_answered_once(world: World, hook: Hook) -> None:
    update = world.telegram.send(MINA, "/start")

    assert [await hook.post(update), await hook.post(update)] == [200, 200]

    await until(world.sees(MINA, "Rivers and hills"))
    assert len(world.said(MINA)) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET.upper(), "서당"])
async def test_without_the_right_secret_nothing_is_taken(
    world: World, hook: Hook, secret: str | None
) -> None:
    assert await hook.post(world.telegram.send(MINA, "/start"), secret) == 401
    assert await hook.bot.rows("select * from inbox") == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe"])
async def test_what_is_no_json_is_refused(hook: Hook, body: bytes) -> None:
    assert await hook.post(body) == 400


async def test_what_is_too_large_is_refused(hook: Hook) -> None:
    assert await hook.post(b"[" + b" " * 2_000_000 + b"]") == 413


@pytest.mark.parametrize("body", [b"[]", b"{}", b'"update"', b"7", b"null"])
async def test_json_that_is_no_update_is_passed_over(hook: Hook, body: bytes) -> None:
    assert await hook.post(body) == 200
    assert await hook.bot.rows("select * from inbox") == []


async def test_health_and_metrics(world: World, hook: Hook) -> None:
    await hook.post(world.telegram.send(MINA, "/start"))
    await until(world.sees(MINA, "Rivers and hills"))

    assert await hook.get("/health") == (200, "ok\n")
    status, text = await hook.get("/metrics")
    assert status == 200
    assert "seodang_updates_handled_total 1\n" in text
    assert "seodang_updates_waiting 0\n" in text


async def test_while_the_bot_polls_there_is_health_and_no_webhook(
    world: World, database: Path
) -> None:
    port = free_port()

    async with teaching(world, database, listen=("127.0.0.1", port)) as bot:
        await until(lambda: world.calls("setMyCommands"))
        hook = Hook(bot, port)

        assert await hook.get("/health") == (200, "ok\n")
        assert await hook.post({}) == 404
