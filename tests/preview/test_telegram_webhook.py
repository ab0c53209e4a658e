import asyncio
from contextlib import suppress

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.preview.server.webhook import Courier
from tests.preview.asking import JONAS, MINA


async def until(holds):
    """Wait for what another task brings about."""
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.002)
    pytest.fail("it never came about")


class Hook:
    """A bot's webhook: its next answers are `statuses`, then 200; it waits until it is `open`."""

    def __init__(self):
        self.posts = []
        self.secrets = []
        self.statuses = []
        self.running = 0
        self.most_running = 0
        self.open = asyncio.Event()
        self.open.set()

    async def handle(self, request):
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.posts.append(await request.json())
        self.running += 1
        self.most_running = max(self.most_running, self.running)
        await self.open.wait()
        self.running -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def received(self, count):
        await until(lambda: len(self.posts) >= count and not self.running)


@pytest.fixture
async def hook():
    return Hook()


@pytest.fixture
async def url(hook, telegram):
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    courier = asyncio.create_task(Courier(telegram, first_delay=0.01).run())
    yield f"http://127.0.0.1:{server.port}/hook"
    courier.cancel()
    with suppress(asyncio.CancelledError):
        await courier
    await server.close()


async def emptied(telegram):
    await until(lambda: not len(telegram.chats.updates))


async def test_updates_are_posted_with_the_secret(telegram, bot, hook, url):
    waiting = telegram.send(MINA, "before")

    await bot.asks("setWebhook", url=url, secret_token="s3cret")
    update = telegram.send(MINA, "after")
    await hook.received(2)

    assert hook.posts == [waiting, update]
    assert hook.secrets == ["s3cret", "s3cret"]
    await emptied(telegram)


async def test_one_chat_is_posted_in_order_and_two_side_by_side(telegram, bot, hook, url):
    await bot.asks("setWebhook", url=url)
    hook.open.clear()

    first = telegram.send(MINA, "one")
    second = telegram.send(MINA, "two")
    other = telegram.send(JONAS, "one")
    await until(lambda: hook.running == 2)
    await asyncio.sleep(0.02)
    assert hook.posts == [first, other]
    hook.open.set()
    await hook.received(3)

    assert hook.posts[2] == second
    assert hook.most_running == 2


async def test_a_failed_post_is_tried_again_until_it_succeeds(telegram, bot, hook, url, clock):
    hook.statuses = [500, 404]
    await bot.asks("setWebhook", url=url)

    update = telegram.send(MINA, "hello")
    await hook.received(3)
    await emptied(telegram)

    assert hook.posts == [update] * 3
    assert await bot.asks("getWebhookInfo") == {
        "url": url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "last_error_date": int(clock().timestamp()),
        "last_error_message": "Wrong response from the webhook: 404 Not Found",
    }


async def test_without_a_webhook_updates_wait_for_a_poll(telegram, bot, hook, url):
    await bot.asks("setWebhook", url=url)
    await bot.asks("deleteWebhook")

    update = telegram.send(MINA, "hello")
    await asyncio.sleep(0.02)

    assert hook.posts == []
    assert await bot.asks("getUpdates") == [update]


async def test_a_webhook_ends_polling(bot, url):
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await asyncio.sleep(0)

    await bot.asks("setWebhook", url=url, allowed_updates=["message"], max_connections=500)

    assert await poll == "Conflict: terminated by setWebhook request"
    assert await bot.refused("getUpdates") == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    info = await bot.asks("getWebhookInfo")
    assert (info["allowed_updates"], info["max_connections"]) == (["message"], 100)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "nowhere"}, "Bad Request: invalid webhook URL specified"),
        ({"url": "ftp://a.kr/"}, "Bad Request: invalid webhook URL specified"),
        ({"url": "https://[a"}, "Bad Request: invalid webhook URL specified"),
        (
            {"url": "http://a.kr/"},
            "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        ),
        (
            {"url": "https://a.kr/", "secret_token": "a b"},
            "Bad Request: secret token contains unallowed characters",
        ),
        (
            {"url": "https://a.kr/", "secret_token": "x" * 257},
            "Bad Request: secret token is too long",
        ),
    ],
)
async def test_a_wrong_webhook_is_refused(bot, params, description):
    assert await bot.refused("setWebhook", **params) == description
    assert (await bot.asks("getWebhookInfo"))["url"] == ""
