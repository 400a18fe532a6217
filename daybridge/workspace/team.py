"""Who cares for a participant, as those who do it change it: a prescriber joins, somebody covers, the primary therapist changes."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.people import queries as people
from daybridge.people.access import treats_participant_of
from daybridge.people.actions import join_care_team, leave_care_team
from daybridge.people.models import Participant, Staff
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.people.rules import TeamRole
from daybridge.people.sentences import roles_in_words
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.workspace import words


class JoinForm(forms.Form):
    """Who joins, and with which part."""

    staff = forms.TypedChoiceField(
        label=lazy("Who"), coerce=UUID, error_messages={"required": lazy("Choose somebody.")}
    )
    part = forms.ChoiceField(label=lazy("Their part"), widget=forms.RadioSelect, initial=TeamRole.MEMBER)

    def __init__(self, *args: Any, carers: list[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.id), f"{one}, {roles_in_words(one.roles)}") for one in carers]
        self.fields["staff"].choices = [("", _("Choose somebody")), *rows]  # type: ignore[attr-defined]
        self.fields["part"].choices = [(one.value, words.TEAM_ROLES[one.value]) for one in reversed(TeamRole)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """The team of now; somebody joins it, or gets another part in it."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    carers = people.carers(request.actor)
    form = JoinForm(request.POST or None, carers=carers)
    status = 200
    if request.method == "POST":
        by_id = {one.id: one for one in carers}
        failed = attempt(
            form,
            lambda said: join_care_team(request.actor, participant, staff=by_id[said["staff"]], role=said["part"]),
        )
        if failed is None:
            messages.success(request, _("%(name)s is on the care team.") % {"name": by_id[form.cleaned_data["staff"]]})
            return _back(request, participant)
        status = failed
    shown = {
        "participant": participant,
        "form": form,
        "team": [
            (one, words.TEAM_ROLES[one.role], roles_in_words(one.roles)) for one in people.care_team(participant.id)
        ],
    }
    return render(request, "workspace/team.html", shown, status=status)


@require_POST
@staff_page
def leave(request: StaffRequest, participant_id: UUID, staff_id: UUID) -> HttpResponse:
    """Somebody's part in this care ends; what they did stays theirs."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    leave_care_team(request.actor, participant, staff=people.staff_member(request.actor, staff_id))
    messages.success(request, _("Their part in this care has ended. What they wrote stays in the record."))
    return _back(request, participant)


def _back(request: StaffRequest, participant: Participant) -> HttpResponse:
    """To the team; whoever has just left it has no way to it any more."""
    if treats_participant_of(request.actor, participant):
        return redirect("workspace:team", participant.id)
    return redirect("workspace:caseload")
