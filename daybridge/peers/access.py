"""Who is in a space, who looks after it, and who may join."""

from typing import Any
from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.peers import queries
from daybridge.peers.models import PeerMember, PeerModerator, PeerSpace
from daybridge.people.rules import Role


def _space_id(subject: Any) -> UUID:
    found: UUID = subject.id if isinstance(subject, PeerSpace) else subject.space_id
    return found


def opens_spaces(actor: Actor, subject: Any) -> bool:
    """Directors; whoever looks after a space is named by them."""
    return actor.has_role(Role.DIRECTOR)


def moderates(actor: Actor, subject: Any) -> bool:
    """Staff who look after this space, and directors. A care team does not: it is not its members' chart."""
    if actor.has_role(Role.DIRECTOR):
        return True
    return (
        actor.is_staff
        and PeerModerator.objects.filter(space_id=_space_id(subject), staff_id=actor.who, until=None).exists()
    )


def may_join(actor: Actor, space: PeerSpace) -> bool:
    """A participant who is in its program, or in its group, now."""
    return actor.is_participant and queries.is_enrolled(actor.who, space)


def is_in_space(actor: Actor, subject: Any) -> bool:
    """A participant who has joined, and may still be there."""
    if not actor.is_participant:
        return False
    member = PeerMember.objects.filter(space_id=_space_id(subject), participant_id=actor.who, left_at=None)
    found = member.select_related("space").first()
    return found is not None and queries.may_stay(found)


def is_member_self(actor: Actor, member: PeerMember) -> bool:
    """The participant on a membership of their own, also one that they may only leave."""
    return actor.is_participant and member.participant_id == actor.who and member.left_at is None


def tells_team(actor: Actor, subject: Any) -> bool:
    return actor.is_system or moderates(actor, subject)
