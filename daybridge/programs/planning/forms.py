"""What is said to the engine, and to whoever reads a version later."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.programs.planning.rules import Aim

_DAY = {"required": _("Choose a day."), "invalid": _("Choose a day.")}
#: For how many weeks, the one of the first day counted; 0 is for good.
_WEEKS = [
    ("1", _("To the end of that week")),
    ("2", _("Two weeks")),
    ("4", _("Four weeks")),
    ("0", _("For good")),
]


class AskForm(forms.Form):
    """A question to the engine about a program's week."""

    aim = forms.ChoiceField(
        label=_("What should be looked for?"),
        choices=[
            (
                Aim.REPAIR.value,
                _("The fewest changes after something changed: a new shift, somebody ill, people who came in"),
            ),
            (Aim.PLAN.value, _("A new week for everybody, with the times that the groups suggest")),
        ],
        widget=forms.RadioSelect,
        initial=Aim.REPAIR.value,
    )
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=_DAY
    )
    weeks = forms.ChoiceField(label=_("For how long?"), choices=_WEEKS)
    may_move_others = forms.BooleanField(
        label=_("People who are not affected may move too, where somebody's plan is short"), required=False
    )

    def said(self) -> dict[str, Any]:
        """As `actions.ask_for_week` takes it."""
        said = self.cleaned_data
        return {
            "aim": Aim(said["aim"]), "from_on": said["from_on"], "until_on": last_day(said["from_on"], int(said["weeks"])),
            "may_move_others": said["may_move_others"],
        }  # fmt: skip


def next_day_with_sessions(today: date) -> date:
    """Today, or Monday on a weekend: few groups meet then, and a week's end is no time to begin with."""
    return today if today.weekday() < 5 else today + timedelta(days=7 - today.weekday())


def last_day(first: date, weeks: int) -> date | None:
    """The Sunday with which so many weeks end; None for good."""
    return first - timedelta(days=first.weekday()) + timedelta(days=7 * weeks - 1) if weeks else None


class PlaceForm(forms.Form):
    """For how long somebody is placed."""

    weeks = forms.ChoiceField(choices=_WEEKS, required=False)


class AcceptForm(forms.Form):
    """Which of the weeks is put in force, and why."""

    option = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("Why"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why in a few words.")},
    )
