"""Questions whose answers stand there to be taken: choice, choices, true_false, voice."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, ValidationInfo, field_validator, model_validator

from bot.core.course.asked import LABELS, Asked
from bot.core.course.outline import Voice
from bot.core.course.written import Slug, Text, TrueFalse, Written, YesNo


class Option(Written):
    """Written `- right: text`, or `- wrong: text` with `because:`."""

    text: Text = Field(description="What can be chosen.")
    is_right: bool
    because: Text | None = Field(default=None, description="Said to those who choose it.")

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return ("right", "wrong", "because")

    @model_validator(mode="before")
    @classmethod
    def _from_right_or_wrong(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            raise ValueError('an option is more than a text; write "- right: …" or "- wrong: …"')  # noqa: TRY004
        named = [key for key in ("right", "wrong") if key in value]
        if len(named) != 1:
            raise ValueError("an option is right or wrong; write right: or wrong: once in each")
        if unknown := value.keys() - {"right", "wrong", "because"}:
            raise ValueError(f'unknown key "{min(unknown)}"; use right, wrong or because')
        because = {key: value[key] for key in value if key == "because"}
        return {"text": value[named[0]], "is_right": named[0] == "right", **because}


class _WithOptions(Asked):
    options: tuple[Option, ...] = Field(
        min_length=2, max_length=len(LABELS), description="Two to eight, each right or wrong."
    )
    shuffle: YesNo = Field(
        default=True,
        description="no keeps the options in the order written, for years or numbers.",
    )

    def _grading(self) -> Any:
        return sorted((option.text, option.is_right) for option in self.options)


class Choice(_WithOptions):
    type: Literal["choice"] = Field(description="One option is right.")

    @field_validator("options")
    @classmethod
    def _one_right(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        right = sum(option.is_right for option in options)
        if right != 1:
            raise ValueError(
                f"{right} of {len(options)} options are right, but a choice question has one; "
                "mark one with right: and the others with wrong:, or write type: choices"
            )
        return options


class Choices(_WithOptions):
    type: Literal["choices"] = Field(description="Several options are right; students tick them.")

    @field_validator("options")
    @classmethod
    def _some_right(cls, options: tuple[Option, ...]) -> tuple[Option, ...]:
        right = sum(option.is_right for option in options)
        if right < 2 or right == len(options):
            raise ValueError(
                f"{right} of {len(options)} options are right; "
                "give a choices question two or more right ones and at least one wrong one"
            )
        return options


class TrueOrFalse(Asked):
    type: Literal["true_false"] = Field(description="A statement to accept or reject.")
    answer: TrueFalse = Field(description="true or false.")
    because: Text | None = Field(
        default=None, description="Said to those who answered wrongly: why it tempts."
    )

    def _grading(self) -> Any:
        return self.answer


class WrongVoice(Written):
    voice: Slug = Field(description="A voice that did not say it, but might have.")
    because: Text = Field(description="Said to those who take it.")


class WhoseClaim(Asked):
    """Its options are voices of the course, by their ids and in the outline's order."""

    type: Literal["voice"] = Field(description="A claim; the student says whose it is.")
    answer: Slug = Field(description="The voice that makes the claim, as in course.yaml.")
    voices: tuple[Slug, ...] = Field(
        default=(),
        max_length=len(LABELS),
        description="The voices to choose from; all of the course's if left out.",
    )
    mistakes: tuple[WrongVoice, ...] = Field(
        default=(), description="Voices that tempt, each with because."
    )

    _names: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @field_validator("voices")
    @classmethod
    def _answer_is_among_them(
        cls, voices: tuple[str, ...], info: ValidationInfo
    ) -> tuple[str, ...]:
        answer = info.data.get("answer")
        if voices and answer is not None and answer not in voices:
            raise ValueError(f'"{answer}" is the answer, but no choice; add it to voices')
        return voices

    @field_validator("mistakes")
    @classmethod
    def _mistakes_are_wrong(
        cls, mistakes: tuple[WrongVoice, ...], info: ValidationInfo
    ) -> tuple[WrongVoice, ...]:
        for mistake in mistakes:
            if mistake.voice == info.data.get("answer"):
                raise ValueError(
                    f"{mistake.voice} is listed as a mistake, but it is the answer; remove it"
                )
        return mistakes

    def bound(self, voices: Mapping[str, Voice]) -> Self:
        """The same, knowing the names of the course's voices."""
        bound = self.model_copy()
        bound._names = {  # noqa: SLF001 - its own
            id_: voice.name for id_, voice in voices.items() if id_ in (self.voices or voices)
        }
        return bound

    @property
    def offered(self) -> Sequence[str]:
        """The ids of the voices to choose from."""
        return tuple(self._names) or self.voices

    def name(self, voice: str) -> str:
        """What students read for a voice."""
        return self._names.get(voice, voice)

    def _grading(self) -> Any:
        return [self.answer, sorted(self.voices)]
