"""A proof of who signs is good for one signature, whatever asks for it at once."""

from django.http import HttpRequest
from django.test import Client

from daybridge.people.proof import give_proof_back, has_proved_since_last_signature, take_proof
from daybridge.people.sessions import SessionStore
from tests.cast import House, proved


def _asked(client: Client, house: House) -> HttpRequest:
    """A request of this browser that has read its session already, with a proof at hand."""
    request = _again(client, house)
    assert has_proved_since_last_signature(request)
    return request


def _again(client: Client, house: House) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore(client.session.session_key)
    account = house.staff["Ben"].account
    assert account
    request.user = account
    return request


def test_of_two_that_ask_at_once_one_takes_it(house: House) -> None:
    client = proved(house.staff["Ben"].account)
    first, second = _asked(client, house), _asked(client, house)
    assert take_proof(first) and not take_proof(second)
    second.session["seen_at"] = "later"
    second.session.save()
    assert not has_proved_since_last_signature(_again(client, house)), (
        "whoever came second forgets nothing of the first"
    )


def test_one_that_was_not_needed_is_still_good(house: House) -> None:
    client = proved(house.staff["Ben"].account)
    first = _asked(client, house)
    assert take_proof(first) and not take_proof(first)
    give_proof_back(first)
    first.session.save()
    assert take_proof(_asked(client, house))
