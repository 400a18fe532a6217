from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CheckInSaved(Event):
    words = "saved a check-in"
    episode_id: UUID
    on_day: date
    saved_at: datetime

    @property
    def about(self) -> UUID:
        """The participant who made the entry."""
        assert self.participant_id is not None
        return self.participant_id
