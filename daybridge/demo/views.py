"""The demo's page of sign-ins; only there when the demo is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from daybridge.demo import queries


@never_cache
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Who is who in the demo; `?part=code` is the present one-time code alone, which the page asks for again."""
    code, seconds = queries.present_code()
    shown = {"code": code, "seconds": seconds}
    if request.GET.get("part") == "code":
        return render(request, "demo/sign_ins.html#present-code", shown)
    return render(request, "demo/sign_ins.html", {"cast": queries.cast(), **shown})
