"""Who orders, collects and reads drug screens, and who looks after results that nobody is known to own."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self, treats_participant_of
from daybridge.people.rules import Role

CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER, Role.NURSE, Role.DIRECTOR)


def works_screens_of(actor: Actor, subject: Any) -> bool:
    """A clinician who treats them. Peers don't: they walk beside somebody and test nobody."""
    return actor.is_staff and actor.has_role(*CLINICIANS) and treats_participant_of(actor, subject)


def announces_screens_of(actor: Actor, subject: Any) -> bool:
    return actor.is_system or works_screens_of(actor, subject)


def works_results(actor: Actor, subject: Any) -> bool:
    """Prescribers, nurses and directors see whom a result names that belongs to nobody yet."""
    return actor.has_role(Role.PRESCRIBER, Role.NURSE, Role.DIRECTOR)


def takes_messages(actor: Actor, subject: Any) -> bool:
    return actor.is_system or works_results(actor, subject)


def sees_screens_of(actor: Actor, subject: Any) -> bool:
    return is_participant_self(actor, subject) or works_screens_of(actor, subject)
