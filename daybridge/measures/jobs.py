"""The battery, each participant by their own calendar."""

from daybridge.core.actors import Actor
from daybridge.core.queue import every
from daybridge.measures import queries, reactions
from daybridge.programs import queries as programs

#: The last occasion of a battery lies this many days after discharge, with the days it stays open.
_AFTER_DISCHARGE = 120


@every("3 * * * *", "measures.ask")
def ask(actor: Actor) -> None:
    """Ask for what has become due since the last hour; what was asked is not asked again."""
    episodes = list(programs.episodes_since(_AFTER_DISCHARGE))
    known = queries.asked_in([episode.id for episode in episodes])
    for episode in episodes:
        reactions.ask_in(episode, known=known)
