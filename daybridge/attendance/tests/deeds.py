"""A session of Ben's on a Tuesday morning, reached by the product's own deeds: Ana and Bo sit in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from daybridge.attendance.actions import (
    Arrival,
    correct_presence,
    end_session,
    excuse,
    mark_presence,
    promise_to_come,
    tell_presence,
)
from daybridge.attendance.afterwards.actions import Telling, rate_session, tell_practice
from daybridge.attendance.afterwards.rules import Question
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import Source, Way
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
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


def go_to_a_session(house: House, occurrence: Occurrence, who: Participant) -> None:
    """Everything that can be told of one person and one session, by them and by Ben, who leads it."""
    ben, mine = house.actors["Ben"], house.actors[who.given_name]
    with guard.writing():
        Group.objects.filter(id=occurrence.series.group_id).update(curriculum="skills")
    session = again(occurrence)
    with minute(session, -60):
        promise_to_come(mine, who, occurrence=session)
        excuse(ben, session, participant=who, why="Told the front desk", holds=False)
    with minute(session, 5) as now:
        told = Arrival(way=Way.IN, source=Source.VIDEO, at=now, location="12 Elm Street", call_back="555-0142")
        tell_presence(mine, who, occurrence=session, told=told)
    with minute(session, 40):
        spans = [(session.begins_at, None)]
        correct_presence(ben, session, participant=who, spans=spans, why="Was there from the start")
    end(house, session)
    with minute(session, 100) as now:
        telling = Telling(id=new_id(), occurrence=session, made_at=now)
        rate_session(mine, who, told=telling, ratings={Question.ROOM: 8})
        tell_practice(mine, who, told=Telling(id=new_id(), occurrence=session, made_at=now), said="partly")
