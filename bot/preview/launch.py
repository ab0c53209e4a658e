"""The preview: a Telegram of one's own, the chat page, and the real bot in a process beside.

The bot is started as `seodang run` is, told nothing but where its Telegram is: what works
here works there.
"""

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.preview.http import application
from bot.preview.server import LocalTelegram, Person

HOST = "127.0.0.1"
STOP_SECONDS = 12.0
PEOPLE = (
    Person(1001, "Mina", "Park", username="mina", language_code="ko"),
    Person(1002, "Jonas", "Weber", username="jonas", language_code="de"),
    Person(1003, "Amal", language_code="ar"),
    Person(9001, "Dr", "Seo", username="seo", role="instructor"),
)


class LaunchError(Exception):
    """The preview cannot start or go on; the message says why and what to do, in one line."""


async def launch(
    course: Path, title: str, *, port: int, opens: bool, say: Callable[[str], None]
) -> None:
    """Serve until interrupted.  `course` is an absolute path; `opens` asks for a browser.

    Raises LaunchError where the port is taken, or when the bot ends by itself.
    """
    stop = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    telegram = LocalTelegram(
        f"1:{secrets.token_hex(16)}", now=lambda: datetime.now(UTC), people=PEOPLE
    )
    with tempfile.TemporaryDirectory(prefix="seodang-") as folder:
        async with _page(telegram, port) as address:
            bot = await _bot(telegram.token, address, course, Path(folder) / "preview.db")
            say(f"{title}: {address}/  (Ctrl-C ends it; what you do here is forgotten then)")
            if opens:
                await asyncio.to_thread(webbrowser.open, f"{address}/")
            await _until(stop, bot)


@contextlib.asynccontextmanager
async def _page(telegram: LocalTelegram, port: int) -> AsyncIterator[str]:
    runner = web.AppRunner(application(telegram), access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise LaunchError(
            f"Port {port} cannot be used ({error.strerror}); name another: "
            f"seodang preview --port {port + 1 if port < 2**16 - 1 else 8765}"
        ) from error
    try:
        host, bound = runner.addresses[0][:2]
        yield f"http://{host}:{bound}"
    finally:
        await runner.cleanup()


async def _bot(
    token: str, address: str, course: Path, database: Path
) -> asyncio.subprocess.Process:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SEODANG_")}
    instructors = ",".join(str(one.id) for one in PEOPLE if one.role == "instructor")
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        env=kept
        | {
            "SEODANG_TOKEN": token,
            "SEODANG_API_URL": address,
            "SEODANG_DATABASE": str(database),
            "SEODANG_COURSE": str(course),
            "SEODANG_INSTRUCTORS": instructors,
        },
        start_new_session=True,  # Ctrl-C is ours; the bot is then told to finish
    )


async def _until(stop: asyncio.Event, bot: asyncio.subprocess.Process) -> None:
    stopped = asyncio.create_task(stop.wait())
    ended = asyncio.create_task(bot.wait())
    try:
        await asyncio.wait({stopped, ended}, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            raise LaunchError(
                f"The bot ended with status {bot.returncode}; its own line above says why."
            )
        bot.send_signal(signal.SIGTERM)
        await asyncio.wait({ended}, timeout=STOP_SECONDS)
    finally:
        stopped.cancel()
        if bot.returncode is None:
            bot.kill()
            await bot.wait()
