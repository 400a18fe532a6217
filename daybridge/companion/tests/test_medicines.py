"""One's own medicines as a phone asks for them and tells of them."""

import json
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.medications.actions import read_side_effect, stop_medicine
from daybridge.medications.models import DoseEntry, SideEffectEntry
from tests.cast import House, a_dose, a_medicine, a_prescriber, a_side_effect, later, sign_in

TODAY = date(2026, 11, 23)


@pytest.fixture
def house(house: House) -> House:
    a_prescriber(house)
    return house


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/companion/{path}", json.dumps(body, default=str), content_type="application/json")


def _shown(phone: Client) -> Any:
    return phone.get("/api/companion/medicines").json()


def _dose(medicine: Any, **changes: Any) -> dict[str, Any]:
    told = {"id": new_id(), "medicine_id": medicine.id, "due_on": "2026-11-23", "slot": "08:00", "state": "taken"}
    return {**told, "made_at": "2026-11-23T19:59:00Z", **changes}


def test_a_phone_knows_its_doses_for_some_days_without_a_network(house: House, phone: Client) -> None:
    a_medicine(house, house.participants["Ana"], purpose="For mood", due_on=TODAY + timedelta(days=3))
    shown = _shown(phone)
    [medicine] = shown["medicines"]
    assert (medicine["name"], medicine["when"]) == ("Sertraline", "Every day at 08:00 and 20:00")
    assert medicine["dues"] == [{"words": "Refill by Thu 26 Nov", "is_near": True}]
    assert [day["day"] for day in shown["days"]] == [str(TODAY + timedelta(days=away)) for away in range(-3, 8)]
    assert {len(day["doses"]) for day in shown["days"]} == {2}
    assert shown["days"][3]["doses"][0] == {
        "medicine_id": medicine["id"], "slot": "08:00", "due_at": "2026-11-23T14:00:00Z",
    }  # fmt: skip
    assert shown["is_open"] is True


def test_a_dose_is_saved_once_however_often_the_phone_sends_it(house: House, phone: Client) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    dose = _dose(medicine, state="late", at_time="09:30", reason="forgot")
    first, again = _post(phone, "doses", **dose), _post(phone, "doses", **dose)
    assert (first.status_code, again.status_code) == (201, 200) and first.json() == again.json()
    [told] = _shown(phone)["told"]
    assert (told["state"], told["slot"], told["at_time"], told["reason"]) == ("late", "08:00", "09:30", "forgot")
    assert DoseEntry.objects.count() == 1


def test_a_dose_of_zoes_is_refused_and_tells_nothing(house: House, phone: Client) -> None:
    a_prescriber(house, "Tomas Reed", of="Zoe", role="nurse")
    theirs = a_medicine(house, house.participants["Zoe"], by="Tomas", name="Secretine")
    refused = _post(phone, "doses", **_dose(theirs))
    assert refused.status_code == 409 and "Secretine" not in refused.content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"state": "eaten"}, "state"), ({"reason": "whim"}, "reason"), ({"slot": "8"}, "body.slot"),
        ({"slot": "24:00"}, "body.slot"), ({"due_on": 0}, "body.due_on"), ({"note": "x" * 1_001}, "note"),
        ({"surprise": 1}, "body.surprise"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_named(house: House, phone: Client, changes: dict[str, Any], field: str) -> None:
    refused = _post(phone, "doses", **_dose(a_medicine(house, house.participants["Ana"]), **changes))
    assert refused.status_code == 422 and field in [one["field"] for one in refused.json()["errors"]]
    assert not DoseEntry.objects.exists()


def test_a_side_effect_is_told_and_the_answer_comes_back(house: House, phone: Client) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    told = {"id": new_id(), "medicine_id": medicine.id, "what": ["nausea"], "strength": "medium",
            "since_on": "2026-11-20", "made_at": "2026-11-23T19:59:00Z"}  # fmt: skip
    assert [_post(phone, "side-effects", **told).status_code for _ in range(2)] == [201, 200]
    [shown] = _shown(phone)["side_effects"]
    assert (shown["what"], shown["read_by"], shown["read_at"]) == (["nausea"], "", None)
    read_side_effect(
        house.actors["Priya"], SideEffectEntry.objects.get(), reading_id=new_id(), answer="Take it with food."
    )
    [shown] = _shown(phone)["side_effects"]
    assert (shown["read_by"], shown["answer"]) == ("Priya Sandhu", "Take it with food.")


def test_what_was_just_stopped_can_still_be_filled_in_and_is_asked_for_no_more(house: House, phone: Client) -> None:
    ana = house.participants["Ana"]
    medicine = a_medicine(house, ana)
    stop_medicine(house.actors["Priya"], medicine, version_id=new_id(), from_on=TODAY, why="Done")
    shown = _shown(phone)
    assert [medicine["when"] for medicine in shown["medicines"]] == [""]
    assert [len(day["doses"]) for day in shown["days"]] == [2] * 3 + [0] * 8
    with clock.at(later(days=4)):
        phone = sign_in(ana.account)  # type: ignore[arg-type]
        assert _shown(phone)["medicines"] == []


def test_the_picture_costs_as_many_queries_with_ten_medicines_as_with_one(
    house: House, phone: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ana = house.participants["Ana"]
    a_dose(house, a_medicine(house, ana))
    a_side_effect(house, ana)
    _shown(phone)
    with CaptureQueriesContext(connection) as few:
        _shown(phone)
    for number in range(9):
        a_dose(house, a_medicine(house, ana, name=f"Medicine {number}", times=(time(8),)))
        a_side_effect(house, ana)
    with CaptureQueriesContext(connection) as many:
        assert len(_shown(phone)["medicines"]) == 10
    assert len(many) == len(few)


def test_what_one_takes_is_told_once_and_only_of_ones_own_list(house: House, phone: Client) -> None:
    medicine = a_medicine(house, house.participants["Ana"])
    assert _shown(phone)["taking_told_at"] is None
    line = {"medicine_id": medicine.id, "says": "differently", "words": "At noon"}
    told = {"id": new_id(), "lines": [line], "more": "Melatonin", "made_at": "2026-11-23T19:59:00Z"}
    assert [_post(phone, "taking", **told).status_code for _ in range(2)] == [201, 200]
    assert _shown(phone)["taking_told_at"].startswith("2026-11-23T19:59:00")
    assert (
        _post(phone, "taking", **{**told, "id": new_id(), "lines": [{**line, "medicine_id": new_id()}]}).status_code
        == 409
    )
    for wrong in ({"more": "x" * 9_000}, {"lines": [{**line, "says": "perhaps"}]}, {"more": "a\0b"}, {"lines": "all"}):
        assert _post(phone, "taking", **{**told, "id": new_id(), **wrong}).status_code == 422, wrong
