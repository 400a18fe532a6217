"""What the pages say of reminders: what they are for, and how far one came."""

from collections.abc import Collection, Mapping

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybridge.notifications.reminders.queries import Tested
from daybridge.notifications.reminders.rules import Purpose, Snooze, Stage
from daybridge.notifications.rules import Channel

PURPOSES: Mapping[Purpose, str | Promise] = {
    Purpose.CHECK_IN: gettext_lazy("Check in"),
    Purpose.DIARY: gettext_lazy("My diary"),
    Purpose.MEDICINES: gettext_lazy("Medicines"),
    Purpose.PRACTICE: gettext_lazy("Practice"),
    Purpose.OWN: gettext_lazy("Something of my own"),
}
SNOOZES: Mapping[Snooze, str | Promise] = {
    Snooze.TEN_MINUTES: gettext_lazy("In 10 minutes"),
    Snooze.HOUR: gettext_lazy("In 1 hour"),
    Snooze.EVENING: gettext_lazy("This evening"),
}


def days_in_words(days: Collection[int]) -> str:
    """Every day, or the days by name."""
    if len(days) == len(WEEKDAYS):
        return _("Every day")
    return ", ".join(str(WEEKDAYS_ABBR[one]) for one in sorted(days))


def stage_in_words(stage: Stage, channel: Channel) -> str:
    """The furthest that is known, said plainly."""
    return {
        Stage.WAITS: _("Waits to be sent"),
        Stage.SENT: _("Sent"),
        Stage.ACCEPTED: _accepted(channel),
        Stage.SHOWN: _("Shown on your device"),
        Stage.OPENED: _("Opened"),
        Stage.FAILED: _("Could not be sent"),
        Stage.CANCELLED: _("Not sent: it was not needed any more"),
    }[stage]


def _accepted(channel: Channel) -> str:
    if channel is Channel.PUSH:
        return _("Accepted by your browser's push service")
    return _("Accepted by the mail server") if channel is Channel.EMAIL else _("Accepted by the text service")


def what_to_do(tested: Tested) -> str:
    """What the person can do about it; empty when nothing has to be done."""
    if tested.stage in (Stage.FAILED, Stage.WAITS) and tested.error:
        return trouble_in_words(tested.error)
    if tested.stage is Stage.ACCEPTED and tested.can_tell:
        return _(
            "Nothing on your screen after a minute? Allow notices in your phone's settings. Turn off battery saving."
        )
    if tested.stage is Stage.ACCEPTED:
        return _("This way never tells us if you saw it. Look if it came.")
    return ""


def trouble_in_words(error: str) -> str:
    """Why something did not go out, and what would help."""
    known = {
        "no-device": _("No device shows notices yet. Add this one below."),
        "bad-device": _("Your device does not take notices any more. Add it again below."),
        "no-address": _("Your program has no address or number for this. Tell them."),
        "not-set-up": _("This site can't send this way."),
        "rejected": _("The address was refused. Ask your program to look at it."),
    }
    return known.get(error) or _("The service did not answer. We try again. Tell your program if it stays so.")


#: Of a channel, for staff.
def way_in_words(state: str) -> str:
    """Whether a channel works, in two or three words."""
    known = {
        "works": _("works"),
        "not-chosen": _("not chosen"),
        "not-set-up": _("this site has none"),
        "no-device": _("no device"),
        "no-address": _("no address"),
        "no-account": _("app not set up"),
    }
    return known.get(state) or _("fails")
