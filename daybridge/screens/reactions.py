"""Whom a drug screen tells; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.screens.events import ScreenAnnounced


def tell_of_screen(actor: Actor, event: ScreenAnnounced) -> None:
    """A note waits: what about stands on the page, never on a locked phone."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "screen")
    person = people.participant(system, event.participant_id)
    notify(system, person, kind="answer", key=f"screen {event.subject_id}", link="/companion/screens/")
