"""Whom a family group's asking concerns; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.programs.events import ParticipantDischarged
from daybridge.programs.families.actions import end_asking
from daybridge.programs.families.events import SupporterAsked
from daybridge.programs.families.models import FamilyInvitation


def tell_who_is_asked_for(actor: Actor, event: SupporterAsked) -> None:
    """The team would like somebody of theirs to come: it is the participant's to say yes or no."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "family-asked")
    participant = people.participant(system, event.participant_id)
    link = f"/companion/sharing/{event.supporter_id}/"
    notify(system, participant, kind="family-asked", key=str(event.subject_id), link=link)


def end_family_invitations(actor: Actor, event: ParticipantDischarged) -> None:
    """A family group is of the program that the participant was in: nobody of theirs is invited to it after the stay."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "discharge")
    for invitation in FamilyInvitation.objects.filter(participant_id=event.participant_id, ended_at=None):
        end_asking(system, invitation)
