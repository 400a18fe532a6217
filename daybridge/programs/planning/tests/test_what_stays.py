"""Nothing that was is changed; nobody is seated who left, is away, or must not meet; what was shown is what is done."""

import random
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
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.attending.actions import ToldAbsence, come_after_all, tell_absence
from daybridge.programs.attending.models import Absence
from daybridge.programs.calendar import queries
from daybridge.programs.calendar.actions import (
    cancel_occurrence,
    close_day,
    extend_calendar,
    leave_seat,
    take_seat,
)
from daybridge.programs.calendar.models import Booking, Occurrence, Seat, Series
from daybridge.programs.models import Group
from daybridge.programs.planning import actions, gathering, jobs
from daybridge.programs.planning.changes import (
    CancelDate,
    Change,
    ChangeDate,
    CoverTime,
    EndSeat,
    EndTime,
    GiveSeat,
    MoveTime,
    PauseTime,
    to_json,
)
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import Aim, State
from daybridge.programs.planning.tests.deeds import TODAY, TUESDAY, a_noor, dates_of, program, publish, seated
from daybridge.programs.schedule import reading
from daybridge.programs.staffing.actions import tell_leave
from daybridge.programs.staffing.rules import Days, Reason
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

WEEK = timedelta(days=7)


# --- What was --------------------------------------------------------------------------------------------------------


def test_sessions_that_were_held_stay_whatever_is_ended_cancelled_or_closed(house: House) -> None:
    ana, dora, ben = house.participants["Ana"], house.actors["Dora"], house.actors["Ben"]
    series = seated(house, ana)
    first = Occurrence.objects.get(on_day=TUESDAY)
    with clock.at(later(days=20)):
        with pytest.raises(Invalid, match="Check the date"):
            publish(house, EndTime(series_id=series.id, last_on=TODAY))
        with pytest.raises(Conflict, match="stays as it was"):
            cancel_occurrence(dora, first, why="No heating")
        with pytest.raises(Conflict, match="over"):
            close_day(dora, house.organization, day=TUESDAY, name="Snow")
        leave_seat(ben, Seat.objects.get(), last_on=TODAY)
    assert dates_of(series, ana) == [TUESDAY, TUESDAY + WEEK, TUESDAY + 2 * WEEK]


def test_a_seat_that_begins_today_books_nothing_that_has_begun(house: House) -> None:
    ana = house.participants["Ana"]
    with clock.at(later(days=-7)):
        series = a_series(house, a_group(house), weekday=0, start=8 * 60)
    take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY - WEEK)
    assert TODAY not in dates_of(series, ana) and Seat.objects.get().from_on == TODAY


def test_no_seat_is_given_in_another_program(house: House) -> None:
    group = a_group(house)
    with guard.writing():
        Group.objects.filter(id=group.id).update(program=a_program(house, "Evening"))
    series = a_series(house, Group.objects.get(id=group.id))
    with pytest.raises(Conflict, match="another program"):
        take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=TODAY)


def test_a_seat_withheld_for_somebody_who_is_away_names_a_day_on_which_the_group_meets(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series = seated(house, noor)
    a_pair(house, ana, noor)
    with guard.writing():
        Booking.objects.standing().filter(participant=noor).take_off()
    with pytest.raises(Conflict, match="Tue 24 Nov"):
        take_seat(house.actors["Ben"], ana, series=series, from_on=TODAY)


# --- Accepting -------------------------------------------------------------------------------------------------------


def _ready(
    house: House, *, aim: Aim, seats: Mapping[str, Sequence[str]], participant: Participant | None = None
) -> Proposal:
    """A proposal with everybody where they are but for `seats`, as the job leaves it."""
    asked = (
        actions.ask_for_place(house.actors["Ben"], participant, from_on=TODAY)
        if participant
        else actions.ask_for_week(house.actors["Dora"], program(house), aim=aim, from_on=TODAY)
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
    old = seated(house, ana)
    new = a_series(house, a_group(house, "New"), weekday=2)
    proposal = _ready(house, aim=Aim.PLACE, participant=ana, seats={str(ana.id): [str(new.id)]})
    with clock.at(later(days=21)):
        actions.accept(ben, proposal, option=0, why="Admitted")
    assert min(dates_of(new, ana)) >= TODAY + 3 * WEEK and dates_of(old, ana) == [
        TUESDAY,
        TUESDAY + WEEK,
        TUESDAY + 2 * WEEK,
    ]


def test_what_is_accepted_is_what_was_shown_whatever_others_did_meanwhile(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    one, two = (a_series(house, a_group(house, name), weekday=day) for name, day in (("One", 1), ("Two", 2)))
    proposal = _ready(house, aim=Aim.REPAIR, seats={str(ana.id): [str(one.id)]})
    assert proposal.found
    take_seat(house.actors["Ben"], noor, series=two, from_on=TODAY)
    actions.accept(house.actors["Dora"], proposal, option=0, why="A new shift")
    assert ScheduleVersion.objects.get().changes == proposal.found["options"][0]["changes"]
    assert Seat.objects.filter(participant=noor, until_on=None).exists()


def test_whoever_went_to_another_program_gets_no_seat_in_the_old_one(house: House) -> None:
    noor = a_noor(house)
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
    actions.ask_for_week(dora, program(house), aim=Aim.PLAN, from_on=TODAY)
    with pytest.raises(Conflict, match="already"):
        actions.ask_for_week(dora, program(house), aim=Aim.REPAIR, from_on=TODAY)
    for number in range(12):
        person = a_participant(
            house, f"P{number} Crowd", therapist=house.staff["Ben"], program=program(house), with_account=False
        )
        with suppress(Conflict):
            actions.ask_for_place(ben, person, from_on=TODAY)
    assert Proposal.objects.count() == actions.MOST_SEARCHES


def test_a_broken_rule_is_an_alarm_and_nothing_of_the_week_is_kept(house: House) -> None:
    asked = actions.ask_for_week(house.actors["Dora"], program(house), aim=Aim.REPAIR, from_on=TODAY)
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
            gathering.gather(program(house), from_on=TODAY, until_on=sunday, seed=new_id())
        return len(seen)

    before = asked()
    for number in range(6):
        a_staff_member(house, f"Zed{number} Crowd", "therapist")
    assert asked() == before


# --- Edges that a stranger found --------------------------------------------------------------------------------------


def _kai(house: House, series: Series, **days: date) -> ScheduleVersion:
    kai = house.participants.get("Kai") or a_participant(
        house, "Kai Lund", therapist=house.staff["Ben"], program=program(house)
    )
    return publish(house, GiveSeat(series_id=series.id, participant_id=kai.id, **days))  # type: ignore[arg-type]


def test_a_pause_and_a_cover_pass_over_a_session_that_has_begun(house: House) -> None:
    series = seated(house, house.participants["Ana"])
    with clock.at(later(days=1)):
        days = {"series_id": series.id, "from_on": TUESDAY, "until_on": TUESDAY + WEEK}
        publish(house, CoverTime(**days, lead_id=house.staff["Cora"].id))
        publish(house, PauseTime(**days, why="Nobody can lead it"))
    states = list(Occurrence.objects.order_by("on_day").values_list("state", flat=True)[:3])
    assert states == ["planned", "cancelled", "planned"]


def test_a_leader_away_for_one_day_of_two_weeks_is_covered_on_that_day_alone(house: House) -> None:
    series = seated(house, house.participants["Ana"])
    tell_leave(house.actors["Dora"], house.staff["Ben"], days=Days(TODAY, TUESDAY), reason=Reason.SICK)
    covered = CoverTime(
        series_id=series.id, lead_id=house.staff["Cora"].id, from_on=TODAY, until_on=TODAY + timedelta(days=13)
    )
    publish(house, covered)
    first, second = Occurrence.objects.order_by("on_day")[:2]
    assert (first.led_by, second.led_by) == (house.staff["Cora"], house.staff["Ben"])


def test_leave_of_several_days_is_told_to_the_engine_by_day_and_none_of_it_from_before(house: House) -> None:
    a_series(house, a_group(house))
    tell_leave(
        house.actors["Dora"], house.staff["Ben"], days=Days(TODAY, TODAY + timedelta(days=2)), reason=Reason.SICK
    )
    told = gathering.gather(program(house), from_on=TUESDAY, until_on=TODAY + timedelta(days=6), seed=new_id()).instance
    reading.from_json(reading.to_json(told))
    assert [span.day for span in told.facilitator[str(house.staff["Ben"].id)].leave] == [1, 2]


def test_a_weekly_time_with_a_last_day_goes_on_until_then(house: House) -> None:
    series = a_series(house, a_group(house))
    last = TUESDAY + 20 * WEEK
    publish(house, EndTime(series_id=series.id, last_on=last))
    for days in (40, 80, 120):
        with clock.at(later(days=days)):
            extend_calendar(house.system, house.organization)
    assert Occurrence.objects.filter(state="planned").latest("on_day").on_day == last


def test_of_two_ends_the_newer_is_taken_back_first(house: House) -> None:
    series = seated(house, house.participants["Ana"])
    older = publish(house, EndTime(series_id=series.id, last_on=TUESDAY + 4 * WEEK))
    newer = publish(house, EndTime(series_id=series.id, last_on=TUESDAY))
    with pytest.raises(Conflict, match="ends on another day"):
        actions.undo(house.actors["Dora"], older)
    for one in (newer, older):
        actions.undo(house.actors["Dora"], one)
    assert len(dates_of(series, house.participants["Ana"])) == 8


def test_a_move_with_somebody_new_in_it_is_taken_back_only_once_they_are_out_and_who_left_stays_out(
    house: House,
) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series, new = seated(house, ana, noor), new_id()
    moved = publish(
        house,
        MoveTime(
            series_id=series.id, new_series_id=new, weekday=2, start=840, minutes=60, lead_id=series.lead_id,
            from_on=TUESDAY + WEEK,
        ),
    )  # fmt: skip
    there = Series.objects.select_related("group").get(id=new)
    _kai(house, there, from_on=TUESDAY + WEEK)
    with pytest.raises(Conflict, match="Kai got a seat in it since"):
        actions.undo(house.actors["Dora"], moved)
    for who in ("Kai", "Ana"):
        leave_seat(
            house.actors["Ben"], Seat.objects.get(series=there, participant=house.participants[who]), last_on=TODAY
        )
    actions.undo(house.actors["Dora"], moved)
    assert dates_of(series, ana) == [TUESDAY] and len(dates_of(series, noor)) == 8


def test_a_move_takes_a_pair_and_a_full_group_along_and_leaves_out_who_was_discharged(house: House) -> None:
    ana, noor = house.participants["Ana"], a_noor(house)
    series, new = seated(house, ana, noor), new_id()
    gone = a_participant(house, "Lia Moss", therapist=house.staff["Ben"], program=program(house))
    take_seat(house.actors["Ben"], gone, series=series, from_on=TODAY)
    a_pair(house, ana, noor)
    discharge(house.system, episode_of(gone), reason="completed", ended_on=TODAY)
    move = MoveTime(
        series_id=series.id, new_series_id=new, weekday=2, start=840, minutes=60, lead_id=series.lead_id, from_on=TODAY
    )
    publish(house, move)
    assert set(Seat.objects.filter(series_id=new).values_list("participant_id", flat=True)) == {ana.id, noor.id}


def test_a_seat_for_a_while_before_one_for_good_is_a_seat_of_its_own(house: House) -> None:
    series = a_series(house, a_group(house))
    good = _kai(house, series, from_on=TUESDAY + 3 * WEEK)
    soon = _kai(house, series, from_on=TODAY, until_on=TUESDAY + WEEK)
    kai = house.participants["Kai"]
    assert len(dates_of(series, kai)) == 7
    actions.undo(house.actors["Dora"], soon)
    assert dates_of(series, kai) == [TUESDAY + n * WEEK for n in range(3, 8)]
    with pytest.raises(Conflict, match="from a later day on"):
        _kai(house, series, from_on=TODAY)
    actions.undo(house.actors["Dora"], good)
    assert dates_of(series, kai) == []


def test_the_night_seats_no_more_than_a_group_holds(house: House) -> None:
    series = a_series(house, a_group(house, capacity=1))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=TODAY)
    with pytest.raises(Conflict, match="full"):
        _kai(house, series, from_on=TODAY + timedelta(days=70))


def test_who_told_days_away_is_not_seated_on_them_and_comes_back_at_the_hour_it_was_moved_to(house: House) -> None:
    ana = house.participants["Ana"]
    series = seated(house, ana)
    told = ToldAbsence(
        id=new_id(), made_at=clock.now(), reason="sick", first_on=TUESDAY, last_on=TUESDAY + timedelta(days=1)
    )
    tell_absence(house.actors["Ana"], ana, told=told)
    one = Occurrence.objects.get(on_day=TUESDAY)
    moved = ChangeDate(
        occurrence_id=one.id, begins_at=one.begins_at + timedelta(days=1), minutes=90, lead_id=series.lead_id
    )
    publish(house, moved)
    come_after_all(house.actors["Ana"], Absence.objects.get(), return_id=new_id())
    booked = Booking.objects.standing().get(occurrence=one, participant=ana)
    assert booked.during.lower == one.begins_at + timedelta(days=1)
    other = a_series(house, a_group(house, "Other"), weekday=3)
    tell_absence(
        house.actors["Ana"], ana,
        told=ToldAbsence(id=new_id(), made_at=clock.now(), reason="care", first_on=TODAY, last_on=TODAY + timedelta(days=6)),
    )  # fmt: skip
    take_seat(house.actors["Ben"], ana, series=other, from_on=TODAY)
    assert dates_of(other, ana)[0] == TODAY + timedelta(days=10)


def test_a_day_closes_what_is_held_on_it_and_a_cancelled_date_is_not_changed(house: House) -> None:
    series, dora = seated(house, house.participants["Ana"]), house.actors["Dora"]
    one = Occurrence.objects.get(on_day=TUESDAY)
    as_is = {"minutes": 90, "lead_id": series.lead_id}
    away = publish(house, ChangeDate(occurrence_id=one.id, begins_at=one.begins_at + timedelta(days=1), **as_is))
    close_day(dora, house.organization, day=TUESDAY, name="Snow")
    one.refresh_from_db()
    assert one.state == "planned", "it is held on the next day"
    close_day(dora, house.organization, day=TUESDAY + timedelta(days=1), name="Snow")
    one.refresh_from_db()
    assert one.state == "cancelled"
    with pytest.raises(Conflict):
        actions.undo(dora, away)


# --- Whatever is done and taken back -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_taken_back_in_any_order_leave_the_past_and_every_rule_as_they_are(
    house: House, seed: int
) -> None:
    chance = random.Random(seed)
    people = [house.participants["Ana"], a_noor(house)]
    people += [
        a_participant(house, f"P{n} Crowd", therapist=house.staff["Ben"], program=program(house), with_account=False)
        for n in range(2)
    ]
    a_series(house, a_group(house, "Skills", capacity=2))
    a_series(house, a_group(house, "Trauma", capacity=2), weekday=3, lead="Cora")
    a_pair(house, people[0], people[1])
    made: list[ScheduleVersion] = []
    held: set[tuple[Any, Any]] = set()
    for step in range(14):
        with clock.at(later(days=2 * step, hours=step % 5)):
            extend_calendar(house.system, house.organization)
            with suppress(Conflict, Invalid):
                if made and chance.random() < 0.4:
                    actions.undo(house.actors["Dora"], made.pop(chance.randrange(len(made))))
                else:
                    made.append(publish(house, _any_change(chance, house, people)))
            _keeps_every_rule(held)


def _any_change(chance: random.Random, house: House, people: list[Participant]) -> Change:
    today = clock.today("America/Chicago")
    series = chance.choice(list(Series.objects.select_related("group")))
    day, lead = today + timedelta(days=chance.randrange(12)), chance.choice([house.staff["Ben"], house.staff["Cora"]])
    dates = list(Occurrence.objects.filter(series=series, begins_at__gt=clock.now()).order_by("on_day")[:4])
    kind = chance.randrange(7) if dates else 0
    if kind <= 1:
        until = day + 2 * WEEK if chance.random() < 0.4 else None
        return GiveSeat(series_id=series.id, participant_id=chance.choice(people).id, from_on=day, until_on=until)
    if kind == 2:
        return EndSeat(series_id=series.id, participant_id=chance.choice(people).id, last_on=day)
    if kind == 3:
        return EndTime(series_id=series.id, last_on=day)
    if kind == 4:
        return CancelDate(occurrence_id=chance.choice(dates).id, why="No heating")
    if kind == 5:
        one = chance.choice(dates)
        return ChangeDate(
            occurrence_id=one.id,
            begins_at=one.begins_at + timedelta(hours=chance.randrange(3)),
            minutes=60,
            lead_id=lead.id,
        )
    return MoveTime(
        series_id=series.id, new_series_id=new_id(), weekday=chance.randrange(5), start=60 * chance.randrange(9, 16),
        minutes=90, lead_id=lead.id, from_on=day,
    )  # fmt: skip


def _keeps_every_rule(held: set[tuple[Any, Any]]) -> None:
    """What began stays booked; each date to come has its leader, no more people than seats, and nobody beside whom they must not meet."""
    over = Booking.objects.standing().filter(occurrence__begins_at__lte=clock.now())
    now_held = set(over.values_list("occurrence_id", "who"))
    assert held <= now_held
    held |= now_held
    ahead = Occurrence.objects.filter(state="planned", begins_at__gt=clock.now()).select_related("series__group")
    coming = queries.comers([one.id for one in ahead])
    led = set(Booking.objects.standing().filter(staff__isnull=False).values_list("occurrence_id", flat=True))
    pair = set(KeptApart.objects.values_list("one_id", "other_id").get())
    for one in ahead:
        there = coming.get(one.id, set())
        assert one.series.until_on is None or one.on_day <= one.series.until_on
        assert one.id in led and len(there) <= one.series.group.capacity and not pair <= there
