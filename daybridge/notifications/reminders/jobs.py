"""Each minute: what is due goes on the ledger, what waits goes out, what is over is closed. A lost job is made good a minute later."""

from math import ceil
from uuid import UUID

from daybridge.core import queue
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every, job
from daybridge.notifications.reminders import actions, queries
from daybridge.notifications.reminders.sending import hand_over_all
from daybridge.people import queries as people

#: Behind the notices that may tell of an alert.
_LAST = AFTER_TIMERS - 10
#: So many workers at once may hand reminders over; the others stay free for what can't wait.
_LANES = 2
_MOST_JOBS = 200


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
    have_sent(actor.organization_id)


def have_sent(organization_id: UUID) -> None:
    """Have what waits handed over by as many jobs as it takes, a few at a time."""
    jobs = min(_MOST_JOBS, ceil(queries.deliveries_due() / queries.SENT_AT_ONCE))
    for number in range(jobs):
        lane = f"reminders {number % _LANES}"
        queue.defer_once("notifications.send_reminders", organization_id, once=f"{organization_id} {number}", lane=lane)


@job("notifications.send_reminders", priority=_LAST, retry=False)
def send(actor: Actor) -> None:
    """Hand the next batch over. Its rows stay locked until it is written down; what another worker has is left to it."""
    batch = queries.batch_to_send()
    if batch:
        handed = hand_over_all(batch)
        actions.note_handed_over(actor, people.organization_of(actor), handed=handed)
