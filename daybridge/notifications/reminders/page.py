"""The part of the page on reaching someone that is about their own reminders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, DaybridgeError
from daybridge.notifications.actions import mark_list_shown
from daybridge.notifications.reminders import actions, queries, rules
from daybridge.notifications.reminders.forms import PauseForm, ReminderForm
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.rules import Purpose
from daybridge.notifications.reminders.sentences import PURPOSES, SNOOZES, days_in_words, stage_in_words, what_to_do
from daybridge.notifications.sentences import CHANNELS
from daybridge.people.actions import change_time_zone
from daybridge.people.models import Participant
from daybridge.ui.forms import attempt


@dataclass(frozen=True)
class Row:
    """A reminder as its owner's page shows it, with the form that changes it."""

    id: str
    purpose: str
    own_words: str
    at: str
    days: str
    next_on: date | None
    paused_until: date | None
    quiet: str
    form: ReminderForm


@dataclass(frozen=True)
class OpenRow:
    """A reminder that waits, with what can be done."""

    id: str
    words: str
    at: str
    snoozed_until: str
    snoozes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class TriedRow:
    channel: str
    stage: str
    words: str
    advice: str


@dataclass
class Asked:
    """One request, and the form that it bound, by its prefix."""

    request: HttpRequest
    actor: Actor
    person: Participant

    def __post_init__(self) -> None:
        self.bound: dict[str, ReminderForm] = {}
        self.pause = PauseForm()

    @property
    def today(self) -> date:
        return clock.today(self.person.time_zone)

    def reminder(self) -> Reminder:
        return queries.own_reminder(self.actor, self.request.POST.get("id", ""))


def shown(asked: Asked) -> Mapping[str, object]:
    """Everything about reminders; seeing what waits counts as having been shown it."""
    person, told = asked.person, queries.wish_of(asked.person)
    open_ones = queries.open_now(person.id)
    mark_list_shown(asked.actor, person, notice_ids=[one.id for one in open_ones])
    return {
        "open_reminders": [_open_row(one, person) for one in open_ones],
        "reminders": [_row(one, asked, told) for one in queries.reminders_of(person.id)],
        "new_reminder": asked.bound.get("new") or ReminderForm(),
        "pause_form": asked.pause,
        "all_paused_until": told.paused_until if told.paused_until and told.paused_until > asked.today else None,
        "zone": person.time_zone,
        **tested(person),
    }


def tested(person: Participant) -> Mapping[str, object]:
    """How far the last test has come."""
    rows = queries.last_test(person.id)
    return {
        "tests": [
            TriedRow(str(CHANNELS[one.channel]), one.stage, stage_in_words(one.stage, one.channel), what_to_do(one))
            for one in rows
        ],
        "may_test": queries.may_test(person.id),
        "has_ways": bool(queries.wish_of(person).all),
    }


def _open_row(one: queries.OpenOccurrence, person: Participant) -> OpenRow:
    zone = ZoneInfo(person.time_zone)
    return OpenRow(
        str(one.id),
        one.own_words or str(PURPOSES[Purpose(one.purpose)]),
        _clock_time(one.at.astimezone(zone)),
        _clock_time(one.snoozed_until.astimezone(zone)) if one.snoozed_until else "",
        [
            (choice.value, str(words))
            for choice, words in SNOOZES.items()
            if rules.put_off_until(choice, now=clock.now(), zone=person.time_zone)
        ],
    )


def _row(one: Reminder, asked: Asked, told: queries.Wish) -> Row:
    held, zone = one.version, asked.person.time_zone
    next_on = clock.day_of(one.next_at, zone) if one.next_at else None
    is_paused = one.paused_until and one.paused_until > asked.today
    return Row(
        str(one.id),
        str(PURPOSES[Purpose(one.purpose)]),
        held.own_words,
        _clock_time(held.at),
        days_in_words(held.days),
        next_on,
        one.paused_until if is_paused else None,
        _quiet(one, zone, told),
        asked.bound.get(str(one.id)) or ReminderForm(reminder=one),
    )


def _quiet(one: Reminder, zone: str, told: queries.Wish) -> str:
    """What quiet hours do to the next time; empty when nothing."""
    if one.next_at is None:
        return ""
    ends_at = rules.day_ends_at(one.next_at, [rules.Stay(one.next_at, zone)])
    heard = rules.heard_at(
        one.next_at, zone=zone, quiet=told.quiet, ends_at=ends_at, even_when_quiet=one.version.even_when_quiet
    )
    if heard is None:
        return _("In your quiet hours: you see it in the app only.")
    if heard > one.next_at:
        return _("Comes at %(time)s, after your quiet hours.") % {"time": _clock_time(heard.astimezone(ZoneInfo(zone)))}
    return ""


def _clock_time(at: time | datetime) -> str:
    """9 a.m., as their language says it."""
    return time_format(at if isinstance(at, time) else at.time(), "TIME_FORMAT")


# --- The deeds: each answers None when it is done, else the status of the page that shows why not --------------------


def _add(asked: Asked) -> int | None:
    form = asked.bound["new"] = ReminderForm(asked.request.POST)
    return _done(
        asked,
        attempt(form, lambda said: actions.add_reminder(asked.actor, asked.person, **said)),
        _("Saved. We remind you from now on."),
    )


def _change(asked: Asked) -> int | None:
    reminder = asked.reminder()
    form = asked.bound[str(reminder.id)] = ReminderForm(asked.request.POST, reminder=reminder)
    status = attempt(form, lambda said: actions.change_reminder(asked.actor, reminder, **said))
    return _done(asked, status, _("Saved."))


def _remove(asked: Asked) -> int | None:
    actions.remove_reminder(asked.actor, asked.reminder())
    return _done(asked, None, _("Removed. It does not come any more."))


def _pause(asked: Asked) -> int | None:
    reminder = asked.reminder()
    return _paused(asked, lambda until: actions.pause_reminder(asked.actor, reminder, until=until))


def _pause_all(asked: Asked) -> int | None:
    return _paused(asked, lambda until: actions.pause_reminders(asked.actor, asked.person, until=until))


def _paused(asked: Asked, deed: Callable[[date], object]) -> int | None:
    form = asked.pause = PauseForm(asked.request.POST)
    status = attempt(form, lambda _said: deed(form.until(asked.today)))
    return _done(asked, status, _("Paused. Taking a break is fine."))


def _go_on(asked: Asked) -> int | None:
    actions.pause_reminder(asked.actor, asked.reminder(), until=None)
    return _done(asked, None, _("It comes again."))


def _go_on_all(asked: Asked) -> int | None:
    actions.pause_reminders(asked.actor, asked.person, until=None)
    return _done(asked, None, _("Your reminders come again."))


def _mark_done(asked: Asked) -> int | None:
    actions.mark_done(asked.actor, queries.own_occurrence(asked.actor, asked.request.POST.get("id", "")))
    return _done(asked, None, _("Done."))


def _snooze(asked: Asked) -> int | None:
    notice, choice = queries.own_occurrence(asked.actor, asked.request.POST.get("id", "")), asked.request.POST
    if choice.get("choice") not in [one.value for one in rules.Snooze]:
        return 422
    return _tried(
        asked, lambda: actions.snooze(asked.actor, notice, choice=choice["choice"]), _("It comes again later.")
    )


def _test(asked: Asked) -> int | None:
    return _tried(asked, lambda: actions.try_channels(asked.actor, asked.person), "")


def _zone(asked: Asked) -> int | None:
    zone = asked.request.POST.get("zone", "")
    deed = lambda: change_time_zone(asked.actor, asked.person, zone=zone)  # noqa: E731 - said once, done once
    return _tried(asked, deed, _("Your reminders go by that clock from now on."))


def _tried(asked: Asked, deed: Callable[[], object], words: str) -> int | None:
    """A deed without a form; what it refuses is said above the page."""
    try:
        deed()
    except DaybridgeError as error:
        if not isinstance(error, Conflict) and error.status != 422:
            raise
        messages.error(asked.request, error.words)
        return error.status
    return _done(asked, None, words)


def _done(asked: Asked, status: int | None, words: str) -> int | None:
    if status is None and words:
        messages.success(asked.request, words)
    return status


DEEDS: Mapping[str, Callable[[Asked], int | None]] = {
    "add-reminder": _add,
    "change-reminder": _change,
    "remove-reminder": _remove,
    "pause-reminder": _pause,
    "pause-all": _pause_all,
    "go-on": _go_on,
    "go-on-all": _go_on_all,
    "done": _mark_done,
    "snooze": _snooze,
    "test": _test,
    "zone": _zone,
}
