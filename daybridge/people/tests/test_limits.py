"""Passwords are tried five times in five minutes, whatever else is counted meanwhile and wherever it comes from."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import PASSWORD, House


@pytest.fixture(autouse=True)
def _nothing_counted_yet(house: House) -> None:
    cache.clear()


def _sign_in(house: House, password: str, *, by: str = "192.0.2.1", forwarded_for: str = "") -> int:
    account = house.participants["Ana"].account
    assert account
    client = Client(REMOTE_ADDR=by, headers={"X-Forwarded-For": forwarded_for} if forwarded_for else None)
    answer = client.post("/accounts/login/", {"login": account.email, "password": password})
    return answer.status_code if "_auth_user_id" not in client.session else 0


def test_the_sixth_try_is_refused_even_with_the_right_password(house: House) -> None:
    for number in range(5):
        assert _sign_in(house, "a guess at it 7", by=f"192.0.2.{number}") == 200
    assert _sign_in(house, PASSWORD, by="192.0.2.9") == 200


def test_what_others_have_counted_meanwhile_wipes_nothing_out(house: House) -> None:
    """Django's cache in the database keeps 300 entries unless told otherwise, and throws out a third past that."""
    for number in range(5):
        _sign_in(house, "a guess at it 7", by=f"192.0.2.{number}")
    for number in range(400):
        cache.set(f"z{number}", 1)
    assert _sign_in(house, PASSWORD, by="192.0.2.9") == 200


def test_an_address_that_the_browser_claims_is_not_believed(house: House) -> None:
    tries = [_sign_in(house, "a guess at it 7", forwarded_for=f"198.51.100.{number}") for number in range(31)]
    assert (tries[0], tries[-1]) == (200, 429)
