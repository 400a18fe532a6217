"""After the program: what stays of it, and asking to come back. Needs the network; no phone keeps it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import OwnRequest, for_participants
from daybridge.core.errors import NotYours
from daybridge.intake import queries as intake
from daybridge.intake.actions import cancel_return_request, request_return
from daybridge.programs import queries as programs


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """What stays after a stay, and "I'd like to come back": where that request stands now."""
    if request.method == "POST":
        return _act(request)
    stay = programs.episodes_of(request.person.id).first()
    shown = {
        "stay": stay if stay and stay.ended_on else None,
        "return_request": intake.return_request(request.actor),
    }
    return render(request, "companion/after.html", shown)


def _act(request: OwnRequest) -> HttpResponse:
    asked = intake.return_request(request.actor)
    match request.POST.get("action"):
        case "return":
            request_return(request.actor, request.person)
            messages.success(request, _("We got it. We'll be in touch."))
        case "cancel" if asked and asked.can_cancel:
            cancel_return_request(request.actor, asked.referral)
            messages.success(request, _("Request canceled. You can ask again any day."))
        case _:
            raise NotYours()
    return redirect("after-program")
