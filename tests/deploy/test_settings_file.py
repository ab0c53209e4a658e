from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import Settings, read_settings
from tests.deploy.house import DEPLOY, ROOT, example_settings, settings_read, text_of

EMPTY = read_settings({})


def test_the_example_names_each_setting_once_and_no_other():
    names = [name for name, _ in example_settings(switched_on=True)]

    assert sorted(names) == sorted(settings_read())


def test_the_example_as_it_is_lacks_nothing_but_the_token():
    settings = read_settings(dict(example_settings(switched_on=False)))

    assert settings == Settings(
        token=None,
        api_url=EMPTY.api_url,
        database=Path("/var/lib/seodang/seodang.db"),
        course=EMPTY.course,
        instructors=frozenset(),
        timezone=ZoneInfo("UTC"),
        webhook_url=None,
        webhook_secret=None,
        listen=None,
    )


def test_every_sample_of_the_example_is_one_that_the_program_accepts():
    settings = read_settings(dict(example_settings(switched_on=True)))

    assert settings == Settings(
        token=None,
        api_url="https://api.telegram.org",
        database=Path("/var/lib/seodang/seodang.db"),
        course=Path("/srv/course"),
        instructors=frozenset({123456789, 987654321}),
        timezone=ZoneInfo("Europe/Berlin"),
        webhook_url="https://bot.example.org",
        webhook_secret="put-32-letters-and-digits-here",
        listen=("127.0.0.1", 8080),
    )


def test_each_setting_is_explained_right_above_it():
    lines = text_of("seodang.env.example").splitlines()

    for number, line in enumerate(lines):
        if line.lstrip("#").startswith("SEODANG_"):
            assert lines[number - 1].startswith("# "), line


def test_the_values_mean_the_same_to_systemd_to_docker_and_to_a_shell():
    for name, value in example_settings(switched_on=True):
        assert not set(value) & set(" \"'$`\\#&;|<>()"), name


def test_a_filled_in_copy_beside_the_example_is_kept_out_of_git_and_of_the_image():
    assert "seodang.env" in (DEPLOY / ".gitignore").read_text(encoding="utf-8").split()
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in let_in
    assert not [line for line in let_in if line.startswith("!deploy")]
