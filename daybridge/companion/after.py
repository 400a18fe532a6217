"""After the program: what stays of it, and asking to come back. Needs the network; no phone keeps it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import for_participants
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.core.ids import new_id
from daybridge.intake import queries as intake
from daybridge.intake.actions import ask_to_return, take_back_return
from daybridge.people.models import Participant
from daybridge.programs import queries as programs


class OwnRequest(HttpRequest):
    """A request of the participant themself."""

    actor: Actor
    person: Participant


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """What stays after a stay, and "I would like to come back": where that request stands now."""
    if request.method == "POST":
        return _act(request)
    stay = programs.episodes_of(request.person.id).first()
    shown = {
        "stay": stay if stay and stay.ended_on else None,
        "asked": intake.own_return(request.actor),
        "referral_id": new_id(),
    }
    return render(request, "companion/after.html", shown)


def _act(request: OwnRequest) -> HttpResponse:
    asked = intake.own_return(request.actor)
    match request.POST.get("action"):
        case "return":
            ask_to_return(request.actor, request.person, referral_id=_id(request.POST.get("referral_id", "")))
            messages.success(request, _("We got it. We'll be in touch."))
        case "take-back" if asked and asked.is_open:
            take_back_return(request.actor, asked.referral)
            messages.success(request, _("Request canceled. You can ask again any day."))
        case _:
            raise NotYours()
    return redirect("after-program")


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        return new_id()
