"""What every command shares: how it ends, and the course it works on."""

import argparse
import os
from pathlib import Path
from typing import TypeAlias

from bot.content import load
from bot.core.course import Course
from bot.settings import Settings

FINE, MISTAKES, FAILED = 0, 1, 2

# argparse gives its type no public name
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


class CannotRun(Exception):  # noqa: N818 - the line below is what matters
    """A command cannot do its work; the message says why and what to do, in one line."""


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def loaded(settings: Settings) -> tuple[Course | None, int]:
    """The course, with its problems printed; None, and the exit status, if it has mistakes."""
    needed_folder(settings.course)
    loaded = load(settings.course)
    for problem in loaded.problems:
        print(problem)
    if loaded.course is not None:
        return loaded.course, FINE
    errors = sum(problem.level == "error" for problem in loaded.problems)
    print(f"{counted(errors, 'mistake')} in {settings.course}.")
    return None, MISTAKES


def needed_folder(course: Path) -> None:
    if not os.path.isdir(course):  # noqa: PTH112 - Path.is_dir raises where it may not look
        raise CannotRun(
            f"There is no course at {course}; name the folder that holds lessons/ and quizzes/ "
            "in SEODANG_COURSE."
        )
