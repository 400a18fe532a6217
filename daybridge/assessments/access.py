"""Who may read and write assessments: those who treat the participant and may know of substance use to do so (42 CFR Part 2)."""

from typing import Any

from daybridge.core.actors import Actor
from daybridge.people.access import is_participant_self, treats_participant_of
from daybridge.people.rules import Role

_CLINICIANS = (Role.THERAPIST, Role.PRESCRIBER, Role.NURSE, Role.DIRECTOR)


def assesses(actor: Actor, subject: Any) -> bool:
    """A clinician who treats them, or a director; a peer or a helper of the team is not one."""
    return actor.is_staff and actor.has_role(*_CLINICIANS) and treats_participant_of(actor, subject)


def assesses_or_machinery(actor: Actor, subject: Any) -> bool:
    """Also what follows from an admission by itself."""
    return actor.is_system or assesses(actor, subject)


def fills(actor: Actor, subject: Any) -> bool:
    """The participant on their own side, a clinician on the staff's."""
    return is_participant_self(actor, subject) or assesses(actor, subject)
