"""Condense a machine-readable Bot API into the table that the local server checks against.

    python tests/preview/condense.py botapi.json > bot/preview/server/spec.json

The input has `version`, `methods` and `types`, each with its `fields` (name, types, required,
description), `returns` or `subtypes`; aiogram's sdist carries such a schema.  The output keeps
facts only: names, types, what is required, and the one value of a field that tells the members
of a union apart.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

ONLY_VALUE = re.compile(r"(?:, must be|, always) ['*“\"]?([a-z_]+)['*”\"]?\.?$")


def condensed(schema: dict[str, Any]) -> dict[str, Any]:
    """The table: every field is a string like `required Integer | String` or `String = photo`."""
    return {
        "methods": {
            name: {"parameters": fields(method), "returns": " | ".join(method["returns"])}
            for name, method in sorted(schema["methods"].items())
        },
        "types": {
            name: {"one_of": sorted(kind["subtypes"])} if kind.get("subtypes") else fields(kind)
            for name, kind in sorted(schema["types"].items())
        },
        "version": schema["version"].removeprefix("Bot API "),
    }


def fields(thing: dict[str, Any]) -> dict[str, str]:
    return {field["name"]: described(field) for field in sorted(thing["fields"], key=by_name)}


def described(field: dict[str, Any]) -> str:
    value = ONLY_VALUE.search(field["description"])
    text = " | ".join(field["types"]) + (f" = {value[1]}" if value else "")
    return f"required {text}" if field["required"] else text


def by_name(field: dict[str, Any]) -> str:
    return field["name"]


if __name__ == "__main__":
    table = condensed(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    json.dump(table, sys.stdout, indent=1, ensure_ascii=False)
    sys.stdout.write("\n")
