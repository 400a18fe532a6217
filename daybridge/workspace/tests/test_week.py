"""A participant's week as staff see it: when they can come, their groups, and what a new seat would meet."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import guard
from daybridge.people.actions import change_time_zone
from daybridge.programs.attending.sentences import days_in_words
from daybridge.programs.availability.rules import Span
from daybridge.programs.calendar.actions import take_seat
from daybridge.programs.calendar.models import Occurrence, Seat
from daybridge.programs.models import Group
from daybridge.workspace.week import coming
from tests.cast import House, a_change_request, a_group, a_series, a_week, an_absence, sign_in

TODAY = date(2026, 11, 23)


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _page(house: House, ben: Client) -> str:
    return ben.get(f"/workspace/people/{house.participants['Ana'].id}/week/").content.decode()


def test_the_hours_are_shown_and_confirmed_once_gone_through(house: House, ben: Client) -> None:
    assert "They have told nothing yet" in _page(house, ben)
    week = a_week(house, house.participants["Ana"], note="Bus 12 runs late")
    shown = _page(house, ben)
    assert "Bus 12 runs late" in shown and "Monday, 09:00 to 17:00: Work" in shown
    assert ben.post(f"/workspace/weeks/{week.id}/confirm/").status_code == 302
    assert "went through it with them" in _page(house, ben)


def test_a_seat_is_given_with_what_it_meets_in_sight_and_ended(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    skills = a_series(house, a_group(house, "Skills", capacity=4), weekday=0)
    a_series(house, a_group(house, "Mornings"), weekday=2)
    shown = _page(house, ben)
    assert shown.count("Meets what is taken: 09:00 – 17:00") == 1 and "4 of 4 seats free" in shown
    ben.post(f"/workspace/people/{ana.id}/seats/{skills.id}/")
    assert "End the seat in Skills today" in _page(house, ben) and Seat.objects.get().series == skills
    again = ben.post(f"/workspace/seats/{Seat.objects.get().id}/end/", follow=True).content.decode()
    assert "The seat has ended" in again and Seat.objects.get().until_on is not None


def test_what_a_seat_meets_is_reckoned_by_the_persons_own_clock(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    change_time_zone(house.actors["Ana"], ana, zone="America/Denver")
    a_week(house, ana, Span(0, 8 * 60, 9 * 60))
    a_series(house, a_group(house), weekday=0)  # nine where the group is, eight where Ana is
    assert "Meets what is taken: 08:00 – 09:00" in _page(house, ben)


def test_offers_cost_as_many_queries_for_six_weekly_times_as_for_one(
    house: House, ben: Client, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(200) as counted:
            _page(house, ben)
        return len(counted)

    a_series(house, a_group(house, "One"), weekday=0)
    _page(house, ben)
    before = asked()
    for day in range(1, 6):
        a_series(house, a_group(house, f"Day {day}"), weekday=day)
    assert asked() == before


def test_a_group_that_is_not_made_for_them_says_so_and_may_still_be_given(house: House, ben: Client) -> None:
    group = a_group(house)
    a_series(house, group)
    assert "Not made for them" not in _page(house, ben)
    with guard.writing():
        Group.objects.filter(id=group.id).update(language="es")
    assert "Not made for them" in _page(house, ben)


def test_a_clash_is_said_above_the_page(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    one = a_series(house, a_group(house, "One"))
    other = a_series(house, a_group(house, "Other"), start=10 * 60, lead="Cora")
    ben.post(f"/workspace/people/{ana.id}/seats/{one.id}/")
    said = ben.post(f"/workspace/people/{ana.id}/seats/{other.id}/", follow=True).content.decode()
    assert "Ana is taken by One: Tue 24 Nov, 09:00 to 10:30." in said


def test_who_will_not_come_is_on_the_persons_week_and_on_their_teams_first_page(house: House, ben: Client) -> None:
    ana = house.participants["Ana"]
    assert "Will not come" not in _page(house, ben)
    take_seat(house.actors["Ben"], ana, series=(skills := a_series(house, a_group(house))), from_on=skills.from_on)
    first = Occurrence.objects.select_related("series").earliest("begins_at")
    an_absence(house, ana, first, reason="care", note="My son")
    for shown in (_page(house, ben), ben.get("/workspace/coming-for-me/").content.decode()):
        assert "Will not come" in shown and "Care for somebody: My son" in shown and "Tue 24 Nov, 09:00" in shown
    assert "My son" in ben.get("/workspace/").content.decode()
    cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
    assert "My son" not in cleo.get("/workspace/").content.decode()


def test_days_away_are_one_row_however_many_sessions_they_take(
    house: House, ben: Client, django_assert_max_num_queries: Any
) -> None:
    ana = house.participants["Ana"]
    for number, weekday in enumerate((1, 2, 3)):
        series = a_series(house, a_group(house, f"Group {number}"), weekday=weekday)
        take_seat(house.actors["Ben"], ana, series=series, from_on=series.from_on)
    absence = an_absence(house, ana, last_on=TODAY + timedelta(days=4), reason="transport")
    with django_assert_max_num_queries(10):
        shown = coming.of_people_of(house.actors["Ben"])
    assert shown.total == 1 and shown.away[0].more == "and 2 more"
    assert days_in_words(absence) in _page(house, ben) and " to " in days_in_words(absence)


def test_who_asks_for_other_times_is_answered_with_a_sentence(house: House, ben: Client) -> None:
    request = a_change_request(house, house.participants["Ana"], better="After 17:00", note="New shift")
    assert "After 17:00" in ben.get("/workspace/").content.decode() and "New shift" in _page(house, ben)
    address = f"/workspace/change-requests/{request.id}/answer/"
    refused = ben.post(address, {"outcome": "done", "words": ""}, follow=True).content.decode()
    assert "Nothing was sent" in refused and not request.answers.exists()
    sent = ben.post(address, {"outcome": "talk", "words": "Let us look on Monday."}, follow=True).content.decode()
    assert "They read your answer" in sent and "Let us talk: Let us look on Monday." in sent
    assert "After 17:00" not in ben.get("/workspace/").content.decode()
