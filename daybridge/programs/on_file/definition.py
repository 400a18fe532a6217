"""What the files of programs may say: kinds of groups, rule packs, curricula and program templates."""

from datetime import date, time
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

from daybridge.programs import rules
from daybridge.programs.rules import Focus, Gender, GroupDetails, GroupLanguage, LevelOfCare, Limit, Mode

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
Credential = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))


class Words(Part):
    """What a person reads, in both languages."""

    en: Text
    es: Text

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


class Named(Part):
    """A name, short enough for a row of a table."""

    en: Name
    es: Name

    def said(self, language: str) -> str:
        return self.es if language == "es" else self.en


# --- Kinds of groups -------------------------------------------------------------------------------------------------


class Kind(Part):
    """A kind of group. `is_visit`: for one person with somebody of the staff. `welcomes_supporters`: families may be asked to it."""

    code: Code
    name: Named
    lede: Words
    is_visit: bool = False
    welcomes_supporters: bool = False


class Kinds(Part):
    kinds: tuple[Kind, ...]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        _once("kind", [kind.code for kind in self.kinds])
        return self


# --- Rule packs ------------------------------------------------------------------------------------------------------


class NumberOnFile(Part):
    """`confirmed: false`: usual in the field, in no source that was read; a site says yes to it."""

    value: int
    source: Text
    since: date | None = None
    confirmed: bool = True


class RulesOnFile(Part):
    """A rule pack: which authority and payer it is of, for which level of care, and its numbers."""

    code: Code
    version: int = Field(ge=1)
    name: Named
    jurisdiction: Name
    payer: Name
    source: Text
    since: date | None = None
    level_of_care: LevelOfCare
    numbers: dict[Limit, NumberOnFile]

    @cached_property
    def pack(self) -> rules.RulePack:
        numbers = {
            limit: rules.Number(one.value, one.source, one.since, one.confirmed)
            for limit, one in ((limit, self.numbers[limit]) for limit in Limit if limit in self.numbers)
        }
        return rules.RulePack(self.code, self.jurisdiction, self.payer, self.source, self.since, numbers)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        faults = rules.faults_in_pack(self.pack)
        if faults:
            raise ValueError("; ".join(f"{limit.value}: {fault.value}" for (limit, _part), fault in faults.items()))
        return self


# --- Curricula -------------------------------------------------------------------------------------------------------


class Handout(Part):
    """A place for a sheet that people take home: a piece of the library where `piece` names one, else the site's own."""

    name: Named
    piece: Code | None = None


class Topic(Part):
    """One week. `entry`: somebody new can begin with it."""

    code: Code
    name: Named
    entry: bool = False
    goals: tuple[Words, ...] = Field(min_length=1)
    outline: tuple[Words, ...] = Field(min_length=1)
    handouts: tuple[Handout, ...] = ()
    practice: Words

    @property
    def is_entry(self) -> bool:
        return self.entry


class Module(Part):
    code: Code
    name: Named
    topics: tuple[Topic, ...] = Field(min_length=1)


class Curriculum(Part):
    """What a kind of group goes through: modules of weekly topics, from the first again after the last."""

    code: Code
    version: int = Field(ge=1)
    kind: Code
    name: Named
    lede: Words
    #: From where its structure is taken; the words are ours.
    source: Text
    modules: tuple[Module, ...] = Field(min_length=1)

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        return tuple(topic for module in self.modules for topic in module.topics)

    @cached_property
    def longest_wait(self) -> int:
        return rules.longest_wait(self.topics)

    @model_validator(mode="after")
    def _can_be_entered(self) -> Self:
        _once("module", [module.code for module in self.modules])
        _once("topic", [topic.code for topic in self.topics])
        if not any(topic.entry for topic in self.topics):
            raise ValueError("nobody can begin: at least one topic says `entry: true`")
        return self


# --- Templates -------------------------------------------------------------------------------------------------------


class Meeting(Part):
    """When a group could meet, on a site's clock. A suggestion."""

    weekday: Weekday
    start: time

    @field_validator("start", mode="before")
    @classmethod
    def _as_written(cls, told: Any) -> Any:
        return time.fromisoformat(told) if isinstance(told, str) and len(told) == 5 else told

    @property
    def as_json(self) -> dict[str, Any]:
        return {"weekday": WEEKDAYS.index(self.weekday), "start": f"{self.start:%H:%M}"}


class TrackOnFile(Part):
    code: Code
    name: Named


class GroupOnFile(Part):
    name: Named
    kind: Code
    curriculum: Code | None = None
    track: Code | None = None
    minutes: int
    capacity: int
    works_best: int
    language: GroupLanguage = GroupLanguage.EN
    mode: Mode = Mode.ROOM
    gender: Gender = Gender.EVERYONE
    credentials: tuple[Credential, ...] = ()
    times: tuple[Meeting, ...] = ()

    def details(self, ages: "Ages") -> GroupDetails:
        return GroupDetails(
            name=self.name.en, name_es=self.name.es, kind=self.kind, curriculum=self.curriculum or "",
            capacity=self.capacity, soft_capacity=self.works_best, minutes=self.minutes, language=self.language,
            mode=self.mode, gender=self.gender, least_age=ages.least, most_age=ages.most, credentials=self.credentials,
        )  # fmt: skip


class Ages(Part):
    least: int | None = None
    most: int | None = None


class Template(Part):
    """A program to begin with: its rules, tracks and groups, with times that meet the rules."""

    code: Code
    version: int = Field(ge=1)
    name: Named
    lede: Words
    source: Text
    focus: Focus
    level_of_care: LevelOfCare
    languages: tuple[Literal["en", "es"], ...] = Field(min_length=1)
    #: The code of a rule pack.
    rules: Code
    ages: Ages = Ages()
    is_virtual: bool = False
    tracks: tuple[TrackOnFile, ...] = ()
    groups: tuple[GroupOnFile, ...] = Field(min_length=1)

    def week(self, track: str | None) -> dict[Weekday, int]:
        """The minutes of each day on which somebody of a track is in some group; groups at one time count once."""
        taken: dict[Weekday, set[int]] = {}
        for group in self.groups:
            if group.track in (None, track):
                for one in group.times:
                    begins = one.start.hour * 60 + one.start.minute
                    taken.setdefault(one.weekday, set()).update(range(begins, begins + group.minutes))
        return {day: len(taken[day]) for day in WEEKDAYS if day in taken}

    @model_validator(mode="after")
    def _names_tracks_that_are_there(self) -> Self:
        tracks = [track.code for track in self.tracks]
        _once("track", tracks)
        _once("group", [group.name.en for group in self.groups])
        for group in self.groups:
            if group.track and group.track not in tracks:
                raise ValueError(f"there is no track {group.track}")
        return self


def _once(what: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"two of one {what}: {', '.join(twice)}")
