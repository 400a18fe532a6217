"""Nothing that was is changed; nobody is seated again who left, is away, or must not meet; what was shown is what is done."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.core.models import Alarm
from daybridge.people.models import Participant
from daybridge.programs.actions import admit, discharge
from daybridge.programs.attending.actions import ToldAbsence, tell_absence
from daybridge.programs.calendar.actions import cancel_occurrence, close_day, leave_seat, open_day, take_seat
from daybridge.programs.calendar.models import Booking, Closure, Occurrence, Seat, Series
from daybridge.programs.models import Group, Program
from daybridge.programs.planning import actions, gathering, jobs
from daybridge.programs.planning.changes import CancelDate, Change, EndTime, to_json
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import Aim, State
from tests.cast import (
    House,
    a_group,
    a_pair,
    a_participant,
    a_program,
    a_series,
    a_staff_member,
    episode_of,
    later,
)

TODAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEEK = timedelta(days=7)


def _program(house: House) -> Program:
    return Program.objects.select_related("organization").get(id=house.programs["Dual diagnosis"].id)


def _publish(house: House, *made: Change) -> ScheduleVersion:
    done = actions.publish(house.actors["Dora"], _program(house), changes=made, why="Heating")
    return ScheduleVersion.objects.select_related("program").get(id=done.subject_id)


def _noor(house: House) -> Participant:
    return a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=_program(house))


def _dates(series: Series, who: Participant) -> list[date]:
    found = Booking.objects.standing().filter(occurrence__series=series, participant=who)
    return sorted(found.values_list("occurrence__on_day", flat=True))


def _seated(house: House, *people: Participant, weekday: int = 1) -> Series:
    series = a_series(house, a_group(house), weekday=weekday)
    for one in people:
        take_seat(house.actors["Ben"], one, series=series, from_on=TODAY)
    return series


# --- Taking back -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["date", "day", "time"])
def test_two_who_must_not_meet_are_not_put_back_together(house: House, how: str) -> None:
    ana, noor, dora = house.participants["Ana"], _noor(house), house.actors["Dora"]
    series = _seated(house, ana, noor)
    if how == "date":
        version = _publish(house, CancelDate(occurrence_id=Occurrence.objects.get(on_day=TUESDAY).id, why="No heating"))
    elif how == "time":
        version = _publish(house, EndTime(series_id=series.id, last_on=TODAY))
    else:
        close_day(dora, house.organization, day=TUESDAY, name="Snow")
    a_pair(house, ana, noor)
    leave_seat(house.actors["Ben"], Seat.objects.get(participant=ana), last_on=TODAY)
    if how == "day":
        open_day(dora, Closure.objects.get())
    else:
        actions.undo(dora, version)
    assert TUESDAY in _dates(series, noor) and _dates(series, ana) == []


def test_of_a_pair_that_still_has_both_seats_one_alone_comes_back(house: House) -> None:
    ana, noor = house.participants["Ana"], _noor(house)
    series = _seated(house, ana, noor)
    version = _publish(house, EndTime(series_id=series.id, last_on=TODAY))
    a_pair(house, ana, noor)
    actions.undo(house.actors["Dora"], version)
    assert not set(_dates(series, ana)) & set(_dates(series, noor))
    assert Seat.objects.filter(until_on=None).count() == 1


def test_whoever_left_or_told_that_they_are_away_is_not_expected_again(house: House) -> None:
    ana, noor = house.participants["Ana"], _noor(house)
    series = _seated(house, ana, noor)
    version = _publish(house, CancelDate(occurrence_id=Occurrence.objects.get(on_day=TUESDAY).id, why="No heating"))
    leave_seat(house.actors["Ben"], Seat.objects.get(participant=ana), last_on=TODAY)
    told = ToldAbsence(id=new_id(), made_at=clock.now(), reason="sick", first_on=TUESDAY, last_on=TUESDAY)
    tell_absence(house.actors["Noor"], noor, told=told)
    actions.undo(house.actors["Dora"], version)
    assert _dates(series, ana) == [] and TUESDAY not in _dates(series, noor)
    assert TUESDAY in [one.on_day for one in Occurrence.objects.filter(state="planned")]


# --- What was --------------------------------------------------------------------------------------------------------


def test_sessions_that_were_held_stay_whatever_is_ended_cancelled_or_closed(house: House) -> None:
    ana, dora, ben = house.participants["Ana"], house.actors["Dora"], house.actors["Ben"]
    series = _seated(house, ana)
    first = Occurrence.objects.get(on_day=TUESDAY)
    with clock.at(later(days=20)):
        with pytest.raises(Invalid, match="Check the date"):
            _publish(house, EndTime(series_id=series.id, last_on=TODAY))
        with pytest.raises(Conflict, match="stays as it was"):
            cancel_occurrence(dora, first, why="No heating")
        with pytest.raises(Conflict, match="over"):
            close_day(dora, house.organization, day=TUESDAY, name="Snow")
        leave_seat(ben, Seat.objects.get(), last_on=TODAY)
    assert _dates(series, ana) == [TUESDAY, TUESDAY + WEEK, TUESDAY + 2 * WEEK]


def test_a_seat_that_begins_today_books_nothing_that_has_begun(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(later(days=-7)):
        series = a_series(house, a_group(house), weekday=0, start=8 * 60)
    take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY - WEEK)
    assert TODAY not in _dates(series, ana) and Seat.objects.get().from_on == TODAY


def test_no_seat_is_given_in_another_program(house: House) -> None:
    group = a_group(house)
    with guard.writing():
        Group.objects.filter(id=group.id).update(program=a_program(house, "Evening"))
    series = a_series(house, Group.objects.get(id=group.id))
    with pytest.raises(Conflict, match="another program"):
        take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=TODAY)


def test_a_seat_withheld_for_somebody_who_is_away_names_a_day_on_which_the_group_meets(house: House) -> None:
    ana, noor = house.participants["Ana"], _noor(house)
    series = _seated(house, noor)
    a_pair(house, ana, noor)
    with guard.writing():
        Booking.objects.standing().filter(participant=noor).take_off()
    with pytest.raises(Conflict, match="2026-11-24"):
        take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)


# --- Accepting -------------------------------------------------------------------------------------------------------


def _ready(
    house: House, *, aim: Aim, seats: Mapping[str, Sequence[str]], participant: Participant | None = None
) -> Proposal:
    """A proposal with everybody where they are but for `seats`, as the job leaves it."""
    asked = (
        actions.ask_for_place(house.actors["Ben"], participant, from_on=TODAY)
        if participant
        else actions.ask_for_week(house.actors["Dora"], _program(house), aim=aim, from_on=TODAY)
    )
    made = Proposal.objects.select_related("program__organization").get(id=asked.subject_id)
    gathered = gathering.gather_for(made)
    everybody = {who: list(had) for who, had in gathered.present.items()} | dict(seats)
    option: dict[str, Any] = {
        "seats": everybody, "openings": [], "shut": [], "levels": [], "shortfalls": [], "discomfort": 0, "taken": []
    }  # fmt: skip
    option["changes"] = to_json(gathered.changes_of(option, made))
    actions.begin_search(house.system, made, mark=gathered.mark)
    actions.keep_found(house.system, made, found={"options": [option], "reasons": []}, mark=gathered.mark)
    return Proposal.objects.select_related("program__organization", "participant").get(id=made.id)


def test_an_old_proposal_changes_nothing_before_today(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    old = _seated(house, ana)
    new = a_series(house, a_group(house, "New"), weekday=2)
    proposal = _ready(house, aim=Aim.PLACE, participant=ana, seats={str(ana.id): [str(new.id)]})
    with clock.at(later(days=21)):
        actions.accept(ben, proposal, option=0, why="Admitted")
    assert min(_dates(new, ana)) >= TODAY + 3 * WEEK and _dates(old, ana) == [
        TUESDAY,
        TUESDAY + WEEK,
        TUESDAY + 2 * WEEK,
    ]


def test_what_is_accepted_is_what_was_shown_whatever_others_did_meanwhile(house: House) -> None:
    ana, noor = house.participants["Ana"], _noor(house)
    one, two = (a_series(house, a_group(house, name), weekday=day) for name, day in (("One", 1), ("Two", 2)))
    proposal = _ready(house, aim=Aim.REPAIR, seats={str(ana.id): [str(one.id)]})
    assert proposal.found
    take_seat(house.actors["Ben"], noor, series=two, from_on=TODAY)
    actions.accept(house.actors["Dora"], proposal, option=0, why="A new shift")
    assert ScheduleVersion.objects.get().changes == proposal.found["options"][0]["changes"]
    assert Seat.objects.filter(participant=noor, until_on=None).exists()


def test_whoever_went_to_another_program_gets_no_seat_in_the_old_one(house: House) -> None:
    noor = _noor(house)
    one = a_series(house, a_group(house, "One"))
    proposal = _ready(house, aim=Aim.REPAIR, seats={str(noor.id): [str(one.id)]})
    discharge(house.system, episode_of(noor), reason="transferred", ended_on=TODAY)
    evening = a_program(house, "Evening")
    admit(house.system, noor, program=evening, primary_therapist=house.staff["Cleo"], admitted_on=TODAY)
    with pytest.raises(Conflict, match="has changed since"):
        actions.accept(house.actors["Dora"], proposal, option=0, why="A new shift")


def test_an_answer_to_an_older_question_is_not_kept(house: House) -> None:
    asked = actions.ask_for_place(house.actors["Ben"], house.participants["Ana"], from_on=TODAY)
    made = Proposal.objects.get(id=asked.subject_id)
    for mark in ("first", "second"):
        actions.begin_search(house.system, made, mark=mark)
    assert actions.keep_found(house.system, made, found={"options": [], "reasons": []}, mark="first").repeated
    assert Proposal.objects.get().state == State.SEARCHING


# --- The engine is there for everybody -------------------------------------------------------------------------------


def test_one_search_a_program_and_ten_a_house_wait_for_the_engine(house: House) -> None:
    dora, ben = house.actors["Dora"], house.actors["Ben"]
    actions.ask_for_week(dora, _program(house), aim=Aim.PLAN, from_on=TODAY)
    with pytest.raises(Conflict, match="already"):
        actions.ask_for_week(dora, _program(house), aim=Aim.REPAIR, from_on=TODAY)
    for number in range(12):
        person = a_participant(
            house, f"P{number} Crowd", therapist=house.staff["Ben"], program=_program(house), with_account=False
        )
        with suppress(Conflict):
            actions.ask_for_place(ben, person, from_on=TODAY)
    assert Proposal.objects.count() == actions.MOST_SEARCHES


def test_a_broken_rule_is_an_alarm_and_nothing_of_the_week_is_kept(house: House) -> None:
    asked = actions.ask_for_week(house.actors["Dora"], _program(house), aim=Aim.REPAIR, from_on=TODAY)
    proposal = Proposal.objects.select_related("program__organization").get(id=asked.subject_id)
    gathered = gathering.gather_for(proposal)
    actions.begin_search(house.system, proposal, mark=gathered.mark)
    jobs.keep(house.system, proposal.id, gathered, {"wrong": ["kept_apart"]})
    assert Alarm.objects.get().about == "wrong-week: kept_apart" and Proposal.objects.get().state == State.FAILED


def test_telling_the_engine_costs_as_many_queries_with_more_staff(house: House) -> None:
    a_series(house, a_group(house))
    sunday = TODAY + timedelta(days=6)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            gathering.gather(_program(house), from_on=TODAY, until_on=sunday, seed=new_id())
        return len(seen)

    before = asked()
    for number in range(6):
        a_staff_member(house, f"Zed{number} Crowd", "therapist")
    assert asked() == before
