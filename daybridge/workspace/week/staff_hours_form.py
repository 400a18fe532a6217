"""When somebody works, and when they are away, as they or a director write it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.programs import on_file
from daybridge.programs.sentences import kind_in_words
from daybridge.programs.staffing.rules import USUAL_WEEK, Days, Reason, StaffWeek
from daybridge.programs.staffing.sentences import REASONS
from daybridge.workspace.week.hour_rows import ClockField, HourRows

_DAY = {"required": _("Choose a day."), "invalid": _("Choose a day.")}


class StaffHoursForm(HourRows):
    """The hours of a whole week; `based_on` is the number of what was on the screen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    most_minutes_a_week = forms.DecimalField(
        label=_("Hours of groups a week, at most"),
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
        error_messages={"required": _("Write a number."), "invalid": _("Write a number.")},
    )
    covers = forms.MultipleChoiceField(
        label=_("May lead at short notice"),
        help_text=_("When a colleague is away."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, week: StaffWeek | None, number: int, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "based_on": number,
            "most_minutes_a_week": f"{(week.most_minutes_a_week if week else USUAL_WEEK) / 60:g}",
            "covers": list(week.covers) if week else [],
        }
        super().__init__(*args, hours=week.hours if week else (), **kwargs)
        kinds = [(code, kind_in_words(code)) for code, kind in on_file.kinds().items() if not kind.is_visit]
        self.fields["covers"].choices = kinds  # type: ignore[attr-defined]

    def week(self) -> StaffWeek:
        """What was written; call it once the form is valid."""
        said = self.cleaned_data
        return StaffWeek(self.hours(), round(said["most_minutes_a_week"] * 60), tuple(said["covers"]))


class LeaveForm(forms.Form):
    """From one day to another, or for some hours of each of these days."""

    from_on = forms.DateField(
        label=_("First day"),
        error_messages=_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until_on = forms.DateField(
        label=_("Last day"),
        error_messages=_DAY,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = ClockField(label=_("From"))
    end = ClockField(label=_("Until"), is_end=True)
    reason = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Only you and directors read this."),
        choices=[("", _("Choose one")), *((one.value, REASONS[one]) for one in Reason)],
        error_messages={"required": _("Choose one.")},
    )

    def days(self) -> Days:
        """What was written; call it once the form is valid."""
        return Days(*(self.cleaned_data[name] for name in ("from_on", "until_on", "start", "end")))
