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
class StaffRaised(Event):
    words = "was worried about the participant"


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
class AlertAskedAfter(AlertChanged):
    words = "reminded whoever took an alert and has reached nobody yet"


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


@dataclass(frozen=True, kw_only=True)
class AlertEnded(AlertChanged):
    words = "ended an urgent alert, which waits for a second look"
    outcome: str


@dataclass(frozen=True, kw_only=True)
class FollowedUp(AlertChanged):
    words = "followed an alert up"
    result: str


# --- What a site decides ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class RuleEdited(Event):
    words = "changed a rule that raises alerts"
    rule: str
    number: int


@dataclass(frozen=True, kw_only=True)
class RuleSignedOff(Event):
    words = "signed a rule off"
    rule: str
    version: int
    number: int


@dataclass(frozen=True, kw_only=True)
class LadderEdited(Event):
    words = "changed who is asked about alerts, or the working hours"
    number: int


@dataclass(frozen=True, kw_only=True)
class RosterChanged(Event):
    """Something about who is on call, or when the site is closed."""

    words = "changed the roster"

    def pokes(self) -> Iterable[Poke]:
        yield from ()


@dataclass(frozen=True, kw_only=True)
class ShiftAdded(RosterChanged):
    words = "put someone on call"
    staff_id: UUID
    since: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class ShiftRemoved(RosterChanged):
    words = "took a shift off the roster"


@dataclass(frozen=True, kw_only=True)
class ShiftOffered(RosterChanged):
    words = "offered a shift to a colleague"
    to_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShiftAcknowledged(RosterChanged):
    words = "took a shift over"
    from_staff_id: UUID


@dataclass(frozen=True, kw_only=True)
class HolidayAdded(RosterChanged):
    words = "added a day on which the site is closed"


@dataclass(frozen=True, kw_only=True)
class HolidayRemoved(RosterChanged):
    words = "took back a day on which the site was to be closed"


@dataclass(frozen=True, kw_only=True)
class StaffTold(Event):
    words = "told staff that work waits for them today"
    told: int


@dataclass(frozen=True, kw_only=True)
class GapsFound(Event):
    words = "found hours ahead with nobody on call"
    gaps: int
