"""Somebody's use on the staff's screens: what they use and want with it, and the calendar that is filled in with them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybridge.core import clock
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.substances import actions
from daybridge.substances import queries as substances
from daybridge.substances.rules import is_key
from daybridge.ui.forms import attempt
from daybridge.workspace.use.form import DayForm, GoalForm, HistoryForm, RememberForm, initial_of
from daybridge.workspace.use.page import use_page


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What somebody uses, wants and told of their days; every form of it is sent here and says which it is (`deed`)."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    forms = _forms(request, participant)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    if deed not in forms:
        return _shown(request, participant, forms, status=422 if request.method == "POST" else 200)
    status = attempt(forms[deed], lambda said: _do(request, participant, deed, forms[deed], said))
    if status is None:
        messages.success(request, _("Saved."))
        back = f"?month={_month(request):%Y-%m}" if _month(request) else ""
        at = "calendar" if deed in ("day", "remember") else "uses"
        return HttpResponseRedirect(f"{reverse('workspace:use', args=[participant.id])}{back}#{at}")
    return _shown(request, participant, forms, status=status)


def _forms(request: StaffRequest, participant: Participant) -> dict[str, Any]:
    """Every form of the page by its deed; the one that was sent holds what was typed."""
    known = {one.substance: one for one in substances.used(participant.id)}
    asked = request.GET.get("substance", "")
    chosen = known.get(asked) if is_key(asked) else None
    deed = request.POST.get("deed", "")

    def told(name: str) -> Any:
        return request.POST if deed == name else None

    about = initial_of(asked, chosen.now) if chosen else {}
    wants = {"goal": chosen.goal.goal, "said": chosen.goal.said} if chosen and chosen.goal else {}
    return {
        "history": HistoryForm(told("history"), initial=about),
        "goal": GoalForm(told("goal"), initial={"key": asked if chosen else ""} | wants),
        "day": DayForm(told("day"), keys=list(known)),
        "remember": RememberForm(told("remember"), initial={"on_day": clock.today(participant.time_zone)}),
    }


def _do(request: StaffRequest, participant: Participant, deed: str, form: Any, said: dict[str, Any]) -> None:
    actor, entry_id, now = request.actor, said["entry_id"], clock.now()
    if deed == "history":
        actions.write_history(actor, participant, entry_id=entry_id, told=form.told)
    elif deed == "goal":
        actions.choose_goal(
            actor,
            participant,
            entry_id=entry_id,
            substance=said["key"],
            goal=form.chosen,
            said=said["said"],
            made_at=now,
        )
    elif deed == "day":
        actions.tell_use_day(actor, participant, entry_id=entry_id, told=form.told, made_at=now)
    else:
        actions.mark_day(actor, participant, entry_id=entry_id, on_day=said["on_day"], said=said["said"], made_at=now)


def _month(request: StaffRequest) -> date | None:
    """The month that is asked for: 2026-11; none for anything else."""
    try:
        return date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return None


def _shown(
    request: StaffRequest, participant: Participant, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shown = {
        "participant": participant,
        "page": use_page(participant, in_month=_month(request)),
        "forms": forms,
        "asked": forms["goal"]["key"].value(),
    }
    return render(request, "workspace/use.html", shown, status=status)
