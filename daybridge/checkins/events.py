from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class EntryKept(Event):
    """Something a participant wrote down; `has_dangers` when it marks what a human may have to hear of."""

    words = "saved an entry"
    episode_id: UUID
    on_day: date
    saved_at: datetime
    has_dangers: bool = False

    @property
    def about(self) -> UUID:
        """The participant who made the entry."""
        assert self.participant_id is not None
        return self.participant_id


@dataclass(frozen=True, kw_only=True)
class CheckInSaved(EntryKept):
    words = "saved a check-in"


@dataclass(frozen=True, kw_only=True)
class EntrySaved(EntryKept):
    words = "saved a worksheet"
    worksheet: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class DiarySet(Event):
    words = "set up what a diary asks"
    number: int
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("diary", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class EntryGoneThrough(Event):
    """A worksheet or the setbacks of a day were looked at with their person."""

    words = "looked at an entry together with its author"
    on_day: date
    in_session: bool
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("diary", self.subject_id, self.accounts)
