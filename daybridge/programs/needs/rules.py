"""What somebody's week must hold, and who says so: the person's own needs, or the rules of their program. Plain Python."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from daybridge.programs.rules import BOUNDS, Gender, Hours, Limit, RulePack, fault_in_hours

#: So many sessions of one kind a week at most, and so many hours that somebody likes best.
MOST_OF_A_KIND, MOST_PREFERRED = 14, 42
LANGUAGES = ("en", "es")
GENDER_GROUPS = tuple(one.value for one in Gender if one.value)
_WEEK = 7 * 24 * 60
#: A week has no gap of more days than these: from here on nothing is asked.
NO_GAP = 7


@dataclass(frozen=True)
class Needs:
    """What somebody's week must hold; a number that is None is what the rules of their program say.

    `kinds` are sessions a week by kind of group. No `languages`: the person's own. `gender_groups` are those they chose,
    `gender_specific_kinds` the kinds in which they sit in such groups only. `preferred` is liked, never asked.
    """

    minimum_minutes: int | None = None
    maximum_minutes: int | None = None
    minimum_days: int | None = None
    maximum_days: int | None = None
    largest_gap_days: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    track_id: UUID | None = None
    gender_groups: tuple[str, ...] = ()
    gender_specific_kinds: tuple[str, ...] = ()
    preferred: tuple[Hours, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in NUMBERS},
            "kinds": dict(self.kinds),
            "languages": list(self.languages),
            "track_id": str(self.track_id) if self.track_id else None,
            "gender_groups": list(self.gender_groups),
            "gender_specific_kinds": list(self.gender_specific_kinds),
            "preferred": [one.to_json() for one in self.preferred],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Needs":
        return cls(
            **{name: stored[name] for name in NUMBERS},
            kinds=stored["kinds"],
            languages=tuple(stored["languages"]),
            track_id=UUID(stored["track_id"]) if stored["track_id"] else None,
            gender_groups=tuple(stored["gender_groups"]),
            gender_specific_kinds=tuple(stored["gender_specific_kinds"]),
            preferred=tuple(Hours.from_json(one) for one in stored["preferred"]),
        )


#: Each number with the limit of a rule pack that says it where the person's own does not.
NUMBERS: Mapping[str, Limit] = {
    "minimum_minutes": Limit.LEAST_WEEK_MINUTES,
    "maximum_minutes": Limit.MOST_WEEK_MINUTES,
    "minimum_days": Limit.LEAST_WEEK_DAYS,
    "maximum_days": Limit.MOST_WEEK_DAYS,
    "largest_gap_days": Limit.LARGEST_GAP_DAYS,
}


# --- What can be -----------------------------------------------------------------------------------------------------


def faults_in(needs: Needs, *, kinds: Collection[str]) -> dict[str, str]:
    """Which parts can't be: field -> code; empty when all is well. `kinds`: the codes of all kinds of groups.

    Codes: `out-of-bounds`, `least-above-most`, `not-in-days`, `unknown`, `no-group`, `too-many`, and those of
    `programs.rules.fault_in_hours`.
    """
    faults = _faults_in_numbers(needs) | _faults_in_choices(needs, kinds)
    if len(needs.preferred) > MOST_PREFERRED:
        faults["preferred"] = "too-many"
    elif fault := fault_in_hours(needs.preferred):
        faults["preferred"] = fault
    return faults


def _faults_in_numbers(needs: Needs) -> dict[str, str]:
    faults = {}
    for name, limit in NUMBERS.items():
        low, high = BOUNDS[limit]
        number = getattr(needs, name)
        if number is not None and not low <= number <= high:
            faults[name] = "out-of-bounds"
    for least, most in (("minimum_minutes", "maximum_minutes"), ("minimum_days", "maximum_days")):
        low, high = getattr(needs, least), getattr(needs, most)
        if not faults.keys() & {least, most} and low is not None and high is not None and low > high:
            faults[least] = "least-above-most"
    minutes, days = needs.minimum_minutes, needs.maximum_days
    if not faults and minutes is not None and days is not None and minutes > days * 24 * 60:
        faults["minimum_minutes"] = "not-in-days"
    return faults


def _faults_in_choices(needs: Needs, kinds: Collection[str]) -> dict[str, str]:
    faults = {}
    if not needs.kinds.keys() <= set(kinds):
        faults["kinds"] = "unknown"
    elif any(not 1 <= count <= MOST_OF_A_KIND for count in needs.kinds.values()):
        faults["kinds"] = "out-of-bounds"
    if not set(needs.languages) <= set(LANGUAGES):
        faults["languages"] = "unknown"
    if not set(needs.gender_groups) <= set(GENDER_GROUPS):
        faults["gender_groups"] = "unknown"
    if not set(needs.gender_specific_kinds) <= set(kinds):
        faults["gender_specific_kinds"] = "unknown"
    elif needs.gender_specific_kinds and not needs.gender_groups:
        faults["gender_specific_kinds"] = "no-group"
    return faults


# --- Who says so -----------------------------------------------------------------------------------------------------


class SaidBy(StrEnum):
    """Whose number it is; nobody's asks for nothing."""

    PERSON = "person"
    PROGRAM = "program"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Number:
    value: int
    said_by: SaidBy


@dataclass(frozen=True)
class Asked:
    """What somebody's week must hold, as whole numbers, each with whose it is."""

    minimum_minutes: Number
    maximum_minutes: Number
    minimum_days: Number
    maximum_days: Number
    #: Days in a row without a session, between two with one; 7 asks for nothing.
    largest_gap_days: Number


def asked(needs: Needs, pack: RulePack) -> Asked:
    """What a week must hold, by the person's own needs first and the rules of their program where those say nothing.

    Where one is the person's and contradicts the program's other (a least above the program's most), the program's gives way.
    A number that nobody says asks for nothing.
    """
    return Asked(
        *_in_order(_number(needs, pack, "minimum_minutes", 0), _number(needs, pack, "maximum_minutes", _WEEK)),
        *_in_order(_number(needs, pack, "minimum_days", 0), _number(needs, pack, "maximum_days", 7)),
        _at_most(_number(needs, pack, "largest_gap_days", NO_GAP), NO_GAP),
    )


def _number(needs: Needs, pack: RulePack, name: str, nothing: int) -> Number:
    own, theirs = getattr(needs, name), pack.value(NUMBERS[name])
    if own is not None:
        return Number(own, SaidBy.PERSON)
    return Number(nothing, SaidBy.NOBODY) if theirs is None else Number(theirs, SaidBy.PROGRAM)


def _in_order(least: Number, most: Number) -> tuple[Number, Number]:
    if least.value <= most.value:
        return least, most
    if most.said_by is SaidBy.PERSON:
        return most, most
    return least, least


def _at_most(number: Number, most: int) -> Number:
    return Number(min(number.value, most), number.said_by)


# --- What a week falls short of --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A session that somebody is booked into."""

    day: date
    minutes: int
    kind: str


@dataclass(frozen=True)
class Missing:
    """What a week falls short of: minutes, days, sessions by kind. `gap_days`: its longest gap, where that is more than asked."""

    minutes: int = 0
    days: int = 0
    gap_days: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    #: Minutes above the most that is asked.
    over_minutes: int = 0

    @property
    def is_short(self) -> bool:
        """Whether something is missing; too much of something is said beside it and is not short."""
        return bool(self.minutes or self.days or self.gap_days or self.kinds)


def missing(asked: Asked, kinds: Mapping[str, int], held: Sequence[Held]) -> Missing:
    """What one week of sessions, Monday to Sunday, falls short of."""
    minutes, days, had = (
        sum(one.minutes for one in held),
        {one.day.weekday() for one in held},
        Counter(one.kind for one in held),
    )
    gap = _longest_gap(days)
    return Missing(
        minutes=max(0, asked.minimum_minutes.value - minutes),
        days=max(0, asked.minimum_days.value - len(days)),
        gap_days=gap if gap > asked.largest_gap_days.value else 0,
        kinds={kind: count - had[kind] for kind, count in kinds.items() if had[kind] < count},
        over_minutes=max(0, minutes - asked.maximum_minutes.value),
    )


def _longest_gap(days: Collection[int]) -> int:
    """The most days in a row without a session, the week taken as a ring; 0 where there is none at all: then hours are missing."""
    in_order = sorted(days)
    following = [*in_order[1:], in_order[0] + 7] if in_order else []
    return max((after - before - 1 for before, after in zip(in_order, following, strict=True)), default=0)
