"""Rules that hold across a course's files, a function each.

The one rule: a check looks at what has been written so far and says nothing about what it
cannot know, because a file is unreadable or a key is missing; that has its own problem.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from bot.content.drafts import Draft, Sheet
from bot.content.nodes import Fields, Scalar, each, scalars
from bot.content.problems import Problem, nearest, shown, suggestion
from bot.content.texts import overlong_pages, unreadable_texts, unshowable_characters
from bot.core.course import CITED
from bot.core.prose import plain

_Found = tuple[Sheet, Scalar]


def modules_listed_twice(draft: Draft) -> Iterator[Problem]:
    for sheet, module, first in _repeated(_listed(draft)):
        what = f"module {shown(module.text)} is listed a second time, after {_line(sheet, first)}"
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
        for sheet, page, first in _repeated(pages):
            what = f"page id {shown(page.text)} is taken already, in {_line(sheet, first)}"
            yield sheet.problem(page.place, what, "give this page another id")


def repeated_questions(draft: Draft) -> Iterator[Problem]:
    for sheet, question, first in _repeated(_questions(draft.quizzes)):
        what = f"question id {shown(question.text)} is taken already, in {_line(sheet, first)}"
        yield sheet.problem(question.place, what, "give this question another id")


def unknown_voices(draft: Draft) -> Iterator[Problem]:
    known = _voices(draft)
    if known is None:
        return
    for sheet in draft.lessons:
        for paragraph in each(sheet.root, "pages", "*", "text", "*"):
            if isinstance(paragraph, Fields) and len(paragraph.entries) == 1:
                voice = paragraph.entries[0][0]
                if voice.text not in known:
                    what = f"voice {shown(voice.text)} is not in course.yaml"
                    yield sheet.problem(voice.place, what, suggestion(voice.text, known))


def unknown_citations(draft: Draft) -> Iterator[Problem]:
    known = {_norm(mark.text) for _, mark in _marks(draft)}
    if not known:
        return
    for sheet in draft.lessons:
        for paragraph in scalars(sheet.root, "pages", "*", "text", "*", "*"):
            for mark in _cited(paragraph):
                if _norm(mark.text) not in known:
                    yield _unknown_mark(sheet, mark, known)
    for sheet in draft.quizzes:
        for mark in scalars(sheet.root, "questions", "*", "source", "*"):
            if _norm(mark.text) not in known:
                yield _unknown_mark(sheet, mark, known)


def marks_that_cannot_be_cited(draft: Draft) -> Iterator[Problem]:
    """A mark that leads to two places, or that a paragraph could not hold."""
    marks = tuple(_marks(draft))
    for sheet, mark, first in _repeated(marks):
        what = f"mark {shown(mark.text)} is taken already, in {_line(sheet, first)}"
        yield sheet.problem(mark.place, what, "give this one another mark")
    for sheet, mark in marks:
        if re.search(r"[\[\],]", mark.text):
            what = f"mark {shown(mark.text)} cannot be cited"
            yield sheet.problem(mark.place, what, "leave out commas and brackets")


def checks_of_the_pages(draft: Draft) -> Iterator[Problem]:
    """A page's check is a question of its module, and no other page's."""
    homes = {one.text: module for module, one in _homes(draft)}
    listed = {module.text for _, module in _listed(draft)}
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
        for _, check, first in _repeated(checks):
            what = f"question {shown(check.text)} is asked already in {_line(sheet, first)}"
            yield sheet.problem(check.place, what, 'ask another one, or leave out "check"')


def repeated_options(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.quizzes:
        for question in each(sheet.root, "questions", "*"):
            options = [*scalars(question, "options", "*", "right")]
            options += scalars(question, "options", "*", "wrong")
            options.sort(key=lambda option: option.place)
            found = ((sheet, option) for option in options)
            for _, option, first in _repeated(found, _as_read):
                what = f"option {shown(option.text)} repeats the one in {_line(sheet, first)}"
                yield sheet.problem(option.place, what, "make them differ, or remove one")


def repeated_mistakes(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.quizzes:
        for question in each(sheet.root, "questions", "*"):
            found = ((sheet, one) for one in scalars(question, "mistakes", "*", "number"))
            for _, number, first in _repeated(found, _as_number):
                what = f"number {shown(number.text)} repeats the one in {_line(sheet, first)}"
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
    checks_of_the_pages,
    repeated_options,
    repeated_mistakes,
    wrong_options_without_because,
    unreadable_texts,
    overlong_pages,
    unshowable_characters,
)


def _of_the_modules(draft: Draft, sheets: tuple[Sheet, ...], noun: str) -> Iterator[Problem]:
    listed = tuple(_listed(draft))
    known = tuple(dict.fromkeys(module.text for _, module in listed))
    named = tuple((sheet, one) for sheet in sheets for one in scalars(sheet.root, "module"))
    meant = {one.text for _, one in named}
    for sheet, module in named if known else ():
        if module.text not in known:
            meant.add(nearest(module.text, known) or "")
            what = f"module {shown(module.text)} is not in course.yaml"
            yield sheet.problem(module.place, what, suggestion(module.text, known))
    for sheet, module, (other, _) in _repeated(named):
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


def _repeated(
    found: Iterable[_Found], sameness: Callable[[str], str] = str
) -> Iterator[tuple[Sheet, Scalar, _Found]]:
    """Those that were there before, each with the first of its kind."""
    seen: dict[str, _Found] = {}
    for sheet, scalar in found:
        first = seen.setdefault(sameness(scalar.text.strip()), (sheet, scalar))
        if first[1] is not scalar:
            yield sheet, scalar, first


def _line(here: Sheet, found: _Found) -> str:
    """Where the first one is: the line, with its file if that is another."""
    sheet, scalar = found
    line = scalar.place.line
    return f"line {line}" if sheet.path == here.path else f"{sheet.path}, line {line}"


def _listed(draft: Draft) -> Iterator[_Found]:
    if draft.outline is not None:
        for module in scalars(draft.outline.root, "modules", "*"):
            yield draft.outline, module


def _questions(quizzes: Iterable[Sheet]) -> Iterator[_Found]:
    for sheet in quizzes:
        for question in scalars(sheet.root, "questions", "*", "id"):
            yield sheet, question


def _homes(draft: Draft) -> Iterator[tuple[str, Scalar]]:
    """Every question's id, with its module's."""
    for sheet, question in _questions(draft.quizzes):
        for module in scalars(sheet.root, "module"):
            yield module.text, question


def _voices(draft: Draft) -> tuple[str, ...] | None:
    """The ids of the voices; None where they are not known."""
    root = draft.outline.root if draft.outline is not None else None
    voices = root.get("voices") if isinstance(root, Fields) else None
    return tuple(key.text for key, _ in voices.entries) if isinstance(voices, Fields) else None


def _marks(draft: Draft) -> Iterator[_Found]:
    """Everything that can be cited: the sources' ids and their places."""
    root = draft.outline.root if draft.outline is not None else None
    sources = root.get("sources") if isinstance(root, Fields) else None
    if draft.outline is None or not isinstance(sources, Fields):
        return
    for key, source in sources.entries:
        yield draft.outline, key
        for place in scalars(source, "places", "*"):
            yield draft.outline, place


def _cited(paragraph: Scalar) -> Iterator[Scalar]:
    """The marks at a paragraph's end."""
    cited = CITED.search(paragraph.text)
    if cited is None:
        return
    for found in re.finditer(r"[^,\s](?:[^,]*[^,\s])?", cited[1]):
        before = paragraph.text[: cited.start(1) + found.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        yield Scalar(found[0], paragraph.inside(line, column))


def _unknown_mark(sheet: Sheet, mark: Scalar, known: Iterable[str]) -> Problem:
    meant = nearest(mark.text, known)
    remedy = f'did you mean "{meant}"?' if meant else "cite an id or a place of its sources"
    what = f"citation {shown(mark.text)} is not in course.yaml"
    return sheet.problem(mark.place, what, remedy)


def _norm(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _as_read(option: str) -> str:
    """Options are the same if a reader sees the same words."""
    return " ".join(_norm(plain(option)).casefold().split())


def _as_number(text: str) -> str:
    digits = re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", text, re.ASCII)
    return str(Decimal(text).normalize()) if digits else text
