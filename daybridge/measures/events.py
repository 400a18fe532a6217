from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class MeasuresAssigned(Event):
    words = "asked a participant to answer questionnaires"
    count: int


@dataclass(frozen=True, kw_only=True)
class AssignmentWithdrawn(Event):
    words = "took a questionnaire back"
    instrument: str


@dataclass(frozen=True, kw_only=True)
class AnswersKept(Event):
    """Answers came in; `subject_id` is the sheet. `has_critical`: at least one of them is for a human to hear of at once."""

    words = "answered part of a questionnaire"
    part_id: UUID
    instrument: str
    way: str
    on_day: date
    has_critical: bool
    saved_at: datetime

    @property
    def about(self) -> UUID:
        """The participant whose answers these are."""
        assert self.participant_id is not None
        return self.participant_id


@dataclass(frozen=True, kw_only=True)
class SheetFinished(AnswersKept):
    words = "finished a questionnaire"
    is_complete: bool
    #: The first day of the episode that they are in; None outside one.
    admitted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class TabletHandedOver(Event):
    words = "handed the clinic's tablet to a participant"


@dataclass(frozen=True, kw_only=True)
class MeasuresExported(Event):
    words = "exported measures to a file"
    kind: str
