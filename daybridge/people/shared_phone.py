"""A phone that is not only its holder's: its session ends soon, and the phone itself keeps nothing.

The choice belongs to the browser, so it travels as a cookie that lasts as long as the browser is open: its script sets it on
the sign-in page before anybody has signed in, and the session follows it. It says nothing about anybody.
"""

from django.http import HttpRequest, HttpResponse

from daybridge.people.models import Organization

COOKIE = "daybridge-shared"
_IS_SHARED = "shared_phone"


def is_chosen(request: HttpRequest) -> bool:
    """Whether whoever signs in here has said so."""
    return request.COOKIES.get(COOKIE) == "yes"


def is_shared(request: HttpRequest) -> bool:
    """Whether this session is one on a phone that is not only theirs."""
    return bool(request.session.get(_IS_SHARED))


def follow(request: HttpRequest, organization: Organization, *, shared: bool) -> None:
    """Have a participant's session last as long as suits the phone."""
    session = request.session
    session[_IS_SHARED] = shared
    minutes = organization.shared_phone_idle_minutes if shared else organization.participant_idle_days * 24 * 60
    session["idle_seconds"] = minutes * 60
    session.set_expiry(0 if shared else None)


def hold(request: HttpRequest) -> None:
    """End with the browser whatever else asked for: allauth remembers everybody for the longest time, after sign-in."""
    if is_shared(request) and not request.session.get_expire_at_browser_close():
        request.session.set_expiry(0)


def tell(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser know what the session knows."""
    if is_shared(request):
        response.set_cookie(COOKIE, "yes", samesite="Lax", secure=request.is_secure())
    elif COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
