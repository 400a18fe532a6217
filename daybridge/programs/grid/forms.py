"""What a director says to set, change, cancel and end sessions, and to close days."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from daybridge.core import clock
from daybridge.people.models import Staff
from daybridge.programs.grid.rules import DAY, Scope, Suggested, is_within_reach
from daybridge.programs.models import Group, Room, Site
from daybridge.ui import words

_NUMBER = {
    "required": _("Choose a number."),
    "invalid": _("Write a whole number."),
    "min_value": _("Choose at least 5 minutes."),
    "max_value": _("A day has 24 hours."),
}
_DAY = {"required": _("Choose a day."), "invalid": _("There is no such day.")}
_CLOCK = {"required": _("Choose a time."), "invalid": _("A day has 24 hours. Write it as 09:30.")}
_LEAD = {
    "required": _("Choose who leads it. A group needs a facilitator."),
    "invalid_choice": _("Choose one of the list."),
}
_WHY = {"required": _("Say why in a few words.")}


def _refuse_far_days(day: date) -> None:
    if not is_within_reach(day, clock.today("UTC")):
        raise forms.ValidationError(_("Choose a day within five years."))


def _date(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, error_messages=_DAY, widget=widget, validators=[_refuse_far_days], **more
    )


def _minutes(label: Any, *, required: bool = True, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=5, max_value=DAY, error_messages=_NUMBER, **more
    )


def _clock(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "step": 300}, format="%H:%M")
    return forms.TimeField(label=label, error_messages=_CLOCK, widget=widget)


def _why(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, error_messages=_WHY, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def minutes_of(at: time) -> int:
    return at.hour * 60 + at.minute


def _rooms(rooms: Iterable[Room], *, sites: bool) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.site.name}: {one.name} ({one.capacity})" if sites else f"{one.name} ({one.capacity})")
            for one in rooms]  # fmt: skip


def _staff(staff: Iterable[Staff]) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in staff]


def a_clock(told: str) -> str:
    """The name of a time zone as it was sent; a name that is none is as if nothing was."""
    try:
        return ZoneInfo(told).key if told else ""
    except (ValueError, KeyError, OSError):
        return ""


class ChangeForm(forms.Form):
    """Another day, time, room or leader: for one date, or from it on."""

    day = _date(_("Day"))
    start = _clock(_("Starts at"))
    minutes = _minutes(_("Minutes"))
    room = forms.ChoiceField(label=_("Room"), required=False)
    lead = forms.ChoiceField(label=_("Led by"), error_messages=_LEAD)
    scope = forms.ChoiceField(
        label=_("Change"),
        choices=[(Scope.ONCE.value, _("This date only")), (Scope.ON.value, _("From this date on"))],
        widget=forms.RadioSelect,
        initial=Scope.ONCE.value,
        error_messages={"required": _("Choose one.")},
    )
    why = _why(_("Why"))
    #: Whose clock the time is on, as an IANA name; the site's where none is told.
    clock = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rooms: Iterable[Room], staff: Iterable[Staff], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [] if self.initial.get("room") else [("", _("No room"))]
        self.fields["room"].choices = [*none, *_rooms(rooms, sites=False)]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("Choose who leads it")), *_staff(staff)]  # type: ignore[attr-defined]

    def clean_clock(self) -> str:
        return a_clock(self.cleaned_data["clock"])


class CheckForm(forms.Form):
    """Where a session would be, while it is held in the hand: what is left open stays as it is."""

    day = _date(_("Day"))
    start = _clock(_("Starts at"))
    minutes = _minutes(_("Minutes"), required=False)
    room = forms.UUIDField(required=False)
    lead = forms.UUIDField(required=False)
    clock = forms.CharField(required=False)

    def clean_clock(self) -> str:
        return a_clock(self.cleaned_data["clock"])


class CancelForm(forms.Form):
    """One date that does not take place."""

    why = _why(_("Why it does not take place"))


class EndForm(forms.Form):
    """The last day of a weekly time."""

    last_on = _date(_("Last day"))
    why = _why(_("Why"))


class TimeForm(forms.Form):
    """A weekly time of a group."""

    group = forms.ChoiceField(label=_("Group"), error_messages={"required": _("Choose a group.")})
    weekday = forms.ChoiceField(
        label=_("Day of the week"), choices=[("", _("Choose a day")), *WEEKDAYS.items()],
        error_messages={"required": _("Choose a day.")},
    )  # fmt: skip
    start = _clock(_("Starts at"))
    minutes = _minutes(_("Minutes"), required=False, help_text=_("Empty: as long as the group is."))
    room = forms.ChoiceField(label=_("Room"), required=False)
    lead = forms.ChoiceField(label=_("Led by"), error_messages=_LEAD)
    from_on = _date(_("From"))
    until_on = _date(_("Until"), required=False, help_text=_("Empty: until you end it."))
    why = _why(_("Why"))

    def __init__(
        self, *args: Any, groups: Iterable[Group], rooms: Iterable[Room], staff: Iterable[Staff], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        told = [(str(one.id), f"{one.program.called}: {one.called}") for one in groups]
        self.fields["group"].choices = [("", _("Choose a group")), *told]  # type: ignore[attr-defined]
        self.fields["room"].choices = [("", _("Video, or no room yet")), *_rooms(rooms, sites=True)]  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("Choose who leads it")), *_staff(staff)]  # type: ignore[attr-defined]


class SuggestedForm(forms.Form):
    """The times that a program's groups were suggested, each with a room and who leads it."""

    from_on = _date(_("First day"))

    def __init__(
        self,
        *args: Any,
        rows: Sequence[Suggested],
        groups: Mapping[UUID, Group],
        rooms: Iterable[Room],
        staff: Iterable[Staff],
        dealt: Sequence[UUID | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._rows, self._groups = rows, groups
        leads, where = _staff(staff), _rooms(rooms, sites=True)
        for number, row in enumerate(rows):
            self.fields[f"take-{number}"] = forms.BooleanField(label=_("Set"), required=False, initial=True)
            self.fields[f"room-{number}"] = forms.ChoiceField(
                label=_("Room"), required=False, choices=[("", _("Video, or no room yet")), *where],
                initial=str(row.room_id or ""),
            )  # fmt: skip
            self.fields[f"lead-{number}"] = forms.ChoiceField(
                label=_("Led by"), required=False, choices=[("", _("Choose who leads it")), *leads],
                initial=str(dealt[number] or ""),
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Group, str, list[Any]]]:
        """Each time with its group, its words and its three fields."""
        return [
            (
                self._groups[row.group_id],
                f"{WEEKDAYS[row.weekday]}, {words.clock_of(row.start)} – {words.clock_of(row.start + row.minutes)}",
                [self[f"{name}-{number}"] for name in ("take", "room", "lead")],
            )
            for number, row in enumerate(self._rows)
        ]

    def chosen(self) -> list[tuple[int, Suggested, UUID | None, UUID | None]]:
        """The times that are to be set: number, time, room, leader. Call it once the form is valid."""
        said = self.cleaned_data
        return [
            (number, row, _id(said[f"room-{number}"]), _id(said[f"lead-{number}"]))
            for number, row in enumerate(self._rows)
            if said[f"take-{number}"]
        ]

    def clean(self) -> None:
        for number, _row in enumerate(self._rows):
            if self.cleaned_data.get(f"take-{number}") and not self.cleaned_data.get(f"lead-{number}"):
                self.add_error(f"lead-{number}", _LEAD["required"])


class ClosureForm(forms.Form):
    """A day on which a site, or the whole house, holds nothing."""

    day = _date(_("Day"))
    name = forms.CharField(
        label=_("Why it is closed"), max_length=80, error_messages=_WHY,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    site = forms.ChoiceField(label=_("Where"), required=False)

    def __init__(self, *args: Any, sites: Iterable[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(str(one.id), one.name) for one in sites]
        self.fields["site"].choices = [("", _("Everywhere")), *here]  # type: ignore[attr-defined]


def _id(told: str) -> UUID | None:
    return UUID(told) if told else None
