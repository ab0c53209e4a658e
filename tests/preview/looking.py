"""Looking at a preview over HTTP, as its page and as scripts do."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, ClientTimeout, StreamReader

PATIENCE = 10.0
Event = tuple[str, Any]


@dataclass
class Stream:
    """The events that a page hears, and those it has heard."""

    content: StreamReader
    heard: list[Event] = field(default_factory=list)

    async def next(self) -> Event:
        """The next event's name and content; fails if none comes."""
        name = ""
        async with asyncio.timeout(PATIENCE):
            while True:
                line = (await self.content.readline()).decode()
                assert line, f"the stream has ended after {[name for name, _ in self.heard]}"
                if line.startswith("event: "):
                    name = line.removeprefix("event: ").rstrip("\n")
                elif line.startswith("data: "):
                    event = name, json.loads(line.removeprefix("data: "))
                    self.heard.append(event)
                    return event

    async def until(self, name: str, **facts: Any) -> Any:
        """The content of the next event of that name that holds these facts."""
        while True:
            event, content = await self.next()
            if event == name and all(content.get(key) == fact for key, fact in facts.items()):
                return content

    async def told(self, count: int, *, but: tuple[str, ...] = ("people", "wire")) -> list[Event]:
        """So many next events, `but` these kinds."""
        told: list[Event] = []
        while len(told) < count:
            event = await self.next()
            if event[0] not in but:
                told.append(event)
        return told


@dataclass
class Looker:
    """A page, or a script; every deed is a POST, every look a GET."""

    client: ClientSession

    async def does(self, deed: str, /, **body: Any) -> Any:
        """What a deed that must succeed is answered with."""
        status, answer = await self.tries(deed, **body)
        assert status == 200, (deed, body, answer)
        return answer

    async def tries(self, deed: str, /, **body: Any) -> tuple[int, Any]:
        async with self.client.post(f"/control/{deed}", json=body) as response:
            return response.status, await response.json()

    async def refused(self, deed: str, /, **body: Any) -> tuple[int, str]:
        """The status and the sentence of a deed that must fail."""
        status, answer = await self.tries(deed, **body)
        assert answer.keys() == {"error"}, answer
        return status, answer["error"]

    async def sees(self, path: str) -> Any:
        async with self.client.get(path) as response:
            assert response.status == 200, (path, await response.text())
            return await response.json()

    async def said(self, person: int) -> list[str]:
        """The bot's messages to somebody, oldest first."""
        messages = (await self.sees(f"/chats/{person}"))["messages"]
        return [one["text"] for one in messages if one["from"]["is_bot"]]

    @asynccontextmanager
    async def listens(self) -> AsyncIterator[Stream]:
        """What is told from now on, the hello first."""
        async with self.client.get("/events", timeout=ClientTimeout(total=None)) as response:
            assert response.content_type == "text/event-stream"
            yield Stream(response.content)


@asynccontextmanager
async def looking(address: str) -> AsyncIterator[Looker]:
    async with ClientSession(address) as client:
        yield Looker(client)
