from dataclasses import dataclass
from datetime import datetime

from daybridge.core.events import Event
from daybridge.medications.events import MedicinesChanged


@dataclass(frozen=True, kw_only=True)
class TakingSaid(MedicinesChanged):
    words = "told which medicines they take"
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReconcilingKept(Event):
    words = "went on with reconciling a list of medicines"
    revision: int


@dataclass(frozen=True, kw_only=True)
class MedicinesReconciled(MedicinesChanged):
    words = "reconciled a list of medicines"
    occasion: str
    digest: str
    line_count: int
