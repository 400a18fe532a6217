"""A session of Ben's on a Tuesday morning, reached by the product's own deeds: Ana and Bo sit in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from daybridge.attendance.actions import Arrival, end_session, mark_presence
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import Source, Way
from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence
from tests.cast import House, a_group, a_participant, a_series


def a_session(house: House, *names: str, lead: str = "Ben") -> Occurrence:
    """Tuesday 24 November 2026, 09:00 to 10:30 in Chicago, with Ana and these (given and family name) in it."""
    series = a_series(house, a_group(house, capacity=14), lead=lead)
    program = house.programs["Dual diagnosis"]
    for name in names:
        a_participant(house, name, therapist=house.staff[lead], program=program, phone="555-0188")
    for given in ("Ana", *(name.split()[0] for name in names)):
        take_seat(house.actors["Dora"], house.participants[given], series=series, from_on=series.from_on)
    return again(series.occurrences.earliest("begins_at"))


def again(occurrence: Occurrence) -> Occurrence:
    """The session as a page of now reads it."""
    related = ("series__group__program", "series__site", "series__organization", "series__lead", "cover")
    return Occurrence.objects.select_related(*related).get(id=occurrence.id)


@contextmanager
def minute(occurrence: Occurrence, minutes: float) -> Iterator[datetime]:
    """Live so many minutes after a session was to begin."""
    moment = occurrence.begins_at + timedelta(minutes=minutes)
    with clock.at(moment):
        yield moment


def tap(
    house: House, occurrence: Occurrence, who: Participant, minutes: float, way: Way = Way.IN, by: str = "Ben"
) -> None:
    """Whoever leads it taps that somebody came (or went), at that minute."""
    with minute(occurrence, minutes) as now:
        told = Arrival(way=way, source=Source.STAFF, at=now)
        mark_presence(house.actors[by], occurrence, participant=who, told=told)


def end(house: House, occurrence: Occurrence, minutes: float = 90, by: str = "Ben") -> None:
    with minute(occurrence, minutes) as now:
        end_session(house.actors[by], occurrence, at=now)


def attendance_of(occurrence: Occurrence, who: Participant) -> Attendance:
    return Attendance.objects.get(occurrence=occurrence, participant=who)
