"""What prescribers and nurses write about results and warnings."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.medications.watching import rules
from daybridge.medications.watching.queries import PackState
from daybridge.medications.watching.sentences import language, test_in_words


class Number(forms.Field):
    """A number as it is written: "0.8" or "0,8"."""

    def to_python(self, value: Any) -> Any:
        said = str(value or "").strip()
        if not said:
            return None
        number = rules.number(said)
        if number is None:
            raise forms.ValidationError(_("Write a number, for example 0.8."))
        return number

    def prepare_value(self, value: Any) -> Any:
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class ResultForm(forms.Form):
    """One result; the id makes a form that is sent twice count once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    test = forms.ChoiceField(label=_("What was measured"), error_messages={"required": _("Choose what was measured.")})
    value = Number(label=_("Result"), help_text=_("Empty for what is only done."), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    taken_on = forms.DateField(
        label=_("Taken on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Name a day."), "invalid": _("Choose a day.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=rules.MOST_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, first: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [*dict.fromkeys(first), *(code for code in rules.tests() if code not in first)]
        units = dict.fromkeys(one.unit for test in rules.tests().values() for one in test.units)
        choices: dict[str, Any] = {
            "test": [("", "…"), *((code, _with_units(code)) for code in codes)],
            "unit": [("", _("as the test's first one")), *((one, one) for one in units)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Without a unit it is the test's first."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        known = rules.tests().get(said.get("test", ""))
        if known and not said.get("unit"):
            said["unit"] = known.unit
        return said


def _with_units(code: str) -> str:
    units = ", ".join(one.unit for one in rules.tests()[code].units)
    return f"{test_in_words(code)} ({units})" if units else test_in_words(code)


class CorrectForm(ResultForm):
    """The same test, measured on some day, as it should have been written."""

    def __init__(self, *args: Any, test: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["test"].choices = [(test, _with_units(test))]  # type: ignore[attr-defined]
        units = [(one.unit, one.unit) for one in rules.tests()[test].units]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if not units:
            del self.fields["value"], self.fields["unit"]


class SeenForm(forms.Form):
    """That a result was seen, and what is done about it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    note = forms.CharField(
        label=_("What is done about it"),
        required=False,
        max_length=rules.MOST_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class PackForm(forms.Form):
    """A site's own choice of a pack: on or off, and how often its tests are due."""

    is_on = forms.BooleanField(label=_("This pack counts here"), required=False)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("For whoever reads this rule later: who decided it, and on what ground."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, for whoever reads this rule later.")},
    )

    def __init__(self, *args: Any, state: PackState, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_on"].initial = state.is_on
        self._keys: list[str] = []
        if isinstance(state.shipped, rules.Monitoring) and isinstance(state.pack, rules.Monitoring):
            most = rules.most_days(state.shipped)
            for key, days in rules.intervals_of(state.pack).items():
                self._keys.append(key)
                self.fields[key] = forms.IntegerField(
                    label=_interval_label(state.shipped, key),
                    help_text=gettext("Days; %(most)s at most.") % {"most": most[key]},
                    initial=days,
                    error_messages={"required": _("Choose a number.")},
                )
        self.order_fields(["is_on", *self._keys, "why"])

    @property
    def intervals(self) -> dict[str, int]:
        """The intervals that a valid form says."""
        return {key: self.cleaned_data[key] for key in self._keys}


def _interval_label(pack: rules.Monitoring, key: str) -> str:
    code, _dot, number = key.rpartition(".")
    steps = next(one.every for one in pack.tests if one.test == code)
    until = steps[int(number)].until_day
    words = _("%(test)s, until day %(day)s") if until else _("%(test)s, from then on")
    name = rules.tests()[code].said(language())
    return str(words) % {"test": name, "day": until} if len(steps) > 1 else str(_("%(test)s, every") % {"test": name})
