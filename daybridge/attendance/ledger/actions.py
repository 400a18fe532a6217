"""Taking minutes out of the house."""

from datetime import date

from daybridge.attendance.ledger.events import LedgerExported, MinutesExported
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.people import access
from daybridge.people.models import Participant
from daybridge.programs.models import Program


@action(allow=access.treats_participant_of)
def export_ledger(actor: Actor, participant: Participant, *, first: date, last: date) -> LedgerExported:
    """Write down that somebody takes a file of one person's sessions and minutes, from a day until another."""
    return LedgerExported(
        organization_id=participant.organization_id, subject_id=participant.id, participant_id=participant.id,
        first_on=first, last_on=last,
    )  # fmt: skip


@action(allow=access.is_director)
def export_minutes(actor: Actor, program: Program, *, monday: date) -> MinutesExported:
    """Write down that a director takes a file of everybody's minutes of a week."""
    return MinutesExported(organization_id=program.organization_id, subject_id=program.id, monday=monday)
