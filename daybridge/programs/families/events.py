from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SupporterAsked(Event):
    words = "asked a supporter to a family group"
    supporter_id: UUID
    group_id: UUID


@dataclass(frozen=True, kw_only=True)
class FamilyInvitationEnded(Event):
    words = "ended asking a supporter to a family group"
    supporter_id: UUID


@dataclass(frozen=True, kw_only=True)
class FamilyDateAnswered(Event):
    words = "said whether they come to a family group"
    occurrence_id: UUID
    is_coming: bool
