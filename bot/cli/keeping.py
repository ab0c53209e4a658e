"""seodang backup: what was learned, kept safe."""

import argparse
from pathlib import Path

from bot.cli.status import FINE, Commands
from bot.settings import Settings
from bot.store import backup


def add(commands: Commands) -> None:
    copy = commands.add_parser(
        "backup",
        help="copy the database while the bot is running",
        description="Copy the database of SEODANG_DATABASE while the bot goes on writing. "
        "The copy is checked, and appears only when it is whole.",
    )
    copy.add_argument("target", type=Path, metavar="FILE", help="the copy; replaced if it exists")
    copy.set_defaults(command=_backup)


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    backup(settings.database, options.target)
    print(f"Copied {settings.database} to {options.target}.")
    return FINE
