"""What a person's week can be, and when it leaves room. Plain Python: minutes are those of a day on the person's own clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from daybridge.programs.rules import fault_in_hours

DAY = 24 * 60
#: Nobody plans their week more finely, and a grid has no smaller cell.
STEP = 30
MOST_SPANS, MOST_DAYS_OFF, MOST_NOTE_CHARACTERS = 120, 60, 400
LONGEST_TRAVEL = 4 * 60
#: More places than any house has; a site's id is no longer than this.
MOST_SITES, LONGEST_SITE_ID = 50, 36


class Why(StrEnum):
    """What takes an hour. It helps staff to see what could move; it is never a reason to doubt."""

    WORK = "work"
    SCHOOL = "school"
    CARE = "care"
    OTHER = "other"


class Way(StrEnum):
    """How somebody can join a group."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    EITHER = "either"


@dataclass(frozen=True, order=True)
class Span:
    """Hours of a weekday (Monday 0) that are taken: from `start` up to `end`, in minutes since midnight."""

    weekday: int
    start: int
    end: int
    why: str = Why.OTHER.value

    def to_json(self) -> dict[str, Any]:
        return {"weekday": self.weekday, "start": self.start, "end": self.end, "why": self.why}


@dataclass(frozen=True)
class Week:
    """A person's week as they told it.

    `other` are the taken hours of every second week, where shifts alternate: the week of `anchor` (a Monday) is such a week.
    `days_off` are dates on which nothing is possible; `travel` is minutes to each site, by the site's id.
    """

    taken: tuple[Span, ...] = ()
    other: tuple[Span, ...] | None = None
    anchor: date | None = None
    days_off: frozenset[date] = frozenset()
    way: str = Way.EITHER.value
    travel: Mapping[str, int] = field(default_factory=dict)
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "taken": [one.to_json() for one in self.taken],
            "other": None if self.other is None else [one.to_json() for one in self.other],
            "anchor": self.anchor and self.anchor.isoformat(),
            "days_off": sorted(day.isoformat() for day in self.days_off),
            "way": self.way,
            "travel": dict(self.travel),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Week":
        return cls(
            taken=_spans(stored["taken"]),
            other=None if stored["other"] is None else _spans(stored["other"]),
            anchor=date.fromisoformat(stored["anchor"]) if stored["anchor"] else None,
            days_off=frozenset(date.fromisoformat(day) for day in stored["days_off"]),
            way=stored["way"],
            travel=stored["travel"],
            note=stored["note"],
        )


def _spans(stored: Iterable[Mapping[str, Any]]) -> tuple[Span, ...]:
    return tuple(Span(one["weekday"], one["start"], one["end"], one["why"]) for one in stored)


# --- What can be -----------------------------------------------------------------------------------------------------


def faults_in(week: Week) -> dict[str, str]:
    """Which parts can't be: field -> code; empty when all is well.

    Codes: `no-day`, `backwards`, `too-long`, `uneven`, `overlap`, `too-many`, `unknown`, `no-anchor`, `no-monday`, `far-away`.
    """
    faults = {}
    for name, spans in (("taken", week.taken), ("other", week.other or ())):
        if fault := _fault_in(spans):
            faults[name] = fault
    if (week.other is None) != (week.anchor is None):
        faults["anchor"] = "no-anchor"
    elif week.anchor and week.anchor.weekday() != 0:
        faults["anchor"] = "no-monday"
    if len(week.days_off) > MOST_DAYS_OFF:
        faults["days_off"] = "too-many"
    if week.way not in set(Way):
        faults["way"] = "unknown"
    if fault := _fault_in_travel(week.travel):
        faults["travel"] = fault
    if len(week.note) > MOST_NOTE_CHARACTERS:
        faults["note"] = "too-long"
    return faults


def _fault_in_travel(travel: Mapping[str, int]) -> str:
    if len(travel) > MOST_SITES:
        return "too-many"
    if any(len(site) > LONGEST_SITE_ID for site in travel):
        return "unknown"
    return "" if all(0 <= minutes <= LONGEST_TRAVEL for minutes in travel.values()) else "far-away"


def _fault_in(spans: Sequence[Span]) -> str:
    if len(spans) > MOST_SPANS:
        return "too-many"
    if any(one.start % STEP or one.end % STEP for one in spans):
        return fault_in_hours(spans) or "uneven"
    if any(one.why not in set(Why) for one in spans):
        return "unknown"
    return fault_in_hours(spans)


# --- When there is room ----------------------------------------------------------------------------------------------


def taken_on(week: Week, day: date) -> list[tuple[int, int]]:
    """The taken minutes of a date, in order: all of it on a day off."""
    if day in week.days_off:
        return [(0, DAY)]
    return [(one.start, one.end) for one in sorted(pattern_of(week, day)) if one.weekday == day.weekday()]


def pattern_of(week: Week, day: date) -> tuple[Span, ...]:
    """The taken hours of the week that a date lies in, days off aside."""
    if week.other is None or week.anchor is None:
        return week.taken
    monday = day - timedelta(days=day.weekday())
    return week.taken if (monday - week.anchor).days // 7 % 2 else week.other


def clashes(week: Week, day: date, start: int, end: int, *, travel: int = 0) -> list[tuple[int, int]]:
    """The taken times of a date that something from `start` to `end`, with the way there and back, would meet."""
    return [(a, b) for a, b in taken_on(week, day) if a < end + travel and start - travel < b]
