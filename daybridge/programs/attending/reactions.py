"""What follows from what was said about coming; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.notifications.actions import notify
from daybridge.people import queries as people
from daybridge.people.events import SignInChanged
from daybridge.programs.attending import actions, queries
from daybridge.programs.attending.events import ChangeAnswered


def tell_of_change(actor: Actor, event: ChangeAnswered) -> None:
    """Their team answered: they need not look again and again to find that out."""
    assert event.participant_id
    system = Actor.system(event.organization_id, "answer")
    person = people.participant(system, event.participant_id)
    key = f"{event.subject_id} {event.saved_at:%Y-%m-%dT%H:%M}"
    notify(system, person, kind="answer", key=key, link="/companion/week/")


def end_calendar_of_old_password(actor: Actor, event: SignInChanged) -> None:
    """Whoever changes their password shuts somebody out; an address made while that one was in must not go on telling them."""
    link = queries.living_link_of_account(event.subject_id) if event.is_new_password else None
    if link:
        actions.end_calendar_link(Actor.system(event.organization_id, "new password"), link)
