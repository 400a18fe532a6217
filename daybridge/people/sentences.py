"""What people are called here, in the viewer's language."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from daybridge.people.rules import Role, TeamRole

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


TEAM_ROLES = {
    TeamRole.PRIMARY: _("primary therapist"),
    TeamRole.COVERING: _("who covers"),
    TeamRole.MEMBER: _("care team"),
}
LANGUAGES = {"en": "English", "es": "Español"}
SEXES = {
    "male": _("male"),
    "female": _("female"),
    "other": pgettext_lazy("sex", "other"),
    "unknown": _("not known"),
}
