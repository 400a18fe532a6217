from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ConcernReported(Event):
    """The words themselves stand in the row."""

    words = "told the care team that they are worried about the participant"
    supporter_id: UUID
    danger: str
