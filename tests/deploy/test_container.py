import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import yaml

from bot.settings import read_settings
from tests.deploy.house import DEPLOY, ROOT, is_command, settings_read, text_of

CONTAINERFILE = text_of("Containerfile").replace("\\\n", " ")
COMPOSE = yaml.safe_load(text_of("compose.yaml"))
BOT = COMPOSE["services"]["bot"]


def _instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.+)$", CONTAINERFILE, re.MULTILINE)


def _copied() -> set[str]:
    """What is copied from the project into the stage that builds."""
    lines = [line.split() for line in _instructions("COPY") if not line.startswith("--from")]
    return {source for *sources, _ in lines for source in sources}


def test_only_what_exists_is_copied_and_only_that_is_let_in():
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}

    assert [name for name in _copied() if not (ROOT / name).exists()] == []
    assert let_in == _copied()


def test_everything_the_wheel_is_built_from_is_copied():
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = pyproject["tool"]["hatch"]["build"]["targets"]["wheel"]

    needed = {
        "pyproject.toml",
        pyproject["project"]["readme"],
        *pyproject["project"]["license-files"],
        *wheel["packages"],
        *wheel["force-include"],
    }

    assert needed == _copied()


def test_the_image_runs_a_command_as_nobody_special():
    assert json.loads(_instructions("ENTRYPOINT")[0]) == ["seodang"]
    assert is_command(" ".join(json.loads(_instructions("CMD")[0])))
    assert _instructions("USER") == ["10001:10001"]
    assert _instructions("STOPSIGNAL") == ["SIGTERM"]
    assert _instructions("VOLUME") == ["/data"]


def test_nothing_but_the_venv_comes_from_the_stage_that_builds():
    stages = CONTAINERFILE.split("\nFROM ")

    assert len(stages) == 3
    assert re.findall(r"^COPY (.+)$", stages[-1], re.MULTILINE) == [
        "--from=build /opt/seodang /opt/seodang"
    ]
    assert "pip" not in stages[-1]


def test_image_and_compose_name_the_same_places():
    image = dict(re.findall(r"(SEODANG_\w+)=(\S+)", _instructions("ENV")[0]))

    assert BOT["environment"] == image
    assert image.keys() <= settings_read()
    settings = read_settings(image)
    assert settings.database == Path("/data/seodang.db")
    assert settings.listen == ("127.0.0.1", 8080)


def test_compose_builds_this_project():
    assert (DEPLOY / BOT["build"]["context"]).resolve() == ROOT
    assert (ROOT / BOT["build"]["dockerfile"]).is_file()
    assert BOT["env_file"] == "seodang.env"
    assert BOT["volumes"] == ["database:/data"]
    assert list(COMPOSE["volumes"]) == ["database"]


def test_compose_locks_the_container_in():
    locks = ("read_only", "cap_drop", "security_opt", "mem_limit", "restart", "stop_grace_period")

    assert {key: BOT[key] for key in locks} == {
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "mem_limit": "256m",
        "restart": "unless-stopped",
        "stop_grace_period": "20s",
    }


def test_a_healthy_bot_is_told_from_an_unhealthy_and_from_none():
    with _health_page(200) as port:
        healthy = _health_check(port)
    with _health_page(503) as port:
        unhealthy = _health_check(port)
    none = _health_check(port)

    assert (healthy, unhealthy, none) == (0, 1, 1)


@contextmanager
def _health_page(status: int) -> Iterator[int]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/health" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def _health_check(port: int) -> int:
    (line,) = _instructions("HEALTHCHECK")
    program, *arguments = json.loads(line.partition("CMD ")[2])
    assert program == "python"
    done = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"SEODANG_LISTEN": f"127.0.0.1:{port}"},
        capture_output=True,
        check=False,
    )
    return done.returncode
