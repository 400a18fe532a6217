"""When somebody of the staff works, when they are away, and what then needs cover: their own page, and a director's of anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Staff
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.programs.staffing import actions, queries
from daybridge.programs.staffing.access import is_own_or_director
from daybridge.programs.staffing.models import Leave
from daybridge.programs.staffing.rules import Reason
from daybridge.programs.staffing.sentences import REASONS, days_in_words
from daybridge.ui.forms import attempt
from daybridge.workspace.week.staff_hours_form import LeaveForm, StaffHoursForm


@dataclass(frozen=True)
class LeaveCard:
    """A time away: when, why, who told it, and the sessions that need cover, each with who said they may lead its kind."""

    leave: Leave
    when: str
    reason: str
    sessions: Sequence[tuple[str, str]]


@require_GET
@staff_page
def mine(request: StaffRequest) -> HttpResponse:
    """One's own hours and leave."""
    return _page(request, request.person)


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """The hours of one of the staff, for themself and directors."""
    staff = _staff(request.actor, staff_id)
    if request.method == "GET":
        return _page(request, staff)
    form = _hours_form(staff, request.POST)
    status = attempt(
        form, lambda said: actions.tell_staff_week(request.actor, staff, week=form.week(), based_on=said["based_on"])
    )
    if status is not None:
        return _page(request, staff, hours=form, status=status)
    messages.success(request, _("The hours are kept."))
    return _back(request, staff.id)


@require_POST
@staff_page
def add_leave(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Tell that one of the staff is away; what they lead then is listed, for it needs cover."""
    staff, form = _staff(request.actor, staff_id), LeaveForm(request.POST, prefix="leave")

    def deed(said: dict[str, Any]) -> object:
        return actions.tell_leave(request.actor, staff, days=form.days(), reason=Reason(said["reason"]))

    status = attempt(form, deed)
    if status is not None:
        return _page(request, staff, leave=form, status=status)
    led = len(queries.led_during(staff, form.days()))
    if led:
        messages.warning(
            request, _("Kept. Sessions that need cover then: %(count)s. They stand below.") % {"count": led}
        )
    else:
        messages.success(request, _("Kept. No session needs cover then."))
    return _back(request, staff.id)


@require_POST
@staff_page
def take_back(request: StaffRequest, leave_id: UUID) -> HttpResponse:
    """Somebody is not away after all."""
    leave = queries.leave(request.actor, leave_id)
    actions.take_leave_back(request.actor, leave)
    messages.success(request, _("Taken back. They are not away then."))
    return _back(request, leave.staff_id)


def _staff(actor: Actor, staff_id: UUID) -> Staff:
    found = people.staff_member(actor, staff_id)
    if not is_own_or_director(actor, found):
        raise NotYours()
    return found


def _back(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    if staff_id == request.actor.person_id:
        return redirect("workspace:my-hours")
    return redirect("workspace:staff-hours", staff_id)


def _hours_form(staff: Staff, sent: Any = None) -> StaffHoursForm:
    newest = queries.newest(staff.id)
    return StaffHoursForm(sent, week=newest.said if newest else None, number=newest.number if newest else 0)


def _page(
    request: StaffRequest,
    staff: Staff,
    *,
    hours: StaffHoursForm | None = None,
    leave: LeaveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {
        "staff": staff,
        "is_own": staff.id == request.actor.person_id,
        "newest": queries.newest(staff.id),
        "hours_form": hours or _hours_form(staff),
        "leave_form": leave or LeaveForm(prefix="leave"),
        "leaves": _leaves(request, staff),
    }
    return render(request, "workspace/staff_hours.html", told, status=status)


def _leaves(request: StaffRequest, staff: Staff) -> list[LeaveCard]:
    today = clock.today(request.organization.time_zone)
    leaves = queries.leaves_of(request.actor, staff, today - timedelta(days=today.weekday()))
    led = queries.led_during_each(staff, [one.days for one in leaves])
    covers = queries.who_covers(staff, [session for sessions in led.values() for session in sessions])
    return [
        LeaveCard(
            one,
            days_in_words(one.days),
            str(REASONS[Reason(one.reason)]),
            [
                (
                    f"{session.series.group}: {occurrence_in_words(session, zone_of(session.series))}",
                    ", ".join(covers.get(session.id, ())),
                )
                for session in led[one.days]
                if session.ends_at > clock.now()
            ],
        )
        for one in leaves
    ]
