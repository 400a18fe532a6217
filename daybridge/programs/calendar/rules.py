"""Dates and moments of what repeats weekly, on the wall clock of where it is. Plain Python."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = 24 * 60
#: Occurrences stand on the calendar for so many days ahead.
HORIZON_DAYS = 8 * 7
SHORTEST, LONGEST = 5, 8 * 60


class State(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Weekly:
    """A weekly time: weekday (Monday 0), start in minutes since midnight on the wall clock, length in minutes, first and last day."""

    weekday: int
    start: int
    minutes: int
    from_on: date
    until_on: date | None = None


def faults_in(weekly: Weekly) -> dict[str, str]:
    """Which parts can't be: field -> code (`no-day`, `no-time`, `too-short`, `too-long`, `over-midnight`, `backwards`)."""
    faults = {}
    if not 0 <= weekly.weekday <= 6:
        faults["weekday"] = "no-day"
    if not 0 <= weekly.start < DAY:
        faults["start"] = "no-time"
    if weekly.minutes < SHORTEST:
        faults["minutes"] = "too-short"
    elif weekly.minutes > LONGEST:
        faults["minutes"] = "too-long"
    elif "start" not in faults and weekly.start + weekly.minutes > DAY:
        faults["minutes"] = "over-midnight"
    if weekly.until_on and weekly.until_on < weekly.from_on:
        faults["until_on"] = "backwards"
    return faults


def days_of(weekly: Weekly, first: date, last: date, *, closed: Collection[date] = ()) -> Iterator[date]:
    """The dates of a weekly time from `first` to `last`, both included, without those on which its site is closed."""
    first = max(first, weekly.from_on)
    last = min(last, weekly.until_on) if weekly.until_on else last
    day = first + timedelta(days=(weekly.weekday - first.weekday()) % 7)
    while day <= last:
        if day not in closed:
            yield day
        day += timedelta(days=7)


def moments(weekly: Weekly, day: date, zone: str) -> tuple[datetime, datetime]:
    """When it begins and ends on a date (aware, UTC). It always lasts its minutes.

    A time that the clock jumps over is the one an hour later; of one that it shows twice the first is meant.
    """
    wall = datetime.combine(day, time(weekly.start // 60, weekly.start % 60), ZoneInfo(zone))
    begins = wall.astimezone(UTC)
    return begins, begins + timedelta(minutes=weekly.minutes)


def is_on(from_on: date, until_on: date | None, day: date) -> bool:
    return from_on <= day and (until_on is None or day <= until_on)
