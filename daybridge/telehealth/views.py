"""A room's page, the ticket into it, and the page on which one tries one's camera and microphone."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from daybridge.core.errors import Conflict
from daybridge.people import queries as people
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.on_file import kinds
from daybridge.programs.sentences import kind_in_words
from daybridge.telehealth import actions, queries, rules
from daybridge.telehealth.models import RoomGuest
from daybridge.telehealth.requests import RoomRequest, of_anybody, room_page
from daybridge.telehealth.sentences import fault_in_words
from daybridge.telehealth.tickets import ticket_for


def is_visit(occurrence: Occurrence) -> bool:
    """One person with somebody of the staff: two browsers that need no media server."""
    kind = kinds().get(occurrence.series.group.kind)
    return kind is not None and kind.is_visit


@never_cache
@require_safe
@room_page
def room(request: RoomRequest) -> HttpResponse:
    """One room: for who leads its session and for its guests, who say where they are first."""
    found = queries.room_of(request.occurrence.id)
    guest, door = _guest_and_door(request)
    if door and (guest is None or (found and found.ended_at)):
        return HttpResponseRedirect(door)
    group = request.occurrence.series.group
    page = {
        "occurrence": request.occurrence,
        "title": kind_in_words(group.kind) if request.actor.is_supporter else group.called,
        "is_supporter": request.actor.is_supporter,
        "leads": request.actor.is_staff,
        "guest": guest,
        "code": queries.code_of(guest) if guest and not guest.supporter_id else "",
        "is_visit": is_visit(request.occurrence),
        "is_sealed": settings.VIDEO_IS_SEALED,
        "longest_timer": rules.LONGEST_TIMER,
        "uses_livekit": bool(settings.VIDEO_SERVER),
        "most_chat": rules.MOST_CHAT_CHARACTERS,
        "organization": people.organization_of(request.actor),
    }
    answer = render(request, "telehealth/room.html", page)
    if settings.VIDEO_SERVER:
        answer._csp_update = {"connect-src": [settings.VIDEO_SERVER, _by_http(settings.VIDEO_SERVER)]}  # type: ignore[attr-defined]
    return answer


def _by_http(address: str) -> str:
    """Where a LiveKit's browsers ask whether it is there, beside its socket."""
    return re.sub(r"^ws", "http", address)


def _guest_and_door(request: RoomRequest) -> tuple[RoomGuest | None, str]:
    """Who somebody is at the room's door, and where they say so; nobody and nowhere for whoever leads it."""
    occurrence, actor = request.occurrence, request.actor
    if actor.is_participant:
        guest = queries.guest_of(occurrence.id, actor.who) if queries.has_agreed(actor.who) else None
        return guest, f"/companion/join/{occurrence.id}/"
    if actor.is_supporter:
        supporter, guest = queries.supporter_at(actor, occurrence)
        return guest, f"/supporter/{supporter.id}/dates/{occurrence.id}/join/"
    return None, ""


@never_cache
@require_POST
@room_page
def ticket(request: RoomRequest) -> HttpResponse:
    """A ticket for the browser that asks: one use, half a minute. Whoever leads the session opens its room with it."""
    if request.actor.is_staff:
        actions.open_room(request.actor, request.occurrence)
    else:
        _refuse_outside(request)
    account_id = request.actor.account_id
    assert account_id
    return JsonResponse({"ticket": ticket_for(account_id, request.occurrence.id)})


def _refuse_outside(request: RoomRequest) -> None:
    found = queries.room_of(request.occurrence.id)
    guest, _door = _guest_and_door(request)
    if found is None or guest is None:
        raise Conflict(fault_in_words(rules.Fault.NEEDS_PLACE), code="needs_place")
    if fault := queries.why_outside(found, guest):
        raise Conflict(fault_in_words(fault), code=fault.name.lower())


@never_cache
@require_POST
@room_page
def still_here(request: RoomRequest) -> HttpResponse:
    """Whoever is in a room uses their sign-in, though they touch nothing else for an hour."""
    return HttpResponse(status=204)


@never_cache
@require_safe
@of_anybody
def check(request: HttpRequest) -> HttpResponse:
    """Try camera, microphone, speaker and network before a session; nothing leaves this browser but a test of the relay."""
    return render(request, "telehealth/check.html", {"is_staff": request.actor.is_staff})  # type: ignore[attr-defined]
