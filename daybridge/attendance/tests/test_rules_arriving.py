"""When a door is open, how long its code is good, and when somebody may join from elsewhere."""

from datetime import UTC, datetime, timedelta

import pytest

from daybridge.attendance import rules

BEGIN = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
END = BEGIN + timedelta(minutes=90)


def _at(minutes: float) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


@pytest.mark.parametrize(("minutes", "is_open"), [(-60.1, False), (-60, True), (0, True), (89.9, True), (90, False)])
def test_a_door_is_open_from_an_hour_before_until_the_end(minutes: float, is_open: bool) -> None:
    assert rules.is_door_open(_at(minutes), begin=BEGIN, end=END) is is_open


@pytest.mark.parametrize(
    ("minutes", "is_good"), [(-2.1, False), (-1, True), (0, True), (2, True), (2.1, False), (60 * 24, False)]
)
def test_a_code_is_good_for_two_minutes_and_none_is_from_the_future(minutes: float, is_good: bool) -> None:
    assert rules.is_fresh(BEGIN, _at(minutes), rules.DOOR_CODE_LASTS) is is_good


@pytest.mark.parametrize(("minutes", "may"), [(-10.1, False), (-10, True), (89.9, True), (90, False)])
def test_who_comes_from_elsewhere_joins_from_ten_minutes_before(minutes: float, may: bool) -> None:
    assert rules.may_join(_at(minutes), begin=BEGIN, end=END) is may
