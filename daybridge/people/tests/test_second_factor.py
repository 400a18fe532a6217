"""Staff prove themselves twice in each session: what somebody else set up later counts for nobody's older session."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from daybridge.core import tenancy
from daybridge.people.models import Account
from tests.cast import PASSWORD, House, sign_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def _code(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.fixture
def ben(house: House) -> Account:
    account = house.staff["Ben"].account
    assert account
    return account


def _set_up(account: Account) -> None:
    """Elsewhere, in another session."""
    tenancy.enter(account.organization_id, door=tenancy.SIGN_IN)
    TOTP.activate(account, SECRET)
    tenancy.enter(account.organization_id)


def _has_just_proved(client: Client, account: Account) -> None:
    """As allauth asks of whoever changes how they sign in."""
    session: Any = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


def test_a_session_begun_with_a_password_alone_is_not_let_in_by_what_another_one_set_up(ben: Account) -> None:
    early = sign_in(ben, twice=False)
    assert early.get("/staff/me/")["Location"].startswith("/accounts/2fa/")
    _set_up(ben)
    assert early.get("/staff/me/")["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in early.session


def test_whoever_sets_it_up_goes_on_in_the_same_session(ben: Account) -> None:
    client = sign_in(ben, twice=False)
    _has_just_proved(client, ben)
    client.get("/accounts/2fa/totp/activate/")
    client.post("/accounts/2fa/totp/activate/", {"code": _code(client.session[SECRET_SESSION_KEY])})
    assert client.get("/staff/me/").status_code == 200


def test_a_password_and_a_code_let_in(ben: Account) -> None:
    cache.clear()
    _set_up(ben)
    client = Client()
    asked = client.post("/accounts/login/", {"login": ben.email, "password": PASSWORD})
    assert asked["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/staff/me/")["Location"].startswith("/accounts/login/")
    client.post("/accounts/2fa/authenticate/", {"code": _code()})
    assert client.get("/staff/me/").status_code == 200


def test_without_it_nothing_is_shown_any_more(ben: Account) -> None:
    client = sign_in(ben)
    _set_up(ben)
    _has_just_proved(client, ben)
    assert client.get("/staff/me/").status_code == 200
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert client.get("/staff/me/")["Location"].startswith("/accounts/2fa/")
