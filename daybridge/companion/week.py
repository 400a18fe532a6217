"""One's own week as the phone shows it: when one can come, and whether the team has gone through it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from ninja import Schema

from daybridge.attendance import queries as attendance
from daybridge.attendance.ledger import queries as ledger
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs.attending import queries as attending
from daybridge.programs.attending.models import ChangeRequest
from daybridge.programs.attending.sentences import asked_of_in_words
from daybridge.programs.availability import queries as availability
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.sentences import series_in_words


class ToldWeek(Schema):
    id: UUID
    week: dict[str, Any]
    made_at: datetime
    #: Who of the team wrote it down with them, and who confirmed it; empty where nobody has.
    told_to: str
    confirmed_by: str


class ComingSession(Schema):
    """A session they are booked into: when, with whom, where; `where` is empty where it is on video."""

    id: UUID
    group: str
    begins_at: datetime
    ends_at: datetime
    lead: str
    where: str
    is_make_up: bool
    #: What they told, where they will not come, and whether it was taken back when somebody else had the seat already.
    absence_id: UUID | None = None
    reason: str = ""
    is_seat_gone: bool = False
    #: It does not take place; nobody has to come.
    is_cancelled: bool = False
    #: They said that they will come.
    is_promised: bool = False
    #: In the room, by video, or either.
    mode: str = "room"


class DaysAway(Schema):
    """Days on which they told that they are away."""

    id: UUID
    first_on: date
    last_on: date
    reason: str


class OwnSeat(Schema):
    """A weekly time that is theirs, in words."""

    id: UUID
    words: str


class TeamAnswer(Schema):
    by: str
    outcome: str
    words: str
    at: datetime


class AskedChange(Schema):
    """Other times that they asked for; without an answer it waits."""

    id: UUID
    about: str
    better: str
    note: str
    made_at: datetime
    answer: TeamAnswer | None


class MissingHours(Schema):
    """Minutes that a week of theirs falls short of what is asked of it; in a first week, of its days in care."""

    monday: date
    minutes: int
    asked: int


class OwnHours(Schema):
    """Minutes of this week: done, ahead on the calendar, and planned; until which day it holds something."""

    monday: date
    done: int
    ahead: int
    planned: int
    last_on: date | None
    #: How many of the offers are in this week.
    fitting: int


class OwnWeek(Schema):
    told: ToldWeek | None
    sessions: list[ComingSession]
    hours: OwnHours | None = None
    missing: list[MissingHours] = []
    #: Sessions that fit and have a free seat, where hours are missing.
    offers: list[ComingSession] = []
    away: list[DaysAway] = []
    seats: list[OwnSeat] = []
    changes: list[AskedChange] = []


def own_week(participant: Participant) -> OwnWeek:
    """When they can come, as they told it last, what they are booked into in the next two weeks, and what could make up for hours."""
    now = clock.now()
    days = attending.days_away(participant.id, clock.today(participant.time_zone))
    found = ledger.forecast(participant, now)
    return OwnWeek(
        told=_told(availability.week_of(participant.id)),
        sessions=coming_of(participant, since=now - timedelta(hours=2), until=now + timedelta(days=14)),
        hours=_hours(found) if found else None,
        missing=[
            MissingHours(monday=one.begins_on, minutes=one.short, asked=one.prescribed or 0)
            for one in (found.weeks if found else ())
            if one.short
        ],
        offers=[_coming(one, is_make_up=True) for one in (found.offers if found else ())],
        away=[DaysAway(id=one.id, first_on=one.first_on, last_on=one.last_on, reason=one.reason) for one in days],
        seats=[
            OwnSeat(id=one.id, words=f"{one.series.group.called}: {series_in_words(one.series)}")
            for one in calendar.seats_of(participant.id, clock.today(participant.time_zone))
            if one.until_on is None
        ],
        changes=[_asked(one) for one in attending.changes_of(participant.id)],
    )


def _hours(found: ledger.Forecast) -> OwnHours:
    week = found.week
    return OwnHours(
        monday=week.begins_on,
        done=week.minutes.attended,
        ahead=week.minutes.ahead,
        planned=week.prescribed or 0,
        last_on=week.last_day,
        fitting=len(found.sessions),
    )


def coming_of(participant: Participant, *, since: datetime, until: datetime) -> list[ComingSession]:
    """What somebody is booked into between two moments, with what they will not come to and what does not take place, in order."""
    booked = calendar.sessions_of(participant.id, since=since, until=until)
    made_up = calendar.made_up_by(participant.id, [one.id for one in booked])
    promised = attendance.promised_by(participant.id, [one.id for one in booked])
    absent = attending.absent([participant.id], since=max(since, clock.now()), until=until)
    off = calendar.cancelled_of(participant.id, since=max(since, clock.now()), until=until)
    found = [_coming(one, is_make_up=one.id in made_up, is_promised=one.id in promised) for one in booked]
    found += map(_not_coming, absent)
    found += [_coming(one, is_make_up=False, is_cancelled=True) for one in off]
    return sorted(found, key=lambda one: (one.begins_at, one.id))


def _told(told: WeekTold | None) -> ToldWeek | None:
    if told is None:
        return None
    confirmed = getattr(told, "confirmed", None)
    return ToldWeek(
        id=told.id,
        week=told.week,
        made_at=told.made_at,
        told_to=str(told.told_to) if told.told_to else "",
        confirmed_by=str(confirmed.staff) if confirmed else "",
    )


def _coming(
    one: Occurrence, *, is_make_up: bool, is_cancelled: bool = False, is_promised: bool = False
) -> ComingSession:
    series = one.series
    places = (series.site, one.held_in)
    return ComingSession(
        id=one.id,
        group=series.group.called,
        begins_at=one.begins_at,
        ends_at=one.ends_at,
        lead=str(one.led_by),
        where=", ".join(str(place) for place in places if place),
        is_make_up=is_make_up,
        is_cancelled=is_cancelled,
        is_promised=is_promised,
        mode=series.group.mode,
    )


def _not_coming(booking: Booking) -> ComingSession:
    shown, absence = _coming(booking.occurrence, is_make_up=booking.is_make_up), booking.absence
    if absence:
        shown.absence_id, shown.reason = absence.id, absence.reason
        shown.is_seat_gone = hasattr(absence, "taken_back")
    return shown


def _asked(one: ChangeRequest) -> AskedChange:
    newest = next(iter(one.answers.all()), None)
    return AskedChange(
        id=one.id,
        about=asked_of_in_words(one),
        better=one.better,
        note=one.note,
        made_at=one.made_at,
        answer=TeamAnswer(by=str(newest.staff), outcome=newest.outcome, words=newest.words, at=newest.at)
        if newest
        else None,
    )
