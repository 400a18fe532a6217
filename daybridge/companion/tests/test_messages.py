"""A participant's messages as their phone asks for them and sends them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.messaging.models import Message, MessageStep
from daybridge.messaging.rules import What
from daybridge.messaging.tests.deeds import a_message
from tests.cast import House, sign_in


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/companion/{path}", json.dumps(body, default=str), content_type="application/json")


def _send(client: Client, words: str = "Can I come at ten?", **more: Any) -> Any:
    return _post(client, "messages", **{"id": new_id(), "words": words, "made_at": clock.now(), **more})


def _thread(client: Client) -> dict[str, Any]:
    return dict(client.get("/api/companion/messages").json())


def test_who_is_in_it_stands_there_before_anything_was_written(house: House, phone: Client) -> None:
    told = _thread(phone)
    assert [(one["name"], one["does"], one["answers"]) for one in told["people"]] == [
        (str(house.staff["Ben"]), "Therapist", True),
        (str(house.staff["Cora"]), "Therapist", False),
    ]
    assert told["messages"] == [] and told["is_open"]
    assert not MessageStep.objects.exists(), "looking at nothing brings nothing"


def test_a_message_is_saved_once_and_shown(phone: Client) -> None:
    body = {"id": new_id(), "made_at": clock.now()}
    assert [_send(phone, **body).status_code for _ in range(2)] == [201, 200]
    again = _send(phone, "Other words", **body)
    assert again.status_code == 409 and again.json()["type"] == "urn:daybridge:id-taken"
    [one] = _thread(phone)["messages"]
    assert (one["by"], one["words"], one["readers"]) == ("", "Can I come at ten?", [])


@pytest.mark.parametrize("words", ["", "  ", "x" * 4_001])
def test_what_is_no_message_is_refused_in_words(phone: Client, words: str) -> None:
    answer = _send(phone, words)
    assert answer.status_code == 422 and answer.json()["errors"][0]["message"]


def test_markup_comes_back_as_it_was_typed(house: House, phone: Client) -> None:
    said = "<img src=x onerror=alert(1)> & 'quotes' \U0001f426"
    _send(phone, said)
    assert _thread(phone)["messages"][0]["words"] == said
    page = sign_in(house.staff["Ben"].account).get(f"/workspace/people/{house.participants['Ana'].id}/messages/")  # type: ignore[arg-type]
    assert "<img src=x" not in page.content.decode() and "&lt;img src=x" in page.content.decode()


def test_fetching_is_noted_once_and_reading_apart_from_it(house: House, phone: Client) -> None:
    a_message(house, "See you at nine", by="Ben")
    assert phone.get("/api/companion/today").json()["unread"] == 1
    for _ in range(2):
        told = _thread(phone)
    assert (told["unread"], told["read_up_to"]) == (1, 0)
    assert MessageStep.objects.filter(what=What.FETCHED).count() == 1
    assert _post(phone, "message-readings", up_to=99).json() == {"up_to": 1}
    assert _thread(phone)["unread"] == 0 and phone.get("/api/companion/today").json()["unread"] == 0


def test_others_threads_are_out_of_reach(house: House, phone: Client) -> None:
    sent = a_message(house, "seven quiet herons", by="Zoe", to="Zoe")
    assert "heron" not in json.dumps(_thread(phone))
    assert _send(phone, about=sent.subject_id).status_code == 404
    assert _send(phone, "seven quiet herons", id=sent.subject_id).status_code == 409
    assert Message.objects.count() == 1


def test_out_of_hours_the_phone_is_told_until_when(house: House) -> None:
    with clock.at(datetime(2026, 11, 24, 15, tzinfo=UTC)):  # Tuesday, nine in Chicago
        told = _thread(sign_in(house.participants["Ana"].account))  # type: ignore[arg-type]
        assert (told["is_at_work"], told["changes_at"]) == (True, "2026-11-24T23:00:00Z")
    with clock.at(datetime(2026, 11, 28, 15, tzinfo=UTC)):  # Saturday
        told = _thread(sign_in(house.participants["Ana"].account))  # type: ignore[arg-type]
        assert (told["is_at_work"], told["changes_at"]) == (False, "2026-11-30T14:00:00Z")
