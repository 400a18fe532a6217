"""The battery, each participant by their own calendar."""

from daybridge.core.actors import Actor
from daybridge.core.queue import every
from daybridge.measures import reactions
from daybridge.programs import queries as programs

#: The last occasion of a battery lies this many days after discharge, with the days it stays open.
_AFTER_DISCHARGE = 120


@every("3 * * * *", "measures.ask")
def ask(actor: Actor) -> None:
    """Ask for what has become due since the last hour; what was asked is not asked again."""
    for episode in programs.episodes_since(_AFTER_DISCHARGE):
        reactions.ask_in(episode)
