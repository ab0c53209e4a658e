"""The Bot API's own table: which parameters a method takes, which fields a type has.

Its one rule: every fact comes from spec.json, which tests/preview/condense.py makes from a
machine-readable Bot API.  Requests are checked and turned into values here before any method
sees them; replies are checked by `breaches`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files
from typing import Any

from bot.preview.server.errors import bad_request

Reader = Callable[[Any], Any]

_PLAIN = {"String": str, "Integer": int, "Float": float, "Boolean": bool, "True": bool}
_INTEGER = re.compile(r"[+-]?[0-9]{1,19}")
_BOOLEANS = {
    "true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False,
}  # fmt: skip


@dataclass(frozen=True)
class File:
    """An uploaded file."""

    name: str
    content: bytes
    mime_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Parameters:
    """What one method takes; `readers` turn what came over the wire into values."""

    readers: Mapping[str, Reader]
    required: frozenset[str]


class Arguments(dict[str, Any]):
    """The values of a call's parameters, and the files that came with it by their names."""

    files: Mapping[str, File]


class WrongTypeError(Exception):
    """The value is not of the type; the message names the type as Telegram does."""


@cache
def method_named(name: str) -> str | None:
    """The method's proper spelling, whatever the case; None if the Bot API has no such method."""
    return _spellings().get(name.lower())


def returns(method: str) -> str:
    result: str = _table()["methods"][method]["returns"]
    return result


@cache
def update_kinds() -> frozenset[str]:
    """What `allowed_updates` may name."""
    return frozenset(_table()["types"]["Update"].keys() - {"update_id"})


def values(method: str, given: Mapping[str, Any], files: Mapping[str, File]) -> Arguments:
    """The parameters that the method knows, as values of their types.

    Forms and query strings carry text: numbers, booleans and JSON are read from it.  Unknown
    parameters are left out, as are null ones.  Raises ApiError for a missing or wrong one.
    """
    known = parameters(method)
    readers = known.readers
    result = Arguments()
    result.files = files
    for name, value in given.items():
        reader = readers.get(name)
        if reader is None or value is None:
            continue
        try:
            result[name] = reader(value)
        except WrongTypeError as error:
            raise bad_request(f'parameter "{name}" must be {error}') from None
    if files:
        result |= {name: file for name, file in files.items() if name in readers}
    if not known.required <= result.keys():
        raise _missing(method, min(known.required - result.keys()))
    return result


@cache
def parameters(method: str) -> Parameters:
    fields: dict[str, str] = _table()["methods"][method]["parameters"]
    return Parameters(
        readers={
            # keyboards have checks and words of their own
            name: _decoded if name == "reply_markup" else _outer_reader(_type_of(field))
            for name, field in fields.items()
        },
        required=frozenset(n for n, field in fields.items() if field.startswith("required ")),
    )


def breaches(kind: str, value: Any, path: str = "result") -> list[str]:
    """Where `value` is not what the Bot API calls `kind`, e.g. `Array of Message | Boolean`.

    One sentence for each missing, unknown or wrongly typed field, with its path.
    """
    tried = [list(_breaches_of_one(option, value, path)) for option in kind.split(" | ")]
    return min(tried, key=len)


def _breaches_of_one(kind: str, value: Any, path: str) -> Iterator[str]:
    plain = _PLAIN.get(kind)
    if plain is not None:
        if type(value) is not plain and not (plain is float and type(value) is int):
            yield f"{path} is not of type {kind}: {value!r}"
    elif kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{path} is not an array"
            return
        for index, item in enumerate(value):
            yield from breaches(kind.removeprefix("Array of "), item, f"{path}[{index}]")
    elif "one_of" in (fields := _table()["types"][kind]):
        yield from breaches(" | ".join(fields["one_of"]), value, path)
    elif isinstance(value, dict):
        yield from _breaches_of_fields(kind, fields, value, path)
    else:
        yield f"{path} is not a {kind}: {value!r}"


def _breaches_of_fields(
    kind: str, fields: Mapping[str, str], value: Mapping[str, Any], path: str
) -> Iterator[str]:
    for name, field in fields.items():
        if name in value:
            yield from breaches(_type_of(field), value[name], f"{path}.{name}")
            only = _only_value(field)
            if only is not None and value[name] != only:
                yield f"{path}.{name} is not {only}: {value[name]!r}"
        elif field.startswith("required "):
            yield f"{path}.{name} is missing"
    for name in sorted(value.keys() - fields.keys()):
        yield f"{path}.{name} is not a field of {kind}"


@cache
def _table() -> Any:
    return json.loads(
        (package_files("bot.preview.server") / "spec.json").read_text(encoding="utf-8")
    )


@cache
def _spellings() -> dict[str, str]:
    return {name.lower(): name for name in _table()["methods"]}


def _type_of(field: str) -> str:
    return field.removeprefix("required ").split(" = ")[0]


def _only_value(field: str) -> str | None:
    return field.split(" = ")[1] if " = " in field else None


def _missing(method: str, name: str) -> Exception:
    match name:
        case "chat_id" if method == "deleteMessage":
            return bad_request("Chat identifier is not specified")
        case "chat_id" | "latitude" | "longitude":
            return bad_request(f"{name} is empty")
        case "text":
            return bad_request("message text is empty")
        case "message_id":
            return bad_request("message identifier is not specified")
        case "user_id":
            return bad_request("Invalid user_id specified")
        case "message_ids":
            return bad_request("Message identifiers are not specified")
        case "photo" | "document" | "sticker":
            return bad_request(f"there is no {name} in the request")
        case _:
            return bad_request(f'parameter "{name}" is required')


@cache
def _reader(kind: str) -> Reader:
    plain = _plain_readers().get(kind)
    if plain is not None:
        return plain
    if kind.startswith("Array of "):
        return _array_reader(kind.removeprefix("Array of "))
    if " | " in kind:
        return _union_reader(kind.replace(" | ", " or "), tuple(kind.split(" | ")))
    fields = _table()["types"][kind]
    if "one_of" in fields:
        return _union_reader(kind, tuple(fields["one_of"]))
    return _object_reader(kind)


def _outer_reader(kind: str) -> Reader:
    """Only the parameters themselves come as JSON in text, nothing inside them does."""
    reader = _reader(kind)
    if kind in _plain_readers():
        return reader
    return lambda value: reader(_decoded(value))


def _plain_readers() -> dict[str, Reader]:
    return {
        "String": _string,
        "Integer": _integer,
        "Float": _float,
        "Boolean": _boolean,
        "True": _boolean,
        "InputFile": _uploaded,
        "Integer | String": _integer_or_string,
        "InputFile | String": _string,
    }


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongTypeError("of type String")
    return value


def _integer(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        return int(value)
    raise WrongTypeError("of type Integer")


def _integer_or_string(value: Any) -> int | str:
    if type(value) is int:
        return value
    if not isinstance(value, str):
        raise WrongTypeError("of type Integer or String")
    return int(value) if _INTEGER.fullmatch(value) else value


def _float(value: Any) -> float:
    try:
        if type(value) in (int, float, str):
            return float(value)
    except ValueError:
        pass
    raise WrongTypeError("of type Float")


def _boolean(value: Any) -> bool:
    if type(value) is bool:
        return value
    known = _BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
    if known is None:
        raise WrongTypeError("of type Boolean")
    return known


def _uploaded(value: Any) -> Any:
    if not (isinstance(value, str) and value.startswith("attach://")):
        raise WrongTypeError("an uploaded file")
    return value


def _decoded(value: Any) -> Any:
    """Forms carry objects and arrays as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value) if value else None
    except ValueError:
        raise WrongTypeError("valid JSON") from None


def _array_reader(kind: str) -> Reader:
    item = _reader(kind)

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise WrongTypeError(f"an Array of {kind}")
        return [item(each) for each in value]

    return read


def _object_reader(kind: str) -> Reader:
    fields: dict[str, str] = _table()["types"][kind]
    required = {name for name, field in fields.items() if field.startswith("required ")}

    def read(value: Any) -> dict[str, Any]:
        if kind == "InputPollOption" and isinstance(value, str):
            # an older form that the real server still takes
            return {"text": value}
        if not isinstance(value, dict):
            raise WrongTypeError(f"a {kind} object")
        result = {}
        for name, each in value.items():
            if name not in fields or each is None:
                continue
            try:
                result[name] = _reader(_type_of(fields[name]))(each)
            except WrongTypeError as error:
                raise WrongTypeError(f'a {kind} whose field "{name}" is {error}') from None
            only = _only_value(fields[name])
            if only is not None and result[name] != only:
                raise WrongTypeError(f'a {kind} whose field "{name}" is "{only}"')
        for name in sorted(required - result.keys()):
            raise WrongTypeError(f'a {kind} with the field "{name}"')
        return result

    return read


def _union_reader(name: str, kinds: tuple[str, ...]) -> Reader:
    """The first kind that fits; the complaint comes from the one that the value says it is."""

    def read(value: Any) -> Any:
        complaints = []
        for kind in kinds:
            try:
                return _reader(kind)(value)
            except WrongTypeError as error:
                complaints.append(str(error))
        unknown = f"a {name} of a known type"
        raise WrongTypeError(next((c for c in complaints if '" is "' not in c), unknown))

    return read
