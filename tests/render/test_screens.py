"""What students read: every template, with what is nastiest to render."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.content import load
from bot.core.actions import StudentId
from bot.core.course import Course, Module
from bot.core.notices import Notice
from bot.core.roster import Missed, ModulePupil, Pupil, Standing
from bot.core.screens import Screen
from bot.core.screens.gallery import gallery
from bot.core.screens.teaching import class_module_screen, class_screen
from bot.preview.server.tags import read_html
from bot.render import LONGEST, LONGEST_TOAST, Shown, render, words
from bot.settings import shipped_course
from tests.school import (
    HILL_QUESTIONS,
    HILLS,
    NOON,
    OUTLINE,
    RIVER_QUESTIONS,
    RIVERS,
    course,
    course_of,
)

NASTY = "<b>&amp;</i> \"'{{ 7777 * 7777 }}{% raw %} \u202e ¶ 서당"
TEMPLATES = {
    "HomeScreen",
    "ModulesScreen",
    "PageScreen",
    "FinishedScreen",
    "QuizzesScreen",
    "QuestionScreen",
    "FeedbackScreen",
    "ResultScreen",
    "ProgressScreen",
    "HelpScreen",
    "ClassScreen",
    "ClassModuleScreen",
}


def nasty(value: object) -> object:
    """What an author wrote, with hostile words in every text that students read."""
    if isinstance(value, list):
        return [nasty(one) for one in value]
    if isinstance(value, dict):
        kept = ("module", "page", "check", "id", "type", "source", "places", "url", "answer")
        return {
            key: one
            if key in (*kept, "certainty", "tolerance", "number", "modules", "shuffle")
            else nasty(one)
            for key, one in value.items()
        }
    if not isinstance(value, str):
        return value
    text, bracket, marks = value.partition(" [")
    return f"{text} {NASTY}{bracket}{marks}"


HOSTILE: Course = course_of(
    nasty(OUTLINE), [(nasty(RIVERS), nasty(RIVER_QUESTIONS)), (nasty(HILLS), nasty(HILL_QUESTIONS))]
)


def class_screens(taught: Course, name: str) -> list[Screen]:
    module: Module = next(iter(taught))
    standings = {one.id: Standing(one.id, 1000, 999, 0.5, 998) for one in taught}
    missed = [Missed(id_, 997, 998) for id_ in taught.questions]
    pupils = [Pupil(name, NOON - timedelta(days=1000 + n)) for n in range(300)]
    mine = [ModulePupil(name, 1, 1, 0.25) for _ in range(300)]
    return [
        class_screen(taught, pupils, standings, missed, NOON),
        class_screen(taught, [], standings, [], NOON),
        class_module_screen(taught, module, standings[module.id], missed, mine),
    ]


def screens(taught: Course, name: str = "Mina") -> list[Screen]:
    return [one.screen for one in gallery(taught)] + class_screens(taught, name)


def seen(shown: Shown) -> str:
    """What Telegram makes of it; refused markup fails the test."""
    text, _ = read_html(shown.html)
    return text


def test_the_gallery_and_the_class_show_every_kind_of_screen() -> None:
    assert {type(one).__name__ for one in screens(course())} == TEMPLATES


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
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
    for screen in screens(course(), "W" * 40):
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


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_has_its_words_and_fits_into_a_toast(notice: Notice) -> None:
    said = words(notice)

    assert 10 < len(said) <= LONGEST_TOAST
    assert not re.search(r"[<>&]", said)


def test_the_class_report_fits_however_many_have_been_away() -> None:
    many = course()

    for screen in class_screens(many, "W" * 40):
        assert render(screen).length <= LONGEST


def test_the_digest_differs_where_anything_seen_differs() -> None:
    first, second, *_ = (render(one) for one in screens(course()))

    assert first.digest != second.digest
    assert replace(first, rows=()).digest != first.digest
    assert render(screens(course())[0]).digest == first.digest


def test_a_length_counts_what_is_seen_in_utf_16() -> None:
    assert Shown("<b>a&amp;b</b> \U0001f600", ()).length == 6


def test_a_student_id_is_shown_to_its_owner() -> None:
    screen = next(one for one in screens(course()) if type(one).__name__ == "HelpScreen")

    assert f"Your Telegram id: {StudentId(2**52)}" in seen(render(screen))
