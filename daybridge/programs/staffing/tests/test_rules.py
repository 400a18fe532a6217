"""When somebody works, and when they are away."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.rules import Hours
from daybridge.programs.staffing.rules import (
    DAY,
    MOST_SPANS,
    MOST_WEEK,
    Days,
    StaffWeek,
    faults_in,
    faults_in_days,
    is_within,
    meet,
    moments,
)

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
MORNING = Hours(0, 480, 720)
CHICAGO = "America/Chicago"


@pytest.mark.parametrize(
    ("week", "faults"),
    [
        (StaffWeek(), {}),
        (StaffWeek((MORNING, Hours(0, 780, 1020), Hours(0, 720, 780)), 1500, ("skills",)), {}),
        (StaffWeek((MORNING, Hours(0, 700, 800))), {"hours": "overlap"}),
        (StaffWeek((Hours(0, 480, 25 * 60),)), {"hours": "too-long"}),
        (StaffWeek((Hours(0, -1, 60),)), {"hours": "too-long"}),
        (StaffWeek((Hours(0, 720, 480),)), {"hours": "backwards"}),
        (StaffWeek((Hours(7, 480, 720),)), {"hours": "no-day"}),
        (StaffWeek((MORNING,) * (MOST_SPANS + 1)), {"hours": "too-many"}),
        (StaffWeek((), MOST_WEEK + 1), {"most_minutes_a_week": "out-of-bounds"}),
        (StaffWeek((), 0, ("origami",)), {"covers": "unknown"}),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_part(week: StaffWeek, faults: dict[str, str]) -> None:
    assert faults_in(week, kinds=("skills",)) == faults


@pytest.mark.parametrize(
    ("days", "faults"),
    [
        (Days(MONDAY, MONDAY), {}),
        (Days(MONDAY, MONDAY + timedelta(days=365), 0, DAY), {}),
        (Days(TUESDAY, MONDAY), {"until_on": "backwards"}),
        (Days(MONDAY, MONDAY + timedelta(days=366)), {"until_on": "too-many"}),
        (Days(MONDAY, MONDAY, 540), {"end": "half"}),
        (Days(MONDAY, MONDAY, None, 540), {"start": "half"}),
        (Days(MONDAY, MONDAY, 540, 540), {"end": "backwards"}),
        (Days(MONDAY, MONDAY, 540, 25 * 60), {"end": "too-long"}),
    ],
)
def test_days_away_that_cannot_be_are_refused_at_their_part(days: Days, faults: dict[str, str]) -> None:
    assert faults_in_days(days) == faults


def test_a_session_is_within_hours_that_hold_all_of_it() -> None:
    week = StaffWeek((MORNING, Hours(0, 720, 800), Hours(0, 900, 1000), Hours(1, 480, 720)))
    for led, within in [
        (Hours(0, 480, 570), True), (Hours(0, 700, 790), True), (Hours(0, 470, 560), False), (Hours(0, 780, 910), False),
        (Hours(1, 480, 720), True), (Hours(1, 700, 730), False), (Hours(2, 480, 570), False),
    ]:  # fmt: skip
        assert is_within(week, led) == within


def test_times_away_meet_when_they_share_a_minute() -> None:
    whole, morning, noon = Days(MONDAY, TUESDAY), Days(TUESDAY, TUESDAY, 0, 720), Days(TUESDAY, TUESDAY, 720, 780)
    assert meet(whole, morning) and meet(noon, whole)
    assert not meet(morning, noon) and not meet(Days(MONDAY, MONDAY), morning)


def test_hours_away_are_on_the_wall_clock_of_each_day() -> None:
    across = Days(date(2026, 10, 31), date(2026, 11, 1), 540, 600)  # summer time ends in between
    assert moments(across, CHICAGO) == [
        (datetime(2026, 10, 31, 14, tzinfo=UTC), datetime(2026, 10, 31, 15, tzinfo=UTC)),
        (datetime(2026, 11, 1, 15, tzinfo=UTC), datetime(2026, 11, 1, 16, tzinfo=UTC)),
    ]
    ((start, end),) = moments(Days(date(2026, 11, 1), date(2026, 11, 1)), CHICAGO)
    assert end - start == timedelta(hours=25)
    ((start, end),) = moments(Days(MONDAY, MONDAY, 720, DAY), CHICAGO)
    assert end - start == timedelta(hours=12)


HOURS = st.builds(
    lambda day, start, length: Hours(day, start, start + length),
    st.integers(0, 6),
    st.integers(0, 1000),
    st.integers(1, 440),
)


@given(st.lists(HOURS, max_size=6), st.integers(0, MOST_WEEK))
def test_a_week_of_work_is_kept_and_read_back_as_it_was(hours: list[Hours], most: int) -> None:
    week = StaffWeek(tuple(hours), most, ("skills",))
    assert StaffWeek.from_json(week.to_json()) == week and week.minutes == sum(one.end - one.start for one in hours)
    said = {(one.weekday, minute) for one in hours for minute in range(one.start, one.end)}
    assert (faults_in(week, kinds=("skills",)) == {}) == (len(said) == week.minutes)
