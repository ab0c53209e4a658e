"""quizzes/*.yaml: a module's bank of questions, each with its key, its reasons and its sources."""

from collections.abc import Mapping, Sequence
from typing import Annotated, assert_never

from pydantic import Field

from bot.core.course.arranged import Matching, Ordering
from bot.core.course.glossary import Term, TermId
from bot.core.course.options import Choice, Choices, TrueOrFalse, WhoseClaim
from bot.core.course.outline import Voice
from bot.core.course.typed import NumberTyped, TextTyped
from bot.core.course.written import Slug, Written, YesNo

Question = Annotated[
    Choice | Choices | TrueOrFalse | WhoseClaim | NumberTyped | TextTyped | Ordering | Matching,
    Field(discriminator="type"),
]


class Bank(Written):
    """A file of quizzes/: one module's questions, which are its quiz, too."""

    module: Slug = Field(description="The module's id, as in course.yaml.")
    confidence: YesNo = Field(
        default=False, description="yes: the module's quiz asks how sure one is."
    )
    questions: tuple[Question, ...] = Field(min_length=1, description="The questions.")


def bound(
    questions: Sequence[Question], voices: Mapping[str, Voice], glossary: Mapping[TermId, Term]
) -> tuple[Question, ...]:
    """A module's questions, each knowing what it takes from the rest of the course."""
    known: list[Question] = []
    for one in questions:
        match one:
            case WhoseClaim():
                known.append(one.bound(voices))
            case TextTyped():
                known.append(one.bound(_term(one, glossary), ()))
            case _:
                known.append(one)
    answers = tuple(dict.fromkeys(text for one in known for text in answering(one)))
    return tuple(
        one.bound(_term(one, glossary), answers) if isinstance(one, TextTyped) else one
        for one in known
    )


def _term(question: TextTyped, glossary: Mapping[TermId, Term]) -> Term | None:
    return None if question.term is None else glossary.get(TermId(question.term))


def answering(question: Question) -> tuple[str, ...]:
    """The texts among which an answer to the question is found."""
    match question:
        case TextTyped():
            return (*question.forms, *(one.text for one in question.mistakes))
        case Choice() | Choices():
            return tuple(one.text for one in question.options)
        case Ordering():
            return question.items
        case Matching():
            return (*(one.item for one in question.pairs), *question.choices)
        case _:
            return ()


def right_answers(question: Question) -> tuple[str, ...]:
    """The key in words, for feedback and reports."""
    match question:
        case Choice() | Choices():
            return tuple(option.text for option in question.options if option.is_right)
        case TrueOrFalse():
            return ("True" if question.answer else "False",)
        case WhoseClaim():
            return (question.name(question.answer),)
        case NumberTyped():
            number = f"{question.answer:f}"
            return (f"{number} {question.unit}" if question.unit else number,)
        case TextTyped():
            return question.forms[:1]
        case Ordering():
            return question.items
        case Matching():
            return tuple(f"{one.item}: {one.match}" for one in question.pairs)
        case _:
            assert_never(question)
