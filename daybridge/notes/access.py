"""Who may write, sign and read notes."""

from daybridge.attendance.access import leads
from daybridge.core.actors import Actor
from daybridge.notes.models import Draft, Note, OwnNote
from daybridge.people.access import is_director, treats_participant_of
from daybridge.people.models import Participant
from daybridge.people.rules import CARE


def is_clinician_of(actor: Actor, participant: Participant) -> bool:
    """Staff in care who treat them; the system writes no notes."""
    return actor.is_staff and actor.has_role(*CARE) and treats_participant_of(actor, participant)


def may_write(actor: Actor, draft: Draft) -> bool:
    """Of a session: who leads it. Of one person: who treats them and works in care."""
    if not actor.is_staff:
        return False
    if draft.participant is None:
        return draft.occurrence is not None and leads(actor, draft.occurrence)
    return is_clinician_of(actor, draft.participant)


def may_sign(actor: Actor, draft: Draft) -> bool:
    """Who may write a group's note; of one person's, whoever began it, or a director: nobody signs a colleague's words as their own."""
    if not may_write(actor, draft):
        return False
    return draft.participant is None or draft.begun_by_id == actor.who or is_director(actor, draft)


def may_add_to(actor: Actor, note: Note) -> bool:
    """Who wrote it, or who treats whom it is about."""
    return actor.is_staff and (note.signed_by_id == actor.who or is_clinician_of(actor, note.participant))


def may_cosign(actor: Actor, note: Note) -> bool:
    """Whoever was named for it, or a director; nobody beside themself."""
    if not actor.is_staff or note.signed_by_id == actor.who:
        return False
    return note.supervisor_id == actor.who or is_director(actor, note)


def is_its_writer(actor: Actor, own: OwnNote) -> bool:
    """Nobody else, a director and the system neither."""
    return actor.is_staff and own.written_by_id == actor.who
