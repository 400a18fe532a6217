"""What a page knows about who asks for it, who may ask for staff pages, and an invitation's link as it is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Organization, Participant, Staff, Supporter

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
    person: Staff | Participant | Supporter


# --- A phone that is not only its holder's ------------------------------------------------------------------------------

#: The choice belongs to the browser, so it travels as a cookie that lasts as long as the browser is open: a script sets it on the
#: sign-in page before anybody has signed in, and the session follows it. It says nothing about anybody.
SHARED_PHONE = "daybridge-shared"
_IS_SHARED = "shared_phone"


def chose_shared_phone(request: HttpRequest) -> bool:
    """Whether whoever signs in here has said so."""
    return request.COOKIES.get(SHARED_PHONE) == "yes"


def is_shared_phone(request: HttpRequest) -> bool:
    """Whether this session is one on a phone that is not only theirs."""
    return bool(request.session.get(_IS_SHARED))


def last_as_long_as_suits(request: HttpRequest, organization: Organization, *, shared: bool) -> None:
    """Have a participant's session last as long as suits the phone."""
    session = request.session
    session[_IS_SHARED] = shared
    minutes = organization.shared_phone_idle_minutes if shared else organization.participant_idle_days * 24 * 60
    session["idle_seconds"] = minutes * 60
    session.set_expiry(0 if shared else None)


def end_with_the_browser(request: HttpRequest) -> None:
    """End with the browser whatever else asked for: allauth remembers everybody for the longest time, after sign-in."""
    if is_shared_phone(request) and not request.session.get_expire_at_browser_close():
        request.session.set_expiry(0)


def tell_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser know what the session knows."""
    if is_shared_phone(request):
        response.set_cookie(SHARED_PHONE, "yes", samesite="Lax", secure=request.is_secure())
    elif SHARED_PHONE in request.COOKIES:
        response.delete_cookie(SHARED_PHONE, samesite="Lax")


# --- Invitations, as they are handed over -----------------------------------------------------------------------------


def link_of(token: str) -> dict[str, object]:
    """The one-time link as text and as a QR code (SVG without style, for the strict content policy)."""
    link = f"{settings.SITE}/join/{token}/"
    return {"link": link, "qr": qr_of(link)}


def qr_of(link: str) -> SafeString:
    """A link of our own as a QR code: SVG without style, for the strict content policy."""
    image = qrcode.make(link, image_factory=qrcode.image.svg.SvgPathImage, box_size=12)
    drawn: str = image.to_string(encoding="unicode")
    return mark_safe(drawn)  # noqa: S308 - made from our own link
