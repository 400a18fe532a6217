"""Who may see what a participant shares."""

from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part


def may_see(actor: Actor, participant_id: UUID, part: Part) -> bool:
    """Whether the participant shares this part with this supporter at this moment."""
    return Share.objects.seen_by(actor).filter(participant_id=participant_id, part=part).exists()


def is_shared_with(actor: Actor, share: Share) -> bool:
    """Whether this share lets the actor look at this moment, whatever it said when it was read."""
    return Share.objects.seen_by(actor).filter(id=share.id).exists()
