"""What a moderator does, each deed with its reason, written down and never changed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.peers import rules
from daybridge.peers.access import moderates, tells_team
from daybridge.peers.actions.telling import about, about_post, locked_member, locked_post, reason_of
from daybridge.peers.events import MemberModerated, NameLookedBehind, PeerWorriedAbout, PostModerated
from daybridge.peers.models import PeerConcern, PeerMember, PeerModeration, PeerPost
from daybridge.peers.rules import Deed, Kind, State


@action(allow=moderates)
def move_post(actor: Actor, post: PeerPost, *, deed: Deed, reason: str = "") -> PostModerated:
    """Hide a post, show it again, or let one through that waits. Hiding says why: its writer reads it. Settles what stood in the queue."""
    said = reason_of(reason, needed=deed is not Deed.RELEASE) or _("Read, and let through.")
    post = locked_post(post)
    after = rules.moved(deed, State(post.state))
    if after is None:
        if rules.reached(deed, State(post.state)):
            return PostModerated(**about_post(post), deed=deed, repeated=True)
        raise Conflict(_("This post stands differently by now. Look at it again."))
    post.state = after
    post.save(update_fields=["state"])
    _write_down(actor, post, deed, said)
    _settle(actor, post, deed)
    return PostModerated(**about_post(post), deed=deed)


@action(allow=moderates)
def leave_post(actor: Actor, post: PeerPost, *, reason: str) -> PostModerated:
    """It was looked at and stays as it is. One that waits for a first look is let through or hidden instead."""
    said, post = reason_of(reason), locked_post(post)
    if post.state == State.WAITING:
        raise Conflict(_("Peers do not see it yet. Let it through, or hide it."))
    repeated = not _settle(actor, post, Deed.LEAVE)
    if not repeated:
        _write_down(actor, post, Deed.LEAVE, said)
    return PostModerated(**about_post(post), deed=Deed.LEAVE, repeated=repeated)


@action(allow=tells_team)
def tell_team_of_post(actor: Actor, post: PeerPost, *, report_id: UUID) -> PeerWorriedAbout:
    """A peer is worried about whoever wrote it: their team is told, by the system, so that nothing says who it was.

    Each report is news: the second one raises an alert again where that of the first is closed.
    """
    return _worried(locked_post(post), worry_id=report_id, is_by_peer=True)


@action(allow=moderates)
def escalate_post(actor: Actor, post: PeerPost, *, deed_id: UUID, reason: str) -> PeerWorriedAbout:
    """Have the care team of whoever wrote it told, in one step: an alert with its clock. The moderator need not know who it is.

    The page makes `deed_id`, here and below: pressed twice is done once. Raises IdTaken (409) for one under which something else stands.
    """
    said, post = reason_of(reason), locked_post(post)
    repeated = _is_known(actor, deed_id, post.member, Deed.ESCALATE, said)
    if not repeated:
        _write_down(actor, post, Deed.ESCALATE, said, deed_id=deed_id)
        _settle(actor, post, Deed.ESCALATE)
    return _worried(post, worry_id=deed_id, is_by_peer=False, repeated=repeated)


def _worried(post: PeerPost, *, worry_id: UUID, is_by_peer: bool, repeated: bool = False) -> PeerWorriedAbout:
    return PeerWorriedAbout(
        **about_post(post), post_id=post.id, worry_id=worry_id, is_by_peer=is_by_peer,
        on_day=clock.today(post.member.participant.time_zone), repeated=repeated,
    )  # fmt: skip


@action(allow=moderates)
def warn_member(
    actor: Actor, member: PeerMember, *, deed_id: UUID, words: str, post: PeerPost | None = None
) -> MemberModerated:
    """Write a few words to a member about how they write; they read them above the space."""
    return _about_member(actor, member, Deed.WARN, reason_of(words, field="words"), post, deed_id=deed_id)


@action(allow=moderates)
def pause_member(
    actor: Actor, member: PeerMember, *, deed_id: UUID, days: int, reason: str, post: PeerPost | None = None
) -> MemberModerated:
    """A member reads and does not write for some days."""
    if not 1 <= days <= rules.LONGEST_PAUSE_DAYS:
        raise Invalid(_("From 1 to 30 days."), fields={"days": _("From 1 to 30 days.")})
    until = clock.now() + timedelta(days=days)
    return _about_member(actor, member, Deed.PAUSE, reason_of(reason), post, deed_id=deed_id, until=until)


@action(allow=moderates)
def resume_member(actor: Actor, member: PeerMember, *, deed_id: UUID, reason: str) -> MemberModerated:
    """End a pause before its time."""
    return _about_member(actor, member, Deed.RESUME, reason_of(reason), None, deed_id=deed_id)


def _about_member(
    actor: Actor, member: PeerMember, deed: Deed, reason: str, post: PeerPost | None, *, deed_id: UUID,
    until: datetime | None = None,
) -> MemberModerated:  # fmt: skip
    member = locked_member(member)
    if _is_known(actor, deed_id, member, deed, reason):
        return MemberModerated(**about(member.space, member.id, member.participant_id), deed=deed, repeated=True)
    if post and post.member_id != member.id:
        raise Conflict(_("This post stands differently by now. Look at it again."))
    if deed is not Deed.WARN:
        member.paused_until = until
        member.save(update_fields=["paused_until"])
    _write_down(actor, post, deed, reason, deed_id=deed_id, member=member, until=until)
    if post:
        _settle(actor, post, deed)
    return MemberModerated(**about(member.space, member.id, member.participant_id), deed=deed)


@action(allow=moderates)
def look_behind_name(actor: Actor, member: PeerMember, *, reason: str) -> NameLookedBehind:
    """Learn who is behind a chosen name, for a reason that is written down. The one way in which staff learn it here."""
    said, member = reason_of(reason), locked_member(member)
    _write_down(actor, None, Deed.LOOK_BEHIND, said, member=member)
    return NameLookedBehind(**about(member.space, member.id, member.participant_id, told=False))


@action(allow=moderates)
def answer_question(actor: Actor, post: PeerPost, *, words: str = "") -> PostModerated:
    """Say that a question was answered in a session, and in a few words how."""
    said, post = rules.cleaned(words), locked_post(post)
    if post.kind != Kind.QUESTION or post.state != State.SHOWN:
        raise Conflict(_("Only a question that peers see is answered."))
    if len(said) > rules.MOST_WORDS:
        raise Invalid(_("Something is too long."), fields={"words": _("Please say it in fewer words.")})
    repeated = post.answered_at is not None and post.answer == said
    if not repeated:
        post.answered_at, post.answer = clock.now(), said
        post.save(update_fields=["answered_at", "answer"])
        _write_down(actor, post, Deed.ANSWER, _("Answered in a session."))
    return PostModerated(**about_post(post), deed=Deed.ANSWER, repeated=repeated)


# --- Written down ------------------------------------------------------------------------------------------------------


def _is_known(actor: Actor, deed_id: UUID, member: PeerMember, deed: Deed, reason: str) -> bool:
    """Whether this was done under this id, of somebody who is locked: what was pressed twice at once comes one after the other."""
    known = PeerModeration.objects.filter(id=deed_id).first()
    if known and (known.member_id, known.staff_id, known.deed, known.reason) != (member.id, actor.who, deed, reason):
        raise IdTaken()
    return known is not None


def _write_down(
    actor: Actor, post: PeerPost | None, deed: Deed, reason: str, *, deed_id: UUID | None = None,
    member: PeerMember | None = None, until: datetime | None = None,
) -> PeerModeration:  # fmt: skip
    whose = member or (post.member if post else None)
    assert whose
    return PeerModeration.objects.create(
        id=deed_id or new_id(), organization_id=whose.organization_id, space_id=whose.space_id, member=whose, post=post, staff_id=actor.who,
        deed=deed, reason=reason, until=until,
    )  # fmt: skip


def _settle(actor: Actor, post: PeerPost, outcome: Deed) -> int:
    """Take a post out of the queue; how many of its concerns that was. One that peers do not see yet stays in it, with its clock."""
    if post.state == State.WAITING:
        return 0
    waiting = PeerConcern.objects.filter(post=post, settled_at=None)
    return waiting.update(settled_at=clock.now(), settled_by_id=actor.who, outcome=outcome)
