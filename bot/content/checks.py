"""Rules that hold across a course's files, a function each.

The one rule: a check looks at what has been written so far and says nothing about what it
cannot know, because a file is unreadable or a key is missing; that has its own problem.
"""

from collections.abc import Callable, Iterable, Iterator

from bot.content import listing
from bot.content.asking import (
    hints_that_give_the_answer_away,
    mistakes_that_count_as_right,
    penalties_without_hints,
    repeated_forms_and_voices,
    repeated_mistakes,
    repeated_options,
    voices_to_choose_from,
    wrong_options_without_because,
)
from bot.content.drafts import Draft, Sheet
from bot.content.grounding import (
    answers_without_ground,
    claims_of_another_voice,
    facts_asked_against_their_ledger,
    facts_on_no_page,
    questions_without_facts,
    wrong_options_that_facts_support,
)
from bot.content.listing import line_of, repeated
from bot.content.nodes import scalars
from bot.content.pictures import pictures_that_cannot_be_sent
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.content.quizzing import (
    checks_of_the_pages,
    draws_of_more_than_there_is,
    ids_of_the_quizzes,
    modules_of_the_quizzes,
    pretests_of_the_modules,
)
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


def modules_listed_twice(draft: Draft) -> Iterator[Problem]:
    for sheet, module, first in repeated(listing.modules(draft)):
        what = f"module {shown(module.text)} is listed a second time, after {line_of(sheet, first)}"
        yield sheet.problem(module.place, what, "keep one of them")


def lessons_of_the_modules(draft: Draft) -> Iterator[Problem]:
    """Every module of course.yaml has one lesson file, and the other way round."""
    yield from _of_the_modules(draft, draft.lessons, "lesson")


def quizzes_of_the_modules(draft: Draft) -> Iterator[Problem]:
    """Every quiz belongs to a module, which has no other; a module without is a doubt."""
    yield from _of_the_modules(draft, draft.banks, "quiz")


def repeated_pages(draft: Draft) -> Iterator[Problem]:
    for lesson in draft.lessons:
        pages = ((lesson, page) for page in scalars(lesson.root, "pages", "*", "page"))
        for sheet, page, first in repeated(pages):
            what = f"page id {shown(page.text)} is taken already, in {line_of(sheet, first)}"
            yield sheet.problem(page.place, what, "give this page another id")


def repeated_questions(draft: Draft) -> Iterator[Problem]:
    for sheet, question, first in repeated(listing.questions(draft.banks)):
        what = f"question id {shown(question.text)} is taken already, in {line_of(sheet, first)}"
        yield sheet.problem(question.place, what, "give this question another id")


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
    pretests_of_the_modules,
    ids_of_the_quizzes,
    modules_of_the_quizzes,
    draws_of_more_than_there_is,
    repeated_options,
    repeated_mistakes,
    repeated_forms_and_voices,
    voices_to_choose_from,
    wrong_options_without_because,
    mistakes_that_count_as_right,
    hints_that_give_the_answer_away,
    penalties_without_hints,
    claims_of_another_voice,
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
