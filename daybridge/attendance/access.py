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
    added = dict(Facilitator.objects.filter(occurrence_id=occurrence.id, staff_id=actor.who).values_list("until", "id"))
    if None in added:
        return True
    return occurrence.led_by.id == actor.who and not added  # whoever handed it over leads it no longer
