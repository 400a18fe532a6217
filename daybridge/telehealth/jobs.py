"""Connections whose browser, or whose web process, went away without a word."""

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every
from daybridge.telehealth import queries
from daybridge.telehealth.actions import end_connection


@every("* * * * *", "telehealth.end_silent", priority=AFTER_TIMERS)
def end_silent(actor: Actor) -> None:
    """End what nobody has heard for too long at the moment when it was last heard; harmless when it runs twice."""
    for one in queries.silent(clock.now()):
        end_connection(queries.acting(one.guest), one, at=one.heard_at)
