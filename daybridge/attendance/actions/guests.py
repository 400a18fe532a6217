"""Whether a guest of a family group came. It is no attendance: nobody's minutes come from it."""

from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import queries
from daybridge.attendance.access import leads
from daybridge.attendance.actions import settling
from daybridge.attendance.events import GuestNoted
from daybridge.attendance.models import GuestVisit
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict
from daybridge.programs.calendar.models import Occurrence
from daybridge.programs.families import queries as families


@action(allow=leads)
def note_guest(actor: Actor, occurrence: Occurrence, *, invitation_id: UUID, has_come: bool) -> GuestNoted:
    """Say whether somebody who was asked to a session as a guest came; the newest word holds, and the same word again adds nothing.

    Raises NotYours for whoever is not, or no longer, asked to it; Conflict (409) before it begins.
    """
    settling.locked(occurrence, [])
    invitation = families.invitation_to(occurrence, invitation_id)
    if not queries.running(occurrence).has_begun:
        raise Conflict(_("It has not begun yet."))
    told = GuestVisit.objects.filter(occurrence=occurrence, invitation=invitation).order_by("-said_at", "-id").first()
    repeated = told is not None and told.has_come == has_come
    if told is None or not repeated:
        told = GuestVisit.objects.create(
            organization_id=occurrence.organization_id, occurrence=occurrence, invitation=invitation,
            participant_id=invitation.participant_id, has_come=has_come, said_by_id=actor.who, said_at=clock.now(),
        )  # fmt: skip
    return GuestNoted(
        organization_id=occurrence.organization_id, subject_id=told.id, participant_id=invitation.participant_id,
        occurrence_id=occurrence.id, has_come=has_come, repeated=repeated, accounts=settling.accounts(occurrence),
    )  # fmt: skip
