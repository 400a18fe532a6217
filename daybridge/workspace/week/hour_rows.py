"""Hours of a week as somebody types them: for each day, rows from one time until another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from daybridge.programs.rules import Hours, fault_in_hours
from daybridge.programs.sentences import hours_fault_in_words

_FEWEST_ROWS, _MOST_ROWS = 2, 6
_DAY = 24 * 60


class ClockField(forms.TimeField):
    """A time of day, in minutes since midnight. Where something ends, midnight is the end of the day."""

    def __init__(self, *, is_end: bool = False, **kwargs: Any) -> None:
        self._is_end = is_end
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        said = {"invalid": _("Write a time from 00:00 to 23:59.")}
        super().__init__(
            required=False, widget=widget, error_messages=said, input_formats=["%H:%M", "%H:%M:%S"], **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        return time(value // 60 % 24, value % 60) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        found = super().to_python("00:00" if self._is_end and value == "24:00" else value)
        if found is None:
            return None
        minutes = found.hour * 60 + found.minute
        return _DAY if self._is_end and not minutes else minutes


@dataclass(frozen=True)
class Row:
    """The two fields of one row."""

    start: forms.BoundField
    end: forms.BoundField


@dataclass(frozen=True)
class DayOfForm:
    name: str
    rows: Sequence[Row]


class HourRows(forms.Form):
    """A form with hours of each weekday; what can't be is said beside the time that is wrong."""

    def __init__(self, *args: Any, hours: Iterable[Hours] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = sorted(hours)
        self._rows: dict[int, int] = {}
        for weekday, name in WEEKDAYS.items():
            theirs = [one for one in kept if one.weekday == weekday]
            self._rows[weekday] = self._rows_sent(weekday) or min(_MOST_ROWS, max(_FEWEST_ROWS, len(theirs) + 1))
            for number in range(self._rows[weekday]):
                known = theirs[number] if number < len(theirs) else None
                said = {"day": name, "number": number + 1}
                self.fields[f"day-{weekday}-{number}-start"] = ClockField(
                    label=_("%(day)s, row %(number)s, from") % said, initial=known and known.start
                )
                self.fields[f"day-{weekday}-{number}-end"] = ClockField(
                    label=_("%(day)s, row %(number)s, until") % said, initial=known and known.end, is_end=True
                )

    def _rows_sent(self, weekday: int) -> int:
        numbers = (re.fullmatch(rf"day-{weekday}-(\d)-start", name) for name in self.data)
        return min(_MOST_ROWS, max((int(found[1]) + 1 for found in numbers if found), default=0))

    def clean(self) -> dict[str, Any]:
        """Each row has both its times, in order, and none meets another."""
        said = super().clean() or self.cleaned_data
        before: list[Hours] = []
        for name, hours in self._said():
            if hours is None:
                self.add_error(f"{name}-end", _("Say both: from when, and until when."))
            elif fault := fault_in_hours([hours]):
                self.add_error(f"{name}-end", hours_fault_in_words(fault))
            elif fault := fault_in_hours([*before, hours]):
                self.add_error(f"{name}-start", hours_fault_in_words(fault))
            else:
                before.append(hours)
        return said

    def _said(self) -> Iterator[tuple[str, Hours | None]]:
        """Each row in which something can be read, with its hours; None where a half is missing."""
        for weekday, count in self._rows.items():
            for number in range(count):
                name = f"day-{weekday}-{number}"
                if {f"{name}-start", f"{name}-end"} & self.errors.keys():
                    continue
                start, end = self.cleaned_data.get(f"{name}-start"), self.cleaned_data.get(f"{name}-end")
                if start is None and end is None:
                    continue
                yield name, None if start is None or end is None else Hours(weekday, start, end)

    def hours(self) -> tuple[Hours, ...]:
        """What was said; call it once the form is valid."""
        return tuple(sorted(one for _name, one in self._said() if one))

    @property
    def days(self) -> list[DayOfForm]:
        """The rows of each day."""
        return [
            DayOfForm(
                str(name),
                [
                    Row(self[f"day-{weekday}-{number}-start"], self[f"day-{weekday}-{number}-end"])
                    for number in range(self._rows[weekday])
                ],
            )
            for weekday, name in WEEKDAYS.items()
        ]
