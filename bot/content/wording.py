"""What the models of core/course.py refuse -> problems, at their place and in an author's words.

The one rule: no word of the program's language comes through; a key or value is named as it
was typed, with the valid ones beside it.
"""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.nodes import Fields, Items, Node, Scalar
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.content.spots import Spot, bare, spot_at
from bot.core.course import (
    SLUG,
    Asked,
    Bank,
    Option,
    Outline,
    Question,
    Quizzes,
    Written,
    WrongNumber,
    WrongText,
    WrongVoice,
)

AT_MOST = 1000

_NOUNS = {
    Bank: "quiz",
    Outline: "course",
    Quizzes: "file",
    WrongNumber: "mistake",
    WrongText: "mistake",
    WrongVoice: "mistake",
}

# what is wrong, what to do, and where if not at the spot itself
Words = tuple[str, str, Node | None]


def problems_of(
    path: str, root: Node, model: type[Written], error: ValidationError
) -> tuple[Problem, ...]:
    """One problem for each complaint, at most a thousand."""
    problems: list[Problem] = []
    mistyped: set[tuple[int, str]] = set()
    details = error.errors(include_url=False, include_input=False)[:AT_MOST]
    # unknown keys first: what was mistyped is not missing as well
    for detail in sorted(details, key=lambda one: one["type"] != "extra_forbidden"):
        spot = spot_at(model, root, detail["loc"])
        if detail["type"] == "missing" and (id(spot.owner), spot.name) in mistyped:
            continue
        if detail["type"] == "too_short" and _count(spot.node) >= detail["ctx"]["min_length"]:
            continue  # only entries without complaints were counted
        if detail["type"] == "extra_forbidden" and spot.model is not None:
            mistyped.add((id(spot.owner), nearest(spot.name, spot.model.known_keys()) or ""))
        for what, remedy, node in _worded(spot, detail):
            place = (node or spot.key or spot.node).place
            problems.append(Problem(path, place.line, place.column, what, remedy))
    return tuple(problems)


def _worded(spot: Spot, detail: ErrorDetails) -> Iterator[Words]:
    words = [
        *_about_keys(spot, detail["type"], detail.get("ctx", {})),
        *_about_texts(spot, detail["type"], detail.get("ctx", {})),
        *_about_groups(spot, detail["type"], detail.get("ctx", {})),
    ]
    yield from words
    if not words:
        what = f"{spot.name or 'this'} {_written(spot)} does not fit here"
        yield what, f"look up what belongs here: {_meaning(spot)}", None


def _about_keys(spot: Spot, kind: str, context: dict[str, Any]) -> Iterator[Words]:
    match kind:
        case "extra_forbidden":
            yield _unknown_key(spot)
        case "missing":
            yield f'{_owner(spot)} has no "{spot.name}"', f"add it: {_meaning(spot)}", None
        case "value_error":
            yield from _own_words(spot, str(context["error"]))
        case "union_tag_not_found":
            what = f'{_named(spot, "question")} has no "type"'
            yield what, f"add one of {', '.join(_types(spot))}", None
        case "union_tag_invalid":
            yield from _unknown_type(spot)
        case "model_type" | "model_attributes_type":
            yield from _no_keys(spot)
        case _:
            pass


def _about_texts(spot: Spot, kind: str, limits: dict[str, Any]) -> Iterator[Words]:
    name, written = spot.name, _written(spot)
    match kind:
        case "string_type":
            yield from _no_text(spot)
        case "string_too_short":
            yield f"{_quoted(spot)} is empty", _to_write(spot), None
        case "string_too_long":
            many = len(spot.node.text.strip()) if isinstance(spot.node, Scalar) else 0
            what = f"{name} {written} has {many} characters"
            yield what, f"use at most {limits['max_length']}", None
        case "string_pattern_mismatch" if limits["pattern"] == SLUG:
            what = f"{name} {written} is not made of small Latin letters, digits and hyphens"
            yield what, f"write it as in {_slug(spot.node)}", None
        case "string_pattern_mismatch":
            what = f"{name} {written} is not a web address"
            yield what, "begin it with https:// and leave out spaces", None
        case "string_unicode":
            yield f"{name} holds half a character", "type the text again", None
        case "literal_error":
            known = get_args(bare(spot.expected))
            yield f"{name} {written} is not known", suggestion(written.strip('"'), known), None
        case "greater_than_equal":
            what = f"{name} {written} is below {limits['ge']}"
            yield what, f"write {limits['ge']} or more", None
        case "less_than_equal":
            what = f"{name} {written} is above {limits['le']}"
            yield what, f"write {limits['le']} or less", None
        case _:
            pass


def _about_groups(spot: Spot, kind: str, limits: dict[str, Any]) -> Iterator[Words]:
    name = _quoted(spot)
    match kind:
        case "tuple_type":
            yield from _no_entries(spot)
        case "dict_type":
            what = f"{name} {_kind(spot.node)}, but ids belong here"
            yield what, "write each one as its id, a colon, and its keys below", None
        case "too_short" if _count(spot.node) == 0:
            what = f"{name} is empty"
            yield what, f"write at least {limits['min_length']}: {_meaning(spot)}", None
        case "too_short":
            what = f"{name} has {_counted(spot.node)}"
            yield what, f"write at least {limits['min_length']}", None
        case "too_long":
            what = f"{name} has {_counted(spot.node)}"
            yield what, f"keep at most {limits['max_length']}", None
        case _:
            pass


def _own_words(spot: Spot, message: str) -> Iterator[Words]:
    """The models' sentences, "what; what to do", with the key in front of a bare value."""
    if bare(spot.expected) is Option and isinstance(spot.node, Fields):
        unknown = [key for key, _ in spot.node.entries if key.text not in Option.known_keys()]
        for key in unknown:
            yield f"unknown key {shown(key.text)}", suggestion(key.text, Option.known_keys()), key
        if unknown:
            return
    is_value = get_origin(bare(spot.expected)) is not tuple  # which was read as entries or keys
    if isinstance(spot.node, Items | Fields) and is_value and re.match(r'"', message):
        yield from _no_text(spot)
        return
    if isinstance(spot.node, Scalar) and not spot.node.text.strip():
        yield f'"{spot.name}" is empty', _to_write(spot), None
        return
    typed = f'"{spot.node.text}"' if isinstance(spot.node, Scalar) else ""
    if typed and message.startswith(typed):
        message = f"{spot.name} {_written(spot)}{message.removeprefix(typed)}"
    what, _, remedy = message.rpartition("; ")
    yield what, remedy, _key_in(spot.node, what)


def _key_in(node: Node, what: str) -> Scalar | None:
    """The key that a sentence about all keys of a group names."""
    named = re.findall(r'"([a-z_]+)"', what) if isinstance(node, Fields) else ()
    keys = (node.key(one) for one in named if isinstance(node, Fields))
    return next((one for one in keys if one is not None), None)


def _unknown_key(spot: Spot) -> Words:
    known = spot.model.known_keys() if spot.model is not None else ()
    if spot.model is not None and issubclass(spot.model, Asked):
        types = [
            tag
            for one in get_args(get_args(Question)[0])
            if spot.name in one.known_keys()
            for tag in get_args(one.model_fields["type"].annotation)
        ]
        if types:
            what = f'{_owner(spot)} has no use for "{spot.name}"'
            return what, f"remove it, or write type: {' or '.join(types)}", None
    return f"unknown key {shown(spot.name)}", suggestion(spot.name, known), None


def _unknown_type(spot: Spot) -> Iterator[Words]:
    if isinstance(spot.node, Fields):
        written = spot.node.get("type")
        typed = written.text if isinstance(written, Scalar) else ""
        what = f"type {shown(typed)} is not known" if typed.strip() else '"type" is empty'
        yield what, suggestion(typed, _types(spot)), spot.node.key("type")


def _no_text(spot: Spot) -> Iterator[Words]:
    name = _quoted(spot)
    node = spot.node
    if isinstance(node, Fields) and not node.is_flow and len(node.entries) == 1:
        key, value = node.entries[0]
        if isinstance(value, Scalar):
            whole = shown(f"{key.text}: {value.text}")
            what = f"the colon after {shown(key.text)} cuts {name} in two"
            yield what, f"put the text in quotes, as in {whole}", None
            return
    if isinstance(node, Items | Fields) and node.is_flow:
        read = "entries, for its brackets" if isinstance(node, Items) else "keys, for its braces"
        what = f"{name} is read as {read}"
        yield what, "put it in quotes, or leave them out", None
        return
    yield f"{name} {_kind(node)}, but a text belongs here", f"write one: {_meaning(spot)}", None


def _no_entries(spot: Spot) -> Iterator[Words]:
    name, node = _quoted(spot), spot.node
    typed = node.text.strip() if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and not typed:
        yield f"{name} is empty", _to_write(spot), None
    elif typed.startswith("-"):
        example = shown(f"- {typed.lstrip('-')}")
        yield "a space is missing after the dash", f"write it as in {example}", node
    else:
        is_short = typed and len(typed) <= 30 and not re.search(r"[\[\]{},:#]", typed)
        what = f"{name} {_kind(node)}, but entries belong here"
        remedy = 'begin each one with "- " on a line of its own'
        yield what, f"write it as [{typed}]" if is_short else remedy, None


def _no_keys(spot: Spot) -> Iterator[Words]:
    name = _quoted(spot)
    model = bare(spot.expected)
    known = model.known_keys() if isinstance(model, type) and issubclass(model, Written) else ()
    what = f"{name} {_kind(spot.node)}, but keys belong here"
    yield what, f"write it with {', '.join(f'{key}:' for key in known)}", None


def _quoted(spot: Spot) -> str:
    """The key in quotation marks, or the entry by its number."""
    return f'"{spot.name}"' if spot.key is not None else spot.name or "the file"


def _written(spot: Spot) -> str:
    return shown(spot.node.text) if isinstance(spot.node, Scalar) else ""


def _count(node: Node) -> int:
    match node:
        case Items():
            return len(node.items)
        case Fields():
            return len(node.entries)
        case Scalar():
            return 0


def _counted(node: Node) -> str:
    return "1 entry" if _count(node) == 1 else f"{_count(node)} entries"


def _kind(node: Node) -> str:
    match node:
        case Scalar():
            return f"holds the text {shown(node.text)}" if node.text.strip() else "is empty"
        case Items():
            return "holds entries"
        case Fields():
            return "holds keys"


def _owner(spot: Spot) -> str:
    model = spot.model or Written
    noun = "question" if issubclass(model, Asked) else _NOUNS.get(model, model.__name__.lower())
    return _named(spot, noun)


def _named(spot: Spot, noun: str) -> str:
    """The noun with the id of what it means, as far as the author gave one."""
    node = spot.owner if isinstance(spot.owner, Fields) else spot.node
    if isinstance(spot.node, Fields):
        node = spot.node
    for key in ("id", "quiz", "page", "fact", "term", "name", "cite"):
        written = node.get(key) if isinstance(node, Fields) else None
        if isinstance(written, Scalar) and written.text.strip():
            return f"{noun} {shown(written.text)}"
    return f"the {noun}"


def _meaning(spot: Spot) -> str:
    """The format's reference on the key, as the rest of a sentence."""
    field = spot.model.field_of(spot.field) if spot.model is not None else None
    if field is None or not field.description:
        return "a text for students"
    return field.description[0].lower() + field.description[1:].rstrip(".")


def _to_write(spot: Spot) -> str:
    """What to do about an empty key."""
    field = spot.model.field_of(spot.field) if spot.model is not None else None
    is_needed = field is None or field.is_required()
    return f"{'write it' if is_needed else 'write it, or remove it'}: {_meaning(spot)}"


def _types(spot: Spot) -> tuple[str, ...]:
    members = get_args(bare(spot.expected))
    return tuple(tag for one in members for tag in get_args(one.model_fields["type"].annotation))


def _slug(node: Node) -> str:
    typed = node.text.lower() if isinstance(node, Scalar) else ""
    slug = "-".join(re.findall(r"[a-z0-9]+", typed))
    return slug[:30].strip("-") or "gap-rank"
