"""Coming to a session: by the code at its door with one tap, or from elsewhere, saying where one is. These pages need the network."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.attendance import actions, proof, queries, rules
from daybridge.attendance.actions import Arrival
from daybridge.attendance.rules import Source, Way
from daybridge.companion.views import for_participants
from daybridge.core import clock
from daybridge.core.errors import Invalid
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.rules import State
from daybridge.programs.rules import Mode

FROM_ELSEWHERE = frozenset({Mode.VIDEO, Mode.HYBRID})

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
    """Where one is now and how to be called back, asked each time; then one is in. The open page is one connection (`stream`)."""
    me: Participant = request.person  # type: ignore[attr-defined]
    occurrence = queries.own_session(me.id, occurrence_id)
    if closed := _why_not_joined(occurrence):
        return render(request, "companion/join.html", {"occurrence": occurrence, "refused": closed}, status=409)
    last, number = queries.last_place(me.id)
    page: dict[str, Any] = {
        "occurrence": occurrence, "mark_id": new_id(), "stream": new_id(), "location": last,
        "call_back": me.phone or number,
    }  # fmt: skip
    if request.method == "POST":
        page |= {name: request.POST.get(name, "") for name in ("location", "call_back")}
        page |= {"mark_id": _id_in(request, "mark_id"), "stream": _id_in(request, "stream")}
        try:
            _tell(request, me, occurrence, Way.IN, page["stream"], page["location"], page["call_back"])
        except Invalid as error:
            return render(request, "companion/join.html", page | {"errors": error.fields}, status=422)
        return HttpResponseRedirect(f"{request.path}{page['stream']}/")
    return render(request, "companion/join.html", page)


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def joined(request: HttpRequest, occurrence_id: UUID, stream: UUID) -> HttpResponse:
    """One is in, and leaves with a tap; whether one still is, is what the session's marks say."""
    me: Participant = request.person  # type: ignore[attr-defined]
    occurrence = queries.own_session(me.id, occurrence_id)
    if request.method == "POST":
        if queries.is_here(occurrence, me.id):
            _tell(request, me, occurrence, Way.OUT, stream)
        return HttpResponseRedirect("/companion/")
    page = {"occurrence": occurrence, "is_here": queries.is_here(occurrence, me.id), "mark_id": new_id()}
    page["may_join"] = not _why_not_joined(occurrence)
    return render(request, "companion/joined.html", page)


def _tell(
    request: HttpRequest, me: Participant, occurrence: Occurrence, way: Way, stream: UUID, location: str = "",
    call_back: str = "",
) -> None:  # fmt: skip
    told = Arrival(
        id=_id_in(request, "mark_id"), way=way, source=Source.VIDEO, at=clock.now(), stream=str(stream),
        location=location, call_back=call_back,
    )  # fmt: skip
    actions.tell_presence(request.actor, me, occurrence=occurrence, told=told)  # type: ignore[attr-defined]


def _why_not_joined(occurrence: Occurrence) -> str:
    running = queries.running(occurrence)
    if occurrence.state != State.PLANNED:
        return _("This session does not take place.")
    if occurrence.series.group.mode not in FROM_ELSEWHERE:
        return _("This session meets in the room. You can't join it from elsewhere.")
    if clock.now() >= running.ends_at:
        return _("This session is over.")
    begin = min(running.begins_at, occurrence.begins_at)
    may = rules.may_join(clock.now(), begin=begin, end=running.ends_at)
    return "" if may else _("It is too early. You can join from 10 minutes before the session.")
