"""Rules that hold within one question: its options, mistakes, voices, forms and hints.

The one rule: whoever answers wrongly is told something of use, and nobody is told the answer
before.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from pydantic import TypeAdapter, ValidationError

from bot.content import listing
from bot.content.drafts import Draft
from bot.content.grounding import Grounds
from bot.content.listing import line_of, normal, of_type, repeated, type_of
from bot.content.nodes import Fields, Node, Scalar, each, scalars
from bot.content.nodes import plain as as_written
from bot.content.particulars import Form, form_of, mentions
from bot.content.problems import Problem, shown
from bot.content.words import words_and_numbers
from bot.core.answers import judge
from bot.core.course import LABELS, Glossary, Outline, Question, TermId, TextTyped
from bot.core.hangul import has_hangul
from bot.core.prose import plain

_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def repeated_options(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            options = [*scalars(question, "options", "*", "right")]
            options += scalars(question, "options", "*", "wrong")
            options.sort(key=lambda option: option.place)
            found = ((sheet, option) for option in options)
            for _, option, first in repeated(found, _as_read):
                what = f"option {shown(option.text)} repeats the one in {line_of(sheet, first)}"
                yield sheet.problem(option.place, what, "make them differ, or remove one")


def repeated_mistakes(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            for key, same in (("number", _as_number), ("text", _as_read), ("voice", str)):
                found = ((sheet, one) for one in scalars(question, "mistakes", "*", key))
                for _, mistake, first in repeated(found, same):
                    what = f"{key} {shown(mistake.text)} repeats the one in {line_of(sheet, first)}"
                    yield sheet.problem(mistake.place, what, "remove one of them")


def repeated_forms_and_voices(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            for key in ("accept", "voices"):
                found = ((sheet, one) for one in scalars(question, key, "*"))
                for _, one, _ in repeated(found, _as_read):
                    what = f"{shown(one.text)} stands in {key} twice"
                    yield sheet.problem(one.place, what, "keep one of them")


def wrong_options_without_because(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for option in each(sheet.root, "questions", "*", "options", "*"):
            if not isinstance(option, Fields) or option.get("because") is not None:
                continue
            for wrong in scalars(option, "wrong"):
                what = f'wrong option {shown(wrong.text)} has no "because"'
                yield sheet.problem(option.place, what, "say what is wrong with it", "warning")


def voices_to_choose_from(draft: Draft) -> Iterator[Problem]:
    """Two or more, and no more than can be offered; a mistake is one of them."""
    known = listing.voices(draft)
    for sheet in draft.banks if known is not None else ():
        for question in of_type(sheet, "voice"):
            named = tuple(one.text for one in scalars(question, "voices", "*"))
            offered = named or known or ()
            place = _key_of(question, "voices") or _key_of(question, "type")
            answers = {one.text for one in scalars(question, "answer")}
            if place is not None and len(answers) == 1 and set(offered) == answers:
                what = f"there is only {shown(offered[0])} to choose"
                yield sheet.problem(place.place, what, 'name another voice in "voices"')
            if not named and len(offered) > len(LABELS) and place is not None:
                what = f"the course has {len(offered)} voices, more than can be offered"
                remedy = f'name at most {len(LABELS)} of them in "voices"'
                yield sheet.problem(place.place, what, remedy)
            for mistake in scalars(question, "mistakes", "*", "voice") if named else ():
                if mistake.text in (known or ()) and mistake.text not in named:
                    what = f"voice {shown(mistake.text)} is a mistake, but no choice"
                    yield sheet.problem(mistake.place, what, "add it to voices, or remove it")


def mistakes_that_count_as_right(draft: Draft) -> Iterator[Problem]:
    """A typed mistake counts if only spaces, marks or the keyboard part it from what is right."""
    glossary = draft.glossary and draft.glossary.written
    terms = glossary.terms if isinstance(glossary, Glossary) else ()
    by_id = {TermId(one.term): one for one in terms}
    for sheet in draft.banks:
        for question in of_type(sheet, "text"):
            mistakes = tuple(scalars(question, "mistakes", "*", "text"))
            sound = _sound(question) if mistakes else None
            if not isinstance(sound, TextTyped):
                continue
            term = None if sound.term is None else by_id.get(TermId(sound.term))
            known = sound.bound(term, ())
            for mistake in mistakes:
                if known.forms and judge(mistake.text, known.forms, (), known.kind).counts:
                    what = f"{shown(mistake.text)} is listed as a mistake, but it counts as right"
                    yield sheet.problem(mistake.place, what, "remove it, or ask for another form")


def hints_that_give_the_answer_away(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            for hint in scalars(question, "hints", "*"):
                if _gives_away(draft, question, plain(normal(hint.text))):
                    what = f"hint {shown(hint.text)} has the right answer in it"
                    yield sheet.problem(hint.place, what, "say where to look instead", "warning")


def penalties_without_hints(draft: Draft) -> Iterator[Problem]:
    for sheet in draft.banks:
        for question in each(sheet.root, "questions", "*"):
            if next(scalars(question, "hints", "*"), None) is not None:
                continue
            for penalty in scalars(question, "penalty"):
                what = "there is a penalty, but no hint"
                yield sheet.problem(penalty.place, what, "add hints, or take it off", "warning")


def _gives_away(draft: Draft, question: Node, hint: str) -> bool:
    match type_of(question):
        case "choice" | "choices":
            return mentions(hint, _forms(scalars(question, "options", "*", "right")))
        case "voice":
            outline = draft.outline and draft.outline.written
            voices = Grounds(outline, {}, None).voices if isinstance(outline, Outline) else {}
            answers = scalars(question, "answer")
            return any(mentions(hint, voices.get(one.text, ())) for one in answers)
        case "number":
            counted = [one for one in words_and_numbers(hint) if not one.is_everyday]
            told = {one.number for one in counted if one.number is not None}
            return any(_number(one.text) in told for one in scalars(question, "answer"))
        case "text":
            return _spells(draft, question, hint)
        case "match":
            pairs = each(question, "pairs", "*")
            return any(
                all(mentions(hint, _forms(scalars(pair, key))) for key in ("item", "match"))
                for pair in pairs
            )
        case _:
            return False


def _spells(draft: Draft, question: Node, hint: str) -> bool:
    forms = [one.text for one in scalars(question, "accept", "*")]
    wanted = {one.text for one in scalars(question, "term")}
    for term in each(draft.glossary.root, "terms", "*") if draft.glossary is not None else ():
        if any(one.text in wanted for one in scalars(term, "term")):
            written = (scalars(term, key) for key in ("hangul", "south", "hanja", "rr", "mr"))
            forms += (form for one in chain(*written) for form in one.text.split(" / "))
    korean = [normal(one) for one in forms if has_hangul(one)]
    return any(one in hint for one in korean) or mentions(hint, [form_of(one) for one in forms])


def _forms(written: Iterator[Scalar]) -> list[Form]:
    return [form for one in written if (form := form_of(plain(normal(one.text))))]


def _sound(question: Node) -> Question | None:
    try:
        return _QUESTION.validate_python(as_written(question))
    except ValidationError:
        return None


def _key_of(question: Node, key: str) -> Scalar | None:
    return question.key(key) if isinstance(question, Fields) else None


def _as_read(option: str) -> str:
    """Options are the same if a reader sees the same words."""
    return " ".join(normal(plain(option)).casefold().split())


def _number(text: str) -> Decimal | None:
    digits = re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,9})?", text, re.ASCII)
    return Decimal(text) if digits else None


def _as_number(text: str) -> str:
    number = _number(text)
    return text if number is None else str(number.normalize())
