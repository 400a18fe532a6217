from datetime import date
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from daybridge.notifications.reminders import rules
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.sentences import PURPOSES

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_DATE = {"type": "date"}


class ReminderForm(forms.Form):
    """What to be reminded of and when. `reminder` is the one that is changed; a new one says what it is for, too."""

    purpose = forms.ChoiceField(label=_("What for"), choices=[(one.value, words) for one, words in PURPOSES.items()])
    own_words = forms.CharField(
        label=_("In your own words"),
        max_length=rules.MOST_CHARACTERS,
        required=False,
        help_text=_("Only you see this, here in the app. No notice ever says it."),
    )
    at = forms.TimeField(label=_("At"), widget=_TIME)
    days = forms.TypedMultipleChoiceField(
        label=_("On these days"), coerce=int, choices=list(WEEKDAYS.items()), widget=forms.CheckboxSelectMultiple
    )
    ends_on = forms.DateField(
        label=_("Last day"), required=False, widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d")
    )
    even_when_quiet = forms.BooleanField(label=_("Also in my quiet hours"), required=False)

    def __init__(self, data: Any = None, *, reminder: Reminder | None = None) -> None:
        initial: dict[str, Any] = {"days": list(range(7))}
        if reminder:
            held = reminder.version
            initial = {name: getattr(held, name) for name in ("own_words", "at", "days", "ends_on", "even_when_quiet")}
        super().__init__(data, initial=initial, prefix=str(reminder.id) if reminder else "new")
        if reminder:
            del self.fields["purpose"]


class PauseForm(forms.Form):
    """For how many days to be left alone."""

    days = forms.TypedChoiceField(
        label=_("Pause for"),
        coerce=int,
        choices=[(n, ngettext_lazy("%(n)s day", "%(n)s days", n) % {"n": n}) for n in (1, 3, 7, 14, 28)],
        initial=3,
    )

    def until(self, today: date) -> date:
        """The local day on which reminders begin again."""
        return date.fromordinal(today.toordinal() + int(self.cleaned_data["days"]))
