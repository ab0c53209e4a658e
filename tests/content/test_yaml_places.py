"""YAML with every text as it was typed, and the place of each."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.nodes import Fields, Items, Node, Place, Scalar, each, plain, scalars
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.content.reading import read
from bot.content.slips import mend, quoted


def node_of(text: str) -> Node:
    node, problems = read("it.yaml", text.encode())
    assert node is not None
    assert problems == ()
    return node


def test_every_key_and_value_has_its_place():
    node = node_of("a: one\nb:\n  - two\n  - {c: 'three'}\n")

    assert node == Fields(
        (
            (Scalar("a", Place(1, 1), "a"), Scalar("one", Place(1, 4), "one")),
            (
                Scalar("b", Place(2, 1), "b"),
                Items(
                    (
                        Scalar("two", Place(3, 5), "two"),
                        Fields(
                            (
                                (
                                    Scalar("c", Place(4, 6), "c"),
                                    Scalar("three", Place(4, 9), "'three'", "'"),
                                ),
                            ),
                            Place(4, 5),
                            is_flow=True,
                        ),
                    ),
                    Place(3, 3),
                ),
            ),
        ),
        Place(1, 1),
    )


def test_columns_count_characters_not_bytes():
    node = node_of("서당: {학생: 미나, 선생: 김}\n")

    assert [one.place for one in scalars(node, "서당", "*")] == [Place(1, 10), Place(1, 18)]


def test_nothing_becomes_a_number_a_date_or_nothing():
    text = "[no, 1.10, 4:30, 1962-08-07, ~, null, 0x1F, 1e3, yes]"

    assert plain(node_of(text)) == text.strip("[]").split(", ")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: one two MARK", "plain"),
        ("a: one\n  two\n\n  three MARK four", "plain on several lines"),
        ("a: 'it''s MARK'", "single quotes"),
        ("a: 'it''s\n  not MARK'", "single quotes on several lines"),
        ('a: "\\t\\"\\u0041\\x41\\n MARK"', "double quotes"),
        ('a: "one \\\n  two\\_MARK"', "double quotes on several lines"),
        ("a: |\n  one\n    two\n\n  MARK\n", "literal"),
        ("a: >-  # a comment\n    one\n    two\n\n    three  MARK\n", "folded"),
    ],
)
def test_a_place_in_a_text_is_found_in_the_file(text: str, word: str):
    (scalar,) = scalars(node_of(text), "a")
    before = scalar.text.partition("MARK")[0]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    place = scalar.inside(line, column)

    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith("MARK"), word


def test_a_path_leads_nowhere_where_the_file_has_something_else():
    node = node_of("pages:\n  - title: one\n  - two\n  - title: [three]\nmodule: x\n")

    assert [plain(one) for one in each(node, "pages", "*", "title")] == ["one", ["three"]]
    assert [one.text for one in scalars(node, "pages", "*", "title")] == ["one"]
    assert list(each(node, "module", "*")) == []
    assert list(each(None, "pages")) == []


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cc", "Cn", "Cs", "Zl", "Zp"])))
def test_quotes_make_a_text_of_any_sentence(sentence: str):
    sentence = sentence.replace("\ufeff", "").strip() or "x"
    mended = quoted(f"  - wrong: {sentence}")

    assert yaml.load(mended, Loader=yaml.BaseLoader) == [{"wrong": sentence}]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a: b: c\nd: *e f\n", 'a: "b: c"\nd: "*e f"\n'),
        ("-right: a\n-wrong: b\n", "- right: a\n- wrong: b\n"),
        ("id: a\n  type: b\n", "id: a\ntype: b\n"),
        ("- id: a\n type: b\n", "- id: a\n  type: b\n"),
        ("- id: a\n\ttype: b\n", "- id: a\n  type: b\n"),
        ("id: a\nask:What\nwhy It\ntype: b\n", "id: a\nask: What\nwhy: It\ntype: b\n"),
        ("a: [b\nc: d\n", "a: [b]\nc: d\n"),
        ("a: \"b\nc: 'd\n", "a: \"b\"\nc: 'd'\n"),
        (
            'm: n\nids:\n  - a: "one\n    b: two\n    c: 3\n  - d: 4\n    e: "five"\n',
            'm: n\nids:\n  - a: "one"\n    b: two\n    c: 3\n  - d: 4\n    e: "five"\n',
        ),
        ("a: one\n  two: 'three'\n  four\n", "a: \"one\n  two: 'three'\n  four\"\n"),
    ],
)
def test_a_slip_is_mended_to_what_was_meant(written: str, meant: str):
    mended, problems = mend("it.yaml", written)

    assert mended == meant
    assert problems


def test_what_no_remedy_helps_is_not_guessed_at():
    mended, problems = mend("it.yaml", "a: b\n}{\n")

    assert mended is None
    assert [(one.line, one.column) for one in problems] == [(2, 1)]


def test_sound_yaml_is_left_as_it_is():
    text = "a: 'b: c'\nd: |\n  -right: e\n"

    assert mend("it.yaml", text)[0] == text


def test_a_dash_in_a_block_of_text_is_left_alone():
    mended, problems = mend("it.yaml", "a: |\n  -right: one\n\n  -wrong: two\nb: c: d\n")

    assert mended == 'a: |\n  -right: one\n\n  -wrong: two\nb: "c: d"\n'
    assert len(problems) == 1


def test_a_warning_says_that_it_is_one():
    problem = Problem("quizzes/a.yaml", 3, 5, "no reason", "say why", "warning")

    assert str(problem) == "quizzes/a.yaml:3:5: warning: no reason; say why"


def test_values_are_shown_short_and_on_one_line():
    assert shown(" one\n two\x07\ud800three ") == '"one two three"'
    assert shown("long " * 100) == '"' + ("long " * 12)[:59].rstrip() + '…"'


def test_the_nearest_word_is_suggested_or_all_there_are():
    known = ("kim", "kcna", "asmolov")

    assert suggestion("kmi", known) == 'did you mean "kim"?'
    assert suggestion("KCNA", known) == 'did you mean "kcna"?'
    assert suggestion("zzz", known) == "use one of kim, kcna, asmolov"
    assert suggestion("zzz", ("kim",)) == "use kim"
    assert suggestion("zzz", [f"m{n}" for n in range(20)]).endswith("m11, …")
    assert nearest("kim" * 100, known) is None
