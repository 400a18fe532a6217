"""A supporter tells the care team that they are worried. The page says who reads it and when, and nothing about care."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybridge.companion.sharing.forms import ConcernForm
from daybridge.companion.sharing.shown import reply_hours
from daybridge.companion.sharing.supporter import SupporterRequest, supporter_page
from daybridge.core.errors import DaybridgeError, IdTaken
from daybridge.people import queries as who
from daybridge.people.models import Supporter
from daybridge.safety.concerns import queries
from daybridge.safety.concerns.actions import report_concern
from daybridge.safety.concerns.rules import Danger
from daybridge.ui.forms import blame

#: Refusals after which the page comes back with what was typed.
_STAYS_ON_PAGE = (409, 422, 429)


@require_http_methods(["GET", "POST"])
@supporter_page
def report(request: SupporterRequest, supporter_id: UUID) -> HttpResponse:
    """Tell the care team of one's worry about a participant, and see what one wrote before and whether it was read."""
    supporter = who.supporter_self(request.actor, supporter_id)
    form = ConcernForm(request.POST if request.method == "POST" else None, called=supporter.participant.called)
    status = _send(request, supporter, form) if form.is_bound else 200
    if status is None:
        return HttpResponseRedirect(request.path)
    page = {
        "supporter": supporter,
        "participant": supporter.participant,
        "reply_hours": reply_hours(supporter.participant.organization),
        "form": form,
        "sent": queries.sent_by(supporter),
    }
    with timezone.override(ZoneInfo(supporter.participant.organization.time_zone)):
        return render(request, "companion/worried.html", page, status=status)


def _send(request: SupporterRequest, supporter: Supporter, form: ConcernForm) -> int | None:
    """None once it is saved; else the status of the page that says why not."""
    if not form.is_valid():
        return 422
    try:
        report_concern(request.actor, supporter, **form.cleaned_data)
    except DaybridgeError as refused:
        if refused.status not in _STAYS_ON_PAGE:
            raise
        if isinstance(refused, IdTaken):
            form.with_new_id()
        blame(form, refused)
        return refused.status
    messages.success(request, _("Sent. The care team will read it."))
    if form.cleaned_data["danger"] == Danger.YES:
        messages.warning(request, _("If they are in danger now, call 911 now. Don't wait for the team."))
    return None
