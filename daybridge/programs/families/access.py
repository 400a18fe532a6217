"""Who may say whether they come to a family group."""

from daybridge.core.actors import Actor
from daybridge.programs.families.models import FamilyInvitation


def is_asked_now(actor: Actor, invitation: FamilyInvitation) -> bool:
    """The supporter who is asked, while the participant agrees: looked up again, whatever it said when it was read."""
    return FamilyInvitation.objects.seen_by(actor).filter(id=invitation.id).exists()
