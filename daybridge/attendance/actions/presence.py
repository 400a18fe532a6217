"""Who came and went, as each source tells it; excuses; and what somebody says beforehand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from daybridge.attendance import rules
from daybridge.attendance.access import leads
from daybridge.attendance.actions import settling
from daybridge.attendance.events import (
    ComingPromised,
    EverybodyMarked,
    ParticipantExcused,
    PresenceCorrected,
    PresenceMarked,
)
from daybridge.attendance.models import Attendance, Correction, Excuse, MarkWithdrawn, PresenceMark, Promise
from daybridge.attendance.rules import FROM_AFAR, Fault, Source, State, Way
from daybridge.attendance.sentences import fault_in_words
from daybridge.core import clock
from daybridge.core.actions import action
from daybridge.core.actors import Actor
from daybridge.core.errors import Conflict, IdTaken, Invalid
from daybridge.core.ids import new_id
from daybridge.people.access import is_participant_self
from daybridge.people.models import Participant
from daybridge.programs.calendar.models import Booking, Occurrence
from daybridge.programs.calendar.rules import State as Planned


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """As a source tells it: who makes the id tells it as often as it likes. `location`, `call_back`: of who comes from elsewhere."""

    way: Way
    source: Source
    at: datetime
    id: UUID = field(default_factory=new_id)
    stream: str = ""
    location: str = ""
    call_back: str = ""


@action(allow=leads)
def mark_presence(actor: Actor, occurrence: Occurrence, *, participant: Participant, told: Arrival) -> PresenceMarked:
    """Somebody who leads a session says that a participant came or left: by a tap, or for who is on the telephone.

    Also for who was not expected: they came. Raises Invalid (422) for a moment that can't be, Conflict (409) for a session that does
    not take place.
    """
    return _mark(actor, occurrence, participant, told)


@action(allow=is_participant_self)
def tell_presence(actor: Actor, participant: Participant, *, occurrence: Occurrence, told: Arrival) -> PresenceMarked:
    """A participant comes or leaves: at the door's code, or by joining from elsewhere. Only for a session they are expected at.

    Raises Invalid (422) without a place and number from elsewhere, Conflict (409) when it is not their session.
    """
    if not Booking.objects.standing().filter(occurrence=occurrence, participant=participant).exists():
        raise Conflict(_("You are not expected at this session. Ask your facilitator to let you in."))
    return _mark(actor, occurrence, participant, told)


@action(allow=leads)
def mark_everybody(
    actor: Actor, occurrence: Occurrence, *, participants: Collection[Participant], at: datetime | None = None
) -> EverybodyMarked:
    """Whoever leads it says that all of these are here now, or came at a moment before.

    Raises Conflict (409) for a session that does not take place, Invalid (422) for a moment that can't be.
    """
    coming = [one.id for one in participants]
    held = settling.locked(occurrence, coming)
    if occurrence.state != Planned.PLANNED:
        raise Conflict(_("This session does not take place."))
    told = Arrival(way=Way.IN, source=Source.STAFF, at=at or clock.now())
    _refuse(_faults(occurrence, told, ended_at=held.ended_at))
    PresenceMark.objects.bulk_create([
        PresenceMark(
            organization_id=occurrence.organization_id, occurrence=occurrence, participant=one, way=told.way,
            source=told.source, at=told.at, told_by_id=actor.who,
        )
        for one in participants
    ])  # fmt: skip
    settling.settle(occurrence, coming)
    return EverybodyMarked(
        organization_id=occurrence.organization_id, subject_id=occurrence.id, occurrence_id=occurrence.id, at=told.at,
        people=tuple(coming), repeated=not participants,
        accounts=settling.accounts(occurrence, participants),
    )  # fmt: skip


def _mark(actor: Actor, occurrence: Occurrence, participant: Participant, told: Arrival) -> PresenceMarked:
    held = settling.locked(occurrence, [participant.id])
    known = PresenceMark.objects.filter(id=told.id).first()
    if known and (known.occurrence_id, known.participant_id) != (occurrence.id, participant.id):
        raise IdTaken()
    if not known:
        if occurrence.state != Planned.PLANNED:
            raise Conflict(_("This session does not take place."))
        _refuse(_faults(occurrence, told, ended_at=held.ended_at))
        PresenceMark.objects.create(
            id=told.id, organization_id=occurrence.organization_id, occurrence=occurrence, participant=participant,
            way=told.way, source=told.source, stream=told.stream[:40], at=told.at,
            told_by_id=actor.who if actor.is_staff and told.source != Source.TABLET else None, location=told.location.strip()[:200],
            call_back=told.call_back.strip()[:32],
        )  # fmt: skip
        settling.settle(occurrence, [participant.id])
    return PresenceMarked(
        organization_id=occurrence.organization_id, subject_id=told.id, participant_id=participant.id,
        occurrence_id=occurrence.id, way=told.way.value, source=told.source.value, at=told.at, repeated=bool(known),
        accounts=settling.accounts(occurrence, [participant]),
    )  # fmt: skip


def _faults(occurrence: Occurrence, told: Arrival, *, ended_at: datetime | None) -> dict[str, Fault]:
    faults = {}
    if told.source in FROM_AFAR and told.way == Way.IN:
        if not told.location.strip():
            faults["location"] = Fault.NEEDS_PLACE
        if sum(one.isdigit() for one in told.call_back) < 4:
            faults["call_back"] = Fault.NEEDS_NUMBER
    fault = rules.fault_in_moment(
        told.at, begin=occurrence.begins_at, end=ended_at or occurrence.ends_at, now=clock.now()
    )
    return faults | ({"at": fault} if fault else {})


def _refuse(faults: dict[str, Fault]) -> None:
    if faults:
        said = {name: fault_in_words(fault) for name, fault in faults.items()}
        raise Invalid(" ".join(said.values()), fields=said)


@action(allow=leads)
def correct_presence(
    actor: Actor, occurrence: Occurrence, *, participant: Participant,
    spans: Sequence[tuple[datetime, datetime | None]], why: str,
) -> PresenceCorrected:  # fmt: skip
    """Say how somebody's presence really was, in place of all that was told of it so far, which stays to be read.

    `spans` in order; none at all: they were not there; the last one without an end: they still are. Raises Invalid (422).
    """
    held = settling.locked(occurrence, [participant.id])
    end = held.ended_at or occurrence.ends_at
    fault = rules.fault_in_correction(spans, begin=occurrence.begins_at, end=end, now=clock.now())
    faults = {"spans": fault} if fault else {}
    _refuse(faults if why.strip() else faults | {"why": Fault.NEEDS_REASON})
    made = Correction.objects.create(
        organization_id=occurrence.organization_id, occurrence=occurrence, participant=participant,
        why=why.strip()[:400], made_by_id=actor.who,
    )  # fmt: skip
    before = list(
        PresenceMark.objects.filter(occurrence=occurrence, participant=participant, withdrawn=None).order_by("at", "id")
    )
    afar = next(
        (one for one in reversed(before) if one.location), None
    )  # where they were does not change with the times
    MarkWithdrawn.objects.bulk_create(
        [MarkWithdrawn(organization_id=made.organization_id, mark=one, correction=made) for one in before]
    )
    PresenceMark.objects.bulk_create([
        PresenceMark(
            organization_id=made.organization_id, occurrence=occurrence, participant=participant, way=way,
            source=Source.CORRECTION, at=at, told_by_id=actor.who, correction=made,
            location=afar.location if afar and way == Way.IN else "",
            call_back=afar.call_back if afar and way == Way.IN else "",
        )
        for first, until in spans
        for way, at in ((Way.IN, first), (Way.OUT, until))
        if at is not None
    ])  # fmt: skip
    rows = settling.settle(occurrence, [participant.id])
    return PresenceCorrected(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id,
        occurrence_id=occurrence.id, minutes=sum(one.minutes for one in rows), **_to_look_for(rows, occurrence),
        accounts=settling.accounts(occurrence, [participant]),
    )  # fmt: skip


@action(allow=leads)
def excuse(
    actor: Actor, occurrence: Occurrence, *, participant: Participant, why: str, holds: bool = True
) -> ParticipantExcused:
    """Excuse somebody from a session and say why, or take that back. Raises Invalid (422) without a reason."""
    settling.locked(occurrence, [participant.id])
    if not why.strip():
        _refuse({"why": Fault.NEEDS_REASON})
    made = Excuse.objects.create(
        organization_id=occurrence.organization_id, occurrence=occurrence, participant=participant, holds=holds,
        why=why.strip()[:400], made_by_id=actor.who,
    )  # fmt: skip
    rows = settling.settle(occurrence, [participant.id])
    return ParticipantExcused(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id,
        occurrence_id=occurrence.id, holds=holds, accounts=settling.accounts(occurrence, [participant]),
        **_to_look_for(rows, occurrence),
    )  # fmt: skip


def _to_look_for(rows: Sequence[Attendance], occurrence: Occurrence) -> dict[str, Any]:
    """Who is missing by what was just told, of a session lately enough that it is not known in another way what became of them."""
    lately = clock.now() - occurrence.ends_at < rules.LOOKED_FOR_WITHIN
    missing = tuple(one.participant_id for one in rows if lately and one.state == State.NO_SHOW)
    return {"on_day": next((one.on_day for one in rows), occurrence.on_day), "missing": missing}


@action(allow=is_participant_self)
def promise_to_come(actor: Actor, participant: Participant, *, occurrence: Occurrence) -> ComingPromised:
    """A participant says that they will come, until it begins. Raises Conflict (409) when they are not expected at it."""
    if not Booking.objects.standing().filter(occurrence=occurrence, participant=participant).exists():
        raise Conflict(_("This session is not on your calendar any more."))
    if occurrence.state != Planned.PLANNED or occurrence.begins_at <= clock.now():
        raise Conflict(_("This session is over or does not take place."))
    made, is_new = Promise.objects.get_or_create(
        organization_id=occurrence.organization_id, occurrence=occurrence, participant=participant
    )
    return ComingPromised(
        organization_id=made.organization_id, subject_id=made.id, participant_id=participant.id,
        occurrence_id=occurrence.id, repeated=not is_new, accounts=settling.accounts(occurrence, [participant]),
    )  # fmt: skip
