from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CheckInSaved(Event):
    words = "saved a check-in"
    episode_id: UUID
    on_day: date
