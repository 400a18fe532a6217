"""Answers that staff enter: a form made from an instrument's own file."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.measures.instruments import Instrument, Item, in_language
from daybridge.measures.rules import Way
from daybridge.measures.sentences import way_in_words

NOT_ANSWERED, DECLINED, NOT_APPLICABLE = "", "declined", "na"


class SheetForm(forms.Form):
    """One sheet, question by question; `part_id` and `sheet_id` make a form that is sent twice count once."""

    part_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    sheet_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    way = forms.ChoiceField(label=_("How it was answered"), widget=forms.RadioSelect)
    on_day = forms.DateField(
        label=_("Which day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Say on which day it was answered.")},
    )

    def __init__(self, *args: Any, instrument: Instrument, since: date, until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._days = (since, until)
        ways = [Way.INTERVIEW] if instrument.by == "clinician" else [Way.PAPER, Way.INTERVIEW]
        self.fields["way"].choices = [(way.value, way_in_words(way)) for way in ways]  # type: ignore[attr-defined]
        self.fields["way"].initial = ways[0].value
        self.instrument = instrument
        stem = ""
        for item in instrument.items:
            self.fields[_name(item)] = _field(instrument, item, says_stem=item.stem != stem)
            stem = item.stem

    def clean_on_day(self) -> date:
        day: date = self.cleaned_data["on_day"]
        if not self._days[0] <= day <= self._days[1]:
            words = _("Look at the year: the day lies between %(since)s and %(until)s.")
            since, until = map(date_format, self._days)
            raise forms.ValidationError(words % {"since": since, "until": until})
        return day

    def begin_anew(self) -> None:
        """New ids for what stands in the form: saved again, it is another sheet."""
        self.data = dict(self.data.items()) | {"part_id": new_id(), "sheet_id": new_id()}

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[_name(item)] for item in self.instrument.items]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered: item -> number, `declined` or `na`; what was left open is left out."""
        said = {item.code: self.cleaned_data.get(_name(item)) for item in self.instrument.items}
        return {code: answer for code, answer in said.items() if answer not in (None, NOT_ANSWERED)}


def _name(item: Item) -> str:
    return f"item-{item.code}"


def _field(instrument: Instrument, item: Item, *, says_stem: bool) -> forms.Field:
    """One question; a stem that several share is said before the first of them."""
    language = (get_language() or "en")[:2]
    stem = in_language(instrument.stems.get(item.stem), language) if says_stem else ""
    label = f"{item.code}. {in_language(item, language)}"
    if item.number:
        lowest, highest = item.number.least, item.number.most
        return forms.DecimalField(
            label=label,
            help_text=f"{stem} {lowest}–{highest}".strip(),
            required=False,
            min_value=lowest,
            max_value=highest,
            decimal_places=0 if item.number.is_whole else 1,
            widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        )
    choices = [
        (str(choice.value), in_language(choice, language) or str(choice.value))
        for choice in instrument.answers_of(item)
    ]
    if item.may_not_apply:
        choices.append((NOT_APPLICABLE, str(_("Does not apply"))))
    choices.append((DECLINED, str(_("Declined to answer"))))
    return forms.ChoiceField(label=label, help_text=stem, required=False, choices=choices, widget=forms.RadioSelect)


class AskForm(forms.Form):
    """Asking for a questionnaire beside the battery."""

    instrument = forms.ChoiceField(label=_("Questionnaire"), error_messages={"required": _("Choose one of the list.")})

    def __init__(self, *args: Any, instruments: list[Instrument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = (get_language() or "en")[:2]
        choices = [(one.code, in_language(one.name, language)) for one in instruments]
        self.fields["instrument"].choices = [("", _("Choose a questionnaire")), *choices]  # type: ignore[attr-defined]
