from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class NeedsWritten(Event):
    words = "set what somebody's week must hold"
    number: int
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("week", self.subject_id, self.accounts)
