"""Telling participants of screens whose window opens soon."""

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.core.queue import AFTER_TIMERS, every
from daybridge.screens import actions, queries


@every("8,38 * * * *", "screens.announce", priority=AFTER_TIMERS)
def announce(actor: Actor) -> None:
    """A screen is told of in the hour before its window opens; each once."""
    for one in queries.to_announce(clock.now()):
        actions.announce_screen(actor, one)
