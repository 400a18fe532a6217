"""How sessions become days and weeks. Plain Python over whole minutes: every figure is the sum of its parts, exactly.

A session belongs to the day on which it began, on the clock of where it was, also when it ran past midnight.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.attendance.rules import State

WEEK = 7
T = TypeVar("T")


class By(StrEnum):
    """Which weeks: those of the calendar, or those that a payer counts."""

    ISO = "iso"
    PAYER = "payer"


@dataclass(frozen=True)
class Minutes:
    """Whole minutes of one session, or of all sessions of a day or a week.

    Every scheduled minute of a session that is over is one of attended, excused, missed or called off only where nobody came
    late: who came for a part of it has `attended` alone. `ahead` is scheduled and not settled yet.
    """

    scheduled: int = 0
    attended: int = 0
    excused: int = 0
    missed: int = 0
    called_off: int = 0
    ahead: int = 0
    billable: int = 0


def added(many: Iterable[Minutes]) -> Minutes:
    """The sum of many, at once: a board adds up thousands."""
    return Minutes(*map(sum, zip(*map(_figures, many), strict=True)))


_figures = attrgetter(*(one.name for one in fields(Minutes)))


@dataclass(frozen=True)
class Part:
    """One session of one person. Minutes are whole; `scheduled` is 0 for who came without being expected."""

    occurrence_id: UUID
    day: date
    scheduled: int
    attended: int
    state: State
    is_late: bool = False
    left_early: bool = False
    #: Minutes that are still to come of a session in which they are now.
    still: int = 0

    def minutes(self, billable: int) -> Minutes:
        """Its figures; `billable`: how many of its minutes a payer counts on that day."""
        by_state = {
            State.EXCUSED: "excused", State.NO_SHOW: "missed", State.CANCELLED: "called_off", State.EXPECTED: "ahead",
        }  # fmt: skip
        of_state = {by_state[self.state]: self.scheduled} if self.state in by_state else {"ahead": self.still}
        return Minutes(scheduled=self.scheduled, attended=self.attended, billable=billable, **of_state)


@dataclass(frozen=True)
class Billing:
    """What a payer counts: sessions of so many minutes, on days that hold so many. None: whatever was attended."""

    least_session_minutes: int | None = None
    least_day_minutes: int | None = None


@dataclass(frozen=True)
class Day:
    """One day of a person: its sessions, each with its figures."""

    day: date
    parts: Sequence[tuple[Part, Minutes]]

    @cached_property
    def minutes(self) -> Minutes:
        return added(minutes for _, minutes in self.parts)


@dataclass(frozen=True)
class Week:
    """A week of a person from its first day on: an ISO week begins on Monday, a payer's where the payer says."""

    begins_on: date
    days: Sequence[Day]
    #: Minutes that the week was to hold; None where nobody has said. Less in a first or last week that is not whole.
    prescribed: int | None
    #: On how many of its days they were in care.
    days_in_care: int = WEEK

    @property
    def is_whole(self) -> bool:
        return self.days_in_care >= WEEK

    @property
    def ends_on(self) -> date:
        return self.begins_on + timedelta(days=WEEK - 1)

    @cached_property
    def minutes(self) -> Minutes:
        return added(day.minutes for day in self.days)

    @property
    def last_day(self) -> date | None:
        """The last day on which something was attended or is ahead; None where nothing is."""
        return max((one.day for one in self.days if one.minutes.attended or one.minutes.ahead), default=None)

    @property
    def share(self) -> int:
        """How much of what was prescribed is attended, in percent; all of it where nothing is."""
        return 100 if not self.prescribed else min(100, 100 * self.minutes.attended // self.prescribed)

    @property
    def share_ahead(self) -> int:
        """How much of it is attended or ahead, in percent."""
        counted = self.minutes
        held = counted.attended + counted.ahead
        return 100 if not self.prescribed else min(100, 100 * held // self.prescribed)

    @property
    def short(self) -> int:
        """Minutes that were prescribed and are neither attended nor ahead; what was excused is missing all the same."""
        counted = self.minutes
        return 0 if self.prescribed is None else max(0, self.prescribed - counted.attended - counted.ahead)


@dataclass(frozen=True)
class Stay:
    """From which day until which somebody was in care; without an end they still are."""

    from_on: date
    until_on: date | None = None

    def days_within(self, first: date, last: date) -> int:
        until = min(last, self.until_on) if self.until_on else last
        return max(0, (until - max(first, self.from_on)).days + 1)


def first_day(day: date, begins_on: int) -> date:
    """The first day of the week around a day; `begins_on` is the weekday with which weeks begin (Monday 0)."""
    return day - timedelta(days=(day.weekday() - begins_on) % WEEK)


def days_in_care(stays: Iterable[Stay], begins_on: date) -> int:
    """On how many days of a week somebody was in care; a day on which one stay ended and the next began is one."""
    week, stays = [begins_on + timedelta(days=number) for number in range(WEEK)], tuple(stays)
    return sum(any(stay.days_within(day, day) for stay in stays) for day in week)


def prorated(minutes: int, stays: Iterable[Stay], begins_on: date) -> int:
    """The minutes of a week for the days of it that somebody was in care: by sevenths, a half rounded up."""
    return (2 * minutes * days_in_care(stays, begins_on) + WEEK) // (2 * WEEK)


def closes_at(begins_on: date, zone: str) -> datetime:
    """When a week is over, on the clock of a zone; what was asked of it then is what counts."""
    after = begins_on + timedelta(days=WEEK)
    return datetime(after.year, after.month, after.day, tzinfo=ZoneInfo(zone))


def in_force(versions: Iterable[tuple[datetime, T]], at: datetime) -> T | None:
    """What held at a moment, of what was said when (in order); None where nobody had said anything yet."""
    held: T | None = None
    for said_at, version in versions:
        if said_at < at:
            held = version
    return held


def day_of(day: date, parts: Sequence[Part], billing: Billing) -> Day:
    """A day with what a payer counts of it: short sessions do not count, and neither does a day that holds too little."""
    least = max(1, billing.least_session_minutes or 0)
    counted = {one.occurrence_id: one.attended for one in parts if one.attended >= least}
    if billing.least_day_minutes is not None and sum(counted.values()) < billing.least_day_minutes:
        counted = {}
    return Day(day, [(one, one.minutes(counted.get(one.occurrence_id, 0))) for one in parts])


def weeks(
    parts: Iterable[Part],
    *,
    first: date,
    last: date,
    prescribed: Mapping[date, int | None],
    stays: Sequence[Stay],
    billing: Mapping[date, Billing] | None = None,
    begins_on: int = 0,
) -> list[Week]:
    """The weeks around the days from `first` to `last`, each with the days that hold something.

    `prescribed`: minutes of a whole week, and `billing`: what a payer counts of it, both by the first day of the week. A part
    outside of these weeks is left out.
    """
    by_day: dict[date, list[Part]] = {}
    for one in parts:
        by_day.setdefault(one.day, []).append(one)
    found = []
    begin = first_day(first, begins_on)
    while begin <= last:
        days = [begin + timedelta(days=number) for number in range(WEEK)]
        minutes, counts = prescribed.get(begin), (billing or {}).get(begin, Billing())
        found.append(
            Week(
                begin,
                [day_of(day, by_day[day], counts) for day in days if day in by_day],
                None if minutes is None else prorated(minutes, stays, begin),
                days_in_care(stays, begin),
            )
        )
        begin += timedelta(days=WEEK)
    return found
