"""Looking at no-contact pairs. What is told with an actor is what they may know; the rest is for whoever gives seats, and says nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from daybridge.core.actors import Actor
from daybridge.core.errors import NotYours
from daybridge.people import queries as people
from daybridge.people.models import Participant
from daybridge.programs.apart.access import may_know_of
from daybridge.programs.apart.models import KeptApart
from daybridge.programs.calendar.models import Booking, Occurrence, Seat

# --- For whoever gives seats -----------------------------------------------------------------------------------------


def pairs_among(participant_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """The pairs that hold, both of whom are among these."""
    found = KeptApart.objects.standing().filter(one_id__in=participant_ids, other_id__in=participant_ids)
    return list(found.order_by("one_id", "other_id").values_list("one_id", "other_id"))


def kept_from_each_other(participant_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Of these, whom each must not meet; whoever may meet all is left out."""
    found: dict[UUID, set[UUID]] = {}
    for one, other in pairs_among(participant_ids):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def withheld(participant_id: UUID, occurrence_ids: Collection[UUID]) -> set[UUID]:
    """Those of these sessions in which somebody sits whom a participant must not meet. Told as full, in the same words."""
    found = Booking.objects.standing().filter(occurrence_id__in=occurrence_ids)
    return set(found.filter(participant_id__in=kept_from(participant_id)).values_list("occurrence_id", flat=True))


def is_seated_with(participant_id: UUID, series_id: UUID, first: date, last: date | None) -> bool:
    """Whether somebody whom a participant must not meet has a seat in a series in these days, also beyond what is on the calendar."""
    seats = Seat.objects.filter(series_id=series_id, participant_id__in=kept_from(participant_id))
    seats = seats.filter(Q(until_on=None) | Q(until_on__gte=first) & Q(until_on__gte=F("from_on")))
    return (seats.filter(from_on__lte=last) if last else seats).exists()


def kept_from(participant_id: UUID) -> list[UUID]:
    """Whom somebody must not meet."""
    return [
        other if one == participant_id else one
        for one, other in KeptApart.objects.standing()
        .filter(Q(one_id=participant_id) | Q(other_id=participant_id))
        .values_list("one_id", "other_id")
    ]


# --- For whoever may know --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A pair as it is shown beside one of the two."""

    row: KeptApart
    #: Whom they are kept from.
    other: Participant


def pair_of(one: Participant, other: Participant) -> KeptApart:
    """A pair that is not kept yet, to be acted on."""
    first, second = sorted((one, other), key=lambda person: person.id)
    return KeptApart(organization_id=one.organization_id, one=first, other=second)


def pairs_of(actor: Actor, participant_id: UUID) -> list[Pair]:
    """The pairs of a participant that this actor may know of, the newest last; others are not told as if there were none."""
    visible = people.participants(actor).values("id")
    theirs = Q(one_id=participant_id) | Q(other_id=participant_id)
    found = KeptApart.objects.standing().filter(theirs, one_id__in=visible, other_id__in=visible)
    rows = found.select_related("one", "other", "made_by").order_by("made_at", "id")
    return [Pair(row, row.other if row.one_id == participant_id else row.one) for row in rows if actor.is_staff]


def pair(actor: Actor, pair_id: UUID) -> KeptApart:
    """One pair. Raises NotYours for whoever may not know of it, as for one that isn't there."""
    found = KeptApart.objects.standing().select_related("one", "other").filter(id=pair_id).first()
    if found is None or not may_know_of(actor, found):
        raise NotYours()
    return found


def shared_sessions(pair: KeptApart, since: datetime) -> list[Occurrence]:
    """The sessions from a moment on in which both sit already: for whoever keeps them apart, nothing is changed by itself."""
    first, second = (
        Booking.objects.standing().filter(participant_id=who).values("occurrence_id")
        for who in (pair.one_id, pair.other_id)
    )
    found = Occurrence.objects.filter(id__in=first, begins_at__gte=since).filter(id__in=second)
    return list(found.select_related("series__group", "series__site", "series__organization").order_by("begins_at"))
