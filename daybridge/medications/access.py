"""Who may change a list of medicines, and who reads what is told of side effects."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people import access
from daybridge.people.models import CareTeamMember
from daybridge.people.rules import Role

MEDICAL = (Role.PRESCRIBER, Role.NURSE)
CLINICIANS = (*MEDICAL, Role.THERAPIST, Role.DIRECTOR)


def looks_after_medicines_of(actor: Actor, subject: Any) -> bool:
    """A prescriber or nurse on the participant's care team now; never the system, since a list has an author."""
    if not actor.is_staff or not actor.has_role(*MEDICAL):
        return False
    return CareTeamMember.objects.current().filter(participant_id=subject.participant_id, staff_id=actor.who).exists()


def reads_side_effects_of(actor: Actor, subject: Any) -> bool:
    """A clinician who treats the participant: where no prescriber is on the team, their therapist reads it."""
    return actor.is_staff and actor.has_role(*CLINICIANS) and access.treats_participant_of(actor, subject)


def states_precautions_of(actor: Actor, subject: Any) -> bool:
    """A clinician who treats the participant: whoever is told of an allergy writes it down."""
    return reads_side_effects_of(actor, subject)


def signs_orders_of(actor: Actor, subject: Any) -> bool:
    """A prescriber on the participant's care team now."""
    return actor.has_role(Role.PRESCRIBER) and looks_after_medicines_of(actor, subject)
