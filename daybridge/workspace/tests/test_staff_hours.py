"""Hours and leave of those who work here: on their own page, and on a director's."""

import pytest
from django.test import Client

from daybridge.programs.rules import Hours
from daybridge.programs.staffing import queries
from daybridge.programs.staffing.actions import tell_staff_week
from daybridge.programs.staffing.models import Leave
from daybridge.programs.staffing.rules import StaffWeek
from tests.cast import House, a_group, a_leave, a_series, sign_in


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _of(house: House, what: str = "hours", who: str = "Ben") -> str:
    return f"/workspace/staff/{house.staff[who].id}/{what}/"


HOURS = {
    "based_on": "0", "most_minutes_a_week": "22.5", "covers": ["skills", "cbt"],
    "day-0-0-start": "08:00", "day-0-0-end": "12:00", "day-0-1-start": "13:00", "day-0-1-end": "17:00",
}  # fmt: skip
LEAVE = {"leave-from_on": "2026-11-24", "leave-until_on": "2026-11-26", "leave-reason": "sick"}


def test_hours_are_told_and_stand_in_the_form_with_a_row_to_spare(house: House, ben: Client) -> None:
    assert "Nobody has told any yet." in ben.get("/workspace/my-hours/").content.decode()
    assert ben.post(_of(house), HOURS)["Location"] == "/workspace/my-hours/"
    week = StaffWeek((Hours(0, 480, 720), Hours(0, 780, 1020)), 1350, ("skills", "cbt"))
    assert queries.staff_weeks([house.staff["Ben"].id]) == {house.staff["Ben"].id: week}
    shown = ben.get("/workspace/my-hours/").content.decode()
    assert 'value="13:00"' in shown and 'name="day-0-2-start"' in shown and 'value="22.5"' in shown
    assert ben.post(_of(house), HOURS).status_code == 409, "there are newer ones"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"day-0-1-start": "11:00"}, "day-0-1-start", "Two of these are at the same time."),
        ({"day-0-1-end": "12:30"}, "day-0-1-end", "It ends before it begins."),
        ({"day-0-1-end": "25:00"}, "day-0-1-end", "Write a time from 00:00 to 23:59."),
        ({"most_minutes_a_week": "90"}, "most_minutes_a_week", "Between 0 and 80 hours."),
        ({"covers": ["origami"]}, "covers", "Select a valid choice"),
    ],
)
def test_hours_that_cannot_be_are_refused_beside_their_field(
    house: House, ben: Client, wrong: dict[str, object], field: str, said: str
) -> None:
    answer = ben.post(_of(house), HOURS | wrong)
    shown = answer.content.decode()
    assert (
        answer.status_code == 422 and f'id="id_{field}_error"' in shown and said in shown and 'value="08:00"' in shown
    )


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"leave-until_on": "2026-11-23"}, "leave-until_on", "It ends before it begins."),
        ({"leave-from_on": "tomorrow"}, "leave-from_on", "Choose a day."),
        ({"leave-start": "09:00"}, "leave-end", "Say both: from when, and until when."),
        ({"leave-start": "09:00", "leave-end": "08:00"}, "leave-end", "It ends before it begins."),
        ({"leave-reason": ""}, "leave-reason", "Choose one."),
    ],
)
def test_a_leave_that_cannot_be_is_refused_beside_its_field(
    house: House, ben: Client, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = ben.post(_of(house, "leave"), LEAVE | wrong)
    shown = answer.content.decode()
    assert answer.status_code == 422 and f'id="id_{field}_error"' in shown and said in shown
    assert not Leave.objects.exists()


def test_the_sessions_that_need_cover_are_listed_with_who_may_lead_them(house: House, ben: Client) -> None:
    a_series(house, a_group(house))
    a_series(house, a_group(house, "Process"), weekday=3)
    cora = house.staff["Cora"]
    tell_staff_week(house.actors["Cora"], cora, week=StaffWeek(covers=("skills",)), based_on=0)
    shown = " ".join(ben.post(_of(house, "leave"), LEAVE, follow=True).content.decode().split())
    assert "Sessions that need cover then: 2." in shown and "These 2 sessions need cover:" in shown
    assert "Skills: Tue 24 Nov, 09:00 to 10:30" in shown and "may lead it and is free then: Cora Lindqvist" in shown
    back = ben.post(f"/workspace/leave/{Leave.objects.get().id}/back/", follow=True).content.decode()
    assert "They are not away then." in back and "Nothing ahead." in back


def test_a_leave_with_nothing_to_cover_says_so_and_its_queries_do_not_grow(
    house: House, ben: Client, django_assert_max_num_queries: object
) -> None:
    a_leave(house, days_ahead=1)
    ben.get("/workspace/my-hours/")

    def asked() -> int:
        with django_assert_max_num_queries(100) as counted:  # type: ignore[operator]
            shown = ben.get("/workspace/my-hours/").content.decode()
        assert "No session needs cover." in shown
        return len(counted)

    before = asked()
    for number in range(2, 7):
        a_leave(house, days_ahead=number * 3)
    assert asked() == before


def test_directors_tell_it_of_anybody_and_colleagues_of_nobody(house: House) -> None:
    dora, cora = (sign_in(house.staff[who].account) for who in ("Dora", "Cora"))  # type: ignore[arg-type]
    assert dora.post(_of(house), HOURS)["Location"] == _of(house)
    assert dora.post(_of(house, "leave"), LEAVE).status_code == 302
    assert "Sick" in dora.get(_of(house)).content.decode()
    for what in ("hours", "leave"):
        assert cora.post(_of(house, what), HOURS | LEAVE).status_code == 404
    assert cora.get(_of(house)).status_code == 404
    leave = Leave.objects.get()
    assert cora.post(f"/workspace/leave/{leave.id}/back/").status_code == 404
    listed = dora.get("/programs/staff-hours/").content.decode()
    assert "works 8 h a week, leads at most 22 h 30 min" in listed and "away Tue 24 Nov to Thu 26 Nov" in listed
    assert "Sick" not in listed and cora.get("/programs/staff-hours/").status_code == 403
