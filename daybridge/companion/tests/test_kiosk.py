"""The clinic's tablet: handed over, used, handed back, and nothing else to be reached with it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.measures.models import Score, Sheet
from tests.cast import House, sign_in


@pytest.fixture
def tablet(house: House) -> Client:
    """Ben's browser after he handed it to Ana."""
    client = sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]
    handed = client.post(f"/kiosk/people/{house.participants['Ana'].id}/")
    assert (handed.status_code, handed["Location"]) == (302, "/kiosk/")
    return client


def _part(**changes: Any) -> dict[str, Any]:
    at = "2026-11-23T19:59:00Z"
    return {
        "id": new_id(), "sheet_id": new_id(), "instrument": "phq-9", "version": 1, "begun_at": at, "made_at": at,
        "answers": {str(item): 1 for item in range(1, 11)}, "is_last": True,
    } | changes  # fmt: skip


def _send(client: Client, part: dict[str, Any]) -> Any:
    return client.post("/api/kiosk/answers", json.dumps(part, default=str), content_type="application/json")


def test_the_holder_sees_their_questionnaires_and_answers_them(tablet: Client, house: House) -> None:
    shown = tablet.get("/kiosk/")
    assert "Ana" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    asked = tablet.get("/api/kiosk/measures").json()
    due = asked["due"]
    assert asked["trends"] == [], "what was answered before is nobody's to read on a tablet"
    assert "phq-9" in {one["instrument"] for one in due}
    part = _part()
    assert [_send(tablet, part).status_code for _ in range(2)] == [201, 200]
    sheet = Sheet.objects.get()
    assert (sheet.way, sheet.entered_by, sheet.participant) == ("kiosk", None, house.participants["Ana"])
    assert Score.objects.get().value == 9


@pytest.mark.parametrize(
    "path",
    [
        "/workspace/",
        "/companion/",
        "/measures/",
        "/staff/me/",
        "/api/companion/today",
        "/api/companion/measures",
        "/live",
    ],
)
def test_nothing_else_is_reached_with_it(tablet: Client, path: str) -> None:
    answer = tablet.get(path)
    assert answer.status_code in (302, 401, 404)
    assert answer.status_code != 302 or answer["Location"].startswith("/accounts/login/")


def test_a_tablet_that_is_handed_back_holds_nothing(tablet: Client) -> None:
    assert tablet.post("/kiosk/end/")["Location"] == "/accounts/login/"
    assert tablet.get("/api/kiosk/measures").status_code == 401
    assert tablet.get("/kiosk/")["Location"] == "/accounts/login/"


def test_after_an_hour_it_ends_by_itself(tablet: Client) -> None:
    with clock.at(clock.now() + timedelta(minutes=60)):
        assert tablet.get("/api/kiosk/measures").status_code == 401
        assert _send(tablet, _part()).status_code == 401
    assert not Sheet.objects.exists()


def test_handing_over_is_written_down(tablet: Client, house: House) -> None:
    entry = AuditEntry.objects.get(deed="measures.TabletHandedOver")
    assert entry.person_id == house.staff["Ben"].id and entry.participant_id == house.participants["Ana"].id


def test_a_write_needs_the_pages_token(house: House) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sign_in(house.staff["Ben"].account).cookies  # type: ignore[arg-type]
    refused = strict.post(f"/kiosk/people/{house.participants['Ana'].id}/")
    assert refused.status_code == 403


def test_whoever_signs_in_on_the_tablet_acts_as_nobody_but_themselves(tablet: Client, house: House) -> None:
    tablet.force_login(house.participants["Zoe"].account, backend="daybridge.people.sessions.SignedIn")  # type: ignore[arg-type]
    assert tablet.get("/api/kiosk/measures").status_code == 401
    assert _send(tablet, _part()).status_code == 401 and not Sheet.objects.exists()
    assert tablet.get("/kiosk/")["Location"] == "/accounts/login/"
