"""The engine asked, followed, stopped and answered at a browser; versions read and taken back."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from daybridge.core import guard
from daybridge.programs.availability.rules import Span
from daybridge.programs.calendar.models import Occurrence, Seat, Series
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.rules import Needs
from daybridge.programs.planning import actions, jobs
from daybridge.programs.planning.models import Proposal, ScheduleVersion
from daybridge.programs.planning.rules import State
from tests.cast import House, a_group, a_participant, a_series, a_week, local, sign_in

TODAY = date(2026, 11, 23)


def _client(house: House, who: str) -> Client:
    return sign_in(house.staff[who].account)  # type: ignore[arg-type]


@pytest.fixture
def ben(house: House) -> Client:
    return _client(house, "Ben")


@pytest.fixture
def dora(house: House) -> Client:
    return _client(house, "Dora")


@pytest.fixture
def skills(house: House) -> Series:
    """Skills on Tuesdays; Ana's plan asks for it and her Mondays are taken."""
    ana = house.participants["Ana"]
    a_week(house, ana)
    set_needs(house.actors["Ben"], ana, needs=Needs(minimum_minutes=90), based_on=0, why="Her plan")
    a_series(house, a_group(house, "Process"), weekday=0)
    return a_series(house, a_group(house), weekday=1)


def _searched(house: House) -> Proposal:
    jobs.search(house.system, proposal_id=str(Proposal.objects.get().id))
    return Proposal.objects.get()


def _text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_week_is_looked_for_from_the_persons_page_and_accepted_with_a_reason(
    house: House, ben: Client, skills: Series
) -> None:
    ana = house.participants["Ana"]
    asked = ben.post(f"/planning/places/{ana.id}/", follow=True)
    assert "Waiting for the engine" in _text(asked) and "Stop looking" in _text(asked)
    found = _searched(house)
    page = _text(ben.get(f"/planning/proposals/{found.id}/"))
    assert "Skills: Tuesday, 09:00 to 10:30" in page and "Nobody else loses a seat." in page
    assert "sits in Skills: Tuesday, 09:00 to 10:30" in page
    refused = ben.post(f"/planning/proposals/{found.id}/accept/", {"option": "0", "why": ""})
    assert refused.status_code == 422 and "Say why in a few words." in _text(refused)
    accepted = ben.post(
        f"/planning/proposals/{found.id}/accept/", {"option": "0", "why": "Admitted today"}, follow=True
    )
    assert "The week is in force" in _text(accepted) and "Admitted today" in _text(accepted)
    assert Seat.objects.get().series == skills
    undone = ben.post(f"/planning/versions/{ScheduleVersion.objects.get().id}/undo/", follow=True)
    assert "Taken back." in _text(undone) and "taken back" in _text(undone)
    assert "Took back version 1" in _text(undone)


def test_a_week_is_looked_for_for_some_weeks_where_shifts_alternate(house: House, ben: Client, skills: Series) -> None:
    ana = house.participants["Ana"]
    asked = ben.post(f"/planning/places/{ana.id}/", {"weeks": "2"}, follow=True)
    assert "from 23 November 2026 until 6 December 2026" in _text(asked)
    found = _searched(house)
    ben.post(f"/planning/proposals/{found.id}/accept/", {"option": "0", "why": "Early shifts"})
    assert Seat.objects.get().until_on == date(2026, 12, 6)


def test_how_far_it_is_is_shown_and_the_page_is_asked_for_anew_once_it_ended(
    house: House, ben: Client, skills: Series
) -> None:
    ben.post(f"/planning/places/{house.participants['Ana'].id}/")
    one = Proposal.objects.get()
    actions.begin_search(house.system, one, mark="x")
    actions.note_progress(one, {"aim": "comfort", "value": 4, "bound": 2, "seconds": 1.5})
    answer = ben.get(f"/planning/proposals/{one.id}/progress/")
    assert "Best so far: 4; at least 2 is proven" in _text(answer) and "HX-Refresh" not in answer
    stopped = ben.post(f"/planning/proposals/{one.id}/cancel/", follow=True)
    assert "The search is stopped" in _text(stopped) and Proposal.objects.get().state == State.CANCELLED
    assert ben.get(f"/planning/proposals/{one.id}/progress/")["HX-Refresh"] == "true"


def test_a_week_that_cannot_be_says_why_and_what_would_help(house: House, ben: Client, skills: Series) -> None:
    a_week(house, house.participants["Ana"], *(Span(day, 0, 24 * 60) for day in range(7)))
    ben.post(f"/planning/places/{house.participants['Ana'].id}/")
    page = _text(ben.get(f"/planning/proposals/{_searched(house).id}/"))
    assert (
        "The plan asks for 1 h 30 min a week" in page and "In the free hours there are 0 min of groups at most." in page
    )
    assert (
        "being free on Process, Monday 09:00 to 10:30" in page or "being free on Skills, Tuesday 09:00 to 10:30" in page
    )
    assert "This is the week as it is: there is nothing to change." in page


def test_a_director_repairs_a_programs_week_and_sees_each_seat_taken_with_its_rule(
    house: House, dora: Client, skills: Series
) -> None:
    ana = house.participants["Ana"]
    process = Series.objects.exclude(id=skills.id).get()
    dora.post(f"/workspace/people/{ana.id}/seats/{process.id}/")
    program = house.programs["Dual diagnosis"]
    refused = dora.post(f"/planning/{program.id}/", {"aim": "repair", "from_on": "2020-01-01", "weeks": "0"})
    assert refused.status_code == 422 and "Choose a day in the next eight weeks." in _text(refused)
    asked = dora.post(f"/planning/{program.id}/", {"aim": "repair", "from_on": "2026-11-23", "weeks": "0"}, follow=True)
    assert "Repair the week after a change" in _text(asked)
    page = _text(dora.get(f"/planning/proposals/{_searched(house).id}/"))
    assert "1 seat is taken from somebody:" in page and "the hours they can come have changed" in page
    dora.post(f"/planning/proposals/{Proposal.objects.get().id}/accept/", {"option": "0", "why": "A new shift"})
    told = _text(dora.get(f"/planning/{program.id}/"))
    assert "A new shift" in told and "leaves Process: Monday, 09:00 to 10:30" in told


def test_a_therapist_neither_asks_for_a_program_nor_reads_who_sits_where_of_others(
    house: House, ben: Client, skills: Series
) -> None:
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Cleo"], program=house.programs["Dual diagnosis"])
    _client(house, "Cleo").post(f"/workspace/people/{noor.id}/seats/{skills.id}/")
    program = house.programs["Dual diagnosis"]
    page = _text(ben.get(f"/planning/{program.id}/"))
    assert "Noor" not in page and "Start looking" not in page and "Nothing was changed yet." in page
    assert (
        ben.post(f"/planning/{program.id}/", {"aim": "repair", "from_on": "2026-11-24", "weeks": "0"}).status_code
        == 403
    )


def test_a_date_that_the_night_could_not_book_for_somebody_is_listed(
    house: House, dora: Client, skills: Series
) -> None:
    ana, program = house.participants["Ana"], house.programs["Dual diagnosis"]
    dora.post(f"/workspace/people/{ana.id}/seats/{skills.id}/")
    assert "Dates that miss somebody" not in _text(dora.get(f"/planning/{program.id}/"))
    with guard.writing():  # as the night leaves a date when those whom it would book are taken elsewhere
        Occurrence.objects.create(
            organization=house.organization, series=skills, on_day=date(2026, 12, 2),
            begins_at=local(2, 9, month=12), ends_at=local(2, 10, month=12),
        )  # fmt: skip
    page = _text(dora.get(f"/planning/{program.id}/"))
    assert "Dates that miss somebody" in page and "Skills: Wed 2 Dec, 09:00 to 10:00" in page
    assert page.index("Ben Okafor") < page.index("Ana Rivera</strong>")


def test_whoever_told_no_week_is_named_since_every_hour_of_theirs_counts(
    house: House, dora: Client, skills: Series
) -> None:
    a_participant(house, "Noor Haddad", therapist=house.staff["Cleo"], program=house.programs["Dual diagnosis"])
    program = house.programs["Dual diagnosis"]
    dora.post(f"/planning/{program.id}/", {"aim": "repair", "from_on": "2026-11-23", "weeks": "0"})
    page = _text(dora.get(f"/planning/proposals/{_searched(house).id}/"))
    assert "every hour counts as free: Noor Haddad" in page and "free: Ana" not in page


def test_leaving_the_week_as_it_is_changes_nothing(house: House, ben: Client, skills: Series) -> None:
    ben.post(f"/planning/places/{house.participants['Ana'].id}/")
    one = _searched(house)
    assert "Nothing was changed." in _text(ben.post(f"/planning/proposals/{one.id}/decline/", follow=True))
    assert not Seat.objects.exists()
