"""A conversation as plain text: what people did, and what the bot said.

Its one rule: a line that begins with `>` is a deed and one that begins with `#` says who acts
or how time passes; all the rest is the bot's, and is compared but never understood.

    # Seodang conversation: A first lesson
    # begins 2026-11-24 12:00 UTC, seed 7
    # Mina Park, 1001, student, ko
    > /quiz

    Seodang
      Quizzes
      [1. Regional policy]

    > [1. Regional policy]
    …

    # 7 days later

    > (sends a sticker)

Several lines of a deed are one message.  `…` alone stands for an answer that is not looked at.
What can stand after `>` is in deeds.py, how the bot's messages are put in hearing.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.preview.server import Person
from bot.preview.transcript.deeds import BadDeedError, Deed, read_deed, write_deed

BOT = "Seodang"
UNSEEN = "…"
_TITLE = f"# {BOT} conversation"
_MISSING = "# the beginning is missing"
_BEGINS = re.compile(r"# begins (\d{4}-\d\d-\d\d \d\d:\d\d) (\S+), seed (\d+)")
_GROUP = re.compile(r"# in the group (.+), with (\d+(?:, \d+)*)")
_PERSON = re.compile(r"# (.+), (\d{1,16}), (student|instructor)(?:, ([A-Za-z-]+))?")
_LATER = re.compile(r"# (\d+ \w+(?:, \d+ \w+)*) later")
_SECONDS = {"day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
_LONGEST_WAIT = 100_000 * _SECONDS["day"]


class TranscriptError(Exception):
    """A transcript that cannot be read; the message says where, what, and what to write."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"{name}:{line}: {what}")


@dataclass(frozen=True)
class Later:
    """Time passes."""

    seconds: int


@dataclass(frozen=True)
class Group:
    """A conversation in a group; the first of `members` has made it."""

    title: str
    members: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """A deed, or time that passes, and the lines of what the bot did then.

    `person` is None where time passes; `line` is where it stands, 0 for nowhere.
    """

    person: Person | None
    act: Deed | Later
    heard: tuple[str, ...] = ()
    line: int = 0

    @property
    def is_unseen(self) -> bool:
        """The answer is not looked at."""
        return self.heard == (UNSEEN,)


@dataclass(frozen=True)
class Transcript:
    """`begins` is aware, and its zone is the class's.  `is_whole` unless the beginning is missing,
    and then it can be read but not replayed."""

    begins: datetime
    seed: int
    steps: tuple[Step, ...]
    title: str = ""
    group: Group | None = None
    is_whole: bool = True

    @property
    def people(self) -> tuple[Person, ...]:
        """Who acts in it, in the order of their first deeds."""
        return tuple({one.person.id: one.person for one in self.steps if one.person}.values())


def write(transcript: Transcript) -> str:
    """The transcript as text; `read` reads it back."""
    begins = f"{transcript.begins:%Y-%m-%d %H:%M} {transcript.begins.tzinfo}"
    head = [
        f"{_TITLE}: {transcript.title}" if transcript.title else _TITLE,
        f"# begins {begins}, seed {transcript.seed}",
    ]
    if not transcript.is_whole:
        head.append(_MISSING)
    if transcript.group is not None:
        members = ", ".join(map(str, transcript.group.members))
        head.append(f"# in the group {transcript.group.title}, with {members}")
    text = "\n".join(head)
    acting: Person | None = None
    is_terse = False
    for step in transcript.steps:
        # deeds whose answers are not looked at stand together
        text += "\n" if is_terse and step.is_unseen and step.person == acting else "\n\n"
        if step.person is not None and step.person != acting:
            acting = step.person
            text += f"{_person_line(acting)}\n"
        text += step_line(step)
        if step.heard:
            text += "\n" if step.is_unseen else "\n\n"
            text += "\n".join(step.heard)
        is_terse = step.is_unseen
    return f"{text}\n"


def read(text: str, name: str = "transcript") -> Transcript:
    """The transcript in a text; `name` is the file's, for TranscriptError."""
    return _Reader(text, name).transcript()


def step_line(step: Step) -> str:
    """A deed, or the passing of time, as it stands in a transcript."""
    if isinstance(step.act, Later):
        return f"# {duration(step.act.seconds)} later"
    written = write_deed(step.act).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in written)


def name_of(person: Person) -> str:
    """The full name, on one line."""
    return " ".join(f"{person.first_name} {person.last_name or ''}".split())


def duration(seconds: int) -> str:
    """A time in words, e.g. "7 days" or "1 hour, 30 minutes"."""
    parts = []
    for unit, length in _SECONDS.items():
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"1 {unit}" if count == 1 else f"{count} {unit}s")
    return ", ".join(parts) or "0 seconds"


def _person_line(person: Person) -> str:
    language = "" if person.language_code is None else f", {person.language_code}"
    return f"# {name_of(person)}, {person.id}, {person.role}{language}"


class _Reader:
    def __init__(self, text: str, name: str) -> None:
        # a file may come from an editor that adds a mark and ends lines in its own way
        self._lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
        self._name = name
        self._at = 0
        self._people: dict[int, Person] = {}
        self._acting: Person | None = None

    def transcript(self) -> Transcript:
        title = self._title()
        begins, seed = self._begins()
        is_whole = not self._takes(re.compile(_MISSING))
        group = self._group()
        return Transcript(begins, seed, tuple(self._steps()), title, group, is_whole)

    def _error(self, what: str, at: int | None = None) -> TranscriptError:
        return TranscriptError(self._name, (self._at if at is None else at) + 1, what)

    def _takes(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The line here, if it has that form; and then on to the next."""
        found = pattern.fullmatch(self._line.rstrip())
        self._at += found is not None
        return found

    @property
    def _line(self) -> str:
        return self._lines[self._at] if self._at < len(self._lines) else ""

    def _title(self) -> str:
        found = self._takes(re.compile(f"{_TITLE}(?:: (.*))?"))
        if found is None:
            raise self._error(f'a transcript begins with the line "{_TITLE}"')
        return (found[1] or "").strip()

    def _begins(self) -> tuple[datetime, int]:
        found = self._takes(_BEGINS)
        if found is None:
            raise self._error('here stands when it begins: "# begins 2026-11-24 12:00 UTC, seed 7"')
        try:
            moment = datetime.fromisoformat(found[1])
        except ValueError:
            raise self._error(f"{found[1]} is no date and time", self._at - 1) from None
        try:
            zone = ZoneInfo(found[2])
        except (ValueError, LookupError, OSError):
            raise self._error(
                f"{found[2]} is no time zone; write UTC or one like Asia/Seoul", self._at - 1
            ) from None
        return moment.replace(tzinfo=zone), int(found[3])

    def _group(self) -> Group | None:
        found = self._takes(_GROUP)
        return found and Group(found[1], tuple(map(int, found[2].split(", "))))

    def _steps(self) -> Iterator[Step]:
        while self._at < len(self._lines):
            line, at = self._line, self._at
            if line.startswith(">"):
                yield self._deed(at)
            elif line.startswith("#"):
                later = self._takes(_LATER)
                if later is not None:
                    wait = Later(self._seconds(later[1], at))
                    yield Step(None, wait, self._heard(), at + 1)
                else:
                    self._acting = self._person()
            elif line.strip():
                raise self._error(
                    f'"{line.strip()}" is nobody\'s; what a person does begins with "> ", and what '
                    "the bot says comes after it"
                )
            else:
                self._at += 1

    def _deed(self, at: int) -> Step:
        if self._acting is None:
            raise self._error('nobody is here yet; write who acts: "# Mina Park, 1001, student"')
        lines = list(takewhile(lambda line: line.startswith(">"), self._lines[at:]))
        self._at += len(lines)
        try:
            deed = read_deed("\n".join(line[1:].removeprefix(" ") for line in lines))
        except BadDeedError as error:
            raise self._error(str(error), at) from None
        return Step(self._acting, deed, self._heard(), at + 1)

    def _heard(self) -> tuple[str, ...]:
        """The bot's lines that follow, without the empty ones around them."""
        lines: list[str] = []
        while self._at < len(self._lines) and not self._line.startswith((">", "#")):
            line = self._line.rstrip()
            if line and not line.startswith((" ", BOT, UNSEEN)):
                raise self._error(
                    f'"{line}" is neither the bot\'s nor a deed; what a person does begins '
                    f'with "> ", what the bot says with "{BOT}" and then two blanks a line'
                )
            lines.append(line)
            self._at += 1
        while lines and not lines[-1]:
            lines.pop()
        while lines and not lines[0]:
            lines.pop(0)
        return tuple(lines)

    def _person(self) -> Person:
        found = self._takes(_PERSON)
        if found is None:
            raise self._error(
                f'"{self._line.strip()}" cannot be read; write who acts, as in '
                '"# Mina Park, 1001, student, ko", or how time passes, as in "# 7 days later"'
            )
        first, _, last = found[1].strip().partition(" ")
        person = Person(int(found[2]), first, last or None, language_code=found[4], role=found[3])
        known = self._people.setdefault(person.id, person)
        if known != person:
            raise self._error(
                f"{person.id} was {_person_line(known)[2:]} before; an id belongs to one person",
                self._at - 1,
            )
        return person

    def _seconds(self, words: str, at: int) -> int:
        total = 0
        for part in words.split(", "):
            count, _, unit = part.partition(" ")
            length = _SECONDS.get(unit.removesuffix("s"))
            if length is None:
                raise self._error(
                    f'"{unit}" is no unit of time here; write {", ".join(_SECONDS)}s', at
                )
            total += int(count) * length
        if total > _LONGEST_WAIT:
            raise self._error(f"{words} are too many", at)
        return total
