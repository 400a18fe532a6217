"""Who may say how a session went."""

from daybridge.attendance.models import Facilitator
from daybridge.core.actors import Actor
from daybridge.people.access import is_director
from daybridge.programs.calendar.models import Occurrence


def leads(actor: Actor, occurrence: Occurrence) -> bool:
    """Whoever the calendar names for it, whoever leads it beside them or took it over, or a director."""
    if is_director(actor, occurrence):
        return True
    if not actor.is_staff:
        return False
    return occurrence.led_by.id == actor.who or led_by_now(actor, occurrence)


def led_by_now(actor: Actor, occurrence: Occurrence) -> bool:
    """Whether somebody was added to lead a session, and still does."""
    return Facilitator.objects.filter(occurrence_id=occurrence.id, staff_id=actor.who, until=None).exists()
