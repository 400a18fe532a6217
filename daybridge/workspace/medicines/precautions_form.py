"""What clinicians write down before a medicine is given."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.medications.precautions.rules import (
    MOST_LINE_CHARACTERS,
    MOST_NAME_CHARACTERS,
    Allergy,
    Answer,
    Kind,
    Look,
    Naloxone,
    NaloxoneStep,
    Pregnancy,
    Severity,
    ToldBy,
)
from daybridge.medications.precautions.sentences import (
    answer_in_words,
    kind_in_words,
    naloxone_in_words,
    severity_in_words,
    told_by_in_words,
)
from daybridge.workspace.medicines.form import day_field


class _Form(forms.Form):
    """The page makes the id, so that a form that is sent twice counts once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    offers: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (codes, in_words) in self.offers.items():
            self.fields[name].choices = [(code, in_words(code)) for code in codes]  # type: ignore[attr-defined]


def _choice(label: Any, *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=required, error_messages={"required": _("Choose one.")})


def _line(label: Any, most: int, *, hint: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, help_text=hint, required=required)


class AllergyForm(_Form):
    offers = {
        "kind": ((Kind.ALLERGY.value, Kind.INTOLERANCE.value), kind_in_words),
        "severity": (("", *(one.value for one in Severity)), severity_in_words),
        "told_by": ([one.value for one in ToldBy], told_by_in_words),
    }
    kind = _choice(_("What it is"))
    substance = _line(_("To what"), MOST_NAME_CHARACTERS, hint=_("A medicine, a food, latex ..."), required=True)
    reactions = _line(_("What happens"), MOST_LINE_CHARACTERS, hint=_("For example: rash, swelling."))
    severity = _choice(_("How strong"), required=False)
    since = _line(_("Since when"), 80, hint=_("As they say it: as a child, 2019 ..."))
    told_by = _choice(_("Who told it"))

    @property
    def allergy(self) -> Allergy:
        said = self.cleaned_data
        return Allergy(
            **{name: said[name] for name in ("kind", "substance", "reactions", "severity", "since", "told_by")}
        )


class NoneKnownForm(_Form):
    offers = {"told_by": ([one.value for one in ToldBy], told_by_in_words)}
    told_by = _choice(_("Who told it"))


class TakeBackForm(_Form):
    why = forms.CharField(
        label=_("Why it was wrong"), max_length=MOST_LINE_CHARACTERS, error_messages={"required": _("Say why.")}
    )


class NaloxoneForm(_Form):
    offers = {"step": ([one.value for one in NaloxoneStep], naloxone_in_words)}
    step = _choice(_("What was done"))
    on_day = day_field(_("On which day"))
    kind = _line(_("Which one"), 80, hint=_("For example: nasal spray, 4 mg, two doses."))
    lot = _line(_("Lot number"), 40)

    @property
    def naloxone(self) -> Naloxone:
        said = self.cleaned_data
        return Naloxone(step=said["step"], on_day=said["on_day"], kind=said["kind"].strip(), lot=said["lot"].strip())


class RegistryForm(_Form):
    on_day = day_field(_("Looked at on"))
    states = _line(_("States"), 40, hint=_("Two letters each, for example: TX, NM."), required=True)
    found = _line(_("What was found, in a line"), MOST_LINE_CHARACTERS, required=True)
    next_on = day_field(_("Next look due"), required=False)

    @property
    def look(self) -> Look:
        said = self.cleaned_data
        states = dict.fromkeys(one.upper() for one in re.split(r"[\s,;]+", said["states"]) if one)
        return Look(on_day=said["on_day"], states=tuple(states), found=said["found"].strip(), next_on=said["next_on"])


class PregnancyForm(_Form):
    offers = {
        "pregnant": ([one.value for one in Answer], answer_in_words),
        "contraception": ([one.value for one in Answer], answer_in_words),
    }
    pregnant = _choice(_("Are you pregnant, or could you be?"))
    contraception = _choice(_("Do you use birth control?"))
    words = _line(_("In their words"), MOST_LINE_CHARACTERS)
    on_day = day_field(_("Asked on"))

    @property
    def pregnancy(self) -> Pregnancy:
        said = self.cleaned_data
        return Pregnancy(
            on_day=said["on_day"],
            pregnant=said["pregnant"],
            contraception=said["contraception"],
            words=said["words"].strip(),
        )
