"""What the tests of deploy/ read: its files, and what the program asks for and says.

The program's side is read from its source and from the program itself, never written down
here a second time.
"""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.cli import parser
from bot.settings import PREFIX, read_settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
PROGRAM = "/opt/seodang/venv/bin/seodang"
ERRORS = {"SettingsError", "StoreError", "ChatError", "LaunchError", "CannotRun"}


def text_of(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


class _Asked(dict[str, str]):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def get(self, key: str, otherwise: str = "") -> str:  # type: ignore[override]
        self.names.add(key)
        return otherwise


def settings_read() -> set[str]:
    """The names that the program asks the environment for."""
    asked = _Asked()
    read_settings(asked)
    return asked.names


def example_settings(*, switched_on: bool) -> list[tuple[str, str]]:
    """Names and values of the example file; `switched_on` takes away the # before samples."""
    mark = "#?" if switched_on else ""
    pattern = rf"^{mark}({PREFIX}[A-Z_]+)=(.*)$"
    return re.findall(pattern, text_of("seodang.env.example"), re.MULTILINE)


def is_command(line: str) -> bool:
    """Whether the program understands what follows its name in a line."""
    try:
        parser().parse_args(shlex.split(line))
    except SystemExit as end:
        return end.code == 0  # --version
    return True


def lines_of_unit(name: str) -> list[tuple[str, str, str]]:
    """(section, key, value) in the order written: systemd lets a key come twice."""
    found = []
    section = ""
    for line in text_of(name).splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        elif line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found.append((section, key, value))
    return found


def values(unit: str, key: str) -> list[str]:
    return [value for _, found, value in lines_of_unit(unit) if found == key]


@cache
def everything_said() -> frozenset[str]:
    """Every text in the program's source, with … for what is put in at run time."""
    return frozenset(_words(node) for module in _modules().values() for node in ast.walk(module))


@cache
def everything_raised() -> frozenset[str]:
    """The lines with which a command can end with status 2, as far as they have words."""
    lines: set[str] = set()
    for path, module in _modules().items():
        # read_settings makes its own line of what its parsers say
        kinds = ERRORS | {"ValueError"} if path.name == "settings.py" else ERRORS
        for node in ast.walk(module):
            if (
                isinstance(node, ast.Raise)
                and isinstance(node.exc, ast.Call)
                and ast.unparse(node.exc.func) in kinds
            ):
                lines.update(_texts(node.exc.args[0], module))
    return frozenset(line for line in lines if re.search(r"[a-z]{3}", line))


@cache
def _modules() -> dict[Path, ast.Module]:
    paths = sorted(ROOT.glob("bot/**/*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _words(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text.replace("%s", "…")
        case ast.JoinedStr():
            return "".join(_words(part) or "…" for part in node.values)
        case _:
            return ""


def _texts(node: ast.AST, module: ast.Module) -> Iterator[str]:
    """What an error's argument can be: a text, a constant, what a function here returns."""
    match node:
        case ast.Name(id=name):
            for one in module.body:
                if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == name:
                    yield _words(one.value)
        case ast.Call(func=ast.Name(id=name)):
            for one in module.body:
                if isinstance(one, ast.FunctionDef) and one.name == name:
                    for inner in ast.walk(one):
                        if isinstance(inner, ast.Return) and inner.value is not None:
                            yield from _texts(inner.value, module)
        case _:
            yield _words(node)
