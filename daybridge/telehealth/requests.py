"""Who may open a room's page: whoever leads its session, and who is expected at it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.utils import timezone

from daybridge.attendance import queries as attendance
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people.models import Participant, Staff, Supporter
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.telehealth import queries


class RoomRequest(HttpRequest):
    """A request about a session's room, by somebody with a part in it."""

    actor: Actor
    person: Staff | Participant | Supporter
    occurrence: Occurrence


def room_page(view: Callable[[RoomRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Raises NotYours for everybody else; strangers sign in first, and scripts hear 401."""

    @wraps(view)
    def permitted(asked: HttpRequest, occurrence_id: UUID) -> HttpResponseBase:
        actor: Actor | None = getattr(asked, "actor", None)
        if actor is None:
            return signed_out(asked)
        request = cast(RoomRequest, asked)
        request.occurrence = _session_of(actor, occurrence_id)
        with timezone.override(ZoneInfo(str(zone_of(request.occurrence.series)))):
            return view(request)

    return permitted


def _session_of(actor: Actor, occurrence_id: UUID) -> Occurrence:
    if actor.is_staff:
        return attendance.session(actor, occurrence_id)
    if actor.is_participant:
        return attendance.own_session(actor.who, occurrence_id)
    if actor.is_supporter:
        return queries.session_with_families(actor, occurrence_id)
    raise NotYours()


def signed_out(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        return JsonResponse({"why": "signed-out"}, status=401)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")


def of_anybody(view: Callable[[Any], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for everybody who takes part in sessions: staff, participants, and those who come beside them."""

    @wraps(view)
    def permitted(request: HttpRequest) -> HttpResponseBase:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None:
            return signed_out(request)
        if actor.is_system:
            raise NotYours()
        return view(request)

    return permitted
