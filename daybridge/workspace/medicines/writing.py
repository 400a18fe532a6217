"""The forms of one medicine: adding, changing and stopping it, with what is known of it said while one types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from daybridge.core import clock
from daybridge.intake import queries as intake
from daybridge.medications import actions, on_file, queries
from daybridge.medications.models import Medicine
from daybridge.medications.on_file import Window
from daybridge.medications.precautions import queries as precautions
from daybridge.medications.precautions.queries import StatedAllergy
from daybridge.medications.precautions.rules import speaks_of
from daybridge.medications.precautions.sentences import allergy_in_words
from daybridge.medications.rules import MOST_NAME_CHARACTERS
from daybridge.medications.terminology import queries as terminology
from daybridge.medications.terminology.queries import Found
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.workspace.medicines import watching
from daybridge.workspace.medicines.form import AddForm, ChangeForm, MedicineForm, StopForm, initial_of
from daybridge.workspace.medicines.known import known_of, pregnancy_in_words
from daybridge.workspace.medicines.views import opened

_MOST_TYPED = 120


# --- What is known of a name -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class About:
    """What is said of a medicine while its name is typed: its code, others that are called so, allergies, what to think of."""

    coded: str
    found: Sequence[Found]
    allergies: Sequence[tuple[str, str]]
    cautions: Sequence[tuple[str, str]]
    pregnancy: str
    windows: Sequence[Window]


def about(participant: Participant, name: str, rxcui: str, *, searches: bool = True) -> About:
    """What the record, the site's RxNorm and the facts on file say of a name."""
    name = name.replace("\0", "")[:_MOST_TYPED]
    drug = terminology.drug(rxcui[:8]) if rxcui.isascii() and rxcui.isdigit() else None
    coded = drug.name if drug and drug.name[:MOST_NAME_CHARACTERS].casefold() == name.strip().casefold() else ""
    code = rxcui if coded else ""
    cautions = precautions.cautions_for(name, code)
    return About(
        coded,
        [] if coded or not searches else terminology.search(name),
        [(one.said.substance, _allergy_in_words(one)) for one in precautions.allergies_to(participant.id, name, code)],
        [(one.words.said(get_language() or "en"), one.source) for one in cautions],
        pregnancy_in_words(participant) if cautions else "",
        [one for one in on_file.windows() if speaks_of(name, [one.name])] if searches else [],
    )


def _allergy_in_words(one: StatedAllergy) -> str:
    """What happens with it, and the family by which it speaks of this medicine."""
    said = allergy_in_words(one.said)
    if not one.family:
        return said
    family = _("Same family: %(family)s") % {"family": one.family.names.said(get_language() or "en")}
    return f"{said}. {family}" if said else family


@require_GET
@staff_page
def about_name(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What is known of the name that is being typed; asked for again and again, and only by whoever may look at the chart."""
    participant = people.participant(request.actor, participant_id)
    name, rxcui = request.GET.get("name", ""), request.GET.get("rxcui", "")
    shown = {
        "about": about(participant, name, rxcui),
        "form": AddForm(initial={"despite": ""}),
        "action": request.GET.get("at", ""),
    }
    return render(request, "workspace/parts/medicine_about.html", shown)


# --- Pages -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@staff_page
def add(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """Put a medicine on the list; what a referral said can be taken over."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if request.method == "GET" or _is_filled(request.POST):
        usual = {"starts_on": clock.today(participant.time_zone), "prescriber": str(request.person)}
        taken_over = _taken_over(request, intake.referred_medicines(participant.id))
        form = AddForm(initial=_filled(request.POST, AddForm) if request.method == "POST" else {**usual, **taken_over})
        return _form_page(request, participant, form, _("Add a medicine"))
    form = AddForm(request.POST)
    look = watching.look(request, participant, form)
    status = look.status or attempt(
        form,
        lambda said: actions.add_medicine(
            request.actor, participant, medicine_id=said["id"], details=form.details, due_on=said["due_on"],
            despite=said["despite"],
        ),
    )  # fmt: skip
    if status:
        return _form_page(request, participant, form, _("Add a medicine"), look=look, status=status)
    watching.go_on(request, look)
    messages.success(request, _("%(name)s is on the list, and on their phone.") % {"name": form.cleaned_data["name"]})
    return redirect("workspace:medicines", participant.id)


def _taken_over(request: StaffRequest, referred: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The line of the referral that was chosen, if any."""
    chosen = request.GET.get("from", "")
    if not (chosen.isdecimal() and int(chosen) < len(referred)):
        return {}
    name, dose = referred[int(chosen)]
    return {"name": name[:120], "amount": dose[:200], "prescriber": ""}


@require_http_methods(["GET", "POST"])
@staff_page
def change(request: StaffRequest, medicine_id: UUID) -> HttpResponse:
    """Write down what was decided anew about a medicine."""
    medicine = opened(request, medicine_id)
    one = queries.listed(medicine.participant, medicine.id)
    title = _("Change %(name)s") % {"name": one.now.name}
    if request.method == "GET" or _is_filled(request.POST):
        said = (
            _filled(request.POST, ChangeForm) if request.method == "POST" else initial_of(one.details, today=one.today)
        )
        return _form_page(request, medicine.participant, ChangeForm(initial=said), title, medicine=medicine)
    form = ChangeForm(request.POST, known=one.details)
    look = watching.look(request, medicine.participant, form, medicine.id)
    status = look.status or attempt(
        form,
        lambda said: actions.change_medicine(
            request.actor, medicine, version_id=said["id"], details=form.details, from_on=said["from_on"],
            why=said["why"], despite=said["despite"],
        ),
    )  # fmt: skip
    if status:
        return _form_page(request, medicine.participant, form, title, medicine=medicine, look=look, status=status)
    watching.go_on(request, look)
    messages.success(request, _("The change is written down. What was before stays in the history."))
    return redirect("workspace:medicines", medicine.participant_id)


@require_http_methods(["GET", "POST"])
@staff_page
def stop(request: StaffRequest, medicine_id: UUID) -> HttpResponse:
    """Write down that a medicine is stopped, and why."""
    medicine = opened(request, medicine_id)
    one = queries.listed(medicine.participant, medicine.id)
    title = _("Stop %(name)s") % {"name": one.now.name}
    if request.method == "GET":
        form = StopForm(initial={"from_on": one.today})
        return _form_page(request, medicine.participant, form, title, medicine=medicine)
    form = StopForm(request.POST)
    status = attempt(
        form,
        lambda said: actions.stop_medicine(
            request.actor, medicine, version_id=said["id"], from_on=said["from_on"], why=said["why"]
        ),
    )
    if status:
        return _form_page(request, medicine.participant, form, title, medicine=medicine, status=status)
    messages.success(request, _("It is written down as stopped. It stays in the history."))
    return redirect("workspace:medicines", medicine.participant_id)


# --- Filling in ------------------------------------------------------------------------------------------------------


def _is_filled(typed: QueryDict) -> bool:
    """Whether a form comes back to be filled in, not to be saved: a name was taken, or a usual window."""
    return "take" in typed or "window" in typed


def _filled(typed: QueryDict, kind: Callable[[], MedicineForm]) -> dict[str, Any]:
    """What was typed so far, with the name or the window that was chosen."""
    fields = kind().fields
    said: dict[str, Any] = {
        name: typed.getlist(name) if isinstance(field, forms.TypedMultipleChoiceField) else typed.get(name, "")
        for name, field in fields.items()
    }
    if drug := terminology.drug(typed.get("take", "")[:8].replace("\0", "")):
        said |= {"name": drug.name[:MOST_NAME_CHARACTERS], "rxcui": drug.rxcui}
    window = next((one for one in on_file.windows() if one.code == typed.get("window")), None)
    if window:
        said |= {
            "form": window.form, "route": window.route, "how_often": "injection", "times": "",
            "every_days": window.every_days, "window_days": window.window_days,
        }  # fmt: skip
    return said


def _form_page(
    request: StaffRequest,
    participant: Participant,
    form: forms.Form,
    title: str,
    *,
    medicine: Medicine | None = None,
    look: watching.Look | None = None,
    status: int = 200,
) -> HttpResponse:
    shown: dict[str, Any] = {
        "participant": participant,
        "form": form,
        "title": title,
        "medicine": medicine,
        "look": look,
    }
    if isinstance(form, MedicineForm):
        name, rxcui = (str(form[one].value() or "") for one in ("name", "rxcui"))
        form.fields["name"].widget.attrs |= _asks_about(request, participant)
        shown |= {
            "about": about(participant, name, rxcui, searches=bool(name)),
            "known": known_of(participant),
            "action": request.path,
            "referred": [] if medicine else intake.referred_medicines(participant.id),
        }
    return render(request, "workspace/medicine_form.html", shown, status=status)


def _asks_about(request: StaffRequest, participant: Participant) -> dict[str, str]:
    """What makes the field of the name ask for what is known of it, while one types."""
    return {
        "hx-get": f"{reverse('workspace:about-medicine', args=[participant.id])}?at={request.path}",
        "hx-trigger": "input changed delay:250ms",
        "hx-target": "#about",
        "hx-swap": "outerHTML",
        "hx-include": "#id_rxcui",
    }
