"""Who is asking: puts `request.actor` on every request and everything after it behind that person's organization."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from daybridge.core import clock, tenancy
from daybridge.people import queries
from daybridge.people.requests import end_with_the_browser

GetResponse = Callable[[HttpRequest], HttpResponse]
#: Where accounts themselves are the matter, so the sign-in door stays open.
ACCOUNT_PAGES = ("/accounts/", "/join/", "/demo/")
_SEEN_EVERY_SECONDS = 60


def who_is_asking(get_response: GetResponse) -> GetResponse:
    """Set `request.actor` and `request.person` (both None for a stranger) and lock a session left idle too long.

    What someone signed in is shown stays in no cache: after they sign out, the Back button shows nothing of it.
    """

    def middleware(request: Any) -> HttpResponse:
        request.actor = request.person = None
        if request.user.is_authenticated and not _has_been_idle(request):
            _welcome(request)
        elif not request.path.startswith(ACCOUNT_PAGES):
            tenancy.enter(None)
        response = get_response(request)
        if request.user.is_authenticated:
            end_with_the_browser(request)
        if request.actor is not None and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response

    return middleware


def _welcome(request: Any) -> None:
    door = tenancy.SIGN_IN if request.path.startswith(ACCOUNT_PAGES) else ""
    tenancy.enter(request.user.organization_id, door=door)
    known = queries.actor_for(request.user)
    if known is None:
        logout(request)
        return
    request.actor, request.person = known
    translation.activate(request.person.language)
    request.LANGUAGE_CODE = translation.get_language()


def _has_been_idle(request: HttpRequest) -> bool:
    """Sign out a session that nobody used for longer than its site allows; note that it is used otherwise.

    What a page fetches by itself (`X-Daybridge-Quiet`) is no use: an unattended screen does not stay signed in.
    """
    now, seen = clock.now().timestamp(), request.session.get("seen_at")
    if seen is not None and now - seen > request.session.get("idle_seconds", 900):
        logout(request)
        return True
    is_quiet = "X-Daybridge-Quiet" in request.headers
    if not is_quiet and (seen is None or now - seen > _SEEN_EVERY_SECONDS):
        request.session["seen_at"] = now
    return False


def staff_prove_themselves_twice(get_response: GetResponse) -> GetResponse:
    """Staff without a passkey or one-time codes can do nothing but set them up; each session proves itself.

    A session that began with a password alone gains nothing when another one sets up a second factor: it signs in anew.
    """

    def middleware(request: Any) -> HttpResponse:
        if request.actor is None or not request.actor.is_staff:
            return get_response(request)
        if request.path.startswith(ACCOUNT_PAGES):
            return _noting_what_changes(request, get_response)
        if not request.session.get("second_factor"):
            if not is_mfa_enabled(request.user):
                return HttpResponseRedirect(f"/accounts/2fa/?next={quote(request.path)}")
            if not _has_proved_it(request):
                logout(request)
                return HttpResponseRedirect(f"{settings.LOGIN_URL}?next={quote(request.path)}")
            request.session["second_factor"] = True
        return get_response(request)

    return middleware


def _has_proved_it(request: Any) -> bool:
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def _noting_what_changes(request: Any, get_response: GetResponse) -> HttpResponse:
    """Whoever sets up their first factor here has proved it here; whoever takes away their last one has none to show."""
    if request.method != "POST":
        return get_response(request)
    account = request.user
    had = is_mfa_enabled(account)
    response = get_response(request)
    has = is_mfa_enabled(account)
    if has and not had:
        request.session["second_factor"] = True
    elif had and not has:
        request.session.pop("second_factor", None)
    return response
