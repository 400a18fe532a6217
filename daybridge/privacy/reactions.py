"""What sharing does about things that happened elsewhere; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.core.events import Event
from daybridge.people import queries as people
from daybridge.privacy import actions


def end_what_is_shared(actor: Actor, event: Event) -> None:
    """A stay is over: what was shared for its time ends with it."""
    assert event.participant_id
    participant = people.known_participant(event.participant_id, event.organization_id)
    actions.end_sharing(Actor.system(event.organization_id, "discharge"), participant)
