"""What the radar does about things that happened; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.programs.events import ParticipantDischarged
from daybridge.safety.radar import actions


def end_findings(actor: Actor, event: ParticipantDischarged) -> None:
    """What stood about someone ends with their stay."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "setback radar")
    actions.end_findings(system, people.known_participant(event.participant_id, event.organization_id))
