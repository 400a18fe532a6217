"""Days, not streaks; counts, not causes; milestones that stay."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybridge.checkins.rules import DaysWithout, Insight, LivedDay, Milestone, days_without, insights, milestones

TODAY = date(2026, 11, 23)


def _ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_setback_takes_one_day_away_and_nothing_goes_back_to_zero() -> None:
    setbacks = {_ago(days) for days in range(12)}
    assert days_without(setbacks, since=_ago(400), today=TODAY) == DaysWithout(78, 90)


def test_somebody_new_is_told_of_the_days_since_they_came() -> None:
    assert days_without({_ago(3), _ago(50)}, since=_ago(9), today=TODAY) == DaysWithout(9, 10)
    assert days_without(set(), since=TODAY + timedelta(days=1), today=TODAY) == DaysWithout(0, 0)


@given(st.sets(st.integers(0, 120)), st.integers(0, 120))
def test_one_more_setback_never_costs_more_than_its_own_day(days: set[int], one_more: int) -> None:
    before = days_without({_ago(day) for day in days}, since=_ago(400), today=TODAY)
    after = days_without({_ago(day) for day in days | {one_more}}, since=_ago(400), today=TODAY)
    assert before.without - after.without in (0, 1)


def _days(count: int, **known: object) -> list[LivedDay]:
    return [LivedDay(_ago(n), **known) for n in range(count)]  # type: ignore[arg-type]


def test_what_went_together_is_told_as_counts_when_there_are_enough_days_of_both() -> None:
    lived = _days(8, mood=5, sleep_hours=8) + _days(2, mood=2, sleep_hours=7.5)
    lived += _days(1, mood=4, sleep_hours=5) + _days(5, mood=1, sleep_hours=4.5)
    assert insights(lived) == [Insight("sleep-mood", 8, 10, 1, 6)]
    assert insights(lived)[0].tells


def test_too_few_days_say_nothing() -> None:
    assert insights(_days(20, mood=5, sleep_hours=8) + _days(4, mood=1, sleep_hours=4)) == []
    assert insights(_days(20, mood=5)) == []


def test_shares_that_are_much_the_same_come_last_and_say_so() -> None:
    lived = _days(10, mood=5, urge=0, skills=2, movement=30, medicines="all", sleep_hours=8)
    lived += _days(10, mood=5, urge=9, skills=0, movement=0, medicines="none", sleep_hours=3)
    told = insights(lived)
    assert [one.code for one in told if one.tells] == ["sleep-urge", "skills-urge"]
    assert [one.tells for one in told] == sorted((one.tells for one in told), reverse=True)


@pytest.mark.parametrize(("count", "reached"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10), (99, 50), (1000, 365)])
def test_a_milestone_once_reached_stays(count: int, reached: int | None) -> None:
    assert milestones({"check-in": count}) == ([Milestone("check-in", reached)] if reached else [])
