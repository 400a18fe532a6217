"""The session's page over HTTP: one tap, the note cell by cell, signing with a fresh proof."""

import json
from datetime import time, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybridge.attendance.models import Attendance
from daybridge.attendance.rules import Way
from daybridge.attendance.tests.deeds import a_session, attendance_of, end, minute, tap
from daybridge.core import guard
from daybridge.notes import queries
from daybridge.notes.actions import begin_note, choose_supervisor
from daybridge.notes.models import Addendum, CoSignature, Draft, Note, OwnNote
from daybridge.notes.tests.deeds import a_draft, a_group_session, a_signed_group, an_objective, fill, write
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.models import Group
from tests.cast import House, a_participant, proved, sign_in


def page(client: Client, occurrence: Occurrence, more: str = "") -> HttpResponse:
    return client.get(f"/workspace/sessions/{occurrence.id}/{more}")  # type: ignore[return-value]


def send_cell(
    client: Client, occurrence: Occurrence, code: str, said: str, revision: int = 0, who: str = ""
) -> HttpResponse:
    sent = {"who": who, "code": code, "said": said, "revision": revision}
    return client.post(f"/notes/sessions/{occurrence.id}/cells/", json.dumps(sent), "application/json")  # type: ignore[return-value]


def to_sign(client: Client, draft_id: object, **told: object) -> dict[str, object]:
    """What the page before signing sends when somebody has looked at it."""
    return {"shown": client.get(f"/notes/drafts/{draft_id}/sign/").context["page"].shown, **told}


def test_the_page_names_people_as_others_in_the_group_know_them(house: House) -> None:
    session = a_session(house, "Bo Lark")
    with minute(session, 5):
        shown = page(sign_in(house.staff["Ben"].account), session).content.decode()
    assert "Ana R." in shown and "Bo L." in shown and "Lark" not in shown.replace("Bo L.", "")
    assert "not here yet" in shown and "tel:555-0188" in shown


def test_one_tap_is_here_and_the_next_is_gone(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    with minute(session, 2):
        client = sign_in(house.staff["Ben"].account)
        answer = client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/here/", headers={"HX-Request": "true"})
        assert answer.status_code == 200 and "1 here of 1" in " ".join(answer.content.decode().split())
    with minute(session, 10):
        assert client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/gone/").status_code == 302
        assert attendance_of(session, ana).minutes == 8
        assert client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/flying/").status_code == 404


def test_a_tap_that_is_refused_says_why_beside_the_roster_and_says_it_once(house: House) -> None:
    session, ana, why = a_session(house), house.participants["Ana"], "This time does not belong to the session."
    with minute(session, -180):
        client = sign_in(house.staff["Ben"].account)
        answer = client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/here/", headers={"HX-Request": "true"})
        assert answer.status_code == 200 and why in answer.content.decode()
        assert why not in page(client, session).content.decode()
    assert not Attendance.objects.filter(is_here=True).exists()


def test_everybody_else_is_one_tap(house: House) -> None:
    session = a_session(house, "Bo Lark", "Cy Wren")
    with minute(session, 0):
        sign_in(house.staff["Ben"].account).post(f"/workspace/sessions/{session.id}/everybody/")
    assert Attendance.objects.filter(is_here=True).count() == 3


def test_a_session_is_ended_on_the_clock_of_where_it_is_and_a_wrong_time_is_told(house: House) -> None:
    session = a_session(house)
    tap(house, session, house.participants["Ana"], 0)
    with minute(session, 95):
        client = sign_in(house.staff["Ben"].account)
        wrong = client.post(f"/workspace/sessions/{session.id}/end/", {"at": "08:00"})
        assert wrong.status_code == 422 and "after the beginning" in wrong.content.decode()
        assert client.post(f"/workspace/sessions/{session.id}/end/", {"at": "10:25"}).status_code == 302
    assert attendance_of(session, house.participants["Ana"]).minutes == 85


def test_times_of_a_person_are_corrected_and_what_was_told_stays_on_the_page(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    tap(house, session, ana, 30)
    end(house, session)
    address = f"/workspace/sessions/{session.id}/people/{ana.id}/"
    with minute(session, 100):
        client = sign_in(house.staff["Ben"].account)
        assert (
            client.post(address, {"deed": "correct", "from_1": "09:00", "until_1": "10:30", "why": ""}).status_code
            == 422
        )
        told = {"deed": "correct", "from_1": "09:00", "until_1": "10:30", "why": "She was there"}
        assert client.post(address, told).status_code == 302
        shown = client.get(address).content.decode()
    assert attendance_of(session, ana).minutes == 90
    assert "no longer counts" in shown and "She was there" in shown


def test_handing_over_puts_it_on_the_colleagues_day_and_takes_it_off_ones_own(house: House) -> None:
    session = a_session(house)
    with minute(session, -30):
        ben, cora = sign_in(house.staff["Ben"].account), sign_in(house.staff["Cora"].account)
        assert page(cora, session).status_code == 404
        told = {"to": house.staff["Cora"].id, "takes_over": "on", "note": "Bo has a hard day"}
        assert ben.post(f"/workspace/sessions/{session.id}/hand-over/", told).status_code == 302
        assert page(ben, session).status_code == 404
        assert "Bo has a hard day" in page(cora, session).content.decode()
        today = cora.get("/workspace/").content.decode()
        assert "My sessions" in today and str(session.id) in today
        assert str(session.id) not in ben.get("/workspace/").content.decode()


def test_the_sheet_to_sign_has_chosen_names_and_nothing_else_of_anybody(house: House) -> None:
    session = a_session(house, "Bo Lark")
    shown = page(sign_in(house.staff["Ben"].account), session, "sheet/").content.decode()
    assert "Bo L." in shown and "Lark" not in shown.replace("Bo L.", "") and "555-0188" not in shown


# --- The note --------------------------------------------------------------------------------------------------------


def test_cells_are_saved_as_they_are_typed_and_a_colleagues_words_come_back_instead_of_being_overwritten(
    house: House,
) -> None:
    session = a_group_session(house)
    ana = str(house.participants["Ana"].id)
    with minute(session, 95):
        client = sign_in(house.staff["Ben"].account)
        assert send_cell(client, session, "response", "She", who=ana).json() == {"revision": 1}
        assert send_cell(client, session, "response", "She spoke", 1, who=ana).json() == {"revision": 2}
        clash = send_cell(client, session, "response", "Another", 1, who=ana)
        assert clash.status_code == 409
        assert clash.json()["changed"] == {"said": "She spoke", "revision": 2, "by": "Ben Okafor"}
        [cell] = client.get(f"/notes/sessions/{session.id}/cells/").json()["cells"]
        assert cell == {"who": ana, "code": "response", "said": "She spoke", "revision": 2, "by": "Ben Okafor"}
        assert "She spoke" in page(client, session).content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "{",
        "[]",
        '{"who": 5, "code": "topic", "said": "", "revision": 0}',
        '{"who": "", "code": "topic", "said": "", "revision": Infinity}',
        '{"who": "", "code": "topic", "said": "a\\u0000b", "revision": 0}',
        '{"who": "x", "code": "topic", "said": "", "revision": 0}',
        '{"who": "", "code": "topic"}',
    ],
)
def test_what_is_no_cell_is_refused(house: House, sent: str) -> None:
    session = a_group_session(house)
    with minute(session, 95):
        answer = sign_in(house.staff["Ben"].account).post(
            f"/notes/sessions/{session.id}/cells/", sent, "application/json"
        )
    assert answer.status_code == 422


def test_a_stranger_to_the_session_gets_nothing_of_it(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    cleo = sign_in(house.staff["Cleo"].account)
    for address in (
        f"/workspace/sessions/{session.id}/",
        f"/notes/sessions/{session.id}/cells/",
        f"/notes/drafts/{draft.id}/sign/",
    ):
        assert cleo.get(address).status_code == 404
    assert send_cell(cleo, session, "topic", "x").status_code == 404


def test_a_person_of_another_group_has_no_cell_here(house: House) -> None:
    session = a_group_session(house)
    with minute(session, 95):
        answer = send_cell(
            sign_in(house.staff["Ben"].account), session, "response", "x", who=str(house.participants["Zoe"].id)
        )
    assert answer.status_code == 404


def test_the_first_word_of_a_note_may_change_what_the_curriculum_says(house: House) -> None:
    session = a_group_session(house)
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(curriculum="skills")
    with minute(session, 95):
        client = sign_in(house.staff["Ben"].account)
        [topic, *_] = page(client, session).context["note"].shared
        assert topic.said
        answer = send_cell(client, session, "topic", "Sleep", topic.revision)
    assert (answer.status_code, answer.json()) == (200, {"revision": 2})


def test_without_a_script_the_whole_form_is_saved(house: House) -> None:
    session = a_group_session(house)
    ana = house.participants["Ana"].id
    told = {
        "all-topic": "Sleep",
        "all-topic-revision": "0",
        f"{ana}-affect": "even",
        f"{ana}-affect-revision": "0",
        "then": "stay",
    }
    with minute(session, 95):
        client = sign_in(house.staff["Ben"].account)
        assert client.post(f"/notes/sessions/{session.id}/save/", told).status_code == 302
        draft = queries.group_draft(session)
        assert draft and {(who, code): one.said for (who, code), one in queries.cells(draft).items()} == {
            (None, "topic"): "Sleep", (ana, "affect"): "even",
        }  # fmt: skip


def test_without_a_script_what_could_not_be_saved_is_shown_to_be_copied(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    write(house, draft, "topic", "Sleep")
    told = {"all-topic": "Nightmares and sleep", "all-topic-revision": "0"}
    with minute(session, 95):
        answer = sign_in(house.staff["Ben"].account).post(f"/notes/sessions/{session.id}/save/", told)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Nightmares and sleep" in shown and "It says now" in shown
    assert queries.said(queries.cells(draft), None)["topic"] == "Sleep"


def test_refused_words_are_shown_also_where_the_times_are_wrong_too(house: House) -> None:
    ana, ben = house.participants["Ana"], house.actors["Ben"]
    draft = queries.draft(ben, begin_note(ben, ana, form="contact").subject_id)
    [code, *_] = [one.code for one in queries.form_of(draft).own if not one.choices]
    write(house, draft, code, "Called her.", ana)
    told = {
        "day": "2026-11-23", "start": "09:00", "minutes": "0",
        f"{ana.id}-{code}": "Called her mother.", f"{ana.id}-{code}-revision": "0",
    }  # fmt: skip
    answer = sign_in(house.staff["Ben"].account).post(f"/notes/drafts/{draft.id}/", told)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Called her mother." in shown and "greater than or equal to 1" in shown


def test_lines_that_were_not_changed_are_not_written_anew_without_a_script(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    write(house, draft, "group", "One line\nand another")
    told = {"all-group": "One line\r\nand another", "all-group-revision": "1"}
    with minute(session, 95):
        sign_in(house.staff["Ben"].account).post(f"/notes/sessions/{session.id}/save/", told)
    assert queries.cells(draft)[None, "group"].revision == 1


def test_signing_takes_a_proof_of_its_own_each_time(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft)
    address = f"/notes/drafts/{draft.id}/sign/"
    with minute(session, 100):
        stranger_to_proof = proved(house.staff["Ben"].account, ago=timedelta(minutes=6))
        asked = stranger_to_proof.post(address, {"people": [str(people[0].id)]})
        assert asked.status_code == 302 and "reauthenticate" in asked["Location"] and not Note.objects.exists()
        client = proved(house.staff["Ben"].account)
        shown = client.get(address).content.decode()
        assert "Sign 2 notes" in shown
        told = to_sign(client, draft.id, people=[str(people[0].id)])
        assert client.post(address, told).status_code == 302
        assert Note.objects.count() == 1
        again_asked = client.post(address, {"people": [str(people[1].id)]})
        assert "reauthenticate" in again_asked["Location"] and Note.objects.count() == 1


def test_the_page_before_signing_says_what_is_missing_and_shows_what_is_odd(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft, group="Bo told of a hard night.")
    with minute(session, 100):
        client = proved(house.staff["Ben"].account)
        shown = " ".join(client.get(f"/notes/drafts/{draft.id}/sign/").content.decode().split())
        assert "holds a name of Bo L." in shown and "<mark>Bo</mark>" in shown
        looked = to_sign(client, draft.id, people=[str(one.id) for one in people])
        refused = client.post(f"/notes/drafts/{draft.id}/sign/", looked)
        assert refused.status_code == 409 and not Note.objects.exists()
        write(house, draft, "affect", "low", people[0])  # a colleague, while it is looked at
        stale = client.post(f"/notes/drafts/{draft.id}/sign/", looked | {"has_looked": "yes"})
        assert stale.status_code == 409 and "changed while you looked" in stale.content.decode()
        assert not Note.objects.exists()
        told = to_sign(client, draft.id, people=looked["people"], has_looked="yes")
        assert client.post(f"/notes/drafts/{draft.id}/sign/", told).status_code == 302
    assert Note.objects.count() == 2


def test_a_signed_note_is_read_printed_and_added_to(house: House) -> None:
    [note] = a_signed_group(house)
    client = proved(house.staff["Ben"].account)
    shown = client.get(f"/notes/{note.id}/").content.decode()
    assert note.digest in shown and "Riding out an urge" in shown
    printed = client.get(f"/notes/{note.id}/pdf/")
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    assert client.post(f"/notes/{note.id}/", {"said": "The call was on Tuesday."}).status_code == 302
    assert Addendum.objects.get().said == "The call was on Tuesday."
    assert "The call was on Tuesday." in client.get(f"/notes/{note.id}/").content.decode()
    cleo = proved(house.staff["Cleo"].account)
    assert cleo.get(f"/notes/{note.id}/").status_code == cleo.get(f"/notes/{note.id}/pdf/").status_code == 404


def test_a_second_signature_waits_in_a_list_and_is_given_once(house: House) -> None:
    choose_supervisor(house.actors["Dora"], house.staff["Ben"], supervisor=house.staff["Cora"])
    [note] = a_signed_group(house)
    cora = proved(house.staff["Cora"].account)
    assert str(note.id) in cora.get("/notes/to-cosign/").content.decode()
    assert "1 note waits for yours" in " ".join(cora.get("/workspace/").content.decode().split())
    assert cora.post(f"/notes/{note.id}/cosign/").status_code == 302 and CoSignature.objects.count() == 1
    assert str(note.id) not in cora.get("/notes/to-cosign/").content.decode()


def test_a_note_about_one_person_is_begun_written_and_signed(house: House) -> None:
    ana = house.participants["Ana"]
    client = proved(house.staff["Ben"].account)
    begun = client.post(f"/notes/people/{ana.id}/", {"form": "contact"})
    assert begun.status_code == 302 and "/notes/drafts/" in begun["Location"]
    draft = queries.open_drafts(house.actors["Ben"], ana)[0]
    shown = client.get(begun["Location"]).content.decode()
    told: dict[str, str] = {"day": "2026-11-23", "start": "13:00", "minutes": "15", "then": "sign"}
    for asked in queries.form_of(draft).own:
        key = f"{ana.id}-{asked.code}"
        assert key in shown
        told |= {key: asked.choices[0].code if asked.choices else "Called her about Friday.", f"{key}-revision": "0"}
    if queries.form_of(draft).needs_objective:
        told |= {f"{ana.id}-objective": str(an_objective(house, ana).id), f"{ana.id}-objective-revision": "0"}
    assert client.post(begun["Location"], told)["Location"].endswith("/sign/")
    assert client.post(f"/notes/drafts/{draft.id}/sign/", to_sign(client, draft.id)).status_code == 302
    note = Note.objects.get()
    assert note.minutes == 15 and "Called her about Friday." in str(note.text)
    assert str(note.id) in client.get(f"/notes/people/{ana.id}/").content.decode()


def test_own_notes_open_with_a_fresh_proof_and_show_nowhere_else(house: House) -> None:
    ana = house.participants["Ana"]
    late = proved(house.staff["Ben"].account, ago=timedelta(minutes=6))
    assert "reauthenticate" in late.get(f"/notes/people/{ana.id}/own/")["Location"]
    client = proved(house.staff["Ben"].account)
    shown = client.get(f"/notes/people/{ana.id}/own/?form=psychotherapy")
    assert shown.status_code == 200
    fields = {name: "seven quiet herons" for name in shown.context["form"].fields if name.startswith("said-")}
    told = {"form": "psychotherapy", "on_day": "2026-11-23", **fields}
    assert client.post(f"/notes/people/{ana.id}/own/", told).status_code == 302
    own = OwnNote.objects.get()
    assert "seven quiet herons" in client.get(f"/notes/own/{own.id}/").content.decode()
    dora = proved(house.staff["Dora"].account)
    assert dora.get(f"/notes/own/{own.id}/").status_code == 404
    for address in (f"/workspace/people/{ana.id}/", f"/notes/people/{ana.id}/"):
        assert "seven quiet herons" not in client.get(address).content.decode()


def test_an_own_note_that_took_long_is_not_thrown_away(house: House) -> None:
    ana = house.participants["Ana"]
    late = proved(house.staff["Ben"].account, ago=timedelta(minutes=31))
    asked = proved(house.staff["Ben"].account).get(f"/notes/people/{ana.id}/own/?form=psychotherapy").context["form"]
    said = {name: "Eleven slow herons." for name in asked.fields if name.startswith("said-")}
    sent = {"form": "psychotherapy", "on_day": "2026-11-23", **said}
    answer = late.post(f"/notes/people/{ana.id}/own/", sent)
    assert answer.status_code == 401 and "Eleven slow herons." in answer.content.decode()
    assert "in another window" in answer.content.decode() and not OwnNote.objects.exists()


def test_a_kind_of_note_that_a_site_took_away_hides_nobodys_notes(house: House) -> None:
    ana = house.participants["Ana"]
    begun = begin_note(house.actors["Ben"], ana, form="contact")
    with guard.writing():
        Draft.objects.filter(id=begun.subject_id).update(form="of-another-time")
    shown = sign_in(house.staff["Ben"].account).get(f"/notes/people/{ana.id}/")
    assert shown.status_code == 200 and "of-another-time" in shown.content.decode()


def test_what_waits_has_a_page_of_its_own(house: House) -> None:
    session = a_group_session(house)
    with minute(session, 100 + 30 * 24 * 60):
        mine = sign_in(house.staff["Ben"].account).get("/notes/to-finish/").content.decode()
        dora = sign_in(house.staff["Dora"].account)
        assert "/notes/to-finish/?of=everybody" in dora.get("/workspace/").content.decode()
        everybodys = dora.get("/notes/to-finish/?of=everybody").content.decode()
    assert "1 person without a note" in " ".join(mine.split()) and "Everybody's" not in mine
    assert str(house.staff["Ben"]) in everybodys


def test_attendance_that_nobody_took_and_notes_to_finish_stand_on_today(house: House) -> None:
    session = a_session(house)
    with minute(session, 130):
        ben = sign_in(house.staff["Ben"].account)
        assert "Attendance was not taken" in ben.get("/workspace/").content.decode()
    tap(house, session, house.participants["Ana"], 0)
    end(house, session)
    with minute(session, 130):
        shown = " ".join(ben.get("/workspace/").content.decode().split())
        assert "Attendance was not taken" not in shown and "1 person without a note" in shown


def test_objectives_are_put_on_the_list_and_show_what_speaks_to_them(house: House) -> None:
    [note] = a_signed_group(house)
    ana = house.participants["Ana"]
    client = sign_in(house.staff["Ben"].account)
    address = f"/workspace/people/{ana.id}/objectives/"
    assert str(note.id) in client.get(address).content.decode()
    assert client.post(address, {"said": "Sleep seven hours", "measure": "phq-9"}).status_code == 302
    assert client.post(address, {"said": " "}).status_code == 422
    shown = client.get(address).content.decode()
    assert "2. Sleep seven hours" in " ".join(shown.split())
    assert note.objective_id
    client.post(f"/workspace/objectives/{note.objective_id}/end/", {"ending": "reached"})
    assert "Reached" in client.get(address).content.decode()


def test_the_queries_of_a_session_do_not_grow_with_its_people(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    fill(house, a_draft(house, session))
    few = _queries_of(house, session)
    for name in ("Cy Wren", "Di Finch", "Ed Teal", "Flo Alder"):
        who = a_participant(
            house, name, therapist=house.staff["Ben"], program=house.programs["Dual diagnosis"], phone="555-0188"
        )
        tap(house, session, who, 5)
        an_objective(house, who)
    fill(house, a_draft(house, session))
    assert _queries_of(house, session) == few


def _queries_of(house: House, session: Occurrence) -> int:
    with minute(session, 100):
        client = sign_in(house.staff["Ben"].account)
        page(client, session)
        with CaptureQueriesContext(connection) as asked:
            assert page(client, session).status_code == 200
    return len(asked)


def test_who_is_tapped_after_the_end_was_there_from_the_beginning_and_can_be_corrected(house: House) -> None:
    session, ana = a_session(house, "Bo Lark"), house.participants["Ana"]
    with minute(session, 95):
        client = sign_in(house.staff["Ben"].account)
        assert "Ana R. was there" in page(client, session).content.decode()
        client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/here/")
        client.post(f"/workspace/sessions/{session.id}/everybody/")
        assert "Ana R. was there" not in page(client, session).content.decode()
    assert {one.minutes for one in Attendance.objects.all()} == {90}


def test_times_that_are_known_stand_in_the_form_with_their_gaps(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    for at, way in ((0, Way.IN), (20, Way.OUT), (50, Way.IN)):
        tap(house, session, ana, at, way)
    address = f"people/{ana.id}/"
    with minute(session, 60):
        client = sign_in(house.staff["Ben"].account)
        known = page(client, session, address).context["correct"].initial
        assert known == {"from_1": time(9), "until_1": time(9, 20), "from_2": time(9, 50)}
    end(house, session)
    with minute(session, 100):
        client = sign_in(house.staff["Ben"].account)
        form = page(client, session, address).context["correct"]
        sent = {name: one.strftime("%H:%M") for name, one in form.initial.items()} | {
            "until_2": "10:25",
            "why": "Sheet",
        }
        page_after = client.post(f"/workspace/sessions/{session.id}/{address}", {"deed": "correct", **sent})
        assert page_after.status_code == 302
    assert attendance_of(session, ana).minutes == 55


def test_when_it_began_and_which_breaks_there_were_is_said_on_the_page(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    tap(house, session, ana, 0)
    end(house, session)
    root = f"/workspace/sessions/{session.id}"
    with minute(session, 100):
        client = sign_in(house.staff["Ben"].account)
        assert client.post(f"{root}/begin/", {"at": "09:10"}).status_code == 302
        assert client.post(f"{root}/break/correct/", {"from_1": "09:30", "until_1": "09:45"}).status_code == 302
        assert attendance_of(session, ana).minutes == 65
        refused = client.post(f"{root}/break/correct/", {"from_1": "09:45", "until_1": "09:30"})
        assert refused.status_code == 422 and "after the beginning" in refused.content.decode()
        assert client.post(f"{root}/begin/", {"at": "12:00"}).status_code == 422
    assert attendance_of(session, ana).minutes == 65


def test_of_a_visit_each_person_has_a_note_of_a_kind_that_is_chosen(house: House) -> None:
    session, ana = a_session(house), house.participants["Ana"]
    with guard.writing():
        Group.objects.filter(id=session.series.group_id).update(kind="individual")
    tap(house, session, ana, 0)
    end(house, session)
    with minute(session, 100):
        client = sign_in(house.staff["Ben"].account)
        assert "Kind of note" in page(client, session).content.decode()
        begun = client.post(f"/workspace/sessions/{session.id}/people/{ana.id}/note/", {"form": "individual-dap"})
        draft = queries.open_drafts(house.actors["Ben"], ana)[0]
        assert begun["Location"] == f"/notes/drafts/{draft.id}/" and draft.occurrence_id == session.id
        assert "Go on writing" in page(client, session).content.decode()
        assert client.get(begun["Location"]).status_code == 200
