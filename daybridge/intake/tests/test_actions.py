"""The deeds on referrals, each by who may do it, behind the walls, with its trace."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from daybridge.core import clock, guard
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, Refused
from daybridge.core.guard import WriteOutsideAction
from daybridge.core.ids import new_id
from daybridge.core.models import AuditEntry
from daybridge.intake import actions
from daybridge.intake.actions import NewPerson
from daybridge.intake.events import ReferralReceived
from daybridge.intake.models import Referral, ReferralDocument, ReferralStep
from daybridge.intake.rules import (
    CallResult,
    CallWith,
    DeclineReason,
    IdentifierFact,
    PersonFacts,
    PersonName,
    Place,
    ReferralFacts,
    State,
    WaitingReason,
    When,
    WithdrawReason,
    to_json,
)
from daybridge.intake.tests.referrals import MIRA, SUBSTANCE_USE, a_call, a_referral, facts_about
from daybridge.people.models import Identifier, Participant
from daybridge.programs.models import Episode
from tests.cast import House

FILE = b'{"resourceType": "Bundle"}\n'


def receive(house: House, original: bytes = FILE, **more: Any) -> ReferralReceived:
    said: dict[str, Any] = {"media_type": "application/fhir+json", "facts": facts_about(), "filename": "orders.json"}
    return actions.receive_referral(house.actors["Ines"], house.organization, original=original, **(said | more))


def the(received: ReferralReceived) -> Referral:
    return Referral.objects.get(id=received.subject_id)


# --- Taking in -------------------------------------------------------------------------------------------------------


def test_a_referral_is_new_unanswered_and_due_after_the_site_s_time(house: House, now: datetime) -> None:
    referral = the(receive(house))
    assert (referral.state, referral.came_by, referral.first_response_at) == ("received", "file", None)
    assert referral.answer_due_at == now + timedelta(hours=4)
    assert (referral.name, referral.born_on) == ("Mira Solis", date(1988, 3, 2))
    assert referral.told == facts_about()


def test_the_site_s_own_time_counts(house: House, now: datetime) -> None:
    house.organization.referral_answer_minutes = 90
    assert the(receive(house)).answer_due_at == now + timedelta(minutes=90)


def test_the_original_is_kept_byte_for_byte(house: House) -> None:
    original = b"\xef\xbb\xbf{}\r\n\x00 not even text \xff"
    receive(house, original)
    document = ReferralDocument.objects.get()
    assert bytes(document.original) == original
    assert (document.size, document.filename) == (len(original), "orders.json")


def test_the_same_bytes_twice_are_one_referral_answered_as_the_first_time(house: House) -> None:
    first = receive(house)
    with clock.at(clock.now() + timedelta(days=3)):
        again = receive(house, filename="another name.json")
    assert not first.repeated and again.repeated
    assert (again.subject_id, again.answer_due_at) == (first.subject_id, first.answer_due_at)
    assert Referral.objects.count() == ReferralDocument.objects.count() == ReferralStep.objects.count() == 1
    assert AuditEntry.objects.filter(deed="intake.ReferralReceived").count() == 1


def test_one_byte_more_is_another_referral(house: House) -> None:
    assert receive(house).subject_id != receive(house, FILE + b" ").subject_id


def test_another_organization_s_same_file_is_its_own_referral(house: House, elsewhere: House) -> None:
    from daybridge.core import tenancy

    first = receive(house)
    tenancy.enter(elsewhere.organization.id)
    esi = elsewhere.actors["Esi"]
    theirs = actions.receive_referral(
        esi, elsewhere.organization, original=FILE, media_type="application/fhir+json", facts=facts_about()
    )
    assert not theirs.repeated and theirs.subject_id != first.subject_id
    assert Referral.objects.count() == 1


def test_a_referral_by_phone_sent_twice_is_written_once(house: House) -> None:
    said: dict[str, Any] = {"referral_id": new_id(), "facts": facts_about(), "note": "Mother called."}
    first = actions.receive_phone_referral(house.actors["Ines"], house.organization, **said)
    again = actions.receive_phone_referral(house.actors["Ines"], house.organization, **said)
    assert (first.repeated, again.repeated, again.subject_id) == (False, True, first.subject_id)
    assert the(first).came_by == "phone"
    assert ReferralStep.objects.get().note == "Mother called."


def test_a_name_without_parts_and_half_a_birth_date_are_kept_as_told(house: House) -> None:
    person = PersonFacts(names=(PersonName(text="Mira from the third floor"),), born_on=When("1988-03"))
    referral = the(receive(house, facts=ReferralFacts(person=person)))
    assert (referral.name, referral.born_on) == ("Mira from the third floor", None)


def test_substance_use_is_noted_when_a_referral_comes(house: House) -> None:
    assert not a_referral(house).is_about_substance_use
    assert a_referral(house, **SUBSTANCE_USE).is_about_substance_use
    assert a_referral(house, marked=(Place(7, "CarePlan"),)).is_about_substance_use


def test_events_and_audit_carry_no_word_of_what_was_told(house: House) -> None:
    referral = a_referral(house, State.SCREENING, **SUBSTANCE_USE)
    a_call(house, referral, note="Mira sounded well.")
    actions.decline(house.actors["Ines"], referral, reason=DeclineReason.HIGHER_LEVEL, note="Detox at Lakeside.")
    told = str(list(AuditEntry.objects.values("deed", "facts", "reason")))
    for word in ("Mira", "Solis", "Alcohol", "F10", "Lakeside", "Detox", "orders.json"):
        assert word not in told
    assert "higher_level" in told


# --- Who may ---------------------------------------------------------------------------------------------------------

DEEDS: list[Callable[[Actor, Referral], object]] = [
    lambda actor, referral: actions.log_call(actor, referral, call_with=CallWith.PERSON, result=CallResult.REACHED),
    lambda actor, referral: actions.start_screening(actor, referral),
    lambda actor, referral: actions.accept(actor, referral),
    lambda actor, referral: actions.put_on_waiting_list(actor, referral, reason=WaitingReason.PLACE),
    lambda actor, referral: actions.decline(actor, referral, reason=DeclineReason.NO_PLACE),
    lambda actor, referral: actions.withdraw(actor, referral, reason=WithdrawReason.PERSON),
    lambda actor, referral: actions.reopen(actor, referral),
    lambda actor, referral: actions.treat_as_new_person(actor, referral),
]


@pytest.mark.parametrize("who", ["Ben", "Cleo", "Dev", "Ana"])
def test_only_intake_and_directors_act_on_referrals(house: House, who: str) -> None:
    referral, actor = a_referral(house), house.actors[who]
    for deed in DEEDS:
        with pytest.raises(Refused):
            deed(actor, referral)
    with pytest.raises(Refused):
        actions.receive_referral(actor, house.organization, original=b"x", media_type="x", facts=facts_about())
    with pytest.raises(Refused):
        actions.receive_phone_referral(actor, house.organization, referral_id=new_id(), facts=facts_about())


def test_someone_of_another_organization_is_refused_everything(house: House, elsewhere: House) -> None:
    referral = a_referral(house)
    for deed in DEEDS:
        with pytest.raises(Refused):
            deed(elsewhere.actors["Esi"], referral)


@pytest.mark.parametrize("who", ["Ines", "Dora"])
def test_intake_and_directors_screen(house: House, who: str) -> None:
    referral = a_referral(house)
    actions.start_screening(house.actors[who], referral)
    referral.refresh_from_db()
    assert referral.state == State.SCREENING


# --- The clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("result", "answers"), [("reached", True), ("left_message", True), ("no_answer", False)])
def test_a_call_that_reaches_someone_stops_the_clock(house: House, now: datetime, result: str, answers: bool) -> None:
    referral = a_referral(house)
    with clock.at(now + timedelta(minutes=20)):
        a_call(house, referral, CallResult(result))
    referral.refresh_from_db()
    assert referral.first_response_at == (now + timedelta(minutes=20) if answers else None)


def test_the_first_answer_counts_and_later_ones_do_not_move_it(house: House, now: datetime) -> None:
    referral = a_referral(house)
    a_call(house, referral)
    with clock.at(now + timedelta(hours=2)):
        a_call(house, referral)
    referral.refresh_from_db()
    assert referral.first_response_at == now


def test_beginning_to_screen_answers_nobody_and_a_decision_does(house: House, now: datetime) -> None:
    referral = a_referral(house, State.SCREENING)
    assert referral.first_response_at is None
    with clock.at(now + timedelta(hours=1)):
        actions.accept(house.actors["Ines"], referral)
    referral.refresh_from_db()
    assert referral.first_response_at == now + timedelta(hours=1)


# --- Decisions -------------------------------------------------------------------------------------------------------


def test_each_decision_leaves_a_step_with_who_when_why_and_the_note(house: House, now: datetime) -> None:
    referral, ines = a_referral(house, State.SCREENING), house.actors["Ines"]
    actions.put_on_waiting_list(ines, referral, reason=WaitingReason.LEAVING_HOSPITAL, note="Call again on Monday.")
    referral.refresh_from_db()
    step = referral.steps.latest("id")
    assert (referral.state, referral.reason) == ("waiting_list", "leaving_hospital")
    assert (step.kind, step.outcome, step.note) == ("waiting_list", "leaving_hospital", "Call again on Monday.")
    assert (step.staff_id, step.at) == (ines.person_id, now)


def test_a_move_that_the_state_does_not_allow_is_refused_and_nothing_changes(house: House) -> None:
    referral = a_referral(house)
    with pytest.raises(Conflict):
        actions.accept(house.actors["Ines"], referral)
    referral.refresh_from_db()
    assert referral.state == State.RECEIVED
    assert [step.kind for step in referral.steps.all()] == ["received"]


def test_a_decision_on_an_old_page_is_refused_when_somebody_was_faster(house: House) -> None:
    seen = a_referral(house, State.SCREENING)
    actions.decline(house.actors["Dora"], Referral.objects.get(id=seen.id), reason=DeclineReason.NO_PLACE)
    with pytest.raises(Conflict):
        actions.accept(house.actors["Ines"], seen)


def test_what_was_declined_can_be_opened_again(house: House) -> None:
    referral = a_referral(house, State.DECLINED)
    actions.reopen(house.actors["Ines"], referral)
    referral.refresh_from_db()
    assert (referral.state, referral.reason) == (State.SCREENING, "")
    with pytest.raises(Conflict):
        actions.reopen(house.actors["Ines"], referral)


def test_accepting_from_the_waiting_list_forgets_what_was_waited_for(house: House) -> None:
    referral = a_referral(house, State.WAITING_LIST)
    actions.accept(house.actors["Ines"], referral)
    referral.refresh_from_db()
    assert (referral.state, referral.reason) == (State.ACCEPTED, "")


# --- Who it is -------------------------------------------------------------------------------------------------------

LIKE_ANA = PersonFacts(names=(PersonName("ANA", "RIVERA"),), born_on=When("1990-04-12"))


def test_a_likely_person_is_joined_only_when_intake_says_so(house: House) -> None:
    referral, ana = a_referral(house, person=LIKE_ANA), house.participants["Ana"]
    assert referral.participant_id is None
    actions.link_known_person(house.actors["Ines"], referral, participant=ana)
    referral.refresh_from_db()
    assert (referral.participant_id, referral.identity) == (ana.id, "known")


def test_nobody_can_be_joined_who_was_not_offered(house: House) -> None:
    referral = a_referral(house)
    with pytest.raises(Conflict):
        actions.link_known_person(house.actors["Ines"], referral, participant=house.participants["Ana"])


def test_a_joining_can_be_undone(house: House) -> None:
    referral = a_referral(house, person=LIKE_ANA)
    actions.link_known_person(house.actors["Ines"], referral, participant=house.participants["Ana"])
    actions.treat_as_new_person(house.actors["Ines"], referral)
    referral.refresh_from_db()
    assert (referral.participant_id, referral.identity) == (None, "new")


def test_a_closed_referral_is_joined_to_nobody(house: House) -> None:
    referral = a_referral(house, State.DECLINED, person=LIKE_ANA)
    with pytest.raises(Conflict):
        actions.link_known_person(house.actors["Ines"], referral, participant=house.participants["Ana"])


# --- Admitting -------------------------------------------------------------------------------------------------------


def admit(house: House, referral: Referral, **more: Any) -> Any:
    said: dict[str, Any] = {
        "person": NewPerson(given_name="Mira", family_name="Solis", born_on=date(1988, 3, 2), phone="555-0144"),
        "program": house.programs["Adult day"],
        "primary_therapist": house.staff["Ben"],
        "covering": house.staff["Cora"],
        "admitted_on": date(2026, 11, 24),
    }
    return actions.admit_referred(house.actors["Ines"], referral, **(said | more))


def test_admitting_opens_a_record_and_an_episode_and_ends_the_referral(house: House) -> None:
    referral = a_referral(house, State.ACCEPTED)
    admitted = admit(house, referral)
    referral.refresh_from_db()
    episode = Episode.objects.get(id=admitted.episode_id)
    assert (referral.state, referral.participant_id, referral.episode_id) == (
        "admitted", episode.participant_id, episode.id,
    )  # fmt: skip
    assert (episode.program, episode.admitted_on) == (house.programs["Adult day"], date(2026, 11, 24))
    assert episode.participant.name == "Mira Solis"
    assert not referral.is_open


def test_numbers_that_recognise_someone_are_kept_and_those_that_open_doors_are_not(house: House) -> None:
    numbers = (
        IdentifierFact("urn:mrn", "A-17", "Record number", "MR"),
        IdentifierFact("http://hl7.org/fhir/sid/us-ssn", "999-93-8359", "Social Security Number", "SS"),
        IdentifierFact("urn:oid:2.16.840.1.113883.4.3.25", "S99978133", "Driver's License", "DL"),
        IdentifierFact("", "loose"),
    )
    person = PersonFacts(names=MIRA.names, born_on=MIRA.born_on, identifiers=numbers, administrative_sex="female")
    admit(house, a_referral(house, State.ACCEPTED, person=person))
    mira = Participant.objects.get(family_name="Solis")
    assert list(Identifier.objects.filter(participant=mira).values_list("system", "value")) == [("urn:mrn", "A-17")]
    assert mira.administrative_sex == "female"


def test_someone_on_record_is_admitted_as_they_are(house: House) -> None:
    zoe = house.participants["Zoe"]
    from daybridge.programs.actions import discharge
    from daybridge.programs.rules import EndReason

    discharge(house.actors["Cleo"], zoe.episodes.get(), reason=EndReason.COMPLETED, ended_on=date(2026, 11, 20))
    person = PersonFacts(names=(PersonName("Zoe", "Hart"),), born_on=When("1990-04-12"))
    referral = a_referral(house, State.ACCEPTED, person=person)
    actions.link_known_person(house.actors["Ines"], referral, participant=zoe)
    admit(house, referral, person=None)
    referral.refresh_from_db()
    assert referral.participant_id == zoe.id
    assert zoe.episodes.count() == 2


def test_who_it_is_must_be_said_before_admitting_someone_who_may_be_on_record(house: House) -> None:
    referral = a_referral(house, State.ACCEPTED, person=LIKE_ANA)
    with pytest.raises(Conflict, match="Say first"):
        admit(house, referral)
    actions.treat_as_new_person(house.actors["Ines"], referral)
    admit(house, referral)


def test_a_refused_admission_leaves_nothing_behind(house: House) -> None:
    referral, before = a_referral(house, State.ACCEPTED), Participant.objects.count()
    with pytest.raises(Invalid):
        admit(house, referral, covering=house.staff["Ben"])
    referral.refresh_from_db()
    assert referral.state == State.ACCEPTED
    assert Participant.objects.count() == before


def test_someone_who_is_in_a_program_already_cannot_be_admitted_again(house: House) -> None:
    referral = a_referral(house, State.ACCEPTED, person=LIKE_ANA)
    actions.link_known_person(house.actors["Ines"], referral, participant=house.participants["Ana"])
    with pytest.raises(Conflict, match="in a program already"):
        admit(house, referral, person=None)


def test_only_what_was_accepted_is_admitted(house: House) -> None:
    with pytest.raises(Conflict):
        admit(house, a_referral(house, State.SCREENING))


def test_a_new_person_needs_a_name_and_a_birth_date(house: House) -> None:
    with pytest.raises(Invalid):
        admit(house, a_referral(house, State.ACCEPTED), person=None)


# --- Below the code --------------------------------------------------------------------------------------------------


def test_a_referral_changes_only_inside_an_action(house: House) -> None:
    referral = a_referral(house)
    with pytest.raises(WriteOutsideAction):
        referral.save(update_fields=["state"])


@pytest.mark.parametrize("table", ["intake_referraldocument", "intake_referralstep"])
def test_the_file_and_the_history_cannot_be_changed_by_the_application(house: House, table: str) -> None:
    from django.db import connection

    a_referral(house)
    with pytest.raises(DatabaseError), guard.writing(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"delete from {table}")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "admitted"},
        {"state": "declined", "reason": ""},
        {"identity": "known"},
    ],
)
def test_impossible_referrals_cannot_be_stored(house: House, wrong: dict[str, str]) -> None:
    stored: dict[str, Any] = {
        "organization": house.organization, "came_by": "file", "answer_due_at": timezone.now(), "facts": to_json(facts_about()),
        "is_about_substance_use": False,
    }  # fmt: skip
    with pytest.raises(IntegrityError), guard.writing(), transaction.atomic():
        Referral.objects.create(**(stored | wrong))
