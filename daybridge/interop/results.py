"""The results that wait for a person, and the page that takes a laboratory's message."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from daybridge.core.errors import Invalid, Refused
from daybridge.interop.hl7_reading import LARGEST
from daybridge.interop.hl7_receiving import receive
from daybridge.interop.refusals import CannotRead
from daybridge.interop.uploading import UpToALimit, refuse_by_length
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import note_document_opened
from daybridge.privacy.rules import Purpose
from daybridge.screens import actions, queries
from daybridge.screens.access import works_results
from daybridge.screens.models import LabReport
from daybridge.screens.rules import Report
from daybridge.screens.sentences import WHY
from daybridge.ui.forms import attempt


class MessageForm(forms.Form):
    file = forms.FileField(
        label=lazy("A laboratory's message"),
        help_text=lazy("An HL7 v2 result (ORU^R01), up to 1 MB."),
        error_messages={"required": lazy("Choose a file."), "empty": lazy("This file is empty.")},
    )


class PlaceForm(forms.Form):
    """Whose it is, by record number; which of their screens, by order number; or why it is set aside."""

    record_number = forms.CharField(label=lazy("Record number of the person"), max_length=20, required=False)
    order_number = forms.CharField(
        label=lazy("Order number of the screen"),
        help_text=lazy("Only for results of a drug screen. It stands on the screen's page."),
        max_length=20,
        required=False,
    )
    why = forms.CharField(label=lazy("Or set it aside, because"), max_length=400, required=False)


# The token is checked in `_take`, after it is known how much of the body is read at most.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest) -> HttpResponse:
    """What waits for a place, what was refused, and what came last."""
    _permit(request)
    if request.method == "GET":
        return _page(request, MessageForm())
    try:
        refuse_by_length(request, limit=LARGEST)
        request.upload_handlers = [UpToALimit(request, limit=LARGEST)]
        return _take(request)
    except CannotRead as refusal:
        form = MessageForm(data={})
        form.is_valid()
        form.errors["file"] = form.error_class([refusal.wrong])
        return _page(request, form, status=refusal.status)


def _permit(request: StaffRequest) -> None:
    if not works_results(request.actor, None):
        raise Refused(_("Prescribers, nurses and directors look after results."))


@csrf_protect
def _take(request: StaffRequest) -> HttpResponse:
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    taken = receive(request.actor, form.cleaned_data["file"].read(), way="upload")
    if taken.repeated:
        messages.info(request, _("This message came before. Nothing changed."))
    elif taken.ack != "AA":
        messages.error(request, str(WHY.get(taken.why, taken.why)))
    else:
        said = _("Taken in: %(matched)s matched, %(waiting)s wait for a person.")
        messages.success(request, said % {"matched": taken.matched, "waiting": taken.waiting})
    return redirect("results")


def _page(request: StaffRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    shown = {
        "form": form,
        "waiting": [(one, WHY.get(one.row.waits_for, "")) for one in queries.waiting_reports(request.actor)],
        "settled": queries.settled_reports(request.actor),
        "refused": [(one, WHY.get(one.why, one.why)) for one in queries.refused_messages()],
    }
    return render(request, "interop/results.html", shown, status=status)


@require_http_methods(["GET", "POST"])
@staff_page
def one(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what it says, and its place. The look is written down."""
    _permit(request)
    row = queries.report(request.actor, report_id)
    note_document_opened(request.actor, row, participant_id=row.participant_id, purpose=Purpose.TREATMENT)
    form = PlaceForm(
        request.POST or None, initial={"record_number": row.participant.record_number if row.participant else ""}
    )
    status = 200
    if request.method == "POST":
        failed = attempt(form, lambda said: _place(request, row, said))
        if failed is None:
            messages.success(request, _("It has its place."))
            return redirect("results")
        status = failed
    known = queries.awaiting_report(row.participant_id) if row.participant_id else []
    shown = {
        "row": row, "report": Report.from_json(row.says), "why": WHY.get(row.waits_for, ""), "form": form,
        "screens": known,
    }  # fmt: skip
    return render(request, "interop/result.html", shown, status=status)


def _place(request: StaffRequest, row: LabReport, said: dict[str, Any]) -> object:
    """What the form asks for: a screen, a person, or set aside. Raises Invalid where it names nobody this actor treats."""
    if said["why"].strip():
        return actions.set_report_aside(request.actor, row, why=said["why"])
    if said["order_number"]:
        screen = queries.screen_by_number(request.actor, said["order_number"].strip())
        if screen is None:
            words = _("None of your people has an order of this number.")
            raise Invalid(words, fields={"order_number": words})
        return actions.link_report(request.actor, row, screen=screen)
    person = people.participants(request.actor).filter(record_number=said["record_number"].strip()).first()
    if person is None:
        words = _("None of your people has this record number.")
        raise Invalid(words, fields={"record_number": words})
    return actions.attach_report(request.actor, row, participant=person)
