from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class OnTheCalendar(Event):
    """Something moved on somebody's calendar; `accounts` are those whose screens look again."""

    words = "changed the calendar"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("week", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class SeriesOpened(OnTheCalendar):
    words = "set a weekly time for a group"
    group_id: UUID
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SeriesEnded(OnTheCalendar):
    words = "ended a weekly time of a group"
    last_on: date


@dataclass(frozen=True, kw_only=True)
class SeriesReopened(OnTheCalendar):
    words = "took back that a weekly time ended"


@dataclass(frozen=True, kw_only=True)
class SeatTaken(OnTheCalendar):
    words = "gave a participant a seat in a group"
    series_id: UUID
    from_on: date


@dataclass(frozen=True, kw_only=True)
class SeatLeft(OnTheCalendar):
    words = "ended a participant's seat in a group"
    last_on: date


@dataclass(frozen=True, kw_only=True)
class MakeUpTaken(OnTheCalendar):
    words = "took a session to make up for hours"
    series_id: UUID


@dataclass(frozen=True, kw_only=True)
class MakeUpGivenBack(OnTheCalendar):
    words = "gave a session back that was to make up for hours"
    series_id: UUID


@dataclass(frozen=True, kw_only=True)
class OccurrenceCancelled(OnTheCalendar):
    words = "cancelled a session"
    on_day: date


@dataclass(frozen=True, kw_only=True)
class OccurrenceRestored(OnTheCalendar):
    words = "took back that a session was cancelled"
    on_day: date


@dataclass(frozen=True, kw_only=True)
class OccurrenceChanged(OnTheCalendar):
    words = "changed one date of a group"
    on_day: date


@dataclass(frozen=True, kw_only=True)
class CalendarExtended(Event):
    """`clashes`: bookings that were left out because who was to be booked is somewhere else then."""

    words = "put the weeks ahead on the calendar"
    count: int
    clashes: int


@dataclass(frozen=True, kw_only=True)
class DayClosed(Event):
    words = "closed a site for a day"
    day: date


@dataclass(frozen=True, kw_only=True)
class DayOpened(Event):
    words = "took back that a day is closed"
    day: date
