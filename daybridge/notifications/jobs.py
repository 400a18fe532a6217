"""Sending: each delivery by its own job, and a sweep for those whose job was lost."""

from uuid import UUID

from daybridge.core import clock, queue
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.notifications import actions, channels, queries, rules
from daybridge.notifications.channels import sms
from daybridge.notifications.channels.letter import NotDelivered, letter_of
from daybridge.notifications.models import Delivery
from daybridge.notifications.reminders import jobs as reminder_jobs  # noqa: F401 - the worker finds a room's jobs in this file
from daybridge.notifications.rules import Channel


@job("notifications.send", priority=AFTER_TIMERS)
@job("notifications.send_late", priority=AFTER_TIMERS, retry=False)
def send(actor: Actor, *, delivery_id: str) -> None:
    """Send one delivery, once: its row stays locked until it says so, and whoever finds it locked leaves it alone."""
    delivery = queries.to_send(UUID(delivery_id))
    if delivery is None:
        return
    try:
        _hand_over(delivery)
    except NotDelivered as trouble:
        actions.mark_failed(actor, delivery, error=trouble.code)
    else:
        actions.mark_sent(actor, delivery)


def _hand_over(delivery: Delivery) -> None:
    channel = Channel(delivery.channel)
    if rules.is_too_late(channel, planned_for=delivery.planned_for, now=clock.now()):
        raise NotDelivered("too-late")
    channels.hand_over(letter_of(delivery), channel)


@job("notifications.send_code", priority=AFTER_TIMERS)
def send_code(actor: Actor, *, preference_id: str) -> None:
    """Send the code that proves a phone; not when it was typed already or nobody waits for it any more."""
    chosen = queries.awaiting_code(UUID(preference_id))
    if chosen is None:
        return
    try:
        sms.text(chosen.phone, f"Daybridge: {actions.phone_code(chosen)}")
    except NotDelivered as trouble:
        if trouble.code not in rules.FINAL:
            raise  # the queue tries again


@every("* * * * *", "notifications.send_lost", priority=AFTER_TIMERS)
def send_lost(actor: Actor) -> None:
    """Have sent what still waits although its hour is over. Perhaps it only stands in line: it is asked for once more, not oftener."""
    for delivery_id in map(str, queries.lost_deliveries()):
        queue.defer_once("notifications.send_late", actor.organization_id, once=delivery_id, delivery_id=delivery_id)
