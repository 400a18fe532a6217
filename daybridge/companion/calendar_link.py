"""A participant's link for their own calendar: made, chosen, shown to its owner and ended. Needs the network; no phone keeps it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from daybridge.companion.views import OwnRequest, for_participants
from daybridge.people.proof import FORM_TIME, has_proved_lately, prove_again
from daybridge.programs.attending import actions, queries
from daybridge.programs.attending.models import CalendarLink
from daybridge.programs.attending.proof import token_of


@never_cache
@require_http_methods(["GET", "POST"])
@for_participants
def page(request: OwnRequest) -> HttpResponse:
    """The link, if there is one. Whoever finds the phone unlocked can end it, and neither make nor read one."""
    link = queries.living_link(request.person.id)
    if request.method == "POST":
        return _do(request, link, str(request.POST.get("deed", "")))
    may_see = has_proved_lately(request)
    shown = _addresses(link) if link and may_see else {}
    return render(request, "companion/calendar.html", {"link": link, "may_see": may_see, **shown})


def _do(request: OwnRequest, link: CalendarLink | None, deed: str) -> HttpResponse:
    shows_names = request.POST.get("titles") == "names"
    if deed == "end":
        if link:
            actions.end_calendar_link(request.actor, link)
        messages.success(request, _("The link does not work any more."))
    elif not has_proved_lately(request, within=FORM_TIME):
        return prove_again(come_back_to=request.path)
    elif deed == "titles" and link:
        actions.choose_titles(request.actor, link, shows_names=shows_names)
        messages.success(request, _("Saved. Your calendar shows it when it looks again."))
    elif deed == "make":
        actions.make_calendar_link(request.actor, request.person, shows_names=shows_names)
        messages.success(request, _("Here is your link."))
    return HttpResponseRedirect(reverse("calendar-link"))


def _addresses(link: CalendarLink) -> dict[str, Any]:
    """As a browser opens it, and as calendars subscribe to it."""
    path = reverse("calendar-feed", args=[token_of(link)])
    without_scheme = settings.SITE.partition("://")[2]
    return {"address": settings.SITE + path, "subscribe": f"webcal://{without_scheme}{path}"}
