"""What the tests of this room do again and again."""

from datetime import date

from daybridge.people.models import Participant
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Booking, Series
from daybridge.programs.models import Program
from daybridge.programs.planning import actions
from daybridge.programs.planning.changes import Change
from daybridge.programs.planning.models import ScheduleVersion
from tests.cast import House, a_group, a_participant, a_series

TODAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def program(house: House) -> Program:
    return Program.objects.select_related("organization").get(id=house.programs["Dual diagnosis"].id)


def publish(house: House, *made: Change) -> ScheduleVersion:
    done = actions.publish(house.actors["Dora"], program(house), changes=made, why="Heating")
    return ScheduleVersion.objects.select_related("program").get(id=done.subject_id)


def a_noor(house: House) -> Participant:
    return a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=program(house))


def dates_of(series: Series, who: Participant) -> list[date]:
    found = Booking.objects.standing().filter(occurrence__series=series, participant=who)
    return sorted(found.values_list("occurrence__on_day", flat=True))


def seated(house: House, *people: Participant, weekday: int = 1) -> Series:
    series = a_series(house, a_group(house), weekday=weekday)
    for one in people:
        take_seat(house.actors["Ben"], one, series=series, from_on=TODAY)
    return series
