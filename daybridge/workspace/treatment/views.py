"""The treatment plan on the staff's screens: what holds and how far it has come, written, looked over and signed, held beside the version before."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import Conflict, DaybridgeError, Invalid
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.proof import give_proof_back, has_proved_since_last_signature, prove_again, take_proof
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.plans import actions, printing
from daybridge.plans import queries as plans
from daybridge.plans.access import certifies_plan_of, writes_plan_of
from daybridge.plans.models import PlanDraft, PlanVersion
from daybridge.plans.rules import Step
from daybridge.plans.rules.content import Content
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.printing import pdf_response
from daybridge.workspace.treatment import form as treatment_form
from daybridge.workspace.treatment import page as treatment_page
from daybridge.workspace.treatment import revising


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Somebody's treatment plan: what holds, who has said yes, what is due, and how far each objective has come."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return render(request, "workspace/treatment.html", _shown(request, participant))


def _shown(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    return {
        "participant": participant,
        "page": treatment_page.plan_page(participant),
        "may_write": writes_plan_of(request.actor, participant),
        "may_certify": certifies_plan_of(request.actor, participant),
        "is_proved": has_proved_since_last_signature(request),
    }


@require_POST
@staff_page
def begin(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Write a plan, or a new version of the one that holds."""
    participant = people.participant(request.actor, participant_id)
    try:
        begun = actions.begin_plan(request.actor, participant)
    except Conflict as conflict:
        messages.error(request, conflict.words)
        return redirect("workspace:treatment", participant_id)
    return redirect("workspace:treatment-draft", begun.subject_id)


# --- Writing ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def draft(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Write on a plan. Every button keeps the whole form first, so that nothing is lost by adding or taking away a piece.

    A button shows the page anew, under an id of its own: what the page before sent while one typed may come in after it.
    """
    found = plans.draft(request.actor, draft_id)
    participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
    if found.closed_at is not None:
        return redirect("workspace:treatment", participant.id)
    if request.method == "GET":
        return _edit_page(request, participant, found, Content.from_json(found.content), found.revision)
    typed, unread = _typed(request, Content.from_json(found.content))
    says = _with_or_without_a_piece(request, typed)
    revision, is_kept, page_id = _revision(request), request.POST.get("do") == "keep", new_id()
    try:
        revision = actions.change_plan(
            request.actor, found, content=says, revision=revision, page=_id(request.POST.get("page", "")),
            shown_on=None if is_kept else page_id,
        ).revision  # fmt: skip
    except Conflict as conflict:
        theirs = plans.draft(request.actor, draft_id)
        shown: dict[str, Any] = {"theirs": theirs.changed_by, "is_behind": True}
        if is_kept:
            return _kept(request, revision, status=409, **shown)
        messages.error(request, conflict.words)
        # No piece is added on this page: what is not kept has no place for the words that are typed into it next.
        typed = _typed(request, Content.from_json(theirs.content))[0]
        return _edit_page(request, participant, theirs, typed, theirs.revision, status=409, **shown)
    if is_kept:
        return _kept(request, revision, unread=unread)
    for said in unread:
        messages.error(request, said)
    if request.POST.get("do") == "sign" and not unread:
        return redirect("workspace:treatment-sign", found.id)
    return _edit_page(request, participant, found, says, revision, page_id=page_id, status=422 if unread else 200)


def _kept(request: StaffRequest, revision: int, *, status: int = 200, **more: Any) -> HttpResponse:
    """What stands beside the buttons while one types: kept when, or why not."""
    shown = {"revision": revision, "kept_at": clock.now(), "page_id": request.POST.get("page", "")}
    return render(request, "workspace/treatment_edit.html#kept", shown | more, status=status)


def _typed(request: HttpRequest, known: Content) -> tuple[Content, list[str]]:
    """What is known with what was typed in its place, and what could not be read."""
    feeds = {
        one.id: frozenset(
            other.id for other in known.problems if str(other.id) in request.POST.getlist(f"problem-{one.id}-feeds")
        )
        for one in known.problems
    }
    return treatment_form.read(known, request.POST, feeds)


def _with_or_without_a_piece(request: HttpRequest, says: Content) -> Content:
    """With the piece that a button adds, or without the one that it takes away."""
    deed, _colon, what = request.POST.get("do", "").partition(":")
    if deed.startswith("add-"):
        return treatment_form.with_piece(says, deed.removeprefix("add-"), _id(what))
    if deed == "drop" and (piece := _id(what)):
        return treatment_form.without_piece(says, piece)
    return says


def _id(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _words(request: HttpRequest) -> str:
    return request.POST.get("words", "").replace("\x00", "")


def _revision(request: HttpRequest) -> int:
    told = request.POST.get("revision", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def _edit_page(
    request: StaffRequest, participant: Participant, found: PlanDraft, says: Content, revision: int, *,
    page_id: UUID | None = None, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    shown = {
        "participant": participant,
        "draft": found,
        "revision": revision,
        "page_id": page_id or new_id(),
        "since": revising.gathered(participant, plans.standing(participant), revising.lines_of(participant)),
        "says": says,
        **treatment_page.choices(),
    }
    return render(request, "workspace/treatment_edit.html", shown | more, status=status)


@require_POST
@staff_page
def leave(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """Leave a plan that is not signed."""
    found = plans.draft(request.actor, draft_id)
    actions.leave_plan(request.actor, found)
    messages.success(request, _("It is left. The plan that holds stays as it is."))
    return redirect("workspace:treatment", found.participant_id)


# --- Saying yes ------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def sign(request: StaffRequest, draft_id: UUID) -> HttpResponse:
    """The plan as it will be signed, what is missing, what it changes; then the signature, which is a fresh proof of who signs."""
    found = plans.draft(request.actor, draft_id)
    participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
    if found.closed_at is not None:
        return redirect("workspace:treatment", participant.id)
    if request.method == "GET":
        return _sign_page(request, participant, found)
    here = reverse("workspace:treatment-sign", args=[found.id])
    if not take_proof(request):
        return prove_again(come_back_to=here)
    try:
        actions.sign_plan(request.actor, found, revision=_revision(request))
    except (Conflict, Invalid) as refused:
        give_proof_back(request)
        return _sign_page(
            request, participant, plans.draft(request.actor, draft_id), status=refused.status, refused=refused.words
        )
    messages.success(
        request, _("You have signed it. It holds from now on, and waits on their phone for their signature.")
    )
    return redirect("workspace:treatment", participant.id)


def _sign_page(
    request: StaffRequest, participant: Participant, found: PlanDraft, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    shown = {
        "participant": participant,
        "draft": found,
        "page": treatment_page.to_sign(participant, found),
        "is_proved": has_proved_since_last_signature(request),
        "refused": refused,
    }
    return render(request, "workspace/treatment_sign.html", shown, status=status)


@require_POST
@staff_page
def answer(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The participant agreed in person, or did not want to sign."""
    kind = request.POST.get("answer", "")
    known = {one.value: one for one in (Step.IN_PERSON, Step.DECLINED)}.get(kind, Step.SIGNED)
    return _deed(
        request, version_id,
        lambda found: actions.answer_for_them(request.actor, found, answer=known, words=_words(request)),
        _("It is written down."),
    )  # fmt: skip


@require_POST
@staff_page
def review(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Looked at together: it still fits."""
    words = _words(request)
    return _deed(
        request, version_id, lambda found: actions.review_plan(request.actor, found, words=words),
        _("It is written down that you looked at it together."),
    )  # fmt: skip


@require_POST
@staff_page
def certify(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """A prescriber certifies it, with a fresh proof of who they are."""
    found = plans.version(request.actor, version_id)
    if not take_proof(request):
        return prove_again(come_back_to=reverse("workspace:treatment", args=[found.participant_id]))
    return _deed(
        request,
        version_id,
        lambda one: actions.certify_plan(request.actor, one),
        _("You have certified it."),
        signs=True,
    )


def _deed(
    request: StaffRequest, version_id: UUID, deed: Callable[[PlanVersion], object], said: str, *, signs: bool = False
) -> HttpResponse:
    found = plans.version(request.actor, version_id)
    try:
        deed(found)
        messages.success(request, said)
    except DaybridgeError as refused:
        if signs:
            give_proof_back(request)
        if refused.status not in (409, 422):
            raise
        messages.error(request, refused.words)
    return redirect("workspace:treatment", found.participant_id)


@require_GET
@staff_page
def pdf(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """A signed plan on paper: a tagged PDF."""
    found = plans.version(request.actor, version_id)
    open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT)
    made = printing.as_pdf(found, plans.steps_of(found), request.organization)
    return pdf_response(made, f"plan-{found.number}.pdf")


@require_GET
@staff_page
def compare(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """A version beside the one before it."""
    found = plans.version(request.actor, version_id)
    participant = open_chart(request.actor, found.participant_id, purpose=Purpose.TREATMENT).participant
    shown = {"participant": participant, "page": treatment_page.compared(found)}
    return render(request, "workspace/treatment_compare.html", shown)
