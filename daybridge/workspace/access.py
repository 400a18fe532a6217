"""Who may open the staff's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from daybridge.core.errors import NotYours
from daybridge.people import queries as people

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def staff_page(view: View[P]) -> View[P]:
    """A page for staff, told in the site's own time. Strangers sign in first; a participant finds nothing here."""

    @wraps(view)
    def permitted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.actor is None:
            return _sign_in(request)
        if not request.actor.is_staff:
            raise NotYours()
        request.organization = people.organization_of(request.actor)
        with timezone.override(ZoneInfo(request.organization.time_zone)):
            return view(request, *args, **kwargs)

    return permitted


def _sign_in(request: HttpRequest) -> HttpResponse:
    # A live part that is fetched after sign-out must not swap a sign-in page into itself.
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401)
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
