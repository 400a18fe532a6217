"""The page that takes a hospital's file."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from daybridge.core.errors import Refused
from daybridge.interop.actions import receive_bundle
from daybridge.interop.forms import UploadForm
from daybridge.interop.json_text import megabytes
from daybridge.interop.refusals import CannotRead
from daybridge.interop.uploading import UpToALimit, refuse_by_length
from daybridge.people import access
from daybridge.people.requests import StaffRequest, staff_page


# The token is checked in `_take`: checking it reads the body, and by then it must be known how much of it is read at most.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@staff_page
def upload(request: StaffRequest) -> HttpResponse:
    """Take a FHIR bundle: on to the referral it made, or refused in words on this page."""
    if not access.works_intake(request.actor, None):
        raise Refused(_("Intake and directors take referrals in. Pass the file on to them."))
    if request.method == "GET":
        return _page(request, UploadForm())
    try:
        refuse_by_length(request, limit=settings.LARGEST_REFERRAL)
        request.upload_handlers = [UpToALimit(request, limit=settings.LARGEST_REFERRAL)]
        return _take(request)
    except CannotRead as refusal:
        return _page(request, UploadForm(), refusal, status=refusal.status)


@csrf_protect
def _take(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    file = form.cleaned_data["file"]
    received = receive_bundle(request.actor, file.read(), filename=file.name)
    if received.repeated:
        messages.info(request, _("This file came in before. Here is its referral."))
    else:
        messages.success(request, _("Taken in. The clock for the first answer is running."))
    return redirect("intake:referral", received.subject_id)


def _page(
    request: HttpRequest, form: UploadForm, refusal: CannotRead | None = None, *, status: int = 200
) -> HttpResponse:
    page = {"form": form, "refusal": refusal, "largest": megabytes(settings.LARGEST_REFERRAL)}
    return render(request, "interop/upload.html", page, status=status)
