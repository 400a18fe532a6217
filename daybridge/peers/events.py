from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class SpaceChanged(Event):
    """Something in a space that open screens of its members and moderators should show. A poke names the space and nobody."""

    words = "changed a peer space"
    space_id: UUID
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("peers", self.space_id, self.accounts)

    def facts(self) -> dict[str, object]:
        """Whose screens were told is nothing to write down: it would be who is in the space."""
        return {name: value for name, value in super().facts().items() if name != "accounts"}


@dataclass(frozen=True, kw_only=True)
class SpaceOpened(SpaceChanged):
    words = "opened a peer space"


@dataclass(frozen=True, kw_only=True)
class SpaceClosed(SpaceChanged):
    words = "closed a peer space"


@dataclass(frozen=True, kw_only=True)
class SpaceJoined(SpaceChanged):
    words = "joined a peer space and agreed to its rules"
    wording: int
    rules_number: int


@dataclass(frozen=True, kw_only=True)
class RulesAgreed(SpaceChanged):
    words = "agreed to the rules of a peer space"
    wording: int
    rules_number: int


@dataclass(frozen=True, kw_only=True)
class SpaceLeft(SpaceChanged):
    words = "left a peer space"


@dataclass(frozen=True, kw_only=True)
class SpaceSeen(Event):
    words = "read what is new in a peer space"


@dataclass(frozen=True, kw_only=True)
class Posted(SpaceChanged):
    words = "wrote in a peer space"
    kind: str
    state: str


@dataclass(frozen=True, kw_only=True)
class PostTakenBack(SpaceChanged):
    words = "took back what they wrote in a peer space"


@dataclass(frozen=True, kw_only=True)
class Reacted(SpaceChanged):
    words = "gave a sign to a post in a peer space"
    kind: str


@dataclass(frozen=True, kw_only=True)
class PeerKeptAway(SpaceChanged):
    words = "muted or blocked a peer"
    is_block: bool


@dataclass(frozen=True, kw_only=True)
class PeerLetIn(SpaceChanged):
    words = "ended a mute or block of a peer"


@dataclass(frozen=True, kw_only=True)
class PostReported(SpaceChanged):
    """`participant_id` is who reported; no screen of a peer is ever told that."""

    words = "reported a post in a peer space"
    why: str
    post_id: UUID


@dataclass(frozen=True, kw_only=True)
class PeerWorriedAbout(SpaceChanged):
    """A peer, or a moderator, thinks that whoever wrote a post (`participant_id`) may need somebody: it calls for their team."""

    words = "had the care team told of a post in a peer space"
    post_id: UUID
    #: What it is about as one worry: peers' is about the post, each of a moderator's is its own.
    worry_id: UUID
    is_by_peer: bool
    on_day: date


@dataclass(frozen=True, kw_only=True)
class RulesWritten(SpaceChanged):
    words = "wrote rules of a peer space"
    number: int


@dataclass(frozen=True, kw_only=True)
class CircleOpened(SpaceChanged):
    words = "opened a check-in circle in a peer space"


@dataclass(frozen=True, kw_only=True)
class PostModerated(SpaceChanged):
    words = "moderated a post in a peer space"
    deed: str


@dataclass(frozen=True, kw_only=True)
class MemberModerated(SpaceChanged):
    words = "moderated a member of a peer space"
    deed: str


@dataclass(frozen=True, kw_only=True)
class NameLookedBehind(SpaceChanged):
    words = "looked who is behind a name in a peer space"
