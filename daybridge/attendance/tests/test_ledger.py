"""The ledger through its queries: each figure is the sum of sessions as they went and as the calendar holds them."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.attendance.actions import begin_session, correct_presence, excuse, settle_forgotten
from daybridge.attendance.ledger import queries
from daybridge.attendance.ledger.rules import By, Minutes, Week
from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import State, Way
from daybridge.attendance.tests.deeds import a_session, again, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs.attending.actions import come_after_all
from daybridge.programs.calendar.actions import cancel_occurrence as cancel
from daybridge.programs.calendar.actions import take_make_up, take_seat
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.models import Program, RulePackVersion
from daybridge.programs.rules import Limit, Number, RulePack, pack_as_json
from tests.cast import House, a_group, a_participant, a_series, an_absence, asks_for, later, some_needs

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
SUNDAY_BEFORE = MONDAY - timedelta(days=1)


def _week(who: Participant, day: date = TUESDAY, by: By = By.ISO) -> Week:
    [found] = queries.weeks_of_many([who.id], first=day, last=day, by=by)[who.id]
    return found


def _states(who: Participant) -> list[State]:
    return [part.state for day in _week(who).days for part, _ in day.parts]


def _on(occurrence: Occurrence, weeks: int) -> Occurrence:
    found = Occurrence.objects.get(series_id=occurrence.series_id, on_day=occurrence.on_day + timedelta(weeks=weeks))
    return again(found)


def test_what_is_ahead_becomes_what_was_attended_and_each_session_is_one_part(house: House) -> None:
    session, ana = a_session(house, "Bo Lind"), house.participants["Ana"]
    assert _week(ana).minutes == Minutes(scheduled=90, ahead=90)
    tap(house, session, ana, 10)
    with minute(session, 30):
        begin_session(house.actors["Ben"], session, at=clock.now())
    bo = house.participants["Bo"]
    assert _week(bo).minutes == Minutes(scheduled=90, ahead=90)
    tap(house, session, ana, 80, Way.OUT)
    end(house, session)
    assert _week(ana).minutes == Minutes(scheduled=90, attended=50, billable=50)
    assert _week(bo).minutes == Minutes(scheduled=90, missed=90)
    assert (_states(ana), _states(bo)) == ([State.PRESENT], [State.NO_SHOW])


def test_who_sits_in_a_session_now_has_its_rest_ahead_and_is_not_short_of_it(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    asks_for(house, 80)
    tap(house, session, ana, 10)
    with minute(session, 60):
        assert _week(ana).minutes == Minutes(scheduled=90, attended=0, ahead=80) and _week(ana).short == 0
    tap(house, session, ana, 40, Way.OUT)
    tap(house, session, ana, 70)
    assert _week(ana).minutes == Minutes(scheduled=90, attended=30, ahead=20, billable=30)


def test_who_told_that_they_are_away_is_excused_until_they_come_after_all(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    absence = an_absence(house, ana, session)
    assert _week(ana).minutes == Minutes(scheduled=90, excused=90)
    come_after_all(house.actors["Ana"], absence, return_id=new_id())
    assert _week(ana).minutes == Minutes(scheduled=90, ahead=90)
    an_absence(house, ana, session)
    end(house, session)
    assert _week(ana).minutes == Minutes(scheduled=90, excused=90)


def test_days_away_that_were_taken_back_after_the_seat_was_given_leave_no_excuse_behind(house: House) -> None:
    ana, series = house.participants["Ana"], a_series(house, a_group(house, capacity=1))
    take_seat(house.actors["Dora"], ana, series=series, from_on=series.from_on)
    absence = an_absence(house, ana, first_on=TUESDAY, last_on=TUESDAY)
    assert _week(ana).minutes == Minutes(scheduled=90, excused=90)
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_make_up(house.actors["Noor"], noor, occurrence=again(series.occurrences.earliest("begins_at")))
    assert come_after_all(house.actors["Ana"], absence, return_id=new_id()).gone == 1
    assert _week(ana).minutes == Minutes() and _week(noor).minutes == Minutes(scheduled=90, ahead=90)


def test_what_we_called_off_counts_as_that_before_and_after_the_clock_settled_it(house: House) -> None:
    session, ana = a_session(house, "Bo Lind"), house.participants["Ana"]
    cancel(house.actors["Dora"], session, why="The roof leaks")
    assert _week(ana).minutes == Minutes(scheduled=90, called_off=90)
    with minute(session, 130):
        settle_forgotten(house.system, again(session))
    assert Attendance.objects.count() == 2
    assert _week(ana).minutes == Minutes(scheduled=90, called_off=90)


def test_a_seat_that_was_taken_back_before_the_session_leaves_nothing_behind(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    with minute(session, 1) as now:
        begin_session(house.actors["Ben"], session, at=now)
    with guard.writing():
        Booking.objects.filter(participant=ana, occurrence=session).update(is_on=False)
    assert Attendance.objects.get(participant=ana).state == State.EXPECTED
    assert _week(ana).minutes == Minutes()


def test_who_came_without_being_expected_has_attended_and_nothing_scheduled(house: House) -> None:
    session, zoe = a_session(house), house.participants["Zoe"]
    tap(house, session, zoe, 0)
    end(house, session)
    assert _week(zoe).minutes == Minutes(attended=90, billable=90)


def test_a_correction_and_an_excuse_are_in_the_figures_at_once(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    end(house, session)
    assert _week(ana).minutes.missed == 90
    with minute(session, 200):
        excuse(house.actors["Ben"], session, participant=ana, why="At the dentist")
        assert _week(ana).minutes == Minutes(scheduled=90, excused=90)
        spans = [(session.begins_at, session.begins_at + timedelta(minutes=45))]
        correct_presence(house.actors["Ben"], session, participant=ana, spans=spans, why="She came")
    assert _week(ana).minutes == Minutes(scheduled=90, attended=45, billable=45)
    [(part, _)] = _week(ana).days[0].parts
    assert part.left_early and not part.is_late


# --- What was asked --------------------------------------------------------------------------------------------------


def _rules(house: House, **numbers: int) -> None:
    """The rules of Ana's program as they hold from now on."""
    pack = RulePack(numbers={Limit(name): Number(value, "a made-up rule") for name, value in numbers.items()})
    program = Program.objects.get(id=house.programs["Dual diagnosis"].id)
    with guard.writing():
        number = program.rule_pack_number + 1
        RulePackVersion.objects.create(
            organization=house.organization, program=program, number=number, pack=pack_as_json(pack), why="New"
        )
        Program.objects.filter(id=program.id).update(rule_pack=pack_as_json(pack), rule_pack_number=number)


def test_what_was_asked_then_stays_what_that_week_was_asked(house: House) -> None:
    ana = house.participants["Ana"]
    assert _week(ana).prescribed is None
    _rules(house, least_week_minutes=540)
    with clock.at(later(days=7)):
        _rules(house, least_week_minutes=600)
    with clock.at(later(days=14)):
        some_needs(house, ana, minimum_minutes=300)
        asked = [
            one.prescribed
            for one in queries.weeks_of_many(
                [ana.id], first=MONDAY - timedelta(days=7), last=MONDAY + timedelta(days=21)
            )[ana.id]
        ]
    assert asked == [None, 540, 600, 300, 300]


def test_rules_that_were_never_versioned_are_as_they_are(house: House) -> None:
    asks_for(house, 480)
    assert _week(house.participants["Ana"]).prescribed == 480
    assert _week(house.participants["Zoe"]).prescribed is None


def test_a_first_week_is_asked_for_its_days_and_nobody_outside_a_program_is_asked_for_anything(house: House) -> None:
    asks_for(house, 540)
    noor = a_participant(
        house,
        "Noor Haddad",
        therapist=house.staff["Ben"],
        program=house.programs["Dual diagnosis"],
        admitted_days_ago=-2,
    )
    lou = a_participant(house, "Lou Park")
    assert (_week(noor).prescribed, _week(noor).days_in_care) == (386, 5)
    assert (_week(lou).prescribed, _week(lou).days_in_care) == (None, 0)
    assert _week(house.participants["Ana"], MONDAY - timedelta(days=28)).prescribed is None


def test_a_payers_week_begins_where_the_rules_say_and_short_sessions_and_days_do_not_count(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    _rules(house, least_week_minutes=540, week_begins_on=7, least_billed_minutes=60, least_day_minutes=90)
    tap(house, session, ana, 0)
    tap(house, session, ana, 70, Way.OUT)
    end(house, session)
    week = _week(ana, by=By.PAYER)
    assert week.begins_on == SUNDAY_BEFORE and week.minutes.attended == 70 and week.minutes.billable == 0
    _rules(house, week_begins_on=7, least_billed_minutes=60)
    assert _week(ana, by=By.PAYER).minutes.billable == 70 and _week(ana).begins_on == MONDAY


# --- Every figure is its parts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_the_sum_of_its_sessions_whatever_happened_in_them(house: House, seed: int) -> None:
    chance, ana = Random(seed), house.participants["Ana"]
    a_session(house, "Bo Lind")
    people = [ana, house.participants["Bo"], house.participants["Zoe"]]
    other = a_series(house, a_group(house, "Sleep", capacity=9), weekday=3, lead="Cora")
    take_seat(house.actors["Dora"], ana, series=other, from_on=other.from_on)
    _rules(
        house, least_week_minutes=240, least_billed_minutes=chance.randint(1, 60), week_begins_on=chance.randint(1, 7)
    )
    dates = sorted(
        Occurrence.objects.filter(on_day__lt=MONDAY + timedelta(days=28)), key=lambda one: (one.begins_at, str(one.id))
    )
    for one in map(again, dates):
        _happen(house, one, people, chance)
    with clock.at(later(days=chance.randint(0, 35))):
        for by in By:
            found = queries.weeks_of_many(
                [one.id for one in people], first=MONDAY, last=MONDAY + timedelta(days=27), by=by
            )
            for who in people:
                shown = queries.ledger(who, first=MONDAY, last=MONDAY + timedelta(days=27), by=by)
                assert list(shown.weeks) == found[who.id]
                _is_sum(shown, who, {one.id: again(one) for one in dates})


def _happen(house: House, one: Occurrence, people: list[Participant], chance: Random) -> None:
    lead = "Ben" if one.series.lead_id == house.staff["Ben"].id else "Cora"
    what = chance.choice(["held", "held", "held", "open", "off", "away", "corrected"])
    if what == "off":
        cancel(house.actors["Dora"], one, why="Snow")
        return
    if what == "away" and Booking.objects.standing().filter(occurrence=one, participant=people[0]).exists():
        an_absence(house, people[0], one)
    for who in people:
        if chance.random() < 0.7:
            first = chance.uniform(-5, 80)
            tap(house, one, who, first, by=lead)
            if chance.random() < 0.7:
                tap(house, one, who, chance.uniform(max(0, first), 90), Way.OUT, by=lead)
    if what != "open":
        end(house, one, chance.uniform(60, 110), by=lead)
    if what == "corrected":
        with minute(one, 200):
            spans: list[tuple[datetime, datetime | None]] = [
                (one.begins_at, one.begins_at + timedelta(minutes=chance.randint(1, 60)))
            ]
            correct_presence(house.actors[lead], one, participant=people[1], spans=spans, why="The list was wrong")


def _is_sum(shown: queries.Ledger, who: Participant, dates: dict[Any, Occurrence]) -> None:
    """Against a second counter: rows one by one, and the calendar where there is none."""
    parts = [pair for week in shown.weeks for day in week.days for pair in day.parts]
    rows = {one.occurrence_id: one for one in Attendance.objects.filter(participant=who)}
    first, last = shown.weeks[0].begins_on, shown.weeks[-1].ends_on
    within = {key for key, one in dates.items() if first <= one.on_day <= last}
    settled = {key for key, row in rows.items() if row.state != State.EXPECTED and key in within}
    standing = set(Booking.objects.standing().filter(participant=who).values_list("occurrence_id", flat=True)) & within
    assert len({part.occurrence_id for part, _ in parts}) == len(parts)
    assert settled | standing <= {part.occurrence_id for part, _ in parts}
    total = shown.minutes
    assert total.attended == sum(rows[key].minutes for key in settled)
    assert total.missed == sum(rows[key].scheduled_minutes for key in settled if rows[key].state == State.NO_SHOW)
    assert total.excused == sum(minutes.excused for _, minutes in parts)
    assert total.scheduled >= total.excused + total.missed + total.called_off
    for name in Minutes.__dataclass_fields__:
        by_week = sum(getattr(week.minutes, name) for week in shown.weeks)
        by_day = sum(getattr(day.minutes, name) for week in shown.weeks for day in week.days)
        assert getattr(total, name) == by_week == by_day == sum(getattr(minutes, name) for _, minutes in parts), name
    for part, minutes in parts:
        assert minutes.billable in (0, part.attended) and shown.sessions[part.occurrence_id].group in (
            "Skills",
            "Sleep",
        )


def test_the_number_of_queries_does_not_grow_with_people_sessions_or_weeks(house: House) -> None:
    session = a_session(house, "Bo Lind")
    asks_for(house, 240)
    few = _count([house.participants["Ana"]], weeks=1)
    for number in range(4):
        a_participant(house, f"P{number} Bench", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
        take_seat(house.actors["Dora"], house.participants[f"P{number}"], series=session.series, from_on=TUESDAY)
        some_needs(house, house.participants[f"P{number}"])
    tap(house, session, house.participants["P1"], 3)
    end(house, session)
    assert _count(list(house.participants.values()), weeks=9) == few <= 8


def _count(people: list[Participant], *, weeks: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.weeks_of_many([one.id for one in people], first=MONDAY, last=MONDAY + timedelta(weeks=weeks - 1))
    return len(captured)


def test_a_strip_holds_the_last_sessions_that_are_over_the_oldest_first(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    assert queries.strips([ana.id]) == {}
    end(house, session)
    tap(house, _on(session, 1), ana, 20)
    end(house, _on(session, 1))
    [missed, late] = queries.strips([ana.id, house.participants["Zoe"].id])[ana.id]
    assert (missed.state, late.state, late.is_late) == (State.NO_SHOW, State.PRESENT, True)
    assert missed.on_day == TUESDAY


# --- The forecast ----------------------------------------------------------------------------------------------------


def test_a_week_that_falls_short_is_known_on_monday_and_after_a_miss_its_hours_count_no_more(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    assert queries.forecast(ana, clock.now()) is None
    asks_for(house, 90)
    found = queries.forecast(ana, clock.now())
    assert found and not found.is_at_risk and found.held == 90 and found.week.last_day == TUESDAY and not found.sessions
    thursday = a_series(house, a_group(house, "Sleep", capacity=9), weekday=3, lead="Cora")
    end(house, session)
    with minute(session, 100) as now:
        found = queries.forecast(ana, now)
        assert found and found.is_at_risk and (found.held, found.week.short) == (0, 90)
        assert found.closes_at - now > timedelta(hours=48)
        assert [str(one.series.group) for one in found.sessions] == ["Sleep"]
        take_make_up(house.actors["Ana"], ana, occurrence=found.sessions[0])
        found = queries.forecast(ana, now)
        assert found and not found.is_at_risk and found.week.last_day == thursday.occurrences.earliest("on_day").on_day


def test_at_risk_is_told_two_days_before_the_week_closes_whenever_the_calendar_knows_it_then(house: House) -> None:
    a_session(house)
    asks_for(house, 100)
    found = queries.forecast(house.participants["Ana"], clock.now())
    assert found
    with clock.at(found.closes_at - timedelta(hours=48)):
        told = queries.forecast(house.participants["Ana"], clock.now())
        assert told and told.is_at_risk and told.week == found.week
