"""Sam is asked to the family group: by Ben, with Ana's yes, for as long as it holds."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from daybridge.attendance.actions import note_guest
from daybridge.attendance.models import Attendance, GuestVisit, PresenceMark
from daybridge.attendance.record import SECTIONS
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.notifications.models import Notice
from daybridge.people.models import Supporter
from daybridge.privacy import actions as privacy
from daybridge.privacy.rules import Part
from daybridge.programs.actions import discharge
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.families import queries
from daybridge.programs.families.actions import answer_date, ask_to_group, end_asking
from daybridge.programs.families.models import FamilyAnswer, FamilyInvitation
from daybridge.programs.models import Group
from daybridge.programs.planning.actions import change_seats
from daybridge.programs.planning.changes import GiveSeat
from daybridge.programs.rules import EndReason
from tests.cast import (
    House,
    a_family_group,
    a_group,
    a_participant,
    a_series,
    a_supporter,
    episode_of,
    later,
    proved,
    sign_in,
)


def _sams(sam: Supporter) -> Client:
    return sign_in(sam.account)  # type: ignore[arg-type]


def _bens(house: House) -> Client:
    return sign_in(house.staff["Ben"].account)  # type: ignore[arg-type]


def _words(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def _first(invitation: FamilyInvitation) -> Occurrence:
    found = Occurrence.objects.select_related("series__group").filter(series__group=invitation.group)
    return found.earliest("begins_at")


@pytest.fixture
def sam(house: House) -> Supporter:
    return a_supporter(house, house.participants["Ana"], "Sam Ortiz", Part.HOW_I_AM)


def _agrees(house: House, sam: Supporter, *, days: int = 90) -> None:
    until = clock.today(sam.participant.time_zone) + timedelta(days=days)
    privacy.share(house.actors["Ana"], sam, parts=[Part.FAMILY_GROUPS], until=until, has_read=True)


def test_from_bens_question_to_sams_answer_on_the_roster(house: House, sam: Supporter) -> None:
    series = a_series(house, a_group(house, "Alcohol and families", kind="family"), 3, 18 * 60)
    ben, ana, sams = _bens(house), proved(house.participants["Ana"].account), _sams(sam)
    page, chosen = f"/workspace/people/{sam.participant_id}/sharing/", f"/companion/sharing/{sam.id}/"
    answer = ben.post(page, {"deed": "ask", "supporter": sam.id, "group": series.group_id}, follow=True)
    assert "waits for their yes" in _words(answer.content)
    [notice] = Notice.objects.filter(kind="family-asked")
    assert (notice.participant_id, notice.link) == (sam.participant_id, chosen)
    assert "Alcohol and families" in _words(ana.get(chosen).content)

    part = f"/supporter/{sam.id}/family-groups/"
    assert sams.get(part).status_code == 404 and "amily group" not in _words(sams.get("/supporter/").content)
    _agrees(house, sam)
    shown = _words(sams.get(part).content)
    assert "Family group" in shown and "18:00–19:30" in shown and "Thursday, 26 November" in shown
    assert "Alcohol" not in shown, "a group's own name may say what care is about"
    assert "asked" in _words(ben.get(page).content)

    first = Occurrence.objects.filter(series=series).earliest("begins_at")
    assert sams.post(f"/supporter/{sam.id}/dates/{first.id}/", {"coming": "yes"})["Location"] == part
    assert "You said: I come." in _words(sams.get(part).content)
    roster = ben.get(f"/workspace/sessions/{first.id}/").content.decode()
    guests = _words(roster[roster.index('id="guests"') :].encode())
    assert "Sam Ortiz" in guests and "of Ana" in guests and " comes " in guests
    assert "Sam Ortiz" not in roster[: roster.index('id="guests"')], "apart from the participants"
    for _again in range(2):
        sams.post(f"/supporter/{sam.id}/dates/{first.id}/", {"coming": "no"})
    assert FamilyAnswer.objects.count() == 2, "the same word again adds nothing"
    assert [one.is_coming for one in queries.guests(first)] == [False]
    privacy.stop_sharing(house.actors["Ana"], sam)
    assert not queries.guests(first)


def test_an_invitation_ends_with_the_stay(house: House, sam: Supporter) -> None:
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    ana = house.participants["Ana"]
    discharge(house.actors["Ben"], episode_of(ana), reason=EndReason.COMPLETED, ended_on=clock.today(ana.time_zone))
    _agrees(house, sam)  # what is shared ended, too; sharing it again opens nothing
    assert _sams(sam).get(f"/supporter/{sam.id}/family-groups/").status_code == 200
    assert not queries.guests(_first(invitation))
    invitation.refresh_from_db()
    assert invitation.ended_at == clock.now()


def test_a_guest_is_in_nobodys_attendance_and_has_no_minutes(house: House, sam: Supporter) -> None:
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    first = _first(invitation)
    answer_date(house.actors["Sam"], invitation, occurrence=first, is_coming=True)
    with clock.at(first.begins_at + timedelta(minutes=5)):
        assert _bens(house).post(f"/workspace/sessions/{first.id}/everybody/").status_code in (200, 302)
        assert _bens(house).post(f"/workspace/sessions/{first.id}/end/").status_code in (200, 302)
    assert not Attendance.objects.exists() and not PresenceMark.objects.exists()


def test_whoever_leads_it_says_whether_a_guest_came_and_it_stands_in_anas_record(house: House, sam: Supporter) -> None:
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    first, desk = _first(invitation), _bens(house)
    page = f"/workspace/sessions/{first.id}/"
    at, sent = f"{page}people/{sam.participant_id}/guest/", {"invitation": invitation.id, "came": "yes"}
    assert "Did not come" not in desk.get(page).content.decode()
    assert "It has not begun yet." in _words(desk.post(at, sent, follow=True).content)
    with clock.at(first.begins_at + timedelta(minutes=5)):
        desk = _bens(house)
        for came in ("yes", "yes", "no"):
            part = desk.post(at, sent | {"came": came}, headers={"HX-Request": "true"}).content.decode()
        assert "did not come" in _words(part[part.index('id="guests"') :].encode())
        assert [one.has_come for one in GuestVisit.objects.order_by("said_at", "id")] == [True, False]
        for wrong in ({"came": "perhaps"}, {"invitation": "x"}, {"invitation": new_id()}):
            assert desk.post(at, sent | wrong).status_code == 404
        cleo = sign_in(house.staff["Cleo"].account)  # type: ignore[arg-type]
        assert cleo.post(at, sent).status_code == 404 and _sams(sam).post(at, sent).status_code in (403, 404)
        with pytest.raises(Refused):
            note_guest(house.actors["Cleo"], first, invitation_id=invitation.id, has_come=True)
        with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
            GuestVisit.objects.update(has_come=True)
        assert not Attendance.objects.exists() and not PresenceMark.objects.exists()
        privacy.stop_sharing(house.actors["Ana"], sam)
        assert desk.post(at, sent).status_code == 404, "who is a guest no longer is nobody to say it of"
    [entry] = AuditEntry.objects.filter(deed="attendance.GuestNoted", facts__has_come=False)
    assert entry.participant_id == sam.participant_id and entry.person_id == house.staff["Ben"].id
    [section] = [one for one in SECTIONS if one.code == "guests"]
    told = [section.in_words(one) for one in section.read(sam.participant)]
    assert [(one.lines[0].label, one.lines[0].words) for one in told] == [
        ("Sam Ortiz", "came"),
        ("Sam Ortiz", "did not come"),
    ]


def test_a_supporter_never_reads_a_peers_name(house: House, sam: Supporter) -> None:
    """Others sit in the group and bring somebody, too: no word of theirs is on any page of Sam's."""
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    series = _first(invitation).series
    peer = a_participant(
        house, "Xiomara Quillfeather", therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"]
    )
    given = [GiveSeat(series_id=series.id, participant_id=peer.id, from_on=series.from_on)]
    change_seats(house.actors["Ben"], peer, changes=given, why="As agreed")
    theirs = a_supporter(house, peer, "Barnaby Quillfeather", Part.FAMILY_GROUPS)
    asked = ask_to_group(house.actors["Ben"], theirs, group=invitation.group)
    other = FamilyInvitation.objects.get(id=asked.subject_id)
    answer_date(house.actors["Barnaby"], other, occurrence=_first(other), is_coming=True)
    sams = _sams(sam)
    pages = [sams.get(at) for at in ("/supporter/", f"/supporter/{sam.id}/family-groups/", "/supporter/help/")]
    pages.append(sams.post(f"/supporter/{sam.id}/dates/{_first(invitation).id}/", {"coming": "yes"}, follow=True))  # type: ignore[arg-type]
    for page in pages:
        assert page.status_code == 200
        assert not re.search("Xiomara|Quillfeather|Barnaby|Rivera|Ben Okafor|Dual diagnosis", page.content.decode())
    assert {one.name for one in queries.guests(_first(invitation))} == {"Sam Ortiz", "Barnaby Quillfeather"}


def test_who_may_join_is_asked_anew_each_time(house: House, sam: Supporter) -> None:
    invitation = a_family_group(house, sam)
    first = _first(invitation)
    assert queries.may_join(house.actors["Sam"], first) is None
    _agrees(house, sam)
    assert queries.may_join(house.actors["Sam"], first) == sam
    assert queries.may_join(house.actors["Ana"], first) is None and queries.may_join(house.actors["Ben"], first) is None
    other = a_series(house, a_group(house, "Skills"))
    assert queries.may_join(house.actors["Sam"], Occurrence.objects.filter(series=other).earliest("begins_at")) is None
    with clock.at(first.ends_at):
        assert queries.may_join(house.actors["Sam"], first) is None
    privacy.stop_sharing(house.actors["Ana"], sam)
    assert queries.may_join(house.actors["Sam"], first) is None


def test_dates_end_with_what_is_shared(house: House, sam: Supporter) -> None:
    _agrees(house, sam, days=10)
    invitation = a_family_group(house, sam)
    assert len(queries.dates_for(sam)) == 2, "two Thursdays until the last day of sharing"
    assert len(queries.dates_as_asked(sam)) == queries.DATES_SHOWN
    first, second, after = Occurrence.objects.filter(series__group_id=invitation.group_id).order_by("begins_at")[:3]
    assert [len(queries.guests(one)) for one in (first, second, after)] == [1, 1, 0]
    assert answer_date(house.actors["Sam"], invitation, occurrence=second, is_coming=True)
    with pytest.raises(Conflict):
        answer_date(house.actors["Sam"], invitation, occurrence=after, is_coming=True)
    with clock.at(later(days=4)):
        assert len(queries.dates_for(sam)) == 1
        with pytest.raises(Conflict):
            answer_date(house.actors["Sam"], invitation, occurrence=_first(invitation), is_coming=True)


def test_a_date_of_another_group_is_not_theirs_to_answer(house: House, sam: Supporter) -> None:
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    other = Occurrence.objects.filter(series=a_series(house, a_group(house, "Skills"))).earliest("begins_at")
    with pytest.raises(Conflict):
        answer_date(house.actors["Sam"], invitation, occurrence=other, is_coming=True)
    for date_id in (other.id, new_id()):
        assert _sams(sam).post(f"/supporter/{sam.id}/dates/{date_id}/", {"coming": "yes"}).status_code == 404
    over = _first(invitation)
    with clock.at(over.ends_at):
        answer = _sams(sam).post(f"/supporter/{sam.id}/dates/{over.id}/", {"coming": "yes"}, follow=True)
        assert "This date is over" in _words(answer.content)


def test_ben_asks_to_family_groups_of_her_program_once_and_not_who_was_removed(house: House, sam: Supporter) -> None:
    invitation = a_family_group(house, sam)
    assert ask_to_group(house.actors["Ben"], sam, group=invitation.group).repeated
    with pytest.raises(Invalid):
        ask_to_group(house.actors["Ben"], sam, group=a_group(house, "Skills"))
    with guard.writing():
        elsewhere = Group.objects.create(
            organization=house.organization, program=house.programs["Adult day"], name="Families too", kind="family",
            capacity=3, soft_capacity=3, minutes=90,
        )  # fmt: skip
    with pytest.raises(Invalid):
        ask_to_group(house.actors["Ben"], sam, group=elsewhere)
    answer = _bens(house).post(
        f"/workspace/people/{sam.participant_id}/sharing/", {"deed": "ask", "supporter": sam.id, "group": elsewhere.id}
    )
    assert answer.status_code == 422
    sam.removed_at = clock.now()
    with pytest.raises(Conflict):
        ask_to_group(house.actors["Ben"], sam, group=invitation.group)


def test_ana_says_no_and_ben_takes_it_back(house: House, sam: Supporter) -> None:
    _agrees(house, sam)
    invitation = a_family_group(house, sam)
    phone = proved(house.participants["Ana"].account, ago=timedelta(hours=2))
    phone.post(f"/companion/sharing/{sam.id}/", {"deed": "not-this", "invitation": str(new_id())})
    assert queries.asked_of(sam.participant_id)
    phone.post(f"/companion/sharing/{sam.id}/", {"deed": "not-this", "invitation": str(invitation.id)})
    assert not queries.asked_of(sam.participant_id) and not queries.dates_for(sam)
    assert end_asking(house.actors["Ben"], invitation).repeated
    again = ask_to_group(house.actors["Ben"], sam, group=invitation.group)
    desk, page = _bens(house), f"/workspace/people/{sam.participant_id}/sharing/"
    sent = {"deed": "end", "supporter": sam.id, "invitation": again.subject_id}
    assert "is not asked any more" in _words(desk.post(page, sent, follow=True).content)
    assert desk.post(page, sent).status_code == 404


def test_the_rows_are_ended_and_never_changed(house: House, sam: Supporter) -> None:
    invitation = a_family_group(house, sam)
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        FamilyInvitation.objects.filter(id=invitation.id).update(asked_at=later(days=1))
    zoes = a_supporter(house, house.participants["Zoe"], "Kim Hart")
    with pytest.raises(DatabaseError), transaction.atomic(), guard.writing():
        FamilyInvitation.objects.create(
            organization=house.organization, group=invitation.group, participant=sam.participant, supporter=zoes,
            asked_by=house.staff["Ben"],
        )  # fmt: skip
        connection.check_constraints()
