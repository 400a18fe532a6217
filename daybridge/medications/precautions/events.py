from dataclasses import dataclass
from datetime import date

from daybridge.medications.events import MedicinesChanged


@dataclass(frozen=True, kw_only=True)
class AllergyStated(MedicinesChanged):
    words = "stated an allergy, or that none is known"
    kind: str


@dataclass(frozen=True, kw_only=True)
class AllergyTakenBack(MedicinesChanged):
    words = "took a statement of an allergy back"


@dataclass(frozen=True, kw_only=True)
class NaloxoneNoted(MedicinesChanged):
    words = "noted naloxone"
    step: str


@dataclass(frozen=True, kw_only=True)
class RegistryLooked(MedicinesChanged):
    words = "logged a look at a prescription monitoring program"
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class PregnancyStated(MedicinesChanged):
    words = "stated what is known of pregnancy and contraception"
