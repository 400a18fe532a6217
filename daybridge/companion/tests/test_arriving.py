"""Coming to a session: the code at its door, and joining from elsewhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from daybridge.attendance import proof
from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Source, Way
from daybridge.attendance.tests.deeds import a_session, attendance_of, end, minute
from daybridge.core import guard
from daybridge.core.actors import Actor
from daybridge.programs.calendar.actions import cancel_occurrence
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from daybridge.programs.rules import Mode
from daybridge.telehealth.actions import admit, begin_connection, end_room, lock_room, remove
from daybridge.telehealth.models import RoomGuest, TelehealthConsent
from daybridge.telehealth.queries import acting
from tests.cast import House, an_absence, sign_in


@pytest.fixture
def session(house: House) -> Occurrence:
    return a_session(house, "Bo Lark")


def _phone(house: House, who: str = "Ana") -> Client:
    return sign_in(house.participants[who].account)  # type: ignore[arg-type]


def _form(said: str) -> dict[str, str]:
    return dict(re.findall(r'name="(ticket|mark_id)" value="([^"]+)"', said))


def _here(session: Occurrence) -> str:
    return f"/companion/here/{proof.code_of_door(session.id)}/"


# --- At the door -----------------------------------------------------------------------------------------------------


def test_opening_the_code_marks_nobody_and_one_tap_does(house: House, session: Occurrence) -> None:
    with minute(session, -3):
        phone, address = _phone(house), _here(session)
        said = phone.get(address).content.decode()
        assert "I am here" in said and not PresenceMark.objects.exists()
        assert phone.post(address, _form(said)).status_code == 302
        welcome = phone.get(address).content.decode()
    assert "You are at Skills." in welcome and "Welcome, Ana." in welcome
    mark = PresenceMark.objects.get()
    assert (mark.source, mark.way, mark.told_by_id, mark.location) == (Source.DOOR, Way.IN, None, "")
    assert attendance_of(session, house.participants["Ana"]).is_here


def test_two_taps_are_one_arrival(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        phone, address = _phone(house), _here(session)
        form = _form(phone.get(address).content.decode())
        assert [phone.post(address, form).status_code for _ in range(2)] == [302, 200]
    assert PresenceMark.objects.count() == 1


def test_a_code_is_good_for_two_minutes_and_its_page_for_ten(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        address = _here(session)
        form = _form(_phone(house).get(address).content.decode())
    with minute(session, 2.1):
        late = _phone(house).get(address)
        assert late.status_code == 410 and "This code is too old." in late.content.decode()
    with minute(session, 10.1):
        assert _phone(house).post(address, form).status_code == 410
    with minute(session, 9.9):
        assert _phone(house).post(address, form).status_code == 302


def test_a_tap_without_the_page_or_with_somebody_elses_is_none(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        address = _here(session)
        bos = proof.ticket_of(session.id, house.participants["Bo"].id)
        other = proof.ticket_of(Occurrence.objects.latest("begins_at").id, house.participants["Ana"].id)
        phone = _phone(house)
        assert [phone.post(address, {"ticket": one}).status_code for one in ("", bos, other)] == [410] * 3
    assert not PresenceMark.objects.exists()


def test_what_is_no_code_of_ours_says_so(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        answer = _phone(house).get("/companion/here/made-up/")
    assert answer.status_code == 404 and "not a code of one of our doors" in answer.content.decode()


def test_who_is_not_expected_is_told_to_ask_and_not_which_group_it_is(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        answer = _phone(house, "Zoe").get(_here(session))
    said = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert answer.status_code == 409 and "You are not expected at this session." in said and "Skills" not in said


def test_who_said_that_they_will_not_come_is_not_expected(house: House, session: Occurrence) -> None:
    an_absence(house, house.participants["Ana"], session)
    with minute(session, 0):
        assert _phone(house).get(_here(session)).status_code == 409


@pytest.mark.parametrize(("at", "words"), [(-61, "It is too early."), (90, "This session is over.")])
def test_outside_of_its_session_a_fresh_code_opens_nothing(
    house: House, session: Occurrence, at: float, words: str
) -> None:
    with minute(session, at):
        answer = _phone(house).get(_here(session))
    assert answer.status_code == 409 and words in answer.content.decode()


def test_a_session_that_was_ended_or_called_off_has_no_arriving(house: House, session: Occurrence) -> None:
    with minute(session, 10):
        end(house, session, 10)
    with minute(session, 11):
        assert "This session is over." in _phone(house).get(_here(session)).content.decode()
    cancel_occurrence(house.actors["Dora"], session, why="No heating")
    with minute(session, 5):
        answer = _phone(house).get(_here(session)).content.decode()
    assert "not expected" in answer or "does not take place" in answer


# --- From elsewhere --------------------------------------------------------------------------------------------------


@pytest.fixture
def on_video(session: Occurrence) -> Occurrence:
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(mode=Mode.HYBRID)
    session.series.group.refresh_from_db()
    return session


def _join(session: Occurrence) -> str:
    return f"/companion/join/{session.id}/"


PLACE = {"location": "12 Elm Street, Aurora", "call_back": "555-0142", "called": "Kestrel", "agrees": "yes"}


def test_whoever_joins_says_where_they_are_and_what_others_call_them_and_waits(
    house: House, on_video: Occurrence
) -> None:
    with minute(on_video, -9):
        phone = _phone(house)
        said = phone.get(_join(on_video)).content.decode()
        assert "send help to the right place" in said and 'href="tel:988"' in said and 'href="tel:911"' in said
        assert f'value="{house.participants["Ana"].phone}"' in said and "Nothing is recorded." in said
        assert re.search(r'name="called"\s+value=""', said)  # nobody's legal name is offered to others
        joined = phone.post(_join(on_video), PLACE)
        page = phone.get(joined["Location"]).content.decode()
        assert joined["Location"] == f"/telehealth/{on_video.id}/" and "You are at the door" in page
    guest = RoomGuest.objects.get()
    assert (guest.location, guest.call_back, guest.called) == tuple(PLACE.values())[:3]
    assert not PresenceMark.objects.exists() and TelehealthConsent.objects.count() == 1


def test_the_next_time_place_name_and_consent_stand_there_and_two_taps_are_enough(
    house: House, on_video: Occurrence
) -> None:
    ana = house.participants["Ana"]
    with minute(on_video, 0):
        phone = _phone(house)
        phone.post(_join(on_video), PLACE)
        guest = RoomGuest.objects.get()
        admit(house.actors["Ben"], guest)
        begin_connection(acting(guest), guest, connection_id=guest.id)
        again = phone.get(_join(on_video)).content.decode()
        (here,) = phone.get("/api/companion/sessions").json()["here"]
    assert PLACE["location"] in again and PLACE["called"] in again and 'name="agrees"' not in again
    assert here == {"id": str(on_video.id), "stream": str(guest.id)}
    assert attendance_of(on_video, ana).is_here and attendance_of(on_video, ana).is_from_afar
    mark = PresenceMark.objects.get()
    assert (mark.source, mark.location, mark.call_back) == (Source.VIDEO, PLACE["location"], PLACE["call_back"])


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("location", "Say where you are now."),
        ("call_back", "Give a number on which"),
        ("called", "Choose a name that others may call you."),
        ("agrees", "Read this and say yes"),
    ],
)
def test_without_all_of_it_nobody_is_at_the_door_and_nothing_typed_is_lost(
    house: House, on_video: Occurrence, missing: str, words: str
) -> None:
    with minute(on_video, 0):
        answer = _phone(house).post(_join(on_video), {**PLACE, missing: " "})
    said = answer.content.decode()
    assert answer.status_code == 422 and words in said
    assert all(PLACE[name] in said for name in ("location", "call_back", "called") if name != missing)
    assert not RoomGuest.objects.exists() and not TelehealthConsent.objects.exists()


def test_who_was_asked_to_leave_reads_so_and_does_not_come_back(house: House, on_video: Occurrence) -> None:
    with minute(on_video, 0):
        phone = _phone(house)
        phone.post(_join(on_video), PLACE)
        remove(house.actors["Ben"], RoomGuest.objects.get())
        answer = phone.post(_join(on_video), PLACE)
    assert answer.status_code == 409 and "asked you to leave" in answer.content.decode()


@pytest.mark.parametrize(
    ("close", "words"),
    [
        (remove, "asked you to leave"),
        (lambda ben, guest: lock_room(ben, guest.room, holds=True), "closed to new people"),
        (lambda ben, guest: end_room(ben, guest.room), "The video room is closed."),
    ],
    ids=["removed", "locked", "ended"],
)
def test_a_closed_door_says_so_before_it_asks_anything_and_gives_the_number(
    house: House, on_video: Occurrence, close: Callable[[Actor, RoomGuest], object], words: str
) -> None:
    with minute(on_video, 0):
        phone = _phone(house)
        phone.post(_join(on_video), PLACE)
        close(house.actors["Ben"], RoomGuest.objects.get())
        answer = phone.get(_join(on_video))
    said, number = answer.content.decode(), house.participants["Ana"].organization.phone
    assert answer.status_code == 409 and words in said
    assert f'href="tel:{number}"' in said and 'name="location"' not in said


@pytest.mark.parametrize(("at", "words"), [(-10.1, "It is too early."), (90, "This session is over.")])
def test_it_is_joined_from_ten_minutes_before_until_it_ends(
    house: House, on_video: Occurrence, at: float, words: str
) -> None:
    with minute(on_video, at):
        answer = _phone(house).get(_join(on_video))
    assert answer.status_code == 409 and words in answer.content.decode()


def test_a_group_that_meets_in_the_room_is_not_joined_from_elsewhere(house: House, session: Occurrence) -> None:
    with minute(session, 0):
        answer = _phone(house).post(_join(session), PLACE)
    assert answer.status_code == 409 and not RoomGuest.objects.exists()


def test_somebody_elses_session_is_not_there(house: House, on_video: Occurrence) -> None:
    with minute(on_video, 0):
        assert _phone(house, "Zoe").get(_join(on_video)).status_code == 404
        assert _phone(house, "Zoe").get(f"/telehealth/{on_video.id}/").status_code == 404


def test_who_has_not_said_where_they_are_is_asked_first(house: House, on_video: Occurrence) -> None:
    with minute(on_video, 0):
        assert _phone(house).get(f"/telehealth/{on_video.id}/")["Location"] == _join(on_video)
