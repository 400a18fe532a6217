"""What reminders do about things that happened in other rooms; wired in `daybridge.reactions`."""

from datetime import date
from typing import Protocol
from uuid import UUID

from daybridge.core.actors import Actor
from daybridge.core.events import Event
from daybridge.notifications.reminders import actions, queries
from daybridge.notifications.reminders.rules import Purpose
from daybridge.people import queries as people
from daybridge.people.events import TimeZoneChanged


class OfADay(Protocol):
    """Something that a participant did about one local day, in a room above this one."""

    @property
    def organization_id(self) -> UUID: ...
    @property
    def participant_id(self) -> UUID | None: ...
    @property
    def on_day(self) -> date: ...


def close_check_in_reminders(actor: Actor, event: OfADay) -> None:
    """A check-in is made: that day's reminder of it has done its work, or is not needed any more."""
    close_reminders(event, Purpose.CHECK_IN)


def close_diary_reminders(actor: Actor, event: OfADay) -> None:
    """The diary has something about that day: its reminder has done its work. Other worksheets have no reminder of their own."""
    if getattr(event, "worksheet", "") == "diary":
        close_reminders(event, Purpose.DIARY)


def close_reminders(event: OfADay, purpose: Purpose) -> None:
    """For whoever has a reminder for this purpose. Most have none, and every check-in comes by here: one plain look first."""
    if event.participant_id and queries.has_reminder_of(event.participant_id, purpose):
        person = people.known_participant(event.participant_id, event.organization_id)
        system = Actor.system(event.organization_id, "done")
        actions.close_answered(system, person, purpose=purpose, on_day=event.on_day)


def end_with_stay(actor: Actor, event: Event) -> None:
    """Whoever is discharged is not reminded of check-ins and of a diary that are closed."""
    assert event.participant_id
    person = people.known_participant(event.participant_id, event.organization_id)
    actions.end_with_stay(Actor.system(event.organization_id, "discharge"), person)


def follow_clock(actor: Actor, event: TimeZoneChanged) -> None:
    """Whoever moves is reminded by the clock of where they are."""
    assert event.participant_id
    person = people.known_participant(event.participant_id, event.organization_id)
    actions.follow_clock(Actor.system(event.organization_id, "moved"), person)
