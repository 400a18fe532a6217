"""What the calendar does about things that happened elsewhere; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.programs.calendar import actions
from daybridge.programs.events import ParticipantDischarged


def free_their_seats(actor: Actor, event: ParticipantDischarged) -> None:
    """A stay is over: the seats are somebody else's from the next day on."""
    assert event.participant_id
    participant = people.known_participant(event.participant_id, event.organization_id)
    system = Actor.system(event.organization_id, "discharge")
    actions.leave_all_seats(system, participant, last_on=event.ended_on)
