"""Students who answer as fast, or as regularly, as they are told to.

The local Telegram and the crowd share one process; the bot has another, and a core of its own.
"""

import asyncio
import gc
import statistics
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter

from aiohttp import web

from bot.preview.http import routes
from bot.preview.server import LocalTelegram, Person

TOKEN = "1:benchmark"
FIRST = 100_000
PATIENCE = 30.0


@dataclass
class Figures:
    """What was measured: answers, seconds, and each answer's delay in milliseconds."""

    answers: int
    seconds: float
    delays: list[float]

    @property
    def rate(self) -> float:
        return self.answers / self.seconds

    def percentile(self, share: float) -> float:
        ordered = sorted(self.delays)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    @property
    def p50(self) -> float:
        return statistics.median(self.delays)


@dataclass
class Crowd:
    """`taps` gives each student's next callback data; it ends when there is no more to tap."""

    size: int
    telegram: LocalTelegram = field(init=False)
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    delay: float = 0.0
    _messages: dict[int, int] = field(default_factory=dict)
    _seen: dict[int, "deque[asyncio.Future[None]]"] = field(default_factory=dict)
    _half: set[int] = field(default_factory=set)
    _have_arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        people = [Person(FIRST + index, f"Student {index}") for index in range(self.size)]
        self.telegram = LocalTelegram(TOKEN, now=lambda: datetime.now(UTC), people=people)

    @asynccontextmanager
    async def served(self) -> AsyncIterator[str]:
        """The address of the local Telegram while it is served."""

        @web.middleware
        async def network(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            if request.path.endswith("getUpdates"):
                self.polled.set()
            if self.delay:
                await asyncio.sleep(self.delay)
            return await handler(request)

        app = web.Application(middlewares=[network])
        app.add_routes(routes(self.telegram))
        runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        watcher = asyncio.create_task(self._watch())
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            watcher.cancel()
            await runner.cleanup()

    async def arrive(self, *, by_writing: bool) -> None:
        """Give every student a message with buttons: the bot's answer, or one put there."""
        people = range(FIRST, FIRST + self.size)
        if not by_writing:
            for person in people:
                self.telegram.send(person, "/start")
                reply = await self.telegram.call(
                    TOKEN,
                    "sendMessage",
                    {
                        "chat_id": person,
                        "text": "Ready?",
                        "reply_markup": {
                            "inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]
                        },
                    },
                )
                self._messages[person] = reply.body["result"]["message_id"]
            return
        for person in people:
            self.telegram.send(person, "/help")
        await self._have_arrived.wait()

    async def _watch(self) -> None:
        with self.telegram.watch() as watch:
            async for event in watch:
                kind, chat = event["event"], event["chat"]
                if kind == "message" and event["message"]["from"]["is_bot"]:
                    self._messages[chat] = event["message"]["message_id"]
                    if len(self._messages) == self.size:
                        self._have_arrived.set()
                elif kind in ("edit", "answer"):
                    person = chat if chat is not None else event["person"]
                    self._halfway(person)
                elif kind == "missed":
                    raise RuntimeError("the watcher did not keep up")

    def _halfway(self, person: int) -> None:
        """An answer is seen once its callback is answered and its message edited."""
        if person not in self._half:
            self._half.add(person)
            return
        self._half.discard(person)
        waiting = self._seen.get(person)
        if waiting and not (first := waiting.popleft()).done():
            first.set_result(None)

    async def _answer(self, person: int, data: str, since: float) -> float:
        """Milliseconds from `since` to the answered callback and the edited message."""
        seen: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._seen.setdefault(person, deque()).append(seen)
        self.telegram.query(person, self._messages[person], data)
        await seen
        return 1000 * (perf_counter() - since)

    async def closed_loop(
        self, taps: Callable[[int], Iterator[str]], *, seconds: float, warm_up: float = 1.0
    ) -> Figures:
        """Every student answers, sees, and answers again, until the time is up."""
        _sweep()
        start = perf_counter() + warm_up
        delays: list[float] = []

        async def study(person: int) -> None:
            for data in taps(person):
                delay = await self._answer(person, data, perf_counter())
                if start <= perf_counter() <= start + seconds:
                    delays.append(delay)

        people = range(FIRST, FIRST + self.size)
        students = [asyncio.create_task(study(person)) for person in people]
        await asyncio.wait(students, timeout=warm_up + seconds)
        for student in students:
            student.cancel()
        await asyncio.gather(*students, return_exceptions=True)
        return Figures(len(delays), seconds, delays)

    async def open_loop(
        self, taps: Callable[[int], Iterator[str]], *, rate: float, seconds: float
    ) -> Figures:
        """Answers at a fixed rate, whether or not the ones before have been seen."""
        _sweep()
        walks = {person: taps(person) for person in range(FIRST, FIRST + self.size)}
        tasks = []
        start = perf_counter() + 0.1
        for number in range(int(rate * seconds)):
            due = start + number / rate
            if (wait := due - perf_counter()) > 0:
                await asyncio.sleep(wait)
            person = FIRST + number % self.size
            tasks.append(asyncio.create_task(self._answer(person, next(walks[person]), due)))
        done, late = await asyncio.wait(tasks, timeout=PATIENCE)
        if late:
            raise RuntimeError(f"{len(late)} answers were not seen within {PATIENCE:g} s")
        return Figures(len(done), seconds, [task.result() for task in done])


def _sweep() -> None:
    """The crowd's own garbage collector must not stop the clock of the bot."""
    gc.collect()
    gc.freeze()
