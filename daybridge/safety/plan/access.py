"""Who may write a safety plan, and who may sign it."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people import access
from daybridge.people.models import CareTeamMember
from daybridge.people.rules import Role

CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER, Role.NURSE)


def writes_plan_of(actor: Actor, subject: Any) -> bool:
    """The participant, and the staff who treat them; never the system, since a plan has an author."""
    return not actor.is_system and access.treats_or_is_participant_self(actor, subject)


def signs_own_plan(actor: Actor, subject: Any) -> bool:
    """The participant, signed in as themselves: who only holds the clinic's tablet has proved nothing."""
    return actor.account_id is not None and access.is_participant_self(actor, subject)


def is_clinician_of(actor: Actor, subject: Any) -> bool:
    """A therapist, prescriber or nurse on the participant's care team now."""
    if not actor.has_role(*CLINICIANS):
        return False
    return CareTeamMember.objects.current().filter(participant_id=subject.participant_id, staff_id=actor.who).exists()
