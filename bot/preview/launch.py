"""The preview from start to end: the page, the bot beside it, the folder of the course.

Its one rule: it is ready before the browser opens, and leaves nothing behind.
"""

import asyncio
import contextlib
import errno
import secrets
import signal
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.preview.clock import Clock
from bot.preview.folder import looked_after
from bot.preview.guard import LOCAL_HOSTS
from bot.preview.host import Host, HostError, Post
from bot.preview.http import application
from bot.preview.server import LocalTelegram, Person
from bot.preview.stage import Stage

HERE = "127.0.0.1"
ANYWHERE = {"0.0.0.0": HERE, "::": "::1"}  # noqa: S104 - compared with what was asked for
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = (
    Person(1001, "Mina", "Park", "mina", "ko", zone="Asia/Seoul"),
    Person(1002, "Jonas", "Weber", "jonas", "de", zone="Europe/Berlin"),
    Person(1003, "Amal", None, None, "ar", zone="Africa/Cairo"),
    Person(9001, "Dr", "Seo", "seo", "en", "instructor", zone="Asia/Seoul"),
    Person(9002, "Dr", "Okafor", "okafor", "en", "instructor", zone="Europe/London"),
)


class LaunchError(Exception):
    """The preview cannot start or go on; the message says why and what to do, in one line."""


@dataclass(frozen=True)
class Wishes:
    """What the command was asked for.

    `course` is an absolute path, `zone` the class's.  `database` None is a new one that is
    forgotten at the end.  `listen` is where the page is served: anything but this machine's own
    address lets others in.
    """

    course: Path
    zone: ZoneInfo
    port: int
    opens: bool
    database: Path | None = None
    listen: str = HERE


def is_here(address: str) -> bool:
    """Whether nobody but this machine reaches it."""
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


async def launch(wishes: Wishes, say: Callable[[str], None]) -> None:
    """Serve until interrupted.

    Raises LaunchError where the port is taken, or when the bot cannot start.
    """
    stop = asyncio.Event()
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, stop.set)
    clock = Clock()
    # A database that is kept remembers updates and messages by their numbers: those of another
    # evening must be higher, and no evening has more of them than milliseconds.
    first = 0 if wishes.database is None else (clock() - EPOCH) // timedelta(milliseconds=1)
    telegram = LocalTelegram(f"1:{secrets.token_hex(16)}", now=clock, people=PEOPLE, first=first)
    stage = Stage(telegram, clock, zone=wishes.zone)
    with tempfile.TemporaryDirectory(prefix="seodang-") as folder:
        database = wishes.database or Path(folder) / "preview.db"
        async with _page(stage, wishes) as address:
            taught = Path(folder) / "course"
            post = Post(
                telegram.token, address, database.absolute(), taught, stage.seed, wishes.zone
            )
            stage.host = host = Host(post, stage.tell_bot)
            kept = "is forgotten then" if wishes.database is None else f"stays in {database}"
            say(f"{address}/  (Ctrl-C ends the preview; what is learned here {kept})")
            if wishes.opens:
                asyncio.get_running_loop().run_in_executor(None, webbrowser.open, f"{address}/")
            try:
                await _until(stop, looked_after(wishes.course, stage.take))
            finally:
                await host.stop()


async def _until(stop: asyncio.Event, looking: Coroutine[object, object, None]) -> None:
    """Look after the course until `stop`; what goes wrong there ends it."""
    tasks = [asyncio.create_task(stop.wait()), asyncio.create_task(looking)]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    try:
        for task in done:
            task.result()
    except HostError as error:
        raise LaunchError(f"The bot cannot start: {error}") from error


@contextlib.asynccontextmanager
async def _page(stage: Stage, wishes: Wishes) -> AsyncIterator[str]:
    hosts = LOCAL_HOSTS | {wishes.listen} if is_here(wishes.listen) else None
    runner = web.AppRunner(
        application(stage, hosts=hosts),
        access_log=None,
        shutdown_timeout=1,
        handler_cancellation=True,  # a poll whose bot was killed must not wait on
    )
    await runner.setup()
    port = wishes.port
    try:
        await web.TCPSite(runner, wishes.listen, port).start()
    except OSError as error:
        await runner.cleanup()
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise LaunchError(
                f"{wishes.listen} is no address of this machine; take {HERE}, or 0.0.0.0 to let "
                "others in."
            ) from error
        raise LaunchError(
            f"Port {port} on {wishes.listen} cannot be used ({error.strerror}); name another: "
            f"seodang preview --port {port + 1 if port < 2**16 - 1 else 8765}"
        ) from error
    try:
        host, bound = runner.addresses[0][:2]
        if wishes.listen in ANYWHERE:  # a way to listen, not to be reached
            host = ANYWHERE[wishes.listen]
        yield f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"
    finally:
        await runner.cleanup()
