"""What somebody works on, and the golden thread: every note and measure that speaks to it, and back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from daybridge.core.actors import Actor
from daybridge.measures import instruments
from daybridge.measures import queries as measures
from daybridge.notes import queries as notes
from daybridge.notes.models import Note
from daybridge.notes.sentences import language
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.plans import actions
from daybridge.plans import queries as plans
from daybridge.plans.models import Objective
from daybridge.plans.rules import MOST_CHARACTERS, Ending
from daybridge.plans.sentences import ENDINGS
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt

_NOTES_SHOWN = 12


class ObjectiveForm(forms.Form):
    said = forms.CharField(
        label=lazy("In their words"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2})
    )
    measure = forms.ChoiceField(label=lazy("Measure that speaks to it"), required=False)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Thread:
    """One objective with what speaks to it: signed notes, the newest first, and the scores of its measure, the newest last."""

    objective: Objective
    ending: str
    notes: Sequence[Note]
    notes_total: int
    measure: str
    scores: Sequence[tuple[Any, str]]


def threads(actor: Actor, participant: Participant) -> list[Thread]:
    """Everything that somebody worked on, what is open first."""
    everything = plans.every_objective(participant.id)
    spoken = notes.notes_to(everything)
    found = []
    for one in sorted(everything, key=lambda one: (one.ended_at is not None, one.number)):
        theirs = spoken.get(one.id, [])
        found.append(
            Thread(
                one, str(ENDINGS[Ending(one.ending)]) if one.ending else "", theirs[:_NOTES_SHOWN], len(theirs),
                _measures().get(one.measure, ""), _scores(participant.id, one.measure),
            )
        )  # fmt: skip
    return found


def _measures() -> dict[str, str]:
    tongue = language()
    return {one.code: getattr(one.name, tongue) or one.name.en for one in instruments.library().values()}


def _scores(participant_id: UUID, measure: str) -> list[tuple[Any, str]]:
    if not measure:
        return []
    return [(one.on_day, str(one.shown)) for one in measures.totals(participant_id, measure) if one.shown is not None][
        -8:
    ]


@require_http_methods(["GET", "POST"])
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What somebody works on; putting something on the list."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form = ObjectiveForm(request.POST or None, choices=sorted(_measures().items(), key=lambda one: one[1]))
    status: int | None = 200
    if request.method == "POST":
        status = attempt(form, lambda said: actions.add_objective(request.actor, participant, **said))
        if status is None:
            messages.success(request, _("It is on their list."))
            return redirect("workspace:objectives", participant.id)
    shown = {
        "participant": participant, "threads": threads(request.actor, participant), "form": form,
        "endings": [(one.value, said) for one, said in ENDINGS.items()],
    }  # fmt: skip
    return render(request, "workspace/objectives.html", shown, status=status)


@require_POST
@staff_page
def end(request: StaffRequest, objective_id: UUID) -> HttpResponse:
    """Take one off the list."""
    found = plans.objective(request.actor, objective_id)
    told = request.POST.get("ending", "")
    if told in {one.value for one in Ending}:
        actions.end_objective(request.actor, found, ending=Ending(told))
        messages.success(request, _("It is off their list. What was written to it stays."))
    return redirect("workspace:objectives", found.participant_id)
