"""What a participant's device gets of a space: voices, words and signs. No row of a table leaves this file, and no id but opaque ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.errors import NotYours
from daybridge.peers import rules
from daybridge.peers.models import (
    PeerAway,
    PeerMember,
    PeerModeration,
    PeerModerator,
    PeerPost,
    PeerReaction,
    PeerRound,
    PeerRules,
    PeerSpace,
)
from daybridge.peers.queries.membership import is_enrolled, may_stay, memberships_of, unseen_members
from daybridge.peers.rules import Deed, Encouragement, Reaction, State
from daybridge.peers.sentences import ENCOURAGEMENTS, REACTIONS
from daybridge.programs import queries as programs


@dataclass(frozen=True)
class Voice:
    """Somebody as a peer knows them: an id of this space alone, a chosen name, a picture. Without an id where a peer may not be named."""

    key: UUID | None
    name: str
    avatar: str
    is_me: bool = False


@dataclass(frozen=True)
class Sign:
    """A gentle sign under a post: which, and from whom; no number."""

    code: str
    words: str
    names: str
    is_mine: bool


@dataclass(frozen=True)
class ShownPost:
    id: UUID
    voice: Voice
    kind: str
    words: str
    at: datetime
    is_unnamed: bool
    #: For its writer alone: that it waits, or that it was hidden, and why.
    state: str = ""
    hidden_why: str = ""
    signs: Sequence[Sign] = ()
    replies: "Sequence[ShownPost]" = ()
    more_replies: int = 0
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def mine(self) -> str:
        """Which sign the reader gave."""
        return next((one.code for one in self.signs if one.is_mine), "")


@dataclass(frozen=True)
class Circle:
    """A check-in circle: what is asked, who has answered, whether the reader has."""

    id: UUID
    asks: str
    closes_at: datetime
    is_open: bool
    answers: Sequence[ShownPost]
    has_answered: bool


@dataclass(frozen=True)
class SpaceCard:
    """A space as somebody reads of it before they are in, and in their list."""

    id: UUID
    name: str
    about: str
    #: Names of the staff who read along.
    readers: Sequence[str]
    is_member: bool = False
    is_new: bool = False
    alumni_may_stay: bool = False
    is_premoderated: bool = False


@dataclass(frozen=True)
class Feed:
    """A page of a space. `before` is what the next older page begins before; None where there is none."""

    space: SpaceCard
    me: Voice
    standing: rules.Standing
    may_write: bool
    posts: Sequence[ShownPost]
    circles: Sequence[Circle] = ()
    before: UUID | None = None
    #: The last words of a moderator to the reader.
    warned: tuple[str, datetime] | None = None
    is_paused: bool = False


# --- Lists -----------------------------------------------------------------------------------------------------------


def spaces_for(participant_id: UUID) -> list[SpaceCard]:
    """The spaces that somebody is in, then those they may join."""
    mine = [one for one in memberships_of(participant_id) if may_stay(one)]
    found = [_card(one.space, is_member=True, is_new=is_new(one)) for one in mine]
    episode = programs.current_episode(participant_id)
    if episode is None:
        return found
    more = PeerSpace.objects.filter(program_id=episode.program_id, closed_at=None).order_by("opened_at")
    joined = {one.space_id for one in mine}
    return found + [_card(one) for one in more if one.id not in joined and is_enrolled(participant_id, one)]


def _card(space: PeerSpace, *, is_member: bool = False, is_new: bool = False) -> SpaceCard:
    readers = PeerModerator.objects.filter(space=space, until=None).select_related("staff").order_by("since")
    return SpaceCard(
        space.id, space.called, _in_language(space, "about"), [one.staff.name for one in readers], is_member, is_new,
        space.alumni_may_stay, space.is_premoderated,
    )  # fmt: skip


def _in_language(row: Any, name: str) -> str:
    spanish = getattr(row, f"{name}_es") if get_language() == "es" else ""
    return spanish or getattr(row, name)


def rules_of(space: PeerSpace) -> str:
    """A space's own rules that hold, in the reader's language; empty where it has none."""
    found = PeerRules.objects.filter(space=space, number=space.rules_number).first()
    return _in_language(found, "words") if found else ""


def has_news(participant_id: UUID) -> bool:
    """Whether a peer wrote something in a space of theirs since they last looked."""
    return any(is_new(one) for one in memberships_of(participant_id) if may_stay(one))


def is_new(me: PeerMember) -> bool:
    """Whether something of a peer's that they see has come up since they last looked: written, or let through by a moderator."""
    since = PeerModeration.objects.filter(space_id=me.space_id, at__gt=me.seen_at, deed=Deed.RELEASE)
    released = list(since.values_list("post_id", flat=True))
    found = PeerPost.objects.filter(Q(at__gt=me.seen_at) | Q(id__in=released), space_id=me.space_id, state=State.SHOWN)
    if not found.exclude(member=me).exists():
        return False
    return found.exclude(member_id__in=[me.id, *unseen_members(me)]).exists()


def has_changed(me: PeerMember) -> bool:
    """Whether anything was written or moderated in their space since they last looked: a note that leads here was perhaps of it."""
    written = PeerPost.objects.filter(space_id=me.space_id, at__gt=me.seen_at).exclude(member=me)
    return written.exists() or PeerModeration.objects.filter(space_id=me.space_id, at__gt=me.seen_at).exists()


# --- A page ----------------------------------------------------------------------------------------------------------


class _Page:
    """What is read once for a page: who is here, whom the reader does not see."""

    def __init__(self, me: PeerMember) -> None:
        self.me, self.space = me, me.space
        self.unseen = unseen_members(me)
        found = PeerMember.objects.filter(space_id=me.space_id).values_list("id", "name", "avatar", "left_at")
        self.here = {key: (name, avatar, left_at is not None) for key, name, avatar, left_at in found}

    def visible(self) -> Any:
        """Posts that the reader may see: those of others that are shown, and their own but for those they took back."""
        of_others = Q(state=State.SHOWN) & ~Q(member_id__in=[self.me.id, *self.unseen])
        own = Q(member_id=self.me.id) & ~Q(state=State.TAKEN_BACK)
        return PeerPost.objects.filter(of_others | own, space_id=self.space.id)

    def voice(self, member_id: UUID, *, is_unnamed: bool = False) -> Voice:
        name, avatar, is_gone = self.here[member_id]
        is_me = member_id == self.me.id
        if is_unnamed:
            return Voice(None, _("You, without a name") if is_me else _("Somebody, without a name"), "circle", is_me)
        if is_gone:
            return Voice(None, _("Somebody who left"), "circle")
        return Voice(member_id, name, avatar, is_me)

    def shown(
        self, posts: Iterable[PeerPost], *, replies: Mapping[UUID, list[PeerPost]], most: int | None
    ) -> list[ShownPost]:
        posts = list(posts)
        parts = {one.id: replies.get(one.id, [])[-most:] if most else replies.get(one.id, []) for one in posts}
        every = [*posts, *(reply for one in posts for reply in parts[one.id])]
        signs, whys = self._signs([one.id for one in every]), self._whys(every)
        return [
            self._one(
                one, signs, whys, [self._one(reply, signs, whys) for reply in parts[one.id]],
                len(replies.get(one.id, [])) - len(parts[one.id]),
            )
            for one in posts
        ]  # fmt: skip

    def _one(
        self, post: PeerPost, signs: Mapping[UUID, list[Sign]], whys: Mapping[UUID, str],
        replies: Sequence[ShownPost] = (), more: int = 0,
    ) -> ShownPost:  # fmt: skip
        words = str(ENCOURAGEMENTS[Encouragement(post.ready)]) if post.ready else post.words
        return ShownPost(
            post.id, self.voice(post.member_id, is_unnamed=post.is_unnamed), post.kind, words, post.at, post.is_unnamed,
            self._state(post), whys.get(post.id, ""), signs.get(post.id, ()), replies, more, post.answered_at, post.answer,
        )  # fmt: skip

    def _state(self, post: PeerPost) -> str:
        """How a post of their own stands; a peer's is shown and no more is said."""
        if post.member_id != self.me.id or post.state == State.SHOWN:
            return ""
        is_told = post.state == State.HIDDEN or rules.looks_waiting(
            State(post.state), is_premoderated=self.space.is_premoderated
        )
        return post.state if is_told else ""

    def _whys(self, posts: Iterable[PeerPost]) -> dict[UUID, str]:
        hidden = [one.id for one in posts if one.member_id == self.me.id and one.state == State.HIDDEN]
        found = PeerModeration.objects.filter(post_id__in=hidden, deed=Deed.HIDE).order_by("at")
        return {one.post_id: one.reason for one in found if one.post_id} if hidden else {}

    def _signs(self, post_ids: Sequence[UUID]) -> dict[UUID, list[Sign]]:
        """Under each post each sign once, with who gave it: in the order of the signs and never by how many."""
        given: dict[UUID, dict[str, list[Voice]]] = {}
        found = PeerReaction.objects.filter(post__in=post_ids).exclude(kind="").exclude(member_id__in=self.unseen)
        for one in found.order_by("at"):
            voice = self.voice(one.member_id)
            if voice.key:
                given.setdefault(one.post, {}).setdefault(one.kind, []).append(voice)
        return {
            post_id: [
                Sign(code.value, str(REACTIONS[code]), _names(by[code.value]), any(one.is_me for one in by[code.value]))
                for code in Reaction
                if code.value in by
            ]
            for post_id, by in given.items()
        }

    def replies_to(self, post_ids: Sequence[UUID]) -> dict[UUID, list[PeerPost]]:
        found: dict[UUID, list[PeerPost]] = {}
        for one in self.visible().filter(parent__in=post_ids).order_by("at", "id"):
            found.setdefault(one.parent, []).append(one)
        return found

    def circles(self, now: datetime) -> list[Circle]:
        """The circle that is open; else the last one while it is not older than three days."""
        rounds = PeerRound.objects.filter(space_id=self.space.id).order_by("-opened_at")[:1]
        found = []
        for one in rounds:
            if one.closes_at < now and (now - one.closes_at).days >= _CIRCLE_STAYS_DAYS:
                continue
            answers = list(self.visible().filter(round_id=one.id).order_by("at", "id"))
            shown = self.shown(answers, replies={}, most=None)
            has_answered = any(answer.member_id == self.me.id for answer in answers)
            found.append(
                Circle(one.id, _in_language(one, "asks"), one.closes_at, one.closes_at > now, shown, has_answered)
            )
        return found


_CIRCLE_STAYS_DAYS, _NAMES_SHOWN = 3, 3


def _names(voices: Sequence[Voice]) -> str:
    """Who gave a sign: a few names, and that there are others, without a number."""
    named = [_("you") if one.is_me else one.name for one in sorted(voices, key=lambda one: not one.is_me)]
    shown = ", ".join(named[:_NAMES_SHOWN])
    return _("%(names)s and others") % {"names": shown} if len(named) > _NAMES_SHOWN else shown


def feed(me: PeerMember, *, before: UUID | None = None) -> Feed:
    """A page of a space as one of its members sees it, newest first; `before`: what is older than a post."""
    page, now = _Page(me), clock.now()
    found = page.visible().filter(parent=None, round=None)
    edge = PeerPost.objects.filter(id=before, space_id=me.space_id).values_list("at", "id").first() if before else None
    if edge:
        found = found.filter(Q(at__lt=edge[0]) | Q(at=edge[0], id__lt=edge[1]))
    posts = list(found.order_by("-at", "-id")[: rules.ON_A_PAGE + 1])
    older, posts = len(posts) > rules.ON_A_PAGE, posts[: rules.ON_A_PAGE]
    shown = page.shown(posts, replies=page.replies_to([one.id for one in posts]), most=rules.REPLIES_SHOWN)
    circles = [] if edge else page.circles(now)
    return _feed(page, shown, now, circles=circles, before=posts[-1].id if older else None)


def thread(me: PeerMember, post: PeerPost) -> Feed:
    """One post with everything that was said to it; a reply leads to what it replies to."""
    page, now = _Page(me), clock.now()
    top = post if post.parent is None else PeerPost.objects.get(id=post.parent)
    shown = page.shown([top], replies=page.replies_to([top.id]), most=None)
    return _feed(page, shown, now)


def _feed(
    page: _Page,
    posts: Sequence[ShownPost],
    now: datetime,
    *,
    circles: Sequence[Circle] = (),
    before: UUID | None = None,
) -> Feed:
    me, space = page.me, page.space
    standing = me.standing(space)
    last = PeerModeration.objects.filter(member=me, deed=Deed.WARN).order_by("-at").first()
    return Feed(
        _card(space, is_member=True), page.voice(me.id), standing, standing.may_write(now), posts, circles, before,
        (last.reason, last.at) if last else None, standing.is_paused(now),
    )  # fmt: skip


def kept_away(me: PeerMember) -> list[tuple[Voice, bool]]:
    """Whom somebody mutes or blocks (true), to let them in again: since before they left and came back, too."""
    page = _Page(me)
    found = PeerAway.objects.filter(
        member__participant_id=me.participant_id, member__space_id=me.space_id, ended_at=None
    )
    kept: dict[UUID, bool] = {}
    for other, is_block in found.order_by("since").values_list("other", "is_block"):
        kept[other] = kept.get(other, False) or is_block
    voices = [(page.voice(other), is_block) for other, is_block in kept.items()]
    return [(voice, is_block) for voice, is_block in voices if voice.key]


def circle(space_id: UUID, round_id: UUID) -> PeerRound:
    """A check-in circle of a space. Raises NotYours."""
    found = PeerRound.objects.filter(id=round_id, space_id=space_id).first()
    if found is None:
        raise NotYours()
    return found
