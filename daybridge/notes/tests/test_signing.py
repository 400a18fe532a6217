"""Signing: what is missing refuses it, what is odd warns, and what was signed never changes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from daybridge.attendance.actions import add_facilitator, correct_presence
from daybridge.attendance.tests.deeds import a_session, again, attendance_of, end, minute, tap
from daybridge.core import clock, guard
from daybridge.core.errors import Conflict, Invalid, NotYours, Refused
from daybridge.core.models import AuditEntry
from daybridge.notes import queries
from daybridge.notes.actions import (
    begin_note,
    choose_supervisor,
    cosign,
    drop_draft,
    sign_addendum,
    sign_group_note,
    sign_note,
)
from daybridge.notes.cells import to_sign
from daybridge.notes.models import Addendum, CoSignature, Note
from daybridge.notes.tests.deeds import (
    RESPONSES,
    a_draft,
    a_group_session,
    a_signed_group,
    a_signed_note,
    an_objective,
    fill,
    fill_part,
    write,
)
from daybridge.people.models import Staff
from daybridge.plans.queries import objectives
from daybridge.programs.actions import discharge
from daybridge.programs.models import Program
from daybridge.programs.queries import current_episode
from daybridge.programs.rules import EndReason, Limit, Number, RulePack, pack_as_json
from tests.cast import House

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def test_a_group_is_signed_once_and_each_person_has_a_note_that_names_nobody_else(house: House) -> None:
    notes = a_signed_group(house, "Bo Lark", "Cy Wren")
    assert [one.participant.given_name for one in notes] == ["Ana", "Bo", "Cy"]
    for one in notes:
        told = str(one.text)
        others = [other.participant for other in notes if other != one]
        assert not any(name in told for other in others for name in (other.given_name, other.family_name))
        facts = dict(one.text["facts"])
        assert facts["Minutes"] == "90" and facts["People there"] == "3" and "Ben Okafor" in facts["Led by"]
        assert "1. Ride out an urge for 20 minutes" in facts["Speaks to"] and "America/Chicago" in facts["When"]
        assert queries.is_whole(one) and one.minutes == 90 and one.objective is not None
    assert len({one.digest for one in notes}) == 3


def test_the_digest_of_what_was_signed_is_in_the_audit_under_whom_it_is_about(house: House) -> None:
    [note] = a_signed_group(house)
    entry = AuditEntry.objects.get(deed="notes.NoteSigned")
    assert (entry.participant_id, entry.facts["digest"]) == (note.participant_id, note.digest)


@pytest.mark.parametrize("code", ["participation", "affect", "risk", "response", "objective"])
def test_it_is_refused_while_something_of_a_person_is_missing_and_says_what_and_of_whom(
    house: House, code: str
) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft)
    write(house, draft, code, "", people[1])
    with minute(session, 100):
        with pytest.raises(Invalid) as refused:
            sign_group_note(house.actors["Ben"], draft, participants=people)
        assert refused.value.fields.keys() == {str(people[1].id)} and "Bo" in refused.value.words
        sign_group_note(house.actors["Ben"], draft, participants=people[:1])
    assert Note.objects.count() == 1


@pytest.mark.parametrize("code", ["topic", "interventions", "group"])
def test_it_is_refused_while_the_groups_part_is_missing(house: House, code: str) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    people = fill(house, draft, **{code: ""})
    with minute(session, 100), pytest.raises(Invalid) as refused:
        sign_group_note(house.actors["Ben"], draft, participants=people)
    assert refused.value.fields.keys() == {"all"}


def test_it_is_refused_before_the_session_has_ended(house: House) -> None:
    session = a_session(house)
    ana = house.participants["Ana"]
    an_objective(house, ana)
    tap(house, session, ana, 0)
    draft = a_draft(house, again(session))
    with minute(session, 80), pytest.raises(Invalid):
        sign_group_note(house.actors["Ben"], draft, participants=fill(house, draft))
    end(house, session)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=[ana])


def test_who_was_not_there_has_no_part(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    fill(house, draft)
    with minute(session, 100), pytest.raises(Conflict):
        sign_group_note(house.actors["Ben"], draft, participants=[house.participants["Zoe"]])
    with minute(session, 100), pytest.raises(Conflict):
        sign_group_note(house.actors["Ben"], draft, participants=[])


def test_signing_twice_is_signing_once(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    people = fill(house, draft)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=people)
        assert sign_group_note(house.actors["Ben"], draft, participants=people).repeated
    assert Note.objects.count() == 1 and AuditEntry.objects.filter(deed="notes.NoteSigned").count() == 1


# --- What is odd -----------------------------------------------------------------------------------------------------


def test_a_near_copy_of_another_part_warns_with_its_passage_and_is_signed_only_when_somebody_has_looked(
    house: House,
) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft)
    write(house, draft, "response", RESPONSES[0].replace("Friday", "Sunday"), people[1])
    with minute(session, 100):
        ready = queries.readiness(draft, people, queries.cells(draft))
        [found] = ready.copied
        assert {found.of, found.like} == {str(one.id) for one in people} and "old bar" in found.passage
        with pytest.raises(Conflict) as refused:
            sign_group_note(house.actors["Ben"], draft, participants=people)
        assert refused.value.code == "warned"
        sign_group_note(house.actors["Ben"], draft, participants=people, has_looked=True)
    assert [one.facts["warnings"] for one in AuditEntry.objects.filter(deed="notes.NoteSigned")] == [1, 1]


def test_a_near_copy_of_what_was_written_of_them_last_week_warns(house: House) -> None:
    session = a_group_session(house)
    first = a_draft(house, session)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], first, participants=fill(house, first))
    following = again(session.series.occurrences.order_by("begins_at")[1])  # type: ignore[attr-defined]
    ana = house.participants["Ana"]
    tap(house, following, ana, 0)
    end(house, following)
    draft = a_draft(house, again(following))
    people = fill(house, draft)
    with minute(following, 100):
        [found] = queries.readiness(draft, people, queries.cells(draft)).copied
        assert found.like == str(Note.objects.get().id) and found.share == 1
        write(house, draft, "response", RESPONSES[2], ana)
        assert not queries.readiness(draft, people, queries.cells(draft)).warnings


@pytest.mark.parametrize("said", ["Bo told of a hard night", "B.L. told of a hard night", "Call them on 555-0188"])
def test_the_part_of_all_that_tells_of_one_warns(house: House, said: str) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft, group=said)
    with minute(session, 100):
        assert queries.readiness(draft, people, queries.cells(draft)).named
        with pytest.raises(Conflict):
            sign_group_note(house.actors["Ben"], draft, participants=people)


def test_a_copied_line_with_anothers_name_left_in_warns(house: House) -> None:
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    ana, bo = fill(house, draft)
    write(house, draft, "response", "Bo asked for a quiet hour and had it.", ana)
    with minute(session, 100):
        [(whose, named)] = queries.readiness(draft, [ana, bo], queries.cells(draft)).named_elsewhere
        assert (whose, named.key) == (ana.id, str(bo.id))
        with pytest.raises(Conflict):
            sign_group_note(house.actors["Ben"], draft, participants=[ana, bo])


def test_who_was_expected_and_stayed_away_is_no_more_named_than_who_came(house: House) -> None:
    session = a_session(house, "Bo Lark")
    ana = house.participants["Ana"]
    an_objective(house, ana)
    tap(house, session, ana, 0)
    end(house, session)
    draft = a_draft(house, again(session))
    people = fill(house, draft, group="We talked about why Bo did not come.")
    with minute(session, 100):
        [named] = queries.readiness(draft, people, queries.cells(draft)).named
    assert named.key == str(house.participants["Bo"].id)


def test_a_dropped_note_is_not_signed(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    people = fill(house, draft)
    drop_draft(house.actors["Ben"], draft)
    with minute(session, 100), pytest.raises(Conflict):
        sign_group_note(house.actors["Ben"], draft, participants=people)


def test_nobody_signs_or_drops_what_a_colleague_wrote_of_one_person(house: House) -> None:
    ana = house.participants["Ana"]
    begun = begin_note(house.actors["Ben"], ana, form="contact", begins_at=NOW - timedelta(hours=1), ends_at=NOW)
    draft = queries.draft(house.actors["Cora"], begun.subject_id)
    for deed in (sign_note, drop_draft):
        with pytest.raises(Refused):
            deed(house.actors["Cora"], draft)


def test_whoever_is_corrected_to_present_after_all_were_signed_gets_a_note_too(house: House) -> None:
    session = a_group_session(house)
    draft = a_draft(house, session)
    people = fill(house, draft)
    zoe = house.participants["Zoe"]
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=people)
        correct_presence(
            house.actors["Ben"], session, participant=zoe, why="She sat at the back",
            spans=[(session.begins_at, session.ends_at)],
        )  # fmt: skip
        an_objective(house, zoe, by="Cleo")
        fill_part(house, draft, zoe, RESPONSES[2])
        sign_group_note(house.actors["Ben"], draft, participants=[zoe])
    assert Note.objects.count() == 2


def test_a_note_of_no_session_goes_by_the_rules_of_the_persons_program(house: House) -> None:
    _rules(house, note_hours=1)
    ana = house.participants["Ana"]
    assert not a_signed_note(house, ana).is_late
    _rules(house, note_hours=1, cosign_uncredentialed=1)
    begun = begin_note(
        house.actors["Ben"], ana, form="contact", begins_at=NOW - timedelta(hours=9), ends_at=NOW - timedelta(hours=8)
    )
    draft = queries.draft(house.actors["Ben"], begun.subject_id)
    for asked in queries.form_of(draft).own:
        write(house, draft, asked.code, asked.choices[0].code if asked.choices else "Called.", ana)
    signed = sign_note(house.actors["Ben"], draft)
    assert signed.is_late and signed.needs_cosignature


# --- Signed is locked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["note", "addendum", "cosignature", "ownnote"])
@pytest.mark.parametrize("deed", ["update notes_{} set id = id", "delete from notes_{}", "truncate notes_{} cascade"])
def test_what_was_signed_is_never_changed_by_the_application(house: House, table: str, deed: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), guard.writing(), transaction.atomic():
        connection.cursor().execute(deed.format(table))


def test_a_text_that_was_tampered_with_is_not_whole_any_more(house: House) -> None:
    [note] = a_signed_group(house)
    note.text["parts"][-1][2] = "She was cheerful."
    assert not queries.is_whole(note)
    note.refresh_from_db()
    note.signed_at += timedelta(seconds=1)
    assert not queries.is_whole(note)
    note.refresh_from_db()
    note.participant_id = house.participants["Zoe"].id
    assert not queries.is_whole(note)
    note.refresh_from_db()
    note.minutes = 120
    assert not queries.is_whole(note)


def test_an_addendum_is_signed_beside_the_note_which_stays(house: House) -> None:
    [note] = a_signed_group(house)
    before = dict(note.text)
    sign_addendum(house.actors["Ben"], note, said=" The call home was on Tuesday. ")
    note.refresh_from_db()
    [added] = queries.addenda(note)
    assert (
        note.text == before and added.said == "The call home was on Tuesday." and added.signed_by.name == "Ben Okafor"
    )
    with pytest.raises(Invalid):
        sign_addendum(house.actors["Ben"], note, said="  ")
    with pytest.raises(Refused):
        sign_addendum(house.actors["Cleo"], note, said="x")
    assert Addendum.objects.count() == 1


def test_presence_that_is_corrected_after_signing_leaves_the_signed_minutes_as_they_were(house: House) -> None:
    [note] = a_signed_group(house)
    session = again(note.occurrence)  # type: ignore[arg-type]
    with minute(session, 200):
        correct_presence(
            house.actors["Ben"], session, participant=note.participant, why="She left",
            spans=[(session.begins_at, session.begins_at + timedelta(minutes=30))],
        )  # fmt: skip
    note.refresh_from_db()
    assert note.minutes == 90 and attendance_of(session, note.participant).minutes == 30


def test_who_does_not_treat_them_reads_no_note_and_who_wrote_it_does(house: House) -> None:
    [note] = a_signed_group(house)
    for who in ("Cleo", "Dev", "Ana", "Zoe"):
        with pytest.raises(NotYours):
            queries.note(house.actors[who], note.id)
    assert queries.note(house.actors["Ben"], note.id) == note
    assert list(queries.notes_of(house.actors["Cora"], note.participant_id)) == [note]  # she covers


# --- Deadlines, second signatures ------------------------------------------------------------------------------------


def _rules(house: House, **numbers: int) -> None:
    pack = RulePack(numbers={Limit(name): Number(value, "a made-up rule") for name, value in numbers.items()})
    with guard.writing():
        Program.objects.filter(id=house.programs["Dual diagnosis"].id).update(rule_pack=pack_as_json(pack))


def test_a_note_signed_after_it_was_due_says_so_for_good(house: House) -> None:
    _rules(house, note_hours=24)
    session = a_group_session(house, "Bo Lark")
    draft = a_draft(house, session)
    people = fill(house, draft)
    with minute(session, 90 + 24 * 60):
        sign_group_note(house.actors["Ben"], draft, participants=people[:1])
    with minute(session, 91 + 24 * 60):
        sign_group_note(house.actors["Ben"], draft, participants=people[1:])
    in_time, late = (Note.objects.get(participant=one) for one in people)
    assert not in_time.is_late and late.is_late and "Late entry" in dict(late.text["facts"])


def test_what_waits_to_be_written_is_listed_with_its_deadline_until_the_last_part_is_signed(house: House) -> None:
    _rules(house, note_hours=24)
    session = a_group_session(house, "Bo Lark")
    ben = house.actors["Ben"]
    with minute(session, 100):
        [waiting] = queries.to_finish(ben)
        assert waiting.left == 2 and waiting.due_at == session.ends_at + timedelta(hours=24) and not waiting.is_late
    draft = a_draft(house, session)
    people = fill(house, draft)
    with minute(session, 100 + 24 * 60):
        sign_group_note(ben, draft, participants=people[:1])
        [waiting] = queries.to_finish(ben)
        assert waiting.left == 1 and waiting.draft == draft and waiting.is_late
        sign_group_note(ben, draft, participants=people[1:])
        assert not queries.to_finish(ben)


def test_whoever_has_a_supervisor_is_signed_beside_and_nobody_signs_beside_themself(house: House) -> None:
    choose_supervisor(house.actors["Dora"], house.staff["Ben"], supervisor=house.staff["Cleo"])
    [note] = a_signed_group(house)
    cleo = house.actors["Cleo"]
    assert note.needs_cosignature and note.supervisor == house.staff["Cleo"]
    assert queries.to_cosign(cleo) == [note] and queries.to_cosign(house.actors["Ben"]) == []
    assert queries.note(cleo, note.id) == note  # she reads what she is to sign
    with pytest.raises(Refused):
        cosign(house.actors["Ben"], note)
    with pytest.raises(Refused):
        cosign(house.actors["Cora"], note)
    cosign(cleo, note)
    assert cosign(cleo, note).repeated and CoSignature.objects.get().digest == note.digest
    assert not queries.to_cosign(cleo)


def test_a_payers_rule_asks_for_a_second_signature_of_who_has_no_credentials(house: House) -> None:
    _rules(house, cosign_uncredentialed=1)
    [note] = a_signed_group(house)
    assert note.needs_cosignature and note.supervisor is None
    assert queries.to_cosign(house.actors["Dora"]) == [note]


def test_nobody_is_their_own_supervisor_and_without_one_notes_need_none(house: House) -> None:
    dora, ben = house.actors["Dora"], house.staff["Ben"]
    for wrong in (ben, house.staff["Dev"]):
        with pytest.raises(Invalid):
            choose_supervisor(dora, ben, supervisor=wrong)
    choose_supervisor(dora, ben, supervisor=house.staff["Cora"])
    assert choose_supervisor(dora, ben, supervisor=house.staff["Cora"]).repeated
    choose_supervisor(dora, ben, supervisor=None)
    [note] = a_signed_group(house)
    assert not note.needs_cosignature
    with pytest.raises(Conflict):
        cosign(dora, note)
    assert not AuditEntry.objects.filter(deed="notes.NoteCosigned").exists()


def test_a_note_speaks_to_an_objective_and_the_objective_knows_it(house: House) -> None:
    [note] = a_signed_group(house)
    found = queries.notes_to(objectives(note.participant_id))
    assert found == {note.objective_id: [note]}


def test_a_part_that_is_written_by_two_is_signed_by_one_with_both_as_leaders(house: House) -> None:
    session = a_group_session(house)
    add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"])
    draft = a_draft(house, session)
    people = fill(house, draft)
    fill_part(house, draft, people[0], RESPONSES[3])
    with minute(session, 100):
        sign_group_note(house.actors["Cora"], draft, participants=people)
    note = Note.objects.get()
    assert dict(note.text["facts"])["Led by"] == "Ben Okafor, Cora Lindqvist" and note.signed_by == house.staff["Cora"]
    with minute(session, 101), pytest.raises(Conflict):
        sign_note(house.actors["Ben"], draft)


def test_who_took_a_session_over_to_write_its_notes_did_not_lead_it(house: House) -> None:
    session = a_group_session(house)
    with minute(session, 120):
        add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"], takes_over=True)
    draft = a_draft(house, session, by="Cora")
    people = fill(house, draft, by="Cora")
    with minute(session, 130):
        sign_group_note(house.actors["Cora"], draft, participants=people)
    assert dict(Note.objects.get().text["facts"])["Led by"] == str(house.staff["Ben"])


def test_who_handed_a_session_over_before_it_began_did_not_lead_it(house: House) -> None:
    session = a_session(house)
    with minute(session, -60):
        add_facilitator(house.actors["Ben"], session, staff=house.staff["Cora"], takes_over=True)
    assert queries.led_by(again(session)) == [house.staff["Cora"]]


def test_whoever_signs_is_told_who_signs_beside_them(house: House) -> None:
    dora, ben, cora = (house.staff[name] for name in ("Dora", "Ben", "Cora"))
    draft = a_draft(house, a_group_session(house))
    assert queries.second_signature(draft, ben) == (None, False)
    choose_supervisor(house.actors["Dora"], cora, supervisor=dora)
    assert queries.second_signature(draft, cora) == (dora, True), "the signer's, not that of who began it"
    _rules(house, cosign_uncredentialed=1)
    with guard.writing():
        Staff.objects.filter(id=ben.id).update(credentials="")
    ben.refresh_from_db()
    draft = queries.draft(house.actors["Ben"], draft.id)
    assert queries.second_signature(draft, ben) == (None, True)
    assert "payer's rules" in to_sign(draft, ben).second


def test_what_waits_is_listed_for_as_long_as_it_waits_and_a_director_sees_everybodys(house: House) -> None:
    session = a_group_session(house)
    with clock.at(session.ends_at + timedelta(days=90)):
        [mine] = queries.to_finish(house.actors["Ben"])
        assert mine.occurrence == session and mine.left == 1
        assert queries.to_finish(house.actors["Dora"]) == []
        [waiting] = queries.to_finish(house.actors["Dora"], of_everybody=True)
        assert waiting.whose == str(house.staff["Ben"])


def test_what_waits_for_a_supervisor_who_left_waits_for_a_director(house: House) -> None:
    choose_supervisor(house.actors["Dora"], house.staff["Ben"], supervisor=house.staff["Cleo"])
    [note] = a_signed_group(house)
    assert queries.to_cosign(house.actors["Dora"]) == []
    with guard.writing():
        Staff.objects.filter(id=house.staff["Cleo"].id).update(is_active=False)
    assert queries.to_cosign(house.actors["Dora"]) == [note]


def test_the_note_of_somebodys_last_day_is_signed_after_they_have_left(house: House) -> None:
    session = a_group_session(house)
    ana = house.participants["Ana"]
    with minute(session, 92):
        discharge(house.actors["Ben"], current_episode(ana.id), reason=EndReason.COMPLETED, ended_on=session.on_day)
    draft = a_draft(house, session)
    with minute(session, 100):
        sign_group_note(house.actors["Ben"], draft, participants=fill(house, draft))
    assert Note.objects.get().objective is not None
    with clock.at(session.ends_at + timedelta(days=20)):
        assert objectives(ana.id) == []
