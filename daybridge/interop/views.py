"""The page that takes a hospital's file."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybridge.core.errors import NotYours
from daybridge.interop.actions import receive_bundle
from daybridge.interop.refusals import CannotRead
from daybridge.people import access
from daybridge.people.requests import StaffRequest, staff_page


@require_http_methods(["GET", "POST"])
@staff_page
def upload(request: StaffRequest) -> HttpResponse:
    """Take a FHIR bundle; refuse it in words, or go on to the referral it made."""
    if not access.works_intake(request.actor, None):
        raise NotYours()
    largest = settings.LARGEST_REFERRAL
    page = {"largest": largest // 2**20}
    if request.method == "GET":
        return render(request, "interop/upload.html", page)
    try:
        file = request.FILES.get("file")
        if file is None:
            return render(request, "interop/upload.html", page | {"refusal": _("Choose a file first.")}, status=422)
        received = receive_bundle(request.actor, request.organization, original=file.read(), filename=file.name or "")
    except CannotRead as refusal:
        return render(request, "interop/upload.html", page | {"refusal": refusal.words}, status=refusal.status)
    return redirect("intake:referral", received.subject_id)
