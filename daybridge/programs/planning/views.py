"""The pages on which the engine is asked, what it found is accepted, and versions are read and taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.planning import actions, queries
from daybridge.programs.planning.forms import AcceptForm, AskForm, PlaceForm, last_day, next_day_with_sessions
from daybridge.programs.planning.models import Proposal
from daybridge.ui.forms import attempt


@require_http_methods(["GET", "POST"])
@staff_page
def week(request: StaffRequest, program_id: UUID) -> HttpResponse:
    """A program's week as it is planned: ask the engine, see what it found, read every version."""
    program = programs.program(request.actor, program_id)
    form = AskForm(
        request.POST or None, initial={"from_on": next_day_with_sessions(clock.today(request.organization.time_zone))}
    )
    status, asked = 200, []
    if request.method == "POST":

        def deed(_said: dict[str, Any]) -> object:
            asked.append(actions.ask_for_week(request.actor, program, **form.said()))
            return asked

        failed = attempt(form, deed)
        if failed is None:
            return redirect("planning:proposal", asked[0].subject_id)
        status = failed
    told = {
        "card": queries.week_card(request.actor, program),
        "form": form,
        "may_ask": is_director(request.actor, None),
    }
    return render(request, "programs/week.html", told, status=status)


@require_POST
@staff_page
def place(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Look for a week for one person."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form, today = PlaceForm(request.POST), clock.today(request.organization.time_zone)
    weeks = int(form.cleaned_data["weeks"] or 0) if form.is_valid() else 0
    try:
        asked = actions.ask_for_place(request.actor, participant, from_on=today, until_on=last_day(today, weeks))
    except Conflict as refused:
        messages.error(request, refused.words)
        return redirect("workspace:week", participant.id)
    return redirect("planning:proposal", asked.subject_id)


@require_GET
@staff_page
def proposal(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """How far a search is, and what it found."""
    return _proposal_page(request, queries.proposal(request.actor, proposal_id), AcceptForm())


def _proposal_page(request: StaffRequest, found: Proposal, form: AcceptForm, *, status: int = 200) -> HttpResponse:
    told = {
        "card": queries.card(request.actor, found),
        "progress": queries.progress_in_words(found),
        "form": form,
        "refused": form["option"].value() if form.is_bound else None,
    }
    return render(request, "programs/proposal.html", told, status=status)


@require_GET
@staff_page
def progress(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """The part of the page that shows how far a search is; once it has ended, the whole page is asked for anew."""
    found = queries.proposal(request.actor, proposal_id)
    card = queries.ProposalCard(found, queries.title(found), "")
    answer = render(
        request, "programs/proposal.html#progress", {"card": card, "progress": queries.progress_in_words(found)}
    )
    if not card.is_searching:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@staff_page
def accept(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Put one of the weeks that were found in force."""
    found, form = queries.proposal(request.actor, proposal_id), AcceptForm(request.POST)
    status = attempt(form, lambda said: actions.accept(request.actor, found, **said))
    if status is not None:
        return _proposal_page(request, found, form, status=status)
    messages.success(request, _("The week is in force. You can take it back below."))
    if found.participant_id:
        return redirect("workspace:week", found.participant_id)
    return redirect("planning:week", found.program_id)


@require_POST
@staff_page
def decline(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Leave the week as it is."""
    found = queries.proposal(request.actor, proposal_id)
    actions.decline(request.actor, found)
    messages.success(request, _("Nothing was changed."))
    return redirect("planning:proposal", found.id)


@require_POST
@staff_page
def cancel(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Stop looking."""
    found = queries.proposal(request.actor, proposal_id)
    actions.cancel_search(request.actor, found)
    messages.success(request, _("The search is stopped. Nothing was changed."))
    return redirect("planning:proposal", found.id)


@require_POST
@staff_page
def undo(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Take a version back."""
    found = queries.version(request.actor, version_id)
    try:
        actions.undo(request.actor, found)
        messages.success(request, _("Taken back. That is a version too: it can be done again."))
    except (Conflict, Invalid) as refused:
        messages.error(request, refused.words)
    if found.participant_id:
        return redirect("workspace:week", found.participant_id)
    return redirect("planning:week", found.program_id)
