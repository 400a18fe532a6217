"""The tablet at a session's door: a code that renews itself, and the chosen names of those who are expected."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybridge.attendance import actions, queries, rules
from daybridge.attendance.actions import Arrival
from daybridge.attendance.proof import code_of_door
from daybridge.attendance.requests import DoorRequest, door_page, hand_over
from daybridge.attendance.rules import Source, Way
from daybridge.core import clock
from daybridge.core.errors import DaybridgeError
from daybridge.people.requests import qr_of
from daybridge.programs.calendar.rules import State

#: The parts that the page fetches anew by themselves.
_PARTS = ("code", "people")


@never_cache
@require_safe
@door_page
def door(request: DoorRequest) -> HttpResponse:
    """The door of one session; `?part=` is one of its parts, for the page itself."""
    part = request.GET.get("part", "")
    return render(request, f"attendance/door.html{f'#{part}' if part in _PARTS else ''}", _shown(request))


@never_cache
@require_POST
@door_page
def arrive(request: DoorRequest, participant_id: UUID) -> HttpResponse:
    """Somebody taps their own name. Twice is once."""
    who, trouble = queries.expected_at(request.occurrence, participant_id), ""
    if not queries.is_here(request.occurrence, who.id):
        told = Arrival(way=Way.IN, source=Source.TABLET, at=clock.now())
        try:
            actions.mark_presence(request.actor, request.occurrence, participant=who, told=told)
        except DaybridgeError as error:
            trouble = error.words
    if not request.headers.get("HX-Request") and not trouble:
        return redirect("attendance:door", request.occurrence.id)
    page = _shown(request) | {"trouble": trouble, "just_came": who.id}
    whole = not request.headers.get("HX-Request")
    return render(request, f"attendance/door.html{'' if whole else '#people'}", page, status=409 if trouble else 200)


@never_cache
@require_POST
@door_page
def leave_here(request: DoorRequest) -> HttpResponse:
    """Leave the tablet at the door: this browser opens nothing else from now on."""
    occurrence_id = request.occurrence.id
    if not request.is_handed_over:
        hand_over(request)
    return redirect("attendance:door", occurrence_id)


@never_cache
@require_POST
@door_page
def close(request: DoorRequest) -> HttpResponse:
    """Take the tablet away: the next page is the sign-in page, or the session's own for who is signed in."""
    if request.is_handed_over:
        request.session.flush()
    return HttpResponseRedirect(settings.LOGIN_URL if request.is_handed_over else "/")


def _shown(request: DoorRequest) -> dict[str, object]:
    occurrence = request.occurrence
    running = queries.running(occurrence)
    is_open = occurrence.state == State.PLANNED and rules.is_door_open(
        clock.now(), begin=min(running.begins_at, occurrence.begins_at), end=running.ends_at
    )
    link = f"{settings.SITE}/companion/here/{code_of_door(occurrence.id)}/"
    return {
        "occurrence": occurrence,
        "is_open": is_open,
        "is_handed_over": request.is_handed_over,
        "why_closed": "" if is_open else _why_closed(occurrence.state, running.has_begun),
        "link": link if is_open else "",
        "qr": qr_of(link) if is_open else "",
        "expected": queries.at_the_door(occurrence) if is_open else [],
    }


def _why_closed(state: str, has_begun: bool) -> str:
    if state != State.PLANNED:
        return _("This session does not take place.")
    return _("This session is over.") if has_begun else _("The door opens one hour before the session.")
