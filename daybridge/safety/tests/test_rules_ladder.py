from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from daybridge.safety.rules import (
    Asked,
    Calendar,
    Level,
    Rung,
    Shift,
    due_by,
    gaps,
    ladder,
    ladder_in_force,
    next_asked,
    on_call_at,
    shipped_ladder,
    wait_of,
    way,
)

BEN, CORA, PRIYA, DORA, OLA = (UUID(int=number) for number in range(1, 6))
PEOPLE = {"primary": [BEN], "cover": [CORA], "medical": [PRIYA], "team": [BEN, CORA, PRIYA], "director": [DORA]}
CHICAGO = ZoneInfo("America/Chicago")
HERE = Calendar(ladder(), "America/Chicago", frozenset({date(2026, 11, 26)}))


def _local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=CHICAGO).astimezone(UTC)


def _asked(level: Level, *, who: str = "care-team", is_open: bool = True, **people: list[UUID]) -> list[UUID]:
    found = way(ladder(), who=who, level=level, people={**PEOPLE, **people}, is_open=is_open)
    return [one.staff_id for one in found]


def test_an_alert_goes_to_therapist_cover_on_call_and_director_in_this_order_each_once() -> None:
    assert _asked(Level.URGENT, **{"on-call": [OLA, CORA]}) == [BEN, CORA, OLA, DORA]
    assert _asked(Level.URGENT, primary=[]) == [CORA, DORA]


def test_medical_questions_go_to_prescriber_and_nurse_first() -> None:
    assert _asked(Level.SAME_DAY, who="medical") == [PRIYA, BEN, DORA]


def test_outside_hours_urgent_goes_straight_to_who_is_on_call() -> None:
    assert _asked(Level.URGENT, is_open=False, **{"on-call": [OLA]}) == [OLA, DORA]
    assert _asked(Level.NEXT_DAY, is_open=False, **{"on-call": [OLA]}) == [BEN, CORA, DORA]


def test_a_gap_in_the_roster_never_makes_an_alert_fall_silent() -> None:
    assert _asked(Level.URGENT, is_open=False) == [BEN, CORA, DORA]


def test_when_nobody_stands_on_any_rung_whoever_is_known_is_asked() -> None:
    nobody: dict[str, list[UUID]] = {name: [] for name in PEOPLE}
    assert _asked(Level.REVIEW, **{**nobody, "team": [PRIYA]}) == [PRIYA]
    assert _asked(Level.REVIEW, **nobody) == []


def test_the_next_person_is_asked_and_the_last_one_stays_asked() -> None:
    asked = way(ladder(), who="care-team", level=Level.URGENT, people=PEOPLE, is_open=True)
    following = [next_asked(asked, present) for present in (None, BEN, CORA, DORA, OLA)]
    assert [one.staff_id if one else None for one in following] == [BEN, CORA, DORA, DORA, BEN]
    assert next_asked([], None) is None


def test_the_first_is_asked_by_the_rules_clock_and_the_others_by_their_rungs_never_longer() -> None:
    clock = timedelta(minutes=8)
    waits = [wait_of(Asked(BEN, Rung("primary", minutes, ("in_app",))), clock) for minutes in (0, 5, 60)]
    assert waits == [clock, timedelta(minutes=5), clock]
    assert wait_of(None, clock) == clock


# --- Hours -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (_local(23, 8), True), (_local(23, 7, 59), False), (_local(23, 16, 59), True), (_local(23, 17), False),
        (_local(22, 12), False), (_local(26, 12), False),
    ],
)  # fmt: skip
def test_the_doors_are_open_by_the_sites_own_clock(moment: datetime, is_open: bool) -> None:
    assert HERE.is_open(moment) is is_open


def test_what_may_wait_for_the_doors_is_due_an_hour_after_they_open_and_the_rest_at_once() -> None:
    wednesday = _local(25, 16)
    for level, due in (
        (Level.URGENT, _local(26, 16)), (Level.SAME_DAY, _local(26, 16)), (Level.NEXT_DAY, _local(27, 9)),
    ):  # fmt: skip
        assert due_by(HERE, level, timedelta(days=1), asked_at=wednesday) == due
    assert due_by(HERE, Level.NEXT_DAY, timedelta(hours=18), asked_at=_local(23, 16)) == _local(24, 10)


def test_a_site_that_never_opens_leaves_the_clock_as_it_is() -> None:
    never = Calendar(ladder({**shipped_ladder(), "hours": {}}), "America/Chicago")
    assert due_by(never, Level.REVIEW, timedelta(days=7), asked_at=_local(23, 8)) == _local(30, 8)


def test_on_the_day_the_clocks_change_a_minute_is_a_minute_and_the_doors_keep_their_hour() -> None:
    """1 November 2026: 2 am comes twice in Chicago. 8 March: it does not come at all."""
    night = datetime(2026, 11, 1, 1, 50, tzinfo=CHICAGO).astimezone(UTC)
    assert due_by(HERE, Level.URGENT, timedelta(minutes=15), asked_at=night) - night == timedelta(minutes=15)
    friday = datetime(2026, 10, 30, 16, tzinfo=CHICAGO)
    assert due_by(HERE, Level.NEXT_DAY, timedelta(days=1), asked_at=friday) == _local(2, 9)
    spring = datetime(2026, 3, 6, 16, tzinfo=CHICAGO)
    due = due_by(HERE, Level.NEXT_DAY, timedelta(days=1), asked_at=spring)
    assert due == datetime(2026, 3, 9, 9, tzinfo=CHICAGO) and due.astimezone(UTC).hour == 14


# --- The roster ------------------------------------------------------------------------------------------------------


def test_who_is_on_call_comes_before_who_backs_them_up() -> None:
    shifts = [Shift(BEN, _local(23, 17), _local(24, 8), OLA), Shift(CORA, _local(24, 17), _local(25, 8))]
    assert on_call_at(shifts, _local(23, 20)) == [BEN, OLA]
    assert on_call_at(shifts, _local(24, 8)) == [] and on_call_at(shifts, _local(24, 17)) == [CORA]


def test_gaps_are_the_closed_hours_without_anybody() -> None:
    since, until = _local(23, 12), _local(25, 12)
    night = Shift(BEN, _local(23, 18), _local(24, 8))
    assert gaps(HERE, [night], since=since, until=until) == [
        (_local(23, 17), _local(23, 18)), (_local(24, 17), _local(25, 8)),
    ]  # fmt: skip
    whole = Shift(BEN, _local(23, 12), _local(25, 12))
    assert gaps(HERE, [whole], since=since, until=until) == []


def test_a_holiday_is_closed_the_whole_day() -> None:
    assert gaps(HERE, [], since=_local(25, 17), until=_local(27, 12)) == [(_local(25, 17), _local(27, 8))]
    assert HERE.closed_between(_local(23, 9), _local(23, 10)) == []
    assert HERE.closed_between(_local(23, 9), _local(23, 17)) == []


# --- The ladder as data ----------------------------------------------------------------------------------------------


def _with(**said: Any) -> dict[str, Any]:
    return {**deepcopy(dict(shipped_ladder())), **said}


_ALONE = {**shipped_ladder()["care-team"], "urgent": [{"who": "director", "wait_minutes": 0, "channels": ["in_app"]}]}


def _urgent(**last: Any) -> dict[str, Any]:
    rung = {"who": "director", "wait_minutes": 5, "channels": ["in_app", "sms"], **last}
    return {**shipped_ladder()["care-team"], "urgent": [rung]}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"outside": {**shipped_ladder()["outside"], "urgent": "wait"}}, "urgent alerts go to who is on call"),
        ({"outside": {**shipped_ladder()["outside"], "review": "never"}}, "nothing but on-call or wait"),
        ({"care-team": {**shipped_ladder()["care-team"], "review": []}}, "must end with the director"),
        ({"care-team": _urgent(who="cover")}, "must end with the director"),
        ({"care-team": _ALONE}, "never by one way alone"),
        ({"care-team": _urgent(wait_minutes=16)}, "go on after 15 minutes"),
        ({"care-team": _urgent(wait_minutes=-1)}, "less than no time"),
        ({"care-team": _urgent(channels=["push", "sms"])}, "must show in the app"),
        ({"care-team": _urgent(channels=["in_app", "pigeon"])}, "not known"),
        ({"hours": {"monday": ["17:00", "08:00"]}}, "not after opening"),
        ({"hours": {"someday": ["08:00", "17:00"]}}, "can't be read"),
        ({"one_evening_hours": "long"}, "can't be read"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused(said: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        ladder(_with(**said))


def test_a_sites_own_ladder_says_which_edit_it_is() -> None:
    assert ladder(_with(version=2), edit=3).edit == 3


def test_a_sites_ladder_that_can_be_read_no_more_gives_way_to_the_shipped_one() -> None:
    assert ladder_in_force(shipped_ladder(), edit=3).edit == 3
    assert ladder_in_force({"of": "a later version"}, edit=3) == ladder()
