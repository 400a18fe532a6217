"""My data: what is kept about a participant, to read and to take out.

These pages need the network, hold what is personal, and stay in no cache and on no phone.
"""

from typing import cast
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST

from daybridge.companion import record as whole_record
from daybridge.companion.views import OwnRequest, for_participants, participant_page
from daybridge.core import clock
from daybridge.people import queries as people
from daybridge.people.proof import has_proved_lately, prove_again
from daybridge.privacy import queries as privacy
from daybridge.privacy.actions import export_record

_PROVED = "proved"


@cache_control(no_store=True)
@participant_page
def page(asked: HttpRequest) -> HttpResponse:
    """What is kept about a participant, and the ways to take it out."""
    request = cast(OwnRequest, asked)
    me = people.oneself(request.actor)
    shown = {
        "sections": whole_record.SECTIONS,
        "exports": privacy.last_exports(me.id),
        "is_back": _PROVED in request.GET and has_proved_lately(request),
    }
    with timezone.override(ZoneInfo(me.time_zone)):
        return render(request, "companion/data.html", shown)


@cache_control(no_store=True)
@participant_page
def record(asked: HttpRequest) -> HttpResponseBase:
    """One's own record, whole, to read and to print; whoever has not shown lately that it is them does so first."""
    request = cast(OwnRequest, asked)
    if not has_proved_lately(request):
        return prove_again(come_back_to=request.path)
    me = people.oneself(request.actor)
    export_record(request.actor, me, shape="page")
    file = whole_record.as_page_file(request, me, people.organization_of(request.actor))
    return FileResponse(file, content_type="text/html; charset=utf-8")


@require_POST
@cache_control(no_store=True)
@for_participants
def record_as_json(asked: HttpRequest) -> HttpResponseBase:
    """One's own record as a file for programs, under a name that says nothing to whoever sees it lie there."""
    request = cast(OwnRequest, asked)
    if not has_proved_lately(request):
        return prove_again(come_back_to=f"/companion/data/?{_PROVED}")
    me = people.oneself(request.actor)
    export_record(request.actor, me, shape="json")
    file = whole_record.as_json_file(me, people.organization_of(request.actor))
    name = f"daybridge-{clock.today(me.time_zone)}.json"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/json")
