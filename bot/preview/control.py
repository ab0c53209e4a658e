"""Acting as people from another process: JSON in, JSON out.

Its one rule: a route is a method of `LocalTelegram`, and the object in the body its arguments.

    POST /control/send      {"person", "text", "chat"?, "reply_to"?}   -> the update
    POST /control/edit      {"person", "message_id", "text"}           -> the update
    POST /control/tap       {"person", "message_id", "row", "column"}  -> the update
    POST /control/query     {"person", "message_id", "callback_data"}  -> the update
    POST /control/vote      {"person", "message_id", "options"}        -> the update
    POST /control/again     {"update", "new_id"}                       -> the update
    POST /control/post      {"person", "kind", "caption"?}             -> the update
    POST /control/push      {"update"}                                 -> the update
    POST /control/block     {"person"};  /control/unblock {"person"}   -> null
    POST /control/group     {"title", "members"}                       -> the group's id
    POST /control/join      {"id", "first_name", "last_name"?, "username"?, "language_code"?,
                            "role"?}: a new person                     -> null
    POST /control/fail      {"method"?, "chat"?, "status"?, "retry_after"?, "times"?,
                            "lose_response"?, "delay"?};  /control/heal {}     -> null
    POST /control/messages  {"chat"}             -> its messages, oldest first
    POST /control/commands  {"person", "chat"?}  -> what the menu shows
    POST /control/keyboard  {"chat"}             -> the reply keyboard, or null
    POST /control/answers   {}                   -> answered taps, oldest first
    POST /control/calls     {"since"?}           -> {"next", "calls"}: calls number `since` and on,
                            each with number, at, method, params, status, seconds, body, unknown

A mistake is answered with {"error": a sentence}: 404 for what is not there, 400 for the rest.
"""

import inspect
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.preview.server import Call, LocalTelegram
from bot.preview.server.chats import Person

LOCAL_HOSTS = ("127.0.0.1", "localhost")


def routes(telegram: LocalTelegram) -> list[web.RouteDef]:
    deeds: dict[str, Callable[..., Any]] = {
        deed.__name__: deed
        for deed in (
            telegram.send, telegram.edit, telegram.tap, telegram.query, telegram.vote,
            telegram.again, telegram.push, telegram.block, telegram.unblock, telegram.group,
            telegram.fail, telegram.heal, telegram.messages, telegram.commands,
            telegram.keyboard,
        )
    }  # fmt: skip

    def join(**facts: Any) -> None:
        person = Person(**facts)
        telegram.people[person.id] = person

    def post(person: int, kind: str, caption: str = "") -> Any:
        return telegram.post(person, kind, caption=caption)

    def answers() -> Any:
        return telegram.answers

    def calls(since: int = 0) -> Any:
        first = telegram.called - len(telegram.calls)
        numbered = enumerate(telegram.calls, start=first)
        return {
            "next": telegram.called,
            "calls": [_call(number, call) for number, call in numbered if number >= since],
        }

    deeds |= {"join": join, "post": post, "answers": answers, "calls": calls}
    return [web.post(f"/control/{name}", _handler(deed)) for name, deed in deeds.items()]


def _handler(deed: Callable[..., Any]) -> Callable[[web.Request], Any]:
    signature = inspect.signature(deed)

    async def handle(request: web.Request) -> web.Response:
        # another site's page cannot send JSON here without asking, and its asking is refused
        if request.content_type != "application/json" or request.url.host not in LOCAL_HOSTS:
            return _error(400, "send JSON to 127.0.0.1, with its content type")
        try:
            arguments = json.loads(await request.read() or b"{}")
            bound = signature.bind(**arguments)
        except (TypeError, ValueError) as error:
            return _error(400, f"the body does not fit: {error}")
        try:
            result = deed(*bound.args, **bound.kwargs)
        except LookupError as error:
            return _error(404, str(error.args[0]))
        except (TypeError, ValueError) as error:
            return _error(400, str(error))
        return web.json_response(result)

    return handle


def _error(status: int, sentence: str) -> web.Response:
    return web.json_response({"error": sentence}, status=status)


def _call(number: int, call: Call) -> dict[str, Any]:
    return {
        "number": number,
        "at": call.at.isoformat(),
        "method": call.method,
        "params": dict(call.params),
        "status": call.status,
        "seconds": call.seconds,
        "body": dict(call.body),
        "unknown": call.unknown,
    }
