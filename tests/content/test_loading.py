"""From a folder to a course."""

import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Loaded, Problem, load
from bot.content.reading import read
from bot.core.course import QuestionId, TextTyped, right_answers

GOOD = Path(__file__).parents[1] / "broken" / "good"
FILES = sorted(GOOD.rglob("*.yaml"))
SHIPPED = Path(__file__).parents[2]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(GOOD, tmp_path / "course")
    return tmp_path / "course"


def told(loaded: Loaded) -> str:
    return "\n".join(str(problem) for problem in loaded.problems)


def test_the_shipped_course_has_no_errors():
    loaded = load(SHIPPED)

    assert [one for one in loaded.problems if one.level == "error"] == []
    assert loaded.course is not None


def test_a_course_holds_what_was_written():
    course = load(GOOD).course

    assert course is not None
    assert course.title == "Villages and towns"
    gaps, grain = course
    assert (gaps.title, grain.title) == ("Two gaps", "Grain")
    assert [page.page for page in gaps.pages] == ["two-gaps", "more"]
    assert gaps.pages[0].text[1].source == ("¶2", "ctx-01")
    assert list(course.questions) == [
        "gap-first",
        "gap-order",
        "grain-kinds",
        "grain-good",
        "grain-much",
        "grain-whose",
        "grain-word",
        "grain-order",
        "grain-what",
    ]
    assert list(course.quizzes) == ["all-mixed", "last-test"]
    assert str(course.marks["¶2"]) == "Speech 2024, ¶2"
    assert str(course.marks["ctx-01"]) == "Survey 2020"


def test_questions_know_the_voices_and_the_terms_of_their_course():
    course = load(GOOD).course

    assert course is not None
    whose, word = (course.questions[QuestionId(f"grain-{one}")] for one in ("whose", "word"))
    assert (right_answers(whose), right_answers(word)) == (("The author",), ("옥수수",))
    assert isinstance(word, TextTyped)
    assert word.forms == ("옥수수", "강냉이", "oksusu", "gangnaengi", "kangnaengi")


def test_modules_stand_in_the_order_of_the_outline_not_of_the_files(course: Path):
    outline = course / "lessons/course.yaml"
    outline.write_text(outline.read_text().replace("[gaps, grain]", "[grain, gaps]"))

    loaded = load(course)

    assert loaded.course is not None
    assert [module.id for module in loaded.course] == ["grain", "gaps"]


def test_a_module_without_a_quiz_is_only_a_doubt(course: Path):
    (course / "quizzes/grain.yaml").unlink()
    (course / "quizzes/quizzes.yaml").unlink()

    loaded = load(course)

    assert [problem.level for problem in loaded.problems] == ["warning"]
    assert loaded.course is not None
    assert loaded.course.modules["grain"].questions == ()


@pytest.mark.parametrize("word", ["true", "no", "null", "on", "1962", "0x10", "1e3"])
def test_ids_that_yaml_would_turn_into_something_else_stay_text(course: Path, word: str):
    quiz = course / "quizzes/gaps.yaml"
    quiz.write_text(quiz.read_text().replace("gap-first", word))
    lesson = course / "lessons/gaps.yaml"
    lesson.write_text(lesson.read_text().replace("gap-first", word))

    loaded = load(course)

    assert loaded.problems == ()
    assert loaded.course is not None
    assert loaded.course.modules["gaps"].question(word) is not None


@pytest.mark.parametrize("text", ["1.10", "4:30", "1962-08-07", "~", "Yes", "0o17", "=", "1_000"])
def test_options_that_yaml_would_turn_into_something_else_stay_text(course: Path, text: str):
    quiz = course / "quizzes/gaps.yaml"
    quiz.write_text(quiz.read_text().replace("right: town and village", f"right: {text}"))

    loaded = load(course)

    assert loaded.problems == ()
    assert loaded.course is not None
    question = loaded.course.modules["gaps"].questions[0]
    assert question.options[0].text == text


@pytest.mark.parametrize(
    ("file", "text", "at_most"),
    [
        ("lessons/course.yaml", "Villages and towns", 64),
        ("lessons/course.yaml", "The speech itself.", 300),
        ("lessons/course.yaml", "The author", 64),
        ("lessons/course.yaml", "Survey 2020", 64),
        ("lessons/course.yaml", "A survey of towns", 400),
        ("lessons/course.yaml", "What a speech says about **villages**, and what others say", 582),
        ("lessons/gaps.yaml", "Name the two gaps.", 200),
        ("lessons/gaps.yaml", "More on gaps", 64),
        ("lessons/gaps.yaml", "Nothing more.", 2600),
        ("quizzes/gaps.yaml", "Which gap comes first?", 600),
        ("quizzes/gaps.yaml", "town and village", 100),
        ("quizzes/gaps.yaml", "north and south", 100),
        ("quizzes/gaps.yaml", "That is another gap.", 300),
        ("quizzes/gaps.yaml", "It is named first.", 600),
        ("quizzes/grain.yaml", "It was said to be.", 300),
        ("quizzes/grain.yaml", "That is ten times as much.", 300),
        ("quizzes/grain.yaml", "million tons", 32),
        ("quizzes/grain.yaml", "He wants mills.", 300),
        ("quizzes/grain.yaml", "쌀", 100),
        ("quizzes/grain.yaml", "That is rice.", 300),
        ("quizzes/grain.yaml", "It grows in the hills.", 250),
        ("quizzes/grain.yaml", "The seed", 100),
        ("quizzes/grain.yaml", "Nobody mills what has not been brought in.", 300),
        ("quizzes/grain.yaml", "in the plain", 100),
        ("quizzes/grain.yaml", "It needs water.", 300),
        ("quizzes/grain.yaml", "by the sea", 100),
        ("quizzes/quizzes.yaml", "All mixed", 64),
        ("quizzes/quizzes.yaml", "From *all* that you have read.", 600),
    ],
)
def test_a_text_may_be_as_long_as_told_and_no_longer(
    course: Path, file: str, text: str, at_most: int
):
    written = (course / file).read_text()

    (course / file).write_text(written.replace(text, "x" * at_most, 1))
    assert load(course).problems == ()

    (course / file).write_text(written.replace(text, "x" * (at_most + 1), 1))
    (problem,) = load(course).problems
    assert problem.path == file
    assert "; shorten it to at most " in str(problem)


def test_marks_do_not_count_as_length(course: Path):
    quiz = course / "quizzes/gaps.yaml"
    link = "[x](https://example.org/address)"
    quiz.write_text(quiz.read_text().replace("It is named first.", f'"{link * 600}"'))

    assert load(course).problems == ()


def test_other_files_are_left_alone(course: Path):
    (course / "lessons/README.md").write_text("# Lessons")
    (course / "lessons/lesson.schema.json").write_text("{")
    (course / "lessons/.draft.yaml").write_text("]")
    (course / "quizzes/notes.txt").write_text("]")
    (course / "quizzes/gaps.yaml~").write_text("]")
    (course / "lessons/figures").mkdir(exist_ok=True)
    (course / "lessons/figures/gap.yaml").write_text("]")

    assert load(course) == load(GOOD)


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_byte_order_mark_and_line_ends_of_windows_change_nothing(course: Path, file: Path):
    copy = course / file.relative_to(GOOD)
    copy.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))

    assert load(course) == load(GOOD)


def test_a_missing_folder_is_a_problem(tmp_path: Path):
    loaded = load(tmp_path / "nowhere")

    assert told(loaded) == (
        f'.:1:1: there is no folder "{tmp_path / "nowhere"}"; '
        "name the folder that holds lessons/ and quizzes/"
    )


def test_a_file_in_place_of_a_folder_is_a_problem(course: Path):
    shutil.rmtree(course / "quizzes")
    (course / "quizzes").write_text("")

    assert told(load(course)) == (
        "quizzes:1:1: the folder quizzes/ cannot be read (Not a directory); "
        "make it a folder that you may read"
    )


def test_what_would_never_end_is_not_opened(course: Path):
    os.mkfifo(course / "quizzes/more.yaml")

    assert told(load(course)) == (
        "quizzes/more.yaml:1:1: this is not a file; give it another name, or delete it"
    )


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that fails to read")
def test_a_file_that_cannot_be_read_is_a_problem(course: Path):
    (course / "quizzes/more.yaml").symlink_to("/proc/self/mem")

    assert told(load(course)) == (
        "quizzes/more.yaml:1:1: the file cannot be read (Input/output error); "
        "make it a file that you may read"
    )


def test_a_file_name_that_cannot_be_shown_is_a_problem(course: Path):
    (course / "lessons/ga\tps.yaml").write_text("module: gaps\n")

    assert told(load(course)) == (
        "lessons/ga?ps.yaml:1:1: the file's name has characters that cannot be shown; "
        "rename it, in Latin letters"
    )


def test_a_file_of_more_than_a_megabyte_is_a_problem(course: Path):
    lesson = course / "lessons/gaps.yaml"
    lesson.write_text(lesson.read_text() + "# more\n" * 150_000)

    assert told(load(course)) == (
        "lessons/gaps.yaml:1:1: the file is larger than 1 MB; split it, or look what got into it"
    )


def test_a_file_of_too_many_entries_is_a_problem(course: Path):
    (course / "lessons/gaps.yaml").write_text("- a\n" * 60_000)

    assert told(load(course)) == (
        "lessons/gaps.yaml:50000:3: the file holds more than 50,000 texts and entries; "
        "split it, or look what got into it"
    )


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 999_999,
        b"a: b: c\nx: " + b"[" * 900_000,
        b"- " * 499_999,
        b"a: *b\n" * 160_000,
        b"-right: a\n" * 90_000,
        b"a: b: c\n" * 120_000,
        b"k: [" + b"[]," * 300_000 + b"]",
        b"questions:\n" + b"- a\n" * 240_000,
        b"".join(b"k%d: v\n" % number for number in range(80_000)),
        b'a: "' + b"x\n" * 400_000,
        b"module: " + b"*" * 900_000,
        b"pages: [{text: [{kim: '" + b"[" * 900_000 + b"'}]}]",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_no_file_takes_long(course: Path, text: bytes):
    quiz = course / "quizzes/gaps.yaml"
    quiz.write_bytes(text)
    began = time.process_time()

    loaded = load(course)

    assert time.process_time() - began < 5
    assert loaded.course is None
    assert loaded.problems


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_are_beyond_words(raw: bytes):
    node, problems = read("quizzes/gaps.yaml", raw)

    assert node is not None or problems
    assert all(isinstance(problem, Problem) for problem in problems)


YAML_SIGNS = st.one_of(
    st.sampled_from("\n\t \"'[]{}*&!|>%@`#?,\\-:a"),
    st.sampled_from(("- ", ": ", "\n  ", "---\n", "<<: ", "id", "type: choice", "options:")),
    st.sampled_from(("module: gaps\n", "questions:\n", "  - id: a\n", "    ask: b\n")),
    st.sampled_from(("kim: x [¶1]", "    source: [¶1]\n", "      - right: yes\n")),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(YAML_SIGNS, max_size=60).map("".join))
def test_no_text_made_of_yaml_is_beyond_words(tmp_path_factory: pytest.TempPathFactory, text: str):
    folder = tmp_path_factory.mktemp("course") / "course"
    shutil.copytree(GOOD, folder)
    for file in ("lessons/course.yaml", "lessons/gaps.yaml", "quizzes/gaps.yaml"):
        (folder / file).write_text(text)

    loaded = load(folder)

    assert loaded.course is None
    assert loaded.problems


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_file_cut_at_any_byte_is_never_beyond_words(course: Path, file: Path):
    copy = course / file.relative_to(GOOD)
    whole = file.read_bytes()

    # in every letter of more than one byte, and as it falls between the others
    within = [at for at, byte in enumerate(whole) if 0x80 <= byte < 0xC0]
    for end in sorted({*range(0, len(whole), 5), *within}):
        node, problems = read("it", whole[:end])
        assert node is not None or problems

    for end in range(0, len(whole), 61):
        copy.write_bytes(whole[:end])
        loaded = load(course)
        assert (loaded.course is None) == any(one.level == "error" for one in loaded.problems)
