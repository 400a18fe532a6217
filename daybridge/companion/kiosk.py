"""The clinic's tablet in a participant's hands: a session that belongs to no account, knows one participant, and opens
nothing but their questionnaires."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from ninja.utils import check_csrf

from daybridge.core import clock, tenancy
from daybridge.core.actors import Actor, ActorKind
from daybridge.core.errors import Refused
from daybridge.measures import actions as measured
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page

LASTS = timedelta(minutes=60)
_KEY = "kiosk"


@require_POST
@staff_page
def hand_over(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """End the staff session in this browser and begin the participant's: handing back means signing in again."""
    participant = people.participant(request.actor, participant_id)
    measured.hand_tablet_over(request.actor, participant)
    logout(request)
    request.session[_KEY] = {
        "organization": str(participant.organization_id),
        "participant": str(participant.id),
        "until": (clock.now() + LASTS).isoformat(),
    }
    request.session.set_expiry(int(LASTS.total_seconds()))
    return HttpResponseRedirect("/kiosk/")


def whose_turn(request: Any) -> Actor | None:
    """The participant who holds this tablet, as the one who acts; None when it was handed back or its hour is over.

    Signing in is handing back: whoever signed in on the tablet acts as nobody but themselves.
    """
    if request.user.is_authenticated:
        request.session.pop(_KEY, None)
        return None
    held = request.session.get(_KEY)
    if not held or datetime.fromisoformat(held["until"]) <= clock.now():
        return None
    organization_id = UUID(held["organization"])
    tenancy.enter(organization_id)
    participant = people.participant(Actor.system(organization_id, "kiosk"), UUID(held["participant"]))
    request.person = participant
    request.actor = Actor(
        kind=ActorKind.PARTICIPANT, organization_id=organization_id, person_id=participant.id, reason="kiosk"
    )
    translation.activate(participant.language)
    request.LANGUAGE_CODE = translation.get_language()
    actor: Actor = request.actor
    return actor


def holder_of_tablet(request: HttpRequest) -> Actor | None:
    """For the API: who holds the tablet. A write also needs the CSRF token."""
    actor = whose_turn(request)
    if actor and request.method != "GET" and check_csrf(request) is not None:
        raise Refused(_("Reload the page and try again."), code="csrf")
    return actor


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The questionnaires of whoever holds the tablet, one question at a time."""
    if whose_turn(request) is None:
        request.session.pop(_KEY, None)
        return HttpResponseRedirect(settings.LOGIN_URL)
    participant: Participant = request.person  # type: ignore[attr-defined]
    return render(request, "companion/kiosk.html", {"called": participant.called})


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Hand the tablet back: nothing of theirs stays, and the next page is the sign-in page."""
    request.session.flush()
    return HttpResponseRedirect(settings.LOGIN_URL)
