"""seodang preview and replay: the course in a browser, and conversations held against it."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path

from bot.cli.status import FINE, MISTAKES, CannotRun, Commands, loaded, needed_folder
from bot.settings import Settings


def add(commands: Commands) -> None:
    preview = commands.add_parser(
        "preview",
        help="the course as a chat in the browser, without Telegram",
        description="Serve the course as a chat in the browser: the real bot, talking to a "
        "Telegram of its own on this machine. Needs no token and no network.",
    )
    preview.add_argument(
        "--port", type=_port, default=8765, metavar="N", help="where the page is (default 8765)"
    )
    preview.add_argument(
        "--open",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="open the page in a browser, or only print its address",
    )
    preview.add_argument(
        "--course",
        type=Path,
        metavar="DIR",
        help="the folder that holds lessons/ and quizzes/ (default SEODANG_COURSE, or the "
        "course that comes with the program)",
    )
    kept = preview.add_mutually_exclusive_group()
    kept.add_argument(
        "--fresh", action="store_true", help="forget at the end what was learned (the default)"
    )
    kept.add_argument(
        "--database", type=Path, metavar="FILE", help="keep what is learned in this file"
    )
    preview.add_argument(
        "--listen",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="let others in: whoever reaches this address can use the page (default 127.0.0.1)",
    )
    preview.set_defaults(command=_preview)

    replay = commands.add_parser(
        "replay",
        help="hold saved conversations against the course as it is now",
        description="Let the students of saved conversations do again what they did, and print "
        "where the bot answers otherwise. Exit status: 0 if every conversation holds, 1 if one "
        "does not, 2 if one cannot be read.",
    )
    replay.add_argument("files", type=Path, nargs="+", metavar="FILE", help="saved in the preview")
    replay.add_argument("--update", action="store_true", help="write down what the bot answers now")
    replay.set_defaults(command=_replay)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**16:
        raise argparse.ArgumentTypeError(f'"{text}" is no port; write a number from 0 to 65535')
    return int(text)


def _preview(options: argparse.Namespace, settings: Settings) -> int:
    course = options.course or settings.course
    needed_folder(course)
    from bot.preview.launch import LaunchError, Wishes, is_here, launch

    if not is_here(options.listen):
        print(
            f"Warning: everyone who reaches {options.listen} can use this page and see what is "
            "learned here; there is no password.",
            file=sys.stderr,
        )
    wishes = Wishes(
        course.absolute(),
        settings.timezone,
        options.port,
        opens=options.open,
        database=options.database,
        listen=options.listen,
    )
    try:
        asyncio.run(launch(wishes, lambda line: print(line, flush=True)))
    except LaunchError as error:
        raise CannotRun(str(error)) from error
    return FINE


def _replay(options: argparse.Namespace, settings: Settings) -> int:
    course, status = loaded(settings)
    if course is None:
        return status
    from bot.preview.transcript.text import TranscriptError
    from bot.rehearsal import replay_files

    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    try:
        for path, replayed in replay_files(
            course, options.files, settings.course, update=options.update
        ):
            if not replayed.difference:
                print(f"{path}: holds.")
            elif options.update and replayed.has_ended:
                print(f"{path}: written anew.")
            else:
                print(f"{replayed.difference}\n")
                status = MISTAKES
    except (TranscriptError, OSError) as error:
        raise CannotRun(str(error)) from error
    return status
