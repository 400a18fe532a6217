"""Weekly times on the wall clock: their dates, and what daylight saving does to them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.programs.calendar.rules import Weekly, days_of, faults_in, is_on, moments

MONDAY = date(2026, 11, 23)
NINE = Weekly(0, 9 * 60, 90, MONDAY)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, {}),
        ({"weekday": 7}, {"weekday": "no-day"}),
        ({"start": 24 * 60}, {"start": "no-time"}),
        ({"minutes": 4}, {"minutes": "too-short"}),
        ({"minutes": 25 * 60}, {"minutes": "too-long"}),
        ({"start": 23 * 60}, {"minutes": "over-midnight"}),
        ({"until_on": MONDAY - timedelta(days=1)}, {"until_on": "backwards"}),
        ({"until_on": MONDAY}, {}),
    ],
)
def test_a_weekly_time_that_cannot_be_is_refused_at_its_part(
    changes: dict[str, object], faults: dict[str, str]
) -> None:
    assert faults_in(replace(NINE, **changes)) == faults  # type: ignore[arg-type]


def test_dates_begin_and_end_with_it_and_leave_out_closed_days() -> None:
    weekly = Weekly(2, 540, 90, MONDAY, date(2026, 12, 16))
    closed = {date(2026, 12, 9)}
    found = list(days_of(weekly, date(2026, 1, 1), date(2027, 1, 1), closed=closed))
    assert found == [date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 16)]
    assert list(days_of(NINE, MONDAY + timedelta(days=1), MONDAY + timedelta(days=6))) == []


def test_nine_stays_nine_on_the_wall_when_the_clock_changes() -> None:
    chicago = ZoneInfo("America/Chicago")
    for day in (date(2026, 10, 26), date(2026, 11, 2), date(2027, 3, 8), date(2027, 3, 15)):
        begins, ends = moments(NINE, day, "America/Chicago")
        assert begins.astimezone(chicago).hour == 9 and ends - begins == timedelta(minutes=90)


def test_a_time_that_is_jumped_over_and_one_that_comes_twice_last_as_long_as_ever() -> None:
    half_past_two, half_past_one = Weekly(6, 150, 60, MONDAY), Weekly(6, 90, 60, MONDAY)
    begins, ends = moments(half_past_two, date(2027, 3, 14), "America/Chicago")  # 02:00 becomes 03:00
    assert begins == datetime(2027, 3, 14, 8, 30, tzinfo=UTC) and ends - begins == timedelta(hours=1)
    begins, _ends = moments(half_past_one, date(2026, 11, 1), "America/Chicago")  # 01:30 comes twice
    assert begins == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@given(st.integers(0, 6), st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.integers(0, 80))
def test_every_date_is_its_weekday_and_seven_days_after_the_last(weekday: int, first: date, length: int) -> None:
    weekly = Weekly(weekday, 540, 60, date(2026, 6, 1))
    found = list(days_of(weekly, first, first + timedelta(days=length)))
    assert all(day.weekday() == weekday and day >= weekly.from_on for day in found)
    assert all(b - a == timedelta(days=7) for a, b in pairwise(found))
    if first >= weekly.from_on:
        assert len(found) in (length // 7, length // 7 + 1)


def test_a_seat_holds_from_its_first_to_its_last_day() -> None:
    assert [is_on(MONDAY, MONDAY, MONDAY + timedelta(days=n)) for n in (-1, 0, 1)] == [False, True, False]
    assert is_on(MONDAY, None, MONDAY + timedelta(days=400))
