"""Looking at reminders: what a person has set, what is due, what became of it, and how well it reaches them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from daybridge.core import clock, rows
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.notifications import channels
from daybridge.notifications import queries as notices
from daybridge.notifications import rules as ways
from daybridge.notifications.models import Delivery, Notice, Preference, PushSubscription
from daybridge.notifications.reminders import rules
from daybridge.notifications.reminders.models import Reminder
from daybridge.notifications.reminders.rules import Outcome, Stage, Stay
from daybridge.notifications.rules import Audience, Channel, QuietHours, State
from daybridge.people import queries as people
from daybridge.people.models import Participant

#: The kinds of notice that are of a person's own reminders.
KIND, TEST_KIND = "reminder", "reminder-test"
#: One job's work: what is put on the ledger, and what is handed to channels.
PLANNED_AT_ONCE, SENT_AT_ONCE = 1_000, 100
REACH_DAYS = 30
_SEEN_AS_TEST = timedelta(minutes=15)


# --- Where and how someone lives ---------------------------------------------------------------------------------


def stays_of_many(participants: Iterable[Participant]) -> dict[UUID, list[Stay]]:
    """Where each of them lived since when; one stay for who never moved."""
    known = {one.id: one for one in participants}
    moved = people.zones_lived(known)
    return {
        one.id: [Stay(since, zone) for since, zone in moved.get(one.id, [(one.registered_at, one.time_zone)])]
        for one in known.values()
    }


def stays_of(participant: Participant) -> list[Stay]:
    return stays_of_many([participant])[participant.id]


@dataclass(frozen=True)
class Wish:
    """How someone wants to be reminded: by which ways first, by which one when nobody has seen it, and when not to be woken."""

    first: tuple[Channel, ...]
    second: Channel | None
    second_after: timedelta
    quiet: QuietHours | None
    paused_until: date | None

    @property
    def all(self) -> tuple[Channel, ...]:
        return (*self.first, self.second) if self.second else self.first


def wish(preference: Preference | None) -> Wish:
    """What a person has chosen, or what is usual. A second way is theirs to choose; nobody has one unasked."""
    kind, chosen = ways.KINDS[KIND], preference.channels if preference else {}
    first = ways.channels_for(Audience.PARTICIPANT, kind, asked=None, chosen=chosen)
    second = Channel(preference.second_channel) if preference and preference.second_channel else None
    return Wish(
        tuple(one for one in first if one is not Channel.IN_APP),
        second if second and second not in first else None,
        timedelta(minutes=preference.second_after_minutes if preference else 30),
        notices.quiet_hours_of(preference, Audience.PARTICIPANT),
        preference.paused_until if preference else None,
    )


def wishes_of_many(participant_ids: Iterable[UUID]) -> Mapping[UUID, Wish]:
    """Of those who have chosen anything."""
    found = Preference.objects.filter(participant_id__in=list(participant_ids))
    return {one.participant_id: wish(one) for one in found if one.participant_id}


def wish_of(participant: Participant) -> Wish:
    return wish(notices.preference_of(participant))


# --- What a person has set ---------------------------------------------------------------------------------------


def reminders_of(participant_id: UUID) -> QuerySet[Reminder]:
    """What they have set and not removed, by the time of day."""
    kept = Reminder.objects.filter(participant_id=participant_id, removed_at=None)
    return kept.select_related("current").order_by("current__at", "id")


def has_reminder_of(participant_id: UUID, purpose: str) -> bool:
    """Whether they have set one for this purpose."""
    return bool(rows.select(_HAS_REMINDER, participant_id, str(purpose)))


_HAS_REMINDER = """select 1 from notifications_reminder
 where participant_id = %s and purpose = %s and removed_at is null limit 1"""


def own_reminder(actor: Actor, reminder_id: str) -> Reminder:
    """One of the acting participant's, by an id that they sent. Raises NotYours."""
    found = {str(one.id): one for one in reminders_of(actor.person_id)} if actor.person_id else {}
    if reminder_id not in found:
        raise NotYours()
    return found[reminder_id]


@dataclass(frozen=True)
class OpenOccurrence:
    """A reminder of today that is neither done nor over."""

    id: UUID
    purpose: str
    own_words: str
    at: datetime
    snoozed_until: datetime | None


def open_now(participant_id: UUID) -> list[OpenOccurrence]:
    """What waits for a person now, or is put off, newest first."""
    found = Notice.objects.filter(
        participant_id=participant_id, reminder__isnull=False, outcome="", ends_at__gt=clock.now()
    ).select_related("reminder__current")
    return [
        OpenOccurrence(
            one.id,
            one.reminder.purpose if one.reminder else "",
            one.reminder.version.own_words if one.reminder else "",
            one.planned_for,
            one.snoozed_until if one.snoozed_until and one.snoozed_until > clock.now() else None,
        )
        for one in found.order_by("-planned_for")
    ]


def own_occurrence(actor: Actor, notice_id: str) -> Notice:
    """One of the acting participant's occurrences, by an id that they sent. Raises NotYours."""
    open_ones = {str(one.id): one.id for one in open_now(actor.person_id)} if actor.person_id else {}
    if notice_id not in open_ones:
        raise NotYours()
    return notices.own_notice(actor, open_ones[notice_id])


# --- What is due ---------------------------------------------------------------------------------------------------


def due_reminders(*, most: int) -> list[Reminder]:
    """Reminders with an occurrence that is due, locked until this transaction ends; what another worker has is left to it."""
    found = Reminder.objects.select_for_update(of=("self",), skip_locked=True).filter(next_at__lte=clock.now())
    return list(found.select_related("current", "participant").order_by("next_at")[:most])


def is_any_to_send() -> bool:
    """Whether a delivery of a reminder is to be handed over now."""
    return waiting().exists()


def take_lane(organization_id: UUID, lane: int) -> bool:
    """Whether nobody else hands over in this lane; it is then ours until this transaction ends."""
    return bool(rows.select(_TAKE_LANE, f"reminders {organization_id} {lane}")[0][0])


_TAKE_LANE = "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def batch_to_send() -> list[Delivery]:
    """The next deliveries whose hour has come, with their occurrences, locked until this transaction ends.

    Whoever wants to call an occurrence off waits for that, so nothing leaves after it was called off.
    """
    found = waiting().select_for_update(of=("self", "notice"), no_key=True, skip_locked=True)
    related = found.select_related("notice__participant__account", "notice__reminder__current")
    return list(related.order_by("planned_for")[:SENT_AT_ONCE])  # by more than its index, all that wait would be sorted


def waiting() -> QuerySet[Delivery]:
    """Deliveries of reminders whose hour has come."""
    due = Delivery.objects.filter(state=State.PLANNED, planned_for__lte=clock.now())
    return due.filter(notice__reminder__isnull=False)


def devices_of_many(account_ids: Iterable[UUID]) -> dict[UUID, list[PushSubscription]]:
    """The devices that show each account's notices."""
    found: dict[UUID, list[PushSubscription]] = {}
    kept = PushSubscription.objects.filter(account_id__in=list(account_ids), removed_at=None)
    for one in kept.order_by("added_at", "id"):
        found.setdefault(one.account_id, []).append(one)
    return found


def seen_among(notice_ids: Iterable[UUID]) -> set[UUID]:
    """The notices that some device or page has shown."""
    return set(_shown_notices().filter(notice_id__in=list(notice_ids)))


def _shown_notices() -> QuerySet[Delivery, UUID]:
    return Delivery.objects.filter(shown_at__isnull=False).values_list("notice_id", flat=True)


# --- How well it reaches them ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """One channel of a person, as far as is known: whether it works, and what came of the last weeks' reminders by it."""

    channel: Channel
    #: "works", "not-chosen", "not-set-up", "no-device", "no-address" or the last failure's code.
    state: str
    planned: int
    accepted: int
    shown: int
    opened: int
    failed: int
    last_shown_at: datetime | None
    #: A mail or a text message never tells us that it was seen.
    can_tell: bool


@dataclass(frozen=True)
class Reach:
    """How reminders reach a participant. Counts and times only, never what for."""

    ways: Sequence[Way]
    reminders: int
    paused_until: date | None
    #: Of the occurrences of the last weeks: how many there were, were seen in time, done, nobody saw, were called off.
    occurrences: int
    seen: int
    done: int
    expired: int
    cancelled: int


def reach_of(participant: Participant) -> Reach:
    """How well a participant's own reminders reached them in the last 30 days, by channel."""
    since = clock.now() - timedelta(days=REACH_DAYS)
    recent = Notice.objects.filter(participant_id=participant.id, reminder__isnull=False, planned_for__gte=since)
    told = wish_of(participant)
    return Reach(
        ways=_ways_of(participant, recent, told),
        reminders=reminders_of(participant.id).count(),
        paused_until=told.paused_until if told.paused_until and told.paused_until > _today(participant) else None,
        occurrences=recent.count(),
        seen=recent.filter(id__in=_shown_notices()).count(),
        done=recent.filter(outcome=Outcome.DONE).count(),
        expired=recent.filter(outcome=Outcome.EXPIRED).count(),
        cancelled=recent.filter(outcome=Outcome.CANCELLED).count(),
    )


def _today(participant: Participant) -> date:
    return clock.today(participant.time_zone)


def _ways_of(participant: Participant, recent: QuerySet[Notice], told: Wish) -> list[Way]:
    counted: dict[str, dict[str, int]] = {
        str(one["channel"]): dict(one)  # type: ignore[arg-type]
        for one in Delivery.objects.filter(notice__in=recent)
        .order_by()
        .values("channel")
        .annotate(
            planned=Count("id", filter=~Q(state=State.CANCELLED)),
            accepted=Count("id", filter=Q(accepted_at__isnull=False)),
            shown=Count("id", filter=Q(shown_at__isnull=False)),
            opened=Count("id", filter=Q(opened_at__isnull=False)),
            failed=Count("id", filter=Q(state=State.FAILED)),
        )
    }
    last = dict(
        Delivery.objects.filter(notice__participant_id=participant.id, shown_at__isnull=False)
        .order_by()
        .values_list("channel")
        .annotate(Max("shown_at"))
    )
    nothing = dict.fromkeys(("planned", "accepted", "shown", "opened", "failed"), 0)
    return [
        Way(
            channel=channel,
            state=_state_of(participant, channel, told),
            last_shown_at=last.get(channel),
            can_tell=channel in (Channel.IN_APP, Channel.PUSH),
            **{name: counted.get(channel, nothing)[name] for name in nothing},
        )
        for channel in Channel
    ]


def _state_of(participant: Participant, channel: Channel, told: Wish) -> str:
    if channel is Channel.IN_APP:
        return "works" if participant.account_id else "no-account"
    if channel not in told.all:
        return "not-chosen"
    if trouble := trouble_of(participant, channel):
        return trouble
    last = (
        Delivery.objects.filter(notice__participant_id=participant.id, channel=channel)
        .exclude(state__in=[State.PLANNED, State.CANCELLED])
        .order_by("-planned_for")
        .values_list("state", "error")
        .first()
    )
    return last[1] if last and last[0] == State.FAILED else "works"


def trouble_of(participant: Participant, channel: Channel) -> str:
    """Why a channel can't work for someone, known without trying; empty when nothing speaks against it."""
    if not channels.is_set_up(channel):
        return "not-set-up"
    if channel is Channel.PUSH:
        has_device = participant.account_id and notices.devices_of(participant.account_id).exists()
        return "" if has_device else "no-device"
    address = notices.email_of(participant) if channel is Channel.EMAIL else ways.as_dialled(participant.phone)
    return "" if address else "no-address"


# --- A test ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tested:
    """How far the last test came by one channel."""

    channel: Channel
    stage: Stage
    error: str
    tries: int
    can_tell: bool


def last_test(participant_id: UUID) -> list[Tested]:
    """How far the test of the last quarter of an hour has come by each channel; empty when there was none."""
    since = clock.now() - _SEEN_AS_TEST
    found = Notice.objects.filter(participant_id=participant_id, kind=TEST_KIND, made_at__gte=since)
    test = found.order_by("-made_at").first()
    sent = Delivery.objects.filter(notice=test).exclude(channel=Channel.IN_APP) if test else []
    by_channel = {Channel(one.channel): one for one in sent}
    return [
        Tested(
            channel,
            rules.stage(state=one.state, accepted_at=one.accepted_at, shown_at=one.shown_at, opened_at=one.opened_at),
            one.error,
            one.tries,
            channel is Channel.PUSH,
        )
        for channel in Channel
        if (one := by_channel.get(channel))
    ]


def may_test(participant_id: UUID) -> bool:
    """Whether the last test is a minute ago."""
    since = clock.now() - timedelta(minutes=1)
    return not Notice.objects.filter(participant_id=participant_id, kind=TEST_KIND, made_at__gt=since).exists()
