"""A therapist's panels: thoughts and deeds, skills, wellness, and what is written to work with."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from daybridge.core.errors import Invalid, NotYours
from daybridge.core.ids import new_id
from daybridge.people import queries as people
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.therapies import actions
from daybridge.therapies import queries as therapies
from daybridge.therapies.access import writes_therapy_of
from daybridge.therapies.models import Outline
from daybridge.therapies.rules import HEADINGS, MOST_CHARACTERS, MOST_HOMEWORK, NUMBERS, Kind
from daybridge.therapies.sentences import HEADINGS as WORDS
from daybridge.therapies.sentences import NAMES
from daybridge.ui.forms import attempt
from daybridge.workspace.therapy import page as therapy_page

_PANELS = {
    "": ("workspace/therapy.html", therapy_page.cbt_panel),
    "skills": ("workspace/therapy_skills.html", therapy_page.skills_panel),
    "wellness": ("workspace/therapy_wellness.html", therapy_page.wellness_panel),
}
#: The panel on which an outline stands.
_STANDS_ON = {Kind.FORMULATION: "", Kind.TARGETS: "skills", Kind.WELLNESS: "wellness"}


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID, part: str = "") -> HttpResponse:
    """One panel: what to go through in the next session, in one look."""
    if part not in _PANELS:
        raise NotYours()
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    template, panel = _PANELS[part]
    shown = {
        "participant": participant,
        "part": part,
        "page": panel(participant),
        "may_write": writes_therapy_of(request.actor, participant),
        "most_homework": MOST_HOMEWORK,
    }
    return render(request, template, shown)


class OutlineForm(forms.Form):
    """An outline's headings; `based_on` is the number of the version that was on the screen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    is_shared = forms.BooleanField(label=lazy("Show it to them on their phone"), required=False)

    def __init__(self, told: Any, *, kind: Kind, known: Outline | None) -> None:
        content = known.content if known else {}
        started = content | {
            "based_on": known.number if known else 0, "is_shared": bool(known and known.is_shared),
        }  # fmt: skip
        super().__init__(told, initial=started)
        self._headings = HEADINGS[kind]
        for heading in self._headings:
            words: Any
            hint: Any
            words, hint = WORDS[heading]
            self.fields[heading] = _number(heading, words, hint) if heading in NUMBERS else forms.CharField(
                label=words, help_text=str(hint), required=False, max_length=MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip

    @property
    def parts(self) -> list[forms.BoundField]:
        return [self[heading] for heading in self._headings]

    @property
    def content(self) -> dict[str, str]:
        said = {heading: self.cleaned_data.get(heading) for heading in self._headings}
        return {heading: "" if words is None else str(words) for heading, words in said.items()}


def _number(heading: str, words: object, hint: object) -> forms.IntegerField:
    least, most = NUMBERS[heading]
    return forms.IntegerField(label=words, help_text=hint, required=False, min_value=least, max_value=most)  # type: ignore[arg-type]


@require_http_methods(["GET", "POST"])
@staff_page
def write(request: StaffRequest, participant_id: UUID, kind: str) -> HttpResponse:
    """Write an outline, or a new version of the one that holds."""
    if kind not in set(Kind):
        raise NotYours()
    of, participant = Kind(kind), open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    known = therapies.newest(participant.id, of)
    form = OutlineForm(request.POST or None, kind=of, known=known)
    status: int | None = 200
    if request.method == "POST":
        status = attempt(form, lambda said: actions.write_outline(
            request.actor, participant, kind=of, content=form.content, is_shared=said["is_shared"],
            based_on=said["based_on"],
        ))  # fmt: skip
    if status is None:
        messages.success(request, _("Saved. What was written before stays in its history."))
        return redirect(_panel(participant.id, of))
    page = {
        "participant": participant, "form": form, "kind": of, "name": NAMES[of], "back": _panel(participant.id, of),
        "theirs": known if status == 409 else None,
        "parts": [(WORDS[one][0], known.content.get(one, "")) for one in HEADINGS[of]] if known else [],
    }  # fmt: skip
    return render(request, "workspace/therapy_write.html", page, status=status)


def _panel(participant_id: UUID, kind: Kind) -> str:
    """The address of the panel on which an outline stands."""
    part = _STANDS_ON[kind]
    if not part:
        return reverse("workspace:therapy", args=[participant_id])
    return reverse("workspace:therapy-part", args=[participant_id, part])


@require_POST
@staff_page
def homework(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What is tried until next time."""
    participant = people.participant(request.actor, participant_id)
    said = request.POST.get("said", "").replace("\x00", "")
    try:
        made = UUID(request.POST.get("entry_id", ""))
    except ValueError:
        made = new_id()
    try:
        actions.agree_on_homework(request.actor, participant, homework_id=made, said=said)
        messages.success(request, _("Saved. They read it on their phone."))
    except Invalid as refused:
        messages.error(request, " ".join(refused.fields.values()))
    return redirect("workspace:therapy", participant.id)
