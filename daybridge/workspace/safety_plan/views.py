"""The safety plan on the staff's screens: read, written together, signed, looked at again, printed. Every look is written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.safety.models import SafetyPlanVersion
from daybridge.safety.plan import access, actions, queries
from daybridge.safety.plan.queries import Standing
from daybridge.safety.plan.rules import Mark
from daybridge.safety.plan.sentences import Part, need_in_words, parts, step_in_words
from daybridge.ui.forms import attempt
from daybridge.workspace.safety_plan.form import PlanForm


@dataclass(frozen=True)
class ShownVersion:
    """A version as staff read it."""

    version: SafetyPlanVersion
    parts: Sequence[Part]
    author: str
    steps: Sequence[tuple[str, Any]]
    marks: frozenset[str]

    @property
    def has_clinicians_yes(self) -> bool:
        return Mark.COUNTERSIGNED in self.marks

    @property
    def has_participants_yes(self) -> bool:
        return Mark.SIGNED in self.marks or Mark.IN_PERSON in self.marks


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Someone's safety plan with its drafts, signatures and earlier versions."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return render(request, "workspace/plan.html", _shown(request.actor, participant))


@require_GET
@staff_page
def state(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Who has signed by now, without a word of the plan; fetched again when the participant signs on their phone.

    Nothing can be signed there that is not on the screen: where there is a newer version by now, it only says so.
    """
    participant = people.participant(request.actor, participant_id)
    shown = _shown(request.actor, participant)
    seen = request.GET.get("seen", "")
    return render(request, "workspace/plan.html#plan-state", shown | {"seen": seen, "is_stale": seen != shown["seen"]})


def _shown(actor: Actor, participant: Participant) -> dict[str, Any]:
    standing = queries.standing_of(participant.id)
    newest = {one.id for one in (standing.in_force, standing.draft) if one}
    return {
        "participant": participant,
        "standing": standing,
        "need": need_in_words(standing.need) if standing.need else "",
        "in_force": _version(standing.in_force, participant),
        "draft": _version(standing.draft, participant),
        "earlier": [_version(one, participant) for one in standing.versions if one.id not in newest],
        "seen": str(standing.begins_from or ""),
        "may_sign": access.is_clinician_of(actor, participant),
    }


def _version(version: SafetyPlanVersion | None, participant: Participant) -> ShownVersion | None:
    if version is None:
        return None
    steps = list(version.steps.all())
    return ShownVersion(
        version,
        parts(version.sections),
        version.written_by.name if version.written_by else participant.name,
        [
            (f"{step_in_words(step.kind)}: {step.staff.name if step.staff else participant.name}", step.at)
            for step in steps
        ],
        frozenset(step.kind for step in steps),
    )


@require_GET
@staff_page
def to_print(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The plan in force on one sheet of paper; a draft says that it is one."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    standing = queries.standing_of(participant.id)
    version = standing.in_force or standing.draft
    shown = {"participant": participant, "shown": _version(version, participant), "is_draft": not standing.in_force}
    return render(request, "workspace/plan_print.html", shown | {"organization": request.organization})


# --- Writing it together ---------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def edit(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Write a new version, from the draft or from what is in force."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    standing = queries.standing_of(participant.id)
    if request.method == "GET":
        base = standing.draft or standing.in_force
        form = PlanForm(sections=base.sections if base else None, initial={"based_on": standing.begins_from})
        return _edit_page(request, participant, form)
    form = PlanForm(request.POST)

    def write(said: dict[str, Any]) -> None:
        actions.write_plan(
            request.actor,
            participant,
            version_id=said["version_id"],
            based_on=said["based_on"],
            sections=form.sections,
            made_at=clock.now(),
        )

    status = attempt(form, write)
    if status is None:
        messages.success(request, _("The draft is saved. It is in force when both of you have signed it."))
        return redirect("workspace:plan", participant.id)
    if status == 409:
        return _changed_meanwhile(request, participant, form, standing)
    return _edit_page(request, participant, form, status=status)


def _changed_meanwhile(
    request: StaffRequest, participant: Participant, form: PlanForm, standing: Standing
) -> HttpResponse:
    """What was typed stays; the other version stands above it, and the next save begins from that one."""
    theirs = _version(standing.draft or standing.in_force, participant)
    said = [str(error) for error in form.non_field_errors()]
    again = form.on_top_of(standing.begins_from)
    return _edit_page(request, participant, again, status=409, theirs=theirs, said=said)


def _edit_page(
    request: StaffRequest, participant: Participant, form: PlanForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = {"participant": participant, "form": form} | more
    return render(request, "workspace/plan_edit.html", page, status=status)


# --- Saying yes to it ------------------------------------------------------------------------------------------------


def _deed(
    request: StaffRequest, version_id: UUID, deed: Callable[[Actor, SafetyPlanVersion], object], said: str
) -> HttpResponse:
    """Do something with the version that was on the screen; where there is a newer one by now, show that one and say so."""
    version = queries.version(request.actor, version_id)
    try:
        deed(request.actor, version)
        messages.success(request, said)
    except Conflict as conflict:
        messages.error(request, conflict.words)
    return redirect("workspace:plan", version.participant_id)


@require_POST
@staff_page
def sign(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Sign a draft as clinician of the care team."""
    return _deed(request, version_id, actions.countersign_plan, _("You have signed it."))


@require_POST
@staff_page
def in_person(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Write down that the participant agreed in person, with oneself as witness."""
    said = _("It is written down that they agreed in person, with you as witness.")
    return _deed(request, version_id, actions.witness_agreement, said)


@require_POST
@staff_page
def reviewed(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Write down that the plan was looked at together and still fits."""
    return _deed(request, version_id, actions.review_plan, _("It is written down that you looked at it together."))


@require_POST
@staff_page
def drop(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Leave a draft."""
    return _deed(request, version_id, actions.drop_draft, _("The draft is dropped. It stays in the history."))
