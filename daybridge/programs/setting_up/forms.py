"""What a director says to set a program up, and to change what it is made of."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.programs import on_file
from daybridge.programs.models import Group, Program, Room, Site, Track
from daybridge.programs.rules import (
    Gender,
    GroupDetails,
    GroupLanguage,
    Limit,
    Mode,
    Number,
    RulePack,
    pack_from_json,
)
from daybridge.programs.sentences import GENDERS, LANGUAGES, LEVELS_OF_CARE, LIMITS, MODES
from daybridge.programs.setting_up.queries import details_of, language

_NEEDS_NAME = {"required": _("Give it a name.")}
_NUMBER = {"required": _("Choose a number."), "invalid": _("Write a whole number.")}
_DAY = {"invalid": _("Choose a day.")}


def _name(label: Any, *, most: int = 80, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        error_messages=_NEEDS_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def _why() -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        help_text=_("For whoever reads these rules later: who decided it, and on what ground."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, for whoever reads these rules later.")},
    )


class SiteForm(forms.Form):
    """A place where groups meet."""

    name = _name(_("Name of the site"))
    time_zone = forms.CharField(
        label=_("Time zone"),
        help_text=_("The clock on its wall, such as America/Chicago."),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "zones"}),
        error_messages={"required": _("Write a time zone, such as America/Chicago.")},
    )
    address = forms.CharField(label=_("Address"), max_length=200, required=False)


class RoomForm(forms.Form):
    """A room of a site."""

    name = _name(_("Name of the room"))
    capacity = forms.IntegerField(label=_("People it holds"), error_messages=_NUMBER)
    equipment = forms.CharField(
        label=_("What is in it"),
        help_text=_("With commas: screen, mats, step-free."),
        max_length=300,
        required=False,
    )

    def clean_equipment(self) -> list[str]:
        return [one.strip() for one in self.cleaned_data["equipment"].split(",") if one.strip()]


class SetUpForm(forms.Form):
    """A program from a template: its name, its level of care, its rules, where it meets."""

    name = _name(_("Name"), most=120)
    name_es = _name(_("Name in Spanish"), most=120, required=False)
    level_of_care = forms.ChoiceField(label=_("Level of care"))
    rule_pack = forms.ChoiceField(
        label=_("Rules it goes by"), help_text=_("You can change each number later, with its source.")
    )
    sites = forms.MultipleChoiceField(label=_("Where it meets"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, template: on_file.Template, sites: Iterable[Site], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": template.name.en,
            "name_es": template.name.es,
            "level_of_care": template.level_of_care,
            "rule_pack": template.rules,
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        here = [(str(site.id), site.name) for site in sites]
        packs = [(one.code, one.name.said(language())) for one in on_file.rule_packs().values()]
        self.fields["level_of_care"].choices = list(LEVELS_OF_CARE.items())  # type: ignore[attr-defined]
        self.fields["rule_pack"].choices = packs  # type: ignore[attr-defined]
        self.fields["sites"].choices = here  # type: ignore[attr-defined]
        if template.is_virtual:
            self.fields["sites"].help_text = _("All of it is by video; a site is not needed.")
        if len(here) == 1 and not template.is_virtual:
            self.fields["sites"].initial = [here[0][0]]

    @property
    def chosen_sites(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["sites"]]


class ProgramForm(forms.Form):
    """A program's name, languages and sites."""

    name = _name(_("Name"), most=120)
    name_es = _name(_("Name in Spanish"), most=120, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=[(one.value, LANGUAGES[one]) for one in (GroupLanguage.EN, GroupLanguage.ES)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    sites = forms.MultipleChoiceField(
        label=_("Where it meets"),
        help_text=_("None: all of it is by video."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, program: Program, sites: Iterable[Site], at: Iterable[Site], **kwargs: Any) -> None:
        kwargs["initial"] = {
            "name": program.name,
            "name_es": program.name_es,
            "languages": program.languages,
            "sites": [str(site.id) for site in at],
        }
        super().__init__(*args, **kwargs)
        self.fields["sites"].choices = [(str(site.id), site.name) for site in sites]  # type: ignore[attr-defined]

    @property
    def chosen_sites(self) -> list[UUID]:
        return [UUID(one) for one in self.cleaned_data["sites"]]


class TrackForm(forms.Form):
    """A track of a program."""

    name = _name(_("Name of the track"))
    name_es = _name(_("Name in Spanish"), required=False)


class RulesForm(forms.Form):
    """Every number of a program's rules with its source and its day; an empty number is one that the rules do not set."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)
    jurisdiction = forms.CharField(label=_("Place they hold in"), max_length=80, required=False)
    payer = forms.CharField(label=_("Payer"), max_length=80, required=False)
    source = forms.CharField(label=_("Source of the whole"), max_length=400, required=False)

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        self._before = pack_from_json(program.rule_pack)
        kwargs["initial"] = {
            "based_on": program.rule_pack_number,
            "jurisdiction": self._before.jurisdiction,
            "payer": self._before.payer,
            "source": self._before.source,
        }
        super().__init__(*args, **kwargs)
        for limit in Limit:
            self._add_number(limit, self._before.numbers.get(limit))
        self.fields["why"] = _why()

    def _add_number(self, limit: Limit, number: Number | None) -> None:
        self.fields[f"{limit}-value"] = forms.IntegerField(
            label=LIMITS[limit], required=False, initial=number.value if number else None, error_messages=_NUMBER
        )
        self.fields[f"{limit}-source"] = forms.CharField(
            label=_("Who says so"),
            required=False,
            max_length=400,
            initial=number.source if number else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"{limit}-since"] = forms.DateField(
            label=_("Holds since"),
            required=False,
            initial=number.since if number else None,
            error_messages=_DAY,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"{limit}-is_confirmed"] = forms.BooleanField(
            label=_("We have confirmed this"), required=False, initial=bool(number and number.is_confirmed)
        )

    @property
    def numbers(self) -> list[tuple[str, list[Any], bool]]:
        """The fields of each number together, and whether it waits to be confirmed."""
        return [
            (
                str(LIMITS[limit]),
                [self[f"{limit}-{part}"] for part in ("value", "source", "since", "is_confirmed")],
                limit in self._before.unconfirmed,
            )
            for limit in Limit
        ]

    def pack(self) -> RulePack:
        """The rules as they were written; call it once the form is valid."""
        said = self.cleaned_data
        numbers = {
            limit: Number(
                said[f"{limit}-value"],
                said[f"{limit}-source"],
                said[f"{limit}-since"],
                bool(said[f"{limit}-is_confirmed"]),
            )
            for limit in Limit
            if said[f"{limit}-value"] is not None
        }
        since: date | None = self._before.since
        return RulePack(self._before.code, said["jurisdiction"], said["payer"], said["source"], since, numbers)


class GroupForm(forms.Form):
    """What a group is, and where it meets."""

    name = _name(_("Name"))
    name_es = _name(_("Name in Spanish"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), error_messages={"required": _("Choose a kind.")})
    curriculum = forms.ChoiceField(label=_("Curriculum"), required=False)
    minutes = forms.IntegerField(label=_("Minutes"), error_messages=_NUMBER)
    capacity = forms.IntegerField(label=_("Seats"), error_messages=_NUMBER)
    soft_capacity = forms.IntegerField(
        label=_("Works best with up to"),
        help_text=_("Above this somebody says yes to it."),
        error_messages=_NUMBER,
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))
    track = forms.ChoiceField(label=_("Track"), required=False)
    mode = forms.ChoiceField(label=_("How people come"), choices=list(MODES.items()))
    site = forms.ChoiceField(label=_("Site"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    least_age = forms.IntegerField(label=_("Youngest age"), required=False, error_messages=_NUMBER)
    most_age = forms.IntegerField(label=_("Oldest age"), required=False, error_messages=_NUMBER)
    gender = forms.ChoiceField(label=_("For whom"), choices=list(GENDERS.items()), required=False)
    credentials = forms.CharField(
        label=_("Credentials to lead it"),
        help_text=_("With commas; one of them is enough. Empty: anybody of the staff."),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        tracks: Iterable[Track],
        sites: Iterable[Site],
        rooms: Iterable[Room],
        group: Group | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _as_it_is(group) if group else {"minutes": 60, "capacity": 12, "soft_capacity": 10}
        super().__init__(*args, **kwargs)
        said = language()
        kinds = [(one.code, one.name.said(said)) for one in on_file.kinds().values()]
        curricula = [(one.code, one.name.said(said)) for one in on_file.curricula().values()]
        self._choose("kind", kinds, empty=_("Choose a kind"))
        self._choose("curriculum", curricula, empty=_("None"))
        self._choose("track", [(str(one.id), one.called) for one in tracks], empty=_("For every track"))
        self._choose("site", [(str(one.id), one.name) for one in sites], empty=_("The calendar says"))
        rows = [(str(one.id), f"{one.site.name}: {one.name} ({one.capacity})") for one in rooms]
        self._choose("room", rows, empty=_("The calendar says"))

    def _choose(self, name: str, choices: Sequence[tuple[str, str]], *, empty: Any) -> None:
        self.fields[name].choices = [("", empty), *choices]  # type: ignore[attr-defined]

    def clean_credentials(self) -> tuple[str, ...]:
        told = [one.strip() for one in self.cleaned_data["credentials"].split(",")]
        if any(len(one) > 20 for one in told):
            raise forms.ValidationError(_("Short ones, with commas between: LCSW, LPC."))
        return tuple(dict.fromkeys(one for one in told if one))

    def details(self) -> GroupDetails:
        """What was said; call it once the form is valid."""
        said = self.cleaned_data
        return GroupDetails(
            name=said["name"], name_es=said["name_es"], kind=said["kind"], curriculum=said["curriculum"],
            capacity=said["capacity"], soft_capacity=said["soft_capacity"], minutes=said["minutes"],
            language=GroupLanguage(said["language"]), mode=Mode(said["mode"]), least_age=said["least_age"],
            most_age=said["most_age"], gender=Gender(said["gender"]), credentials=said["credentials"],
        )  # fmt: skip


def _as_it_is(group: Group) -> dict[str, Any]:
    known = details_of(group)
    told = {name: getattr(known, name) for name in GroupForm.base_fields if hasattr(known, name)}
    places = {name: str(getattr(group, f"{name}_id") or "") for name in ("track", "site", "room")}
    return {**told, **places, "credentials": ", ".join(known.credentials)}
