"""The way to the Bot API: python-telegram-bot's requests over aiohttp.

Its own transport spends nine tenths of a busy bot's time in httpx; this one keeps the
connections open and sends JSON.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

TIMEOUT = 20.0
UPLOAD_TIMEOUT = 120.0
CONNECTIONS = 512
Upload = tuple[str, bytes, str]  # a file's name, content and media type
Telegram = Callable[
    [str, str, Mapping[str, Any], Mapping[str, Upload]], Awaitable[tuple[int, Mapping[str, Any]]]
]
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Transport(BaseRequest):
    """Timeouts are in seconds; a long poll passes its own."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return TIMEOUT

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=75),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=TIMEOUT, connect=10),
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the interface's
        connect_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise NetworkError("the transport is closed")
        more: dict[str, Any] = {}
        if isinstance(read_timeout, int | float):
            more["timeout"] = aiohttp.ClientTimeout(total=read_timeout, connect=10)
        if request_data is not None:
            more |= _body(request_data)
            if request_data.contains_files:
                more["timeout"] = aiohttp.ClientTimeout(total=UPLOAD_TIMEOUT, connect=10)
        try:
            async with self._session.request(method, url, **more) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut("no answer in time") from error
        except (aiohttp.ClientError, OSError) as error:
            # the words of the error may hold the URL, and the URL holds the token
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise NetworkError(f"{reason}") from error


class Direct(BaseRequest):
    """Requests that never leave the process: each is handed over as token, method, parameters
    and files, and answered with a status and the body's object."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        return TIMEOUT

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - the interface's: GET or POST is all the same here
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        token, name = url.rpartition("/bot")[2].split("/", 1)
        parameters: Mapping[str, Any] = {}
        files: dict[str, Upload] = {}
        if request_data is not None:
            parameters = request_data.parameters
            for field, (filename, content, kind) in request_data.multipart_data.items():
                read = content if isinstance(content, bytes) else content.read()
                files[field] = (filename, read, kind)
        status, body = await self._telegram(token, name, parameters, files)
        return status, _encode(body).encode()


def _body(request: RequestData) -> dict[str, Any]:
    if not request.contains_files:
        return {
            "data": _encode(request.parameters).encode(),
            "headers": {"Content-Type": "application/json"},
        }
    form = aiohttp.FormData()
    for name, value in request.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return {"data": form}
