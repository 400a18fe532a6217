from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class ReferralChanged(Event):
    """Something about a referral that open intake boards should show."""

    words = "changed a referral"
    boards: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("referrals", self.subject_id, self.boards)


@dataclass(frozen=True, kw_only=True)
class ReferralReceived(ReferralChanged):
    words = "took in a referral"
    came_by: str
    answer_due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReferralCallLogged(ReferralChanged):
    words = "logged a call about a referral"
    call_with: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ScreeningStarted(ReferralChanged):
    words = "began to screen a referral"


@dataclass(frozen=True, kw_only=True)
class ReferralAccepted(ReferralChanged):
    words = "accepted a referral"


@dataclass(frozen=True, kw_only=True)
class ReferralPutOnWaitingList(ReferralChanged):
    words = "put a referral on the waiting list"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReferralDeclined(ReferralChanged):
    words = "declined a referral"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReferralWithdrawn(ReferralChanged):
    words = "withdrew a referral"
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReferralReopened(ReferralChanged):
    words = "opened a referral again"


@dataclass(frozen=True, kw_only=True)
class KnownPersonLinked(ReferralChanged):
    words = "joined a referral to someone on record"


@dataclass(frozen=True, kw_only=True)
class TreatedAsNewPerson(ReferralChanged):
    words = "took the person referred as someone new"


@dataclass(frozen=True, kw_only=True)
class ReferralAdmitted(ReferralChanged):
    words = "ended a referral with an admission"
    episode_id: UUID
