"""What every deed in a space says of itself, and words as they are kept."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core.errors import Conflict, Invalid
from daybridge.peers import queries
from daybridge.peers.models import MOST_REASON, PeerMember, PeerPost, PeerSpace
from daybridge.peers.rules import cleaned


def about(
    space: PeerSpace, subject_id: UUID, participant_id: UUID | None = None, *, told: bool = True
) -> dict[str, Any]:
    """What an event about a space says; `told`: open screens look again."""
    return {
        "organization_id": space.organization_id,
        "subject_id": subject_id,
        "participant_id": participant_id,
        "space_id": space.id,
        "accounts": queries.accounts_of(space.id) if told else (),
    }


def about_post(post: PeerPost) -> dict[str, Any]:
    return about(post.space, post.id, post.member.participant_id)


def locked_post(post: PeerPost) -> PeerPost:
    return PeerPost.objects.select_for_update(of=("self",)).select_related("space", "member").get(id=post.id)


def locked_member(member: PeerMember) -> PeerMember:
    found = PeerMember.objects.select_for_update(of=("self",)).select_related("space", "participant")
    return found.get(id=member.id)


def open_still(space: PeerSpace) -> PeerSpace:
    """Raises Conflict (409) for a space that was closed."""
    if space.closed_at:
        raise Conflict(_("This space is closed."))
    return space


def reason_of(said: str, *, field: str = "reason", needed: bool = True) -> str:
    """Words of staff, or of a report, as they are kept. Raises Invalid (422)."""
    words = cleaned(said)
    if needed and not words:
        raise Invalid(_("Something is missing."), fields={field: _("Please write a few words here.")})
    if len(words) > MOST_REASON:
        raise Invalid(_("Something is too long."), fields={field: _("Please say it in fewer words.")})
    return words
