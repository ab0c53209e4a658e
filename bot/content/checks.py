"""Rules that hold across a course's files, a function each.

The one rule: a check looks at what has been written so far and says nothing about what it
cannot know, because a file is unreadable or a key is missing; that has its own problem.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from bot.content import listing
from bot.content.drafts import Draft, Sheet
from bot.content.grounding import (
    answers_without_ground,
    facts_asked_against_their_ledger,
    facts_on_no_page,
    questions_without_facts,
    wrong_options_that_facts_support,
)
from bot.content.listing import line_of, normal, repeated
from bot.content.nodes import Fields, each, scalars
from bot.content.pictures import pictures_that_cannot_be_sent
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.content.references import (
    marks_that_cannot_be_cited,
    modules_to_read_first,
    places_in_two_sources,
    repeated_facts_and_terms,
    unknown_citations,
    unknown_facts,
    unknown_terms,
    unknown_voices,
)
from bot.content.spellings import romanisations_that_differ
from bot.content.texts import overlong_pages, unreadable_texts, unshowable_characters
from bot.core.prose import plain


def modules_listed_twice(draft: Draft) -> Iterator[Problem]:
    for sheet, module, first in repeated(listing.modules(draft)):
        what = f"module {shown(module.text)} is listed a second time, after {line_of(sheet, first)}"
        yield sheet.problem(module.place, what, "keep one of them")


def lessons_of_the_modules(draft: Draft) -> Iterator[Problem]:
    """Every module of course.yaml has one lesson file, and the other way round."""
    yield from _of_the_modules(draft, draft.lessons, "lesson")


def quizzes_of_the_modules(draft: Draft) -> Iterator[Problem]:
    """Every quiz belongs to a module, which has no other; a module without is a doubt."""
    yield from _of_the_modules(draft, draft.quizzes, "quiz")


def repeated_pages(draft: Draft) -> Iterator[Problem]:
    for lesson in draft.lessons:
        pages = ((lesson, page) for page in scalars(lesson.root, "pages", "*", "page"))
        for sheet, page, first in repeated(pages):
            what = f"page id {shown(page.text)} is taken already, in {line_of(sheet, first)}"
            yield sheet.problem(page.place, what, "give this page another id")


def repeated_questions(draft: Draft) -> Iterator[Problem]:
    for sheet, question, first in repeated(listing.questions(draft.quizzes)):
        what = f"question id {shown(question.text)} is taken already, in {line_of(sheet, first)}"
        yield sheet.problem(question.place, what, "give this question another id")


def checks_of_the_pages(draft: Draft) -> Iterator[Problem]:
    """A page's check is a question of its module, and no other page's."""
    homes = {one.text: module for module, one in listing.homes(draft)}
    listed = {module.text for _, module in listing.modules(draft)}
    has_all_quizzes = all(one.root is not None for one in draft.quizzes)
    for sheet in draft.lessons:
        module = next((one.text for one in scalars(sheet.root, "module")), None)
        known = tuple(question for question, home in homes.items() if home == module)
        checks = tuple((sheet, one) for one in scalars(sheet.root, "pages", "*", "check"))
        for _, check in checks if has_all_quizzes and module in listed else ():
            if check.text in known or homes.get(check.text, module) not in listed:
                continue
            if check.text in homes:
                what = f"question {shown(check.text)} belongs to module {homes[check.text]}"
            else:
                what = f"question {shown(check.text)} does not exist"
            remedy = suggestion(check.text, known) if known else 'write it, or leave out "check"'
            yield sheet.problem(check.place, what, remedy)
        for _, check, first in repeated(checks):
            what = f"question {shown(check.text)} is asked already in {line_of(sheet, first)}"
            yield sheet.problem(check.place, what, 'ask another one, or leave out "check"')


def repeated_options(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.quizzes:
        for question in each(sheet.root, "questions", "*"):
            options = [*scalars(question, "options", "*", "right")]
            options += scalars(question, "options", "*", "wrong")
            options.sort(key=lambda option: option.place)
            found = ((sheet, option) for option in options)
            for _, option, first in repeated(found, _as_read):
                what = f"option {shown(option.text)} repeats the one in {line_of(sheet, first)}"
                yield sheet.problem(option.place, what, "make them differ, or remove one")


def repeated_mistakes(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.quizzes:
        for question in each(sheet.root, "questions", "*"):
            found = ((sheet, one) for one in scalars(question, "mistakes", "*", "number"))
            for _, number, first in repeated(found, _as_number):
                what = f"number {shown(number.text)} repeats the one in {line_of(sheet, first)}"
                yield sheet.problem(number.place, what, "remove one of them")


def wrong_options_without_because(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.quizzes:
        for option in each(sheet.root, "questions", "*", "options", "*"):
            if not isinstance(option, Fields) or option.get("because") is not None:
                continue
            for wrong in scalars(option, "wrong"):
                what = f'wrong option {shown(wrong.text)} has no "because"'
                yield sheet.problem(option.place, what, "say what is wrong with it", "warning")


CHECKS: tuple[Callable[[Draft], Iterable[Problem]], ...] = (
    modules_listed_twice,
    lessons_of_the_modules,
    quizzes_of_the_modules,
    repeated_pages,
    repeated_questions,
    unknown_voices,
    unknown_citations,
    marks_that_cannot_be_cited,
    places_in_two_sources,
    repeated_facts_and_terms,
    unknown_facts,
    unknown_terms,
    modules_to_read_first,
    checks_of_the_pages,
    repeated_options,
    repeated_mistakes,
    wrong_options_without_because,
    answers_without_ground,
    wrong_options_that_facts_support,
    facts_asked_against_their_ledger,
    questions_without_facts,
    facts_on_no_page,
    romanisations_that_differ,
    unreadable_texts,
    overlong_pages,
    pictures_that_cannot_be_sent,
    unshowable_characters,
)


def _of_the_modules(draft: Draft, sheets: tuple[Sheet, ...], noun: str) -> Iterator[Problem]:
    listed = tuple(listing.modules(draft))
    known = tuple(dict.fromkeys(module.text for _, module in listed))
    named = tuple((sheet, one) for sheet in sheets for one in scalars(sheet.root, "module"))
    meant = {one.text for _, one in named}
    for sheet, module in named if known else ():
        if module.text not in known:
            meant.add(nearest(module.text, known) or "")
            what = f"module {shown(module.text)} is not in course.yaml"
            yield sheet.problem(module.place, what, suggestion(module.text, known))
    for sheet, module, (other, _) in repeated(named):
        what = f"module {shown(module.text)} has its {noun} already, in {other.path}"
        yield sheet.problem(module.place, what, "join the two files, or name another module")
    if len(named) < len(sheets):  # the missing one may be in a file that cannot be read
        return
    for sheet, module in listed:
        if module.text in meant:
            continue
        meant.add(module.text)
        what = f"module {shown(module.text)} has no {noun}"
        if noun == "quiz":
            remedy = f'write questions for it in a file of quizzes/ with "module: {module.text}"'
            yield sheet.problem(module.place, what, remedy, "warning")
        else:
            remedy = f'write a file of lessons/ with "module: {module.text}", or take it off'
            yield sheet.problem(module.place, what, remedy)


def _as_read(option: str) -> str:
    """Options are the same if a reader sees the same words."""
    return " ".join(normal(plain(option)).casefold().split())


def _as_number(text: str) -> str:
    digits = re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", text, re.ASCII)
    return str(Decimal(text).normalize()) if digits else text
