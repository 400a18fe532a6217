"""Looking at orders as they were signed, and at what came of them."""

from uuid import UUID

from daybridge.core import sealing
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.medications import on_file
from daybridge.medications.ordering import printing
from daybridge.medications.ordering.models import MedicineOrder
from daybridge.medications.ordering.rules import OrderText, schedule_of
from daybridge.people import queries as people
from daybridge.people.models import Organization


def orders_of(participant_id: UUID, *, most: int = 20) -> list[MedicineOrder]:
    """The last orders, newest first, each with what came of it (`sendings`)."""
    found = MedicineOrder.objects.filter(participant_id=participant_id).select_related("signed_by")
    return list(found.prefetch_related("sendings").order_by("-signed_at")[:most])


def order(actor: Actor, order_id: UUID) -> MedicineOrder:
    """One order for somebody whom this actor may look at. Raises NotYours."""
    visible = people.participants(actor).values("id")
    found = MedicineOrder.objects.filter(id=order_id, participant_id__in=visible)
    one = found.select_related("participant", "signed_by", "medicine").prefetch_related("sendings__made_by").first()
    if one is None:
        raise NotYours()
    return one


def text_of(order: MedicineOrder) -> OrderText:
    return OrderText(**order.text)


def digest_of(order: MedicineOrder) -> str:
    """The seal of what was signed."""
    about = {"participant": order.participant_id, "medicine": order.medicine_id, "kind": order.kind}
    return sealing.digest_of(order.text, signed_by=order.signed_by_id, signed_at=order.signed_at, about=about)


def is_whole(order: MedicineOrder) -> bool:
    return order.digest == digest_of(order)


def usual_schedule(name: str) -> str:
    """The schedule that the lists on file have for a medicine; a prescriber corrects it on the order."""
    return schedule_of(name, [(one.schedule, one.names) for one in on_file.controlled()])


def as_pdf(order: MedicineOrder, organization: Organization) -> bytes:
    """The order on paper, which says so where its seal does not fit."""
    return printing.as_pdf(order, organization, is_whole=is_whole(order))
