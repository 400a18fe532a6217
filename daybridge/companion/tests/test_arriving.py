"""Coming to a session: the code at its door, and joining from elsewhere."""

import re

import pytest
from django.test import Client

from daybridge.attendance import proof
from daybridge.attendance.models import PresenceMark
from daybridge.attendance.rules import Source, Way
from daybridge.attendance.tests.deeds import a_session, attendance_of, end, minute, tap
from daybridge.core import guard
from daybridge.programs.calendar.actions import cancel_occurrence
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from daybridge.programs.rules import Mode
from tests.cast import House, an_absence, sign_in


@pytest.fixture
def session(house: House) -> Occurrence:
    return a_session(house, "Bo Lark")


def _phone(house: House, who: str = "Ana") -> Client:
    return sign_in(house.participants[who].account)  # type: ignore[arg-type]


def _form(said: str) -> dict[str, str]:
    return dict(re.findall(r'name="(ticket|mark_id|stream)" value="([^"]+)"', said))


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


PLACE = {"location": "12 Elm Street, Aurora", "call_back": "555-0142"}


def test_whoever_joins_says_where_they_are_and_is_in_until_they_leave(house: House, on_video: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(on_video, -9):
        phone = _phone(house)
        said = phone.get(_join(on_video)).content.decode()
        assert "send help to the right place" in said and 'href="tel:988"' in said and 'href="tel:911"' in said
        assert f'value="{ana.phone}"' in said
        joined = phone.post(_join(on_video), {**_form(said), **PLACE})
        page = phone.get(joined["Location"]).content.decode()
        assert "You are in. Your facilitator sees it." in page
    mark = PresenceMark.objects.get()
    assert (mark.source, mark.location, mark.call_back) == (Source.VIDEO, *PLACE.values())
    assert attendance_of(on_video, ana).is_here and attendance_of(on_video, ana).is_from_afar
    with minute(on_video, 30):
        phone = _phone(house)
        assert phone.post(joined["Location"], _form(page))["Location"] == "/companion/"
        said = phone.get(joined["Location"]).content.decode()
        assert "You are not in this session any more." in said and "Join again" in said
    assert (attendance_of(on_video, ana).is_here, attendance_of(on_video, ana).minutes) == (False, 30)


def test_the_next_time_the_last_place_stands_there_and_is_asked_again(house: House, on_video: Occurrence) -> None:
    with minute(on_video, 0):
        phone = _phone(house)
        form = _form(phone.get(_join(on_video)).content.decode())
        phone.post(_join(on_video), {**form, **PLACE})
        again = phone.get(_join(on_video)).content.decode()
    assert PLACE["location"] in again and form["stream"] not in again


@pytest.mark.parametrize(
    ("missing", "words"), [("location", "Say where you are now."), ("call_back", "Give a number on which")]
)
def test_without_a_place_and_a_number_nobody_is_in_and_nothing_typed_is_lost(
    house: House, on_video: Occurrence, missing: str, words: str
) -> None:
    with minute(on_video, 0):
        phone = _phone(house)
        form = _form(phone.get(_join(on_video)).content.decode())
        answer = phone.post(_join(on_video), {**form, **PLACE, missing: " "})
    said = answer.content.decode()
    assert answer.status_code == 422 and words in said and next(v for k, v in PLACE.items() if k != missing) in said
    assert _form(said) == form and not PresenceMark.objects.exists()


def test_the_same_form_twice_is_one_mark_and_two_tabs_are_two_connections(house: House, on_video: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(on_video, 0):
        phone = _phone(house)
        forms = [_form(phone.get(_join(on_video)).content.decode()) for _ in range(2)]
        addresses = [phone.post(_join(on_video), {**form, **PLACE})["Location"] for form in (*forms, forms[0])]
        (here,) = phone.get("/api/companion/sessions").json()["here"]
    assert PresenceMark.objects.count() == 2 and addresses[0] == addresses[2]
    assert here == {"id": str(on_video.id), "stream": forms[1]["stream"]}
    with minute(on_video, 10):
        _phone(house).post(addresses[0], {})
        assert _phone(house).get("/api/companion/sessions").json()["here"] == [here]
    assert attendance_of(on_video, ana).is_here
    with minute(on_video, 20):
        _phone(house).post(addresses[1], {})
    assert not attendance_of(on_video, ana).is_here


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
    assert answer.status_code == 409 and not PresenceMark.objects.exists()


def test_somebody_elses_session_is_not_there(house: House, on_video: Occurrence) -> None:
    with minute(on_video, 0):
        assert _phone(house, "Zoe").get(_join(on_video)).status_code == 404
        assert _phone(house, "Zoe").get(f"{_join(on_video)}{on_video.id}/").status_code == 404


def test_a_tap_of_staff_ends_what_the_page_says(house: House, on_video: Occurrence) -> None:
    ana = house.participants["Ana"]
    with minute(on_video, 0):
        phone = _phone(house)
        form = _form(phone.get(_join(on_video)).content.decode())
        address = phone.post(_join(on_video), {**form, **PLACE})["Location"]
    tap(house, on_video, ana, 5, way=Way.OUT)
    with minute(on_video, 6):
        assert "not in this session any more" in _phone(house).get(address).content.decode()
