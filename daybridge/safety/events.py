from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class SupportAsked(Event):
    words = "asked for someone"
    kind: str


@dataclass(frozen=True, kw_only=True)
class AlertChanged(Event):
    """Something about an alert that its team's screens, and perhaps the participant's, should show."""

    words = "changed an alert"
    team: tuple[UUID, ...] = ()
    participant_account: UUID | None = None

    def pokes(self) -> Iterable[Poke]:
        yield Poke("alerts", self.subject_id, self.team)
        if self.participant_account:
            yield Poke("answer", self.subject_id, (self.participant_account,))


@dataclass(frozen=True, kw_only=True)
class AlertRaised(AlertChanged):
    words = "raised an alert"
    rule: str
    level: str
    due_at: datetime
    step: str


@dataclass(frozen=True, kw_only=True)
class AlertEscalated(AlertChanged):
    words = "passed an alert that nobody took to the next person"
    to_staff_id: UUID | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class AlertTaken(AlertChanged):
    words = "took an alert"


@dataclass(frozen=True, kw_only=True)
class AlertHandedOver(AlertChanged):
    words = "handed an alert over"
    to_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class ContactAttempted(AlertChanged):
    words = "tried to reach the participant"
    result: str


@dataclass(frozen=True, kw_only=True)
class ParticipantAnswered(AlertChanged):
    words = "wrote an answer to the participant"


@dataclass(frozen=True, kw_only=True)
class AlertClosed(AlertChanged):
    words = "closed an alert"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AlertReopened(AlertChanged):
    words = "opened a closed alert again"
