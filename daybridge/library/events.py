from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PieceAssigned(Event):
    words = "gave a participant something of the library"
    code: str


@dataclass(frozen=True, kw_only=True)
class PieceTakenBack(Event):
    words = "took something of the library back"
    code: str


@dataclass(frozen=True, kw_only=True)
class PieceOpened(Event):
    """A line of a visit came in; `subject_id` is the line, `helped` is empty where nothing was said of it."""

    words = "opened something of the library"
    visit_id: UUID
    code: str
    way: str
    is_done: bool
    helped: str
    saved_at: datetime
