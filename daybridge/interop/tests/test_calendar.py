"""One's own calendar: a text that another's parser reads, behind an address that only its holder knows."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from zeal import zeal_ignore

from daybridge.core import clock, guard
from daybridge.core.models import AuditEntry, ReactionFailure
from daybridge.interop.calendar_feed import MOST_AN_HOUR, text_of
from daybridge.interop.calendar_text import Entry, as_icalendar
from daybridge.people import signing_in
from daybridge.people.actions import choose_language, note_sign_in
from daybridge.people.events import NEW_PASSWORD
from daybridge.programs.attending.actions import (
    choose_titles,
    come_after_all,
    end_calendar_link,
    make_calendar_link,
)
from daybridge.programs.attending.models import CalendarLink
from daybridge.programs.attending.proof import read_token, token_of
from daybridge.programs.calendar.actions import cancel_occurrence, take_seat
from daybridge.programs.calendar.models import Occurrence, Series
from tests.cast import PASSWORD, House, a_group, a_participant, a_series, a_site, an_absence, later, sign_in

TUESDAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 15, tzinfo=UTC)


def _entry(**changes: object) -> Entry:
    usual = {
        "uid": UUID(int=1),
        "begins_at": AT,
        "ends_at": AT + timedelta(minutes=90),
        "title": "Appointment",
        "changed_at": AT,
    }
    return Entry(**{**usual, **changes})  # type: ignore[arg-type]


# --- The text --------------------------------------------------------------------------------------------------------


def test_lines_end_and_fold_as_the_standard_asks_and_signs_of_several_octets_stay_whole() -> None:
    title = "Grupo de apoyo para mañanas difíciles y niños pequeños 🌱 " * 4
    text = as_icalendar([_entry(title=title, where="Sala «Ciprés», 2.º; patio")], name="Citas")
    assert text.endswith(b"END:VCALENDAR\r\n") and b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert [line.decode() for line in text.split(b"\r\n")], "no sign is cut in two"
    event = vobject.readOne(text.decode()).vevent
    assert event.summary.value == title and event.location.value == "Sala «Ciprés», 2.º; patio"


def test_an_entry_is_said_whole_and_a_cancelled_one_says_so() -> None:
    event = vobject.readOne(as_icalendar([_entry(is_cancelled=True, sequence=3)], name="A").decode()).vevent
    assert (event.status.value, event.sequence.value, event.uid.value) == ("CANCELLED", "3", str(UUID(int=1)))
    assert event.dtstart.value == AT and event.dtend.value - AT == timedelta(minutes=90)
    assert event.last_modified.value == event.dtstamp.value == AT
    assert vobject.readOne(as_icalendar([_entry()], name="A").decode()).vevent.status.value == "CONFIRMED"


def test_one_that_holds_nothing_is_a_calendar_too() -> None:
    assert vobject.readOne(as_icalendar([], name="Citas").decode()).x_wr_calname.value == "Citas"


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200).filter(str.strip), st.text(max_size=0))
def test_whatever_a_group_is_called_is_read_back(title: str, where: str) -> None:
    event = vobject.readOne(as_icalendar([_entry(title=title, where=where)], name="A").decode()).vevent
    assert event.summary.value == title


# --- Whose it is -----------------------------------------------------------------------------------------------------


@pytest.fixture
def series(house: House) -> Series:
    """Tuesdays at nine in Lakeside's room."""
    room = a_site(house, "Lakeside", "Garden room").rooms.get()
    found = a_series(house, a_group(house, "Trauma skills"), room=room)
    take_seat(house.actors["Ben"], house.participants["Ana"], series=found, from_on=TUESDAY)
    return found


def _link(house: House, *, shows_names: bool = False) -> CalendarLink:
    made = make_calendar_link(house.actors["Ana"], house.participants["Ana"], shows_names=shows_names)
    return CalendarLink.objects.select_related("participant").get(id=made.subject_id)


def _events(link: CalendarLink) -> list[vobject.base.Component]:
    return list(vobject.readOne(text_of(link).decode()).vevent_list)


def test_nothing_but_times_is_told_unless_names_were_chosen(house: House, series: Series) -> None:
    link = _link(house)
    text = text_of(link).decode()
    for word in ("Trauma", "Lakeside", "Garden", "Ana", "Rivera", "Ben", "Dual", "Harbor"):
        assert word not in text
    assert {one.summary.value for one in _events(link)} == {"Appointment"} and len(_events(link)) == 8
    choose_titles(house.actors["Ana"], link, shows_names=True)
    link.refresh_from_db()
    first = _events(link)[0]
    assert (first.summary.value, first.location.value) == ("Trauma skills", "Lakeside, Garden room")
    assert not [word for word in ("Ana", "Rivera", "Ben", "Okafor", "Dual") if word in text_of(link).decode()]


def test_it_is_told_in_the_language_of_whose_it_is(house: House, series: Series) -> None:
    choose_language(house.actors["Ana"], house.participants["Ana"], language="es")
    with guard.writing():
        series.group.name_es = "Habilidades para el trauma"
        series.group.save(update_fields=["name_es"])
    link = _link(house)
    assert _events(link)[0].summary.value == "Cita"
    choose_titles(house.actors["Ana"], link, shows_names=True)
    link.refresh_from_db()
    assert _events(link)[0].summary.value == "Habilidades para el trauma"


def test_what_is_off_stays_in_it_as_cancelled_with_a_sequence_that_only_grows(house: House, series: Series) -> None:
    link, ana = _link(house), house.participants["Ana"]
    second = Occurrence.objects.select_related("series").get(on_day=TUESDAY + timedelta(days=7))

    def told() -> tuple[str, str, str]:
        event = next(one for one in _events(link) if one.dtstart.value == second.begins_at)
        return event.uid.value, event.status.value, event.sequence.value

    uid, status, sequence = told()
    assert (status, sequence) == ("CONFIRMED", "0")
    with clock.at(later(hours=1)):
        absence = an_absence(house, ana, second)
    assert told() == (uid, "CANCELLED", "1")
    changed = [one.last_modified.value for one in _events(link) if one.uid.value == uid]
    assert changed == [later(hours=1)]
    come_after_all(house.actors["Ana"], absence, return_id=UUID(int=7))
    assert told() == (uid, "CONFIRMED", "2")
    cancel_occurrence(house.actors["Dora"], second, why="No heating")
    assert told() == (uid, "CANCELLED", "3")


def test_four_weeks_back_and_eight_ahead_are_in_it(house: House, series: Series) -> None:
    link = _link(house)
    with clock.at(later(days=29)):
        assert min(one.dtstart.value.date() for one in _events(link)) == TUESDAY + timedelta(days=7)


def test_nine_stays_nine_on_the_wall_when_the_clock_changes(house: House) -> None:
    with clock.at(datetime(2027, 2, 20, 18, tzinfo=UTC)):
        series = a_series(house, a_group(house))
        take_seat(house.actors["Ben"], house.participants["Ana"], series=series, from_on=series.from_on)
        starts = [one.dtstart.value for one in _events(_link(house))]
    assert {at.utcoffset() for at in starts} == {timedelta(0)}
    assert {at.astimezone(ZoneInfo("America/Chicago")).hour for at in starts} == {9}
    assert {at.hour for at in starts} == {15, 14}, "before and after the second Sunday of March"


def test_two_people_in_one_session_have_no_mark_in_common(house: House, series: Series) -> None:
    noor = a_participant(house, "Noor Haddad", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"])
    take_seat(house.actors["Ben"], noor, series=series, from_on=TUESDAY)
    made = make_calendar_link(house.actors["Noor"], noor, shows_names=False)
    theirs = CalendarLink.objects.select_related("participant").get(id=made.subject_id)
    marks = [{one.uid.value for one in _events(link)} for link in (_link(house), theirs)]
    assert len(marks[0]) == len(marks[1]) == 8 and not marks[0] & marks[1]


# --- The address -----------------------------------------------------------------------------------------------------


def _get(link: CalendarLink, **more: str) -> HttpResponse:
    return Client().get(f"/calendar/{token_of(link)}.ics", headers=more or None)


def test_whoever_has_the_address_reads_it_without_signing_in(house: House, series: Series) -> None:
    link = _link(house)
    answer = _get(link)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "private, max-age=900" and "Set-Cookie" not in answer
    again = _get(link, if_none_match=answer["ETag"])
    assert again.status_code == 304


def test_an_address_that_was_ended_or_replaced_is_like_one_that_never_was(house: House, series: Series) -> None:
    first = _link(house)
    second = _link(house)
    assert [_get(one).status_code for one in (first, second)] == [404, 200]
    assert [end_calendar_link(house.actors["Ana"], second).repeated for _ in range(2)] == [False, True]
    ended = _get(second)
    unknown = Client().get("/calendar/made-up.ics")
    assert (ended.status_code, ended.content) == (404, unknown.content)


def test_an_account_that_is_closed_takes_its_address_with_it(house: House, series: Series) -> None:
    link, account = _link(house), house.participants["Ana"].account
    assert account
    with guard.writing():
        account.is_active = False
        account.save(update_fields=["is_active"])
    assert _get(link).status_code == 404


def test_a_new_password_ends_the_address_and_is_in_the_audit_and_another_sign_in_does_not(
    house: House, series: Series
) -> None:
    link, account = _link(house), house.participants["Ana"].account
    assert account
    with zeal_ignore():
        phone = sign_in(account)
        phone.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert _get(link).status_code == 200, "a sign-in alone ends nothing"
        new = "another long way through the woods"
        said = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert phone.post("/accounts/password/change/", said).status_code == 302
    assert _get(link).status_code == 404 and not CalendarLink.objects.live().exists()
    assert AuditEntry.objects.filter(deed="programs.CalendarLinkEnded", subject_id=link.id).count() == 1
    assert not ReactionFailure.objects.exists()


@pytest.mark.parametrize("what", NEW_PASSWORD)
def test_however_a_password_becomes_another_the_address_ends(house: House, series: Series, what: str) -> None:
    link, account = _link(house), house.participants["Ana"].account
    assert account
    note_sign_in(house.system, account, what=what)
    assert _get(link).status_code == 404


def test_the_audits_words_of_a_new_password_are_those_that_signing_in_says() -> None:
    said = Path(signing_in.__file__).read_text()
    assert all(f'"{what}")' in said for what in NEW_PASSWORD)


def test_no_sign_of_an_address_can_be_changed_or_made_up(house: House) -> None:
    token = token_of(_link(house))
    signed = read_token(token)
    assert signed and signed.organization_id == house.organization.id and len(token) == 75
    other = "B" if token[30] != "B" else "C"
    for wrong in (token[:30] + other + token[31:], token[:-4], token + "AAAA", "", "é", "x" * 75):
        assert read_token(wrong) is None, wrong
    key = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another key"):
        assert read_token(token) is None
    with override_settings(SECRET_KEY="another key", SECRET_KEY_FALLBACKS=[key]):
        assert read_token(token) == signed


def test_an_address_that_is_asked_for_without_end_is_braked(house: House, series: Series) -> None:
    link = _link(house)
    answers = [_get(link).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert answers == [200] * MOST_AN_HOUR + [429]
    with clock.at(later(hours=1)):
        assert _get(link).status_code == 200


def test_a_dead_address_is_never_braked_for_that_would_tell_that_it_once_lived(house: House, series: Series) -> None:
    link = _link(house)
    end_calendar_link(house.actors["Ana"], link)
    unknown = Client().get("/calendar/made-up.ics")
    answers = {(answer.status_code, answer.content) for answer in (_get(link) for _ in range(MOST_AN_HOUR + 2))}
    assert answers == {(404, unknown.content)}
