"""What staff see of spaces: chosen names. Who is behind one is shown after a step that was written down, and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.peers.models import (
    PeerConcern,
    PeerMember,
    PeerModeration,
    PeerModerator,
    PeerPost,
    PeerReport,
    PeerRules,
    PeerSpace,
)
from daybridge.peers.rules import Deed, Encouragement, Why
from daybridge.peers.sentences import ENCOURAGEMENTS
from daybridge.people import queries as people
from daybridge.people.models import Participant, Staff
from daybridge.people.rules import Role

_MOST_IN_QUEUE, _MOST_OF_SPACE, _MOST_DEEDS, _MOST_HANDED_ON = 100, 40, 60, 20
_HANDED_ON_STAYS_DAYS = 7
#: Of what a care team was told; all of it stands in the person's record.
MOST_TOLD = 50


@dataclass(frozen=True)
class LookedAfter:
    """A space with how many people are in it, how many posts wait for a moderator, and when the first is due."""

    space: PeerSpace
    people: int
    waiting: int
    first_due: datetime | None


def looked_after(actor: Actor) -> list[LookedAfter]:
    """The spaces that a member of staff looks after; a director: all."""
    found = list(_moderated(actor).select_related("program", "group").order_by("closed_at", "name"))
    queued = PeerConcern.objects.filter(settled_at=None, space__in=found).values_list("space_id")
    waiting = {space_id: (count, due) for space_id, count, due in queued.annotate(Count("id"), Min("due_at"))}
    here = PeerMember.objects.filter(left_at=None, space__in=found).values_list("space_id")
    people = dict(here.annotate(Count("id")))
    return [LookedAfter(one, people.get(one.id, 0), *waiting.get(one.id, (0, None))) for one in found]


def _moderated(actor: Actor) -> QuerySet[PeerSpace]:
    if not actor.is_staff:
        return PeerSpace.objects.none()
    if actor.has_role(Role.DIRECTOR):
        return PeerSpace.objects.all()
    mine = PeerModerator.objects.filter(staff_id=actor.who, until=None).values("space_id")
    return PeerSpace.objects.filter(id__in=mine)


def moderated_space(actor: Actor, space_id: UUID) -> PeerSpace:
    """A space that this member of staff looks after. Raises NotYours."""
    found = _moderated(actor).select_related("program", "group").filter(id=space_id).first()
    if found is None:
        raise NotYours()
    return found


def moderators_of(space: PeerSpace) -> list[Staff]:
    """The staff who look after a space, the longest there first."""
    found = PeerModerator.objects.filter(space=space, until=None).select_related("staff").order_by("since", "id")
    return [one.staff for one in found]


def directors(system: Actor) -> list[Staff]:
    """Who answers for a queue that nobody else answers."""
    return [people.staff_member(system, one.staff_id) for one in people.directors()]


def concern_about(post_id: UUID) -> PeerConcern | None:
    """What stands in the queue about a post."""
    return PeerConcern.objects.select_related("space").filter(post_id=post_id, settled_at=None).first()


def late_concerns(*, since: datetime, until: datetime) -> list[PeerConcern]:
    """What stands in a queue although it was due between these moments."""
    return list(PeerConcern.objects.filter(settled_at=None, due_at__gt=since, due_at__lte=until).order_by("due_at"))


def own_rules(space: PeerSpace) -> PeerRules | None:
    """A space's own rules that hold, in both languages."""
    return PeerRules.objects.filter(space=space, number=space.rules_number).first()


def post_to_moderate(actor: Actor, post_id: UUID) -> PeerPost:
    """A post in a space that this member of staff looks after. Raises NotYours."""
    found = PeerPost.objects.filter(id=post_id, space__in=_moderated(actor)).select_related("space", "member").first()
    if found is None:
        raise NotYours()
    return found


@dataclass(frozen=True)
class Said:
    """What peers said in a report; not who."""

    id: UUID
    why: str
    words: str
    at: datetime


@dataclass(frozen=True)
class QueueRow:
    """A post as a moderator sees it: under its chosen name, with why it stands there, and what was done about it."""

    post: PeerPost
    name: str
    avatar: str
    words: str
    paused_until: datetime | None
    has_left: bool
    concern: PeerConcern | None
    reports: Sequence[Said]
    deeds: Sequence[PeerModeration]
    #: What it replies to.
    parent: str = ""


def queue(actor: Actor) -> list[QueueRow]:
    """What waits for a moderator, the earliest due first."""
    found = PeerConcern.objects.filter(settled_at=None, space__in=_moderated(actor)).order_by("due_at", "raised_at")
    concerns = list(found.select_related("post__member", "post__space")[:_MOST_IN_QUEUE])
    return _rows([one.post for one in concerns], {one.post_id: one for one in concerns})


def handed_on(actor: Actor) -> list[QueueRow]:
    """Posts that a care team was told of by a moderator of late, the newest first."""
    lately = clock.now() - timedelta(days=_HANDED_ON_STAYS_DAYS)
    told = PeerModeration.objects.filter(deed=Deed.ESCALATE, at__gte=lately, space__in=_moderated(actor))
    found = told.select_related("post__member", "post__space").order_by("-at", "-id")[:_MOST_HANDED_ON]
    return _rows(list({one.post.id: one.post for one in found if one.post}.values()), {})


def page_of_space(space: PeerSpace) -> list[QueueRow]:
    """The newest posts of a space, those that peers don't see among them, as its moderators read along."""
    found = PeerPost.objects.filter(space=space).select_related("member", "space").order_by("-at", "-id")
    posts = list(found[:_MOST_OF_SPACE])
    open_ones = PeerConcern.objects.filter(post__in=posts, settled_at=None)
    return _rows(posts, {one.post_id: one for one in open_ones})


def one_row(post: PeerPost) -> QueueRow:
    return _rows([post], {one.post_id: one for one in PeerConcern.objects.filter(post=post, settled_at=None)})[0]


def _rows(posts: Sequence[PeerPost], concerns: dict[UUID, PeerConcern]) -> list[QueueRow]:
    ids = [one.id for one in posts]
    said: dict[UUID, list[Said]] = {}
    for one in PeerReport.objects.filter(post__in=ids).order_by("at"):
        said.setdefault(one.post, []).append(Said(one.id, one.why, one.words, one.at))
    done: dict[UUID | None, list[PeerModeration]] = {}
    for deed in PeerModeration.objects.filter(post_id__in=ids).select_related("staff").order_by("at"):
        done.setdefault(deed.post_id, []).append(deed)
    parents = dict(
        PeerPost.objects.filter(id__in=[one.parent for one in posts if one.parent]).values_list("id", "words")
    )
    return [
        QueueRow(
            one, one.member.name, one.member.avatar, _words(one), one.member.paused_until,
            one.member.left_at is not None, concerns.get(one.id), said.get(one.id, []), done.get(one.id, []),
            parents.get(one.parent, "") if one.parent else "",
        )
        for one in posts
    ]  # fmt: skip


def _words(post: PeerPost) -> str:
    return str(ENCOURAGEMENTS[Encouragement(post.ready)]) if post.ready else post.words


def moderation_of(space: PeerSpace) -> list[PeerModeration]:
    """What was done in a space, newest first."""
    found = PeerModeration.objects.filter(space=space).select_related("staff", "member").order_by("-at")
    return list(found[:_MOST_DEEDS])


@dataclass(frozen=True)
class Behind:
    """Who is behind a chosen name; made only where looking was written down."""

    name: str
    participant_id: UUID


def behind(actor: Actor, member: PeerMember) -> Behind:
    """Who a member is, for whoever has written down why they look. Raises NotYours for anybody else."""
    looked = PeerModeration.objects.filter(member=member, staff_id=actor.who, deed=Deed.LOOK_BEHIND)
    if not looked.exists():
        raise NotYours()
    return Behind(member.participant.name, member.participant_id)


def member_to_moderate(actor: Actor, member_id: UUID) -> PeerMember:
    """A member of a space that this member of staff looks after. Raises NotYours."""
    found = PeerMember.objects.filter(id=member_id, space__in=_moderated(actor)).select_related("space", "participant")
    one = found.first()
    if one is None:
        raise NotYours()
    return one


@dataclass(frozen=True)
class ToldToTeam:
    """A post of somebody's that their care team was told of: its words and why, without the name it stood under."""

    words: str
    at: datetime
    space: str
    state: str
    #: What a moderator said; empty where a peer was worried.
    reason: str
    by: str
    told_at: datetime


def told_to_team(participant: Participant, *, most: int = MOST_TOLD) -> list[ToldToTeam]:
    """What moderators and worried peers had a care team told of, newest first. Nothing else of a space is a care team's to read."""
    told = PeerModeration.objects.filter(member__participant=participant, deed=Deed.ESCALATE, post__isnull=False)
    by_staff = [
        ToldToTeam(_words(one.post), one.post.at, one.space.called, one.post.state, one.reason, str(one.staff), one.at)
        for one in told.select_related("post", "space", "staff").order_by("-at", "-id")[:most]
        if one.post
    ]
    theirs = PeerPost.objects.filter(member__participant=participant)
    worries = PeerReport.objects.filter(post__in=theirs.values("id"), why=Why.DANGER).order_by("-at", "-id")
    reports = list(worries[:most])
    posts = theirs.select_related("space").in_bulk([one.post for one in reports])
    by_peers = [
        ToldToTeam(_words(post), post.at, post.space.called, post.state, "", "", one.at)
        for one in reports
        if (post := posts[one.post])
    ]
    return sorted([*by_staff, *by_peers], key=lambda one: one.told_at, reverse=True)[:most]
