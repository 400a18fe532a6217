"""The clock of sessions that nobody ended."""

from datetime import timedelta

from daybridge.attendance import actions, queries, rules
from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every

#: So far back it looks: a worker that was away for a fortnight still settles what was told.
_LOOKS_BACK = timedelta(days=14)


@every("*/5 * * * *", "attendance.settle_forgotten", priority=AFTER_TIMERS)
def settle_forgotten(actor: Actor) -> None:
    """End what was to end half an hour ago and settle what we called off; harmless when it runs twice."""
    now = clock.now()
    for one in queries.unsettled(since=now - _LOOKS_BACK, before=now - rules.ENDED_BY_CLOCK_AFTER):
        actions.settle_forgotten(actor, one)
