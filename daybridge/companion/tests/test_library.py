"""The library as a phone fetches it and tells of it."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client

from daybridge.core.ids import new_id
from daybridge.library.actions import assign
from daybridge.library.models import Opened
from daybridge.library.pieces import shelf
from tests.cast import House, a_participant, sign_in


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _line(**changes: Any) -> dict[str, Any]:
    entry = str(new_id())
    return {
        "id": entry, "visit_id": entry, "code": "better-sleep", "version": 1, "way": "assigned",
        "made_at": "2026-11-23T19:59:00Z",
    } | changes  # fmt: skip


def _post(phone: Client, line: dict[str, Any]) -> Any:
    return phone.post("/api/companion/library/openings", line, content_type="application/json")


def test_a_phone_learns_what_was_given_and_by_whom(phone: Client, house: House) -> None:
    assign(house.actors["Ben"], house.participants["Ana"], code="better-sleep", note="For tonight")
    own = phone.get("/api/companion/library").json()
    assert [(one["code"], one["by"], one["note"]) for one in own["given"]] == [
        ("better-sleep", "Ben Okafor", "For tonight")
    ]


def test_the_shelf_belongs_to_the_mark_and_is_whole_in_the_readers_language(phone: Client, house: House) -> None:
    mark = phone.get("/api/companion/library").json()["mark"]
    answer = phone.get("/companion/library/shelf.json")
    assert answer.json()["mark"] == mark and len(answer.json()["pieces"]) == len(shelf())
    eva = a_participant(house, "Eva Soto", therapist=house.staff["Ben"], language="es")
    spanish = sign_in(eva.account).get("/companion/library/shelf.json").json()  # type: ignore[arg-type]
    assert "Dormir mejor, paso a paso" in [one["title"] for one in spanish["pieces"]]


def test_the_shelf_goes_over_the_air_small(phone: Client) -> None:
    answer = phone.get("/companion/library/shelf.json", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip" and len(answer.content) < 40_000
    assert json.loads(gzip.decompress(answer.content))["pieces"]


def test_the_shelf_holds_nothing_of_anybodys(phone: Client, house: House) -> None:
    assign(house.actors["Ben"], house.participants["Ana"], code="better-sleep", note="seven quiet herons")
    assert b"herons" not in phone.get("/companion/library/shelf.json").content


def test_a_visits_lines_come_together_however_often_they_are_sent(phone: Client) -> None:
    first = _line()
    assert (_post(phone, first).status_code, _post(phone, first).status_code) == (201, 200)
    _post(phone, _line(visit_id=first["id"], helped="yes", is_done=True))
    visits = phone.get("/api/companion/library").json()["visits"]
    assert [(one["id"], one["helped"], one["is_done"]) for one in visits] == [(first["id"], "yes", True)]
    assert Opened.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"helped": "very"}, {"way": "flown"}, {"code": "A b"}, {"version": "1"}, {"x": 1}])
def test_a_line_that_cannot_be_is_refused(phone: Client, wrong: dict[str, Any]) -> None:
    assert _post(phone, _line(**wrong)).status_code == 422 and not Opened.objects.exists()
