"""Where a complaint of the models points to in a file's nodes.

The one rule: the models say what they complain about by a path through fields, entries and
types of question; this module follows it through what the author wrote.  It knows the models
only by their annotations, so a new key or type of question changes nothing here.
"""

from dataclasses import dataclass, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from bot.content.nodes import Fields, Items, Node, Scalar
from bot.core.course import Option, Paragraph, Written


@dataclass(frozen=True)
class Spot:
    """What a complaint is about.

    `node` is the value, `expected` the type it should have, `key` the key before it (None for
    an entry of a list), `owner` the node that holds the key, `model` what the owner should be
    and `field` the model's name for what the key holds.  Where a key is missing, `node` is its
    owner.
    """

    node: Node
    name: str
    expected: Any
    key: Scalar | None = None
    owner: Node | None = None
    model: type[Written] | None = None
    field: str = ""


def spot_at(model: type[Written], root: Node, loc: tuple[int | str, ...]) -> Spot:
    spot = Spot(root, "", model)
    for step in loc:
        expected = bare(spot.expected)
        if step == "[key]":
            if spot.key is not None:
                spot = replace(spot, node=spot.key, name="id", expected=None)
        elif get_origin(expected) in (Union, UnionType):  # the step names the type of question
            spot = replace(spot, expected=_member(expected, step))
        elif isinstance(expected, type) and issubclass(expected, Written):
            spot = _into(spot, expected, str(step))
        else:
            spot = _within(spot, get_args(expected), step)
    return spot


def _into(spot: Spot, model: type[Written], step: str) -> Spot:
    field = model.field_of(step)
    expected = field.annotation if field is not None else None
    if isinstance(spot.node, Fields):
        written = step
        if model is Paragraph and spot.node.entries:
            written = spot.node.entries[0][0].text
        elif model is Option and step == "text":
            written = "right" if spot.node.key("right") else "wrong"
        child = spot.node.get(written)
        if child is not None:
            return Spot(child, written, expected, spot.node.key(written), spot.node, model, step)
    return Spot(spot.node, step, expected, None, spot.node, model, step)


def _within(spot: Spot, inner: tuple[Any, ...], step: int | str) -> Spot:
    expected = inner[-1] if inner and inner[-1] is not ... else inner[0] if inner else None
    match spot.node:
        case Items() if isinstance(step, int) and step < len(spot.node.items):
            single = "quiz" if spot.name == "quizzes" else spot.name.removesuffix("s")
            name = f"{single} {step + 1}"
            return replace(spot, node=spot.node.items[step], name=name, key=None, expected=expected)
        case Fields() if (child := spot.node.get(str(step))) is not None:
            key = spot.node.key(str(step))
            return replace(
                spot, node=child, name=str(step), expected=expected, key=key, owner=spot.node
            )
    return spot


def bare(annotation: Any) -> Any:
    """The type without its constraints, and without its None."""
    while True:
        members = [one for one in get_args(annotation) if one is not NoneType]
        if get_origin(annotation) is Annotated or (
            get_origin(annotation) in (Union, UnionType) and len(members) == 1
        ):
            annotation = members[0]
        else:
            return annotation


def _member(union: Any, tag: int | str) -> Any:
    for one in get_args(union):
        if tag in get_args(one.model_fields["type"].annotation):
            return one
    return None
