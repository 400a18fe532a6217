"""Setting what somebody's week must hold."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs import on_file
from daybridge.programs import queries as programs
from daybridge.programs.models import Track
from daybridge.programs.needs import queries, rules
from daybridge.programs.needs.events import NeedsWritten
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.rules import Needs
from daybridge.programs.needs.sentences import fault_in_words


@action(allow=access.treats_participant_of)
def set_needs(actor: Actor, participant: Participant, *, needs: Needs, why: str, based_on: int) -> NeedsWritten:
    """Set what somebody's week must hold, whole, with the reason.

    `based_on` is the number of what was read, 0 for nothing yet. Raises Conflict (409) when there is a newer one, Invalid (422)
    with a sentence for each part that can't be.
    """
    found = rules.faults_in(needs, kinds=on_file.kinds())
    faults = {name: fault_in_words(name, code) for name, code in found.items()}
    if not why.strip():
        faults["why"] = _("Say why, for whoever reads it later.")
    if needs.track_id and not _is_track_of_theirs(participant, needs.track_id):
        faults["track_id"] = _("This track is not one of their program.")
    if faults:
        raise Invalid(_("Part of this can't be."), fields=faults)
    newest = queries.newest(participant.id)
    if (newest.number if newest else 0) != based_on:
        raise _newer()
    made = NeedsSet(
        organization_id=participant.organization_id, participant=participant, number=based_on + 1,
        needs=needs.to_json(), why=why.strip()[:400], set_by_id=actor.who if actor.is_staff else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # a colleague's at the same moment
        raise _newer() from error
    return NeedsWritten(
        organization_id=participant.organization_id, subject_id=made.id, participant_id=participant.id,
        number=made.number, accounts=people.accounts_around(participant.id),
    )  # fmt: skip


def _is_track_of_theirs(participant: Participant, track_id: UUID) -> bool:
    episode = programs.current_episode(participant.id)
    found = Track.objects.filter(id=track_id, is_open=True)
    return episode is not None and found.filter(program_id=episode.program_id).exists()


def _newer() -> Conflict:
    return Conflict(_("Somebody changed this since you opened the page. Read it again, then change it."))
