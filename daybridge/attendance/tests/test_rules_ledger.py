"""Days and weeks are the sums of their sessions, to the minute."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.attendance.ledger.rules import (
    Billing,
    Minutes,
    Part,
    Stay,
    Week,
    closes_at,
    day_of,
    first_day,
    in_force,
    prorated,
    weeks,
)
from daybridge.attendance.rules import State

MONDAY = date(2026, 11, 23)
FOREVER = [Stay(date(2026, 1, 1))]


def a_part(
    number: int, day: date = MONDAY, attended: int = 90, state: State = State.PRESENT, scheduled: int = 90
) -> Part:
    return Part(UUID(int=number), day, scheduled, attended, state)


def test_each_state_counts_its_scheduled_minutes_in_one_place() -> None:
    assert a_part(1).minutes(90) == Minutes(90, 90, billable=90)
    assert a_part(1, attended=0, state=State.EXCUSED).minutes(0) == Minutes(90, excused=90)
    assert a_part(1, attended=0, state=State.NO_SHOW).minutes(0) == Minutes(90, missed=90)
    assert a_part(1, attended=0, state=State.CANCELLED).minutes(0) == Minutes(90, called_off=90)
    assert a_part(1, attended=0, state=State.EXPECTED).minutes(0) == Minutes(90, ahead=90)


def test_a_payer_counts_no_short_session_and_no_day_that_holds_too_little() -> None:
    parts = [a_part(1, attended=100), a_part(2, attended=80), a_part(3, attended=20)]
    assert day_of(MONDAY, parts, Billing()).minutes.billable == 200
    assert day_of(MONDAY, parts, Billing(30)).minutes.billable == 180
    assert day_of(MONDAY, parts, Billing(30, 180)).minutes.billable == 180
    assert day_of(MONDAY, parts, Billing(30, 181)).minutes.billable == 0
    assert day_of(MONDAY, parts, Billing(30, 181)).minutes.attended == 200


@pytest.mark.parametrize(
    ("admitted", "left", "minutes"),
    [
        (MONDAY, None, 540),
        (MONDAY + timedelta(days=2), None, 386),  # five sevenths, 385.7
        (MONDAY + timedelta(days=6), None, 77),
        (date(2026, 1, 1), MONDAY, 77),
        (date(2026, 1, 1), MONDAY - timedelta(days=1), 0),
        (MONDAY + timedelta(days=1), MONDAY + timedelta(days=3), 231),
    ],
)
def test_a_first_and_a_last_week_are_asked_for_the_days_in_care(
    admitted: date, left: date | None, minutes: int
) -> None:
    assert prorated(540, [Stay(admitted, left)], MONDAY) == minutes


def test_two_stays_within_a_week_are_one_weeks_days_at_most() -> None:
    twice = [Stay(MONDAY, MONDAY + timedelta(days=2)), Stay(MONDAY + timedelta(days=2))]
    assert prorated(540, twice, MONDAY) == 540


def test_the_day_of_a_transfer_is_one_day() -> None:
    """Admitted on Tuesday, in another program from Thursday on: six of the week's seven days."""
    days = [MONDAY + timedelta(days=number) for number in range(4)]
    assert prorated(540, [Stay(days[1], days[3]), Stay(days[3])], MONDAY) == 463


def test_a_payers_week_begins_where_the_payer_says() -> None:
    sunday = MONDAY - timedelta(days=1)
    assert first_day(MONDAY, 6) == sunday and first_day(sunday, 6) == sunday
    assert first_day(sunday, 0) == MONDAY - timedelta(days=7)
    told = [a_part(1, sunday), a_part(2, MONDAY)]
    asked = {sunday: 540}
    [one] = weeks(told, first=sunday, last=sunday, prescribed=asked, stays=FOREVER, begins_on=6)
    assert one.minutes.attended == 180 and one.ends_on == MONDAY + timedelta(days=5) and one.short == 360


def test_what_is_ahead_is_not_short_yet_and_without_a_prescription_nothing_is() -> None:
    told = [a_part(1), a_part(2, MONDAY + timedelta(days=3), 0, State.EXPECTED)]

    def week(prescribed: int | None) -> Week:
        [one] = weeks(told, first=MONDAY, last=MONDAY, prescribed={MONDAY: prescribed}, stays=FOREVER)
        return one

    assert week(200).short == 20 and week(180).short == 0 and week(None).short == 0
    assert week(200).is_whole
    [first] = weeks([], first=MONDAY, last=MONDAY, prescribed={}, stays=[Stay(MONDAY + timedelta(days=1))])
    assert not first.is_whole and first.prescribed is None and first.days_in_care == 6
    assert (first.share, first.share_ahead, first.last_day) == (100, 100, None)


def test_who_is_in_a_session_now_has_the_rest_of_it_ahead() -> None:
    here = Part(UUID(int=1), MONDAY, 90, 30, State.PRESENT, still=60)
    assert here.minutes(30) == Minutes(90, 30, ahead=60, billable=30)


def test_a_week_says_how_far_it_is_and_until_which_day_it_holds_something() -> None:
    told = [
        a_part(1),
        a_part(2, MONDAY + timedelta(days=3), 0, State.EXPECTED),
        a_part(3, MONDAY + timedelta(days=4), 0, State.EXCUSED),
    ]
    [week] = weeks(told, first=MONDAY, last=MONDAY, prescribed={MONDAY: 240}, stays=FOREVER)
    assert (week.share, week.share_ahead, week.last_day) == (37, 75, MONDAY + timedelta(days=3))
    [full] = weeks(told, first=MONDAY, last=MONDAY, prescribed={MONDAY: 60}, stays=FOREVER)
    assert (full.share, full.share_ahead) == (100, 100)


def test_a_week_closes_at_midnight_also_on_the_night_on_which_clocks_go_back() -> None:
    assert closes_at(date(2026, 10, 26), "America/Chicago").isoformat() == "2026-11-02T00:00:00-06:00"
    assert closes_at(date(2026, 10, 19), "America/Chicago").isoformat() == "2026-10-26T00:00:00-05:00"


def test_what_was_asked_then_counts_and_not_what_was_said_later() -> None:
    end = closes_at(MONDAY, "America/Chicago")
    said = [(end - timedelta(days=9), 540), (end - timedelta(seconds=1), 600), (end, 700)]
    assert in_force(said, end) == 600
    assert in_force(said, end - timedelta(days=5)) == 540
    assert in_force(said, end - timedelta(days=20)) is None


some_parts = st.lists(
    st.builds(
        Part,
        occurrence_id=st.uuids(),
        day=st.dates(MONDAY - timedelta(days=40), MONDAY + timedelta(days=40)),
        scheduled=st.integers(0, 480),
        attended=st.integers(0, 540),
        state=st.sampled_from(list(State)),
    ),
    max_size=40,
    unique_by=lambda one: one.occurrence_id,
)


@given(some_parts, st.integers(0, 6), st.integers(0, 200), st.integers(0, 400))
def test_every_figure_of_a_week_is_the_sum_of_its_sessions(
    parts: Sequence[Part], begins_on: int, least: int, least_day: int
) -> None:
    first, last = MONDAY - timedelta(days=40), MONDAY + timedelta(days=40)
    found = weeks(
        parts,
        first=first,
        last=last,
        prescribed={},
        stays=FOREVER,
        billing={first_day(first, begins_on) + timedelta(weeks=week): Billing(least, least_day) for week in range(14)},
        begins_on=begins_on,
    )
    told = [pair for week in found for day in week.days for pair in day.parts]
    assert sorted(str(part.occurrence_id) for part, _ in told) == sorted(str(part.occurrence_id) for part in parts)
    for name in ("scheduled", "attended", "excused", "missed", "called_off", "ahead", "billable"):
        sum_of_weeks = sum(getattr(week.minutes, name) for week in found)
        assert sum_of_weeks == sum(getattr(minutes, name) for _, minutes in told), name
    assert sum(week.minutes.attended for week in found) == sum(part.attended for part in parts)
    assert all(minutes.billable in (0, part.attended) for part, minutes in told)
    assert all(week.begins_on.weekday() == begins_on for week in found)
