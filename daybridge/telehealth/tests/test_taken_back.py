"""A participant takes their yes to video back: at the next request, in what is open, and in their own record."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Way
from daybridge.core.errors import Invalid
from daybridge.telehealth.models import RoomConnection, TelehealthConsent
from daybridge.telehealth.record import SECTIONS
from daybridge.telehealth.signalling.broker import YES_ASKED_EVERY
from daybridge.telehealth.tests.deeds import Live, Serving, knock, serving


@pytest.fixture
def on(really_commits: None) -> Iterator[Serving]:
    with transaction.atomic():
        live = Live()
        live.furnish()
    with serving(live) as running:
        yield running


def test_a_yes_that_is_taken_back_ends_what_is_open_and_is_asked_for_anew(on: Serving) -> None:
    live, ben = on.live, on.host()
    ana, bo = on.admitted(ben, "Ana", "Kestrel"), on.admitted(ben, "Bo", "Wren")
    room, ticket = f"/telehealth/{live.session.id}/", ana.ticket()
    assert "Take back my yes" in ana.client.get("/companion/video/").content.decode()
    assert ana.client.post("/companion/video/")["Location"] == "/companion/video/"
    assert "Take back my yes" not in ana.client.get("/companion/video/").content.decode()
    with live.within():
        assert not RoomConnection.objects.filter(guest__called="Kestrel", ended_at=None).exists()
        mine = PresenceMark.objects.filter(participant=live.house.participants["Ana"]).order_by("at", "id")
        assert [one.way for one in mine] == [Way.IN, Way.OUT], "minutes end with the yes"
    assert ana.client.get(room)["Location"] == f"/companion/join/{live.session.id}/"
    assert ana.client.post(f"{room}ticket/").status_code == 409
    for _ in range(YES_ASKED_EVERY):
        on.tick()
    assert ana.until("closed")["why"] == "taken-back" and ana.is_closed()
    assert on.browser("Ana").connect(ticket=ticket).until("closed")["why"] == "not-yours"
    assert ben.until_room(lambda shown: len(shown["people"]) == 2) and bo.sees("Ben Okafor")

    with live.within():
        with pytest.raises(Invalid):
            knock(live.house, live.session, "Ana", "Kestrel", agrees=False)
        knock(live.house, live.session, "Ana", "Kestrel")
        ana_row = live.house.participants["Ana"]
        said = TelehealthConsent.objects.filter(participant=ana_row).order_by("given_at", "id")
        assert [one.agrees for one in said] == [True, False, True]
        told = [str(SECTIONS[0].in_words(one).lines[0].words) for one in SECTIONS[0].read(ana_row)]
        assert told[1] != told[0] == told[2]
    on.browser("Ana").connect().until_in()


def test_taking_back_twice_says_it_once(on: Serving) -> None:
    ana = on.browser("Ana")
    for _ in range(2):
        ana.client.post("/companion/video/")
    with on.live.within():
        assert not TelehealthConsent.objects.exists(), "nobody takes back what they have not said"
