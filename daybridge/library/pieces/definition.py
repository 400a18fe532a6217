"""What a piece's file may say. One file, one piece: an article to read, or an exercise with steps that a phone can lead.

A file has no formulas and no markup beyond headings and lists: a site's own file can do nothing but be read.
docs/library.md explains the format to those who write one.
"""

from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
#: What pieces are about, in the order in which a reader finds them.
Topic = Literal[
    "urges", "setbacks", "worry", "panic", "low-mood", "anger", "trauma", "sleep", "mindfulness", "body",
    "substances", "medicines", "safety", "help", "relationships", "everyday",
]  # fmt: skip
#: What an exercise can be for: the page for a hard moment chooses by it.
Help = Literal["urge", "anxiety", "panic", "anger", "sadness", "shame", "flashback", "tension", "sleep", "numbness"]
Seconds = Annotated[int, Field(ge=1, le=300)]
Zero_to_ten = Annotated[int, Field(ge=0, le=10)]


class Part(BaseModel):
    """A part of a file; a key that the format does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


def _line(longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=longest)


class Title(Part):
    en: Annotated[str, _line(80)]
    es: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""


class Words(Part):
    """A sentence or a few, in English and in Spanish; without Spanish, English stands in and says so."""

    en: Annotated[str, _line(600)]
    es: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)] = ""


class Body(Part):
    en: Annotated[str, _line(6000)]
    es: Annotated[str, StringConstraints(strip_whitespace=True, max_length=6000)] = ""


# --- When a piece is suggested ---------------------------------------------------------------------------------------


class Mark(Part):
    """A mark of the skills diary: an urge or a feeling, 0 to 5; without a target any of the kind."""

    kind: Literal["urge", "feeling"]
    target: Code | Literal[""] = ""
    at_least: Annotated[int, Field(ge=0, le=5)]


class When(Part):
    """What was entered: all that is said here holds of one entry, on at least `on_days` of the last seven days."""

    mood_at_most: Annotated[int, Field(ge=1, le=5)] | None = None
    anxiety_at_least: Zero_to_ten | None = None
    urge_at_least: Zero_to_ten | None = None
    sleep_hours_at_most: Annotated[Decimal, Field(ge=0, le=24)] | None = None
    medicines: tuple[Literal["some", "none"], ...] = ()
    mark: Mark | None = None
    worksheet: Code | None = None
    on_days: Annotated[int, Field(ge=1, le=7)] = 1

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set - {"on_days"}:
            raise ValueError("say what was entered, such as urge_at_least")
        return self


class Suggestion(Part):
    """When a piece is put before somebody, and the sentence that tells them why."""

    when: When
    because: Words


# --- What an exercise does -------------------------------------------------------------------------------------------


class Step(Part):
    words: Words


class Read(Step):
    """Read this, then go on."""

    do: Literal["read"]


class Breathe(Step):
    """Breathing at a pace, for so many seconds in all."""

    do: Literal["breathe"]
    breathe_in: Annotated[int, Field(ge=2, le=8)]
    hold: Annotated[int, Field(ge=0, le=7)] = 0
    breathe_out: Annotated[int, Field(ge=2, le=10)]
    seconds: Seconds


class Wait(Step):
    """Do this until the time is up."""

    do: Literal["wait"]
    seconds: Seconds


class Prompt(Part):
    """A sentence from this second on."""

    at: Annotated[int, Field(ge=0, le=299)]
    words: Words


class Ride(Step):
    """A time to ride out, with sentences along the way."""

    do: Literal["ride"]
    seconds: Seconds
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1, max_length=20)]


class Tick(Step):
    """Do this so many times and tick each off."""

    do: Literal["tick"]
    count: Annotated[int, Field(ge=1, le=10)]


class Write(Step):
    """Write for oneself; what is written stays on the screen and is kept nowhere."""

    do: Literal["write"]


AnyStep = Annotated[Read | Breathe | Wait | Ride | Tick | Write, Field(discriminator="do")]


class Distress(Part):
    """For how much distress (0 to 10, both ends included) an exercise fits."""

    least: Zero_to_ten
    most: Zero_to_ten


class Piece(Part):
    """One article or one exercise."""

    code: Code
    version: Annotated[int, Field(ge=1, le=10_000)]
    kind: Literal["article", "exercise"]
    title: Title
    minutes: Annotated[int, Field(ge=1, le=15)]
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    #: Hard to read for some: the page says so first and has 988 at its top.
    heavy: bool = False
    #: Of an article for supporters: only somebody who was told that care is about alcohol or drugs may know that it is there.
    about_use: bool = False
    #: Of an article for supporters: the parts of what is shared (`privacy.rules.Part`) beside which it is offered.
    goes_with: tuple[Code, ...] = ()
    body: Body
    sources: Annotated[tuple[Annotated[str, _line(400)], ...], Field(min_length=1, max_length=12)]
    suggest_when: tuple[Suggestion, ...] = ()
    helps_with: tuple[Help, ...] = ()
    distress: Distress | None = None
    steps: Annotated[tuple[AnyStep, ...], Field(max_length=30)] = ()

    @property
    def has_spanish(self) -> bool:
        """Whether all that a person reads of it has Spanish words."""
        said: list[Title | Words | Body] = [self.title, self.body, *(one.because for one in self.suggest_when)]
        for step in self.steps:
            said += [step.words, *(prompt.words for prompt in getattr(step, "prompts", ()))]
        return all(one.es for one in said)

    @property
    def seconds(self) -> int:
        """How long the timed steps take in all."""
        return sum(getattr(step, "seconds", 0) for step in self.steps)
