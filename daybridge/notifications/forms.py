from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from daybridge.notifications import rules
from daybridge.notifications.models import Preference
from daybridge.notifications.reminders.rules import SECOND_AFTER
from daybridge.notifications.rules import Audience, Channel, Group, QuietHours
from daybridge.notifications.sentences import CHANNELS, GROUPS

_TIME = {"type": "time"}


class ReachForm(forms.Form):
    """By what a person is told of each group of notices, and when they are not to be woken."""

    has_quiet_hours = forms.BooleanField(
        label=_("Keep quiet at night"), required=False, help_text=_("What is not urgent then waits until the morning.")
    )
    quiet_since = forms.TimeField(label=_("Quiet from"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))
    quiet_until = forms.TimeField(label=_("Quiet until"), widget=forms.TimeInput(attrs=_TIME, format="%H:%M"))

    def __init__(
        self, data: Any = None, *, audience: Audience, chosen: Preference | None, offered: Collection[Channel]
    ) -> None:
        """`offered`: the channels that this site has. One that it lost stays ticked, so that nobody forgets they chose it."""
        usual = rules.USUAL_QUIET[audience]
        initial: dict[str, Any] = {
            "has_quiet_hours": chosen.has_quiet_hours if chosen else True,
            "quiet_since": (chosen and chosen.quiet_since) or usual.since,
            "quiet_until": (chosen and chosen.quiet_until) or usual.until,
        }
        super().__init__(data, initial=initial)
        self.groups = rules.GROUPS[audience]
        for group in self.groups:
            own = _ticked(audience, group, chosen)
            stays = own if chosen and group in chosen.channels else ()
            ways = [one for one in Channel if one is not Channel.IN_APP and (one in offered or one in stays)]
            self.fields[group.value] = forms.MultipleChoiceField(
                label=str(GROUPS[group]),
                choices=[(one.value, CHANNELS[one]) for one in ways],
                initial=[one.value for one in ways if one in own],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self._offer_second(audience, chosen, offered)
        self.order_fields(
            [*(group.value for group in self.groups), "second", "second_after_minutes", "has_quiet_hours"]
        )

    def _offer_second(self, audience: Audience, chosen: Preference | None, offered: Collection[Channel]) -> None:
        """By what else a participant is told of a reminder that they did not see, and when."""
        if audience is not Audience.PARTICIPANT:
            return
        kept = chosen.second_channel if chosen else ""
        ways = [one for one in (Channel.SMS, Channel.EMAIL) if one in offered or one == kept]
        self.fields["second"] = forms.ChoiceField(
            label=_("If I have not seen a reminder, tell me also by"),
            choices=[("", _("Nothing else")), *((one.value, CHANNELS[one]) for one in ways)],
            initial=kept,
            required=False,
        )
        minutes = chosen.second_after_minutes if chosen else 30
        self.fields["second_after_minutes"] = forms.TypedChoiceField(
            label=_("After"),
            coerce=int,
            empty_value=str(minutes),
            choices=[(n, _("%(n)s minutes") % {"n": n}) for n in SECOND_AFTER],
            initial=minutes,
            required=False,
        )

    @property
    def second(self) -> dict[str, Any]:
        """What was chosen for a reminder that was not seen."""
        return {name: self.cleaned_data[name] for name in ("second", "second_after_minutes") if name in self.fields}

    def choices_by_group(self) -> list[forms.BoundField]:
        return [self[group.value] for group in self.groups]

    @property
    def said(self) -> tuple[Mapping[str, Collection[str]], QuietHours | None]:
        """What was chosen: channels by group, and the quiet hours (None: never quiet)."""
        told = self.cleaned_data
        quiet = QuietHours(told["quiet_since"], told["quiet_until"]) if told["has_quiet_hours"] else None
        return {group.value: told[group.value] for group in self.groups}, quiet


def _ticked(audience: Audience, group: Group, chosen: Preference | None) -> Collection[str]:
    if chosen and group in chosen.channels:
        own: Collection[str] = chosen.channels[group]
        return own
    return rules.usual_channels(audience, group)


class PhoneForm(forms.Form):
    """Where text messages are to go."""

    phone = forms.CharField(
        label=_("Mobile number"), max_length=32, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    )


class CodeForm(forms.Form):
    """The code that was sent there."""

    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class DeviceForm(forms.Form):
    """What a browser says when it has subscribed."""

    endpoint = forms.URLField(max_length=500, assume_scheme="https")
    p256dh = forms.CharField(max_length=100)
    auth = forms.CharField(max_length=40)
    device = forms.CharField(max_length=200, required=False)
