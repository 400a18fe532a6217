"""One word to everybody in a group or a program: to whom it goes, who has read it, who may say it."""

import json
from typing import Any

import pytest
from django.test import Client

from daybridge.core import clock
from daybridge.core.errors import Conflict, IdTaken, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.messaging import actions, queries
from daybridge.messaging.access import announces_to
from daybridge.messaging.events import Announced
from daybridge.messaging.models import Announcement, AnnouncementReading, AnnouncementTo
from daybridge.notifications.models import Delivery, Notice
from daybridge.programs.actions import discharge
from daybridge.programs.models import Group
from daybridge.programs.planning.actions import change_seats
from daybridge.programs.planning.changes import GiveSeat
from daybridge.programs.rules import EndReason
from tests.cast import House, a_group, a_series, episode_of, sign_in


@pytest.fixture
def group(house: House) -> Group:
    """Ben's group, in which Ana sits."""
    made = a_group(house)
    series = a_series(house, made)
    today = clock.today("America/Chicago")
    seat = GiveSeat(series_id=series.id, participant_id=house.participants["Ana"].id, from_on=today)
    change_seats(house.actors["Dora"], house.participants["Ana"], changes=[seat], why="She joins")
    return made


def announce(
    house: House, to: Any, words: str = "We meet in room B on Monday.", *, by: str = "Dora", id: Any = None
) -> Announced:
    return actions.announce(house.actors[by], to, announcement_id=id or new_id(), words=words)


def _phone(house: House, name: str = "Ana") -> Client:
    return sign_in(house.participants[name].account)  # type: ignore[arg-type]


def test_it_goes_to_who_is_there_now_and_counts_who_has_read_it(house: House) -> None:
    program = house.programs["Dual diagnosis"]
    there = queries.members_of(program)
    assert house.participants["Ana"] in there
    assert announce(house, program).count == len(there) == AnnouncementTo.objects.count()
    assert Notice.objects.filter(kind="message", key__startswith="announcement").count() == len(there)
    [said] = queries.announcements(house.actors["Dora"])
    assert (said.went_to, said.read) == (len(there), 0)
    phone, ana = _phone(house), house.participants["Ana"]
    waits = Delivery.objects.filter(notice__key__startswith="announcement", notice__participant=ana, state="planned")
    assert waits.exists() and phone.get("/api/companion/today").json()["unread"] == 1
    [told] = phone.get("/api/companion/messages").json()["announcements"]
    assert (told["to"], told["words"], told["is_read"]) == (program.name, "We meet in room B on Monday.", False)
    for _ in range(2):
        body = json.dumps({"ids": [told["id"], str(new_id())]})
        answer = phone.post("/api/companion/announcement-readings", body, content_type="application/json")
        assert answer.status_code == 200
    assert not waits.exists()
    assert AnnouncementReading.objects.count() == 1 and phone.get("/api/companion/today").json()["unread"] == 0
    assert queries.announcements(house.actors["Dora"])[0].read == 1


def test_whoever_has_left_is_not_told_and_keeps_what_they_were_told(house: House) -> None:
    program, ana = house.programs["Dual diagnosis"], house.participants["Ana"]
    announce(house, program, "First")
    discharge(house.actors["Dora"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    assert ana not in queries.members_of(program)
    assert [one.announcement.words for one in queries.announcements_to(ana.id)] == ["First"]


def test_a_group_hears_what_is_said_to_it_and_others_do_not(house: House, group: Group) -> None:
    sent = announce(house, group, by="Ben")
    assert [one.participant.given_name for one in AnnouncementTo.objects.select_related("participant")] == ["Ana"]
    assert sent.accounts == (house.participants["Ana"].account_id,)
    assert _phone(house, "Zoe").get("/api/companion/messages").json()["announcements"] == []
    assert [one.announcement.id for one in queries.announcements(house.actors["Ben"])] == [sent.subject_id]
    assert queries.announcements(house.actors["Cora"]) == []


def test_directors_say_it_to_programs_and_who_leads_a_group_to_that_group(house: House, group: Group) -> None:
    program = house.programs["Dual diagnosis"]
    assert announces_to(house.actors["Dora"], program) and announces_to(house.actors["Dora"], group)
    assert announces_to(house.actors["Ben"], group) and not announces_to(house.actors["Ben"], program)
    for name in ("Cora", "Cleo", "Dev", "Ana"):
        assert not announces_to(house.actors[name], group)
    assert not announces_to(house.system, group)
    assert set(queries.may_be_told(house.actors["Ben"])) == {group}
    assert {program, group} <= set(queries.may_be_told(house.actors["Dora"]))
    with pytest.raises(Refused):
        announce(house, program, by="Ben")


def test_it_is_said_once_and_never_in_other_words(house: House) -> None:
    id, program = new_id(), house.programs["Dual diagnosis"]
    assert [announce(house, program, id=id).repeated for _ in range(2)] == [False, True]
    with pytest.raises(IdTaken):
        announce(house, program, "Other words", id=id)
    with pytest.raises(IdTaken):
        announce(house, house.programs["Adult day"], id=id)
    with pytest.raises(Invalid):
        announce(house, program, " ")
    assert Announcement.objects.count() == 1


def test_where_nobody_is_nothing_is_said(house: House) -> None:
    with pytest.raises(Conflict):
        announce(house, a_group(house, "Nobody's"))


def test_nobody_marks_what_went_to_others(house: House, group: Group) -> None:
    sent = announce(house, group)
    zoe = house.participants["Zoe"]
    assert actions.note_announcements_read(house.actors["Zoe"], zoe, ids=[sent.subject_id]).repeated
    assert not AnnouncementReading.objects.exists()


def test_staff_say_it_on_a_page_and_see_how_many_have_read_it(house: House, group: Group) -> None:
    browser, page = sign_in(house.staff["Dora"].account), "/workspace/announcements/"  # type: ignore[arg-type]
    program = house.programs["Dual diagnosis"]
    assert "Nothing was said yet." in browser.get(page).content.decode()
    for sent, status in (
        ({"id": new_id(), "to": program.id, "words": ""}, 422),
        ({"id": new_id(), "to": new_id(), "words": "Hello"}, 422),
        ({"id": new_id(), "to": program.id, "words": "<b>Hello</b>"}, 302),
    ):
        assert browser.post(page, sent).status_code == status
    shown = browser.get(page).content.decode()
    assert "&lt;b&gt;Hello" in shown and "read by 0 of" in shown and f"{program.name}: {group.name}" in shown
    dev = sign_in(house.staff["Dev"].account).get(page).content.decode()  # type: ignore[arg-type]
    assert "Say something" not in dev and "Hello" not in dev
