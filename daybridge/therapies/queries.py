"""Looking at what is written of the work with somebody."""

from uuid import UUID

from daybridge.therapies.models import Homework, Outline
from daybridge.therapies.rules import Kind

_MOST = 20


def versions(participant_id: UUID, kind: Kind) -> list[Outline]:
    """Every version of an outline, newest first."""
    found = Outline.objects.filter(participant_id=participant_id, kind=kind).select_related("made_by")
    return list(found.order_by("-number"))


def newest(participant_id: UUID, kind: Kind) -> Outline | None:
    """What holds now; None where nothing is written."""
    found = Outline.objects.filter(participant_id=participant_id, kind=kind).select_related("made_by")
    return found.order_by("-number").first()


def holding(participant_id: UUID) -> dict[str, Outline]:
    """Kind -> the outline that holds."""
    found = Outline.objects.filter(participant_id=participant_id).select_related("made_by")
    return {one.kind: one for one in found.order_by("kind", "-number").distinct("kind")}


def shared_with_them(participant_id: UUID) -> list[Outline]:
    """The outlines that their person may read now: one whose newest version is not shared is not among them."""
    return [one for one in holding(participant_id).values() if one.is_shared]


def homework(participant_id: UUID) -> list[Homework]:
    """What was agreed to be tried, newest first."""
    found = Homework.objects.filter(participant_id=participant_id).select_related("made_by")
    return list(found.order_by("-made_at", "-id")[:_MOST])
