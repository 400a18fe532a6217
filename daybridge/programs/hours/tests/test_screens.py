"""The director's page: who falls short, which seats are free, who leads how much; and the same as a file."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core.models import AuditEntry
from daybridge.people.models import Participant
from daybridge.programs.calendar.actions import cancel_occurrence, take_seat
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.rules import Hours, Limit, Number, RulePack
from daybridge.programs.setting_up.actions import set_rules
from daybridge.programs.staffing.actions import tell_staff_week
from daybridge.programs.staffing.rules import StaffWeek
from tests.cast import House, a_group, a_leave, a_participant, a_program, a_series, sign_in, some_needs

TODAY = date(2026, 11, 23)


@pytest.fixture
def dora(house: House) -> Client:
    return sign_in(house.staff["Dora"].account)  # type: ignore[arg-type]


def _address(house: House, page: str = "hours/", week: str = "", program: str = "Dual diagnosis") -> str:
    return f"/programs/{house.programs[program].id}/{page}" + (f"?week={week}" if week else "")


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def _with_rules(house: House) -> None:
    numbers = {
        Limit.LEAST_WEEK_MINUTES: Number(540, "Us", date(2026, 1, 1)),
        Limit.LEAST_WEEK_DAYS: Number(2, "Us", date(2026, 1, 1)),
    }
    pack = RulePack("x", "Here", "Us", numbers=numbers)
    set_rules(house.actors["Dora"], house.programs["Dual diagnosis"], pack=pack, why="So", based_on=0)


def _more(house: House, *names: str) -> list[Participant]:
    program = house.programs["Dual diagnosis"]
    return [
        a_participant(house, name, therapist=house.staff["Ben"], program=program, with_account=False) for name in names
    ]


def test_the_shortest_week_comes_first_and_says_what_is_missing(house: House, dora: Client) -> None:
    _with_rules(house)
    ana, (noor, kai) = house.participants["Ana"], _more(house, "Noor Haddad", "Kai Lund")
    some_needs(house, noor, minimum_minutes=90, minimum_days=1, kinds={"process": 1})
    some_needs(house, kai, minimum_minutes=60, minimum_days=1)
    series = a_series(house, a_group(house, capacity=4))
    for one in (ana, noor, kai):
        take_seat(house.actors["Dora"], one, series=series, from_on=TODAY)
    shown = _shown(dora, _address(house))
    assert "2 of 3 fall short" in shown and "1 person whose week holds what is asked" in shown
    assert shown.index("Ana Rivera") < shown.index("Noor Haddad") < shown.index("Kai Lund")
    for words in ("1 h 30 min of 9 h", "(the program&#x27;s rules)", "7 h 30 min missing", "1 day missing",
                  "1 h 30 min of 1 h 30 min", "(set for them)", "Process group: 1 missing"):  # fmt: skip
        assert words in shown, words
    assert f"/workspace/people/{ana.id}/week/" in shown


def test_free_seats_and_what_does_not_take_place_are_said_of_each_weekly_time(house: House, dora: Client) -> None:
    series = a_series(house, a_group(house, capacity=4))
    a_series(house, a_group(house, "Process", capacity=3), weekday=3)
    take_seat(house.actors["Dora"], house.participants["Ana"], series=series, from_on=TODAY)
    shown = _shown(dora, _address(house))
    assert "6 of 7 seats are free" in shown and "3 of 4 seats free" in shown and "Tue 24 Nov, 09:00 to 10:30" in shown
    cancel_occurrence(
        house.actors["Dora"], Occurrence.objects.get(series=series, on_day=TODAY + timedelta(days=1)), why="Snow"
    )
    shown = _shown(dora, _address(house))
    assert "3 of 3 seats are free" in shown and "does not take place" in shown
    assert "6 of 7 seats are free" in _shown(dora, _address(house, week="2026-W49")), "the week after"


def test_who_leads_more_than_they_may_or_while_away_stands_first(house: House, dora: Client) -> None:
    group = a_group(house)
    for weekday in (1, 3):
        a_series(house, group, weekday=weekday)
    a_series(house, a_group(house, "Process"), weekday=2, lead="Cora")
    a_series(house, a_group(house, "Late"), weekday=4, lead="Cleo")
    ben = StaffWeek((Hours(1, 540, 630),), 90)
    tell_staff_week(house.actors["Ben"], house.staff["Ben"], week=ben, based_on=0)
    tell_staff_week(house.actors["Cleo"], house.staff["Cleo"], week=StaffWeek((Hours(4, 480, 720),)), based_on=0)
    a_leave(house, days_ahead=3)
    shown = _shown(dora, _address(house)).split("Who leads how much")[1]
    assert shown.index("Ben Okafor") < shown.index("Cora Lindqvist")
    for words in ("3 h of at most 1 h 30 min", "1 session while away", "1 h 30 min more than the most",
                  "1 session outside their hours", "1 h 30 min; no hours told", "1 h 30 min of at most 40 h"):  # fmt: skip
        assert words in shown, words
    assert "sick" not in shown.lower()


def test_an_empty_program_and_a_week_without_groups_say_so(house: House, dora: Client) -> None:
    a_program(house, "Nobody yet")
    shown = _shown(dora, _address(house, program="Nobody yet"))
    assert (
        "Nobody was in this program in that week." in shown and "No group of this program meets in that week." in shown
    )
    shown = _shown(dora, _address(house))
    assert "Everybody's week holds what is asked." in shown and "0 min, nothing asked" in shown


def test_somebody_who_came_this_week_is_marked_and_who_came_later_is_not_there(house: House, dora: Client) -> None:
    program = house.programs["Dual diagnosis"]
    a_participant(house, "Kai Lund", therapist=house.staff["Ben"], program=program, admitted_days_ago=-1)
    assert "came this week" in _shown(dora, _address(house))
    assert "Kai Lund" not in _shown(dora, _address(house, week="2026-W47"))


@pytest.mark.parametrize("week", ["2026-W60", "soon", "2026-48", "2030-W01", "2020-W01", "0000-W01"])
def test_a_week_that_is_none_is_not_found(house: House, dora: Client, week: str) -> None:
    assert dora.get(_address(house, week=week)).status_code == 404


def test_the_first_and_the_last_week_lead_no_further(house: House, dora: Client) -> None:
    assert "Week after" not in _shown(dora, _address(house, week="2027-W02"))
    assert "Week before" not in _shown(dora, _address(house, week="2025-W48"))


def test_as_many_queries_for_many_people_and_groups_as_for_few(
    house: House, dora: Client, django_assert_max_num_queries: Any
) -> None:
    _with_rules(house)

    def asked() -> int:
        _shown(dora, _address(house))
        with django_assert_max_num_queries(100) as counted:
            _shown(dora, _address(house))
        return len(counted)

    def live(names: list[str], weekday: int, lead: str) -> None:
        series = a_series(house, a_group(house, f"Group {weekday}", capacity=80), weekday=weekday, lead=lead)
        for one in _more(house, *names):
            some_needs(house, one, minimum_minutes=300, kinds={"process": 1})
            take_seat(house.actors["Dora"], one, series=series, from_on=TODAY)

    live([f"Few P{number}" for number in range(4)], 1, "Ben")
    a_leave(house)
    before = asked()
    live([f"Many Q{number}" for number in range(28)], 2, "Cora")
    live([f"More R{number}" for number in range(27)], 3, "Cleo")
    a_leave(house, "Cora")
    assert "60 of 60 fall short" in _shown(dora, _address(house))
    assert asked() == before


def test_the_file_holds_everybody_and_taking_it_is_written_down(house: House, dora: Client) -> None:
    _with_rules(house)
    (noor,) = _more(house, "=Noor Haddad")
    some_needs(house, noor, minimum_minutes=60, kinds={"process": 1, "skills": 2})
    series = a_series(house, a_group(house, capacity=4))
    take_seat(house.actors["Dora"], noor, series=series, from_on=TODAY)
    answer = dora.get(_address(house, "hours.csv", week="2026-W48"))
    assert answer["Content-Disposition"] == 'attachment; filename="daybridge-hours-2026-W48.csv"'
    ana, other = csv.DictReader(io.StringIO(answer.content.decode()))
    assert (ana["name"], ana["asked_minutes"], ana["asked_by"], ana["missing_minutes"]) == (
        "Ana Rivera",
        "540",
        "program",
        "540",
    )
    assert other["name"].startswith("'=Noor") and other["missing_kinds"] == "skills 1; process 1"
    assert (other["booked_minutes"], other["over_minutes"], other["asked_by"]) == ("90", "0", "person")
    assert AuditEntry.objects.filter(deed="programs.HoursExported").count() == 1


def test_nobody_but_a_director_reads_it(house: House) -> None:
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    for page in ("hours/", "hours.csv"):
        assert ben.get(_address(house, page)).status_code == 403
