from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class AvailabilityTold(Event):
    words = "told when they can come"
    saved_at: datetime
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("week", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class AvailabilityConfirmed(Event):
    words = "confirmed when somebody can come"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("week", self.subject_id, self.accounts)
