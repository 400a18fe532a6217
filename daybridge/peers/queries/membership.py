"""Who is in which space, whose posts they don't see, and what would tell who somebody is. For the room itself, and for nobody's screen."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.peers import rules
from daybridge.peers.models import PeerAway, PeerMember, PeerModerator, PeerPost, PeerSpace
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import queries as programs
from daybridge.programs.apart.queries import kept_from
from daybridge.programs.calendar.queries import sits_in


def is_enrolled(participant_id: UUID, space: PeerSpace) -> bool:
    """Whether somebody is in a space's program now and, where it is a group's, has a seat in that group."""
    episode = programs.current_episode(participant_id)
    if episode is None or episode.program_id != space.program_id:
        return False
    return space.group_id is None or sits_in(participant_id, space.group_id)


def has_completed(participant_id: UUID, space: PeerSpace) -> bool:
    """Whether somebody was in a space's program and is not in it now."""
    stays = programs.episodes_of(participant_id).filter(program_id=space.program_id)
    return stays.exists() and not stays.filter(ended_on=None).exists()


def may_stay(member: PeerMember) -> bool:
    """Whether a membership still lets its person in. Somebody left out, they come back to it when they may again."""
    space = member.space
    return rules.may_be_here(
        is_enrolled=is_enrolled(member.participant_id, space),
        is_alumnus=member.left_at is None and has_completed(member.participant_id, space),
        alumni_may_stay=space.alumni_may_stay,
    )  # fmt: skip


def memberships_of(participant_id: UUID) -> list[PeerMember]:
    """The spaces that somebody is in, oldest first."""
    found = PeerMember.objects.filter(participant_id=participant_id, left_at=None).select_related("space")
    return list(found.order_by("joined_at"))


def membership(actor: Actor, space_id: UUID) -> PeerMember:
    """The acting participant's own membership of a space that lets them in. Raises NotYours."""
    found = member_of(actor.who, space_id) if actor.is_participant else None
    if found is None or not may_stay(found):
        raise NotYours()
    return found


def member_of(participant_id: UUID, space_id: UUID) -> PeerMember | None:
    found = PeerMember.objects.filter(participant_id=participant_id, space_id=space_id, left_at=None)
    return found.select_related("space", "participant").first()


def space_for(actor: Actor, space_id: UUID) -> PeerSpace:
    """A space that the acting participant may join or is in. Raises NotYours."""
    space = PeerSpace.objects.filter(id=space_id).first()
    if space is None or not actor.is_participant:
        raise NotYours()
    mine = member_of(actor.who, space_id)
    if not (mine and may_stay(mine)) and not (space.closed_at is None and is_enrolled(actor.who, space)):
        raise NotYours()
    return space


def unseen_members(me: PeerMember) -> frozenset[UUID]:
    """The memberships of a space whose posts somebody does not see, former ones of the same people among them."""
    here = PeerMember.objects.filter(space_id=me.space_id)
    mine = list(here.filter(participant_id=me.participant_id).values_list("id", flat=True))
    of_theirs = Q(member__participant_id=me.participant_id) | Q(other__in=mine, is_block=True)
    kept = PeerAway.objects.filter(of_theirs, member__space_id=me.space_id, ended_at=None)
    found = list(kept.values_list("member__participant_id", "other", "is_block"))
    person = dict(here.filter(id__in={other for _who, other, _is in found}).values_list("id", "participant_id"))
    unseen = rules.unseen_by(
        me.participant_id,
        blocks=[(who, person[other]) for who, other, is_block in found if is_block],
        mutes=[(who, person[other]) for who, other, is_block in found if not is_block],
        apart=kept_from(me.participant_id),
    )
    return frozenset(here.filter(participant_id__in=unseen).values_list("id", flat=True))


def post_in(actor: Actor, space_id: UUID, post_id: UUID) -> PeerPost:
    """A post that the acting participant sees in a space of theirs. Raises NotYours, also for one of somebody they don't see."""
    me = membership(actor, space_id)
    found = PeerPost.objects.filter(id=post_id, space_id=space_id).select_related("space", "member", "round").first()
    if found is None:
        raise NotYours()
    # What stands under a post that one does not see is not seen either.
    above = PeerPost.objects.filter(id=found.parent).first() if found.parent else None
    unseen = unseen_members(me)
    if not all(_is_seen(one, me, unseen) for one in (found, above) if one):
        raise NotYours()
    return found


def post_of_worry(actor: Actor, space_id: UUID, post_id: UUID) -> PeerPost:
    """A post that somebody of the space may be worried about: also one that they saw a moment ago and see no more. Raises NotYours."""
    me = membership(actor, space_id)
    found = PeerPost.objects.filter(id=post_id, space_id=me.space_id).exclude(state=rules.State.WAITING)
    post = found.select_related("space", "member", "round").first()
    if post is None:
        raise NotYours()
    return post


def _is_seen(post: PeerPost, me: PeerMember, unseen: Collection[UUID]) -> bool:
    if post.member_id == me.id:
        return post.state != rules.State.TAKEN_BACK
    return post.state == rules.State.SHOWN and post.member_id not in unseen


# --- What would tell who somebody is -----------------------------------------------------------------------------------


def own_names(participant: Participant) -> tuple[str, ...]:
    """What a chosen name of somebody may not hold."""
    known = (
        participant.given_name, participant.family_name, participant.chosen_name, participant.record_number,
        participant.email.partition("@")[0],
    )  # fmt: skip
    return tuple(one for one in known if one)


def whole_names_around(space: PeerSpace, *, without: UUID) -> list[str]:
    """The whole names, and record numbers, of everybody who is or was in a space or is in its program, but one."""
    here = PeerMember.objects.filter(space_id=space.id).values_list("participant_id", flat=True)
    now = programs.in_a_program().filter(program_id=space.program_id)
    found = Participant.objects.filter(id__in=[*here, *now.values_list("participant_id", flat=True)]).exclude(
        id=without
    )
    return [name for one in found for name in whole_names(one)]


def whole_names(participant: Participant) -> tuple[str, ...]:
    """How somebody's own whole name may stand in words, and their record number."""
    named = rules.whole_names(participant.given_name, participant.family_name, participant.chosen_name)
    return (*named, participant.record_number)


# --- Whose screens look again ------------------------------------------------------------------------------------------


def accounts_of(space_id: UUID) -> tuple[UUID, ...]:
    """Members and moderators with an account; who they are stays on the server."""
    phones = PeerMember.objects.filter(space_id=space_id, left_at=None).values_list(
        "participant__account_id", flat=True
    )
    desks = PeerModerator.objects.filter(space_id=space_id, until=None).values_list("staff__account_id", flat=True)
    directors: Iterable[UUID | None] = (one.account_id for one in people.directors())
    return tuple({one for one in (*phones, *desks, *directors) if one})
