"""What a page knows about who asks for it, and who may ask for staff pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant, Staff

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that a member of staff makes, as the middleware and `staff_page` have completed it."""

    actor: Actor
    person: Staff
    organization: Organization


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff_page(view: StaffView[P]) -> View[P]:
    """A page for staff, told in the site's own time. Strangers sign in first; a participant finds nothing here."""

    @wraps(view)
    def permitted(asked: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if getattr(asked, "actor", None) is None:
            return _sign_in(asked)
        request = cast(StaffRequest, asked)
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
    # The address of a deed is no page to come back to, and what was typed must not be lost with it.
    if request.method not in ("GET", "HEAD"):
        return render(
            request, "people/signed_out.html", {"sign_in": settings.LOGIN_URL, "come_back_to": "/"}, status=401
        )
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")


class SignedInRequest(HttpRequest):
    """A request of anyone signed in, as the middleware has completed it."""

    actor: Actor
    person: Staff | Participant
