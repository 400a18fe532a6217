"""Looking at something together with whoever wrote it: one tap for a worksheet, a form for what was told of a setback."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from daybridge.checkins import actions, queries
from daybridge.core.errors import Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page


@require_POST
@staff_page
def worksheet(request: StaffRequest, participant_id: UUID, about: UUID) -> HttpResponse:
    """This worksheet was looked at in session."""
    participant = people.participant(request.actor, participant_id)
    entry = queries.shared_entry(participant.id, about)
    if entry is None:
        raise NotYours()
    actions.go_through(request.actor, participant, entry_id=_sent_id(request), about=about, on_day=entry.on_day)
    messages.success(request, _("Noted: you looked at it together. They see it too."))
    return _back(request, participant_id)


@require_POST
@staff_page
def setback(request: StaffRequest, participant_id: UUID, day: str) -> HttpResponse:
    """What was told of a day's setbacks was gone through: in session or not, and what was agreed."""
    participant = people.participant(request.actor, participant_id)
    try:
        actions.go_through(
            request.actor, participant, entry_id=_sent_id(request), on_day=_day(day),
            in_session=request.POST.get("in_session") == "yes", agreed=request.POST.get("agreed", "").replace("\x00", ""),
        )  # fmt: skip
        messages.success(request, _("It is written down that you went through it."))
    except Invalid as refused:
        messages.error(request, " ".join(refused.fields.values()))
    return _back(request, participant_id)


def _sent_id(request: StaffRequest) -> UUID:
    """Made with the page, so that a form that is sent twice is one deed."""
    try:
        return UUID(request.POST.get("entry_id", ""))
    except ValueError:
        return new_id()


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise NotYours() from None


def _back(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """To the page from which it was sent, within this site."""
    asked = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/workspace/")
    return HttpResponseRedirect(asked if is_ours else reverse("workspace:between", args=[participant_id]))
