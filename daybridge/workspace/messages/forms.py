"""What staff write and decide in a thread."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.ids import new_id
from daybridge.messaging.rules import MOST_CHARACTERS
from daybridge.programs.models import Group


class MessageForm(forms.Form):
    """A message; `up_to` is the last that was on the screen, `about` an own one that it puts in other words."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    up_to = forms.IntegerField(required=False, widget=forms.HiddenInput)
    about = forms.UUIDField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=lazy("Write to them"),
        required=False,  # what can't be a message is the action's to say
        strip=False,
        max_length=MOST_CHARACTERS + 1,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    file = forms.FileField(
        label=lazy("A picture, a voice note or a PDF"),
        required=False,
        allow_empty_file=True,  # that it is empty is said in our own words
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf,audio/*"}),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"id": new_id(), **kwargs.pop("initial", {})}, **kwargs)


class TeamForm(forms.Form):
    """A message between staff."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    words = forms.CharField(
        label=lazy("Write to your colleagues"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS + 1,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class HandOverForm(forms.Form):
    to = forms.TypedChoiceField(label=lazy("Who answers"), coerce=UUID)

    def __init__(self, *args: Any, team: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = team  # type: ignore[attr-defined]


class AnnounceForm(forms.Form):
    """A word to everybody in a program or a group."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    to = forms.ChoiceField(label=lazy("To whom"))
    words = forms.CharField(
        label=lazy("What you want to say"),
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS + 1,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, to: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose a program or a group")),
            *(
                (key, f"{one.program.called}: {one.called}" if isinstance(one, Group) else one.called)
                for key, one in to.items()
            ),
        ]
