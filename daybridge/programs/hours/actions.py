"""Taking the hours of a program out of the house."""

from datetime import date

from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.people import access
from daybridge.programs.hours.events import HoursExported
from daybridge.programs.models import Program


@action(allow=access.is_director)
def export_hours(actor: Actor, program: Program, *, monday: date) -> HoursExported:
    """Write down that a director takes a file of everybody's hours of a week."""
    return HoursExported(organization_id=program.organization_id, subject_id=program.id, monday=monday)
