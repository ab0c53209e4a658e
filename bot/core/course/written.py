"""What anything an author writes is made of: texts, ids, numbers, yes and no.

Every scalar arrives as text, exactly as typed (content/ sees to that), so the types here
decide what is a number or a yes.  Texts are normalised (NFC), so Hangul typed on any keyboard
compares.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic.fields import FieldInfo

# Telegram: callback_data is 1-64 bytes, and a page's button carries two of these.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
SLUG_LENGTH = 30

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=SLUG_LENGTH)]
LongSlug = Annotated[str, StringConstraints(pattern=SLUG, max_length=40)]  # on no button
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(lambda text: unicodedata.normalize("NFC", text)),
]


def _yes_or_no(value: object) -> bool:
    answer = {"yes": True, "true": True, "no": False, "false": False}.get(str(value).lower())
    if answer is None:
        raise ValueError(f'"{value}" is neither yes nor no; write yes or no')
    return answer


def _true_or_false(value: object) -> bool:
    answer = {"true": True, "false": False}.get(str(value).lower())
    if answer is None:
        raise ValueError(f'"{value}" is neither true nor false; write true or false')
    return answer


def _number(value: object) -> Decimal:
    text = str(value).strip()
    if not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", text, re.ASCII):
        raise ValueError(f'"{value}" is not a number; write it in digits, as in 130 or 4.82')
    return Decimal(text)


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]
TrueFalse = Annotated[bool, BeforeValidator(_true_or_false)]
Number = Annotated[Decimal, BeforeValidator(_number)]


class Written(BaseModel):
    """Anything an author writes: unknown keys are mistakes, values do not change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys an author writes, in the order of the format's reference."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def field_of(cls, key: str) -> FieldInfo | None:
        """What holds the value of a key that an author writes; None for an unknown key."""
        fields = {field.alias or name: field for name, field in cls.model_fields.items()}
        return fields.get(key)
