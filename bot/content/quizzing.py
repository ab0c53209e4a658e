"""Rules for what asks questions: a page's check, a module's pretest, the quizzes of quizzes.yaml.

The one rule: what is asked is there, and what is to be drawn is enough.
"""

import re
from collections.abc import Iterator

from bot.content import listing
from bot.content.drafts import Draft, Sheet
from bot.content.listing import Found, line_of, repeated, type_of
from bot.content.nodes import Scalar, each, scalars
from bot.content.problems import Problem, shown, suggestion

_SLOW = ("order", "match")


def checks_of_the_pages(draft: Draft) -> Iterator[Problem]:
    """A page's check is a question of its module, and no other page's."""
    for sheet in draft.lessons:
        checks = tuple(listing.within(sheet, "pages", "*", "check"))
        yield from _of_another_module(draft, sheet, checks, 'write it, or leave out "check"')
        for _, check, first in repeated(checks):
            what = f"question {shown(check.text)} is asked already in {line_of(sheet, first)}"
            yield sheet.problem(check.place, what, 'ask another one, or leave out "check"')


def pretests_of_the_modules(draft: Draft) -> Iterator[Problem]:
    """A pretest asks questions of its module, each once, and none that takes long."""
    slow = {
        id_.text: type_of(question)
        for sheet in draft.banks
        for question in listing.of_type(sheet, *_SLOW)
        for id_ in scalars(question, "id")
    }
    for sheet in draft.lessons:
        asked = tuple(listing.within(sheet, "pretest", "*"))
        yield from _of_another_module(draft, sheet, asked, "write it, or take it off")
        for _, one, _ in repeated(asked):
            what = f"question {shown(one.text)} stands here twice"
            yield sheet.problem(one.place, what, "keep one of them")
        for _, one in asked:
            if one.text in slow:
                what = f"question {shown(one.text)} is of type {slow[one.text]}"
                what += ", which takes long before reading"
                remedy = "ask one that takes a tap or a number"
                yield sheet.problem(one.place, what, remedy, "warning")


def ids_of_the_quizzes(draft: Draft) -> Iterator[Problem]:
    """A quiz's id is no other quiz's, and no module's: its own quiz goes by that."""
    modules = {one.text for _, one in listing.modules(draft)}
    quizzes = tuple(listing.within(draft.quizzes, "quizzes", "*", "quiz"))
    for sheet, quiz, first in repeated(quizzes):
        what = f"quiz id {shown(quiz.text)} is taken already, in {line_of(sheet, first)}"
        yield sheet.problem(quiz.place, what, "give this quiz another id")
    for sheet, quiz in quizzes:
        if quiz.text in modules:
            what = f"quiz id {shown(quiz.text)} is the id of a module"
            yield sheet.problem(quiz.place, what, "give the quiz another id")


def modules_of_the_quizzes(draft: Draft) -> Iterator[Problem]:
    """A quiz asks from modules that are there and have questions, each named once."""
    known = tuple(dict.fromkeys(module.text for _, module in listing.modules(draft)))
    there = _questions_there(draft)
    if (sheet := draft.quizzes) is None:
        return
    for quiz in each(sheet.root, "quizzes", "*"):
        named = tuple((sheet, one) for one in scalars(quiz, "modules", "*"))
        for _, one, _ in repeated(named):
            what = f"module {shown(one.text)} stands here twice"
            yield sheet.problem(one.place, what, "keep one of them")
        for _, one in named if known else ():
            if one.text not in known:
                what = f"module {shown(one.text)} is not in course.yaml"
                yield sheet.problem(one.place, what, suggestion(one.text, known))
            elif there is not None and not there.get(one.text):
                what = f"module {shown(one.text)} has no questions"
                remedy = "write some for it in a file of quizzes/, or take it off"
                yield sheet.problem(one.place, what, remedy)
        has_none = there is not None and not any(there.values())
        for id_ in scalars(quiz, "quiz") if has_none and not named else ():
            what = f"there are no questions yet for quiz {shown(id_.text)}"
            yield sheet.problem(id_.place, what, "write some in a file of quizzes/")


def draws_of_more_than_there_is(draft: Draft) -> Iterator[Problem]:
    known = [module.text for _, module in listing.modules(draft)]
    there = _questions_there(draft)
    if draft.quizzes is None or there is None:
        return
    for quiz in each(draft.quizzes.root, "quizzes", "*"):
        named = {one.text for one in scalars(quiz, "modules", "*")}
        many = sum(there.get(one, 0) for one in named or set(known))
        for draw in scalars(quiz, "draw") if named <= set(known) and many else ():
            if re.fullmatch("[1-9][0-9]{0,3}", draw.text.strip()) and int(draw.text) > many:
                only = f"there {'is' if many == 1 else 'are'} only {many}"
                what = f"{draw.text.strip()} questions are to be drawn, but {only}"
                remedy = f"draw at most {many}, or {'name' if named else 'write'} more"
                yield draft.quizzes.problem(draw.place, what, remedy)


def _questions_there(draft: Draft) -> dict[str, int] | None:
    """How many questions each module has; None while a file of them cannot be read."""
    if any(sheet.root is None for sheet in draft.banks):
        return None
    there: dict[str, int] = {}
    for sheet in draft.banks:
        for module in scalars(sheet.root, "module"):
            many = sum(1 for _ in each(sheet.root, "questions", "*"))
            there[module.text] = there.get(module.text, 0) + many
    return there


def _of_another_module(
    draft: Draft, sheet: Sheet, asked: tuple[Found, ...], to_do: str
) -> Iterator[Problem]:
    """Questions that the module does not have; `to_do` is said where it has none at all."""
    homes = {one.text: module for module, one in listing.homes(draft)}
    listed = {module.text for _, module in listing.modules(draft)}
    module = next((one.text for one in scalars(sheet.root, "module")), None)
    if module not in listed or any(one.root is None for one in draft.banks):
        return
    known = tuple(question for question, home in homes.items() if home == module)
    for _, one in asked:
        if one.text not in known and homes.get(one.text, module) in listed:
            yield _not_there(sheet, one, homes.get(one.text), known, to_do)


def _not_there(
    sheet: Sheet, asked: Scalar, home: str | None, known: tuple[str, ...], to_do: str
) -> Problem:
    what = f"question {shown(asked.text)} does not exist"
    if home is not None:
        what = f"question {shown(asked.text)} belongs to module {home}"
    return sheet.problem(asked.place, what, suggestion(asked.text, known) if known else to_do)
