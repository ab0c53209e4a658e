"""What the page and scripts can do: each a POST of a JSON object, answered with JSON.

Its one rule: a deed is named by its route, and the object in the body holds its arguments.
README.md beside this file shows each of them with curl.

What people do; the answer is the update that was queued, {} if the bot gets none:

    POST /control/send    {"person", "text", "chat"?, "reply_to"?}
    POST /control/edit    {"person", "message_id", "text"}
    POST /control/tap     {"person", "message_id", "row", "column"}
    POST /control/press   {"person", "label"}: the button of the newest message that has it
    POST /control/query   {"person", "message_id", "callback_data"}: also one that is not there
    POST /control/vote    {"person", "message_id", "options"}
    POST /control/react   {"person", "message_id", "emoji"}
    POST /control/post    {"person", "kind", "caption"?, "chat"?}: a sticker, voice, …
    POST /files?person=N&kind=photo|document&name=…&caption=…&chat=N    the bytes as they are
    POST /control/repeat  {"person", "kind"}: the last "update" once more as it was, or the last
                          "tap" as a client repeats it, with a new id
    POST /control/again   {"update", "new_id"};  /control/push {"update"}

Who is there:

    POST /control/join    {"first_name", "last_name"?, "username"?, "language_code"?, "role"?,
                          "zone"?, "id"?}       -> the person
    POST /control/group   {"title", "members"}  -> the group's id
    POST /control/block   {"person"};  /control/unblock {"person"};  /control/afresh {"person"}

The world around:

    POST /control/clock   {"seconds"?, "minutes"?, "hours"?, "days"?}: forward -> the clock
    POST /control/fail    {"method"?, "chat"?, "status"?, "retry_after"?, "times"?,
                          "lose_response"?, "delay"?};  /control/heal {}
    POST /control/kill    {};  /control/start {}

What there is to see:

    POST /control/quiet     {"seconds"?}   -> whether the bot has nothing in hand; waits for it
    POST /control/text      {"chat"}       -> {"text"}: the conversation, as it is saved
    POST /control/messages  {"chat"}       -> its messages, oldest first
    POST /control/commands  {"person", "chat"?};  /control/keyboard {"chat"}
    POST /control/answers   {}             -> answered taps, oldest first
    POST /control/calls     {"since"?}     -> {"next", "calls"}

A mistake is answered as guard.py says.
"""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from aiohttp import web
from pydantic import ConfigDict, ValidationError, validate_call

from bot.preview.guard import RefusedError, guarded, json_object
from bot.preview.host import HostError
from bot.preview.server import File, Person
from bot.preview.server.errors import ApiError
from bot.preview.stage import Stage

LARGEST_FILE = 50 * 1024 * 1024
LONGEST_QUIET = 60.0


def routes(stage: Stage) -> list[web.RouteDef]:
    telegram = stage.telegram
    deeds = _Deeds(stage)
    named: dict[str, Callable[..., Any]] = {
        deed.__name__: deed
        for deed in (
            telegram.send, telegram.edit, telegram.tap, telegram.query, deeds.vote,
            telegram.react, telegram.again, telegram.push, telegram.block, telegram.unblock,
            deeds.group, telegram.fail, telegram.heal, telegram.messages, telegram.commands,
            telegram.keyboard, deeds.press, deeds.post, deeds.repeat, deeds.join, deeds.afresh,
            deeds.clock, deeds.kill, deeds.start, deeds.quiet, deeds.text, deeds.answers,
            deeds.calls,
        )
    }  # fmt: skip
    return [
        *(web.post(f"/control/{name}", guarded(_handler(deed))) for name, deed in named.items()),
        web.post("/files", guarded(deeds.upload)),
    ]


class _Deeds:
    """Those that are more than one method of `LocalTelegram`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._telegram = stage.telegram

    def press(self, person: int, label: str) -> Any:
        labels: list[str] = []
        for message in reversed(self._telegram.messages(person)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            for row, buttons in enumerate(rows):
                for column, button in enumerate(buttons):
                    if button["text"] == label:
                        return self._telegram.tap(
                            person, message["message_id"], row=row, column=column
                        )
            labels = labels or [button["text"] for buttons in rows for button in buttons]
        there = ", ".join(f'"{each}"' for each in labels) or "none"
        raise LookupError(f'There is no button "{label}"; the newest are: {there}.')

    def vote(self, person: int, message_id: int, options: list[int]) -> Any:
        return self._telegram.vote(person, message_id, options)

    def group(self, title: str, members: list[int]) -> int:
        return self._telegram.group(title, members)

    def post(self, person: int, kind: str, caption: str = "", chat: int | None = None) -> Any:
        return self._telegram.post(person, kind, caption=caption, chat=chat)

    def repeat(self, person: int, kind: str) -> Any:
        if kind not in ("update", "tap"):
            raise ValueError('"kind" is "update" or "tap"')
        return self._telegram.again(self._stage.last(person, kind), new_id=kind == "tap")

    async def join(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        role: str = "student",
        zone: str = "UTC",
        id: int | None = None,  # noqa: A002 - the field's name in the Bot API
    ) -> Any:
        if not first_name.strip():
            raise ValueError("a person has a first name")
        if role not in ("student", "instructor"):
            raise ValueError('"role" is "student" or "instructor"')
        if zone not in available_timezones():
            raise ValueError(f'there is no time zone "{zone}"; write one like Asia/Seoul')
        number = self._stage.free_id(role) if id is None else id
        return await self._stage.join(
            Person(number, first_name, last_name, username, language_code, role, zone)
        )

    async def afresh(self, person: int) -> None:
        await self._stage.afresh(person)

    async def clock(
        self, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> Any:
        try:
            by = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        except OverflowError:
            raise ValueError("nobody lives that long") from None
        return await self._stage.move(by)

    async def kill(self) -> None:
        if self._stage.host is not None:
            await self._stage.host.kill()

    async def start(self) -> None:
        await self._stage.start()

    async def quiet(self, seconds: float = 10.0) -> bool:
        return await self._stage.quiet(min(seconds, LONGEST_QUIET))

    def text(self, chat: int) -> dict[str, str]:
        self._telegram.room(chat)  # raises LookupError for nobody's
        return {"text": self._stage.journal.story(chat)}

    def answers(self) -> Any:
        return self._telegram.answers

    def calls(self, since: int = 0) -> Any:
        return {
            "next": self._telegram.called,
            "calls": [
                {
                    "number": call.number,
                    "at": call.at.isoformat(),
                    "method": call.method,
                    "params": dict(call.params),
                    "status": call.status,
                    "seconds": call.seconds,
                    "body": dict(call.body),
                    "unknown": call.unknown,
                }
                for call in self._telegram.calls
                if call.number >= since
            ],
        }

    async def upload(self, request: web.Request) -> web.StreamResponse:
        # another site's page may post bytes without asking, but it then names itself
        query = request.query
        try:
            person = int(query["person"])
            chat = int(query["chat"]) if query.get("chat") else None
        except (KeyError, ValueError):
            raise RefusedError(400, "Say who sends it, as in /files?person=1001") from None
        kind = query.get("kind", "document")
        if kind not in ("photo", "document"):
            raise RefusedError(400, f'"kind" is photo or document, not "{kind}".')
        content = bytearray()
        async for piece in request.content.iter_any():
            content += piece
            if len(content) > LARGEST_FILE:
                raise RefusedError(400, "The file has more than 50 MB; Telegram takes no larger.")
        file = File(query.get("name", f"a {kind}"), bytes(content), request.content_type)
        caption = query.get("caption", "")
        return await _answered(lambda: self._telegram.post(person, kind, file, caption, chat=chat))


def _handler(deed: Callable[..., Any]) -> Callable[[web.Request], Any]:
    checked = validate_call(config=ConfigDict(strict=True))(deed)
    names = inspect.signature(deed).parameters

    async def handle(request: web.Request) -> web.StreamResponse:
        arguments = await json_object(request)
        for name in arguments:
            if name not in names:
                raise RefusedError(400, f'There is no "{name}" here; see bot/preview/README.md.')
        return await _answered(lambda: checked(**arguments))

    return handle


async def _answered(deed: Callable[[], Any]) -> web.Response:
    """Do it, and answer with what came of it."""
    try:
        result = deed()
        return web.json_response(await result if inspect.isawaitable(result) else result)
    except LookupError as error:
        raise RefusedError(404, str(error.args[0])) from error
    except HostError as error:
        raise RefusedError(409, str(error)) from error
    except ApiError as error:
        raise RefusedError(400, f"{error.description}.") from error
    except ValidationError as error:
        raise RefusedError(400, _unfit(error)) from error
    except ValueError as error:
        raise RefusedError(400, str(error)) from error


def _unfit(error: ValidationError) -> str:
    """The first thing in the body that does not fit."""
    first = error.errors()[0]
    where = ".".join(str(each) for each in first["loc"])
    match first["type"]:
        case "missing_argument" | "missing_keyword_only_argument":
            return f'"{where}" is missing in the body.'
        case kind:
            return f'"{where}" is not {_KINDS.get(kind, "what is needed here")}.'


# what pydantic misses, in words for people
_KINDS = {
    "bool_type": "true or false",
    "dict_type": "an object",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "string_type": "a text",
}
