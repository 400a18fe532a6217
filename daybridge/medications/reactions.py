"""What follows from what is told of medicines; wired in `daybridge.reactions`."""

from daybridge.core.actors import Actor
from daybridge.medications import queries
from daybridge.medications.events import DoseTold
from daybridge.notifications.reminders import actions as reminders
from daybridge.notifications.reminders import queries as reminded
from daybridge.notifications.reminders.rules import Purpose
from daybridge.people import queries as people


def close_medicine_reminders(actor: Actor, event: DoseTold) -> None:
    """Every dose of today that is due so far is told of: what reminded of it has done its work. Later doses are reminded of."""
    if event.participant_id and reminded.has_reminder_of(event.participant_id, Purpose.MEDICINES):
        person = people.known_participant(event.participant_id, event.organization_id)
        if not queries.waits_for_a_dose(person):
            system = Actor.system(event.organization_id, "done")
            reminders.close_open(system, person, purpose=Purpose.MEDICINES)
