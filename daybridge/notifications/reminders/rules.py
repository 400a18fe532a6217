"""When a reminder is due, how long it counts and when it may be heard. Plain Python.

A person lives by a local clock. It runs on, and it jumps: when daylight saving begins or ends, and when they move to another
zone. A reminder set for 9 o'clock is due at the first moment at which that clock shows 9 or later. All the odd days follow from
that one sentence: an hour that is skipped (the clocks go forward, they fly east) makes it due at the moment of the jump, and an
hour that comes twice (the clocks go back, they fly west) makes it due once, the first time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from daybridge.notifications.rules import QuietHours


class Purpose(StrEnum):
    """What someone wants to be reminded of. Said in the app only."""

    CHECK_IN = "check_in"
    DIARY = "diary"
    MEDICINES = "medicines"
    PRACTICE = "practice"
    OWN = "own"


class Outcome(StrEnum):
    """How an occurrence ended: its thing was done, it was seen and the day went by, nobody saw it that day, it was called off."""

    DONE = "done"
    SEEN = "seen"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


#: Of one person; and how long the words of their own may be.
MOST_REMINDERS, MOST_CHARACTERS = 12, 80
EVERY_DAY = frozenset(range(7))
_NEVER = datetime.max.replace(tzinfo=UTC)


# --- The local clock -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stay:
    """From `since` (aware) on a person lives in `zone`; the first of their stays counts from ever."""

    since: datetime
    zone: str


def zone_at(moment: datetime, stays: Sequence[Stay]) -> str:
    """The zone in which they lived at a moment; `stays` are in order and not empty."""
    return next((one.zone for one in reversed(stays) if one.since <= moment), stays[0].zone)


def local_of(moment: datetime, stays: Sequence[Stay]) -> datetime:
    """What their clock shows at a moment, without a zone."""
    return _shown(moment, zone_at(moment, stays))


def _shown(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def reached_at(local: datetime, stays: Sequence[Stay], *, since: datetime) -> datetime:
    """The first moment after `since` (aware, UTC) at which their clock shows `local` (no zone) or later."""
    start = since
    for stay, end in zip(stays, [*(one.since for one in stays[1:]), _NEVER], strict=False):
        if end <= start:
            continue
        if _shown(start, stay.zone) >= local:
            return start  # the clock jumped over it when they came here
        found = _first_after(start, local, stay.zone)
        if found < end:
            return found
        start = end
    raise ValueError("No stay to live in.")


def _first_after(start: datetime, local: datetime, zone: str) -> datetime:
    """In one zone, whose clock shows less than `local` at `start`."""
    home = ZoneInfo(zone)
    first, second = (local.replace(tzinfo=home, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _shown(first, zone) != local:  # it is skipped: `second` lies before the gap, `first` after it
        return _end_of_gap(second, first, local, zone)
    return first if first > start else second


def _end_of_gap(before: datetime, after: datetime, local: datetime, zone: str) -> datetime:
    """The clock jumps over `local` between these two; halved until the second of the jump is found."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (before, middle) if _shown(middle, zone) >= local else (middle, after)
    return after


def day_ends_at(moment: datetime, stays: Sequence[Stay]) -> datetime:
    """When the local day ends on which a moment falls, for someone who does not move meanwhile."""
    zone = zone_at(moment, stays)
    midnight = datetime.combine(_shown(moment, zone).date() + timedelta(days=1), time())
    return _first_after(moment, midnight, zone)


# --- When it is due --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Schedule:
    """At what local time, on which days of the week (Monday is 0), from and until which day, and from when again after a pause."""

    at: time
    days: frozenset[int]
    starts_on: date
    ends_on: date | None = None
    paused_until: date | None = None

    def next_day(self, after: datetime) -> date | None:
        """The next day on which it is due later than `after` by the local clock; None when there is none any more."""
        day = max(after.date(), self.starts_on, self.paused_until or self.starts_on)
        if datetime.combine(day, self.at) <= after:
            day += timedelta(days=1)
        found = next((one for one in (day + timedelta(days=n) for n in range(7)) if one.weekday() in self.days), None)
        return None if found is None or (self.ends_on and found > self.ends_on) else found


@dataclass(frozen=True)
class Due:
    """One occurrence. `day` and `at` are its name: the same day and time is the same occurrence, whatever happens to zones."""

    day: date
    at: time
    due_at: datetime
    ends_at: datetime


def next_due(schedule: Schedule, stays: Sequence[Stay], *, since: datetime, after: datetime) -> Due | None:
    """The next occurrence of a reminder that has been as it is `since` (aware, UTC), later than `after` on the local clock."""
    day = schedule.next_day(after)
    if day is None:
        return None
    due_at = reached_at(datetime.combine(day, schedule.at), stays, since=since)
    return Due(day, schedule.at, due_at, day_ends_at(due_at, stays))


def due_until(
    schedule: Schedule, stays: Sequence[Stay], *, since: datetime, after: datetime, now: datetime
) -> tuple[list[Due], Due | None]:
    """Every occurrence later than `after` that is due by `now`, in order, and the one that comes next."""
    found: list[Due] = []
    coming = next_due(schedule, stays, since=since, after=after)
    while coming and coming.due_at <= now:
        found.append(coming)
        coming = next_due(schedule, stays, since=since, after=datetime.combine(coming.day, coming.at))
    return found, coming


# --- When it may be heard --------------------------------------------------------------------------------------------


def heard_at(
    moment: datetime, *, zone: str, quiet: QuietHours | None, ends_at: datetime, even_when_quiet: bool
) -> datetime | None:
    """When a reminder meant for `moment` leaves the house: then, or when quiet hours end; None when its day is over by then."""
    if quiet is None or even_when_quiet or not quiet.covers(_shown(moment, zone).time()):
        heard = moment
    else:
        shown = _shown(moment, zone)
        day = shown.date() + timedelta(days=shown.time() >= quiet.until)
        heard = _first_after(moment, datetime.combine(day, quiet.until), zone)
    return heard if heard < ends_at else None


class Snooze(StrEnum):
    """For how long a reminder can be put off."""

    TEN_MINUTES = "10"
    HOUR = "60"
    EVENING = "evening"


_EVENING = time(19)


def put_off_until(choice: Snooze, *, now: datetime, zone: str) -> datetime | None:
    """When it comes again, on a full minute; None for an evening that has begun."""
    if choice is Snooze.EVENING:
        evening = datetime.combine(_shown(now, zone).date(), _EVENING)
        return None if _shown(now, zone) >= evening else _first_after(now, evening, zone)
    return now.replace(second=0, microsecond=0) + timedelta(minutes=int(choice))


#: How long the second way waits for the first to be seen, as the page offers it (minutes).
SECOND_AFTER = (10, 30, 60)


# --- How far it came -------------------------------------------------------------------------------------------------


class Stage(StrEnum):
    """The furthest that is known of a delivery. `accepted`: the next server answered that it has it."""

    WAITS = "waits"
    SENT = "sent"
    ACCEPTED = "accepted"
    SHOWN = "shown"
    OPENED = "opened"
    FAILED = "failed"
    CANCELLED = "cancelled"


def stage(*, state: str, accepted_at: datetime | None, shown_at: datetime | None, opened_at: datetime | None) -> Stage:
    """The furthest point that a delivery has reached, as far as anybody has told us."""
    if opened_at:
        return Stage.OPENED
    if shown_at:
        return Stage.SHOWN
    if state in (Stage.FAILED, Stage.CANCELLED):
        return Stage(state)
    if accepted_at:
        return Stage.ACCEPTED
    return Stage.WAITS if state == "planned" else Stage.SENT
