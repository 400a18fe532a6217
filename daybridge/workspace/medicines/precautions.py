"""The page of what is known before a medicine is given: allergies, naloxone, the state's registry, pregnancy."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.intake import queries as intake
from daybridge.medications.access import states_precautions_of
from daybridge.medications.precautions import actions
from daybridge.medications.precautions import queries as precautions
from daybridge.medications.precautions.rules import Allergy, Kind, ToldBy, speaks_of
from daybridge.medications.precautions.sentences import (
    allergy_in_words,
    contraception_in_words,
    kind_in_words,
    naloxone_in_words,
    pregnant_in_words,
    told_by_in_words,
)
from daybridge.people.models import Participant
from daybridge.people.requests import StaffRequest, staff_page
from daybridge.privacy.actions import open_chart
from daybridge.privacy.rules import Purpose
from daybridge.ui.forms import attempt
from daybridge.workspace.medicines.known import naloxone_pill, pregnancy_in_words, shown_allergies
from daybridge.workspace.medicines.precautions_form import (
    AllergyForm,
    NaloxoneForm,
    NoneKnownForm,
    PregnancyForm,
    RegistryForm,
    TakeBackForm,
)

_FORMS: Mapping[str, Callable[..., forms.Form]] = {
    "allergy": AllergyForm,
    "none-known": NoneKnownForm,
    "naloxone": NaloxoneForm,
    "registry": RegistryForm,
    "pregnancy": PregnancyForm,
}


@require_GET
@staff_page
def page(request: StaffRequest, participant_id: UUID) -> HttpResponse:
    """What is known, with what was said before; the look is written down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    return _page(request, participant)


def _page(
    request: StaffRequest, participant: Participant, *, wrong: tuple[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    today = clock.today(participant.time_zone)
    allergies = precautions.allergies_of(participant.id)
    naloxone = precautions.naloxone_of(participant.id)
    shown: dict[str, Any] = {
        "participant": participant,
        "may_state": states_precautions_of(request.actor, participant),
        "allergies": shown_allergies(allergies, participant.time_zone),
        "stated": [
            (one.row, kind_in_words(one.said.kind), allergy_in_words(one.said), told_by_in_words(one.said.told_by),
             wrong[1] if wrong and wrong[0] == str(one.row.id) else TakeBackForm(prefix=f"back-{one.row.id}"))
            for one in allergies.stated
        ],
        "history": [(one, kind_in_words(one.kind)) for one in allergies.history],
        "referred": _referred(participant),
        "naloxone": naloxone_pill(naloxone),
        "naloxone_notes": [(one, naloxone_in_words(one.step)) for one in naloxone],
        "looks": precautions.registry_looks_of(participant.id),
        "pregnancy": pregnancy_in_words(participant),
        "answers": [
            (one, f"{pregnant_in_words(one.pregnant)}, {contraception_in_words(one.contraception)}")
            for one in precautions.pregnancy_of(participant.id)
        ],
        **{
            f"{code.replace('-', '_')}_form": wrong[1] if wrong and wrong[0] == code else form(prefix=code, initial={"on_day": today})
            for code, form in _FORMS.items()
        },
    }  # fmt: skip
    return render(request, "workspace/precautions.html", shown, status=status)


def _referred(participant: Participant) -> list[tuple[int, str, str]]:
    """(number, substance, reactions) of the newest referral's allergies that the record has not got yet."""
    stated = [one.said.substance for one in precautions.allergies_of(participant.id).stated]
    return [
        (number, substance, reactions)
        for number, (substance, reactions, _grave) in enumerate(intake.referred_allergies(participant.id)[1])
        if not speaks_of(substance, stated)
    ]


@require_POST
@staff_page
def state(request: StaffRequest, participant_id: UUID, what: str) -> HttpResponse:
    """Write one of these down."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    if what not in _FORMS:
        raise Http404
    form = _FORMS[what](request.POST, prefix=what)
    deeds: dict[str, Callable[[dict[str, Any]], object]] = {
        "allergy": lambda said: actions.state_allergy(
            request.actor, participant, statement_id=said["id"], said=form.allergy  # type: ignore[attr-defined]
        ),
        "none-known": lambda said: actions.state_allergy(
            request.actor, participant, statement_id=said["id"],
            said=Allergy(kind=Kind.NONE_KNOWN, told_by=said["told_by"]),
        ),
        "naloxone": lambda said: actions.note_naloxone(
            request.actor, participant, note_id=said["id"], said=form.naloxone  # type: ignore[attr-defined]
        ),
        "registry": lambda said: actions.log_registry_look(
            request.actor, participant, look_id=said["id"], look=form.look  # type: ignore[attr-defined]
        ),
        "pregnancy": lambda said: actions.state_pregnancy(
            request.actor, participant, answer_id=said["id"], said=form.pregnancy  # type: ignore[attr-defined]
        ),
    }  # fmt: skip
    if status := attempt(form, deeds[what]):
        return _page(request, participant, wrong=(what, form), status=status)
    messages.success(request, _("It is written down."))
    return redirect("workspace:precautions", participant.id)


@require_POST
@staff_page
def take_over(request: StaffRequest, participant_id: UUID, number: int) -> HttpResponse:
    """Take an allergy over from the referral, as the sender wrote it. Twice is once."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    referral_id, found = intake.referred_allergies(participant.id)
    known = {at for at, _substance, _reactions in _referred(participant)}
    if number < len(found) and number in known:
        substance, reactions, is_grave = found[number]
        said = Allergy(
            kind=Kind.ALLERGY, told_by=ToldBy.REFERRAL, substance=substance[:120], reactions=reactions[:400],
            severity="severe" if is_grave else "",
        )  # fmt: skip
        actions.state_allergy(request.actor, participant, statement_id=new_id(), said=said, referral_id=referral_id)
        messages.success(request, _("It is taken over. Ask what happens with it, and since when."))
    return redirect("workspace:precautions", participant.id)


@require_POST
@staff_page
def take_back(request: StaffRequest, participant_id: UUID, statement_id: UUID) -> HttpResponse:
    """An allergy was wrong: say why. It stays in the history."""
    participant = open_chart(request.actor, participant_id, purpose=Purpose.TREATMENT).participant
    form = TakeBackForm(request.POST, prefix=f"back-{statement_id}")
    status = attempt(
        form,
        lambda said: actions.take_allergy_back(
            request.actor, participant, statement_id=said["id"], corrects=statement_id, why=said["why"]
        ),
    )
    if status:
        return _page(request, participant, wrong=(str(statement_id), form), status=status)
    messages.success(request, _("It is taken back. It stays in the history."))
    return redirect("workspace:precautions", participant.id)
