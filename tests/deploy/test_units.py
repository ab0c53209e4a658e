import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.deploy.house import DEPLOY, PROGRAM, is_command, lines_of_unit, text_of, values

SERVICES = ("seodang.service", "seodang-backup.service")
UNITS = (*SERVICES, "seodang-backup.timer")
COPIES = "/var/lib/seodang-backups"


def test_these_are_all_the_units():
    found = {one.name for one in DEPLOY.iterdir() if one.suffix in {".service", ".timer"}}

    assert found == set(UNITS)


@pytest.mark.parametrize("name", SERVICES)
def test_a_unit_calls_a_command_that_the_program_has(name):
    (line,) = values(name, "ExecStart")

    called = re.search(rf"{PROGRAM} ([^']+)", line)
    assert called is not None
    assert is_command(called[1].replace("$$(date +%%F)", "today"))


@pytest.mark.parametrize("name", SERVICES)
def test_both_services_are_the_same_user_with_the_same_settings(name):
    assert values(name, "User") == ["seodang"]
    assert values(name, "EnvironmentFile") == ["/etc/seodang/seodang.env"]
    assert values(name, "WorkingDirectory") == ["/var/lib/seodang"]


def test_both_services_are_locked_in_alike_but_for_the_network():
    bot, backup = (
        {(key, value) for section, key, value in lines_of_unit(name) if _locks(section, key)}
        for name in SERVICES
    )

    assert {key for key, _ in bot ^ backup} == {"RestrictAddressFamilies"}
    assert ("NoNewPrivileges", "yes") in bot
    assert ("ProtectSystem", "strict") in bot
    assert ("CapabilityBoundingSet", "") in bot
    assert ("SystemCallFilter", "@system-service") in bot
    assert ("MemoryMax", "256M") in bot


def _locks(section: str, key: str) -> bool:
    return section == "Service" and key.startswith(
        ("Protect", "Private", "Restrict", "System", "Capab", "Ambient", "NoNew", "Lock", "Mem")
    )


def test_a_late_network_never_makes_systemd_give_up():
    assert values("seodang.service", "StartLimitIntervalSec") == ["0"]
    assert values("seodang.service", "Restart") == ["on-failure"]


def test_the_timer_starts_the_backup():
    assert values("seodang-backup.timer", "Unit") in ([], ["seodang-backup.service"])
    assert values("seodang-backup.timer", "WantedBy") == ["timers.target"]


def test_a_copy_is_named_after_its_day():
    before = datetime.now(UTC).astimezone().date()

    said = _run_by_sh("ExecStart", {PROGRAM: "echo"})

    after = datetime.now(UTC).astimezone().date()
    assert said in {f"backup {COPIES}/seodang-{day}.db\n" for day in (before, after)}


def test_the_fourteen_youngest_copies_stay(tmp_path):
    for day in range(1, 18):
        (tmp_path / f"seodang-2024-01-{day:02}.db").touch()
    (tmp_path / "notes.txt").touch()

    _run_by_sh("ExecStartPost", {COPIES: str(tmp_path)})

    stay = [f"seodang-2024-01-{day:02}.db" for day in range(4, 18)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["notes.txt", *stay]


def test_nothing_is_deleted_while_there_are_few_copies(tmp_path):
    (tmp_path / "seodang-2024-01-01.db").touch()

    _run_by_sh("ExecStartPost", {COPIES: str(tmp_path)})

    assert [one.name for one in tmp_path.iterdir()] == ["seodang-2024-01-01.db"]


def _run_by_sh(key: str, instead: dict[str, str]) -> str:
    (line,) = values("seodang-backup.service", key)
    call = re.fullmatch(r"/bin/sh -c '(.*)'", line)
    assert call is not None
    script = call[1].replace("$$", "$").replace("%%", "%")
    for old, new in instead.items():
        assert old in script
        script = script.replace(old, new)
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_no_fault_with_the_units(tmp_path: Path):
    for name in UNITS:
        # the program is not installed where the tests run
        (tmp_path / name).write_text(text_of(name).replace(PROGRAM, "/bin/true"))

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert [line for line in done.stderr.splitlines() if "seodang" in line] == []
    assert done.returncode == 0
