"""Coming to a session: by the code at its door with one tap, or from elsewhere, saying where one is. These pages need the network."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.attendance import actions, proof, queries, rules
from daybridge.attendance.actions import Arrival
from daybridge.attendance.rules import Source, Way
from daybridge.companion.views import for_participants
from daybridge.core import clock
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State
from daybridge.programs.families.queries import is_by_video
from daybridge.telehealth import queries as telehealth
from daybridge.telehealth.actions import Arriving, ask_to_join, take_video_back
from daybridge.telehealth.models import RoomGuest
from daybridge.telehealth.rules import MOST_NAME_CHARACTERS
from daybridge.telehealth.sentences import fault_in_words

# --- At the door -----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def here(request: HttpRequest, token: str) -> HttpResponse:
    """What the code at a door opens. Opening it marks nobody: a preview or a prefetch may open it, too. The one tap does."""
    me: Participant = request.person  # type: ignore[attr-defined]
    code = proof.read_code(token)
    occurrence = queries.some_session(code.occurrence_id) if code else None
    if code is None or occurrence is None:
        return _refused(request, _("This is not a code of one of our doors. Scan the code on the tablet."), status=404)
    if not queries.is_expected(occurrence, me.id):
        return _refused(request, _("You are not expected at this session. Ask your facilitator to let you in."))
    if queries.is_here(occurrence, me.id):
        return render(request, "companion/here.html", {"occurrence": occurrence, "is_here": True, "called": me.called})
    if closed := _why_closed(occurrence):
        return _refused(request, closed)
    if request.method == "POST":
        return _arrive(request, me, occurrence)
    if not rules.is_fresh(code.shown_at, clock.now(), rules.DOOR_CODE_LASTS):
        return _refused(request, _("This code is too old. Scan the one that the tablet shows now."), status=410)
    page = {"occurrence": occurrence, "ticket": proof.ticket_of(occurrence.id, me.id), "mark_id": new_id()}
    return render(request, "companion/here.html", page)


def _arrive(request: HttpRequest, me: Participant, occurrence: Occurrence) -> HttpResponse:
    ticket = proof.read_ticket(request.POST.get("ticket", ""), me.id)
    is_good = ticket and ticket.occurrence_id == occurrence.id
    if not ticket or not is_good or not rules.is_fresh(ticket.shown_at, clock.now(), rules.TAP_WAITS):
        return _refused(request, _("This code is too old. Scan the one that the tablet shows now."), status=410)
    told = Arrival(id=_id_in(request, "mark_id"), way=Way.IN, source=Source.DOOR, at=clock.now())
    actions.tell_presence(request.actor, me, occurrence=occurrence, told=told)  # type: ignore[attr-defined]
    return HttpResponseRedirect(request.path)


def _why_closed(occurrence: Occurrence) -> str:
    running = queries.running(occurrence)
    if occurrence.state != State.PLANNED:
        return _("This session does not take place.")
    if clock.now() >= running.ends_at:
        return _("This session is over.")
    begin = min(running.begins_at, occurrence.begins_at)
    is_open = rules.is_door_open(clock.now(), begin=begin, end=running.ends_at)
    return "" if is_open else _("It is too early. The door opens one hour before the session.")


def _refused(request: HttpRequest, words: str, *, status: int = 409) -> HttpResponse:
    return render(request, "companion/here.html", {"refused": words}, status=status)


def _id_in(request: HttpRequest, name: str) -> UUID:
    """The id that the form was made with, so that it is one mark however often it is sent."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return new_id()


# --- From elsewhere --------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def join(request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
    """Where one is now, how to be called back and what others call one, asked each time; then one is at the room's door."""
    me: Participant = request.person  # type: ignore[attr-defined]
    occurrence = queries.own_session(me.id, occurrence_id)
    page: dict[str, Any] = {"occurrence": occurrence, "phone": me.organization.phone}
    if closed := why_not_joined(occurrence, telehealth.guest_of(occurrence.id, me.id)):
        return render(request, "companion/join.html", page | {"refused": closed}, status=409)
    last, number = queries.last_place(me.id)
    page |= {
        "location": last, "call_back": number or me.phone, "called": telehealth.last_called(me),
        "asks_consent": not telehealth.has_agreed(me.id), "most_name": MOST_NAME_CHARACTERS,
    }  # fmt: skip
    if request.method == "POST":
        said = {name: request.POST.get(name, "") for name in ("location", "call_back", "called")}
        agrees = request.POST.get("agrees") == "yes"
        try:
            ask_to_join(request.actor, me, occurrence=occurrence, told=Arriving(**said, agrees=agrees))  # type: ignore[attr-defined]
        except Invalid as error:
            return render(
                request, "companion/join.html", page | said | {"agrees": agrees, "errors": error.fields}, status=422
            )
        except Conflict as error:
            return render(request, "companion/join.html", page | {"refused": error.words}, status=409)
        return redirect("telehealth:room", occurrence.id)
    return render(request, "companion/join.html", page)


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def care_by_video(request: HttpRequest) -> HttpResponse:
    """Whether one agrees to care by video; a yes is taken back here, and given at the door of a session."""
    me: Participant = request.person  # type: ignore[attr-defined]
    if request.method == "POST":
        take_video_back(request.actor, me)  # type: ignore[attr-defined]
        return HttpResponseRedirect(request.path)
    return render(
        request, "companion/video.html", {"agrees": telehealth.has_agreed(me.id), "phone": me.organization.phone}
    )


def why_not_joined(occurrence: Occurrence, guest: RoomGuest | None) -> str:
    """Why somebody can't come to a session's room now, before anything is asked of them; `guest`: as who the room knows them."""
    running = queries.running(occurrence)
    if occurrence.state != State.PLANNED:
        return _("This session does not take place.")
    if not is_by_video(occurrence.series.group):
        return _("This session meets in the room. You can't join it from elsewhere.")
    if clock.now() >= running.ends_at:
        return _("This session is over.")
    begin = min(running.begins_at, occurrence.begins_at)
    may = rules.may_join(clock.now(), begin=begin, end=running.ends_at)
    if not may:
        return _("It is too early. You can join from 10 minutes before the session.")
    fault = telehealth.why_outside(telehealth.room_of(occurrence.id), guest)
    return fault_in_words(fault) if fault else ""
