"""What people are called here, in the viewer's language."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from daybridge.people.rules import Role

ROLES = {
    Role.THERAPIST: _("Therapist"),
    Role.PRESCRIBER: _("Prescriber"),
    Role.NURSE: _("Nurse"),
    Role.PEER: _("Peer specialist"),
    Role.INTAKE: _("Intake"),
    Role.DIRECTOR: _("Program director"),
    Role.ADMINISTRATOR: _("Administrator"),
}


def roles_in_words(roles: Iterable[str]) -> str:
    """What a member of staff does here: "Therapist, Program director"."""
    return ", ".join(str(ROLES[Role(role)]) for role in roles)
