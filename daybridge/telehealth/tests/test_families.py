"""Somebody close to a participant comes to a family group by video: the same door, no minutes, and out at once when it is taken back."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from daybridge.attendance.models import Attendance, PresenceMark
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.people import actions as people
from daybridge.people.models import Supporter
from daybridge.privacy import actions as privacy
from daybridge.privacy.rules import StopReason
from daybridge.programs.families import actions as families
from daybridge.programs.families.models import FamilyInvitation
from daybridge.programs.models import Group
from daybridge.programs.rules import Mode
from daybridge.telehealth.access import is_guest_self, is_supporter_self
from daybridge.telehealth.actions import admit, ask_to_join_beside, begin_connection
from daybridge.telehealth.models import RoomConnection, RoomGuest
from daybridge.telehealth.queries import acting, entrant
from daybridge.telehealth.signalling.broker import YES_ASKED_EVERY
from daybridge.telehealth.tests.deeds import Live, Serving, knock_beside, serving


@pytest.fixture
def live(really_commits: None) -> Live:
    with transaction.atomic():
        made = Live()
        made.furnish()
        made.asks_families()
    return made


@pytest.fixture
def on(live: Live) -> Iterator[Serving]:
    with serving(live) as running:
        yield running


def _stop(live: Live, sam: Supporter) -> None:
    privacy.stop_sharing(live.house.actors["Ana"], sam)


def _staff_stop(live: Live, sam: Supporter) -> None:
    privacy.stop_sharing_for_them(live.house.actors["Ben"], sam, why=StopReason.ASKED_BY_PHONE)


def _remove(live: Live, sam: Supporter) -> None:
    people.remove_supporter(live.house.actors["Ana"], sam)


def _end_asking(live: Live, sam: Supporter) -> None:
    asked = FamilyInvitation.objects.select_related("participant").get(supporter=sam)
    families.end_asking(live.house.actors["Dora"], asked)


ENDS = {"stopped": _stop, "stopped by staff": _staff_stop, "removed": _remove, "asked no longer": _end_asking}


def test_sam_comes_by_his_own_page_is_let_in_and_has_no_minutes(on: Serving) -> None:
    live, ben, sam = on.live, on.host(), on.browser("Sam")
    row = live.supporters["Sam"]
    door, room = f"/supporter/{row.id}/dates/{live.session.id}/join/", f"/telehealth/{live.session.id}/"
    dates = sam.client.get(f"/supporter/{row.id}/family-groups/").content.decode()
    assert re.findall(r"/supporter/[^/]+/dates/[^/]+/join/", dates) == [door], (
        "none that would say that it is too early"
    )
    assert "from one hour before it begins" in dates
    assert sam.client.get(room)["Location"] == door and sam.client.post(f"{room}ticket/").status_code == 409
    page = sam.client.get(door).content.decode()
    assert 'name="location"' not in page and 'name="call_back"' not in page and "Harbor" not in page
    refused = sam.client.post(door, {"called": "Sam Ortiz"})
    assert refused.status_code == 422 and {"called", "keeps_it"} == set(refused.context["errors"])
    assert sam.client.post(door, {"called": "Rivera", "keeps_it": "yes"}).status_code == 422, "nor the participant's"
    assert sam.client.post(door, {"called": "Heron", "keeps_it": "yes"})["Location"] == room
    page = sam.client.get(room).content.decode()
    assert 'id="by-phone"' not in page, "no seat to call in for"
    assert "Family group" in page and "Harbor" not in page and "/companion/support/" not in page

    sam.connect()
    waiting = ben.sees_waiting("Heron")
    assert (waiting["name"], waiting["of"]) == ("Sam Ortiz", "Ana R.")
    ben.say("admit", who=waiting["id"])
    sam.until_in()
    ana = on.admitted(ben, "Ana", "Kestrel")
    sam.sees("Kestrel")
    led, among = ben.sees("Heron").keys(), ana.sees("Heron").keys()
    assert led - among == {"name", "of"} and among < led, "whose name that is, who leads knows, and nobody else more"
    told = str(sam.heard) + str(ana.heard)
    assert not any(word in told for word in ("Ortiz", "Rivera", "Ana R.", "Harbor"))
    ben.sees("Kestrel")
    for number, one in ((2, ana), (1, sam)):
        one.socket.close()
        ben.until_room(lambda room, number=number: len(room["people"]) == number)
    with live.within():
        assert {one.participant_id for one in PresenceMark.objects.all()} == {live.house.participants["Ana"].id}
        assert PresenceMark.objects.count() == 2 and Attendance.objects.filter(is_from_afar=True).count() == 1
        assert RoomConnection.objects.filter(guest__supporter=row, ended_at__isnull=False).count() == 1


@pytest.mark.parametrize("how", ENDS)
def test_what_is_taken_back_is_gone_at_the_next_request_and_ends_what_is_open(on: Serving, how: str) -> None:
    live, ben = on.live, on.host()
    sam, ana = on.admitted(ben, "Sam", "Heron"), on.admitted(ben, "Ana", "Kestrel")
    row, session = live.supporters["Sam"], live.session.id
    addresses = [f"/supporter/{row.id}/dates/{session}/join/", f"/telehealth/{session}/"]
    deeds = [addresses[0], *(f"/telehealth/{session}/{one}/" for one in ("ticket", "still-here"))]
    assert sam.client.get(addresses[1]).status_code == 200 and sam.client.post(deeds[2]).status_code == 204
    ticket = sam.ticket()
    with live.within():
        ENDS[how](live, row)
    assert {sam.client.get(one).status_code for one in addresses} == {404}
    assert {sam.client.post(one, {"called": "Heron", "keeps_it": "yes"}).status_code for one in deeds} == {404}
    again = on.browser("Sam") if how != "removed" else sam
    for _ in range(YES_ASKED_EVERY):
        on.tick()
    assert sam.until("closed")["why"] == "taken-back" and sam.is_closed()
    assert again.connect(ticket=ticket).until("closed")["why"] == "not-yours", "a ticket from before opens nothing"
    assert ben.until_room(lambda room: len(room["people"]) == 2) and ana.sees("Kestrel")
    with live.within():
        assert not RoomConnection.objects.filter(guest__supporter=row, ended_at=None).exists()


def test_who_is_not_asked_comes_to_no_door(on: Serving) -> None:
    live = on.live
    with live.within():
        sam, house = live.supporters["Sam"], live.house
        with pytest.raises(NotYours):
            other = live.session.series.occurrences.order_by("begins_at").last()
            assert other
            with guard.writing():
                Group.objects.filter(id=live.session.series.group_id).update(mode=Mode.ROOM)
            live.session.series.group.refresh_from_db()
            knock_beside(house, live.session, sam)
        with guard.writing():
            Group.objects.filter(id=live.session.series.group_id).update(mode=Mode.VIDEO)
        live.session.series.group.refresh_from_db()
        with pytest.raises(Invalid):
            ask_to_join_beside(house.actors["Sam"], sam, occurrence=live.session, called="", keeps_it=False)
        guest = knock_beside(house, live.session, sam)
        assert knock_beside(house, live.session, sam, "Gull").id == guest.id, "one place at the door"
        with pytest.raises(Conflict):
            begin_connection(acting(guest), guest, connection_id=guest.id)
        admit(house.actors["Ben"], guest)
        _stop(live, sam)
        with pytest.raises(Conflict):
            begin_connection(acting(guest), guest, connection_id=guest.id)
    assert on.browser("Ana").client.get(f"/supporter/{sam.id}/dates/{live.session.id}/join/").status_code == 404


def test_a_session_that_runs_over_its_time_puts_nobody_out(live: Live) -> None:
    sam = live.supporters["Sam"]
    with live.within():
        guest = knock_beside(live.house, live.session, sam)
    assert sam.account_id
    with live.within(), clock.at(live.session.ends_at + timedelta(minutes=3)):
        assert entrant(sam.account_id, live.session.id, is_inside=True).guest == guest
        with pytest.raises(NotYours):
            entrant(sam.account_id, live.session.id)
        _stop(live, sam)
        with pytest.raises(NotYours):
            entrant(sam.account_id, live.session.id, is_inside=True)


def test_a_door_is_told_by_nobody_but_who_stands_at_it(live: Live) -> None:
    with live.within():
        sam = live.supporters["Sam"]
        guest = knock_beside(live.house, live.session, sam)
        may: dict[str, Callable[..., bool]] = {
            name: (lambda actor=actor: is_guest_self(actor, guest) or is_supporter_self(actor, sam))
            for name, actor in live.house.actors.items()
        }
        assert {name for name, asked in may.items() if asked()} == {"Sam"}
        people.remove_supporter(live.house.actors["Ana"], sam)
        gone = RoomGuest.objects.select_related("supporter", "participant").get(id=guest.id)
        assert is_guest_self(acting(gone), gone), "whoever was removed still leaves"
