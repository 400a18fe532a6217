from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.library.rules import MOST_NOTE_CHARACTERS


class AssignForm(forms.Form):
    """Giving somebody a piece; the button that was pressed says which."""

    code = forms.CharField(max_length=40, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("A line for them"),
        help_text=_("They read it above the piece, with your name."),
        required=False,
        max_length=MOST_NOTE_CHARACTERS,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
