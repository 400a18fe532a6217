"""A safety plan as staff type it, together with the participant: a line each, and rows for people with their numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.safety.plan.rules import (
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_RELATION_CHARACTERS,
    PHONE,
    WITH_PHONE,
    Line,
    Section,
)
from daybridge.safety.plan.sentences import HINTS, TITLES

_FREE_ROWS, _FEWEST_ROWS = 2, 3
_PHONE_WRONG = _("Write a phone number with 3 to 30 digits, for example 555-0123.")


@dataclass(frozen=True)
class Row:
    """The fields of one person or place."""

    number: int
    text: forms.BoundField
    relation: forms.BoundField
    phone: forms.BoundField


@dataclass(frozen=True)
class PartOfForm:
    """A section of the form: one field with a line each, or rows."""

    code: str
    title: Any
    hint: Any
    lines: forms.BoundField | None
    rows: Sequence[Row]


class PlanForm(forms.Form):
    """A whole version; `version_id` makes a form that is sent twice count once, `based_on` is what was on the screen."""

    version_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    based_on = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sections: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = sections or {}
        self._rows: dict[Section, int] = {}
        for section in Section:
            lines = kept.get(section.value, ())
            if section in WITH_PHONE:
                self._add_rows(section, lines)
            else:
                self.fields[section.value] = _lines_field(section, "\n".join(line["text"] for line in lines))

    def _add_rows(self, section: Section, lines: Sequence[Mapping[str, str]]) -> None:
        self._rows[section] = self._rows_sent(section) or max(_FEWEST_ROWS, min(MOST_LINES, len(lines) + _FREE_ROWS))
        for number in range(self._rows[section]):
            line = lines[number] if number < len(lines) else {}
            for name, field in _row_fields(section, line).items():
                self.fields[f"{section}-{number}-{name}"] = field

    def _rows_sent(self, section: Section) -> int:
        numbers = (re.fullmatch(rf"{section}-(\d{{1,2}})-text", name) for name in self.data)
        return min(MOST_LINES, max((int(found[1]) + 1 for found in numbers if found), default=0))

    def clean(self) -> dict[str, Any]:
        """Somebody with a number or a relation needs a name."""
        said = super().clean() or self.cleaned_data
        for section, number in self._every_row():
            row = self._row(section, number)
            if (row.relation or row.phone) and not row.text:
                self.add_error(f"{section}-{number}-text", _("Write who or where it is."))
        return said

    def _every_row(self) -> Iterator[tuple[Section, int]]:
        return ((section, number) for section, count in self._rows.items() for number in range(count))

    def _row(self, section: Section, number: int) -> Line:
        said = (self.cleaned_data.get(f"{section}-{number}-{name}") or "" for name in ("text", "relation", "phone"))
        return Line(*said)

    @property
    def sections(self) -> dict[Section, list[Line]]:
        """What was written; blank lines and rows are left out."""
        told: dict[Section, list[Line]] = {}
        for section in Section:
            if section in WITH_PHONE:
                rows = (self._row(section, number) for number in range(self._rows[section]))
                told[section] = [row for row in rows if row.text]
            else:
                lines = (line.strip() for line in self.cleaned_data.get(section.value, "").splitlines())
                told[section] = [Line(line) for line in lines if line]
        return told

    @property
    def parts(self) -> list[PartOfForm]:
        return [
            PartOfForm(
                section.value,
                TITLES[section],
                HINTS[section],
                None if section in WITH_PHONE else self[section.value],
                [self._bound_row(section, number) for number in range(self._rows.get(section, 0))],
            )
            for section in Section
        ]

    def _bound_row(self, section: Section, number: int) -> Row:
        text, relation, phone = (self[f"{section}-{number}-{name}"] for name in ("text", "relation", "phone"))
        return Row(number + 1, text, relation, phone)

    def on_top_of(self, version_id: UUID | None) -> "PlanForm":
        """The same words in a form that begins from a newer version."""
        data = {name: self.data.get(name, "") for name in self.data} | {"based_on": str(version_id or "")}
        again = PlanForm(data)
        again.full_clean()
        return again


def _lines_field(section: Section, lines: str) -> forms.CharField:
    return forms.CharField(
        label=TITLES[section],
        help_text=HINTS[section],
        initial=lines,
        required=False,
        max_length=MOST_LINES * (MOST_CHARACTERS + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _row_fields(section: Section, line: Mapping[str, str]) -> dict[str, forms.CharField]:
    who = _("Who or where") if section is Section.PLACES else _("Name")
    is_phone = RegexValidator(rf"^{PHONE}$", _PHONE_WRONG)
    return {
        "text": forms.CharField(label=who, required=False, max_length=MOST_CHARACTERS, initial=line.get("text", "")),
        "relation": forms.CharField(
            label=_("Who they are"),
            required=False,
            max_length=MOST_RELATION_CHARACTERS,
            initial=line.get("relation", ""),
        ),
        "phone": forms.CharField(
            label=_("Phone"),
            required=False,
            validators=[is_phone],
            initial=line.get("phone", ""),
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
        ),
    }
