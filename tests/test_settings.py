"""The settings: each right and wrong, and where they come from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import Settings, SettingsError, read_settings, shipped_course

TOKEN = "123456:AAF-secret_Token"
SECRET = "Secret-0123456789_abcdef"


def read(**written: str) -> Settings:
    return read_settings({f"SEODANG_{name}": value for name, value in written.items()})


def test_nothing_needs_to_be_set() -> None:
    assert read() == Settings(
        token=None,
        api_url="https://api.telegram.org",
        database=Path("data/seodang.db"),
        course=shipped_course(),
        instructors=frozenset(),
        timezone=ZoneInfo("UTC"),
        webhook_url=None,
        webhook_secret=None,
        listen=None,
    )


def test_the_shipped_course_is_there() -> None:
    assert (shipped_course() / "lessons" / "course.yaml").is_file()


@pytest.mark.parametrize(
    ("name", "value", "field", "meant"),
    [
        ("TOKEN", TOKEN, "token", TOKEN),
        ("TOKEN", f"  {TOKEN}\n", "token", TOKEN),
        ("API_URL", "http://127.0.0.1:8081/", "api_url", "http://127.0.0.1:8081"),
        ("API_URL", "https://bot.example/api", "api_url", "https://bot.example/api"),
        ("DATABASE", "/srv/a b/seodang.db", "database", Path("/srv/a b/seodang.db")),
        ("COURSE", "my-course", "course", Path("my-course")),
        ("INSTRUCTORS", "9001", "instructors", frozenset({9001})),
        ("INSTRUCTORS", "9001, 9002 9003,,9001", "instructors", frozenset({9001, 9002, 9003})),
        ("TIMEZONE", "Asia/Seoul", "timezone", ZoneInfo("Asia/Seoul")),
        ("LISTEN", "0.0.0.0:80", "listen", ("0.0.0.0", 80)),
        ("LISTEN", "8080", "listen", ("127.0.0.1", 8080)),
        ("LISTEN", "[::1]:8080", "listen", ("::1", 8080)),
        ("LISTEN", "bot.example:65535", "listen", ("bot.example", 65535)),
        ("WEBHOOK_SECRET", SECRET, "webhook_secret", SECRET),
        ("WEBHOOK_SECRET", "a" * 256, "webhook_secret", "a" * 256),
    ],
)
def test_a_setting_that_is_right_is_taken(name: str, value: str, field: str, meant: Any) -> None:
    assert getattr(read(**{name: value}), field) == meant


@pytest.mark.parametrize(
    ("listen", "expected"), [({}, ("127.0.0.1", 8080)), ({"LISTEN": "9000"}, ("127.0.0.1", 9000))]
)
def test_a_webhook_needs_its_secret_and_somewhere_to_listen(
    listen: dict[str, str], expected: tuple[str, int]
) -> None:
    settings = read(WEBHOOK_URL="https://bot.example/", WEBHOOK_SECRET=SECRET, **listen)

    assert (settings.webhook_url, settings.webhook_secret, settings.listen) == (
        "https://bot.example",
        SECRET,
        expected,
    )


A_TOKEN = "a token looks like 123456:ABC-def; copy it again from @BotFather"
AN_ADDRESS = "an address begins with http:// or https://"
A_SECRET = "a secret is 16 to 256 letters, digits, _ or -"
A_ZONE = "no such time zone; write one like Europe/Berlin or Asia/Seoul"
A_LISTEN = "write an address and a port, as in 127.0.0.1:8080"
HTTPS = "Telegram calls only addresses that begin with https://"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TOKEN", "secret", A_TOKEN),
        ("TOKEN", "123456", A_TOKEN),
        ("TOKEN", "123456:", A_TOKEN),
        ("TOKEN", "bot123456:secret", A_TOKEN),
        ("TOKEN", "123456:secret/../x", A_TOKEN),
        ("TOKEN", "123456:secret secret", A_TOKEN),
        ("TOKEN", "１２３:secret", A_TOKEN),
        ("API_URL", "api.telegram.org", AN_ADDRESS),
        ("API_URL", "ftp://api.telegram.org", AN_ADDRESS),
        ("API_URL", "https://", AN_ADDRESS),
        ("API_URL", "https:///x", AN_ADDRESS),
        ("API_URL", "https://a b", AN_ADDRESS),
        ("INSTRUCTORS", "@seo", '"@seo" is no Telegram id; ids are numbers, separated by commas'),
        (
            "INSTRUCTORS",
            "9001;2",
            '"9001;2" is no Telegram id; ids are numbers, separated by commas',
        ),
        ("INSTRUCTORS", "-5", '"-5" is no Telegram id; ids are numbers, separated by commas'),
        ("INSTRUCTORS", "٩", '"٩" is no Telegram id; ids are numbers, separated by commas'),
        ("TIMEZONE", "Seoul", A_ZONE),
        ("TIMEZONE", "/etc/passwd", A_ZONE),
        ("TIMEZONE", "../Seoul", A_ZONE),
        ("TIMEZONE", "Asia", A_ZONE),
        ("TIMEZONE", "x" * 5000, A_ZONE),
        ("LISTEN", "here", A_LISTEN),
        ("LISTEN", "127.0.0.1", A_LISTEN),
        ("LISTEN", "127.0.0.1:0", A_LISTEN),
        ("LISTEN", "127.0.0.1:65536", A_LISTEN),
        ("LISTEN", "::1:80", A_LISTEN),
        ("LISTEN", ":80", A_LISTEN),
        ("LISTEN", "８０８０", A_LISTEN),
        ("WEBHOOK_URL", "http://bot.example", HTTPS),
        ("WEBHOOK_URL", "https://", AN_ADDRESS),
        ("WEBHOOK_SECRET", "short", A_SECRET),
        ("WEBHOOK_SECRET", "a" * 257, A_SECRET),
        ("WEBHOOK_SECRET", "no spaces are allowed", A_SECRET),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_what_to_do(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})

    shown = "" if name in ("TOKEN", "WEBHOOK_SECRET") else f' is "{value}"'
    assert str(caught.value) == f"SEODANG_{name}{shown}: {said}; see deploy/README.md"


def test_a_webhook_without_its_secret_is_refused() -> None:
    with pytest.raises(SettingsError) as caught:
        read(WEBHOOK_URL="https://bot.example")

    assert str(caught.value) == (
        "SEODANG_WEBHOOK_SECRET is not set, but SEODANG_WEBHOOK_URL is; choose any 32 letters "
        "and digits; see deploy/README.md"
    )


@pytest.mark.parametrize("name", ["TOKEN", "WEBHOOK_SECRET"])
@pytest.mark.parametrize("value", ["my secret value", "geheim!", "비밀"])
def test_a_secret_that_is_wrong_is_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(**{name: value})

    assert value not in str(caught.value)
    assert caught.value.__context__ is None or value not in str(caught.value.__context__)


def test_settings_that_are_printed_hold_no_secrets() -> None:
    settings = read(TOKEN=TOKEN, WEBHOOK_URL="https://bot.example", WEBHOOK_SECRET=SECRET)

    printed = repr(settings)

    assert TOKEN not in printed
    assert SECRET not in printed
    assert "bot.example" in printed


def test_a_token_that_is_needed_and_missing_is_asked_for() -> None:
    with pytest.raises(SettingsError) as caught:
        read().needed_token()

    assert str(caught.value) == (
        "SEODANG_TOKEN is not set; get a token from @BotFather on Telegram, "
        "or try the course without one: seodang preview"
    )
    assert read(TOKEN=TOKEN).needed_token() == TOKEN


NAMES = (
    "TOKEN",
    "API_URL",
    "DATABASE",
    "COURSE",
    "INSTRUCTORS",
    "TIMEZONE",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "LISTEN",
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), st.text(st.characters(exclude_characters="\0"))))
def test_whatever_is_written_is_read_or_refused_in_one_sentence(written: Mapping[str, str]) -> None:
    try:
        settings = read(**written)
    except SettingsError as error:
        assert str(error).startswith("SEODANG_")  # noqa: PT017 - most texts are wrong
    else:
        assert isinstance(settings, Settings)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, and an environment without settings."""
    for name in NAMES:
        monkeypatch.delenv(f"SEODANG_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_settings_are_read_from_a_file_in_the_working_folder(folder: Path) -> None:
    (folder / ".env").write_text(
        '# who teaches\nSEODANG_INSTRUCTORS="9001, 9002"\nexport SEODANG_TIMEZONE=Asia/Seoul\n'
        f"SEODANG_TOKEN={TOKEN}\nSEODANG_DATABASE=\nOTHER=1\n",
        encoding="utf-8",
    )

    settings = read_settings()

    assert (settings.token, settings.instructors, settings.timezone, settings.database) == (
        TOKEN,
        frozenset({9001, 9002}),
        ZoneInfo("Asia/Seoul"),
        Path("data/seodang.db"),
    )


def test_what_the_environment_says_comes_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("SEODANG_TIMEZONE=Asia/Seoul\nSEODANG_COURSE=from-file\n")
    monkeypatch.setenv("SEODANG_TIMEZONE", "Europe/Berlin")

    settings = read_settings()

    assert (settings.timezone, settings.course) == (ZoneInfo("Europe/Berlin"), Path("from-file"))


def test_a_mapping_that_is_given_is_all_that_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("SEODANG_TIMEZONE=Asia/Seoul\n")
    monkeypatch.setenv("SEODANG_DATABASE", "elsewhere.db")

    assert read_settings({}) == read()


@pytest.mark.parametrize("make", [Path.mkdir, Path.touch, lambda path: None])
def test_without_a_file_or_with_an_empty_one_nothing_is_set(folder: Path, make: Any) -> None:
    make(folder / ".env")

    assert read_settings() == read()


def test_a_file_with_a_byte_order_mark_is_read(folder: Path) -> None:
    (folder / ".env").write_text("SEODANG_TIMEZONE=Asia/Seoul\n", encoding="utf-8-sig")

    assert read_settings().timezone == ZoneInfo("Asia/Seoul")


@pytest.mark.parametrize("written", ["SEODANG_COURSE=한국\n".encode("utf-16"), b"\xff\xfe\x00"])
def test_a_file_that_is_no_text_is_refused(folder: Path, written: bytes) -> None:
    (folder / ".env").write_bytes(written)

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert str(caught.value) == (
        "The file .env cannot be read as text; save it in UTF-8; see deploy/README.md"
    )
