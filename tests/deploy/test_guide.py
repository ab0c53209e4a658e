import re

import pytest

from tests.deploy.house import (
    DEPLOY,
    everything_raised,
    everything_said,
    is_command,
    settings_read,
    text_of,
    values,
)

GUIDE = text_of("README.md")
SPANS = re.findall(r"`([^`\n]+)`", GUIDE)
TROUBLE = GUIDE.partition("## When something is wrong")[2]
LINES = re.findall(r"^\| `([^`]+)` \|", TROUBLE, re.MULTILINE)
COMMANDS = re.findall(
    r"(?:/venv/bin/|docker exec seodang |`)seodang ((?:-|[a-z])[^`'\n&|:]*)", GUIDE
)


def test_the_table_of_settings_names_each_and_no_other():
    named = re.findall(r"^\| `(SEODANG_\w+)` \|", GUIDE, re.MULTILINE)

    assert sorted(named) == sorted(settings_read())


def test_no_setting_is_named_that_does_not_exist():
    assert set(re.findall(r"SEODANG_[A-Z_]+", GUIDE)) <= settings_read()


@pytest.mark.parametrize("line", sorted(set(COMMANDS)))
def test_a_command_of_the_guide_is_one_that_the_program_has(line):
    assert is_command(line)


def test_the_commands_that_an_operator_needs_are_all_there():
    first_words = {line.split()[0] for line in COMMANDS}

    assert first_words == {"--version", "check", "run", "backup", "preview"}


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_the_table_of_troubles_is_one_that_the_program_says(line):
    assert any(line in said for said in everything_said())


@pytest.mark.parametrize("said", sorted(everything_raised()))
def test_a_line_with_which_a_command_ends_is_explained(said):
    assert any(len(span) > 12 and span in said for span in SPANS)


def test_folders_are_named_as_in_the_units():
    folders = values("seodang-backup.service", "StateDirectory")[0].split()

    for folder in folders:
        assert f"/var/lib/{folder}" in GUIDE
    assert values("seodang.service", "EnvironmentFile")[0] in GUIDE


def test_every_link_leads_somewhere():
    headings = {
        re.sub(r"[^a-z0-9 -]", "", line.lower()).replace(" ", "-")
        for line in re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    }

    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        if target.startswith("#"):
            assert target[1:] in headings
        elif not target.startswith("https://"):
            assert (DEPLOY / target).exists(), target
