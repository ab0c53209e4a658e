"""What a request's body says: JSON, a form, or a form with files.

Its one rule: a body that cannot be read is the bot's mistake and answered as one.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from bot.preview.server.errors import bad_request
from bot.preview.server.spec import File

Form = tuple[dict[str, Any], dict[str, File]]

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?', re.IGNORECASE)
_NAME = re.compile(r'[; ]name="((?:[^"\\]|\\.)*)"')
_FILENAME = re.compile(r'filename="((?:[^"\\]|\\.)*)"')
_ENCODED_FILENAME = re.compile(r"filename\*=utf-8''([^;\s]+)", re.IGNORECASE)


def read_form(content_type: str, body: bytes) -> Form:
    """Parameters and files; raises ApiError."""
    kind = content_type.partition(";")[0].strip().lower()
    if not body:
        return {}, {}
    match kind:
        case "application/json":
            return _json(body), {}
        case "multipart/form-data":
            return _multipart(content_type, body)
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(_text(body), keep_blank_values=True)), {}
        case _:
            # a body of another kind is passed over, as the real server does
            return {}, {}


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise bad_request("Can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("Expected an Object in the request body")
    return value


def _multipart(content_type: str, body: bytes) -> Form:
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise bad_request("boundary not found in the multipart request")
    parameters: dict[str, Any] = {}
    files: dict[str, File] = {}
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = _headers(head)
        disposition = headers.get("content-disposition", "")
        name = _NAME.search(disposition)
        if name is None:
            raise bad_request("a part of the multipart request has no name")
        file_name = _file_name(disposition)
        if file_name is None:
            parameters[name[1]] = _text(content)
        else:
            kind = headers.get("content-type", "application/octet-stream")
            files[name[1]] = File(file_name, content, kind)
    return parameters, files


def _headers(head: bytes) -> Mapping[str, str]:
    lines = _text(head).split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _file_name(disposition: str) -> str | None:
    encoded = _ENCODED_FILENAME.search(disposition)
    if encoded is not None:
        return unquote(encoded[1])
    plain = _FILENAME.search(disposition)
    return unquote(plain[1]) if plain is not None else None


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise bad_request("Strings must be encoded in UTF-8") from None
