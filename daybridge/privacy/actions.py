"""The only ways to look at a person: each look is permitted, and leaves its trace."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import audit
from daybridge.core.actions import Subject, action
from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours, TooMany
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.privacy import queries, rules
from daybridge.privacy.events import ChartOpened, DocumentOpened, RecordExported
from daybridge.privacy.rules import Purpose


@dataclass(frozen=True)
class Chart:
    """A participant whose record the actor has been let look at, and why."""

    participant: Participant
    purpose: Purpose


def open_chart(actor: Actor, participant_id: UUID, *, purpose: Purpose) -> Chart:
    """Let the actor look at a participant's record and write the look down. Raises NotYours (404) otherwise."""
    try:
        participant = people.participant(actor, participant_id)
    except NotYours:
        audit.record_refusal(actor, "privacy.open_chart", participant_id, participant_id)
        raise
    look_at_chart(actor, participant, purpose=purpose)
    return Chart(participant, purpose)


@action(allow=access.treats_or_is_participant_self)
def look_at_chart(actor: Actor, participant: Participant, *, purpose: Purpose) -> ChartOpened:
    """Write down a look at a participant's chart."""
    return ChartOpened(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        purpose=purpose,
    )


class Document(Subject, Protocol):
    """Anything that can be opened and is about someone; its room has decided who may."""

    @property
    def id(self) -> UUID: ...


def _room_has_decided(actor: Actor, document: Document) -> bool:
    return actor.is_staff or actor.is_system


@action(allow=_room_has_decided)
def note_document_opened(
    actor: Actor, document: Document, *, participant_id: UUID | None, purpose: Purpose
) -> DocumentOpened:
    """Write down that a document about someone was opened."""
    return DocumentOpened(
        organization_id=document.organization_id,
        subject_id=document.id,
        participant_id=participant_id,
        purpose=purpose,
    )


@action(allow=access.is_participant_self)
def export_record(actor: Actor, participant: Participant, *, shape: str) -> RecordExported:
    """Take one's own record out, as a page to read or as a file; written down before its first line.

    Raises TooMany for somebody who did it again and again in the last hour.
    """
    if not rules.may_export_again(queries.exports_since(participant.id, hours=rules.EXPORT_HOURS)):
        raise TooMany(_("You took your record out many times in the last hour. Please wait an hour. Nothing is lost."))
    return RecordExported(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        shape=shape,
    )
