"""Every screen of a sound course is rendered once: it must fit into a message.

Its one rule: what is measured is what Telegram gets, a notice above it included.
"""

from collections.abc import Iterator

from bot.content.drafts import Draft, Sheet
from bot.content.nodes import Place, scalars
from bot.content.problems import Problem
from bot.core.course import Course
from bot.core.screens.gallery import Exhibit, gallery
from bot.render import LONGEST, LONGEST_TOAST, render

_NOTICE = LONGEST_TOAST + 2


def screens_that_do_not_fit(draft: Draft, course: Course) -> Iterator[Problem]:
    """One problem for each page, question or module that leads to too long a message."""
    longest: dict[Problem, int] = {}
    for exhibit in gallery(course):
        length = render(exhibit.screen).length
        if length + _NOTICE > LONGEST:
            sheet, place, what = _origin(draft, exhibit)
            problem = sheet.problem(place, what, "")
            longest[problem] = max(length, longest.get(problem, 0))
    for problem, length in longest.items():
        over = length + _NOTICE - LONGEST
        yield Problem(
            problem.path,
            problem.line,
            problem.column,
            f"{problem.what} makes a message of {length} characters, more than Telegram takes",
            f"shorten it by {over}",
        )


def _origin(draft: Draft, exhibit: Exhibit) -> tuple[Sheet, Place, str]:
    """Where what the screen shows is written, and what to call it."""
    module = exhibit.module
    if module is not None and exhibit.question is not None:
        for sheet in draft.quizzes:
            for id_ in scalars(sheet.root, "questions", "*", "id"):
                if id_.text == exhibit.question.id:
                    return sheet, id_.place, f'question "{id_.text}" with its feedback'
    for sheet in draft.lessons:
        for name in scalars(sheet.root, "module"):
            if module is None or name.text != module.id:
                continue
            for page in scalars(sheet.root, "pages", "*", "page"):
                if exhibit.page is not None and page.text == exhibit.page.page:
                    return sheet, page.place, f'page "{page.text}" with its sources'
            return sheet, name.place, f'module "{name.text}" with its objectives or results'
    assert draft.outline is not None  # noqa: S101 - a course has been made of it
    return draft.outline, Place(1, 1), "the course's overview of modules or voices"
