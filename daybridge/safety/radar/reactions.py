"""What the radar does about things that happened; wired in `daybridge.reactions`, always after what raises alerts."""

from daybridge.checkins.events import CheckInSaved
from daybridge.core.actors import Actor
from daybridge.people import queries as people
from daybridge.programs.events import ParticipantDischarged
from daybridge.safety.radar import actions, queries


def read_again(actor: Actor, event: CheckInSaved) -> None:
    """Read someone anew who has just told something."""
    system = Actor.system(event.organization_id, "setback radar")
    for reading in queries.readings(queries.stays([event.about])):
        actions.keep_findings(system, people.known_participant(event.about, event.organization_id), reading=reading)


def end_findings(actor: Actor, event: ParticipantDischarged) -> None:
    """What stood about someone ends with their stay."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "setback radar")
    actions.end_findings(system, people.known_participant(event.participant_id, event.organization_id))
