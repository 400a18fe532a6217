"""Whom a family group's asking concerns; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.programs.families.events import SupporterAsked


def tell_who_is_asked_for(actor: Actor, event: SupporterAsked) -> None:
    """The team would like somebody of theirs to come: it is the participant's to say yes or no."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "family-asked")
    participant = people.participant(system, event.participant_id)
    link = f"/companion/sharing/{event.supporter_id}/"
    notify(system, participant, kind="family-asked", key=str(event.subject_id), link=link)
