"""The deeds on reminders and on their occurrences."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from daybridge.core import alarms, clock, live, queue, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.core.events import Poke
from daybridge.notifications import access
from daybridge.notifications import actions as notices
from daybridge.notifications import rules as ways
from daybridge.notifications.models import Delivery, Notice
from daybridge.notifications.reminders import queries, rules
from daybridge.notifications.reminders.events import (
    ChannelsTested,
    OccurrencesOver,
    OccurrencesPlanned,
    OccurrencesSent,
    ReminderDone,
    ReminderPaused,
    ReminderRemoved,
    RemindersAnswered,
    RemindersEnded,
    ReminderSet,
    ReminderSnoozed,
    RemindersPaused,
    RemindersTimed,
)
from daybridge.notifications.reminders.models import Reminder, ReminderVersion
from daybridge.notifications.reminders.queries import KIND, TEST_KIND, Wish
from daybridge.notifications.reminders.rules import Due, Outcome, Purpose, Snooze, Stay
from daybridge.notifications.reminders.sending import Handed, Result
from daybridge.notifications.rules import Channel, State
from daybridge.people.access import is_participant_self, nobody_but_the_system
from daybridge.people.models import Organization, Participant

#: Where a reminder leads; to the page of reminders, where it can be ticked off, unless it is of what everybody writes: a link to medicines would tell of them.
PAGE = "/companion/reach/"
_LINKS = {Purpose.CHECK_IN: "/companion/check-in/", Purpose.DIARY: "/companion/diary/"}
#: What can be written during a stay only.
_OF_A_STAY = (Purpose.CHECK_IN, Purpose.DIARY)

# --- Setting them ----------------------------------------------------------------------------------------------------


@action(allow=is_participant_self)
def add_reminder(
    actor: Actor,
    participant: Participant,
    *,
    purpose: Purpose | str,
    at: time,
    days: Collection[int],
    starts_on: date | None = None,
    ends_on: date | None = None,
    even_when_quiet: bool = False,
    own_words: str = "",
) -> ReminderSet:
    """Remind a participant of something at a local time on days of the week (Monday is 0), from now on."""
    if queries.reminders_of(participant.id).count() >= rules.MOST_REMINDERS:
        raise Conflict(_("You have as many reminders as fit. Remove one first."))
    stays = queries.stays_of(participant)
    local = rules.local_of(clock.now(), stays)
    reminder = Reminder.objects.create(
        organization_id=participant.organization_id,
        participant=participant,
        purpose=Purpose(purpose),
        made_at=clock.now(),
        since=clock.now(),
        settled_day=local.date(),
        settled_time=local.time(),
    )
    _set(reminder, at, days, starts_on or local.date(), ends_on, even_when_quiet, own_words)
    return _timed(reminder, stays, number=1)


@action(allow=is_participant_self)
def change_reminder(
    actor: Actor,
    reminder: Reminder,
    *,
    at: time,
    days: Collection[int],
    starts_on: date | None = None,
    ends_on: date | None = None,
    even_when_quiet: bool = False,
    own_words: str = "",
) -> ReminderSet:
    """Set a reminder differently; how it was set before is kept. What it still had under way is called off."""
    reminder = _own_afresh(reminder)
    before = reminder.version
    _set(reminder, at, days, starts_on or before.starts_on, ends_on, even_when_quiet, own_words, before.number)
    return _timed(reminder, queries.stays_of(reminder.participant), number=before.number + 1)


def _set(
    reminder: Reminder, at: time, days: Collection[int], starts_on: date, ends_on: date | None, even_when_quiet: bool,
    own_words: str, number: int = 0,
) -> None:  # fmt: skip
    if not days or not set(days) <= rules.EVERY_DAY:
        raise Invalid(_("Choose at least one day."), fields={"days": _("Choose at least one day.")})
    if ends_on and ends_on < starts_on:
        raise Invalid(
            _("The last day is before the first."), fields={"ends_on": _("The last day is before the first.")}
        )
    reminder.current = ReminderVersion.objects.create(
        organization_id=reminder.organization_id,
        reminder=reminder,
        number=number + 1,
        at=at.replace(second=0, microsecond=0),
        days=sorted(set(days)),
        starts_on=starts_on,
        ends_on=ends_on,
        even_when_quiet=even_when_quiet,
        own_words=own_words.strip()[: rules.MOST_CHARACTERS],
        made_at=clock.now(),
    )


def _timed(reminder: Reminder, stays: Sequence[Stay], *, number: int) -> ReminderSet:
    _find_next(reminder, stays, queries.wish_of(reminder.participant).paused_until)
    reminder.save(update_fields=["current", "next_at"])
    return ReminderSet(
        organization_id=reminder.organization_id,
        subject_id=reminder.id,
        participant_id=reminder.participant_id,
        number=number,
        next_at=reminder.next_at,
    )


@action(allow=is_participant_self)
def remove_reminder(actor: Actor, reminder: Reminder) -> ReminderRemoved:
    """Remind of it no more; what is under way is called off, also where a job for it waits already."""
    reminder = _own_afresh(reminder)
    _remove(reminder)
    return ReminderRemoved(
        organization_id=reminder.organization_id, subject_id=reminder.id, participant_id=reminder.participant_id
    )


def _remove(reminder: Reminder) -> None:
    reminder.removed_at, reminder.next_at = clock.now(), None
    reminder.save(update_fields=["removed_at", "next_at"])


@action(allow=nobody_but_the_system)
def end_with_stay(actor: Actor, participant: Participant) -> RemindersEnded:
    """A stay is over: nobody is reminded of what can't be written any more. What else they set goes on: it is theirs."""
    own = Reminder.objects.filter(participant_id=participant.id, purpose__in=_OF_A_STAY, removed_at=None).order_by("id")
    ended = [_own_afresh(one) for one in own]
    for one in ended:
        _remove(one)
    return RemindersEnded(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        count=len(ended), repeated=not ended,
    )  # fmt: skip


@action(allow=is_participant_self)
def pause_reminder(actor: Actor, reminder: Reminder, *, until: date | None) -> ReminderPaused:
    """Leave them alone with it until that day (None: go on with it now)."""
    reminder = _own_afresh(reminder)
    reminder.paused_until = until
    _find_next(reminder, queries.stays_of(reminder.participant), queries.wish_of(reminder.participant).paused_until)
    reminder.save(update_fields=["paused_until", "next_at"])
    return ReminderPaused(
        organization_id=reminder.organization_id,
        subject_id=reminder.id,
        participant_id=reminder.participant_id,
        until=until,
    )


@action(allow=is_participant_self)
def pause_reminders(actor: Actor, participant: Participant, *, until: date | None) -> RemindersPaused:
    """Leave them alone with all of their reminders until that day (None: go on now)."""
    chosen = notices.own_preference(participant)
    kept = [_own_afresh(one) for one in queries.reminders_of(participant.id)]
    chosen.paused_until = until
    chosen.save(update_fields=["paused_until"])
    stays = queries.stays_of(participant)
    for one in kept:
        _find_next(one, stays, until)
    rows.change(kept, ["next_at"])
    return RemindersPaused(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        until=until,
    )


def _own_afresh(reminder: Reminder) -> Reminder:
    """The reminder, locked: all that was due is on the ledger, what is under way called off, and it counts from now on."""
    found = Reminder.objects.select_for_update(of=("self",)).select_related("current", "participant")
    kept = found.get(id=reminder.id)
    if kept.removed_at:
        raise Conflict(_("This reminder was removed."))
    _plan([kept])
    _call_off(Notice.objects.filter(reminder=kept, outcome=""), Outcome.CANCELLED)
    local = rules.local_of(clock.now(), queries.stays_of(kept.participant))
    kept.since, kept.settled_day, kept.settled_time = clock.now(), local.date(), local.time()
    kept.save(update_fields=["since", "settled_day", "settled_time"])
    return kept


def _find_next(reminder: Reminder, stays: Sequence[Stay], all_paused_until: date | None) -> None:
    schedule = reminder.schedule(all_paused_until=all_paused_until)
    coming = rules.next_due(schedule, stays, since=reminder.since, after=reminder.settled)
    reminder.next_at = coming.due_at if coming else None


@action(allow=nobody_but_the_system)
def follow_clock(actor: Actor, participant: Participant) -> RemindersTimed:
    """They live by another clock now: find out anew when each of their reminders is due next."""
    kept = list(
        Reminder.objects.select_for_update(of=("self",))
        .filter(participant_id=participant.id, removed_at=None)
        .select_related("current", "participant")
        .order_by("id")
    )
    if kept:
        stays = queries.stays_of(kept[0].participant)
        paused_until = queries.wish_of(kept[0].participant).paused_until
        for one in kept:
            _find_next(one, stays, paused_until)
        rows.change(kept, ["next_at"])
    return RemindersTimed(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        count=len(kept), repeated=not kept,
    )  # fmt: skip


# --- Onto the ledger -------------------------------------------------------------------------------------------------


@action(allow=nobody_but_the_system)
def plan_due(actor: Actor, organization: Organization) -> OccurrencesPlanned:
    """Put every occurrence that is due on the ledger, once, in a few statements however many they are.

    At most as many reminders as one job may take; `is_all` says whether more are due.
    """
    due = queries.due_reminders(most=queries.PLANNED_AT_ONCE)
    count = _plan(due)
    return OccurrencesPlanned(
        organization_id=organization.id, subject_id=organization.id, count=count,
        is_all=len(due) < queries.PLANNED_AT_ONCE, repeated=not due,
    )  # fmt: skip


def _plan(reminders: Sequence[Reminder]) -> int:
    """The due occurrences of these (locked) reminders. The database has each one once, by reminder, day and time."""
    if not reminders:
        return 0
    people = {one.participant_id: one.participant for one in reminders}
    stays, wishes = queries.stays_of_many(people.values()), queries.wishes_of_many(people)
    usual = queries.wish(None)
    noted: list[tuple[Notice, Reminder, Wish]] = []
    for one in reminders:
        told = wishes.get(one.participant_id, usual)
        noted += [(_notice(one, due), one, told) for due in _settle(one, stays[one.participant_id], told)]
    Notice.objects.bulk_create([notice for notice, _, _ in noted], ignore_conflicts=True, batch_size=1_000)
    new = set(Notice.objects.filter(id__in=[notice.id for notice, _, _ in noted]).values_list("id", flat=True))
    deliveries = [
        one
        for notice, reminder, told in noted
        if notice.id in new and not notice.outcome
        for one in _deliveries(notice, reminder.participant, told, reminder.version, notice.planned_for)
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=2_000)
    rows.change(reminders, ["settled_day", "settled_time", "next_at"])
    _poke([notice for notice, _, _ in noted])
    return len(new)


def _settle(reminder: Reminder, stays: Sequence[Stay], told: Wish) -> list[Due]:
    """What is due of a reminder by now; it then stands at the next one."""
    schedule = reminder.schedule(all_paused_until=told.paused_until)
    due, coming = rules.due_until(schedule, stays, since=reminder.since, after=reminder.settled, now=clock.now())
    if due:
        reminder.settled_day, reminder.settled_time = due[-1].day, due[-1].at
    reminder.next_at = coming.due_at if coming else None
    return due


def _notice(reminder: Reminder, due: Due) -> Notice:
    """An occurrence as it goes on the ledger: one whose day is over, or whose thing is done, is closed and never sent."""
    over = Outcome.DONE if reminder.done_on == due.day else Outcome.EXPIRED if due.ends_at <= clock.now() else ""
    return Notice(
        organization_id=reminder.organization_id,
        participant_id=reminder.participant_id,
        account_id=reminder.participant.account_id,
        kind=KIND,
        key=f"{reminder.id} {due.day} {due.at:%H:%M}",
        link=_LINKS.get(Purpose(reminder.purpose), PAGE),
        planned_for=due.due_at,
        made_at=clock.now(),
        reminder_id=reminder.id,
        on_day=due.day,
        at_time=due.at,
        ends_at=due.ends_at,
        outcome=over,
        outcome_at=clock.now() if over else None,
    )


def _deliveries(
    notice: Notice, participant: Participant, told: Wish, version: ReminderVersion, moment: datetime
) -> list[Delivery]:
    """How an occurrence goes out: in the app, by the ways chosen first, and by the second one unless it is seen before."""
    assert notice.ends_at
    heard_at = partial(
        rules.heard_at,
        zone=participant.time_zone,
        quiet=told.quiet,
        ends_at=notice.ends_at,
        even_when_quiet=version.even_when_quiet,
    )
    first = heard_at(max(moment, clock.now()))
    at_once = moment <= clock.now()
    made = [_delivery(notice, Channel.IN_APP, moment, is_sent=at_once)] if notice.account_id else []
    made += [_delivery(notice, channel, first if first > clock.now() else moment) for channel in told.first if first]
    second = first and told.second and heard_at(first + told.second_after)
    if second and told.second:
        instead_of = told.first[0] if told.first else Channel.IN_APP
        made.append(_delivery(notice, told.second, second, instead_of=instead_of))
    return made


def _delivery(
    notice: Notice, channel: Channel, at: datetime, *, instead_of: str = "", is_sent: bool = False
) -> Delivery:
    return Delivery(
        organization_id=notice.organization_id,
        notice_id=notice.id,
        channel=channel,
        round=notice.round,
        instead_of=instead_of,
        planned_for=at,
        state=State.SENT if is_sent else State.PLANNED,
        sent_at=clock.now() if is_sent else None,
        tries=int(is_sent),
    )


def _poke(told: Iterable[Notice]) -> None:
    """The open screens of these people look again; who they are is on the ledger, not in the audit of a thousand at once."""
    accounts = {one.account_id: one.organization_id for one in told if one.account_id and not one.outcome}
    if accounts:
        live.send(Poke("notices", next(iter(accounts.values())), tuple(accounts)))


# --- Out of the house ------------------------------------------------------------------------------------------------


@action(allow=nobody_but_the_system)
def note_handed_over(actor: Actor, organization: Organization, *, handed: Sequence[Handed]) -> OccurrencesSent:
    """Write down what became of a batch of deliveries (locked), and what follows: another try, the second way, none at all."""
    by_result: dict[Result, list[Delivery]] = {result: [] for result in Result}
    for one in handed:
        by_result[one.result].append(_as_noted(one))
        for device in one.gone:
            notices.remove_device(actor, device, reason="gone")
    changed = [one for result, found in by_result.items() if result is not Result.UNTRIED for one in found]
    rows.change(changed, ["state", "sent_at", "accepted_at", "failed_at", "error", "tries", "planned_for"])
    _go_on_after([one for one in by_result[Result.FAILED] if one.state == State.FAILED])
    for channel in {one.channel for one in by_result[Result.SENT]}:
        alarms.clear_alarm(organization.id, kind="channel", about=channel)
    _poke(one.notice for one in by_result[Result.SENT] if one.channel == Channel.IN_APP)
    return OccurrencesSent(
        organization_id=organization.id, subject_id=organization.id, sent=len(by_result[Result.SENT]),
        failed=len(by_result[Result.FAILED]), put_back=len(by_result[Result.LATER]), repeated=not changed,
    )  # fmt: skip


def _as_noted(handed: Handed) -> Delivery:
    one = handed.delivery
    match handed.result:
        case Result.SENT:
            one.state, one.sent_at, one.accepted_at, one.error = State.SENT, handed.sent_at, handed.accepted_at, ""
            one.tries += 1
        case Result.FAILED:
            one.error, one.tries = handed.error, one.tries + 1
            again_in = ways.after_failure(ways.KINDS[KIND], error=handed.error, tries=one.tries).again_in
            if again_in is None:
                one.state, one.failed_at = State.FAILED, clock.now()
            else:
                one.planned_for = clock.now() + again_in
        case Result.CANCELLED:
            one.state = State.CANCELLED
        case Result.LATER:
            assert handed.later_at
            one.planned_for = handed.later_at
        case Result.UNTRIED:
            pass
    return one


def _go_on_after(failed: Sequence[Delivery]) -> None:
    """What has failed for good is not waited for any longer: the second way goes now."""
    for one in failed:
        second = Delivery.objects.filter(notice_id=one.notice_id, round=one.round, state=State.PLANNED)
        second.filter(instead_of=one.channel).update(planned_for=clock.now())
        if ways.is_sites_fault(one.error):
            alarms.raise_alarm(one.organization_id, kind="channel", about=one.channel)


@action(allow=nobody_but_the_system)
def close_what_is_over(actor: Actor, organization: Organization) -> OccurrencesOver:
    """End the occurrences whose local day is over: those that somebody saw, and those that nobody did."""
    over = Notice.objects.filter(reminder__isnull=False, outcome="", ends_at__lte=clock.now())
    locked = over.select_for_update(of=("self",), no_key=True, skip_locked=True)
    ids = list(locked.order_by("ends_at").values_list("id", flat=True)[: queries.PLANNED_AT_ONCE])
    if ids:
        seen = queries.seen_among(ids)
        for outcome, group in ((Outcome.SEEN, seen), (Outcome.EXPIRED, set(ids) - seen)):
            Notice.objects.filter(id__in=group).update(outcome=outcome, outcome_at=clock.now())
        Delivery.objects.filter(notice_id__in=ids, state=State.PLANNED).update(state=State.CANCELLED)
    return OccurrencesOver(
        organization_id=organization.id, subject_id=organization.id, count=len(ids), repeated=not ids
    )


# --- What a person does with one -------------------------------------------------------------------------------------


@action(allow=access.is_for_self)
def snooze(actor: Actor, notice: Notice, *, choice: Snooze | str) -> ReminderSnoozed:
    """Put a reminder off: it comes again, by the same ways. Said twice, it is as said once."""
    notice, person, reminder = _open_occurrence(notice)
    until = rules.put_off_until(Snooze(choice), now=clock.now(), zone=person.time_zone)
    if until is None:
        raise Conflict(_("It is evening already. Choose a shorter time."))
    repeated = notice.snoozed_until == until
    if not repeated:
        _stop_deliveries([notice])
        notice.round, notice.snoozed_until = notice.round + 1, until
        assert notice.ends_at
        notice.ends_at = max(notice.ends_at, rules.day_ends_at(until, queries.stays_of(person)))
        notice.save(update_fields=["round", "snoozed_until", "ends_at"])
        made = _deliveries(notice, person, queries.wish_of(person), reminder.version, until)
        Delivery.objects.bulk_create(made)
    return ReminderSnoozed(
        organization_id=notice.organization_id, subject_id=notice.id, participant_id=notice.participant_id,
        until=until, repeated=repeated,
    )  # fmt: skip


@action(allow=access.is_for_self)
def mark_done(actor: Actor, notice: Notice) -> ReminderDone:
    """They have done it; nothing more of this occurrence is heard. Said twice, it is as said once."""
    notice = _locked(notice)
    repeated = notice.outcome in (Outcome.DONE, Outcome.CANCELLED)
    if not repeated:
        notice.outcome, notice.outcome_at, notice.snoozed_until = Outcome.DONE, clock.now(), None
        notice.save(update_fields=["outcome", "outcome_at", "snoozed_until"])
        _stop_deliveries([notice])
    return ReminderDone(
        organization_id=notice.organization_id, subject_id=notice.id, participant_id=notice.participant_id,
        repeated=repeated,
    )  # fmt: skip


def _locked(notice: Notice) -> Notice:
    """An occurrence, locked: whoever hands it over at this moment is waited for."""
    found = Notice.objects.select_for_update(of=("self",), no_key=True).filter(reminder__isnull=False)
    kept = found.select_related("participant", "reminder__current").filter(id=notice.id).first()
    if kept is None:
        raise Conflict(_("This is no reminder."))
    return kept


def _open_occurrence(notice: Notice) -> tuple[Notice, Participant, Reminder]:
    kept = _locked(notice)
    if kept.outcome or not (kept.participant and kept.reminder):
        raise Conflict(_("This reminder is over."))
    return kept, kept.participant, kept.reminder


@action(allow=nobody_but_the_system)
def close_answered(
    actor: Actor, participant: Participant, *, purpose: Purpose | str, on_day: date
) -> RemindersAnswered:
    """They did what they were to be reminded of on that local day: what is open is done, what would come that day is not heard."""
    own = Reminder.objects.filter(participant_id=participant.id, purpose=purpose, removed_at=None)
    ahead = own.exclude(done_on__gte=on_day).select_for_update(of=("self",)).order_by("id")
    count = Reminder.objects.filter(id__in=[one.id for one in ahead]).update(done_on=on_day)
    open_ones = Notice.objects.filter(reminder__in=own, on_day=on_day, outcome="")
    count += _call_off(open_ones, Outcome.DONE)
    return RemindersAnswered(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        purpose=str(purpose), on_day=on_day, repeated=not count,
    )  # fmt: skip


@action(allow=nobody_but_the_system)
def close_open(actor: Actor, participant: Participant, *, purpose: Purpose | str) -> RemindersAnswered:
    """They did what the open reminders of today ask for; those that come later today still come."""
    today = clock.today(participant.time_zone)
    own = Reminder.objects.filter(participant_id=participant.id, purpose=purpose, removed_at=None)
    count = _call_off(Notice.objects.filter(reminder__in=own, on_day=today, outcome=""), Outcome.DONE)
    return RemindersAnswered(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        purpose=str(purpose), on_day=today, repeated=not count,
    )  # fmt: skip


def _call_off(open_ones: QuerySet[Notice], outcome: Outcome) -> int:
    """End occurrences. One that is being handed over is waited for; afterwards nothing of it leaves the house any more."""
    found = list(open_ones.select_for_update(of=("self",), no_key=True).order_by("id"))
    for one in found:
        one.outcome, one.outcome_at = outcome, clock.now()
    rows.change(found, ["outcome", "outcome_at"])
    _stop_deliveries(found)
    return len(found)


def _stop_deliveries(stopped: Sequence[Notice]) -> None:
    waiting = Delivery.objects.filter(notice__in=[one.id for one in stopped], state=State.PLANNED)
    waiting.update(state=State.CANCELLED)


# --- A test ----------------------------------------------------------------------------------------------------------


@action(allow=is_participant_self)
def try_channels(actor: Actor, participant: Participant) -> ChannelsTested:
    """Send a notice now by each way that they have chosen, quiet hours or not, to see how far each comes."""
    if not queries.may_test(participant.id):
        raise Conflict(_("Wait a minute before the next test."))
    notice = Notice.objects.create(
        organization_id=participant.organization_id,
        participant=participant,
        account_id=participant.account_id,
        kind=TEST_KIND,
        key=clock.now().isoformat(),
        link=PAGE,
        planned_for=clock.now(),
        made_at=clock.now(),
    )
    for channel in queries.wish_of(participant).all:
        made = _delivery(notice, channel, clock.now())
        made.save(force_insert=True)
        queue.defer("notifications.send", notice.organization_id, delivery_id=str(made.id))
    return ChannelsTested(
        organization_id=participant.organization_id, subject_id=notice.id, participant_id=participant.id
    )
