"""Who may tell of somebody's use."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self, is_staff_treating_participant_of


def tells_use_of(actor: Actor, subject: Any) -> bool:
    """The person themself, or staff with them."""
    return is_participant_self(actor, subject) or is_staff_treating_participant_of(actor, subject)
