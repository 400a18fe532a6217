"""Writing a safety plan together, and saying yes to it. Boring on purpose: lock the person, add a row, say what happened."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant, Supporter
from daybridge.safety.plan import access, queries, rules
from daybridge.safety.plan.events import (
    HelpAskedFor,
    SafetyPlanAgreedInPerson,
    SafetyPlanCountersigned,
    SafetyPlanDraftDropped,
    SafetyPlanReviewed,
    SafetyPlanSigned,
    SafetyPlanWritten,
)
from daybridge.safety.plan.models import HelpAsked, SafetyPlanStep, SafetyPlanVersion
from daybridge.safety.plan.rules import Mark, Sections, Version
from daybridge.safety.plan.sentences import fault_in_ways_in_words, fault_in_words


@action(allow=access.writes_plan_of)
def write_plan(
    actor: Actor,
    participant: Participant,
    *,
    version_id: UUID,
    based_on: UUID | None,
    sections: Sections,
    made_at: datetime,
) -> SafetyPlanWritten:
    """Save a whole new version as a draft; the one in force stays so until both have signed this one.

    `based_on` is the version that was on the screen (see `rules.begins_from`). Raises Conflict (`plan-changed`) when
    somebody saved another since, and Invalid for a plan without a line or with one that can't be.
    """
    _refuse_faults(sections)
    Participant.objects.select_for_update().get(id=participant.id)
    kept = SafetyPlanVersion.objects.filter(id=version_id).first()
    if kept is None:
        return _written(_add(actor, participant, version_id, based_on, sections, made_at), repeated=False)
    if kept.participant_id != participant.id or kept.written_by_id != _staff_of(actor):
        raise IdTaken()
    return _written(kept, repeated=True)


def _refuse_faults(sections: Sections) -> None:
    faults = rules.faults_in(sections)
    if faults:
        raise Invalid(
            _("Please look at your lines again."),
            fields={section.value: fault_in_words(section, fault) for section, fault in faults.items()},
        )
    if rules.is_empty(sections):
        raise Invalid(_("Write at least one line first."))


def _add(
    actor: Actor,
    participant: Participant,
    version_id: UUID,
    based_on: UUID | None,
    sections: Sections,
    made_at: datetime,
) -> SafetyPlanVersion:
    known = _known(participant.id)
    if based_on != rules.begins_from(known):
        words = _("The plan was changed meanwhile. Nothing of yours is lost: look at both and save again.")
        raise Conflict(words, code="plan-changed")
    version = SafetyPlanVersion(
        id=version_id,
        organization_id=participant.organization_id,
        participant=participant,
        number=max((one.number for one in known), default=0) + 1,
        based_on_id=based_on,
        written_by_id=_staff_of(actor),
        sections=rules.stored(sections),
        made_at=min(made_at, clock.now()),
        saved_at=clock.now(),
    )
    rows.insert(version)
    return version


def _known(participant_id: UUID) -> list[Version]:
    found = SafetyPlanVersion.objects.filter(participant_id=participant_id).defer("sections")
    return [queries.known(one) for one in found.prefetch_related("steps")]


def _staff_of(actor: Actor) -> UUID | None:
    return actor.person_id if actor.is_staff else None


def _written(plan: SafetyPlanVersion, *, repeated: bool) -> SafetyPlanWritten:
    return SafetyPlanWritten(
        **_about(plan, plan.saved_at), is_by_staff=plan.written_by_id is not None, repeated=repeated
    )


# --- Saying yes ------------------------------------------------------------------------------------------------------


@action(allow=access.signs_own_plan)
def sign_plan(actor: Actor, plan: SafetyPlanVersion, *, step_id: UUID, made_at: datetime) -> SafetyPlanSigned:
    """The participant says yes to this version, signed in as themselves. A repeat has no second effect."""
    step, repeated = _mark(actor, plan, Mark.SIGNED, step_id=step_id, at=min(made_at, clock.now()))
    return SafetyPlanSigned(**_about(plan, step.saved_at), repeated=repeated)


@action(allow=access.is_clinician_of)
def countersign_plan(actor: Actor, plan: SafetyPlanVersion) -> SafetyPlanCountersigned:
    """A clinician of the care team says yes to this version."""
    step, repeated = _mark(actor, plan, Mark.COUNTERSIGNED)
    return SafetyPlanCountersigned(**_about(plan, step.saved_at), repeated=repeated)


@action(allow=access.is_clinician_of)
def witness_agreement(actor: Actor, plan: SafetyPlanVersion) -> SafetyPlanAgreedInPerson:
    """Write down that the participant agreed in person, with the clinician as witness: never as their own signature."""
    step, repeated = _mark(actor, plan, Mark.IN_PERSON)
    return SafetyPlanAgreedInPerson(**_about(plan, step.saved_at), repeated=repeated)


@action(allow=access.is_clinician_of)
def review_plan(actor: Actor, plan: SafetyPlanVersion) -> SafetyPlanReviewed:
    """Write down that the plan in force was looked at together and still fits; its next look counts from now."""
    Participant.objects.select_for_update().get(id=plan.participant_id)
    present = rules.in_force(_known(plan.participant_id))
    if present is None or present.id != plan.id:
        raise Conflict(_("There is a newer plan in force. Look at that one."), code="plan-changed")
    step = _step(actor, plan, Mark.REVIEWED)
    return SafetyPlanReviewed(**_about(plan, step.saved_at))


@action(allow=access.writes_plan_of)
def drop_draft(actor: Actor, plan: SafetyPlanVersion) -> SafetyPlanDraftDropped:
    """Leave a draft; it stays in the history, and what is in force stays in force."""
    step, repeated = _mark(actor, plan, Mark.DROPPED)
    return SafetyPlanDraftDropped(**_about(plan, step.saved_at), repeated=repeated)


def _mark(
    actor: Actor, plan: SafetyPlanVersion, kind: Mark, *, step_id: UUID | None = None, at: datetime | None = None
) -> tuple[SafetyPlanStep, bool]:
    """Add a step to the present draft. Raises Conflict when this is not the present draft any more.

    A participant may still sign for themselves what they had agreed to in person, although it is in force by then.
    """
    Participant.objects.select_for_update().get(id=plan.participant_id)
    done = plan.steps.filter(kind=kind).first()
    if done:
        return done, True
    versions = _known(plan.participant_id)
    present = rules.draft(versions)
    if present is None and kind is Mark.SIGNED:
        present = rules.in_force(versions)
    if present is None or present.id != plan.id:
        raise Conflict(_("The plan was changed since you opened it. Read the newest one first."), code="plan-changed")
    return _step(actor, plan, kind, step_id=step_id, at=at), False


def _step(
    actor: Actor, plan: SafetyPlanVersion, kind: Mark, *, step_id: UUID | None = None, at: datetime | None = None
) -> SafetyPlanStep:
    step = SafetyPlanStep(
        id=step_id or new_id(),
        organization_id=plan.organization_id,
        plan=plan,
        kind=kind,
        staff_id=_staff_of(actor),
        at=at or clock.now(),
        saved_at=clock.now(),
    )
    rows.insert(step)
    return step


class _About(TypedDict):
    organization_id: UUID
    subject_id: UUID
    participant_id: UUID
    number: int
    saved_at: datetime
    accounts: tuple[UUID, ...]


def _about(plan: SafetyPlanVersion, saved_at: datetime) -> _About:
    """What every event about a plan says, with the accounts whose screens should look again."""
    team = [member.account_id for member in people.care_team(plan.participant_id)]
    participant = Participant.objects.only("account_id").get(id=plan.participant_id)
    return {
        "organization_id": plan.organization_id,
        "subject_id": plan.id,
        "participant_id": plan.participant_id,
        "number": plan.number,
        "saved_at": saved_at,
        "accounts": tuple(account for account in (participant.account_id, *team) if account),
    }


# --- Whom it names ---------------------------------------------------------------------------------------------------


@action(allow=is_participant_self)
def say_how_to_help(actor: Actor, supporter: Supporter, *, told: str) -> HelpAskedFor:
    """Say how somebody can help on a bad day, one way a line; the words before are history. They see it while it is shared."""
    if supporter.removed_at:
        raise Conflict(_("You have removed this person. Add them again first."))
    ways = rules.ways_in(told)
    if fault := rules.fault_in_ways(ways):
        raise Invalid(_("Please look at your lines again."), fields={"told": fault_in_ways_in_words(fault)})
    kept = HelpAsked.objects.create(
        organization_id=supporter.organization_id,
        participant_id=supporter.participant_id,
        supporter=supporter,
        ways=list(ways),
    )
    return HelpAskedFor(
        organization_id=supporter.organization_id,
        subject_id=kept.id,
        participant_id=supporter.participant_id,
        supporter_id=supporter.id,
        ways=len(ways),
    )
