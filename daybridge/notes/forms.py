"""The forms of notes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.core import clock
from daybridge.notes import on_file
from daybridge.notes.on_file import NoteForm
from daybridge.notes.rules import MOST_CHARACTERS
from daybridge.notes.sentences import kinds_to_choose, language


class BeginForm(forms.Form):
    """Which kind of note about one person."""

    form = forms.ChoiceField(label=_("Kind of note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = kinds_to_choose(own=False)  # type: ignore[attr-defined]


class AddendumForm(forms.Form):
    said = forms.CharField(
        label=_("What is to be added"), max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3})
    )


class TimesForm(forms.Form):
    """From when until when it was, of what was on no calendar."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=720)

    def __init__(
        self, *args: Any, zone: str, begins_at: datetime | None, ends_at: datetime | None, **kwargs: Any
    ) -> None:
        self._zone = ZoneInfo(zone)
        begins = (begins_at or clock.now() - timedelta(minutes=30)).astimezone(self._zone)
        minutes = int((ends_at - begins_at).total_seconds()) // 60 if begins_at and ends_at else 30
        told = {"day": begins.date(), "start": begins.time().replace(second=0, microsecond=0), "minutes": minutes}
        super().__init__(*args, **kwargs)
        self.initial = told

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["start"], self._zone)

    @property
    def ends_at(self) -> datetime:
        return self.begins_at.astimezone(UTC) + timedelta(minutes=self.cleaned_data["minutes"])  # also when clocks move


class OwnNoteForm(forms.Form):
    """A note behind a door of its own: which, of which day, and what its file asks for."""

    form = forms.ChoiceField(label=_("Kind of note"))
    on_day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, which: str, zone: str, **kwargs: Any) -> None:
        known = kinds_to_choose(own=True)
        chosen = which if which in dict(known) else known[0][0]
        super().__init__(*args, **kwargs)
        self.initial = {"form": chosen, "on_day": clock.today(zone)}
        self.fields["form"].choices = known  # type: ignore[attr-defined]
        self._asked: NoteForm = on_file.forms()[chosen]
        for one in self._asked.asks:
            self.fields[f"said-{one.code}"] = forms.CharField(
                label=one.name.said(language()), required=one.required, max_length=MOST_CHARACTERS,
                widget=forms.Textarea(attrs={"rows": max(2, one.lines)}),
                help_text=one.hint.said(language()) if one.hint else "",
            )  # fmt: skip

    @property
    def said(self) -> dict[str, str]:
        return {one.code: self.cleaned_data.get(f"said-{one.code}", "") for one in self._asked.asks}

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"said-{one.code}"] for one in self._asked.asks]
