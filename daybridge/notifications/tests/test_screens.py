"""What people see of the ledger, what they choose, and what devices tell us."""

from typing import Any

import pytest
from django.test import Client

from daybridge.core.models import AuditEntry
from daybridge.notifications import queries
from daybridge.notifications.actions import add_device, mark_list_shown, phone_code
from daybridge.notifications.models import Delivery, Preference, PushSubscription
from daybridge.notifications.receipts import receipt_token
from daybridge.notifications.tests.servers import ABrowser
from daybridge.notifications.tests.test_actions import tell, work_off
from tests.cast import House, sign_in

PUSHES = "https://fcm.googleapis.com"


@pytest.fixture
def ben(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


@pytest.fixture
def ana(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def _post(client: Client, address: str, **sent: object) -> Any:
    return client.post(address, sent)


# --- The list --------------------------------------------------------------------------------------------------------


def test_what_someone_was_told_is_listed_and_looking_is_a_receipt(house: House, ben: Client) -> None:
    assert "Nothing yet" in _page(ben, "/notices/")
    notice = tell(house, house.staff["Ben"], "alert", key="a", link="/workspace/alerts/", channels=["in_app"])
    tell(house, house.staff["Dora"], "on-call-gap", key="b", channels=["in_app"])
    work_off(house)
    page = _page(ben, "/notices/")
    assert "Someone needs you now" in page and "roster" not in page
    shown = queries.receipt("a")
    assert shown and shown.state == "shown" and shown.shown_at
    answer = ben.get(f"/notices/{notice.id}/")
    assert answer["Location"] == "/workspace/alerts/"
    opened = queries.receipt("a")
    assert opened and opened.state == "opened" and opened.opened_at
    assert "opened" in _page(ben, "/notices/")


def test_one_look_at_the_list_is_one_line_of_the_audit(house: House, ben: Client) -> None:
    for count in range(3):
        tell(house, house.staff["Ben"], key=str(count), channels=["in_app"])
    doras = tell(house, house.staff["Dora"], key="hers", channels=["in_app"])
    work_off(house)
    for _ in range(2):
        _page(ben, "/notices/")
    [entry] = AuditEntry.objects.filter(deed__contains="Shown")
    assert (entry.deed, entry.subject_id) == ("notifications.NoticesShown", house.staff["Ben"].id)
    assert entry.facts["count"] == 3
    mark_list_shown(house.actors["Ben"], house.staff["Ben"], notice_ids=[doras.id])
    hers = queries.receipt("hers")
    assert hers and hers.shown_at is None


def test_a_long_list_asks_no_more_of_the_database(house: House, ben: Client, django_assert_num_queries: Any) -> None:
    for count in range(10):
        tell(house, house.staff["Ben"], key=str(count), channels=["in_app"])
    work_off(house)
    _page(ben, "/notices/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as before:
        _page(ben, "/notices/")
    for count in range(10, 20):
        tell(house, house.staff["Ben"], key=str(count), channels=["in_app"])
    work_off(house)
    _page(ben, "/notices/")
    with CaptureQueriesContext(connection) as after:
        assert _page(ben, "/notices/").count("Something waits") == 20
    assert len(after) == len(before)


# --- How someone is reached ------------------------------------------------------------------------------------------


def test_someone_chooses_how_they_are_reached(house: House, ana: Client) -> None:
    chosen = {"deed": "choose", "reminders": ["email"], "messages": [], "quiet_since": "20:00", "quiet_until": "09:30"}
    answer = _post(ana, "/companion/reach/", **chosen, has_quiet_hours="on")
    assert answer.status_code == 302
    preference = Preference.objects.get(participant=house.participants["Ana"])
    assert preference.channels == {"own": [], "reminders": ["email"], "messages": []}
    notice = tell(house, house.participants["Ana"], "measure-due")
    assert {one.channel for one in Delivery.objects.filter(notice=notice)} == {"in_app", "email"}
    assert str(queries.quiet_hours_of(preference, notice.audience)).count("30") == 1
    _post(ana, "/companion/reach/", **chosen)
    assert queries.quiet_hours_of(queries.preference_of(house.participants["Ana"]), notice.audience) is None
    assert 'value="09:30"' in _page(ana, "/companion/reach/")


def test_what_cannot_be_saved_is_said_beside_its_field(ana: Client) -> None:
    answer = _post(ana, "/companion/reach/", deed="choose", quiet_since="25:00", quiet_until="08:00")
    assert answer.status_code == 422 and b"id_quiet_since_error" in answer.content
    assert _post(ana, "/companion/reach/", deed="made up").status_code == 422


def test_the_page_says_what_this_site_cannot_send(house: House, ben: Client, settings: Any) -> None:
    page = _page(ben, "/notices/reach/")
    assert "This site can't send text messages." in page and "ben@example.org" in page
    settings.MAIL_IS_SET_UP = False
    assert "This site can't send e-mail." in _page(ben, "/notices/reach/")


def test_a_device_is_added_and_taken_away(house: House, ben: Client, ana: Client) -> None:
    told = {"deed": "add-device", "device": "Firefox, Linux"}
    assert _post(ben, "/notices/reach/", **told, **ABrowser(PUSHES).told).status_code == 302
    device = PushSubscription.objects.get(staff=house.staff["Ben"])
    assert "Firefox, Linux" in _page(ben, "/notices/reach/")
    assert _post(ana, "/companion/reach/", deed="remove-device", id=device.id).status_code == 404
    assert _post(ben, "/notices/reach/", deed="remove-device", id=device.id).status_code == 302
    assert not queries.own_devices(house.actors["Ben"])
    assert _post(ben, "/notices/reach/", **told, **ABrowser("https://elsewhere.example").told).status_code == 422
    assert _post(ben, "/notices/reach/", **told).status_code == 422


def test_a_phone_is_proven_on_the_page(house: House, ben: Client, settings: Any) -> None:
    settings.SMS = {**settings.SMS, "url": "http://127.0.0.1:9"}
    assert _post(ben, "/notices/reach/", deed="phone", phone="12").status_code == 422
    assert _post(ben, "/notices/reach/", deed="phone", phone="312 555 0142").status_code == 302
    assert _post(ben, "/notices/reach/", deed="phone", phone="312 555 0143").status_code == 409
    assert "We have sent a code to +13125550142." in _page(ben, "/notices/reach/")
    code = phone_code(Preference.objects.get())
    assert _post(ben, "/notices/reach/", deed="code", code="x").status_code == 422
    assert _post(ben, "/notices/reach/", deed="code", code="").status_code == 422
    assert _post(ben, "/notices/reach/", deed="code", code=code).status_code == 302
    assert queries.phone_of(house.staff["Ben"]) == "+13125550142"


# --- What devices tell us --------------------------------------------------------------------------------------------


def test_a_device_that_nobody_is_signed_in_on_says_that_it_showed_a_notice(house: House) -> None:
    add_device(house.actors["Ana"], house.participants["Ana"], **ABrowser(PUSHES).told)
    notice = tell(house, house.participants["Ana"], "answer")
    delivery = Delivery.objects.get(notice=notice, channel="push")
    token, stranger = receipt_token(delivery), Client(enforce_csrf_checks=True)
    for what, state in [("shown", "shown"), ("shown", "shown"), ("opened", "opened"), ("shown", "opened")]:
        assert _post(stranger, "/notices/receipt/", receipt=token, what=what).status_code == 204
        delivery.refresh_from_db()
        assert delivery.state == state
    assert delivery.shown_at and delivery.opened_at


@pytest.mark.parametrize("sent", [{}, {"receipt": "made-up", "what": "shown"}])
def test_a_receipt_without_its_key_is_nothing(house: House, sent: dict[str, str]) -> None:
    assert _post(Client(), "/notices/receipt/", **sent).status_code == 404


def test_a_key_says_shown_or_opened_and_nothing_else(house: House) -> None:
    notice = tell(house, house.participants["Ana"], "answer")
    token = receipt_token(Delivery.objects.get(notice=notice, channel="push"))
    assert _post(Client(), "/notices/receipt/", receipt=token, what="read").status_code == 404


def test_the_staffs_worker_is_served(client: Client, db: None) -> None:
    answer = client.get("/notices/sw.js")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/javascript")
