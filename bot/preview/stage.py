"""The preview as a whole: a Telegram, people, a clock, a course and the bot that teaches it.

Its one rule: it sets the scene and looks on; what the bot says is the bot's own.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import UTC, timedelta, tzinfo
from itertools import count
from pathlib import Path
from typing import Any

from bot.content import Loaded, Problem
from bot.core.course import Course
from bot.preview.clock import Clock
from bot.preview.host import Host, HostError
from bot.preview.news import News
from bot.preview.server import LocalTelegram, Person
from bot.preview.server.chats import Chat
from bot.preview.transcript.journal import Journal
from bot.preview.wire import Wire

log = logging.getLogger(__name__)

FIRST_STUDENT, FIRST_INSTRUCTOR = 1001, 9001
QUIET_SECONDS = 0.1

Object = dict[str, Any]


class Stage:
    """`host` is None where the bot is somebody else's: it is then always up.

    `course` is the last one without mistakes, None while there was none.
    """

    def __init__(
        self, telegram: LocalTelegram, clock: Clock, seed: int = 0, zone: tzinfo = UTC
    ) -> None:
        self.telegram = telegram
        self.clock = clock
        self.news = News()
        self.wire = Wire()
        self.seed = seed
        self.journal = Journal(telegram, seed=seed, zone=zone)
        self.host: Host | None = None
        self.course: Course | None = None
        self.problems: tuple[Problem, ...] = ()
        self._folder = Path()
        self._last: dict[tuple[int, str], Object] = {}
        self._stirred = 0.0
        self._beginning = asyncio.Lock()
        self.looked = asyncio.Event()  # set once the course has been read, with mistakes or not

    async def look_on(self) -> None:
        """Tell the pages what happens, until cancelled."""
        with self.telegram.watch() as watched:
            while True:
                is_about_people = self._taken(await watched.get())
                while not watched.empty():
                    is_about_people |= self._taken(watched.get_nowait())
                if is_about_people:
                    self.news.tell("people", self.everyone())

    def _taken(self, event: Object) -> bool:
        """The same as `_told`; whatever one event leads to, the next is told."""
        try:
            return self._told(event)
        except Exception:
            log.exception("The page was not told of an event: %s", event["event"])
            return True

    def _told(self, event: Object) -> bool:
        """Pass an event on; whether the list of people has changed by it."""
        self.journal.told(event)
        match event:
            case {"event": "message" | "edit", "chat": chat, "message": message}:
                self.news.tell("message", {"chat": chat, "message": message})
                return True
            case {"event": "delete", "chat": chat, "message_id": number}:
                self.news.tell("gone", {"chat": chat, "message_id": number})
                return True
            case {"event": "call", "call": call}:
                if call.method.lower() != "getupdates":
                    self._stirred = _time()
                self.news.tell("wire", self.wire.called(call))
            case {"event": "poll"}:
                if self.host is not None:
                    self.host.polled()
            case {"event": "update", "update": update}:
                self._stirred = _time()
                entry = self.wire.updated(update, self.telegram.chats.now())
                self._remember(entry["person"], update)
                self.news.tell("wire", entry)
            case {"event": "faults"}:
                self.news.tell("faults", {"faults": self.faults()})
            case {"event": "people"}:
                return True
            case {"event": name, **facts}:  # answer, action, keyboard, reaction, commands, missed
                self.news.tell(name, facts)
            case _:
                pass
        return False

    def _remember(self, person: object, update: Object) -> None:
        if isinstance(person, int):
            self._last[person, "update"] = update
            if "callback_query" in update:
                self._last[person, "tap"] = update

    def hello(self) -> Object:
        return {
            "bot": self.bot(),
            "course": self.titled(),
            **self.everyone(),
            "clock": self.time(),
            "problems": self.mistakes(),
            "faults": self.faults(),
            "wire": self.wire.next,
        }

    def bot(self) -> Object:
        user = self.telegram.chats.bot_user()
        state, why = ("up", None) if self.host is None else (self.host.state, self.host.why)
        return {
            "name": user["first_name"],
            "username": user["username"],
            "state": state,
            "why": why,
        }

    def tell_bot(self) -> None:
        self.news.tell("bot", self.bot())

    def titled(self) -> Object | None:
        return None if self.course is None else {"title": self.course.title}

    def everyone(self) -> Object:
        return {
            "people": [self.person(each) for each in self.telegram.people.values()],
            "groups": [
                self._group(room) for room in self.telegram.chats.chats.values() if room.is_group
            ],
        }

    def person(self, person: Person) -> Object:
        return {
            "id": person.id,
            "name": " ".join(filter(None, (person.first_name, person.last_name))),
            "first_name": person.first_name,
            "role": person.role,
            "language": person.language_code,
            "zone": person.zone,
            "blocked": self.telegram.chats.private(person.id).blocked,
            "last": _last(self.telegram.chats.private(person.id)),
        }

    def _group(self, room: Chat) -> Object:
        members = [person for person, status in room.members.items() if status != "left"]
        return {"id": room.id, "title": room.title, "members": members, "last": _last(room)}

    def time(self) -> Object:
        return {"now": self.clock().isoformat(), "ahead": self.clock.ahead.total_seconds()}

    def mistakes(self) -> list[Object]:
        return [
            {
                "path": each.path,
                "line": each.line,
                "column": each.column,
                "what": each.what,
                "remedy": each.remedy,
                "level": each.level,
                "text": _line(self._folder / each.path, each.line),
            }
            for each in self.problems
        ]

    def faults(self) -> list[Object]:
        return [
            {"number": each.number, "what": str(each), "left": each.times}
            for each in self.telegram.faults()
        ]

    async def take(self, loaded: Loaded, folder: Path) -> None:
        """The course as it is in the folder now: taught if it has no mistakes, else told."""
        self._folder = folder
        if loaded.course is not None and self.host is not None:
            self.course = loaded.course
            await self.host.keep(folder)
            if self.host.state == "waiting":
                await self._begin()
            else:
                await self.host.teach()
            self.news.tell("course", self.titled())
        self.looked.set()
        # told last: where no mistake is shown any more, the mended course is taught
        self.problems = loaded.problems
        self.news.tell("problems", {"problems": self.mistakes()})

    async def move(self, by: timedelta) -> Object:
        """Move the clock forward, for the bot and for its Telegram."""
        self.clock.move(by)
        if self.host is not None:
            await self.host.move(self.clock.ahead.total_seconds())
        self.journal.told({"event": "clock", "chat": None, "seconds": by.total_seconds()})
        self.news.tell("clock", self.time())
        return self.time()

    async def join(self, person: Person) -> Object:
        """A new person, whom the bot knows as an instructor if that is the role."""
        self.telegram.join(person)
        if person.role == "instructor":
            await self._begin(anew=True)
        return self.person(person)

    def free_id(self, role: str) -> int:
        first = FIRST_INSTRUCTOR if role == "instructor" else FIRST_STUDENT
        return next(each for each in count(first) if each not in self.telegram.people)

    async def afresh(self, person: int) -> None:
        """As if the person had never written; raises LookupError, or HostError without a bot."""
        self.telegram.chats.person(person)
        if self.host is not None:
            await self.host.forget(person)
        self.telegram.empty(person)
        self.journal.forget(person)
        for kind in ("update", "tap"):
            self._last.pop((person, kind), None)

    def last(self, person: int, kind: str) -> Object:
        """The person's last update or tap; raises LookupError if there was none."""
        name = self.telegram.chats.person(person).first_name
        if (person, kind) not in self._last:
            done = "tapped anything" if kind == "tap" else "done anything"
            raise LookupError(f"{name} has not {done} yet.")
        return self._last[person, kind]

    async def start(self) -> None:
        """Raises HostError while there is no course to teach, or if the bot ends at once."""
        if self.host is not None and self.course is None:
            raise HostError(self.host.why or "There is no course without mistakes yet.")
        await self._begin()

    async def _begin(self, *, anew: bool = False) -> None:
        """Start the bot, with all instructors; `anew` stops one that runs, and starts no other."""
        async with self._beginning:
            if self.host is None:
                return
            if anew and self.host.state not in ("up", "starting"):
                return
            if anew:
                await self.host.stop()
            await self.host.start(self._instructors())

    async def quiet(self, seconds: float) -> bool:
        """Whether the bot had nothing in hand within so many seconds; waits for that moment."""
        end = _time() + seconds
        while _time() < end:
            waits = self.telegram.in_hand or self.telegram.chats.updates.pending()
            is_still = not waits and _time() - self._stirred >= QUIET_SECONDS
            if is_still and (self.host is None or not await self.host.unfinished()):
                return True
            await asyncio.sleep(0.02)
        return False

    def _instructors(self) -> Iterable[int]:
        return [each.id for each in self.telegram.people.values() if each.role == "instructor"]


def _last(room: Chat) -> Object | None:
    return room.messages[next(reversed(room.messages))] if room.messages else None


def _line(path: Path, number: int) -> str:
    """The line itself; empty where the file cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return ""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _time() -> float:
    return asyncio.get_running_loop().time()
