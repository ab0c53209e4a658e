import os
import subprocess
import sys
import zipfile

import pytest

from tests.deploy.house import ROOT


@pytest.mark.slow
def test_the_wheel_holds_the_whole_program_and_the_course_and_runs_from_there(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", tmp_path, ROOT],
        check=True,
    )
    (wheel,) = tmp_path.glob("seodang-*.whl")

    with zipfile.ZipFile(wheel) as content:
        found = {name for name in content.namelist() if name.startswith("bot/")}
        content.extractall(tmp_path / "installed")
    ran = subprocess.run(
        [sys.executable, "-c", "import sys, bot.cli; sys.exit(bot.cli.main(['check']))"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed"), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert found == _files("bot", "bot") | {
        name for folder in ("lessons", "quizzes") for name in _files(folder, f"bot/course/{folder}")
    }
    assert {"bot/preview/page/index.html", "bot/render/templates/home.j2"} <= found
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.endswith("no mistakes.\n")


def _files(folder: str, inside: str) -> set[str]:
    return {
        f"{inside}/{one.relative_to(ROOT / folder).as_posix()}"
        for one in (ROOT / folder).rglob("*")
        if one.is_file() and one.suffix != ".pyc"
    }
