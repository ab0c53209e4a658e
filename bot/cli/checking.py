"""seodang check: what is wrong with the course."""

import argparse

from bot.cli.status import Commands, counted, loaded
from bot.content import coverage
from bot.settings import Settings


def add(commands: Commands) -> None:
    check = commands.add_parser(
        "check",
        help="look through the course for mistakes",
        description="Print every mistake in the course's files as file:line:column: what; what "
        "to do. Exit status: 0 without mistakes, 1 with, 2 if the course cannot be read.",
    )
    check.add_argument(
        "--coverage",
        action="store_true",
        help="also print which places of the sources are taught and asked, and the gaps",
    )
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    course, status = loaded(settings)
    if course is not None:
        if options.coverage:
            print(f"{coverage(course)}\n")
        pages = sum(len(module.pages) for module in course)
        print(
            f"{course.title}: {counted(len(course.modules), 'module')}, "
            f"{counted(pages, 'page')}, {counted(len(course.questions), 'question')}; "
            "no mistakes."
        )
    return status
