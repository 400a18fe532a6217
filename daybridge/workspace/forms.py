"""What staff write into the workspace."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.safety.actions import CONTACT_RESULTS, FOLLOW_UP_RESULTS, OUTCOMES
from daybridge.safety.sentences import outcome_in_words, step_in_words

MOST_NOTE_CHARACTERS = 2_000


def _note(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=MOST_NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ContactForm(forms.Form):
    """An attempt to reach the participant."""

    result = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = _note(_("Note"), _("For the team. It is not on their phone; their record holds it, and they may read that."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [(code, step_in_words(code)) for code in CONTACT_RESULTS]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """A line to the participant."""

    words = forms.CharField(
        label=_("Your line to them"),
        help_text=_("They read it in their app exactly as you write it, with your name and the time."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a line first.")},
    )


class CloseForm(forms.Form):
    """How an alert ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an outcome.")},
    )
    note = _note(_("Note"), _("What was agreed, and what comes next. For the team."))
    follow_up_on = forms.DateField(
        label=_("Call again on"),
        help_text=_("On that day it stands on Today."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(code, outcome_in_words(code)) for code in OUTCOMES]  # type: ignore[attr-defined]


class SecondLookForm(forms.Form):
    """What another clinician says of an urgent alert that was ended."""

    agrees = forms.TypedChoiceField(
        label=_("Your second look"),
        choices=[("yes", _("All is done: close it")), ("no", _("There is more to do: open it again, it is mine"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    note = _note(_("Note"), _("For the team. It is not on their phone; their record holds it, and they may read that."))


class FollowUpForm(forms.Form):
    """What came of a call that was promised."""

    result = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happened.")},
    )
    note = _note(_("Note"), _("For the team. It is not on their phone; their record holds it, and they may read that."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [(code, step_in_words(code)) for code in FOLLOW_UP_RESULTS]  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Giving an alert to a colleague."""

    to = forms.TypedChoiceField(label=_("To"), coerce=UUID, error_messages={"required": _("Choose a colleague.")})
    note = _note(
        _("What they should know"),
        _("For the team. It is not on their phone; their record holds it, and they may read that."),
    )

    def __init__(self, *args: Any, colleagues: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), str(one)) for one in colleagues]
        self.fields["to"].choices = [("", _("Choose a colleague")), *choices]  # type: ignore[attr-defined]


class BoardForm(forms.Form):
    """The board's filters; an unreadable one counts as not set."""

    q = forms.CharField(required=False, max_length=80)
    program = forms.UUIDField(required=False)
    therapist = forms.UUIDField(required=False)
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Everyone")),
            ("alerts", _("With an open alert")),
            ("low", _("Low mood")),
            ("quiet", _("Quiet for days")),
            ("not_set_up", _("App not set up")),
        ],
    )
    page = forms.IntegerField(required=False, min_value=1)

    def read(self) -> dict[str, Any]:
        """The filters that could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class TimelineForm(forms.Form):
    """What a chart's timeline shows, and from where."""

    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", _("Everything")),
            ("check_ins", _("Check-ins")),
            ("measures", _("Questionnaires")),
            ("alerts", _("Alerts")),
            ("requests", _("Requests")),
            ("milestones", _("Admissions")),
            ("sessions", _("Sessions")),
            ("notes", _("Other notes")),
        ],
    )
    before = forms.DateField(required=False)

    def read(self) -> dict[str, Any]:
        self.is_valid()
        return {"show": self.cleaned_data.get("show") or "", "before": self.cleaned_data.get("before")}
