from dataclasses import dataclass
from datetime import datetime

from daybridge.attendance.events import AboutSession


@dataclass(frozen=True, kw_only=True)
class SessionRated(AboutSession):
    """What they gave stands nowhere but in their own row."""

    words = "said how a session was for them"
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class PracticeReported(AboutSession):
    words = "told what became of a session's practice"
    said: str
    saved_at: datetime
