"""Intake's pages. Each gets it permitted, reads its form, calls one action or query, and shows the result."""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import DaybridgeError
from daybridge.intake import access, actions, queries
from daybridge.intake.forms import (
    AcceptForm,
    AdmitForm,
    CallForm,
    DeclineForm,
    PersonForm,
    PhoneReferralForm,
    WaitForm,
    WithdrawForm,
)
from daybridge.intake.models import Referral
from daybridge.intake.rules import CallResult, CallWith, DeclineReason, State, WaitingReason, WithdrawReason, may_move
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import Document, note_document_opened
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.ui.forms import attempt, blame

# --- Looking ---------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def board(request: StaffRequest) -> HttpResponse:
    """Open referrals by state, or the ones that ended last."""
    return render(request, "intake/board.html", _board_shown(request))


@require_GET
@staff_page
def board_part(request: StaffRequest) -> HttpResponse:
    """The board alone, fetched again when something about a referral has changed."""
    return render(request, "intake/board.html#board", _board_shown(request))


def _board_shown(request: StaffRequest) -> dict[str, Any]:
    works_intake = access.works_intake(request.actor, None)
    if request.GET.get("state") == "closed":
        return {"closed": queries.closed_referrals(request.actor), "shows_closed": True, "works_intake": works_intake}
    return {"board": queries.referral_board(request.actor), "works_intake": works_intake}


@require_GET
@staff_page
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """One referral with everything it says. The look is written down."""
    found = queries.referral(request.actor, referral_id)
    _note_look(request, found)
    return _referral_page(request, found)


@require_GET
@staff_page
def original(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """The file that a referral came as, byte for byte. The look is written down."""
    found = queries.referral(request.actor, referral_id)
    document = queries.original_of(request.actor, referral_id)
    _note_look(request, found)
    answer = HttpResponse(bytes(document.original), content_type="application/octet-stream")
    # The name says nothing about the person: it will lie in a folder of downloads.
    answer["Content-Disposition"] = f'attachment; filename="referral-{referral_id.hex[-8:]}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def _note_look(request: StaffRequest, found: Referral) -> None:
    note_document_opened(
        request.actor, cast(Document, found), participant_id=found.participant_id, purpose=Purpose.TREATMENT
    )


#: The decisions a referral may be given: URL name, state they lead to, form.
_DECISIONS: tuple[tuple[str, State, type[django_forms.Form]], ...] = (
    ("accept", State.ACCEPTED, AcceptForm),
    ("wait", State.WAITING_LIST, WaitForm),
    ("decline", State.DECLINED, DeclineForm),
    ("withdraw", State.WITHDRAWN, WithdrawForm),
)


def _referral_page(
    request: StaffRequest, found: Referral, *, status: int = 200, **bound: django_forms.Form
) -> HttpResponse:
    state = State(found.state)
    forms: dict[str, django_forms.Form] = {"call": CallForm(auto_id="call_%s")}
    forms |= {name: form(auto_id=f"{name}_%s") for name, to, form in _DECISIONS if may_move(state, to)}
    is_settled = bool(found.identity) or not found.is_open
    page = {
        "referral": found,
        "detail": queries.referral_detail(request.actor, found),
        "likely": [] if is_settled else queries.likely_known_people(request.actor, found),
        "twins": queries.likely_same_referrals(request.actor, found) if found.is_open else [],
        "forms": forms | bound,
        "may_screen": found.is_open and may_move(state, State.SCREENING),
        "may_admit": may_move(state, State.ADMITTED),
        "wrong": next(iter(bound), ""),
    }
    return render(request, "intake/referral.html", page, status=status)


# --- Taking down by phone --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """Write down a referral made by phone."""
    access.check_works_intake(request.actor, _("Intake and directors take referrals down. Pass the call on to them."))
    form = PhoneReferralForm(request.POST) if request.method == "POST" else PhoneReferralForm.empty()
    if not form.is_bound or not form.is_valid():
        return render(request, "intake/new.html", {"form": form}, status=422 if form.is_bound else 200)
    received = actions.receive_phone_referral(
        request.actor,
        request.organization,
        referral_id=form.cleaned_data["referral_id"],
        facts=form.facts(),
        note=form.cleaned_data["note"],
    )
    messages.success(request, _("The referral is written down. Its clock is running."))
    return redirect("intake:referral", received.subject_id)


# --- Calls and decisions ---------------------------------------------------------------------------------------------

Deed = Callable[[Referral, dict[str, Any]], object]


def _decide(
    request: StaffRequest, referral_id: UUID, name: str, form: django_forms.Form, deed: Deed, said: str
) -> HttpResponse:
    """Do a deed with what a form says; when it can't be, the same page with what was typed and why (422 or 409)."""
    found = queries.referral(request.actor, referral_id)
    status = attempt(form, lambda told: deed(found, told))
    if status is None:
        messages.success(request, said)
        return redirect("intake:referral", referral_id)
    return _referral_page(request, queries.referral(request.actor, referral_id), status=status, **{name: form})


@require_POST
@staff_page
def call(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Write down a call."""

    def deed(found: Referral, told: dict[str, Any]) -> object:
        call_with, result = CallWith(told["call_with"]), CallResult(told["result"])
        return actions.log_call(request.actor, found, call_with=call_with, result=result, note=told["note"])

    form = CallForm(request.POST, auto_id="call_%s")
    return _decide(request, referral_id, "call", form, deed, _("The call is written down."))


@require_POST
@staff_page
def screen(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Begin to screen."""
    actions.start_screening(request.actor, queries.referral(request.actor, referral_id))
    messages.success(request, _("Screening has begun."))
    return redirect("intake:referral", referral_id)


@require_POST
@staff_page
def accept(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say yes."""

    def deed(found: Referral, told: dict[str, Any]) -> object:
        return actions.accept(request.actor, found, note=told["note"])

    form = AcceptForm(request.POST, auto_id="accept_%s")
    return _decide(request, referral_id, "accept", form, deed, _("Accepted. Admit them when they start."))


@require_POST
@staff_page
def wait(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Put on the waiting list."""

    def deed(found: Referral, told: dict[str, Any]) -> object:
        reason = WaitingReason(told["reason"])
        return actions.put_on_waiting_list(request.actor, found, reason=reason, note=told["note"])

    form = WaitForm(request.POST, auto_id="wait_%s")
    return _decide(request, referral_id, "wait", form, deed, _("On the waiting list."))


@require_POST
@staff_page
def decline(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Say no."""

    def deed(found: Referral, told: dict[str, Any]) -> object:
        return actions.decline(request.actor, found, reason=DeclineReason(told["reason"]), note=told["note"])

    form = DeclineForm(request.POST, auto_id="decline_%s")
    return _decide(request, referral_id, "decline", form, deed, _("Declined. It can be opened again."))


@require_POST
@staff_page
def withdraw(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Take it off the board: it was taken back, or should not have come."""

    def deed(found: Referral, told: dict[str, Any]) -> object:
        return actions.withdraw(request.actor, found, reason=WithdrawReason(told["reason"]), note=told["note"])

    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    return _decide(request, referral_id, "withdraw", form, deed, _("Withdrawn. It can be opened again."))


@require_POST
@staff_page
def reopen(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Undo a decision."""
    actions.reopen(request.actor, queries.referral(request.actor, referral_id))
    messages.success(request, _("The referral is open again."))
    return redirect("intake:referral", referral_id)


# --- Who it is, and admitting ----------------------------------------------------------------------------------------


@require_POST
@staff_page
def known_person(request: StaffRequest, referral_id: UUID, participant_id: UUID) -> HttpResponse:
    """It is someone on record."""
    found = queries.referral(request.actor, referral_id)
    known = queries.likely_participant(request.actor, found, participant_id)
    actions.link_known_person(request.actor, found, participant=known)
    messages.success(request, _("Joined. Nothing on their record has changed."))
    return redirect("intake:referral", referral_id)


@require_POST
@staff_page
def new_person(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """It is nobody on record."""
    actions.treat_as_new_person(request.actor, queries.referral(request.actor, referral_id))
    messages.success(request, _("Taken as someone new."))
    return redirect("intake:referral", referral_id)


@require_http_methods(["GET", "POST"])
@staff_page
def admit(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Admit the person referred; the next page makes their invitation."""
    access.check_works_intake(request.actor, _("Intake and directors admit people."))
    found = queries.referral(request.actor, referral_id)
    person, form = _admission_forms(request, found)
    if request.method == "POST" and form.is_valid() and (person is None or person.is_valid()):
        try:
            admitted = actions.admit_referred(
                request.actor, found, person=person.new_person() if person else None, **_chosen(request, form)
            )
        except DaybridgeError as error:
            if error.status not in (409, 422):
                raise
            blame(form, error)
        else:
            messages.success(request, _("Admitted. Now invite them to the app."))
            return redirect("people:invite", admitted.participant_id)
    _note_look(request, found)
    page = {"referral": found, "detail": queries.referral_detail(request.actor, found), "form": form, "person": person}
    return render(request, "intake/admit.html", page, status=422 if form.is_bound else 200)


def _admission_forms(request: StaffRequest, found: Referral) -> tuple[PersonForm | None, AdmitForm]:
    said = request.POST if request.method == "POST" else None
    begins = {
        "admitted_on": clock.today(request.organization.time_zone),
        "substance_use_focus": found.is_about_substance_use,
    }
    offered = {"programs": programs.programs(request.actor), "therapists": queries.therapists(request.actor)}
    form = AdmitForm(said, initial=begins, **offered)
    is_on_record = found.participant_id is not None
    return None if is_on_record else PersonForm(said, initial=PersonForm.from_facts(found.told)), form


def _chosen(request: StaffRequest, form: AdmitForm) -> dict[str, Any]:
    """The form's ids as what they stand for."""
    told = form.cleaned_data
    covering = told["covering"]
    return {
        "program": programs.program(request.actor, told["program"]),
        "primary_therapist": people.staff_member(request.actor, told["primary_therapist"]),
        "covering": people.staff_member(request.actor, covering) if covering else None,
        "admitted_on": told["admitted_on"],
        "substance_use_focus": told["substance_use_focus"],
    }
