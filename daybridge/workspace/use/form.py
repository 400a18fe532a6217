"""What is written of somebody's use on the staff's page: a substance, what they want with it, a day, what a day is remembered by."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from daybridge.core.ids import new_id
from daybridge.substances.models import UseHistory
from daybridge.substances.on_file import Coded, use
from daybridge.substances.rules import (
    MOST_AMOUNT,
    MOST_OWN,
    MOST_WORDS,
    OTHER,
    Day,
    Goal,
    History,
    Source,
    State,
    key_of,
)
from daybridge.substances.sentences import GOALS, SOURCES, STATES, substance


class _Once(forms.Form):
    """A form whose deed is done once however often it is sent: its id is made with the page."""

    entry_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *told: Any, **more: Any) -> None:
        more["initial"] = {"entry_id": new_id()} | (more.get("initial") or {})
        super().__init__(*told, **more)


def _choices(coded: tuple[Coded, ...]) -> list[tuple[str, str]]:
    language = (get_language() or "en")[:2]
    return [(one.code, one.words.said(language)) for one in coded]


class HistoryForm(_Once):
    """One substance as it is told now; one that the list has no code for in the person's words."""

    substance = forms.ChoiceField(label=_("What"), error_messages={"required": _("Choose what they use.")})
    own = forms.CharField(label=_("In their words, for something else"), required=False, max_length=MOST_OWN)
    source = forms.ChoiceField(label=_("Who told it"), choices=[(one.value, said) for one, said in SOURCES.items()])
    route = forms.ChoiceField(label=_("How"), required=False)
    frequency = forms.ChoiceField(label=_("How often, last 30 days"), required=False)
    first_age = forms.IntegerField(label=_("Age of first use"), required=False, min_value=0, max_value=110)
    last_used_on = forms.DateField(
        label=_("Last used on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount = forms.CharField(label=_("How much, in words"), required=False, max_length=MOST_WORDS)
    is_mistake = forms.BooleanField(label=_("Written down by mistake: take it off the list"), required=False)

    def __init__(self, *told: Any, **more: Any) -> None:
        super().__init__(*told, **more)
        self.fields["substance"].choices = [("", "–"), *_choices(use().substances)]  # type: ignore[attr-defined]
        for name, coded in (("route", use().routes), ("frequency", use().frequencies)):
            self.fields[name].choices = [("", _("not known")), *_choices(coded)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        said["key"] = key_of(said.get("substance", ""), said.get("own", ""))
        if not said["key"] and "substance" in said:
            self.add_error("own", _("Write what it is, in a few words."))
        return said

    @property
    def told(self) -> History:
        said = self.cleaned_data
        return History(
            substance=said["key"], source=Source(said["source"]), route=said["route"], frequency=said["frequency"],
            first_age=said["first_age"], last_used_on=said["last_used_on"], amount=said["amount"],
            is_mistake=said["is_mistake"],
        )  # fmt: skip


def initial_of(key: str, known: UseHistory | None) -> dict[str, Any]:
    """What the form begins with for a substance that is on the list."""
    code, _colon, own = key.partition(":")
    started: dict[str, Any] = {"substance": code, "own": own if code == OTHER else ""}
    if known:
        names = ("route", "frequency", "first_age", "last_used_on", "amount")
        started |= {name: getattr(known, name) for name in names}
    return started


class GoalForm(_Once):
    """What somebody wants with a substance."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=MOST_OWN + 10)
    goal = forms.ChoiceField(
        label=_("What they want"), choices=[(one.value, said) for one, said in GOALS.items()], widget=forms.RadioSelect
    )
    said = forms.CharField(label=_("In their words"), required=False, max_length=MOST_WORDS)

    @property
    def chosen(self) -> Goal:
        return Goal(self.cleaned_data["goal"])


class DayForm(_Once):
    """What a tap on the calendar says."""

    day = forms.DateField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("A tap on a day says"), choices=[(one.value, said) for one, said in STATES.items()],
        widget=forms.RadioSelect, initial=State.NONE.value,
    )  # fmt: skip
    substances = forms.MultipleChoiceField(label=_("Of what"), required=False, widget=forms.CheckboxSelectMultiple)
    amount = forms.CharField(label=_("How much, in words"), required=False, max_length=MOST_AMOUNT)

    def __init__(self, *told: Any, keys: list[str], **more: Any) -> None:
        super().__init__(*told, **more)
        self.fields["substances"].choices = [(key, substance(key)) for key in keys]  # type: ignore[attr-defined]

    @property
    def told(self) -> Day:
        said = self.cleaned_data
        is_used = said["state"] != State.CLEARED
        return Day(
            on_day=said["day"], state=State(said["state"]), substances=tuple(said["substances"]) if is_used else (),
            amount=said["amount"] if is_used else "",
        )  # fmt: skip


class RememberForm(_Once):
    """By what a day is remembered; nothing takes it back."""

    on_day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    said = forms.CharField(label=_("What was that day?"), required=False, max_length=MOST_AMOUNT)
