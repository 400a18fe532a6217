"""When somebody works, and when they are away. Plain Python: minutes are those of a day on the organization's clock."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from daybridge.programs.rules import Hours, fault_in_hours

DAY = 24 * 60
#: What a week of work holds where nobody said otherwise: no limit that anybody would reach.
USUAL_WEEK = 40 * 60
MOST_WEEK, MOST_SPANS, LONGEST_LEAVE_DAYS = 80 * 60, 28, 366


class Reason(StrEnum):
    """Why somebody is away. Only they and directors read it."""

    VACATION = "vacation"
    SICK = "sick"
    TRAINING = "training"
    OTHER = "other"


@dataclass(frozen=True)
class StaffWeek:
    """The hours somebody works, week after week, how many minutes they lead at most, and the kinds they may cover."""

    hours: tuple[Hours, ...] = ()
    most_minutes_a_week: int = USUAL_WEEK
    #: Kinds of groups that they may lead at short notice.
    covers: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "hours": [one.to_json() for one in self.hours],
            "most_minutes_a_week": self.most_minutes_a_week,
            "covers": list(self.covers),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "StaffWeek":
        hours = tuple(Hours.from_json(one) for one in stored["hours"])
        return cls(hours, stored["most_minutes_a_week"], tuple(stored["covers"]))

    @property
    def minutes(self) -> int:
        """How long they work in a week."""
        return sum(one.end - one.start for one in self.hours)


def faults_in(week: StaffWeek, *, kinds: Collection[str]) -> dict[str, str]:
    """Which parts of a week can't be: field -> code; empty when all is well.

    Codes: `too-many`, `out-of-bounds`, `unknown`, and those of `programs.rules.fault_in_hours`.
    """
    faults = {}
    if len(week.hours) > MOST_SPANS:
        faults["hours"] = "too-many"
    elif fault := fault_in_hours(week.hours):
        faults["hours"] = fault
    if not 0 <= week.most_minutes_a_week <= MOST_WEEK:
        faults["most_minutes_a_week"] = "out-of-bounds"
    if not set(week.covers) <= set(kinds):
        faults["covers"] = "unknown"
    return faults


def is_within(week: StaffWeek, led: Hours) -> bool:
    """Whether somebody works all of the time that they lead; rows that touch are one."""
    reached = led.start
    for one in sorted(week.hours):
        if one.weekday == led.weekday and one.start <= reached < one.end:
            reached = one.end
    return reached >= led.end


# --- Away ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Days:
    """From one day to another, both included; with `start` and `end` only these minutes of each of them."""

    from_on: date
    until_on: date
    start: int | None = None
    end: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all of each day is meant."""
        return self.start is None


def faults_in_days(days: Days) -> dict[str, str]:
    """Which parts can't be: field -> code (`backwards`, `too-many`, `too-long`, `half`); empty when all is well."""
    faults = {}
    if days.until_on < days.from_on:
        faults["until_on"] = "backwards"
    elif (days.until_on - days.from_on).days >= LONGEST_LEAVE_DAYS:
        faults["until_on"] = "too-many"
    if days.start is None and days.end is None:
        return faults
    if days.start is None:
        faults["start"] = "half"
    elif days.end is None:
        faults["end"] = "half"
    elif not (0 <= days.start < DAY and 0 < days.end <= DAY):
        faults["end"] = "too-long"
    elif days.end <= days.start:
        faults["end"] = "backwards"
    return faults


def meet(one: Days, other: Days) -> bool:
    """Whether two times away share a minute."""
    in_days = one.from_on <= other.until_on and other.from_on <= one.until_on
    return in_days and _start(one) < _end(other) and _start(other) < _end(one)


def _start(days: Days) -> int:
    return 0 if days.start is None else days.start


def _end(days: Days) -> int:
    return DAY if days.end is None else days.end


def moments(days: Days, zone: str) -> list[tuple[datetime, datetime]]:
    """From when until when somebody is away (aware, UTC): one stretch for whole days, else one a day."""
    if days.is_whole:
        return [(_at(days.from_on, 0, zone), _at(days.until_on, DAY, zone))]
    count = (days.until_on - days.from_on).days + 1
    each = (days.from_on + timedelta(days=number) for number in range(count))
    return [(_at(day, _start(days), zone), _at(day, _end(days), zone)) for day in each]


def _at(day: date, minute: int, zone: str) -> datetime:
    on, minute = (day + timedelta(days=1), 0) if minute == DAY else (day, minute)
    return datetime.combine(on, time(minute // 60, minute % 60), ZoneInfo(zone)).astimezone(UTC)
