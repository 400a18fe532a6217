"""A site begins at the terminal; its director goes on in a browser."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from daybridge.core import tenancy
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.models import Organization, Staff
from daybridge.programs.founding import found_site
from daybridge.programs.models import Program
from daybridge.programs.rules import Focus
from tests.cast import House, sign_in

NEW: dict[str, Any] = {
    "name": "Cedar House", "time_zone": "America/Denver", "phone": "555-0170", "reply_hours": "Weekdays, 9 to 5",
    "program": "Evening IOP", "focus": Focus.DUAL_DIAGNOSIS, "director": "Gia Holm", "email": "gia@example.org",
}  # fmt: skip


def test_the_first_director_signs_up_by_the_link_and_works(db: None) -> None:
    address = urlsplit(found_site(**NEW)).path
    browser = Client()
    assert b"Cedar House" in browser.get(address).content
    proven = browser.post(address, {"email": "gia@example.org"})
    proof = proven.context["proof"]
    browser.post(
        address, {"proof": proof, "email": "gia@example.org", "how": "password", "password": "a lamp in the fog 9"}
    )
    with tenancy.at_the_door(tenancy.MACHINERY):
        organization = Organization.objects.get(slug="cedar-house")
    tenancy.enter(organization.id)
    gia = Staff.objects.get()
    assert (gia.roles, Program.objects.get().name) == (["director"], "Evening IOP")
    assert gia.account
    assert b"Evening IOP" in sign_in(gia.account).get("/workspace/").content


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"time_zone": "Chicago"}, "no time zone Chicago"),
        ({"email": "gia"}, "gia is no e-mail address"),
        ({"name": "!!!"}, "needs something in it"),
        ({"director": " "}, "needs something in it"),
    ],
)
def test_what_cannot_be_is_said_and_founds_nothing(house: House, wrong: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        found_site(**{**NEW, **wrong})
    with tenancy.at_the_door(tenancy.MACHINERY):
        assert Organization.objects.count() == 1


@pytest.mark.parametrize("same", [{"name": "Harbor Bridge"}, {"email": "BEN@example.org"}])
def test_a_second_of_the_same_name_or_address_is_refused(house: House, same: dict[str, str]) -> None:
    with pytest.raises(Conflict):
        found_site(**{**NEW, **same})
