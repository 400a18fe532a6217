"""Who may write of the work with somebody."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import treats_participant_of
from daybridge.people.rules import CARE


def writes_therapy_of(actor: Actor, subject: Any) -> bool:
    """Staff in care who treat them; nothing of the kind is written by the system."""
    return actor.is_staff and actor.has_role(*CARE) and treats_participant_of(actor, subject)
