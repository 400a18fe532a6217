"""What directors and clinicians write about rules, the ladder and the roster."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.safety.rules import CHANNELS, IN_APP, LEVEL_ORDER, MOST_URGENT_MINUTES, WEEKDAYS, Edit, Level, Rule
from daybridge.safety.sentences import channel_in_words, level_in_words, who_in_words
from daybridge.workspace.words import WEEKDAY_NAMES

_MOMENT = "%Y-%m-%dT%H:%M"


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        help_text=_("For whoever reads this rule later: who decided it, and on what ground."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, for whoever reads this rule later.")},
    )


class RuleForm(forms.Form):
    """A site's own choice of a rule; shows only what the rule's bounds leave open."""

    level = forms.ChoiceField(label=_("How soon"))
    answer_within_minutes = forms.IntegerField(
        label=_("Minutes until someone must have taken it"), error_messages={"required": _("Choose a number.")}
    )
    at_least = forms.IntegerField(label=_("From this value on"), required=False)
    below = forms.IntegerField(label=_("Below so many hours"), required=False)
    days = forms.IntegerField(label=_("For so many days"), required=False)
    is_on = forms.BooleanField(label=_("This rule raises alerts here"), required=False)
    why = _why()

    def __init__(self, *args: Any, rule: Rule, shipped: Rule, **kwargs: Any) -> None:
        as_it_is = {"level": rule.level, "answer_within_minutes": rule.answer_within_minutes, "is_on": rule.is_on}
        kwargs["initial"] = {**as_it_is, **rule.numbers}
        super().__init__(*args, **kwargs)
        self._shipped = shipped
        allowed = LEVEL_ORDER[: LEVEL_ORDER.index(shipped.bounds.mildest) + 1]
        self.fields["level"].choices = [(level.value, level_in_words(level)) for level in allowed]  # type: ignore[attr-defined]
        self.fields["answer_within_minutes"].help_text = gettext("%(most)s at most.") % {
            "most": shipped.bounds.most_minutes
        }
        for name in ("at_least", "below", "days"):
            if name in shipped.numbers:
                low, high = getattr(shipped.bounds, name)
                self.fields[name].help_text = gettext("From %(low)s to %(high)s.") % {"low": low, "high": high}
            else:
                del self.fields[name]
        if not shipped.bounds.may_be_off:
            del self.fields["is_on"]

    def edit(self) -> Edit:
        """What was chosen, as safety takes it; call it once the form is valid."""
        said = self.cleaned_data
        return Edit(
            level=Level(said["level"]),
            answer_within_minutes=said["answer_within_minutes"],
            is_on=said.get("is_on", True),
            at_least=said.get("at_least"),
            days=said.get("days"),
            below=said.get("below"),
        )


class LadderForm(forms.Form):
    """Working hours by day, how long each rung is asked, and by which ways besides the app."""

    def __init__(self, *args: Any, ladder: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ladder = ladder
        for number, day in enumerate(WEEKDAYS):
            opens, closes = ladder["hours"].get(day, ("", ""))
            name = WEEKDAY_NAMES[number]
            self.fields[f"{day}_opens"] = _hour(_("%(day)s, opens"), name, opens)
            self.fields[f"{day}_closes"] = _hour(_("%(day)s, closes"), name, closes)
        for code, level, place, rung in rungs_of(ladder):
            if place:
                self.fields[wait_name(code, level, place)] = forms.IntegerField(
                    label=who_in_words(rung["who"]),
                    initial=rung["wait_minutes"],
                    min_value=0,
                    max_value=MOST_URGENT_MINUTES if level == Level.URGENT else 10_080,
                    error_messages={"required": _("Choose a number.")},
                )
            self.fields[ways_name(code, level, place)] = forms.MultipleChoiceField(
                label=_("%(who)s: told by") % {"who": who_in_words(rung["who"])},
                choices=[(way, channel_in_words(way)) for way in CHANNELS if way != IN_APP],
                initial=[way for way in rung["channels"] if way != IN_APP],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self.fields["why"] = _why()

    @property
    def days(self) -> list[tuple[Any, Any]]:
        return [(self[f"{day}_opens"], self[f"{day}_closes"]) for day in WEEKDAYS]

    @property
    def waits(self) -> list[tuple[str, str, list[Any]]]:
        """The waits and ways by ladder and level: (ladder in words, level in words, fields)."""
        groups: dict[tuple[str, str], list[Any]] = {}
        for code, level, place, _rung in rungs_of(self._ladder):
            names = [ways_name(code, level, place)]
            if place:
                names.insert(0, wait_name(code, level, place))
            groups.setdefault((code, level), []).extend(self[name] for name in names)
        return [(who_in_words(code), level_in_words(level), fields) for (code, level), fields in groups.items()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for day in WEEKDAYS:
            opens, closes = said.get(f"{day}_opens"), said.get(f"{day}_closes")
            if bool(opens) != bool(closes) or (opens and closes and opens >= closes):
                self.add_error(f"{day}_closes", gettext("Closing comes after opening; leave both empty when closed."))
        for code, level, place, _rung in rungs_of(self._ladder):
            name = ways_name(code, level, place)
            if level == Level.URGENT and not said.get(name, True):
                self.add_error(name, gettext("An urgent alert needs one more way than the app."))
        return said

    def edited(self) -> dict[str, Any]:
        """The whole ladder with what was chosen; call it once the form is valid."""
        said, ladder = self.cleaned_data, deepcopy(dict(self._ladder))
        ladder.pop("since", None)
        ladder["hours"] = {
            day: [f"{said[f'{day}_opens']:%H:%M}", f"{said[f'{day}_closes']:%H:%M}"]
            for day in WEEKDAYS
            if said[f"{day}_opens"]
        }
        for code, level, place, rung in rungs_of(ladder):
            if place:
                rung["wait_minutes"] = said[wait_name(code, level, place)]
            chosen = {IN_APP, *said[ways_name(code, level, place)]}
            rung["channels"] = [way for way in CHANNELS if way in chosen]
        return ladder


def rungs_of(ladder: Mapping[str, Any]) -> Iterable[tuple[str, str, int, dict[str, Any]]]:
    """Each rung of a ladder as it is stored: ladder, level, place (0 is asked by the rule's own clock), rung."""
    for code in ("care-team", "medical"):
        for level in LEVEL_ORDER:
            for place, rung in enumerate(ladder[code][level]):
                yield code, level.value, place, rung


def wait_name(code: str, level: str, place: int) -> str:
    return f"wait_{code}_{level}_{place}"


def ways_name(code: str, level: str, place: int) -> str:
    return f"ways_{code}_{level}_{place}"


def _hour(label: Any, day: Any, at: str) -> forms.TimeField:
    return forms.TimeField(
        label=label % {"day": day},
        initial=at,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write an hour, like 08:00.")},
    )


class ShiftForm(forms.Form):
    """Putting someone on call."""

    staff = forms.TypedChoiceField(label=_("Who"), coerce=UUID, error_messages={"required": _("Choose somebody.")})
    since = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        error_messages={"required": _("Choose a day and an hour."), "invalid": _("Choose a day and an hour.")},
    )
    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        error_messages={"required": _("Choose a day and an hour."), "invalid": _("Choose a day and an hour.")},
    )
    backup = forms.TypedChoiceField(label=_("Backed up by"), coerce=UUID, required=False, empty_value=None)

    def __init__(self, *args: Any, staff: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose somebody")), *((str(one.id), str(one)) for one in staff)]
        self.fields["staff"].choices = choices  # type: ignore[attr-defined]
        self.fields["backup"].choices = [("", _("Nobody")), *choices[1:]]  # type: ignore[attr-defined]


class ShiftOfferForm(forms.Form):
    """Handing a shift to a colleague."""

    to = forms.TypedChoiceField(label=_("To"), coerce=UUID, error_messages={"required": _("Choose a colleague.")})

    def __init__(self, *args: Any, staff: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a colleague")), *((str(one.id), str(one)) for one in staff)]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class HolidayForm(forms.Form):
    """A day on which the site is closed."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )
    name = forms.CharField(label=_("What for"), max_length=80, error_messages={"required": _("Give it a name.")})


class WorryForm(forms.Form):
    """What worries a colleague about someone; the page makes the id, so that sending it twice raises it once."""

    worry_id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    note = forms.CharField(
        label=_("What worries you?"),
        help_text=_(
            "What you saw or heard, and when. It is not on their phone; their record holds it, and they may read that."
        ),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what worries you.")},
    )
