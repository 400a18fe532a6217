from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event
from daybridge.medications.events import MedicinesChanged


@dataclass(frozen=True, kw_only=True)
class ResultEntered(MedicinesChanged):
    """`line` is the code of the line that it crosses, where it is recent enough to call for someone; else empty."""

    words = "entered a result"
    test: str
    taken_on: date
    reads: str
    line: str


@dataclass(frozen=True, kw_only=True)
class ResultRead(MedicinesChanged):
    words = "has seen a result"


@dataclass(frozen=True, kw_only=True)
class WarningsOverridden(MedicinesChanged):
    words = "went on over a warning about medicines"
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PackEdited(Event):
    words = "changed a pack of medicine rules"
    pack: str
    number: int


@dataclass(frozen=True, kw_only=True)
class PackSignedOff(Event):
    words = "signed off a pack of medicine rules"
    pack: str
    version: int
    number: int
