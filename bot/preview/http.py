"""The local Telegram over HTTP, on 127.0.0.1 only.

Its one rule: bytes in, bytes out; what a call means is decided in server/.

    python -m bot.preview.http --token 42:TOKEN [--port 0] [--people 3]

prints its address in one line and serves until SIGTERM or Ctrl-C:

    /bot<token>/<method>      the Bot API: GET and POST; query, form, JSON, multipart
    /file/bot<token>/<path>   files, by getFile's `file_path`
    /control/…                acting as people from another process, see control.py
    /                         the page and what it looks at, see views.py

People have the ids 1001, 1002 and so on; the first one is an instructor.
"""

import argparse
import asyncio
import json
import signal
from collections.abc import AsyncIterator

from aiohttp import web

from bot.preview import control, views
from bot.preview.clock import Clock
from bot.preview.guard import HOSTS, LOCAL_HOSTS, RefusedError, guarded
from bot.preview.server import LocalTelegram, Person, ResponseLostError
from bot.preview.server.errors import ApiError
from bot.preview.server.forms import read_form
from bot.preview.server.webhook import Courier
from bot.preview.stage import Stage

HOST = "127.0.0.1"
LARGEST_BODY = 64 * 1024 * 1024


def application(
    stage: Stage, *, looks_on: bool = True, hosts: frozenset[str] | None = LOCAL_HOSTS
) -> web.Application:
    """The Bot API, its files, the page, and the deeds.

    `hosts` are the names under which it may be asked, None for any.  Unless it `looks_on`, the
    page hears no news: for measuring, and for tests of the Bot API alone.
    """
    app = web.Application()
    app[HOSTS] = hosts
    app.add_routes(routes(stage.telegram))
    app.add_routes(control.routes(stage))
    app.add_routes(views.routes(stage))
    app.router.add_route("*", "/{path:.*}", guarded(_nothing_there))

    async def work(_: web.Application) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(Courier(stage.telegram).run())]
        if looks_on:
            tasks.append(asyncio.create_task(stage.look_on()))
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def close(_: web.Application) -> None:
        stage.news.close()

    app.cleanup_ctx.append(work)
    app.on_shutdown.append(close)
    return app


async def _nothing_there(request: web.Request) -> web.StreamResponse:
    raise RefusedError(404, f"There is nothing to {request.method} at {request.path}.")


def routes(telegram: LocalTelegram) -> list[web.RouteDef]:
    async def call(request: web.Request) -> web.StreamResponse:
        token, method = request.match_info["token"], request.match_info["method"]
        try:
            params, files = read_form(request.headers.get("Content-Type", ""), await _body(request))
        except ApiError as error:
            body = {"ok": False, "error_code": error.code, "description": error.description}
            return _json(error.code, body, {})
        if request.query_string:
            params = {**request.query, **params}
        try:
            reply = await telegram.call(token, method, params, files)
        except ResponseLostError:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return _json(reply.status, reply.body, reply.headers)

    async def download(request: web.Request) -> web.StreamResponse:
        stored = telegram.file(request.match_info["path"])
        if request.match_info["token"] != telegram.token or stored is None:
            body = {"ok": False, "error_code": 404, "description": "Not Found"}
            return _json(404, body, {})
        return web.Response(
            body=stored.file.content, headers={"Content-Type": "application/octet-stream"}
        )

    return [
        web.post("/bot{token}/{method}", call),
        web.get("/bot{token}/{method}", call, allow_head=False),
        web.get("/file/bot{token}/{path:.+}", download),
    ]


async def _body(request: web.Request) -> bytes:
    pieces = []
    size = 0
    async for piece in request.content.iter_any():
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
    return b"".join(pieces)


def _json(status: int, body: object, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status,
        body=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )


async def serve(stage: Stage, port: int) -> None:
    """Print the address and serve until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # a poll whose bot is gone must not wait on
    runner = web.AppRunner(
        application(stage, looks_on=False), access_log=None, handler_cancellation=True
    )
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port, shutdown_timeout=1)
        await site.start()
        print(f"http://{HOST}:{runner.addresses[0][1]}", flush=True)  # noqa: T201 - for the caller
        await stop.wait()
    finally:
        await runner.cleanup()


def sample_people(count: int) -> list[Person]:
    return [
        Person(1001 + index, f"Person {index + 1}", role="student" if index else "instructor")
        for index in range(count)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.preview.http")
    parser.add_argument("--token", required=True, help="the bot's token, any text like 42:TOKEN")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--people", type=int, default=3, help="how many people there are")
    options = parser.parse_args()
    clock = Clock()
    telegram = LocalTelegram(options.token, now=clock, people=sample_people(options.people))
    asyncio.run(serve(Stage(telegram, clock), options.port))


if __name__ == "__main__":
    main()
