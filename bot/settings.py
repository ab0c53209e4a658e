"""Environment -> Settings; the only reader of the environment.

A `.env` file in the working folder is read too; what the environment says comes first.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

T = TypeVar("T")
PREFIX = "SEODANG_"
HELP = "see deploy/README.md"


class SettingsError(Exception):
    """A setting is missing or wrong; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """`token` is None where none is set: only `run` needs one.

    `listen` is (host, port) of the bot's own web server, None for none; it is always set
    where `webhook_url` is.
    """

    token: str | None = field(repr=False)
    api_url: str
    database: Path
    course: Path
    instructors: frozenset[int]
    timezone: ZoneInfo
    webhook_url: str | None
    webhook_secret: str | None = field(repr=False)
    listen: tuple[str, int] | None

    def needed_token(self) -> str:
        """The token.  Raises SettingsError where there is none."""
        if self.token is None:
            raise SettingsError(
                "SEODANG_TOKEN is not set; get a token from @BotFather on Telegram, "
                "or try the course without one: seodang preview"
            )
        return self.token


def shipped_course() -> Path:
    """The folder of the course that comes with the program."""
    installed = Path(__file__).parent / "course"
    return installed if installed.is_dir() else Path(__file__).parent.parent


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings, from the mapping or else from the environment and the .env file.

    Raises SettingsError for the first setting that is wrong.
    """
    if environment is None:
        environment = _in_file() | dict(os.environ)

    def read(name: str, parse: Callable[[str], T], otherwise: T) -> T:
        value = environment.get(PREFIX + name, "").strip()
        if not value:
            return otherwise
        try:
            return parse(value)
        except ValueError as error:
            shown = "" if "TOKEN" in name or "SECRET" in name else f' is "{value}"'
            raise SettingsError(f"{PREFIX}{name}{shown}: {error}; {HELP}") from None

    webhook_url = read("WEBHOOK_URL", _webhook_url, None)
    secret = read("WEBHOOK_SECRET", _secret, None)
    if webhook_url is not None and secret is None:
        raise SettingsError(
            "SEODANG_WEBHOOK_SECRET is not set, but SEODANG_WEBHOOK_URL is; choose any 32 "
            f"letters and digits; {HELP}"
        )
    return Settings(
        token=read("TOKEN", _token, None),
        api_url=read("API_URL", _url, "https://api.telegram.org"),
        database=read("DATABASE", Path, Path("data/seodang.db")),
        course=read("COURSE", Path, shipped_course()),
        instructors=read("INSTRUCTORS", _ids, frozenset()),
        timezone=read("TIMEZONE", _zone, ZoneInfo("UTC")),
        webhook_url=webhook_url,
        webhook_secret=secret,
        listen=read("LISTEN", _address, None if webhook_url is None else ("127.0.0.1", 8080)),
    )


def _in_file() -> dict[str, str]:
    try:
        return {key: value for key, value in dotenv_values(".env").items() if value}
    except (OSError, UnicodeError):
        raise SettingsError(
            f"The file .env cannot be read as text; save it in UTF-8; {HELP}"
        ) from None


def _token(value: str) -> str | None:
    if not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,100}", value):
        raise ValueError("a token looks like 123456:ABC-def; copy it again from @BotFather")
    return value


def _url(value: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+[^\s]*", value):
        raise ValueError("an address begins with http:// or https://")
    return value.rstrip("/")


def _webhook_url(value: str) -> str | None:
    if not value.startswith("https://"):
        raise ValueError("Telegram calls only addresses that begin with https://")
    return _url(value)


def _secret(value: str) -> str | None:
    # Telegram: 1-256 characters of A-Z, a-z, 0-9, _ and -
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value):
        raise ValueError("a secret is 16 to 256 letters, digits, _ or -")
    return value


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in re.split(r"[,\s]+", value) if part.strip()]
    for part in parts:
        if not re.fullmatch(r"\d{1,18}", part, re.ASCII):
            raise ValueError(f'"{part}" is no Telegram id; ids are numbers, separated by commas')
    return frozenset(int(part) for part in parts)


def _zone(value: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (OSError, LookupError, ValueError):
        raise ValueError("no such time zone; write one like Europe/Berlin or Asia/Seoul") from None


def _address(value: str) -> tuple[str, int] | None:
    found = re.fullmatch(r"(?:(?P<host>[^\s:]+|\[[0-9a-fA-F:]+\]):)?(?P<port>[0-9]{1,5})", value)
    if found is None or not 0 < int(found["port"]) < 2**16:
        raise ValueError("write an address and a port, as in 127.0.0.1:8080")
    return (found["host"] or "127.0.0.1").strip("[]"), int(found["port"])
