"""Keeping a peer away, and saying that a post is not all right."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, NotYours, TooMany
from daybridge.peers import queries, rules
from daybridge.peers.access import is_in_space, is_member_self
from daybridge.peers.actions.posting import raise_concern
from daybridge.peers.actions.telling import about, locked_member, reason_of
from daybridge.peers.events import PeerKeptAway, PeerLetIn, PostReported
from daybridge.peers.models import PeerAway, PeerMember, PeerPost, PeerReport
from daybridge.peers.rules import REPORTED, Why


@action(allow=is_member_self)
def keep_away(actor: Actor, member: PeerMember, *, other: UUID, is_block: bool) -> PeerKeptAway:
    """Mute a peer (one sees nothing of them) or block them (neither sees anything of the other). They are not told."""
    me = locked_member(member)
    found = PeerMember.objects.filter(id=other, space_id=me.space_id).first()
    if found is None or found.participant_id == me.participant_id:
        raise NotYours()
    _made, is_new = PeerAway.objects.get_or_create(
        member=me, other=other, is_block=is_block, ended_at=None, defaults={"organization_id": me.organization_id}
    )
    return PeerKeptAway(**_told(me), is_block=is_block, repeated=not is_new)


@action(allow=is_member_self)
def let_in(actor: Actor, member: PeerMember, *, other: UUID) -> PeerLetIn:
    """End what keeps a peer away."""
    me = locked_member(member)
    mine = PeerAway.objects.filter(member__participant_id=me.participant_id, other=other, ended_at=None)
    ended = mine.filter(member__space_id=me.space_id).update(ended_at=clock.now())
    return PeerLetIn(**_told(me), repeated=not ended)


def _told(me: PeerMember) -> dict[str, Any]:
    """Only their own screen looks again: another's would learn when."""
    account = me.participant.account_id
    return about(me.space, me.id, me.participant_id, told=False) | {"accounts": (account,) if account else ()}


@action(allow=is_in_space)
def report_post(actor: Actor, post: PeerPost, *, report_id: UUID, why: str, words: str = "") -> PostReported:
    """Say that a post is not all right: it goes to the moderators' queue; worry about its writer goes to their care team at once.

    Its writer never learns who it was. One report of a post each; who reported it for something else can still say that they are
    worried, also when it was taken back or hidden meanwhile, and however much they reported.
    """
    me = locked_member(queries.membership(actor, post.space_id))
    known = PeerReport.objects.filter(id=report_id).first()
    if known and known.member_id != me.id:
        raise IdTaken()
    if known:
        return _reported(me, known, repeated=True)
    if why not in REPORTED:
        raise Invalid(_("Choose what it is."), fields={"why": _("Choose what it is.")})
    is_worry = why == Why.DANGER
    post = (queries.post_of_worry if is_worry else queries.post_in)(actor, me.space_id, post.id)
    mine = PeerReport.objects.filter(member=me, post=post.id)
    if post.member_id == me.id or (mine.filter(why=why) if is_worry else mine).exists():
        raise Conflict(_("You have reported this already. A moderator looks at it."))
    lately = PeerReport.objects.filter(member=me, at__gt=clock.now() - timedelta(hours=1)).count()
    if lately >= rules.MOST_REPORTS_AN_HOUR and not is_worry:
        raise TooMany(_("You reported a lot in the last hour. Please tell your team what is going on."))
    made = PeerReport.objects.create(
        id=report_id, organization_id=me.organization_id, member=me, post=post.id, why=why,
        words=reason_of(words, field="words", needed=False),
    )  # fmt: skip
    # Two who report it at once come one after the other, so that both stand in the queue.
    rows.select("select from peers_peerpost where id = %s for no key update", post.id)
    raise_concern(post, Why(why))
    return _reported(me, made)


def _reported(me: PeerMember, report: PeerReport, *, repeated: bool = False) -> PostReported:
    told = about(me.space, report.id, me.participant_id)
    return PostReported(**told, why=report.why, post_id=report.post, repeated=repeated)
