"""What goes over the wire, as the page shows it: each call and update, what is wrong with it.

Its one rule: a rule of the Bot API is named in the words in which the server refused it; only
lengths are measured here, by the limits that the server holds.
"""

import json
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Any

from bot.preview.server import Call
from bot.preview.server.chats import chat_of
from bot.preview.server.delivery import LONGEST_ANSWER
from bot.preview.server.entities import utf16_length
from bot.preview.server.markup import LONGEST_CALLBACK_DATA
from bot.preview.server.polls import LONGEST_EXPLANATION, LONGEST_QUESTION
from bot.preview.server.sending import LONGEST_CAPTION, LONGEST_TEXT

ENTRIES_KEPT = 2000
# failures that are nobody's mistake: the student's block, too many requests, trouble elsewhere
_NO_BREACH = {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.CONFLICT}

Object = dict[str, Any]


class Wire:
    """The latest entries, numbered from 0 on."""

    def __init__(self) -> None:
        self.entries: deque[Object] = deque(maxlen=ENTRIES_KEPT)
        self.next = 0

    def since(self, number: int) -> list[Object]:
        return [entry for entry in self.entries if entry["number"] >= number]

    def called(self, call: Call) -> Object:
        """Add a call, and return its entry."""
        sent = dict(call.params)
        chat = sent.get("chat_id")
        return self._add(
            at=call.at,
            kind="call",
            name=call.method,
            chat=chat if isinstance(chat, int) else None,
            person=chat if isinstance(chat, int) and chat > 0 else None,
            status=call.status,
            seconds=call.seconds,
            fault=call.is_asked_for,
            breach=breach(call),
            measures=list(measures(call)),
            sent=sent,
            answer=dict(call.body),
        )

    def updated(self, update: Object, at: datetime) -> Object:
        """Add an update that was queued, and return its entry."""
        name = next((each for each in update if each != "update_id"), "update")
        content = update.get(name)
        sender = content.get("from") or content.get("user") if isinstance(content, dict) else None
        return self._add(
            at=at,
            kind="update",
            name=name,
            chat=chat_of(update),
            person=sender.get("id") if isinstance(sender, dict) else None,
            status=None,
            seconds=None,
            fault=False,
            breach=None,
            measures=[],
            sent=update,
            answer=None,
        )

    def _add(self, *, at: datetime, **facts: Any) -> Object:
        entry = {"number": self.next, "at": at.isoformat(), **facts}
        self.next += 1
        self.entries.append(entry)
        return entry


def breach(call: Call) -> str | None:
    """The rule that the call broke, as a sentence; None if it broke none."""
    if call.is_asked_for:
        return None
    if call.status != HTTPStatus.OK and call.status not in _NO_BREACH:
        return str(call.body.get("description"))
    if call.unknown:
        names = ", ".join(call.unknown)
        return f"{call.method} has no parameter {names}; Telegram passes over it"
    return None


def measures(call: Call) -> Iterator[Object]:
    """How long the texts of a call are, and the longest callback data, with what is allowed.

    Texts are measured in UTF-16 units, without markup where the server took the call.
    """
    result = call.body.get("result")
    taken = result if isinstance(result, dict) else {}
    limits = {"text": LONGEST_TEXT, "caption": LONGEST_CAPTION, "explanation": LONGEST_EXPLANATION}
    method = call.method.lower()
    if method == "answercallbackquery":
        limits["text"] = LONGEST_ANSWER
    if method == "sendpoll":
        limits["question"] = LONGEST_QUESTION
    for name, limit in limits.items():
        text = taken.get(name, call.params.get(name))
        if isinstance(text, str) and text:
            yield {"what": name, "length": utf16_length(text), "limit": limit}
    markup = call.params.get("reply_markup")
    if isinstance(markup, str):  # a form carries it as text
        with suppress(ValueError):
            markup = json.loads(markup)
    data = [len(each.encode()) for each in _callback_data(markup)]
    if data:
        yield {"what": "callback_data", "length": max(data), "limit": LONGEST_CALLBACK_DATA}


def _callback_data(markup: Any) -> Iterator[str]:
    """Of every button, whatever the keyboard looks like."""
    if isinstance(markup, dict):
        for name, each in markup.items():
            if name == "callback_data" and isinstance(each, str):
                yield each
            else:
                yield from _callback_data(each)
    elif isinstance(markup, list):
        for each in markup:
            yield from _callback_data(each)
