"""What comes in from the chat, once it is understood as far as the chat can."""

from dataclasses import dataclass

from bot.core.actions import Action, StudentId
from bot.core.notices import Notice


@dataclass(frozen=True)
class Said:
    """Typed text that is no command."""

    text: str


@dataclass(frozen=True)
class Asked:
    """The class report on a module, named as somebody would name it."""

    module: str


@dataclass(frozen=True)
class Odd:
    """Something that cannot be done; the notice says why."""

    notice: Notice


@dataclass(frozen=True)
class Visit:
    """One update of one student, under the name that Telegram gives."""

    student: StudentId
    name: str
    said: Action | Said | Asked | Odd
