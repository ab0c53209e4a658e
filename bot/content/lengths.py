"""Every screen of a sound course must fit into a message.

Its one rule: what is measured is what Telegram gets, a notice above it included.  Questions
whose words are so few that no screen of theirs can be too long are not rendered: that is most
of the work, and a bot is to start quickly.
"""

from collections.abc import Iterator

from bot.content.drafts import Draft, Sheet
from bot.content.nodes import Place, scalars
from bot.content.problems import Problem
from bot.core.course import Choice, Choices, Course, Question
from bot.core.screens.gallery import Exhibit, gallery
from bot.core.screens.quizzing import FeedbackScreen, QuestionScreen
from bot.render import LONGEST, LONGEST_TOAST, render

_NOTICE = LONGEST_TOAST + 2
# the words of the templates themselves, and what stands around a source
_FRAME = 800
_CITING = 40
_ASKING = (QuestionScreen, FeedbackScreen)


def screens_that_do_not_fit(draft: Draft, course: Course) -> Iterator[Problem]:
    """One problem for each page, question or module that leads to too long a message."""
    longest: dict[Problem, int] = {}
    short = {id_ for id_, question in course.questions.items() if _is_short(question, course)}
    for exhibit in gallery(course):
        if isinstance(exhibit.screen, _ASKING) and exhibit.screen.question.id in short:
            continue
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

    Every text of a question stands there once at most, but an option three times: as it is
    offered, as what was replied, as the key.
    """
    said = len(question.model_dump_json().encode("utf-16-le")) // 2
    options = question.options if isinstance(question, Choice | Choices) else ()
    offered = sum(len(each.text.encode("utf-16-le")) // 2 for each in options)
    cited = sum(len(course.source_of(mark).cite) + _CITING for mark in question.source)
    return said + 2 * offered + cited + _FRAME + _NOTICE < LONGEST


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
