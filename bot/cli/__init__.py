"""The commands: each reads the settings, builds the objects, starts them.

The only room that composes the house; a file for each kind of command.  Exit status: 0 when all
went well, 1 when the course has mistakes, 2 when the command could not do its work; then one
line says why.
"""

import argparse
import gc
import sys
from collections.abc import Sequence

from bot import __version__
from bot.cli import authoring, checking, keeping, running, trying
from bot.cli.status import FAILED, FINE, CannotRun
from bot.settings import SettingsError, read_settings
from bot.store import StoreError

__all__ = ["main", "parser"]


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options, read_settings()))
    except (SettingsError, StoreError, CannotRun) as error:
        print(f"seodang: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FINE
    finally:
        gc.enable()


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(
        prog="seodang",
        description="A small school in a chat: teaches a course from YAML on Telegram.",
        epilog="Settings come from the environment or a .env file: see deploy/README.md.",
    )
    parser.add_argument("--version", action="version", version=f"seodang {__version__}")
    commands = parser.add_subparsers(metavar="command", required=True)
    for room in (running, trying, authoring, checking, keeping):
        room.add(commands)
    return parser
