"""Work between sessions as a phone fetches and sends it."""

import json
from typing import Any

import pytest
from django.test import Client

from daybridge.checkins.actions import set_diary
from daybridge.checkins.models import CheckIn, Entry
from daybridge.checkins.rules import Watched
from daybridge.core.ids import new_id
from tests.cast import House, a_worksheet, an_entry, sign_in


@pytest.fixture
def phone(house: House) -> Client:
    return sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]


def _work(phone: Client) -> dict[str, Any]:
    return dict(phone.get("/api/companion/work").json())


def _post(phone: Client, **changes: Any) -> Any:
    told = {
        "id": new_id(), "worksheet": "thought-record", "version": 1, "on_day": "2026-11-23",
        "made_at": "2026-11-23T19:59:00Z", "answers": {"situation": "On the bus"}, **changes,
    }  # fmt: skip
    return phone.post("/api/companion/entries", json.dumps(told, default=str), content_type="application/json")


def test_a_phone_gets_everything_it_needs_to_ask_without_a_network(phone: Client) -> None:
    work = _work(phone)
    codes = [one["code"] for one in work["worksheets"]]
    assert {"thought-record", "activity-plan", "chain-analysis", "setback", "sleep-diary"} <= set(codes)
    assert {one["kind"] for one in work["diary"]["targets"]} == {"feeling"}
    assert work["progress"]["days"]["of"] >= 1


def test_a_diary_says_what_is_asked_and_nothing_of_who_is_alerted(house: House) -> None:
    ana = house.participants["Ana"]
    set_diary(
        house.actors["Ben"], ana, asks={"sleep": True}, skills=["slow-breathing"], based_on=0,
        targets=[Watched("urge-use", "urge", danger="use", on_check_in=True), Watched("own-1", "urge", own="Apostar")],
    )  # fmt: skip
    diary = _work(sign_in(ana.account))["diary"]  # type: ignore[arg-type]
    assert [one["words"] for one in diary["targets"]] == ["Urge to use", "Apostar"]
    assert [one["code"] for one in diary["skills"]] == ["slow-breathing"]
    assert "danger" not in json.dumps(diary)  # what alerts whom is nothing to put on somebody's phone


def test_an_entry_is_saved_once_and_its_correction_is_one_thing_with_it(phone: Client) -> None:
    entry_id = new_id()
    assert [_post(phone, id=entry_id).status_code for _ in range(2)] == [201, 200]
    _post(phone, about=entry_id, made_at="2026-11-23T19:59:30Z", answers={"situation": "On the train"})
    [entry] = _work(phone)["entries"]
    assert (entry["about"], entry["answers"]) == (str(entry_id), {"situation": "On the train"})
    assert Entry.objects.count() == 2


def test_a_kept_entry_is_on_ones_own_phone_and_nobody_elses(house: House, phone: Client) -> None:
    a_worksheet(house, house.participants["Zoe"], is_shared=False)
    _post(phone)  # a phone that says nothing of sharing shares nothing
    [entry] = _work(phone)["entries"]
    assert not entry["is_shared"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"answers": {}}, 422),
        ({"answers": {"situation": ["no words"]}}, 422),
        ({"answers": {f"f{n}": 1 for n in range(61)}}, 422),
        ({"worksheet": "no-such"}, 409),
        ({"worksheet": "../etc"}, 422),
        ({"worksheet": "diary", "answers": {"marks": {"not-asked": {"level": 1}}}}, 409),
        ({"worksheet": "diary", "answers": {"marks": {"sadness": {"level": 9}}}}, 422),
        ({"version": 0}, 422),
        ({"on_day": 7}, 422),
    ],
)
def test_what_cannot_be_is_refused_in_words(phone: Client, changes: dict[str, Any], status: int) -> None:
    refused = _post(phone, **changes)
    assert refused.status_code == status and refused["Content-Type"] == "application/problem+json"
    assert Entry.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_entries(
    house: House, phone: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        _post(phone, id=new_id(), answers={"situation": f"Bus {number}"})
        an_entry(house, house.participants["Ana"])
    with django_assert_max_num_queries(25):
        _work(phone)


@pytest.mark.parametrize(
    ("worksheet", "answers", "kept"),
    [
        ("thought-record", {"situation": "Bus \ud83d"}, {"situation": "Bus \ufffd"}),
        ("thought-record", {"situation": "Bus", "later": ["\udc4d"]}, {"situation": "Bus", "later": ["\ufffd"]}),
        ("diary", {"note": "Bus \ud83d"}, {"note": "Bus \ufffd"}),
    ],
)
def test_an_emoji_that_was_cut_in_two_loses_nobody_an_entry(
    phone: Client, worksheet: str, answers: dict[str, Any], kept: dict[str, Any]
) -> None:
    assert _post(phone, worksheet=worksheet, version=2, answers=answers).status_code == 201
    assert Entry.objects.get().answers == kept


def test_an_emoji_that_was_cut_in_two_loses_nobody_a_check_in(phone: Client) -> None:
    told = {"id": new_id(), "on_day": "2026-11-23", "made_at": "2026-11-23T19:59:00Z", "mood": 1, "note": "Bus \ud83d"}
    saved = phone.post("/api/companion/check-ins", json.dumps(told, default=str), content_type="application/json")
    assert (saved.status_code, CheckIn.objects.get().note) == (201, "Bus \ufffd")
