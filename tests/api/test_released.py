"""What phones with the oldest app still send is taken as it was: its bodies are recorded in `released/` and never edited.

A new shape of a body is added there when it ships; client/offline/released.test.ts holds that what lies in an old phone's
outbox is still sent in these very words.
"""

import json
from pathlib import Path
from typing import Any

from django.test import Client

from daybridge.checkins.models import CheckIn
from daybridge.measures.models import Sheet
from daybridge.people.models import Contact
from daybridge.safety.models import Alert, SafetyPlanVersion
from tests.cast import House, sign_in

RELEASED: list[dict[str, Any]] = [
    letter
    for file in sorted((Path(__file__).parent / "released").glob("*.json"))
    for letter in json.loads(file.read_text())
]


def test_every_letter_of_an_old_phone_is_saved_once_however_often_it_is_sent(house: House) -> None:
    phone = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    for letter in RELEASED:
        first, again = (phone.post(letter["path"], json.dumps(letter["body"]), "application/json") for _ in range(2))
        assert (first.status_code, again.status_code) == (201, 200), (letter["since"], letter["path"], first.content)
        assert first.json()["id"] == again.json()["id"] == letter["body"]["id"]
    kept = [CheckIn, Contact, Sheet, SafetyPlanVersion]
    assert [kind.objects.filter(participant=house.participants["Ana"]).count() for kind in kept] == [1, 1, 1, 1]
    assert Alert.objects.filter(participant=house.participants["Ana"]).count() == 1


def test_an_old_phone_finds_every_word_that_it_reads(house: House) -> None:
    """An older app takes an answer for its own only when all of these are in it (client/companion/picture.ts, 2026-11-23)."""
    phone: Client = sign_in(house.participants["Ana"].account)  # type: ignore[arg-type]
    today, whose = phone.get("/api/companion/today").json(), phone.get("/companion/whose/").json()
    assert today.keys() >= {"person", "today", "asks", "check_ins", "requests", "contacts", "team", "program"}
    assert today["person"].keys() >= {"name", "language", "time_zone"}
    assert today["asks"].keys() >= {"check_in", "urge", "medicines"}
    assert whose.keys() >= {"mark", "csrf"}
