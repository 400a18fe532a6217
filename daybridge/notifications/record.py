"""What this room keeps about a participant: the notices they were sent, and how they want to be reached."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from daybridge.core.record import Line, Section, Told, in_portions, row_as_json
from daybridge.notifications import rules
from daybridge.notifications.models import Delivery, Notice, Preference, PushSubscription
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.rules import Purpose
from daybridge.notifications.reminders.sentences import PURPOSES, days_in_words
from daybridge.notifications.rules import Channel, Group
from daybridge.notifications.sentences import CHANNELS, GROUPS, STATES
from daybridge.people.models import Participant
from daybridge.ui import words

_NOT_STAFF = "It is empty in what is a participant's."
_KEY = "Whoever has it could send notices to that device."
_HIDDEN = {
    "notifications.Notice.staff": _NOT_STAFF, "notifications.Preference.staff": _NOT_STAFF,
    "notifications.PushSubscription.staff": _NOT_STAFF, "notifications.PushSubscription.endpoint": _KEY,
    "notifications.PushSubscription.p256dh": _KEY, "notifications.PushSubscription.auth": _KEY,
    "notifications.Delivery.notice": "It stands inside its notice.",
}  # fmt: skip


def _without(label: str) -> list[str]:
    return [name.removeprefix(f"{label}.") for name in _HIDDEN if name.startswith(f"{label}.")]


# --- Notices ---------------------------------------------------------------------------------------------------------


def _notices(participant: Participant) -> Iterable[Notice]:
    found = Notice.objects.filter(participant_id=participant.id).prefetch_related("deliveries")
    return in_portions(found.order_by("planned_for", "id"))


def _notice_as_json(one: Notice) -> dict[str, Any]:
    sent = [row_as_json(each, without=["notice"]) for each in one.deliveries.all()]
    return row_as_json(one, without=["staff"]) | {"deliveries": sent}


def _notice_in_words(one: Notice) -> Told:
    kind = rules.KINDS.get(one.kind)
    said = rules.words(kind, get_language() or "en") if kind else one.kind
    sent = (Line(CHANNELS[Channel(each.channel)], _delivery(each)) for each in one.deliveries.all())
    return Told(words.exact_moment(one.planned_for), (Line("", said), *sent))


def _delivery(one: Delivery) -> str:
    at = one.opened_at or one.shown_at or one.sent_at or one.failed_at
    return ", ".join(filter(None, (str(STATES[rules.State(one.state)]), words.exact_moment(at))))


# --- How they are reached --------------------------------------------------------------------------------------------


def _ways(participant: Participant) -> Iterable[Preference | PushSubscription]:
    yield from Preference.objects.filter(participant_id=participant.id)
    yield from PushSubscription.objects.filter(participant_id=participant.id).order_by("added_at", "id")


def _way_as_json(one: Preference | PushSubscription) -> dict[str, Any]:
    return {"kind": one._meta.model_name} | row_as_json(one, without=_without(one._meta.label))


def _way_in_words(one: Preference | PushSubscription) -> Told:
    if isinstance(one, PushSubscription):
        times = (
            Line(_("Added"), words.exact_moment(one.added_at)),
            Line(_("Removed"), words.exact_moment(one.removed_at)),
        )
        return Told(one.device or _("Another device"), times)
    chosen = (
        Line(GROUPS.get(Group(group), group), ", ".join(str(CHANNELS[Channel(way)]) for way in ways) or _("not at all"))
        for group, ways in one.channels.items()
    )
    quiet = (
        f"{one.quiet_since:%H:%M} – {one.quiet_until:%H:%M}" if one.quiet_since and one.quiet_until else _("as usual")
    )
    return Told(_("What you chose"), (*chosen, Line(_("Quiet hours"), quiet if one.has_quiet_hours else _("none"))))


# --- Their own reminders ---------------------------------------------------------------------------------------------


def _reminders(participant: Participant) -> Iterable[Reminder]:
    found = Reminder.objects.filter(participant_id=participant.id).prefetch_related("versions")
    return in_portions(found.order_by("made_at", "id"))


def _reminder_as_json(one: Reminder) -> dict[str, Any]:
    return row_as_json(one) | {"versions": [row_as_json(each) for each in one.versions.all()]}


def _reminder_in_words(one: Reminder) -> Told:
    held = sorted(one.versions.all(), key=lambda each: each.number)
    set_so = (
        Line(words.exact_moment(each.made_at), f"{each.at:%H:%M}, {days_in_words(each.days)} {each.own_words}".strip())
        for each in held
    )
    paused = words.day(one.paused_until, "plain") if one.paused_until else ""
    ended = (Line(_("Paused until"), paused), Line(_("Removed"), words.exact_moment(one.removed_at)))
    return Told(str(PURPOSES[Purpose(one.purpose)]), (*set_so, *ended))


SECTIONS = (
    Section(
        code="reminders",
        title=lazy("My reminders"),
        lede=lazy("What you wanted to be reminded of, as you set it each time."),
        tables=("notifications.Reminder", "notifications.ReminderVersion"),
        read=_reminders,
        as_json=_reminder_as_json,
        in_words=_reminder_in_words,
    ),
    Section(
        code="notices",
        title=lazy("Notices sent to you"),
        lede=lazy("That something waited for you, when and how. A notice never says what."),
        tables=("notifications.Notice", "notifications.Delivery"),
        read=_notices,
        as_json=_notice_as_json,
        in_words=_notice_in_words,
        left_out={name: why for name, why in _HIDDEN.items() if name.split(".")[1] in ("Notice", "Delivery")},
    ),
    Section(
        code="reach",
        title=lazy("How we may reach you"),
        lede=lazy("What you chose, and the devices that show notices."),
        tables=("notifications.Preference", "notifications.PushSubscription"),
        read=_ways,
        as_json=_way_as_json,
        in_words=_way_in_words,
        left_out={name: why for name, why in _HIDDEN.items() if name.split(".")[1] not in ("Notice", "Delivery")},
    ),
)
