"""The demo's page of sign-ins; only there when the demo is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from daybridge.demo import queries


@never_cache
@require_GET
def sign_ins(request: HttpRequest) -> HttpResponse:
    code, seconds = queries.present_code()
    return render(request, "demo/sign_ins.html", {"cast": queries.cast(), "code": code, "seconds": seconds})
