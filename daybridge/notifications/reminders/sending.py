"""Handing many reminders over at once: the database is asked for all of them together, the network by several hands."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from time import monotonic
from uuid import UUID

from daybridge.core import clock
from daybridge.notifications import channels
from daybridge.notifications.channels import push
from daybridge.notifications.channels.letter import NotDelivered, letter_of
from daybridge.notifications.models import Delivery, PushSubscription
from daybridge.notifications.reminders import queries, rules
from daybridge.notifications.reminders.queries import Wish
from daybridge.notifications.rules import Channel

#: What is not begun by then waits for the next batch: the rows are locked meanwhile.
_PATIENCE_SECONDS = 10.0
_HANDS = 6


class Result(StrEnum):
    """`untried`: there was no time for it."""

    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LATER = "later"
    UNTRIED = "untried"


@dataclass(frozen=True)
class Handed:
    """What became of one delivery."""

    delivery: Delivery
    result: Result
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    later_at: datetime | None = None
    error: str = ""
    gone: Sequence[PushSubscription] = field(default=())


@cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_HANDS, thread_name_prefix="reminders")


def hand_over_all(batch: Sequence[Delivery]) -> list[Handed]:
    """Hand each of these deliveries to its channel, unless it is not wanted any more or not at this hour."""
    seen = queries.seen_among(one.notice_id for one in batch if one.instead_of)
    people = {one.notice.participant_id for one in batch if one.notice.participant_id}
    wishes, usual = queries.wishes_of_many(people), queries.wish(None)
    judged = [_judge(one, wishes.get(one.notice.person.id, usual), is_seen=one.notice_id in seen) for one in batch]
    to_send = [one.delivery for one in judged if one.result is Result.SENT]
    by_push = {one.notice.account_id for one in to_send if one.channel == Channel.PUSH and one.notice.account_id}
    devices = queries.devices_of_many(by_push)
    until = monotonic() + _PATIENCE_SECONDS
    waited_for = [_hands().submit(copy_context().run, _hand_over, one, devices, until) for one in to_send]
    return [one for one in judged if one.result is not Result.SENT] + [one.result() for one in waited_for]


def _judge(one: Delivery, told: Wish, *, is_seen: bool) -> Handed:
    notice = one.notice
    assert notice.ends_at and notice.participant and notice.reminder
    is_wanted = (
        not notice.outcome
        and notice.round == one.round
        and not is_seen
        and (one.channel == Channel.IN_APP or one.channel in told.all)
    )
    heard = clock.now() if is_wanted and notice.ends_at > clock.now() else None
    if heard and one.channel != Channel.IN_APP:
        heard = rules.heard_at(
            heard,
            zone=notice.participant.time_zone,
            quiet=told.quiet,
            ends_at=notice.ends_at,
            even_when_quiet=notice.reminder.version.even_when_quiet,
        )
    if heard is None:
        return Handed(one, Result.CANCELLED)
    return Handed(one, Result.SENT) if heard <= clock.now() else Handed(one, Result.LATER, later_at=heard)


def _hand_over(one: Delivery, devices: Mapping[UUID, Sequence[PushSubscription]], until: float) -> Handed:
    """In a thread of its own, which may not ask the database."""
    if monotonic() > until:
        return Handed(one, Result.UNTRIED)
    letter, sent_at = letter_of(one), clock.now()
    gone: Sequence[PushSubscription] = ()
    try:
        if one.channel == Channel.PUSH:
            gone = push.deliver(devices.get(one.notice.account_id, ()) if one.notice.account_id else (), letter)
        else:
            channels.hand_over(letter, Channel(one.channel))
    except NotDelivered as trouble:
        return Handed(one, Result.FAILED, error=trouble.code, gone=trouble.gone)
    accepted_at = None if one.channel == Channel.IN_APP else clock.now()
    return Handed(one, Result.SENT, sent_at=sent_at, accepted_at=accepted_at, gone=gone)
