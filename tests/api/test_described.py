"""The API does what its description says, whatever it is sent: schemathesis makes requests from /api/openapi.json."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from daybridge.companion.api import api
from tests.cast import House, sign_in

#: What no description can say, so that what fits it may be refused (422): two spans of a week may not meet, an absence ends after it began, a wish has words, a day of the calendar has come, what is used is on the list, a message has words and puts only an own one in others.
HELD_BY_RULES = {
    f"/api/companion/{one}"
    for one in ("weeks", "absences", "change-requests", "use-days", "use-goals", "remembered-days", "messages")
}
DESCRIBED = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"), default=str))
schema = schemathesis.openapi.from_dict(DESCRIBED)
schema.app = get_wsgi_application()
#: Requests of each kind for each operation; a full run makes more.
EXAMPLES = 100 if os.environ.get("DAYBRIDGE_FULL") else 10


@pytest.fixture
def phone(house: House) -> dict[str, Any]:
    """What Ana's phone sends with every request: her session, and the token a write needs."""
    client = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    token = client.get("/companion/whose/").json()["csrf"]
    cookies = {name: client.cookies[name].value for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)}
    headers = {"X-CSRFToken": token, "Referer": "http://localhost/companion/", "Accept-Encoding": "identity"}
    return {"cookies": cookies, "headers": headers}


@pytest.fixture(autouse=True)
def one_connection(phone: dict[str, Any]) -> Iterator[None]:
    """A served request gives its connection back; here all of them share the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis_settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case, phone: dict[str, Any]) -> None:
    with transaction.atomic():
        try:
            held = [positive_data_acceptance] if case.path in HELD_BY_RULES else []
            case.call_and_validate(excluded_checks=held, **phone)
        finally:
            transaction.set_rollback(True)


def test_the_description_that_is_served_is_the_one_that_was_tried(client: Client, db: None) -> None:
    assert client.get("/api/openapi.json").json() == DESCRIBED
    assert len(list(schema.get_all_operations())) >= 5
