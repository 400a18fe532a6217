"""Assessments, worksheets and the page for leaving on the staff's screens: filled, confirmed, signed, added to."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.assessments import actions, queries
from daybridge.assessments.access import assesses
from daybridge.assessments.actions import Typed
from daybridge.assessments.models import Assessment
from daybridge.assessments.rules import Kind
from daybridge.core.errors import Conflict, DaybridgeError, Invalid, NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.proof import give_proof_back, has_proved_since_last_signature, prove_again, take_proof
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.cells import cells_posted, keep_cell
from daybridge.workspace.assessment import page as assessment_page


def chart_to_assess(request: StaffRequest, participant_id: UUID) -> Participant:
    """The participant, for those who assess them; the look is written down. Raises NotYours."""
    if not assesses(request.actor, people.participant(request.actor, participant_id)):
        raise NotYours()
    return open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant


def _look(request: StaffRequest, assessment_id: UUID) -> tuple[Assessment, Participant]:
    found = queries.assessment(request.actor, assessment_id)
    return found, open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant


@require_GET
@staff_page
def of_person(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's assessment as it stands: the one that is filled, or the newest that was signed, and all before it."""
    participant = chart_to_assess(request, participant_id)
    filled, signed = (
        queries.open_one(participant.id, Kind.ASSESSMENT),
        assessment_page.kept(participant, Kind.ASSESSMENT),
    )
    shown = {
        "participant": participant,
        "filled": filled,
        "document": assessment_page.open_document(filled)
        if filled
        else assessment_page.signed_document(signed[0].one)
        if signed
        else None,
        "signed": signed,
        "forms": assessment_page.forms(Kind.ASSESSMENT),
    }
    return render(request, "workspace/assessment.html", shown)


@require_POST
@staff_page
def begin(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Begin a document of the form that was chosen, or go on with the one that is open."""
    participant = people.participant(request.actor, participant_id)
    try:
        begun = actions.begin_assessment(request.actor, participant, form=request.POST.get("form", ""))
    except (Conflict, Invalid) as refused:
        messages.error(request, refused.words)
        return redirect("workspace:level", participant_id)
    return redirect("workspace:assessment-document", begun.subject_id)


# --- Filling ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def document(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Fill it in, each answer kept as it is typed; once it is signed, read it and add to it."""
    found, participant = _look(request, assessment_id)
    if found.closed_at is not None:
        return _read_page(request, found, participant)
    if request.method == "GET":
        return _fill_page(request, found, participant)
    typed = _typed(request)
    kept = actions.write_answers(request.actor, found, typed=typed)
    if kept.left:
        return _fill_page(request, found, participant, status=409, unsent=_unsent(found, typed))
    if request.POST.get("then") == "sign":
        return redirect("workspace:assessment-sign", found.id)
    messages.success(request, _("Saved."))
    return redirect("workspace:assessment-document", found.id)


def _fill_page(
    request: StaffRequest, found: Assessment, participant: Participant, *, status: int = 200, **more: Any
) -> HttpResponse:
    shown = {"participant": participant, "one": found, "document": assessment_page.open_document(found), **_back(found)}
    return render(request, "workspace/assessment_fill.html", shown | more, status=status)


def _back(found: Assessment) -> dict[str, str]:
    page = "workspace:assessment" if found.kind == Kind.ASSESSMENT else "workspace:level"
    return {"back": reverse(page, args=[found.participant_id])}


def _typed(request: HttpRequest) -> list[Typed]:
    return [Typed(code, said, revision) for code, said, revision in cells_posted(request.POST)]


def _unsent(found: Assessment, typed: list[Typed]) -> list[tuple[str, str]]:
    """What was typed and is not kept, for a colleague had written there or it can't be: to be copied from."""
    now = queries.answers(found).staff
    names = {line.asked.code: line.name for part in assessment_page.open_document(found).parts for line in part.lines}
    return [
        (names.get(one.code, one.code), one.said)
        for one in typed
        if one.said != (now[one.code].said if one.code in now else "")
    ]


@require_http_methods(["GET", "POST"])
@staff_page
def cells(request: StaffRequest, assessment_id: UUID) -> JsonResponse:
    """What stands on the staff's side, and keeping one answer of it: see client/notes/keeping.ts."""
    found = queries.assessment(request.actor, assessment_id)
    if request.method == "GET":
        open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT)
        return JsonResponse({"cells": queries.as_cells(found, is_theirs=False)})

    def write(code: str, said: str, revision: int) -> int:
        return actions.write_answer(request.actor, found, code=code, said=said, revision=revision).revision

    return keep_cell(request, write, lambda code: queries.cell(found, code, is_theirs=False))


@require_POST
@staff_page
def confirm(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """What was filled in beforehand is right. Sent with the whole form: what was typed meanwhile is kept first."""
    found = queries.assessment(request.actor, assessment_id)
    code = request.POST.get("confirm", "")
    typed = _typed(request)
    try:
        kept = actions.confirm_answer(request.actor, found, code=code, typed=typed)
    except Conflict as conflict:
        messages.error(request, conflict.words)
        return redirect("workspace:assessment-document", found.id)
    if kept.left:
        participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
        return _fill_page(request, found, participant, status=409, unsent=_unsent(found, typed))
    return redirect(f"{reverse('workspace:assessment-document', args=[found.id])}#ask-{code}")


@require_POST
@staff_page
def leave(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """Leave a document that is not signed."""
    found = queries.assessment(request.actor, assessment_id)
    actions.leave_assessment(request.actor, found)
    messages.success(request, _("It is left. What was signed stays as it is."))
    return redirect(_back(found)["back"])


# --- Signing ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def sign(request: StaffRequest, assessment_id: UUID) -> HttpResponse:
    """The document as it will be signed and what is missing; then the signature, which is a fresh proof of who signs."""
    found, participant = _look(request, assessment_id)
    if found.closed_at is not None:
        return redirect("workspace:assessment-document", found.id)
    if request.method == "GET":
        return _sign_page(request, found, participant)
    if not take_proof(request):
        return prove_again(come_back_to=reverse("workspace:assessment-sign", args=[found.id]))
    deed: Callable[..., Any] = actions.end_stay if found.kind == Kind.LEAVING else actions.sign_assessment
    try:
        deed(request.actor, found, shown=request.POST.get("shown", ""))
    except (Conflict, Invalid) as refused:
        give_proof_back(request)
        return _sign_page(request, found, participant, status=refused.status, refused=refused.words)
    messages.success(request, _("Signed."))
    return redirect(_back(found)["back"])


def _sign_page(
    request: StaffRequest, found: Assessment, participant: Participant, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    shown = {
        "participant": participant,
        "one": found,
        "document": assessment_page.open_document(found),
        "is_proved": has_proved_since_last_signature(request),
        "refused": refused,
    }
    return render(request, "workspace/assessment_sign.html", shown, status=status)


def _read_page(request: StaffRequest, found: Assessment, participant: Participant) -> HttpResponse:
    """What was signed, with what was added since; and adding to it, signed."""
    made = queries.signed_of(found)
    if made is None:
        return redirect(_back(found)["back"])
    shown: dict[str, Any] = {
        "participant": participant, "one": found, "made": made, "document": assessment_page.signed_document(made),
        "is_whole": queries.is_whole(made), "is_proved": has_proved_since_last_signature(request), **_back(found),
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "workspace/assessment_read.html", shown)
    shown["said"] = request.POST.get("said", "").replace("\x00", "")
    if not take_proof(request):  # what was typed stays on the page
        shown["refused"] = _("Show that it is you in another window, then send it again.")
        return render(request, "workspace/assessment_read.html", shown, status=401)
    try:
        actions.add_to_signed(request.actor, made, said=shown["said"])
    except DaybridgeError as refused:
        give_proof_back(request)
        return render(
            request, "workspace/assessment_read.html", shown | {"refused": refused.words}, status=refused.status
        )
    messages.success(request, _("The addendum is signed."))
    return redirect("workspace:assessment-document", found.id)
