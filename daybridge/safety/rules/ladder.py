"""Who is asked next and for how long: the escalation ladder as data, working hours, and the roster of who is on call."""

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from daybridge.safety.rules.book import LADDERS, LEVEL_ORDER, Level

LADDER = Path(__file__).parents[1] / "rulebook" / "ladder.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WHO = ("primary", "medical", "cover", "team", "on-call", "director")
IN_APP = "in_app"
CHANNELS = (IN_APP, "push", "email", "sms")
#: Nobody may make an urgent alert wait longer than this at any one person.
MOST_URGENT_MINUTES = 15
_OUTSIDE = ("on-call", "wait")


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: who is asked, for how many minutes (0: the rule's own clock), and by which ways."""

    who: str
    wait_minutes: int
    channels: tuple[str, ...]


class Hours(NamedTuple):
    opens: time
    closes: time


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """The whole policy; `hours` by weekday (0 is Monday), `rungs` by ladder and level."""

    version: int
    source: str
    one_evening_hours: int
    second_look_within_minutes: int
    after_opening_minutes: int
    hours: Mapping[int, Hours]
    outside: Mapping[Level, str]
    rungs: Mapping[tuple[str, Level], tuple[Rung, ...]]
    edit: int = 0


@cache
def shipped_ladder(path: Path = LADDER) -> Mapping[str, Any]:
    """The ladder's file as it is shipped: what a site edits, and `ladder` reads."""
    return tomllib.loads(path.read_text())


def ladder(stored: Mapping[str, Any] | None = None, *, edit: int = 0) -> Ladder:
    """The policy that a file or a site's edit says. Raises ValueError saying what can't be."""
    said = stored or shipped_ladder()
    try:
        read = Ladder(
            version=int(said["version"]),
            source=str(said["source"]),
            one_evening_hours=int(said["one_evening_hours"]),
            second_look_within_minutes=int(said["second_look_within_minutes"]),
            after_opening_minutes=int(said["after_opening_minutes"]),
            hours={WEEKDAYS.index(day): _hours(*span) for day, span in said["hours"].items()},
            outside={level: str(said["outside"][level]) for level in LEVEL_ORDER},
            rungs={
                (code, level): tuple(_rung(**rung) for rung in said[code][level])
                for code in LADDERS
                for level in LEVEL_ORDER
            },
            edit=edit,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"The ladder can't be read: {error}.") from error
    wrong = _what_is_wrong(read)
    if wrong:
        raise ValueError(f"The ladder can't be: {wrong}.")
    return read


def ladder_in_force(stored: Mapping[str, Any], *, edit: int) -> Ladder:
    """A site's own ladder; the shipped one where a later version reads it no more: alerts never wait for a file to be mended.

    The shipped one says `edit` 0, by which whoever looks can tell.
    """
    try:
        return ladder(stored, edit=edit)
    except ValueError:
        return ladder()


def _hours(opens: str, closes: str) -> Hours:
    hours = Hours(time.fromisoformat(opens), time.fromisoformat(closes))
    if hours.opens >= hours.closes:
        raise ValueError(f"closing at {closes} is not after opening at {opens}")
    return hours


def _rung(who: str, wait_minutes: int, channels: Iterable[str]) -> Rung:
    return Rung(who, int(wait_minutes), tuple(channels))


def _what_is_wrong(read: Ladder) -> str:
    if read.outside[Level.URGENT] != "on-call" or not set(read.outside.values()) <= set(_OUTSIDE):
        return "urgent alerts go to who is on call outside working hours, and nothing but on-call or wait is known"
    for (code, level), rungs in read.rungs.items():
        where = f"{code}, {level}"
        if not rungs or rungs[-1].who != "director":
            return f"{where} must end with the director"
        if any(rung.who not in WHO or not set(rung.channels) <= set(CHANNELS) for rung in rungs):
            return f"{where} names somebody or a way that is not known"
        if any(IN_APP not in rung.channels or rung.wait_minutes < 0 for rung in rungs):
            return f"{where} must show in the app and can't wait less than no time"
        if level is Level.URGENT and any(
            rung.wait_minutes > MOST_URGENT_MINUTES or len(rung.channels) < 2 for rung in rungs
        ):
            return f"{where} must go on after {MOST_URGENT_MINUTES} minutes at most, and never by one way alone"
    return ""


# --- Working hours ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Calendar:
    """When a site works: its policy, its zone (IANA name) and its holidays."""

    ladder: Ladder
    zone: str
    holidays: frozenset[date] = frozenset()

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When the doors open and close on a day, in UTC; None when they stay closed."""
        hours = self.ladder.hours.get(day.weekday())
        if hours is None or day in self.holidays:
            return None
        zone = ZoneInfo(self.zone)
        return (
            datetime.combine(day, hours.opens, zone).astimezone(UTC),
            datetime.combine(day, hours.closes, zone).astimezone(UTC),
        )

    def is_open(self, moment: datetime) -> bool:
        return self.closes_at(moment) is not None

    def closes_at(self, moment: datetime) -> datetime | None:
        """When the doors that are open at a moment close; None while they are closed."""
        span = self.opening(moment.astimezone(ZoneInfo(self.zone)).date())
        return span[1] if span and span[0] <= moment < span[1] else None

    def next_opening(self, moment: datetime) -> datetime | None:
        """The first opening after a moment; None when the doors stay closed for two months."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        spans = (self.opening(today + timedelta(days=ahead)) for ahead in range(60))
        return next((span[0] for span in spans if span and span[0] > moment), None)

    def closed_between(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """The spans of a time when the doors are closed, in UTC."""
        day = since.astimezone(ZoneInfo(self.zone)).date()
        last = until.astimezone(ZoneInfo(self.zone)).date()
        closed, at = [], since
        while day <= last:
            span = self.opening(day)
            if span and span[1] > at and span[0] < until:
                if span[0] > at:
                    closed.append((at, span[0]))
                at = span[1]
            day += timedelta(days=1)
        return [*closed, (at, until)] if at < until else closed


def due_by(calendar: Calendar, level: Level, clock: timedelta, *, asked_at: datetime) -> datetime:
    """When someone must have taken an alert, counted from when they were asked.

    What may wait for the doors to open is never due while they are closed: then it is due a while after they open.
    """
    due = asked_at + clock
    if calendar.ladder.outside[level] != "wait" or calendar.is_open(due):
        return due
    opening = calendar.next_opening(due)
    return opening + timedelta(minutes=calendar.ladder.after_opening_minutes) if opening else due


# --- Who is asked ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Someone on the way of an alert, and the rung they stand on."""

    staff_id: UUID
    rung: Rung


def way(policy: Ladder, *, who: str, level: Level, people: Mapping[str, Sequence[UUID]], is_open: bool) -> list[Asked]:
    """Who is asked about an alert, in order, each once. `people` says who stands on each rung now.

    Outside working hours an alert that goes to who is on call skips the rungs before; when nobody is on call it begins
    where it always does, so that a roster with a gap never makes an alert fall silent. A rung that nobody stands on is
    passed over; when nobody stands on any, whoever is known at all is asked.
    """
    rungs = list(policy.rungs[who, level])
    if not is_open and policy.outside[level] == "on-call" and people.get("on-call"):
        waits = next((rung for rung in rungs if rung.who == "on-call"), rungs[-1])
        rungs = [Rung("on-call", 0, waits.channels), *(rung for rung in rungs if rung.who == "director")]
    asked: dict[UUID, Asked] = {}
    for rung in rungs:
        for staff_id in people.get(rung.who, ()):
            asked.setdefault(staff_id, Asked(staff_id, rung))
    if not asked:
        anybody = [staff_id for name in WHO for staff_id in people.get(name, ())]
        return [Asked(staff_id, rungs[-1]) for staff_id in dict.fromkeys(anybody)]
    return list(asked.values())


def next_asked(asked: Sequence[Asked], present: UUID | None) -> Asked | None:
    """Who is asked after `present`; the last one (a director) stays asked. None only when there is nobody at all."""
    if not asked:
        return None
    place = next((place for place, one in enumerate(asked) if one.staff_id == present), None)
    return asked[0] if place is None else asked[min(place + 1, len(asked) - 1)]


def wait_of(one: Asked | None, clock: timedelta) -> timedelta:
    """How long someone is asked before the alert goes on: their rung's wait, else the rule's clock; never longer than that."""
    waits = timedelta(minutes=one.rung.wait_minutes) if one else timedelta(0)
    return min(waits, clock) if waits else clock


# --- The roster ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shift:
    """Someone on call from one moment until another."""

    staff_id: UUID
    since: datetime
    until: datetime
    backup_id: UUID | None = None


def on_call_at(shifts: Iterable[Shift], moment: datetime) -> list[UUID]:
    """Who is on call at a moment, then who backs them up."""
    there = sorted((shift for shift in shifts if shift.since <= moment < shift.until), key=lambda shift: shift.since)
    backups = [shift.backup_id for shift in there if shift.backup_id]
    return list(dict.fromkeys([*(shift.staff_id for shift in there), *backups]))


def gaps(
    calendar: Calendar, shifts: Collection[Shift], *, since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """When the doors are closed and nobody is on call, in order."""
    open_spans = calendar.closed_between(since, until)
    for shift in shifts:
        open_spans = [part for span in open_spans for part in _without(span, shift)]
    return sorted(open_spans)


def _without(span: tuple[datetime, datetime], shift: Shift) -> list[tuple[datetime, datetime]]:
    before = (span[0], min(span[1], shift.since))
    after = (max(span[0], shift.until), span[1])
    return [part for part in (before, after) if part[0] < part[1]]
