"""Who may write, sign and certify treatment plans."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import treats_participant_of
from daybridge.people.rules import CARE, Role


def writes_plan_of(actor: Actor, subject: Any) -> bool:
    """Staff in care who treat them; nobody's plan is written by the system."""
    return actor.is_staff and actor.has_role(*CARE) and treats_participant_of(actor, subject)


def certifies_plan_of(actor: Actor, subject: Any) -> bool:
    """A prescriber who treats them."""
    return actor.has_role(Role.PRESCRIBER) and treats_participant_of(actor, subject)
