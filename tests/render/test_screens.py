"""What students read: every template, with what is nastiest to render."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.content import load
from bot.core.actions import SessionId, StudentId
from bot.core.course import Course, Figure, Module, QuestionId
from bot.core.notices import Notice
from bot.core.prose import plain
from bot.core.reports import LONGEST_NOTE, REASONS, Report
from bot.core.roster import Gain, Missed, ModulePupil, Pupil, Standing, Taken
from bot.core.screens import Screen
from bot.core.screens.gallery import gallery
from bot.core.screens.reading import PictureScreen, picture_screen
from bot.core.screens.reports import MOST, reports_screen
from bot.core.screens.teaching import class_module_screen, class_screen
from bot.preview.server.tags import read_html
from bot.render import (
    LONGEST,
    LONGEST_CAPTION,
    LONGEST_TOAST,
    Shown,
    _address,
    _cut,
    _numbers,
    _several,
    render,
    words,
)
from bot.settings import shipped_course
from tests import sourced
from tests.school import NOON, OUTLINE, QUIZZES
from tests.sourced import course, whole

KEPT = (
    *("module", "page", "check", "id", "type", "source", "places", "url", "answer", "certainty"),
    *("tolerance", "number", "modules", "shuffle", "fact", "facts", "term", "terms", "place"),
    *("voice", "image", "after", "kind", "penalty", "pretest", "range"),
    *("quiz", "mode", "draw", "attempts", "minutes", "opens", "closes", "pass", "confidence"),
)
NASTY = "<b>&amp;</i> \"'{{ 7777 * 7777 }}{% raw %} \u202e ¶ 서당"
TEMPLATES = {
    "HomeScreen",
    "ModulesScreen",
    "PageScreen",
    "PictureScreen",
    "FactsScreen",
    "SourcesScreen",
    "TermsScreen",
    "TermScreen",
    "FinishedScreen",
    "QuizzesScreen",
    "QuestionScreen",
    "FeedbackScreen",
    "ResultScreen",
    "ProgressScreen",
    "HelpScreen",
    "ClassScreen",
    "ClassModuleScreen",
    "DoorScreen",
    "PretestScreen",
    "ReportingScreen",
    "ReportsScreen",
    "SettingsScreen",
}
# it says nothing of the course or its people
OF_ITSELF = {"SettingsScreen"}


def nasty(value: Any) -> Any:
    """What an author wrote, with hostile words in every text that students read."""
    if isinstance(value, list):
        return [nasty(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key in KEPT else nasty(one) for key, one in value.items()}
    if not isinstance(value, str):
        return value
    text, bracket, marks = value.partition(" [")
    return f"{text} {NASTY}{bracket}{marks}"


HOSTILE: Course = sourced.course(
    nasty(sourced.FACTS),
    nasty(sourced.TERMS),
    [(nasty(lesson), nasty(questions)) for lesson, questions in sourced.whole_files()],
    nasty(OUTLINE),
    nasty(QUIZZES),
)


def class_screens(taught: Course, name: str) -> list[Screen]:
    module: Module = next(iter(taught))
    standings = {one.id: Standing(one.id, 1000, 999, 0.5, 998) for one in taught}
    missed = [Missed(id_, 997, 998) for id_ in taught.questions]
    pupils = [Pupil(name, NOON - timedelta(days=1000 + n)) for n in range(300)]
    tests = [Taken(one.title, 1000, 0.5, 1000) for one in taught.quizzes.values()]
    mine = [ModulePupil(name, 1, 1, 0.25) for _ in range(300)]
    return [
        class_screen(taught, pupils, standings, missed, NOON, tests),
        class_screen(taught, [], standings, [], NOON),
        class_module_screen(
            taught, module, standings[module.id], missed, mine, Gain(0.5, 1.0, 300)
        ),
        *reports(taught, name),
    ]


def reports(taught: Course, name: str) -> list[Screen]:
    """Of questions as they are, as they were, and gone; none; one as a letter."""
    asked = next(one for one in taught.questions.values() if one.type == "choices")
    replied = tuple(one.text for one in asked.options)
    note = f"{name} " * (LONGEST_NOTE // (len(name) + 1))
    said = Report(
        SessionId(7),
        1,
        StudentId(1),
        name,
        QuestionId(asked.id),
        asked.version,
        replied,
        REASONS[0],
        note,
        NOON,
    )
    then, gone = replace(said, version="v"), replace(said, question=QuestionId("gone"), note=None)
    return [
        reports_screen(taught, [said, then, gone, *[said] * (MOST - 3)], 300),
        reports_screen(taught, [], 0),
        reports_screen(taught, [said], 1, is_letter=True),
    ]


def screens(taught: Course, name: str = "Mina") -> list[Screen]:
    return [one.screen for one in gallery(taught)] + class_screens(taught, name)


def seen(shown: Shown) -> str:
    """What Telegram makes of it; refused markup fails the test."""
    text, _ = read_html(shown.html)
    return text


def test_the_gallery_and_the_class_show_every_kind_of_screen() -> None:
    assert {type(one).__name__ for one in screens(whole())} == TEMPLATES


@pytest.mark.parametrize("kind", sorted(TEMPLATES - OF_ITSELF))
def test_hostile_words_are_shown_as_they_are(kind: str) -> None:
    shown = [
        seen(render(screen, Notice.STRAY))
        for screen in screens(HOSTILE, NASTY)
        if type(screen).__name__ == kind
    ]

    assert any(NASTY in " ".join(text.split()) for text in shown)
    assert not any("60481729" in text for text in shown)


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_every_screen_is_tidy(kind: str) -> None:
    for screen in screens(whole(), "W" * 40):
        if type(screen).__name__ == kind:
            text = seen(render(screen))

            assert text == text.strip()
            assert not re.search(r"\n\n\n|[ \t]\n|\bNone\b|\S  ", text)


def test_every_screen_of_the_shipped_course_fits_into_a_message() -> None:
    loaded = load(shipped_course())
    assert loaded.course is not None

    for screen in screens(loaded.course, "W" * 40):
        shown = render(screen)
        assert shown.length == len(seen(shown).encode("utf-16-le")) // 2
        assert shown.length + LONGEST_TOAST + 2 <= LONGEST
        assert all(len(face.carries.encode()) <= 64 for row in shown.rows for face in row)
        assert all(1 <= len(row) <= 8 for row in shown.rows)


def test_a_caption_fits_below_its_picture_and_the_shipped_ones_are_whole() -> None:
    loaded = load(shipped_course())
    assert loaded.course is not None
    pictures = [one for one in screens(loaded.course) if isinstance(one, PictureScreen)]
    assert pictures

    for screen in pictures:
        shown = render(screen)
        assert shown.length <= LONGEST_CAPTION
        assert " ".join(plain(screen.figure.alt).split()) in " ".join(seen(shown).split())


@pytest.mark.parametrize("caption", [1, 400, 900, 1000, 1024])
def test_words_for_a_picture_are_cut_where_there_is_no_room_for_them(caption: int) -> None:
    figure = Figure(image="a.png", alt="word " * 500, caption="\U0001f600" * (caption // 2) or "x")

    shown = render(picture_screen(figure))

    assert shown.length <= LONGEST_CAPTION
    assert ("In words:" in seen(shown)) == (caption <= 900)


def test_a_picture_whose_caption_says_it_all_says_it_once() -> None:
    figure = Figure(image="a.png", alt="A river.", caption="A river.")

    assert seen(render(picture_screen(figure))) == "A river."


@pytest.mark.parametrize(
    ("titles", "shown"),
    [(["A"], "A"), (["A", "B", "C"], "A, B, C"), (list("ABCDE"), "A, B, C and 2 more")],
)
def test_three_titles_are_named_and_the_others_counted(titles: list[str], shown: str) -> None:
    assert _several(titles) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [((1,), "1"), ((1, 2), "1–2"), ((1, 3), "1, 3"), ((1, 2, 3, 7, 9, 10), "1–3, 7, 9–10")],
)
def test_numbers_that_follow_each_other_are_joined(numbers: tuple[int, ...], shown: str) -> None:
    assert _numbers(numbers) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.guide.example/", "guide.example"),
        ("http://guide.example/a/b", "guide.example/a/b"),
        ("https://guide.example/" + "a" * 60, "guide.example/…"),
    ],
)
def test_an_address_is_read_whole_or_by_its_beginning(url: str, shown: str) -> None:
    assert _address(url) == shown


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_has_its_words_and_fits_into_a_toast(notice: Notice) -> None:
    said = words(notice)

    assert 10 < len(said) <= LONGEST_TOAST
    assert not re.search(r"[<>&]", said)


@pytest.mark.parametrize("name", ["W" * 40, "\U0001f30a" * 40])
def test_the_class_report_fits_however_many_have_been_away(name: str) -> None:
    for screen in class_screens(whole(), name):
        assert render(screen, Notice.UNKNOWN_MODULE).length <= LONGEST


def test_the_digest_differs_where_anything_seen_differs() -> None:
    first, second, *_ = (render(one) for one in screens(course()))

    assert first.digest != second.digest
    assert replace(first, rows=()).digest != first.digest
    assert render(screens(course())[0]).digest == first.digest


def test_a_length_counts_what_is_seen_in_utf_16() -> None:
    assert Shown("<b>a&amp;b</b> \U0001f600", ()).length == 6


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("a *b* c", 9, "a *b* c"),
        ("four  words\nare here", 19, "four words are here"),
        ("four words are here", 12, "four words…"),
        ("\U0001f30a" * 3, 6, "\U0001f30a" * 3),
        ("\U0001f30a" * 3, 5, "\U0001f30a" * 2 + "…"),
        ("\U0001f30a" * 3, 4, "\U0001f30a…"),
    ],
)
def test_what_somebody_wrote_is_cut_where_telegram_s_count_is_full(
    text: str, longest: int, shown: str
) -> None:
    assert _cut(text, longest) == shown


def test_a_student_id_is_shown_to_its_owner() -> None:
    screen = next(one for one in screens(course()) if type(one).__name__ == "HelpScreen")

    assert f"Your Telegram id: {StudentId(2**52)}" in seen(render(screen))
