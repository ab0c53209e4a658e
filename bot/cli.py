"""The commands: each reads the settings, builds the objects, starts them.

The only place that composes the house.  Exit status: 0 when all went well, 1 when the course
has mistakes, 2 when the command could not do its work; then one line says why.
"""

import argparse
import asyncio
import gc
import logging
import os
import secrets
import shlex
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot import __version__
from bot.content import coverage, load
from bot.content.starting import StartingError, start_course
from bot.core.actions import StudentId
from bot.core.course import Course
from bot.settings import Settings, SettingsError, read_settings
from bot.store import StoreError, backup, open_database

FINE, MISTAKES, FAILED = 0, 1, 2


class CannotRun(Exception):  # noqa: N818 - the line below is what matters
    """A command cannot do its work; the message says why and what to do, in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options, read_settings()))
    except (SettingsError, StoreError, CannotRun) as error:
        print(f"seodang: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return FINE
    finally:
        gc.enable()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seodang",
        description="A small school in a chat: teaches a course from YAML on Telegram.",
        epilog="Settings come from the environment or a .env file: see deploy/README.md.",
    )
    parser.add_argument("--version", action="version", version=f"seodang {__version__}")
    commands = parser.add_subparsers(metavar="command", required=True)

    run = commands.add_parser(
        "run",
        help="teach on Telegram (needs SEODANG_TOKEN)",
        description="Teach on Telegram until stopped. Needs SEODANG_TOKEN, from @BotFather.",
    )
    # the preview's own: a constant seed, and a clock and a course that move by its word
    run.add_argument("--prompted", type=int, metavar="SEED", help=argparse.SUPPRESS)
    run.set_defaults(command=_run)

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

    new = commands.add_parser(
        "new-course",
        help="write a small course to begin with",
        description="Write a small course that is complete and explains itself into an empty "
        "folder, for an instructor to change into another one.",
    )
    new.add_argument("folder", type=Path, metavar="DIR", help="made if it is missing")
    new.set_defaults(command=_new_course)

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

    copy = commands.add_parser(
        "backup",
        help="copy the database while the bot is running",
        description="Copy the database of SEODANG_DATABASE while the bot goes on writing. "
        "The copy is checked, and appears only when it is whole.",
    )
    copy.add_argument("target", type=Path, metavar="FILE", help="the copy; replaced if it exists")
    copy.set_defaults(command=_backup)
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**16:
        raise argparse.ArgumentTypeError(f'"{text}" is no port; write a number from 0 to 65535')
    return int(text)


def _check(options: argparse.Namespace, settings: Settings) -> int:
    course, status = _loaded(settings)
    if course is not None:
        if options.coverage:
            print(f"{coverage(course)}\n")
        pages = sum(len(module.pages) for module in course)
        print(
            f"{course.title}: {_counted(len(course.modules), 'module')}, "
            f"{_counted(pages, 'page')}, {_counted(len(course.questions), 'question')}; "
            "no mistakes."
        )
    return status


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


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _loaded(settings: Settings) -> tuple[Course | None, int]:
    """The course, with its problems printed; None, and the exit status, if it has mistakes."""
    _needed_folder(settings.course)
    loaded = load(settings.course)
    for problem in loaded.problems:
        print(problem)
    if loaded.course is not None:
        return loaded.course, FINE
    errors = sum(problem.level == "error" for problem in loaded.problems)
    print(f"{_counted(errors, 'mistake')} in {settings.course}.")
    return None, MISTAKES


def _needed_folder(course: Path) -> None:
    if not os.path.isdir(course):  # noqa: PTH112 - Path.is_dir raises where it may not look
        raise CannotRun(
            f"There is no course at {course}; name the folder that holds lessons/ and quizzes/ "
            "in SEODANG_COURSE."
        )


def _backup(options: argparse.Namespace, settings: Settings) -> int:
    backup(settings.database, options.target)
    print(f"Copied {settings.database} to {options.target}.")
    return FINE


def _run(options: argparse.Namespace, settings: Settings) -> int:
    token = settings.needed_token()
    gc.disable()  # what is read at the start stays: there is nothing to collect until `serve`
    course, status = _loaded(settings)
    if course is None:
        return status
    _log_plainly()
    # telegram is imported here: the other commands do without it
    from bot.chat.pictures import Pictures
    from bot.chat.poller import ChatError
    from bot.chat.prompts import Prompter
    from bot.chat.service import Line, serve
    from bot.classroom import Classroom
    from bot.store import Store

    instructors = [StudentId(one) for one in settings.instructors]
    classroom = Classroom(course, instructors, settings.timezone)
    pictures = Pictures(settings.course)
    line = Line(
        token,
        settings.api_url,
        settings.webhook_url,
        settings.webhook_secret,
        settings.listen,
    )
    db = open_database(settings.database)

    async def until_stopped() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for signal_ in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signal_, stop.set)
        if options.prompted is None:
            await serve(line, store, classroom, pictures, stop, clock=_now, seeds=_seed)
            return
        prompter = Prompter(classroom, pictures, store)
        listening = asyncio.create_task(prompter.listen(stop))
        seeds = lambda: int(options.prompted)  # noqa: E731
        await serve(line, store, classroom, pictures, stop, clock=prompter.clock, seeds=seeds)
        listening.cancel()

    store = Store(db)
    try:
        asyncio.run(until_stopped())
    except ChatError as error:
        raise CannotRun(str(error)) from error
    finally:
        store.close()
    return FINE


def _now() -> datetime:
    return datetime.now(UTC)


def _seed() -> int:
    return secrets.randbits(48)


def _preview(options: argparse.Namespace, settings: Settings) -> int:
    course = options.course or settings.course
    _needed_folder(course)
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
    course, status = _loaded(settings)
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


def _log_plainly() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", datefmt="%F %T"
    )
    # httpx writes every address at INFO, and the token is part of it
    for chatty in ("httpx", "httpcore", "telegram", "aiohttp"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
