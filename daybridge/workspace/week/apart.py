"""No-contact pairs, as those see them who treat both, and directors. Nobody else learns here whether there is one."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.programs.apart import queries
from daybridge.programs.apart.actions import end_apart, keep_apart
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.calendar.queries import zone_of
from daybridge.programs.calendar.sentences import occurrence_in_words
from daybridge.ui import words
from daybridge.ui.forms import attempt


class ApartForm(forms.Form):
    """Whom somebody is kept apart from, and why; then once more, with both names read."""

    other = forms.TypedChoiceField(
        label=lazy("From whom"), coerce=UUID, error_messages={"required": lazy("Choose somebody.")}
    )
    why = forms.CharField(
        label=lazy("Why"),
        help_text=lazy("Only directors and those who treat both read it. It is in neither person's record."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": lazy("Say why in a few words.")},
    )
    has_read = forms.BooleanField(label=lazy("I have read both names"), required=False)

    def __init__(self, *args: Any, others: list[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(str(one.id), f"{one.name}, {one.record_number}") for one in others]
        self.fields["other"].choices = [("", _("Choose somebody")), *rows]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """From whom a participant is kept apart, and keeping them apart from somebody: asked twice, with both names in full."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    others = {
        one.id: one
        for one in people.participants(request.actor).exclude(id=participant.id).order_by("family_name", "given_name")
    }
    form = ApartForm(request.POST or None, others=list(others.values()))
    if request.method == "GET":
        return _page(request, participant, form)
    if not form.is_valid() or not form.cleaned_data["has_read"]:
        chosen = others[form.cleaned_data["other"]] if form.is_valid() else None
        return _page(request, participant, form, chosen=chosen, status=200 if chosen else 422)
    pair = queries.pair_of(participant, others[form.cleaned_data["other"]])
    status = attempt(form, lambda said: keep_apart(request.actor, pair, why=said["why"]))
    if status is not None:
        return _page(request, participant, form, status=status)
    messages.success(request, _("They are kept apart from now on. What they share already stands below."))
    return redirect("workspace:apart", participant.id)


def _page(
    request: StaffRequest,
    participant: Participant,
    form: ApartForm,
    *,
    chosen: Participant | None = None,
    status: int = 200,
) -> HttpResponse:
    told = {
        "participant": participant,
        "form": form,
        "pairs": _pairs(request.actor, participant),
        "chosen": chosen,
        "both": [_fully(one) for one in (participant, chosen) if one and chosen],
    }
    return render(request, "workspace/apart.html", told, status=status)


def _pairs(actor: Actor, participant: Participant) -> list[tuple[queries.Pair, list[str]]]:
    """Each pair with the sessions from now on that both sit in."""
    return [
        (pair, [_session(one) for one in queries.shared_sessions(pair.row, clock.now())])
        for pair in queries.pairs_of(actor, participant.id)
    ]


def _session(one: Occurrence) -> str:
    return f"{one.series.group}: {occurrence_in_words(one, zone_of(one.series))}"


def _fully(person: Participant) -> tuple[str, str]:
    born: date = person.born_on
    said = {"day": words.day(born, "plain"), "number": person.record_number}
    return person.name, _("born %(day)s, record number %(number)s") % said


@require_POST
@staff_page
def end(request: StaffRequest, pair_id: UUID) -> HttpResponse:
    """Two may sit in one session again."""
    pair = queries.pair(request.actor, pair_id)
    back = request.POST.get("from") == str(pair.other_id)
    end_apart(request.actor, pair)
    messages.success(request, _("They may sit in one session again."))
    return redirect("workspace:apart", pair.other_id if back else pair.one_id)
