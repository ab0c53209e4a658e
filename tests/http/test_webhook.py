"""Webhook mode, health and metrics: the bot's own web server."""

import asyncio
import io
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.preview.server.webhook import Courier
from tests.conversation import Clock
from tests.http.world import PATIENCE, Teaching, World, free_port, now, teaching, until
from tests.school import JONAS, MINA

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


async def test_nothing_is_confirmed_while_the_disk_is_busy(world: World, hook: Hook) -> None:
    is_disk_ready = threading.Event()
    hook.bot.store.later(lambda _: is_disk_ready.wait(PATIENCE))
    posting = asyncio.create_task(hook.post(world.telegram.send(MINA, "/start")))

    await asyncio.sleep(0.3)
    assert not posting.done()
    is_disk_ready.set()

    assert await posting == 200


async def test_updates_of_two_students_at_once_are_both_answered(world: World, hook: Hook) -> None:
    updates = [world.telegram.send(person, "/start") for person in (MINA, JONAS)]

    statuses = await asyncio.gather(*map(hook.post, updates))

    assert statuses == [200, 200]
    await until(world.sees(MINA, "Rivers and hills"))
    await until(world.sees(JONAS, "Rivers and hills"))


async def test_what_cannot_be_stored_is_not_confirmed(world: World, hook: Hook) -> None:
    update = world.telegram.send(MINA, "/start")

    async with hook.bot.cannot_store():
        assert await hook.post(update) == 503
    assert await hook.post(update) == 200

    await until(world.sees(MINA, "Rivers and hills"))
    assert len(world.said(MINA)) == 1


async def test_telegram_brings_updates_and_brings_again_what_was_not_taken(
    world: World, database: Path
) -> None:
    port = free_port()
    courier = asyncio.create_task(Courier(world.telegram, first_delay=0.1).run())

    async with teaching(
        world,
        database,
        webhook_url=f"http://127.0.0.1:{port}",
        webhook_secret=SECRET,
        listen=("127.0.0.1", port),
    ) as bot:
        await until(lambda: world.calls("setMyCommands"))
        async with bot.cannot_store():
            update = world.telegram.send(MINA, "/quiz")
            await until(lambda: "503" in world.telegram.chats.webhook.error)
            assert world.queue == [update]
        await until(world.sees(MINA, "Quizzes"))
        world.tap(MINA, "2. Hills")
        await until(world.sees(MINA, "It is high."))
        world.tap(MINA, "B. False")
        await until(world.sees(MINA, "Not quite."))

        assert await bot.rows("select question, mark from answers") == [("high", 0.0)]
    courier.cancel()
    await asyncio.gather(courier, return_exceptions=True)
    assert world.queue == []


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


async def test_health_fails_while_telegram_does_not_answer_and_comes_back(
    world: World, database: Path
) -> None:
    port, clock = free_port(), Clock(now())

    async with teaching(world, database, clock=clock, listen=("127.0.0.1", port)) as bot:
        await until(lambda: world.calls("setMyCommands"))
        hook = Hook(bot, port)
        clock.advance(minutes=3)
        assert await hook.get("/health") == (503, "Telegram has not answered for a while\n")
        assert "seodang_healthy 0\n" in (await hook.get("/metrics"))[1]
        world.telegram.send(MINA, "/start")
        await until(world.sees(MINA, "Rivers and hills"))

        assert await hook.get("/health") == (200, "ok\n")


async def test_while_the_bot_polls_there_is_health_and_no_webhook(
    world: World, database: Path
) -> None:
    port = free_port()

    async with teaching(world, database, listen=("127.0.0.1", port)) as bot:
        await until(lambda: world.calls("setMyCommands"))
        hook = Hook(bot, port)

        assert await hook.get("/health") == (200, "ok\n")
        assert await hook.post({}) == 404
