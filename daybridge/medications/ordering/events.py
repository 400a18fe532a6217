from dataclasses import dataclass
from uuid import UUID

from daybridge.medications.events import MedicinesChanged


@dataclass(frozen=True, kw_only=True)
class OrderSigned(MedicinesChanged):
    words = "signed an order for a medicine"
    medicine_id: UUID
    kind: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class OrderHandedOver(MedicinesChanged):
    words = "handed an order over to be sent or printed"
    way: str
    is_sent: bool
