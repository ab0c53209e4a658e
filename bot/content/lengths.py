"""Every screen of a sound course must fit into a message.

Its one rule: what is measured is what Telegram gets, a notice above it included.  Questions
whose words are so few that no screen of theirs can be too long are not rendered: that is most
of the work, and a bot is to start quickly.
"""

from collections.abc import Iterator

from bot.content.drafts import Draft, Sheet
from bot.content.nodes import Place, scalars
from bot.content.problems import Problem
from bot.core.course import Course, Matching, Question, WhoseClaim, answering
from bot.core.screens.gallery import Exhibit, gallery
from bot.core.screens.quizzes import QuizzesScreen
from bot.render import LONGEST, LONGEST_TOAST, render

_NOTICE = LONGEST_TOAST + 2
# the words of the templates themselves, and what stands around a source
_FRAME = 800
_CITING = 40


def screens_that_do_not_fit(draft: Draft, course: Course) -> Iterator[Problem]:
    """One problem for each page, question or module that leads to too long a message."""
    longest: dict[Problem, int] = {}
    short = {id_ for id_, question in course.questions.items() if _is_short(question, course)}
    for exhibit in gallery(course, passing_over=short):
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


def _is_short(question: Question, course: Course) -> bool:
    """Whether no screen that asks it or says what a reply was worth can be too long.

    Every text of a question stands there once at most, but what is offered three times: as it
    is offered, as what was replied, as the key.  A match can stand beside every item.
    """
    said = _length(question.model_dump_json())
    offered = sum(map(_length, answering(question)))
    match question:
        case WhoseClaim():
            offered = sum(_length(question.name(one)) for one in question.offered)
        case Matching():
            offered += len(question.pairs) * max(map(_length, question.choices))
        case _:
            pass
    cited = sum(len(course.source_of(mark).cite) + _CITING for mark in question.source)
    return said + 2 * offered + cited + _FRAME + _NOTICE < LONGEST


def _length(text: str) -> int:
    """As Telegram counts: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _origin(draft: Draft, exhibit: Exhibit) -> tuple[Sheet, Place, str]:
    """Where what the screen shows is written, and what to call it."""
    module = exhibit.module
    if module is not None and exhibit.question is not None:
        for sheet in draft.banks:
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
    if isinstance(exhibit.screen, QuizzesScreen) and draft.quizzes is not None:
        return draft.quizzes, Place(1, 1), "the overview of the quizzes"
    assert draft.outline is not None  # noqa: S101 - a course has been made of it
    return draft.outline, Place(1, 1), "the course's overview of modules or voices"
