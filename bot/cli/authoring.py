"""seodang new-course: what an instructor begins with."""

import argparse
import shlex
from pathlib import Path

from bot.cli.status import FINE, CannotRun, Commands
from bot.content.starting import StartingError, start_course
from bot.settings import Settings


def add(commands: Commands) -> None:
    new = commands.add_parser(
        "new-course",
        help="write a small course to begin with",
        description="Write a small course that is complete and explains itself into an empty "
        "folder, for an instructor to change into another one.",
    )
    new.add_argument("folder", type=Path, metavar="DIR", help="made if it is missing")
    new.set_defaults(command=_new_course)


def _new_course(options: argparse.Namespace, _: Settings) -> int:
    folder: Path = options.folder
    try:
        names = start_course(folder)
    except StartingError as error:
        raise CannotRun(str(error)) from error
    print(f"A small course stands in {folder}:")
    print(*(f"  {name}" for name in names), sep="\n")
    at = shlex.quote(str(folder))
    print(f"See it:   seodang preview --course {at}\nCheck it: SEODANG_COURSE={at} seodang check")
    return FINE
