"""The commands: what they print, and their exit status."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __version__
from bot.cli import main
from bot.core.course import ModuleId, PageId
from bot.store import Ledger, open_database
from tests.school import MINA, NOON

ROOT = Path(__file__).parent.parent
TOKEN = "123456:AAF-secret_Token"

OUTLINE = """\
title: Rivers
about: A course about rivers.
modules: [rivers]
voices:
  guide:
    name: Guide
sources:
  guide:
    cite: Guide 2020
    title: The Guide, 2020
    places: [¶1]
"""
LESSON = """\
module: rivers
title: Rivers
objectives:
  - Name a river.
pages:
  - page: source
    title: Where it rises
    text:
      - guide: It rises in the north. [¶1]
"""
QUIZ = """\
module: rivers
questions:
  - id: rises
    type: true_false
    ask: It rises in the north.
    answer: true
    because: It does.
    why: The guide says so.
    source: [¶1]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a course in it and settings that name it."""
    for name in [one for one in os.environ if one.startswith("SEODANG_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    course = tmp_path / "course"
    for name, text in (
        ("lessons/course.yaml", OUTLINE),
        ("lessons/01-rivers.yaml", LESSON),
        ("quizzes/01-rivers.yaml", QUIZ),
    ):
        path = course / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("SEODANG_COURSE", "course")
    monkeypatch.setenv("SEODANG_DATABASE", "seodang.db")
    return tmp_path


def misspell(folder: Path) -> None:
    quiz = folder / "course" / "quizzes" / "01-rivers.yaml"
    quiz.write_text(QUIZ.replace("answer: true", "answer: maybe"), encoding="utf-8")


MISSPELT = (
    'quizzes/01-rivers.yaml:6:5: answer "maybe" is neither true nor false; write true or false\n'
    "1 mistake in course.\n"
)


@pytest.mark.parametrize("command", [[], ["run"], ["preview"], ["check"], ["backup"]])
def test_help_says_what_a_command_does(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])

    said = capsys.readouterr()
    assert (ended.value.code, said.err) == (0, "")
    assert said.out.startswith(f"usage: {' '.join(['seodang', *command])} ")
    assert max(len(line) for line in said.out.splitlines()) <= 80
    about = said.out.split("\n\n")[1]
    assert re.match(r"[A-Z].*\.", about, re.DOTALL), about


def test_help_names_every_command_and_option(capsys: pytest.CaptureFixture[str]) -> None:
    expected = {
        (): ["run", "preview", "check", "backup", "--version", "deploy/README.md", ".env"],
        ("run",): ["SEODANG_TOKEN", "@BotFather"],
        ("preview",): ["--port N", "8765", "--no-open", "no token"],
        ("check",): ["file:line:column", "Exit status: 0", "1 with", "2 if"],
        ("backup",): ["FILE", "replaced if it exists", "SEODANG_DATABASE"],
    }

    for command, words in expected.items():
        with pytest.raises(SystemExit):
            main([*command, "--help"])
        said = " ".join(capsys.readouterr().out.split())
        assert [word for word in words if word not in said] == [], command


def test_the_version_is_the_program_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert (ended.value.code, capsys.readouterr().out) == (0, f"seodang {__version__}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "the following arguments are required: command"),
        (["fly"], "invalid choice: 'fly' (choose from "),
        (["check", "--fast"], "unrecognized arguments: --fast"),
        (["check", "course"], "unrecognized arguments: course"),
        (["backup"], "the following arguments are required: FILE"),
        (["preview", "--port"], "argument --port: expected one argument"),
        (
            ["preview", "--port", "many"],
            'argument --port: "many" is no port; write a number from 0 to 65535',
        ),
        (
            ["preview", "--port", "65536"],
            'argument --port: "65536" is no port; write a number from 0 to 65535',
        ),
        (
            ["preview", "--port=-1"],
            'argument --port: "-1" is no port; write a number from 0 to 65535',
        ),
        (
            ["preview", "--port", "²"],
            'argument --port: "²" is no port; write a number from 0 to 65535',
        ),
    ],
)
def test_what_is_not_understood_is_said_with_status_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    err = capsys.readouterr().err
    assert ended.value.code == 2
    assert err.startswith("usage: seodang")
    assert said in err.splitlines()[-1]


def test_check_counts_what_a_good_course_holds(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check"])

    assert (status, capsys.readouterr()) == (
        0,
        ("Rivers: 1 module, 1 page, 1 question; no mistakes.\n", ""),
    )


def test_check_names_every_mistake_with_status_1(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    misspell(folder)
    lesson = folder / "course" / "lessons" / "01-rivers.yaml"
    lesson.write_text(LESSON.replace("guide:", "guid:"), encoding="utf-8")

    status = main(["check"])

    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert (status, said.err, lines[-1]) == (1, "", "2 mistakes in course.")
    assert [line.split(": ")[0] for line in lines[:-1]] == [
        "lessons/01-rivers.yaml:9:9",
        "quizzes/01-rivers.yaml:6:5",
    ]


def test_a_doubt_is_no_mistake(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiz = folder / "course" / "quizzes" / "01-rivers.yaml"
    quiz.write_text(
        QUIZ.replace("true_false", "choice").replace(
            "    answer: true\n    because: It does.\n",
            "    options:\n      - right: Yes\n      - wrong: No\n",
        ),
        encoding="utf-8",
    )

    status = main(["check"])

    said = capsys.readouterr().out.splitlines()
    assert (status, said[-1]) == (0, "Rivers: 1 module, 1 page, 1 question; no mistakes.")
    assert [": warning: " in line for line in said[:-1]] == [True]


@pytest.mark.parametrize("command", ["check", "run", "preview"])
@pytest.mark.parametrize("course", ["nowhere", "course/lessons/course.yaml", "x" * 300])
def test_a_course_that_is_not_there_is_said_with_status_2(
    command: str,
    course: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SEODANG_TOKEN", TOKEN)
    monkeypatch.setenv("SEODANG_COURSE", course)

    status = main([command])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            (
                f"seodang: There is no course at {course}; name the folder that holds lessons/ "
                "and quizzes/ in SEODANG_COURSE.\n"
            ),
        ),
    )


@pytest.mark.parametrize("command", ["check", "run", "preview"])
def test_a_setting_that_is_wrong_is_said_with_status_2(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEODANG_TIMEZONE", "Seoul")

    status = main([command])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            (
                'seodang: SEODANG_TIMEZONE is "Seoul": no such time zone; write one like '
                "Europe/Berlin or Asia/Seoul; see deploy/README.md\n"
            ),
        ),
    )


def test_run_without_a_token_says_where_to_get_one(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["run"])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            (
                "seodang: SEODANG_TOKEN is not set; get a token from @BotFather on Telegram, "
                "or try the course without one: seodang preview\n"
            ),
        ),
    )


def test_a_token_that_is_wrong_is_never_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEODANG_TOKEN", f"bot{TOKEN}")

    status = main(["run"])

    said = capsys.readouterr()
    assert status == 2
    assert "SEODANG_TOKEN" in said.err
    assert TOKEN not in said.out + said.err


def test_a_course_with_mistakes_is_not_taught(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEODANG_TOKEN", TOKEN)
    misspell(folder)

    status = main(["run"])

    assert (status, capsys.readouterr()) == (1, (MISSPELT, ""))
    assert not (folder / "seodang.db").exists()


def test_run_refuses_a_database_of_a_newer_seodang(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    open_database(folder / "seodang.db").close()
    connection = sqlite3.connect(folder / "seodang.db")
    connection.execute("update _sqlite_migrations set name = 'm999_later' where name like 'm001%'")
    connection.commit()
    connection.close()
    monkeypatch.setenv("SEODANG_TOKEN", TOKEN)

    status = main(["run"])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            (
                "seodang: The database seodang.db was written by a newer Seodang; update the "
                "program, or name another file in SEODANG_DATABASE.\n"
            ),
        ),
    )


def test_run_refuses_a_database_that_is_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "seodang.db").write_text("A letter, and no database. " * 200)
    monkeypatch.setenv("SEODANG_TOKEN", TOKEN)

    status = main(["run"])

    assert (status, capsys.readouterr().err) == (
        2,
        "seodang: The file seodang.db is no Seodang database; name another in SEODANG_DATABASE.\n",
    )


def enrol(path: Path) -> None:
    db = open_database(path)
    ledger = Ledger(db.conn)
    ledger.students.add(MINA, "Mina", NOON)
    ledger.students.read(MINA, ModuleId("rivers"), PageId("source"), NOON)
    db.close()


def test_backup_copies_the_database(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    enrol(folder / "seodang.db")

    status = main(["backup", "copies/monday.db"])

    assert (status, capsys.readouterr()) == (
        0,
        ("Copied seodang.db to copies/monday.db.\n", ""),
    )
    copy = open_database(folder / "copies" / "monday.db")
    assert Ledger(copy.conn).students.pages_read(MINA) == {("rivers", "source")}
    copy.close()


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("seodang.db", "seodang.db is the database itself; name another file."),
        ("course", "The backup course cannot be written: Is a directory."),
        ("", "The backup . cannot be written: Is a directory."),
    ],
)
def test_a_backup_that_cannot_be_made_is_said_with_status_2(
    target: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    enrol(folder / "seodang.db")

    status = main(["backup", target])

    assert (status, capsys.readouterr()) == (2, ("", f"seodang: {said}\n"))


def test_backup_without_a_database_says_where_it_looked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = main(["backup", "copy.db"])

    assert (status, capsys.readouterr()) == (
        2,
        (
            "",
            "seodang: There is no database at seodang.db; name it in SEODANG_DATABASE.\n",
        ),
    )


def process(*arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own, with nothing in its environment but the settings."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": os.defpath, **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )


@pytest.mark.slow
def test_the_program_checks_a_course_in_a_bare_environment(folder: Path) -> None:
    misspell(folder)

    done = process("check", folder=folder, SEODANG_COURSE="course")

    assert (done.returncode, done.stdout, done.stderr) == (1, MISSPELT, "")


@pytest.mark.slow
def test_the_program_checks_its_own_course(folder: Path) -> None:
    done = process("check", folder=folder)

    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r".+: \d+ modules, \d+ pages, \d+ questions; no mistakes\.", done.stdout.splitlines()[-1]
    )


@pytest.mark.slow
def test_the_program_says_in_one_line_why_it_cannot_run(folder: Path) -> None:
    (folder / ".env").write_text(f"SEODANG_TOKEN={TOKEN}\nSEODANG_API_URL=ftp://nowhere\n")

    done = process("run", folder=folder)

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        (
            'seodang: SEODANG_API_URL is "ftp://nowhere": an address begins with http:// or '
            "https://; see deploy/README.md\n"
        ),
    )
