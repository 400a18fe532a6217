"""The forms of a session's page."""

from collections.abc import Sequence
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.attendance.rules import Span
from daybridge.notes.sentences import kinds_to_choose
from daybridge.people.models import Participant, Staff

_CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
_FEWEST_ROWS = 3


class MomentForm(forms.Form):
    """When it began or ended, on the clock of where it is."""

    at = forms.TimeField(widget=_CLOCK, required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at"].label = label
        self.fields["at"].help_text = _("Empty: now. On the clock of %(zone)s") % {"zone": zone.key}


class HandOverForm(forms.Form):
    """Who leads it beside whoever asks, or in their place."""

    to = forms.ChoiceField(label=_("Colleague"))
    takes_over = forms.BooleanField(label=_("They take it over from me"), required=False)
    note = forms.CharField(
        label=_("What they should know"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, colleagues: Sequence[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *((str(one.id), str(one)) for one in colleagues)]  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """Which kind of note about one person."""

    form = forms.ChoiceField(label=_("Kind of note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = kinds_to_choose(own=False)  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """Somebody who came without being expected."""

    person = forms.ChoiceField(label=_("Who came"))

    def __init__(self, *args: Any, people: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "–"), *((str(one.id), one.name) for one in people)]  # type: ignore[attr-defined]


class ExcuseForm(forms.Form):
    """Why somebody is excused, or that they are not any more."""

    why = forms.CharField(label=_("Why"), max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    takes_back = forms.BooleanField(label=_("Take the excuse back"), required=False)


class SpansForm(forms.Form):
    """Some times from and until, on the clock of where it is: three rows, or as many as are known and one more.

    `lasts`: the last one that is known has no end yet.
    """

    def __init__(self, sent: Any = None, *, zone: ZoneInfo, known: Sequence[Span], lasts: bool, **kwargs: Any) -> None:
        super().__init__(sent, initial=_as_clock(known, zone, lasts=lasts), **kwargs)
        self._rows = range(1, max(_FEWEST_ROWS, len(known) + 1) + 1)
        for number in self._rows:
            self.fields[f"from_{number}"] = forms.TimeField(label=_("From"), required=False, widget=_CLOCK)
            self.fields[f"until_{number}"] = forms.TimeField(label=_("Until"), required=False, widget=_CLOCK)
        self.fields["from_1"].help_text = _("On the clock of %(zone)s") % {"zone": zone.key}

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"from_{number}"], self[f"until_{number}"]) for number in self._rows]

    @property
    def spans(self) -> list[tuple[time, time | None]]:
        told = self.cleaned_data
        return [
            (told[f"from_{number}"], told.get(f"until_{number}")) for number in self._rows if told.get(f"from_{number}")
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        for number in self._rows:
            if told.get(f"until_{number}") and not told.get(f"from_{number}"):
                self.add_error(f"from_{number}", _("Say from when."))
        return told


def _as_clock(known: Sequence[Span], zone: ZoneInfo, *, lasts: bool) -> dict[str, time]:
    told = {f"from_{number}": one.begin for number, one in enumerate(known, 1)}
    told |= {f"until_{number}": one.end for number, one in enumerate(known[:-1] if lasts else known, 1)}
    return {name: moment.astimezone(zone).time() for name, moment in told.items()}


class CorrectForm(SpansForm):
    """How somebody's presence really was, and why that is said. No time at all: they were not there."""

    why = forms.CharField(
        label=_("Why you correct it"), max_length=400, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
