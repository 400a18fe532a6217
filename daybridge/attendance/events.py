from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class AboutSession(Event):
    """Something was told of a session; `accounts` are those whose screens look again."""

    words = "told something of a session"
    occurrence_id: UUID
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("session", self.occurrence_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class PresenceMarked(AboutSession):
    words = "told that somebody came to a session or left it"
    way: str
    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EverybodyMarked(AboutSession):
    words = "told that everybody came to a session"
    at: datetime
    people: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class PresenceCorrected(AboutSession):
    """`missing`: them, where they were not there and had not said so."""

    words = "corrected somebody's presence in a session"
    minutes: int
    on_day: date
    missing: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ParticipantExcused(AboutSession):
    """`holds`: false where an excuse was taken back. `missing`: them, where they were not there."""

    words = "excused somebody from a session"
    holds: bool
    on_day: date
    missing: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ComingPromised(AboutSession):
    words = "said that they will come to a session"


@dataclass(frozen=True, kw_only=True)
class SessionBegun(AboutSession):
    words = "began a session"
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SessionEnded(AboutSession):
    """A session is over, and how it went for everybody is worked out. `missing`: who did not come and had not said so."""

    words = "ended a session"
    on_day: date
    at: datetime
    by_clock: bool = False
    missing: tuple[UUID, ...] = ()


@dataclass(frozen=True, kw_only=True)
class BreakBegun(AboutSession):
    words = "began a break of a session"


@dataclass(frozen=True, kw_only=True)
class BreakEnded(AboutSession):
    words = "ended a break of a session"


@dataclass(frozen=True, kw_only=True)
class BreaksCorrected(AboutSession):
    """`breaks`: those that there really were, as ISO 8601 intervals."""

    words = "corrected the breaks of a session"
    breaks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FacilitatorAdded(AboutSession):
    """`takes_over`: whoever led it until then leads it no longer."""

    words = "had a colleague lead a session"
    staff_id: UUID
    takes_over: bool = False


@dataclass(frozen=True, kw_only=True)
class GuestNoted(AboutSession):
    """`subject_id` is what was said; of whom it is a guest, `participant_id`."""

    words = "said whether a guest came to a session"
    has_come: bool
