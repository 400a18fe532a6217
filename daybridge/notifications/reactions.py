"""Whom notices tell of things that happened elsewhere; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.people.events import InvitationAccepted
from daybridge.privacy.events import SharingStoppedForThem


def tell_of_supporter(actor: Actor, event: InvitationAccepted) -> None:
    """Somebody sees something of a participant's from now on: the participant hears of it, whoever made the link."""
    if event.supporter_id and event.participant_id:
        system = Actor.system(event.organization_id, "supporter-joined")
        participant = people.participant(system, event.participant_id)
        link = f"/companion/sharing/{event.supporter_id}/"
        notify(system, participant, kind="supporter-joined", key=str(event.subject_id), link=link)


def tell_of_stopped_sharing(actor: Actor, event: SharingStoppedForThem) -> None:
    """Staff stopped something that is the participant's own: they hear of it, in case nobody asked for it."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "sharing-stopped")
    participant = people.participant(system, event.participant_id)
    notify(system, participant, kind="sharing-stopped", key=str(event.stop_id), link="/companion/sharing/")
