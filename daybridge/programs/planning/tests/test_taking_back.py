"""What is taken back stands again: once, for those who may still come, and as it was before."""

from datetime import timedelta

import pytest

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict
from daybridge.core.ids import new_id
from daybridge.programs.actions import discharge
from daybridge.programs.attending.actions import ToldAbsence, tell_absence
from daybridge.programs.calendar.actions import (
    close_day,
    extend_calendar,
    leave_seat,
    open_day,
    take_make_up,
    take_seat,
)
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat, Series
from daybridge.programs.models import Group
from daybridge.programs.planning import actions
from daybridge.programs.planning.changes import CancelDate, ChangeDate, CoverTime, EndTime, GiveSeat, MoveTime
from daybridge.programs.planning.models import ScheduleVersion
from daybridge.programs.planning.tests.deeds import TODAY, TUESDAY, a_noor, dates_of, publish, seated
from tests.cast import House, a_group, a_pair, a_series, a_site, episode_of, later

WEEK = timedelta(days=7)


def _called_off(house: House) -> ScheduleVersion:
    return publish(house, CancelDate(occurrence_id=Occurrence.objects.get(on_day=TUESDAY).id, why="No heating"))


def _holds(series: Series, capacity: int) -> None:
    with guard.writing():
        Group.objects.filter(id=series.group_id).update(capacity=capacity, soft_capacity=capacity)


@pytest.mark.parametrize("how", ["date", "day", "time"])
def test_two_who_must_not_meet_are_not_put_back_together(house: House, how: str) -> None:
    ana, noor, dora = house.participants["Ana"], a_noor(house), house.actors["Dora"]
    series = seated(house, ana, noor)
    if how == "date":
        version = _called_off(house)
    elif how == "time":
        version = publish(house, EndTime(series_id=series.id, last_on=TODAY))
    else:
        close_day(dora, house.organization, day=TUESDAY, name="Snow")
    a_pair(house, ana, noor)
    leave_seat(house.actors["Ben"], Seat.objects.get(participant=ana), last_on=TODAY)
    if how == "day":
        open_day(dora, Closure.objects.get())
    else:
        actions.undo(dora, version)
    assert TUESDAY in dates_of(series, noor) and dates_of(series, ana) == []


def test_of_a_pair_that_still_has_both_seats_one_alone_comes_back(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series = seated(house, ana, noor)
    version = publish(house, EndTime(series_id=series.id, last_on=TODAY))
    a_pair(house, ana, noor)
    actions.undo(house.actors["Dora"], version)
    assert not set(dates_of(series, ana)) & set(dates_of(series, noor))
    assert Seat.objects.filter(until_on=None).count() == 1


def test_whoever_left_or_told_that_they_are_away_is_not_expected_again(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series = seated(house, ana, noor)
    version = _called_off(house)
    leave_seat(house.actors["Ben"], Seat.objects.get(participant=ana), last_on=TODAY)
    told = ToldAbsence(id=new_id(), made_at=clock.now(), reason="sick", first_on=TUESDAY, last_on=TUESDAY)
    tell_absence(house.actors["Noor"], noor, told=told)
    actions.undo(house.actors["Dora"], version)
    assert dates_of(series, ana) == [] and TUESDAY not in dates_of(series, noor)
    assert TUESDAY in [one.on_day for one in Occurrence.objects.filter(state="planned")]


def test_of_a_pair_seated_on_a_cancelled_date_one_alone_comes_back(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series = seated(house, ana, noor)
    version = _called_off(house)
    a_pair(house, ana, noor)
    actions.undo(house.actors["Dora"], version)
    assert [TUESDAY in dates_of(series, one) for one in (ana, noor)].count(True) == 1


def test_a_group_that_got_smaller_meanwhile_takes_back_as_many_as_it_holds(house: House) -> None:
    series = seated(house, house.participants["Ana"], a_noor(house))
    version = _called_off(house)
    _holds(series, 1)
    actions.undo(house.actors["Dora"], version)
    date_back = Booking.objects.standing().filter(occurrence__on_day=TUESDAY)
    assert date_back.exclude(participant=None).count() == 1


def test_whoever_took_a_date_to_make_up_and_was_discharged_since_is_not_expected_again(house: House) -> None:
    ana = house.participants["Ana"]
    series = seated(house, a_noor(house))
    take_make_up(house.actors["Ana"], ana, occurrence=Occurrence.objects.get(on_day=TUESDAY))
    version = _called_off(house)
    discharge(house.system, episode_of(ana), reason="completed", ended_on=TODAY)
    actions.undo(house.actors["Dora"], version)
    assert dates_of(series, ana) == []


def test_a_day_closed_since_a_weekly_time_ended_stays_closed(house: House) -> None:
    series = seated(house, house.participants["Ana"])
    version = publish(house, EndTime(series_id=series.id, last_on=TODAY))
    close_day(house.actors["Dora"], house.organization, day=TUESDAY, name="Snow")
    actions.undo(house.actors["Dora"], version)
    assert Occurrence.objects.get(on_day=TUESDAY).state == "cancelled"
    assert Occurrence.objects.get(on_day=TUESDAY + WEEK).state == "planned"


def test_a_version_of_which_nothing_is_left_to_take_back_says_so(house: House) -> None:
    ana = house.participants["Ana"]
    series = a_series(house, a_group(house))
    version = publish(house, GiveSeat(series_id=series.id, participant_id=ana.id, from_on=TUESDAY))
    leave_seat(house.actors["Ben"], Seat.objects.get(), last_on=TODAY)
    with pytest.raises(Conflict, match="nothing left to take back"):
        actions.undo(house.actors["Dora"], version)
    assert ScheduleVersion.objects.count() == 1


def test_a_date_moved_to_another_room_and_covered_keeps_the_room(house: House) -> None:
    small, large = a_site(house, "Lakeside", "Small", "Large").rooms.order_by("-name")
    series = a_series(house, a_group(house), room=small)
    one = Occurrence.objects.get(on_day=TUESDAY)
    held = {"begins_at": one.begins_at, "minutes": 90}
    publish(house, ChangeDate(occurrence_id=one.id, lead_id=series.lead_id, room_id=large.id, **held))  # type: ignore[arg-type]
    cora = house.staff["Cora"]
    publish(house, CoverTime(series_id=series.id, lead_id=cora.id, from_on=TODAY, until_on=TUESDAY))
    one = Occurrence.objects.select_related("series__room", "other_room", "cover").get(id=one.id)
    assert (one.held_in, one.led_by) == (large, cora)


def test_a_move_keeps_the_first_and_the_last_day_of_what_it_moves(house: House) -> None:
    ana, noor, new = house.participants["Ana"], a_noor(house), new_id()
    series = seated(house, ana)
    take_seat(house.actors["Ben"], noor, series=series, from_on=TUESDAY + 2 * WEEK)
    last = TUESDAY + 4 * WEEK
    publish(house, EndTime(series_id=series.id, last_on=last))
    publish(
        house,
        MoveTime(
            series_id=series.id, new_series_id=new, weekday=2, start=840, minutes=60, lead_id=series.lead_id, from_on=TODAY
        ),
    )  # fmt: skip
    moved = Series.objects.get(id=new)
    assert moved.until_on == last
    assert (len(dates_of(moved, ana)), len(dates_of(moved, noor))) == (4, 2)


def test_the_night_books_as_many_as_a_group_holds_and_first_who_has_the_seat_the_longest(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series = seated(house, ana, noor)
    _holds(series, 1)
    before = [len(dates_of(series, one)) for one in (ana, noor)]
    with clock.at(later(days=7)):
        told = extend_calendar(house.system, house.organization)
    assert [len(dates_of(series, one)) for one in (ana, noor)] == [before[0] + 1, before[1]]
    assert told.clashes == 1
