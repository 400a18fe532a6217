"""The tablet at a session's door: a session of the browser that belongs to no account, knows one date and opens nothing but its door.

Staff may show the page signed in, too; who leaves the tablet there hands it over first, and whoever takes it gets no further.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation

from daybridge.attendance import queries, rules
from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Staff
from daybridge.programs.calendar.models import Occurrence

_KEY = "door"


class DoorRequest(HttpRequest):
    """A request of a tablet at a door: in whose name it acts, of which session, and whether it opens nothing else."""

    actor: Actor
    person: Staff
    occurrence: Occurrence
    is_handed_over: bool


def door_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one session's door, told on the clock of where it is. Raises NotYours for whoever does not lead it."""

    @wraps(view)
    def permitted(asked: HttpRequest, occurrence_id: UUID, **found: Any) -> HttpResponseBase:
        request = cast(DoorRequest, asked)
        request.is_handed_over = _is_kept(asked, occurrence_id)
        if getattr(asked, "actor", None) is None:
            return _sign_in(asked)
        request.occurrence = queries.session(request.actor, occurrence_id)
        series = request.occurrence.series
        zone = series.site.time_zone if series.site else people.organization_of(request.actor).time_zone
        with timezone.override(ZoneInfo(zone)):
            return view(request, **found)

    return permitted


def hand_over(request: DoorRequest) -> None:
    """End the staff session in this browser; what begins opens this door alone, and ends an hour after the session."""
    occurrence, keeper = request.occurrence, request.person
    until = occurrence.ends_at + rules.LONGEST_OVERRUN
    logout(request)
    request.session[_KEY] = {
        "organization": str(occurrence.organization_id),
        "occurrence": str(occurrence.id),
        "staff": str(keeper.id),
        "until": until.isoformat(),
    }
    request.session.set_expiry(max(60, int((until - clock.now()).total_seconds())))


def _is_kept(request: Any, occurrence_id: UUID) -> bool:
    """Whether this browser was left at that door; it then acts as who left it. Whoever signs in on it acts as themselves again."""
    if request.user.is_authenticated:
        request.session.pop(_KEY, None)
        return False
    held = request.session.get(_KEY)
    if not held or held["occurrence"] != str(occurrence_id) or datetime.fromisoformat(held["until"]) <= clock.now():
        return False
    tenancy.enter(UUID(held["organization"]))
    known = queries.keeper(UUID(held["staff"]), occurrence_id)
    if known is None:
        raise NotYours()
    request.actor, request.person = known
    translation.activate(request.person.language)
    request.LANGUAGE_CODE = translation.get_language()
    return True


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a part that renews itself must not swap a sign-in page into itself
        return HttpResponse(status=401)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.path})}")
