"""Giving somebody a piece of the library, taking it back, and keeping what a phone tells of it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import clock, rows
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Invalid
from daybridge.library.events import PieceAssigned, PieceOpened, PieceTakenBack
from daybridge.library.models import Assigned, Opened
from daybridge.library.pieces import shelf
from daybridge.library.rules import MOST_NOTE_CHARACTERS, Told
from daybridge.people import access
from daybridge.people.models import Participant


@action(allow=access.treats_participant_of)
def assign(actor: Actor, participant: Participant, *, code: str, note: str = "") -> PieceAssigned:
    """Give a participant an article or an exercise, with a line why; what they have already is not given twice.

    Raises Invalid for a piece that is not on the shelf or a note that is too long.
    """
    note = note.strip()
    if code not in shelf():
        raise Invalid(_("This is not in the library."), fields={"code": _("Choose one of the list.")})
    if len(note) > MOST_NOTE_CHARACTERS:
        words = _("Keep it to %(most)s characters.") % {"most": MOST_NOTE_CHARACTERS}
        raise Invalid(_("The note is too long."), fields={"note": words})
    Participant.objects.select_for_update(of=("self",)).get(id=participant.id)  # two clinicians may give it at once
    known = Assigned.objects.standing().filter(participant_id=participant.id, code=code).first()
    given = known or Assigned.objects.create(
        organization_id=participant.organization_id,
        participant_id=participant.id,
        code=code,
        note=note,
        assigned_at=clock.now(),
        assigned_by_id=actor.person_id if actor.is_staff else None,
    )
    return PieceAssigned(
        organization_id=given.organization_id,
        subject_id=given.id,
        participant_id=participant.id,
        code=code,
        repeated=known is not None,
    )


@action(allow=access.treats_participant_of)
def take_back(actor: Actor, assigned: Assigned) -> PieceTakenBack:
    """Take back what was given; what they said of it stays."""
    assigned = Assigned.objects.select_for_update(of=("self",)).get(id=assigned.id)
    repeated = assigned.taken_back_at is not None
    if not repeated:
        assigned.taken_back_at = clock.now()
        assigned.save(update_fields=["taken_back_at"])
    return PieceTakenBack(
        organization_id=assigned.organization_id,
        subject_id=assigned.id,
        participant_id=assigned.participant_id,
        code=assigned.code,
        repeated=repeated,
    )


@action(allow=access.is_participant_self)
def keep_opening(
    actor: Actor,
    participant: Participant,
    *,
    entry_id: UUID,
    visit_id: UUID,
    code: str,
    version: int,
    made_at: datetime,
    told: Told,
) -> PieceOpened:
    """Keep a line that the phone made of a visit, once, however often it is sent.

    A piece that has left the shelf since is kept by its code: the phone may have been offline for long.
    Raises Conflict (409) for an id that somebody else's line has.
    """
    made_at = min(made_at, clock.now())
    line = Opened(
        id=entry_id,
        organization_id=participant.organization_id,
        participant_id=participant.id,
        visit_id=visit_id,
        code=code,
        version=version,
        way=told.way,
        is_done=told.is_done,
        helped=told.helped or "",
        on_day=clock.day_of(made_at, participant.time_zone),
        made_at=made_at,
        saved_at=clock.now(),
    )
    known, repeated = rows.add_once(line)
    return PieceOpened(
        organization_id=known.organization_id,
        subject_id=known.id,
        participant_id=participant.id,
        visit_id=known.visit_id,
        code=known.code,
        way=known.way,
        is_done=known.is_done,
        helped=known.helped,
        saved_at=known.saved_at,
        repeated=repeated,
    )
