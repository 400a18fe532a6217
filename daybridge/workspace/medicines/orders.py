"""Orders for a medicine: written from the list, signed with a fresh proof, printed, handed over."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core.ids import new_id
from daybridge.medications import queries as medications
from daybridge.medications.access import looks_after_medicines_of, signs_orders_of
from daybridge.medications.models import Medicine
from daybridge.medications.ordering import actions, queries
from daybridge.medications.ordering.models import MedicineOrder
from daybridge.medications.ordering.rules import MOST_REFILLS, OrderKind, OrderText, Schedule
from daybridge.medications.ordering.sentences import kind_in_words, sending_in_words
from daybridge.medications.queries import Listed
from daybridge.medications.sentences import route_in_words, when_in_words
from daybridge.people.proof import give_proof_back, has_proved_since_last_signature, take_proof
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import note_document_opened
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.ui.printing import pdf_response
from daybridge.workspace.medicines.known import known_of
from daybridge.workspace.medicines.views import opened


class OrderForm(forms.Form):
    """What is ordered; the id makes a form that is sent twice count once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    rxcui = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    kind = forms.ChoiceField(label=lazy("What is ordered"), widget=forms.RadioSelect)
    drug = forms.CharField(label=lazy("Medicine"), max_length=200)
    amount = forms.CharField(label=lazy("How much"), max_length=200, required=False)
    directions = forms.CharField(
        label=lazy("How it is taken"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    quantity = forms.CharField(label=lazy("How many to give"), max_length=80, required=False)
    refills = forms.IntegerField(label=lazy("Refills"), min_value=0, max_value=MOST_REFILLS, initial=0)
    schedule = forms.ChoiceField(
        label=lazy("Controlled substance"),
        required=False,
        help_text=lazy("As the lists on file have it. You know better: your state may schedule more."),
    )
    note = forms.CharField(
        label=lazy("For the pharmacist"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, kind_in_words(one)) for one in OrderKind]
        schedules = [("", _("no")), *((one.value, _("schedule %(number)s") % {"number": one}) for one in Schedule)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["schedule"].choices = schedules  # type: ignore[attr-defined]

    @property
    def text(self) -> OrderText:
        said = self.cleaned_data
        return OrderText(**{name: said[name] for name in OrderText.__dataclass_fields__})


@require_http_methods(["GET", "POST"])
@staff_page
def write(request: StaffRequest, medicine_id: UUID) -> HttpResponse:
    """Write an order for a medicine on the list and sign it: the signature is a fresh proof of who signs."""
    medicine = opened(request, medicine_id)
    one = medications.listed(medicine.participant, medicine.id)
    form = OrderForm(request.POST) if request.method == "POST" else OrderForm(initial=_from_the_list(one))
    status: int | None = 200
    if request.method == "POST":
        if not take_proof(request):  # what was typed stays on the page
            messages.error(request, _("Show that it is you in another window, then send it again."))
            return _write_page(request, medicine, form, status=401)
        status = attempt(
            form,
            lambda said: actions.sign_order(request.actor, medicine, order_id=said["id"], text=form.text),
        )
        if status is None:
            messages.success(request, _("The order is signed."))
            return redirect("workspace:order", form.cleaned_data["id"])
        give_proof_back(request)
    return _write_page(request, medicine, form, status=status or 200)


def _from_the_list(one: Listed) -> dict[str, Any]:
    """A form filled with what the list says."""
    how = ", ".join(filter(None, (when_in_words(one.details), route_in_words(one.details.route))))
    return {
        "kind": OrderKind.STOP.value if one.is_stopped else OrderKind.START.value,
        "drug": one.details.name,
        "amount": one.details.amount,
        "directions": how,
        "rxcui": one.details.rxcui,
        "schedule": queries.usual_schedule(one.details.name),
    }


def _write_page(request: StaffRequest, medicine: Medicine, form: OrderForm, *, status: int = 200) -> HttpResponse:
    shown = {
        "participant": medicine.participant,
        "medicine": medicine,
        "form": form,
        "known": known_of(medicine.participant),
        "may_sign": signs_orders_of(request.actor, medicine),
        "is_proved": has_proved_since_last_signature(request),
    }
    return render(request, "workspace/order_write.html", shown, status=status)


@require_GET
@staff_page
def page(request: StaffRequest, order_id: UUID) -> HttpResponse:
    """One order as it was signed, and what came of it; the look is written down."""
    order = _opened_order(request, order_id)
    shown = {
        "order": order,
        "participant": order.participant,
        "text": queries.text_of(order),
        "kind": kind_in_words(order.kind),
        "is_whole": queries.is_whole(order),
        "may_hand_over": looks_after_medicines_of(request.actor, order),
        "sending_id": new_id(),
        "sendings": [
            (one, sending_in_words(one.way, one.reference, is_sent=one.is_sent)) for one in order.sendings.all()
        ],
    }
    return render(request, "workspace/order.html", shown)


@require_GET
@staff_page
def pdf(request: StaffRequest, order_id: UUID) -> HttpResponse:
    """One order on paper, for a signature by hand."""
    order = _opened_order(request, order_id)
    return pdf_response(queries.as_pdf(order, request.organization), f"order-{order.signed_at:%Y-%m-%d}.pdf")


def _opened_order(request: StaffRequest, order_id: UUID) -> MedicineOrder:
    order = queries.order(request.actor, order_id)
    note_document_opened(request.actor, order, participant_id=order.participant_id, purpose=Purpose.TREATMENT)
    return order


@require_POST
@staff_page
def hand_over(request: StaffRequest, order_id: UUID) -> HttpResponse:
    """Hand it to whatever sends orders here: paper, unless this installation names something else."""
    order = queries.order(request.actor, order_id)
    form = HandOverForm(request.POST)
    status = attempt(form, lambda said: actions.hand_order_over(request.actor, order, sending_id=said["id"]))
    if status is None:
        messages.success(request, _("It is written down what came of it."))
    return redirect("workspace:order", order.id)


class HandOverForm(forms.Form):
    id = forms.UUIDField()
