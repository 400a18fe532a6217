"""Mails about signing in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from tests.cast import House

Committing = Callable[..., AbstractContextManager[object]]


def _forget_password(house: House) -> int:
    account = house.participants["Ana"].account
    assert account
    return Client().post("/accounts/password/reset/", {"email": account.email}).status_code


def test_a_link_for_a_new_password_leaves_once_it_is_committed(
    house: House, django_capture_on_commit_callbacks: Committing
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert _forget_password(house) == 302
        assert mail.outbox == []
    [sent] = mail.outbox
    assert "/accounts/password/reset/key/" in sent.body


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
