"""Which places of the sources are taught and asked: the table, and the command that prints it."""

import shutil
from pathlib import Path

import pytest

from bot.cli import main
from bot.content import coverage, load

GOOD = Path(__file__).parents[1] / "broken" / "good"
SHIPPED = Path(__file__).parents[2]

TABLE = """\
Speech 2024: 3 places

place     facts  taught  asked  pages  questions  gaps
¶1            0       0      0      1          1  no facts
¶2            0       0      0      1          3  no facts
¶3            3       2      1      1          2  not asked: harvest-twenty

Facts asked by no question (1): harvest-twenty

Facts never to be asked (1): harvest-slip

2 of 2 facts stand on a page: 100 %.
1 of 2 facts are asked: 50 %.
"""


LATE = """\
  - fact: late
    place: [¶4, ¶5]
    voice: kim
    claim: Late.
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def settings(course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings that name the course."""
    monkeypatch.chdir(course.parent)
    monkeypatch.setenv("SEODANG_COURSE", "course")
    return course


def mend(file: Path, *pairs: tuple[str, str]) -> None:
    text = file.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


def table(course: Path) -> str:
    loaded = load(course).course
    assert loaded is not None
    return coverage(loaded) + "\n"


def row(course: Path, place: str) -> str:
    (line,) = (line for line in table(course).splitlines() if line.startswith(f"{place} "))
    return line


def test_the_table_sets_places_against_pages_and_questions(course: Path) -> None:
    assert table(course) == TABLE


def test_what_is_on_no_page_and_in_no_question_is_a_gap(course: Path) -> None:
    mend(course / "lessons/course.yaml", ("¶3]", "¶3, ¶4, ¶5, ¶6]"))
    mend(
        course / "lessons/facts.yaml",
        ("  - fact: harvest-slip", f"{LATE}  - fact: harvest-slip"),
    )
    mend(course / "quizzes/gaps.yaml", ("[¶1]", "[¶1, ¶5]"))

    assert row(course, "¶4") == (
        "¶4            1       0      0      0          0  cited nowhere; not taught: late"
    )
    assert row(course, "¶5") == (
        "¶5            1       0      0      0          1  on no page; not taught: late"
    )
    assert row(course, "¶6") == ("¶6            0       0      0      0          0  cited nowhere")
    assert "Facts on no page (1): late\n" in table(course)
    assert "2 of 3 facts stand on a page: 66 %.\n1 of 3 facts are asked: 33 %." in table(course)


def test_a_page_that_teaches_a_fact_covers_all_its_places(course: Path) -> None:
    mend(
        course / "lessons/facts.yaml",
        ("place: [¶3]\n    voice: kim", "place: [¶2]\n    voice: kim"),
    )
    mend(course / "lessons/gaps.yaml", ("[¶2, ctx-01]", "[ctx-01]"))

    assert row(course, "¶2") == (
        "¶2            1       1      0      1          3  not asked: harvest-twenty"
    )


def test_a_source_that_nothing_cites_is_named(course: Path) -> None:
    mend(
        course / "lessons/course.yaml",
        ("  ctx-01:", "  ctx-02: {cite: Two, title: Two}\n  ctx-01:"),
    )

    assert "\n\nSources cited nowhere (1): ctx-02\n\n" in table(course)


def test_without_facts_only_citations_are_counted(course: Path) -> None:
    (course / "lessons/facts.yaml").unlink()
    for file in ("lessons/grain.yaml", "quizzes/grain.yaml"):
        text = (course / file).read_text().splitlines(keepends=True)
        (course / file).write_text("".join(one for one in text if "facts:" not in one))

    assert row(course, "¶3") == ("¶3            0       0      0      1          2")
    assert table(course).endswith(
        "\nThere is no lessons/facts.yaml, so only citations are counted.\n"
    )


def test_the_table_of_the_shipped_course_fits_a_terminal() -> None:
    loaded = load(SHIPPED).course
    assert loaded is not None

    assert max(len(line) for line in coverage(loaded).splitlines()) <= 100


def test_the_command_prints_the_table_before_its_last_word(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["check", "--coverage"])

    assert status == 0
    assert capsys.readouterr().out == (
        f"{TABLE}\nVillages and towns: 2 modules, 3 pages, 9 questions; no mistakes.\n"
    )


def test_a_course_with_mistakes_has_no_table(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mend(settings / "quizzes/grain.yaml", ("good]\n  - id: grain-much", "bad]\n  - id: grain-much"))

    status = main(["check", "--coverage"])

    assert status == 1
    assert capsys.readouterr().out == (
        'quizzes/grain.yaml:21:13: fact "harvest-bad" is not in facts.yaml; '
        'did you mean "harvest-good"?\n1 mistake in course.\n'
    )
