"""What follows in peer spaces from what happened; wired in `daybridge.reactions`."""

from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.notifications.actions import cancel_waiting, notify
from daybridge.peers import actions, queries
from daybridge.peers.events import (
    MemberModerated,
    PeerWorriedAbout,
    Posted,
    PostModerated,
    PostReported,
    SpaceSeen,
)
from daybridge.peers.models import PeerMember, PeerPost
from daybridge.peers.rules import Deed, State, Why
from daybridge.people import queries as people
from daybridge.programs.events import ParticipantDischarged


def tell_team_if_in_danger(actor: Actor, event: PostReported) -> None:
    """A peer is worried about whoever wrote a post: their care team hears of it now, and not of who was worried."""
    if event.why == Why.DANGER:
        post = PeerPost.objects.select_related("space", "member").get(id=event.post_id)
        system = Actor.system(event.organization_id, "peer worry")
        actions.tell_team_of_post(system, post, report_id=event.subject_id)


def leave_spaces_of_program(actor: Actor, event: ParticipantDischarged) -> None:
    """A stay is over: they leave its spaces, but for those where the site lets alumni stay."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "discharge")
    for member in queries.memberships_of(event.participant_id):
        if not queries.may_stay(member):
            actions.end_membership(system, member)


# --- Who hears that something waits ------------------------------------------------------------------------------------


def call_moderators(actor: Actor, event: Posted | PostReported) -> None:
    """Whoever looks after the space hears, once, that a post waits in its queue; where nobody does, the directors."""
    post_id = event.post_id if isinstance(event, PostReported) else event.subject_id
    concern = queries.concern_about(post_id)
    if concern is None:
        return
    system = Actor.system(event.organization_id, "peer spaces")
    for staff in queries.moderators_of(concern.space) or queries.directors(system):
        notify(system, staff, kind="work-waiting", key=f"peers {concern.id}", link=queue_link(post_id))


def call_off_moderators(actor: Actor, event: PostModerated | PeerWorriedAbout) -> None:
    """What somebody has looked at calls nobody else in the morning."""
    system = Actor.system(event.organization_id, "peer spaces")
    post_id = event.post_id if isinstance(event, PeerWorriedAbout) else event.subject_id
    if queries.concern_about(post_id) is None:
        cancel_waiting(system, people.organization_of(system), link=queue_link(post_id))


def tell_of_reply(actor: Actor, event: Posted | PostModerated) -> None:
    """Whoever is replied to has a note once, until they look: when peers see the reply, and if they see its writer."""
    if isinstance(event, PostModerated) and event.deed != Deed.RELEASE:
        return
    reply = PeerPost.objects.select_related("member").get(id=event.subject_id)
    if reply.state != State.SHOWN or not reply.parent:
        return
    told = PeerPost.objects.select_related("member__participant", "member__space").get(id=reply.parent).member
    if told.participant_id != reply.member.participant_id and reply.member_id not in queries.unseen_members(told):
        _tell(told)


def tell_of_moderation(actor: Actor, event: MemberModerated | PostModerated) -> None:
    """Whoever a moderator wrote to, paused, answered, or hid a post of, has a note; what it says stands in the space."""
    if event.deed not in (Deed.WARN, Deed.PAUSE, Deed.HIDE, Deed.ANSWER):
        return
    with_all = PeerMember.objects.select_related("participant", "space")
    if isinstance(event, MemberModerated):
        _tell(with_all.get(id=event.subject_id))
    else:
        _tell(with_all.get(id=PeerPost.objects.get(id=event.subject_id).member_id))


def _tell(member: PeerMember) -> None:
    if member.left_at is None and queries.may_stay(member):
        system = Actor.system(member.organization_id, "peer spaces")
        key = f"peers {member.id} {member.seen_at.isoformat()}"
        notify(system, member.participant, kind="message", key=key, link=space_link(member))


def call_off_note(actor: Actor, event: SpaceSeen) -> None:
    """Whoever has looked is not told in the morning that something is new."""
    system = Actor.system(event.organization_id, "peer spaces")
    assert event.participant_id
    if member := queries.member_of(event.participant_id, event.subject_id):
        cancel_waiting(system, people.organization_of(system), link=space_link(member))


def queue_link(post_id: UUID) -> str:
    return f"/workspace/peers/posts/{post_id}/"


def space_link(member: PeerMember) -> str:
    """The space; whose note it is is behind the sign, so that what waits for one is called off for one."""
    return f"/companion/peers/{member.space_id}/#{member.id}"
