"""What sessions that somebody did not come to call for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from daybridge.safety.rules import Missed, findings_in_misses, rulebook, signal_of_missed_session

RULES = rulebook()
MONDAY = date(2026, 11, 23)


def _missed(*days: int) -> list[Missed]:
    return [Missed(MONDAY + timedelta(days=day), f"session {day}") for day in days]


def test_a_session_is_told_once_by_its_own_mark() -> None:
    [one] = _missed(0)
    assert signal_of_missed_session(one).mark == "session 0"


@pytest.mark.parametrize(
    ("days", "around", "mark"),
    [
        ((0,), 0, ""),
        ((0, 6), 6, "missed_sessions up to 2026-11-29"),
        ((0, 7), 7, ""),
        ((0, 2), 0, "missed_sessions up to 2026-11-25"),
        ((0, 2, 20), 2, "missed_sessions up to 2026-11-25"),
        ((), 0, ""),
    ],
)
def test_two_days_within_seven_are_talked_over_in_whichever_order_they_end(
    days: tuple[int, ...], around: int, mark: str
) -> None:
    found = findings_in_misses(RULES.values(), _missed(*days), around=MONDAY + timedelta(days=around))
    assert [one.mark for one in found] == ([mark] if mark else [])


def test_three_groups_of_one_day_are_one_day() -> None:
    same = [Missed(MONDAY, str(number)) for number in range(3)]
    assert findings_in_misses(RULES.values(), same, around=MONDAY) == []


def test_a_site_says_how_many_days_within_how_many() -> None:
    rule = replace(RULES["sessions-missed-twice"], at_least=3, days=14)
    assert findings_in_misses([rule], _missed(0, 10), around=MONDAY) == []
    [found] = findings_in_misses([rule], _missed(0, 5, 13), around=MONDAY + timedelta(days=5))
    assert found.facts[0].value == 3
