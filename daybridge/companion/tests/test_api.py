"""The phone's API as a phone uses it, and as others try to."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from daybridge.checkins.models import CheckIn
from daybridge.core import clock, tenancy
from daybridge.core.ids import new_id
from daybridge.measures.models import Sheet
from daybridge.people import actions as people
from daybridge.safety.actions import ask_for_support
from daybridge.safety.models import Alert, SafetyPlanVersion
from daybridge.safety.plan.actions import countersign_plan, witness_agreement
from tests.cast import House, a_plan, an_agreed_plan, an_alert, an_entry, sign_in


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/companion/{path}", json.dumps(body, default=str), content_type="application/json")


def _entry(**changes: Any) -> dict[str, Any]:
    return {"id": new_id(), "on_day": "2026-11-23", "made_at": "2026-11-23T19:59:00Z", "mood": 4, **changes}


def test_an_entry_is_saved_once_however_often_the_phone_sends_it(phone: Client) -> None:
    entry = _entry(note="Quiet morning.")
    first, again = _post(phone, "check-ins", **entry), _post(phone, "check-ins", **entry)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert CheckIn.objects.count() == 1


def test_an_entry_id_that_is_someone_elses_is_refused_and_tells_nothing(house: House, phone: Client) -> None:
    theirs = an_entry(house, house.participants["Zoe"])
    refused = _post(phone, "check-ins", **_entry(id=theirs.subject_id))
    assert refused.status_code == 409 and refused["Content-Type"] == "application/problem+json"


def test_an_entry_id_behind_another_organizations_walls_is_refused_the_same(
    house: House, elsewhere: House, phone: Client
) -> None:
    tenancy.enter(elsewhere.organization.id)
    theirs = an_entry(elsewhere, elsewhere.participants["Eli"])
    tenancy.enter(house.organization.id)
    assert _post(phone, "check-ins", **_entry(id=theirs.subject_id)).status_code == 409


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("support-requests", {"kind": "not_safe", "made_at": "2026-11-23T19:59:00Z"}),
        ("contacts", {"name": "Sam", "phone": "555-0199"}),
    ],
)
def test_any_other_id_behind_another_organizations_walls_is_refused_the_same(
    house: House, elsewhere: House, phone: Client, address: str, told: dict[str, Any]
) -> None:
    eli, taken = elsewhere.participants["Eli"], new_id()
    tenancy.enter(elsewhere.organization.id)
    people.add_contact(elsewhere.actors["Eli"], eli, contact_id=taken, name="Kim", phone="555-0101")
    ask_for_support(elsewhere.actors["Eli"], eli, request_id=taken, kind="contact", made_at=clock.now())
    tenancy.enter(house.organization.id)
    assert _post(phone, address, id=taken, **told).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mood": 0}, "mood"),
        ({"mood": 6}, "mood"),
        ({"anxiety": 11}, "anxiety"),
        ({"sleep_hours": 7.3}, "sleep_hours"),
        ({"medicines": "both"}, "medicines"),
        ({"note": "x" * 4001}, "note"),
        ({"note": "zero\x00byte"}, "body.note"),
        ({"made_at": "yesterday"}, "body.made_at"),
        ({"made_at": 0}, "body.made_at"),
        ({"on_day": 0}, "body.on_day"),
        ({"mood": True}, "body.mood"),
        ({"sleep_hours": False}, "body.sleep_hours"),
        ({"surprise": 1}, "body.surprise"),
    ],
)
def test_an_answer_that_cannot_be_is_named(phone: Client, changes: dict[str, Any], field: str) -> None:
    refused = _post(phone, "check-ins", **_entry(**changes))
    assert refused.status_code == 422
    assert field in [one["field"] for one in refused.json()["errors"]]
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize(
    ("on_day", "made_at", "saved_on", "doubted"),
    [
        ("2026-11-20", "2026-11-23T19:00:00Z", "2026-11-20", False),
        ("2026-11-01", "2026-11-23T19:00:00Z", "2026-11-20", True),
        ("2026-11-24", "2026-11-24T19:00:00Z", "2026-11-23", True),
        ("2026-11-10", "2026-11-10T19:00:00Z", "2026-11-10", False),
        ("1370-05-26", "0546-01-07T08:32:41+07:39", "2026-11-20", True),
        ("2199-01-01", "2199-01-01T00:00:00Z", "2026-11-23", True),
    ],
)
def test_an_entry_is_never_refused_for_its_date(
    phone: Client, on_day: str, made_at: str, saved_on: str, doubted: bool
) -> None:
    assert _post(phone, "check-ins", **_entry(on_day=on_day, made_at=made_at)).status_code == 201
    saved = CheckIn.objects.get()
    assert (saved.on_day.isoformat(), saved.clock_was_wrong) == (saved_on, doubted)


def test_an_urge_is_only_kept_for_those_who_are_asked(house: House, phone: Client) -> None:
    _post(phone, "check-ins", **_entry(urge=9))
    assert CheckIn.objects.get().urge == 9
    zoe = sign_in(house.participants["Zoe"].account)  # type: ignore[arg-type]
    entry = _entry(urge=9)
    _post(zoe, "check-ins", **entry)
    assert CheckIn.objects.get(id=entry["id"]).urge is None


def test_not_being_safe_is_an_alert_before_the_answer_leaves(phone: Client) -> None:
    asked = _post(phone, "support-requests", id=new_id(), kind="not_safe", made_at="2026-11-23T19:59:00Z")
    assert (asked.status_code, asked.json()["state"]) == (201, "not_read")
    assert Alert.objects.get().level == "urgent"


def test_today_shows_what_is_hers_and_the_truth_about_her_request(house: House, phone: Client) -> None:
    an_entry(house, house.participants["Ana"], mood=2)
    an_entry(house, house.participants["Zoe"], mood=5)
    an_alert(house, house.participants["Ana"])
    today = phone.get("/api/companion/today").json()
    assert [entry["mood"] for entry in today["check_ins"]] == [2]
    assert [request["state"] for request in today["requests"]] == ["not_read"]
    assert today["asks"] == dict.fromkeys(("check_in", "anxiety", "urge", "sleep", "medicines", "note"), True)
    assert "Zoe" not in json.dumps(today) and "Rivera" not in json.dumps(today)


def test_a_contact_longer_than_its_place_is_refused_in_words(phone: Client) -> None:
    """Schemathesis found a relation of 61 letters to be an error of ours (500)."""
    for name, words in (("relation", "x" * 61), ("name", "x" * 81), ("name", " "), ("phone", "   ")):
        contact = {"id": new_id(), "name": "Sam", "phone": "555 0123", name: words}
        refused = _post(phone, "contacts", **contact)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, f"body.{name}")


def test_contacts_are_added_once_and_removed(phone: Client) -> None:
    contact = {"id": new_id(), "name": "Tía Luz", "relation": "aunt", "phone": "+1 555 0123"}
    assert [_post(phone, "contacts", **contact).status_code for _ in range(2)] == [201, 200]
    assert phone.delete(f"/api/companion/contacts/{contact['id']}").status_code == 204
    assert phone.get("/api/companion/today").json()["contacts"] == []


def test_a_stranger_is_asked_to_sign_in_and_staff_are_refused(house: House) -> None:
    assert Client().get("/api/companion/today").status_code == 401
    ben = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    assert ben.get("/api/companion/today").status_code == 403


def test_a_write_without_the_csrf_token_is_refused(house: House) -> None:
    plain = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = plain.cookies
    assert _post(strict, "check-ins", **_entry()).status_code == 403
    assert not CheckIn.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"id": 5}', '"x"', "{" * 5000])
def test_a_body_that_cannot_be_read_is_refused_in_words(phone: Client, body: str) -> None:
    refused = phone.post("/api/companion/check-ins", body, content_type="application/json")
    assert refused.status_code in (400, 422) and refused.json()["title"]


def test_another_participants_contact_does_not_exist(house: House, phone: Client) -> None:
    zoe = sign_in(house.participants["Zoe"].account)  # type: ignore[arg-type]
    contact = UUID(str(new_id()))
    _post(zoe, "contacts", id=contact, name="Sam", phone="555 0100")
    assert phone.delete(f"/api/companion/contacts/{contact}").status_code == 404


# --- The safety plan -------------------------------------------------------------------------------------------------


def _version(**changes: Any) -> dict[str, Any]:
    sections = {"steps": [{"text": "Paint"}], "people": [{"text": "Luz", "relation": "sister", "phone": "555-0150"}]}
    return {"id": new_id(), "based_on": None, "made_at": "2026-11-23T19:59:00Z", "sections": sections, **changes}


def test_a_plan_is_written_and_signed_on_the_phone_each_once(house: House, phone: Client) -> None:
    version = _version()
    assert [_post(phone, "plans", **version).status_code for _ in range(2)] == [201, 200]
    signature = {"id": new_id(), "plan_id": version["id"], "made_at": "2026-11-23T19:59:30Z"}
    answers = [_post(phone, "plan-signatures", **signature) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json() and answers[0].json()["id"] == str(signature["id"])
    told = phone.get("/api/companion/plan").json()
    assert told["in_force"] is None and told["draft"]["signed"]["at"] == "2026-11-23T19:59:30Z"
    assert told["draft"]["sections"]["people"] == version["sections"]["people"]
    assert told["draft"]["sections"]["steps"] == [{"text": "Paint"}]
    countersign_plan(house.actors["Ben"], SafetyPlanVersion.objects.get())
    told = phone.get("/api/companion/plan").json()
    assert told["draft"] is None and told["in_force"]["countersigned"]["by"] == "Ben Okafor"


def test_the_phone_is_told_who_witnessed_an_agreement(house: House, phone: Client) -> None:
    plan = a_plan(house, house.participants["Ana"], by="Ben")
    witness_agreement(house.actors["Ben"], plan)
    draft = phone.get("/api/companion/plan").json()["draft"]
    assert (draft["written_by"], draft["agreed_in_person"]["by"], draft["signed"]) == ("Ben Okafor", "Ben Okafor", None)


def test_a_plan_written_from_an_older_version_is_refused_with_a_name_for_it(house: House, phone: Client) -> None:
    an_agreed_plan(house, house.participants["Ana"])
    refused = _post(phone, "plans", **_version())
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:daybridge:plan-changed")


@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"steps": [{"text": "  "}]},
        {"steps": [{"text": "Paint", "phone": "555-0150"}]},
        {"steps": [{"text": "x" * 201}]},
        {"steps": [{"text": "one"}] * 13},
        {"people": [{"text": "Luz", "phone": "ask her"}]},
        {"poetry": [{"text": "one"}]},
    ],
)
def test_a_plan_that_cannot_be_is_refused(phone: Client, sections: dict[str, Any]) -> None:
    assert _post(phone, "plans", **_version(sections=sections)).status_code == 422
    assert not SafetyPlanVersion.objects.exists()


def test_nobody_signs_or_overwrites_somebody_elses_plan(house: House, phone: Client) -> None:
    theirs = a_plan(house, house.participants["Zoe"])
    signature = {"id": new_id(), "plan_id": theirs.id, "made_at": "2026-11-23T19:59:30Z"}
    assert _post(phone, "plan-signatures", **signature).status_code == 404
    assert _post(phone, "plans", **_version(id=theirs.id)).status_code == 409
    assert phone.get("/api/companion/plan").json() == {"in_force": None, "draft": None, "is_due": ""}


def _answers(**changes: Any) -> dict[str, Any]:
    at = "2026-11-23T19:59:00Z"
    sheet = {"id": new_id(), "sheet_id": new_id(), "instrument": "phq-9", "version": 1, "begun_at": at, "made_at": at}
    return {**sheet, "answers": {"1": 1}, "is_last": False, **changes}


@pytest.mark.parametrize("given", [True, "2", None, [1], 1e9])
def test_an_answer_is_a_number_or_a_word_that_says_there_is_none(phone: Client, given: Any) -> None:
    assert _post(phone, "answers", **_answers(answers={"1": given})).status_code == 422


def test_far_more_answers_than_any_questionnaire_has_are_refused_briefly(phone: Client) -> None:
    for many in (100, 60_000):
        refused = _post(phone, "answers", **_answers(answers={f"x{n}": 1 for n in range(many)}))
        assert refused.status_code == 422 and len(refused.content) < 4_000


@pytest.mark.parametrize("many", [200, 40_000])
def test_of_very_many_faults_the_first_twenty_are_told(phone: Client, many: int) -> None:
    unreadable = {f"x{n}": "often" for n in range(many)}
    for sent in (_answers(answers=unreadable), _answers(**unreadable), _answers(answers={"x" * 9_000: "often"})):
        refused = _post(phone, "answers", **sent)
        assert refused.status_code == 422 and len(refused.content) < 5_000
        assert 1 <= len(refused.json()["errors"]) <= 20


def test_an_item_with_a_name_longer_than_any_is_refused_briefly(phone: Client) -> None:
    refused = _post(phone, "answers", **_answers(answers={f"{'x' * 5_000}{n}": 1 for n in range(190)}))
    assert refused.status_code == 422 and len(refused.content) < 5_000


def test_an_instruments_version_may_be_a_day(phone: Client) -> None:
    assert _post(phone, "answers", **_answers(version=20_261_123)).status_code == 201


def test_what_is_too_large_to_be_read_is_refused_in_the_clients_own_way(phone: Client) -> None:
    refused = _post(phone, "check-ins", **_entry(note="x" * 3_000_000))
    assert (refused.status_code, refused["Content-Type"]) == (413, "application/problem+json")


def test_answers_from_a_clock_that_is_wrong_by_years_count_as_given_now(phone: Client) -> None:
    assert _post(phone, "answers", **_answers(made_at="2001-01-01T00:00:00Z")).status_code == 201
    assert str(Sheet.objects.get().on_day) == "2026-11-23"
