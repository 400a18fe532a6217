"""Mails about signing in."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from zeal import zeal_ignore

from daybridge.core.models import AuditEntry
from tests.cast import PASSWORD, House, sign_in

Committing = Callable[..., AbstractContextManager[object]]


def _forget_password(house: House, *, host: str = "localhost:8010") -> int:
    account = house.participants["Ana"].account
    assert account
    sent = {"email": account.email}
    return Client().post("/accounts/password/reset/", sent, headers={"Host": host}).status_code


@pytest.mark.parametrize(
    ("told", "as_django_has_it"),
    [
        ({}, [False, False, ""]),
        ({"DAYBRIDGE_SMTP_HOST": "mail.example"}, [True, False, ""]),
        ({"DAYBRIDGE_SMTP_HOST": "mail.example", "DAYBRIDGE_SMTP_SECURITY": "tls"}, [False, True, ""]),
        ({"DAYBRIDGE_SMTP_HOST": "relay.lan", "DAYBRIDGE_SMTP_SECURITY": "none"}, [False, False, ""]),
        ({"DAYBRIDGE_SMTP_HOST": "m.example", "DAYBRIDGE_SMTP_USER": "iop"}, [True, False, "iop"]),
    ],
)
def test_a_mail_leaves_this_machine_only_encrypted_unless_told_otherwise(
    told: dict[str, str], as_django_has_it: list[object]
) -> None:
    """A link for a new password in it is as good as the password."""
    shown = "from daybridge import settings as s; import json; print(json.dumps([s.EMAIL_USE_TLS, s.EMAIL_USE_SSL, s.EMAIL_HOST_USER]))"
    said = subprocess.run(
        [sys.executable, "-c", shown], env={**os.environ, **told}, capture_output=True, text=True, check=True
    )
    assert json.loads(said.stdout) == as_django_has_it


def test_a_link_for_a_new_password_leaves_once_it_is_committed(
    house: House, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert _forget_password(house) == 302
        assert mail.outbox == []
    [sent] = mail.outbox
    assert "/accounts/password/reset/key/" in sent.body


def test_a_link_in_a_mail_leads_to_our_site_whatever_address_was_asked(
    house: House, settings: Any, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert _forget_password(house, host="localhost:9999") == 302
    [sent] = mail.outbox
    assert f"{settings.SITE}/accounts/password/reset/key/" in sent.body and "9999" not in sent.body


def test_another_address_is_in_the_audit(house: House) -> None:
    """Whoever can read it can ask for a new password."""
    ana = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    ana.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for told in ({"action_add": "", "email": "new@example.net"}, {"action_remove": "", "email": "new@example.net"}):
        with zeal_ignore():  # allauth's own page
            assert ana.post("/accounts/email/", told).status_code == 302
    noted = AuditEntry.objects.filter(deed="people.SignInChanged").values_list("facts__what", flat=True)
    assert {"added an e-mail address", "removed an e-mail address"} <= set(noted)


def test_whoever_finds_a_phone_unlocked_adds_no_address_to_it(house: House) -> None:
    found = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    with zeal_ignore():  # allauth's own page
        asked = found.post("/accounts/email/", {"action_add": "", "email": "mine@example.net"})
    assert asked.status_code == 302 and "/accounts/reauthenticate/" in asked["Location"]
    assert not EmailAddress.objects.filter(email="mine@example.net").exists()


def test_a_mail_server_that_is_away_breaks_no_page(
    house: House,
    settings: Any,
    django_capture_on_commit_callbacks: Committing,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    with django_capture_on_commit_callbacks(execute=True):
        assert _forget_password(house) == 302
    assert "ConnectionRefusedError" in caplog.text
