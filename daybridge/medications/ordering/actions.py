"""Signing orders, and handing them over."""

from dataclasses import asdict
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import IdTaken, Invalid
from daybridge.medications.access import looks_after_medicines_of, signs_orders_of
from daybridge.medications.models import Medicine
from daybridge.medications.ordering import queries, rules
from daybridge.medications.ordering.events import OrderHandedOver, OrderSigned
from daybridge.medications.ordering.models import MedicineOrder, OrderSending
from daybridge.medications.ordering.rules import OrderText
from daybridge.medications.ordering.sending import Sent, send_order
from daybridge.medications.ordering.sentences import fault_in_words
from daybridge.people import queries as people


@action(allow=signs_orders_of)
def sign_order(actor: Actor, medicine: Medicine, *, order_id: UUID, text: OrderText) -> OrderSigned:
    """A prescriber signs an order for a medicine on somebody's list; the page has asked for a fresh proof of who signs.

    The form makes `order_id`, so that one sent twice counts once. Raises Invalid (422) for what can't be.
    """
    text = rules.tidied(text)
    if faults := rules.faults_in_order(text):
        said = {field: fault_in_words(field, fault) for field, fault in faults.items()}
        raise Invalid(_("Please look at this again."), fields=said)
    row = MedicineOrder(
        id=order_id, organization_id=medicine.organization_id, participant_id=medicine.participant_id,
        medicine_id=medicine.id, kind=text.kind, text=asdict(text), language=(get_language() or "en")[:2],
        signed_by_id=actor.who, signed_at=clock.now(),
    )  # fmt: skip
    row.digest = queries.digest_of(row)
    row, repeated = rows.add_once(row, same=("medicine_id", "kind", "text", "signed_by_id"))
    return OrderSigned(
        organization_id=row.organization_id, subject_id=row.id, participant_id=row.participant_id,
        accounts=people.accounts_around(row.participant_id), medicine_id=row.medicine_id, kind=row.kind,
        digest=row.digest, repeated=repeated,
    )  # fmt: skip


@action(allow=looks_after_medicines_of)
def hand_order_over(actor: Actor, order: MedicineOrder, *, sending_id: UUID) -> OrderHandedOver:
    """Hand a signed order to whatever sends it, and write down what came of it. The same id again changes nothing."""
    known = OrderSending.objects.filter(id=sending_id).first()
    if known and known.order_id != order.id:
        raise IdTaken()
    row = known or _sent(actor, order, sending_id)
    return OrderHandedOver(
        organization_id=order.organization_id, subject_id=order.id, participant_id=order.participant_id,
        accounts=people.accounts_around(order.participant_id), way=row.way, is_sent=row.is_sent,
        repeated=known is not None,
    )  # fmt: skip


def _sent(actor: Actor, order: MedicineOrder, id: UUID) -> OrderSending:
    came = send_order(order)
    row = OrderSending(
        id=id, organization_id=order.organization_id, order_id=order.id, way=came.way, is_sent=isinstance(came, Sent),
        reference=(came.reference if isinstance(came, Sent) else came.reason)[:120], made_by_id=actor.who,
        made_at=clock.now(),
    )  # fmt: skip
    rows.insert(row)
    return row
