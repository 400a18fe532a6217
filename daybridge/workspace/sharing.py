"""What a participant shares with family and friends, as their team sees it: with whom, which parts, until when; stopped for them if they ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from daybridge.people import queries as people
from daybridge.people.actions import block_supporter
from daybridge.people.models import Participant, Supporter
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy import queries as privacy
from daybridge.privacy.actions import open_chart, stop_sharing_for_them
from daybridge.privacy.rules import Part, Purpose, StopReason
from daybridge.privacy.sentences import STOP_REASONS, part_for_staff
from daybridge.programs.families import queries as families
from daybridge.programs.families.actions import ask_to_group, end_asking
from daybridge.programs.families.models import FamilyInvitation
from daybridge.programs.models import Group
from daybridge.ui.forms import attempt


class StopForm(forms.Form):
    """Why it is stopped."""

    why = forms.TypedChoiceField(
        label=lazy("Why"), coerce=StopReason, error_messages={"required": lazy("Choose why.")}, choices=[]
    )

    def __init__(self, sent: Any, *, supporter: Supporter) -> None:
        super().__init__(sent, auto_id=f"id_{supporter.id}_%s")
        said = [(one.value, STOP_REASONS[one]) for one in StopReason]
        self.fields["why"].choices = [("", _("Choose")), *said]  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """To which family group."""

    group = forms.TypedChoiceField(
        label=lazy("Family group"), coerce=UUID, error_messages={"required": lazy("Choose a group.")}, choices=[]
    )

    def __init__(self, sent: Any, *, supporter: Supporter, groups: list[Group]) -> None:
        super().__init__(sent, auto_id=f"id_{supporter.id}_%s")
        self.fields["group"].choices = [("", _("Choose")), *((str(one.id), one.called) for one in groups)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """With whom they share what. The team can stop it for them, and ask somebody to a family group; it shares nothing."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    refused: dict[UUID, dict[str, forms.Form]] = {}
    status = 200
    if request.method == "POST":
        supporter = people.supporter_of(request.actor, participant, _id(request.POST.get("supporter", "")))
        deed = _DEEDS.get(request.POST.get("deed", ""))
        if deed is None:  # nothing is stopped by a word that nobody knows
            return render(request, "workspace/sharing.html", _shown(participant, {}), status=422)
        form, told = deed(request, supporter)
        if told is None:
            return redirect("workspace:sharing", participant.id)
        refused, status = {supporter.id: form}, told
    return render(request, "workspace/sharing.html", _shown(participant, refused), status=status)


Answer = tuple[dict[str, forms.Form], int | None]


def _stop(request: StaffRequest, supporter: Supporter) -> Answer:
    form = StopForm(request.POST, supporter=supporter)
    told = attempt(form, lambda said: stop_sharing_for_them(request.actor, supporter, why=said["why"]))
    if told is None:
        messages.success(request, _("Stopped. %(name)s sees nothing of theirs now.") % {"name": supporter.name})
    return {"stop": form}, told


def _ask(request: StaffRequest, supporter: Supporter) -> Answer:
    groups = families.groups_for(supporter.participant_id)
    form = AskForm(request.POST, supporter=supporter, groups=groups)
    by_id = {one.id: one for one in groups}
    told = attempt(form, lambda said: ask_to_group(request.actor, supporter, group=by_id[said["group"]]))
    if told is None:
        words = _("%(name)s is asked once they say yes on their phone.") % {"name": supporter.name}
        messages.success(request, words)
    return {"ask": form}, told


def _end(request: StaffRequest, supporter: Supporter) -> Answer:
    invitation = families.invitation_of(supporter.participant_id, _id(request.POST.get("invitation", "")))
    end_asking(request.actor, invitation)
    messages.success(request, _("%(name)s is not asked any more.") % {"name": supporter.name})
    return {}, None


def _block(request: StaffRequest, supporter: Supporter) -> Answer:
    block_supporter(request.actor, supporter)
    messages.success(request, _("Account closed. %(name)s can't sign in anymore.") % {"name": supporter.name})
    return {}, None


def _id(sent: str) -> UUID:
    try:
        return UUID(sent)
    except ValueError:
        return UUID(int=0)


_DEEDS = {"stop": _stop, "ask": _ask, "end": _end, "block": _block}


@dataclass(frozen=True)
class Row:
    """A supporter: what they see now until when, which family groups they are asked to, and what the team can do."""

    supporter: Supporter
    parts: Sequence[tuple[str, date]]
    agrees: bool
    asked: Sequence[FamilyInvitation]
    stop: forms.Form
    ask: forms.Form


def _shown(participant: Participant, refused: dict[UUID, dict[str, forms.Form]]) -> dict[str, object]:
    shares, asked = privacy.shares_now(participant.id), families.asked_of(participant.id)
    groups = families.groups_for(participant.id)
    rows = []
    for one in people.supporters(participant.id):
        theirs, forms_back = [share for share in shares if share.supporter_id == one.id], refused.get(one.id, {})
        rows.append(
            Row(
                supporter=one,
                parts=[(part_for_staff(share.part), share.until) for share in theirs],
                agrees=any(share.part == Part.FAMILY_GROUPS for share in theirs),
                asked=[invitation for invitation in asked if invitation.supporter_id == one.id],
                stop=forms_back.get("stop") or StopForm(None, supporter=one),
                ask=forms_back.get("ask") or AskForm(None, supporter=one, groups=groups),
            )
        )
    return {"participant": participant, "rows": rows, "has_groups": bool(groups)}
