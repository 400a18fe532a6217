"""Who may offer rewards, write down targets, draw and hand over."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self, treats_participant_of
from daybridge.people.rules import CARE


def gives_rewards_to(actor: Actor, subject: Any) -> bool:
    """Staff in care who treat them."""
    return actor.is_staff and actor.has_role(*CARE) and treats_participant_of(actor, subject)


def draws_for(actor: Actor, subject: Any) -> bool:
    """The participant on their phone, or staff with them in the room."""
    return is_participant_self(actor, subject) or gives_rewards_to(actor, subject)


def tells_targets_of(actor: Actor, subject: Any) -> bool:
    """Staff in care who treat them, or the system when a session or a screen was told anew."""
    return actor.is_system or gives_rewards_to(actor, subject)


def ends_rewards_of(actor: Actor, subject: Any) -> bool:
    """The participant at any time, staff who treat them, or the system when a stay ends."""
    return actor.is_system or draws_for(actor, subject)
