"""Looking at the ledger: what a person was told, what waits to be sent, what became of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.notifications import rules
from daybridge.notifications.models import Delivery, Notice, OfOnePerson, Preference, PushSubscription, whose
from daybridge.notifications.rules import Audience, Channel, QuietHours, State
from daybridge.people.models import Account, Organization, Participant, Staff

#: A delivery that still waits so long after its hour has lost its job.
LOST_AFTER = timedelta(minutes=2)
_MOST_AT_ONCE = 200

# --- How to reach someone --------------------------------------------------------------------------------------------


def preference_of(owner: Staff | Participant | OfOnePerson) -> Preference | None:
    """What a person has chosen; None when nothing."""
    return Preference.objects.filter(**owner.whose if isinstance(owner, OfOnePerson) else whose(owner)).first()


def channels_of(notice: Notice, *, asked: Iterable[str] | None = None) -> tuple[Channel, ...]:
    """The channels a notice is to go by."""
    kind, chosen = rules.KINDS[notice.kind], _channels_chosen(notice)
    return rules.channels_for(notice.audience, kind, asked=asked, chosen=chosen)


def next_channel(notice: Notice) -> Channel | None:
    """The channel to try after one has failed; None when none is left."""
    tried = list(Delivery.objects.filter(notice=notice).values_list("channel", flat=True))
    kind, chosen = rules.KINDS[notice.kind], _channels_chosen(notice)
    return rules.next_channel(tried=tried, allowed=rules.allowed_channels(notice.audience, kind, chosen=chosen))


def _channels_chosen(notice: Notice) -> Mapping[str, Collection[str]]:
    chosen = preference_of(notice)
    return chosen.channels if chosen else {}


def send_at(notice: Notice, moment: datetime, channel: Channel) -> datetime:
    """When a notice meant for `moment` goes by this channel, by the person's own clock and quiet hours."""
    return rules.send_at(
        moment,
        zone=zone_of(notice.person),
        quiet=quiet_hours_of(preference_of(notice), notice.audience),
        kind=rules.KINDS[notice.kind],
        channel=channel,
    )


def zone_of(person: Staff | Participant) -> str:
    """The zone someone lives in; of staff, the site's."""
    if isinstance(person, Participant):
        return person.time_zone
    return Organization.objects.values_list("time_zone", flat=True).get(id=person.organization_id)


def quiet_hours_of(preference: Preference | None, audience: Audience) -> QuietHours | None:
    """When someone is not to be woken; None when always."""
    usual = rules.USUAL_QUIET[audience]
    if preference is None:
        return usual
    if not preference.has_quiet_hours:
        return None
    return QuietHours(preference.quiet_since or usual.since, preference.quiet_until or usual.until)


def is_quiet(person: Staff | Participant) -> bool:
    """Whether someone is not to be woken at this moment."""
    audience = rules.audience_of(is_staff=isinstance(person, Staff))
    quiet = quiet_hours_of(preference_of(person), audience)
    return quiet is not None and quiet.covers(clock.now().astimezone(ZoneInfo(zone_of(person))).time())


def devices_of(account_id: UUID) -> QuerySet[PushSubscription]:
    """The devices that show someone's notices."""
    return PushSubscription.objects.filter(account_id=account_id, removed_at=None).order_by("added_at", "id")


def phone_of(person: Staff | Participant) -> str:
    """Where text messages go: a participant's own number, or the one that staff have proven to be theirs."""
    if isinstance(person, Participant):
        return person.phone
    chosen = preference_of(person)
    return chosen.phone if chosen and chosen.phone_verified_at else ""


def email_of(person: Staff | Participant) -> str:
    """Where mails go: what they sign in with, else the address in their record."""
    return person.account.email if person.account else person.email


# --- What waits ------------------------------------------------------------------------------------------------------


def to_send(delivery_id: UUID) -> Delivery | None:
    """A delivery whose hour has come, locked until this transaction ends; None when it is sent or is being sent."""
    found = Delivery.objects.select_for_update(of=("self",), skip_locked=True)
    waiting = found.filter(id=delivery_id, state=State.PLANNED, planned_for__lte=clock.now())
    return waiting.select_related("notice__staff__account", "notice__participant__account").first()


def lost_deliveries() -> list[UUID]:
    """What should have been sent a while ago; a person's own reminders have a sweep of their own."""
    late = Delivery.objects.filter(state=State.PLANNED, planned_for__lt=clock.now() - LOST_AFTER, notice__reminder=None)
    return list(late.order_by("planned_for").values_list("id", flat=True)[:_MOST_AT_ONCE])


def awaiting_code(preference_id: UUID) -> Preference | None:
    """Who waits for a code on their phone."""
    chosen = Preference.objects.filter(id=preference_id).first()
    waits = chosen and rules.takes_codes(
        asked_at=chosen.phone_asked_at, wrong_codes=chosen.phone_wrong_codes, now=clock.now()
    )
    return chosen if waits else None


# --- The ledger ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownNotice:
    """A notice as a person's own list shows it."""

    id: UUID
    kind: str
    words: str
    link: str
    at: datetime
    is_opened: bool


def notices_of(account: Account | Actor, *, language: str = "en", most: int = 50) -> list[ShownNotice]:
    """What a person was told in the app, newest first."""
    told = (
        Delivery.objects.filter(notice__account_id=_account(account), channel=Channel.IN_APP, sent_at__isnull=False)
        .select_related("notice")
        .order_by("-planned_for")[:most]
    )
    return [
        ShownNotice(
            one.notice_id,
            one.notice.kind,
            rules.words(rules.KINDS[one.notice.kind], language),
            one.notice.link,
            one.planned_for,
            one.opened_at is not None,
        )
        for one in told
    ]


@dataclass(frozen=True)
class Receipt:
    """What became of a notice by one channel."""

    channel: str
    state: str
    instead_of: str
    tries: int
    error: str
    planned_for: datetime
    sent_at: datetime | None
    failed_at: datetime | None
    shown_at: datetime | None
    opened_at: datetime | None


def receipts(key: str, *, kind: str = "") -> list[Receipt]:
    """What became of every notice with this key (of this kind), in the order of sending."""
    found = Delivery.objects.filter(notice__key=key)
    found = found.filter(notice__kind=kind) if kind else found
    return [_receipt(one) for one in found.order_by(Coalesce("sent_at", "planned_for"), "id")]


def receipt(key: str, *, kind: str = "") -> Receipt | None:
    """The first delivery of this key (of this kind) that was sent; None when none was yet."""
    return next((one for one in receipts(key, kind=kind) if one.sent_at), None)


def _receipt(one: Delivery) -> Receipt:
    return Receipt(
        one.channel, one.state, one.instead_of, one.tries, one.error, one.planned_for, one.sent_at, one.failed_at,
        one.shown_at, one.opened_at,
    )  # fmt: skip


def own_notice(actor: Actor, notice_id: UUID) -> Notice:
    """One of a person's own notices. Raises NotYours."""
    return _found(Notice.objects.filter(id=notice_id, account_id=_account(actor)).first())


def notice(notice_id: UUID) -> Notice:
    """A notice that carries its own key. Raises NotYours when it is gone."""
    return _found(Notice.objects.filter(id=notice_id).first())


def own_devices(actor: Actor) -> QuerySet[PushSubscription]:
    """The devices that show the actor's notices."""
    return devices_of(_account(actor))


def own_device(actor: Actor, device_id: str) -> PushSubscription:
    """One of a person's own devices, by an id that they sent. Raises NotYours."""
    own = {str(device.id): device for device in devices_of(_account(actor))}
    return _found(own.get(device_id))


def _account(owner: Account | Actor) -> UUID:
    found = owner.account_id if isinstance(owner, Actor) else owner.id
    if found is None:
        raise NotYours()
    return found


R = TypeVar("R", Notice, PushSubscription)


def _found(row: R | None) -> R:
    if row is None:
        raise NotYours()
    return row
