"""Levels of care on the staff's screens: somebody's way between them, worksheets, licensed reports, and leaving."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.assessments import actions, queries
from daybridge.assessments.models import LicensedReport, SignedAssessment
from daybridge.assessments.rules import LARGEST_REPORT, Change, Kind, Level, day_in
from daybridge.core.errors import Conflict, Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import note_document_opened
from daybridge.privacy.rules import Purpose
from daybridge.workspace.assessment import page as assessment_page
from daybridge.workspace.assessment.views import chart_to_assess


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's way between levels of care, and writing down the next step of it."""
    participant = chart_to_assess(request, participant_id)
    if request.method == "GET":
        return _shown(request, participant)
    try:
        _change(request, participant)
    except (Conflict, Invalid) as refused:
        return _shown(request, participant, status=refused.status, refused=refused, sent=request.POST)
    messages.success(request, _("It is written down."))
    return redirect("workspace:level", participant.id)


def _shown(request: StaffRequest, participant: Participant, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = {
        "participant": participant,
        "page": assessment_page.level_page(participant),
        "new_id": new_id(),
        "largest": LARGEST_REPORT >> 20,
    }
    return render(request, "workspace/level.html", shown | more, status=status)


def _change(request: StaffRequest, participant: Participant) -> None:
    sent = request.POST
    on_day = day_in(sent.get("on_day", ""))
    try:
        kind, to_level = Change(sent.get("kind", "")), Level(sent.get("to_level", ""))
    except ValueError as error:
        raise Invalid(
            _("Choose what happens and to which level."), fields={"kind": _("Choose one of these.")}
        ) from error
    if on_day is None:
        raise Invalid(_("Choose a day."), fields={"on_day": _("Choose a day.")})
    actions.change_level(
        request.actor, participant, change_id=_id(sent.get("change_id", "")), kind=kind, to_level=to_level,
        reason=sent.get("reason", "").replace("\x00", ""), on_day=on_day, signed=_worksheet(request, participant),
    )  # fmt: skip


def _worksheet(request: HttpRequest, participant: Participant) -> SignedAssessment | None:
    """The one that was chosen, of this person's."""
    told = request.POST.get("worksheet", "")
    return next((one for one in queries.signed_ones(participant.id, Kind.LEVEL) if str(one.id) == told), None)


def _id(told: str) -> UUID:
    try:
        return UUID(told)
    except ValueError:
        raise NotYours() from None


# --- Leaving ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def leaving(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Before somebody leaves or steps down: what is gathered; then the page itself, which ends the stay once it is signed."""
    participant = chart_to_assess(request, participant_id)
    if request.method == "POST":
        try:
            begun = actions.begin_assessment(request.actor, participant, form="leaving")
        except Conflict as conflict:
            messages.error(request, conflict.words)
            return redirect("workspace:level", participant.id)
        return redirect("workspace:assessment-document", begun.subject_id)
    shown = {"participant": participant, "page": assessment_page.leaving_page(participant)}
    return render(request, "workspace/leaving.html", shown)


# --- Licensed reports ------------------------------------------------------------------------------------------------


@require_POST
@staff_page
def attach(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Attach a report that was made with a licensed tool elsewhere."""
    participant = chart_to_assess(request, participant_id)
    try:
        actions.attach_report(
            request.actor, participant, report_id=_id(request.POST.get("report_id", "")),
            title=request.POST.get("title", "").replace("\x00", ""), made_on=_made_on(request), original=_sent(request),
        )  # fmt: skip
    except (Conflict, Invalid) as refused:
        return _shown(request, participant, status=refused.status, report_refused=refused, report_sent=request.POST)
    messages.success(request, _("The report is attached."))
    return redirect("workspace:level", participant.id)


def _made_on(request: HttpRequest) -> date | None:
    told = request.POST.get("made_on", "").strip()
    found = day_in(told) if told else None
    if told and found is None:
        raise Invalid(_("Choose a day."), fields={"made_on": _("Choose a day.")})
    return found


def _sent(request: HttpRequest) -> bytes:
    """No more of a file is read than can be kept, and a little, so that the action can tell that it is too large."""
    file = request.FILES.get("file")
    return file.read(LARGEST_REPORT + 1) if file else b""


@require_GET
@staff_page
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """A report byte for byte. The look is written down."""
    found: LicensedReport = queries.report(request.actor, report_id)
    note_document_opened(request.actor, found, participant_id=found.participant_id, purpose=Purpose.TREATMENT)
    answer = HttpResponse(bytes(found.original), content_type="application/octet-stream")
    # The name says nothing about the person: it will lie in a folder of downloads.
    answer["Content-Disposition"] = f'attachment; filename="report-{report_id.hex[-8:]}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
