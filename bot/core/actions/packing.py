"""An action as the text that a button carries: at most 64 bytes."""

from dataclasses import Field, fields
from typing import Any

from bot.core.actions.deeds import (
    After,
    AskConfidence,
    Back,
    Before,
    Confirm,
    ExtraTime,
    Hint,
    Leaf,
    Match,
    Next,
    Onward,
    Open,
    Pick,
    Picture,
    Quiz,
    Report,
    Retry,
    Sure,
    Tick,
    Undo,
)
from bot.core.actions.places import (
    Answering,
    Aside,
    Class,
    ClassModule,
    Door,
    Finished,
    Help,
    Home,
    LookBack,
    Lookup,
    Modules,
    Objected,
    OnTheWay,
    PageFacts,
    PageTerms,
    Place,
    PlaceFacts,
    Pretest,
    Progress,
    QuestionFacts,
    Quizzes,
    Reading,
    Reporting,
    Reports,
    Settings,
    SourceList,
    TermEntry,
    TermList,
    TermSearch,
)

Action = (
    Place
    | Lookup
    | Leaf
    | Back
    | Picture
    | Open
    | Onward
    | Quiz
    | Before
    | After
    | Pick
    | Tick
    | Match
    | Undo
    | Hint
    | Confirm
    | Sure
    | Next
    | Retry
    | Report
    | AskConfidence
    | ExtraTime
)

_TAGS: dict[str, type[Action]] = {
    "h": Home,
    "m": Modules,
    "r": Reading,
    "f": Finished,
    "z": Quizzes,
    "s": Answering,
    "g": Progress,
    "?": Help,
    "c": Class,
    "d": ClassModule,
    "o": Open,
    "w": Onward,
    "q": Quiz,
    "p": Pick,
    "t": Tick,
    "k": Confirm,
    "n": Next,
    "y": Retry,
    "u": SourceList,
    "a": PlaceFacts,
    "e": PageFacts,
    "j": QuestionFacts,
    "l": TermList,
    "/": TermSearch,
    "v": PageTerms,
    "b": TermEntry,
    "x": Aside,
    "+": Leaf,
    "<": Back,
    "i": Picture,
    "A": LookBack,
    "B": Door,
    "C": Pretest,
    "D": Reporting,
    "E": Reports,
    "P": Objected,
    "F": Settings,
    "G": Before,
    "H": After,
    "I": Match,
    "J": Undo,
    "K": Hint,
    "L": Sure,
    "M": Report,
    "N": AskConfidence,
    "O": ExtraTime,
}
_TAG_OF = {kind: tag for tag, kind in _TAGS.items()}
_LARGEST = 2**63 - 1


def pack(action: Action) -> str:
    """The action as the text that a button carries, or the books keep."""
    kind = type(action)
    return ":".join([_TAG_OF[kind], *(_written(getattr(action, one.name)) for one in fields(kind))])


def unpack(text: str) -> Action | None:
    """The action that a button carried; None for junk."""
    tag, *parts = text.split(":")
    kind = _TAGS.get(tag)
    if kind is None or len(parts) != len(fields(kind)):
        return None
    values = {}
    for field, part in zip(fields(kind), parts, strict=True):
        values[field.name] = value = _read(field, part)
        if value is None:
            return None
    return kind(**values)


def _written(value: object) -> str:
    text = pack(value) if isinstance(value, Action) else str(value)
    return text.replace("%", "%25").replace(":", "%3A")


def _read(field: Field[Any], part: str) -> Any:
    """The value of a part; None where it can have none."""
    if field.type is int or field.name == "session":
        is_number = part.isascii() and part.isdigit() and len(part) <= 19
        return int(part) if is_number and int(part) <= _LARGEST else None
    text = part.replace("%3A", ":").replace("%25", "%")
    if field.name == "look":
        look = unpack(text)
        return look if isinstance(look, Lookup) else None
    if field.name == "back":
        back = unpack(text)
        return back if isinstance(back, OnTheWay) else None
    return text
