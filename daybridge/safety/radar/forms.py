"""What a director writes about the alert budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.safety.radar.actions import MOST_WHY_CHARACTERS
from daybridge.safety.radar.rules import BUDGETS
from daybridge.safety.radar.sentences import budget_in_words


class BudgetForm(forms.Form):
    """How many people a day each clinician is asked to look at, and why."""

    per_day = forms.TypedChoiceField(
        label=_("How many people is each clinician asked to look at?"),
        coerce=float,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the numbers.")},
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("It stays on record with your name and the day."),
        max_length=MOST_WHY_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a sentence why. Whoever comes after you will want to know.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["per_day"].choices = [(str(one), budget_in_words(one)) for one in BUDGETS]  # type: ignore[attr-defined]
