"""The gallery: every screen of a course, as Telegram shows it or refuses it."""

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from bot.chat.delivery import _content
from bot.content import load
from bot.core.course import Course
from bot.core.screens.gallery import gallery, replies
from bot.preview.gallery import _asked, screens
from bot.render import render
from bot.settings import shipped_course
from tests import sourced
from tests.school import HILL_QUESTIONS, HILLS, OUTLINE, RIVER_QUESTIONS, RIVERS, course, course_of


@cache
def shipped() -> Course:
    loaded = load(shipped_course())
    assert loaded.course is not None
    return loaded.course


def shown(taught: Course) -> dict[str, dict[str, Any]]:
    """The screens by their ids."""
    return {one["id"]: one for one in screens(taught)["screens"]}


def with_page_text(text: str) -> Course:
    rivers = deepcopy(RIVERS)
    rivers["pages"][0]["text"] = [{"guide": f"{text} [¶1]"}]
    return course_of(OUTLINE, [(rivers, RIVER_QUESTIONS), (HILLS, HILL_QUESTIONS)])


def test_telegram_takes_every_screen_of_the_shipped_course() -> None:
    refused = {id_: one["breach"] for id_, one in shown(shipped()).items() if one["breach"]}

    assert refused == {}


@pytest.mark.parametrize(
    "made", [course, sourced.course, shipped], ids=["small", "sourced", "shipped"]
)
def test_every_page_and_every_question_before_and_after_each_reply_is_there(
    made: Callable[[], Course],
) -> None:
    taught = made()
    expected = {f"page.{module.id}.{page.page}" for module in taught for page in module.pages}
    for question in taught.questions.values():
        expected |= {f"question.{question.id}"}
        if question.hints:
            expected |= {f"question.{question.id}.with-hints"}
        if question.type in ("order", "match"):
            expected |= {f"question.{question.id}.arranged"}
        count = len(list(replies(question)))
        expected |= {f"answer.{question.id}.{number}" for number in range(1, count + 1)}

    found = shown(taught)

    kinds = ("page", "question", "answer")
    assert {id_ for id_, one in found.items() if one["kind"] in kinds} == expected


@pytest.mark.parametrize(
    "made", [course, sourced.course, shipped], ids=["small", "sourced", "shipped"]
)
def test_each_screen_has_an_id_of_its_own_that_fits_into_an_address(
    made: Callable[[], Course],
) -> None:
    ids = Counter(one["id"] for one in screens(made())["screens"])

    assert [id_ for id_, count in ids.items() if count > 1] == []
    assert all(set(id_) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for id_ in ids)


def test_ids_stay_when_something_else_is_added() -> None:
    more = [*RIVER_QUESTIONS, {**RIVER_QUESTIONS[2], "id": "muddy", "ask": "It is muddy."}]

    assert shown(course()).keys() < shown(course(more)).keys()


def test_captions_say_what_is_shown_and_what_was_answered() -> None:
    captions = {id_: one["title"] for id_, one in shown(course()).items()}

    assert captions == {
        "overview.greeting.at-first": "Greeting · at first",
        "overview.modules.at-first": "Modules · at first",
        "overview.quizzes.at-first": "Quizzes · at first",
        "overview.my-progress.at-first": "My progress · at first",
        "overview.greeting.in-the-end": "Greeting · in the end",
        "overview.modules.in-the-end": "Modules · in the end",
        "overview.quizzes.in-the-end": "Quizzes · in the end",
        "overview.my-progress.in-the-end": "My progress · in the end",
        "overview.help-for-students": "Help for students",
        "overview.help-for-instructors": "Help for instructors",
        "overview.settings": "Settings",
        "overview.reporting-a-question": "Reporting a question",
        "page.rivers.source": "Page 1 of 2 · Where it rises",
        "page.rivers.mouth": "Page 2 of 2 · Where it ends",
        "overview.rivers.end-of-the-pages.at-first": "End of the pages · none read",
        "overview.rivers.end-of-the-pages.in-the-end": "End of the pages · all read",
        "question.rises": "Question rises · before",
        "answer.rises.1": "Question rises · answered: In the north (right)",
        "answer.rises.2": "Question rises · answered: In the south (wrong)",
        "answer.rises.3": "Question rises · answered: At sea (wrong)",
        "question.banks": "Question banks · before",
        "answer.banks.1": "Question banks · answered: Alba; Brin (right)",
        "answer.banks.2": "Question banks · answered: Cole; Dorn (wrong)",
        "answer.banks.3": "Question banks · answered: Alba; Brin; Cole; Dorn (wrong)",
        "question.salty": "Question salty · before",
        "answer.salty.1": "Question salty · answered: False (right)",
        "answer.salty.2": "Question salty · answered: True (wrong)",
        "question.length": "Question length · before",
        "answer.length.1": "Question length · answered: 130 (right)",
        "answer.length.2": "Question length · answered: 13 (wrong)",
        "answer.length.3": "Question length · answered: 133 (wrong)",
        "result.rivers.all-right": "Result · all right",
        "result.rivers.all-wrong": "Result · all wrong",
        "page.hills.one": "Page 1 of 1 · One hill",
        "overview.hills.end-of-the-pages.at-first": "End of the pages · none read",
        "overview.hills.end-of-the-pages.in-the-end": "End of the pages · all read",
        "question.high": "Question high · before",
        "answer.high.1": "Question high · answered: True (right)",
        "answer.high.2": "Question high · answered: False (wrong)",
        "result.hills.all-right": "Result · all right",
        "result.hills.all-wrong": "Result · all wrong",
        "lookup.sources": "Sources · part 1 of 1",
    }


def test_what_can_be_looked_up_has_ids_of_the_authors_and_says_what_it_is() -> None:
    found = {id_: one["title"] for id_, one in shown(sourced.course()).items()}

    assert {id_: title for id_, title in found.items() if id_.startswith("lookup.")} == {
        "lookup.picture.rivers.source": "Picture · Where it rises",
        "lookup.facts.rivers.source": "In the source: Where it rises",
        "lookup.terms.rivers.source": "Terms of Where it rises",
        "lookup.facts.rivers.mouth": "In the source: Where it ends",
        "lookup.facts.answer.rises": "In the source: question rises",
        "lookup.terms.hills.one": "Terms of One hill",
        "lookup.sources": "Sources · part 1 of 1",
        "lookup.facts.at.1": "In the source: ¶1",
        "lookup.facts.at.2": "In the source: ¶2",
        "lookup.terms": "Glossary",
        "lookup.terms.2": "Glossary: nothing",
        "lookup.terms.newspaper": "Term · Workers' Newspaper",
        "lookup.terms.source": "Term · Joint Meeting",
        "lookup.terms.county": "Term · county",
    }


def test_a_caption_has_the_limit_of_captions() -> None:
    files = sourced.files()
    files[0][0]["pages"][0]["figure"] = {**sourced.FIGURE, "caption": "x" * 1025}

    fits = shown(sourced.course())["lookup.picture.rivers.source"]
    over = shown(sourced.course(lessons=files))["lookup.picture.rivers.source"]

    assert (fits["limit"], fits["breach"]) == (1024, None)
    assert over["breach"] == "Telegram refuses it: Bad Request: message caption is too long."


def test_a_screen_is_the_message_that_a_student_would_see() -> None:
    page = shown(with_page_text("It *rises* & falls."))["page.rivers.source"]

    text = page["text"]
    slanted = [
        text[one["offset"] : one["offset"] + one["length"]]
        for one in page["entities"]
        if one["type"] == "italic"
    ]
    assert "rises" in slanted
    assert "It rises & falls." in text
    assert page["module"] == {"id": "rivers", "title": "Rivers"}
    assert (page["length"], page["limit"]) == (len(page["text"]), 4096)
    labels = [[key["text"] for key in row] for row in page["reply_markup"]["inline_keyboard"]]
    assert labels == [["← Back", "Check yourself →"], ["Modules"]]


def test_a_question_has_the_number_it_has_in_its_quiz() -> None:
    found = shown(course())

    assert found["question.banks"]["text"].startswith("Rivers · question 2 of 4\n")
    assert found["answer.length.1"]["text"].startswith("Rivers · question 4 of 4\n")


def test_the_best_and_the_worst_result_are_shown() -> None:
    found = shown(course())

    assert "4 of 4 right" in found["result.rivers.all-right"]["text"]
    assert "0 of 4 right" in found["result.rivers.all-wrong"]["text"]


def test_the_gallery_asks_of_telegram_what_the_bot_asks() -> None:
    for exhibit in gallery(course()):
        message = render(exhibit.screen)
        content = _content(message)
        # about addresses in the text, and not for what stands there
        del content["link_preview_options"]

        assert _asked(message) == content


def test_too_long_a_page_is_a_breach_and_is_shown_all_the_same() -> None:
    page = shown(with_page_text("word " * 1000))["page.rivers.source"]

    assert page["breach"] == "Telegram refuses it: Bad Request: message is too long."
    assert page["length"] == len(page["text"]) > page["limit"]
    assert "word word" in page["text"]


def test_a_page_of_the_greatest_length_is_no_breach() -> None:
    empty = shown(with_page_text("x"))["page.rivers.source"]["length"] - 1

    fits = shown(with_page_text("x" * (4096 - empty)))["page.rivers.source"]
    over = shown(with_page_text("x" * (4097 - empty)))["page.rivers.source"]

    assert (fits["length"], fits["breach"]) == (4096, None)
    assert over["length"] == 4097
    assert over["breach"] is not None


def test_a_length_counts_in_utf_16() -> None:
    plain = shown(with_page_text("x"))["page.rivers.source"]["length"]

    assert shown(with_page_text("\U0001f600"))["page.rivers.source"]["length"] == plain + 1
