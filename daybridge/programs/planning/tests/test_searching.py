"""The engine is told the truth about the calendar, and what it found becomes the calendar once somebody accepts it."""

from datetime import date, timedelta

import pytest

from daybridge.core import guard
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.programs.apart.actions import keep_apart
from daybridge.programs.apart.queries import pair_of
from daybridge.programs.availability.rules import Span, Way
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from daybridge.programs.calendar.rules import State as DateState
from daybridge.programs.models import Group
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.rules import Needs
from daybridge.programs.planning import actions, gathering, jobs
from daybridge.programs.planning.changes import GiveSeat
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.queries import card
from daybridge.programs.planning.rules import Aim, State
from daybridge.programs.planning.tests.deeds import TODAY, TUESDAY, a_noor, program
from daybridge.programs.schedule import reading
from daybridge.programs.schedule.instance import DAY
from daybridge.programs.schedule.instance import Span as EngineSpan
from daybridge.programs.staffing.actions import tell_leave
from daybridge.programs.staffing.rules import Days, Reason
from tests.cast import House, a_group, a_series, a_site, a_week, an_absence, some_needs

SUNDAY = TODAY + timedelta(days=6)


def _gathered(
    house: House, until_on: date | None = None, *, from_on: date = TODAY, with_new: bool = False
) -> gathering.Gathered:
    found = gathering.gather(program(house), from_on=from_on, until_on=until_on, seed=new_id(), with_new=with_new)
    reading.from_json(reading.to_json(found.instance))  # the engine takes it
    return found


def _searched(house: House, proposal_id: object) -> Proposal:
    """Once the job has run; it is in its own line, so the test does it."""
    jobs.search(house.system, proposal_id=str(proposal_id))
    return Proposal.objects.select_related("program__organization").get(id=proposal_id)


def _seat(house: House, series: Series, who: str) -> None:
    given = GiveSeat(series_id=series.id, participant_id=house.participants[who].id, from_on=TODAY)
    actions.publish(house.actors["Dora"], program(house), changes=[given], why="Admitted")


# --- What the engine is told -----------------------------------------------------------------------------------------


def test_the_hours_that_are_taken_are_taken_on_the_houses_clock(house: House) -> None:
    a_week(house, house.participants["Ana"], Span(0, 9 * 60, 17 * 60))
    ana = _gathered(house).instance.person[str(house.participants["Ana"].id)]
    assert ana.free[:2] == (EngineSpan(0, 540), EngineSpan(1020, DAY)) and len(ana.free) == 8


def test_for_good_both_of_two_weeks_must_be_free_and_for_a_week_its_own_days_count(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(
        house,
        ana,
        Span(0, 540, 600),
        other=(Span(1, 540, 600),),
        anchor=TODAY,
        days_off=frozenset({TODAY + timedelta(days=3)}),
    )
    taken = EngineSpan(DAY + 540, DAY + 600)
    for_good = _gathered(house).instance.person[str(ana.id)].free
    this_week = _gathered(house, TODAY + timedelta(days=6)).instance.person[str(ana.id)].free
    assert not any(span.meets(taken) or span.meets(EngineSpan(540, 600)) for span in for_good)
    assert any(span.day == 3 for span in for_good) and not any(span.day == 3 for span in this_week)
    assert not any(span.meets(taken) for span in this_week) and any(
        span.holds(EngineSpan(540, 600)) for span in this_week
    )


def test_visits_and_what_is_over_this_week_are_the_persons_already(house: House) -> None:
    ana = house.participants["Ana"]
    skills = a_series(house, a_group(house), weekday=0, start=8 * 60)
    _seat(house, skills, "Ana")
    told = _gathered(house, TODAY + timedelta(days=6), from_on=TUESDAY)
    assert str(skills.id) not in told.instance.session and not any(
        span.meets(EngineSpan(480, 570)) for span in told.instance.person[str(ana.id)].free
    )
    assert str(skills.id) in _gathered(house).instance.session
    with guard.writing():
        Group.objects.filter(id=skills.group_id).update(kind="individual")
    assert _gathered(house).instance.sessions == ()


def test_a_group_in_both_languages_is_for_everybody_and_credentials_are_those_of_the_group(house: House) -> None:
    series = a_series(house, a_group(house))
    told = _gathered(house).instance
    session = told.session[str(series.id)]
    assert session.credential is None and str(house.staff["Cora"].id) in session.covers
    assert "both" in told.person[str(house.participants["Ana"].id)].languages


def test_a_pair_that_must_not_meet_is_told_to_the_engine_alone(house: House) -> None:
    noor = a_noor(house)
    keep_apart(house.actors["Ben"], pair_of(house.participants["Ana"], noor), why="They asked for it")
    pairs = _gathered(house).instance.no_contact
    assert {frozenset(pair) for pair in pairs} == {frozenset({str(noor.id), str(house.participants["Ana"].id)})}


def test_minutes_of_a_visit_count_and_who_leads_it_is_taken_then(house: House) -> None:
    ana, ben = house.participants["Ana"], house.staff["Ben"]
    visit, a_day = a_group(house, "Own hour"), a_group(house, "Day room")
    with guard.writing():
        Group.objects.filter(id=visit.id).update(kind="individual")
    series = a_series(house, Group.objects.get(id=visit.id), weekday=0)
    a_series(house, a_day, weekday=2)
    _seat(house, series, "Ana")
    _set_needs(house, minimum_minutes=180)
    told = _gathered(house).instance
    assert told.person[str(ana.id)].minimum_minutes == 180 - 90
    assert told.facilitator[str(ben.id)].leave == (EngineSpan(540, 630),)


def test_days_told_away_are_not_free_in_a_plan_for_those_days(house: House) -> None:
    ana = house.participants["Ana"]
    an_absence(house, ana, first_on=TUESDAY, last_on=TUESDAY)
    this_week = _gathered(house, SUNDAY).instance.person[str(ana.id)].free
    for_good = _gathered(house).instance.person[str(ana.id)].free
    assert {span.day for span in this_week} == {0, 2, 3, 4, 5, 6} and {span.day for span in for_good} == set(range(7))


def test_a_new_time_is_suggested_only_where_a_room_is_free_then(house: House) -> None:
    site = a_site(house, "Lakeside", "One", "Two")
    one, two = site.rooms.order_by("name")
    there = a_group(house, "There")
    a_series(house, there, room=one)
    new = a_group(house, "New")
    new.suggested_times, new.site = [{"weekday": 1, "start": "09:30"}], site
    with guard.writing():
        new.save(update_fields=["suggested_times", "site"])
    candidate = next(s for s in _gathered(house, with_new=True).instance.sessions if s.is_candidate)
    assert candidate.rooms == (str(two.id),)
    a_series(house, a_group(house, "Also there"), room=two, lead="Cora")
    assert not any(session.is_candidate for session in _gathered(house, with_new=True).instance.sessions)


# --- Finding and accepting -------------------------------------------------------------------------------------------


def test_somebody_is_placed_where_their_week_is_free_and_only_once_it_is_accepted(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana, Span(0, 8 * 60, 18 * 60))
    mondays, tuesdays = (a_series(house, a_group(house, name), weekday=day) for name, day in (("Mon", 0), ("Tue", 1)))
    _set_needs(house, minimum_minutes=90)
    asked = actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY)
    assert actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY).repeated
    proposal = _searched(house, asked.subject_id)
    assert proposal.state == State.READY and not Seat.objects.exists()
    actions.accept(house.actors["Ben"], proposal, option=0, why="Admitted today")
    assert [one.series_id for one in Seat.objects.all()] == [tuesdays.id] and mondays
    assert ScheduleVersion.objects.get().proposal.id == proposal.id
    assert actions.accept(house.actors["Ben"], proposal, option=0, why="Again").repeated


def test_a_week_that_cannot_be_says_why_without_anybodys_name(house: House) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana, *(Span(day, 0, 24 * 60) for day in range(7)))
    a_series(house, a_group(house))
    _set_needs(house, minimum_minutes=90)
    proposal = _searched(house, actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY).subject_id)
    assert proposal.found
    reasons = proposal.found["reasons"][0]
    assert {one["code"] for one in reasons["reasons"]} == {"minutes", "time"}
    assert reasons["relaxations"][0]["changes"][0]["code"] == "time"


def test_one_more_seat_is_offered_only_to_who_may_know_of_every_pair(house: House) -> None:
    """Where a seat is withheld none is offered, so that an offer is missing would tell a therapist of the pair."""
    ana, noor = house.participants["Ana"], a_noor(house)
    full = a_series(house, a_group(house, capacity=1))
    take_seat(house.actors["Ben"], noor, series=full, from_on=TODAY)
    some_needs(house, noor, minimum_minutes=90)  # so that no seat of hers is asked for
    _set_needs(house, minimum_minutes=90)
    proposal = _searched(house, actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY).subject_id)
    seen = {}
    for who in ("Dora", "Ben"):
        shown = card(house.actors[who], proposal)
        short = [*shown.short, *(one for option in shown.options for one in option.short)]
        seen[who] = [words for one in short for words in one.helps if "one more seat" in words]
    assert seen["Dora"] and not seen["Ben"]


def _set_needs(house: House, **numbers: int) -> None:
    ana = house.participants["Ana"]
    set_needs(house.actors["Ben"], ana, needs=Needs(**numbers), based_on=0, why="Her plan")


def test_a_sick_leader_is_covered_for_those_days_alone_and_nobody_moves(house: House) -> None:
    series = a_series(house, a_group(house))
    _seat(house, series, "Ana")
    tell_leave(house.actors["Dora"], house.staff["Ben"], days=Days(TUESDAY, TUESDAY), reason=Reason.SICK)
    asked = actions.ask_for_week(house.actors["Dora"], program(house), aim=Aim.REPAIR, from_on=TODAY, until_on=SUNDAY)
    proposal = _searched(house, asked.subject_id)
    actions.accept(house.actors["Dora"], proposal, option=0, why="Ben is ill")
    first, second = Occurrence.objects.filter(series=series).order_by("on_day")[:2]
    assert first.led_by != house.staff["Ben"] and second.led_by == house.staff["Ben"]
    assert first.state == DateState.PLANNED and Seat.objects.get().until_on is None


def test_a_new_shift_moves_that_person_alone(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    noor = a_noor(house)
    mondays = a_series(house, a_group(house, "Mon"), weekday=0)
    tuesdays = a_series(house, a_group(house, "Tue"), weekday=1)
    for who in ("Ana", "Noor"):
        _seat(house, mondays, who)
    _set_needs(house, minimum_minutes=90)
    a_week(house, ana, Span(0, 8 * 60, 18 * 60))
    asked = actions.ask_for_week(house.actors["Dora"], program(house), aim=Aim.REPAIR, from_on=TODAY)
    proposal = _searched(house, asked.subject_id)
    assert proposal.found and [one["rule"] for one in proposal.found["options"][0]["taken"]] == ["time"]
    actions.accept(house.actors["Dora"], proposal, option=0, why="A new shift")
    held = {one.participant_id: one.series_id for one in Seat.objects.filter(until_on=None)}
    assert held == {ana.id: tuesdays.id, noor.id: mondays.id} and ben


def test_a_new_program_gets_its_week_from_the_times_that_its_groups_suggest(house: House) -> None:
    group = a_group(house)
    group.suggested_times = [{"weekday": 1, "start": "09:00"}, {"weekday": 3, "start": "09:00"}]
    with guard.writing():
        group.save(update_fields=["suggested_times"])
    _set_needs(house, minimum_minutes=180)
    asked = actions.ask_for_week(house.actors["Dora"], program(house), aim=Aim.PLAN, from_on=TODAY)
    proposal = _searched(house, asked.subject_id)
    actions.accept(house.actors["Dora"], proposal, option=0, why="The first week")
    assert Series.objects.count() == 2 and Seat.objects.filter(participant=house.participants["Ana"]).count() == 2


def test_what_would_break_a_rule_by_now_is_not_accepted(house: House) -> None:
    ana = house.participants["Ana"]
    a_series(house, a_group(house), weekday=1)
    _set_needs(house, minimum_minutes=90)
    proposal = _searched(house, actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY).subject_id)
    a_week(house, ana, Span(1, 8 * 60, 18 * 60), way=Way.EITHER)
    with pytest.raises(Conflict, match="has changed since"):
        actions.accept(house.actors["Ben"], proposal, option=0, why="Admitted")
    assert not Seat.objects.exists()


def test_a_search_that_was_cancelled_keeps_nothing(house: House) -> None:
    ana = house.participants["Ana"]
    asked = actions.ask_for_place(house.actors["Ben"], ana, from_on=TODAY)
    proposal = Proposal.objects.get(id=asked.subject_id)
    actions.cancel_search(house.actors["Ben"], proposal)
    found = _searched(house, proposal.id)
    assert found.state == State.CANCELLED and found.found is None
    with pytest.raises(Conflict, match="not open any more"):
        actions.accept(house.actors["Ben"], found, option=0, why="Admitted")


@pytest.mark.parametrize(
    ("days", "at"), [((-1, None), "from_on"), ((80, None), "from_on"), ((3, 1), "until_on"), ((0, 90), "until_on")]
)
def test_days_that_cannot_be_are_refused_beside_them(house: House, days: tuple[int, int | None], at: str) -> None:
    first, last = (None if one is None else TODAY + timedelta(days=one) for one in days)
    with pytest.raises(Invalid) as refused:
        actions.ask_for_week(house.actors["Dora"], program(house), aim=Aim.REPAIR, from_on=first, until_on=last)  # type: ignore[arg-type]
    assert set(refused.value.fields) == {at}


def test_a_declined_proposal_is_not_accepted(house: House) -> None:
    a_series(house, a_group(house))
    asked = actions.ask_for_place(house.actors["Ben"], house.participants["Ana"], from_on=TODAY)
    proposal = _searched(house, asked.subject_id)
    assert [actions.decline(house.actors["Ben"], proposal).repeated for _ in range(2)] == [False, True]
    with pytest.raises(Conflict):
        actions.accept(house.actors["Ben"], proposal, option=0, why="Admitted")
    with pytest.raises(Invalid):
        other = replace_option(house)
        actions.accept(house.actors["Ben"], other, option=7, why="Admitted")


def replace_option(house: House) -> Proposal:
    asked = actions.ask_for_place(house.actors["Ben"], house.participants["Ana"], from_on=TODAY + timedelta(days=1))
    return _searched(house, asked.subject_id)
