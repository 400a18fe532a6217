"""Looking at what somebody's week must hold."""

from collections.abc import Collection
from uuid import UUID

from daybridge.programs.models import Track
from daybridge.programs.needs.models import NeedsSet
from daybridge.programs.needs.rules import Needs


def newest(participant_id: UUID) -> NeedsSet | None:
    """What was set last, with who and why; None while nobody has set anything."""
    found = NeedsSet.objects.filter(participant_id=participant_id).select_related("set_by")
    return found.order_by("-number").first()


def needs_of(participant_id: UUID) -> Needs:
    """What somebody's week must hold; nothing of their own while nobody has set anything."""
    found = newest(participant_id)
    return found.said if found else Needs()


def needs_of_many(participant_ids: Collection[UUID]) -> dict[UUID, Needs]:
    """The same for many at once; everybody is in it."""
    found = NeedsSet.objects.filter(participant_id__in=participant_ids)
    newest_of = found.order_by("participant_id", "-number").distinct("participant_id")
    return {one: Needs() for one in participant_ids} | {one.participant_id: one.said for one in newest_of}


def track_of(needs: Needs) -> str:
    """The name of the track that was chosen; nothing where none was."""
    found = Track.objects.filter(id=needs.track_id).first() if needs.track_id else None
    return found.called if found else ""
