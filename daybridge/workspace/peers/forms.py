"""What staff write about peer spaces."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.peers.actions import Settings
from daybridge.peers.models import PeerSpace
from daybridge.peers.rules import LONGEST_LOOK_HOURS, LONGEST_PAUSE_DAYS, LONGEST_SLOW_MINUTES, MOST_WORDS
from daybridge.people.models import Staff

_AREA = {"rows": 2}


class SettingsForm(forms.Form):
    """How a space is called and looked after."""

    name = forms.CharField(label=_("Name"), max_length=60)
    name_es = forms.CharField(label=_("Name in Spanish"), max_length=60, required=False)
    about = forms.CharField(
        label=_("What it is for"), max_length=300, required=False, widget=forms.Textarea(attrs=_AREA)
    )
    about_es = forms.CharField(
        label=_("What it is for, in Spanish"), max_length=300, required=False, widget=forms.Textarea(attrs=_AREA)
    )
    moderators = forms.MultipleChoiceField(
        label=_("Who looks after it"),
        help_text=_("Participants read their names. They see chosen names, and not who is behind them."),
        widget=forms.CheckboxSelectMultiple,
    )
    is_premoderated = forms.BooleanField(label=_("Staff read every post before peers do"), required=False)
    slow_minutes = forms.IntegerField(
        label=_("Slow mode: minutes between two posts of one person"),
        min_value=0,
        max_value=LONGEST_SLOW_MINUTES,
        initial=0,
    )
    look_hours = forms.IntegerField(
        label=_("What is reported is looked at within so many hours"),
        min_value=1,
        max_value=LONGEST_LOOK_HOURS,
        initial=24,
    )
    alumni_may_stay = forms.BooleanField(label=_("Whoever is in it may stay after the program"), required=False)

    def __init__(self, *args: Any, staff: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.id): one for one in staff}
        self.fields["moderators"].choices = [(key, str(one)) for key, one in self.staff.items()]  # type: ignore[attr-defined]

    @property
    def settings(self) -> Settings:
        names = Settings.__dataclass_fields__
        return Settings(**{name: self.cleaned_data[name] for name in names})

    @property
    def chosen(self) -> list[Staff]:
        return [self.staff[key] for key in self.cleaned_data["moderators"]]

    @staticmethod
    def initial_of(space: PeerSpace, moderators: Iterable[Any]) -> dict[str, Any]:
        return {name: getattr(space, name) for name in Settings.__dataclass_fields__} | {
            "moderators": [str(one) for one in moderators]
        }


class OpenForm(SettingsForm):
    """A new space: for a program, or for one group of it."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    whom = forms.ChoiceField(label=_("For whom"), help_text=_("It stays so. Whoever is not in it can't join."))
    field_order = ("id", "whom")

    def __init__(self, *args: Any, whom: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = list(whom)  # type: ignore[attr-defined]


class RulesForm(forms.Form):
    words = forms.CharField(
        label=_("Rules of this space"),
        help_text=_("Beside what all agree to. After a change everybody agrees anew before they write again."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    words_es = forms.CharField(
        label=_("In Spanish"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class CircleForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    asks = forms.CharField(label=_("What you ask"), max_length=160, initial=_("How are you arriving today?"))
    asks_es = forms.CharField(label=_("In Spanish"), max_length=160, required=False, initial="¿Cómo llega hoy?")
    hours = forms.IntegerField(label=_("Open for so many hours"), min_value=1, max_value=72, initial=24)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("It is written down. They may read it in their record."),
        max_length=400,
        widget=forms.Textarea(attrs=_AREA),
    )


class OnceForm(ReasonForm):
    """A deed that is done once, however often its button is pressed."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)


class HideForm(ReasonForm):
    reason = forms.CharField(
        label=_("Why it is hidden"),
        help_text=_("Whoever wrote it reads this. Say it kindly."),
        max_length=400,
        widget=forms.Textarea(attrs=_AREA),
    )


class WarnForm(forms.Form):
    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    words = forms.CharField(
        label=_("A word to whoever wrote it"),
        help_text=_("They read it above the space. Peers do not."),
        max_length=400,
        widget=forms.Textarea(attrs=_AREA),
    )


class PauseForm(OnceForm):
    days = forms.IntegerField(label=_("For so many days"), min_value=1, max_value=LONGEST_PAUSE_DAYS, initial=3)
    field_order = ("days", "reason")


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=_("What was answered"),
        help_text=_("In a few words, for those who were not there. You may leave it empty."),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs=_AREA),
    )
