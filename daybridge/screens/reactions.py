"""Whom a drug screen tells, and what becomes of it when a stay ends; wired in `daybridge.reactions`."""

from django.utils.translation import gettext as _

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.programs.events import ParticipantDischarged
from daybridge.screens import actions, queries
from daybridge.screens.events import ScreenAnnounced
from daybridge.screens.rules import State


def tell_of_screen(actor: Actor, event: ScreenAnnounced) -> None:
    """A note waits: what about stands on the page, never on a locked phone."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "screen")
    person = people.participant(system, event.participant_id)
    notify(system, person, kind="answer", key=f"screen {event.subject_id}", link="/companion/screens/")


def take_back_what_was_ahead(actor: Actor, event: ParticipantDischarged) -> None:
    """A stay is over: nobody is called to a drug screen of a later day."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "discharge")
    person = people.known_participant(event.participant_id, event.organization_id)
    for screen in queries.ahead_after(person, event.ended_on):
        actions.mark_screen(system, screen, state=State.WITHDRAWN, words=_("Their stay has ended."))
