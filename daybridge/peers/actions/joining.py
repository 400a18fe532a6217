"""Joining a space under a chosen name, agreeing to its rules, leaving it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.peers import queries
from daybridge.peers.access import is_member_self, may_join
from daybridge.peers.actions.telling import about, locked_member, open_still
from daybridge.peers.events import RulesAgreed, SpaceJoined, SpaceLeft, SpaceSeen
from daybridge.peers.models import PeerMember, PeerModerator, PeerSpace, PeerStep
from daybridge.peers.rules import AVATARS, WORDING, Step, fault_of_name
from daybridge.peers.sentences import name_fault
from daybridge.people import queries as people
from daybridge.people.access import nobody_but_the_system
from daybridge.people.models import Participant
from daybridge.people.rules import plain_word


@action(allow=may_join)
def join_space(
    actor: Actor, space: PeerSpace, *, member_id: UUID, name: str, avatar: str, agreed_to: tuple[int, int] | None
) -> SpaceJoined:
    """Join under a chosen name, having agreed to the product's wording and the space's own rules (`agreed_to`: both numbers).

    Raises Invalid (422) for a name that tells who they are or is not free, and where nothing was agreed to.
    """
    me = people.oneself(actor)
    space = open_still(PeerSpace.objects.select_for_update().get(id=space.id))  # two people never take one name at once
    known = PeerMember.objects.filter(id=member_id).first()
    if known and (known.participant_id, known.space_id) != (me.id, space.id):
        raise IdTaken()
    if known:
        return _joined(space, known, repeated=True)
    if queries.member_of(me.id, space.id):
        raise Conflict(_("You are in this space already."))
    name = " ".join(name.split())
    _check(space, me, name, avatar, agreed_to)
    made = PeerMember(
        id=member_id, organization_id=space.organization_id, space=space, participant=me, name=name,
        name_key=plain_word(name), avatar=avatar, wording=WORDING, rules_number=space.rules_number,
        paused_until=_pause_that_holds(space, me),
    )  # fmt: skip
    rows.insert(made)
    _step(made, Step.JOINED)
    return _joined(space, made)


def _check(space: PeerSpace, me: Participant, name: str, avatar: str, agreed_to: tuple[int, int] | None) -> None:
    fault = fault_of_name(name, own=queries.own_names(me), not_free=_not_free(space, me))
    wrong = {
        "name": name_fault(fault) if fault else "",
        "avatar": "" if avatar in AVATARS else _("Choose a picture."),
        "agreed": "" if agreed_to == (WORDING, space.rules_number) else _("Read this and tick it first."),
    }
    if any(wrong.values()):
        raise Invalid(_("Check what you chose."), fields={field: words for field, words in wrong.items() if words})


def _not_free(space: PeerSpace, me: Participant) -> list[str]:
    """Names of peers, former ones too but one's own, of staff who read along, and whole names of people here."""
    peers = PeerMember.objects.filter(space=space).exclude(participant=me).values_list("name", flat=True)
    readers = PeerModerator.objects.filter(space=space, until=None).values_list("staff__name", flat=True)
    staff = [word for name in readers for word in (name, name.split()[0])]
    return [*peers, *staff, _("Moderator"), _("Staff"), *queries.whole_names_around(space, without=me.id)]


def _pause_that_holds(space: PeerSpace, me: Participant) -> datetime | None:
    """A pause is not ended by leaving and coming back; one that a moderator ended does not come back either."""
    last = PeerMember.objects.filter(space=space, participant=me).order_by("-joined_at").first()
    return last.paused_until if last and last.paused_until and last.paused_until > clock.now() else None


def _step(member: PeerMember, step: Step) -> None:
    PeerStep.objects.create(
        organization_id=member.organization_id, member=member, step=step, wording=member.wording,
        rules_number=member.rules_number,
    )  # fmt: skip


def _joined(space: PeerSpace, member: PeerMember, *, repeated: bool = False) -> SpaceJoined:
    return SpaceJoined(
        **about(space, member.id, member.participant_id), wording=member.wording, rules_number=member.rules_number,
        repeated=repeated,
    )  # fmt: skip


@action(allow=is_member_self)
def agree_to_rules(actor: Actor, member: PeerMember, *, agreed_to: tuple[int, int]) -> RulesAgreed:
    """Agree to rules that were changed since; until then they read and do not write."""
    member = locked_member(member)
    if agreed_to != (WORDING, member.space.rules_number):
        raise Invalid(_("The rules have changed again. Read them once more."))
    repeated = not member.standing(member.space).must_agree
    if not repeated:
        member.wording, member.rules_number = agreed_to
        member.save(update_fields=["wording", "rules_number"])
        _step(member, Step.AGREED)
    return RulesAgreed(
        **about(member.space, member.id, member.participant_id, told=False), wording=member.wording,
        rules_number=member.rules_number, repeated=repeated,
    )  # fmt: skip


@action(allow=is_member_self)
def leave_space(actor: Actor, member: PeerMember) -> SpaceLeft:
    """Leave, and take back what was agreed to. What they wrote stays in the record; peers read it as of somebody who left."""
    return _leave(member, Step.LEFT)


@action(allow=nobody_but_the_system)
def end_membership(actor: Actor, member: PeerMember) -> SpaceLeft:
    """A stay is over, and this space keeps no alumni."""
    return _leave(member, Step.ENDED)


def _leave(member: PeerMember, step: Step) -> SpaceLeft:
    member = locked_member(member)
    repeated = member.left_at is not None
    told = about(member.space, member.id, member.participant_id)
    if not repeated:
        member.left_at = clock.now()
        member.save(update_fields=["left_at"])
        _step(member, step)
    return SpaceLeft(**told, repeated=repeated)


@action(allow=is_member_self)
def note_seen(actor: Actor, member: PeerMember, *, at: datetime) -> SpaceSeen:
    """They have the space open: what was there is no longer new."""
    PeerMember.objects.filter(id=member.id, seen_at__lt=at).update(seen_at=at)
    return SpaceSeen(
        organization_id=member.organization_id, subject_id=member.space_id, participant_id=member.participant_id
    )
