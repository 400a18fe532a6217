"""One's own week on the phone: what was told, and what one is booked into."""

import json
from datetime import datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from daybridge.attendance.tests.deeds import a_session, end
from daybridge.companion.week import ComingSession
from daybridge.core import clock, tenancy
from daybridge.core.ids import new_id
from daybridge.programs.attending.actions import answer_change
from daybridge.programs.attending.models import Absence, ChangeRequest
from daybridge.programs.availability.actions import confirm_week
from daybridge.programs.availability.models import WeekTold
from daybridge.programs.calendar.actions import cancel_occurrence, take_make_up, take_seat
from daybridge.programs.calendar.models import Booking, Occurrence
from tests.cast import House, a_group, a_participant, a_series, a_week, asks_for, make_house, sign_in

WEEK = {"taken": [{"weekday": 0, "start": 540, "end": 1020, "why": "work"}], "note": "Bus 12"}


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _tell(phone: Client, **changes: Any) -> Any:
    told = {"id": new_id(), "made_at": "2026-11-23T19:59:00Z", "week": WEEK, **changes}
    return phone.post("/api/companion/weeks", json.dumps(told, default=str), content_type="application/json")


def test_a_week_is_kept_once_and_says_who_confirmed_it(house: House, phone: Client) -> None:
    week_id = new_id()
    assert phone.get("/api/companion/week").json()["told"] is None
    assert [_tell(phone, id=week_id).status_code for _ in range(2)] == [201, 200]
    confirm_week(house.actors["Ben"], WeekTold.objects.get())
    told = phone.get("/api/companion/week").json()["told"]
    assert (told["week"]["note"], told["confirmed_by"]) == ("Bus 12", "Ben Okafor")
    assert WeekTold.objects.count() == 1


@pytest.mark.parametrize(
    "week",
    [
        {"taken": [{"weekday": 0, "start": 600, "end": 540, "why": "work"}]},
        {"taken": [{"weekday": 9, "start": 540, "end": 600, "why": "work"}]},
        {"taken": [{"weekday": 0, "start": 540, "end": 600, "why": "sleep"}]},
        {"taken": [], "other": []},
        {"taken": [], "way": "bus"},
        {"taken": [], "note": "x" * 401},
    ],
)
def test_a_week_that_cannot_be_is_refused_whole(phone: Client, week: dict[str, Any]) -> None:
    assert _tell(phone, week=week).status_code == 422 and not WeekTold.objects.exists()


def test_what_one_is_booked_into_is_on_the_phone_with_where_and_with_whom(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    a_week(house, ana)
    take_seat(house.actors["Ben"], ana, series=(skills := a_series(house, a_group(house))), from_on=skills.from_on)
    other = a_series(house, a_group(house, "Sleep"), weekday=3, lead="Cora")
    take_make_up(house.actors["Ana"], ana, occurrence=Occurrence.objects.filter(series=other).earliest("begins_at"))
    sessions = phone.get("/api/companion/week").json()["sessions"]
    assert [(one["group"], one["lead"], one["where"], one["is_make_up"]) for one in sessions] == [
        ("Skills", "Ben Okafor", "", False),
        ("Sleep", "Cora Lindqvist", "", True),
        ("Skills", "Ben Okafor", "", False),
    ]


# --- Making up for hours ---------------------------------------------------------------------------------------------


def _send(phone: Client, path: str, **told: Any) -> Any:
    letter = {"id": new_id(), "made_at": "2026-11-23T19:59:00Z", **told}
    return phone.post(f"/api/companion/{path}", json.dumps(letter, default=str), content_type="application/json")


def test_an_offer_is_taken_with_one_letter_and_given_back_with_another(house: House, phone: Client) -> None:
    a_series(house, a_group(house))
    asks_for(house, 90)
    week = phone.get("/api/companion/week").json()
    assert [one["minutes"] for one in week["missing"]] == [90, 90] and week["sessions"] == []
    first = week["offers"][0]["id"]
    letter = {"id": new_id(), "occurrence_id": first}
    assert [_send(phone, "make-ups", **letter).status_code for _ in range(2)] == [201, 200]
    week = phone.get("/api/companion/week").json()
    assert [(one["id"], one["is_make_up"]) for one in week["sessions"]] == [(first, True)] and len(week["offers"]) == 1
    assert [_send(phone, "make-up-returns", occurrence_id=first).status_code for _ in range(2)] == [201, 200]
    assert phone.get("/api/companion/week").json()["sessions"] == []
    assert _send(phone, "make-ups", occurrence_id=new_id()).status_code == 404


def test_two_phones_that_tap_one_seat_at_once_give_one_seat(really_commits: None, now: datetime) -> None:
    with transaction.atomic():
        house = make_house()
        a_series(house, a_group(house, capacity=1))
        program = house.programs["Dual diagnosis"]
        noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=program)
        phones = [sign_in(person.account) for person in (house.participants["Ana"], noor)]  # type: ignore[arg-type]
        occurrence = Occurrence.objects.earliest("begins_at")
    answers: list[tuple[int, str]] = []

    def take(phone: Client) -> None:
        try:
            with clock.at(now):
                answer = _send(phone, "make-ups", occurrence_id=occurrence.id)
            answers.append((answer.status_code, answer.json().get("title", "")))
        finally:
            connection.close()

    threads = [Thread(target=take, args=(phone,)) for phone in phones]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [(201, ""), (409, "This seat was taken just now. Look at the other sessions.")]
    with tenancy.inside(house.organization.id):
        assert Booking.objects.standing().filter(participant__isnull=False).count() == 1


def test_a_phone_learns_of_a_session_neither_who_comes_nor_how_many_nor_how_many_could() -> None:
    told = {"id", "group", "begins_at", "ends_at", "lead", "where", "is_make_up"}
    assert set(ComingSession.model_fields) == told | {
        "absence_id", "reason", "is_seat_gone", "is_cancelled", "is_promised", "mode",
    }  # fmt: skip


def test_a_session_of_ones_seat_that_does_not_take_place_is_told_and_one_without_a_seat_is_not(
    house: House, phone: Client
) -> None:
    mine, other = (a_series(house, a_group(house, name), day) for day, name in enumerate(("Mine", "Other"), 1))
    take_seat(house.actors["Ben"], house.participants["Ana"], series=mine, from_on=mine.from_on)
    for series in (mine, other):
        cancel_occurrence(house.actors["Dora"], series.occurrences.earliest("begins_at"), why="No heating")
    coming = phone.get("/api/companion/week").json()["sessions"]
    assert [one["group"] for one in coming if one["is_cancelled"]] == ["Mine"]


# --- Not coming ------------------------------------------------------------------------------------------------------


def test_an_absence_is_told_for_a_session_or_for_days_and_taken_back(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=(skills := a_series(house, a_group(house))), from_on=skills.from_on)
    first = phone.get("/api/companion/week").json()["sessions"][0]["id"]
    letter = {"id": new_id(), "occurrence_id": first, "reason": "care", "note": "My son"}
    assert [_send(phone, "absences", **letter).status_code for _ in range(2)] == [201, 200]
    week = phone.get("/api/companion/week").json()
    assert [(one["reason"], one["is_seat_gone"]) for one in week["sessions"]] == [("care", False), ("", False)]
    back = {"id": new_id(), "absence_id": week["sessions"][0]["absence_id"]}
    assert [_send(phone, "absence-returns", **back).status_code for _ in range(2)] == [201, 200]
    days = {"first_on": "2026-11-24", "last_on": "2026-12-02", "reason": "work"}
    assert _send(phone, "absences", **days).status_code == 201
    week = phone.get("/api/companion/week").json()
    assert [one["reason"] for one in week["sessions"]] == ["work", "work"]
    assert [(one["first_on"], one["last_on"]) for one in week["away"]] == [("2026-11-24", "2026-12-02")]


def test_a_phone_that_was_offline_for_days_is_told_what_its_absence_did_not_change(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=(skills := a_series(house, a_group(house))), from_on=skills.from_on)
    made, one = clock.now(), Occurrence.objects.earliest("begins_at")
    letter = {"id": new_id(), "occurrence_id": one.id, "reason": "sick", "made_at": made}
    with clock.at(one.ends_at + timedelta(days=3)):
        phone = sign_in(ana.account)  # type: ignore[arg-type]
        answers = [_send(phone, "absences", **letter) for _ in range(2)]
    assert [one.status_code for one in answers] == [409, 409]
    assert "more than 2 days late" in answers[0].json()["title"]
    assert Absence.objects.count() == 1 and Booking.objects.standing().filter(participant=ana, occurrence=one).exists()


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({}, 422),
        ({"first_on": "2026-11-25", "last_on": "2026-11-24"}, 422),
        ({"first_on": "2026-11-25", "note": "x" * 201}, 422),
        ({"occurrence_id": "01a209fe-7200-7243-8a44-62690f7e950b"}, 404),
    ],
)
def test_an_absence_that_cannot_be_is_refused(phone: Client, told: dict[str, Any], status: int) -> None:
    assert _send(phone, "absences", **{"reason": "sick", **told}).status_code == status


# --- Other times -----------------------------------------------------------------------------------------------------


def test_other_times_are_asked_for_and_the_answer_is_on_the_phone(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    take_seat(house.actors["Ben"], ana, series=(skills := a_series(house, a_group(house))), from_on=skills.from_on)
    (seat,) = phone.get("/api/companion/week").json()["seats"]
    assert seat["words"] == "Skills: Tuesday, 09:00 to 10:30"
    letter = {"id": new_id(), "seat_id": seat["id"], "better": "After 17:00"}
    assert [_send(phone, "change-requests", **letter).status_code for _ in range(2)] == [201, 200]
    (asked,) = phone.get("/api/companion/week").json()["changes"]
    assert (asked["about"], asked["better"], asked["answer"]) == (seat["words"], "After 17:00", None)
    answer_change(house.actors["Ben"], ChangeRequest.objects.get(), outcome="not_now", words="From January.")
    (asked,) = phone.get("/api/companion/week").json()["changes"]
    assert (asked["answer"]["by"], asked["answer"]["words"]) == ("Ben Okafor", "From January.")
    assert _send(phone, "change-requests", better=" ").status_code == 422
    assert _send(phone, "change-requests", better="Mornings", seat_id=new_id()).status_code == 404


def test_hours_count_what_was_really_attended_and_a_missed_session_can_be_made_up(house: House, phone: Client) -> None:
    session = a_session(house)
    assert phone.get("/api/companion/week").json()["hours"] is None
    asks_for(house, 90)
    hours = phone.get("/api/companion/week").json()["hours"]
    assert hours == {
        "monday": "2026-11-23", "done": 0, "ahead": 90, "planned": 90, "last_on": "2026-11-24", "fitting": 0,
    }  # fmt: skip
    a_series(house, a_group(house, "Sleep"), weekday=3, lead="Cora")
    end(house, session)
    with clock.at(session.ends_at + timedelta(hours=1)):
        later_phone = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
        week = later_phone.get("/api/companion/week").json()
        assert (week["hours"]["done"], week["hours"]["ahead"], week["hours"]["fitting"]) == (0, 0, 1)
        assert week["missing"][0] == {"monday": "2026-11-23", "minutes": 90, "asked": 90}
        assert _send(later_phone, "make-ups", occurrence_id=week["offers"][0]["id"]).status_code == 201
        week = later_phone.get("/api/companion/week").json()
    assert (week["hours"]["ahead"], week["hours"]["last_on"], week["missing"]) == (90, "2026-11-26", [])
