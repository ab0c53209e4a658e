"""What a person does in a chat, as a value and as words.

Its one rule: `read_deed(write_deed(deed)) == deed`, whatever the texts in it.

    /quiz                          a text; one that begins with [ ( or \\ has a \\ before it
    [Label]                        taps the button of the newest message that has it
    [Label] in message 2           of the bot's second message
    (taps twice [Label])           before the bot has answered; also: 3 times
    (taps the old [Label])         a button that is no longer there, as on a slow phone
    (forges a tap in message 2: p:1:1:0)
    (edits message 1: new words)   the person's own first message
    (answers message 2: words)     Telegram's reply to the bot's second message
    (sends a sticker)              or a photo: with a caption; a document notes.pdf: with both
    (votes for 1, 3)               in the newest poll, or: in message 2; (takes back the vote)
    (blocks the bot)               (unblocks the bot)
    (the last update comes again)  as after a broken connection
"""

import re
from dataclasses import dataclass
from typing import assert_never

from bot.preview.server.posts import KINDS


class BadDeedError(Exception):
    """Brackets that hold no deed."""


@dataclass(frozen=True)
class Says:
    text: str


@dataclass(frozen=True)
class Taps:
    """`message` is the number of the bot's message, None for the newest that has the button.

    With `is_old` the button is one that the message had once.
    """

    label: str
    message: int | None = None
    times: int = 1
    is_old: bool = False


@dataclass(frozen=True)
class Forges:
    """A tap with data that no button carries."""

    message: int
    carries: str


@dataclass(frozen=True)
class Edits:
    """`message` is the number of the person's own message."""

    message: int
    text: str


@dataclass(frozen=True)
class Answers:
    message: int
    text: str


@dataclass(frozen=True)
class Posts:
    """`kind` is one of posts.KINDS; `name` the file's, for documents; both may be empty."""

    kind: str
    name: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Votes:
    """`options` count from 1; none takes the vote back."""

    options: tuple[int, ...]
    message: int | None = None


@dataclass(frozen=True)
class Blocks:
    pass


@dataclass(frozen=True)
class Unblocks:
    pass


@dataclass(frozen=True)
class Repeats:
    """Telegram delivers the person's last update once more."""


Deed = Says | Taps | Forges | Edits | Answers | Posts | Votes | Blocks | Unblocks | Repeats

_KIND = "|".join(sorted((one.replace("_", " ") for one in KINDS), key=len, reverse=True))
_PLACE = r"(?: in message (?P<message>\d+))?"
_TAP = re.compile(rf"\[(?P<label>.+)\]{_PLACE}", re.DOTALL)
_TAPS = re.compile(
    rf"\(taps(?: (?P<times>twice|\d+ times))?(?P<old> the old)? \[(?P<label>.+)\]{_PLACE}\)",
    re.DOTALL,
)
_ABOUT = re.compile(
    r"\((?P<does>edits|answers|forges a tap in) message (?P<message>\d+): (?P<text>.*)\)", re.DOTALL
)
_POSTS = re.compile(
    rf"\(sends an? (?P<kind>{_KIND})(?: (?P<name>[^:\n]+))?(?:: (?P<caption>.+))?\)", re.DOTALL
)
_VOTES = re.compile(rf"\((?:votes for (?P<options>\d+(?:, \d+)*)|takes back the vote){_PLACE}\)")
_PLAIN: dict[str, Deed] = {
    "(blocks the bot)": Blocks(),
    "(unblocks the bot)": Unblocks(),
    "(the last update comes again)": Repeats(),
}


def write_deed(deed: Deed) -> str:
    match deed:
        case Says(text=text):
            return f"\\{text}" if text.startswith(("[", "(", "\\")) else text
        case Taps(times=1, is_old=False):
            return f"[{deed.label}]{_place(deed.message)}"
        case Taps():
            times = {1: "", 2: " twice"}.get(deed.times, f" {deed.times} times")
            old = " the old" if deed.is_old else ""
            return f"(taps{times}{old} [{deed.label}]{_place(deed.message)})"
        case Forges(message=message, carries=carries):
            return f"(forges a tap in message {message}: {carries})"
        case Edits(message=message, text=text):
            return f"(edits message {message}: {text})"
        case Answers(message=message, text=text):
            return f"(answers message {message}: {text})"
        case Posts(kind=kind, name=name, caption=caption):
            article = "an" if kind[0] in "aeiou" else "a"
            named = f" {name}" if name else ""
            said = f": {caption}" if caption else ""
            return f"(sends {article} {kind.replace('_', ' ')}{named}{said})"
        case Votes(options=options, message=message):
            does = f"votes for {', '.join(map(str, options))}" if options else "takes back the vote"
            return f"({does}{_place(message)})"
        case Blocks():
            return "(blocks the bot)"
        case Unblocks():
            return "(unblocks the bot)"
        case Repeats():
            return "(the last update comes again)"
        case _:
            assert_never(deed)


def read_deed(text: str) -> Deed:
    """Raises BadDeedError, in words, for brackets that hold no deed."""
    if not text.startswith(("[", "(")):
        return Says(text.removeprefix("\\"))
    if text in _PLAIN:
        return _PLAIN[text]
    deed = _tap(text) or _about(text) or _post(text) or _vote(text)
    if deed is None:
        raise BadDeedError(
            f'"{text}" is nothing that a person can do here; a text that begins with a bracket '
            f'has a backslash before it: "\\{text}"'
        )
    return deed


def _place(message: int | None) -> str:
    return "" if message is None else f" in message {message}"


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _tap(text: str) -> Deed | None:
    found = _TAP.fullmatch(text)
    if found is not None:
        return Taps(found["label"], _number(found["message"]))
    found = _TAPS.fullmatch(text)
    if found is None:
        return None
    times = found["times"] or "1 time"
    count = 2 if times == "twice" else int(times.split()[0])
    return Taps(found["label"], _number(found["message"]), count, found["old"] is not None)


def _about(text: str) -> Deed | None:
    found = _ABOUT.fullmatch(text)
    if found is None:
        return None
    message, words = int(found["message"]), found["text"]
    match found["does"]:
        case "edits":
            return Edits(message, words)
        case "answers":
            return Answers(message, words)
        case _:
            return Forges(message, words)


def _post(text: str) -> Deed | None:
    found = _POSTS.fullmatch(text)
    if found is None or (found["name"] and found["kind"] != "document"):
        return None
    return Posts(found["kind"].replace(" ", "_"), found["name"] or "", found["caption"] or "")


def _vote(text: str) -> Deed | None:
    found = _VOTES.fullmatch(text)
    if found is None:
        return None
    options = tuple(map(int, found["options"].split(", "))) if found["options"] else ()
    return Votes(options, _number(found["message"]))
