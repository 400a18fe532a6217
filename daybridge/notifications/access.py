"""Who may: people for themselves, and the system."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.models import Participant, Staff


def is_self(actor: Actor, person: Staff | Participant) -> bool:
    return actor.person_id == person.id


def is_this_member_of_staff(actor: Actor, staff: Staff) -> bool:
    return actor.is_staff and actor.person_id == staff.id


def is_for_self(actor: Actor, subject: Any) -> bool:
    """Whose notice, device or preference it is; the system too."""
    return actor.is_system or (
        actor.person_id is not None and actor.person_id in (subject.staff_id, subject.participant_id)
    )
