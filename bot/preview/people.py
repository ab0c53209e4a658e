"""The chat page and its HTTP routes: what people do and what people see.

Its one rule: it is no second bot and no second Telegram; it shows what `LocalTelegram` holds
and passes on what a person does.  Everything but the page's files is JSON:

    GET  /                       the page; its files are under /page/
    GET  /people                 {"bot": {"name"}, "people": [{"id", "name", "role", "last"}]};
                                 "last" is the newest message of the person's chat, or null
    GET  /people/{id}/chat       {"messages": [Message], "commands": [BotCommand]}
    GET  /people/{id}/events     server-sent events, see below
    POST /people/{id}/messages   {"text"}                        -> the update that was queued
    POST /people/{id}/taps       {"message_id", "row", "column"} -> the update that was queued
    POST /people/{id}/edits      {"message_id", "text"}          -> the update that was queued

An error is {"error": a sentence}: 400 for a request that cannot be understood, 404 for a
person, message or button that is not there, 409 for a tap while the person blocks the bot, 403
for a request under a foreign name or from a foreign page.

The stream of events begins with `chat`, as GET …/chat has it, at every connection: whoever
was away misses nothing.  Then come `message` (a Message, new or edited), `gone`
({"message_id"}), `answer` (as in `LocalTelegram.answers`), `commands` ([BotCommand]),
`action` ({"action"}: the bot is typing) and, for everybody, `person` (an entry of /people).
"""

import asyncio
import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from aiohttp import web

from bot.preview.server import LocalTelegram, Person
from bot.preview.server.watch import Watch

PAGE = Path(__file__).parent / "page"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
HEARTBEAT_SECONDS = 15.0
RETRY_MILLISECONDS = 1000
# Telegram: a longer text is cut in two by the app that sends it.
TEXT_LENGTH = 4096

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Object = dict[str, Any]


def routes(telegram: LocalTelegram) -> list[web.RouteDef]:
    """The page and what it asks for.  Each route refuses foreign hosts and origins itself."""
    return _Desk(telegram).routes()


def application(telegram: LocalTelegram) -> web.Application:
    """The page alone; its open streams end when the application does."""
    desk = _Desk(telegram)
    app = web.Application()
    app.add_routes(desk.routes())
    app.on_shutdown.append(desk.close)
    return app


class _RefusedError(Exception):
    """A request that is not carried out: the status, and why in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class _Desk:
    def __init__(self, telegram: LocalTelegram) -> None:
        self._telegram = telegram
        self._streams: WeakSet[asyncio.Task[Any]] = WeakSet()

    def routes(self) -> list[web.RouteDef]:
        person = r"/people/{person:\d{1,16}}"
        return [
            web.get("/", _guarded(self.page)),
            web.get("/page/{name}", _guarded(self.page)),
            web.get("/people", _guarded(self.people)),
            web.get(f"{person}/chat", _guarded(self.chat)),
            web.get(f"{person}/events", _guarded(self.events), allow_head=False),
            web.post(f"{person}/messages", _guarded(self.send)),
            web.post(f"{person}/taps", _guarded(self.tap)),
            web.post(f"{person}/edits", _guarded(self.edit)),
        ]

    async def close(self, _app: web.Application) -> None:
        for stream in self._streams:
            stream.cancel()

    async def page(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        path = PAGE / name
        media_type = MEDIA_TYPES.get(path.suffix, "text/html")
        if path.parent != PAGE or not path.is_file():
            raise _RefusedError(404, f"There is no file {name} of the page.")
        return web.FileResponse(path, headers={"Content-Type": f"{media_type}; charset=utf-8"})

    async def people(self, _request: web.Request) -> web.StreamResponse:
        people = [self._entry(person) for person in self._telegram.people.values()]
        name = self._telegram.chats.bot_user()["first_name"]
        return web.json_response({"bot": {"name": name}, "people": people})

    async def chat(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._chat(self._person(request)))

    async def send(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        body = await _object(request)
        return _queued(self._telegram.send, person.id, _text(body))

    async def tap(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        body = await _object(request)
        message_id, row, column = (
            _whole_number(body, name) for name in ("message_id", "row", "column")
        )
        if self._telegram.chats.private(person.id).blocked:
            raise _RefusedError(
                409, f"{person.first_name} has blocked the bot; writing to it lifts the block."
            )
        return _queued(self._telegram.tap, person.id, message_id, row=row, column=column)

    async def edit(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        body = await _object(request)
        message_id = _whole_number(body, "message_id")
        return _queued(self._telegram.edit, person.id, message_id, _text(body))

    async def events(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        task = asyncio.current_task()
        if task is not None:
            self._streams.add(task)
        # Watched before the chat is read: what happens between the two is told twice, not never.
        with self._telegram.watch() as watched:
            return await self._stream(request, person, watched)

    async def _stream(
        self, request: web.Request, person: Person, watched: Watch
    ) -> web.StreamResponse:
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await stream.prepare(request)
        retry = f"retry: {RETRY_MILLISECONDS}\n".encode()
        try:
            await stream.write(retry + _event("chat", self._chat(person)))
            while True:
                await stream.write(await self._news(watched, person))
        except ConnectionResetError:
            return stream

    async def _news(self, watched: Watch, person: Person) -> bytes:
        """What has happened since, as soon as something has; a comment when nothing does."""
        try:
            event = await asyncio.wait_for(watched.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            return b": nothing new\n\n"
        news = [self._told(event, person)]
        while not watched.empty():
            news.append(self._told(watched.get_nowait(), person))
        return b"".join(news)

    def _told(self, event: Object, person: Person) -> bytes:
        """An event as this person's page hears of it; nothing if it is not its business."""
        kind, chat = event["event"], event.get("chat")
        told = b""
        if kind in {"message", "edit", "delete"} and chat in self._telegram.people:
            told = _event("person", self._entry(self._telegram.people[chat]))
        if kind == "missed":
            return _event("chat", self._chat(person))
        if kind == "commands":
            return _event("commands", self._telegram.commands(person.id))
        if chat != person.id:
            return told
        match kind:
            case "message" | "edit":
                return told + _event("message", event["message"])
            case "delete":
                return told + _event("gone", {"message_id": event["message_id"]})
            case "answer":
                return _event("answer", event["answer"])
            case "action":
                return _event("action", {"action": event["action"]})
            case _:
                return b""

    def _person(self, request: web.Request) -> Person:
        number = request.match_info["person"]
        person = self._telegram.people.get(int(number))
        if person is None:
            raise _RefusedError(404, f"Nobody here has the number {number}.")
        return person

    def _entry(self, person: Person) -> Object:
        name = " ".join(part for part in (person.first_name, person.last_name) if part)
        last = self._telegram.messages(person.id)[-1:]
        return {
            "id": person.id,
            "name": name,
            "role": person.role,
            "last": last[0] if last else None,
        }

    def _chat(self, person: Person) -> Object:
        return {
            "messages": self._telegram.messages(person.id),
            "commands": self._telegram.commands(person.id),
        }


def _guarded(handler: Handler) -> Handler:
    """The handler for this machine alone, its refusals as JSON, its replies with our headers.

    A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding), or post here without
    reading the answer: so the name asked for and the page that asks must both be local.
    """

    @functools.wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            _refuse_foreign(request)
            response = await handler(request)
        except _RefusedError as refusal:
            response = web.json_response({"error": str(refusal)}, status=refusal.status)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def _refuse_foreign(request: web.Request) -> None:
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if host not in LOCAL_HOSTS:
        raise _RefusedError(
            403, f"The preview answers to 127.0.0.1 and localhost, not to {request.host}."
        )
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise _RefusedError(403, f"The preview does not serve pages from {origin}.")


async def _object(request: web.Request) -> Object:
    if request.content_type != "application/json":
        raise _RefusedError(400, "Send JSON, with Content-Type: application/json.")
    try:
        body = await request.json()
    except ValueError as error:
        raise _RefusedError(400, f"This is not JSON: {error}.") from None
    if not isinstance(body, dict):
        raise _RefusedError(400, 'Send a JSON object, as in {"text": "/start"}.')
    return body


def _text(body: Mapping[str, Any]) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise _RefusedError(400, "The text is missing; nobody can send an empty message.")
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > TEXT_LENGTH:
        raise _RefusedError(400, f"The text has {length} characters; Telegram takes {TEXT_LENGTH}.")
    return text


def _whole_number(body: Mapping[str, Any], name: str) -> int:
    number = body.get(name)
    if not isinstance(number, int) or isinstance(number, bool):
        raise _RefusedError(400, f"{name} is missing or is not a whole number.")
    return number


def _queued(act: Callable[..., Object], *args: Any, **kwargs: Any) -> web.Response:
    """Do what a person does, and answer with the update it became."""
    try:
        return web.json_response(act(*args, **kwargs))
    except LookupError as error:
        raise _RefusedError(404, str(error.args[0])) from error
    except ValueError as error:
        raise _RefusedError(400, str(error)) from error


def _event(name: str, content: Any) -> bytes:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
