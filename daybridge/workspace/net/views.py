"""Pages about the safety net itself: the rules, the ladder, who is on call, and whom to look for today."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.people import queries as people
from daybridge.people.access import is_director
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.safety import actions as safety
from daybridge.safety import queries as net
from daybridge.safety.sentences import step_in_words
from daybridge.ui.forms import attempt
from daybridge.workspace.net import queries
from daybridge.workspace.net.forms import HolidayForm, LadderForm, RuleForm, ShiftForm, ShiftOfferForm, WorryForm

# --- Rules -----------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def rules(request: StaffRequest) -> HttpResponse:
    """Every rule that raises alerts here, in words, and who is asked about them."""
    page = {
        "rules": queries.rule_cards(),
        "ladder": queries.ladder_card(request.organization.id),
        "may_edit": is_director(request.actor, None),
    }
    return render(request, "workspace/rules.html", page)


@require_http_methods(["GET", "POST"])
@staff_page
def rule(request: StaffRequest, code: str) -> HttpResponse:
    """One rule: its source, its bounds, its changes; a director changes it here."""
    state = net.rule_state(code)
    form, status = RuleForm(rule=state.rule, shipped=state.shipped), 200
    if request.method == "POST":
        form = RuleForm(request.POST, rule=state.rule, shipped=state.shipped)

        def deed(said: dict[str, Any]) -> object:
            return safety.edit_rule(request.actor, request.organization, code=code, edit=form.edit(), why=said["why"])

        failed = attempt(form, deed)
        if failed is None:
            messages.success(request, _("The rule is changed. It waits for a sign-off."))
            return redirect("workspace:rule", code)
        status = failed
    page = {
        "card": queries.rule_card(state),
        "state": state,
        "form": form,
        "may_edit": is_director(request.actor, None),
    }
    return render(request, "workspace/rule.html", page, status=status)


@require_POST
@staff_page
def sign_off(request: StaffRequest, code: str, version: int, number: int) -> HttpResponse:
    """A director signs a rule off as it was read."""
    net.rule_state(code)
    safety.sign_off_rule(request.actor, request.organization, code=code, version=version, number=number)
    messages.success(request, _("Signed off, with your name and the time."))
    return redirect("workspace:rule", code)


@require_http_methods(["GET", "POST"])
@staff_page
def ladder(request: StaffRequest) -> HttpResponse:
    """Working hours, how long each person is asked and by which ways; a director changes them here."""
    stored = queries.stored_ladder()
    form, status = LadderForm(ladder=stored), 200
    if request.method == "POST":
        form = LadderForm(request.POST, ladder=stored)

        def deed(said: dict[str, Any]) -> object:
            return safety.edit_ladder(request.actor, request.organization, ladder=form.edited(), why=said["why"])

        failed = attempt(form, deed)
        if failed is None:
            messages.success(request, _("Saved. It holds from now on."))
            return redirect("workspace:rules")
        status = failed
    page = {"form": form, "may_edit": is_director(request.actor, None)}
    return render(request, "workspace/ladder.html", page, status=status)


# --- On call ---------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def on_call(request: StaffRequest) -> HttpResponse:
    """The roster of the next four weeks, with its gaps."""
    return _roster_page(request)


def _roster_page(request: StaffRequest, *, status: int = 200, **bound: Any) -> HttpResponse:
    staff = people.carers(request.actor)
    page = {
        "roster": queries.roster_card(request.actor, request.organization.id),
        "form": ShiftForm(prefix="shift", staff=staff),
        "holiday_form": HolidayForm(prefix="holiday"),
        "offer_form": ShiftOfferForm(staff=[one for one in staff if one.id != request.actor.person_id]),
        "may_edit": is_director(request.actor, None),
    }
    return render(request, "workspace/on_call.html", page | bound, status=status)


@require_POST
@staff_page
def add_shift(request: StaffRequest) -> HttpResponse:
    """Put someone on call."""
    form = ShiftForm(request.POST, prefix="shift", staff=people.carers(request.actor))

    def deed(said: dict[str, Any]) -> object:
        chosen = {name: people.staff_member(request.actor, said[name]) for name in ("staff", "backup") if said[name]}
        return safety.add_shift(request.actor, request.organization, since=said["since"], until=said["until"], **chosen)

    status = attempt(form, deed)
    if status is not None:
        return _roster_page(request, status=status, form=form)
    messages.success(request, _("The shift stands on the roster."))
    return redirect("workspace:on-call")


@require_POST
@staff_page
def remove_shift(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """Take a shift off the roster."""
    safety.remove_shift(request.actor, net.shift(shift_id))
    messages.success(request, _("The shift is taken off the roster."))
    return redirect("workspace:on-call")


@require_POST
@staff_page
def hand_over_shift(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """Offer a shift to a colleague."""
    shift = net.shift(shift_id)
    form = ShiftOfferForm(request.POST, staff=people.carers(request.actor))

    def deed(said: dict[str, Any]) -> object:
        return safety.hand_over_shift(request.actor, shift, to=people.staff_member(request.actor, said["to"]))

    status = attempt(form, deed)
    if status is not None:
        return _roster_page(request, status=status, refused_offer=form)
    messages.success(request, _("Offered. Until they acknowledge it, the shift stays with who has it now."))
    return redirect("workspace:on-call")


@require_POST
@staff_page
def acknowledge_shift(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """Take over a shift that was offered."""
    safety.acknowledge_shift(request.actor, net.shift(shift_id))
    messages.success(request, _("The shift is yours."))
    return redirect("workspace:on-call")


@require_POST
@staff_page
def add_holiday(request: StaffRequest) -> HttpResponse:
    """Close the site on a day."""
    form = HolidayForm(request.POST, prefix="holiday")
    status = attempt(form, lambda said: safety.add_holiday(request.actor, request.organization, **said))
    if status is not None:
        return _roster_page(request, status=status, holiday_form=form)
    messages.success(request, _("The day is marked as closed."))
    return redirect("workspace:on-call")


@require_POST
@staff_page
def remove_holiday(request: StaffRequest, holiday_id: UUID) -> HttpResponse:
    """Open the site on a day after all."""
    safety.remove_holiday(request.actor, net.holiday(holiday_id))
    messages.success(request, _("The day is open again."))
    return redirect("workspace:on-call")


# --- Outreach --------------------------------------------------------------------------------------------------------


@require_GET
@staff_page
def outreach(request: StaffRequest) -> HttpResponse:
    """Whom to look for today: silence, missed sessions, colleagues' worries, with every attempt."""
    results = [(code, step_in_words(code)) for code in safety.CONTACT_RESULTS]
    page = {"cards": queries.outreach_cards(request.actor), "results": results}
    return render(request, "workspace/outreach.html", page)


@require_http_methods(["GET", "POST"])
@staff_page
def worry(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Raise an alert about someone because of what one saw or heard."""
    chart = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT)
    form, status = WorryForm(), 200
    if request.method == "POST":
        form = WorryForm(request.POST)
        failed = attempt(form, lambda said: safety.raise_by_staff(request.actor, chart.participant, **said))
        if failed is None:
            messages.success(request, _("The alert is raised; its clock runs."))
            return redirect("workspace:outreach")
        status = failed
    return render(request, "workspace/worry.html", {"form": form, "person": chart.participant}, status=status)
