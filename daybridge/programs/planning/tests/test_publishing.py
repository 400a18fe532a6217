"""Versions of a week: what was done, by whom, why, and that each of them can be taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.programs.actions import discharge
from daybridge.programs.calendar import queries as calendar
from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
from daybridge.programs.models import Program, Room
from daybridge.programs.planning import actions, changes
from daybridge.programs.planning.changes import (
    CancelDate,
    Change,
    ChangeDate,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    OpenTime,
    PauseTime,
)
from daybridge.programs.planning.models import ScheduleVersion
from tests.cast import House, a_group, a_participant, a_series, a_site, episode_of, later

TODAY = date(2026, 11, 23)
TUESDAY = date(2026, 11, 24)


def _program(house: House) -> Program:
    return house.programs["Dual diagnosis"]


def _publish(house: House, *made: Change, by: str = "Dora", why: str = "A new shift") -> ScheduleVersion:
    done = actions.publish(house.actors[by], _program(house), changes=made, why=why)
    return ScheduleVersion.objects.select_related("program").get(id=done.subject_id)


def _week() -> dict[str, list[tuple[date, str]]]:
    """Everything that stands on the calendar: who or what -> the dates and groups that take it."""
    found: dict[str, list[tuple[date, str]]] = {}
    for one in Booking.objects.standing().select_related("occurrence__series__group", "participant", "staff", "room"):
        who = str(one.room or one.staff or (one.participant and one.participant.given_name))
        at = one.during.lower.isoformat()
        found.setdefault(who, []).append((one.occurrence.on_day, f"{one.occurrence.series.group} {at}"))
    return {who: sorted(dates) for who, dates in found.items()}


@pytest.fixture
def series(house: House) -> Series:
    """Skills on Tuesdays at nine in Room 1 with Ben; Ana and Noor sit in it, Kai does not."""
    room = Room.objects.select_related("site").get(site=a_site(house, "Lakeside", "Room 1"))
    made = a_series(house, a_group(house), room=room)
    a_participant(house, "Kai Lund", therapist=house.staff["Ben"], program=_program(house))
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=_program(house))
    _publish(house, *(GiveSeat(series_id=made.id, participant_id=one.id, from_on=TODAY)
                      for one in (house.participants["Ana"], noor)))  # fmt: skip
    return made


def _every_change(house: House, series: Series) -> dict[str, Change]:
    first = Occurrence.objects.get(series=series, on_day=TUESDAY)
    last = TUESDAY + timedelta(days=20)
    cora, ana = house.staff["Cora"].id, house.participants["Ana"].id
    of = {"series_id": series.id}
    return {
        "give-seat": GiveSeat(**of, participant_id=house.participants["Kai"].id, from_on=TODAY),
        "give-seat-for-a-while": GiveSeat(
            **of, participant_id=house.participants["Kai"].id, from_on=TODAY, until_on=last
        ),
        "end-seat": EndSeat(**of, participant_id=ana, last_on=TUESDAY),
        "open-time": OpenTime(
            series_id=new_id(), group_id=series.group_id, weekday=3, start=600, minutes=90, lead_id=cora, from_on=TODAY
        ),
        "end-time": EndTime(**of, last_on=TUESDAY),
        "move-time": MoveTime(
            **of, new_series_id=new_id(), weekday=2, start=840, minutes=60, lead_id=cora, room_id=series.room_id,
            from_on=TUESDAY + timedelta(days=7), without=(ana,),
        ),
        "cover-time": CoverTime(**of, lead_id=cora, from_on=TODAY, until_on=last),
        "pause-time": PauseTime(**of, from_on=TODAY, until_on=last, why="Nobody can lead it"),
        "cancel-date": CancelDate(occurrence_id=first.id, why="No heating"),
        "change-date": ChangeDate(
            occurrence_id=first.id, begins_at=first.begins_at + timedelta(hours=2), minutes=45, lead_id=cora,
            room_id=series.room_id,
        ),
    }  # fmt: skip


KINDS = (
    "give-seat", "give-seat-for-a-while", "end-seat", "open-time", "end-time", "move-time", "cover-time", "pause-time",
    "cancel-date", "change-date",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_was_published_is_taken_back_and_done_again(house: House, series: Series, kind: str) -> None:
    before, change = _week(), _every_change(house, series)[kind]
    version = _publish(house, change)
    changed = _week()
    assert changed != before
    back = ScheduleVersion.objects.select_related("program").get(id=_undo(house, version))
    assert _week() == before and back.undoes_id == version.id
    _undo(house, back)
    assert _week() == changed
    with pytest.raises(Conflict, match="taken back already"):
        _undo(house, version)


def _undo(house: House, version: ScheduleVersion):  # type: ignore[no-untyped-def]
    return actions.undo(house.actors["Dora"], version).subject_id


def test_moving_a_time_takes_everybody_along_but_those_who_cannot(house: House, series: Series) -> None:
    moved = _every_change(house, series)["move-time"]
    assert isinstance(moved, MoveTime)
    _publish(house, moved)
    there = Seat.objects.filter(series_id=moved.new_series_id)
    assert [one.participant.given_name for one in there.select_related("participant")] == ["Noor"]
    assert [day for day, _ in _week()["Ana"]] == [TUESDAY], "she keeps what is before"
    assert _week()["Noor"][1][0] == TUESDAY + timedelta(days=8)


def test_a_version_says_what_who_and_why_and_counts_on(house: House, series: Series) -> None:
    version = _publish(
        house, CoverTime(series_id=series.id, lead_id=house.staff["Cora"].id, from_on=TODAY, until_on=TUESDAY)
    )
    assert (version.number, version.made_by, version.why) == (2, house.staff["Dora"], "A new shift")
    assert [type(one) for one in changes.from_json(version.changes)] == [CoverTime]
    assert [type(one) for one in changes.from_json(version.opposites)] == [ChangeDate]


def test_a_version_is_done_whole_or_not_at_all(house: House, series: Series) -> None:
    before = _week()
    gone = CancelDate(occurrence_id=Occurrence.objects.earliest("on_day").id, why="No heating")
    taken = OpenTime(
        series_id=new_id(), group_id=series.group_id, weekday=1, start=600, minutes=90, lead_id=house.staff["Ben"].id,
        from_on=TODAY + timedelta(days=7),
    )  # fmt: skip
    with pytest.raises(Conflict, match="is taken by Skills"):
        _publish(house, gone, taken)
    assert _week() == before and ScheduleVersion.objects.count() == 1


def test_nothing_is_published_without_a_change_or_a_reason(house: House, series: Series) -> None:
    with pytest.raises(Invalid, match="nothing to change"):
        _publish(house)
    with pytest.raises(Invalid) as refused:
        _publish(house, EndTime(series_id=series.id, last_on=TUESDAY), why="  ")
    assert set(refused.value.fields) == {"why"}


def test_who_treats_somebody_changes_their_seats_and_nothing_else(house: House, series: Series) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    ends = EndSeat(series_id=series.id, participant_id=ana.id, last_on=TUESDAY)
    for made in ([EndTime(series_id=series.id, last_on=TUESDAY)], [ends, replace(ends, participant_id=new_id())]):
        with pytest.raises(Refused):
            actions.change_seats(ben, ana, changes=made, why="She asked")
    done = actions.change_seats(ben, ana, changes=[ends], why="She asked")
    version = ScheduleVersion.objects.select_related("program").get(id=done.subject_id)
    assert version.participant == ana and len(_week()["Ana"]) == 1
    actions.undo(ben, version)
    assert len(_week()["Ana"]) == 8
    discharge(ben, episode_of(ana), ended_on=TODAY, reason="completed")
    with pytest.raises(Conflict, match="in no program"):
        actions.change_seats(ben, ana, changes=[ends], why="She asked")


def test_what_is_over_stays_and_only_the_days_ahead_are_taken_back(house: House, series: Series) -> None:
    ended = _publish(house, EndTime(series_id=series.id, last_on=TODAY))
    cancelled = Occurrence.objects.filter(series=series).earliest("on_day")
    with clock.at(later(days=10)):
        _undo(house, ended)
        days = [day for day, _ in _week()["Ana"]]
        assert days[0] == TUESDAY + timedelta(days=14) and cancelled.on_day not in days


def test_a_date_that_is_over_is_not_taken_back(house: House, series: Series) -> None:
    version = _publish(house, CancelDate(occurrence_id=Occurrence.objects.earliest("on_day").id, why="No heating"))
    with clock.at(later(days=10)), pytest.raises(Conflict, match="nothing left to take back"):
        _undo(house, version)


def test_what_came_in_its_place_is_named(house: House, series: Series) -> None:
    ended = _publish(house, EndTime(series_id=series.id, last_on=TODAY))
    a_series(house, a_group(house, "Trauma"))
    with pytest.raises(Conflict, match="is taken by Trauma"):
        _undo(house, ended)
    assert calendar.seats_of(house.participants["Ana"].id, TUESDAY) == []
