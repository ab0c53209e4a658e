"""Rules that tie right answers to the facts they rest on.

The one rule: what decides an answer stands in a fact that the question names; so whoever
doubts the answer can be led to the place.  Only particulars are compared (particulars.py), so
a rule finds what cannot be right and leaves what may be to people.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from bot.content.drafts import Draft, Sheet
from bot.content.listing import normal, type_of, within
from bot.content.nodes import Node, Place, Scalar, each, scalars
from bot.content.particulars import (
    Evidence,
    Form,
    Named,
    Particular,
    form_of,
    mentions,
    names_in,
    particulars,
)
from bot.content.problems import Problem, shown
from bot.content.support import supports
from bot.core.course import Fact, Glossary, Ledger, Outline
from bot.core.prose import plain


@dataclass(frozen=True)
class Grounds:
    """What questions can rest on: facts, and the names by which voices and terms go."""

    outline: Outline
    facts: dict[str, Fact]
    glossary: Glossary | None

    @cached_property
    def placed(self) -> frozenset[str]:
        """The marks at which facts stand."""
        return frozenset(place for fact in self.facts.values() for place in fact.place)

    @cached_property
    def taught(self) -> frozenset[str]:
        """All marks of the sources that have facts."""
        return frozenset(
            mark
            for name, source in self.outline.sources.items()
            if not self.placed.isdisjoint((name, *source.places))
            for mark in (name, *source.places)
        )

    @cached_property
    def named(self) -> tuple[Named, ...]:
        """What goes by several names."""
        return tuple(Named(forms) for forms in (*self.voices.values(), *self.terms))

    @cached_property
    def voices(self) -> dict[str, frozenset[Form]]:
        """The names of each voice; of "Kim, as reported" what stands before the comma."""
        return {
            name: frozenset(
                form_of(one) for one in (plain(voice.name).partition(",")[0], *voice.called)
            )
            for name, voice in self.outline.voices.items()
        }

    @cached_property
    def speakers(self) -> frozenset[Form]:
        """All names of all voices."""
        return frozenset(form for forms in self.voices.values() for form in forms)

    @cached_property
    def known(self) -> frozenset[str]:
        """Names that are told at the beginning of a sentence, too."""
        told = [text for fact in self.facts.values() for text in (plain(fact.claim), *fact.holds)]
        terms = self.glossary.terms if self.glossary is not None else ()
        names = {key for term in terms for key in form_of(term.latin or "")}
        names |= {form[0] for form in self.speakers if len(form) == 1}
        return names_in(told, names)

    def evidence(self, facts: list[Fact]) -> Evidence:
        texts: list[str] = []
        for fact in facts:
            voice = self.outline.voices.get(fact.voice)
            texts += (plain(fact.claim), *fact.holds)
            texts += (plain(voice.name), *voice.called) if voice is not None else ()
        return Evidence(tuple(texts))

    def attributes(self, ask: str, fact: Fact) -> bool:
        """Whether a question says whose claim the fact is."""
        others = [
            form for name, forms in self.voices.items() if name != fact.voice for form in forms
        ]
        forms = {*self.voices.get(fact.voice, ()), ("according", "to")}
        for name, source in self.outline.sources.items():
            if not set(fact.place).isdisjoint((name, *source.places)):
                cite = tuple(word for word in form_of(source.cite) if not word.isdigit())
                forms |= {cite, *(form_of(one) for one in source.called)}
        return mentions(ask, forms, unless_within=others)

    def is_beyond(self, ask: str) -> bool:
        """Whether a question is, by its own words, for a voice that has no facts."""
        speaking = {fact.voice for fact in self.facts.values()}
        silent = [form for name in self.voices.keys() - speaking for form in self.voices[name]]
        return mentions(ask, silent)

    @cached_property
    def terms(self) -> tuple[frozenset[Form], ...]:
        """The forms of each term."""
        return tuple(self._terms())

    def _terms(self) -> Iterator[frozenset[Form]]:
        for term in self.glossary.terms if self.glossary is not None else ():
            written = (term.hangul, term.south, term.hanja, term.rr, term.mr)
            forms = {form_of(one) for one in (*written, term.latin, term.english, term.word) if one}
            # Supreme People's Assembly (SPA) is three names
            for one in (term.english, term.word or ""):
                outside, _, rest = one.partition("(")
                forms |= {form_of(outside), form_of(rest.partition(")")[0])}
            yield frozenset(form for form in forms if form)


def grounds_of(draft: Draft) -> Grounds | None:
    """None where there are no facts, or where not all of them are known."""
    outline = draft.outline.written if draft.outline is not None else None
    ledger = draft.ledger.written if draft.ledger is not None else None
    glossary = draft.glossary.written if draft.glossary is not None else None
    if not isinstance(outline, Outline) or not isinstance(ledger, Ledger):
        return None
    facts = {fact.fact: fact for fact in ledger.facts}
    return Grounds(outline, facts, glossary if isinstance(glossary, Glossary) else None)


def answers_without_ground(draft: Draft) -> Iterator[Problem]:
    """Each figure, date and name of a right answer stands in a fact of the question."""
    for grounds, sheet, question, facts in _grounded(draft):
        if grounds.is_beyond(_ask(question)):
            continue
        evidence = grounds.evidence(facts)
        for key in _keys(question, grounds, evidence):
            is_form = type_of(question) == "text"
            for one in _ungrounded(key, grounds, evidence, is_form=is_form):
                what = f"{one.kind} {shown(one.text)} of the right answer stands in no fact here"
                remedy = "add the fact that has it, or mend the answer"
                yield sheet.problem(_inside(key, one.at), what, remedy)


def wrong_options_that_facts_support(draft: Draft) -> Iterator[Problem]:
    for grounds, sheet, question, facts in _grounded(draft):
        right = [plain(one.text) for one in scalars(question, "options", "*", "right")]
        # where every right option is in the facts to the letter, a wrong one should not be
        is_listing = len(right) > 1 and all(
            any(supports(fact, one, at_least=1) for fact in facts) for one in right
        )
        yield from _distractors_that_fit(sheet, question, facts)
        for option in scalars(question, "options", "*", "wrong"):
            text = plain(option.text)
            if form_of(text) in grounds.speakers:
                continue  # who says so is another question than what is said
            for fact in facts:
                if supports(fact, text, at_least=1 if is_listing else 2):
                    what = f"fact {shown(fact.fact)} supports the wrong option {shown(text)}"
                    remedy = "make it wrong beyond doubt, or right"
                    yield sheet.problem(option.place, what, remedy)
                    break


def claims_of_another_voice(draft: Draft) -> Iterator[Problem]:
    """Whose a claim is, the facts say on which the question rests."""
    for grounds, sheet, question, facts in _grounded(draft):
        voices = grounds.outline.voices
        named = {one.text: one for one in scalars(question, "facts", "*")}
        for answer in scalars(question, "answer") if type_of(question) == "voice" else ():
            for fact in facts if answer.text in voices else ():
                if fact.voice != answer.text and fact.voice in voices:
                    what = f"{shown(fact.fact)} is a claim of {shown(fact.voice)}"
                    what += f", but the answer is {shown(answer.text)}"
                    remedy = "mend the answer, or take the fact off"
                    yield sheet.problem(named[fact.fact].place, what, remedy)


def facts_asked_against_their_ledger(draft: Draft) -> Iterator[Problem]:
    """What is never asked, and what is only asked with the name of its voice."""
    for grounds, sheet, question, facts in _grounded(draft):
        stated = _stated(question)
        named = {one.text: one for one in scalars(question, "facts", "*")}
        for fact in facts:
            place = named[fact.fact].place
            if fact.ask == "never":
                what = f'fact {shown(fact.fact)} is never asked: it says "ask: never"'
                yield sheet.problem(place, what, "take it off, and the question if it needs it")
            elif fact.ask == "attributed" and not (
                grounds.attributes(stated, fact) or _asks_who(grounds, question)
            ):
                voice = grounds.outline.voices.get(fact.voice)
                whose = voice.name.partition(",")[0] if voice is not None else fact.voice
                what = f"the question does not say whose claim {shown(fact.fact)} is"
                remedy = f'name the voice in "ask", as in According to {whose}, …'
                yield sheet.problem(place, what, remedy)


def questions_without_facts(draft: Draft) -> Iterator[Problem]:
    """A question on a source with facts names those that decide it."""
    grounds = grounds_of(draft)
    for sheet in draft.banks if grounds is not None else ():
        for question in each(sheet.root, "questions", "*"):
            if grounds is None or next(scalars(question, "facts", "*"), None) is not None:
                continue
            marks = [(one, normal(one.text)) for one in scalars(question, "source", "*")]
            taught = [(one, mark) for one, mark in marks if mark in grounds.taught]
            if not taught or grounds.is_beyond(_ask(question)) or _is_on_a_word(question):
                continue
            first, mark = next(
                ((one, mark) for one, mark in taught if mark in grounds.placed), taught[0]
            )
            if len(taught) < len(marks):
                what = "the question mixes sources with facts and without, and names no facts"
                remedy = 'name what decides it in "facts", or cite only what does'
            elif mark in grounds.placed:
                what = f"the question cites {mark}, which has facts, but names none"
                remedy = 'name what the right answer rests on in "facts"'
            else:
                continue
            yield sheet.problem(first.place, what, remedy, "warning")


def facts_on_no_page(draft: Draft) -> Iterator[Problem]:
    if draft.ledger is None or any(sheet.root is None for sheet in draft.lessons):
        return
    taught = {
        one.text for sheet in draft.lessons for _, one in within(sheet, "pages", "*", "facts", "*")
    }
    for fact in each(draft.ledger.root, "facts", "*"):
        asked = next((one.text for one in scalars(fact, "ask")), "freely")
        for one in scalars(fact, "fact") if asked in ("freely", "attributed") else ():
            if one.text not in taught:
                what = f"fact {shown(one.text)} stands on no page"
                remedy = 'add it to the "facts" of the page that teaches it'
                yield draft.ledger.problem(one.place, what, remedy, "warning")


def _grounded(draft: Draft) -> Iterator[tuple[Grounds, Sheet, Node, list[Fact]]]:
    """The questions that name facts, with them; one that names an unknown fact is left out."""
    grounds = grounds_of(draft)
    for sheet in draft.banks if grounds is not None else ():
        for question in each(sheet.root, "questions", "*"):
            named = [one.text for one in scalars(question, "facts", "*")]
            if grounds is None or not named or not grounds.facts.keys() >= set(named):
                continue
            facts = [grounds.facts[one] for one in dict.fromkeys(named)]
            yield grounds, sheet, question, facts


def _ask(question: Node) -> str:
    return next((plain(normal(one.text)) for one in scalars(question, "ask")), "")


def _stated(question: Node) -> str:
    """What is read before answering: the question, and what is to be arranged."""
    arranged = (("items", "*"), ("pairs", "*", "item"), ("pairs", "*", "match"))
    texts = (plain(normal(one.text)) for path in arranged for one in scalars(question, *path))
    return "\n".join((_ask(question), *texts))


def _keys(question: Node, grounds: Grounds, evidence: Evidence) -> Iterator[Scalar]:
    """What is right in a question: options, a number, what is arranged, a claim that is made."""
    match type_of(question):
        case "choice" | "choices":
            yield from scalars(question, "options", "*", "right")
        case "true_false":
            if any(one.text.casefold() == "true" for one in scalars(question, "answer")):
                yield from scalars(question, "ask")
        case "voice":
            yield from scalars(question, "ask")
        case "number":
            yield from scalars(question, "answer")
        case "text":
            yield from _typed_key(question, grounds, evidence)
        case "order" | "match":
            yield from _arranged_keys(question, grounds)
        case _:
            pass


def _arranged_keys(question: Node, grounds: Grounds) -> Iterator[Scalar]:
    """What is arranged, unless parts of it come from a source without facts.

    A term of the glossary has its ground there.
    """
    if not {normal(one.text) for one in scalars(question, "source", "*")} <= grounds.taught:
        return
    terms = {form for named in grounds.terms for form in named}
    for path in (("items", "*"), ("pairs", "*", "item"), ("pairs", "*", "match")):
        for one in scalars(question, *path):
            if form_of(plain(normal(one.text))) not in terms:
                yield one


def _typed_key(question: Node, grounds: Grounds, evidence: Evidence) -> Iterator[Scalar]:
    """The form to be shown, unless one of the forms stands in the facts: they mean the same.

    A term of the glossary has its ground there, and how a word is spelt is no claim of a source.
    """
    if _is_on_a_word(question):
        return
    forms = tuple(scalars(question, "accept", "*"))
    if all(any(_ungrounded(one, grounds, evidence, is_form=True)) for one in forms):
        yield from forms[:1]


def _is_on_a_word(question: Node) -> bool:
    """Whether a typed answer rests on the glossary, or on the rules of spelling."""
    is_spelling = any(one.text == "romanization" for one in scalars(question, "kind"))
    has_term = next(scalars(question, "term"), None) is not None
    return type_of(question) == "text" and (is_spelling or has_term)


def _ungrounded(
    key: Scalar, grounds: Grounds, evidence: Evidence, *, is_form: bool
) -> Iterator[Particular]:
    """What stands in no fact; the capital that a typed form begins with makes a name of it."""
    text = unicodedata.normalize("NFC", key.text)
    names = form_of(text)[:1] if is_form and text[:1].isupper() else ()
    for one in particulars(text, evidence, grounds.known.union(names), grounds.named):
        if not evidence.holds(one):
            yield one


def _distractors_that_fit(sheet: Sheet, question: Node, facts: list[Fact]) -> Iterator[Problem]:
    items = [plain(one.text) for one in scalars(question, "pairs", "*", "item")]
    for distractor in scalars(question, "distractors", "*"):
        text = plain(distractor.text)
        for item, fact in product(items, facts):
            if supports(fact, text) and supports(fact, f"{item} {text}"):
                what = f"fact {shown(fact.fact)} says {shown(text)} of {shown(item)}"
                yield sheet.problem(distractor.place, what, "make it fit no item, or a match")
                break


def _asks_who(grounds: Grounds, question: Node) -> bool:
    """Whether the answer is a voice."""
    return type_of(question) == "voice" or any(
        form_of(one.text) in grounds.speakers for one in scalars(question, "options", "*", "right")
    )


def _inside(key: Scalar, at: int) -> Place:
    before = key.text[:at]
    return key.inside(before.count("\n") + 1, len(before) - before.rfind("\n"))
