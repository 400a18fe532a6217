"""What phones fetch is compressed on its way: the shells, and the pictures that fill them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware

#: Neither holds a secret beside words that somebody else could choose (BREACH); Django pads them by chance all the same.
FOR_PHONES = ("/companion/", "/api/companion/")


def compress_for_phones(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Compress what the companion fetches, and nothing else: a page of a chart costs more processor than it saves."""
    squeeze = GZipMiddleware(get_response)

    def middleware(request: HttpRequest) -> HttpResponse:
        is_for_phones = request.method == "GET" and request.path.startswith(FOR_PHONES)
        return squeeze(request) if is_for_phones else get_response(request)  # type: ignore[return-value]

    return middleware
