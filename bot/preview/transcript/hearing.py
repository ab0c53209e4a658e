"""What the bot did in one chat, in plain words.

Its one rule: of each message only the last state counts, and only what a person can see: texts
without marks, links with the site that they lead to, buttons in square brackets.
"""

import re
import textwrap
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from bot.preview.server.posts import KINDS
from bot.preview.server.watch import Event
from bot.preview.transcript.text import BOT

Message = Mapping[str, Any]

WIDTH = 96
MESSAGES_KEPT = 500
STATES_KEPT = 50
SHORTEST_REPEATED = 4
REPEATED = "  (the message before, once more)"
_MARK = re.compile(r"(?:[☐☑] )?(\w{1,2})")
_MARKED = re.compile(r"(?:[☐☑✓✗] )?(\w{1,2}\. .+)")


@dataclass(frozen=True)
class Button:
    """A button that can be tapped, `name` as people would call it.

    One that is only a mark, like "☐ B", is called by the line that it marks: "B. Brin".
    """

    message: int
    row: int
    column: int
    text: str
    name: str
    carries: str | None

    @property
    def words(self) -> str:
        """The name without its number or letter."""
        return re.sub(r"^\w{1,2}\. ", "", self.name)


def buttons(message: Message) -> list[Button]:
    """The buttons under a message, row by row."""
    lines = [_MARKED.fullmatch(line) for line in message.get("text", "").split("\n")]
    marked = {line[1].partition(". ")[0]: line[1] for line in lines if line}
    found = []
    for row, each in enumerate(message.get("reply_markup", {}).get("inline_keyboard", ())):
        for column, button in enumerate(each):
            text = button["text"]
            mark = _MARK.fullmatch(text)
            name = text if mark is None else marked.get(mark[1], mark[1])
            carries = button.get("callback_data")
            found.append(Button(message["message_id"], row, column, text, name, carries))
    return found


def called(label: str, among: Iterable[Button]) -> Button | None:
    """The button of that name: to the letter if there is one, else by its words alone.

    So a choice stays the same choice when the order of the options has changed.
    """
    among = list(among)
    mark = _MARK.fullmatch(label)
    label = label if mark is None else mark[1]
    for button in among:
        if label == button.name:
            return button
    for button in among:
        found = _MARK.fullmatch(button.text)
        if label == (button.text if found is None else found[1]):
            return button
    words = re.sub(r"^\w{1,2}\. ", "", label)
    alike = [button for button in among if button.words == words]
    return alike[0] if len(alike) == 1 else None


class Hearing:
    """One chat, listened to from its first message on; `bot` is the bot's user id."""

    def __init__(self, bot: int) -> None:
        self._bot = bot
        self._now: dict[int, Message] = {}
        self._before: dict[int, Message | None] = {}
        self._states: dict[int, deque[Message]] = {}
        self._bots: dict[int, int] = {}
        self._persons: dict[int, int] = {}
        self._counts = {True: 0, False: 0}
        self._said: list[str] = []
        self._keyboard: list[str] = []
        self._shown: list[str] = []
        self.is_silent = True

    def take(self, event: Event) -> None:
        """Hear what has happened in this chat."""
        match event["event"]:
            case "message" | "edit":
                self._see(event["message"])
            case "delete":
                number = event["message_id"]
                if number in self._now:
                    self._touch(number)
                    del self._now[number]
            case "answer" if event["answer"].get("text"):
                answer = event["answer"]
                where = "an alert" if answer.get("show_alert") else "a toast"
                self._said += [f"{BOT}, in {where}", *_wrapped(answer["text"].split("\n"))]
                self.is_silent = False
            case "keyboard":
                self._keyboard = _keyboard(event["keyboard"])
                self.is_silent = False
            case _:
                pass  # nothing that stays to be seen

    def heard(self, to: str | None = None) -> tuple[str, ...]:
        """What the bot has done since the last `turn`; `to` names whose chat it is."""
        parts = [self._said] if self._said else []
        closed = []
        shown = self._shown
        for number, before in sorted(self._before.items()):
            now = self._now.get(number)
            if before is None and now is not None:
                lines = _indented(now)
                parts.append([BOT, *_without(shown, lines)])
                shown = _shown(shown, lines)
            elif before is not None and now is None:
                parts.append([f"{BOT}, deleted message {self._bots.get(number, '?')}"])
            elif before is not None and now is not None and _indented(now) != _indented(before):
                if _is_closed(now, before):
                    closed.append(f"{BOT}, took the buttons from {self._which(number)}")
                else:
                    which = "" if number == max(self._bots) else f" {self._which(number)}"
                    parts.append([f"{BOT}, edited{which}", *_indented(now)])
        if self._keyboard:
            parts.append(self._keyboard)
        return tuple(_addressed(parts or [[line] for line in closed], to))

    def turn(self, *, is_seen: bool = True) -> None:
        """From here on another answer is heard; `is_seen` unless nobody read the last one."""
        if not self.is_silent:
            newest = self._now.get(max(self._bots, default=0))
            lines = _indented(newest) if is_seen and newest is not None else []
            self._shown = _shown(self._shown, lines)
        self._said, self._keyboard, self._before, self.is_silent = [], [], {}, True

    def number(self, message: int) -> int | None:
        """Which of the bot's messages this is, from 1; None if it is not one of the latest."""
        return self._bots.get(message)

    def own_number(self, message: int) -> int | None:
        """The same for the messages of the people in the chat."""
        return self._persons.get(message)

    def message(self, number: int) -> int | None:
        """The id of the bot's message with that number; None if there is none."""
        return _key(self._bots, number)

    def own_message(self, number: int) -> int | None:
        return _key(self._persons, number)

    def newest_poll(self) -> int | None:
        polls = (number for number, message in self._now.items() if "poll" in message)
        return max(polls, default=None)

    def buttons(self, message: int | None = None, *, old: bool = False) -> Iterator[list[Button]]:
        """The buttons of one message or of each, the newest first; with `old` those that it had
        once and has no more."""
        numbers = sorted(self._now, reverse=True) if message is None else [message]
        for number in numbers:
            now = buttons(self._now.get(number, {}))
            if not old:
                yield now
                continue
            kept = {button.carries for button in now}
            for state in reversed(self._states.get(number, ())):
                yield [button for button in buttons(state) if button.carries not in kept]

    def find(self, label: str, message: int | None = None, *, old: bool = False) -> Button | None:
        """The button of that name in the newest message that has it, or in a certain one."""
        found = (called(label, each) for each in self.buttons(message, old=old))
        return next((button for button in found if button is not None), None)

    def _see(self, message: Message) -> None:
        number = message["message_id"]
        is_bots = message["from"]["id"] == self._bot
        numbers = self._bots if is_bots else self._persons
        if number not in numbers:
            self._counts[is_bots] += 1
            numbers[number] = self._counts[is_bots]
            if len(numbers) > MESSAGES_KEPT:
                self._forget(next(iter(numbers)), numbers)
        if is_bots:
            self._touch(number)
            self._now[number] = message
            if "reply_markup" in message:
                self._states.setdefault(number, deque(maxlen=STATES_KEPT)).append(message)

    def _touch(self, number: int) -> None:
        self._before.setdefault(number, self._now.get(number))
        self.is_silent = False

    def _forget(self, number: int, numbers: dict[int, int]) -> None:
        del numbers[number]
        self._now.pop(number, None)
        self._before.pop(number, None)
        self._states.pop(number, None)

    def _which(self, number: int) -> str:
        return f"message {self._bots.get(number, '?')}"


def _key(numbers: Mapping[int, int], number: int) -> int | None:
    return next((key for key, value in numbers.items() if value == number), None)


def _is_closed(now: Message, before: Message) -> bool:
    """Only the buttons are gone."""
    bare = {name: value for name, value in before.items() if name != "reply_markup"}
    return "reply_markup" not in now and _indented(now) == _indented(bare)


def _without(shown: list[str], lines: list[str]) -> list[str]:
    """The lines, shortened where they end with all of the longer message that was just shown."""
    return [*lines[: -len(shown)], REPEATED] if _repeats(shown, lines) else lines


def _shown(before: list[str], lines: list[str]) -> list[str]:
    """What has been shown in full, when these lines have come after that."""
    return before if _repeats(before, lines) else lines


def _repeats(shown: list[str], lines: list[str]) -> bool:
    return len(shown) >= SHORTEST_REPEATED and lines[-len(shown) :] == shown


def _addressed(parts: Iterable[list[str]], to: str | None) -> Iterator[str]:
    """The parts one below the other; in somebody else's chat each says whose it is."""
    for index, (head, *lines) in enumerate(parts):
        if index:
            yield ""
        yield head if to is None else head.replace(BOT, f"{BOT}, to {to}", 1)
        yield from lines


def _indented(message: Message) -> list[str]:
    """A message as it is seen, two blanks before each line."""
    lines = [*_media(message)]
    text = message.get("text", message.get("caption", ""))
    if text:
        entities = message.get("entities", message.get("caption_entities", ()))
        lines += linked(text, entities).split("\n")
    return [*_wrapped(lines), *_rows(message.get("reply_markup", {}).get("inline_keyboard", ()))]


def linked(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The text, and after each link the site that it leads to, e.g. "Almanac (almanac.example)"."""
    # Telegram counts in UTF-16
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=lambda one: -one["offset"] - one["length"]):
        if entity["type"] == "text_link":
            end = 2 * (entity["offset"] + entity["length"])
            units = units[:end] + f" ({_site(entity['url'])})".encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le", "surrogatepass")


def _site(url: str) -> str:
    host = urlsplit(url).hostname if url.startswith("http") else None
    return (host or url).removeprefix("www.")


def _wrapped(lines: Iterable[str]) -> list[str]:
    """Long lines in several, the rest of each further in."""
    wrapped = []
    for line in lines:
        wrapped += textwrap.wrap(
            line,
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return wrapped


def _rows(rows: Iterable[Iterable[Mapping[str, Any]]]) -> list[str]:
    return ["  " + " ".join(_button(button) for button in row) for row in rows]


def _button(button: Mapping[str, Any]) -> str:
    return f"[{button['text']}]" + (f" ({_site(button['url'])})" if "url" in button else "")


def _keyboard(keyboard: Mapping[str, Any] | None) -> list[str]:
    if keyboard is None:
        return [f"{BOT}, took the keyboard away"]
    if "keyboard" not in keyboard:
        return [f"{BOT}, waits for a reply"]
    return [f"{BOT}, laid out a keyboard", *_rows(keyboard["keyboard"])]


def _media(message: Message) -> list[str]:
    """What is no text, in words."""
    kind = next((one for one in KINDS if one in message), None)
    if kind is None:
        return []
    content = message[kind]
    match kind:
        case "poll":
            options = enumerate(content["options"], start=1)
            return [
                f"(a {content['type']} poll)" if content["type"] != "regular" else "(a poll)",
                content["question"],
                *(f"{each}. {one['text']} ({one['voter_count']})" for each, one in options),
            ]
        case "sticker" | "dice":
            shown = content.get("value", content.get("emoji", ""))
            return [f"(a {kind}: {shown})"]
        case "document" | "audio" | "video" | "animation":
            return [f"({_named(kind)} {content.get('file_name', '')}".rstrip() + ")"]
        case _:
            return [f"({_named(kind)})"]


def _named(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind.replace('_', ' ')}"
