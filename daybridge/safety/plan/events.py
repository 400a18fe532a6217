from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class SafetyPlanChanged(Event):
    """Something about a safety plan that its participant's phone and the team's screens should show."""

    words = "changed a safety plan"
    number: int
    saved_at: datetime
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("plan", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class SafetyPlanWritten(SafetyPlanChanged):
    words = "wrote a version of a safety plan"
    is_by_staff: bool = False


@dataclass(frozen=True, kw_only=True)
class SafetyPlanSigned(SafetyPlanChanged):
    words = "signed their own safety plan"


@dataclass(frozen=True, kw_only=True)
class SafetyPlanCountersigned(SafetyPlanChanged):
    words = "signed a safety plan as clinician"


@dataclass(frozen=True, kw_only=True)
class SafetyPlanAgreedInPerson(SafetyPlanChanged):
    words = "witnessed that a participant agreed to their safety plan in person"


@dataclass(frozen=True, kw_only=True)
class SafetyPlanReviewed(SafetyPlanChanged):
    words = "looked at a safety plan again and left it as it is"


@dataclass(frozen=True, kw_only=True)
class SafetyPlanDraftDropped(SafetyPlanChanged):
    words = "dropped a draft of a safety plan"


@dataclass(frozen=True, kw_only=True)
class HelpAskedFor(Event):
    """The words themselves stand in the row."""

    words = "said how a supporter can help"
    supporter_id: UUID
    ways: int
