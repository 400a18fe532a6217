"""What somebody's week must hold, as staff write it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.programs import on_file
from daybridge.programs.models import Track
from daybridge.programs.needs.rules import GENDER_GROUPS, LANGUAGES, MOST_OF_A_KIND, Needs, faults_in
from daybridge.programs.needs.sentences import fault_in_words
from daybridge.programs.rules import Gender, GroupLanguage
from daybridge.programs.sentences import GENDERS, kind_in_words
from daybridge.programs.sentences import LANGUAGES as LANGUAGE_NAMES
from daybridge.workspace.week.hour_rows import HourRows

_NUMBER = {"invalid": _("Write a whole number.")}


def _hours(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, max_digits=5, decimal_places=2, error_messages={"invalid": _("Write a number.")},
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )  # fmt: skip


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, error_messages=_NUMBER)


class NeedsForm(HourRows):
    """A whole version; `based_on` is the number of what was on the screen. An empty number is the program's."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    minimum_minutes = _hours(_("Hours a week, at least"))
    maximum_minutes = _hours(_("Hours a week, at most"))
    minimum_days = _count(_("Days a week, at least"))
    maximum_days = _count(_("Days a week, at most"))
    largest_gap_days = _count(_("Days between two visits, at most"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("None: the language of their app."),
        choices=[(one, LANGUAGE_NAMES[GroupLanguage(one)]) for one in LANGUAGES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    track_id = forms.TypedChoiceField(label=_("Track"), coerce=UUID, empty_value=None, required=False)
    gender_groups = forms.MultipleChoiceField(
        label=_("Gender-specific groups they chose"),
        help_text=_("What they chose themselves; nothing is asked about their gender."),
        choices=[(one, GENDERS[Gender(one)]) for one in GENDER_GROUPS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gender_specific_kinds = forms.MultipleChoiceField(
        label=_("In such groups only for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("For whoever reads it later. Their record holds it, and they may read that."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, for whoever reads it later.")},
    )

    def __init__(self, *args: Any, needs: Needs, number: int, tracks: Iterable[Track], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "based_on": number,
            "minimum_minutes": _as_hours(needs.minimum_minutes),
            "maximum_minutes": _as_hours(needs.maximum_minutes),
            **{name: getattr(needs, name) for name in ("minimum_days", "maximum_days", "largest_gap_days")},
            **{name: list(getattr(needs, name)) for name in ("languages", "gender_groups", "gender_specific_kinds")},
            "track_id": str(needs.track_id or ""),
        }
        super().__init__(*args, hours=needs.preferred, **kwargs)
        kinds = [(code, kind_in_words(code)) for code in on_file.kinds()]
        self._kinds = [code for code, _name in kinds]
        for code, name in kinds:
            self.fields[f"kind-{code}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=MOST_OF_A_KIND, initial=needs.kinds.get(code),
                error_messages={
                    **_NUMBER, "min_value": _("Write 0 or more."), "max_value": _("At most %(limit_value)s."),
                },
            )  # fmt: skip
        groups = [(code, name) for code, name in kinds if not on_file.kinds()[code].is_visit]
        self.fields["gender_specific_kinds"].choices = groups  # type: ignore[attr-defined]
        rows = [(str(one.id), one.called) for one in tracks]
        self.fields["track_id"].choices = [("", _("None")), *rows]  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[forms.BoundField]:
        """How many sessions a week, for each kind."""
        return [self[f"kind-{code}"] for code in self._kinds]

    @property
    def has_preferred(self) -> bool:
        """Whether hours stand in the form already, or something is wrong with them."""
        return any(row.start.value() or row.end.value() or row.end.errors for day in self.days for row in day.rows)

    def clean(self) -> dict[str, Any]:
        """Everything that can't be is said at once, not only what no number can be read from."""
        said = super().clean()
        for name, code in faults_in(self.needs(), kinds=self._kinds).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, fault_in_words(name, code))
        return said

    def needs(self) -> Needs:
        """What was written, as far as it can be read."""
        said = self.cleaned_data
        return Needs(
            minimum_minutes=_as_minutes(said.get("minimum_minutes")),
            maximum_minutes=_as_minutes(said.get("maximum_minutes")),
            minimum_days=said.get("minimum_days"),
            maximum_days=said.get("maximum_days"),
            largest_gap_days=said.get("largest_gap_days"),
            kinds={code: count for code in self._kinds if (count := said.get(f"kind-{code}"))},
            languages=tuple(said.get("languages", ())),
            track_id=said.get("track_id"),
            gender_groups=tuple(said.get("gender_groups", ())),
            gender_specific_kinds=tuple(said.get("gender_specific_kinds", ())),
            preferred=self.hours(),
        )


def _as_hours(minutes: int | None) -> str:
    """Minutes as a field of hours shows them: 9, 8.5."""
    return "" if minutes is None else f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _as_minutes(hours: Decimal | None) -> int | None:
    return None if hours is None else round(hours * 60)
