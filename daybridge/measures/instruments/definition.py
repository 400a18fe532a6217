"""What an instrument's file may say. One file, one instrument: its items, how they are scored, what a score means, and by whom.

A file has no formulas: every rule of scoring is named here and interpreted in `measures.rules`, so a site's own file cannot do
anything but score. docs/instruments.md explains the format to those who write one.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
#: No answer, score or cut lies beyond these; a longer number is a slip of the hand.
Figure = Annotated[Decimal, Field(ge=-100_000, le=100_000, decimal_places=12)]
Whole = Annotated[int, Field(ge=-100_000, le=100_000)]
#: As many as are taken in one sheet.
MOST_ITEMS = 200
Sex = Literal["female", "male"]
#: Licences under which Daybridge may ship the items' words; for all others the site loads its own file of words.
SHIPPABLE = frozenset({"public-domain", "own"})


class Part(BaseModel):
    """A part of a file; a key that the format does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Words(Part):
    """What a person reads, in English and, where an official free translation exists, in Spanish."""

    en: Text
    es: str = ""


class Choice(Part):
    """One answer of a set; `points` is what it adds to a score where that is not its value."""

    value: Whole
    points: Figure | None = None
    en: str = ""
    es: str = ""
    loinc: str = ""


class Number(Part):
    """An answer given as a number, both ends included."""

    least: Figure
    most: Figure
    is_whole: bool = True


class Bucket(Part):
    """Numbers up to and including `up_to` (and above the bucket before) count as `points`."""

    up_to: Figure
    points: Figure


class Condition(Part):
    """Holds when the item's answer is at least, or at most, this."""

    item: str
    at_least: Figure | None = None
    at_most: Figure | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError("say at_least or at_most")
        return self


class AskedIf(Part):
    """When an item is asked: all of `all` hold and, where there are some, one of `any`."""

    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()


class Critical(Part):
    """An answer that a human hears of at once, whatever the score."""

    code: Code
    at_least: Figure


class Item(Part):
    """One question. `choices` names a set of answers of the file; otherwise `number` says which numbers it takes."""

    code: Code
    en: str = ""
    es: str = ""
    stem: str = ""
    choices: str = ""
    number: Number | None = None
    buckets: tuple[Bucket, ...] = ()
    asked_if: AskedIf | None = None
    #: What an item that was rightly not asked counts as.
    when_not_asked: Figure | None = None
    may_not_apply: bool = False
    is_optional: bool = False
    critical: tuple[Critical, ...] = ()
    #: What a human hears of when somebody declines this item: not wanting to say is an answer, too.
    refusal: Code | Literal[""] = ""
    loinc: str = ""

    @model_validator(mode="after")
    def _takes_some_answer(self) -> Self:
        if bool(self.choices) == (self.number is not None):
            raise ValueError("say either choices or number")
        return self


class Band(Words):
    """What a score from `start` up to the next band is called."""

    code: Code
    start: Figure


class Cut(Words):
    """A line that a score crosses; `sex` limits it to those the figure was found for."""

    code: Code
    at_least: Figure | None = None
    at_most: Figure | None = None
    sex: Sex | None = None
    source: Text
    #: Points that all come from this item alone are remarked on.
    remark_if_only_from: str = ""

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("say either at_least or at_most")
        return self


class Level(Words):
    """A level of a triage, reached when any of its conditions holds; levels are listed gravest first."""

    code: Code
    value: Whole
    any: tuple[Condition, ...]


class Change(Part):
    """How much change is more than the measure's own noise, for whom that was found, and by whom."""

    reliable: Figure = Field(gt=0)
    population: Text
    source: Text


class Importance(Part):
    """The smallest change that matters to a person, where it was published: not the measure's noise, which `Change` is about."""

    least: Figure = Field(gt=0)
    population: Text
    source: Text


class Line(Part):
    """A line between illness and wellness on a score: cases lie at or beyond it, remission lies before `remission`."""

    case: Figure | None = None
    remission: Figure | None = None
    source: Text


class NotOnTrack(Part):
    """No gain of this share of the first score by this week of the program is worth a look."""

    by_week: int = Field(ge=1, le=52)
    gain: Figure = Field(gt=0, le=1)
    source: Text


class Missing(Part):
    """How many answers may be missing; they then count as the mean of the others, and the score gets no band."""

    most: int = Field(ge=1)
    source: Text


class Converted(Part):
    """What a raw score is on the instrument's own scale, such as a T score (mean 50, standard deviation 10)."""

    raw: Figure
    value: Figure


class Score(Words):
    """One number that an instrument gives."""

    code: Code
    items: tuple[str, ...] = ()
    how: Literal["sum", "mean", "count", "level"] = "sum"
    reverse: tuple[str, ...] = ()
    weights: dict[str, Figure] = {}
    #: For `count`: an answer counts from here on.
    counts_from: Figure | None = None
    times: Figure = Decimal(1)
    decimals: int = Field(default=0, ge=0, le=4)
    low: Figure
    high: Figure
    better: Literal["lower", "higher"] = "lower"
    #: The score is 0 unless this holds: a gate.
    zero_unless: Condition | None = None
    missing: Missing | None = None
    bands: tuple[Band, ...] = ()
    bands_source: str = ""
    cuts: tuple[Cut, ...] = ()
    levels: tuple[Level, ...] = ()
    change: Change | None = None
    importance: Importance | None = None
    line: Line | None = None
    not_on_track: NotOnTrack | None = None
    #: The site loads the table that turns this raw score into a T score, or the licensed weights: until then it is only raw.
    has_table: bool = False
    #: That table; bands and cuts then stand on its values.
    table: tuple[Converted, ...] = ()
    loinc: str = ""

    @property
    def scale(self) -> tuple[Decimal, Decimal]:
        """The ends of the scale that its bands stand on: its table's, where there is one."""
        values = [row.value for row in self.table]
        return (min(values), max(values)) if values else (self.low, self.high)


class Need(Part):
    """At least `count` of the items answered at `each` or more; `but` names items with a line of their own."""

    items: tuple[str, ...]
    each: Figure
    count: int
    but: dict[str, Figure] = {}


class Pattern(Words):
    """A pattern of answers that a manual names; it holds when all its needs do. Never shown to the participant."""

    code: Code
    needs: tuple[Need, ...]
    source: Text


class Instrument(Part):
    """One instrument, as its file says."""

    code: Code
    version: int = Field(ge=1, le=2_147_483_647)
    name: Words
    licence: Literal["public-domain", "own", "attribution", "non-commercial", "permission", "licensed"]
    credit: str = ""
    source: Text
    by: Literal["participant", "clinician"] = "participant"
    window: Words | None = None
    stems: dict[str, Words] = {}
    minutes: int = Field(default=2, ge=1, le=60)
    choices: dict[str, tuple[Choice, ...]] = {}
    items: tuple[Item, ...] = Field(min_length=1, max_length=MOST_ITEMS)
    scores: tuple[Score, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    loinc: str = ""

    @cached_property
    def by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    @property
    def has_words(self) -> bool:
        """Whether every item and its answers can be shown; a site adds the words of those that Daybridge may not ship.

        A scale may name only some of its steps.
        """
        return all(item.en and (item.number or any(one.en for one in self.answers_of(item))) for item in self.items)

    def answers_of(self, item: Item) -> tuple[Choice, ...]:
        """The answers to choose from; none for a number."""
        return self.choices.get(item.choices, ())

    def points_of(self, item: Item) -> Iterator[Decimal]:
        """Everything that an answer to this item can add to a score."""
        if item.number is None:
            for choice in self.answers_of(item):
                yield Decimal(choice.value) if choice.points is None else choice.points
        elif item.buckets:
            yield from (bucket.points for bucket in item.buckets)
        else:
            yield from (item.number.least, item.number.most)
