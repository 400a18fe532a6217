"""Each minute: what is due goes on the ledger, what waits goes out, what is over is closed. A lost job is made good a minute later."""

from datetime import datetime, timedelta
from uuid import UUID

from daybridge.core import clock, queue
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.notifications.reminders import actions, queries
from daybridge.notifications.reminders.sending import hand_over_all
from daybridge.people import queries as people

#: Behind the notices that may tell of an alert.
_LAST = AFTER_TIMERS - 10
#: So many jobs at once hand an organization's reminders over; a worker's other hands stay free for what can't wait.
_LANES = 2
_LOOK_AGAIN = timedelta(seconds=2)


@every("* * * * *", "notifications.remind", priority=AFTER_TIMERS)
def remind(actor: Actor) -> None:
    """The minute's sweep."""
    organization = people.organization_of(actor)
    actions.close_what_is_over(actor, organization)
    plan(actor)


@job("notifications.plan_reminders", priority=AFTER_TIMERS, retry=False)
def plan(actor: Actor) -> None:
    """Put what is due on the ledger and have it sent; another job takes the rest, so that the first are sent meanwhile."""
    planned = actions.plan_due(actor, people.organization_of(actor))
    if not planned.is_all:
        queue.defer("notifications.plan_reminders", actor.organization_id)
    if queries.is_any_to_send():
        for lane in range(_LANES):
            _have_sent(actor.organization_id, lane)


def _have_sent(organization_id: UUID, lane: int, *, at: datetime | None = None) -> None:
    once = f"{organization_id} {lane} {'later' if at else ''}"
    queue.defer_once("notifications.send_reminders", organization_id, once=once, at=at, lane=lane)


@job("notifications.send_reminders", priority=_LAST, retry=False)
def send(actor: Actor, *, lane: int = 0) -> None:
    """Hand the next batch over, and have the one after it handed over when this is written down.

    The rows stay locked until then; what another worker has is left to it, and so is a lane in which one is at work. That
    one may have found nothing just before something came, so the lane is looked into again soon.
    """
    if not queries.take_lane(actor.organization_id, lane):
        _have_sent(actor.organization_id, lane, at=clock.now() + _LOOK_AGAIN)
        return
    batch = queries.batch_to_send()
    if batch:
        handed = hand_over_all(batch)
        actions.note_handed_over(actor, people.organization_of(actor), handed=handed)
        _have_sent(actor.organization_id, lane)
