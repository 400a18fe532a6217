"""What prescribers and nurses write about a medicine."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.medications.rules import (
    MOST_AMOUNT_CHARACTERS,
    MOST_NAME_CHARACTERS,
    MOST_WORDS_CHARACTERS,
    Details,
    Form,
    HowOften,
    Route,
)
from daybridge.medications.sentences import (
    clock_time,
    form_in_words,
    how_often_in_words,
    route_in_words,
    weekday_in_words,
)
from daybridge.medications.terminology import queries as terminology


def day_field(label: Any, *, hint: Any = "", required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Name a day."), "invalid": _("Choose a day.")},
    )


def _why(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=_("For the record, which they may read. It is not on their phone."),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why.")},
    )


class Times(forms.CharField):
    """Times of the day in one line: "8:00, 20:00"."""

    def to_python(self, value: Any) -> Any:
        said = re.split(r"[\s,;]+", str(value or "").strip())
        try:
            return tuple(_time(one) for one in said if one)
        except ValueError as error:
            raise forms.ValidationError(_("Write times like 08:00, with a comma between them.")) from error

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(clock_time(one) for one in value) if isinstance(value, (tuple, list)) else value


def _time(said: str) -> time:
    hours, _colon, minutes = said.partition(":")
    return time(int(hours), int(minutes or 0))


class MedicineForm(forms.Form):
    """A medicine as it stands on its label; the ids make a form that is sent twice count once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    rxcui = forms.CharField(widget=forms.HiddenInput, required=False, max_length=8)
    name = forms.CharField(
        label=_("Medicine"),
        max_length=MOST_NAME_CHARACTERS,
        error_messages={"required": _("Write what it is called.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    despite = forms.CharField(
        label=_("Why it is given all the same"),
        required=False,
        max_length=MOST_WORDS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    amount = forms.CharField(
        label=_("How much"),
        help_text=_("As it stands on the label, for example: 20 mg, 1 tablet."),
        max_length=MOST_AMOUNT_CHARACTERS,
        error_messages={"required": _("Write how much, as it stands on the label.")},
    )
    form = forms.ChoiceField(label=_("Kind"))
    route = forms.ChoiceField(label=_("Which way"), required=False)
    how_often = forms.ChoiceField(label=_("How often"), widget=forms.RadioSelect)
    times = Times(
        label=_("Times of the day"),
        help_text=_("On their own clock, for example: 08:00, 20:00. Not for as needed or injections."),
        required=False,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    every_days = forms.IntegerField(
        label=_("Every how many days"),
        help_text=_("For every so many days, and for injections and implants."),
        required=False,
        min_value=0,
    )
    window_days = forms.IntegerField(
        label=_("Days early or late that are all right"),
        help_text=_("For injections and implants."),
        required=False,
        min_value=0,
    )
    starts_on = day_field(_("Taken since, or from"))
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("In plain words. They read it on their phone."),
        required=False,
        max_length=MOST_AMOUNT_CHARACTERS,
    )
    prescriber = forms.CharField(label=_("Prescribed by"), required=False, max_length=MOST_AMOUNT_CHARACTERS)

    def __init__(self, *args: Any, known: Details | None = None, **kwargs: Any) -> None:
        """`known` is what holds now, whose code stays with its name."""
        super().__init__(*args, **kwargs)
        self._known = known
        choices: dict[str, Any] = {
            "form": [(one.value, form_in_words(one)) for one in Form],
            "route": [("", _("not said")), *((one.value, route_in_words(one)) for one in Route)],
            "how_often": [(one.value, how_often_in_words(one)) for one in HowOften],
            "weekdays": [(number, weekday_in_words(number)) for number in range(7)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["how_often"].initial = HowOften.DAILY.value
        self.fields["times"].initial = "08:00"

    def _code(self) -> str:
        """The code, where it stands beside its own name: a name that was typed otherwise is free text."""
        name, code = self.cleaned_data["name"], self.cleaned_data["rxcui"]
        if not code or (self._known and (self._known.name, self._known.rxcui) == (name, code)):
            return str(code)
        drug = terminology.drug(code)
        return str(code) if drug and drug.name[:MOST_NAME_CHARACTERS].casefold() == name.casefold() else ""

    @property
    def details(self) -> Details:
        """What a valid form says."""
        said = self.cleaned_data
        return Details(
            name=said["name"],
            amount=said["amount"],
            form=said["form"],
            how_often=said["how_often"],
            starts_on=said["starts_on"],
            times=said["times"] or (),
            weekdays=tuple(said["weekdays"]),
            every_days=said["every_days"],
            window_days=said["window_days"] or 0,
            purpose=said["purpose"],
            prescriber=said["prescriber"],
            route=said["route"],
            rxcui=self._code(),
        )


class AddForm(MedicineForm):
    due_on = day_field(
        _("Next refill, or next injection"), hint=_("It then stands on Today a week before."), required=False
    )


class ChangeForm(MedicineForm):
    from_on = day_field(_("From which day on"))
    why = _why(_("Why it is changed"))


def initial_of(details: Details, *, today: date) -> dict[str, Any]:
    """A form filled with a medicine as it is now."""
    said = {name: getattr(details, name) for name in Details.__dataclass_fields__}
    return {**said, "weekdays": list(details.weekdays), "from_on": today}


class StopForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    from_on = day_field(_("The first day without it"))
    why = _why(_("Why it is stopped"))


class NoteForm(forms.Form):
    """A refill that was picked up or an injection that was given, and when the next is due."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    done_on = day_field(_("Done on"), hint=_("Leave it empty to note the next day only."), required=False)
    due_on = day_field(_("Next one due"), required=False)

    def __init__(self, *args: Any, is_injection: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_injection:
            self.fields["done_on"].label = _("Given on")
            self.fields["due_on"].help_text = _("Empty: counted from the day it was given.")
        else:
            self.fields["done_on"].label = _("Picked up on")


class ReadingForm(forms.Form):
    """That a side effect was read, with a line back."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    answer = forms.CharField(
        label=_("A line to them"),
        help_text=_("They read it in their app exactly as you write it, with your name and the time."),
        required=False,
        max_length=MOST_WORDS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
