"""Who may see what a participant shares."""

from daybridge.core.actors import Actor
from daybridge.privacy.models import Share


def is_shared_with(actor: Actor, share: Share) -> bool:
    """Whether this share lets the actor look at this moment, whatever it said when it was read."""
    return Share.objects.seen_by(actor).filter(id=share.id).exists()
