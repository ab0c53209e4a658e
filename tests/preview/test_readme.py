"""The preview's page for scripts is true: every line of it is run, in its order, and every route,
argument and option is on it."""

import asyncio
import inspect
import json
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.cli import main
from bot.content import load
from bot.preview import control, views
from bot.preview.clock import Clock
from bot.preview.launch import PEOPLE
from bot.preview.server import LocalTelegram
from bot.preview.server.posts import KINDS
from bot.preview.stage import Stage
from bot.preview.transcript.deeds import read_deed, write_deed
from bot.preview.transcript.text import read
from bot.rehearsal import replay
from bot.settings import shipped_course

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "bot" / "preview" / "README.md").read_text(encoding="utf-8")
ADDRESS = "localhost:8765"
NO_ANSWER = object()


@dataclass(frozen=True)
class Curl:
    """One request of the page; `expected` is the answer that is printed below it, if one is."""

    method: str
    path: str
    headers: dict[str, str]
    body: str | None
    expected: Any = NO_ANSWER


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def examples() -> Iterator[Curl]:
    """The page's requests from top to bottom, each with the answer that is printed below it."""
    for block in blocks("bash"):
        lines = [line for line in block.splitlines() if not line.startswith("#!")]
        names = {}
        for line, below in zip(lines, [*lines[1:], ""], strict=True):
            if named := re.fullmatch(r"(\w+)=(\S+)", line):
                names[f"${named[1]}"] = named[2]
            elif line.startswith("curl "):
                for name, value in names.items():
                    line = line.replace(name, value)  # noqa: PLW2901 - as the shell does
                shown = NO_ANSWER if below.startswith("curl ") or not below else json.loads(below)
                yield read_curl(line, shown)
            else:
                json.loads(line)  # an answer, and nothing else


def read_curl(line: str, expected: Any) -> Curl:
    """What curl would ask; options that the page does not use are a ValueError."""
    words = iter(shlex.split(line.removesuffix(" > /dev/null"))[1:])
    headers: dict[str, str] = {}
    body = address = None
    for word in words:
        match word:
            case "-s" | "-sN":
                pass
            case "--json":
                headers["Content-Type"] = "application/json"
                body = next(words)
            case "-d":
                headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
                body = next(words)
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case _ if word.startswith(ADDRESS) and address is None:
                address = word
            case _:
                raise ValueError(f"nobody knows what {word} is in: {line}")
    if address is None:
        raise ValueError(f"no address in: {line}")
    path = address.removeprefix(ADDRESS)
    return Curl("GET" if body is None else "POST", path, headers, body, expected)


@asynccontextmanager
async def previewed() -> AsyncIterator[str]:
    """The address of a whole preview, with its bot."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "preview", "--no-open", "--port", "0"),
        *("--course", str(shipped_course())),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            first = (await process.stdout.readline()).decode()
            address = first.split("/  ")[0]
            await up(address)
        yield address
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(process.wait(), 20) == 0


async def up(address: str) -> None:
    """Wait until the bot beside the page has asked for updates."""
    async with aiohttp.ClientSession() as session, session.get(f"{address}/events") as stream:
        async for line in stream.content:
            if line.startswith(b"data: ") and b'"state": "up"' in line:
                return


async def answered(session: aiohttp.ClientSession, asked: Curl) -> tuple[int, str, bytes]:
    """Status, kind and body; of a stream its first event."""
    # the page says localhost, which may be another address than the preview's
    headers = {"Host": f"localhost:{session._base_url.port}"} | asked.headers
    async with session.request(
        asked.method, asked.path, data=asked.body, headers=headers
    ) as response:
        if response.content_type == "text/event-stream":
            return response.status, response.content_type, await response.content.readuntil(b"\n\n")
        return response.status, response.content_type, await response.read()


@dataclass(frozen=True)
class Answer:
    asked: Curl
    status: int
    kind: str
    body: bytes


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def answers() -> list[Answer]:
    """What a preview has answered to every request of the page, from top to bottom."""
    async with previewed() as address, aiohttp.ClientSession(address) as session:
        return [
            Answer(asked, *await asyncio.wait_for(answered(session, asked), 30))
            for asked in examples()
        ]


@pytest.mark.slow
async def test_every_request_of_the_page_works_from_top_to_bottom(answers):
    for one in answers:
        if one.asked.expected is NO_ANSWER:
            assert one.status == 200, one
            assert one.body, one.asked
        else:
            assert json.loads(one.body) == one.asked.expected, one.asked
        is_error = one.kind == "application/json" and b'{"error"' in one.body[:9]
        assert is_error == (one.status != 200), one


@pytest.mark.slow
async def test_the_script_ends_with_a_transcript_that_can_be_replayed(answers):
    last = answers[blocks("bash")[0].count("curl ") - 1]

    text = last.body.decode()
    assert last.kind == "text/plain"
    assert "\n> /quiz\n" in text
    assert "\n> [A. " in text
    assert (await replay(load(shipped_course()).course, text)).difference == ""


def routes() -> tuple[web.Application, set[tuple[str, str]]]:
    clock = Clock()
    stage = Stage(LocalTelegram("42:TOKEN", now=clock, people=PEOPLE), clock)
    app = web.Application()
    app.add_routes([*control.routes(stage), *views.routes(stage)])
    found = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.method != "HEAD"
    }
    return app, found


async def test_every_route_is_on_the_page_and_no_other():
    app, there = routes()

    shown = set()
    for asked in examples():
        match = await app.router.resolve(make_mocked_request(asked.method, asked.path))
        assert match.http_exception is None, asked
        shown.add((asked.method, match.route.resource.canonical))

    assert shown == there


def rows() -> dict[str, str]:
    """The deeds in the page's tables, and what their second column says."""
    found = {}
    for names, body in re.findall(r"^\| ((?:`\w+`(?:, )?)+) \| ([^|]*) \|", PAGE, re.MULTILINE):
        found |= dict.fromkeys(re.findall(r"`(\w+)`", names), body)
    return found


def test_every_argument_is_on_the_page_and_no_other():
    _, there = routes()
    deeds = {path.removeprefix("/control/") for _, path in there if path.startswith("/control/")}

    wanted = {}
    for name in deeds:
        deed = getattr(control._Deeds, name, None) or getattr(LocalTelegram, name)
        wanted[name] = set(inspect.signature(deed).parameters) - {"self"}

    assert {name: set(re.findall(r"`(\w+)`", body)) for name, body in rows().items()} == wanted


def test_every_kind_of_post_is_on_the_page():
    row = re.search(r"^\| `post` .*$", PAGE, re.MULTILINE)

    assert row is not None
    assert re.findall(r"`(\w+)`", row[0].partition("not a text")[2]) == list(KINDS)


def test_every_option_is_on_the_page(capsys):
    with pytest.raises(SystemExit):
        main(["preview", "--help"])

    known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    table = re.search(r"^\| option \|.*?\n\n", PAGE, re.MULTILINE | re.DOTALL)
    assert table is not None
    assert set(re.findall(r"`(--[a-z-]+)", table[0])) == known


def test_every_person_is_on_the_page():
    for person in PEOPLE:
        title = person.first_name if person.role == "student" else f"Dr {person.last_name}"

        assert f"{title} ({person.id})" in PAGE


def test_every_event_is_on_the_page():
    told = set(re.findall(r'\btell\("(\w+)"', inspect.getsource(Stage)))
    passed_on = re.search(r"case \{\"event\": name, \*\*facts\}:  # (.*)", inspect.getsource(Stage))
    row = re.search(r"^\| `/events` .*$", PAGE, re.MULTILINE)

    assert row is not None
    assert passed_on is not None
    assert set(re.findall(r"`(\w+)`", row[0])) == (told | set(passed_on[1].split(", ")) | {"hello"})


def test_the_transcript_on_the_page_can_be_read():
    example, deeds = blocks("text")

    transcript = read(example)

    assert transcript.begins == datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert [step.is_unseen for step in transcript.steps] == [False, True, False, False]
    for deed in deeds.splitlines():
        assert write_deed(read_deed(deed)) == deed


def test_the_programs_on_the_page_print_what_it_says():
    telegram, rehearsal = (
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        ).stdout
        for program in blocks("python")
    )

    assert f"prints `{telegram.strip()}`" in PAGE
    assert rehearsal.startswith("Seodang")
    assert "question 1 of" in rehearsal
