"""Looking at concerns. The caller has been let in: as the supporter who wrote them, or as staff who may see the alert."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from daybridge.core import clock
from daybridge.people.models import Supporter
from daybridge.safety.concerns.models import SupporterConcern
from daybridge.safety.concerns.rules import WINDOW, Danger
from daybridge.safety.concerns.sentences import DANGERS, DANGERS_FOR_STAFF
from daybridge.safety.queries import was_read_since


@dataclass(frozen=True)
class SentConcern:
    """A concern as the supporter who wrote it sees it: whether the team has read it, and nothing of what came of it."""

    words: str
    danger: Any
    saved_at: datetime
    is_read: bool


def sent_by(supporter: Supporter, *, most: int = 20) -> Sequence[SentConcern]:
    """What a supporter wrote about their participant, newest first."""
    found = SupporterConcern.objects.filter(supporter=supporter).order_by("-saved_at", "-id")
    return [
        SentConcern(one.words, DANGERS[Danger(one.danger)], one.saved_at, was_read_since(one.alert, one.saved_at))
        for one in found.select_related("alert").prefetch_related("alert__steps")[:most]
    ]


@dataclass(frozen=True)
class ConcernForStaff:
    """A concern with who wrote it, for whoever may see its alert."""

    by: str
    relation: str
    danger: Any
    words: str
    saved_at: datetime


def of_alerts(alert_ids: Iterable[UUID]) -> Mapping[UUID, Sequence[ConcernForStaff]]:
    """What supporters wrote, by alert, oldest first."""
    found: dict[UUID, list[ConcernForStaff]] = {}
    rows = SupporterConcern.objects.filter(alert_id__in=list(alert_ids)).select_related("supporter")
    for one in rows.order_by("saved_at", "id"):
        danger, by = DANGERS_FOR_STAFF[Danger(one.danger)], one.supporter
        shown = ConcernForStaff(by.name, by.relation, danger, one.words, one.saved_at)
        found.setdefault(one.alert_id, []).append(shown)
    return found


def count_in_window(supporter_id: UUID) -> int:
    """How many concerns a supporter reported within the time that is limited."""
    since = clock.now() - WINDOW
    return SupporterConcern.objects.filter(supporter_id=supporter_id, saved_at__gt=since).count()
