"""Telling when somebody works, being away, and what then needs cover."""

from datetime import date, timedelta

import pytest

from daybridge.core.errors import Conflict, Invalid, NotYours, Refused
from daybridge.core.models import AuditEntry
from daybridge.programs.calendar.actions import cancel_occurrence
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.rules import Hours
from daybridge.programs.staffing import queries
from daybridge.programs.staffing.actions import take_leave_back, tell_leave, tell_staff_week
from daybridge.programs.staffing.models import Leave, StaffWeekTold
from daybridge.programs.staffing.rules import Days, Reason, StaffWeek
from daybridge.programs.staffing.sentences import days_in_words
from tests.cast import House, a_group, a_leave, a_series

TODAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WEEK = StaffWeek((Hours(0, 480, 1020),), 1200, ("skills",))


def test_hours_are_told_by_themself_or_a_director_and_the_newest_hold(house: House) -> None:
    ben = house.staff["Ben"]
    tell_staff_week(house.actors["Ben"], ben, week=StaffWeek(), based_on=0)
    tell_staff_week(house.actors["Dora"], ben, week=WEEK, based_on=1)
    assert queries.staff_weeks([ben.id, house.staff["Cora"].id]) == {ben.id: WEEK}
    newest = queries.newest(ben.id)
    assert newest and (newest.number, newest.told_by) == (2, house.staff["Dora"])
    with pytest.raises(Conflict, match="since you opened the page"):
        tell_staff_week(house.actors["Ben"], ben, week=StaffWeek(), based_on=1)
    with pytest.raises(Refused):
        tell_staff_week(house.actors["Cora"], ben, week=WEEK, based_on=2)
    assert StaffWeekTold.objects.count() == 2


def test_hours_and_days_that_cannot_be_are_said_beside_their_field(house: House) -> None:
    ben, own = house.staff["Ben"], house.actors["Ben"]
    with pytest.raises(Invalid) as refused:
        tell_staff_week(own, ben, week=StaffWeek((Hours(0, 480, 1500),), 90 * 60, ("origami",)), based_on=0)
    assert refused.value.fields == {
        "hours": "A day has 24 hours.", "most_minutes_a_week": "Between 0 and 80 hours.",
        "covers": "Choose one of the list.",
    }  # fmt: skip
    for days, said in [
        (Days(TUESDAY, TODAY), {"until_on": "It ends before it begins."}),
        (Days(TODAY, TUESDAY, 540), {"end": "Say both: from when, and until when."}),
        (Days(TODAY, TODAY + timedelta(days=400)), {"until_on": "Choose at most 366 days."}),
    ]:
        with pytest.raises(Invalid) as wrong:
            tell_leave(own, ben, days=days, reason=Reason.SICK)
        assert wrong.value.fields == said


def test_nobody_is_away_twice_at_once(house: House) -> None:
    own, ben = house.actors["Ben"], house.staff["Ben"]
    a_leave(house, days_ahead=0, days=3)
    with pytest.raises(Invalid) as refused:
        tell_leave(own, ben, days=Days(TUESDAY, TUESDAY, 540, 600), reason=Reason.TRAINING)
    assert refused.value.fields == {"from_on": "They are away then already."}
    take_leave_back(own, Leave.objects.get())
    tell_leave(own, ben, days=Days(TUESDAY, TUESDAY, 540, 600), reason=Reason.TRAINING)


def test_what_is_led_while_away_needs_cover_and_a_cancelled_session_does_not(house: House) -> None:
    ben = house.staff["Ben"]
    a_series(house, a_group(house), weekday=1)
    a_series(house, a_group(house, "Process"), weekday=3, start=14 * 60)
    a_series(house, a_group(house, "Another's"), weekday=3, start=14 * 60, lead="Cora")
    led = queries.led_between(ben, TODAY, TODAY + timedelta(days=6))
    assert [(one.series.group.name, one.on_day) for one in led] == [
        ("Skills", TUESDAY),
        ("Process", date(2026, 11, 26)),
    ]
    morning = Days(TUESDAY, date(2026, 11, 26), 8 * 60, 10 * 60)
    assert [one.series.group.name for one in queries.led_during(ben, morning)] == ["Skills"]
    cancel_occurrence(house.actors["Dora"], Occurrence.objects.get(id=led[0].id), why="No heating")
    assert queries.led_during(ben, morning) == []


def test_why_somebody_is_away_is_read_by_them_and_directors_alone(house: House) -> None:
    leave, ben = a_leave(house), house.staff["Ben"]
    assert [one.reason for one in queries.leaves_of(house.actors["Dora"], ben, TODAY)] == ["sick"]
    for who in ("Cora", "Ana", "Dev"):
        with pytest.raises(NotYours):
            queries.leaves_of(house.actors[who], ben, TODAY)
        with pytest.raises(NotYours):
            queries.leave(house.actors[who], leave.id)
    away = queries.leaves_between(TODAY, TUESDAY)
    assert [(one.staff_id, days_in_words(one.days)) for one in away] == [(ben.id, "Tue 24 Nov")]
    assert not hasattr(away[0], "reason")
    assert "sick" not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_a_leave_taken_back_is_one_no_more_and_says_who(house: House) -> None:
    leave = a_leave(house)
    assert [take_leave_back(house.actors["Dora"], leave).repeated for _ in range(2)] == [False, True]
    assert queries.leaves_between(TODAY, TUESDAY) == [] and Leave.objects.get().taken_back_by == house.staff["Dora"]


def test_days_away_are_said_in_words() -> None:
    assert days_in_words(Days(TODAY, TUESDAY)) == "Mon 23 Nov to Tue 24 Nov"
    assert days_in_words(Days(TODAY, TODAY, 540, 600)) == "Mon 23 Nov, 09:00 to 10:00"
