from datetime import UTC, date, datetime

import pytest

from daybridge.privacy.rules import Until, fault_of, last_day, may_export_again, runs_out_at

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("until", "fault"),
    [(date(2026, 11, 22), Until.PAST), (TODAY, None), (date(2027, 11, 23), None), (date(2027, 11, 24), Until.TOO_FAR)],
)
def test_sharing_ends_today_at_the_earliest_and_in_a_year_at_the_latest(until: date, fault: Until | None) -> None:
    assert fault_of(until, today=TODAY) == fault


@pytest.mark.parametrize(
    ("zone", "runs_out"),
    [
        ("America/Chicago", datetime(2026, 11, 24, 6, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 11, 23, 11, tzinfo=UTC)),
    ],
)
def test_the_last_day_is_whole_by_the_clock_of_whoever_shares(zone: str, runs_out: datetime) -> None:
    assert runs_out_at(TODAY, zone) == runs_out
    assert last_day(runs_out, zone) == TODAY


def test_a_day_on_which_the_clocks_change_is_whole_too() -> None:
    assert runs_out_at(date(2026, 11, 1), "America/Chicago") == datetime(2026, 11, 2, 6, tzinfo=UTC)


def test_a_record_is_taken_out_twelve_times_an_hour_at_most() -> None:
    assert [may_export_again(lately) for lately in (0, 11, 12)] == [True, True, False]
