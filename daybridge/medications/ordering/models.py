from uuid import UUID

from django.db import models
from django.db.models import Q

from daybridge.core import clock
from daybridge.core.models import TenantModel
from daybridge.medications.ordering.rules import OrderKind


class MedicineOrder(TenantModel):
    """An order as a prescriber signed it, whole (FHIR: MedicationRequest). Only ever added."""

    participant = models.ForeignKey("people.Participant", models.PROTECT, related_name="+")
    participant_id: UUID
    medicine = models.ForeignKey("medications.Medicine", models.PROTECT, related_name="orders")
    medicine_id: UUID
    kind = models.CharField(max_length=6)
    #: `rules.OrderText` as JSON.
    text = models.JSONField()
    language = models.CharField(max_length=2)
    signed_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    signed_by_id: UUID
    signed_at = models.DateTimeField(default=clock.now)
    #: SHA-256, in hexadecimal, of what was signed, by whom and when.
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in OrderKind]), name="kinds_of_orders_are_known"
            )
        ]


class OrderSending(TenantModel):
    """What came of handing an order to whatever sends it. Only ever added."""

    order = models.ForeignKey(MedicineOrder, models.PROTECT, related_name="sendings")
    order_id: UUID
    #: By which adapter, and whether a pharmacy has it now.
    way = models.CharField(max_length=40)
    is_sent = models.BooleanField()
    #: The network's own number where it was sent; else why not, as a code.
    reference = models.CharField(max_length=120)
    made_by = models.ForeignKey("people.Staff", models.PROTECT, related_name="+", db_index=False)
    made_by_id: UUID
    made_at = models.DateTimeField(default=clock.now)
