"""The tablet at a session's door: what it shows, whom it lets in, and what it opens."""

import re

import pytest
from django.test import Client

from daybridge.attendance import proof
from daybridge.attendance.actions import add_facilitator
from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Source, Way
from daybridge.attendance.tests.deeds import a_session, attendance_of, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.models import AuditEntry
from daybridge.people.models import Staff
from daybridge.programs.calendar.actions import cancel_occurrence
from daybridge.programs.calendar.models import Occurrence
from tests.cast import House, sign_in


@pytest.fixture
def session(house: House) -> Occurrence:
    return a_session(house, "Bo Lark")


def _door(session: Occurrence, part: str = "") -> str:
    return f"/attendance/{session.id}/door/{part}"


def _tablet(house: House, who: str = "Ben") -> Client:
    return sign_in(house.staff[who].account)  # type: ignore[arg-type]


def test_the_tablet_shows_what_people_are_called_and_an_initial_and_no_way_further(
    house: House, session: Occurrence
) -> None:
    with minute(session, -10):
        tablet = _tablet(house)
        tablet.post(_door(session, "leave-here/"))
        said = tablet.get(_door(session)).content.decode()
    assert "Ana R." in said and "Bo L." in said and "<svg" in said
    assert not [word for word in ("Rivera", "Lark", "/workspace/", "555-0188", "<a href") if word in said]
    assert re.findall(r'href="(/[^"#]*)"', said.split("<body")[1]) == []


def test_a_name_that_is_tapped_has_arrived_and_twice_is_once(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(session, -5):
        tablet = _tablet(house)
        for _ in range(2):
            assert tablet.post(_door(session, f"{ana.id}/")).status_code == 302
        assert "is here" in tablet.get(_door(session), {"part": "people"}).content.decode()
    mark = PresenceMark.objects.get()
    assert (mark.source, mark.told_by, mark.participant) == (Source.TABLET, None, ana)  # a peer may have tapped it
    assert attendance_of(session, ana).is_here


def test_a_tap_by_the_page_itself_answers_with_the_names_alone(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        answer = _tablet(house).post(_door(session, f"{house.participants['Ana'].id}/"), headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert said.strip().startswith('<section id="door-people"') and "is here" in said


def test_a_part_that_renews_itself_carries_another_code(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        tablet = _tablet(house)
        first = tablet.get(_door(session), {"part": "code"}).content
    with minute(session, 1):
        tablet = _tablet(house)
        assert tablet.get(_door(session), {"part": "code"}).content != first


def test_a_tablet_that_was_left_there_opens_nothing_else(house: House, session: Occurrence) -> None:
    bo = house.participants["Bo"]
    other = Occurrence.objects.latest("begins_at")
    with minute(session, -30):
        tablet = _tablet(house)
        assert tablet.post(_door(session, "leave-here/")).status_code == 302
        assert tablet.get("/workspace/").status_code == 302  # to the sign-in page
        assert tablet.get(_door(other)).status_code == 302
    with minute(session, 20):
        assert tablet.post(_door(session, f"{bo.id}/")).status_code == 302
    assert attendance_of(session, bo).is_here
    assert AuditEntry.objects.filter(reason="door", person_id=house.staff["Ben"].id).exists()
    with minute(session, 20):
        assert tablet.post(_door(session, "close/"))["Location"] == "/accounts/login/"
        assert tablet.get(_door(session)).status_code == 302


def test_a_tablet_that_was_left_there_ends_by_itself_and_with_whoever_left_it(
    house: House, session: Occurrence
) -> None:
    with minute(session, -30):
        tablet = _tablet(house)
        tablet.post(_door(session, "leave-here/"))
    with minute(session, 91 + 60):
        assert tablet.get(_door(session)).status_code == 302
    with minute(session, 0):
        assert tablet.get(_door(session)).status_code == 200
        with guard.writing():
            Staff.objects.filter(id=house.staff["Ben"].id).update(is_active=False)
        assert tablet.get(_door(session)).status_code == 404


def test_whoever_signs_in_on_it_acts_as_themselves_again(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        tablet = _tablet(house)
        tablet.post(_door(session, "leave-here/"))
        known = tablet.session
        known.update(dict(_tablet(house, "Cleo").session))
        known.save()
        assert "door" in tablet.session
        assert tablet.get(_door(session)).status_code == 404
        assert "door" not in tablet.session


@pytest.mark.parametrize("who", ["Cleo", "Dev"])
def test_only_who_leads_it_opens_its_door(house: House, session: Occurrence, who: str) -> None:
    with minute(session, 0):
        assert _tablet(house, who).get(_door(session)).status_code == 404


def test_the_door_is_open_from_an_hour_before_until_it_ends(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    said = {}
    for at in (-61, -59, 89):
        with minute(session, at):
            tablet = _tablet(house)
            said[at] = tablet.get(_door(session)).content.decode()
    assert "opens one hour before" in said[-61] and "Ana R." not in said[-61]
    assert "Ana R." in said[-59] and "Ana R." in said[89]
    end(house, session, 45)
    with minute(session, 50):
        said_then = _tablet(house).get(_door(session)).content.decode()
        assert "This session is over." in said_then and "Ana R." not in said_then
    with minute(session, -90):
        answer = _tablet(house).post(_door(session, f"{ana.id}/"))
    assert answer.status_code == 409 and "does not belong to the session" in answer.content.decode()


def test_who_is_not_expected_is_not_to_be_tapped(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        assert _tablet(house).post(_door(session, f"{house.participants['Zoe'].id}/")).status_code == 404


def test_a_session_that_is_called_off_has_no_door(house: House, session: Occurrence) -> None:
    cancel_occurrence(house.actors["Dora"], session, why="No heating")
    with minute(session, 0):
        said = _tablet(house).get(_door(session)).content.decode()
    assert "does not take place" in said and "Ana R." not in said and "No heating" not in said


def test_who_left_may_arrive_again(house: House, session: Occurrence) -> None:
    ana = house.participants["Ana"]
    tap(house, session, ana, 0)
    tap(house, session, ana, 20, Way.OUT)
    with minute(session, 30):
        assert _tablet(house).post(_door(session, f"{ana.id}/")).status_code == 302
    assert attendance_of(session, ana).is_here
    end(house, session)
    assert attendance_of(session, ana).minutes == 80


def test_a_tablet_stays_at_the_door_when_whoever_left_it_there_hands_the_session_over(
    house: House, session: Occurrence
) -> None:
    ana = house.participants["Ana"]
    with minute(session, -5):
        tablet = _tablet(house)
        tablet.post(_door(session, "leave-here/"))
        add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"], takes_over=True)
    with minute(session, 0):
        assert tablet.post(_door(session, f"{ana.id}/")).status_code == 302
    assert attendance_of(session, ana).is_here
    told = AuditEntry.objects.get(deed="attendance.PresenceMarked")
    assert (told.person_id, told.reason) == (house.staff["Cora"].id, "door")


# --- The code --------------------------------------------------------------------------------------------------------


def test_a_code_says_what_it_is_of_and_when_it_was_shown(house: House, session: Occurrence) -> None:
    code = proof.read_code(proof.code_of_door(session.id))
    assert code and (code.occurrence_id, code.shown_at) == (session.id, clock.now().replace(microsecond=0))


@pytest.mark.parametrize("change", [lambda one: one[:-1], lambda one: "x" + one, lambda one: "", lambda one: "a:b"])
def test_a_code_that_the_house_did_not_sign_is_none(session: Occurrence, change) -> None:  # type: ignore[no-untyped-def]
    assert proof.read_code(change(proof.code_of_door(session.id))) is None


def test_a_ticket_is_one_persons_and_no_code(house: House, session: Occurrence) -> None:
    ana, zoe = house.participants["Ana"], house.participants["Zoe"]
    ticket = proof.ticket_of(session.id, ana.id)
    assert proof.read_ticket(ticket, ana.id) and not proof.read_ticket(ticket, zoe.id)
    assert proof.read_code(ticket) is None and proof.read_ticket(proof.code_of_door(session.id), ana.id) is None
