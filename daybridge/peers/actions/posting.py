"""Writing in a space, encouraging, giving a sign, taking back."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid, TooMany
from daybridge.peers import queries, rules
from daybridge.peers.access import is_in_space
from daybridge.peers.actions.telling import about, about_post, locked_member, locked_post, open_still
from daybridge.peers.events import Posted, PostTakenBack, Reacted
from daybridge.peers.models import PeerConcern, PeerMember, PeerPost, PeerReaction, PeerRound, PeerSpace
from daybridge.peers.rules import Encouragement, Kind, Reaction, State, Why, WordsFault
from daybridge.peers.sentences import wait_until, words_fault


@dataclass(frozen=True, kw_only=True)
class Words:
    """What somebody writes: a post, a reply to one, a question (perhaps without a name), an answer in a circle."""

    said: str
    kind: Kind = Kind.POST
    parent: PeerPost | None = None
    round: PeerRound | None = None
    is_unnamed: bool = False


@action(allow=is_in_space)
def write(actor: Actor, space: PeerSpace, *, post_id: UUID, words: Words) -> Posted:
    """Put words up. The same id again with the same words is the same post.

    Raises IdTaken (409) for an id under which other words stand: what was typed since is never told to be up when it is not. Raises Invalid (422) for words that hold a telephone number or who they are, Conflict (409) while they may not write, TooMany
    (429) in slow mode. A post that holds somebody's whole name waits for a moderator, and its writer is not told so (ADR 38).
    """
    me = _writer(actor, space)
    if known := _known(me, post_id, words=rules.cleaned(words.said)):
        return known
    said = _said(me, words)
    _may_write(me)
    names_somebody = rules.names_in(said, queries.whole_names_around(me.space, without=me.participant_id))
    state = rules.first_state(is_premoderated=me.space.is_premoderated, names_somebody=names_somebody)
    made = PeerPost(
        id=post_id, organization_id=me.organization_id, space=me.space, member=me, kind=words.kind, words=said,
        parent=_parent(actor, me, words), round=_round(me, words), state=state, at=clock.now(),
        is_unnamed=words.is_unnamed and words.kind is Kind.QUESTION,
    )  # fmt: skip
    rows.insert(made)
    if state is State.WAITING:
        raise_concern(made, Why.NAMES if names_somebody else Why.FIRST_LOOK)
    return _posted(me, made)


@action(allow=is_in_space)
def encourage(actor: Actor, post: PeerPost, *, reply_id: UUID, ready: str) -> Posted:
    """Send one of a few kind sentences to a post; each reads it in their own language. It needs no moderator: the words are ours."""
    me = _writer(actor, post.space)
    if known := _known(me, reply_id, ready=ready):
        return known
    if ready not in set(Encouragement):
        raise Invalid(_("Choose one of these."))
    _may_write(me)
    parent = queries.post_in(actor, me.space_id, post.id)
    made = PeerPost(
        id=reply_id, organization_id=me.organization_id, space=me.space, member=me, kind=Kind.ENCOURAGE, ready=ready,
        parent=parent.parent or parent.id, state=State.SHOWN, at=clock.now(),
    )  # fmt: skip
    rows.insert(made)
    return _posted(me, made)


def _writer(actor: Actor, space: PeerSpace) -> PeerMember:
    """The writer's own membership, locked: what they send twice at once comes one after the other."""
    member = queries.membership(actor, space.id)
    return locked_member(member)


def _known(me: PeerMember, post_id: UUID, *, words: str = "", ready: str = "") -> Posted | None:
    found = PeerPost.objects.filter(id=post_id).select_related("space").first()
    if found and (found.member_id, found.words, found.ready) != (me.id, words, ready):
        raise IdTaken()
    return _posted(me, found, repeated=True) if found else None


def _posted(me: PeerMember, post: PeerPost, *, repeated: bool = False) -> Posted:
    told = about(me.space, post.id, me.participant_id)
    return Posted(**told, kind=post.kind, state=post.state, repeated=repeated)


def _said(me: PeerMember, words: Words) -> str:
    said = rules.cleaned(words.said)
    most = rules.MOST_ANSWER_WORDS if words.kind is Kind.ANSWER else rules.MOST_WORDS
    fault = rules.fault_of_words(said, own=queries.whole_names(me.participant), most=most)
    if fault:
        title = _("Something is missing.") if fault is WordsFault.NOTHING else _("This is not sent yet.")
        raise Invalid(title, fields={"said": words_fault(fault)})
    return said


def _may_write(me: PeerMember) -> None:
    now, space = clock.now(), open_still(me.space)
    if not me.standing(space).may_write(now):
        raise Conflict(_("You can't write here now. Look at the page again: it says why. Your words are still here."))
    mine = PeerPost.objects.filter(member__participant_id=me.participant_id, space=space)
    if mine.filter(at__gt=now - timedelta(hours=1)).count() >= rules.MOST_AN_HOUR:
        raise TooMany(
            _("You wrote a lot in the last hour. Take a rest, and go on a bit later. Your words are still here.")
        )
    last = mine.exclude(kind=Kind.ENCOURAGE).order_by("-at").values_list("at", flat=True).first()
    again_at = rules.next_at(last, space.slow_minutes, now)
    if again_at:
        raise TooMany(wait_until(again_at))


def _parent(actor: Actor, me: PeerMember, words: Words) -> UUID | None:
    """What is replied to; a reply to a reply stands under the same post."""
    if words.kind is not Kind.REPLY or words.parent is None:
        return None
    found = queries.post_in(actor, me.space_id, words.parent.id)
    return found.parent or found.id


def _round(me: PeerMember, words: Words) -> PeerRound | None:
    if words.kind is not Kind.ANSWER or words.round is None:
        return None
    found = PeerRound.objects.get(id=words.round.id)
    if found.space_id != me.space_id or found.closes_at <= clock.now():
        raise Conflict(_("This circle is closed. You can still write a post."))
    if PeerPost.objects.filter(round=found, member=me).exclude(state=State.TAKEN_BACK).exists():
        raise Conflict(_("You have answered in this circle already."))
    return found


def raise_concern(post: PeerPost, why: Why) -> PeerConcern:
    """Put a post in the queue; one that stands there keeps the graver reason and the earlier clock."""
    now = clock.now()
    due = rules.due_at(why, now, post.space.look_hours)
    found = PeerConcern.objects.select_for_update().filter(post=post, settled_at=None).first()
    if found is None:
        return PeerConcern.objects.create(
            organization_id=post.organization_id, post=post, space=post.space, why=why, raised_at=now, due_at=due
        )
    found.why, found.due_at = rules.graver(Why(found.why), why), min(found.due_at, due)
    found.save(update_fields=["why", "due_at"])
    return found


@action(allow=is_in_space)
def react(actor: Actor, post: PeerPost, *, kind: str) -> Reacted:
    """Give a post one sign, another one instead, or take it back (empty)."""
    if kind and kind not in set(Reaction):
        raise Invalid(_("Choose one of these."))
    me = _writer(actor, post.space)
    post = queries.post_in(actor, me.space_id, post.id)
    if post.member_id == me.id or not me.standing(open_still(me.space)).may_write(clock.now()):
        raise Conflict(_("You can't give a sign to this."))
    known = PeerReaction.objects.filter(member=me, post=post.id).first()
    repeated = (known.kind if known else "") == kind
    if known and not repeated:
        known.kind, known.at = kind, clock.now()
        known.save(update_fields=["kind", "at"])
    elif not repeated:
        PeerReaction.objects.create(organization_id=me.organization_id, member=me, post=post.id, kind=kind)
    return Reacted(**about(me.space, post.id, me.participant_id), kind=kind, repeated=repeated)


def _is_own_post(actor: Actor, post: PeerPost) -> bool:
    return actor.is_participant and post.member.participant_id == actor.who and post.member.left_at is None


@action(allow=_is_own_post)
def take_back(actor: Actor, post: PeerPost) -> PostTakenBack:
    """Take back one's own words: peers see them no more, the record keeps them."""
    post = locked_post(post)
    repeated = post.state == State.TAKEN_BACK
    if not repeated:
        post.state = State.TAKEN_BACK
        post.save(update_fields=["state"])
    return PostTakenBack(**about_post(post), repeated=repeated)
