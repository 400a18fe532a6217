from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daybridge.core import clock
from daybridge.core.ids import new_id
from daybridge.people.models import Participant
from daybridge.privacy.rules import MOST_DAYS, USUAL_DAYS, Part
from daybridge.privacy.sentences import OWN
from daybridge.safety.concerns.sentences import DANGERS
from daybridge.safety.plan.rules import MOST_CHARACTERS, MOST_WAYS

#: What a participant reads before they share; another wording takes another number, see `privacy.rules.WORDING`.
CAN_BE_PASSED_ON = _(
    "I know: they can pass on what they see. I can stop sharing at any time, but I can't take back what they have seen."
)


class ChoiceForm(forms.Form):
    """What somebody sees and until when; given `chosen`, the form shows what is shared now."""

    parts = forms.MultipleChoiceField(
        label=_("What they see"), choices=[], widget=forms.CheckboxSelectMultiple, required=False
    )
    until = forms.DateField(
        label=_("Until and with"),
        help_text=_("At most a year. After that day it stops by itself."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    has_read = forms.BooleanField(label=CAN_BE_PASSED_ON, required=False)

    def __init__(self, sent: Any, *, participant: Participant, chosen: Mapping[str, Any] | None = None) -> None:
        today = clock.today(participant.time_zone)
        super().__init__(sent, initial=dict(chosen or {"until": today + timedelta(days=USUAL_DAYS)}))
        listed = [(part.value, format_html("<span><strong>{}</strong> {}</span>", *OWN[part])) for part in Part]
        self.fields["parts"].choices = listed  # type: ignore[attr-defined]
        bounds = {"min": today.isoformat(), "max": (today + timedelta(days=MOST_DAYS)).isoformat()}
        self.fields["until"].widget.attrs.update(bounds)

    @property
    def said(self) -> dict[str, Any]:
        """What was chosen, as `privacy.actions.share` takes it."""
        told = self.cleaned_data
        parts = [Part(one) for one in told["parts"]]
        return {"parts": parts, "until": told["until"], "has_read": told["has_read"]}


class SupporterForm(ChoiceForm):
    """Somebody to share with, and what they see."""

    name = forms.CharField(label=_("Their name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    relation = forms.CharField(
        label=_("Who they are to you"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("They sign in with it. We send nothing there: you hand them a link yourself."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "relation", "email", "parts", "until", "has_read")


class AgreedWordForm(forms.Form):
    """The word that a participant and their supporter have agreed on."""

    word = forms.CharField(
        label=_("A word only the two of you know"),
        help_text=_(
            "At least 6 letters or numbers. Tell it to them in person or on the phone. Never send it with the link."
        ),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class WaysForm(forms.Form):
    """How one supporter can help on a bad day, one way a line."""

    told = forms.CharField(
        label=_("How they can help"),
        help_text=_("One thing on each line, at most six. For example: Call me. Walk with me. Just sit here."),
        required=False,
        max_length=MOST_WAYS * (MOST_CHARACTERS + 2),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConcernForm(forms.Form):
    """What worries a supporter, and whether they see danger now. A page that is opened anew has a new `concern_id`."""

    concern_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    words = forms.CharField(
        label=_("What worries you?"),
        help_text=_("Write what you saw or heard, and when."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),  # no maxlength: a browser cuts a long paste without a word
    )
    danger = forms.ChoiceField(choices=list(DANGERS.items()), widget=forms.RadioSelect, required=False)

    def __init__(self, sent: Any, *, called: str) -> None:
        super().__init__(sent)
        self.fields["danger"].label = gettext("Is %(name)s in danger right now?") % {"name": called}

    def with_new_id(self) -> None:
        """Where other words stand under its id, the same entry gets a new one to be sent with."""
        self.data = {**dict(self.data.items()), "concern_id": str(new_id())}
