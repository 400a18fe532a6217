"""What clinicians write about drug screens."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.medications.sentences import weekday_in_words
from daybridge.screens.actions.ordering import Order
from daybridge.screens.rules import Drawing, Method, Outcome, Specimen, State, book
from daybridge.screens.sentences import OUTCOMES, STATES


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _hour(label: Any, initial: str) -> forms.TimeField:
    return forms.TimeField(label=label, initial=initial, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class OrderForm(forms.Form):
    """One screen, or days drawn by chance: the same form, for the reason and the panel are the same."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    panel = forms.ChoiceField(label=_("What is tested"))
    reason = forms.CharField(
        label=_("Why, for this person"),
        help_text=_("A reason of their own, which they may read. Not the same for everybody."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write a reason that is this person's own.")},
    )
    where = forms.CharField(label=_("Where"), max_length=120, required=False)
    how = forms.ChoiceField(
        label=_("When"),
        choices=[("once", _("On one day")), ("random", _("On days drawn by chance"))],
        initial="once",
        widget=forms.RadioSelect,
    )
    on = _day(_("The day, or the first day"))
    opens = _hour(_("From"), "09:00")
    closes = _hour(_("Until"), "16:00")
    weeks = forms.IntegerField(label=_("For how many weeks"), initial=8, required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple, initial=[0, 2, 4]
    )
    least_days = forms.IntegerField(label=_("Days apart, at least"), initial=5, required=False)
    most_days = forms.IntegerField(label=_("Days apart, at most"), initial=14, required=False)
    most_a_month = forms.IntegerField(label=_("At most so many a month"), initial=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        fields: Mapping[str, Any] = self.fields
        fields["panel"].choices = [(code, one.name(language)) for code, one in book().panels.items()]
        fields["weekdays"].choices = [(number, weekday_in_words(number)) for number in range(7)]

    @property
    def order(self) -> Order:
        said = self.cleaned_data
        return Order(panel=said["panel"], reason=said["reason"], where=said["where"])

    @property
    def drawing(self) -> Drawing:
        said = self.cleaned_data
        return Drawing(
            first_on=said["on"], weeks=said["weeks"] or 0, weekdays=frozenset(said["weekdays"]),
            least_days=said["least_days"] or 0, most_days=said["most_days"] or 0, most_a_month=said["most_a_month"] or 0,
        )  # fmt: skip


def moment(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(zone))


class CollectForm(forms.Form):
    """A specimen, and what was measured of it; what was not measured stays empty."""

    on = _day(_("Collected on"))
    at = _hour(_("At"), "09:00")
    temperature_f = forms.FloatField(label=_("Temperature (°F)"), required=False, min_value=30, max_value=130)
    minutes = forms.IntegerField(label=_("Minutes until it was measured"), required=False, min_value=0, max_value=600)
    creatinine = forms.FloatField(label=_("Creatinine (mg/dL)"), required=False, min_value=0, max_value=2000)
    gravity = forms.FloatField(label=_("Specific gravity"), required=False, min_value=0.9, max_value=1.1)
    ph = forms.FloatField(label=_("pH"), required=False, min_value=0, max_value=14)
    has_oxidant = forms.NullBooleanField(label=_("Oxidant found"), required=False)
    observed_why = forms.CharField(
        label=_("Why somebody watched"),
        help_text=_("Empty where nobody did, which is the rule."),
        max_length=200,
        required=False,
    )

    @property
    def specimen(self) -> Specimen:
        said = self.cleaned_data
        return Specimen(**{name: said[name] for name in Specimen.__dataclass_fields__})


class MarkForm(forms.Form):
    """No specimen was given, or the order is taken back."""

    state = forms.ChoiceField(
        label=_("What happened"),
        choices=[(one.value, STATES[one]) for one in (State.NO_SHOW, State.UNABLE, State.REFUSED, State.WITHDRAWN)],
    )
    words = forms.CharField(label=_("In a few words"), max_length=400, required=False)


class ResultsForm(forms.Form):
    """A line for each analyte of the panel; lines left empty keep nothing."""

    def __init__(self, *args: Any, panel: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = book()
        codes = known.panels[panel].analytes if panel in known.panels else tuple(known.analytes)
        choices = [
            ("", "–"),
            *((one.value, OUTCOMES[one]) for one in (Outcome.NEGATIVE, Outcome.POSITIVE, Outcome.NOT_DONE)),
        ]
        for code in codes:
            self.fields[code] = forms.ChoiceField(
                label=known.analytes[code].name(language), choices=choices, required=False
            )
        self.fields["method"] = forms.ChoiceField(
            label=_("How it was tested"),
            choices=[
                (Method.PRESUMPTIVE.value, _("Quick test")),
                (Method.CONFIRMED.value, _("Confirmed by a laboratory")),
            ],
        )


class TalkForm(forms.Form):
    """The talk about the results."""

    said = forms.CharField(
        label=_("What they say"),
        help_text=_("In their words. They may read it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed = forms.CharField(
        label=_("What you agreed on"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class ConfirmForm(forms.Form):
    words = forms.CharField(label=_("What to confirm, and why"), max_length=1000)
