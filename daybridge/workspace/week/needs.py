"""What somebody's week must hold, edited by those who treat them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs import queries as programs
from daybridge.programs.needs import queries
from daybridge.programs.needs.actions import set_needs
from daybridge.programs.needs.rules import Needs, asked
from daybridge.programs.needs.sentences import asked_in_words
from daybridge.programs.rules import pack_from_json
from daybridge.programs.setting_up.queries import tracks_of
from daybridge.ui.forms import attempt
from daybridge.workspace.week.needs_form import NeedsForm


@require_http_methods(["GET", "POST"])
@staff_page
def edit(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Set what a participant's week must hold, with the reason; what the program's rules say stands beside it."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    episode, newest = programs.current_episode(participant.id), queries.newest(participant.id)
    program = programs.program(request.actor, episode.program_id) if episode else None
    form = NeedsForm(
        request.POST or None,
        needs=newest.said if newest else Needs(),
        number=newest.number if newest else 0,
        tracks=tracks_of(program) if program else (),
    )

    def deed(said: dict[str, Any]) -> object:
        told = form.needs(), said["why"], said["based_on"]
        return set_needs(request.actor, participant, needs=told[0], why=told[1], based_on=told[2])

    status = attempt(form, deed) if request.method == "POST" else 200
    if status is None:
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("workspace:week", participant.id)
    usual = asked_in_words(asked(Needs(), pack_from_json(program.rule_pack))) if program else []
    page = {"participant": participant, "form": form, "program": program, "usual": usual}
    return render(request, "workspace/needs.html", page, status=status)
