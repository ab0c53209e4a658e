"""What every route of the preview keeps to: who may ask, how a request is read and refused.

A page elsewhere can point its own name at 127.0.0.1 (DNS rebinding), or post here without
reading the answer: so the name asked for and the page that asks must both be local.  An error
is {"error": a sentence}: 400 for what cannot be understood, 403 for a request from elsewhere,
404 for what is not there, 409 for what cannot be done now.
"""

import functools
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost"})
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# the names under which the preview may be asked; None for any, where it was told to be public
HOSTS: web.AppKey[frozenset[str] | None] = web.AppKey("hosts")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Object = dict[str, Any]


class RefusedError(Exception):
    """A request that is not carried out: the status, and why in a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def guarded(handler: Handler) -> Handler:
    """The handler for this machine alone, its refusals as JSON, its replies with our headers."""

    @functools.wraps(handler)
    async def guard(request: web.Request) -> web.StreamResponse:
        try:
            _refuse_foreign(request)
            response = await handler(request)
        except RefusedError as refusal:
            response = web.json_response({"error": str(refusal)}, status=refusal.status)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def _refuse_foreign(request: web.Request) -> None:
    hosts = request.app.get(HOSTS, LOCAL_HOSTS)
    try:
        host = urlsplit(f"//{request.host}").hostname
    except ValueError:
        host = None
    if hosts is not None and host not in hosts:
        raise RefusedError(
            403, f"The preview answers to {' and '.join(sorted(hosts))}, not to {request.host}."
        )
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise RefusedError(403, f"The preview does not serve pages from {origin}.")


async def json_object(request: web.Request) -> Object:
    """The body; a request that another site's page could send without asking is refused."""
    if request.content_type != "application/json":
        raise RefusedError(400, "Send JSON, with Content-Type: application/json.")
    try:
        body = json.loads((await request.read()).decode(), parse_constant=_no_number)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(400, "This is too long; a deed needs less than a megabyte.") from None
    except UnicodeDecodeError:
        raise RefusedError(400, "This is not JSON: it is not UTF-8.") from None
    except UnicodeEncodeError:
        raise RefusedError(400, "There is half a character in it, a lone surrogate.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise RefusedError(400, f"This is not JSON: {error.msg}, {where}.") from None
    except (ValueError, RecursionError):
        raise RefusedError(
            400, "This is not JSON: there is a number without value or end, or no end of brackets."
        ) from None
    if not isinstance(body, dict):
        raise RefusedError(400, 'Send a JSON object, as in {"person": 1001, "text": "/start"}.')
    return body


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number in JSON")
