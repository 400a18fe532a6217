"""What measures do about things that happened in rooms below; wired in `daybridge.reactions`."""

from collections.abc import Container
from uuid import UUID

from daybridge.core import clock
from daybridge.core.actors import Actor
from daybridge.measures import actions, queries, rules
from daybridge.measures.models import Assignment
from daybridge.programs import queries as programs
from daybridge.programs.events import ParticipantAdmitted, ParticipantDischarged
from daybridge.programs.models import Episode


def ask_what_is_due(actor: Actor, event: ParticipantAdmitted | ParticipantDischarged) -> None:
    """Admission and discharge have questionnaires of their own: asked at once, not at the next full hour."""
    ask_in(programs.episode(event.subject_id))


def withdraw_what_waits(actor: Actor, event: ParticipantAdmitted | ParticipantDischarged) -> None:
    """A stay ends: its open questionnaires end with it, and those of the discharge come. A new one begins: no follow-up of an earlier one goes on.

    What was answered stays; a questionnaire that somebody has begun can still be finished.
    """
    assert event.participant_id
    system = Actor.system(event.organization_id, "battery")
    waiting = Assignment.objects.filter(participant_id=event.participant_id).unanswered().filter(sheets=None)
    if isinstance(event, ParticipantAdmitted):
        waiting = waiting.exclude(episode_id=event.subject_id)
    for assignment in waiting:
        actions.withdraw(system, assignment)


def ask_in(episode: Episode, *, known: Container[tuple[UUID, str, str]] = ()) -> None:
    """Ask for everything that the battery has open today in an episode and `known` does not hold yet."""
    today, askable = clock.today(episode.participant.time_zone), actions.askable()
    due = [
        one
        for one in rules.open_on(rules.battery(), queries.stay_of(episode), today)
        if one.instrument in askable and (episode.id, one.instrument, one.occasion) not in known
    ]
    if due:
        actions.assign(Actor.system(episode.organization_id, "battery"), episode, due=due)
