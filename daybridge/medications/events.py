from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daybridge.core.events import Event, Poke


@dataclass(frozen=True, kw_only=True)
class MedicinesChanged(Event):
    """Something about a list of medicines that its participant's phone and the team's screens should show."""

    words = "changed a list of medicines"
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("medicines", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class MedicineAdded(MedicinesChanged):
    words = "added a medicine"


@dataclass(frozen=True, kw_only=True)
class MedicineChanged(MedicinesChanged):
    words = "changed a medicine"
    number: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class MedicineStopped(MedicinesChanged):
    words = "stopped a medicine"
    number: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class RefillNoted(MedicinesChanged):
    words = "noted a refill"
    done_on: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class InjectionNoted(MedicinesChanged):
    words = "noted an injection"
    done_on: date | None
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class DoseTold(Event):
    words = "told of a dose of a medicine"
    medicine_id: UUID
    due_on: date
    state: str
    reason: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class SideEffectTold(Event):
    words = "told of a side effect"
    medicine_id: UUID | None
    what: tuple[str, ...]
    strength: str
    wants_call: bool
    on_day: date
    saved_at: datetime
    accounts: tuple[UUID, ...] = ()

    def pokes(self) -> Iterable[Poke]:
        yield Poke("medicines", self.subject_id, self.accounts)


@dataclass(frozen=True, kw_only=True)
class SideEffectRead(MedicinesChanged):
    words = "read what was told of a side effect"
