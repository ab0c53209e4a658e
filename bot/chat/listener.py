"""The bot's own web server: Telegram's webhook, health, metrics."""

import hmac
import json
import logging
from collections.abc import Callable

from aiohttp import web

from bot.chat.inbox import Inbox
from bot.store import StoreError

log = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
_LARGEST = 1_000_000


class Listener:
    """`secret` is None while the bot polls: then there is no webhook."""

    def __init__(self, inbox: Inbox, *, secret: str | None, is_healthy: Callable[[], bool]) -> None:
        self._inbox = inbox
        self._secret = secret
        self._is_healthy = is_healthy

    def application(self) -> web.Application:
        app = web.Application(client_max_size=_LARGEST)
        app.router.add_get("/health", self._health)
        app.router.add_get("/metrics", self._metrics)
        if self._secret is not None:
            app.router.add_post(WEBHOOK_PATH, self._webhook)
        return app

    async def _health(self, _: web.Request) -> web.Response:
        if self._is_healthy():
            return web.Response(text="ok\n")
        return web.Response(text="Telegram has not answered for a while\n", status=503)

    async def _metrics(self, _: web.Request) -> web.Response:
        """Prometheus' text format."""
        counts = (
            ("seodang_updates_handled_total", "counter", self._inbox.handled),
            ("seodang_updates_failed_total", "counter", self._inbox.failed),
            ("seodang_updates_waiting", "gauge", self._inbox.waiting),
            ("seodang_healthy", "gauge", int(self._is_healthy())),
        )
        lines = [f"# TYPE {name} {kind}\n{name} {count}\n" for name, kind, count in counts]
        return web.Response(text="".join(lines))

    async def _webhook(self, request: web.Request) -> web.Response:
        """Telegram takes 200 for confirmed, and sends again after anything else."""
        sent = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(sent.encode(), (self._secret or "").encode()):
            log.warning("A webhook call without the right secret was refused.")
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        try:
            await self._inbox.receive([update])
        except StoreError as error:
            log.warning("An update cannot be stored (%s); it stays with Telegram.", error)
            return web.Response(status=503)
        return web.Response()
