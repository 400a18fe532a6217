"""The deeds on referrals: take in, call, decide, admit."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.intake import access, rules
from daybridge.intake import queries as referrals
from daybridge.intake.access import is_own_return_request
from daybridge.intake.events import (
    KnownPersonLinked,
    ReferralAccepted,
    ReferralAdmitted,
    ReferralCallLogged,
    ReferralDeclined,
    ReferralPutOnWaitingList,
    ReferralReceived,
    ReferralReopened,
    ReferralWithdrawn,
    ScreeningStarted,
    TreatedAsNewPerson,
)
from daybridge.intake.models import Referral, ReferralDocument, ReferralStep
from daybridge.intake.rules import (
    CallResult,
    CallWith,
    DeclineReason,
    NotRead,
    PersonFacts,
    PersonName,
    ReferralFacts,
    ResponsePolicy,
    State,
    WaitingReason,
    When,
    WithdrawReason,
)
from daybridge.people import actions as people
from daybridge.people.access import is_participant_self
from daybridge.people.models import Organization, Participant, Staff
from daybridge.programs import queries as programs
from daybridge.programs.actions import admit
from daybridge.programs.models import Program

# --- Taking in -------------------------------------------------------------------------------------------------------


@action(allow=access.works_intake)
def receive_referral(
    actor: Actor,
    organization: Organization,
    *,
    original: bytes,
    media_type: str,
    facts: ReferralFacts,
    not_read: Iterable[NotRead] = (),
    filename: str = "",
) -> ReferralReceived:
    """Take in a referral that came as a file. The same bytes again are the same referral, answered as the first time."""
    digest = hashlib.sha256(original).digest()
    known = _by_digest(digest)
    if known is None:
        try:
            with transaction.atomic():
                known = _take_in(organization, "file", facts, not_read)
                _keep_original(known, original, digest, media_type, filename)
        except IntegrityError:  # another upload of the same file was faster
            known = _by_digest(digest)
            if known is None:
                raise
        else:
            _step(actor, known, "received")
            return _received(known)
    return _received(known, repeated=True)


@action(allow=access.works_intake)
def receive_phone_referral(
    actor: Actor, organization: Organization, *, referral_id: UUID, facts: ReferralFacts, note: str = ""
) -> ReferralReceived:
    """Write down a referral made by phone. The form brings `referral_id`, so that sending it twice makes one referral."""
    known = Referral.objects.filter(id=referral_id).first()
    if known is None:
        known = _take_in(organization, "phone", facts, (), id=referral_id)
        _step(actor, known, "received_by_phone", note=note)
        return _received(known)
    return _received(known, repeated=True)


@action(allow=is_participant_self)
def request_return(actor: Actor, participant: Participant) -> ReferralReceived:
    """A participant who has left would like to come back: a referral about them, with nothing to type.

    While a referral of theirs is open, from whomever it came, a request is that one. Raises Conflict for somebody who is in a program, or has never been in one.
    """
    Participant.objects.select_for_update().get(id=participant.id)  # two taps make one referral
    known = Referral.objects.filter(participant_id=participant.id).still_open().order_by("-received_at").first()
    if known:
        return _received(known, repeated=True)
    stay = programs.episodes_of(participant.id).first()
    if stay is None or stay.ended_on is None:
        raise Conflict(_("You are in a program now. Talk to your team."), code="in-a-program")
    name = PersonName(given=participant.given_name, family=participant.family_name)
    facts = ReferralFacts(
        person=PersonFacts(names=(name,), born_on=When.read(participant.born_on.isoformat())),
        is_marked=stay.substance_use_focus,
    )
    referral = _take_in(participant.organization, "app", facts, (), identity="known", participant=participant)
    _step(actor, referral, "asked_to_return")
    return _received(referral)


@action(allow=is_own_return_request)
def cancel_return_request(actor: Actor, referral: Referral) -> ReferralWithdrawn:
    """The participant does not want to come back after all."""
    referral = _move(actor, referral, State.WITHDRAWN, reason=WithdrawReason.PERSON)
    return ReferralWithdrawn(**_about(referral), reason=WithdrawReason.PERSON)


def _by_digest(digest: bytes) -> Referral | None:
    return Referral.objects.filter(document__sha256=digest).first()


def _take_in(
    organization: Organization,
    came_by: str,
    facts: ReferralFacts,
    not_read: Iterable[NotRead],
    **more: Any,
) -> Referral:
    now, name = clock.now(), facts.person.name
    policy = ResponsePolicy(timedelta(minutes=organization.referral_answer_minutes))
    return Referral.objects.create(
        organization=organization,
        came_by=came_by,
        received_at=now,
        changed_at=now,
        answer_due_at=rules.answer_due_at(now, policy),
        given_name=name.given or ("" if name.family else name.text),
        family_name=name.family,
        born_on=facts.person.born_on.day if facts.person.born_on else None,
        facts=rules.to_json(facts),
        not_read=[rules.to_json(fault) for fault in not_read],
        is_about_substance_use=rules.is_about_substance_use(facts),
        **more,
    )


def _keep_original(referral: Referral, original: bytes, digest: bytes, media_type: str, filename: str) -> None:
    ReferralDocument.objects.create(
        organization_id=referral.organization_id,
        referral=referral,
        original=original,
        sha256=digest,
        size=len(original),
        media_type=media_type,
        filename=rules.clean_line(filename, most=200),
    )


def _received(referral: Referral, *, repeated: bool = False) -> ReferralReceived:
    return ReferralReceived(
        **_about(referral), came_by=referral.came_by, answer_due_at=referral.answer_due_at, repeated=repeated
    )


# --- Calls and decisions ---------------------------------------------------------------------------------------------


@action(allow=access.may_decide)
def log_call(
    actor: Actor, referral: Referral, *, call_with: CallWith, result: CallResult, note: str = ""
) -> ReferralCallLogged:
    """Write down a call. One that reached someone, or left them a message, is an answer and stops the clock."""
    referral = _locked(referral)
    if rules.counts_as_answer(result) and referral.is_open:
        _answer(referral)
    _step(actor, referral, "call", call_with=call_with, outcome=result, note=note)
    return ReferralCallLogged(**_about(referral), call_with=call_with, outcome=result)


@action(allow=access.may_decide)
def start_screening(actor: Actor, referral: Referral) -> ScreeningStarted:
    """Begin to find out whether this program fits."""
    referral = _move(actor, referral, State.SCREENING)
    return ScreeningStarted(**_about(referral))


@action(allow=access.may_decide)
def accept(actor: Actor, referral: Referral, *, note: str = "") -> ReferralAccepted:
    """Say yes; what remains is to admit."""
    referral = _move(actor, referral, State.ACCEPTED, note=note)
    return ReferralAccepted(**_about(referral))


@action(allow=access.may_decide)
def put_on_waiting_list(
    actor: Actor, referral: Referral, *, reason: WaitingReason, note: str = ""
) -> ReferralPutOnWaitingList:
    """Not yet: say what is waited for."""
    referral = _move(actor, referral, State.WAITING_LIST, reason=reason, note=note)
    return ReferralPutOnWaitingList(**_about(referral), reason=reason)


@action(allow=access.may_decide)
def decline(actor: Actor, referral: Referral, *, reason: DeclineReason, note: str = "") -> ReferralDeclined:
    """Say no, why, and (in the note) where they can turn."""
    referral = _move(actor, referral, State.DECLINED, reason=reason, note=note)
    return ReferralDeclined(**_about(referral), reason=reason)


@action(allow=access.may_decide)
def withdraw(actor: Actor, referral: Referral, *, reason: WithdrawReason, note: str = "") -> ReferralWithdrawn:
    """It was taken back, or should not have come."""
    referral = _move(actor, referral, State.WITHDRAWN, reason=reason, note=note)
    return ReferralWithdrawn(**_about(referral), reason=reason)


@action(allow=access.may_decide)
def reopen(actor: Actor, referral: Referral, *, note: str = "") -> ReferralReopened:
    """Undo a decision: a declined or withdrawn referral is screened again."""
    if referral.is_open:
        raise Conflict(_("This referral is open already."))
    referral = _move(actor, referral, State.SCREENING, kind="reopened", note=note)
    return ReferralReopened(**_about(referral))


# --- Who it is -------------------------------------------------------------------------------------------------------


@action(allow=access.may_decide)
def link_known_person(actor: Actor, referral: Referral, *, participant: Participant) -> KnownPersonLinked:
    """Say that the person referred is someone on record. Only someone who was offered as likely can be chosen."""
    referral = _open(_locked(referral))
    if participant.id not in {known.participant_id for known in referrals.likely_known_people(actor, referral)}:
        raise Conflict(_("Nothing speaks for these two being the same person."))
    referral.identity, referral.participant = "known", participant
    referral.save(update_fields=["identity", "participant"])
    _step(actor, referral, "known_person")
    return KnownPersonLinked(**_about(referral))


@action(allow=access.may_decide)
def treat_as_new_person(actor: Actor, referral: Referral) -> TreatedAsNewPerson:
    """Say that the person referred is nobody on record; undoes an earlier joining."""
    referral = _open(_locked(referral))
    referral.identity, referral.participant = "new", None
    referral.save(update_fields=["identity", "participant"])
    _step(actor, referral, "new_person")
    return TreatedAsNewPerson(**_about(referral))


# --- Admitting -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What a record is opened with, as intake has checked it."""

    given_name: str
    family_name: str
    born_on: date
    chosen_name: str = ""
    pronouns: str = ""
    language: str = "en"
    phone: str = ""
    email: str = ""


@action(allow=access.may_decide)
def admit_referred(
    actor: Actor,
    referral: Referral,
    *,
    person: NewPerson | None,
    program: Program,
    primary_therapist: Staff,
    admitted_on: date,
    covering: Staff | None = None,
    substance_use_focus: bool = False,
) -> ReferralAdmitted:
    """Admit the person referred; the referral ends with it. `person` opens a record for someone new."""
    referral = _locked(referral)
    _check_move(referral, State.ADMITTED)
    if not referral.identity and referrals.likely_known_people(actor, referral):
        raise Conflict(_("Say first whether this is the person who may be on record already."), code="who-is-it")
    participant = referral.participant or _register(actor, referral, person)
    admitted = admit(
        actor,
        participant,
        program=program,
        primary_therapist=primary_therapist,
        covering=covering,
        admitted_on=admitted_on,
        substance_use_focus=substance_use_focus,
    )
    referral.participant, referral.identity = participant, referral.identity or "new"
    referral.episode_id, referral.state, referral.reason = admitted.subject_id, State.ADMITTED, ""
    referral.changed_at = clock.now()
    _answer(referral)
    referral.save(update_fields=["participant", "identity", "episode", "state", "reason", "changed_at"])
    _step(actor, referral, "admitted")
    return ReferralAdmitted(**_about(referral), episode_id=admitted.subject_id)


def _register(actor: Actor, referral: Referral, person: NewPerson | None) -> Participant:
    if person is None:
        raise Invalid(_("Enter the person's name and birth date."))
    told = referral.told.person
    registered = people.register_participant(
        actor,
        referral.organization,
        given_name=person.given_name,
        family_name=person.family_name,
        born_on=person.born_on,
        chosen_name=person.chosen_name,
        pronouns=person.pronouns,
        administrative_sex=told.administrative_sex,
        language=person.language,
        phone=person.phone,
        email=person.email,
        identifiers=[(one.system, one.value) for one in told.identifiers if one.system and not one.opens_doors],
    )
    return Participant.objects.get(id=registered.subject_id)


# --- Between them ----------------------------------------------------------------------------------------------------


def _locked(referral: Referral) -> Referral:
    return (
        Referral.objects.select_for_update(of=("self",))
        .select_related("organization", "participant")
        .get(id=referral.id)
    )


def _open(referral: Referral) -> Referral:
    if not referral.is_open:
        raise Conflict(_("This referral is closed. Open it again first."), code="closed")
    return referral


def _check_move(referral: Referral, to: State) -> None:
    if not rules.may_move(State(referral.state), to):
        raise Conflict(_("That can't be done from where this referral stands now. Look at it again."), code="moved-on")


def _move(actor: Actor, referral: Referral, to: State, *, reason: str = "", note: str = "", kind: str = "") -> Referral:
    """Lock, check, change state and write the step. A decision answers whoever referred."""
    referral = _locked(referral)
    _check_move(referral, to)
    referral.state, referral.reason, referral.changed_at = to, reason, clock.now()
    referral.save(update_fields=["state", "reason", "changed_at"])
    if to is not State.SCREENING:
        _answer(referral)
    _step(actor, referral, kind or to.value, outcome=reason, note=note)
    return referral


def _answer(referral: Referral) -> None:
    """Stop the clock, once."""
    if referral.first_response_at is None:
        referral.first_response_at = clock.now()
        referral.save(update_fields=["first_response_at"])


def _step(actor: Actor, referral: Referral, kind: str, **said: str) -> None:
    ReferralStep.objects.create(
        organization_id=referral.organization_id,
        referral=referral,
        at=clock.now(),
        kind=kind,
        staff_id=actor.person_id if actor.is_staff else None,
        **said,
    )


def _about(referral: Referral) -> dict[str, Any]:
    """What every event about a referral says, with the accounts whose boards should look again."""
    return {
        "organization_id": referral.organization_id,
        "subject_id": referral.id,
        "participant_id": referral.participant_id,
        "boards": referrals.intake_accounts(),
    }
