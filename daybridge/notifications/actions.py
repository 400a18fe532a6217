"""The deeds on notices, devices and how people want to be reached."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from daybridge.core import alarms, clock, queue
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.notifications import access, queries, rules
from daybridge.notifications.events import (
    DeliveryFailed,
    DeliverySent,
    DeviceAdded,
    DeviceRemoved,
    NoticeOpened,
    NoticePlanned,
    NoticesCancelled,
    NoticeShown,
    NoticesShown,
    PhoneAsked,
    PhoneProven,
    PreferencesSet,
)
from daybridge.notifications.models import Delivery, Notice, Preference, PushSubscription, whose
from daybridge.notifications.rules import Channel, QuietHours, State
from daybridge.people.access import nobody_but_the_system
from daybridge.people.models import Organization, Participant, Staff


class _About(TypedDict):
    organization_id: UUID
    subject_id: UUID
    participant_id: UUID | None


# --- Telling ---------------------------------------------------------------------------------------------------------


@action(allow=nobody_but_the_system)
def notify(
    actor: Actor,
    person: Staff | Participant,
    *,
    kind: str,
    key: str,
    link: str = "",
    at: datetime | None = None,
    channels: Iterable[str] | None = None,
) -> NoticePlanned:
    """Tell a person that something waits, once for each `key` of a `kind` (a code of `rules.KINDS`).

    `link` is a path of ours; `at` (aware) the earliest moment, now by default; `channels` are taken in place of the
    person's own choice, which a participant's always bounds. Urgent kinds are sent in quiet hours too. Jobs that begin
    with this transaction do the sending. Raises ValueError for a kind that is unknown or a link that leads elsewhere.
    """
    if kind not in rules.KINDS or not rules.is_own_path(link):
        raise ValueError(f"No notice can be made of the kind {kind!r} with the link {link!r}.")
    notice = Notice(
        organization_id=person.organization_id,
        staff=person if isinstance(person, Staff) else None,
        participant=person if isinstance(person, Participant) else None,
        account_id=person.account_id,
        kind=kind,
        key=key,
        link=link,
        planned_for=at or clock.now(),
        made_at=clock.now(),
    )
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    known = Notice.objects.get(kind=kind, key=key, **whose(person))
    if known.id == notice.id:
        _plan(notice, queries.channels_of(notice, asked=channels))
    return NoticePlanned(
        organization_id=person.organization_id,
        subject_id=known.id,
        participant_id=known.participant_id,
        staff_id=known.staff_id,
        kind=kind,
        planned_for=known.planned_for,
        repeated=known.id != notice.id,
    )


def _plan(notice: Notice, channels: Iterable[Channel], *, instead_of: str = "") -> None:
    """Put deliveries on the ledger and have each sent when its hour comes."""
    earliest = max(notice.planned_for, clock.now()) if instead_of else notice.planned_for
    for channel in channels:
        delivery = Delivery.objects.create(
            organization_id=notice.organization_id,
            notice=notice,
            channel=channel,
            instead_of=instead_of,
            planned_for=queries.send_at(notice, earliest, channel),
        )
        _have_sent(delivery)


def _have_sent(delivery: Delivery) -> None:
    at = delivery.planned_for if delivery.planned_for > clock.now() else None
    queue.defer("notifications.send", delivery.organization_id, at=at, delivery_id=str(delivery.id))


@action(allow=nobody_but_the_system)
def cancel_waiting(actor: Actor, organization: Organization, *, link: str) -> NoticesCancelled:
    """What leads to `link` and has not gone out yet does not go out any more. What is being sent at this moment goes out."""
    waiting = Delivery.objects.filter(notice__link=link, state=State.PLANNED).select_for_update(
        of=("self",), skip_locked=True
    )
    ids = list(waiting.values_list("id", flat=True))
    Delivery.objects.filter(id__in=ids).update(state=State.CANCELLED)
    return NoticesCancelled(
        organization_id=organization.id, subject_id=organization.id, count=len(ids), repeated=not ids
    )


# --- What became of it -----------------------------------------------------------------------------------------------


def _by_the_system(actor: Actor, delivery: Delivery) -> bool:
    return actor.is_system


@action(allow=_by_the_system)
def mark_sent(actor: Actor, delivery: Delivery) -> DeliverySent:
    """The next server has taken it, or the app's screens were told to look again. Said twice, it is as said once."""
    delivery = _locked(delivery)
    repeated = delivery.state != State.PLANNED
    if not repeated:
        delivery.state, delivery.sent_at, delivery.error = State.SENT, clock.now(), ""
        delivery.accepted_at = None if delivery.channel == Channel.IN_APP else delivery.sent_at
        delivery.tries += 1
        delivery.save(update_fields=["state", "sent_at", "accepted_at", "error", "tries"])
        alarms.clear_alarm(delivery.organization_id, kind="channel", about=delivery.channel)
    return DeliverySent(
        **_about(delivery), channel=delivery.channel, account_id=delivery.notice.account_id, repeated=repeated
    )


@action(allow=_by_the_system)
def mark_failed(actor: Actor, delivery: Delivery, *, error: str) -> DeliveryFailed:
    """A try failed: try again later, or go on to the next channel, as `rules.after_failure` says. All of it is on the ledger."""
    # Two channels that fail together choose the next one after each other.
    notice = Notice.objects.select_for_update(of=("self",), no_key=True).get(id=delivery.notice_id)
    delivery = _locked(delivery)
    repeated = delivery.state != State.PLANNED
    then = None
    if not repeated:
        delivery.tries += 1
        delivery.error = error
        verdict = rules.after_failure(rules.KINDS[notice.kind], error=error, tries=delivery.tries)
        _wait_or_give_up(delivery, verdict.again_in)
        then = queries.next_channel(notice) if verdict.go_on else None
        if then:
            _plan(notice, [then], instead_of=delivery.channel)
        if delivery.state == State.FAILED and rules.is_sites_fault(error):
            alarms.raise_alarm(delivery.organization_id, kind="channel", about=delivery.channel)
    return DeliveryFailed(
        **_about(delivery), channel=delivery.channel, error=error, is_over=delivery.state == State.FAILED,
        then=then or "", repeated=repeated,
    )  # fmt: skip


def _wait_or_give_up(delivery: Delivery, again_in: timedelta | None) -> None:
    if again_in is None:
        delivery.state, delivery.failed_at = State.FAILED, clock.now()
    else:
        delivery.planned_for = clock.now() + again_in
        _have_sent(delivery)
    delivery.save(update_fields=["tries", "error", "state", "failed_at", "planned_for"])


@action(allow=access.is_for_self)
def mark_shown(actor: Actor, notice: Notice, *, channel: str, round_of: int | None = None) -> NoticeShown:
    """A device has shown the notice to the person; without a round, the last time that it came."""
    delivery = _received(notice, channel, round_of)
    repeated = delivery is None or delivery.shown_at is not None
    if delivery and not repeated:
        delivery.shown_at = clock.now()
        delivery.state = State.OPENED if delivery.opened_at else State.SHOWN
        delivery.save(update_fields=["shown_at", "state"])
        _need_no_second([notice.id])
    return NoticeShown(**_about_notice(notice), channel=channel, repeated=repeated)


@action(allow=access.is_self)
def mark_list_shown(actor: Actor, person: Staff | Participant, *, notice_ids: Iterable[UUID]) -> NoticesShown:
    """A person's own list has shown them these notices, all in one look. Those of somebody else are left alone."""
    own = Notice.objects.filter(id__in=list(notice_ids), **whose(person))
    unseen = Delivery.objects.filter(notice__in=own, channel=Channel.IN_APP, shown_at=None, sent_at__isnull=False)
    ids = list(unseen.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))
    shown = Delivery.objects.filter(id__in=ids)
    shown.update(shown_at=clock.now(), state=State.SHOWN)
    _need_no_second(shown.values_list("notice_id", flat=True) if ids else [])
    return NoticesShown(
        organization_id=person.organization_id,
        subject_id=person.id,
        participant_id=person.id if isinstance(person, Participant) else None,
        count=len(ids),
        repeated=not ids,
    )


@action(allow=access.is_for_self)
def mark_opened(actor: Actor, notice: Notice, *, channel: str, round_of: int | None = None) -> NoticeOpened:
    """The person has followed the notice to where it leads; without a round, the last time that it came."""
    delivery = _received(notice, channel, round_of)
    repeated = delivery is None or delivery.opened_at is not None
    if delivery and not repeated:
        delivery.opened_at = clock.now()
        delivery.shown_at = delivery.shown_at or delivery.opened_at
        delivery.state = State.OPENED
        delivery.save(update_fields=["opened_at", "shown_at", "state"])
        _need_no_second([notice.id])
    return NoticeOpened(**_about_notice(notice), channel=channel, repeated=repeated)


def _received(notice: Notice, channel: str, round_of: int | None) -> Delivery | None:
    """A receipt may overtake the word that it was sent; what failed here may have arrived all the same."""
    found = Delivery.objects.select_for_update().filter(notice=notice, channel=channel)
    found = found.exclude(state=State.CANCELLED) if round_of is None else found.filter(round=round_of)
    return found.order_by("-round").first()


def _need_no_second(notice_ids: Iterable[UUID]) -> None:
    """A reminder that was seen goes by no second way."""
    of_reminders = Notice.objects.filter(id__in=list(notice_ids), reminder__isnull=False).values_list("id", flat=True)
    # By plain ids: with a join in the update PostgreSQL may read the whole ledger for one notice.
    waiting = Delivery.objects.filter(notice_id__in=list(of_reminders), state=State.PLANNED)
    waiting.exclude(instead_of="").update(state=State.CANCELLED)


def _locked(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_for_update(of=("self",)).select_related("notice").get(id=delivery.id)


def _about(delivery: Delivery) -> _About:
    return _about_notice(delivery.notice)


def _about_notice(notice: Notice) -> _About:
    return {
        "organization_id": notice.organization_id,
        "subject_id": notice.id,
        "participant_id": notice.participant_id,
    }


# --- A person's own choice -------------------------------------------------------------------------------------------


@action(allow=access.is_self)
def add_device(
    actor: Actor, person: Staff | Participant, *, endpoint: str, p256dh: str, auth: str, device: str = ""
) -> DeviceAdded:
    """Show this person's notices on a browser from now on. A browser shows those of one person: the last who asked.

    Raises Invalid for an address that is of no push service we know (`settings.PUSH_HOSTS`) or keys that can't be.
    """
    is_ours = rules.is_push_address(endpoint, hosts=settings.PUSH_HOSTS)
    if not (is_ours and rules.are_push_keys(p256dh=p256dh, auth=auth) and person.account_id):
        raise Invalid(_("This browser's maker is not one that we can send through. Nothing was changed."))
    known = PushSubscription.objects.select_for_update().filter(endpoint=endpoint, removed_at=None)
    own = known.filter(account_id=person.account_id).first()
    repeated = own is not None
    if own is None:
        known.update(removed_at=clock.now())
        _make_room(person.account_id)
        own = PushSubscription.objects.create(
            organization_id=person.organization_id,
            account_id=person.account_id,
            endpoint=endpoint,
            p256dh=p256dh,
            auth=auth,
            device=device[:60],
            **whose(person),
        )
    return DeviceAdded(
        organization_id=person.organization_id, subject_id=own.id, participant_id=own.participant_id, repeated=repeated
    )


def _make_room(account_id: UUID) -> None:
    """Each device is asked in turn while a notice waits: the oldest gives way to the newest."""
    kept = queries.devices_of(account_id).order_by("-added_at", "-id")[: rules.MOST_DEVICES - 1]
    too_many = queries.devices_of(account_id).exclude(id__in=[one.id for one in kept])
    too_many.order_by().update(removed_at=clock.now())


@action(allow=access.is_for_self)
def remove_device(actor: Actor, device: PushSubscription, *, reason: str = "asked") -> DeviceRemoved:
    """Stop notices on a device: its owner `asked`, or its push service says that it is `gone`."""
    repeated = device.removed_at is not None
    if not repeated:
        device.removed_at = clock.now()
        device.save(update_fields=["removed_at"])
    return DeviceRemoved(
        organization_id=device.organization_id, subject_id=device.id, participant_id=device.participant_id,
        reason=reason, repeated=repeated,
    )  # fmt: skip


@action(allow=access.is_self)
def set_preferences(
    actor: Actor,
    person: Staff | Participant,
    *,
    channels: Mapping[str, Collection[str]],
    quiet: QuietHours | None,
    second: str = "",
    second_after_minutes: int = 30,
) -> PreferencesSet:
    """By which channels to tell them of each group, and when not to wake them (None: never quiet). In the app always.

    `second` is by what else to tell a participant of a reminder that was not seen after so many minutes.
    """
    audience = rules.audience_of(is_staff=isinstance(person, Staff))
    chosen = own_preference(person)
    chosen.channels = {
        group: sorted({Channel(one) for one in channels.get(group, ())} - {Channel.IN_APP})
        for group in rules.GROUPS[audience]
    }
    chosen.has_quiet_hours = quiet is not None
    if quiet:
        chosen.quiet_since, chosen.quiet_until = quiet.since, quiet.until
    chosen.second_channel, chosen.second_after_minutes = second and Channel(second), second_after_minutes
    chosen.save(
        update_fields=[
            "channels", "has_quiet_hours", "quiet_since", "quiet_until", "second_channel", "second_after_minutes",
        ]
    )  # fmt: skip
    return PreferencesSet(
        organization_id=person.organization_id, subject_id=chosen.id, participant_id=chosen.participant_id
    )


def own_preference(person: Staff | Participant) -> Preference:
    Preference.objects.bulk_create(
        [Preference(organization_id=person.organization_id, **whose(person))], ignore_conflicts=True
    )
    return Preference.objects.select_for_update().get(**whose(person))


# --- A phone of staff, proven by a code ------------------------------------------------------------------------------


@action(allow=access.is_this_member_of_staff)
def ask_phone_code(actor: Actor, staff: Staff, *, phone: str) -> PhoneAsked:
    """Send a code to a phone, so that its owner can prove it. Raises Invalid for no number, Conflict within a minute."""
    number = rules.as_dialled(phone)
    if not number:
        said = _("Write a whole phone number with its area code.")
        raise Invalid(said, fields={"phone": said})
    chosen = own_preference(staff)
    if chosen.phone_asked_at and clock.now() - chosen.phone_asked_at < rules.BETWEEN_CODES:
        raise Conflict(_("A code was sent a moment ago. Wait a minute before asking for another."))
    chosen.phone, chosen.phone_asked_at, chosen.phone_verified_at = number, clock.now(), None
    chosen.phone_wrong_codes = 0
    chosen.save(update_fields=["phone", "phone_asked_at", "phone_verified_at", "phone_wrong_codes"])
    queue.defer("notifications.send_code", staff.organization_id, preference_id=str(chosen.id))
    return PhoneAsked(organization_id=staff.organization_id, subject_id=chosen.id)


@action(allow=access.is_this_member_of_staff)
def prove_phone(actor: Actor, staff: Staff, *, code: str) -> PhoneProven:
    """Take the code that was sent; text messages go to that phone from then on. Wrong codes are counted, and few."""
    chosen = own_preference(staff)
    is_open = rules.takes_codes(asked_at=chosen.phone_asked_at, wrong_codes=chosen.phone_wrong_codes, now=clock.now())
    is_right = is_open and constant_time_compare(code.strip(), phone_code(chosen))
    if is_right:
        chosen.phone_verified_at, chosen.phone_asked_at = clock.now(), None
    elif is_open:
        chosen.phone_wrong_codes += 1
    chosen.save(update_fields=["phone_verified_at", "phone_asked_at", "phone_wrong_codes"])
    return PhoneProven(organization_id=staff.organization_id, subject_id=chosen.id, is_right=is_right)


def phone_code(chosen: Preference) -> str:
    """The six digits that were sent, made from the asking itself, so that they are stored nowhere."""
    asked = f"{chosen.id}:{chosen.phone}:{chosen.phone_asked_at and chosen.phone_asked_at.isoformat()}"
    return f"{int(salted_hmac('daybridge.notifications.phone', asked, algorithm='sha256').hexdigest(), 16) % 10**6:06}"
