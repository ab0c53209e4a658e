"""A rehearsal: the real bot and a Telegram of its own in one process, on a clock that stands still.

Its one rule: nothing is imitated.  A deed is an update like any other, the bot answers as on
Telegram, and all has settled when the deed returns.  Transcripts are replayed and held to.
"""

import asyncio
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, assert_never

from bot.chat.delivery import Delivery
from bot.chat.inbox import Inbox
from bot.chat.menus import Menus
from bot.chat.pictures import Pictures
from bot.chat.post import Post
from bot.chat.service import Line, connect
from bot.chat.transport import Direct, Upload
from bot.chat.updates import ALLOWED
from bot.classroom import Classroom
from bot.core.actions import StudentId
from bot.core.course import Course
from bot.preview.server import File, LocalTelegram, Person
from bot.preview.transcript.deeds import (
    Answers,
    Blocks,
    Deed,
    Edits,
    Forges,
    Posts,
    Repeats,
    Says,
    Taps,
    Unblocks,
    Votes,
)
from bot.preview.transcript.hearing import Button, Hearing
from bot.preview.transcript.text import (
    UNSEEN,
    Group,
    Later,
    Step,
    Transcript,
    TranscriptError,
    name_of,
    read,
    step_line,
    write,
)
from bot.store import Store, open_database

TOKEN = "1:rehearsal"  # noqa: S105 - it opens nothing
BEGINS = datetime(2026, 3, 2, 12, tzinfo=UTC)
DIFFERENCES_SHOWN = 5
_CONTEXT = 2

Update = dict[str, Any]


class ImpossibleError(Exception):
    """A deed that cannot be done now; the message says why."""


class Clock:
    """The time that the bot and its Telegram see; it stands still until it is moved."""

    def __init__(self, now: datetime = BEGINS) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        """Move it by so many days, hours, minutes, as timedelta names them."""
        self.now += timedelta(**units)


class Rehearsal:
    """The bot teaching `course` to `people`; instructors are those whose role says so.

    `begins` is aware; `seed` decides the order of options; without a `group` each person writes
    in the private chat; without a `folder` the course's pictures cannot be found.
    """

    def __init__(
        self,
        course: Course,
        people: Iterable[Person],
        *,
        begins: datetime = BEGINS,
        seed: int = 7,
        timezone: tzinfo = UTC,
        group: Group | None = None,
        folder: Path | None = None,
    ) -> None:
        self.clock = Clock(begins.astimezone(UTC))
        self.telegram = LocalTelegram(TOKEN, now=self.clock, people=people)
        self.telegram.chats.updates.allow(ALLOWED)
        self.db = open_database(None)
        self.store = Store(self.db)
        self.bot = connect(Line(TOKEN, "http://rehearsal"), Direct(self._call))
        self._folder = folder
        self._seed = seed
        self._timezone = timezone
        self._events = self.telegram.watch()
        self._hearings: dict[int, Hearing] = {}
        self._last: dict[int, Update] = {}
        self._group: int | None = None
        if group is not None:
            self._group = self.telegram.group(group.title, group.members)
        self.teach(course)

    def teach(self, course: Course) -> None:
        """The bot starts anew on the same database, with this course."""
        people = self.telegram.people.values()
        instructors = [StudentId(one.id) for one in people if one.role == "instructor"]
        self.classroom = Classroom(course, instructors, self._timezone)
        self.menus = Menus(self.bot, self.classroom)
        delivery = Delivery(self.bot, Pictures(self._folder))
        books = (self.store, self.classroom, delivery)
        self.post = Post(*books, clock=self.clock)
        self.inbox = Inbox(*books, self.menus, clock=self.clock, seeds=lambda: self._seed)

    async def reopens(self, course: Course | None = None) -> None:
        """The bot starts anew, perhaps with another course, and goes on where it stopped."""
        self.teach(course or self.classroom.course)
        await self.inbox.resume()
        await self._settled()

    async def receives(self, *updates: Any) -> None:
        """The bot gets these updates, all at once."""
        await self.inbox.receive(updates)
        await self._settled()

    async def does(self, person: int, deed: Deed) -> Deed:
        """Let the person do it; returned as people would put it now, e.g. with a button's full
        name.  Raises ImpossibleError where nobody could do it."""
        queue = self.telegram.chats.updates
        queue.clear()
        try:
            done = self._do(person, deed)
        except (LookupError, ValueError) as error:
            raise ImpossibleError(str(error.args[0])) from error
        updates = queue.pending()
        if updates:
            self._last[person] = updates[-1]
        await self.receives(*updates)
        return done

    def hearing(self, chat: int) -> Hearing:
        """The chat, heard from its beginning to now."""
        while not self._events.empty():
            event = self._events.get_nowait()
            if event["chat"] is not None:
                self._hearing(event["chat"]).take(event)
        return self._hearing(chat)

    def heard(self, person: int, *, is_seen: bool = True) -> tuple[str, ...]:
        """What the bot has done since this was last asked: to this person, then to others.

        `is_seen` unless nobody will read it.
        """
        home = self._room(person)
        lines = list(self.hearing(home).heard())
        for chat, hearing in self._hearings.items():
            said = () if chat == home else hearing.heard(to=self._name(chat))
            lines += ["", *said] if lines and said else said
            hearing.turn(is_seen=is_seen)
        return tuple(lines)

    async def passes(self, **units: float) -> None:
        """Time passes, as timedelta names it; what was due by then has gone out."""
        self.clock.advance(**units)
        await self._settled()

    def close(self) -> None:
        self.store.close()

    async def _call(
        self, token: str, method: str, parameters: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> tuple[int, Mapping[str, Any]]:
        sent = {name: File(*upload) for name, upload in files.items()}
        reply = await self.telegram.call(token, method, parameters, sent)
        return reply.status, reply.body

    async def _settled(self) -> None:
        await self.inbox.settled()
        await self.post.round()
        await self.store.do(lambda _: None)  # behind what was stored without waiting

    def _hearing(self, chat: int) -> Hearing:
        if chat not in self._hearings:
            self._hearings[chat] = Hearing(int(self.telegram.chats.bot["id"]))
        return self._hearings[chat]

    def _room(self, person: int) -> int:
        return person if self._group is None else self._group

    def _name(self, chat: int) -> str:
        room = self.telegram.room(chat)
        return room.title or name_of(self.telegram.people[chat])

    def _do(self, person: int, deed: Deed) -> Deed:
        telegram, chat = self.telegram, self._room(person)
        hearing = self.hearing(chat)
        match deed:
            case Says(text=text):
                telegram.send(person, text, chat=self._group)
            case Answers(message=number, text=text):
                message = _there(hearing.message(number), f"a message {number} of the bot")
                telegram.send(person, text, chat=self._group, reply_to=message)
            case Edits(message=number, text=text):
                message = _there(hearing.own_message(number), f"a message {number} of this person")
                telegram.edit(person, message, text)
            case Posts(kind=kind, name=name, caption=caption):
                upload = File(name, b"%PDF-1.7", "application/pdf") if name else None
                telegram.post(person, kind, upload, caption, chat=self._group)
            case Taps():
                return self._tap(person, deed, hearing)
            case Forges(message=number, carries=carries):
                message = _there(hearing.message(number), f"a message {number} of the bot")
                telegram.query(person, message, carries)
            case Votes(options=options, message=number):
                poll = hearing.newest_poll() if number is None else hearing.message(number)
                choice = [option - 1 for option in options]
                telegram.vote(person, _there(poll, "a poll of the bot"), choice)
            case Blocks():
                telegram.block(person)
            case Unblocks():
                telegram.unblock(person)
            case Repeats():
                if person not in self._last:
                    raise LookupError("this person has done nothing yet that could come again")
                telegram.again(self._last[person], new_id=False)
            case _:
                assert_never(deed)
        return deed

    def _tap(self, person: int, deed: Taps, hearing: Hearing) -> Taps:
        message = None
        if deed.message is not None:
            message = _there(hearing.message(deed.message), f"a message {deed.message} of the bot")
        button = hearing.find(deed.label, message, old=deed.is_old)
        if button is None:
            raise LookupError(_no_button(deed, hearing.buttons(message, old=deed.is_old)))
        if button.carries is None:
            raise LookupError(f"the button [{button.name}] sends nothing to the bot")
        for _ in range(deed.times):
            self.telegram.query(person, button.message, button.carries)
        return replace(deed, label=button.name)


def _there(number: int | None, what: str) -> int:
    if number is None:
        raise LookupError(f"there is not {what}")
    return number


def _no_button(deed: Taps, shown: Iterable[Sequence[Button]]) -> str:
    where = "" if deed.message is None else f" in message {deed.message}"
    there = next((each for each in shown if each), ())
    names = " ".join(f"[{button.name}]" for button in there)
    kind = "old button" if deed.is_old else "button"
    return f"there is no {kind} [{deed.label}]{where}; " + (
        f"there are {names}" if len(there) > 1 else f"there is {names or 'none at all'}"
    )


@dataclass(frozen=True)
class Replayed:
    """A transcript as it reads now, and how it departs from the old one: empty if it holds.

    `has_ended` unless a deed was impossible; then the text ends before it.
    """

    text: str
    difference: str
    has_ended: bool


async def replay(
    course: Course, text: str, name: str = "transcript", folder: Path | None = None
) -> Replayed:
    """Let everybody in a transcript do again what they did.  Raises TranscriptError."""
    transcript = read(text, name)
    if not transcript.is_whole:
        raise TranscriptError(name, 3, "its beginning is missing, so it cannot be replayed")
    return await _replayed(course, transcript, name, folder)


def replay_files(
    course: Course, paths: Iterable[Path], folder: Path | None = None, *, update: bool = False
) -> Iterator[tuple[Path, Replayed]]:
    """Replay one file after another; with `update` those that have ended are written anew.

    Raises TranscriptError for a file that cannot be read, before any is replayed.
    """
    texts = [(path, _text(path)) for path in paths]
    for path, text in texts:
        read(text, str(path))
    for path, text in texts:
        replayed = asyncio.run(replay(course, text, str(path), folder))
        if update and replayed.has_ended and replayed.text != text:
            path.write_text(replayed.text, encoding="utf-8", newline="\n")
        yield path, replayed


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise TranscriptError(str(path), 1, f"it cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise TranscriptError(str(path), 1, "it is not UTF-8; save it as UTF-8") from error


async def _replayed(
    course: Course, transcript: Transcript, name: str, folder: Path | None
) -> Replayed:
    rehearsal = Rehearsal(
        course,
        _everybody(transcript),
        begins=transcript.begins,
        seed=transcript.seed,
        timezone=transcript.begins.tzinfo or UTC,
        group=transcript.group,
        folder=folder,
    )
    steps: list[Step] = []
    departures: list[str] = []
    acting, stopped = 0, None
    try:
        for step in transcript.steps:
            act = step.act
            if isinstance(act, Later):
                await rehearsal.passes(seconds=act.seconds)
            elif step.person is not None:
                acting = step.person.id
                try:
                    act = await rehearsal.does(acting, act)
                except ImpossibleError as error:
                    stopped = f"{name}:{step.line}: {_told(step)}. That cannot be: {error}."
                    break
            heard = rehearsal.heard(acting, is_seen=not step.is_unseen) if acting else ()
            steps.append(replace(step, act=act, heard=(UNSEEN,) if step.is_unseen else heard))
            if not step.is_unseen and heard != step.heard:
                departures.append(_departure(step, heard, name))
    finally:
        rehearsal.close()
    shown = departures[:DIFFERENCES_SHOWN]
    if len(departures) > len(shown):
        shown.append(f"Another {len(departures) - len(shown)} answers differ.")
    if stopped is not None:
        shown.append(stopped)
    text = write(replace(transcript, steps=tuple(steps)))
    return Replayed(text, "\n\n".join(shown), stopped is None)


def _everybody(transcript: Transcript) -> list[Person]:
    """Who acts, and who only sits in the group."""
    people = {person.id: person for person in transcript.people}
    members = () if transcript.group is None else transcript.group.members
    silent = [Person(member, "Somebody") for member in members if member not in people]
    return [*people.values(), *silent]


def _departure(step: Step, heard: Sequence[str], name: str) -> str:
    """One answer that is another one now: the deed, then line by line what is gone and new."""
    if not step.heard:
        what = "The transcript has no answer; now there is one"
    elif not heard:
        what = "Now there is no answer"
    else:
        what = "The answer is another one now"
    lines = [f"{name}:{step.line}: {_told(step)}. {what}:"]
    changes = difflib.unified_diff(step.heard, heard, n=_CONTEXT, lineterm="")
    for number, line in enumerate(changes):
        if number >= 2:  # after the two that would name files
            lines.append("    …" if line.startswith("@@") else f"  {line[0]} {line[1:]}".rstrip())
    if lines[1] == "    …":
        del lines[1]
    return "\n".join(lines)


def _told(step: Step) -> str:
    """The deed in a sentence without its full stop."""
    who = "Time passed" if step.person is None else step.person.first_name
    line = step_line(step).replace("\n> ", " / ").replace("\n>", " /").removeprefix("> ")
    match step.act:
        case Later():
            return f"{who}: {line.removeprefix('# ')}"
        case Says():
            return f'{who} wrote "{line}"'
        case Taps(is_old=False, times=1):
            return f"{who} tapped {line}"
        case _:
            return f"{who} {line.removeprefix('(').removesuffix(')')}"
