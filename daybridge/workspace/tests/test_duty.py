"""Pages about the net itself."""

from typing import Any

import pytest
from django.test import Client

from daybridge.safety import queries as net
from daybridge.safety.rules import Level
from tests.cast import House, sign_in


def signed_in(house: House, name: str) -> Client:
    account = house.staff[name].account
    assert account
    return sign_in(account)


def _as_it_is(browser: Client) -> dict[str, Any]:
    """What the ladder's page would send if nothing were changed."""
    form = browser.get("/workspace/ladder/").context["form"]
    return {field.html_name: "" if field.value() is None else field.value() for field in form}


def test_a_director_says_by_which_ways_each_person_is_told(house: House) -> None:
    browser = signed_in(house, "Dora")
    said = _as_it_is(browser) | {"ways_care-team_same_day_1": ["sms", "email"], "why": "Covers carry no smartphone."}
    answer = browser.post("/workspace/ladder/", said)
    assert answer.status_code == 302, answer.context["form"].errors
    rungs = net.calendar(house.organization.id).ladder.rungs["care-team", Level.SAME_DAY]
    assert [rung.channels for rung in rungs[:2]] == [("in_app", "push"), ("in_app", "email", "sms")]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ways_medical_urgent_0", [], "An urgent alert needs one more way than the app."),
        ("ways_medical_review_0", ["pigeon"], "pigeon"),
        ("wait_care-team_urgent_1", "16", "15"),
    ],
)
def test_a_ladder_that_cannot_be_is_said_at_its_field(house: House, name: str, value: object, words: str) -> None:
    browser = signed_in(house, "Dora")
    refused = browser.post("/workspace/ladder/", _as_it_is(browser) | {name: value, "why": "Less noise."})
    assert refused.status_code == 422 and words in str(refused.context["form"].errors[name])
    assert net.calendar(house.organization.id).ladder.edit == 0
