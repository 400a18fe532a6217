from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StaffHoursTold(Event):
    words = "told the hours that somebody works"
    staff_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class LeaveTold(Event):
    """Why somebody is away is in no event."""

    words = "told that somebody of the staff is away"
    staff_id: UUID
    from_on: date
    until_on: date


@dataclass(frozen=True, kw_only=True)
class LeaveTakenBack(Event):
    words = "took back that somebody of the staff is away"
    staff_id: UUID
