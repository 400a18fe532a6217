"""The only ways to look at a person: each look is permitted, and leaves its trace. And what a participant shares."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.core import audit, clock
from daybridge.core.actions import Subject, action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, Invalid, NotYours, TooMany
from daybridge.core.ids import new_id
from daybridge.people import access
from daybridge.people import queries as people
from daybridge.people.models import Participant, Supporter
from daybridge.privacy import queries, rules
from daybridge.privacy.access import is_shared_with
from daybridge.privacy.events import (
    ChartOpened,
    DocumentOpened,
    RecordExported,
    SharedPartOpened,
    SharingChosen,
    SharingEnded,
    SharingStoppedForThem,
)
from daybridge.privacy.models import Share
from daybridge.privacy.rules import Part, Purpose, StopReason, Until


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


def look_along(actor: Actor, participant_id: UUID, *, purpose: Purpose) -> Participant:
    """Whose a part of a page is that is open already, and is fetched anew when something changed. Raises NotYours.

    The look at the page stands in the audit; whoever fetches the part alone leaves a line of their own.
    """
    participant = people.participant(actor, participant_id)
    if not queries.has_looked_lately(actor, participant_id):
        look_at_chart(actor, participant, purpose=purpose)
    return participant


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


# --- What a participant shares themself ------------------------------------------------------------------------------


@action(allow=access.is_participant_self)
def share(actor: Actor, supporter: Supporter, *, parts: Collection[Part], until: date, has_read: bool) -> SharingChosen:
    """Let a supporter see these parts, and no others, until the end of a day.

    What was shared before and is not chosen again ends now. Raises Invalid without a part, for a day that is over or more
    than a year away, and unless the participant says that they have read that it can be passed on.
    """
    if supporter.removed_at:
        raise Conflict(_("You have removed this person. Add them again first."))
    _check_choice(supporter, parts, until, has_read)
    _end(supporter)
    zone = supporter.participant.time_zone
    for part in parts:
        Share.objects.create(
            organization_id=supporter.organization_id,
            participant_id=supporter.participant_id,
            supporter=supporter,
            part=part,
            since=clock.now(),
            runs_out_at=rules.runs_out_at(until, zone),
            wording=rules.WORDING,
        )
    return _chosen(supporter, parts, until=until, wording=rules.WORDING)


def _check_choice(supporter: Supporter, parts: Collection[Part], until: date, has_read: bool) -> None:
    fault = rules.fault_of(until, today=clock.today(supporter.participant.time_zone))
    wrong = {
        "parts": "" if parts else _("Choose at least one thing to share."),
        "until": {
            None: "",
            Until.PAST: _("This day is over. Choose today or a later day."),
            Until.TOO_FAR: _("Choose a day within a year. You can choose a later one then."),
        }[fault],
        "has_read": "" if has_read else _("Read this and tick it first."),
    }
    if any(wrong.values()):
        raise Invalid(_("Check what you chose."), fields={name: words for name, words in wrong.items() if words})


@action(allow=access.is_participant_self)
def stop_sharing(actor: Actor, supporter: Supporter) -> SharingChosen:
    """Let a supporter see nothing any more, from their next request on."""
    _end(supporter)
    return _chosen(supporter, ())


@action(allow=access.is_staff_treating_participant_of)
def stop_sharing_for_them(actor: Actor, supporter: Supporter, *, why: StopReason) -> SharingStoppedForThem:
    """Stop everything that a participant shares with somebody, because they asked and can't do it themself; they hear of it.

    Staff can stop and never begin.
    """
    _end(supporter)
    return SharingStoppedForThem(
        organization_id=supporter.organization_id,
        subject_id=supporter.id,
        participant_id=supporter.participant_id,
        stop_id=new_id(),
        why=why,
    )


def _end(supporter: Supporter) -> int:
    return Share.objects.filter(supporter=supporter, ended_at=None).update(ended_at=clock.now())


def _chosen(supporter: Supporter, parts: Collection[Part], **more: object) -> SharingChosen:
    return SharingChosen(
        organization_id=supporter.organization_id,
        subject_id=supporter.id,
        participant_id=supporter.participant_id,
        parts=tuple(str(part) for part in parts),
        **more,  # type: ignore[arg-type]
    )


@action(allow=access.nobody_but_the_system)
def end_sharing(actor: Actor, participant: Participant) -> SharingEnded:
    """End everything that a participant shares with anybody: their stay is over. What they share after it is a new choice."""
    ended = Share.objects.filter(participant=participant, ended_at=None).update(ended_at=clock.now())
    return SharingEnded(
        organization_id=participant.organization_id,
        subject_id=participant.id,
        participant_id=participant.id,
        count=ended,
    )


@action(allow=is_shared_with)
def look_at_shared(actor: Actor, share: Share) -> SharedPartOpened:
    """Write down that a supporter looked at a part; the participant reads it."""
    return SharedPartOpened(
        organization_id=share.organization_id,
        subject_id=share.id,
        participant_id=share.participant_id,
        supporter_id=share.supporter_id,
        part=share.part,
    )


def open_shared(actor: Actor, supporter_id: UUID, part: str) -> Share:
    """Let a supporter look at one part, and write the look down. Raises NotYours (404) for all that is not shared now."""
    seen = Share.objects.seen_by(actor).filter(supporter_id=supporter_id, part=part)
    found = seen.select_related("participant", "supporter").first()
    if found is None:
        audit.record_refusal(actor, "privacy.open_shared", supporter_id, None)
        raise NotYours()
    look_at_shared(actor, found)
    return found
