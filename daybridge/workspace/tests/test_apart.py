"""No-contact pairs on the screens: who sees them, that both names are read, and that nobody else sees a thing."""

import re

import pytest
from django.test import Client

from daybridge.programs.apart import queries
from daybridge.programs.calendar.actions import take_seat
from tests.cast import House, a_group, a_pair, a_participant, a_series, sign_in


def _client(house: House, who: str) -> Client:
    person = house.staff.get(who) or house.participants[who]
    return sign_in(person.account)  # type: ignore[arg-type]


def _address(house: House, who: str = "Ana", page: str = "apart") -> str:
    return f"/workspace/people/{house.participants[who].id}/{page}/"


@pytest.fixture
def noor(house: House) -> object:
    return a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])


def test_both_names_are_read_before_anything_is_kept(house: House, noor: object) -> None:
    ben, ana = _client(house, "Ben"), house.participants["Ana"]
    sent = {"other": str(house.participants["Noor"].id), "why": "They asked"}
    first = ben.post(_address(house), sent)
    shown = first.content.decode()
    assert first.status_code == 200 and "Read both names once more" in shown
    for one in (ana, house.participants["Noor"]):
        assert one.name in shown and one.record_number in shown
    assert queries.pairs_of(house.actors["Ben"], ana.id) == []
    assert ben.post(_address(house), sent | {"has_read": "on"}).status_code == 302
    assert [one.other.given_name for one in queries.pairs_of(house.actors["Ben"], ana.id)] == ["Noor"]
    for who, other in (("Ana", "Noor Haddad"), ("Noor", "Ana Rivera")):
        for page in ("apart", "week"):
            assert other in ben.get(_address(house, who, page)).content.decode()


def test_what_is_missing_is_said_beside_its_field(house: House, noor: object) -> None:
    ben = _client(house, "Ben")
    shown = ben.post(_address(house), {"other": "", "why": " "})
    assert shown.status_code == 422 and {"id_other_error", "id_why_error"} <= set(
        re.findall(r"id_\w+_error", shown.content.decode())
    )
    zoe = str(house.participants["Zoe"].id)
    assert ben.post(_address(house), {"other": zoe, "why": "x", "has_read": "on"}).status_code == 422


def test_what_they_share_already_is_told_and_it_is_ended_by_hand(house: House, noor: object) -> None:
    ana, other = house.participants["Ana"], house.participants["Noor"]
    series = a_series(house, a_group(house))
    for one in (ana, other):
        take_seat(house.actors["Ben"], one, series=series, from_on=series.from_on)
    pair = a_pair(house, ana, other)
    ben = _client(house, "Ben")
    shown = ben.get(_address(house)).content.decode()
    assert "They share 8 sessions already" in shown and "Skills: Tue 24 Nov, 09:00 to 10:30" in shown
    ended = ben.post(f"/workspace/apart/{pair.id}/end/", {"from": str(other.id)}, follow=True)
    assert ended.redirect_chain[0][0] == _address(house, "Noor")
    assert "There is nobody here that you may know of." in ended.content.decode()


def test_whoever_treats_one_sees_the_same_pages_with_a_pair_and_without(house: House) -> None:
    """Byte for byte, tokens aside: a card that is there only for some would tell of it."""
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    asks = [
        ("Ben", "Ana", "week"),
        ("Ben", "Ana", "apart"),
        ("Cora", "Ana", "week"),
        ("Cleo", "Zoe", "week"),
        ("Cleo", "Zoe", "apart"),
    ]
    clients = {who: _client(house, who) for who in ("Ben", "Cora", "Cleo", "Ana", "Zoe")}

    def pages() -> list[bytes]:
        found = [clients[who].get(_address(house, of, page)).content for who, of, page in asks]
        found += [
            clients[who].get(at).content for who in ("Ana", "Zoe") for at in ("/companion/week/", "/api/companion/week")
        ]
        return [
            re.sub(rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken[^}]+|data-told="[^"]*"', b"", one) for one in found
        ]

    before = pages()
    a_pair(house, ana, zoe)
    assert pages() == before
