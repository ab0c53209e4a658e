"""The command itself: what it says, how it ends, what it keeps, whom it lets in."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main
from bot.preview.launch import is_here
from tests.http.world import Command, children, command, free_port
from tests.preview.evening import GOOD, JONAS, MINA
from tests.preview.looking import Looker, looking

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at Linux's processes"),
]


@dataclass
class Preview:
    command: Command
    address: str
    page: Looker

    @property
    def line(self) -> str:
        """The first one that the command has printed, its warning apart."""
        return next(line for line in self.command.said if "http://" in line)

    async def answers(self, person: int, text: str) -> str:
        """What the bot says when somebody writes this."""
        before = len(await self.page.said(person))
        await self.page.does("send", person=person, text=text)
        assert await self.page.does("quiet", seconds=15)
        said = await self.page.said(person)
        assert len(said) > before, f"no answer to {text}"
        return said[-1]

    async def is_up(self) -> int:
        """The bot's process, as soon as it is up."""
        async with self.page.listens() as stream:
            state = (await stream.next())[1]["bot"]["state"]
            while state != "up":
                state = (await stream.until("bot"))["state"]
        (bot,) = children(self.command.process.pid)
        return bot

    async def ends(self, number: signal.Signals = signal.SIGINT) -> int | None:
        self.command.process.send_signal(number)
        return await self.command.ended()


@asynccontextmanager
async def previewed(*arguments: str, **settings: str) -> AsyncIterator[Preview]:
    """The command while the block lasts, on a free port, with a small course."""
    course = () if "--course" in arguments else ("--course", str(GOOD))
    opens = () if "--open" in arguments else ("--no-open",)
    async with command(
        "preview", *course, *opens, "--port", "0", *arguments, **settings
    ) as running:
        async with asyncio.timeout(15):
            while not any("http://" in line for line in running.said):
                assert running.process.returncode is None, running.output
                await asyncio.sleep(0.005)
        address = next(
            word for line in running.said for word in line.split() if word.startswith("http://")
        ).rstrip("/")
        async with looking(address) as page:
            yield Preview(running, address, page)


def is_there(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


async def gone(process: int) -> bool:
    """Whether the process ends by itself within some seconds; afterwards it is gone anyway."""
    with suppress(TimeoutError):
        async with asyncio.timeout(10):
            while is_there(process):
                await asyncio.sleep(0.01)
            return True
    os.kill(process, signal.SIGKILL)
    return False


async def test_it_says_its_address_opens_a_browser_answers_and_forgets_all_with_ctrl_c(tmp_path):
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part\nmv {opened}.part {opened}\n')
    browser.chmod(0o700)
    (tmp_path / "temporary").mkdir()
    settings = {
        "BROWSER": f"{browser} %s",
        "TMPDIR": str(tmp_path / "temporary"),
        "SEODANG_DATABASE": str(tmp_path / "own.db"),  # that of the real bot, and no business here
    }
    async with previewed("--open", "--fresh", **settings) as preview:
        async with preview.page.client.get("/") as page:
            assert "<title>" in await page.text()
        bot = await preview.is_up()
        answer = await preview.answers(MINA, "/start")
        async with asyncio.timeout(5):
            while not opened.exists():
                await asyncio.sleep(0.01)
        status = await preview.ends()

    assert preview.line == (
        f"{preview.address}/  (Ctrl-C ends the preview; what is learned here is forgotten then)\n"
    )
    assert opened.read_text() == f"{preview.address}/\n"
    assert "Villages and towns" in answer
    assert (status, is_there(bot)) == (0, False)
    assert not (tmp_path / "own.db").exists()
    assert list((tmp_path / "temporary").iterdir()) == []
    assert "Stopped; everything is stored." in preview.command.output
    assert "Traceback" not in preview.command.output


async def test_it_may_be_ended_while_its_bot_starts():
    async with previewed() as preview:
        async with asyncio.timeout(5):
            while not children(preview.command.process.pid):
                await asyncio.sleep(0.001)
        (bot,) = children(preview.command.process.pid)
        status = await preview.ends(signal.SIGTERM)

    assert (status, is_there(bot)) == (0, False)
    assert "Traceback" not in preview.command.output


async def test_a_preview_that_is_killed_leaves_no_bot_behind():
    async with previewed() as preview:
        bot = await preview.is_up()
        await preview.ends(signal.SIGKILL)

        assert await gone(bot)


async def test_what_is_learned_is_kept_in_a_file_and_new_updates_are_taken(tmp_path):
    """The second evening begins at once, after a first one that was full of updates."""
    database = tmp_path / "deep" / "learned.db"
    async with previewed("--database", str(database)) as first:
        await first.is_up()
        await first.answers(MINA, "/learn")
        await first.page.does("press", person=MINA, label="1. Two gaps")
        await asyncio.gather(
            *(first.page.does("send", person=JONAS, text=f"text {number}") for number in range(99))
        )
        assert await first.page.does("quiet", seconds=30)
        where = await first.answers(MINA, "/learn")
        assert await first.ends() == 0
    async with previewed("--database", str(database)) as second:
        empty = await second.page.said(MINA)
        again = await second.answers(MINA, "/learn")
        jonas = await second.answers(JONAS, "/start")
        breaches = [
            each["breach"]
            for each in (await second.page.sees("/wire"))["entries"]
            if each["breach"]
        ]
        assert await second.ends() == 0

    assert f"what is learned here stays in {database})" in first.line
    assert empty == []
    assert again == where
    assert "Villages and towns" in jonas
    assert [each for each in breaches if "not found" not in each] == []
    assert database.exists()


async def test_told_to_listen_everywhere_it_warns_and_lets_in_any_name_but_no_foreign_page():
    async with previewed("--listen", "0.0.0.0") as preview:
        async with preview.page.client.get("/wire", headers={"Host": "classroom:1"}) as named:
            pass
        elsewhere = {"Origin": "http://evil.example"}
        async with preview.page.client.get("/wire", headers=elsewhere) as foreign:
            pass
        assert await preview.ends() == 0

    assert preview.command.said[0] == (
        "Warning: everyone who reaches 0.0.0.0 can use this page and see what is learned here; "
        "there is no password.\n"
    )
    assert preview.address.startswith("http://127.0.0.1:")
    assert (named.status, foreign.status) == (200, 403)


async def test_on_this_machine_alone_it_lets_in_no_foreign_name_and_warns_of_nothing():
    async with previewed("--listen", "127.0.0.2") as preview:
        async with preview.page.client.get("/wire") as own:
            pass
        foreign = [
            await preview.page.client.get("/wire", headers=headers)
            for headers in (
                {"Host": "evil.example"},
                {"Host": "evil.example", "Origin": "http://evil.example"},
                {"Origin": "http://evil.example"},
            )
        ]
        preview.command.process.kill()

    assert (own.status, [each.status for each in foreign]) == (200, [403] * 3)
    assert "Warning" not in preview.command.output


async def test_a_port_that_is_taken_is_one_plain_line_and_status_2():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with command("preview", "--no-open", "--port", str(port)) as preview:
            status = await preview.ended()

    assert status == 2
    assert preview.output.startswith(f"seodang: Port {port} on 127.0.0.1 cannot be used (")
    assert preview.output.endswith(f"; name another: seodang preview --port {port + 1}\n")
    assert len(preview.said) == 1


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.8.8.8", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("localhost.evil.example", False),
        ("", False),
    ],
)
def test_only_an_address_of_this_machine_alone_is_here(address, here):
    assert is_here(address) is here


async def test_an_address_that_is_not_this_machines_is_one_plain_line_and_status_2():
    listen = "203.0.113.7"
    async with command("preview", "--no-open", "--port", "0", "--listen", listen) as preview:
        status = await preview.ended()

    assert status == 2
    assert preview.said[-1] == (
        f"seodang: {listen} is no address of this machine; take 127.0.0.1, or 0.0.0.0 to let "
        "others in.\n"
    )


async def test_a_bot_that_cannot_start_ends_the_preview_with_status_2(tmp_path):
    arguments = ("--no-open", "--port", "0", "--course", str(GOOD), "--database", str(tmp_path))
    async with command("preview", *arguments) as preview:
        status = await preview.ended()

    assert status == 2
    assert preview.said[-2].startswith(f"seodang: The database {tmp_path} cannot be opened")
    assert preview.said[-1] == (
        "seodang: The bot cannot start: It ended with status 2; its last line in the terminal "
        "says why.\n"
    )


def test_a_folder_that_is_not_there_is_one_plain_line_and_status_2(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SEODANG_COURSE", str(GOOD))
    missing = tmp_path / "nowhere"

    status = main(["preview", "--port", str(free_port()), "--course", str(missing)])

    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert said.err.startswith(f"seodang: There is no course at {missing}; ")
    assert said.err.count("\n") == 1


def test_to_keep_and_to_forget_cannot_both_be_wished(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["preview", "--fresh", "--database", "learned.db"])

    assert ended.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err
    assert not os.path.exists("learned.db")  # noqa: PTH110 - where the tests run
