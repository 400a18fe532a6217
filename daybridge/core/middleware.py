"""One request is one transaction, behind one organization's walls, and every refusal is answered in words."""

from collections.abc import Callable

import structlog
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from daybridge.core import tenancy
from daybridge.core.errors import DaybridgeError, TooLarge

GetResponse = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger()
_FORM_AROUND_A_FILE = 64 * 1024
#: The largest request of which anything is read, in bytes.
LARGEST_REQUEST = settings.LARGEST_REFERRAL + _FORM_AROUND_A_FILE


def one_transaction(get_response: GetResponse) -> Callable[[HttpRequest], HttpResponse]:
    """Everything a request does is committed before its answer leaves, or not at all when it fails.

    The transaction starts at the sign-in door (only accounts show) until `people.middleware` knows who asks.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            tenancy.enter(None, door=tenancy.SIGN_IN)
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    return middleware


def refuse_giants(get_response: GetResponse) -> GetResponse:
    """Refuse a request that is larger than the largest file we read, before any of it is read (the CSRF check would)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if not length.isdigit() or int(length) > LARGEST_REQUEST:
            words = _("The file is larger than %(megabytes)s MB, so it was not read. Nothing was imported.")
            return answer(request, TooLarge(words % {"megabytes": settings.LARGEST_REFERRAL // 2**20}))
        return get_response(request)

    return middleware


class PlainErrors:
    """Answers a DaybridgeError with a page in words, or with problem+json where a program asked."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404 | ReauthenticationRequired):
            return (
                None  # a slip in an address is nobody's fault; who has to show that it is them is sent there by allauth
            )
        if isinstance(exception, RequestDataTooBig):
            return answer(request, TooLarge(_("This is too much to be read at once. Nothing was saved.")))
        if not isinstance(exception, DaybridgeError):
            log.error(
                "request failed",
                path=request.resolver_match and request.resolver_match.route,
                error=type(exception).__name__,
            )
            return None
        return answer(request, exception)


def answer(request: HttpRequest, error: DaybridgeError) -> HttpResponse:
    """The refusal as this client can use it."""
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
        return problem(error)
    page = {"title": _("We can't do that"), "words": error.words, "fields": error.fields}
    return render(request, "ui/refusal.html", page, status=error.status)


def problem(error: DaybridgeError) -> JsonResponse:
    """RFC 9457 problem details."""
    body: dict[str, object] = {"type": f"urn:daybridge:{error.code}", "title": error.words, "status": error.status}
    if error.fields:
        body["errors"] = [{"field": name, "message": words} for name, words in error.fields.items()]
    return JsonResponse(body, status=error.status, content_type="application/problem+json")
