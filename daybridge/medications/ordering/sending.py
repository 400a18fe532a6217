"""The one door through which an order leaves: what an e-prescribing network plugs into. docs/e-prescribing.md says how."""

from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from daybridge.medications.ordering.models import MedicineOrder


@dataclass(frozen=True)
class Sent:
    """A pharmacy has it: `reference` is the network's own number for the message."""

    way: str
    reference: str


@dataclass(frozen=True)
class NotSent:
    """It went nowhere: `reason` is a code, `paper` where it is printed and carried."""

    way: str
    reason: str


def send_order(order: MedicineOrder) -> Sent | NotSent:
    """Hand a signed order to the adapter that this installation names (ORDERS_LEAVE_BY)."""
    adapter = import_string(settings.ORDERS_LEAVE_BY)
    return cast(Sent | NotSent, adapter(order))


def on_paper(order: MedicineOrder) -> NotSent:
    """The adapter "print": nothing leaves by wire, the prescriber prints and signs by hand."""
    return NotSent("print", "paper")
